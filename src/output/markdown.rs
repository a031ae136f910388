//! Markdown tables, for tickets and help pages.

use super::{Answer, Block, Cell, Column, Grid};

/// The answer, its tables, and the price table's line.
pub(super) fn page(answer: &Answer) -> String {
    let has_grid = answer.blocks.iter().any(|block| matches!(block, Block::Grid(_)));
    let mut parts = vec![escaped(&answer.headline)];
    for block in &answer.blocks {
        match block {
            Block::Grid(grid) => parts.push(table(grid)),
            Block::Data(grid) if !has_grid => parts.push(table(grid)),
            Block::Lines(lines) if has_grid => parts.extend(lines.iter().map(|line| escaped(line))),
            _ => {}
        }
    }
    parts.extend(answer.table.lines().map(escaped));
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n") + "\n"
}

fn table(grid: &Grid) -> String {
    if grid.rows.is_empty() {
        return String::new();
    }
    let (columns, rows) = grid.for_people(0);
    if columns.is_empty() {
        return String::new();
    }
    let mut lines =
        vec![row(columns.iter().map(|column| escaped(&column.title))), row(columns.iter().map(|column| ruler(column)))];
    lines.extend(rows.iter().map(|cells| row(cells.iter().map(|cell: &&Cell| escaped(cell.shown.trim_end())))));
    lines.join("\n")
}

fn row(cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<String> = cells.collect();
    format!("| {} |", cells.join(" | "))
}

fn ruler(column: &Column) -> String {
    if column.numeric { "---:" } else { "---" }.to_owned()
}

/// The text as Markdown gives it back.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '|' | '`' | '<' | '>' | '*' | '_' | '[' | ']' | '&') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_to_markdown_is_escaped() {
        assert_eq!(escaped("a|b\\c`d<e"), "a\\|b\\\\c\\`d\\<e");
    }
}
