//! What is wrong with a price table, and where.

use std::cell::OnceCell;
use std::ops::Range;

use serde::Serialize;

use crate::format::{counted, shown};
use crate::values::day::Day;

/// One fault of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1, in characters.
    pub column: usize,
    /// What is wrong and what to write instead; safe to print.
    pub message: String,
}

/// What was found in a table, in the file's order: at most 100 of each, and one more that says so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The table can't be used.
    pub errors: Vec<Fault>,
    /// The table can be used, but someone should look at it.
    pub warnings: Vec<Fault>,
}

/// A table that can't be used, with its errors.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the price table {file} can't be used")]
pub struct TableError {
    /// The file, as it was given.
    pub file: String,
    /// What is wrong with it.
    pub errors: Vec<Fault>,
}

/// An error that leaves no more to find.
impl From<Fault> for Found {
    fn from(error: Fault) -> Found {
        Found { errors: vec![error], warnings: Vec::new() }
    }
}

impl Fault {
    /// Returns the place as compilers write it: `FILE:LINE:COLUMN`.
    pub fn place(&self, file: &str) -> String {
        format!("{}:{}:{}", shown(file), self.line, self.column)
    }
}

/// Counts faults: `3 errors`, `more than 100 errors`.
pub fn counted_faults(faults: &[Fault], noun: &str) -> String {
    match faults.len() {
        0..=MAX_LISTED => counted(faults.len(), noun),
        _ => format!("more than {}", counted(MAX_LISTED, noun)),
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
    /// By byte offset.
    errors: Vec<(usize, String)>,
    warnings: Vec<(usize, String)>,
}

impl<'t> Faults<'t> {
    /// Starts without faults.
    pub fn new(text: &'t str) -> Faults<'t> {
        Faults { text, line_starts: OnceCell::new(), errors: Vec::new(), warnings: Vec::new() }
    }

    fn line_starts(&self) -> &[usize] {
        self.line_starts.get_or_init(|| {
            let newlines = memchr::memchr_iter(b'\n', self.text.as_bytes());
            std::iter::once(0).chain(newlines.map(|offset| offset.saturating_add(1))).collect()
        })
    }

    /// Adds an error.
    pub fn error(&mut self, offset: usize, message: String) {
        add(&mut self.errors, (offset, message));
    }

    /// Adds a warning.
    pub fn warning(&mut self, offset: usize, message: String) {
        add(&mut self.warnings, (offset, message));
    }

    /// Returns whether further errors aren't listed.
    pub fn is_full(&self) -> bool {
        self.errors.len() > MAX_LISTED
    }

    /// Returns whether the table can't be used.
    pub fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    /// Returns whether an error was found at a place or in it.
    pub fn has_error_in(&self, place: &Range<usize>) -> bool {
        self.errors.iter().any(|(offset, _)| *offset == place.start || place.contains(offset))
    }

    /// Returns whether an error was found on a line.
    pub fn has_error_on_line(&self, line: usize) -> bool {
        self.errors.iter().any(|(offset, _)| self.line(*offset) == line)
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

    /// Returns the faults with line and column, in the file's order.
    pub fn located(mut self) -> Found {
        let [errors, warnings] = [std::mem::take(&mut self.errors), std::mem::take(&mut self.warnings)];
        Found { errors: self.with_places(errors, "errors"), warnings: self.with_places(warnings, "warnings") }
    }

    fn with_places(&self, mut found: Vec<(usize, String)>, nouns: &str) -> Vec<Fault> {
        let more = found.split_off(found.len().min(MAX_LISTED)).pop();
        found.sort();
        if let (Some(_), Some((last, _))) = (more, found.last()) {
            found.push((*last, format!("more {nouns} aren't listed")));
        }
        let fault = |(offset, message)| {
            let (line, column) = self.place(offset);
            Fault { line, column, message }
        };
        found.into_iter().map(fault).collect()
    }
}

/// Adds a fault, once, and one more than are listed.
fn add(faults: &mut Vec<(usize, String)>, fault: (usize, String)) {
    if faults.len() <= MAX_LISTED && !faults.contains(&fault) {
        faults.push(fault);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_errors_are_listed() {
        let mut faults = Faults::new("");
        for number in 0..MAX_LISTED {
            // Each counts once.
            faults.error(0, number.to_string());
            faults.error(0, number.to_string());
        }
        assert!(!faults.is_full());
        faults.error(0, "not listed".to_owned());
        assert!(faults.is_full());
        let errors = faults.located().errors;
        assert!(errors.iter().all(|fault| fault.message != "not listed"));
        assert_eq!(errors.last().unwrap().message, "more errors aren't listed");
        assert_eq!(counted_faults(&errors, "error"), "more than 100 errors");
        assert_eq!(counted_faults(&errors[1..], "error"), "100 errors");
    }
}
