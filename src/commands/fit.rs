//! `credits fit`: how many of a production does a budget allow?

use rust_decimal::Decimal;
use serde::Serialize;

use super::items::TypedItems;
use super::report::{AssumptionReport, Exact, LineReport, TableReport, production, remarks, six_decimals, table_line};
use super::{Asked, refusal};
use crate::cli;
use crate::credits::Credits;
use crate::estimate::{Estimate, Terms, estimate, notes_in_words};
use crate::failure::Failure;
use crate::fit::{Budget, Fit, smallest_plan};
use crate::item::{Item, Portion};
use crate::output::{Answer, Block, Cell, Column, Grid, Json, Verdict};
use crate::price::Unit;
use crate::quantity::Quantity;
use crate::table::{Plan, PriceTable};
use crate::words::{self, grouped, grouped_count};

#[derive(Serialize)]
struct FitReport {
    schema: &'static str,
    table: TableReport,
    noun: String,
    credits_each: Option<Credits>,
    retakes: Exact,
    lines: Vec<LineReport>,
    budgets: Vec<BudgetReport>,
    wanted: Option<u64>,
    wanted_possible: Option<bool>,
    smallest_plan: Option<String>,
    cheapest_way: Option<()>,
    credits_allowed_each: Option<Credits>,
    assumptions: Vec<AssumptionReport>,
    notes: Vec<String>,
}

/// What a budget allows.
#[derive(Serialize)]
struct BudgetReport {
    name: String,
    kind: &'static str,
    credits: Credits,
    extra: Credits,
    spent: Credits,
    fits: Option<u128>,
    used: Credits,
    left: Credits,
    unlimited: bool,
    usd_each: Option<Exact>,
    allowed_each: Option<Credits>,
    wanted: Option<()>,
}

/// What one of a production is called.
#[derive(Clone, PartialEq, Eq)]
enum Noun {
    Image,
    Clip,
    Second,
    /// So many images and nothing else.
    Set(u128),
    Video,
    /// A recipe's title.
    Recipe(String),
}

pub(super) fn answer(asked: &Asked<'_>, fit: &cli::Fit) -> anyhow::Result<Answer> {
    let typed = TypedItems::read(asked, &fit.items)?;
    let texts = typed.texts();
    let terms = Terms { by_the_second: texts.len() == 1, ..fit.production.terms(asked.strict) };
    let items: Vec<_> = texts.iter().map(|text| Item::parse(text, asked.table)).collect();
    let noun = Noun::of(&items.iter().flatten().collect::<Vec<_>>());
    let budgets = budgets(asked.table, fit);
    let estimate = estimate(asked.table, items, terms, 1);
    let (estimate, budgets) = match (estimate, budgets) {
        (Ok(estimate), Ok(budgets)) => (estimate, budgets),
        (Err(faults), budgets) => return Err(refusal::items(asked, &typed, &faults, terms).and(budgets.err()).into()),
        (Ok(_), Err(failure)) => return Err(failure.into()),
    };
    if asked.quiet && budgets.len() != 1 {
        let help = "credits fit cheapest-30s --plan starter -q";
        return Err(Failure::usage("-q prints one number, and there are several budgets: name one plan, or a balance")
            .with_help(help)
            .into());
    }
    let fits: Vec<Fit> = budgets.iter().map(|budget| budget.fit(estimate.each)).collect::<Result<_, _>>()?;
    Ok(page(asked.table, &noun, &estimate, &budgets, &fits))
}

/// The budgets that were named, or every monthly plan.
fn budgets<'t>(table: &'t PriceTable, fit: &cli::Fit) -> Result<Vec<Budget<'t>>, Failure> {
    let [extra, used] = [fit.extra, fit.used].map(|credits| credits.unwrap_or(Credits::ZERO));
    if let Some(credits) = fit.budgets.credits {
        return Ok(vec![Budget::of_balance(credits, extra, used)]);
    }
    let mut plans: Vec<&Plan> = Vec::new();
    let mut unknown = Vec::new();
    for name in &fit.budgets.plan {
        match table.plan(name) {
            Some(plan) if plans.iter().any(|known| std::ptr::eq(*known, plan)) => {}
            Some(plan) => plans.push(plan),
            None => unknown.push(name.as_str()),
        }
    }
    if !unknown.is_empty() {
        return Err(refusal::plans(table, &unknown));
    }
    if plans.is_empty() {
        plans = table.monthly_plans().collect();
    }
    if plans.is_empty() {
        return Err(Failure::usage("this price table has no plans: say what there is to spend with --credits")
            .with_help("credits fit --help"));
    }
    Ok(plans.into_iter().map(|plan| Budget::of_plan(plan, extra, used)).collect())
}

fn page(table: &PriceTable, noun: &Noun, estimate: &Estimate<'_>, budgets: &[Budget<'_>], fits: &[Fit]) -> Answer {
    let reckoned = || budgets.iter().zip(fits);
    let report = FitReport {
        schema: "credits.fit/1",
        table: TableReport::of(table),
        noun: noun.name(),
        credits_each: Some(estimate.each),
        retakes: Exact(estimate.retakes.factor()),
        lines: LineReport::all(estimate),
        budgets: reckoned().map(|(budget, fit)| BudgetReport::of(table, estimate.each, budget, fit)).collect(),
        wanted: None,
        wanted_possible: None,
        smallest_plan: smallest_plan(reckoned().map(|(budget, fit)| (budget, fit.fits.is_none_or(|fits| fits > 0))))
            .map(|plan| plan.name.clone()),
        cheapest_way: None,
        credits_allowed_each: None,
        assumptions: AssumptionReport::all(estimate),
        notes: notes_in_words(&estimate.notes),
    };
    let each = format!("Each {}", noun.short());
    let mut blocks = vec![Block::Grid(production(estimate, &each))];
    match (budgets, fits) {
        ([budget], [fit]) => blocks.push(Block::Lines(vec![reckoning(noun, estimate.each, budget, fit)])),
        _ => blocks.push(Block::Grid(grid(noun, estimate.each, budgets, fits))),
    }
    blocks.push(Block::Data(grid(noun, estimate.each, budgets, fits)));
    let number = match fits {
        [Fit { fits: Some(fits), .. }] => Some(fits.to_string()),
        [Fit { fits: None, .. }] => Some("unlimited".to_owned()),
        _ => None,
    };
    let mut notes = remarks(estimate);
    if let Some(budget) = budgets
        .iter()
        .find(|budget| budget.available().is_ok_and(|available| available.is_zero()) && !budget.spent.is_zero())
    {
        notes.extend(overspent(budget));
    }
    Answer {
        headline: headline(noun, budgets, fits),
        blocks,
        table: table_line(table),
        json: Json::of(report),
        notes,
        number,
        verdict: Verdict::Yes,
    }
}

impl BudgetReport {
    fn of(table: &PriceTable, each: Credits, budget: &Budget<'_>, fit: &Fit) -> BudgetReport {
        BudgetReport {
            name: budget.name().to_owned(),
            kind: if budget.plan.is_some() { "plan" } else { "balance" },
            credits: budget.credits,
            extra: budget.extra,
            spent: budget.spent,
            fits: fit.fits,
            used: fit.used,
            left: fit.left,
            unlimited: fit.fits.is_none(),
            usd_each: usd_each(table, each, budget).map(six_decimals),
            allowed_each: None,
            wanted: None,
        }
    }
}

/// What one costs in USD: at a plan's own rate, or for a balance at the rate of extra credits.
fn usd_each(table: &PriceTable, each: Credits, budget: &Budget<'_>) -> Option<Decimal> {
    match budget.plan {
        Some(plan) => each.value().checked_mul(plan.usd_per_month?)?.checked_div(plan.credits.value()),
        None => table.top_up.as_ref()?.usd(each),
    }
}

impl Noun {
    fn of(items: &[&Item<'_>]) -> Noun {
        if let [Item { recipe: Some(recipe), times: 1, .. }] = items {
            return Noun::Recipe(recipe.title.clone());
        }
        let counted = |item: &&Item<'_>| match (item.recipe, item.portions.as_slice()) {
            (None, [Portion::Model { model, quantity: None, .. }]) => Some((model.price.unit(), 1)),
            (None, [Portion::Model { model, quantity: Some(Quantity::Count(count)), .. }]) => {
                Some((model.price.unit(), *count))
            }
            (None, [Portion::Model { quantity: Some(Quantity::Clips { count, .. }), .. }]) => {
                Some((Unit::Clip, *count))
            }
            _ => None,
        };
        let Some(units) = items.iter().map(counted).collect::<Option<Vec<_>>>() else {
            return Noun::Video;
        };
        match units.as_slice() {
            [(Unit::Image, 1)] => Noun::Image,
            [(Unit::Clip, 1)] => Noun::Clip,
            [(Unit::Second, 1)] => Noun::Second,
            units if !units.is_empty() && units.iter().all(|(unit, _)| *unit == Unit::Image) => {
                Noun::Set(units.iter().map(|(_, count)| u128::from(*count)).sum())
            }
            _ => Noun::Video,
        }
    }

    /// As it stands in JSON.
    fn name(&self) -> String {
        match self {
            Noun::Recipe(title) => title.clone(),
            noun => noun.short().to_owned(),
        }
    }

    /// One word.
    fn short(&self) -> &'static str {
        match self {
            Noun::Image => "image",
            Noun::Clip => "clip",
            Noun::Second => "second",
            Noun::Set(_) => "set",
            Noun::Video => "video",
            Noun::Recipe(_) => "one",
        }
    }

    /// `178 videos`, `25 sets of 7 images`, `178 of these`.
    fn counted(&self, count: u128) -> String {
        match self {
            Noun::Recipe(_) => {
                format!("{} of these", if count == 0 { "none".to_owned() } else { grouped_count(count) })
            }
            Noun::Set(images) => format!("{} of {}", words::counted(count, "set"), words::counted(*images, "image")),
            noun => words::counted(count, noun.short()),
        }
    }

    /// What follows the count on line 1.
    fn explained(&self) -> String {
        match self {
            Noun::Recipe(title) => format!(": {title}"),
            _ => String::new(),
        }
    }

    /// `videos`, for the head of a column.
    fn column(&self) -> &'static str {
        match self {
            Noun::Image => "Images",
            Noun::Clip => "Clips",
            Noun::Second => "Seconds",
            Noun::Set(_) => "Sets",
            Noun::Video => "Videos",
            Noun::Recipe(_) => "Of these",
        }
    }
}

/// A budget's name in a sentence: `on Starter`, `on 1,000 credits`.
fn on(budget: &Budget<'_>) -> String {
    match budget.plan {
        Some(plan) => format!("on {}", plan.name),
        None => format!("on {}", words::credits(budget.credits)),
    }
}

fn headline(noun: &Noun, budgets: &[Budget<'_>], fits: &[Fit]) -> String {
    let mut parts = Vec::new();
    for (budget, fit) in budgets.iter().zip(fits) {
        let Some(count) = fit.fits else {
            return format!("As many as you like{}: this costs nothing", noun.explained());
        };
        let counted = match (parts.is_empty(), count) {
            (true, _) => noun.counted(count),
            (false, 0) => "none".to_owned(),
            (false, _) => grouped_count(count),
        };
        parts.push(format!("{counted} {}", on(budget)));
    }
    format!("{}{}", words::list(&parts), noun.explained())
}

/// How the count of the only budget comes about.
fn reckoning(noun: &Noun, each: Credits, budget: &Budget<'_>, fit: &Fit) -> String {
    let once = if budget.plan.is_some_and(|plan| !plan.once) { " a month" } else { "" };
    let mut sum = format!("{}{once}", words::credits(budget.credits));
    if !budget.extra.is_zero() {
        sum.push_str(&format!(" + {} extra", grouped(budget.extra)));
    }
    if !budget.spent.is_zero() {
        sum.push_str(&format!(" − {} spent", grouped(budget.spent)));
    }
    let left = format!("{} left", words::credits(fit.left));
    match fit.fits {
        None => left,
        Some(count) => {
            if sum.contains(['+', '−']) {
                sum = format!("({sum})");
            }
            format!("{sum} ÷ {} = {}, {left}", grouped(each), noun.counted(count))
        }
    }
}

/// That more was spent than there was.
fn overspent(budget: &Budget<'_>) -> Option<String> {
    let funds = budget.credits.plus(budget.extra).ok()?;
    let over = budget.spent.minus(funds);
    (!over.is_zero())
        .then(|| format!("{} spent is {} more than there was {}", grouped(budget.spent), grouped(over), on(budget)))
}

fn grid(noun: &Noun, each: Credits, budgets: &[Budget<'_>], fits: &[Fit]) -> Grid {
    let columns = vec![
        Column::text("name", "Plan"),
        Column::text("kind", "").for_programs(),
        Column::number("credits", "Credits"),
        Column::number("extra", "Extra"),
        Column::number("spent", "Spent"),
        Column::number("credits_each", "").for_programs(),
        Column::number("fits", noun.column()),
        Column::number("used", "Used"),
        Column::number("left", "Left"),
        Column::text("unlimited", "").for_programs(),
    ];
    let nonzero = |credits: Credits| if credits.is_zero() { Cell::both("", "0") } else { Cell::credits(credits) };
    let row = |(budget, fit): (&Budget<'_>, &Fit)| {
        vec![
            Cell::text(budget.name()),
            Cell::both("", if budget.plan.is_some() { "plan" } else { "balance" }),
            Cell::credits(budget.credits),
            nonzero(budget.extra),
            nonzero(budget.spent),
            Cell::credits(each),
            fit.fits.map_or_else(|| Cell::both("no end", ""), Cell::count),
            Cell::credits(fit.used),
            Cell::credits(fit.left),
            Cell::both("", fit.fits.is_none().to_string()),
        ]
    };
    Grid { columns, rows: budgets.iter().zip(fits).map(row).collect(), totals: Vec::new() }
}
