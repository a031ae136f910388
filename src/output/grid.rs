//! Rows and columns, made once and drawn by every form but JSON.

use std::borrow::Cow;

use rust_decimal::Decimal;

use crate::credits::Credits;
use crate::words;

/// A table of an answer.
pub struct Grid {
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, a cell a column.
    pub rows: Vec<Vec<Cell>>,
    /// Last rows for people, such as a total.
    pub totals: Vec<Vec<Cell>>,
    /// How long the bar behind each row is, in ten-thousandths of the longest; empty for a table without bars. Only a
    /// terminal has room for them.
    pub bars: Vec<u32>,
}

/// A column.
#[derive(Clone)]
pub struct Column {
    /// Its name for programs, in snake case.
    pub key: &'static str,
    /// Its title for people; may be empty.
    pub title: Cow<'static, str>,
    /// Right-aligned.
    pub numeric: bool,
    /// Who gets to see it.
    pub place: Place,
    /// Left out where a terminal has no room for all.
    pub spare: bool,
}

/// Who gets to see a column.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// People and programs.
    Everywhere,
    /// People: text and md.
    People,
    /// Programs: csv and tsv.
    Programs,
}

/// A cell, as people and as programs read it.
#[derive(Clone, Default)]
pub struct Cell {
    /// With grouped thousands and units.
    pub shown: String,
    /// Plain.
    pub plain: String,
}

impl Grid {
    /// The columns that people see and that hold anything, without so many of the spare ones; the rows in these columns,
    /// totals last.
    pub(super) fn for_people(&self, left_out: usize) -> (Vec<&Column>, Vec<Vec<&Cell>>) {
        let rows = || self.rows.iter().chain(&self.totals);
        let mut spare = self.columns.iter().enumerate().filter(|(_, column)| column.spare).skip(left_out);
        let kept_from = spare.next().map_or(self.columns.len(), |(index, _)| index);
        let seen = |index: usize, column: &Column| {
            column.place != Place::Programs
                && (index >= kept_from || !column.spare)
                && rows().any(|row| row.get(index).is_some_and(|cell| !cell.shown.is_empty()))
        };
        let seen: Vec<(usize, &Column)> =
            self.columns.iter().enumerate().filter(|(index, column)| seen(*index, column)).collect();
        let rows = rows().map(|row| seen.iter().filter_map(|(index, _)| row.get(*index)).collect()).collect();
        (seen.into_iter().map(|(_, column)| column).collect(), rows)
    }
}

impl Column {
    /// A column of text.
    pub fn text(key: &'static str, title: impl Into<Cow<'static, str>>) -> Column {
        Column { key, title: title.into(), numeric: false, place: Place::Everywhere, spare: false }
    }

    /// A column of numbers.
    pub fn number(key: &'static str, title: impl Into<Cow<'static, str>>) -> Column {
        Column { key, title: title.into(), numeric: true, place: Place::Everywhere, spare: false }
    }

    /// The same for people only.
    pub fn for_people(self) -> Column {
        Column { place: Place::People, ..self }
    }

    /// The same, left out where a terminal has no room for all; the first of several goes first.
    pub fn spare(self) -> Column {
        Column { spare: true, ..self }
    }

    /// The same for programs only.
    pub fn for_programs(self) -> Column {
        Column { place: Place::Programs, ..self }
    }
}

impl Cell {
    /// A text, the same for both.
    pub fn text(text: impl Into<String>) -> Cell {
        let shown = text.into();
        Cell { plain: shown.clone(), shown }
    }

    /// One reading for people, another for programs.
    pub fn both(shown: impl Into<String>, plain: impl Into<String>) -> Cell {
        Cell { shown: shown.into(), plain: plain.into() }
    }

    /// An amount of credits.
    pub fn credits(credits: Credits) -> Cell {
        Cell::both(words::grouped(credits), credits.to_string())
    }

    /// An amount that people are spared where there is nothing.
    pub fn nonzero(credits: Credits) -> Cell {
        if credits.is_zero() { Cell::both("", "0") } else { Cell::credits(credits) }
    }

    /// A number.
    pub fn number(number: Decimal) -> Cell {
        Cell::both(words::grouped_number(number), number.normalize().to_string())
    }

    /// An amount in USD: two decimals for people, six for programs.
    pub fn usd(amount: Decimal) -> Cell {
        Cell::both(words::usd(amount), words::half_up(amount, 6).normalize().to_string())
    }

    /// A count.
    pub fn count(count: u128) -> Cell {
        Cell::both(words::grouped_count(count), count.to_string())
    }

    /// What isn't known or doesn't apply.
    pub fn none() -> Cell {
        Cell::default()
    }
}
