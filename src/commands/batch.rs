//! `credits batch`: the cost of each of many productions, as a stream.

use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use super::context::Context;
use super::{help, input};
use crate::batch::stream::{Ended, run as run_stream};
use crate::batch::{ASSUMPTIONS, Counts, Form, Pricing};
use crate::cli::{self, Format, Global};
use crate::error::{Failure, Kind};
use crate::format::{counted, grouped};
use crate::output;
use crate::pricing::estimate::no_audio_choice;
use crate::pricing::item::ItemFault;
use crate::pricing::suggest::Vocabulary;
use crate::table::PriceTable;
use crate::values::credits::Credits;

/// Progress is shown after this time, and then this often.
const FIRST_PROGRESS: Duration = Duration::from_secs(1);
const PROGRESS: Duration = Duration::from_millis(100);

/// Answers `batch`: writes a record for each line of the input.
///
/// # Errors
/// Where the command line or a plan's name is wrong, the input can't be read, or the output can't be written.
pub fn run(context: &Context<'_>, args: &cli::Batch) -> anyhow::Result<u8> {
    let form = form(context.global)?;
    let terms = args.production.terms(context.global.strict);
    let pricing = Pricing { table: &context.table, terms, available: available(context, args)?, describe };
    let unreadable = |error| input::unreadable(&args.file, Kind::Input, &error);
    let input = input::open(&args.file).map_err(unreadable)?;
    let mut progress = Progress::new();
    let ended = run_stream(pricing, form, input, output::stream(), |line| progress.show(line));
    progress.clear();
    let Ended { counts, input, output } = ended;
    let exit_code = if counts.errors > 0 { 3 } else { 0 };
    if let Err(error) = output {
        // Whoever closed the pipe has seen enough.
        return output::write_failure(&error).map_or(Ok(exit_code), |failure| Err(failure.into()));
    }
    input.map_err(unreadable)?;
    let note = context.table_note.as_ref().map(|note| format!("note: {note}\n")).unwrap_or_default();
    output::eprint(&format!("{}\n{note}", summary(&counts, terms.audio)));
    Ok(exit_code)
}

/// Describes what is wrong with an item and the names that it may have meant.
fn describe(table: &PriceTable, vocabulary: &Vocabulary<'_>, fault: &ItemFault) -> String {
    help::faulty_item(table, fault, &help::suggestions(vocabulary, fault)).in_one_line()
}

/// Returns the form of the records; `None` for that of the input.
fn form(global: &Global) -> Result<Option<Form>, Failure> {
    match global.chosen_format() {
        _ if global.quiet => Err(Failure::usage("-q can't be used with batch, which prints a record for each line")),
        None => Ok(None),
        Some(Format::Json) => Ok(Some(Form::JsonLines)),
        Some(Format::Csv) => Ok(Some(Form::Csv)),
        Some(_) => Err(Failure::usage("batch supports only --format json and --format csv")),
    }
}

/// Returns the credits of the plan or the balance that was given.
fn available(context: &Context<'_>, args: &cli::Batch) -> Result<Option<Credits>, Failure> {
    let Some(name) = &args.plan else { return Ok(args.credits) };
    let plan = context.table.plan(name).ok_or_else(|| help::unknown_plans(context, &[name]))?;
    Ok(Some(plan.credits))
}

/// `1,000,000 records, 3 errors, 16 assumptions (12 audio, 4 pacing)`
fn summary(counts: &Counts, audio: Option<bool>) -> String {
    let counted = |count: u64, noun: &str| if count == 0 { format!("no {noun}s") } else { counted(count, noun) };
    let mut summary = format!("{}, {}", counted(counts.records, "record"), counted(counts.errors, "error"));
    let assumed = ASSUMPTIONS.iter().zip(counts.assumed).filter(|(_, count)| *count > 0);
    let assumed = assumed.map(|(code, count)| {
        format!("{} {}", grouped(count), code.replace("offered_length", "length not offered").replace('_', " "))
    });
    let assumed = assumed.collect::<Vec<_>>().join(", ");
    if !assumed.is_empty() {
        let all = counts.assumed.iter().sum();
        summary.push_str(&format!(", {} ({assumed})", counted(all, "assumption")));
    }
    if let Some(audio) = audio.filter(|_| counts.records > counts.errors && !counts.has_audio_choice) {
        summary.push_str(&format!("; {}", no_audio_choice(audio)));
    }
    summary
}

/// The number of lines so far, on a terminal that shows nothing else, where the batch takes a while.
struct Progress {
    is_shown: bool,
    next: Instant,
    /// What is shown now.
    text: String,
}

impl Progress {
    fn new() -> Progress {
        let is_shown = io::stderr().is_terminal() && !io::stdout().is_terminal();
        Progress { is_shown, next: Instant::now() + FIRST_PROGRESS, text: String::new() }
    }

    fn show(&mut self, line: u64) {
        if self.is_shown && Instant::now() > self.next {
            self.text = format!("\r{} lines", grouped(line));
            output::eprint(&self.text);
            self.next += PROGRESS;
        }
    }

    fn clear(&self) {
        if !self.text.is_empty() {
            output::eprint(&format!("\r{}\r", " ".repeat(self.text.len())));
        }
    }
}
