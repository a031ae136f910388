//! One file a command: arguments and a price table become a report, and beside the report is its view in words.

mod batch;
mod budget_view;
mod check;
mod compare;
mod compare_view;
pub mod complete;
mod completions;
mod context;
mod cost;
mod diff;
mod diff_view;
mod fit;
mod fit_view;
mod help;
mod input;
mod models;
mod plans;
mod reply;
mod report;
mod request;
mod request_view;
mod rules;
mod share_view;
mod unpriced_reply;

use std::ffi::OsString;

use crate::cli::{Cli, Command, Global, With};
use crate::error::{Failure, Kind};
use crate::load::is_standard_input;
use crate::output;
use crate::table::BUILT_IN;
use context::Context;

/// The man page, made from the definition of the command line.
const MAN_PAGE: &str = include_str!("../../docs/credits.1");

/// Runs a command and prints its answer. Returns the exit code.
///
/// # Errors
/// Whatever came up. Where nothing better leads on, that is the command's own help.
pub fn run(cli: &Cli, arguments: &[OsString]) -> Result<u8, Failure> {
    answer(cli, arguments).map_err(|error| match Failure::from(error) {
        failure @ Failure { kind: Kind::Usage | Kind::Input | Kind::Body, help: None, .. } => {
            failure.with_help(format!("credits {} --help", cli.name))
        }
        failure => failure,
    })
}

fn answer(cli: &Cli, arguments: &[OsString]) -> anyhow::Result<u8> {
    let context = |reads_input: bool| Context::load(cli, arguments, reads_input);
    match &cli.command {
        Command::Cost(With { args, .. }) => cost::run(&context(args.items.reads_standard_input())?, args),
        Command::Fit(With { args, .. }) => fit::run(&context(args.items.reads_standard_input())?, args),
        Command::Compare(With { args, .. }) => compare::run(&context(false)?, args),
        Command::Models(With { args, .. }) => models::run(&context(false)?, &args.words),
        Command::Plans(With { args, .. }) => plans::run(&context(false)?, args),
        Command::Rules(With { args, .. }) => rules::run(&context(false)?, &args.words),
        Command::Request(With { args, .. }) => {
            request::run(&context(is_standard_input(&args.file) && args.example.is_none())?, args)
        }
        Command::Batch(With { args, .. }) => batch::run(&context(is_standard_input(&args.file))?, args),
        Command::Check(With { args, .. }) => check::run(&cli.global, args),
        Command::Diff(With { args, .. }) => diff::run(&cli.global, args, arguments),
        Command::Completions(With { args, .. }) => print_text(cli, completions::script(args.shell)),
        Command::Init(_) => print_text(cli, BUILT_IN),
        Command::Man(_) => print_text(cli, MAN_PAGE),
    }
}

/// Prints a text that has one format only, and that no price table changes.
fn print_text(cli: &Cli, text: &str) -> anyhow::Result<u8> {
    let Global { pricing, set, strict, max_age, .. } = &cli.global;
    let has_format = cli.global.quiet || cli.global.chosen_format().is_some();
    if has_format || pricing.is_some() || !set.is_empty() || *strict || max_age.is_some() {
        let message = format!("{} doesn't support the global options, such as -q or --pricing", cli.name);
        return Err(Failure::usage(message).into());
    }
    output::print(text)?;
    Ok(0)
}
