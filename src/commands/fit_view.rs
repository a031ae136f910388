//! The answer of `fit` in words.

use rust_decimal::Decimal;

use super::fit::{BudgetInfo, Example, FitReport};
use super::reply;
use super::report::{Production, after_name};
use crate::format::{choice, counted, credits, grouped, list, seconds, usd};
use crate::output::view::{Block, Column, Table, View};
use crate::output::{Report, Verdict};
use crate::pricing::assumption::few;
use crate::pricing::budget::{CheapestWay, Wanted};
use crate::values::credits::Credits;
use crate::values::price::Unit;

impl Report for FitReport {
    type Row = BudgetInfo;

    fn rows(&self) -> Vec<BudgetInfo> {
        self.budgets.clone()
    }

    fn sample_row(&self) -> BudgetInfo {
        BudgetInfo { wanted: Some(Wanted::default()), ..BudgetInfo::default() }
    }

    fn view(&self) -> View {
        let production = self.production.as_ref();
        let table = production.map(|production| production.table(&format!("Each {}", self.noun.short)));
        let mut blocks: Vec<Block> = table.map(Block::Table).into_iter().collect();
        blocks.push(match (self.budgets.as_slice(), production) {
            ([budget], Some(production)) => Block::Lines(self.calculation(production, budget)),
            ([_], None) => Block::Table(self.table_of_examples()),
            _ => Block::Table(self.table_of_budgets()),
        });
        let (footer, notes) = (self.table.footer(), self.remarks.for_text(&self.table));
        View { headline: self.headline(), blocks, footer, notes }
    }

    fn reply(&self) -> Vec<String> {
        let mut sentences = Vec::new();
        match (&self.production, self.wanted, self.budgets.as_slice()) {
            (None, ..) => sentences.push(self.share_sentence()),
            _ if self.is_unlimited() => sentences.push(format!("You can make as {UNLIMITED}")),
            (_, None, budgets) => sentences.push(self.counts_sentence(budgets)),
            (_, Some(wanted), budgets) => {
                sentences.push(self.possible(wanted));
                sentences.extend(match (budgets, &self.cheapest_way) {
                    ([budget], _) => top_up_in_words(budget),
                    (_, way) => way.as_ref().map(|way| {
                        let how =
                            if way.purchases > 1 { format!(", in {} purchases", way.purchases) } else { String::new() };
                        format!("The cheapest way is {}{how}", way_in_words(way))
                    }),
                });
            }
        }
        let production = self.production.as_ref().filter(|_| !self.is_unlimited());
        sentences.extend(production.map(|production| self.each_sentence(production)));
        let sentences = sentences.iter().map(|sentence| format!("{sentence}.")).collect();
        reply::ended(sentences, &self.remarks, &self.table)
    }

    fn number(&self) -> Option<String> {
        let [BudgetInfo { allowed_each, fits, .. }] = self.budgets.as_slice() else { return None };
        let number = allowed_each.map(|allowed| allowed.to_string()).or(fits.map(|fits| fits.to_string()));
        Some(number.unwrap_or_else(|| "unlimited".to_owned()))
    }

    fn verdict(&self) -> Verdict {
        match (self.wanted, self.wanted_possible) {
            (Some(wanted), Some(false)) if self.is_named => {
                Verdict::No { reason: self.possible(wanted), is_in_text: true }
            }
            _ => Verdict::Yes,
        }
    }
}

/// The answer where a production costs nothing.
const UNLIMITED: &str = "many as you like: this costs nothing";

impl FitReport {
    fn is_unlimited(&self) -> bool {
        self.budgets.iter().any(|budget| budget.unlimited)
    }

    /// Returns the counts, or with a wanted number whether it is possible and the cheapest way.
    fn headline(&self) -> String {
        match (self.wanted, self.budgets.as_slice(), &self.cheapest_way) {
            _ if self.production.is_none() => self.share(),
            _ if self.is_unlimited() => format!("As {UNLIMITED}"),
            (None, [BudgetInfo { part: Some(part), .. }], _) => format!("{}: {part}", self.counts(on)),
            (None, ..) => self.counts(on),
            (Some(wanted), [_, _, ..], Some(way)) => {
                format!("{}. Cheapest: {}", self.needed(wanted), way_in_words(way))
            }
            (Some(wanted), ..) => self.possible(wanted),
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

    /// Says to a customer how many the budgets cover.
    fn counts_sentence(&self, budgets: &[BudgetInfo]) -> String {
        let make = self.verb;
        match budgets {
            [budget] if budget.fits == Some(0) => {
                let none = self.noun.counted(0);
                format!("{} you can't {make} any {}", with(budget), none.trim_start_matches("0 "))
            }
            [budget] => format!("{} you can {make} {}", with(budget), self.counted(budget)),
            budgets if budgets.iter().all(|budget| budget.fits == Some(0)) => {
                format!("None of the plans has enough credits for one {}", self.noun.short)
            }
            _ => format!("You can {make} {}", self.counts(|budget| format!("with {}", budget.name))),
        }
    }

    /// `10 videos cost 17,700 credits`.
    fn needed(&self, wanted: u64) -> String {
        let needed = self.budgets.first().and_then(|budget| budget.wanted).unwrap_or_default().credits;
        let cost = if wanted == 1 { "costs" } else { "cost" };
        format!("{} {cost} {}", self.noun.counted(wanted), credits(needed))
    }

    /// Says whether the only budget covers the wanted number, or which plans do.
    fn possible(&self, wanted: u64) -> String {
        let needed = self.needed(wanted);
        let [budget] = self.budgets.as_slice() else {
            let covering = self.budgets.iter().filter(|budget| budget.wanted.is_some_and(|wanted| wanted.possible));
            return match covering.map(|budget| budget.name.as_str()).collect::<Vec<_>>().as_slice() {
                [] => format!("{needed}, more than any of the plans has"),
                [one] => format!("{needed}. {one} covers that"),
                several => format!("{needed}. {} cover that", few(several)),
            };
        };
        let owner = if budget.is_plan() { format!("the {} plan", budget.name) } else { "your balance".to_owned() };
        let (funds, Wanted { possible, short, left, .. }) = (funds(budget), budget.wanted.unwrap_or_default());
        if possible {
            return format!("Yes: {needed}, and {owner} ({funds}) covers that, with {} left over", grouped(left));
        }
        let enough = budget.fits.filter(|fits| *fits > 0).map(|fits| format!(", enough for {}", grouped(fits)));
        let enough = enough.unwrap_or_default();
        format!("No: {needed}, which is {} more than {owner} has ({funds}{enough})", grouped(short))
    }

    /// `each of 20 videos`, `one video`.
    fn each_of(&self) -> String {
        match self.wanted {
            None | Some(1) => format!("one {}", self.noun.short),
            Some(count) => format!("each of {}", self.noun.counted(count)),
        }
    }

    /// Says how many credits each may cost: `Up to 62 credits for each of 20 videos on Starter, 10 left over`.
    fn share(&self) -> String {
        let share = |(index, budget): (usize, &BudgetInfo)| {
            let on = if budget.is_plan() { format!(" {}", on(budget)) } else { String::new() };
            match (index, budget.allowed_each.unwrap_or_default()) {
                (0, each) => format!("{} for {}{on}", credits(each), self.each_of()),
                (_, each) => format!("{}{on}", grouped(each)),
            }
        };
        let shares: Vec<String> = self.budgets.iter().enumerate().map(share).collect();
        let left = match self.budgets.as_slice() {
            [budget] => format!(", {} left over", grouped(budget.left)),
            _ => String::new(),
        };
        format!("Up to {}{left}", list(&shares))
    }

    /// Says to a customer what the credits for each buy.
    fn share_sentence(&self) -> String {
        let [budget] = self.budgets.as_slice() else { return self.share() };
        let example = |example: &Example| {
            let option = after_name(example.line.option_words.as_deref());
            format!("{}{option}", example.quantity(&format!("{} ", example.line.title)))
        };
        let bought: Vec<String> = self.examples.iter().map(example).collect();
        let (with, bought, each_of) = (with(budget), choice(&bought), self.each_of());
        match (self.wanted, budget.allowed_each.unwrap_or_default()) {
            _ if bought.is_empty() => format!("{with} you can't make {}", self.noun.counted(self.wanted.unwrap_or(1))),
            (None, _) => format!("{with} you can make, for example, {bought}"),
            (Some(_), allowed) => {
                format!("{with} {each_of} can cost up to {}. That buys, for example, {bought}", credits(allowed))
            }
        }
    }

    /// Shows what the share of the only budget buys.
    fn table_of_examples(&self) -> Table {
        let retakes = if self.retakes.0 == Decimal::ONE { "" } else { ", with retakes" };
        let title = format!("That buys, for example{retakes}");
        let columns = [Column::words(title), Column::numbers(""), Column::numbers(""), Column::words("")];
        let row = |example: &Example| {
            let (line, price) = (&example.line, format!("{} each", credits(example.line.credits)));
            vec![line.name.clone(), example.quantity(""), price, line.option_words.clone().unwrap_or_default()]
        };
        Table::new(columns, self.examples.iter().map(row).collect())
    }

    fn table_of_budgets(&self) -> Table {
        let wanted = self.wanted.map(|wanted| format!("For {}", self.noun.counted(wanted)));
        let columns = [
            Column::words("Plan"),
            Column::numbers("Credits"),
            Column::numbers("Extra"),
            Column::numbers("Spent"),
            Column::numbers(self.noun.column()),
            Column::numbers("For each"),
            Column::numbers("Left over").optional(),
            Column::numbers("USD each"),
            Column::words(wanted.unwrap_or_default()),
            Column::numbers("USD a month"),
            Column::words(""),
        ];
        let nonzero = |amount: Credits| if amount.is_zero() { String::new() } else { grouped(amount) };
        let row = |budget: &BudgetInfo| {
            let is_cheapest = self.cheapest_way.as_ref().is_some_and(|way| way.plan == budget.name);
            let usd_each = budget.usd_each.filter(|_| self.shows_usd).map(|each| usd(each.0));
            let usd_a_month = budget.wanted.and_then(|wanted| wanted.usd).map(usd);
            let fits = if budget.unlimited { Some("unlimited".to_owned()) } else { budget.fits.map(grouped) };
            vec![
                budget.name.clone(),
                grouped(budget.credits),
                nonzero(budget.extra),
                nonzero(budget.spent),
                fits.unwrap_or_default(),
                budget.allowed_each.map(grouped).unwrap_or_default(),
                grouped(budget.left),
                usd_each.unwrap_or_default(),
                budget.wanted.map(wanted_in_words).unwrap_or_default(),
                usd_a_month.unwrap_or_default(),
                if is_cheapest { "cheapest".to_owned() } else { String::new() },
            ]
        };
        Table::new(columns, self.budgets.iter().map(row).collect())
    }

    /// Shows how the numbers of the only budget are calculated.
    fn calculation(&self, production: &Production, budget: &BudgetInfo) -> Vec<String> {
        let (left, funds) = (format!("{} left over", credits(budget.left)), funds(budget));
        let funds = if funds.contains(['+', '−']) { format!("({funds})") } else { funds };
        let each = grouped(production.each);
        let count = budget.fits.map(|_| format!("{funds} ÷ {each} = {}, {left}", self.counted(budget)));
        let mut lines: Vec<String> = count.into_iter().collect();
        if let (Some(count), Some(wanted)) = (self.wanted, budget.wanted) {
            lines.push(format!("{} × {each} = {}", grouped(count), credits(wanted.credits)));
        }
        lines.extend(top_up_in_words(budget));
        let usd = self.usd_each();
        lines.extend(Some(format!("Each {} costs {usd}", self.noun.short)).filter(|_| !usd.is_empty()));
        lines
    }

    /// `USD 2.09 with Starter and USD 1.75 with Creator`; nothing where that isn't asked or known.
    fn usd_each(&self) -> String {
        let each = |budget: &BudgetInfo| {
            let amount = usd(budget.usd_each.filter(|_| self.shows_usd)?.0);
            let with = if budget.is_plan() { &budget.name } else { "extra credits" };
            Some(format!("USD {amount} with {with}"))
        };
        list(&self.budgets.iter().filter_map(each).collect::<Vec<_>>())
    }

    /// `Each video costs 7 credits (7 Flux Schnell images at 1 credit each), so 178 videos cost 1,246 credits and leave 4.`
    fn each_sentence(&self, production: &Production) -> String {
        let (one, usd) = (&self.noun.short, self.usd_each());
        let usd = if usd.is_empty() { usd } else { format!(", or {usd}") };
        let lines = if production.is_a_figure() { String::new() } else { format!(" ({})", reply::lines(production)) };
        let cost = format!("Each {one} costs {}{usd}{lines}", credits(production.each));
        match self.budgets.as_slice() {
            [BudgetInfo { fits: Some(fits @ 1..), used, left, .. }] if self.wanted.is_none() => {
                let s = if *fits == 1 { "s" } else { "" };
                let (all, used, left) = (counted(*fits, one), credits(used), grouped(left));
                format!("{cost}, so {all} cost{s} {used} and leave{s} {left}")
            }
            [BudgetInfo { part: Some(part), .. }] if self.wanted.is_none() => format!("{cost}. {part}"),
            _ => cost,
        }
    }
}

impl Example {
    /// `62 images`, `6 Veo 3.1 Fast clips of 4 s`.
    fn quantity(&self, title: &str) -> String {
        let (noun, length) = match (self.line.unit, self.line.clip_seconds) {
            (Unit::Second, Some(each)) => ("clip", format!(" of {}", seconds(each.seconds()))),
            (unit, _) => (unit.noun(), String::new()),
        };
        format!("{}{length}", counted(self.count, &format!("{title}{noun}")))
    }
}

/// `Starter plus 16,450 extra credits, USD 127.70 a month`.
fn way_in_words(way: &CheapestWay) -> String {
    let (bought, price) = (grouped(way.top_up_credits), way.usd.map(usd).unwrap_or_default());
    let extra = if way.top_up_credits.is_zero() { String::new() } else { format!(" plus {bought} extra credits") };
    format!("{}{extra}, USD {price} a month", way.plan)
}

/// Says which extra credits make the wanted number possible, and what they cost.
fn top_up_in_words(budget: &BudgetInfo) -> Option<String> {
    let wanted = budget.wanted.filter(|wanted| !wanted.possible)?;
    let (bought, how, cost) = (grouped(wanted.top_up_credits?), how_bought(&wanted), usd(wanted.top_up_usd?));
    let month = wanted.usd.map(|month| format!(" (USD {} with a month of {})", usd(month), budget.name));
    Some(format!("{bought} extra credits{how} cover the rest for USD {cost}{}", month.unwrap_or_default()))
}

/// `included, 10,300 left over`, `16,450 extra in 2 purchases`, `290 short`.
fn wanted_in_words(wanted: Wanted) -> String {
    let short = grouped(wanted.short);
    match wanted.top_up_credits {
        _ if wanted.possible => format!("included, {} left over", grouped(wanted.left)),
        None => format!("{short} short"),
        Some(_) => format!("{short} extra{}", how_bought(&wanted)),
    }
}

/// ` in 2 purchases`, ` (the smallest purchase is 1,000)`; nothing for one purchase of just what is missing.
fn how_bought(wanted: &Wanted) -> String {
    match wanted.top_up_credits {
        Some(_) if wanted.purchases > 1 => format!(" in {} purchases", grouped(wanted.purchases)),
        Some(bought) if bought > wanted.short.rounded_up() => {
            format!(" (the smallest purchase is {})", grouped(bought))
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
    let more = |sign: &str, amount: Credits, what: &str| {
        if amount.is_zero() { String::new() } else { format!(" {sign} {} {what}", grouped(amount)) }
    };
    let period = if budget.period == Some("a month") { " a month" } else { "" };
    let (extra, spent) = (more("+", budget.extra, "extra"), more("−", budget.spent, "spent"));
    format!("{}{period}{extra}{spent}", credits(budget.credits))
}

/// `With the Starter plan (1,250 credits a month)`, `With 1,000 credits`.
pub fn with(budget: &BudgetInfo) -> String {
    let funds = funds(budget);
    if budget.is_plan() { format!("With the {} plan ({funds})", budget.name) } else { format!("With {funds}") }
}
