//! The one place that prints: an answer in the form that was asked for, and failures.

mod grid;
mod markdown;
mod separated;
mod text;

use std::io::{self, ErrorKind, IsTerminal, Write};

pub use grid::{Cell, Column, Grid, Place};
pub use text::Block;

use crate::cli::{Color, Format, Global};
use crate::failure::{Failure, Kind, system_words};

/// What a command has found out, ready for every form.
pub struct Answer {
    /// Line 1 of the text: the answer itself.
    pub headline: String,
    /// The working, below it.
    pub blocks: Vec<Block>,
    /// The last line: which table, of which date, from where.
    pub table: String,
    /// The JSON document.
    pub json: Json,
    /// Sentences for a customer; `None` where the command has none.
    pub reply: Option<Vec<String>>,
    /// Remarks, one a kind.
    pub notes: Vec<String>,
    /// Remarks on the lines of a table for people, which programs don't get to see.
    pub notes_on_lines: Vec<String>,
    /// Remarks on the rows of CSV and TSV, which people see on other lines.
    pub notes_on_rows: Vec<String>,
    /// The bare number; `None` where the command has none.
    pub number: Option<String>,
    /// How it went.
    pub verdict: Verdict,
}

/// How a question went that was answered.
pub enum Verdict {
    /// Answered, and yes where it was a yes-or-no.
    Yes,
    /// Answered no, for this reason.
    No(String),
    /// The price table that was to be checked can't be used.
    UnsoundTable,
}

impl Verdict {
    /// The exit code.
    pub fn exit_code(&self) -> u8 {
        match self {
            Verdict::Yes => 0,
            Verdict::No(_) => 1,
            Verdict::UnsoundTable => 4,
        }
    }
}

/// A JSON document that is only written when it is asked for.
pub struct Json(Box<dyn FnOnce() -> serde_json::Result<String>>);

impl Json {
    /// The document that `report` is.
    pub fn of(report: impl serde::Serialize + 'static) -> Json {
        Json(Box::new(move || serde_json::to_string_pretty(&report)))
    }
}

/// Writes an answer: the answer to standard output, remarks to standard error.
///
/// # Errors
/// Where standard output can't be written, or the number alone was asked of a command that has none.
pub fn answer(answer: Answer, global: &Global) -> Result<(), Failure> {
    if global.quiet {
        let number = answer.number.ok_or_else(|| {
            Failure::usage("-q prints one number, and this command has none").with_help("credits cost --help")
        })?;
        print(&format!("{number}\n"))?;
    } else {
        match global.format() {
            Format::Text => {
                let page =
                    text::Page { width: text::terminal_width(&io::stdout()), accent: text::accent(global.color) };
                print(&page.draw(&answer))?;
            }
            Format::Md => print(&markdown::page(&answer))?,
            Format::Csv => print(&separated::values(&answer, b',')?)?,
            Format::Tsv => print(&separated::values(&answer, b'\t')?)?,
            Format::Reply => {
                let sentences = answer.reply.ok_or_else(|| {
                    Failure::usage("this command has no reply for a customer").with_help("credits --help")
                })?;
                print(&(sentences.join("\n") + "\n"))?;
            }
            Format::Json => {
                let document = (answer.json.0)()
                    .map_err(|error| Failure::new(Kind::Output, format!("cannot write output: {error}")))?;
                print(&(document + "\n"))?;
                return Ok(());
            }
        }
        let for_people = matches!(global.format(), Format::Text | Format::Md);
        let of_grid = if for_people { &answer.notes_on_lines } else { &answer.notes_on_rows };
        let notes = answer.notes.iter().chain(of_grid);
        for note in notes.filter(|_| global.format() != Format::Reply) {
            remark(&noted(note));
        }
    }
    if let Verdict::No(reason) = answer.verdict {
        remark(&format!("{reason}\n"));
    }
    Ok(())
}

/// A note, on a terminal in lines that fit.
fn noted(note: &str) -> String {
    let indent = "note: ".len();
    let lines = match text::terminal_width(&io::stderr()) {
        Some(width) => text::wrapped(note, width.saturating_sub(indent)),
        None => vec![note.to_owned()],
    };
    let lines = lines.iter().enumerate().map(|(index, line)| match index {
        0 => format!("note: {line}\n"),
        _ => format!("{:indent$}{line}\n", ""),
    });
    lines.collect()
}

/// Writes to standard output; a closed pipe is no error.
///
/// # Errors
/// Where it can't be written, on a full disk, say.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    let written = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
    written.err().as_ref().and_then(unwritten).map_or(Ok(()), Err)
}

/// Standard output for a stream; a closed pipe is its end, not an error.
pub fn stream() -> impl Write + Send {
    io::stdout()
}

/// The failure of an output that can't be written; `None` for a closed pipe.
pub fn unwritten(error: &io::Error) -> Option<Failure> {
    let closed = error.kind() == ErrorKind::BrokenPipe;
    (!closed).then(|| Failure::new(Kind::Output, format!("cannot write output: {}", system_words(error))))
}

/// Writes a failure to standard error.
pub fn failure(failure: &Failure, json: bool) {
    remark(&if json { failure.json() } else { failure.text() });
}

/// Writes to standard error; where even that fails, there is nobody to tell.
pub fn remark(text: &str) {
    let mut stderr = io::stderr().lock();
    let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}

/// Whether colour is wanted on standard output.
fn wants_color(color: Color) -> bool {
    let set = |variable: &str| std::env::var_os(variable).filter(|value| !value.is_empty());
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            io::stdout().is_terminal() && set("NO_COLOR").is_none() && set("TERM").is_none_or(|term| term != "dumb")
        }
    }
}
