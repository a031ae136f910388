//! Markdown, for tickets and help pages: the text's tables, with every text escaped.

use super::view::{Block, Table, View};

/// Formats an answer.
pub fn format(view: &View) -> String {
    let mut parts = vec![escaped(&view.headline)];
    for block in &view.blocks {
        match block {
            Block::Table(table) => parts.push(format_table(table)),
            Block::Lines(lines) | Block::Plain(lines) => parts.extend(lines.iter().map(|line| escaped(line))),
        }
    }
    parts.extend(view.footer.iter().map(|line| escaped(line)));
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n") + "\n"
}

fn format_table(table: &Table) -> String {
    let (columns, rows) = table.shown(0);
    if columns.is_empty() {
        return String::new();
    }
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let mut lines = vec![
        line(columns.iter().map(|column| escaped(&column.title)).collect()),
        line(columns.iter().map(|column| if column.is_numeric { "---:" } else { "---" }.to_owned()).collect()),
    ];
    lines.extend(rows.iter().map(|cells| line(cells.iter().map(|cell| escaped(cell.trim())).collect())));
    lines.join("\n")
}

/// Escapes what Markdown would take for markup, anywhere in a text and at its beginning.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut is_beginning = true;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let is_markup = matches!(c, '\\' | '|' | '`' | '<' | '>' | '*' | '_' | '[' | ']' | '&' | '~');
        let ends_word = characters.peek().is_none_or(|next| next.is_whitespace());
        // A heading, a list or a quote, or the number of a list.
        let is_markup_here = is_beginning && matches!(c, '#' | '-' | '+' | '=');
        let is_markup_here = is_markup_here || ends_word && is_list_number(&escaped, c);
        if is_markup || is_markup_here {
            escaped.push('\\');
        }
        is_beginning = is_beginning && c == ' ';
        escaped.push(c);
    }
    escaped
}

/// Returns whether this character ends the number of an ordered list: `1.` or `1)`.
fn is_list_number(before: &str, c: char) -> bool {
    let before = before.trim_start();
    matches!(c, '.' | ')') && !before.is_empty() && before.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_never_markup() {
        for (text, escaped_text) in [
            ("# heading", "\\# heading"),
            ("~~~", "\\~\\~\\~"),
            ("- item", "\\- item"),
            ("1. item", "1\\. item"),
            ("1.5 credits", "1.5 credits"),
            ("nano-banana", "nano-banana"),
            ("a|b `c` <d>", "a\\|b \\`c\\` \\<d\\>"),
            ("2,490 credits", "2,490 credits"),
        ] {
            assert_eq!(escaped(text), escaped_text);
        }
    }
}
