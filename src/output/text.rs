//! The text for people: the answer, the working, the table; aligned on wide terminals, stacked on narrow ones.

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

/// Stands for a blank while lines are broken.
const UNBROKEN: &str = "\u{a0}";

/// What stands between two columns.
const GAP: usize = 3;

/// What a block stands in from the left.
const INDENT: usize = 2;

/// The width of the terminal that a stream is; `None` where it is none.
pub(super) fn terminal_width(stream: &impl std::io::IsTerminal) -> Option<usize> {
    if !stream.is_terminal() {
        return None;
    }
    let known = columns().filter(|width| *width > 0);
    let said = || std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).filter(|width| *width > 0);
    Some(known.or_else(said).unwrap_or(80))
}

/// The columns of the terminal, whether or not it knows its rows.
#[cfg(unix)]
fn columns() -> Option<usize> {
    let [output, error] =
        [rustix::termios::tcgetwinsize(std::io::stdout()), rustix::termios::tcgetwinsize(std::io::stderr())];
    output.or(error).ok().map(|size| usize::from(size.ws_col))
}

/// The columns of the terminal.
#[cfg(not(unix))]
fn columns() -> Option<usize> {
    terminal_size::terminal_size().map(|(width, _)| usize::from(width.0))
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
        self.width.map_or_else(|| vec![line.to_owned()], |width| wrapped(line, width.saturating_sub(indent)))
    }

    /// Side by side where that fits, if need be without spare columns; else a row after the other.
    fn grid(&self, grid: &Grid) -> String {
        let room = self.width.map(|width| width.saturating_sub(INDENT));
        for left_out in 0..=grid.columns.iter().filter(|column| column.spare).count() {
            let (columns, rows) = grid.for_people(left_out);
            let table = aligned(&columns, &rows);
            let widest = table.iter().map(|line| line.chars().count()).max().unwrap_or_default();
            if room.is_some_and(|room| widest > room) {
                continue;
            }
            let cells =
                room.map_or(LONGEST_BAR, |room| room.saturating_sub(widest.saturating_add(GAP)).min(LONGEST_BAR));
            let table = if grid.bars.is_empty() || cells < SHORTEST_BAR {
                table
            } else {
                self.with_bars(table, widest, &grid.bars, cells)
            };
            return table.iter().map(|line| format!("{:INDENT$}{line}", "").trim_end().to_owned() + "\n").collect();
        }
        let (columns, rows) = grid.for_people(0);
        self.stacked(&columns, &rows)
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
        let title = columns.first().map(|column| column.title.as_ref()).filter(|title| !title.is_empty());
        let mut text = title.map_or_else(String::new, |title| self.lines(title, INDENT, FAINT));
        for row in rows {
            let first = row.first().map_or("", |cell| cell.shown.trim_end());
            text.push_str(&self.lines(first, INDENT, ""));
            let others = columns.iter().zip(row).skip(1).filter(|(_, cell)| !cell.shown.is_empty());
            let room = self.width.map_or(0, |width| width.saturating_sub(INDENT.saturating_mul(2)));
            let others = others.map(|(column, cell)| {
                let shown = match column.title.as_ref() {
                    "" => cell.shown.clone(),
                    title => format!("{title}: {}", cell.shown),
                };
                // What fits on one line isn't broken over two.
                if shown.chars().count() < room { shown.replace(' ', UNBROKEN) } else { shown }
            });
            let line = self.lines(&others.collect::<Vec<_>>().join(", "), INDENT.saturating_mul(2), "");
            text.push_str(&line.replace(UNBROKEN, " "));
        }
        text
    }
}

/// The line in pieces of at most this width; a longer word stays whole.
pub(super) fn wrapped(line: &str, width: usize) -> Vec<String> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> Grid {
        let row = |name: &str, rate: &str, credits: &str| vec![Cell::text(name), Cell::text(rate), Cell::text(credits)];
        Grid {
            columns: vec![
                Column::text("name", "Model"),
                Column::number("rate", "Rate").spare(),
                Column::number("credits", "Credits"),
            ],
            rows: vec![row("nano-banana", "15/image", "1,250,000"), row("veo3", "1,250/clip", "90")],
            totals: Vec::new(),
            bars: vec![10_000, 5_000],
        }
    }

    fn drawn_at(width: Option<usize>) -> String {
        Page { width, accent: None }.grid(&grid())
    }

    #[test]
    fn bars_go_first_then_spare_columns_then_the_columns() {
        let wide = "  Model               Rate     Credits\n  nano-banana     15/image   1,250,000   ████████████████████████████\n  veo3          1,250/clip          90   ██████████████\n";
        assert_eq!(drawn_at(None), wide);
        assert_eq!(
            drawn_at(Some(40)),
            "  Model               Rate     Credits\n  nano-banana     15/image   1,250,000\n  veo3          1,250/clip          90\n"
        );
        assert_eq!(
            drawn_at(Some(30)),
            "  Model           Credits\n  nano-banana   1,250,000\n  veo3                 90\n"
        );
        let narrow = "  Model\n  nano-banana\n    Rate: 15/image,\n    Credits: 1,250,000\n  veo3\n    Rate: 1,250/clip,\n    Credits: 90\n";
        assert_eq!(drawn_at(Some(24)), narrow);
        let room = drawn_at(Some(40)).lines().map(|line| line.chars().count()).max().unwrap();
        assert_eq!(drawn_at(Some(room)), drawn_at(Some(40)), "as wide as the page");
        assert!(drawn_at(Some(room - 1)).starts_with("  Model           Credits\n"), "{}", drawn_at(Some(room - 1)));
    }

    #[test]
    fn a_style_ends_with_its_line() {
        let page = Page { width: Some(8), accent: Some(Accent) };
        assert_eq!(
            page.lines("four words to wrap", 2, ANSWER),
            format!("  {ANSWER}four{PLAIN}\n  {ANSWER}words{PLAIN}\n  {ANSWER}to{PLAIN}\n  {ANSWER}wrap{PLAIN}\n")
        );
        assert_eq!(page.lines("plain", 0, ""), "plain\n");
        assert_eq!(Page { accent: None, ..page }.lines("plain", 0, ANSWER), "plain\n");
    }

    #[test]
    fn a_number_is_never_broken_however_narrow_it_is() {
        for width in 1..60 {
            let text = drawn_at(Some(width));
            for number in ["15/image", "1,250,000", "1,250/clip"] {
                let left_out = !text.contains("Rate") && number.contains('/');
                assert_ne!(text.contains(number), left_out, "{width}: {text}");
            }
        }
    }

    #[test]
    fn bars_to_an_eighth_of_a_cell() {
        assert_eq!(drawn(10_000, 2), "██");
        assert_eq!(drawn(5_000, 1), "▌");
        assert_eq!(drawn(0, 8), "");
        assert_eq!(drawn(312, 8), "▎");
    }
}
