//! How the command line is parsed: by clap, with flags checked on both sides of the command and errors in our form.

use std::ffi::OsString;
use std::io::IsTerminal;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::parser::ValueSource;
use clap::{ArgMatches, CommandFactory, FromArgMatches, ValueEnum};

use super::help::{SHORT_HELP, help_text};
use super::{Cli, Color, Global};
use crate::error::Failure;
use crate::format::{printable_lines, shown};
use crate::table::PriceTable;

/// The width of help that isn't for a terminal.
const HELP_WIDTH: usize = 80;

/// What the command line asks for.
pub enum Parsed {
    /// A command.
    Command(Box<Cli>),
    /// Help or the version: its text.
    Text(String),
}

/// Parses the command line.
///
/// # Errors
/// A usage failure.
pub fn parse(arguments: &[OsString]) -> Result<Parsed, Failure> {
    if let [program, help, flag] = arguments
        && help == "help"
        && (flag == "-h" || flag == "--help")
    {
        return parse(&[program.clone(), flag.clone()]);
    }
    let mut command = Cli::command();
    if !std::io::stdout().is_terminal() {
        command = command.term_width(HELP_WIDTH);
    }
    if matches!(arguments, [] | [_]) || matches!(arguments, [_, flag] if flag == "-h") {
        let help = command.help_template(SHORT_HELP).render_help();
        return Ok(Parsed::Text(help_text(&help, arguments)));
    }
    let parsed = command.try_get_matches_from_mut(arguments).and_then(|mut matches| {
        let (name, own) = matches.subcommand().unwrap_or(("", &matches));
        let is_typed = |side: &ArgMatches, flag| side.value_source(flag) == Some(ValueSource::CommandLine);
        let mut flags = ["pricing", "format", "max_age", "color", "set"].into_iter();
        let twice = flags.find(|flag| is_typed(&matches, flag) && is_typed(own, flag));
        let (name, after) = (name.to_owned(), Global::from_arg_matches(own)?);
        let Cli { global, command, .. } = Cli::from_arg_matches_mut(&mut matches)?;
        Ok((Cli { name, command, global: global.join(after) }, twice))
    });
    match parsed {
        Ok((cli, twice)) => {
            let help = format!("credits {} --help", cli.name);
            check(&cli.global, twice).map_err(|failure| failure.with_help(help))?;
            Ok(Parsed::Command(Box::new(cli)))
        }
        Err(error) if error.kind() == ErrorKind::DisplayHelp => Ok(Parsed::Text(help_text(&error.render(), arguments))),
        Err(error) if error.kind() == ErrorKind::DisplayVersion => Ok(Parsed::Text(version())),
        Err(error) => Err(usage_failure(&error, arguments)),
    }
}

/// `credits 0.1.0 (prices checked 2026-09-19)`.
fn version() -> String {
    let checked = PriceTable::built_in().map(|table| format!(" (prices checked {})", table.head.checked));
    format!("credits {}{}\n", env!("CARGO_PKG_VERSION"), checked.unwrap_or_default())
}

/// Returns whether the command line asks for a format that has a flag of its own, as far as that can be seen where it
/// can't be parsed.
pub fn asks_for(arguments: &[OsString], format: &str) -> bool {
    before_dashes(arguments).any(|argument| argument.strip_prefix("--") == Some(format))
        || typed(arguments, "--format") == Some(format)
}

/// Returns the value of `--color`, as far as that can be seen where the command line can't be parsed.
pub fn typed_color(arguments: &[OsString]) -> Color {
    typed(arguments, "--color").and_then(|value| Color::from_str(value, false).ok()).unwrap_or(Color::Auto)
}

/// Returns the arguments that can be flags.
fn before_dashes(arguments: &[OsString]) -> impl Iterator<Item = &str> {
    arguments.iter().take_while(|argument| *argument != "--").filter_map(|argument| argument.to_str())
}

/// Returns the value of a flag.
fn typed<'a>(arguments: &'a [OsString], flag: &str) -> Option<&'a str> {
    let mut pairs = before_dashes(arguments).zip(before_dashes(arguments).skip(1));
    let apart = pairs.find_map(|(argument, value)| (argument == flag).then_some(value));
    apart.or_else(|| before_dashes(arguments).find_map(|argument| argument.strip_prefix(flag)?.strip_prefix('=')))
}

/// Refuses flags that exclude each other, and a flag on both sides of the command; clap does so on either side.
fn check(global: &Global, twice: Option<&str>) -> Result<(), Failure> {
    let is_given = [
        ("--format", global.format.is_some()),
        ("--json", global.json),
        ("--reply", global.reply),
        ("-q", global.quiet),
    ];
    let given: Vec<&str> = is_given.iter().filter(|(_, is_given)| *is_given).map(|(flag, _)| *flag).collect();
    if let [one, other, ..] = given.as_slice() {
        return Err(Failure::usage(format!("{one} and {other} can't be used together")));
    }
    match twice {
        Some("set") => Err(Failure::usage("write every --set on the same side of the command")),
        Some(flag) => Err(Failure::usage(format!("--{} can't be used more than once", flag.replace('_', "-")))),
        None => Ok(()),
    }
}

/// Puts clap's error into our form: what is wrong, and the help of the command.
fn usage_failure(error: &clap::Error, arguments: &[OsString]) -> Failure {
    let rendered = error.render().to_string();
    let commands = Cli::command();
    let typed = arguments.iter().skip(1).filter_map(|argument| commands.find_subcommand(argument)).next();
    let help =
        typed.map_or_else(|| "credits --help".to_owned(), |typed| format!("credits {} --help", typed.get_name()));
    if let (Some("cost"), Some(ContextValue::String(flag))) =
        (typed.map(|typed| typed.get_name()), error.get(ContextKind::InvalidArg))
        && ["--plan", "--credits", "--balance", "--want"].contains(&flag.as_str())
    {
        let message = format!("cost has no {flag}: use `credits fit` to calculate how many you can make");
        return Failure::usage(message).with_help("credits fit --help");
    }
    let message = match error.kind() {
        ErrorKind::MissingSubcommand => "no command given: try `credits cost` or `credits --help`".to_owned(),
        _ => rendered
            .lines()
            .take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more information"))
            .map(|line| line.trim().trim_start_matches("error: ").trim_start_matches("tip: "))
            .filter(|line| !line.is_empty() && !line.starts_with("to pass "))
            .collect::<Vec<_>>()
            .join("; "),
    };
    Failure::usage(shortened(&printable_lines(&message))).with_help(help)
}

/// Keeps a message short, whatever was typed.
fn shortened(message: &str) -> String {
    const MAX_CHARACTERS: usize = 500;
    let message = message.split(' ').map(shown).collect::<Vec<_>>().join(" ").replace(":;", ":").replace("; [", " [");
    match message.char_indices().nth(MAX_CHARACTERS) {
        Some((end, _)) => format!("{}…", message.get(..end).unwrap_or_default()),
        None => message,
    }
}
