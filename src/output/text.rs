//! The text for people: the answer, the working, the table; aligned on wide terminals, stacked on narrow ones.

use std::io::IsTerminal as _;

use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table};

use super::{Answer, Cell, Column, Grid, wants_color};
use crate::cli::Color;

/// A part of the working.
pub enum Block {
    /// A table, in every form of the answer.
    Grid(Grid),
    /// Lines for people, in the text only.
    Lines(Vec<String>),
    /// Lines that stand as they are: faults of a file, which editors can jump to.
    Plain(Vec<String>),
    /// A table that the text says in other words.
    Data(Grid),
}

/// The page to draw on.
pub(super) struct Page {
    /// Columns of the terminal; `None` where the output isn't one.
    pub(super) width: Option<usize>,
    /// The accent, where colour is wanted.
    pub(super) accent: Option<Accent>,
}

/// Bold and one colour.
#[derive(Clone, Copy)]
pub(super) struct Accent;

const ANSWER: &str = "\u{1b}[1;36m";
const FAINT: &str = "\u{1b}[2m";
const PLAIN: &str = "\u{1b}[0m";

const BAR: &str = "\u{1b}[36m";

/// The longest bar, and the shortest that still says something, in cells.
const LONGEST_BAR: usize = 28;
const SHORTEST_BAR: usize = 8;

/// What stands between two columns.
const GAP: usize = 3;

/// What a block stands in from the left.
const INDENT: usize = 2;

/// The width of the terminal that standard output is; `None` where it is none.
pub(super) fn terminal_width() -> Option<usize> {
    if !std::io::stdout().is_terminal() {
        return None;
    }
    let known = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)).filter(|width| *width > 0);
    let said = || std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).filter(|width| *width > 0);
    Some(known.or_else(said).unwrap_or(80))
}

/// The accent, where colour is wanted.
pub(super) fn accent(color: Color) -> Option<Accent> {
    wants_color(color).then_some(Accent)
}

impl Page {
    pub(super) fn draw(&self, answer: &Answer) -> String {
        let mut parts: Vec<String> = Vec::new();
        if !answer.headline.is_empty() {
            parts.push(self.lines(&answer.headline, 0, ANSWER));
        }
        for block in &answer.blocks {
            match block {
                Block::Data(_) => {}
                Block::Grid(grid) => parts.push(self.grid(grid)),
                Block::Lines(lines) => parts.push(lines.iter().map(|line| self.lines(line, INDENT, "")).collect()),
                Block::Plain(lines) => parts.push(lines.iter().map(|line| format!("{line}\n")).collect()),
            }
        }
        parts.extend(answer.table.lines().map(|line| self.lines(line, 0, FAINT)).reduce(|lines, line| lines + &line));
        parts.retain(|part| !part.is_empty());
        parts.join("\n")
    }

    /// A line, wrapped and styled.
    fn lines(&self, line: &str, indent: usize, style: &str) -> String {
        let lines = self.wrapped(line, indent).into_iter();
        lines.map(|line| format!("{:indent$}{}\n", "", self.styled(style, &line))).collect()
    }

    fn styled(&self, style: &str, line: &str) -> String {
        match self.accent {
            Some(Accent) if !style.is_empty() => format!("{style}{line}{PLAIN}"),
            _ => line.to_owned(),
        }
    }

    /// The line in pieces that fit; whole where the output isn't a terminal.
    fn wrapped(&self, line: &str, indent: usize) -> Vec<String> {
        let Some(width) = self.width else {
            return vec![line.to_owned()];
        };
        let width = width.saturating_sub(indent).max(1);
        let mut lines = vec![String::new()];
        for word in line.split(' ') {
            let room = |line: &String| line.chars().count().saturating_add(word.chars().count()) < width;
            match lines.last_mut() {
                Some(line) if line.is_empty() => line.push_str(word),
                Some(line) if room(line) => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        lines
    }

    /// Side by side where that fits, else a row after the other.
    fn grid(&self, grid: &Grid) -> String {
        let (columns, rows) = grid.for_people();
        let table = aligned(&columns, &rows);
        let room = self.width.map(|width| width.saturating_sub(INDENT));
        let widest = table.iter().map(|line| line.chars().count()).max().unwrap_or_default();
        if room.is_some_and(|room| widest > room) {
            return self.stacked(&columns, &rows);
        }
        let table =
            match room.map_or(LONGEST_BAR, |room| room.saturating_sub(widest.saturating_add(GAP)).min(LONGEST_BAR)) {
                cells @ SHORTEST_BAR.. if !grid.bars.is_empty() => self.with_bars(table, widest, &grid.bars, cells),
                _ => table,
            };
        table.iter().map(|line| format!("{:INDENT$}{line}", "").trim_end().to_owned() + "\n").collect()
    }

    /// The lines with a bar behind each row, so many cells for the longest.
    fn with_bars(&self, table: Vec<String>, widest: usize, bars: &[u32], cells: usize) -> Vec<String> {
        let head = table.len().saturating_sub(bars.len());
        let bars = std::iter::repeat_n(None, head).chain(bars.iter().map(Some));
        let lines = table.into_iter().zip(bars).map(|(line, bar)| match bar {
            Some(bar) => format!("{line:widest$}{:GAP$}{}", "", self.styled(BAR, &drawn(*bar, cells))),
            None => line,
        });
        lines.collect()
    }

    /// Each row's first cell, and below it the others with their titles.
    fn stacked(&self, columns: &[&Column], rows: &[Vec<&Cell>]) -> String {
        let mut text = columns
            .first()
            .filter(|column| !column.title.is_empty())
            .map_or_else(String::new, |column| self.lines(&column.title, INDENT, FAINT));
        for row in rows {
            for (index, (column, cell)) in
                columns.iter().zip(row).enumerate().filter(|(_, (_, cell))| !cell.shown.is_empty())
            {
                let (indent, line) = match (index, column.title.as_ref()) {
                    (0, _) => (INDENT, cell.shown.trim_end().to_owned()),
                    (_, "") => (INDENT.saturating_mul(2), cell.shown.clone()),
                    (_, title) => (INDENT.saturating_mul(2), format!("{title}: {}", cell.shown)),
                };
                for line in self.wrapped(&line, indent) {
                    text.push_str(&format!("{:indent$}{line}\n", ""));
                }
            }
        }
        text
    }
}

/// The lines of a table with aligned columns, two blanks between them.
fn aligned(columns: &[&Column], rows: &[Vec<&Cell>]) -> Vec<String> {
    let mut table = Table::new();
    table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    if columns.iter().any(|column| !column.title.is_empty()) {
        table.set_header(columns.iter().map(|column| column.title.as_ref()));
    }
    for row in rows {
        table.add_row(row.iter().map(|cell| cell.shown.as_str()));
    }
    for (column, place) in columns.iter().zip(table.column_iter_mut()) {
        place.set_padding((0, 3)).set_constraint(ColumnConstraint::ContentWidth);
        place.set_cell_alignment(if column.numeric { CellAlignment::Right } else { CellAlignment::Left });
    }
    table.lines().map(|line| line.trim_end().to_owned()).collect()
}

/// A bar of so many ten-thousandths of so many cells, to an eighth of a cell.
fn drawn(share: u32, cells: usize) -> String {
    let share = usize::try_from(share).unwrap_or_default();
    let eighths =
        cells.saturating_mul(8).saturating_mul(share).saturating_add(5000).checked_div(10_000).unwrap_or_default();
    let (whole, rest) = (eighths.checked_div(8).unwrap_or_default(), eighths.checked_rem(8).unwrap_or_default());
    let part = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"].get(rest).copied().unwrap_or_default();
    "█".repeat(whole) + part
}
