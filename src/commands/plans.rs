//! `credits plans`: the plans, what they cost, and what extra credits cost.

use serde::Serialize;

use super::report::{Exact, TableReport, six_decimals, sources, table_line};
use super::{Asked, reply};
use crate::credits::Credits;
use crate::estimate::{Note, notes_in_words};
use crate::output::{Answer, Block, Cell, Column, Grid, Json, Verdict};
use crate::table::{Plan, PriceTable, TopUp};
use crate::words::{self, fixed, grouped, grouped_count, usd};

#[derive(Serialize)]
struct PlansReport {
    schema: &'static str,
    table: TableReport,
    plans: Vec<PlanReport>,
    top_up: Option<TopUpReport>,
    assumptions: [(); 0],
    notes: Vec<String>,
}

#[derive(Serialize)]
struct PlanReport {
    name: String,
    credits: Credits,
    usd_per_month: Option<Exact>,
    usd_per_credit: Option<Exact>,
    once: bool,
    source: Option<String>,
    checked: Option<String>,
}

#[derive(Serialize)]
struct TopUpReport {
    usd_per_1000: Exact,
    usd_per_credit: Option<Exact>,
    min: u64,
    max: u64,
    source: Option<String>,
    checked: Option<String>,
}

pub(super) fn answer(asked: &Asked<'_>) -> Answer {
    let table = asked.table;
    let notes = table.plans.iter().filter_map(|plan| Note::of_row(&plan.name, &plan.provenance));
    let notes = notes.chain(table.top_up.iter().filter_map(|top_up| Note::of_row("extra credits", &top_up.provenance)));
    let notes = notes_in_words(&notes.collect::<Vec<_>>());
    let report = PlansReport {
        schema: "credits.plans/1",
        table: TableReport::of(table),
        plans: table.plans.iter().map(PlanReport::of).collect(),
        top_up: table.top_up.as_ref().map(TopUpReport::of),
        assumptions: [],
        notes: notes.clone(),
    };
    let mut blocks = vec![Block::Grid(grid(table))];
    let source = source(&report);
    let lines: Vec<String> = table.top_up.iter().map(in_words).chain(source.clone()).collect();
    if !lines.is_empty() {
        blocks.push(Block::Lines(lines));
    }
    Answer {
        headline: headline(table),
        blocks,
        table: table_line(table),
        json: Json::of(report),
        reply: Some(sentences(table, source)),
        notes,
        notes_on_lines: Vec::new(),
        notes_on_rows: Vec::new(),
        number: None,
        verdict: Verdict::Yes,
    }
}

impl PlanReport {
    fn of(plan: &Plan) -> PlanReport {
        PlanReport {
            name: plan.name.clone(),
            credits: plan.credits,
            usd_per_month: plan.usd_per_month.map(Exact),
            usd_per_credit: plan.usd_per_credit().map(six_decimals),
            once: plan.once,
            source: plan.provenance.source.clone(),
            checked: plan.provenance.checked.map(|date| date.to_string()),
        }
    }
}

impl TopUpReport {
    fn of(top_up: &TopUp) -> TopUpReport {
        TopUpReport {
            usd_per_1000: Exact(top_up.usd_per_1000),
            usd_per_credit: top_up.usd(Credits::ONE).map(six_decimals),
            min: top_up.min,
            max: top_up.max,
            source: top_up.provenance.source.clone(),
            checked: top_up.provenance.checked.map(|date| date.to_string()),
        }
    }
}

/// Where the plans' figures come from, where that isn't the price page.
fn source(report: &PlansReport) -> Option<String> {
    let plans = report.plans.iter().map(|plan| (plan.source.as_deref(), plan.checked.as_deref()));
    let top_up = report.top_up.iter().map(|top_up| (top_up.source.as_deref(), top_up.checked.as_deref()));
    sources(plans.chain(top_up))
}

fn headline(table: &PriceTable) -> String {
    let plans: Vec<String> =
        table.monthly_plans().map(|plan| format!("{} {}", plan.name, grouped(plan.credits))).collect();
    match plans.as_slice() {
        [] => words::capital(no_monthly_plans(table)),
        plans => format!("{} credits a month", words::list(plans)),
    }
}

/// `this price table has no plans`, or none by the month.
pub(super) fn no_monthly_plans(table: &PriceTable) -> &'static str {
    if table.plans.is_empty() { "this price table has no plans" } else { "this price table has no monthly plans" }
}

fn grid(table: &PriceTable) -> Grid {
    let columns = vec![
        Column::text("name", "Plan"),
        Column::number("credits", "Credits"),
        Column::number("usd_per_month", "USD a month"),
        Column::number("usd_per_credit", "USD a credit"),
        Column::text("once", ""),
    ];
    let row = |plan: &Plan| {
        vec![
            Cell::text(plan.name.as_str()),
            Cell::credits(plan.credits),
            plan.usd_per_month.map_or_else(Cell::none, |month| Cell::both(usd(month), month.normalize().to_string())),
            plan.usd_per_credit().map_or_else(Cell::none, |credit| {
                let shown = if plan.once { String::new() } else { fixed(credit, 4) };
                Cell::both(shown, words::half_up(credit, 6).normalize().to_string())
            }),
            Cell::both(if plan.once { "once" } else { "" }, plan.once.to_string()),
        ]
    };
    Grid { columns, rows: table.plans.iter().map(row).collect(), totals: Vec::new(), bars: Vec::new() }
}

fn in_words(top_up: &TopUp) -> String {
    let [min, max] = [top_up.min, top_up.max].map(|credits| grouped_count(u128::from(credits)));
    let credit = top_up.usd(Credits::ONE).map_or_else(String::new, |usd| format!(", {} a credit", fixed(usd, 4)));
    format!(
        "Extra credits: USD {} per 1,000{credit}; {min} to {max} a purchase, whole credits",
        usd(top_up.usd_per_1000)
    )
}

fn sentences(table: &PriceTable, source: Option<String>) -> Vec<String> {
    let note = |plan: &Plan| plan.provenance.note.as_ref().map_or_else(String::new, |note| format!(" ({note})"));
    let plan = |plan: &Plan| {
        let price = plan.usd_per_month.map_or_else(String::new, |month| format!(" for USD {}", usd(month)));
        format!("{} has {} a month{price}{}", plan.name, words::credits(plan.credits), note(plan))
    };
    let plans: Vec<String> = table.monthly_plans().map(plan).collect();
    let trials = table.plans.iter().filter(|plan| plan.once);
    let trials: Vec<String> =
        trials.map(|plan| format!("{} has {}, once{}", plan.name, words::credits(plan.credits), note(plan))).collect();
    let mut sentences = vec![match plans.as_slice() {
        [] => "No monthly plans are known.".to_owned(),
        plans => format!("{}.", words::list(plans)),
    }];
    if !trials.is_empty() {
        sentences.push(format!("{}.", words::list(&trials)));
    }
    if let Some(top_up) = &table.top_up {
        let [min, max] = [top_up.min, top_up.max].map(|credits| grouped_count(u128::from(credits)));
        let price = usd(top_up.usd_per_1000);
        sentences.push(format!("Extra credits cost USD {price} per 1,000, from {min} to {max} in one purchase."));
    }
    sentences.extend(source);
    sentences.push(reply::checked(table));
    sentences
}
