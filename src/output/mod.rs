//! The one place that prints: a report in the format that was asked for, and failures.

mod markdown;
mod separated;
pub mod terminal;
mod text;
pub mod view;

use std::io::{self, ErrorKind, Write};

use serde::Serialize;

use crate::cli::{Color, Format, Global};
use crate::error::{Failure, Kind, system_words};
use crate::format::is_printing;
use text::Page;
use view::View;

/// What a command found out. Serialized it is the JSON document; every other format is made from it.
pub trait Report: Serialize {
    /// A row of the CSV.
    type Row: Serialize + Default;

    /// Returns the rows of the CSV.
    fn rows(&self) -> Vec<Self::Row>;

    /// Returns a row with every nested field present. Its field names are the columns; its values aren't used.
    fn sample_row(&self) -> Self::Row {
        Self::Row::default()
    }

    /// Returns the answer in words.
    fn view(&self) -> View;

    /// Returns sentences for a customer.
    fn reply(&self) -> Vec<String>;

    /// Returns the bare number; `None` where the command has none.
    fn number(&self) -> Option<String> {
        None
    }

    /// Returns how a question was answered.
    fn verdict(&self) -> Verdict {
        Verdict::Yes
    }
}

/// How a question was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Answered; for a yes-or-no question, yes.
    Yes,
    /// Answered no.
    No {
        /// The reason, for standard error.
        reason: String,
        /// Whether text and Markdown say it in the answer already.
        is_in_text: bool,
    },
    /// The price table that was checked can't be used.
    InvalidTable,
}

impl Verdict {
    fn code(&self) -> u8 {
        match self {
            Verdict::Yes => 0,
            Verdict::No { .. } => 1,
            Verdict::InvalidTable => 4,
        }
    }

    /// Returns the line for standard error; nothing where the text before says it already.
    fn reason(&self, is_after_text: bool) -> String {
        match self {
            Verdict::No { reason, is_in_text } if !(*is_in_text && is_after_text) => format!("{reason}\n"),
            _ => String::new(),
        }
    }
}

/// Writes a report: the answer to standard output, notes to standard error. Returns the exit code.
///
/// # Errors
/// Where standard output can't be written, or where the number alone was asked of a report that has none.
pub fn write<R: Report>(report: &R, global: &Global) -> anyhow::Result<u8> {
    if global.quiet {
        return write_number(report.number(), report.verdict());
    }
    let document = match global.format() {
        Format::Json => Some(printable_json(&serde_json::to_string_pretty(report)?) + "\n"),
        Format::Reply => Some(report.reply().join("\n") + "\n"),
        Format::Csv => Some(separated::format(report, b',')?),
        Format::Tsv => Some(separated::format(report, b'\t')?),
        Format::Md | Format::Text => None,
    };
    write_answer(document, &report.view(), report.verdict(), global)
}

fn write_number(number: Option<String>, verdict: Verdict) -> anyhow::Result<u8> {
    let number = number.ok_or_else(|| {
        Failure::usage("-q can't be used here, because the answer isn't one number").with_help("credits --help")
    })?;
    print(&format!("{number}\n"))?;
    eprint(&verdict.reason(false));
    Ok(verdict.code())
}

/// Writes a document, or the view where there is none. This and what it calls isn't compiled again for every report.
fn write_answer(document: Option<String>, view: &View, verdict: Verdict, global: &Global) -> anyhow::Result<u8> {
    let (format, stdout) = (global.format(), io::stdout());
    let is_view = document.is_none();
    print(&document.unwrap_or_else(|| match format {
        Format::Md => markdown::format(view),
        _ => {
            let has_color = terminal::uses_color(&stdout, global.color);
            Page { width: terminal::width(&stdout), has_color }.format(view)
        }
    }))?;
    if !matches!(format, Format::Json | Format::Reply) {
        let page = Page { width: terminal::width(&io::stderr()), has_color: false };
        let notes: String = view.notes.iter().map(|note| page.note(note)).collect();
        eprint(&(notes + &verdict.reason(is_view)));
    }
    Ok(verdict.code())
}

/// Escapes what doesn't print. Only the texts of a document can hold it, such as the path of a price table.
fn printable_json(json: &str) -> String {
    let escaped = |c: char| match c {
        c if c == '\n' || is_printing(c) => c.to_string(),
        c => c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect(),
    };
    json.chars().map(escaped).collect()
}

/// Writes to standard output. A closed pipe isn't an error: nobody wants the rest.
///
/// # Errors
/// Where it can't be written, for example to a full disk.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    let written = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
    written.err().as_ref().and_then(write_failure).map_or(Ok(()), Err)
}

/// Writes to standard error. Where even that fails, there is nobody to tell.
pub fn eprint(text: &str) {
    let mut stderr = io::stderr().lock();
    let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}

/// Returns standard output for a stream.
pub fn stream() -> impl Write + Send {
    io::stdout()
}

/// Returns the failure of an output that can't be written; `None` for a closed pipe.
pub fn write_failure(error: &io::Error) -> Option<Failure> {
    let is_closed = error.kind() == ErrorKind::BrokenPipe;
    (!is_closed).then(|| Failure::new(Kind::Output, format!("cannot write output: {}", system_words(error))))
}

/// Writes a failure to standard error, as text or as JSON.
pub fn write_error(failure: &Failure, is_json: bool, color: Color) {
    if is_json {
        return eprint(&failure.json());
    }
    let mut text = failure.text();
    if terminal::uses_color(&io::stderr(), color) {
        text = text.replacen("error:", "\u{1b}[1;31merror:\u{1b}[0m", 1);
        text = text.replacen("\nhelp:", "\n\u{1b}[1;36mhelp:\u{1b}[0m", 1);
    }
    eprint(&text);
}
