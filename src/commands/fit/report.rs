//! The document and the rows of `fit`.

use rust_decimal::Decimal;
use serde::Serialize;

use super::{Reckoning, Row};
use crate::commands::report::{AssumptionReport, Exact, LineReport, TableReport, six_decimals};
use crate::credits::Credits;
use crate::estimate::notes_in_words;
use crate::fit::{Budget, Fit, Wanted};
use crate::output::{Cell, Column, Grid};
use crate::table::PriceTable;
use crate::words;

#[derive(Serialize)]
pub(super) struct FitReport {
    pub(super) schema: &'static str,
    pub(super) table: TableReport,
    pub(super) noun: String,
    pub(super) credits_each: Option<Credits>,
    pub(super) retakes: Exact,
    pub(super) lines: Vec<LineReport>,
    pub(super) budgets: Vec<BudgetReport>,
    pub(super) wanted: Option<u64>,
    pub(super) wanted_possible: Option<bool>,
    pub(super) smallest_plan: Option<String>,
    pub(super) cheapest_way: Option<WayReport>,
    pub(super) credits_allowed_each: Option<Credits>,
    pub(super) assumptions: Vec<AssumptionReport>,
    pub(super) notes: Vec<String>,
}

/// What a budget allows.
#[derive(Serialize)]
pub(in crate::commands) struct BudgetReport {
    pub(super) name: String,
    pub(super) kind: &'static str,
    pub(super) credits: Credits,
    pub(super) extra: Credits,
    pub(super) spent: Credits,
    pub(super) fits: Option<u128>,
    pub(super) used: Credits,
    pub(super) left: Credits,
    pub(super) unlimited: bool,
    pub(super) usd_each: Option<Exact>,
    pub(super) allowed_each: Option<Credits>,
    pub(super) wanted: Option<WantedReport>,
}

/// What a wanted number takes of a budget.
#[derive(Serialize)]
pub(super) struct WantedReport {
    credits: Credits,
    possible: bool,
    short: Credits,
    left: Credits,
    top_up_credits: Option<Credits>,
    top_up_usd: Option<Exact>,
    usd: Option<Exact>,
}

/// The cheapest way to a wanted number.
#[derive(Serialize)]
pub(super) struct WayReport {
    plan: String,
    top_up_credits: Credits,
    purchases: u64,
    usd: Exact,
}

/// The kind of a budget.
pub(in crate::commands) fn kind(budget: &Budget<'_>) -> &'static str {
    if budget.plan.is_some() { "plan" } else { "balance" }
}

/// What so many credits cost in USD: at a plan's own rate, or for a balance at the rate of extra credits.
pub(super) fn usd_of(table: &PriceTable, credits: Credits, budget: &Budget<'_>) -> Option<Decimal> {
    match budget.plan {
        Some(plan) => credits.value().checked_mul(plan.usd_per_month?)?.checked_div(plan.credits.value()),
        None => table.top_up.as_ref()?.usd(credits),
    }
}

impl Reckoning<'_> {
    pub(super) fn report(&self) -> FitReport {
        FitReport {
            schema: "credits.fit/1",
            table: TableReport::of(self.table),
            noun: self.noun.name(),
            credits_each: Some(self.estimate.each),
            retakes: Exact(self.estimate.retakes.factor()),
            lines: LineReport::all(self.estimate),
            budgets: self.rows.iter().map(|row| row.report(self)).collect(),
            wanted: self.wanted,
            wanted_possible: self.possible(),
            smallest_plan: self.smallest().map(|plan| plan.name.clone()),
            cheapest_way: self.cheapest().and_then(WayReport::of),
            credits_allowed_each: None,
            assumptions: AssumptionReport::all(self.estimate),
            notes: notes_in_words(&self.estimate.notes).into_iter().chain(self.notes()).collect(),
        }
    }

    /// A row a budget: what it has, what fits, and what is wanted of it.
    pub(super) fn grid(&self) -> Grid {
        let mut columns = vec![
            Column::text("name", "Plan"),
            Column::text("kind", "").for_programs(),
            Column::number("credits", "Credits"),
            Column::number("extra", "Extra"),
            Column::number("spent", "Spent"),
            Column::number("credits_each", "").for_programs(),
            Column::number("fits", self.noun.column()),
            if self.wanted.is_some() {
                Column::number("used", "").for_programs()
            } else {
                Column::number("used", "Used").spare()
            },
            Column::number("left", "Left").spare(),
            Column::text("unlimited", "").for_programs(),
        ];
        if self.usd {
            columns.push(Column::number("usd_each", "USD each"));
        }
        if let Some(wanted) = self.wanted {
            columns.extend([
                Column::text("for_wanted", format!("For {}", words::grouped_count(u128::from(wanted)))).for_people(),
                Column::number("wanted_credits", "").for_programs(),
                Column::text("possible", "").for_programs(),
                Column::number("short", "").for_programs(),
                Column::number("top_up_credits", "").for_programs(),
                Column::number("top_up_usd", "").for_programs(),
                Column::number("usd", "USD a month"),
                Column::text("cheapest", ""),
            ]);
        }
        Grid {
            columns,
            rows: self.rows.iter().map(|row| row.cells(self)).collect(),
            totals: Vec::new(),
            bars: Vec::new(),
        }
    }
}

impl BudgetReport {
    /// What a budget allows of a production at so many credits.
    pub(in crate::commands) fn of(table: &PriceTable, each: Credits, budget: &Budget<'_>, fit: &Fit) -> BudgetReport {
        BudgetReport {
            name: budget.name().to_owned(),
            kind: kind(budget),
            credits: budget.credits,
            extra: budget.extra,
            spent: budget.spent,
            fits: fit.fits,
            used: fit.used,
            left: fit.left,
            unlimited: fit.fits.is_none(),
            usd_each: usd_of(table, each, budget).map(six_decimals),
            allowed_each: None,
            wanted: None,
        }
    }
}

impl Row<'_> {
    fn report(&self, reckoning: &Reckoning<'_>) -> BudgetReport {
        let wanted = self.wanted.as_ref().map(WantedReport::of);
        BudgetReport { wanted, ..BudgetReport::of(reckoning.table, reckoning.estimate.each, &self.budget, &self.fit) }
    }

    fn cells(&self, reckoning: &Reckoning<'_>) -> Vec<Cell> {
        let mut cells = vec![
            Cell::text(self.budget.name()),
            Cell::both("", kind(&self.budget)),
            Cell::credits(self.budget.credits),
            Cell::nonzero(self.budget.extra),
            Cell::nonzero(self.budget.spent),
            Cell::credits(reckoning.estimate.each),
            self.fit.fits.map_or_else(|| Cell::both("unlimited", ""), Cell::count),
            Cell::credits(self.fit.used),
            Cell::credits(self.fit.left),
            Cell::both("", self.fit.fits.is_none().to_string()),
        ];
        if reckoning.usd {
            let each = usd_of(reckoning.table, reckoning.estimate.each, &self.budget);
            cells.push(each.map_or_else(Cell::none, Cell::usd));
        }
        if let Some(wanted) = &self.wanted {
            let purchase = wanted.purchase;
            let cheapest = reckoning.cheapest().is_some_and(|row| std::ptr::eq(row, self));
            cells.extend([
                Cell::both(wanted.in_words(), ""),
                Cell::credits(wanted.credits),
                Cell::text(wanted.possible().to_string()),
                Cell::credits(wanted.short),
                purchase.map_or_else(Cell::none, |purchase| Cell::credits(purchase.credits)),
                purchase.map_or_else(Cell::none, |purchase| Cell::usd(purchase.usd)),
                wanted.usd.map_or_else(Cell::none, Cell::usd),
                Cell::both(if cheapest { "cheapest" } else { "" }, cheapest.to_string()),
            ]);
        }
        cells
    }
}

impl WantedReport {
    fn of(wanted: &Wanted) -> WantedReport {
        WantedReport {
            credits: wanted.credits,
            possible: wanted.possible(),
            short: wanted.short,
            left: wanted.left,
            top_up_credits: wanted.purchase.map(|purchase| purchase.credits),
            top_up_usd: wanted.purchase.map(|purchase| six_decimals(purchase.usd)),
            usd: wanted.usd.map(six_decimals),
        }
    }
}

impl WayReport {
    fn of(row: &Row<'_>) -> Option<WayReport> {
        let wanted = row.wanted?;
        Some(WayReport {
            plan: row.budget.name().to_owned(),
            top_up_credits: wanted.purchase.map_or(Credits::ZERO, |purchase| purchase.credits),
            purchases: wanted.purchase.map_or(0, |purchase| purchase.purchases),
            usd: six_decimals(wanted.usd?),
        })
    }
}

impl Wanted {
    /// `yes, 10,300 left`, `16,450 more in 2 parts`, `300 more (buy 1,000)`.
    pub(super) fn in_words(&self) -> String {
        if self.possible() {
            return format!("yes, {} left", words::grouped(self.left));
        }
        let short = words::grouped(self.short);
        match self.purchase {
            None => format!("{short} short"),
            Some(purchase) if purchase.credits > self.short => {
                format!("{short} more (buy {}){}", words::grouped(purchase.credits), in_parts(purchase.purchases))
            }
            Some(purchase) => format!("{short} more{}", in_parts(purchase.purchases)),
        }
    }
}

/// ` in 2 parts`; nothing for one.
pub(super) fn in_parts(purchases: u64) -> String {
    if purchases > 1 { format!(" in {} parts", words::grouped_count(u128::from(purchases))) } else { String::new() }
}
