//! What every command needs: the price table in force, the global flags, and the command line for advice.

use std::ffi::OsString;
use std::mem::ManuallyDrop;
use std::path::Path;

use time::UtcDateTime;

use super::help::no_rate_to_set;
use crate::cli::{Cli, Command, Format, Global, With};
use crate::error::{Failure, Kind, system_words};
use crate::format::{shell_word, shown};
use crate::load::{IN_FOLDER, Source, is_standard_input};
use crate::pricing::item::{Item, name_of};
use crate::pricing::suggest::Vocabulary;
use crate::table::excerpt::{excerpt, price_list};
use crate::table::fault::{Clock, TableError};
use crate::table::read::CREDITS;
use crate::table::{BUILT_IN_ORIGIN, PriceTable};
use crate::values::day::Day;
use crate::values::name::fold;
use crate::values::number;

/// The variable that replaces the clock.
const CLOCK: &str = "SOURCE_DATE_EPOCH";

/// What every command needs.
pub struct Context<'a> {
    /// The price table in force.
    ///
    /// It is needed until the program ends, and freeing its thousands of texts before that would only take time.
    pub table: ManuallyDrop<PriceTable>,
    /// The global flags.
    pub global: &'a Global,
    /// The name of the command.
    pub command: &'a str,
    /// The command line, for a help line that repeats it.
    pub arguments: &'a [OsString],
    /// A note on the price table: that the built-in one is newer.
    pub table_note: Option<String>,
}

impl<'a> Context<'a> {
    /// Loads the price table in force; `reads_input` says whether the command reads standard input.
    ///
    /// # Errors
    /// Where there is no valid table, or where standard input would be read twice.
    pub fn load(cli: &'a Cli, arguments: &'a [OsString], reads_input: bool) -> anyhow::Result<Context<'a>> {
        let global = &cli.global;
        let source = Source::in_force(global.pricing.as_deref());
        if reads_input && is_standard_input(&source.path) {
            return Err(Failure::usage("standard input can't be the price table and another input at once").into());
        }
        let mut table = match part_of_built_in(&source, cli) {
            Some(table) => table,
            None => load_table(&source)?,
        };
        if let Some(max_age) = global.max_age {
            check_age(&table, max_age)?;
        }
        for (name, rate) in &global.set {
            table.set_rate(name, *rate).map_err(|error| no_rate_to_set(&table, name, &error))?;
        }
        let table_note = if source.named_by == IN_FOLDER { older_than_built_in(&table) } else { None };
        let table = ManuallyDrop::new(table);
        Ok(Context { table, global, command: &cli.name, arguments, table_note })
    }

    /// Returns what is needed to suggest names.
    pub fn vocabulary(&self) -> Vocabulary<'_> {
        Vocabulary::new(&self.table)
    }

    /// Returns a help line that uses the same price table.
    pub fn help_with_table(&self, help: &str) -> String {
        format!("{help}{}", with_table(&self.table))
    }
}

/// Returns ` --pricing FILE` for a table that isn't built in.
pub fn with_table(table: &PriceTable) -> String {
    let file = shell_word(&table.origin).filter(|_| !table.is_built_in());
    file.map_or_else(String::new, |file| format!(" --pricing {file}"))
}

/// Loads what `models` alone, or the items of `cost` and `fit`, need of the built-in table. `None` where the whole table is
/// needed: for the rules in a reply, for `--set`, for items in a file, and for items that can't be read, of which only the whole
/// table knows why.
fn part_of_built_in(source: &Source, cli: &Cli) -> Option<PriceTable> {
    let parse = |text: &str| PriceTable::parse(text.as_bytes(), BUILT_IN_ORIGIN).ok();
    if !source.is_built_in() || cli.global.format() == Format::Reply || !cli.global.set.is_empty() {
        return None;
    }
    let (items, with_plans) = match &cli.command {
        Command::Models(With { args, .. }) if args.words.is_empty() => return parse(price_list()),
        Command::Cost(With { args, .. }) => (&args.items, false),
        Command::Fit(With { args, .. }) => (&args.items, args.budgets.credits.is_none()),
        _ => return None,
    };
    if items.file.is_some() || items.items.is_empty() {
        return None;
    }
    let names = items.items.iter().map(|item| fold(name_of(item)));
    let text = excerpt(names.filter(|name| name != CREDITS), with_plans)?;
    let table = parse(&text)?;
    items.items.iter().all(|item| Item::parse(item, &table).is_ok()).then_some(table)
}

/// Loads a price table.
///
/// # Errors
/// Where it can't be read or isn't valid; another table is never used instead.
pub fn load_table(source: &Source) -> anyhow::Result<PriceTable> {
    let bytes = source.bytes().map_err(|error| unreadable(source, &error))?;
    PriceTable::parse(&bytes, &source.origin()).map_err(|error: TableError| {
        let mut failure = Failure::from(error);
        // Once is enough: all faults are in one file.
        if let Some(first) = failure.items.first_mut() {
            first.message.push_str(source.named_by);
        }
        failure.into()
    })
}

/// Returns the failure of a table that can't be read, with the system's words and a way around it.
pub fn unreadable(source: &Source, error: &std::io::Error) -> Failure {
    let (path, named_by) = (shown(&source.origin()), source.named_by);
    let message = format!("can't read the price table {path}{named_by}: {}", system_words(error));
    let failure = Failure::new(Kind::Table, message);
    if named_by.is_empty() { failure } else { failure.with_help("credits models --pricing built-in") }
}

/// Refuses prices that were checked more than this many days ago.
///
/// # Errors
/// Where they are older, or dated in the future.
pub fn check_age(table: &PriceTable, max_age: u32) -> Result<(), Failure> {
    let clock = Clock { today: today()?, max_age: Some(max_age) };
    match clock.too_old(table.head.checked) {
        Some(message) => {
            Err(Failure::new(Kind::Table, message).with_help(format!("credits check{}", with_table(table))))
        }
        None => Ok(()),
    }
}

/// Returns today's date, in UTC.
///
/// # Errors
/// Where `$SOURCE_DATE_EPOCH` is set and isn't a time.
pub fn today() -> Result<Day, Failure> {
    let Some(value) = std::env::var_os(CLOCK).filter(|value| !value.is_empty()) else {
        return Ok(Day(UtcDateTime::now().date()));
    };
    let value = value.to_string_lossy();
    let seconds = number::whole(&value).ok().and_then(|seconds| i64::try_from(seconds).ok());
    let time = seconds.and_then(|seconds| UtcDateTime::from_unix_timestamp(seconds).ok());
    time.map(|time| Day(time.date())).ok_or_else(|| {
        let message = format!("${CLOCK} must be seconds since 1970, found `{}`", shown(&value));
        Failure::usage(message).with_help("credits man")
    })
}

/// Says that the built-in prices are newer than those of a table that is used without being asked for.
fn older_than_built_in(table: &PriceTable) -> Option<String> {
    let built_in = PriceTable::built_in().ok()?.head.checked;
    (table.head.checked < built_in).then(|| {
        format!(
            "your price table {} ({}) is older than the built-in one ({built_in}); to use that, add --pricing built-in",
            shown(&table.origin),
            table.head.checked
        )
    })
}

/// Returns a file's name as it is shown.
pub fn file_name(path: &Path) -> String {
    if path == Path::new("-") { "standard input".to_owned() } else { shown(&path.to_string_lossy()) }
}
