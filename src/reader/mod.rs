//! Reads a price table from TOML, whole: every fault at once, with line and column.

mod excerpt;
mod faults;
mod rows;
mod section;

pub use faults::{Clock, Fault, Severity, TableError};

use faults::{Faults, NOT_TOML};
pub(crate) use faults::{NotUtf8, text_of};
use section::Section;
use toml::de::DeTable;

use crate::limits::MAX_TABLE_BYTES;
use crate::name::{code_point, is_printing, shown};
use crate::table::{BUILT_IN_ORIGIN, PriceTable};

/// The price table that is built into the program.
pub const BUILT_IN: &str = include_str!("../../pricing.toml");

impl PriceTable {
    /// Reads a price table; `origin` is the file as it was given.
    ///
    /// # Errors
    /// All the faults of the table, each with line and column.
    pub fn parse(bytes: &[u8], origin: &str) -> Result<PriceTable, TableError> {
        let (table, faults) = PriceTable::check(bytes, origin, None);
        table.ok_or_else(|| TableError { file: origin.to_owned(), faults })
    }

    /// Reads a price table, and says everything that is wrong with it, warnings too; the table only where nothing is an
    /// error.
    ///
    /// With a clock, prices that weren't checked for long and dates in the future are warnings too, and a table older than
    /// the clock allows is an error.
    pub fn check(bytes: &[u8], origin: &str, clock: Option<Clock>) -> (Option<PriceTable>, Vec<Fault>) {
        match decoded(bytes) {
            Ok(text) => read(text, origin, clock),
            Err(fault) => (None, vec![fault]),
        }
    }

    /// The table that is built into the program.
    ///
    /// # Errors
    /// None but by a mistake in the program's own `pricing.toml`, which the tests rule out.
    pub fn built_in() -> Result<PriceTable, TableError> {
        PriceTable::parse(BUILT_IN.as_bytes(), BUILT_IN_ORIGIN)
    }
}

/// The text of a table: not too large, UTF-8, without a byte order mark.
fn decoded(bytes: &[u8]) -> Result<&str, Fault> {
    let fault = |line, column, message| Fault { line, column, severity: Severity::Error, message, count: 1 };
    if bytes.len() > MAX_TABLE_BYTES {
        return Err(fault(1, 1, "the file is over 1 MB, the largest price table".to_owned()));
    }
    text_of(bytes).map_err(|error| fault(error.line, error.column, error.to_string()))
}

fn read(text: &str, origin: &str, clock: Option<Clock>) -> (Option<PriceTable>, Vec<Fault>) {
    let mut faults = Faults::new(text, clock);
    for (offset, c) in text.char_indices() {
        let newline = c == '\n' || c == '\r' && text.get(offset..).is_some_and(|rest| rest.starts_with("\r\n"));
        if !newline && c != '\t' && !is_printing(c) {
            faults.error(
                offset,
                format!("the character {} doesn't print and can't stand in a price table", code_point(c)),
            );
        }
    }
    // TOML refuses most of these once more; once is enough.
    if faults.any_errors() {
        return (None, faults.located());
    }
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let offset = error.span().map_or(0, |span| span.start);
        let twice = error.span().filter(|_| error.message() == "duplicate key" && !faults.is_full());
        let twice = twice.and_then(|span| text.get(span));
        let which = twice.map_or_else(String::new, |key| {
            let other = line_before(text, offset, key)
                .map_or_else(String::new, |offset| format!(", already on line {}", faults.line(offset)));
            format!(" `{}`{other}", shown(key))
        });
        faults.error(offset, format!("{NOT_TOML}{}{which}", shown(error.message())));
    }
    let mut file = Section::new(text, "the file", document.get_ref(), 0, !errors.is_empty());
    let table = rows::table(&mut file, origin, &mut faults);
    let table = table.filter(|_| !faults.any_errors());
    (table, faults.located())
}

/// Where a key, or the title of a table, begins a line for the last time before an offset.
fn line_before(text: &str, offset: usize, key: &str) -> Option<usize> {
    let begins = |line: &str| {
        line.trim_start_matches([' ', '\t', '['])
            .strip_prefix(key)
            .is_some_and(|rest| rest.starts_with([' ', '\t', '=', ']', '.']))
    };
    // The line of the offset itself doesn't count.
    let (mut before, _) = text.get(..offset)?.rsplit_once('\n')?;
    loop {
        let (start, line) = before.rsplit_once('\n').map_or((None, before), |(rest, line)| (Some(rest), line));
        if begins(line) {
            return Some(start.map_or(0, |rest| rest.len().saturating_add(1)));
        }
        before = start?;
    }
}
