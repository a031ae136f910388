//! The parts that the documents and pages of several commands share.

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use crate::credits::{Credits, exact};
use crate::estimate::{Assumed, Estimate, Line, Note, notes_in_words};
use crate::fit::Budget;
use crate::name::shown;
use crate::output::{Cell, Column, Grid};
use crate::price::{Audio, Conversion};
use crate::quantity::Length;
use crate::table::{Model, PriceTable};
use crate::words::{self, grouped, half_up};

/// A number, digit for digit.
#[derive(Clone, Copy)]
pub(super) struct Exact(pub(super) Decimal);

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        exact(self.0, serializer)
    }
}

/// An amount of money or a ratio, rounded for display to six decimals.
pub(super) fn six_decimals(number: Decimal) -> Exact {
    Exact(half_up(number, 6))
}

/// A length in seconds.
pub(super) fn seconds(length: Length) -> Exact {
    Exact(length.seconds())
}

/// Which table an answer comes from.
#[derive(Serialize, Clone)]
pub(super) struct TableReport {
    name: String,
    source: String,
    checked: String,
    origin: String,
}

impl TableReport {
    pub(super) fn of(table: &PriceTable) -> TableReport {
        TableReport {
            name: table.name.clone(),
            source: table.source.clone(),
            checked: table.checked.to_string(),
            origin: table.origin.clone(),
        }
    }
}

/// The last line of a text: which table, of which date, from where.
pub(super) fn table_line(table: &PriceTable) -> String {
    let origin = if table.is_built_in() { "built in".to_owned() } else { shown(&table.origin) };
    format!("Prices: {}, checked {} ({origin})", table.name, table.checked)
}

/// Where figures come from, in one line, with the newest look at each source; `None` where nothing says.
pub(super) fn sources<'s>(of: impl Iterator<Item = (Option<&'s str>, Option<&'s str>)>) -> Option<String> {
    let mut sources: Vec<(&str, Option<&str>)> = Vec::new();
    for (source, checked) in of {
        let Some(source) = source else { continue };
        match sources.iter_mut().find(|(known, _)| *known == source) {
            Some((_, newest)) => *newest = checked.max(*newest),
            None => sources.push((source, checked)),
        }
    }
    let shown = |(source, checked): &(&str, Option<&str>)| match checked {
        Some(checked) => format!("{source} ({checked})"),
        None => (*source).to_owned(),
    };
    (!sources.is_empty()).then(|| format!("Source: {}", sources.iter().map(shown).collect::<Vec<_>>().join("; ")))
}

/// One line of a production.
#[derive(Serialize)]
pub(super) struct LineReport {
    name: String,
    model: Option<String>,
    kind: Option<String>,
    unit: &'static str,
    quantity: Exact,
    clips: Option<u64>,
    clip_seconds: Option<Exact>,
    rate: Credits,
    audio: Option<bool>,
    credits: Credits,
}

impl LineReport {
    fn of(line: &Line<'_>) -> LineReport {
        LineReport {
            name: line.name.to_owned(),
            model: line.model.map(|model| model.name.clone()),
            kind: line.model.map(|model| model.kind.clone()),
            unit: line.unit.word(),
            quantity: Exact(line.quantity),
            clips: line.clips,
            clip_seconds: line.clip_length.map(seconds),
            rate: line.rate,
            audio: line.audio.map(|audio| audio == Audio::With),
            credits: line.credits,
        }
    }

    pub(super) fn all(estimate: &Estimate<'_>) -> Vec<LineReport> {
        estimate.lines.iter().map(LineReport::of).collect()
    }
}

/// Something that nobody said and the price depends on.
#[derive(Serialize, PartialEq)]
pub(super) struct AssumptionReport {
    code: &'static str,
    model: String,
    assumed: String,
    alternative_credits: Option<Credits>,
    pub(super) message: String,
}

impl AssumptionReport {
    pub(super) fn all(estimate: &Estimate<'_>) -> Vec<AssumptionReport> {
        let report = |assumption: &crate::estimate::Assumption<'_>| AssumptionReport {
            code: assumption.assumed.code(),
            model: assumption.model.name.clone(),
            assumed: assumption.assumed.in_words(),
            alternative_credits: assumption.alternative,
            message: assumed_in_words(&assumption.model.name, assumption.assumed, assumption.alternative),
        };
        estimate.assumptions.iter().map(report).collect()
    }

    /// That one clip is taken to be as short as any that is offered.
    pub(super) fn offered_length(model: &Model, shortest: Length) -> AssumptionReport {
        AssumptionReport {
            code: "offered_length",
            model: model.name.clone(),
            assumed: format!("1 clip of {shortest}"),
            alternative_credits: None,
            message: format!("{}: one clip of {shortest}, the shortest offered", model.name),
        }
    }
}

/// An assumption in a sentence that says how to say it otherwise.
fn assumed_in_words(names: &str, assumed: Assumed, alternative: Option<Credits>) -> String {
    match assumed {
        Assumed::Conversion(Conversion::Pacing { length, images }) => {
            let taken = words::counted(u128::from(images), "image");
            format!("{names}: {length} taken as {taken}, by the table's pacing (say ={images}, or --pace)")
        }
        Assumed::Conversion(Conversion::ClipLength { length, clips, each }) => {
            let taken = words::counted(u128::from(clips), "clip");
            format!("{names}: {length} taken as {taken} of {each} (say ={clips})")
        }
        Assumed::DefaultModel => format!("{names} taken as the default model"),
        Assumed::Audio(audio) => {
            let other = match alternative {
                Some(alternative) => {
                    format!("; {} it would be {}", audio.other().phrase(), words::credits(alternative))
                }
                None => String::new(),
            };
            format!("{names} priced {}{other} (say :{} or :{})", audio.phrase(), audio.flag(), audio.other().flag())
        }
    }
}

/// That USD were asked for, where the table doesn't know what these credits cost.
pub(super) fn no_usd(of: &[&str]) -> String {
    format!("--usd shows nothing: this price table has no price in USD for {}", words::list(of))
}

/// What is bought beside a plan.
pub(super) const EXTRA_CREDITS: &str = "extra credits";

/// The notes of the plans that an answer names, and that more was spent than there was.
pub(super) fn notes_on_budgets<'b, 't: 'b>(
    budgets: impl IntoIterator<Item = &'b Budget<'t>, IntoIter: Clone>,
) -> Vec<String> {
    let budgets = budgets.into_iter();
    let of_plans = budgets.clone().filter_map(|budget| Note::of_row(budget.name(), &budget.plan?.provenance));
    let mut notes = notes_in_words(&of_plans.collect::<Vec<_>>());
    notes.extend(overspent(budgets));
    notes
}

/// That more was spent than there was; the same was spent of each budget.
fn overspent<'b, 't: 'b>(budgets: impl Iterator<Item = &'b Budget<'t>> + Clone) -> Option<String> {
    let spent = grouped(budgets.clone().next()?.spent);
    let over = |budget: &Budget<'_>| {
        let over = budget.spent.minus(budget.credits.plus(budget.extra).ok()?);
        let on = budget.plan.map_or_else(|| words::credits(budget.credits), |plan| plan.name.clone());
        (!over.is_zero()).then(|| format!("{} more than there was on {on}", grouped(over)))
    };
    let over: Vec<String> = budgets.filter_map(over).collect();
    (!over.is_empty()).then(|| format!("{spent} spent is {}", words::list(&over)))
}

/// Assumptions and notes as remarks, one of a kind each.
pub(super) fn remarks(estimate: &Estimate<'_>) -> Vec<String> {
    let mut remarks = audio_in_words(estimate);
    remarks.extend(assumptions_in_words([estimate]));
    remarks.extend(notes_in_words(&estimate.notes));
    remarks
}

/// What was assumed about audio, a line a choice.
pub(super) fn audio_in_words(estimate: &Estimate<'_>) -> Vec<String> {
    let mut remarks = Vec::new();
    for audio in [Audio::With, Audio::Without] {
        let models = estimate.assumptions.iter().filter(|assumption| assumption.assumed == Assumed::Audio(audio));
        let mut names: Vec<&str> = models.map(|assumption| assumption.model.name.as_str()).collect();
        names.dedup();
        if !names.is_empty() {
            remarks.push(assumed_in_words(
                &words::list(&names),
                Assumed::Audio(audio),
                estimate.with_other_audio(audio),
            ));
        }
    }
    remarks
}

/// Conversions that were assumed in any of these estimates, a line a kind, the models of the same one together.
pub(super) fn assumptions_in_words<'e, 'a: 'e>(estimates: impl IntoIterator<Item = &'e Estimate<'a>>) -> Vec<String> {
    let mut found: Vec<(Assumed, Vec<&str>)> = Vec::new();
    for assumption in estimates.into_iter().flat_map(|estimate| &estimate.assumptions).filter(|of| !of.is_audio()) {
        let name = assumption.model.name.as_str();
        match found.iter_mut().find(|(assumed, _)| *assumed == assumption.assumed) {
            Some((_, names)) if names.last() == Some(&name) => {}
            Some((_, names)) => names.push(name),
            None => found.push((assumption.assumed, vec![name])),
        }
    }
    let mut lines: Vec<(&str, String)> = Vec::new();
    for (assumed, names) in found {
        let names = match names.as_slice() {
            [first, others @ ..] if others.len() > 2 => format!("{first} and {} others", others.len()),
            names => words::list(names),
        };
        let part = assumed_in_words(&names, assumed, None);
        match lines.iter_mut().find(|(code, _)| *code == assumed.code()) {
            Some((_, line)) => {
                line.push_str("; ");
                line.push_str(&part);
            }
            None => lines.push((assumed.code(), part)),
        }
    }
    lines.into_iter().map(|(_, line)| line).collect()
}

/// The lines of a production; people get its sum as well, under `each`.
pub(super) fn production(estimate: &Estimate<'_>, each: &str) -> Grid {
    let columns = vec![
        Column::text("name", "Model"),
        Column::text("model", "").for_programs(),
        Column::text("kind", "").for_programs(),
        Column::text("unit", "").for_programs(),
        Column::number("quantity", "Quantity"),
        Column::number("clips", "").for_programs(),
        Column::number("clip_seconds", "").for_programs(),
        Column::number("rate", "Rate").spare(),
        Column::text("audio", "").for_programs(),
        Column::number("credits", "Credits"),
        Column::text("audio", "").for_people(),
        Column::number("retakes", "").for_programs(),
        Column::number("count", "").for_programs(),
    ];
    let rows = estimate.lines.iter().map(|line| row(line, estimate)).collect();
    let total = |name: String, quantity: String, credits: Credits| {
        let mut row = vec![Cell::none(); columns.len()];
        for (cell, column) in row.iter_mut().zip(&columns) {
            *cell = match column.key {
                "name" => Cell::text(name.clone()),
                "quantity" => Cell::text(quantity.clone()),
                "credits" => Cell::credits(credits),
                _ => Cell::none(),
            };
        }
        row
    };
    let mut totals = Vec::new();
    if !estimate.retakes.is_none() {
        let sum =
            estimate.lines.iter().try_fold(Credits::ZERO, |sum, line| sum.plus(line.credits)).unwrap_or(estimate.each);
        totals.push(total(
            "Retakes".to_owned(),
            format!("× {}", words::grouped_number(estimate.retakes.factor())),
            estimate.each.minus(sum),
        ));
    }
    if estimate.lines.len() > 1 || !totals.is_empty() || estimate.count == 1 && each != "Total" {
        totals.push(total(
            if estimate.count > 1 { "Each".to_owned() } else { each.to_owned() },
            String::new(),
            estimate.each,
        ));
    }
    if estimate.count > 1 {
        totals.push(total(
            format!("Total of {}", words::grouped_count(u128::from(estimate.count))),
            String::new(),
            estimate.total,
        ));
    }
    Grid { columns, rows, totals, bars: Vec::new() }
}

fn row(line: &Line<'_>, estimate: &Estimate<'_>) -> Vec<Cell> {
    let plain = |text: Option<String>| Cell::both("", text.unwrap_or_default());
    vec![
        Cell::text(line.name),
        plain(line.model.map(|model| model.name.clone())),
        plain(line.model.map(|model| model.kind.clone())),
        plain(Some(line.unit.word().to_owned())),
        Cell::both(line.quantity_in_words(), line.quantity.to_string()),
        plain(line.clips.map(|clips| clips.to_string())),
        plain(line.clip_length.map(|length| length.seconds().to_string())),
        Cell::both(line.rate_in_words(), line.rate.to_string()),
        plain(line.audio.map(|audio| (audio == Audio::With).to_string())),
        Cell::both(grouped(line.credits), line.credits.to_string()),
        Cell::both(line.audio.map_or("", Audio::phrase), ""),
        plain(Some(estimate.retakes.factor().to_string())),
        plain(Some(estimate.count.to_string())),
    ]
}
