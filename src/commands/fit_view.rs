//! The answer of `fit` in words.

use super::allowance;
use super::fit::{BudgetInfo, FitReport, WantedInfo};
use super::reply;
use super::report::Production;
use crate::format::{counted, credits, grouped, list, usd};
use crate::output::view::{Block, Column, Table, View};
use crate::output::{Report, Verdict};

impl Report for FitReport {
    type Row = BudgetInfo;

    fn rows(&self) -> Vec<BudgetInfo> {
        self.budgets.clone()
    }

    fn sample_row(&self) -> BudgetInfo {
        BudgetInfo::sample()
    }

    fn view(&self) -> View {
        let Some(production) = &self.production else { return allowance::view(self) };
        let each = format!("Each {}", self.noun.short());
        let mut blocks = vec![Block::Table(production.table(&each))];
        match self.budgets.as_slice() {
            [budget] => blocks.push(Block::Lines(self.calculation(production, budget))),
            _ => {
                blocks.push(Block::Table(self.table_of_budgets()));
                if self.shows_usd && self.budgets.iter().any(|budget| budget.usd_each.is_some()) {
                    blocks.push(Block::Lines(vec!["USD each: the price of a plan divided by its credits".to_owned()]));
                }
            }
        }
        let notes = production.assumption_notes.iter().chain(&self.notes).chain(&self.table.note);
        View { headline: self.headline(), blocks, footer: self.table.footer(), notes: notes.cloned().collect() }
    }

    fn reply(&self) -> Vec<String> {
        let Some(production) = &self.production else { return allowance::reply(self) };
        let mut sentences = match (self.wanted, self.budgets.as_slice()) {
            _ if self.is_unlimited() => {
                return reply::ended(
                    vec![self.unlimited_sentence(production)],
                    &[production],
                    &self.budget_notes,
                    &self.table,
                );
            }
            (None, [budget]) => vec![format!("{} you can make {}.", with(budget), self.counted(budget))],
            (None, _) => vec![format!("You can make {}.", self.counts(|budget| format!("with {}", budget.name)))],
            (Some(wanted), _) => self.wanted_sentences(wanted),
        };
        sentences.push(self.each_sentence(production));
        reply::ended(sentences, &[production], &self.budget_notes, &self.table)
    }

    fn number(&self) -> Option<String> {
        let [budget] = self.budgets.as_slice() else { return None };
        Some(match (budget.allowed_each, budget.fits) {
            (Some(allowed), _) => allowed.to_string(),
            (None, Some(fits)) => fits.to_string(),
            (None, None) => "unlimited".to_owned(),
        })
    }

    fn verdict(&self) -> Verdict {
        match (self.wanted, self.wanted_possible) {
            (Some(wanted), Some(false)) if self.is_named => {
                let short = |budget: &BudgetInfo| {
                    let name = if budget.is_plan() { &budget.name } else { "the balance" };
                    budget.wanted.as_ref().map(|wanted| format!("{name} is {} short", grouped(wanted.short)))
                };
                let short: Vec<String> = self.budgets.iter().filter_map(short).collect();
                Verdict::No { reason: format!("{}: {}", self.needed(wanted), list(&short)), is_in_text: true }
            }
            _ => Verdict::Yes,
        }
    }
}

impl FitReport {
    fn is_unlimited(&self) -> bool {
        self.budgets.iter().any(|budget| budget.unlimited)
    }

    /// Returns the counts, or with a wanted number whether it is possible and the cheapest way.
    fn headline(&self) -> String {
        match (self.wanted, self.budgets.as_slice()) {
            _ if self.is_unlimited() => "As many as you like: this costs nothing".to_owned(),
            (None, [budget]) => match &budget.part {
                Some(part) => format!("{} {}: {part}", self.noun.counted(0), on(budget)),
                None => self.counts(on),
            },
            (None, _) => self.counts(on),
            (Some(wanted), [budget]) => self.wanted_on(wanted, budget),
            (Some(wanted), _) => self.cheapest(wanted),
        }
    }

    fn counted(&self, budget: &BudgetInfo) -> String {
        self.noun.counted(budget.fits.unwrap_or_default())
    }

    /// `178 videos on Starter, 714 on Creator and 4,000 on Agency`.
    fn counts(&self, on: impl Fn(&BudgetInfo) -> String) -> String {
        let part = |(index, budget): (usize, &BudgetInfo)| match index {
            0 => format!("{} {}", self.counted(budget), on(budget)),
            _ => format!("{} {}", grouped(budget.fits.unwrap_or_default()), on(budget)),
        };
        list(&self.budgets.iter().enumerate().map(part).collect::<Vec<_>>())
    }

    /// `10 videos cost 17,700 credits`.
    fn needed(&self, wanted: u64) -> String {
        let needed = self.budgets.first().and_then(|budget| budget.wanted.as_ref()).map(|wanted| wanted.credits);
        let cost = if wanted == 1 { "costs" } else { "cost" };
        format!("{} {cost} {}", self.noun.counted(wanted), credits(needed.unwrap_or_default()))
    }

    fn wanted_on(&self, wanted: u64, budget: &BudgetInfo) -> String {
        let needed = self.needed(wanted);
        match &budget.wanted {
            Some(take) if take.possible => format!("Yes: {needed}, {} left over {}", grouped(take.left), on(budget)),
            Some(take) => {
                let fits = budget.fits.filter(|fits| *fits > 0).map(|fits| format!("; {} of them fit", grouped(fits)));
                let (short, fits) = (grouped(take.short), fits.unwrap_or_default());
                format!("No: {needed}, {short} more than there are {}{fits}", on(budget))
            }
            None => needed,
        }
    }

    /// `10 videos cost 17,700 credits. Cheapest: Starter plus 16,450 extra credits, USD 127.70 a month`.
    fn cheapest(&self, wanted: u64) -> String {
        let cheapest = match &self.cheapest_way {
            Some(way) if way.purchases == 0 => format!("Cheapest: {}, USD {} a month", way.plan, usd(way.usd.0)),
            Some(way) => {
                let extra = grouped(way.top_up_credits);
                format!("Cheapest: {} plus {extra} extra credits, USD {} a month", way.plan, usd(way.usd.0))
            }
            None => match &self.smallest_plan {
                Some(plan) => format!("{plan} covers that"),
                None => "No plan covers that".to_owned(),
            },
        };
        format!("{}. {cheapest}", self.needed(wanted))
    }

    fn table_of_budgets(&self) -> Table {
        let wanted = self.wanted.map(|wanted| self.noun.counted(wanted));
        let columns = [
            Column::words("Plan"),
            Column::numbers("Credits"),
            Column::numbers("Extra"),
            Column::numbers("Spent"),
            Column::numbers(self.noun.column()),
            Column::numbers("Left over").optional(),
            Column::numbers("USD each"),
            Column::words(wanted.map_or_else(String::new, |wanted| format!("For {wanted}"))),
            Column::numbers("USD a month"),
            Column::words(""),
        ];
        let nonzero =
            |amount| if amount == crate::values::credits::Credits::ZERO { String::new() } else { grouped(amount) };
        let row = |budget: &BudgetInfo| {
            let cheapest = self.cheapest_way.as_ref().is_some_and(|way| way.plan == budget.name);
            let usd_each = budget.usd_each.filter(|_| self.shows_usd).map(|each| usd(each.0));
            vec![
                budget.name.clone(),
                grouped(budget.credits),
                nonzero(budget.extra),
                nonzero(budget.spent),
                budget.fits.map_or_else(|| "unlimited".to_owned(), grouped),
                grouped(budget.left),
                usd_each.unwrap_or_default(),
                budget.wanted.as_ref().map(wanted_in_words).unwrap_or_default(),
                budget.wanted.as_ref().and_then(|wanted| wanted.usd).map(|amount| usd(amount.0)).unwrap_or_default(),
                if cheapest { "cheapest".to_owned() } else { String::new() },
            ]
        };
        Table::new(columns, self.budgets.iter().map(row).collect())
    }

    /// Shows how the numbers of the only budget are calculated.
    fn calculation(&self, production: &Production, budget: &BudgetInfo) -> Vec<String> {
        let left = format!("{} left over", credits(budget.left));
        let mut lines = vec![match budget.fits {
            None => left,
            Some(_) => format!("{} ÷ {} = {}, {left}", funds(budget), grouped(production.each), self.counted(budget)),
        }];
        if let (Some(count), Some(wanted)) = (self.wanted, &budget.wanted) {
            lines.push(format!("{} × {} = {}", grouped(count), grouped(production.each), credits(wanted.credits)));
            if let (false, Some(purchase)) = (wanted.possible, wanted.purchase) {
                let month = match (budget.is_plan(), wanted.usd) {
                    (true, Some(month)) => format!("; with a month of {} USD {}", budget.name, usd(month.0)),
                    _ => String::new(),
                };
                let bought = grouped(purchase.credits);
                let how = how_bought(wanted);
                lines.push(format!("{bought} extra credits{how}: USD {}{month}", usd(purchase.usd)));
            }
        }
        if let (true, Some(each)) = (self.shows_usd, budget.usd_each) {
            let rate = if budget.is_plan() {
                format!("the rate of {}", budget.name)
            } else {
                "the price of extra credits".to_owned()
            };
            lines.push(format!("USD {} each, at {rate}", usd(each.0)));
        }
        lines
    }

    fn unlimited_sentence(&self, production: &Production) -> String {
        format!(
            "You can make as many of these as you like, because they cost no credits: {}.",
            reply::lines(production)
        )
    }

    /// `Each video costs 7 credits (7 Flux Schnell images at 1 credit each), so 178 videos cost 1,246 credits and leave 4.`
    fn each_sentence(&self, production: &Production) -> String {
        let one = self.noun.short();
        let cost = format!("Each {one} costs {}{}", credits(production.each), self.usd_each_in_words());
        let lines = reply::lines(production);
        match self.budgets.as_slice() {
            [BudgetInfo { fits: Some(fits @ 1..), used, left, .. }] if self.wanted.is_none() => {
                let (costs, leaves) = if *fits == 1 { ("costs", "leaves") } else { ("cost", "leave") };
                let (all, used, left) = (counted(*fits, one), credits(used), grouped(left));
                format!("{cost} ({lines}), so {all} {costs} {used} and {leaves} {left}.")
            }
            [BudgetInfo { part: Some(part), .. }] if self.wanted.is_none() => format!("{cost}: {lines}. {part}."),
            _ => format!("{cost}: {lines}."),
        }
    }

    fn usd_each_in_words(&self) -> String {
        let each = |budget: &BudgetInfo| {
            let amount = usd(budget.usd_each.filter(|_| self.shows_usd)?.0);
            Some(match budget.is_plan() {
                true => format!("USD {amount} with {}", budget.name),
                false => format!("USD {amount} at the price of extra credits"),
            })
        };
        let each: Vec<String> = self.budgets.iter().filter_map(each).collect();
        if each.is_empty() { String::new() } else { format!(", or {}", list(&each)) }
    }

    /// Answers a customer who wants a number of them.
    fn wanted_sentences(&self, wanted: u64) -> Vec<String> {
        let needed = self.needed(wanted);
        if let [budget] = self.budgets.as_slice()
            && let Some(take) = &budget.wanted
        {
            let owner = if budget.is_plan() { format!("the {} plan", budget.name) } else { "your balance".to_owned() };
            let funds = funds(budget);
            if take.possible {
                return vec![format!(
                    "Yes: {needed}, and {owner} ({funds}) covers that, with {} left over.",
                    grouped(take.left)
                )];
            }
            let first = format!("{needed}, which is {} more than {owner} has ({funds}).", grouped(take.short));
            let rest = take.purchase.map(|purchase| {
                let (bought, how, price) = (grouped(purchase.credits), how_bought(take), usd(purchase.usd));
                format!("{bought} extra credits{how} for USD {price} cover the rest.")
            });
            return [first].into_iter().chain(rest).collect();
        }
        let covering = |budget: &&BudgetInfo| budget.wanted.as_ref().is_some_and(|wanted| wanted.possible);
        let covering: Vec<&str> = self.budgets.iter().filter(covering).map(|budget| budget.name.as_str()).collect();
        let covers = match covering.as_slice() {
            [] if self.is_named => "None of these plans covers that by itself".to_owned(),
            [] => "No plan covers that by itself".to_owned(),
            [one] => format!("The {one} plan covers that"),
            several => format!("{} cover that", list(several)),
        };
        let mut sentences = vec![format!("{needed}. {covers}.")];
        if let Some(way) = &self.cheapest_way {
            let extra = match way.purchases {
                0 => String::new(),
                1 => format!(" with {} extra credits", grouped(way.top_up_credits)),
                purchases => format!(" with {} extra credits, in {purchases} purchases", grouped(way.top_up_credits)),
            };
            let price = usd(way.usd.0);
            sentences.push(format!("The cheapest way is the {} plan{extra}: USD {price} for the month.", way.plan));
        }
        sentences
    }
}

/// `included, 10,300 left over`, `16,450 more in 2 purchases`, `300 more (buy 1,000)`.
fn wanted_in_words(wanted: &WantedInfo) -> String {
    let short = grouped(wanted.short);
    match wanted.purchase {
        _ if wanted.possible => format!("included, {} left over", grouped(wanted.left)),
        None => format!("{short} short"),
        Some(_) => format!("{short} more{}", how_bought(wanted)),
    }
}

/// ` in 2 purchases`, ` (the smallest purchase)`; nothing for one purchase of just what is missing.
fn how_bought(wanted: &WantedInfo) -> String {
    match wanted.purchase {
        Some(purchase) if purchase.purchases > 1 => format!(" in {} purchases", grouped(purchase.purchases)),
        Some(purchase) if purchase.credits > wanted.short.rounded_up() => {
            format!(" (the smallest purchase is {})", grouped(purchase.credits))
        }
        _ => String::new(),
    }
}

/// `on Starter`, `on 1,000 credits`.
pub fn on(budget: &BudgetInfo) -> String {
    if budget.is_plan() { format!("on {}", budget.name) } else { format!("on {}", credits(budget.credits)) }
}

/// `1,250 credits a month`, `1,250 credits a month + 500 extra − 20 spent`.
fn funds(budget: &BudgetInfo) -> String {
    let period = budget.period.map(|period| format!(" {period}")).unwrap_or_default();
    let mut sum = format!("{}{period}", credits(budget.credits));
    if !budget.extra.is_zero() {
        sum.push_str(&format!(" + {} extra", grouped(budget.extra)));
    }
    if !budget.spent.is_zero() {
        sum.push_str(&format!(" − {} spent", grouped(budget.spent)));
    }
    sum
}

/// `With the Starter plan (1,250 credits a month)`, `With 1,000 credits`.
pub fn with(budget: &BudgetInfo) -> String {
    let funds = funds(budget);
    if budget.is_plan() { format!("With the {} plan ({funds})", budget.name) } else { format!("With {funds}") }
}
