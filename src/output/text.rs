//! The text for people: tables with aligned columns on wide terminals, stacked rows on narrow ones.

use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, ContentArrangement};

use super::view::{Block, Column, Table, View};

/// The page to write on.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    /// Columns of the terminal; `None` where the output isn't one, and nothing is wrapped.
    pub width: Option<usize>,
    /// Whether to use colors.
    pub has_color: bool,
}

const BOLD_CYAN: &str = "\u{1b}[1;36m";
const CYAN: &str = "\u{1b}[36m";
const FAINT: &str = "\u{1b}[2m";
const RESET: &str = "\u{1b}[0m";

/// The longest bar, and the shortest that is worth drawing, in cells.
const LONGEST_BAR: usize = 28;
const SHORTEST_BAR: usize = 8;

/// The space between two columns.
const GAP: usize = 3;

/// The space to the left of a block.
const MARGIN: &str = "  ";
const INDENT: usize = MARGIN.len();

impl Page {
    /// Formats an answer.
    pub fn format(&self, view: &View) -> String {
        let mut parts: Vec<String> = vec![self.lines(&view.headline, 0, BOLD_CYAN)];
        parts.extend(view.blocks.iter().map(|block| match block {
            Block::Table(table) => self.table(table),
            Block::Lines(lines) => lines.iter().map(|line| self.lines(line, INDENT, "")).collect(),
            Block::Plain(lines) => lines.iter().map(|line| format!("{line}\n")).collect(),
        }));
        parts.push(view.footer.iter().map(|line| self.lines(line, 0, FAINT)).collect());
        parts.retain(|part| !part.trim().is_empty());
        parts.join("\n")
    }

    /// Formats a note with its label; further lines are indented below it.
    pub fn note(&self, note: &str) -> String {
        const LABEL: &str = "note: ";
        let indent = LABEL.len();
        format!("{LABEL}{}\n", self.wrapped(note, indent).join(&format!("\n{:indent$}", "")))
    }

    /// Wraps and styles a line.
    fn lines(&self, line: &str, indent: usize, style: &str) -> String {
        let lines = self.wrapped(line, indent).into_iter();
        lines.map(|line| format!("{:indent$}{}\n", "", self.styled(style, &line))).collect()
    }

    fn styled(&self, style: &str, line: &str) -> String {
        if self.has_color && !style.is_empty() { format!("{style}{line}{RESET}") } else { line.to_owned() }
    }

    fn wrapped(&self, line: &str, indent: usize) -> Vec<String> {
        self.width.map_or_else(|| vec![line.to_owned()], |width| wrapped(line, width.saturating_sub(indent)))
    }

    /// Formats a table: side by side where that fits, without optional columns if need be, else one row after the other.
    fn table(&self, table: &Table) -> String {
        let room = self.width.map(|width| width.saturating_sub(INDENT));
        for left_out in 0..=table.optional_columns() {
            let (columns, rows) = table.shown(left_out);
            let lines = aligned(&columns, &rows);
            let widest = lines.iter().map(|line| line.chars().count()).max().unwrap_or_default();
            if room.is_some_and(|room| widest > room) {
                continue;
            }
            let cells = room.map_or(LONGEST_BAR, |room| room.saturating_sub(widest + GAP).min(LONGEST_BAR));
            let has_bars = !table.bars.is_empty() && cells >= SHORTEST_BAR;
            let lines = if has_bars { self.with_bars(lines, widest, &table.bars, cells) } else { lines };
            return lines.iter().flat_map(|line| [if line.is_empty() { "" } else { MARGIN }, line, "\n"]).collect();
        }
        let (columns, rows) = table.shown(0);
        self.stacked(&columns, &rows)
    }

    fn with_bars(&self, mut lines: Vec<String>, widest: usize, bars: &[usize], cells: usize) -> Vec<String> {
        let header = lines.len().saturating_sub(bars.len());
        for (line, share) in lines.iter_mut().skip(header).zip(bars) {
            *line = format!("{line:width$}{}", self.styled(CYAN, &bar(*share, cells)), width = widest + GAP);
        }
        lines
    }

    /// Formats the first text of each row, and below it the others with their titles.
    fn stacked(&self, columns: &[&Column], rows: &[Vec<&str>]) -> String {
        let title = columns.first().map(|column| column.title.as_str()).filter(|title| !title.is_empty());
        let mut text = title.map_or_else(String::new, |title| self.lines(title, INDENT, FAINT));
        for row in rows {
            text.push_str(&self.lines(row.first().map_or("", |text| text.trim()), INDENT, ""));
            let others = columns.iter().zip(row).skip(1).filter(|(_, cell)| !cell.is_empty());
            let others = others.map(|(column, cell)| match column.title.as_str() {
                "" => (*cell).to_owned(),
                title => format!("{title}: {cell}"),
            });
            text.push_str(&self.lines(&others.collect::<Vec<_>>().join(", "), 2 * INDENT, ""));
        }
        text
    }
}

/// Wraps a line at this width; a longer word stays whole.
fn wrapped(line: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in line.split(' ') {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.chars().count() + word.chars().count() < width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Aligns the columns of a table.
fn aligned(columns: &[&Column], rows: &[Vec<&str>]) -> Vec<String> {
    let titles: Vec<&str> = columns.iter().map(|column| column.title.as_str()).collect();
    let lines: Vec<&[&str]> = Some(titles.as_slice())
        .filter(|titles| titles.iter().any(|title| !title.is_empty()))
        .into_iter()
        .chain(rows.iter().map(Vec::as_slice))
        .collect();
    // One row with a line for each of ours is a third less work for comfy-table than many rows. No cell has a line break.
    let column = |index: usize| lines.iter().filter_map(|line| line.get(index).copied()).collect::<Vec<_>>().join("\n");
    let mut table = comfy_table::Table::new();
    table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    table.add_row((0..columns.len()).map(column));
    for (column, place) in columns.iter().zip(table.column_iter_mut()) {
        place.set_padding((0, 3));
        place.set_cell_alignment(if column.is_numeric { CellAlignment::Right } else { CellAlignment::Left });
    }
    table.lines().take(lines.len()).map(|line| line.trim_end().to_owned()).collect()
}

/// Draws a bar of a share of these cells, to an eighth of a cell; the share is in ten-thousandths.
fn bar(share: usize, cells: usize) -> String {
    let eighths = (cells * 8 * share + 5000) / 10_000;
    let part = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"].get(eighths % 8).copied().unwrap_or_default();
    "█".repeat(eighths / 8) + part
}
