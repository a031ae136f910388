//! The answer of `fit` in words: line 1, the reckoning, the reply.

use super::noun::Noun;
use super::report::{in_parts, usd_of};
use super::{Reckoning, Row};
use crate::commands::reply;
use crate::commands::report::{EXTRA_CREDITS, no_usd, notes_on_budgets, production, remarks, table_line};
use crate::credits::Credits;
use crate::fit::{Budget, Fit, Wanted};
use crate::output::{Answer, Block, Json};
use crate::words::{self, grouped, grouped_count, usd};

/// A budget's name in a sentence: `on Starter`, `on 1,000 credits`.
pub(super) fn on(budget: &Budget<'_>) -> String {
    match budget.plan {
        Some(plan) => format!("on {}", plan.name),
        None => format!("on {}", words::credits(budget.credits)),
    }
}

/// What there is: `1,250 credits a month + 500 extra − 20 spent`.
pub(super) fn funds(budget: &Budget<'_>) -> String {
    let monthly = if budget.plan.is_some_and(|plan| !plan.once) { " a month" } else { "" };
    let mut sum = format!("{}{monthly}", words::credits(budget.credits));
    if !budget.extra.is_zero() {
        sum.push_str(&format!(" + {} extra", grouped(budget.extra)));
    }
    if !budget.spent.is_zero() {
        sum.push_str(&format!(" − {} spent", grouped(budget.spent)));
    }
    if budget.extra.is_zero() && budget.spent.is_zero() { sum } else { format!("({sum})") }
}

impl Reckoning<'_> {
    pub(super) fn page(&self) -> Answer {
        let each = format!("Each {}", self.noun.short());
        let mut blocks = vec![Block::Grid(production(self.estimate, &each))];
        match self.rows.as_slice() {
            [row] => blocks.push(Block::Lines(self.lines(row))),
            _ => {
                blocks.push(Block::Grid(self.grid()));
                if self.usd && self.has_prices() {
                    let rates = "USD each at every plan's own rate: its month's price by its month's credits";
                    blocks.push(Block::Lines(vec![rates.to_owned()]));
                }
            }
        }
        blocks.push(Block::Data(self.grid()));
        let number = match self.rows.as_slice() {
            [row] => Some(row.fit.fits.map_or_else(|| "unlimited".to_owned(), |fits| fits.to_string())),
            _ => None,
        };
        let mut notes = remarks(self.estimate);
        notes.extend(self.notes());
        Answer {
            headline: self.headline(),
            blocks,
            table: table_line(self.table),
            json: Json::of(self.report()),
            reply: Some(self.reply()),
            notes,
            notes_on_lines: Vec::new(),
            notes_on_rows: Vec::new(),
            number,
            verdict: self.verdict(),
        }
    }

    /// Notes beside those of the production.
    pub(super) fn notes(&self) -> Vec<String> {
        let mut notes = notes_on_budgets(self.rows.iter().map(|row| &row.budget));
        if self.usd && !self.has_prices() {
            let plans = self.rows.iter().map(|row| row.budget.plan);
            let of = plans.map(|plan| plan.map_or(EXTRA_CREDITS, |plan| plan.name.as_str()));
            notes.push(no_usd(&of.collect::<Vec<_>>()));
        }
        notes
    }

    /// Whether any budget has a price in USD.
    fn has_prices(&self) -> bool {
        self.rows.iter().any(|row| usd_of(self.table, self.estimate.each, &row.budget).is_some())
    }

    /// The counts, or with --want whether and which is cheapest.
    fn headline(&self) -> String {
        if self.rows.iter().any(|row| row.fit.fits.is_none()) {
            return format!("As many as you like{}: this costs nothing", self.noun.explained());
        }
        match self.wanted {
            None => format!("{}{}", self.counts("", on), self.noun.explained()),
            Some(wanted) => self.ways(wanted),
        }
    }

    /// `178 videos on Starter, 714 on Creator and none on Agency`.
    fn counts(&self, before: &str, on: impl Fn(&Budget<'_>) -> String) -> String {
        let mut parts = Vec::new();
        for row in &self.rows {
            let counted = match (parts.is_empty(), row.fit.fits.unwrap_or_default()) {
                (true, count) => self.noun.counted(count),
                (false, 0) => "none".to_owned(),
                (false, count) => grouped_count(count),
            };
            parts.push(format!("{counted} {}", on(&row.budget)));
        }
        format!("{before}{}", words::list(&parts))
    }

    /// What the wanted number needs, which budgets cover it, and which is the cheapest way.
    fn ways(&self, wanted: u64) -> String {
        let needed = self.needed(wanted);
        if let [row] = self.rows.as_slice()
            && let Some(take) = row.wanted
        {
            let answer = if take.possible() {
                format!("yes {}, {} left", on(&row.budget), grouped(take.left))
            } else {
                format!("no, that is {} more than there is {}", grouped(take.short), on(&row.budget))
            };
            return format!("{needed}: {answer}");
        }
        let covering: Vec<&str> = self.covering().map(|row| row.budget.name()).collect();
        let them = if wanted == 1 { "it" } else { "them" };
        let covers = match covering.as_slice() {
            [] => format!("{} covers {them} alone", self.no_plan()),
            [one] => format!("{one} covers {them}"),
            several => format!("{} cover {them}", words::list(several)),
        };
        let cheapest = match self.cheapest() {
            Some(row) if covering == [row.budget.name()] => " and is cheapest".to_owned(),
            Some(row) if row.wanted.is_some_and(|wanted| wanted.possible()) => {
                format!(", {} is cheapest", row.budget.name())
            }
            Some(row) => format!(", {} with a top-up is cheapest", row.budget.name()),
            None => String::new(),
        };
        format!("{needed} a month; {covers}{cheapest}")
    }

    /// `10 videos need 17,700 credits`.
    fn needed(&self, wanted: u64) -> String {
        let credits = self.rows.first().and_then(|row| row.wanted).map(|wanted| words::credits(wanted.credits));
        let title = self.noun.title().map_or_else(String::new, |title| format!("{title}: "));
        let counted = self.noun.counted(u128::from(wanted));
        format!("{title}{counted} {} {}", Noun::need(wanted), credits.unwrap_or_default())
    }

    /// Who covers nothing: `no plan`, or where plans were named, `neither Starter nor Creator`.
    fn no_plan(&self) -> String {
        let names: Vec<&str> = self.rows.iter().map(|row| row.budget.name()).collect();
        match names.as_slice() {
            _ if !self.named => "no plan".to_owned(),
            [one, other] => format!("neither {one} nor {other}"),
            names => format!("none of {}", words::list(names)),
        }
    }

    fn covering(&self) -> impl Iterator<Item = &Row<'_>> {
        self.rows.iter().filter(|row| row.wanted.is_some_and(|wanted| wanted.possible()))
    }

    /// Why the answer is no.
    pub(super) fn shortfall(&self, wanted: u64) -> String {
        let short: Vec<String> = self
            .rows
            .iter()
            .filter_map(|row| {
                let name = row.budget.plan.map_or("the balance", |plan| plan.name.as_str());
                Some(format!("{name} is {} short", grouped(row.wanted?.short)))
            })
            .collect();
        format!("{}: {}", self.needed(wanted), words::list(&short))
    }

    /// How the numbers of the only budget come about.
    fn lines(&self, row: &Row<'_>) -> Vec<String> {
        let each = self.estimate.each;
        let left = format!("{} left", words::credits(row.fit.left));
        let mut lines = vec![match row.fit.fits {
            None => left,
            Some(count) => format!("{} ÷ {} = {}, {left}", funds(&row.budget), grouped(each), self.noun.counted(count)),
        }];
        if let (Some(wanted), Some(take)) = (self.wanted, row.wanted) {
            let count = grouped_count(u128::from(wanted));
            lines.push(format!("{count} × {} = {}", grouped(each), words::credits(take.credits)));
            let once = row.budget.plan.is_some_and(|plan| plan.once);
            if let (false, Some(purchase)) = (take.possible(), take.purchase.filter(|_| !once)) {
                let month = match (row.budget.plan, take.usd) {
                    (Some(plan), Some(month)) => {
                        format!("; with the month of {} USD {}", plan.name, usd(month))
                    }
                    _ => String::new(),
                };
                let smallest = if purchase.credits > take.short { ", the smallest purchase" } else { "" };
                let parts = format!("{}{smallest}", in_parts(purchase.purchases));
                lines.push(format!(
                    "{} to buy{parts}: USD {}{month}",
                    words::credits(purchase.credits),
                    usd(purchase.usd)
                ));
            }
        }
        if self.usd
            && let Some(each) = usd_of(self.table, each, &row.budget)
        {
            let rate = row
                .budget
                .plan
                .map_or_else(|| "the rate of extra credits".to_owned(), |plan| format!("the rate of {}", plan.name));
            lines.push(format!("USD {} each, at {rate}", usd(each)));
        }
        lines
    }

    /// Two to five sentences for a customer.
    fn reply(&self) -> Vec<String> {
        let (total, lines) = reply::production(self.estimate);
        let one = self.noun.short();
        let mut sentences = match (self.wanted, self.rows.as_slice()) {
            _ if self.rows.iter().any(|row| row.fit.fits.is_none()) => {
                let explained = self.noun.explained();
                vec![format!("You can make as many of these as you like{explained}, because they take no credits.")]
            }
            (None, [row]) => {
                let count = self.noun.counted(row.fit.fits.unwrap_or_default());
                vec![format!("{} you can make {count}{}.", with(&row.budget), self.noun.explained())]
            }
            (None, _) => {
                let counts = self.counts("You can make ", |budget| format!("with {}", budget.name()));
                vec![format!("{counts}{}.", self.noun.explained())]
            }
            (Some(wanted), _) => self.wanted_for_customers(wanted),
        };
        let usd = self.usd_for_customers().filter(|_| self.usd).unwrap_or_default();
        sentences.push(match self.rows.as_slice() {
            [Row { fit: Fit { fits: Some(fits @ 1..), used, left }, .. }] if self.wanted.is_none() => {
                let (use_, leave) = if *fits == 1 { ("uses", "leaves") } else { ("use", "leave") };
                let (count, used, left) = (grouped_count(*fits), words::credits(*used), grouped(*left));
                format!("Each {one} takes {total}{usd} ({lines}), so {count} {use_} {used} and {leave} {left}.")
            }
            _ => format!("Each {one} takes {total}{usd}: {lines}."),
        });
        let notes = notes_on_budgets(self.rows.iter().map(|row| &row.budget));
        reply::ended(sentences, [self.estimate], &notes, self.table)
    }

    /// What one costs in USD with each budget.
    fn usd_for_customers(&self) -> Option<String> {
        let each = |row: &Row<'_>| {
            let usd = usd(usd_of(self.table, self.estimate.each, &row.budget)?);
            Some(match row.budget.plan {
                Some(plan) => format!("USD {usd} with {}", plan.name),
                None => format!("USD {usd} at the price of extra credits"),
            })
        };
        let each: Vec<String> = self.rows.iter().filter_map(each).collect();
        (!each.is_empty()).then(|| format!(" or {}", words::list(&each)))
    }

    /// What a wanted number takes, and the way to it.
    fn wanted_for_customers(&self, wanted: u64) -> Vec<String> {
        let needed = self.needed(wanted);
        if let [row] = self.rows.as_slice()
            && let Some(take) = row.wanted
        {
            let left = grouped(take.left);
            return match (take.possible(), row.what_there_is()) {
                (true, None) => vec![format!("{needed}, which {} covers, with {left} left.", row.owner())],
                (true, Some(there_is)) => vec![format!("{needed}; there {there_is}, so {left} are left.")],
                (false, there_is) => {
                    let short = grouped(take.short);
                    let first = match there_is {
                        None => format!("{needed}, {short} more than {} has.", row.owner()),
                        Some(there_is) => format!("{needed}; there {there_is}, {short} too few."),
                    };
                    [Some(first), row.rest_for_customers(take)].into_iter().flatten().collect()
                }
            };
        }
        let covering: Vec<&str> = self.covering().map(|row| row.budget.name()).collect();
        let covers = match covering.as_slice() {
            [] => format!("{} covers that by itself", self.no_plan()),
            [one] => format!("the {one} plan covers that by itself"),
            several => format!("{} cover that by themselves", words::list(several)),
        };
        let besides = self.rows.first().map(|row| changes(&row.budget)).filter(|changes| !changes.is_empty());
        let besides = besides.map_or_else(String::new, |changes| format!(", with {}", words::list(&changes)));
        let mut sentences = vec![format!("{needed} a month, and {covers}{besides}.")];
        sentences.extend(self.cheapest().and_then(|row| {
            let take = row.wanted?;
            let extra = take.purchase.filter(|purchase| purchase.purchases > 0).map_or_else(String::new, |purchase| {
                format!(" with {} extra credits{}", grouped(purchase.credits), in_purchases(purchase.purchases))
            });
            Some(format!(
                "The cheapest way is the {} plan{extra}: USD {} for the month.",
                row.budget.name(),
                usd(take.usd?)
            ))
        }));
        sentences
    }
}

impl Row<'_> {
    /// `the Starter plan`, `your balance`.
    fn owner(&self) -> String {
        self.budget.plan.map_or_else(|| "your balance".to_owned(), |plan| format!("the {} plan", plan.name))
    }

    /// `are 150 credits on the Starter plan (1,250, 1,100 spent)`; `None` where that is what its owner has.
    fn what_there_is(&self) -> Option<String> {
        let changes = changes(&self.budget);
        if changes.is_empty() {
            return None;
        }
        let available = self.budget.available().ok()?;
        let are = if available == Credits::ONE { "is" } else { "are" };
        let (available, all) = (words::credits(available), grouped(self.budget.credits));
        Some(format!("{are} {available} on {} ({all}, {})", self.owner(), changes.join(", ")))
    }

    /// What is bought to have the rest; nothing of what is given once, because no source says whether it can buy.
    fn rest_for_customers(&self, take: Wanted) -> Option<String> {
        let purchase = take.purchase.filter(|_| self.budget.plan.is_none_or(|plan| !plan.once))?;
        let (credits, usd) = (grouped(purchase.credits), usd(purchase.usd));
        Some(if purchase.credits > take.short {
            format!("The smallest purchase, {credits} extra credits for USD {usd}, covers the rest.")
        } else {
            let parts = in_purchases(purchase.purchases);
            format!("{credits} extra credits{parts} for USD {usd} cover the rest.")
        })
    }
}

/// What was bought and what is used: `100 extra`, `1,100 spent`.
fn changes(budget: &Budget<'_>) -> Vec<String> {
    let kinds = [(budget.extra, "extra"), (budget.spent, "spent")];
    kinds
        .into_iter()
        .filter(|(credits, _)| !credits.is_zero())
        .map(|(credits, kind)| format!("{} {kind}", grouped(credits)))
        .collect()
}

/// ` (bought in 2 purchases)`; nothing for one.
fn in_purchases(purchases: u64) -> String {
    match purchases {
        0 | 1 => String::new(),
        several => format!(" (bought in {} purchases)", grouped_count(u128::from(several))),
    }
}

/// `With the Starter plan (1,250 credits a month)`, `With 1,000 credits`.
pub(super) fn with(budget: &Budget<'_>) -> String {
    let funds = funds(budget);
    let funds = funds.trim_start_matches('(').trim_end_matches(')');
    match budget.plan {
        Some(plan) => format!("With the {} plan ({funds})", plan.name),
        None => format!("With {funds}"),
    }
}
