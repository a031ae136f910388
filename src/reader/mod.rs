//! Reads a price table from TOML, whole: every fault at once, with line and column.

mod excerpt;
mod faults;
mod rows;
mod section;

pub use faults::{Fault, Severity, TableError};

use faults::{Faults, NOT_TOML, Positions};
use section::Section;
use time::Date;
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
    /// With `today`, prices that weren't checked for long and dates in the future are warnings too.
    pub fn check(bytes: &[u8], origin: &str, today: Option<Date>) -> (Option<PriceTable>, Vec<Fault>) {
        match decoded(bytes) {
            Ok(text) => read(text, origin, today),
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
    let fault = |line, column, message| Fault { line, column, severity: Severity::Error, message };
    if bytes.len() > MAX_TABLE_BYTES {
        return Err(fault(1, 1, "the file is over 1 MB, the largest price table".to_owned()));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let (valid, rest) = bytes.split_at_checked(error.valid_up_to()).unwrap_or((bytes, &[]));
        let valid = std::str::from_utf8(valid).unwrap_or_default();
        let (line, column) = Positions::new(valid).at(valid.len());
        let byte = rest.first().copied().unwrap_or_default();
        fault(line, column, format!("byte 0x{byte:02X} isn't UTF-8: save the file as UTF-8"))
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

fn read(text: &str, origin: &str, today: Option<Date>) -> (Option<PriceTable>, Vec<Fault>) {
    let mut faults = Faults::new(text, today);
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
        let twice = error.span().filter(|_| error.message() == "duplicate key").and_then(|span| text.get(span));
        let which = twice.map_or_else(String::new, |key| {
            let first = first_line(text, key)
                .map_or_else(String::new, |offset| format!(", first on line {}", faults.line(offset)));
            format!(" `{}`{first}", shown(key))
        });
        faults.error(offset, format!("{NOT_TOML}{}{which}", shown(error.message())));
    }
    let mut file = Section::new(text, "the file", document.get_ref(), 0, !errors.is_empty());
    let table = rows::table(&mut file, origin, &mut faults);
    let table = table.filter(|_| !faults.any_errors());
    (table, faults.located())
}

/// Where a key, or the title of a table, stands at the beginning of a line for the first time.
fn first_line(text: &str, key: &str) -> Option<usize> {
    let begins = |line: &str| {
        line.trim_start_matches([' ', '\t', '['])
            .strip_prefix(key)
            .is_some_and(|rest| rest.starts_with([' ', '=', ']', '.']))
    };
    let mut offset = 0_usize;
    for line in text.split_inclusive('\n') {
        if begins(line) {
            return Some(offset);
        }
        offset = offset.saturating_add(line.len());
    }
    None
}
