//! `credits plans`: the plans, and what extra credits cost.

use serde::Serialize;

use super::context::Context;
use super::report::{TableInfo, six_decimals};
use crate::format::{counted, credits, fixed, grouped, list, usd};
use crate::output::view::{Block, Column, Table, View};
use crate::output::{self, Report};
use crate::pricing::estimate::Note;
use crate::table::PriceTable;
use crate::table::schema::{Plan, TopUp};
use crate::values::credits::{Credits, Exact};
use crate::values::day::Day;

/// The most plans that a sentence lists.
const MAX_LISTED: usize = 6;

/// The answer of `plans`.
#[derive(Serialize)]
struct PlansReport {
    schema: &'static str,
    table: TableInfo,
    plans: Vec<ListedPlan>,
    top_up: Option<ListedTopUp>,
    assumptions: [(); 0],
    notes: Vec<String>,
}

#[derive(Clone, Default, Serialize)]
struct ListedPlan {
    #[serde(flatten)]
    plan: Plan,
    usd_per_credit: Option<Exact>,
}

#[derive(Serialize)]
struct ListedTopUp {
    #[serde(flatten)]
    top_up: TopUp,
    usd_per_credit: Option<Exact>,
}

/// Answers `plans`.
///
/// # Errors
/// Where the answer can't be written.
pub fn run(context: &Context<'_>) -> anyhow::Result<u8> {
    output::write(&report(context), context.global)
}

fn report(context: &Context<'_>) -> PlansReport {
    let PriceTable { plans, top_up, .. } = &context.table;
    let notes = plans.iter().map(|plan| (plan.name.as_str(), plan.note.as_deref()));
    let notes = notes.chain(top_up.iter().map(|top_up| (super::report::EXTRA_CREDITS, top_up.note.as_deref())));
    let notes =
        notes.filter_map(|(name, note)| Some(Note::Row { name, note: note?, is_for_customers: true }.to_string()));
    PlansReport {
        schema: "credits.plans/1",
        table: TableInfo::in_force(context),
        plans: plans.iter().map(ListedPlan::of).collect(),
        top_up: top_up.as_ref().map(|top_up| ListedTopUp {
            top_up: top_up.clone(),
            usd_per_credit: top_up.usd(Credits::ONE).map(six_decimals),
        }),
        assumptions: [],
        notes: notes.collect(),
    }
}

impl ListedPlan {
    fn of(plan: &Plan) -> ListedPlan {
        ListedPlan { plan: plan.clone(), usd_per_credit: plan.usd_per_credit().map(six_decimals) }
    }

    fn row(&self) -> Vec<String> {
        let plan = &self.plan;
        let each = plan.usd_per_credit().filter(|each| !each.is_zero());
        vec![
            plan.name.clone(),
            grouped(plan.credits),
            plan.usd().map_or_else(String::new, usd),
            plan.period().to_owned(),
            each.map_or_else(String::new, |each| fixed(each, 4)),
        ]
    }

    /// Describes the plan for a customer: `Starter has 1,250 credits for USD 29.00 a month`.
    fn in_words(&self) -> String {
        let plan = &self.plan;
        let period = if plan.once { ", once" } else { " a month" };
        let terms = match plan.usd() {
            Some(price) if price.is_zero() => format!("{period}, for free"),
            Some(price) => format!(" for USD {}{period}", usd(price)),
            None => period.to_owned(),
        };
        let note = plan.note.as_ref().map_or_else(String::new, |note| format!(" ({})", note.trim_end_matches('.')));
        format!("{} has {}{terms}{note}", plan.name, credits(plan.credits))
    }
}

impl PlansReport {
    fn with_period(&self, once: bool) -> Vec<&ListedPlan> {
        self.plans.iter().filter(|listed| listed.plan.once == once).collect()
    }

    fn headline(&self) -> String {
        let (monthly, once) = (self.with_period(false), self.with_period(true).len());
        match monthly.as_slice() {
            [] if once == 0 => "This price table has no plans".to_owned(),
            [] => format!("No monthly plans, {} given or sold once", counted(once, "plan")),
            plans if plans.len() <= MAX_LISTED => {
                let plan = |ListedPlan { plan, .. }: &&ListedPlan| format!("{} {}", plan.name, grouped(plan.credits));
                format!("{} credits a month", list(&plans.iter().map(plan).collect::<Vec<_>>()))
            }
            plans => range(plans),
        }
    }

    /// Describes what extra credits cost, and how many can be bought at once.
    fn top_up_in_words(&self) -> Option<String> {
        let TopUp { usd_per_1000, min, max, .. } = self.top_up.as_ref().map(|listed| &listed.top_up)?;
        let (price, min, max) = (usd(usd_per_1000.0), grouped(min.0), grouped(max.0));
        Some(format!("Extra credits cost USD {price} per 1,000; one purchase is {min} to {max} credits"))
    }

    /// Lists the sources of the figures that aren't the table's, each once.
    fn sources(&self) -> Vec<String> {
        let plans = self.plans.iter().map(|listed| (&listed.plan.source, listed.plan.checked));
        let top_up = self.top_up.iter().map(|listed| (&listed.top_up.source, listed.top_up.checked));
        let mut sources: Vec<(&str, Option<Day>)> = Vec::new();
        for (source, checked) in plans.chain(top_up) {
            let source = source.as_deref().map(|source| (source, checked));
            sources.extend(source.filter(|source| !sources.contains(source)));
        }
        let in_words = |(source, checked): (&str, Option<Day>)| match checked {
            Some(day) => format!("Source: {source} (checked {day})"),
            None => format!("Source: {source}"),
        };
        sources.into_iter().map(in_words).collect()
    }
}

/// Describes many plans by the smallest and the largest.
fn range(plans: &[&ListedPlan]) -> String {
    let credits = || plans.iter().map(|listed| listed.plan.credits);
    let (fewest, most) = (credits().min().unwrap_or_default(), credits().max().unwrap_or_default());
    format!("{} with {} to {} credits a month", counted(plans.len(), "plan"), grouped(fewest), grouped(most))
}

impl Report for PlansReport {
    type Row = ListedPlan;

    fn rows(&self) -> Vec<ListedPlan> {
        self.plans.clone()
    }

    fn sample_row(&self) -> ListedPlan {
        ListedPlan::default()
    }

    fn view(&self) -> View {
        let columns = [
            Column::words("Plan"),
            Column::numbers("Credits"),
            Column::numbers("USD"),
            Column::words(""),
            Column::numbers("USD a credit"),
        ];
        let table = Table::new(columns, self.plans.iter().map(ListedPlan::row).collect());
        let each = self.top_up.as_ref().and_then(|listed| listed.top_up.usd(Credits::ONE));
        let each = each.map_or_else(String::new, |each| format!(" (USD {} a credit)", fixed(each, 4)));
        let top_up = self.top_up_in_words().map(|words| words.replacen(';', &format!("{each};"), 1));
        View {
            headline: self.headline(),
            blocks: vec![Block::Table(table), Block::Lines(top_up.into_iter().chain(self.sources()).collect())],
            footer: self.table.footer(),
            notes: self.notes.iter().chain(&self.table.note).cloned().collect(),
        }
    }

    fn reply(&self) -> Vec<String> {
        let sentence = |plans: Vec<&ListedPlan>| match plans.len() {
            0 => None,
            count if count > MAX_LISTED => Some(format!("There are {}.", range(&plans))),
            _ => Some(format!("{}.", list(&plans.iter().map(|listed| listed.in_words()).collect::<Vec<_>>()))),
        };
        let monthly = sentence(self.with_period(false)).unwrap_or_else(|| "There are no monthly plans.".to_owned());
        let mut sentences = vec![monthly];
        sentences.extend(sentence(self.with_period(true)));
        sentences.extend(self.top_up_in_words().map(|words| format!("{words}.")));
        sentences.push(self.table.as_of());
        sentences
    }
}
