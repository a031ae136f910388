//! `fit` without items: the credits that each of so many may cost, and what that buys.

use std::collections::HashSet;

use rust_decimal::Decimal;

use super::noun::Noun;
use super::report::{BudgetReport, FitReport, kind};
use super::words::{on, with};
use super::{budgets, one_number};
use crate::cli;
use crate::commands::Asked;
use crate::commands::reply;
use crate::commands::report::{Exact, TableReport, notes_on_budgets, table_line};
use crate::credits::Credits;
use crate::estimate::Terms;
use crate::failure::Failure;
use crate::fit::Budget;
use crate::item::name_of;
use crate::name::fold;
use crate::output::{Answer, Block, Cell, Column, Grid, Json, Verdict};
use crate::price::{Audio, Unit, UnitPrice};
use crate::table::PriceTable;
use crate::words::{self, grouped, grouped_count};

/// The most rows of examples for a unit.
const EXAMPLES: usize = 3;

/// A budget shared out.
struct Share<'t> {
    budget: Budget<'t>,
    /// Whole credits for each, rounded down.
    each: Credits,
    used: Credits,
    left: Credits,
}

/// Something that so many credits buy.
struct Example {
    count: u128,
    name: String,
    rate: String,
}

pub(super) fn answer(asked: &Asked<'_>, fit: &cli::Fit) -> anyhow::Result<Answer> {
    if fit.want.is_none() && fit.budgets.credits.is_none() && fit.budgets.plan.is_empty() {
        let message = "no item: say what one video takes, such as `nano-banana=6`, or how many you want with --want";
        return Err(Failure::usage(message).with_help("credits fit --help").into());
    }
    let budgets = budgets(asked.table, fit)?;
    one_number(asked, &budgets)?;
    let count = fit.want.unwrap_or(1);
    let shares: Vec<Share<'_>> = budgets.into_iter().map(|budget| share(budget, count)).collect::<Result<_, _>>()?;
    Ok(page(asked.table, fit, count, &shares))
}

fn share(budget: Budget<'_>, count: u64) -> anyhow::Result<Share<'_>> {
    let available = budget.available()?;
    let parts = Decimal::from(count);
    let each =
        available.holds(Credits::ONE.times(parts)?).and_then(|each| Credits::whole(each).ok()).unwrap_or(Credits::ZERO);
    let used = each.times(parts)?;
    Ok(Share { budget, each, used, left: available.minus(used) })
}

fn page(table: &PriceTable, fit: &cli::Fit, count: u64, shares: &[Share<'_>]) -> Answer {
    let wanted = fit.want;
    let terms = fit.production.terms(false);
    let factor = terms.retakes.factor();
    let on_budgets = notes_on_budgets(shares.iter().map(|share| &share.budget));
    let no_usd = fit.usd.then(|| "--usd shows nothing where no item is priced".to_owned());
    let notes: Vec<String> = on_budgets.iter().cloned().chain(no_usd).collect();
    let report = FitReport {
        schema: "credits.fit/1",
        table: TableReport::of(table),
        noun: Noun::Video.name(),
        credits_each: None,
        retakes: Exact(factor),
        lines: Vec::new(),
        budgets: shares.iter().map(Share::report).collect(),
        wanted,
        wanted_possible: None,
        smallest_plan: None,
        cheapest_way: None,
        credits_allowed_each: match shares {
            [share] => Some(share.each),
            _ => None,
        },
        assumptions: Vec::new(),
        notes: notes.clone(),
    };
    let mut blocks = Vec::new();
    let examples = match shares {
        [share] => examples(table, share.each, terms),
        _ => {
            blocks.push(Block::Grid(grid(shares)));
            Vec::new()
        }
    };
    if let ([share], [_, ..]) = (shares, examples.as_slice()) {
        blocks.push(Block::Lines(vec![format!(
            "{} {}, for example{}",
            words::credits(share.each),
            if share.each == Credits::ONE { "buys" } else { "buy" },
            with_retakes(factor)
        )]));
        blocks.push(Block::Grid(example_grid(&examples)));
    }
    blocks.push(Block::Data(grid(shares)));
    Answer {
        headline: headline(count, shares),
        blocks,
        table: table_line(table),
        json: Json::of(report),
        reply: Some(sentences(table, wanted, shares, &examples, &on_budgets)),
        notes,
        notes_on_lines: Vec::new(),
        notes_on_rows: Vec::new(),
        number: match shares {
            [share] => Some(share.each.to_string()),
            _ => None,
        },
        verdict: Verdict::Yes,
    }
}

impl Share<'_> {
    fn report(&self) -> BudgetReport {
        BudgetReport {
            name: self.budget.name().to_owned(),
            kind: kind(&self.budget),
            credits: self.budget.credits,
            extra: self.budget.extra,
            spent: self.budget.spent,
            fits: None,
            used: self.used,
            left: self.left,
            unlimited: false,
            usd_each: None,
            allowed_each: Some(self.each),
            wanted: None,
        }
    }
}

/// `62 credits for each of 20 videos, 10 left`.
fn headline(count: u64, shares: &[Share<'_>]) -> String {
    let of = match count {
        1 => "for one video".to_owned(),
        _ => format!("for each of {} videos", grouped_count(u128::from(count))),
    };
    match shares {
        [share] if share.budget.plan.is_none() => {
            format!("{} {of}, {} left", words::credits(share.each), grouped(share.left))
        }
        [share] => format!("{} {of} {}, {} left", words::credits(share.each), on(&share.budget), grouped(share.left)),
        shares => {
            let parts: Vec<String> =
                shares.iter().map(|share| format!("{} {}", grouped(share.each), on(&share.budget))).collect();
            format!("Credits {of}: {}", words::list(&parts))
        }
    }
}

fn grid(shares: &[Share<'_>]) -> Grid {
    let columns = vec![
        Column::text("name", "Plan"),
        Column::text("kind", "").for_programs(),
        Column::number("credits", "Credits"),
        Column::number("extra", "Extra"),
        Column::number("spent", "Spent"),
        Column::number("allowed_each", "For each"),
        Column::number("used", "").for_programs(),
        Column::number("left", "Left"),
    ];
    let row = |share: &Share<'_>| {
        vec![
            Cell::text(share.budget.name()),
            Cell::text(kind(&share.budget)),
            Cell::credits(share.budget.credits),
            Cell::nonzero(share.budget.extra),
            Cell::nonzero(share.budget.spent),
            Cell::credits(share.each),
            Cell::credits(share.used),
            Cell::credits(share.left),
        ]
    };
    Grid { columns, rows: shares.iter().map(row).collect(), totals: Vec::new(), bars: Vec::new() }
}

fn example_grid(examples: &[Example]) -> Grid {
    let counts: Vec<String> = examples.iter().map(|example| grouped_count(example.count)).collect();
    let width = counts.iter().map(String::len).max().unwrap_or_default();
    let row = |(example, count): (&Example, &String)| {
        vec![Cell::text(format!("{count:>width$} × {}", example.name)), Cell::text(example.rate.as_str())]
    };
    Grid {
        columns: vec![Column::text("name", ""), Column::text("rate", "")],
        rows: examples.iter().zip(&counts).map(row).collect(),
        totals: Vec::new(),
        bars: Vec::new(),
    }
}

/// What so many credits buy: of each unit the cheapest few rows of different rates that are offered and affordable.
/// Of rows with one price those come first that the table's own recipes are made of.
fn examples(table: &PriceTable, credits: Credits, terms: Terms) -> Vec<Example> {
    let items = table.recipes.iter().flat_map(|recipe| &recipe.items);
    let of_recipes: HashSet<String> = items.map(|item| fold(name_of(item))).collect();
    let mut offers: Vec<(Unit, (Credits, bool), Example)> = Vec::new();
    for model in table.models.iter().filter(|model| model.provenance.note.is_none()) {
        let (price, name, rate) = match model.price {
            UnitPrice::PerImage(rate) | UnitPrice::PerClip(rate) => (rate, model.name.clone(), model.price.to_string()),
            UnitPrice::PerSecond { .. } => {
                // A clip can't be shorter than the shortest that is offered.
                let Some(shortest) = model.lengths_offered.first() else { continue };
                let clip = |audio| model.price.rate(audio).0.times(shortest.seconds());
                let spoken = model.price.rate(terms.audio).1.unwrap_or(Audio::With);
                let (Ok(price), Ok(other)) = (clip(Some(spoken)), clip(Some(spoken.other()))) else { continue };
                let name = format!("{} of {shortest} {}", model.name, spoken.phrase());
                let other = match terms.audio {
                    None => format!(", {} {}", grouped(other), spoken.other().phrase()),
                    Some(_) => String::new(),
                };
                (price, name, format!("{} a clip{other}", grouped(price)))
            }
        };
        let with_retakes = price.times(terms.retakes.factor()).ok();
        let Some(count @ 1..) = with_retakes.and_then(|price| credits.holds(price)) else { continue };
        let other_rows = !of_recipes.contains(&fold(&model.name));
        offers.push((model.price.unit(), (price, other_rows), Example { count, name, rate }));
    }
    let mut examples = Vec::new();
    for unit in [Unit::Image, Unit::Clip, Unit::Second] {
        let mut of_unit: Vec<&(Unit, (Credits, bool), Example)> =
            offers.iter().filter(|(of, ..)| *of == unit).collect();
        of_unit.sort_by_key(|(_, price, _)| *price);
        of_unit.dedup_by_key(|(_, (price, _), _)| *price);
        examples.extend(of_unit.into_iter().take(EXAMPLES).map(|(.., example)| Example {
            count: example.count,
            name: example.name.clone(),
            rate: example.rate.clone(),
        }));
    }
    examples
}

/// `, with retakes × 1.25`; nothing without.
fn with_retakes(factor: Decimal) -> String {
    if factor == Decimal::ONE { String::new() } else { format!(", with retakes × {}", words::grouped_number(factor)) }
}

fn sentences(
    table: &PriceTable,
    wanted: Option<u64>,
    shares: &[Share<'_>],
    examples: &[Example],
    notes: &[String],
) -> Vec<String> {
    let videos = match wanted.unwrap_or(1) {
        1 => "one video".to_owned(),
        count => format!("each of {} videos", grouped_count(u128::from(count))),
    };
    let first = match shares {
        [share] if wanted.is_none() => format!("{} no image and no clip can be made.", with(&share.budget)),
        [share] if share.each.is_zero() => {
            format!("{} there is less than 1 credit for {videos}.", with(&share.budget))
        }
        [share] => {
            let each = words::credits(share.each);
            let are = if share.left == Credits::ONE { "is" } else { "are" };
            format!("{} {videos} may take {each}, and {} {are} left.", with(&share.budget), grouped(share.left))
        }
        shares => {
            let parts: Vec<String> = shares
                .iter()
                .map(|share| format!("{} with {}", words::credits(share.each), share.budget.name()))
                .collect();
            format!("{} may take {}.", words::capital(&videos), words::list(&parts))
        }
    };
    let bought: Vec<String> =
        examples.iter().map(|example| format!("{} × {}", grouped_count(example.count), example.name)).collect();
    let sentences = match (wanted, shares, bought.as_slice()) {
        (None, [share], [_, ..]) => {
            vec![format!("{} you can make, for example, {}.", with(&share.budget), bought.join(", or "))]
        }
        (_, _, []) => vec![first],
        _ => vec![first, format!("That buys, for example, {}.", bought.join(", or "))],
    };
    reply::ended(sentences, [], notes, table)
}
