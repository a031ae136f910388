//! `credits batch`: the cost of each of many productions, as a stream.

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::Path;
use std::time::{Duration, Instant};

use super::items::{ends_how, name};
use super::refusal;
use crate::batch::stream::{StreamError, run};
use crate::batch::{Counts, Form, Pricing};
use crate::cli::{Batch, Format, Global};
use crate::credits::Credits;
use crate::failure::{Failure, Kind, system_words};
use crate::fit::Budget;
use crate::output;
use crate::price::Audio;
use crate::table::PriceTable;
use crate::words::{counted, grouped_count};

/// Progress is worth showing after so long, and then so often.
const PATIENCE: Duration = Duration::from_secs(1);
const EVERY: Duration = Duration::from_millis(100);

/// Writes a record for each line of the input; the exit code.
pub(super) fn stream(table: &PriceTable, batch: &Batch, global: &Global) -> anyhow::Result<u8> {
    let form = form(global)?;
    let terms = batch.production.terms(global.strict);
    let pricing = Pricing { table, terms, budget: budget(table, batch)? };
    let input = open(&batch.file)?;
    let mut progress = Progress::new();
    let streamed = run(pricing, form, input, output::stream(), |line| progress.at(line));
    progress.end();
    match streamed {
        Ok(counts) => {
            output::remark(&summary(&counts, terms.audio));
            Ok(exit_code(&counts))
        }
        Err(StreamError::Output(error, counts)) => match output::unwritten(&error) {
            Some(failure) => Err(failure.into()),
            None => Ok(exit_code(&counts)),
        },
        Err(StreamError::Input(error)) => {
            let message = format!("{} can't be read: {}", name(&batch.file), system_words(&error));
            Err(Failure::new(Kind::NoAnswer("bad_line"), message).into())
        }
    }
}

fn exit_code(counts: &Counts) -> u8 {
    if counts.errors > 0 { 3 } else { 0 }
}

/// The form of the records, where one was asked for.
fn form(global: &Global) -> Result<Option<Form>, Failure> {
    let help = "credits batch --help";
    match global.asked_format() {
        _ if global.quiet => {
            Err(Failure::usage("batch writes a record for each line, not one number: leave -q out").with_help(help))
        }
        None => Ok(None),
        Some(Format::Json) => Ok(Some(Form::JsonLines)),
        Some(Format::Csv) => Ok(Some(Form::Csv)),
        Some(_) => Err(Failure::usage("batch writes --format json or --format csv").with_help(help)),
    }
}

fn budget<'t>(table: &'t PriceTable, batch: &Batch) -> Result<Option<Budget<'t>>, Failure> {
    match (&batch.plan, batch.credits) {
        (Some(name), _) => match table.plan(name) {
            Some(plan) => Ok(Some(Budget::of_plan(plan, Credits::ZERO, Credits::ZERO))),
            None => Err(refusal::plans(table, &[name])),
        },
        (None, Some(credits)) => Ok(Some(Budget::of_balance(credits, Credits::ZERO, Credits::ZERO))),
        (None, None) => Ok(None),
    }
}

fn open(file: &Path) -> Result<Box<dyn Read + Send>, Failure> {
    if file == Path::new("-") {
        ends_how();
        return Ok(Box::new(io::stdin()));
    }
    let unreadable = |error: io::Error| {
        let message = format!("{} can't be read: {}", name(file), system_words(&error));
        Failure::new(Kind::NoAnswer("bad_line"), message)
    };
    let opened = File::open(file).map_err(unreadable)?;
    if opened.metadata().is_ok_and(|metadata| metadata.is_dir()) {
        return Err(unreadable(io::Error::from(io::ErrorKind::IsADirectory)));
    }
    Ok(Box::new(opened))
}

/// `1,000,000 records, 3 errors; assumed: audio 12, pacing 4`.
fn summary(counts: &Counts, audio: Option<Audio>) -> String {
    let kinds = [("audio", counts.audio), ("pacing", counts.pacing), ("clip length", counts.clip_length)];
    let assumed: Vec<String> = kinds
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(kind, count)| format!("{kind} {}", grouped_count(u128::from(*count))))
        .collect();
    let assumed = if assumed.is_empty() { String::new() } else { format!("; assumed: {}", assumed.join(", ")) };
    let [records, errors] =
        [(counts.records, "record"), (counts.errors, "error")].map(|(count, noun)| counted(u128::from(count), noun));
    let in_vain = audio.filter(|_| counts.records > counts.errors && !counts.audio_choice);
    let in_vain = in_vain
        .map_or_else(String::new, |audio| format!("; --{} changes nothing: no item has the choice", audio.flag()));
    format!("{records}, {errors}{assumed}{in_vain}\n")
}

/// How far it is, on a terminal, once it takes a while.
struct Progress {
    wanted: bool,
    next: Instant,
    /// How wide the line is that stands there.
    width: usize,
}

impl Progress {
    fn new() -> Progress {
        let wanted = io::stderr().is_terminal() && !io::stdout().is_terminal();
        let now = Instant::now();
        Progress { wanted, next: now.checked_add(PATIENCE).unwrap_or(now), width: 0 }
    }

    fn at(&mut self, line: u64) {
        if self.wanted && Instant::now() > self.next {
            let lines = format!("\r{} lines", grouped_count(u128::from(line)));
            output::remark(&lines);
            self.width = lines.len();
            self.next = self.next.checked_add(EVERY).unwrap_or(self.next);
        }
    }

    /// Wipes it away.
    fn end(&self) {
        if self.width > 0 {
            output::remark(&format!("\r{:width$}\r", "", width = self.width));
        }
    }
}
