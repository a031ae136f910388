//! `credits diff`: what changed between two price tables, and what it means for a production and the plans?

use std::ffi::OsString;
use std::mem::ManuallyDrop;

use foldhash::HashMap;
use serde::Serialize;

use super::context::{Context, check_age, load_table};
use super::help;
use super::input::of_arguments;
use super::report::{Remarks, TableInfo};
use crate::cli::{self, Global};
use crate::error::Failure;
use crate::load::{Source, is_standard_input};
use crate::output;
use crate::pricing::budget::{Budget, Fit};
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
    if global.pricing.is_some() || !global.set.is_empty() {
        return Err(Failure::usage("diff compares the two tables it is given: leave out --pricing and --set").into());
    }
    let [old, new] = [&args.old, &args.new].map(|path| Source::of_argument(path));
    if is_standard_input(&old.path) && is_standard_input(&new.path) {
        return Err(Failure::usage("standard input can't be both price tables").into());
    }
    let load = |source: &Source| -> anyhow::Result<Context<'_>> {
        let table = load_table(source)?;
        global.max_age.map_or(Ok(()), |max_age| check_age(&table, max_age))?;
        Ok(Context { table: ManuallyDrop::new(table), global, command: "diff", arguments, table_note: None })
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
    if args.items.is_empty() {
        return Ok(report);
    }
    let terms = args.production.terms(new.global.strict);
    let [from, to] = [old, new].map(|context| {
        let items: Vec<_> = args.items.iter().map(|item| Item::parse(item, &context.table)).collect();
        if items.iter().all(Result::is_ok) {
            report.noun = Noun::of(items.iter().flatten());
        }
        estimate(&context.table, items, terms, 1)
    });
    let refuse = |context, faults: &[ItemFault]| help::items(context, &of_arguments(&args.items), faults, terms).into();
    let unknown =
        |faults: &[ItemFault]| faults.iter().filter(|fault| fault.error.code() == FaultCode::UnknownName).count();
    let is_assumption = |faults: &[ItemFault]| faults.iter().any(|fault| fault.error.code() == FaultCode::Assumption);
    report.remarks = match (&from, &to) {
        // The table that knows more of the names says more about what is wrong.
        (Err(faults), Err(of_new)) if unknown(faults) < unknown(of_new) => return Err(refuse(old, faults)),
        (_, Err(faults)) if from.is_err() || is_assumption(faults) => return Err(refuse(new, faults)),
        (Err(faults), _) if is_assumption(faults) => return Err(refuse(old, faults)),
        (Ok(from), Ok(to)) => {
            let mut remarks = Remarks::of(to);
            remarks.merge(Remarks::of(from), "old prices:");
            remarks
        }
        (Ok(priced), _) | (_, Ok(priced)) => Remarks::of(priced),
        _ => Remarks::default(),
    };
    for (age, faults) in [("old", from.as_ref().err()), ("new", to.as_ref().err())] {
        if let Some(faults) = faults {
            let reasons: Vec<String> = faults.iter().map(ItemFault::sentence).collect();
            report.remarks.add(format!("the {age} prices don't cover this production: {}", reasons.join("; ")));
        }
    }
    let [from, to] = [from, to].map(|priced| priced.ok().map(|estimate| estimate.each));
    report.budgets = budgets(&old.table, &new.table, Costs { from, to });
    report.production = Some(Costs { from, to });
    Ok(report)
}

/// Counts for every monthly plan of either table, in the new table's order, then for those that are gone.
fn budgets(old: &PriceTable, new: &PriceTable, costs: Costs) -> Vec<BudgetChange> {
    let [old_plans, new_plans] = [old, new].map(|table| -> HashMap<String, &Plan> {
        table.monthly_plans().map(|plan| (fold(&plan.name), plan)).collect()
    });
    let fit = |plan: Option<&&Plan>, each: Option<Credits>| -> Fit {
        let fit = || Budget::of_plan(plan?, Credits::ZERO, Credits::ZERO).fit(each?).ok();
        fit().unwrap_or_default()
    };
    let gone = old.monthly_plans().filter(|plan| !new_plans.contains_key(&fold(&plan.name)));
    let change = |plan: &Plan| {
        let name = fold(&plan.name);
        let (from, to) = (fit(old_plans.get(&name), costs.from), fit(new_plans.get(&name), costs.to));
        BudgetChange {
            name: plan.name.clone(),
            from: from.fits,
            to: to.fits,
            from_unlimited: from.unlimited,
            to_unlimited: to.unlimited,
        }
    };
    new.monthly_plans().chain(gone).map(change).collect()
}
