//! `credits fit`: how many of a production does a budget cover, and what is the cheapest way to a wanted number?

use rust_decimal::Decimal;
use serde::Serialize;

use super::budget_view::on;
use super::context::Context;
use super::cost::{Covered, covered};
use super::plans::sold_credits;
use super::report::{EXTRA_CREDITS, Remarks, TableInfo, no_usd, six_decimals};
use super::{help, input};
use crate::cli;
use crate::error::Failure;
use crate::format::{IRREGULAR, grouped, plural, usd};
use crate::output;
use crate::pricing::budget::{Budget, CheapestWay, Fit, Wanted, cheapest_way, smallest_plan};
use crate::pricing::estimate::{Estimate, Line, Note, Retakes, Terms, estimate};
use crate::pricing::item::{Item, ModelPart, Part};
use crate::pricing::noun::Noun;
use crate::table::schema::Plan;
use crate::values::credits::{Credits, Exact, LimitExceeded};
use crate::values::price::Unit;
use crate::values::quantity::Quantity;

/// The answer of `fit`.
#[derive(Debug, Serialize)]
pub struct FitReport<'t> {
    schema: &'static str,
    pub(super) table: TableInfo,
    #[serde(flatten)]
    pub(super) noun: Noun,
    credits_each: Option<Credits>,
    pub(super) retakes: Retakes,
    lines: Vec<Line<'t>>,
    pub(super) budgets: Vec<BudgetInfo<'t>>,
    pub(super) wanted: Option<u64>,
    pub(super) wanted_possible: Option<bool>,
    pub(super) smallest_plan: Option<String>,
    pub(super) cheapest_way: Option<CheapestWay>,
    credits_allowed_each: Option<Credits>,
    #[serde(flatten)]
    pub(super) remarks: Remarks,
    /// What a budget lets you do with them: `make` videos, but `pay for` weeks.
    #[serde(skip)]
    pub(super) verb: &'static str,
    /// The production; `None` where no items were given.
    #[serde(skip)]
    pub(super) estimate: Option<Estimate<'t>>,
    /// Whether the user named the budgets.
    #[serde(skip)]
    pub(super) is_named: bool,
    /// Whether to show USD.
    #[serde(skip)]
    pub(super) shows_usd: bool,
    /// What the credits for each buy, where no items were given; what they buy instead of a clip that is too expensive.
    #[serde(skip)]
    pub(super) examples: Vec<Example<'t>>,
}

/// What a budget covers.
#[derive(Debug, Clone, Default, Serialize)]
pub struct BudgetInfo<'t> {
    #[serde(flatten)]
    pub(super) budget: Budget<'t>,
    #[serde(flatten)]
    pub(super) fit: Fit,
    pub(super) usd_each: Option<Exact>,
    pub(super) allowed_each: Option<Credits>,
    pub(super) wanted: Option<Wanted>,
    /// Of a production that isn't covered once: how many of the thing that it is several of are covered.
    #[serde(skip)]
    pub(super) part: Option<Covered>,
    /// How many were covered before `--set`, where that is known.
    #[serde(skip)]
    pub(super) fits_before: Option<u128>,
}

/// Something that the credits for each buy.
#[derive(Debug, Clone)]
pub struct Example<'t> {
    pub(super) count: u128,
    /// One image, clip or second.
    pub(super) line: Line<'t>,
}

/// The most examples for a unit of price.
const EXAMPLES: usize = 3;

/// Answers `fit`.
///
/// # Errors
/// Where an item can't be priced, a plan doesn't exist, or the answer can't be written.
pub fn run(context: &Context<'_>, args: &cli::Fit) -> anyhow::Result<u8> {
    let has_items = !args.items.items.is_empty() || args.items.file.is_some();
    let usage = |message: &str| Err(Failure::usage(message).into());
    let is_named = args.budgets.are_given() || args.spend.is_some();
    if !has_items && args.want.is_none() && !is_named {
        return usage(
            "no items: add what one video needs, such as `nano-banana=6`, or use --want to say how many you want",
        );
    }
    let table = &context.table;
    let typed = if has_items { input::typed_items(&args.items)? } else { Vec::new() };
    let terms = Terms { default_second: typed.len() == 1, ..args.production.terms(context.global.strict) };
    let mut items: Vec<_> = typed.iter().map(|item| Item::parse(&item.text, table)).collect();
    if let [Ok(item)] = items.as_mut_slice() {
        item.count_seconds();
    }
    let noun = match &args.noun {
        Some(noun) => Noun::new(&singular(noun)),
        None => Noun::of(items.iter().flatten()),
    };
    let [extra, used] = [args.extra, args.used].map(Option::unwrap_or_default);
    let bought = args.spend.map(|amount| Ok::<_, anyhow::Error>(sold_credits(context)?.bought_for(amount)?.credits));
    let bought = bought.transpose()?;
    let budgets = match bought {
        Some(bought) => Ok(vec![Budget::of_balance(bought, extra, used)]),
        None => named_budgets(context, &args.budgets, extra, used),
    };
    let mut estimate = match estimate(table, items, terms, 1) {
        Ok(estimate) => Some(estimate).filter(|_| has_items),
        Err(faults) => {
            let mut items = help::items(context, &typed, &faults, terms);
            if let (Ok([budget]), [_]) = (budgets.as_deref(), typed.as_slice()) {
                let answer = help::add_answer(context, &mut items, |known| {
                    let noun = Noun::of([&known]);
                    let fit = budget.fit(estimate(table, [Ok(known)], terms, 1).ok()?.each).ok()?;
                    Some(format!(", so you can make {} {}", noun.counted(fit.fits?), on(budget)))
                });
                // The text says it too: the help line gives a count only once it is run.
                let price = items.items.iter_mut().flat_map(|item| item.similar.first_mut()).next();
                if let (Some(answer), Some((_, price))) = (answer, price) {
                    price.push_str(&answer);
                }
            }
            return Err(help::items_and_plans(items, budgets.err()).into());
        }
    };
    let budgets = budgets?;
    if budgets.is_empty() {
        return usage("the price table has no monthly plans: use --credits to give your balance");
    }
    if context.global.quiet && budgets.len() > 1 {
        return usage("-q needs a single plan or balance: use --plan or --credits");
    }
    let count = args.want.unwrap_or(1);
    let top_up = table.top_up.as_ref().filter(|_| args.want.is_some());
    let (mut infos, mut wanted) = (Vec::new(), Vec::new());
    for budget in &budgets {
        let Some(estimate) = &estimate else {
            infos.push(BudgetInfo::divided(budget, count)?);
            continue;
        };
        let needed = budget.wanted(count, estimate.each, top_up)?;
        let info = BudgetInfo::of(context, estimate.each, budget)?;
        let part = covered(estimate, budget.available()?).filter(|part| info.fit.fits == Some(0) && part.count > 0);
        let before = estimate.total_before(&table.changes);
        let fits_before = before.map(|before| budget.fit(before)).transpose()?.and_then(|fit| fit.fits);
        infos.push(BudgetInfo { wanted: args.want.map(|_| needed), part, fits_before, ..info });
        wanted.push((*budget, needed));
    }
    // A video that can't be made is `this`.
    let is_this = matches!(infos.as_slice(), [info] if info.fit.fits == Some(0)) && noun.short == "video";
    estimate.iter_mut().filter(|_| !is_this).for_each(|estimate| estimate.set_each(&noun.short));
    let mut remarks = estimate.as_ref().map(Remarks::of).unwrap_or_default();
    notes_on_budgets(&budgets).into_iter().for_each(|note| remarks.add_note(note));
    if let Some((amount, bought)) = args.spend.zip(bought) {
        let amount = usd(amount);
        let text = match bought.is_zero() {
            true => format!("USD {amount} isn't enough for the smallest purchase of extra credits"),
            false => format!("USD {amount} buys {} extra credits", grouped(bought)),
        };
        remarks.add_note(Note { text, is_for_customers: true });
    }
    if args.usd && infos.iter().all(|info| info.usd_each.is_none()) {
        let names: Vec<&str> = budgets.iter().map(|one| one.plan.map_or(EXTRA_CREDITS, |plan| &plan.name)).collect();
        remarks.add(if has_items { no_usd(&names) } else { "--usd has no effect without items".to_owned() });
    }
    let (examples, credits_allowed_each) = match (budgets.as_slice(), infos.as_slice(), &estimate) {
        ([budget], [info], None) => (examples(context, budget.available()?, count, terms), info.allowed_each),
        // Another clip can take its place; a cheaper image may be another kind of image.
        ([budget], [info], Some(estimate)) if info.fit.fits == Some(0) && estimate.is_of_clips() => {
            let mut examples = examples(context, budget.available()?, 1, terms);
            examples.retain(|example| example.line.unit == Unit::Clip);
            (examples, None)
        }
        _ => (Vec::new(), None),
    };
    let report = FitReport {
        schema: "credits.fit/1",
        table: TableInfo::in_force(context),
        noun,
        credits_each: estimate.as_ref().map(|estimate| estimate.each),
        retakes: terms.retakes,
        lines: estimate.as_ref().map(|estimate| estimate.lines.clone()).unwrap_or_default(),
        budgets: infos,
        wanted: args.want,
        wanted_possible: args.want.filter(|_| has_items).map(|_| wanted.iter().any(|(_, wanted)| wanted.possible)),
        smallest_plan: smallest_plan(&wanted).map(|plan| plan.name.clone()),
        cheapest_way: args.want.and_then(|_| cheapest_way(&wanted)),
        credits_allowed_each,
        remarks,
        verb: if args.noun.is_some() { "pay for" } else { "make" },
        estimate,
        is_named,
        shows_usd: args.usd,
        examples,
    };
    output::write(&report, context.global)
}

/// Returns the singular of `weeks`, `batches` and `stories`, which are as good as `week`, `batch` and `story`.
fn singular(noun: &str) -> String {
    if let Some([one, _]) = IRREGULAR.iter().find(|[_, several]| *several == noun) {
        return (*one).to_owned();
    }
    if let Some(stem) = noun.strip_suffix("ies").filter(|stem| !["mov", "self"].contains(stem)) {
        return format!("{stem}y");
    }
    let without_s = noun.strip_suffix('s').filter(|one| !one.ends_with(['s', 'u']));
    let mut others = [noun.strip_suffix("es"), without_s].into_iter().flatten();
    others.find(|one| plural(one) == *noun).unwrap_or(noun).to_owned()
}

/// Finds what a share of the credits buys: for each unit the cheapest few rows of different prices that are still
/// available, and the most expensive. The share isn't rounded: half a credit buys images that cost less.
fn examples<'c>(context: &'c Context<'_>, available: Credits, count: u64, terms: Terms) -> Vec<Example<'c>> {
    let models = &context.table.models;
    let terms = Terms { default_second: true, strict: false, ..terms };
    let mut offers: Vec<(Option<usize>, Credits, Example<'_>)> = Vec::new();
    for model in models.iter().filter(|model| model.retired.is_none()) {
        let mut item = Item::of_model(model);
        if let (Some(each), Unit::Second) = (model.seconds_offered.first(), model.price.unit) {
            // A clip can't be shorter than the shortest that is offered.
            let quantity = Some(Quantity::Clips { count: 1, each: *each });
            item = Item::of_part(&model.name, Part::Model(ModelPart { model, quantity, options: Vec::new() }));
        }
        let Ok(mut priced) = estimate(&context.table, [Ok(item)], terms, count) else { continue };
        if let (Some(count @ 1..), Some(line)) = (available.holds(priced.total), priced.lines.pop()) {
            let unit = models.iter().position(|other| other.price.unit == model.price.unit);
            offers.push((unit, priced.total, Example { count, line }));
        }
    }
    offers.sort_by_key(|(unit, price, _)| (*unit, *price));
    offers.dedup_by_key(|(unit, price, _)| (*unit, *price));
    let units = offers.chunk_by(|(unit, ..), (next, ..)| unit == next);
    // The most expensive one shows what the share is enough for.
    let few = units.flat_map(|offers| offers.iter().take(EXAMPLES).chain(offers.iter().skip(EXAMPLES).last()));
    few.map(|(.., example)| example.clone()).collect()
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
pub fn notes_on_budgets(budgets: &[Budget<'_>]) -> Vec<Note> {
    let mut notes = Vec::new();
    for budget in budgets {
        notes.extend(budget.plan.and_then(|plan| Note::of_row(&plan.name, &plan.note)));
        if budget.is_overspent() {
            let funds = budget.credits.plus(budget.extra).unwrap_or_default();
            let whose = budget.plan.map_or("your balance".to_owned(), |plan| format!("{} includes", plan.name));
            let (spent, over) = (grouped(budget.spent), grouped(budget.spent.minus(funds)));
            let text = format!("you have already spent {spent} credits, {over} more than {whose}");
            notes.push(Note { text, is_for_customers: true });
        }
    }
    notes
}

impl Estimate<'_> {
    /// Returns whether it is of clips of one model.
    fn is_of_clips(&self) -> bool {
        matches!(self.lines.as_slice(), [line] if line.unit == Unit::Clip)
    }
}

impl<'t> BudgetInfo<'t> {
    /// Describes what a budget covers of a production at `each` credits.
    ///
    /// # Errors
    /// Where an amount is beyond the limit.
    pub fn of(context: &Context<'_>, each: Credits, budget: &Budget<'t>) -> Result<BudgetInfo<'t>, LimitExceeded> {
        let usd_each = budget.usd_of(each, context.table.top_up.as_ref()).map(six_decimals);
        Ok(BudgetInfo { budget: *budget, fit: budget.fit(each)?, usd_each, ..BudgetInfo::default() })
    }

    /// Divides a budget into whole credits for each of a number.
    fn divided(budget: &Budget<'t>, count: u64) -> Result<BudgetInfo<'t>, LimitExceeded> {
        let (available, count) = (budget.available()?, Decimal::from(count));
        let each = Credits::try_from(available.holds(Credits::ONE.times(count)?).unwrap_or_default())?;
        let used = each.times(count)?;
        let fit = Fit { used, left: available.minus(used), ..Fit::default() };
        Ok(BudgetInfo { budget: *budget, fit, allowed_each: Some(each), ..BudgetInfo::default() })
    }
}
