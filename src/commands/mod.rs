//! One file a question: the core is asked, and its answer put into words, rows and a document.

mod age;
mod batch;
mod check;
mod compare;
mod completions;
mod cost;
mod diff;
mod fit;
mod items;
mod models;
mod plans;
mod refusal;
mod reply;
mod report;
mod request;
mod rules;

use std::ffi::OsString;

use crate::cli::{self, Cli, Command, Format, Global};
use crate::failure::Failure;
use crate::output::Answer;
use crate::reader::BUILT_IN;
use crate::source::{self, Needs};
use crate::table::PriceTable;

/// The man page, made from the command line's own definition; a test holds the two together.
const MAN_PAGE: &str = include_str!("../../docs/credits.1");

/// What a command comes to.
pub enum Reply {
    /// An answer, in the form that was asked for.
    Answer(Box<Answer>),
    /// A text as it is.
    Text(String),
    /// A stream that was written already: the exit code.
    Streamed(u8),
}

/// Answers the question of the command line.
///
/// # Errors
/// A [`crate::failure::Failure`], or whatever else came up on the way.
pub fn reply(cli: &Cli, arguments: &[OsString]) -> anyhow::Result<Reply> {
    let global = &cli.global;
    if cli.inputs_from_standard_input() > 1 {
        return Err(Failure::usage("standard input can't be two inputs at once").into());
    }
    match &cli.command {
        Command::Cost(cost) => of_table(cli, arguments, |asked| cost::answer(asked, cost)),
        Command::Fit(fit) => of_table(cli, arguments, |asked| fit::answer(asked, fit)),
        Command::Compare(compare) => of_table(cli, arguments, |asked| compare::answer(asked, compare)),
        Command::Models(words) => of_table(cli, arguments, |asked| models::answer(asked, &words.words)),
        Command::Plans => of_table(cli, arguments, |asked| Ok(plans::answer(asked))),
        Command::Rules(words) => of_table(cli, arguments, |asked| rules::answer(asked, &words.words)),
        Command::Request(request) => of_table(cli, arguments, |asked| request::answer(asked, request)),
        Command::Batch(batch) => batch::stream(&table(global, None)?, batch, global).map(Reply::Streamed),
        Command::Check(check) => check::answer(check.file.as_deref(), global).map(answered),
        Command::Diff(diff) => diff::answer(diff, global).map(answered),
        Command::Init => text(cli, || Ok(BUILT_IN.to_owned())),
        Command::Completions(completions) => {
            text(cli, || Ok(completions::script(&table(global, None)?, completions.shell)))
        }
        Command::Man => text(cli, || Ok(MAN_PAGE.to_owned())),
    }
}

/// The price table in force, as old as it may be.
fn table(global: &Global, needs: Option<Needs<'_>>) -> anyhow::Result<PriceTable> {
    let table = source::load(global.pricing.as_deref(), needs)?;
    if let Some(days) = global.max_age {
        age::within(&table, days)?;
    }
    Ok(table)
}

/// An answer from the price table in force.
fn of_table(
    cli: &Cli,
    arguments: &[OsString],
    answer: impl FnOnce(&Asked<'_>) -> anyhow::Result<Answer>,
) -> anyhow::Result<Reply> {
    let table = table(&cli.global, cli.command.needs().filter(|_| cli.global.format() != Format::Reply))?;
    let asked = Asked {
        table: &table,
        strict: cli.global.strict,
        quiet: cli.global.quiet,
        command: cli.command.name(),
        arguments,
        is_retyped: false,
    };
    answer(&asked).map(answered)
}

fn answered(answer: Answer) -> Reply {
    Reply::Answer(Box::new(answer))
}

/// A text that has one form only.
fn text(cli: &Cli, text: impl FnOnce() -> anyhow::Result<String>) -> anyhow::Result<Reply> {
    if cli.global.asks_for_form() {
        let command = cli.command.name();
        return Err(Failure::usage(format!("{command} has one form only: leave -q, --json and --format out")).into());
    }
    text().map(Reply::Text)
}

/// What every question is asked with.
struct Asked<'a> {
    table: &'a PriceTable,
    strict: bool,
    quiet: bool,
    /// The command's name.
    command: &'static str,
    /// The command line, for a `help:` that repeats it with the mistakes mended.
    arguments: &'a [OsString],
    /// Whether this is such a help, being tried.
    is_retyped: bool,
}

impl Asked<'_> {
    /// Whether another command line has an answer by the same table; false where it reads a file, which can't be read
    /// twice for certain.
    fn is_answered(&self, arguments: &[OsString]) -> bool {
        let Ok(cli::Asked::Question(cli)) = cli::parse(arguments) else { return false };
        let Global { strict, quiet, .. } = cli.global;
        let asked = Asked { table: self.table, strict, quiet, command: self.command, arguments, is_retyped: true };
        let answer = match &cli.command {
            Command::Cost(cost) if cost.items.file.is_none() => cost::answer(&asked, cost),
            Command::Fit(fit) if fit.items.file.is_none() => fit::answer(&asked, fit),
            Command::Compare(compare) => compare::answer(&asked, compare),
            _ => return false,
        };
        answer.is_ok_and(|answer| !quiet || answer.number.is_some())
    }
}
