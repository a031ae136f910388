//! `fit` without items: how many credits each of a number of videos may cost, and what that buys.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::context::Context;
use super::fit::{BudgetInfo, FitReport, budgets, notes_on_budgets, refuse_several_numbers};
use super::fit_view::{on, with};
use super::reply;
use super::report::TableInfo;
use crate::cli;
use crate::error::Failure;
use crate::format::{credits, grouped, list, seconds};
use crate::output::view::{Block, Column, Table, View};
use crate::pricing::budget::Budget;
use crate::pricing::estimate::Terms;
use crate::pricing::noun::Noun;
use crate::table::schema::Model;
use crate::values::credits::{Credits, Exact, LimitExceeded};
use crate::values::price::{Choice, Unit};

/// The most examples for a unit of price.
const EXAMPLES: usize = 3;

/// Something that the credits for each buy.
#[derive(Debug, Clone)]
pub struct Example {
    count: u128,
    name: String,
    title: String,
    rate: String,
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
    refuse_several_numbers(context, &budgets)?;
    let terms = args.production.terms(context.global.strict);
    let count = args.want.unwrap_or(1);
    let infos: Vec<BudgetInfo> = budgets.iter().map(|budget| divided(budget, count)).collect::<Result<_, _>>()?;
    let examples = match budgets.as_slice() {
        [budget] => examples(context, budget.available()?, count, terms),
        _ => Vec::new(),
    };
    let budget_notes = notes_on_budgets(&budgets);
    let no_usd = args.usd.then(|| "--usd has no effect without items".to_owned());
    let noun = args.noun.clone().map_or(Noun::Video, Noun::Custom);
    Ok(FitReport {
        schema: "credits.fit/1",
        table: TableInfo::in_force(context),
        noun_name: noun.name().to_owned(),
        credits_each: None,
        retakes: Exact(terms.retakes.factor()),
        lines: Vec::new(),
        wanted: args.want,
        wanted_possible: None,
        smallest_plan: None,
        cheapest_way: None,
        credits_allowed_each: infos.first().filter(|_| infos.len() == 1).and_then(|info| info.allowed_each),
        assumptions: Vec::new(),
        notes: budget_notes.iter().cloned().chain(no_usd).collect(),
        budgets: infos,
        noun,
        production: None,
        is_named: args.budgets.are_given(),
        shows_usd: false,
        examples,
        budget_notes,
    })
}

/// Divides a budget into whole credits for each.
fn divided(budget: &Budget<'_>, count: u64) -> Result<BudgetInfo, LimitExceeded> {
    let available = budget.available()?;
    let parts = Decimal::from(count);
    let each = available.holds(Credits::ONE.times(parts)?).unwrap_or_default();
    let each = Credits::try_from(each)?;
    let used = each.times(parts)?;
    Ok(BudgetInfo { used, left: available.minus(used), allowed_each: Some(each), ..BudgetInfo::without_count(budget) })
}

/// Finds what a share of the credits buys: for each unit the cheapest few rows of different prices that are still
/// available.
fn examples(context: &Context<'_>, available: Credits, count: u64, terms: Terms) -> Vec<Example> {
    let mut of_unit: BTreeMap<&str, Vec<(Credits, Example)>> = BTreeMap::new();
    let mut units: Vec<&str> = Vec::new();
    for model in context.table.models.iter().filter(|model| model.retired.is_none()) {
        let Some((price, name, title, rate)) = one_of(model, terms) else { continue };
        // A share isn't rounded: half a credit buys images that cost less.
        let share = price.times(terms.retakes.factor()).and_then(|price| price.times(Decimal::from(count)));
        let Some(count @ 1..) = share.ok().and_then(|price| available.holds(price)) else { continue };
        let unit = model.price.unit.noun();
        if !units.contains(&unit) {
            units.push(unit);
        }
        of_unit.entry(unit).or_default().push((price, Example { count, name, title, rate }));
    }
    let mut examples = Vec::new();
    for unit in units {
        let mut offers = of_unit.remove(unit).unwrap_or_default();
        offers.sort_by_key(|(price, _)| *price);
        offers.dedup_by_key(|(price, _)| *price);
        examples.extend(offers.into_iter().take(EXAMPLES).map(|(_, example)| example));
    }
    examples
}

/// Returns the price of one of a model, its name and title with what one is, and its rate in words.
fn one_of(model: &Model, terms: Terms) -> Option<(Credits, String, String, String)> {
    let Choice { rate, option, .. } = model.price.choose(&[], terms.audio).ok()?;
    let option = option.map(|option| format!(", {}", option.in_words())).unwrap_or_default();
    match (model.price.unit, model.seconds_offered.first()) {
        // A clip can't be shorter than the shortest that is offered.
        (Unit::Second, Some(shortest)) => {
            let price = rate.times(shortest.seconds()).ok()?;
            let clip = format!("of {}{option}", seconds(shortest.seconds()));
            let names = [format!("{} {clip}", model.name), format!("{} clip {clip}", model.title())];
            let [name, title] = names;
            Some((price, name, title, format!("{} a clip", grouped(price))))
        }
        (unit, _) => {
            let title = format!("{} {}{option}", model.title(), unit.noun());
            Some((rate, format!("{}{option}", model.name), title, format!("{} {}", grouped(rate), unit.per())))
        }
    }
}

/// `each of 20 videos`, `one video`.
fn each_of(report: &FitReport) -> String {
    match report.wanted.unwrap_or(1) {
        1 => format!("one {}", report.noun.short()),
        count => format!("each of {}", report.noun.counted(count)),
    }
}

/// Returns the answer in words.
pub fn view(report: &FitReport) -> View {
    let each_of = each_of(report);
    let mut blocks = Vec::new();
    let headline = match report.budgets.as_slice() {
        [budget] => {
            let allowed = budget.allowed_each.unwrap_or_default();
            let on = if budget.is_plan() { format!(" {}", on(budget)) } else { String::new() };
            if !report.examples.is_empty() {
                let buys = if allowed == Credits::ONE { "buys" } else { "buy" };
                let title =
                    if allowed.is_zero() { "That buys".to_owned() } else { format!("{} {buys}", credits(allowed)) };
                let retakes = if report.retakes.0 == Decimal::ONE { "" } else { ", with retakes" };
                blocks.push(Block::Lines(vec![format!("{title}, for example{retakes}")]));
                blocks.push(Block::Table(examples_table(&report.examples)));
            }
            if allowed.is_zero() {
                format!("Less than 1 credit for {each_of}{on}")
            } else {
                format!("Up to {} for {each_of}{on}, {} left over", credits(allowed), grouped(budget.left))
            }
        }
        budgets => {
            blocks.push(Block::Table(budgets_table(budgets)));
            let part =
                |budget: &BudgetInfo| format!("{} {}", grouped(budget.allowed_each.unwrap_or_default()), on(budget));
            format!("Credits for {each_of}: up to {}", list(&budgets.iter().map(part).collect::<Vec<_>>()))
        }
    };
    let notes = report.notes.iter().chain(&report.table.note).cloned().collect();
    View { headline, blocks, footer: report.table.footer(), notes }
}

fn examples_table(examples: &[Example]) -> Table {
    let counts: Vec<String> = examples.iter().map(|example| grouped(example.count)).collect();
    let width = counts.iter().map(String::len).max().unwrap_or_default();
    let row = |(example, count): (&Example, &String)| {
        vec![format!("{count:>width$} × {}", example.name), example.rate.clone()]
    };
    Table::new([Column::words(""), Column::words("")], examples.iter().zip(&counts).map(row).collect())
}

fn budgets_table(budgets: &[BudgetInfo]) -> Table {
    let columns = ["Credits", "Extra", "Spent", "For each", "Left over"].map(Column::numbers);
    let nonzero = |amount: Credits| if amount.is_zero() { String::new() } else { grouped(amount) };
    let row = |budget: &BudgetInfo| {
        let allowed = budget.allowed_each.unwrap_or_default();
        let numbers = [
            grouped(budget.credits),
            nonzero(budget.extra),
            nonzero(budget.spent),
            grouped(allowed),
            grouped(budget.left),
        ];
        [budget.name.clone()].into_iter().chain(numbers).collect()
    };
    let columns: Vec<Column> = [Column::words("Plan")].into_iter().chain(columns).collect();
    Table::new(columns, budgets.iter().map(row).collect())
}

/// Returns the sentences for a customer.
pub fn reply(report: &FitReport) -> Vec<String> {
    let each_of = each_of(report);
    let bought: Vec<String> =
        report.examples.iter().map(|example| crate::format::counted(example.count, &example.title)).collect();
    let bought = crate::format::choice(&bought);
    let mut sentences = match report.budgets.as_slice() {
        [budget] if report.wanted.is_none() => match bought.as_str() {
            "" => vec![format!("{} you can't make any image or clip.", with(budget))],
            bought => vec![format!("{} you can make, for example, {bought}.", with(budget))],
        },
        [budget] if budget.allowed_each == Some(Credits::ZERO) => {
            vec![format!("{} there is less than 1 credit for {each_of}.", with(budget))]
        }
        [budget] => {
            let allowed = credits(budget.allowed_each.unwrap_or_default());
            let left = grouped(budget.left);
            vec![format!("{} {each_of} can cost up to {allowed}, which leaves {left}.", with(budget))]
        }
        budgets => {
            let part = |budget: &BudgetInfo| {
                format!("{} with {}", credits(budget.allowed_each.unwrap_or_default()), budget.name)
            };
            let parts: Vec<String> = budgets.iter().map(part).collect();
            vec![format!("{} can cost up to {}.", crate::format::capitalized(&each_of), list(&parts))]
        }
    };
    if report.wanted.is_some() && !bought.is_empty() {
        sentences.push(format!("That buys, for example, {bought}."));
    }
    reply::ended(sentences, &[], &report.budget_notes, &report.table)
}
