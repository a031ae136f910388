//! What is wrong with a price table, and where.

use std::cell::OnceCell;
use std::ops::Range;

use serde::Serialize;

use crate::format::{counted, shown};
use crate::values::day::Day;

/// How bad a fault is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The table can't be used.
    Error,
    /// The table can be used, but someone should look at it.
    Warning,
}

/// One fault of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1, in characters.
    pub column: usize,
    /// How bad it is.
    #[serde(skip)]
    pub severity: Severity,
    /// What is wrong and what to write instead; safe to print.
    pub message: String,
    /// How many faults it counts as: 1, except for the last line of a list that was cut short.
    #[serde(skip)]
    pub count: usize,
}

/// A table that can't be used, with all its faults in the file's order.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the price table {file} can't be used")]
pub struct TableError {
    /// The file, as it was given.
    pub file: String,
    /// Errors and warnings.
    pub faults: Vec<Fault>,
}

impl Severity {
    /// Returns `error` or `warning`.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

impl Fault {
    /// Makes an error at a place.
    pub fn error(line: usize, column: usize, message: String) -> Fault {
        Fault { line, column, severity: Severity::Error, message, count: 1 }
    }

    /// Formats the fault as compilers do: `FILE:LINE:COLUMN: error: MESSAGE`.
    pub fn in_file(&self, file: &str) -> String {
        let severity = self.severity.word();
        format!("{}:{}:{}: {severity}: {}", shown(file), self.line, self.column, self.message)
    }
}

impl TableError {
    /// Returns the faults that make the table unusable.
    pub fn errors(&self) -> impl Iterator<Item = &Fault> {
        self.faults.iter().filter(|fault| fault.severity == Severity::Error)
    }
}

/// Prices that weren't checked for longer get a warning.
const OLD_AFTER_DAYS: i64 = 180;

/// What the age of prices is measured by.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    /// Today, in UTC.
    pub today: Day,
    /// The most days since the prices of a table were checked, where there is a limit.
    pub max_age: Option<u32>,
}

impl Clock {
    /// Says that prices are too old for the limit, or dated in the future, so that their age can't be known.
    pub fn too_old(self, checked: Day) -> Option<String> {
        let max_age = self.max_age?;
        self.problem(checked, i64::from(max_age), &format!("the limit is {}", counted(max_age, "day")))
    }

    /// Warns about a date that is long ago, or in the future.
    pub fn warning(self, checked: Day) -> Option<String> {
        self.problem(checked, OLD_AFTER_DAYS, "they may have changed")
    }

    fn problem(self, checked: Day, max_days: i64, advice: &str) -> Option<String> {
        let days = i64::from(checked.days_before(self.today));
        if days < 0 {
            return Some(format!("the date when the prices were checked is in the future: {checked}"));
        }
        let ago = counted(days, "day");
        (days > max_days).then(|| format!("the prices were checked {ago} ago, on {checked}; {advice}"))
    }
}

/// The most errors, and the most warnings, that are listed: a file that isn't a price table at all has any number.
const MAX_LISTED: usize = 100;

/// The faults found so far.
#[derive(Debug)]
pub struct Faults<'t> {
    text: &'t str,
    /// Found where the first line is asked for: most tables have no fault.
    line_starts: OnceCell<Vec<usize>>,
    /// By byte offset, at most [`MAX_LISTED`] of each severity.
    listed: Vec<(usize, Severity, String)>,
    errors: usize,
    warnings: usize,
}

impl<'t> Faults<'t> {
    /// Starts without faults.
    pub fn new(text: &'t str) -> Faults<'t> {
        Faults { text, line_starts: OnceCell::new(), listed: Vec::new(), errors: 0, warnings: 0 }
    }

    fn line_starts(&self) -> &[usize] {
        self.line_starts.get_or_init(|| {
            let newlines = memchr::memchr_iter(b'\n', self.text.as_bytes());
            std::iter::once(0).chain(newlines.map(|offset| offset.saturating_add(1))).collect()
        })
    }

    /// Adds an error.
    pub fn error(&mut self, offset: usize, message: String) {
        self.errors = self.errors.saturating_add(1);
        if self.errors <= MAX_LISTED {
            self.listed.push((offset, Severity::Error, message));
        }
    }

    /// Adds a warning.
    pub fn warning(&mut self, offset: usize, message: String) {
        self.warnings = self.warnings.saturating_add(1);
        if self.warnings <= MAX_LISTED {
            self.listed.push((offset, Severity::Warning, message));
        }
    }

    /// Returns whether further errors are only counted.
    pub fn is_full(&self) -> bool {
        self.errors >= MAX_LISTED
    }

    /// Returns whether the table can't be used.
    pub fn has_errors(&self) -> bool {
        self.errors > 0
    }

    fn listed_errors(&self) -> impl Iterator<Item = usize> {
        self.listed.iter().filter(|(_, severity, _)| *severity == Severity::Error).map(|(offset, ..)| *offset)
    }

    /// Returns whether an error was found at a place or in it.
    pub fn has_error_in(&self, place: &Range<usize>) -> bool {
        self.listed_errors().any(|offset| offset == place.start || place.contains(&offset))
    }

    /// Returns whether an error was found on a line.
    pub fn has_error_on_line(&self, line: usize) -> bool {
        self.listed_errors().any(|offset| self.line(offset) == line)
    }

    /// Returns the line of an offset, from 1.
    pub fn line(&self, offset: usize) -> usize {
        self.line_starts().partition_point(|start| *start <= offset)
    }

    /// Returns line and column of an offset, both from 1.
    pub fn place(&self, offset: usize) -> (usize, usize) {
        let line = self.line(offset);
        let start = self.line_starts().get(line.saturating_sub(1)).copied().unwrap_or_default();
        let before = self.text.get(start..offset).unwrap_or_default();
        (line, before.chars().count().saturating_add(1))
    }

    /// Returns the faults with line and column, in the file's order, each once, and the number of those that aren't listed.
    pub fn located(mut self) -> Vec<Fault> {
        let mut listed = std::mem::take(&mut self.listed);
        listed.sort();
        listed.dedup();
        let fault = |(offset, severity, message)| {
            let (line, column) = self.place(offset);
            Fault { line, column, severity, message, count: 1 }
        };
        let mut faults: Vec<Fault> = listed.into_iter().map(fault).collect();
        for (found, severity) in [(self.errors, Severity::Error), (self.warnings, Severity::Warning)] {
            let last = faults.iter().rfind(|fault| fault.severity == severity).cloned();
            if let (count @ 1.., Some(last)) = (found.saturating_sub(MAX_LISTED), last) {
                let message = format!("{} not listed", counted(count, &format!("more {}", severity.word())));
                faults.push(Fault { message, count, ..last });
            }
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_errors_are_listed_and_the_others_counted() {
        let mut faults = Faults::new("");
        for number in 1..MAX_LISTED {
            faults.error(0, number.to_string());
        }
        assert!(!faults.is_full());
        faults.error(0, "the last one".to_owned());
        assert!(faults.is_full());
        faults.error(0, "not listed".to_owned());
        let located = faults.located();
        assert!(located.iter().all(|fault| fault.message != "not listed"));
        assert_eq!(located.iter().map(|fault| fault.count).sum::<usize>(), MAX_LISTED + 1);
    }
}
