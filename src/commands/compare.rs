//! `credits compare`: which model is cheapest for the same job, by how much, and how many fit?

use foldhash::HashMap;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::context::Context;
use super::fit::{named_budgets, notes_on_budgets};
use super::help;
use super::input::of_arguments;
use super::report::{AssumptionInfo, Remarks, TableInfo, after_name, six_decimals, unique};
use crate::cli::{self, MediaKind};
use crate::error::{Failure, Kind};
use crate::format::{choice, counted, credits, grouped, list};
use crate::output;
use crate::pricing::assumption::{Assumed, Assumption, Group, clips_of, groups};
use crate::pricing::budget::Budget;
use crate::pricing::compare::{Comparison, Job, NotComparable, Row, compare, reason, ungrouped};
use crate::pricing::estimate::{Line, Note, Retakes, Terms, no_audio_choice};
use crate::pricing::item::{FaultCode, Item};
use crate::table::read::CREDITS;
use crate::values::credits::{Credits, Exact, LimitExceeded};
use crate::values::price::Unit;
use crate::values::quantity::Quantity;

/// The most rows that are named as having the same rate.
const MAX_SAME_RATE: usize = 100;

/// The most lines besides the cheapest whose prices a reply names one by one.
pub(super) const MAX_NAMED: usize = 12;

/// The answer of `compare`.
#[derive(Debug, Serialize)]
pub struct CompareReport<'t> {
    schema: &'static str,
    pub(super) table: TableInfo,
    job: Option<String>,
    pub(super) retakes: Retakes,
    pub(super) rows: Vec<RowInfo<'t>>,
    pub(super) not_comparable: Vec<NotComparable<'t>>,
    cheapest: Vec<RowName>,
    dearest: Vec<RowName>,
    #[serde(flatten)]
    pub(super) remarks: Remarks,
    /// The job where it is a length.
    #[serde(skip)]
    pub(super) for_job: Option<Quantity>,
    /// The budgets that rows are counted for.
    #[serde(skip)]
    pub(super) budgets: Vec<Budget<'t>>,
    /// Whether the user named the budgets.
    #[serde(skip)]
    pub(super) shows_budgets: bool,
    /// Whether there are rows that aren't shown.
    #[serde(skip)]
    pub(super) hides_rows: bool,
    /// Whether the user named the items.
    #[serde(skip)]
    pub(super) are_named: bool,
    /// The first line where a limit hides all rows.
    #[serde(skip)]
    pub(super) all_hidden: String,
}

/// A row of a comparison.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RowInfo<'t> {
    #[serde(flatten)]
    pub(super) row: Row<'t>,
    #[serde(serialize_with = "ungrouped")]
    pub(super) priced: String,
    pub(super) credits: Credits,
    pub(super) multiple: Option<Exact>,
    pub(super) difference: Credits,
    #[serde(serialize_with = "as_map")]
    pub(super) fits: Vec<(String, Option<u128>)>,
    pub(super) same_rate: Vec<String>,
    /// What was priced, where another row has the same name: ` (2 clips of 4 s)`.
    #[serde(skip)]
    pub(super) detail: String,
}

/// A row at one end of a comparison.
#[derive(Debug, Serialize)]
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
    let table = &context.table;
    let is_of_kind = |item: &Item<'_>| match (args.kind, item.model()) {
        (Some(kind), Some(part)) => part.model.makes_images() == (kind == MediaKind::Image),
        _ => true,
    };
    let (named, left_out): (Vec<&str>, Vec<&str>) = args
        .items
        .iter()
        .map(String::as_str)
        .partition(|text| Item::parse(text, table).as_ref().map_or(true, is_of_kind));
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
    let quantity = args.job.unwrap_or(Quantity::Count(1));
    let terms = args.production.terms(context.global.strict);
    let budgets = named_budgets(context, &args.budgets, Credits::ZERO, Credits::ZERO);
    let comparison =
        compare(table, items, Job { quantity, are_named, is_folded: !are_named && !args.all, max: args.max }, terms);
    let comparison = match comparison {
        Ok(comparison) => comparison,
        Err(faults) => {
            let mut failure = help::items(context, &of_arguments(&named), &faults, terms);
            if !are_named {
                // What to write in an item is no advice where --job is wrong.
                let how = if terms.strict { " without an assumption" } else { "" };
                failure.message = format!("no model can do --job {quantity}{how}");
                for item in &mut failure.items {
                    item.predicate = reason(&item.predicate).to_owned();
                }
                failure = failure.with_help("credits compare --help");
            }
            return Err(help::items_and_plans(failure, budgets.err()).into());
        }
    };
    let mut report = report(context, args, comparison, terms, &budgets?)?;
    if !left_out.is_empty() {
        report.remarks.add(format!("--kind leaves out {}", left_out.join(", ")));
    }
    if uses_job {
        report.job = Some(quantity.to_string());
        let is_for_job = report.rows.first().is_none_or(|first| !first.row.ignores_job);
        report.for_job = Some(quantity).filter(|quantity| !matches!(quantity, Quantity::Count(_)) && is_for_job);
    }
    output::write(&report, context.global)
}

fn report<'t>(
    context: &Context<'_>,
    args: &cli::Compare,
    (rows, not_comparable): Comparison<'t>,
    terms: Terms,
    budgets: &[Budget<'t>],
) -> Result<CompareReport<'t>, LimitExceeded> {
    let top = args.top.and_then(|top| usize::try_from(top).ok()).unwrap_or(usize::MAX);
    let is_shown = |row: &&Row<'_>| row.group < top && args.max.is_none_or(|max| row.estimate.each <= max);
    let (shown, hidden) = rows.split_at_checked(rows.iter().take_while(is_shown).count()).unwrap_or((&rows, &[]));
    let least = rows.first().map(|row| row.estimate.each).unwrap_or_default();
    let most = shown.iter().map(|row| row.estimate.each).max().unwrap_or_default();
    let mut names: HashMap<_, usize> = HashMap::default();
    shown.iter().for_each(|row| *names.entry(name_and_option(row)).or_default() += 1);
    let mut infos = Vec::new();
    for alike in shown.chunk_by(|row, next| row.group == next.group) {
        for row in alike {
            let each = row.estimate.each;
            let others = alike.iter().map(|other| &other.name).filter(|name| **name != row.name);
            let fits = budgets.iter().map(|budget| Ok((budget.name.to_owned(), budget.fit(each)?.fits)));
            let is_unique = names.get(&name_and_option(row)) == Some(&1);
            let detail = if is_unique { String::new() } else { format!(" ({})", priced(row)) };
            infos.push(RowInfo {
                detail,
                priced: priced(row),
                credits: each,
                multiple: each.value().checked_div(least.value()).map(six_decimals),
                difference: each.minus(least),
                fits: fits.collect::<Result<_, LimitExceeded>>()?,
                same_rate: others.take(MAX_SAME_RATE).cloned().collect(),
                row: row.clone(),
            });
        }
    }
    let is_retired = shown.first().is_some_and(|row| row.is_retired);
    let at = |credits: Credits, is_retired: bool| {
        let rows = shown.iter().filter(|row| row.estimate.each == credits && row.is_retired <= is_retired);
        rows.map(|row| RowName { name: row.name.clone(), audio: row.audio }).collect()
    };
    let all_hidden = rows.first().zip(args.max).map(|(row, max)| {
        format!("None of these costs {} or less: the cheapest, {}, costs {}", credits(max), row.title, credits(least))
    });
    let mut remarks = remarks(&rows, shown, [least, most], &not_comparable);
    if args.budgets.are_given() {
        notes_on_budgets(budgets).into_iter().for_each(|note| remarks.add_note(note));
    }
    let silent = not_comparable.iter().filter(|one| one.needs_audio).map(|one| one.model.title());
    let unknown = shown.iter().filter(|row| row.has_unknown_audio()).map(|row| row.title.as_str());
    let titles: Vec<&str> = unknown.chain(silent).collect();
    if terms.audio == Some(true) && !titles.is_empty() {
        let text = format!("we don't know whether {} can make clips with audio", any_of(titles));
        remarks.add_note(Note { text, is_for_customers: true });
    }
    if !hidden.is_empty() {
        let lines = hidden.chunk_by(|row, next| row.group == next.group).count();
        let flags = match (args.max, args.top) {
            (Some(_), None) => "--max",
            (None, _) => "--top",
            _ => "--max or --top",
        };
        remarks.add(format!("{} not shown because of {flags}", counted(lines, "row")));
    }
    Ok(CompareReport {
        schema: "credits.compare/1",
        table: TableInfo::in_force(context),
        job: None,
        retakes: terms.retakes,
        cheapest: at(least, is_retired),
        dearest: at(most, true),
        hides_rows: !hidden.is_empty(),
        rows: infos,
        not_comparable,
        remarks,
        for_job: None,
        budgets: budgets.to_vec(),
        shows_budgets: args.budgets.are_given(),
        are_named: !args.items.is_empty(),
        all_hidden: all_hidden.unwrap_or_default(),
    })
}

/// Names one or the other of these, or the first of many.
pub(super) fn any_of(names: Vec<&str>) -> String {
    match names.as_slice() {
        [first, others @ ..] if others.len() >= MAX_NAMED => format!("{first} or {} others", grouped(others.len())),
        _ => choice(&unique(names)),
    }
}

fn name_and_option<'r>(row: &'r Row<'_>) -> (&'r str, Option<&'r str>) {
    (&row.name, row.option.map(|rate| rate.option.as_str()))
}

/// Describes what was priced: `4 clips of 5 s`.
fn priced(row: &Row<'_>) -> String {
    let line = |line: &Line<'_>| match (line.clips, line.clip_seconds) {
        (Some(clips), Some(each)) => clips_of(clips, Some(each)),
        _ if line.unit == Unit::Credit => credits(line.credits),
        _ => line.quantity_in_words(),
    };
    row.estimate.lines.iter().map(line).collect::<Vec<_>>().join(" + ")
}

/// Returns remarks on the shown rows, for customers on those that a reply names, and on what can't do the job.
fn remarks(rows: &[Row<'_>], shown: &[Row<'_>], ends: [Credits; 2], not_comparable: &[NotComparable<'_>]) -> Remarks {
    let assumptions = shown.iter().flat_map(|row| AssumptionInfo::all(&row.estimate));
    let are_few = shown.chunk_by(|row, next| row.group == next.group).count() <= MAX_NAMED + 1;
    let is_retired = shown.first().is_some_and(|row| row.is_retired);
    let named = shown.iter().filter(|row| are_few && row.is_retired <= is_retired || ends.contains(&row.estimate.each));
    let mut remarks = Remarks::of_groups(assumptions, &assumed(shown), &assumed(named));
    let notes = shown.iter().flat_map(|row| &row.estimate.notes).map(|note| note.text.clone());
    notes.for_each(|note| remarks.add(note));
    // A flag has no effect only where it has none on any row.
    let ignored = rows.first().and_then(|row| row.estimate.ignored_audio);
    if let Some(audio) = ignored.filter(|_| rows.iter().all(|row| row.estimate.ignored_audio.is_some())) {
        remarks.add(no_audio_choice(audio));
    }
    let of_models = not_comparable.iter().filter_map(|one| Note::of_row(one.name, &one.model.note));
    of_models.for_each(|note| remarks.add(note.text));
    let recipes: Vec<&str> = shown.iter().filter(|row| row.ignores_job).map(|row| row.name.as_str()).collect();
    if !recipes.is_empty() {
        remarks.add(format!("--job doesn't apply to {}: a recipe has its own quantities", list(&unique(recipes))));
    }
    remarks
}

/// Puts the assumptions of rows together, whose totals differ.
fn assumed<'r, 't: 'r>(rows: impl IntoIterator<Item = &'r Row<'t>>) -> Vec<Group<'t>> {
    let assumptions = rows.into_iter().flat_map(|row| row.estimate.assumptions.iter().cloned());
    let assumptions: Vec<Assumption<'t>> =
        assumptions.map(|one| Assumption { assumed: one.assumed.without_totals(), ..one }).collect();
    groups(&assumptions)
}

impl RowInfo<'_> {
    /// Returns whether its price assumes that clips are long enough whose length nobody knows.
    pub fn assumes_length(&self) -> bool {
        let mut assumptions = self.row.estimate.assumptions.iter();
        assumptions.any(|one| matches!(one.assumed, Assumed::ClipLength { each: None, .. }))
    }

    /// Returns the name with the option.
    pub fn label(&self) -> String {
        let name = if self.row.name == CREDITS { &self.row.title } else { &self.row.name };
        name.clone() + &after_name(self.row.option) + &self.detail
    }

    /// Returns the verb for its title: `4 scenes cost`.
    pub fn verb(&self) -> &'static str {
        if self.row.title.starts_with(|c: char| c.is_ascii_digit()) { "cost" } else { "costs" }
    }

    /// Returns what customers call it, with the option.
    pub fn title(&self) -> String {
        self.row.title.clone() + &after_name(self.row.option) + &self.detail
    }
}
