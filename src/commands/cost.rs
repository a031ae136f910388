//! `credits cost`: what does this production cost?

use rust_decimal::Decimal;
use serde::Serialize;

use super::items::TypedItems;
use super::report::{
    AssumptionReport, EXTRA_CREDITS, Exact, LineReport, TableReport, no_usd, production, remarks, six_decimals,
    table_line,
};
use super::{Asked, refusal, reply};
use crate::cli::Cost;
use crate::credits::Credits;
use crate::estimate::{Estimate, estimate, notes_in_words};
use crate::item::Item;
use crate::output::{Answer, Block, Cell, Column, Grid, Json, Verdict};
use crate::price::{Audio, Unit};
use crate::table::{PriceTable, TopUp};
use crate::words;

/// The schema of the document.
const SCHEMA: &str = "credits.cost/1";

#[derive(Serialize)]
struct CostReport {
    schema: &'static str,
    table: TableReport,
    count: u64,
    credits: Credits,
    credits_each: Credits,
    retakes: Exact,
    lines: Vec<LineReport>,
    usd: Option<Exact>,
    max: Option<Credits>,
    over_max_by: Option<Credits>,
    assumptions: Vec<AssumptionReport>,
    notes: Vec<String>,
}

pub(super) fn answer(asked: &Asked<'_>, cost: &Cost) -> anyhow::Result<Answer> {
    let typed = TypedItems::read(asked, &cost.items)?;
    let terms = cost.production.terms(asked.strict);
    let items = Item::parse_all(typed.texts(), asked.table);
    let estimate = estimate(asked.table, items, terms, cost.bill.count)
        .map_err(|faults| refusal::items(asked, &typed, &faults))?;
    Ok(page(asked.table, &estimate, cost))
}

fn page(table: &PriceTable, estimate: &Estimate<'_>, cost: &Cost) -> Answer {
    let gate = Gate::of(estimate, cost.bill.max);
    let usd = usd(table, estimate);
    let no_usd = (cost.bill.usd && usd.is_none()).then(|| no_usd(&[EXTRA_CREDITS]));
    let report = CostReport {
        schema: SCHEMA,
        table: TableReport::of(table),
        count: estimate.count,
        credits: estimate.total,
        credits_each: estimate.each,
        retakes: Exact(estimate.retakes.factor()),
        lines: LineReport::all(estimate),
        usd: usd.map(six_decimals),
        max: gate.max,
        over_max_by: gate.over,
        assumptions: AssumptionReport::all(estimate),
        notes: notes_in_words(&estimate.notes).into_iter().chain(no_usd.clone()).collect(),
    };
    let mut sentences = vec![reply::takes(estimate)];
    sentences.extend(reply::in_usd(usd.filter(|_| cost.bill.usd)).and_then(|usd| reply::sentence_of(&[usd])));
    Answer {
        headline: headline(estimate),
        blocks: blocks(table, estimate, cost.bill.usd),
        table: table_line(table),
        json: Json::of(report),
        reply: Some(reply::ended(sentences, [estimate], &[], table)),
        notes: remarks(estimate).into_iter().chain(no_usd).collect(),
        notes_on_lines: Vec::new(),
        notes_on_rows: Vec::new(),
        number: Some(estimate.total.to_string()),
        verdict: gate.verdict(estimate),
    }
}

/// What the productions cost in USD, at the rate of extra credits.
pub(super) fn usd(table: &PriceTable, estimate: &Estimate<'_>) -> Option<Decimal> {
    table.top_up.as_ref()?.usd(estimate.total)
}

/// The lines of a production, and what they cost in USD where that is asked.
pub(super) fn blocks(table: &PriceTable, estimate: &Estimate<'_>, in_usd: bool) -> Vec<Block> {
    let mut grid = production(estimate, "Total");
    let mut line = None;
    if in_usd {
        with_usd(&mut grid, estimate, table.top_up.as_ref());
    }
    if let (true, Some(top_up), Some(usd)) = (in_usd, &table.top_up, usd(table, estimate)) {
        let rate = words::usd(top_up.usd_per_1000);
        line = Some(format!("USD {} at the rate of extra credits, {rate} per 1,000", words::usd(usd)));
    }
    let line = line.map(|line| Block::Lines(vec![line]));
    [Block::Grid(grid)].into_iter().chain(line).collect()
}

/// A limit, and by how much it is passed.
pub(super) struct Gate {
    pub(super) max: Option<Credits>,
    pub(super) over: Option<Credits>,
}

impl Gate {
    pub(super) fn of(estimate: &Estimate<'_>, max: Option<Credits>) -> Gate {
        let over = max.map(|max| estimate.total.minus(max)).filter(|over| !over.is_zero());
        Gate { max, over }
    }

    /// No, where the limit is passed, and what stays under it.
    pub(super) fn verdict(&self, estimate: &Estimate<'_>) -> Verdict {
        match (self.max, self.over) {
            (Some(max), Some(over)) => Verdict::No(over_the_limit(estimate, max, over)),
            _ => Verdict::Yes,
        }
    }
}

/// Adds what each line costs in USD, for programs.
fn with_usd(grid: &mut Grid, estimate: &Estimate<'_>, top_up: Option<&TopUp>) {
    grid.columns.push(Column::number("usd", "").for_programs());
    for (row, line) in grid.rows.iter_mut().zip(&estimate.lines) {
        row.push(top_up.and_then(|top_up| top_up.usd(line.credits)).map_or_else(Cell::none, Cell::usd));
    }
}

/// What it costs, and of how many.
pub(super) fn headline(estimate: &Estimate<'_>) -> String {
    let total = words::credits(estimate.total);
    match estimate.count {
        _ if estimate.total.is_zero() => format!("{total}: this is free"),
        1 => total,
        count => {
            let count = words::grouped_count(u128::from(count));
            format!("{total} for {count} of these, {} each", words::grouped(estimate.each))
        }
    }
}

/// By how much it is over the limit, and what stays under it.
fn over_the_limit(estimate: &Estimate<'_>, max: Credits, over: Credits) -> String {
    let [limit, over] = [max, over].map(words::grouped);
    let total = words::credits(estimate.total);
    let under = what_stays_under(estimate, max).map_or_else(String::new, |under| format!("; {under}"));
    format!("over the limit: {total}, limit {limit}, over by {over}{under}")
}

/// How many stay under the limit, or whether it is kept with the other choice of audio.
fn what_stays_under(estimate: &Estimate<'_>, max: Credits) -> Option<String> {
    let these = |count: u128| match count {
        0 => "none of these".to_owned(),
        count => format!("{} of these", words::grouped_count(count)),
    };
    if estimate.count > 1 {
        let count = max.holds(estimate.each)?;
        return Some(stay_under(count, these(count)));
    }
    for audio in [Audio::With, Audio::Without] {
        if let Some(other) = estimate.with_other_audio(audio).filter(|other| *other <= max) {
            return Some(format!("with the other choice of audio it is {}", words::grouped(other)));
        }
    }
    // A recipe so many times, or as much for each of so many.
    let times = estimate.lines.first()?.times;
    if times > 1 && estimate.lines.iter().all(|line| line.times == times) {
        let count = max.times(Decimal::from(times)).ok()?.holds(estimate.each)?;
        return Some(stay_under(count, these(count)));
    }
    let [line] = estimate.lines.as_slice() else { return None };
    let one = line.rate.times(estimate.retakes.factor()).ok()?;
    match (line.unit, line.clips, line.clip_length) {
        (Unit::Credit, ..) => None,
        (Unit::Second, Some(_), Some(length)) => {
            let count = max.holds(one.times(length.seconds()).ok()?)?;
            Some(stay_under(count, format!("{} of {length}", words::counted(count, "clip"))))
        }
        (unit, ..) => {
            let count = max.holds(one)?;
            Some(stay_under(count, words::counted(count, unit.word())))
        }
    }
}

/// `3 images stay under it`, `1 clip stays under it`.
fn stay_under(count: u128, counted: String) -> String {
    let stay = if count == 1 { "stays" } else { "stay" };
    format!("{counted} {stay} under it")
}
