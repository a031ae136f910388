//! `credits fit`: how many of a production does a budget cover, and what is the cheapest way to a wanted number?

use rust_decimal::Decimal;
use serde::Serialize;

use super::allowance::{self, Example};
use super::context::Context;
use super::report::{AssumptionInfo, EXTRA_CREDITS, Line, Production, TableInfo, no_usd, six_decimals};
use super::{help, input};
use crate::cli;
use crate::error::Failure;
use crate::format::{counted, credits, grouped};
use crate::output;
use crate::pricing::budget::{Budget, CheapestWay, Fit, Wanted, cheapest_way, smallest_plan};
use crate::pricing::estimate::{Estimate, Note, estimate};
use crate::pricing::item::Item;
use crate::pricing::noun::Noun;
use crate::table::schema::Plan;
use crate::values::credits::{Credits, Exact, LimitExceeded};
use crate::values::price::Unit;

/// The answer of `fit`.
#[derive(Debug, Serialize)]
pub struct FitReport {
    pub(super) schema: &'static str,
    pub(super) table: TableInfo,
    #[serde(rename = "noun")]
    pub(super) noun_name: String,
    pub(super) credits_each: Option<Credits>,
    pub(super) retakes: Exact,
    pub(super) lines: Vec<Line>,
    pub(super) budgets: Vec<BudgetInfo>,
    pub(super) wanted: Option<u64>,
    pub(super) wanted_possible: Option<bool>,
    pub(super) smallest_plan: Option<String>,
    pub(super) cheapest_way: Option<CheapestWay>,
    pub(super) credits_allowed_each: Option<Credits>,
    pub(super) assumptions: Vec<AssumptionInfo>,
    pub(super) notes: Vec<String>,
    #[serde(skip)]
    pub(super) noun: Noun,
    /// The production; `None` where no items were given.
    #[serde(skip)]
    pub(super) production: Option<Production>,
    /// Whether the user named the budgets.
    #[serde(skip)]
    pub(super) is_named: bool,
    /// Whether to show USD.
    #[serde(skip)]
    pub(super) shows_usd: bool,
    /// What the credits for each buy, where no items were given.
    #[serde(skip)]
    pub(super) examples: Vec<Example>,
    /// The notes on the budgets, for customers.
    #[serde(skip)]
    pub(super) budget_notes: Vec<String>,
}

/// What a budget covers.
#[derive(Debug, Clone, Default, Serialize)]
pub struct BudgetInfo {
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
    pub(super) wanted: Option<Wanted>,
    /// `a month` or `once`; `None` for a balance.
    #[serde(skip)]
    pub(super) period: Option<&'static str>,
    /// Of a production that isn't covered once: how many of the thing that it is several of are covered.
    #[serde(skip)]
    pub(super) part: Option<String>,
}

/// Answers `fit`.
///
/// # Errors
/// Where an item can't be priced, a plan doesn't exist, or the answer can't be written.
pub fn run(context: &Context<'_>, args: &cli::Fit) -> anyhow::Result<u8> {
    let has_items = !args.items.items.is_empty() || args.items.file.is_some();
    let report = if has_items { report(context, args)? } else { allowance::report(context, args)? };
    output::write(&report, context.global)
}

fn report(context: &Context<'_>, args: &cli::Fit) -> anyhow::Result<FitReport> {
    let typed = input::typed_items(context, &args.items)?;
    let mut terms = args.production.terms(context.global.strict);
    terms.default_second = typed.len() == 1;
    let items: Vec<_> = typed.iter().map(|item| Item::parse(&item.text, &context.table)).collect();
    let noun = Noun::of(items.iter().flatten());
    let budgets = budgets(context, args);
    let estimate = match estimate(&context.table, items, terms, 1) {
        Ok(estimate) => estimate,
        Err(faults) => {
            let items = help::items(context, &typed, &faults, terms);
            return Err(help::items_and_plans(items, budgets.err()).into());
        }
    };
    let budgets = budgets?;
    let top_up = context.table.top_up.as_ref().filter(|_| args.want.is_some());
    let (mut infos, mut wanted) = (Vec::new(), Vec::new());
    for budget in &budgets {
        let needed = budget.wanted(args.want.unwrap_or(1), estimate.each, top_up)?;
        let info = BudgetInfo::of(context, estimate.each, budget)?;
        let part = covered_part(&estimate, budget).filter(|_| info.fits == Some(0));
        infos.push(BudgetInfo { wanted: args.want.map(|_| needed), part, ..info });
        wanted.push((*budget, needed));
    }
    let production = Production::of(&estimate);
    let report = FitReport::new(context, args, noun, &budgets, infos)?;
    let mut notes: Vec<String> = production.notes.iter().chain(&report.notes).cloned().collect();
    if args.usd && report.budgets.iter().all(|budget| budget.usd_each.is_none()) {
        let names: Vec<&str> = budgets.iter().map(|one| one.plan.map_or(EXTRA_CREDITS, |plan| &plan.name)).collect();
        notes.push(no_usd(&names));
    }
    Ok(FitReport {
        credits_each: Some(estimate.each),
        lines: production.lines.clone(),
        wanted_possible: args.want.map(|_| wanted.iter().any(|(_, wanted)| wanted.possible)),
        smallest_plan: smallest_plan(&wanted).map(|plan| plan.name.clone()),
        cheapest_way: args.want.and_then(|_| cheapest_way(&wanted)),
        assumptions: production.assumptions.clone(),
        notes,
        production: Some(production),
        ..report
    })
}

impl FitReport {
    /// Reports on budgets alone.
    ///
    /// # Errors
    /// Where one number is asked of several budgets.
    pub fn new(
        context: &Context<'_>,
        args: &cli::Fit,
        noun: Noun,
        budgets: &[Budget<'_>],
        infos: Vec<BudgetInfo>,
    ) -> Result<FitReport, Failure> {
        if context.global.quiet && infos.len() > 1 {
            let message = "-q prints one number, and there are several budgets: choose one with --plan or --credits";
            return Err(Failure::usage(message).with_help("credits fit --help"));
        }
        let noun = args.noun.clone().map_or(noun, Noun::Custom);
        let budget_notes = notes_on_budgets(budgets);
        Ok(FitReport {
            schema: "credits.fit/1",
            table: TableInfo::in_force(context),
            noun_name: noun.name().to_owned(),
            credits_each: None,
            retakes: Exact(args.production.terms(false).retakes.factor()),
            lines: Vec::new(),
            budgets: infos,
            wanted: args.want,
            wanted_possible: None,
            smallest_plan: None,
            cheapest_way: None,
            credits_allowed_each: None,
            assumptions: Vec::new(),
            notes: budget_notes.clone(),
            noun,
            production: None,
            is_named: args.budgets.are_given(),
            shows_usd: args.usd,
            examples: Vec::new(),
            budget_notes,
        })
    }
}

/// Returns the budgets that were named, or every monthly plan, with extra credits and what is used.
///
/// # Errors
/// Where a plan doesn't exist, or there is none at all.
pub fn budgets<'c>(context: &'c Context<'_>, args: &cli::Fit) -> Result<Vec<Budget<'c>>, Failure> {
    let [extra, used] = [args.extra, args.used].map(Option::unwrap_or_default);
    let budgets = named_budgets(context, &args.budgets, extra, used)?;
    if budgets.is_empty() {
        let message = "the price table has no monthly plans: say what there is to spend with --credits";
        return Err(Failure::usage(message).with_help("credits fit --help"));
    }
    Ok(budgets)
}

/// Returns the balance that was given, or the plans, each once, or every monthly plan.
///
/// # Errors
/// Every plan that doesn't exist.
pub fn named_budgets<'c>(
    context: &'c Context<'_>,
    named: &cli::Budgets,
    extra: Credits,
    used: Credits,
) -> Result<Vec<Budget<'c>>, Failure> {
    if let Some(credits) = named.credits {
        return Ok(vec![Budget::of_balance(credits, extra, used)]);
    }
    let mut plans: Vec<&Plan> = Vec::new();
    let mut unknown = Vec::new();
    for name in &named.plan {
        match context.table.plan(name) {
            Some(plan) if plans.iter().any(|known| known.name == plan.name) => {}
            Some(plan) => plans.push(plan),
            None => unknown.push(name.as_str()),
        }
    }
    if !unknown.is_empty() {
        return Err(help::unknown_plans(context, &unknown));
    }
    if named.plan.is_empty() {
        plans = context.table.monthly_plans().collect();
    }
    Ok(plans.into_iter().map(|plan| Budget::of_plan(plan, extra, used)).collect())
}

/// Returns the notes of the plans, and that more was spent than there was.
pub fn notes_on_budgets(budgets: &[Budget<'_>]) -> Vec<String> {
    let mut notes = Vec::new();
    for budget in budgets {
        let own = budget.plan.and_then(|plan| Some((&plan.name, plan.note.as_ref()?)));
        notes.extend(own.map(|(name, note)| Note::Row { name, note, is_for_customers: true }.to_string()));
        let funds = budget.credits.plus(budget.extra).unwrap_or_default();
        if budget.spent > funds {
            let on = budget.plan.map_or_else(|| credits(budget.credits), |plan| plan.name.clone());
            let (spent, over) = (grouped(budget.spent), grouped(budget.spent.minus(funds)));
            notes.push(format!("{spent} spent is {over} more than there was on {on}"));
        }
    }
    notes
}

/// Says how many of the thing a production is several of are covered: "30 clips cost 37,500; 28,000 covers 22 clips".
fn covered_part(estimate: &Estimate<'_>, budget: &Budget<'_>) -> Option<String> {
    let [line] = estimate.lines.as_slice() else { return None };
    let (all, noun) = match line.clips {
        _ if line.unit == Unit::Credit => return None,
        Some(clips) => (Decimal::from(clips), "clip"),
        None => (line.quantity, line.unit.noun()),
    };
    let available = budget.available().ok()?;
    let covered = available.times(all).ok()?.holds(estimate.each)?;
    let (all, cost, available) = (counted(all, noun), grouped(estimate.each), grouped(available));
    (covered > 0).then(|| format!("{all} cost {cost}; {available} covers {}", counted(covered, noun)))
}

impl BudgetInfo {
    /// Describes what a budget covers of a production at `each` credits.
    ///
    /// # Errors
    /// Where an amount is beyond the limit.
    pub fn of(context: &Context<'_>, each: Credits, budget: &Budget<'_>) -> Result<BudgetInfo, LimitExceeded> {
        let Fit { fits, used, left } = budget.fit(each)?;
        let usd_each = budget.usd_of(each, context.table.top_up.as_ref()).map(six_decimals);
        Ok(BudgetInfo { fits, used, left, unlimited: fits.is_none(), usd_each, ..BudgetInfo::without_count(budget) })
    }

    /// Describes a budget alone.
    pub fn without_count(budget: &Budget<'_>) -> BudgetInfo {
        BudgetInfo {
            name: budget.name().to_owned(),
            kind: if budget.plan.is_some() { "plan" } else { "balance" },
            credits: budget.credits,
            extra: budget.extra,
            spent: budget.spent,
            period: budget.plan.map(Plan::period),
            ..BudgetInfo::default()
        }
    }

    /// Returns whether it is a plan.
    pub fn is_plan(&self) -> bool {
        self.period.is_some()
    }
}
