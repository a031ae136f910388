//! `credits diff`: what changed between two price tables, and what it does to a production and to each plan's count.

use std::path::Path;

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use super::age;
use super::fit::noun::Noun;
use super::report::{AssumptionReport, Exact, TableReport, remarks as remarks_on, table_line};
use crate::cli::{Diff, Global};
use crate::credits::Credits;
use crate::diff::{Change, ChangeKind, Value, changes};
use crate::estimate::{Estimate, Terms, estimate, notes_in_words};
use crate::failure::{Fact, Failure};
use crate::fit::Budget;
use crate::item::{Item, ItemError, ItemFault};
use crate::name::{fold, shown};
use crate::output::{Answer, Block, Cell, Column, Grid, Json, Verdict};
use crate::source;
use crate::table::{BUILT_IN_ORIGIN, PriceTable};
use crate::words::{self, grouped, grouped_count, grouped_number};

#[derive(Serialize)]
struct DiffReport {
    schema: &'static str,
    old: TableReport,
    new: TableReport,
    changes: Vec<ChangeReport>,
    production: Option<FromTo<Credits>>,
    budgets: Vec<BudgetReport>,
    assumptions: Vec<AssumptionReport>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct ChangeReport {
    kind: &'static str,
    what: &'static str,
    name: String,
    field: Option<&'static str>,
    from: Option<ValueReport>,
    to: Option<ValueReport>,
}

/// Before and after.
#[derive(Serialize, Clone, Copy)]
struct FromTo<T> {
    from: Option<T>,
    to: Option<T>,
}

/// How many a plan allowed and allows; null where there is no such plan, no price, or no end, which is said beside it.
#[derive(Serialize)]
struct BudgetReport {
    name: String,
    from: Option<u128>,
    to: Option<u128>,
    from_unlimited: bool,
    to_unlimited: bool,
}

struct ValueReport(Value);

impl Serialize for ValueReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Value::Number(number) => Exact(*number).serialize(serializer),
            Value::Flag(flag) => flag.serialize(serializer),
            Value::Text(text) | Value::Summary { plain: text, .. } => text.serialize(serializer),
        }
    }
}

/// Either table's price of the production, or why it has none.
type Priced<'t> = Result<Estimate<'t>, Vec<ItemFault>>;

pub(super) fn answer(asked: &Diff, global: &Global) -> anyhow::Result<Answer> {
    let [old, new] = [load(&asked.old)?, load(&asked.new)?];
    if let Some(days) = global.max_age {
        age::within(&old, days)?;
        age::within(&new, days)?;
    }
    let terms = asked.production.terms(global.strict);
    let changes = changes(&old, &new);
    let priced =
        (!asked.items.is_empty()).then(|| [price(&old, &asked.items, terms), price(&new, &asked.items, terms)]);
    let faults = unpriced(&old, &new, &asked.items, terms);
    if !faults.is_empty() {
        let facts = faults.iter().map(Fact::from).collect();
        return Err(Failure::items(facts).with_help("credits diff --help").into());
    }
    // What the new table takes the items for, else the old one.
    let known =
        |table| asked.items.iter().map(move |item| Item::parse(item, table)).collect::<Result<Vec<_>, _>>().ok();
    let items = known(&new).or_else(|| known(&old)).unwrap_or_default();
    let noun = Noun::of(&items.iter().collect::<Vec<_>>());
    Ok(page(&old, &new, &changes, priced, &noun, asked.exit_code))
}

/// A table by its path, or the built-in one.
fn load(path: &Path) -> anyhow::Result<PriceTable> {
    if path == Path::new(BUILT_IN_ORIGIN) {
        return Ok(PriceTable::built_in()?);
    }
    let bytes = source::read(path).map_err(|error| source::unreadable(path, None, &error))?;
    Ok(PriceTable::parse(&bytes, &path.to_string_lossy())?)
}

fn price<'t>(table: &'t PriceTable, items: &'t [String], terms: Terms) -> Priced<'t> {
    estimate(table, items.iter().map(|item| Item::parse(item, table)), terms, 1)
}

/// The items that neither table can price.
fn unpriced(old: &PriceTable, new: &PriceTable, items: &[String], terms: Terms) -> Vec<ItemFault> {
    let fault = |table, item: &String| price(table, std::slice::from_ref(item), terms).err()?.into_iter().next();
    let in_both = |item: &String| {
        let (of_old, of_new) = (fault(old, item)?, fault(new, item)?);
        // The better a table knows the item, the more its fault says.
        let known =
            |fault: &ItemFault| (!matches!(fault.error, ItemError::UnknownName { .. }), fault.suggestions().len());
        Some(if known(&of_old) > known(&of_new) { of_old } else { of_new })
    };
    items.iter().filter_map(in_both).collect()
}

fn page(
    old: &PriceTable,
    new: &PriceTable,
    changes: &[Change],
    priced: Option<[Priced<'_>; 2]>,
    noun: &Noun,
    exit_code: bool,
) -> Answer {
    let mut notes = Vec::new();
    for (table, priced) in [old, new].into_iter().zip(priced.iter().flatten()) {
        if let Err(faults) = priced {
            let reasons: Vec<String> = faults.iter().map(ToString::to_string).collect();
            notes.push(format!(
                "{} ({}) can't price this production: {}",
                table.name,
                shown(&table.origin),
                reasons.join("; ")
            ));
        }
    }
    let [of_old, of_new] = priced.as_ref().map_or([None, None], |[old, new]| [old.as_ref().ok(), new.as_ref().ok()]);
    let of_both = |lines: fn(&Estimate<'_>) -> Vec<String>| {
        let lines_of = |estimate: Option<&Estimate<'_>>| estimate.map(lines);
        either_or_both(lines_of(of_old), lines_of(of_new), |label, line| format!("{label}: {line}"))
    };
    let mut remarks = of_both(remarks_on);
    remarks.extend(notes.iter().cloned());
    notes.extend(of_both(|estimate| notes_in_words(&estimate.notes)));
    let labelled = |label: &str, mut assumption: AssumptionReport| {
        assumption.message = format!("{label}: {}", assumption.message);
        assumption
    };
    let assumptions = either_or_both(of_old.map(AssumptionReport::all), of_new.map(AssumptionReport::all), labelled);
    let each = priced.map(|[old, new]| FromTo { from: cost(old), to: cost(new) });
    let budgets = each.map_or_else(Vec::new, |each| budgets(old, new, each));
    let mut blocks = Vec::new();
    let grid = grid(changes);
    if changes.is_empty() {
        blocks.push(Block::Data(grid));
    } else {
        blocks.push(Block::Grid(grid));
    }
    if !budgets.is_empty() {
        blocks.push(Block::Grid(budget_grid(&budgets, noun)));
    }
    let report = DiffReport {
        schema: "credits.diff/1",
        old: TableReport::of(old),
        new: TableReport::of(new),
        changes: changes.iter().map(ChangeReport::of).collect(),
        production: each,
        budgets,
        assumptions,
        notes,
    };
    let changed = exit_code && !changes.is_empty();
    Answer {
        headline: headline(changes, each),
        blocks,
        table: format!("Old {}\nNew {}", lower(&table_line(old)), lower(&table_line(new))),
        reply: None,
        json: Json::of(report),
        notes: remarks,
        notes_on_lines: Vec::new(),
        notes_on_rows: Vec::new(),
        number: None,
        verdict: if changed { Verdict::No(format!("the tables differ: {}", counted(changes))) } else { Verdict::Yes },
    }
}

/// What is said of the production by the old prices and by the new ones: once where it is the same, with the prices it is
/// said of where it isn't.
fn either_or_both<T: PartialEq>(old: Option<Vec<T>>, new: Option<Vec<T>>, labelled: fn(&str, T) -> T) -> Vec<T> {
    let (mut old, new) = match (old, new) {
        (Some(old), Some(new)) => (old, new),
        (old, new) => return old.or(new).unwrap_or_default(),
    };
    let mut said = Vec::new();
    for line in new {
        match old.iter().position(|same| *same == line) {
            Some(index) => said.push(old.remove(index)),
            None => said.push(labelled("new prices", line)),
        }
    }
    said.extend(old.into_iter().map(|line| labelled("old prices", line)));
    said
}

fn cost(priced: Priced<'_>) -> Option<Credits> {
    priced.ok().map(|estimate| estimate.each)
}

fn lower(line: &str) -> String {
    line.replacen("Prices:", "prices:", 1)
}

fn counted(changes: &[Change]) -> String {
    words::counted(u128::try_from(changes.len()).unwrap_or(u128::MAX), "change")
}

/// `3 changes; this production goes from 2,490 to 2,970 credits (+480, +19%)`.
fn headline(changes: &[Change], each: Option<FromTo<Credits>>) -> String {
    let production = match each {
        None => String::new(),
        Some(FromTo { from: Some(from), to: Some(to) }) if from == to => {
            format!("; this production stays at {}", words::credits(to))
        }
        Some(FromTo { from: Some(from), to: Some(to) }) => {
            format!(
                "; this production goes from {} to {} ({})",
                grouped(from),
                words::credits(to),
                difference(from, to)
            )
        }
        Some(FromTo { from: Some(from), to: None }) => {
            format!("; this production cost {} and can't be priced any more", words::credits(from))
        }
        Some(FromTo { from: None, to: Some(to) }) => {
            format!("; this production couldn't be priced and now costs {}", words::credits(to))
        }
        Some(FromTo { from: None, to: None }) => "; this production can't be priced".to_owned(),
    };
    format!("{}{production}", counted(changes))
}

/// `+480, +19%`, or `+480` where it cost nothing before.
fn difference(from: Credits, to: Credits) -> String {
    let sign = if to > from { "+" } else { "−" };
    let by = if to > from { to.minus(from) } else { from.minus(to) };
    let per_cent = by.value().checked_mul(Decimal::ONE_HUNDRED).and_then(|by| by.checked_div(from.value()));
    let per_cent = per_cent
        .map_or_else(String::new, |per_cent| format!(", {sign}{}%", grouped_number(words::half_up(per_cent, 0))));
    format!("{sign}{}{per_cent}", grouped(by))
}

/// The count of every monthly plan of either table, in the new table's order, then those that are gone.
fn budgets(old: &PriceTable, new: &PriceTable, each: FromTo<Credits>) -> Vec<BudgetReport> {
    let count = |table: &PriceTable, name: &str, each: Option<Credits>| {
        let plan = table.monthly_plans().find(|plan| fold(&plan.name) == fold(name))?;
        Some(Budget::of_plan(plan, Credits::ZERO, Credits::ZERO).fit(each?).ok()?.fits)
    };
    let gone = old.monthly_plans().filter(|plan| new.plan(&plan.name).is_none());
    new.monthly_plans()
        .chain(gone)
        .map(|plan| {
            let [from, to] = [count(old, &plan.name, each.from), count(new, &plan.name, each.to)];
            BudgetReport {
                name: plan.name.clone(),
                from: from.flatten(),
                to: to.flatten(),
                from_unlimited: from == Some(None),
                to_unlimited: to == Some(None),
            }
        })
        .collect()
}

impl ChangeReport {
    fn of(change: &Change) -> ChangeReport {
        ChangeReport {
            kind: change.kind.word(),
            what: change.what,
            name: change.name.clone(),
            field: change.field,
            from: change.from.clone().map(ValueReport),
            to: change.to.clone().map(ValueReport),
        }
    }
}

impl ChangeKind {
    fn word(self) -> &'static str {
        match self {
            ChangeKind::Added => "added",
            ChangeKind::Removed => "removed",
            ChangeKind::Changed => "changed",
        }
    }

    fn sign(self) -> &'static str {
        match self {
            ChangeKind::Added => "+",
            ChangeKind::Removed => "-",
            ChangeKind::Changed => "~",
        }
    }
}

fn grid(changes: &[Change]) -> Grid {
    let value = |value: &Option<Value>| match value {
        None => Cell::both("none", ""),
        Some(Value::Number(number)) => Cell::number(*number),
        Some(Value::Flag(flag)) => Cell::both(if *flag { "yes" } else { "no" }, flag.to_string()),
        Some(Value::Text(text)) => Cell::text(text.as_str()),
        Some(Value::Summary { shown, plain }) => Cell::both(shown.as_str(), plain.as_str()),
    };
    let row = |change: &Change| {
        let (from, to) = (value(&change.from), value(&change.to));
        let story = match change.kind {
            ChangeKind::Added => to.shown.clone(),
            ChangeKind::Removed => format!("was {}", from.shown),
            ChangeKind::Changed => format!("{} → {}", from.shown, to.shown),
        };
        let field = match (change.kind, change.field) {
            (ChangeKind::Added, _) => "new".to_owned(),
            (ChangeKind::Removed, _) => "gone".to_owned(),
            (_, field) => field.unwrap_or_default().replace('_', " "),
        };
        vec![
            Cell::both(change.kind.sign(), change.kind.word()),
            Cell::both(change.what.replace('_', " "), change.what),
            Cell::text(change.name.as_str()),
            Cell::both(field, change.field.unwrap_or_default()),
            Cell::both("", from.plain),
            Cell::both("", to.plain),
            Cell::both(story, ""),
        ]
    };
    Grid {
        columns: vec![
            Column::text("kind", ""),
            Column::text("what", "Row"),
            Column::text("name", "Name"),
            Column::text("field", "Field"),
            Column::text("from", "").for_programs(),
            Column::text("to", "").for_programs(),
            Column::text("change", "Change").for_people(),
        ],
        rows: changes.iter().map(row).collect(),
        totals: Vec::new(),
        bars: Vec::new(),
    }
}

fn budget_grid(budgets: &[BudgetReport], noun: &Noun) -> Grid {
    let count = |count: Option<u128>, unlimited: bool| match count {
        Some(count) => grouped_count(count),
        None => if unlimited { "unlimited" } else { "–" }.to_owned(),
    };
    let row = |budget: &BudgetReport| {
        let [from, to] = [(budget.from, budget.from_unlimited), (budget.to, budget.to_unlimited)];
        let story = format!("{} → {}", count(from.0, from.1), count(to.0, to.1));
        vec![Cell::text(budget.name.as_str()), Cell::text(story)]
    };
    Grid {
        columns: vec![Column::text("name", "Plan"), Column::text("fits", noun.column())],
        rows: budgets.iter().map(row).collect(),
        totals: Vec::new(),
        bars: Vec::new(),
    }
}
