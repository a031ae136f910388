//! `credits cost`: what does this production cost?

use serde::Serialize;

use super::report::{AssumptionReport, Exact, LineReport, TableReport, production, remarks, six_decimals, table_line};
use super::{Asked, refusal};
use crate::cli::Cost;
use crate::credits::Credits;
use crate::estimate::{Estimate, estimate, notes_in_words};
use crate::item::Item;
use crate::output::{Answer, Block, Json};
use crate::table::PriceTable;
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
    let texts: Vec<&str> = cost.items.iter().map(String::as_str).collect();
    let terms = cost.production.terms(asked.strict);
    let items = texts.iter().map(|text| Item::parse(text, asked.table));
    let estimate = estimate(asked.table, items, terms, cost.count)
        .map_err(|faults| refusal::items(asked, &texts, &faults, terms))?;
    Ok(page(asked.table, &estimate))
}

fn page(table: &PriceTable, estimate: &Estimate<'_>) -> Answer {
    let report = CostReport {
        schema: SCHEMA,
        table: TableReport::of(table),
        count: estimate.count,
        credits: estimate.total,
        credits_each: estimate.each,
        retakes: Exact(estimate.retakes.factor()),
        lines: LineReport::all(estimate),
        usd: table.top_up.as_ref().and_then(|top_up| top_up.usd(estimate.total)).map(six_decimals),
        max: None,
        over_max_by: None,
        assumptions: AssumptionReport::all(estimate),
        notes: notes_in_words(&estimate.notes),
    };
    Answer {
        headline: headline(estimate),
        blocks: vec![Block::Grid(production(estimate, "Total"))],
        table: table_line(table),
        json: Json::of(report),
        notes: remarks(estimate),
        number: Some(estimate.total.to_string()),
        no: None,
    }
}

fn headline(estimate: &Estimate<'_>) -> String {
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
