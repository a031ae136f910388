//! One file a question: the core is asked, and its answer put into words, rows and a document.

mod cost;
mod fit;
mod models;
mod plans;
mod refusal;
mod report;
mod rules;

use std::ffi::OsString;

use crate::cli::{Cli, Command};
use crate::output::Answer;
use crate::source;

/// Answers the question of the command line.
///
/// # Errors
/// A [`crate::failure::Failure`], or whatever else came up on the way.
pub fn answer(cli: &Cli, arguments: &[OsString]) -> anyhow::Result<Answer> {
    let table = source::load(cli.global.pricing.as_deref())?;
    let asked = Asked {
        table: &table,
        strict: cli.global.strict,
        quiet: cli.global.quiet,
        command: cli.command.name(),
        arguments,
    };
    match &cli.command {
        Command::Cost(cost) => cost::answer(&asked, cost),
        Command::Fit(fit) => fit::answer(&asked, fit),
        Command::Models(words) => models::answer(&asked, &words.words),
        Command::Plans => Ok(plans::answer(&asked)),
        Command::Rules(words) => rules::answer(&asked, &words.words),
    }
}

/// What every question is asked with.
struct Asked<'a> {
    table: &'a crate::table::PriceTable,
    strict: bool,
    quiet: bool,
    /// The command's name.
    command: &'static str,
    /// The command line, for a `help:` that repeats it with the mistakes mended.
    arguments: &'a [OsString],
}
