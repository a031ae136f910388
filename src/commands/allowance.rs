//! `fit` without items: how many credits each of a number of videos may cost, and what that buys.

use rust_decimal::Decimal;

use super::context::Context;
use super::fit::{BudgetInfo, FitReport, budgets};
use super::fit_view::{on, with};
use super::reply;
use super::report::Line;
use crate::cli;
use crate::error::Failure;
use crate::format::{capitalized, choice, counted, credits, grouped, list, seconds};
use crate::output::view::{Block, Column, Table};
use crate::pricing::budget::Budget;
use crate::pricing::estimate::{Terms, estimate};
use crate::pricing::item::{Content, Item, ModelPart, Part};
use crate::pricing::noun::Noun;
use crate::values::credits::{Credits, LimitExceeded};
use crate::values::price::Unit;
use crate::values::quantity::Quantity;

/// The most examples for a unit of price.
const EXAMPLES: usize = 3;

/// Something that the credits for each buy.
#[derive(Debug, Clone)]
pub struct Example {
    count: u128,
    /// One image, clip or second.
    line: Line,
}

/// Divides the budgets.
///
/// # Errors
/// Where neither a number nor a budget was given, or a plan doesn't exist.
pub fn report(context: &Context<'_>, args: &cli::Fit) -> anyhow::Result<FitReport> {
    if args.want.is_none() && !args.budgets.are_given() {
        let message = "no items: write what one video needs, such as `nano-banana=6`, or how many you want with --want";
        return Err(Failure::usage(message).with_help("credits fit --help").into());
    }
    let budgets = budgets(context, args)?;
    let count = args.want.unwrap_or(1);
    let infos: Vec<BudgetInfo> = budgets.iter().map(|budget| divided(budget, count)).collect::<Result<_, _>>()?;
    let (allowed, examples) = match (infos.as_slice(), budgets.as_slice()) {
        ([info], [budget]) => {
            (info.allowed_each, examples(context, budget.available()?, count, args.production.terms(false)))
        }
        _ => (None, Vec::new()),
    };
    let report = FitReport::new(context, args, Noun::Video, &budgets, infos)?;
    Ok(FitReport { credits_allowed_each: allowed, examples, ..report })
}

/// Divides a budget into whole credits for each.
fn divided(budget: &Budget<'_>, count: u64) -> Result<BudgetInfo, LimitExceeded> {
    let available = budget.available()?;
    let parts = Decimal::from(count);
    let each = Credits::try_from(available.holds(Credits::ONE.times(parts)?).unwrap_or_default())?;
    let used = each.times(parts)?;
    Ok(BudgetInfo { used, left: available.minus(used), allowed_each: Some(each), ..BudgetInfo::without_count(budget) })
}

/// Finds what a share of the credits buys: for each unit the cheapest few rows of different prices that are still
/// available. The share isn't rounded: half a credit buys images that cost less.
fn examples(context: &Context<'_>, available: Credits, count: u64, terms: Terms) -> Vec<Example> {
    let models = &context.table.models;
    let terms = Terms { default_second: true, ..terms };
    let mut offers: Vec<(Option<usize>, Credits, Example)> = Vec::new();
    for model in models.iter().filter(|model| model.retired.is_none()) {
        // A clip can't be shorter than the shortest that is offered.
        let shortest = model.seconds_offered.first().filter(|_| model.price.unit == Unit::Second);
        let quantity = shortest.map(|each| Quantity::Clips { count: 1, each: *each });
        let part = ModelPart { model, quantity, options: Vec::new() };
        let item = Item { text: &model.name, content: Content::Part(Part::Model(part)) };
        let Ok(priced) = estimate(&context.table, [Ok(item)], terms, count) else { continue };
        if let (Some(count @ 1..), Some(line)) = (available.holds(priced.total), Line::all(&priced).pop()) {
            let unit = models.iter().position(|other| other.price.unit == model.price.unit);
            offers.push((unit, priced.total, Example { count, line }));
        }
    }
    offers.sort_by_key(|(unit, price, _)| (*unit, *price));
    offers.dedup_by_key(|(unit, price, _)| (*unit, *price));
    let of_units = offers.chunk_by(|(unit, ..), (other, ..)| unit == other);
    of_units.flat_map(|offers| offers.iter().take(EXAMPLES)).map(|(.., example)| example.clone()).collect()
}

impl Example {
    /// Returns what is counted, and how long one of a length is: ` of 4 s`.
    fn unit(&self) -> (Unit, String) {
        match (self.line.unit, self.line.clip_seconds) {
            (Unit::Second, Some(each)) => (Unit::Clip, format!(" of {}", seconds(each.seconds()))),
            (unit, _) => (unit, String::new()),
        }
    }

    /// `62 Flux Schnell images`.
    fn for_customers(&self) -> String {
        let (unit, length) = self.unit();
        let option = self.line.option_words.as_ref().map_or_else(String::new, |option| format!(", {option}"));
        format!("{}{length}{option}", counted(self.count, &format!("{} {}", self.line.title, unit.noun())))
    }

    fn row(&self) -> Vec<String> {
        let (unit, length) = self.unit();
        let price = format!("{} {}{length}", grouped(self.line.credits), unit.per());
        let option = self.line.option_words.clone().unwrap_or_default();
        vec![format!("{} ×", grouped(self.count)), self.line.name.clone(), price, option]
    }
}

/// `each of 20 videos`, `one video`.
fn each_of(report: &FitReport) -> String {
    match report.wanted.unwrap_or(1) {
        1 => format!("one {}", report.noun.short()),
        count => format!("each of {}", report.noun.counted(count)),
    }
}

/// Returns line 1.
pub fn headline(report: &FitReport) -> String {
    let each_of = each_of(report);
    match report.budgets.as_slice() {
        [budget] => {
            let on = if budget.is_plan() { format!(" {}", on(budget)) } else { String::new() };
            match budget.allowed_each.filter(|allowed| !allowed.is_zero()) {
                Some(each) => format!("Up to {} for {each_of}{on}, {} left over", credits(each), grouped(budget.left)),
                None => format!("Less than 1 credit for {each_of}{on}"),
            }
        }
        budgets => format!("Credits for {each_of}: up to {}", shares(budgets, on)),
    }
}

/// `62 on Starter and 250 on Creator`.
fn shares(budgets: &[BudgetInfo], on: fn(&BudgetInfo) -> String) -> String {
    let share = |budget: &BudgetInfo| format!("{} {}", grouped(budget.allowed_each.unwrap_or_default()), on(budget));
    list(&budgets.iter().map(share).collect::<Vec<_>>())
}

/// Returns what the share of the only budget buys.
pub fn blocks(report: &FitReport) -> Vec<Block> {
    if report.examples.is_empty() {
        return Vec::new();
    }
    let retakes = if report.retakes.0 == Decimal::ONE { "" } else { ", with retakes" };
    let columns = [Column::numbers(""), Column::words(""), Column::words(""), Column::words("")];
    vec![
        Block::Lines(vec![format!("That buys, for example{retakes}:")]),
        Block::Table(Table::new(columns, report.examples.iter().map(Example::row).collect())),
    ]
}

/// Returns the sentences for a customer.
pub fn reply(report: &FitReport) -> Vec<String> {
    let each_of = each_of(report);
    let bought = choice(&report.examples.iter().map(Example::for_customers).collect::<Vec<_>>());
    let sentence = match report.budgets.as_slice() {
        [budget] if bought.is_empty() => format!("{} you can't make any image or clip for {each_of}.", with(budget)),
        [budget] if report.wanted.is_none() => format!("{} you can make, for example, {bought}.", with(budget)),
        [budget] => {
            let allowed = credits(budget.allowed_each.unwrap_or_default());
            let (with, left) = (with(budget), grouped(budget.left));
            format!("{with} {each_of} can cost up to {allowed}, which leaves {left}. That buys, for example, {bought}.")
        }
        budgets => {
            let shares = shares(budgets, |budget| format!("credits with {}", budget.name));
            format!("{} can cost up to {shares}.", capitalized(&each_of))
        }
    };
    reply::ended(vec![sentence], &[], &report.budget_notes, &report.table)
}
