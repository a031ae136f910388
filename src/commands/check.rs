//! `credits check`: is this price table valid?

use std::path::Path;

use serde::Serialize;

use super::context::{file_name, today, unreadable};
use super::report::sentence;
use crate::cli::{self, Global};
use crate::error::Failure;
use crate::format::{counted, list, shown};
use crate::load::{NamedBy, Source};
use crate::output::view::{Block, View};
use crate::output::{self, Report, Verdict};
use crate::table::fault::{Clock, Fault, Severity};
use crate::table::{BUILT_IN_ORIGIN, PriceTable};

/// The answer of `check`.
#[derive(Debug, Serialize)]
pub struct CheckReport {
    schema: &'static str,
    file: String,
    errors: Vec<FaultInfo>,
    warnings: Vec<FaultInfo>,
    models: Option<usize>,
    plans: Option<usize>,
    recipes: Option<usize>,
    templates: Option<usize>,
    /// The file as people read it.
    #[serde(skip)]
    name: String,
    /// The faults, one a line: errors, then warnings.
    #[serde(skip)]
    lines: Vec<String>,
    /// `3 errors` and `1 warning`, where there are any.
    #[serde(skip)]
    summary: Vec<String>,
    /// What a valid table holds.
    #[serde(skip)]
    contents: String,
}

/// One fault of the table.
#[derive(Debug, Clone, Serialize)]
pub struct FaultInfo {
    line: usize,
    column: usize,
    message: String,
}

/// A fault as a row of CSV.
#[derive(Debug, Serialize)]
pub struct FaultRow {
    file: String,
    line: usize,
    column: usize,
    severity: &'static str,
    message: String,
}

/// Answers `check`: whether a file, or the price table in force, is valid.
///
/// # Errors
/// Where the file can't be read, or the answer can't be written.
pub fn run(global: &Global, args: &cli::Check) -> anyhow::Result<u8> {
    let source = source(global, args.file.as_deref())?;
    let bytes = source.bytes().map_err(|error| unreadable(&source, &error))?;
    let clock = Clock { today: today()?, max_age: global.max_age };
    let (table, mut faults) = PriceTable::check(&bytes, &source.origin(), Some(clock));
    faults.sort_by_key(|fault| fault.severity);
    output::write(&CheckReport::new(&source.origin(), table.as_ref(), &faults), global)
}

fn source(global: &Global, file: Option<&Path>) -> Result<Source, Failure> {
    let refused = |message: &str| Err(Failure::usage(message).with_help("credits check --help"));
    if !global.set.is_empty() {
        return refused("check reads the file as it is: leave out --set");
    }
    match file {
        Some(_) if global.pricing.is_some() => refused("the price table was given twice: leave out --pricing, or FILE"),
        Some(file) => Ok(Source::named(file, NamedBy::Argument)),
        None => Ok(Source::in_force(global.pricing.as_deref())),
    }
}

impl CheckReport {
    fn new(origin: &str, table: Option<&PriceTable>, faults: &[Fault]) -> CheckReport {
        let of = |severity: Severity| faults.iter().filter(move |fault| fault.severity == severity);
        let infos = |severity| of(severity).map(FaultInfo::of).collect();
        let summary = [Severity::Error, Severity::Warning]
            .map(|severity| (of(severity).map(|fault| fault.count).sum::<usize>(), severity.word()))
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| counted(count, word))
            .collect();
        CheckReport {
            schema: "credits.check/1",
            file: origin.to_owned(),
            errors: infos(Severity::Error),
            warnings: infos(Severity::Warning),
            models: table.map(|table| table.models.len()),
            plans: table.map(|table| table.plans.len()),
            recipes: table.map(|table| table.recipes.len()),
            templates: table.map(|table| table.templates.len()),
            name: file_name(Path::new(origin)),
            lines: faults.iter().map(|fault| fault.in_file(origin)).collect(),
            summary,
            contents: table.map_or_else(String::new, contents),
        }
    }

    fn is_valid(&self) -> bool {
        self.errors.is_empty()
    }
}

/// Counts the rows of a table: `29 models, 4 plans, 5 recipes, 28 rules and 8 templates`.
fn contents(table: &PriceTable) -> String {
    let counts = [
        (table.models.len(), "model"),
        (table.plans.len(), "plan"),
        (table.recipes.len(), "recipe"),
        (table.rules.len(), "rule"),
        (table.templates.len(), "template"),
    ];
    let counted = counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, noun)| counted(count, noun));
    list(&counted.collect::<Vec<_>>())
}

impl FaultInfo {
    fn of(fault: &Fault) -> FaultInfo {
        FaultInfo { line: fault.line, column: fault.column, message: fault.message.clone() }
    }
}

impl Report for CheckReport {
    type Row = FaultRow;

    fn rows(&self) -> Vec<FaultRow> {
        let row = |fault: &FaultInfo, severity: Severity| FaultRow {
            file: shown(&self.file),
            line: fault.line,
            column: fault.column,
            severity: severity.word(),
            message: fault.message.clone(),
        };
        let errors = self.errors.iter().map(|fault| row(fault, Severity::Error));
        errors.chain(self.warnings.iter().map(|fault| row(fault, Severity::Warning))).collect()
    }

    fn sample_row(&self) -> FaultRow {
        FaultRow { file: String::new(), line: 1, column: 1, severity: Severity::Error.word(), message: String::new() }
    }

    fn view(&self) -> View {
        let (name, summary, contents) = (&self.name, self.summary.join(", "), &self.contents);
        let last = match (self.is_valid(), summary.as_str()) {
            (true, "") => format!("{name} is valid: {contents}"),
            (true, summary) => format!("{name} is valid, with {summary}: {contents}"),
            (false, _) => summary,
        };
        // The faults and their count are one list, without an empty line between them.
        let lines = self.lines.iter().cloned().chain([last]).collect();
        View { blocks: vec![Block::Plain(lines)], ..View::default() }
    }

    fn reply(&self) -> Vec<String> {
        let (summary, contents) = (list(&self.summary), &self.contents);
        let table = match self.file.as_str() {
            BUILT_IN_ORIGIN => "The built-in price table".to_owned(),
            _ => format!("The price table {}", self.name),
        };
        match self.errors.first() {
            Some(first) => vec![
                format!("{table} can't be used: it has {summary}."),
                sentence(&format!("The first error is on line {}: {}", first.line, first.message)),
            ],
            None if summary.is_empty() => vec![format!("{table} is valid. It has {contents}.")],
            None => vec![format!("{table} is valid, with {summary}. It has {contents}.")],
        }
    }

    fn verdict(&self) -> Verdict {
        if self.is_valid() { Verdict::Yes } else { Verdict::InvalidTable }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(text: &str) -> CheckReport {
        let (table, faults) = PriceTable::check(text.as_bytes(), "t.toml", None);
        CheckReport::new("t.toml", table.as_ref(), &faults)
    }

    const VALID: &str = "[table]\nname = \"T\"\nsource = \"S\"\nchecked = 2026-09-19\n\
                         [[model]]\nname = \"m\"\nkind = \"text-to-image\"\nper_image = 1\n";

    #[test]
    fn the_last_line_sums_up() {
        let last = |text: &str| match report(text).view().blocks.as_slice() {
            [Block::Plain(lines)] => lines.last().cloned().unwrap_or_default(),
            _ => String::new(),
        };
        let contents = "1 model";
        assert_eq!(last(VALID), format!("t.toml is valid: {contents}"));
        assert_eq!(
            last(&(VALID.to_owned() + "aliases = [\"M\"]\n")),
            format!("t.toml is valid, with 1 warning: {contents}")
        );
        assert_eq!(last(&(VALID.to_owned() + "aliases = [\"M\"]\nper_sec = 1\n")), "1 error, 1 warning");
    }

    #[test]
    fn only_errors_make_a_table_invalid() {
        let with_warning = report(&(VALID.to_owned() + "aliases = [\"M\"]\n"));
        assert_eq!((with_warning.verdict(), with_warning.models), (Verdict::Yes, Some(1)));
        assert_eq!(with_warning.rows().iter().map(|row| row.severity).collect::<Vec<_>>(), ["warning"]);
        let with_error = report("");
        assert_eq!((with_error.verdict(), with_error.models), (Verdict::InvalidTable, None));
    }
}
