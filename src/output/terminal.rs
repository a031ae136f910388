//! Terminals: their width, and whether to use colors.

use std::io::IsTerminal;

use crate::cli::Color;

/// Returns the width of the terminal that a stream is; `None` where it isn't one.
pub fn width(stream: &impl IsTerminal) -> Option<usize> {
    if !stream.is_terminal() {
        return None;
    }
    let variable = || std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let is_useful = |width: &usize| *width > 0;
    Some(columns().filter(is_useful).or_else(|| variable().filter(is_useful)).unwrap_or(80))
}

/// Returns the columns of the terminal, even where it doesn't know its rows.
#[cfg(unix)]
fn columns() -> Option<usize> {
    let output = rustix::termios::tcgetwinsize(std::io::stdout());
    output.or_else(|_| rustix::termios::tcgetwinsize(std::io::stderr())).ok().map(|size| usize::from(size.ws_col))
}

/// Returns the columns of the terminal.
#[cfg(not(unix))]
fn columns() -> Option<usize> {
    terminal_size::terminal_size().map(|(width, _)| usize::from(width.0))
}

/// Returns whether to use colors on a stream.
pub fn uses_color(stream: &impl IsTerminal, color: Color) -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
            stream.is_terminal() && !is_set("NO_COLOR") && !is_dumb
        }
    }
}
