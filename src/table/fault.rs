//! What is wrong with a price table, and where.

use std::fmt;

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
    /// How many faults it counts as: 1, except for the last line of a list that was cut short.
    pub count: usize,
}

/// A table that can't be used, with all its faults in the file's order.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    pub fn error(line: usize, column: usize, message: impl Into<String>) -> Fault {
        Fault { line, column, severity: Severity::Error, message: message.into(), count: 1 }
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

impl std::error::Error for TableError {}

/// One error a line.
impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.errors().map(|fault| fault.in_file(&self.file)).collect();
        f.write_str(&lines.join("\n"))
    }
}

/// Prices that weren't checked for longer get a warning.
const OLD_AFTER_DAYS: i32 = 180;

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
        let (today, max_age) = (self.today, i64::from(self.max_age?));
        let days = i64::from(checked.days_before(today));
        if days < 0 {
            return Some(format!("the prices were checked on {checked}, which is after today, {today}"));
        }
        (days > max_age).then(|| {
            let [ago, limit] = [counted(days, "day"), counted(max_age, "day")];
            format!("the prices were checked {ago} ago, on {checked}; the limit is {limit}")
        })
    }

    /// Warns about a date that is long ago, or in the future.
    pub fn warning(self, checked: Day) -> Option<String> {
        let days = checked.days_before(self.today);
        if days > OLD_AFTER_DAYS {
            return Some(format!("the prices were checked {} ago, on {checked}", counted(days, "day")));
        }
        (days < 0).then(|| format!("the prices were checked on {checked}, which is in the future"))
    }
}

/// The most faults that are listed: a file that isn't a price table at all has any number.
const MAX_LISTED: usize = 100;

/// The faults found so far, by byte offset.
#[derive(Debug)]
pub struct Faults<'t> {
    text: &'t str,
    line_starts: Vec<usize>,
    found: Vec<(usize, Severity, String)>,
    unlisted: usize,
}

impl<'t> Faults<'t> {
    /// Starts without faults.
    pub fn new(text: &'t str) -> Faults<'t> {
        let after_newlines = text.match_indices('\n').map(|(offset, _)| offset.saturating_add(1));
        let line_starts = std::iter::once(0).chain(after_newlines).collect();
        Faults { text, line_starts, found: Vec::new(), unlisted: 0 }
    }

    /// Adds an error.
    pub fn error(&mut self, offset: usize, message: String) {
        self.add(offset, Severity::Error, message);
    }

    /// Adds a warning.
    pub fn warning(&mut self, offset: usize, message: String) {
        self.add(offset, Severity::Warning, message);
    }

    fn add(&mut self, offset: usize, severity: Severity, message: String) {
        if self.is_full() {
            self.unlisted = self.unlisted.saturating_add(1);
        } else {
            self.found.push((offset, severity, message));
        }
    }

    /// Returns whether further faults are only counted.
    pub fn is_full(&self) -> bool {
        self.found.len() >= MAX_LISTED
    }

    /// Returns whether the table can't be used.
    pub fn has_errors(&self) -> bool {
        self.found.iter().any(|(_, severity, _)| *severity == Severity::Error)
    }

    /// Returns the line of an offset, from 1.
    pub fn line(&self, offset: usize) -> usize {
        self.place(offset).0
    }

    /// Returns line and column of an offset, both from 1.
    pub fn place(&self, offset: usize) -> (usize, usize) {
        let line = self.line_starts.partition_point(|start| *start <= offset);
        let start = self.line_starts.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let before = self.text.get(start..offset).unwrap_or_default();
        (line, before.chars().count().saturating_add(1))
    }

    /// Returns the faults with line and column, in the file's order, each once.
    pub fn located(mut self) -> Vec<Fault> {
        self.found.sort();
        self.found.dedup();
        let mut faults: Vec<Fault> = self
            .found
            .iter()
            .map(|(offset, severity, message)| {
                let (line, column) = self.place(*offset);
                Fault { line, column, severity: *severity, message: message.clone(), count: 1 }
            })
            .collect();
        if let (1.., Some(last)) = (self.unlisted, faults.last()) {
            let message = format!("and {} more, not listed", counted(self.unlisted, "fault"));
            faults.push(Fault { message, count: self.unlisted, ..last.clone() });
        }
        faults
    }
}
