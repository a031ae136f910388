//! `credits compare`: which model is cheapest for the same job, by how much, and how many fit?

use std::collections::HashMap;

use rust_decimal::Decimal;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::context::Context;
use super::fit::{named_budgets, notes_on_budgets};
use super::help;
use super::input::of_arguments;
use super::report::{AssumptionInfo, Line, TableInfo, six_decimals};
use crate::cli::{self, MediaKind};
use crate::error::{Failure, FaultyItem, Kind};
use crate::format::shown;
use crate::output;
use crate::pricing::assumption::groups;
use crate::pricing::budget::Budget;
use crate::pricing::compare::{Candidate, Comparison, NotComparable, Row, compare, every_model};
use crate::pricing::item::{FaultCode, Item, ItemFault};
use crate::table::read::CREDITS;
use crate::table::schema::Model;
use crate::values::credits::{Credits, Exact, LimitExceeded};
use crate::values::price::Price;
use crate::values::quantity::Quantity;

/// The most rows that are named as having the same rate.
const MAX_SAME_RATE: usize = 100;

/// The answer of `compare`.
#[derive(Debug, Serialize)]
pub struct CompareReport {
    schema: &'static str,
    pub(super) table: TableInfo,
    job: Option<String>,
    pub(super) retakes: Exact,
    pub(super) rows: Vec<RowInfo>,
    pub(super) not_comparable: Vec<NotComparableInfo>,
    cheapest: Vec<RowName>,
    dearest: Vec<RowName>,
    assumptions: Vec<AssumptionInfo>,
    notes: Vec<String>,
    /// The job in words, where one was used.
    #[serde(skip)]
    pub(super) job_in_words: Option<String>,
    /// Notes for a text, with what was assumed.
    #[serde(skip)]
    pub(super) text_notes: Vec<String>,
    /// What was assumed for the rows that a reply mentions, and notes on the budgets.
    #[serde(skip)]
    pub(super) customer_notes: Vec<String>,
    /// The budgets that people asked for, in words: `on Starter`.
    #[serde(skip)]
    pub(super) shown_budgets: Vec<String>,
    /// The limit that hides rows, and the cheapest row of all, where that is hidden too.
    #[serde(skip)]
    pub(super) hidden_by: Option<(Credits, String, Credits)>,
    /// The number of rows on each line of a text.
    #[serde(skip)]
    pub(super) lines: Vec<usize>,
}

/// A row of a comparison.
#[derive(Debug, Clone, Serialize)]
pub struct RowInfo {
    pub(super) name: String,
    audio: Option<bool>,
    option: Option<String>,
    priced: String,
    pub(super) credits: Credits,
    pub(super) multiple: Option<Exact>,
    pub(super) difference: Credits,
    #[serde(serialize_with = "as_map")]
    pub(super) fits: Vec<(String, Option<u128>)>,
    same_rate: Vec<String>,
    /// What customers call it.
    #[serde(skip)]
    pub(super) title: String,
    /// The option in words.
    #[serde(skip)]
    pub(super) option_words: Option<String>,
    /// What was priced, with grouped thousands.
    #[serde(skip)]
    pub(super) priced_in_words: String,
}

/// A model that can't do the job.
#[derive(Debug, Clone, Serialize)]
pub struct NotComparableInfo {
    pub(super) name: String,
    pub(super) reason: String,
    rate: String,
    /// The rate with grouped thousands.
    #[serde(skip)]
    pub(super) rate_in_words: String,
    #[serde(skip)]
    pub(super) title: String,
}

/// A row at one end of a comparison.
#[derive(Debug, Clone, Serialize)]
struct RowName {
    name: String,
    audio: Option<bool>,
}

/// Writes counts as an object, in the order of the budgets.
fn as_map<S: Serializer>(fits: &[(String, Option<u128>)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(fits.len()))?;
    for (name, count) in fits {
        map.serialize_entry(name, count)?;
    }
    map.end()
}

/// Answers `compare`.
///
/// # Errors
/// Where an item can't be priced, nothing can be compared, or the answer can't be written.
pub fn run(context: &Context<'_>, args: &cli::Compare) -> anyhow::Result<u8> {
    let (candidates, left_out, mut faults) = candidates(context, args);
    let uses_job = candidates.iter().any(|one| one.item.model().is_none_or(|part| part.quantity.is_none()));
    let job = args.job.unwrap_or(Quantity::Count(1));
    let terms = args.production.terms(context.global.strict);
    let budgets = named_budgets(context, &args.budgets, Credits::ZERO, Credits::ZERO);
    let comparison = match compare(&context.table, candidates, job, terms) {
        Ok(comparison) if faults.is_empty() => comparison,
        comparison => {
            faults.extend(comparison.err().into_iter().flatten());
            faults.sort_by_key(|fault| fault.index);
            let items = help::items(context, &of_arguments(&args.items), &faults, terms);
            return Err(help::items_and_plans(items, budgets.err()).into());
        }
    };
    if comparison.0.is_empty() {
        return Err(nothing_to_compare(context, &comparison.1, &left_out).into());
    }
    let used_job = args.job.or_else(|| uses_job.then_some(job));
    let report = report(context, args, comparison, used_job, &budgets?, &left_out)?;
    output::write(&report, context.global)
}

/// Returns what to compare; what was named but isn't of the kind that was asked for; and what can't be read.
fn candidates<'c>(
    context: &'c Context<'_>,
    args: &'c cli::Compare,
) -> (Vec<Candidate<'c>>, Vec<&'c str>, Vec<ItemFault>) {
    let is_of_kind = |candidate: &Candidate<'_>| match (args.kind, candidate.item.model()) {
        (Some(kind), Some(part)) => part.model.makes_images() == (kind == MediaKind::Image),
        _ => true,
    };
    if args.items.is_empty() {
        return (every_model(&context.table).into_iter().filter(is_of_kind).collect(), Vec::new(), Vec::new());
    }
    let (mut candidates, mut left_out, mut faults) = (Vec::new(), Vec::new(), Vec::new());
    for (index, text) in args.items.iter().enumerate() {
        match Item::parse(text, &context.table).map(|item| Candidate { item, is_named: true, index }) {
            Ok(candidate) if is_of_kind(&candidate) => candidates.push(candidate),
            Ok(other) => left_out.push(other.item.text),
            Err(fault) => faults.push(ItemFault { index, ..fault }),
        }
    }
    (candidates, left_out, faults)
}

fn nothing_to_compare(context: &Context<'_>, not_comparable: &[NotComparable<'_>], left_out: &[&str]) -> Failure {
    if let [first, ..] = not_comparable {
        let faulty = not_comparable.iter().map(|one| {
            let name = &one.model.name;
            let item = FaultyItem::new(name.clone(), one.error.code().as_str(), format!("`{name}`: {}", one.error));
            FaultyItem { predicate: one.error.to_string(), ..item }
        });
        let kind = Kind::Item(first.error.code());
        let failure = Failure::items(kind, faulty.collect(), |count| format!("{count} models can't do this job"));
        return failure.with_help("credits compare --help");
    }
    let message = match left_out {
        [] => "there are no models of this kind to compare".to_owned(),
        items => format!("nothing to compare: {} is of another kind", shown(&items.join(", "))),
    };
    Failure::new(Kind::Item(FaultCode::WrongUnit), message).with_help(context.help_with_table("credits models"))
}

fn report(
    context: &Context<'_>,
    args: &cli::Compare,
    (rows, not_comparable): Comparison<'_>,
    job: Option<Quantity>,
    budgets: &[Budget<'_>],
    left_out: &[&str],
) -> Result<CompareReport, LimitExceeded> {
    let rows = with_groups_together(rows);
    let affordable = rows.iter().filter(|row| args.max.is_none_or(|max| row.credits() <= max)).count();
    let top = args.top.and_then(|top| usize::try_from(top).ok()).unwrap_or(usize::MAX);
    let affordable_rows = rows.get(..affordable).unwrap_or(&rows);
    let lines: Vec<usize> = lines_of(affordable_rows, args.all).map(<[Row<'_>]>::len).take(top).collect();
    let shown = affordable_rows.get(..lines.iter().sum()).unwrap_or(affordable_rows);
    let least = rows.first().map(Row::credits).unwrap_or_default();
    let most = shown.last().map(Row::credits).unwrap_or_default();
    let mut same_rate: HashMap<RowGroup<'_>, Vec<&str>> = HashMap::new();
    for row in &rows {
        if let Some(group) = row_group(row) {
            same_rate.entry(group).or_default().push(&row.name);
        }
    }
    let infos: Vec<RowInfo> = shown
        .iter()
        .map(|row| {
            let others = row_group(row).and_then(|group| same_rate.get(&group)).into_iter().flatten();
            let others = others.filter(|name| **name != row.name).take(MAX_SAME_RATE);
            let fits = budgets.iter().map(|budget| Ok((budget.name().to_owned(), budget.fit(row.credits())?.fits)));
            Ok(RowInfo {
                fits: fits.collect::<Result<_, LimitExceeded>>()?,
                same_rate: others.map(|name| (*name).to_owned()).collect(),
                multiple: row.credits().value().checked_div(least.value()).map(six_decimals),
                difference: row.credits().minus(least),
                ..RowInfo::of(row)
            })
        })
        .collect::<Result<_, LimitExceeded>>()?;
    let ends = |credits: Credits| {
        let names = shown.iter().filter(|row| row.credits() == credits);
        names
            .map(|row| RowName { name: row.name.clone(), audio: row.option.and_then(|option| option.audio()) })
            .collect()
    };
    let notes = notes(args, &rows, shown, &not_comparable, budgets, left_out, affordable);
    let ends_of_shown = |row: &&Row<'_>| row.credits() == least || row.credits() == most;
    let mentioned = shown.iter().filter(ends_of_shown).flat_map(|row| &row.estimate.assumptions);
    let mentioned = groups(mentioned.map(|assumption| (assumption, false)));
    let mut customer_notes: Vec<String> = mentioned.iter().map(|group| group.sentence(Model::title)).collect();
    if args.budgets.are_given() {
        customer_notes.extend(notes_on_budgets(budgets));
    }
    Ok(CompareReport {
        schema: "credits.compare/1",
        table: TableInfo::in_force(context),
        job: job.map(|job| job.to_string()),
        retakes: Exact(args.production.terms(false).retakes.factor()),
        cheapest: ends(shown.first().map(Row::credits).unwrap_or_default()),
        dearest: ends(most),
        assumptions: assumptions(shown),
        text_notes: text_notes(shown, &notes),
        notes,
        not_comparable: not_comparable.iter().map(NotComparableInfo::of).collect(),
        job_in_words: job.map(crate::pricing::assumption::in_seconds),
        customer_notes,
        shown_budgets: budgets.iter().filter(|_| args.budgets.are_given()).map(on).collect(),
        hidden_by: args.max.and_then(|max| Some((max, rows.first()?.name.clone(), least))),
        lines,
        rows: infos,
    })
}

/// What rows have in common that are shown on one line: kind, price and first word, the option, and what was priced.
type RowGroup<'r> = (&'r str, &'r Price, &'r str, Option<&'r str>, String);

/// Returns what a row has in common with others; `None` for a row that the user named, which is never folded.
fn row_group<'r>(row: &'r Row<'_>) -> Option<RowGroup<'r>> {
    let model = row.model.filter(|_| !row.is_named)?;
    let option = row.option.map(|option| option.option.as_str());
    Some((&model.kind, &model.price, model.first_word(), option, priced(row)))
}

/// Puts rows of one group together, where the first of them is.
fn with_groups_together(rows: Vec<Row<'_>>) -> Vec<Row<'_>> {
    let mut first_of: HashMap<RowGroup<'_>, usize> = HashMap::new();
    let places: Vec<usize> = rows
        .iter()
        .enumerate()
        .map(|(index, row)| row_group(row).map_or(index, |group| *first_of.entry(group).or_insert(index)))
        .collect();
    drop(first_of);
    let mut placed: Vec<(usize, Row<'_>)> = places.into_iter().zip(rows).collect();
    placed.sort_by_key(|(place, _)| *place);
    placed.into_iter().map(|(_, row)| row).collect()
}

/// Returns the rows of each line of a text.
fn lines_of<'r, 't>(rows: &'r [Row<'t>], all: bool) -> impl Iterator<Item = &'r [Row<'t>]> {
    rows.chunk_by(move |row, next| !all && row_group(row).is_some_and(|group| Some(group) == row_group(next)))
}

/// Describes what was priced: `4 clips of 5 s`.
fn priced(row: &Row<'_>) -> String {
    let line = |line: &Line| match (line.clips, line.clip_seconds) {
        (Some(clips), Some(each)) if clips == 1 || line.unit == crate::values::price::Unit::Clip => {
            let clips = crate::format::counted(clips, "clip");
            format!("{clips} of {}", crate::format::seconds(each.seconds()))
        }
        _ if line.unit == crate::values::price::Unit::Credit => crate::format::credits(line.credits),
        _ => line.quantity_in_words(),
    };
    Line::all(&row.estimate).iter().map(line).collect::<Vec<_>>().join(" + ")
}

/// Lists what was assumed for the shown rows, each once.
fn assumptions(shown: &[Row<'_>]) -> Vec<AssumptionInfo> {
    let mut assumptions: Vec<AssumptionInfo> = Vec::new();
    for assumption in shown.iter().flat_map(|row| AssumptionInfo::all(&row.estimate)) {
        if !assumptions.contains(&assumption) {
            assumptions.push(assumption);
        }
    }
    assumptions
}

/// Returns notes on the shown rows, on what can't do the job and on the budgets, and how many rows are hidden.
fn notes(
    args: &cli::Compare,
    rows: &[Row<'_>],
    shown: &[Row<'_>],
    not_comparable: &[NotComparable<'_>],
    budgets: &[Budget<'_>],
    left_out: &[&str],
    affordable: usize,
) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    for note in shown.iter().flat_map(|row| &row.estimate.notes).map(ToString::to_string) {
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    let own = |model: &Model| model.note.as_ref().map(|note| format!("{}: {}", model.name, note.trim_end_matches('.')));
    notes.extend(not_comparable.iter().filter_map(|one| own(one.model)));
    if args.budgets.are_given() {
        notes.extend(notes_on_budgets(budgets));
    }
    let recipes: Vec<&str> = shown.iter().filter(|row| row.ignores_job).map(|row| row.name.as_str()).collect();
    if !recipes.is_empty() {
        notes.push(format!("recipes are compared as they are, whatever the job: {}", recipes.join(", ")));
    }
    if !left_out.is_empty() {
        notes.push(format!("left out because they are of another kind: {}", shown_list(left_out)));
    }
    let count = |rows: &[Row<'_>]| lines_of(rows, args.all).count();
    let [all, affordable, shown] = [rows, rows.get(..affordable).unwrap_or(rows), shown].map(count);
    if let (Some(max), hidden @ 1..) = (args.max, all.saturating_sub(affordable)) {
        let (hidden, max) = (crate::format::counted(hidden, "row"), crate::format::credits(max));
        notes.push(format!("{hidden} over {max} not shown"));
    }
    if let hidden @ 1.. = affordable.saturating_sub(shown) {
        notes.push(format!("{} not shown because of --top", crate::format::counted(hidden, "more row")));
    }
    notes
}

fn shown_list(texts: &[&str]) -> String {
    texts.iter().map(|text| shown(text)).collect::<Vec<_>>().join(", ")
}

/// Returns the notes of a text: what was assumed, a line a kind, then the others.
fn text_notes(shown: &[Row<'_>], notes: &[String]) -> Vec<String> {
    let assumptions = shown.iter().flat_map(|row| {
        let is_in_recipe = |line: usize| row.estimate.lines.get(line).is_some_and(|line| line.is_in_recipe);
        row.estimate.assumptions.iter().map(move |one| (one, is_in_recipe(one.line)))
    });
    groups(assumptions).iter().map(|group| group.note()).chain(notes.iter().cloned()).collect()
}

/// `on Starter`, `on the balance`.
fn on(budget: &Budget<'_>) -> String {
    budget.plan.map_or_else(|| "on the balance".to_owned(), |plan| format!("on {}", plan.name))
}

impl RowInfo {
    fn of(row: &Row<'_>) -> RowInfo {
        let priced = priced(row);
        RowInfo {
            name: row.name.clone(),
            audio: row.option.and_then(|option| option.audio()),
            option: row.option.map(|option| option.option.clone()),
            // Commas are in it only between thousands.
            priced: priced.replace(',', ""),
            credits: row.credits(),
            multiple: None,
            difference: Credits::ZERO,
            fits: Vec::new(),
            same_rate: Vec::new(),
            title: match row.model {
                Some(model) => model.title().to_owned(),
                None if row.name == CREDITS => "your figure".to_owned(),
                None => row.name.clone(),
            },
            option_words: row.option.map(|option| option.in_words()),
            priced_in_words: priced,
        }
    }

    /// Makes a row with these budgets, for the columns of CSV.
    pub(super) fn sample(rows: &[RowInfo]) -> RowInfo {
        let fits = rows.first().map(|row| row.fits.clone()).unwrap_or_default();
        RowInfo {
            name: String::new(),
            audio: None,
            option: None,
            priced: String::new(),
            credits: Credits::ZERO,
            multiple: Some(Exact(Decimal::ONE)),
            difference: Credits::ZERO,
            fits,
            same_rate: Vec::new(),
            title: String::new(),
            option_words: None,
            priced_in_words: String::new(),
        }
    }
}

impl NotComparableInfo {
    fn of(one: &NotComparable<'_>) -> NotComparableInfo {
        let error = one.error.to_string();
        NotComparableInfo {
            name: one.model.name.clone(),
            // Without what to write instead, because the job is the user's.
            reason: error.split_once(": ").map_or(error.as_str(), |(reason, _)| reason).to_owned(),
            rate: one.model.price.to_string().replace(|c| c == ',' && one.model.price.options().is_empty(), ""),
            rate_in_words: one.model.price.to_string(),
            title: one.model.title().to_owned(),
        }
    }
}
