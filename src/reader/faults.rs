//! What is wrong with a price table, and where.

use std::collections::HashSet;
use std::fmt;

use time::Date;

use crate::name::shown;
use crate::words::counted;

/// How bad a fault is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The table can't be used.
    Error,
    /// The table can be used, and somebody should look at it.
    Warning,
}

/// One fault of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1, in characters.
    pub column: usize,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong and what to write instead; safe to print.
    pub message: String,
    /// How many faults it stands for: one, but for the last of a list that was cut short.
    pub count: usize,
}

/// A table that can't be used, with all its faults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableError {
    /// The file, as it was given.
    pub file: String,
    /// In the file's order, errors and warnings.
    pub faults: Vec<Fault>,
}

impl Severity {
    /// `error` or `warning`.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

impl TableError {
    /// The faults that make the table unusable.
    pub fn errors(&self) -> impl Iterator<Item = &Fault> {
        self.faults.iter().filter(|fault| fault.severity == Severity::Error)
    }
}

impl std::error::Error for TableError {}

/// `FILE:LINE:COLUMN: error: MESSAGE`, one a line.
impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.errors().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            f.write_str(&fault.in_file(&self.file))?;
        }
        Ok(())
    }
}

impl Fault {
    /// `FILE:LINE:COLUMN: error: MESSAGE`.
    pub fn in_file(&self, file: &str) -> String {
        let severity = self.severity.word();
        format!("{}:{}:{}: {severity}: {}", shown(file), self.line, self.column, self.message)
    }
}

/// Prices that nobody checked for longer are worth a warning.
const OLD_AFTER_DAYS: i32 = 180;

/// What the age of prices is measured by.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    /// The day on which the table is read, UTC.
    pub today: Date,
    /// The most days since a table's prices were checked, where there is a limit.
    pub max_age: Option<u32>,
}

impl Clock {
    fn days_since(self, checked: Date) -> i32 {
        self.today.to_julian_day().saturating_sub(checked.to_julian_day())
    }

    /// What is to be said of a table's prices that were checked on this day, where that is too long ago.
    pub fn too_old(self, checked: Date) -> Option<String> {
        let (today, most) = (self.today, self.max_age?);
        let days = u32::try_from(self.days_since(checked)).ok().filter(|days| *days > most)?;
        let [ago, most] = [counted(u128::from(days), "day"), counted(u128::from(most), "day")];
        Some(format!("the prices were checked on {checked}, and today, {today}, that is {ago} ago: more than {most}"))
    }
}

/// How a fault begins that TOML itself finds.
pub(super) const NOT_TOML: &str = "not TOML: ";

/// The most faults that are listed; a file that is no price table at all has any number.
const MOST: usize = 100;

/// The faults found so far, by byte offset.
pub(super) struct Faults<'t> {
    positions: Positions<'t>,
    /// Where its age matters.
    clock: Option<Clock>,
    found: Vec<(usize, Severity, String)>,
    beyond: usize,
}

impl<'t> Faults<'t> {
    pub(super) fn new(text: &'t str, clock: Option<Clock>) -> Faults<'t> {
        Faults { positions: Positions::new(text), clock, found: Vec::new(), beyond: 0 }
    }

    /// Warns of a date that is long ago, or in the future.
    pub(super) fn age(&mut self, offset: usize, checked: Date) {
        let Some(days) = self.clock.map(|clock| clock.days_since(checked)) else { return };
        if days > OLD_AFTER_DAYS {
            let ago = counted(u128::from(days.unsigned_abs()), "day");
            self.warning(offset, format!("checked {checked}, {ago} ago"));
        } else if days < 0 {
            self.warning(offset, format!("checked {checked}, which is in the future"));
        }
    }

    /// Refuses a table whose prices were checked too long ago; warns of its date as of a row's.
    pub(super) fn age_of_table(&mut self, offset: usize, checked: Date) {
        match self.clock.and_then(|clock| clock.too_old(checked)) {
            Some(message) => self.error(offset, message),
            None => self.age(offset, checked),
        }
    }

    pub(super) fn error(&mut self, offset: usize, message: String) {
        self.add(offset, Severity::Error, message);
    }

    pub(super) fn warning(&mut self, offset: usize, message: String) {
        self.add(offset, Severity::Warning, message);
    }

    /// Whether further faults are counted only: none that is found needs words any more.
    pub(super) fn is_full(&self) -> bool {
        self.found.len() >= MOST
    }

    fn add(&mut self, offset: usize, severity: Severity, message: String) {
        if self.is_full() {
            self.beyond = self.beyond.saturating_add(1);
        } else {
            self.found.push((offset, severity, message));
        }
    }

    pub(super) fn any_errors(&self) -> bool {
        self.found.iter().any(|(_, severity, _)| *severity == Severity::Error)
    }

    /// How many were found so far.
    pub(super) fn count(&self) -> usize {
        self.found.len().saturating_add(self.beyond)
    }

    /// The line of an offset, from 1.
    pub(super) fn line(&self, offset: usize) -> usize {
        self.positions.at(offset).0
    }

    /// The faults with line and column, in the text's order, no two alike.
    pub(super) fn located(mut self) -> Vec<Fault> {
        self.found.sort();
        self.found.dedup();
        // What TOML refuses is said once, in the words of whoever knows what should stand there.
        let explained: HashSet<usize> = self
            .found
            .iter()
            .filter(|(.., message)| !message.starts_with(NOT_TOML))
            .map(|(offset, ..)| *offset)
            .collect();
        self.found.retain(|(offset, _, message)| !(message.starts_with(NOT_TOML) && explained.contains(offset)));
        let mut located: Vec<Fault> = self
            .found
            .into_iter()
            .map(|(offset, severity, message)| {
                let (line, column) = self.positions.at(offset);
                Fault { line, column, severity, message, count: 1 }
            })
            .collect();
        if let (1.., Some(last)) = (self.beyond, located.last()) {
            let message = format!("and {} more faults, not listed", self.beyond);
            located.push(Fault { message, count: self.beyond, ..last.clone() });
        }
        located
    }
}

/// A byte that isn't UTF-8, and its place.
#[derive(Debug, thiserror::Error)]
#[error("byte 0x{byte:02X} isn't UTF-8: save the file as UTF-8")]
pub(crate) struct NotUtf8 {
    pub(crate) line: usize,
    pub(crate) column: usize,
    byte: u8,
}

/// The bytes of a file as a text, without a byte order mark.
pub(crate) fn text_of(bytes: &[u8]) -> Result<&str, NotUtf8> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let (valid, rest) = bytes.split_at_checked(error.valid_up_to()).unwrap_or((bytes, &[]));
        let valid = std::str::from_utf8(valid).unwrap_or_default();
        let (line, column) = Positions::new(valid).at(valid.len());
        NotUtf8 { line, column, byte: rest.first().copied().unwrap_or_default() }
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// Finds the line and column of byte offsets in a text, in one pass over its lines.
pub(super) struct Positions<'t> {
    text: &'t str,
    line_starts: Vec<usize>,
}

impl<'t> Positions<'t> {
    pub(super) fn new(text: &'t str) -> Positions<'t> {
        let after_newlines = text.match_indices('\n').map(|(offset, _)| offset.saturating_add(1));
        Positions { text, line_starts: std::iter::once(0).chain(after_newlines).collect() }
    }

    /// Line and column, both from 1.
    pub(super) fn at(&self, offset: usize) -> (usize, usize) {
        let line = self.line_starts.partition_point(|start| *start <= offset);
        let start = self.line_starts.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let before = self.text.get(start..offset).unwrap_or_default();
        (line, before.chars().count().saturating_add(1))
    }
}

#[cfg(test)]
mod tests {
    use super::MOST;
    use crate::table::PriceTable;

    #[test]
    fn a_table_is_refused_with_all_its_errors_a_line_each() {
        let error =
            PriceTable::parse(b"[table]\nname = \"T\"\nsource = \"S\"\nchecked = 2020-01-01\npace = 1\n", "t.toml");
        assert_eq!(
            error.unwrap_err().to_string(),
            "t.toml:1:1: error: no models in t.toml\nt.toml:5:1: error: unknown key `pace`; [table] takes name, source and checked"
        );
    }

    #[test]
    fn beyond_a_hundred_faults_are_only_counted() {
        let keys: String = (0..150).map(|number| format!("key{number} = 1\n")).collect();
        let error = PriceTable::parse(keys.as_bytes(), "t.toml").unwrap_err();
        let told: Vec<(usize, bool)> = error.errors().map(|fault| (fault.count, fault.message.is_empty())).collect();
        assert_eq!(told.iter().map(|(count, _)| count).sum::<usize>(), 152, "these, no [table] and no models");
        assert_eq!(
            (told.len().max(MOST + 1), told.iter().filter(|(_, empty)| *empty).count()),
            (MOST + 1, 0),
            "{told:?}"
        );
    }
}
