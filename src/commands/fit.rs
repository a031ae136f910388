//! `credits fit`: how many of a production does a budget cover, and what is the cheapest way to a wanted number?

use std::ffi::OsString;

use serde::Serialize;

use super::allowance::{self, Example};
use super::context::Context;
use super::report::{AssumptionInfo, EXTRA_CREDITS, Line, Production, TableInfo, no_usd, six_decimals};
use super::{help, input};
use crate::cli;
use crate::error::Failure;
use crate::format::{counted, credits, grouped, list, shell_word};
use crate::output;
use crate::pricing::budget::{Budget, Fit, Purchase, Wanted, cheapest_way, smallest_plan};
use crate::pricing::estimate::{Estimate, Line as PricedLine, Terms, estimate};
use crate::pricing::item::Item;
use crate::pricing::noun::Noun;
use crate::table::schema::Plan;
use crate::values::credits::{Credits, Exact, LimitExceeded};
use crate::values::name::hyphenated;
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
    /// The notes of the plans, for customers.
    #[serde(skip)]
    pub(super) budget_notes: Vec<String>,
}

/// What a budget covers.
#[derive(Debug, Clone, Serialize)]
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
    pub(super) wanted: Option<WantedInfo>,
    /// `a month` or `once`; `None` for a balance.
    #[serde(skip)]
    pub(super) period: Option<&'static str>,
    /// Of a production that isn't covered once: how many of the thing that it is several of are covered.
    #[serde(skip)]
    pub(super) part: Option<String>,
}

/// What a wanted number needs.
#[derive(Debug, Clone, Serialize)]
pub struct WantedInfo {
    pub(super) credits: Credits,
    pub(super) possible: bool,
    pub(super) short: Credits,
    pub(super) left: Credits,
    top_up_credits: Option<Credits>,
    top_up_usd: Option<Exact>,
    pub(super) usd: Option<Exact>,
    #[serde(skip)]
    pub(super) purchase: Option<Purchase>,
}

/// The cheapest way to a wanted number.
#[derive(Debug, Clone, Serialize)]
pub struct CheapestWay {
    pub(super) plan: String,
    pub(super) top_up_credits: Credits,
    pub(super) purchases: u64,
    pub(super) usd: Exact,
}

/// Answers `fit`.
///
/// # Errors
/// Where an item can't be priced, a plan doesn't exist, or the answer can't be written.
pub fn run(context: &Context<'_>, args: &cli::Fit) -> anyhow::Result<u8> {
    let report = if args.items.items.is_empty() && args.items.file.is_none() {
        allowance::report(context, args)?
    } else {
        report(context, args)?
    };
    output::write(&report, context.global)
}

fn report(context: &Context<'_>, args: &cli::Fit) -> anyhow::Result<FitReport> {
    let typed = input::typed_items(context, &args.items)?;
    let terms = Terms { default_second: typed.len() == 1, ..args.production.terms(context.global.strict) };
    let items: Vec<_> = typed.iter().map(|item| Item::parse(&item.text, &context.table)).collect();
    let noun = args.noun.clone().map_or_else(|| Noun::of(items.iter().flatten()), Noun::Custom);
    let estimate = estimate(&context.table, items, terms, 1);
    let budgets = match (&estimate, budgets(context, args)) {
        (Ok(_), budgets) => budgets?,
        (Err(faults), budgets) => {
            let items = help::items(context, &typed, faults, terms);
            return Err(help::items_and_plans(items, budgets.err()).into());
        }
    };
    let estimate = estimate.map_err(|_| LimitExceeded)?;
    refuse_several_numbers(context, &budgets)?;
    let mut infos = Vec::new();
    let mut wanted = Vec::new();
    for budget in &budgets {
        let mut info = BudgetInfo::of(context, estimate.each, budget)?;
        if let Some(count) = args.want {
            let needed = budget.wanted(count, estimate.each, context.table.top_up.as_ref())?;
            info.wanted = Some(WantedInfo::of(&needed));
            wanted.push(needed);
        }
        if info.fits == Some(0) {
            info.part = covered_part(&estimate, budget);
        }
        infos.push(info);
    }
    let covers = infos.iter().map(|info| info.fits.is_none_or(|fits| fits >= u128::from(args.want.unwrap_or(1))));
    let smallest = smallest_plan(budgets.iter().zip(covers));
    let cheapest = cheapest_way(budgets.iter().zip(&wanted)).and_then(|at| budgets.get(at).zip(wanted.get(at)));
    let production = Production::of(&estimate);
    let budget_notes = notes_on_budgets(&budgets);
    let mut notes: Vec<String> = production.notes.iter().chain(&budget_notes).cloned().collect();
    if args.usd && infos.iter().all(|info| info.usd_each.is_none()) {
        let names = budgets.iter().map(|budget| budget.plan.map_or(EXTRA_CREDITS, |plan| &plan.name));
        notes.push(no_usd(&names.collect::<Vec<_>>()));
    }
    Ok(FitReport {
        schema: "credits.fit/1",
        table: TableInfo::in_force(context),
        noun_name: noun.name().to_owned(),
        credits_each: Some(estimate.each),
        retakes: production.retakes,
        lines: production.lines.clone(),
        wanted: args.want,
        wanted_possible: args.want.map(|_| wanted.iter().any(Wanted::is_possible)),
        smallest_plan: smallest.map(|plan| plan.name.clone()),
        cheapest_way: cheapest.and_then(|(budget, wanted)| CheapestWay::of(budget, wanted)),
        credits_allowed_each: None,
        assumptions: production.assumptions.clone(),
        notes,
        noun,
        is_named: args.budgets.are_given(),
        shows_usd: args.usd,
        examples: Vec::new(),
        budget_notes,
        budgets: infos,
        production: Some(production),
    })
}

/// Refuses `-q` for several budgets; the help is the command with one of them.
pub fn refuse_several_numbers(context: &Context<'_>, budgets: &[Budget<'_>]) -> Result<(), Failure> {
    let ([first, _, ..], true) = (budgets, context.global.quiet) else { return Ok(()) };
    let message = "-q prints one number, and there are several budgets: choose one with --plan or --credits";
    let plan = ["--plan".to_owned(), hyphenated(first.name())].map(OsString::from);
    let names_plans = context.arguments.iter().any(|argument| argument.to_string_lossy().starts_with("--plan"));
    let words: Option<Vec<String>> =
        context.arguments.iter().skip(1).chain(&plan).map(|word| shell_word(word.to_str()?)).collect();
    let help = words.filter(|_| !names_plans).map(|words| format!("credits {}", words.join(" ")));
    Err(Failure::usage(message).with_help(help.unwrap_or_else(|| "credits fit --help".to_owned())))
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
    let table = &context.table;
    let mut plans: Vec<&Plan> = Vec::new();
    let mut unknown = Vec::new();
    for name in &named.plan {
        match table.plan(name) {
            Some(plan) if plans.iter().any(|known| std::ptr::eq(*known, plan)) => {}
            Some(plan) => plans.push(plan),
            None => unknown.push(name.as_str()),
        }
    }
    if !unknown.is_empty() {
        return Err(help::unknown_plans(context, &unknown));
    }
    if named.plan.is_empty() {
        plans = table.monthly_plans().collect();
    }
    Ok(plans.into_iter().map(|plan| Budget::of_plan(plan, extra, used)).collect())
}

/// Returns the notes of the plans, and that more was spent than there was.
pub fn notes_on_budgets(budgets: &[Budget<'_>]) -> Vec<String> {
    let plans = budgets.iter().filter_map(|budget| budget.plan);
    let note = |plan: &Plan| plan.note.as_ref().map(|note| format!("{}: {}", plan.name, note.trim_end_matches('.')));
    let mut notes: Vec<String> = plans.filter_map(note).collect();
    let overspent = |budget: &Budget<'_>| {
        let over = budget.spent.minus(budget.credits.plus(budget.extra).ok()?);
        let on = budget.plan.map_or_else(|| credits(budget.credits), |plan| plan.name.clone());
        (!over.is_zero()).then(|| format!("{} more than there was on {on}", grouped(over)))
    };
    let overspent: Vec<String> = budgets.iter().filter_map(overspent).collect();
    if let (Some(first), false) = (budgets.first(), overspent.is_empty()) {
        notes.push(format!("{} spent is {}", grouped(first.spent), list(&overspent)));
    }
    notes
}

/// Says how many of the thing a production is several of are covered: "30 clips cost 37,500; 28,000 covers 22 clips".
fn covered_part(estimate: &Estimate<'_>, budget: &Budget<'_>) -> Option<String> {
    let [line] = estimate.lines.as_slice() else { return None };
    let (one, all, noun) = parts(line)?;
    let available = budget.available().ok()?;
    let covered = available.holds(one.times(estimate.retakes.factor()).ok()?)?;
    let (all, cost) = (counted(all, noun), grouped(estimate.each));
    (covered > 0).then(|| format!("{all} cost {cost}; {} covers {}", grouped(available), counted(covered, noun)))
}

/// Returns the cost of one of the things that a line counts, how many there are, and their noun.
fn parts<'l>(line: &PricedLine<'l>) -> Option<(Credits, String, &'l str)> {
    let (one, count) = match (line.unit, line.clips, line.clip_length) {
        (Unit::Credit, ..) => return None,
        (Unit::Second, Some(clips), Some(each)) => {
            return Some((line.rate.times(each.seconds()).ok()?, clips.to_string(), "clip")).filter(|_| clips > 1);
        }
        _ => (line.rate, line.quantity),
    };
    (count > rust_decimal::Decimal::ONE).then(|| (one, count.to_string(), line.unit.noun()))
}

impl BudgetInfo {
    /// Describes what a budget covers of a production at `each` credits.
    ///
    /// # Errors
    /// Where an amount is beyond the limit.
    pub fn of(context: &Context<'_>, each: Credits, budget: &Budget<'_>) -> Result<BudgetInfo, LimitExceeded> {
        let Fit { fits, used, left } = budget.fit(each)?;
        Ok(BudgetInfo {
            fits,
            used,
            left,
            unlimited: fits.is_none(),
            usd_each: budget.usd_of(each, context.table.top_up.as_ref()).map(six_decimals),
            ..BudgetInfo::without_count(budget)
        })
    }

    /// Describes a budget alone.
    pub fn without_count(budget: &Budget<'_>) -> BudgetInfo {
        BudgetInfo {
            name: budget.name().to_owned(),
            kind: if budget.plan.is_some() { "plan" } else { "balance" },
            credits: budget.credits,
            extra: budget.extra,
            spent: budget.spent,
            fits: None,
            used: Credits::ZERO,
            left: Credits::ZERO,
            unlimited: false,
            usd_each: None,
            allowed_each: None,
            wanted: None,
            period: budget.plan.map(Plan::period),
            part: None,
        }
    }

    /// Returns whether it is a plan.
    pub fn is_plan(&self) -> bool {
        self.period.is_some()
    }

    /// Makes a budget with every nested field present, for the columns of CSV.
    pub fn sample() -> BudgetInfo {
        let nothing =
            Wanted { credits: Credits::ZERO, short: Credits::ZERO, left: Credits::ZERO, purchase: None, usd: None };
        let balance = Budget::of_balance(Credits::ZERO, Credits::ZERO, Credits::ZERO);
        BudgetInfo { wanted: Some(WantedInfo::of(&nothing)), ..BudgetInfo::without_count(&balance) }
    }
}

impl WantedInfo {
    fn of(wanted: &Wanted) -> WantedInfo {
        WantedInfo {
            credits: wanted.credits,
            possible: wanted.is_possible(),
            short: wanted.short,
            left: wanted.left,
            top_up_credits: wanted.purchase.map(|purchase| purchase.credits),
            top_up_usd: wanted.purchase.map(|purchase| six_decimals(purchase.usd)),
            usd: wanted.usd.map(six_decimals),
            purchase: wanted.purchase,
        }
    }
}

impl CheapestWay {
    fn of(budget: &Budget<'_>, wanted: &Wanted) -> Option<CheapestWay> {
        Some(CheapestWay {
            plan: budget.name().to_owned(),
            top_up_credits: wanted.purchase.map_or(Credits::ZERO, |purchase| purchase.credits),
            purchases: wanted.purchase.map_or(0, |purchase| purchase.purchases),
            usd: six_decimals(wanted.usd?),
        })
    }
}
