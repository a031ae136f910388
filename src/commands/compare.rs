//! `credits compare`: which model is cheapest for the same job, by how much, and how many fit?

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::context::Context;
use super::fit::{named_budgets, notes_on_budgets};
use super::help;
use super::input::of_arguments;
use super::report::{AssumptionInfo, Line, Remarks, TableInfo, after_name, six_decimals, unique};
use crate::cli::{self, MediaKind};
use crate::error::{Failure, Kind};
use crate::format::{counted, credits, seconds};
use crate::output;
use crate::pricing::assumption::{Group, groups, in_seconds};
use crate::pricing::budget::Budget;
use crate::pricing::compare::{Comparison, Job, NotComparable, Row, compare};
use crate::pricing::estimate::Note;
use crate::pricing::item::{FaultCode, Item};
use crate::table::read::CREDITS;
use crate::table::schema::Model;
use crate::values::credits::{Credits, Exact, LimitExceeded};
use crate::values::price::{Rate, Unit};
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
    #[serde(flatten)]
    pub(super) remarks: Remarks,
    /// The job in words where it is a length: ` for 4 × 8 s`.
    #[serde(skip)]
    pub(super) for_job: String,
    /// The names of the budgets that rows are counted for.
    #[serde(skip)]
    pub(super) budgets: Vec<String>,
    /// Whether the user named the budgets.
    #[serde(skip)]
    pub(super) shows_budgets: bool,
    /// Whether there are rows that aren't shown.
    #[serde(skip)]
    pub(super) hides_rows: bool,
    /// The first line where a limit hides all rows.
    #[serde(skip)]
    pub(super) all_hidden: String,
}

/// A row of a comparison.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RowInfo {
    pub(super) name: String,
    pub(super) audio: Option<bool>,
    pub(super) option: Option<String>,
    #[serde(serialize_with = "ungrouped")]
    pub(super) priced: String,
    pub(super) credits: Credits,
    pub(super) multiple: Option<Exact>,
    pub(super) difference: Credits,
    #[serde(serialize_with = "as_map")]
    pub(super) fits: Vec<(String, Option<u128>)>,
    pub(super) same_rate: Vec<String>,
    /// The name with the option.
    #[serde(skip)]
    pub(super) label: String,
    /// What customers call it, with the option.
    #[serde(skip)]
    pub(super) title: String,
    /// The line of a text that it is on.
    #[serde(skip)]
    pub(super) line: usize,
    /// Whether it is no longer available, while others are.
    #[serde(skip)]
    pub(super) is_retired: bool,
}

/// A model that can't do the job.
#[derive(Debug, Clone, Serialize)]
pub struct NotComparableInfo {
    pub(super) name: String,
    pub(super) reason: String,
    #[serde(serialize_with = "ungrouped")]
    pub(super) rate: String,
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

/// Writes words with numbers for programs: without the commas between thousands.
fn ungrouped<S: Serializer>(words: &str, serializer: S) -> Result<S::Ok, S::Error> {
    let parts: Vec<String> = words.split(", ").map(|part| part.replace(',', "")).collect();
    parts.join(", ").serialize(serializer)
}

/// Answers `compare`.
///
/// # Errors
/// Where an item can't be priced, nothing can be compared, or the answer can't be written.
pub fn run(context: &Context<'_>, args: &cli::Compare) -> anyhow::Result<u8> {
    let table = &context.table;
    let is_of_kind = |item: &Item<'_>| match (args.kind, item.model()) {
        (Some(kind), Some(part)) => part.model.makes_images() == (kind == MediaKind::Image),
        _ => true,
    };
    let (named, left_out): (Vec<String>, Vec<String>) =
        args.items.iter().cloned().partition(|text| Item::parse(text, table).as_ref().map_or(true, is_of_kind));
    let are_named = !args.items.is_empty();
    let items: Vec<_> = match are_named {
        true => named.iter().map(|text| Item::parse(text, table)).collect(),
        false => table.models.iter().map(Item::of_model).filter(is_of_kind).map(Ok).collect(),
    };
    if items.is_empty() {
        let failure = Failure::new(Kind::Item(FaultCode::WrongUnit), "there are no models of this kind to compare");
        return Err(failure.with_help(context.help_with_table("credits models")).into());
    }
    let mut parts = items.iter().flatten().map(Item::model);
    let uses_job = args.job.is_some() || parts.any(|part| part.is_none_or(|part| part.quantity.is_none()));
    let job = args.job.unwrap_or(Quantity::Count(1));
    let terms = args.production.terms(context.global.strict);
    let budgets = named_budgets(context, &args.budgets, Credits::ZERO, Credits::ZERO);
    let comparison = match compare(table, items, Job { quantity: job, are_named, max: args.max }, terms) {
        Ok(comparison) => comparison,
        Err(faults) => {
            let items = help::items(context, &of_arguments(&named), &faults, terms);
            let items = if are_named { items } else { items.with_help("credits compare --help") };
            return Err(help::items_and_plans(items, budgets.err()).into());
        }
    };
    let report = report(context, args, comparison, Some(job).filter(|_| uses_job), &budgets?, &left_out)?;
    output::write(&report, context.global)
}

fn report(
    context: &Context<'_>,
    args: &cli::Compare,
    (rows, not_comparable): Comparison<'_>,
    job: Option<Quantity>,
    budgets: &[Budget<'_>],
    left_out: &[String],
) -> Result<CompareReport, LimitExceeded> {
    let top = args.top.and_then(|top| usize::try_from(top).ok()).unwrap_or(usize::MAX);
    let line = |index: usize, row: &Row<'_>| if args.all { index } else { row.group };
    let is_shown = |(index, row): &(usize, &Row<'_>)| {
        line(*index, row) < top && args.max.is_none_or(|max| row.estimate.each <= max)
    };
    let end = rows.iter().enumerate().take_while(is_shown).count();
    let shown = rows.get(..end).unwrap_or(&rows);
    let least = rows.first().map(|row| row.estimate.each).unwrap_or_default();
    let most = shown.iter().map(|row| row.estimate.each).max().unwrap_or_default();
    let mut infos: Vec<RowInfo> = Vec::new();
    for alike in rows.chunk_by(|row, next| row.group == next.group) {
        for row in alike {
            let others = alike.iter().map(|other| &other.name).filter(|name| **name != row.name);
            let fits = budgets.iter().map(|one| Ok((one.name().to_owned(), one.fit(row.estimate.each)?.fits)));
            infos.push(RowInfo {
                multiple: row.estimate.each.value().checked_div(least.value()).map(six_decimals),
                difference: row.estimate.each.minus(least),
                fits: fits.collect::<Result<_, LimitExceeded>>()?,
                same_rate: others.take(MAX_SAME_RATE).cloned().collect(),
                line: line(infos.len(), row),
                ..RowInfo::of(row)
            });
        }
    }
    let lines = |rows: &[RowInfo]| rows.last().map_or(0, |row| row.line + 1);
    let all = lines(&infos);
    infos.truncate(end);
    let at = |credits: Credits, is_retired: bool| {
        let rows = infos.iter().filter(|row| row.credits == credits && (is_retired || !row.is_retired));
        rows.map(|row| RowName { name: row.name.clone(), audio: row.audio }).collect()
    };
    let at_ends = shown.iter().filter(|row| row.estimate.each == least || row.estimate.each == most);
    let assumptions = shown.iter().flat_map(|row| AssumptionInfo::all(&row.estimate));
    let mut remarks = Remarks::of_groups(assumptions, &assumed(shown.iter()), &assumed(at_ends));
    notes(&rows, shown, &not_comparable, left_out).into_iter().for_each(|note| remarks.add(note));
    if args.budgets.are_given() {
        notes_on_budgets(budgets).into_iter().for_each(|note| remarks.add_for_all(note));
    }
    let is_retired = infos.first().is_some_and(|row| row.is_retired);
    if let hidden @ 1.. = all.saturating_sub(lines(&infos)) {
        remarks.add(format!("{} not shown (because of --max or --top)", counted(hidden, "row")));
    }
    let all_hidden = rows.first().zip(args.max).map(|(row, max)| {
        let name = row.model.map_or(row.name.as_str(), Model::title);
        format!("No model costs {} or less: the cheapest, {name}, costs {}", credits(max), credits(least))
    });
    Ok(CompareReport {
        schema: "credits.compare/1",
        table: TableInfo::in_force(context),
        job: job.map(|job| job.to_string()),
        retakes: Exact(args.production.terms(false).retakes.factor()),
        cheapest: at(least, is_retired),
        dearest: at(most, true),
        rows: infos,
        not_comparable: not_comparable.iter().map(NotComparableInfo::of).collect(),
        remarks,
        for_job: match job {
            None | Some(Quantity::Count(_)) => String::new(),
            Some(length) => format!(" for {}", in_seconds(length)),
        },
        budgets: budgets.iter().map(|budget| budget.name().to_owned()).collect(),
        hides_rows: end < rows.len(),
        shows_budgets: args.budgets.are_given(),
        all_hidden: all_hidden.unwrap_or_default(),
    })
}

/// Puts the assumptions of rows together.
fn assumed<'r, 't: 'r>(rows: impl Iterator<Item = &'r Row<'t>>) -> Vec<Group<'t>> {
    groups(rows.flat_map(|row| {
        let is_in_recipe = |line: usize| row.estimate.lines.get(line).is_some_and(|line| line.is_in_recipe);
        row.estimate.assumptions.iter().map(move |one| (one, is_in_recipe(one.line)))
    }))
}

/// Describes what was priced: `4 clips of 5 s`.
fn priced(row: &Row<'_>) -> String {
    let line = |line: &Line| match (line.clips, line.clip_seconds) {
        (Some(clips), Some(each)) if clips == 1 || line.unit == Unit::Clip => {
            format!("{} of {}", counted(clips, "clip"), seconds(each.seconds()))
        }
        _ if line.unit == Unit::Credit => credits(line.credits),
        _ => line.quantity_in_words(),
    };
    Line::all(&row.estimate).iter().map(line).collect::<Vec<_>>().join(" + ")
}

/// Returns notes on the shown rows, and on what can't do the job.
fn notes(
    rows: &[Row<'_>],
    shown: &[Row<'_>],
    not_comparable: &[NotComparable<'_>],
    left_out: &[String],
) -> Vec<String> {
    // A flag has no effect only where it has none on any row.
    let is_about_audio = |note: &&Note<'_>| matches!(note, Note::NoAudioChoice(_));
    let has_choice = rows.iter().any(|row| !row.estimate.notes.iter().any(|note| is_about_audio(&note)));
    let of_rows = shown.iter().flat_map(|row| &row.estimate.notes).filter(|note| !has_choice || !is_about_audio(note));
    let mut notes: Vec<String> = of_rows.map(ToString::to_string).collect();
    for NotComparable { model: Model { name, note, .. }, .. } in not_comparable {
        notes.extend(note.as_ref().map(|note| Note::Row { name, note, is_for_customers: true }.to_string()));
    }
    let recipes: Vec<&str> = shown.iter().filter(|row| row.ignores_job).map(|row| row.name.as_str()).collect();
    if !recipes.is_empty() {
        notes.push(format!("--job doesn't apply to recipes: {}", unique(recipes).join(", ")));
    }
    if !left_out.is_empty() {
        notes.push(format!("--kind leaves out {}", left_out.join(", ")));
    }
    notes
}

impl RowInfo {
    fn of(row: &Row<'_>) -> RowInfo {
        let option = after_name(row.option.map(Rate::in_words).as_deref());
        let title = match row.model {
            Some(model) => model.title(),
            None if row.name == CREDITS => "the amount you gave",
            None => &row.name,
        };
        RowInfo {
            name: row.name.clone(),
            audio: row.option.and_then(|option| option.audio()),
            option: row.option.map(|option| option.option.clone()),
            priced: priced(row),
            credits: row.estimate.each,
            label: format!("{}{option}", row.name),
            title: format!("{title}{option}"),
            is_retired: row.is_retired,
            ..RowInfo::default()
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
            rate: one.model.price.to_string(),
            title: one.model.title().to_owned(),
        }
    }
}
