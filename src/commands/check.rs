//! `credits check`: is this price table valid?

use std::path::Path;

use serde::Serialize;

use super::context::{file_name, today, unreadable};
use super::report::sentence;
use crate::cli::{self, Global};
use crate::error::Failure;
use crate::format::{counted, list};
use crate::load::Source;
use crate::output::view::{Block, View};
use crate::output::{self, Report, Verdict};
use crate::table::fault::{Clock, Fault, Found, counted_faults};
use crate::table::{BUILT_IN_ORIGIN, PriceTable};

/// The answer of `check`.
#[derive(Debug, Serialize)]
pub struct CheckReport {
    schema: &'static str,
    file: String,
    errors: Vec<Fault>,
    warnings: Vec<Fault>,
    models: Option<usize>,
    plans: Option<usize>,
    recipes: Option<usize>,
    templates: Option<usize>,
    rules: Option<usize>,
}

/// Answers `check`: whether a file, or the price table in force, is valid.
///
/// # Errors
/// Where the file can't be read, or the answer can't be written.
pub fn run(global: &Global, args: &cli::Check) -> anyhow::Result<u8> {
    let source = source(global, args.file.as_deref())?;
    let bytes = source.bytes().map_err(|error| unreadable(&source, &error))?;
    let clock = Clock { today: today()?, max_age: global.max_age };
    let (table, found) = PriceTable::check(&bytes, &source.origin(), Some(clock));
    output::write(&CheckReport::new(source.origin(), table.as_ref(), found), global)
}

fn source(global: &Global, file: Option<&Path>) -> Result<Source, Failure> {
    let refused = |message: &str| Err(Failure::usage(message));
    if !global.set.is_empty() {
        return refused("check reads the file as it is: leave out --set");
    }
    match file {
        Some(_) if global.pricing.is_some() => refused("the price table was given twice: leave out --pricing, or FILE"),
        Some(file) => Ok(Source::of_argument(file)),
        None => Ok(Source::in_force(global.pricing.as_deref())),
    }
}

impl CheckReport {
    fn new(file: String, table: Option<&PriceTable>, found: Found) -> CheckReport {
        CheckReport {
            schema: "credits.check/1",
            file,
            errors: found.errors,
            warnings: found.warnings,
            models: table.map(|table| table.models.len()),
            plans: table.map(|table| table.plans.len()),
            recipes: table.map(|table| table.recipes.len()),
            templates: table.map(|table| table.templates.len()),
            rules: table.map(|table| table.rules.len()),
        }
    }

    /// Counts the faults: `3 errors` and `1 warning`.
    fn summary(&self) -> Vec<String> {
        let kinds = [(&self.errors, "error"), (&self.warnings, "warning")].into_iter();
        kinds.filter(|(faults, _)| !faults.is_empty()).map(|(faults, noun)| counted_faults(faults, noun)).collect()
    }

    /// Says whether the table is valid, and what it holds: `prices.toml is valid: 29 models, 4 plans and 28 rules`.
    fn outcome(&self) -> String {
        let name = match self.file.as_str() {
            BUILT_IN_ORIGIN => "the built-in price table".to_owned(),
            file => file_name(Path::new(file)),
        };
        let summary = list(&self.summary());
        if !self.errors.is_empty() {
            return format!("{name} can't be used: it has {summary}");
        }
        let counts = [
            (self.models, "model"),
            (self.plans, "plan"),
            (self.recipes, "recipe"),
            (self.rules, "rule"),
            (self.templates, "template"),
        ];
        let counts = counts.iter().filter_map(|(count, noun)| Some((count.filter(|count| *count > 0)?, noun)));
        let contents = list(&counts.map(|(count, noun)| counted(count, noun)).collect::<Vec<_>>());
        let warnings = if summary.is_empty() { summary } else { format!(" ({summary})") };
        format!("{name} is valid{warnings}: {contents}")
    }
}

impl Report for CheckReport {
    type Row = Fault;

    fn rows(&self) -> Vec<Fault> {
        self.errors.clone()
    }

    fn view(&self) -> View {
        let last = if self.errors.is_empty() { self.outcome() } else { self.summary().join(", ") };
        let line =
            |kind: &'static str| move |fault: &Fault| format!("{}: {kind}: {}", fault.place(&self.file), fault.message);
        let faults = self.errors.iter().map(line("error")).chain(self.warnings.iter().map(line("warning")));
        // The faults and their count are one list, without an empty line between them.
        View { blocks: vec![Block::Plain(faults.chain([last]).collect())], ..View::default() }
    }

    fn reply(&self) -> Vec<String> {
        let first = self.errors.first();
        let first = first.map(|first| format!("The first error is on line {}: {}", first.line, first.message));
        [self.outcome()].into_iter().chain(first).map(|clause| sentence(&clause)).collect()
    }

    fn verdict(&self) -> Verdict {
        if self.errors.is_empty() { Verdict::Yes } else { Verdict::InvalidTable }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(text: &str) -> CheckReport {
        let (table, found) = PriceTable::check(text.as_bytes(), "t.toml", None);
        CheckReport::new("t.toml".to_owned(), table.as_ref(), found)
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
            format!("t.toml is valid (1 warning): {contents}")
        );
        assert_eq!(last(&(VALID.to_owned() + "aliases = [\"M\"]\nper_sec = 1\n")), "1 error, 1 warning");
    }

    #[test]
    fn only_errors_make_a_table_invalid() {
        let with_warning = report(&(VALID.to_owned() + "aliases = [\"M\"]\n"));
        assert_eq!((with_warning.verdict(), with_warning.models), (Verdict::Yes, Some(1)));
        assert_eq!((with_warning.rows().len(), with_warning.warnings.len()), (0, 1), "the rows are the errors");
        let with_error = report("");
        assert_eq!((with_error.verdict(), with_error.models), (Verdict::InvalidTable, None));
    }
}
