//! `credits diff`: what changed between two price tables, and what it means for a production and the plans?

use std::collections::HashMap;
use std::ffi::OsString;

use serde::Serialize;

use super::context::{Context, check_age, load_table};
use super::help;
use super::input::of_arguments;
use super::report::{Remarks, TableInfo};
use crate::cli::{self, Global};
use crate::error::Failure;
use crate::load::{Source, is_standard_input};
use crate::output;
use crate::pricing::budget::Budget;
use crate::pricing::diff::{Change, changes};
use crate::pricing::estimate::estimate;
use crate::pricing::item::{FaultCode, Item, ItemFault};
use crate::pricing::noun::Noun;
use crate::table::PriceTable;
use crate::table::schema::Plan;
use crate::values::credits::Credits;
use crate::values::name::fold;

/// The answer of `diff`.
#[derive(Debug, Serialize)]
pub struct DiffReport {
    pub(super) schema: &'static str,
    pub(super) old: TableInfo,
    pub(super) new: TableInfo,
    pub(super) changes: Vec<Change>,
    pub(super) production: Option<Costs>,
    pub(super) budgets: Vec<BudgetChange>,
    #[serde(flatten)]
    pub(super) remarks: Remarks,
    /// What the plans count.
    #[serde(skip)]
    pub(super) noun: Noun,
    /// Whether a change is a no.
    #[serde(skip)]
    pub(super) exit_code: bool,
}

/// What a production costs by the old and by the new prices; null where they can't price it.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Costs {
    pub(super) from: Option<Credits>,
    pub(super) to: Option<Credits>,
}

/// How many of a production a plan covers before and after; null where there is no such plan or no price, and where there
/// is no limit.
#[derive(Debug, Clone, Serialize)]
pub struct BudgetChange {
    pub(super) name: String,
    pub(super) from: Option<u128>,
    pub(super) to: Option<u128>,
    pub(super) from_unlimited: bool,
    pub(super) to_unlimited: bool,
}

/// Answers `diff`.
///
/// # Errors
/// Where a table isn't valid, neither can price the production, or the answer can't be written.
pub fn run(global: &Global, args: &cli::Diff, arguments: &[OsString]) -> anyhow::Result<u8> {
    let usage = |message: &str| Failure::usage(message).with_help("credits diff --help");
    if global.pricing.is_some() || !global.set.is_empty() {
        return Err(usage("diff compares the two tables it is given: leave out --pricing and --set").into());
    }
    let [old, new] = [&args.old, &args.new].map(|path| Source::of_argument(path));
    if is_standard_input(&old.path) && is_standard_input(&new.path) {
        return Err(usage("standard input can't be both price tables").into());
    }
    let load = |source: &Source| -> anyhow::Result<Context<'_>> {
        let table = load_table(source)?;
        global.max_age.map_or(Ok(()), |max_age| check_age(&table, max_age))?;
        Ok(Context { table, global, command: "diff", arguments, table_note: None })
    };
    output::write(&report(&load(&old)?, &load(&new)?, args)?, global)
}

fn report(old: &Context<'_>, new: &Context<'_>, args: &cli::Diff) -> anyhow::Result<DiffReport> {
    let mut report = DiffReport {
        schema: "credits.diff/1",
        old: TableInfo::of(&old.table),
        new: TableInfo::of(&new.table),
        changes: changes(&old.table, &new.table)?,
        production: None,
        budgets: Vec::new(),
        remarks: Remarks::default(),
        noun: Noun::new("video"),
        exit_code: args.exit_code,
    };
    if !args.items.is_empty() {
        report.price_production(old, new, args)?;
    }
    Ok(report)
}

impl DiffReport {
    /// Prices the production with both tables, and counts how many of it the plans cover.
    fn price_production(&mut self, old: &Context<'_>, new: &Context<'_>, args: &cli::Diff) -> anyhow::Result<()> {
        let terms = args.production.terms(new.global.strict);
        let items = |table| args.items.iter().map(move |item| Item::parse(item, table));
        let priced = [old, new].map(|context| estimate(&context.table, items(&context.table), terms, 1));
        let faults = priced.each_ref().map(|priced| priced.as_ref().err().map_or(&[][..], Vec::as_slice));
        let is_assumption = |fault: &ItemFault| fault.error.code() == FaultCode::Assumption;
        if priced.iter().all(Result::is_err) || faults.concat().iter().any(is_assumption) {
            // The table that knows more of the names says more about what is wrong.
            let unknown = |faults: &&[ItemFault]| {
                faults.iter().filter(|fault| fault.error.code() == FaultCode::UnknownName).count()
            };
            let sides = [new, old].into_iter().zip(faults.into_iter().rev()).filter(|(_, faults)| !faults.is_empty());
            if let Some((context, faults)) = sides.min_by_key(|(_, faults)| unknown(faults)) {
                return Err(help::items(context, &of_arguments(&args.items), faults, terms).into());
            }
        }
        let [from, to] = priced.each_ref().map(|priced| priced.as_ref().ok().map(|estimate| estimate.each));
        let costs = Costs { from, to };
        self.production = Some(costs);
        self.budgets = budgets(&old.table, &new.table, costs);
        let [of_old, of_new] = priced.each_ref().map(|priced| priced.as_ref().ok().map(Remarks::of));
        self.remarks = match (of_old, of_new) {
            (Some(of_old), Some(mut remarks)) => {
                remarks.merge(of_old, "old prices");
                remarks
            }
            (of_old, of_new) => of_new.or(of_old).unwrap_or_default(),
        };
        for (age, faults) in ["old", "new"].into_iter().zip(faults).filter(|(_, faults)| !faults.is_empty()) {
            let reasons: Vec<String> = faults.iter().map(ItemFault::sentence).collect();
            self.remarks.add(format!("the {age} prices don't cover this production: {}", reasons.join("; ")));
        }
        // What the new table means by the items, else the old one.
        let [old, new] = [old, new].map(|context| items(&context.table).collect::<Result<Vec<_>, _>>());
        self.noun = Noun::of(&new.or(old).unwrap_or_default());
        Ok(())
    }
}

/// Counts for every monthly plan of either table, in the new table's order, then for those that are gone.
fn budgets(old: &PriceTable, new: &PriceTable, costs: Costs) -> Vec<BudgetChange> {
    let by_name = |table| -> HashMap<String, &Plan> {
        PriceTable::monthly_plans(table).map(|plan| (fold(&plan.name), plan)).collect()
    };
    let (old_plans, new_plans) = (by_name(old), by_name(new));
    // The outer `None` is no plan or no price; the inner one is no limit.
    let fits = |plan: Option<&&Plan>, each: Option<Credits>| -> Option<Option<u128>> {
        Some(Budget::of_plan(plan?, Credits::ZERO, Credits::ZERO).fit(each?).ok()?.fits)
    };
    let gone = old.monthly_plans().filter(|plan| !new_plans.contains_key(&fold(&plan.name)));
    let change = |plan: &Plan| {
        let name = fold(&plan.name);
        let (from, to) = (fits(old_plans.get(&name), costs.from), fits(new_plans.get(&name), costs.to));
        BudgetChange {
            name: plan.name.clone(),
            from: from.flatten(),
            to: to.flatten(),
            from_unlimited: from == Some(None),
            to_unlimited: to == Some(None),
        }
    };
    new.monthly_plans().chain(gone).map(change).collect()
}
