//! `credits check`: is this price table sound?

use std::path::Path;

use serde::Serialize;

use super::{age, items};
use crate::cli::Global;
use crate::failure::Failure;
use crate::name::shown;
use crate::output::{Answer, Block, Cell, Column, Grid, Json, Verdict};
use crate::reader::{BUILT_IN, Clock, Fault, Severity};
use crate::source;
use crate::table::{BUILT_IN_ORIGIN, PriceTable};
use crate::words;

#[derive(Serialize)]
struct CheckReport {
    schema: &'static str,
    file: String,
    errors: Vec<FaultReport>,
    warnings: Vec<FaultReport>,
    models: Option<usize>,
    plans: Option<usize>,
    recipes: Option<usize>,
    templates: Option<usize>,
}

#[derive(Serialize)]
struct FaultReport {
    line: usize,
    column: usize,
    message: String,
}

/// Checks the file that is named, else the table in force.
pub(super) fn answer(file: Option<&Path>, global: &Global) -> anyhow::Result<Answer> {
    if file.is_some() && global.pricing.is_some() {
        let message = "check takes the price table as FILE or as --pricing, not both";
        return Err(Failure::usage(message).with_help("credits check --help").into());
    }
    let in_force = || source::in_force(global.pricing.as_deref()).map(|(path, named_by)| (path, Some(named_by)));
    let named = file.map(|file| (file.to_owned(), None)).or_else(in_force);
    let (bytes, origin) = match named {
        Some((path, named_by)) => {
            let bytes = source::read(&path).map_err(|error| source::unreadable(&path, named_by, &error))?;
            (bytes, path.to_string_lossy().into_owned())
        }
        None => (BUILT_IN.as_bytes().to_vec(), BUILT_IN_ORIGIN.to_owned()),
    };
    let clock = Clock { today: age::today()?, max_age: global.max_age };
    let (table, mut faults) = PriceTable::check(&bytes, &origin, Some(clock));
    // Errors first, each in the file's order.
    faults.sort_by_key(|fault| fault.severity);
    Ok(page(&origin, table.as_ref(), &faults))
}

fn page(origin: &str, table: Option<&PriceTable>, faults: &[Fault]) -> Answer {
    let of = |severity: Severity| faults.iter().filter(move |fault| fault.severity == severity);
    let reports = |severity| of(severity).map(FaultReport::of).collect::<Vec<_>>();
    let report = CheckReport {
        schema: "credits.check/1",
        file: origin.to_owned(),
        errors: reports(Severity::Error),
        warnings: reports(Severity::Warning),
        models: table.map(|table| table.models.len()),
        plans: table.map(|table| table.plans.len()),
        recipes: table.map(|table| table.recipes.len()),
        templates: table.map(|table| table.templates.len()),
    };
    let count = |severity| of(severity).map(|fault| fault.count).fold(0, usize::saturating_add);
    let counts = [(count(Severity::Error), "error"), (count(Severity::Warning), "warning")];
    let counted = |(count, noun): &(usize, &str)| words::counted(u128::try_from(*count).unwrap_or(u128::MAX), noun);
    let summary: Vec<String> = counts.iter().filter(|(count, _)| *count > 0).map(counted).collect();
    let sound = report.errors.is_empty();
    let contents = table.map_or_else(String::new, contents);
    let file = items::name(Path::new(origin));
    let last = match (sound, summary.as_slice()) {
        (true, []) => format!("{file} is sound: {contents}"),
        (true, summary) => format!("{file} is sound, with {}: {contents}", summary.join(", ")),
        (false, summary) => summary.join(", "),
    };
    let columns = vec![
        Column::text("file", "File"),
        Column::number("line", "Line"),
        Column::number("column", "Column"),
        Column::text("severity", "Severity"),
        Column::text("message", "Message"),
    ];
    let blocks = vec![
        Block::Plain(faults.iter().map(|fault| fault.in_file(origin)).collect()),
        Block::Data(Grid {
            columns,
            rows: faults.iter().map(|fault| row(origin, fault)).collect(),
            totals: Vec::new(),
            bars: Vec::new(),
        }),
    ];
    Answer {
        headline: String::new(),
        blocks,
        table: last,
        reply: None,
        json: Json::of(report),
        notes: Vec::new(),
        notes_on_lines: Vec::new(),
        notes_on_rows: Vec::new(),
        number: None,
        verdict: if sound { Verdict::Yes } else { Verdict::UnsoundTable },
    }
}

impl FaultReport {
    fn of(fault: &Fault) -> FaultReport {
        FaultReport { line: fault.line, column: fault.column, message: fault.message.clone() }
    }
}

fn row(origin: &str, fault: &Fault) -> Vec<Cell> {
    vec![
        Cell::text(shown(origin)),
        Cell::text(fault.line.to_string()),
        Cell::text(fault.column.to_string()),
        Cell::text(fault.severity.word()),
        Cell::text(fault.message.as_str()),
    ]
}

/// `29 models, 4 plans, 5 recipes and 28 rules`.
fn contents(table: &PriceTable) -> String {
    let counts = [
        (table.models.len(), "model"),
        (table.plans.len(), "plan"),
        (table.recipes.len(), "recipe"),
        (table.rules.len(), "rule"),
        (table.templates.len(), "template"),
    ];
    let counted = counts.map(|(count, noun)| words::counted(u128::try_from(count).unwrap_or(u128::MAX), noun));
    words::list(&counted)
}
