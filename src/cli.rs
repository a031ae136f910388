//! What was typed: flags are read here, items and names stay text so that all their faults can be told together.
//!
//! The structs of flags bear plain comments: clap would take a doc comment of theirs for the help of the whole command.
#![allow(missing_docs)]

use std::ffi::OsString;
use std::io::IsTerminal;
use std::mem::ManuallyDrop;
use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use clap_complete::Shell;

use crate::credits::Credits;
use crate::estimate::{Retakes, Terms};
use crate::failure::{Failure, printable_lines};
use crate::name::shown;
use crate::number::{self, NumberError};
use crate::price::Audio;
use crate::quantity::{self, Length, Quantity, QuantityError};
use crate::source::{self, Needs};

/// What an AI image or video production costs in credits, and how many a plan allows
#[derive(Debug, Parser)]
#[command(name = "credits", version, max_term_width = 100, after_help = AFTER_HELP)]
#[command(disable_help_subcommand = true, subcommand_required = true, arg_required_else_help = true)]
pub struct Cli {
    /// Flags of every command
    #[command(flatten)]
    pub global: Global,
    /// The question
    #[command(subcommand)]
    pub command: Command,
}

const AFTER_HELP: &str = "\
Items:
  MODEL[=QUANTITY][:audio|:no-audio]   nano-banana=6   veo3.1/fast=6x8s:audio   kling-v1.6=3
  RECIPE[=N] or @RECIPE                cheapest-30s
  credits=N                            a figure that you know, such as the editor's
  A quantity is a number (7), a length (48s, 1m30s, 1:30) or clips of a length (6x8s).
  Capitals and the separators space - _ / in names don't matter.

Exit codes:
  0  answered; and yes, where you asked a yes-or-no
  1  answered: no (over --max; --want and no budget named does it; diff --exit-code
     found changes)
  2  wrong command line
  3  no answer: unknown name, wrong unit, missing quantity, an assumption under
     --strict, an input that can't be read, bad lines in a batch
  4  price table missing, unreadable, invalid, or older than --max-age
  5  output could not be written

Examples:
  credits cost nano-banana=6 veo3.1/fast=6x8s
  credits fit cheapest-30s --plan starter
  credits models kling";

// Flags of every command, before or after it.
#[derive(Debug, Args)]
pub struct Global {
    /// Price table to use; - is standard input [default: $CREDITS_PRICING, then credits/pricing.toml in your configuration
    /// folder, then the built-in one]
    #[arg(long, global = true, value_name = "FILE", help_heading = "Global flags")]
    pub pricing: Option<PathBuf>,
    /// Form of the answer
    #[arg(long, global = true, value_name = "FORMAT", value_enum, help_heading = "Global flags")]
    format: Option<Format>,
    /// The same as --format json
    #[arg(long, global = true, conflicts_with = "format", help_heading = "Global flags")]
    json: bool,
    /// The same as --format reply
    #[arg(long, global = true, conflicts_with_all = ["format", "json"], help_heading = "Global flags")]
    reply: bool,
    /// Print the bare number only
    #[arg(short, long, global = true, conflicts_with_all = ["format", "json", "reply"], help_heading = "Global flags")]
    pub quiet: bool,
    /// Refuse every assumption, and say what to write instead
    #[arg(long, global = true, help_heading = "Global flags")]
    pub strict: bool,
    /// Refuse prices that were checked longer ago, such as 30d
    #[arg(long, global = true, value_name = "DAYS", value_parser = days, allow_hyphen_values = true, help_heading = "Global flags")]
    pub max_age: Option<u32>,
    /// When to use colour; NO_COLOR is respected
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t = Color::Auto, help_heading = "Global flags")]
    pub color: Color,
}

/// The forms of an answer
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// For people
    #[default]
    Text,
    /// One document, for scripts
    Json,
    /// Comma-separated values, for spreadsheets
    Csv,
    /// Tab-separated values
    Tsv,
    /// A Markdown table, for tickets and help pages
    Md,
    /// A few sentences to paste to a customer
    Reply,
}

/// When to use colour
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The questions
#[derive(Debug, Subcommand)]
#[command(defer = true)] // only the flags of the command that was typed are made ready
pub enum Command {
    /// What a production costs
    #[command(
        visible_alias = "estimate",
        after_help = "\
Examples:
  credits cost nano-banana=6 veo3.1/fast=6x8s
  credits cost framepack=3 --count 10
  credits cost veo3.1/fast=8s --no-audio -q
  credits cost -f shots.txt --max 1250"
    )]
    Cost(Cost),
    /// How many of a production a plan's monthly credits, or a balance, allow
    #[command(
        visible_alias = "videos",
        after_help = "\
Without --plan and --credits every monthly plan is reckoned.

Examples:
  credits fit flux-schnell=30s --plan starter
  credits fit nano-banana=6 veo3.1/fast=6x8s --no-audio
  credits fit veo3.1/fast --audio --credits 1000"
    )]
    Fit(Fit),
    /// Which is cheapest for the same job, by how much, and how many fit
    #[command(after_help = "\
Examples:
  credits compare --kind video --job 4x8s --plan starter
  credits compare framepack=6 kling-1.6=6
  credits compare seedream nano-banana")]
    Compare(Compare),
    /// The price list; a model's name shows all about it, other words the rows that hold them
    #[command(after_help = "\
Examples:
  credits models
  credits models veo3.1/fast
  credits models nano edit")]
    Models(Words),
    /// Plans with credits, USD a month and USD a credit; what extra credits cost
    #[command(after_help = "\
Examples:
  credits plans")]
    Plans,
    /// What is free, what failures cost, limits, and what no source says
    #[command(after_help = "\
Examples:
  credits rules
  credits rules failed
  credits rules expire")]
    Rules(Words),
    /// What an API request will cost, before it is sent: the body of POST /v2/videos/from-templates
    #[command(after_help = "\
Nothing is sent. Of the body only templateId, model names, key names and counts are ever shown.

Examples:
  credits request body.json
  credits request - -q --max 300 < body.json")]
    Request(Request),
    /// The cost of each of many productions, as a stream: JSON Lines or CSV, a record a line, in order
    #[command(after_help = "\
Input, JSON Lines:
  {\"id\": \"a\", \"items\": [\"nano-banana=6\", \"veo3.1/fast=6x8s:audio\"]}
Input, CSV (a header first):
  id,items
  a,nano-banana=6;veo3.1/fast=6x8s:audio
A bad line has a record with its error, and the exit code is 3 in the end.

Examples:
  credits batch shots.jsonl
  credits batch shots.csv --plan creator --format json")]
    Batch(Batch),
    /// Whether a price table is sound: all its faults at once, with lines
    #[command(after_help = "\
Examples:
  credits check
  credits check my-prices.toml")]
    Check(Check),
    /// What changed between two price tables, and what it does to a production and to each plan's count
    #[command(after_help = "\
Examples:
  credits diff built-in my-prices.toml
  credits diff old.toml new.toml nano-banana=6 veo3.1/fast=6x8s:audio")]
    Diff(Diff),
    /// The built-in price table, to edit
    #[command(after_help = "\
Examples:
  credits init > my-prices.toml
  credits cost nano-banana=6 --pricing my-prices.toml")]
    Init,
    /// A completion script for a shell, with the names of the price table in force
    #[command(after_help = "\
Examples:
  credits completions bash > ~/.local/share/bash-completion/completions/credits
  credits completions zsh > ~/.zfunc/_credits
  credits completions fish > ~/.config/fish/completions/credits.fish")]
    Completions(Completions),
    /// The man page
    #[command(after_help = "\
Examples:
  credits man > credits.1
  man ./credits.1")]
    Man,
}

// `completions`.
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    pub shell: Shell,
}

// `request`.
#[derive(Debug, Args)]
pub struct Request {
    /// The body, in JSON; - is standard input
    #[arg(value_name = "FILE", default_value = "-")]
    pub file: PathBuf,
    /// What it comes to
    #[command(flatten)]
    pub bill: Bill,
    /// How the production is made
    #[command(flatten)]
    pub production: Production,
    /// What there is to spend
    #[command(flatten)]
    pub budgets: Budgets,
}

// `batch`.
#[derive(Debug, Args)]
pub struct Batch {
    /// JSON Lines or CSV; - is standard input
    #[arg(value_name = "FILE", default_value = "-")]
    pub file: PathBuf,
    /// How each production is made
    #[command(flatten)]
    pub production: Production,
    /// A plan: how many of each its month allows
    #[arg(long, value_name = "PLAN")]
    pub plan: Option<String>,
    /// A balance: how many of each it allows
    #[arg(long, visible_alias = "balance", value_name = "N", value_parser = credits, allow_hyphen_values = true, conflicts_with = "plan")]
    pub credits: Option<Credits>,
}

// `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// The price table to check; - is standard input [default: the one in force]
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
}

// `diff`.
#[derive(Debug, Args)]
pub struct Diff {
    /// The price table before; `built-in` is the built-in one, - standard input
    pub old: PathBuf,
    /// The price table after
    pub new: PathBuf,
    /// A production to price with both
    #[arg(value_name = "ITEM")]
    pub items: Vec<String>,
    /// Exit with code 1 if anything changed
    #[arg(long)]
    pub exit_code: bool,
    /// How the production is made
    #[command(flatten)]
    pub production: Production,
}

// `cost`.
#[derive(Debug, Args)]
pub struct Cost {
    /// What to price
    #[command(flatten)]
    pub items: Items,
    /// What it comes to
    #[command(flatten)]
    pub bill: Bill,
    /// How the production is made
    #[command(flatten)]
    pub production: Production,
}

// What a production comes to.
#[derive(Debug, Args)]
pub struct Bill {
    /// That many productions
    #[arg(short = 'n', long, value_name = "N", value_parser = count, allow_hyphen_values = true, default_value = "1", hide_default_value = true)]
    pub count: u64,
    /// Exit with code 1 if it costs more
    #[arg(long, value_name = "CREDITS", value_parser = credits, allow_hyphen_values = true)]
    pub max: Option<Credits>,
    /// Show USD too, at the rate of extra credits
    #[arg(long)]
    pub usd: bool,
}

// What to price.
#[derive(Debug, Args)]
pub struct Items {
    /// The items, as they were typed.
    #[arg(value_name = "ITEM", help = "MODEL[=QUANTITY][:audio|:no-audio], RECIPE[=N] or credits=N")]
    pub items: Vec<String>,
    /// Items from a file, or - for standard input: one a line, before the others; # begins a comment
    #[arg(short, long, value_name = "FILE")]
    pub file: Option<PathBuf>,
}

// `fit`.
#[derive(Debug, Args)]
pub struct Fit {
    /// What one video takes
    #[command(flatten)]
    pub items: Items,
    /// How the production is made
    #[command(flatten)]
    pub production: Production,
    /// What there is to spend
    #[command(flatten)]
    pub budgets: Budgets,
    /// Credits spent already
    #[arg(long, value_name = "N", value_parser = credits, allow_hyphen_values = true)]
    pub used: Option<Credits>,
    /// Credits bought or rolled over
    #[arg(long, value_name = "N", value_parser = credits, allow_hyphen_values = true)]
    pub extra: Option<Credits>,
    /// Whether that many are possible, and the cheapest way; without items, what each may cost
    #[arg(short = 'n', long, value_name = "N", value_parser = count, allow_hyphen_values = true)]
    pub want: Option<u64>,
    /// Show USD too, at each plan's own rate
    #[arg(long)]
    pub usd: bool,
}

// `compare`.
#[derive(Debug, Args)]
pub struct Compare {
    /// What to compare, each with a quantity of its own or the job's [default: every model]
    #[arg(value_name = "ITEM")]
    pub items: Vec<String>,
    /// The quantity for items without one: 6, 30s or 4x8s; a recipe takes a number, and is as long as it is [default: 1]
    #[arg(long, value_name = "QUANTITY", value_parser = quantity, allow_hyphen_values = true)]
    pub job: Option<Quantity>,
    /// Models that make images, or videos
    #[arg(long, value_name = "KIND", value_enum)]
    pub kind: Option<MediaKind>,
    /// Hide what costs more
    #[arg(long, value_name = "CREDITS", value_parser = credits, allow_hyphen_values = true)]
    pub max: Option<Credits>,
    /// Show the cheapest N only; rows that fold into one count as one
    #[arg(long, value_name = "N", value_parser = count, allow_hyphen_values = true)]
    pub top: Option<u64>,
    /// Show every row by itself, even where several cost the same in every way
    #[arg(long)]
    pub all: bool,
    /// How the productions are made
    #[command(flatten)]
    pub production: Production,
    /// What there is to spend
    #[command(flatten)]
    pub budgets: Budgets,
}

/// What a model makes
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MediaKind {
    /// Images
    Image,
    /// Videos
    Video,
}

// How a production is made.
#[derive(Debug, Args)]
pub struct Production {
    /// With audio, where a model has the choice and its item doesn't say
    #[arg(long, conflicts_with = "no_audio")]
    audio: bool,
    /// Without audio, where a model has the choice and its item doesn't say
    #[arg(long)]
    no_audio: bool,
    /// How long an image stays, for lengths of per-image models
    #[arg(long, value_name = "LENGTH", value_parser = length, allow_hyphen_values = true)]
    pace: Option<Length>,
    /// Paid generations beyond the ones needed, on average, such as 25%
    #[arg(long, value_name = "PERCENT", value_parser = retakes, allow_hyphen_values = true)]
    retakes: Option<Retakes>,
}

// What there is to spend.
#[derive(Debug, Args)]
pub struct Budgets {
    /// A plan: how many its month allows; may be repeated
    #[arg(long, value_name = "PLAN")]
    pub plan: Vec<String>,
    /// A balance: how many it allows
    #[arg(long, visible_alias = "balance", value_name = "N", value_parser = credits, allow_hyphen_values = true, conflicts_with = "plan")]
    pub credits: Option<Credits>,
}

// Words to look up.
#[derive(Debug, Args)]
pub struct Words {
    /// A name, or words to look for
    #[arg(value_name = "WORD")]
    pub words: Vec<String>,
}

impl Command {
    /// The name that is typed.
    pub fn name(&self) -> &'static str {
        match self {
            Command::Cost(_) => "cost",
            Command::Fit(_) => "fit",
            Command::Compare(_) => "compare",
            Command::Models(_) => "models",
            Command::Plans => "plans",
            Command::Rules(_) => "rules",
            Command::Request(_) => "request",
            Command::Batch(_) => "batch",
            Command::Check(_) => "check",
            Command::Diff(_) => "diff",
            Command::Init => "init",
            Command::Completions(_) => "completions",
            Command::Man => "man",
        }
    }
}

impl Command {
    /// What a question needs of the price table that is about items and nothing else.
    pub fn needs(&self) -> Option<Needs<'_>> {
        let (items, plans) = match self {
            Command::Cost(cost) => (&cost.items, false),
            Command::Fit(fit) => (&fit.items, fit.budgets.credits.is_none()),
            _ => return None,
        };
        (items.file.is_none() && !items.items.is_empty()).then_some(Needs { items: &items.items, plans })
    }
}

impl Cli {
    /// How many of the files that it reads are standard input, the price table among them.
    pub fn inputs_from_standard_input(&self) -> usize {
        let table = source::named(self.global.pricing.as_deref()).map(|(path, _)| path);
        let files = match &self.command {
            Command::Cost(cost) => [cost.items.file.as_deref(), table.as_deref()],
            Command::Fit(fit) => [fit.items.file.as_deref(), table.as_deref()],
            Command::Request(request) => [Some(request.file.as_path()), table.as_deref()],
            Command::Batch(batch) => [Some(batch.file.as_path()), table.as_deref()],
            Command::Diff(diff) => [Some(diff.old.as_path()), Some(diff.new.as_path())],
            _ => [None, None],
        };
        files.iter().flatten().filter(|file| source::is_standard_input(file)).count()
    }
}

impl Global {
    /// Whether a form of the answer was asked for.
    pub fn asks_for_form(&self) -> bool {
        self.quiet || self.asked_format().is_some()
    }

    /// The form that was asked for, where one was.
    pub fn asked_format(&self) -> Option<Format> {
        match (self.json, self.reply) {
            (true, _) => Some(Format::Json),
            (_, true) => Some(Format::Reply),
            _ => self.format,
        }
    }

    /// The form of the answer.
    pub fn format(&self) -> Format {
        self.asked_format().unwrap_or_default()
    }
}

impl Production {
    /// What it says about the whole production.
    pub fn terms(&self, strict: bool) -> Terms {
        let audio = match (self.audio, self.no_audio) {
            (true, _) => Some(Audio::With),
            (_, true) => Some(Audio::Without),
            _ => None,
        };
        Terms { audio, pace: self.pace, retakes: self.retakes.unwrap_or_default(), strict, by_the_second: false }
    }
}

/// The width of help that isn't for a terminal.
const WIDTH: usize = 100;

/// What the command line asks for.
pub enum Asked {
    /// A question.
    Question(Box<Cli>),
    /// Help or the version: its text.
    Text(String),
}

/// Reads the command line.
///
/// # Errors
/// A usage failure.
pub fn parse(arguments: &[OsString]) -> Result<Asked, Failure> {
    let command_first = command_first(arguments);
    if let Some(cli) = parse_shortly(command_first.as_deref().unwrap_or(arguments)) {
        return Ok(Asked::Question(Box::new(cli)));
    }
    let mut command = Cli::command();
    if !std::io::stdout().is_terminal() {
        command = command.term_width(WIDTH);
    }
    let parsed = command.try_get_matches_from_mut(arguments);
    let parsed = match (parsed, command_first) {
        (Ok(_), Some(arguments)) => command.try_get_matches_from_mut(arguments),
        (parsed, _) => parsed,
    };
    match parsed.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => Ok(Asked::Question(Box::new(cli))),
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            Ok(Asked::Text(error.render().to_string()))
        }
        Err(error) => Err(refused(&error, arguments)),
    }
}

/// The command line with the flags that stand before the command behind it: of two that conflict, or of one that is given
/// twice, clap would take one without a word where they stand on both sides. `None` where the command comes first.
fn command_first(arguments: &[OsString]) -> Option<Vec<OsString>> {
    arguments.get(1).filter(|first| first.as_encoded_bytes().starts_with(b"-"))?;
    let global = Global::augment_args(clap::Command::new("credits"));
    let takes_value = |flag: &str| {
        let mut known = global.get_arguments().filter(|known| known.get_action().takes_values());
        known.any(|known| flag.strip_prefix("--") == known.get_long())
    };
    let (program, rest) = arguments.split_first()?;
    let mut after = rest.iter();
    let command = loop {
        let argument = after.next()?;
        match argument.to_str().filter(|argument| argument.starts_with('-')) {
            None => break argument,
            Some("--") => return None,
            Some(flag) if takes_value(flag) => after.next(),
            Some(_) => None,
        };
    };
    let after = after.as_slice();
    let before = rest.get(..rest.len().checked_sub(after.len().saturating_add(1))?)?;
    Some([program, command].into_iter().chain(before).chain(after).cloned().collect())
}

/// Reads a sound command line that begins with its command, without the other commands: clap copies the global flags into
/// each. `None` for every other command line, which is then read in full.
fn parse_shortly(arguments: &[OsString]) -> Option<Cli> {
    let commands = Command::augment_subcommands(clap::Command::new("credits"));
    let command = commands.find_subcommand(arguments.get(1)?)?.clone();
    // To take these apart again would be a tenth of a short answer's time.
    let mut alone = ManuallyDrop::new(Global::augment_args(clap::Command::new("credits")).subcommand(command));
    let matches = ManuallyDrop::new(alone.try_get_matches_from_mut(arguments).ok()?);
    Cli::from_arg_matches(&matches).ok()
}

/// Whether the command line asks for JSON, as far as it can be told from one that can't be read.
pub fn asks_for_json(arguments: &[OsString]) -> bool {
    let before_dashes = || arguments.iter().take_while(|argument| *argument != "--");
    let format_json =
        before_dashes().zip(before_dashes().skip(1)).any(|(flag, value)| flag == "--format" && value == "json");
    format_json || before_dashes().any(|argument| argument == "--json" || argument == "--format=json")
}

/// clap's refusal in the house's words: what is wrong, and the help that runs.
fn refused(error: &clap::Error, arguments: &[OsString]) -> Failure {
    let rendered = error.render().to_string();
    let commands = Cli::command();
    let command = arguments
        .iter()
        .filter_map(|argument| argument.to_str())
        .find_map(|argument| commands.find_subcommand(argument))
        .map(|command| format!("{} ", command.get_name()))
        .unwrap_or_default();
    let help = format!("credits {command}--help");
    let message = match error.kind() {
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            "no command: say what you want to know".to_owned()
        }
        _ => rendered
            .lines()
            .take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more information"))
            .map(|line| line.trim().trim_start_matches("error: ").trim_start_matches("tip: "))
            .filter(|line| !line.is_empty() && !line.starts_with("to pass "))
            .collect::<Vec<_>>()
            .join("; "),
    };
    Failure::usage(cut(&printable_lines(&message))).with_help(help)
}

/// A message of bearable length, whatever was typed: no word is longer than a line.
fn cut(message: &str) -> String {
    let message = message.split(' ').map(shown).collect::<Vec<_>>().join(" ").replace(":;", ":");
    match message.char_indices().nth(500) {
        Some((end, _)) => format!("{}…", message.get(..end).unwrap_or_default()),
        None => message,
    }
}

fn days(text: &str) -> Result<u32, String> {
    let days = text.strip_suffix('d').ok_or("write days, such as `30d`")?;
    number::whole(days).ok().and_then(|days| days.try_into().ok()).ok_or_else(|| "write days, such as `30d`".to_owned())
}

fn count(text: &str) -> Result<u64, String> {
    quantity::count(text).map_err(|error| match error {
        QuantityError::Empty => "write a whole number, such as `10`".to_owned(),
        QuantityError::TooLarge(_) => "the most is 1,000,000,000".to_owned(),
        error => error.to_string(),
    })
}

fn quantity(text: &str) -> Result<Quantity, String> {
    text.parse().map_err(|error: quantity::QuantityError| error.to_string())
}

fn credits(text: &str) -> Result<Credits, String> {
    Credits::parse(text).map_err(|error| match error {
        NumberError::TooLarge => "more than 1,000,000,000,000, the most that is reckoned with".to_owned(),
        error => error.to_string(),
    })
}

fn length(text: &str) -> Result<Length, String> {
    text.parse().map_err(|error| match error {
        QuantityError::Unknown(_) | QuantityError::Empty => "write a length, such as `5s`".to_owned(),
        error => error.to_string(),
    })
}

fn retakes(text: &str) -> Result<Retakes, String> {
    text.parse().map_err(|error| match error {
        NumberError::TooLarge => "more than 1,000,000%, the most that is reckoned with".to_owned(),
        NumberError::NotPlain { hint: None } => "write a per cent, such as `25%`".to_owned(),
        error => format!("{error}; a per cent, such as `25%`"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_way_of_reading_reads_the_same() {
        for line in [
            "credits cost flux-dev=3 -q",
            "credits estimate a plans --usd --retakes 25% -f - --max=3 -n 2",
            "credits fit -- --plan",
            "credits fit --plan starter --plan creator --json a",
            "credits compare --kind image --color never",
            "credits models",
            "credits batch --credits 5 --pricing x --strict",
            "credits diff a b c --exit-code --max-age 30d",
            "credits completions bash",
        ] {
            let arguments: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            let in_full = Cli::try_parse_from(&arguments).unwrap();
            assert_eq!(format!("{:?}", parse_shortly(&arguments).unwrap()), format!("{in_full:?}"), "{line}");
        }
        for line in [
            "credits",
            "credits -q cost a",
            "credits cost -h",
            "credits cost --oops",
            "credits cots a",
            "credits fit --plan",
        ] {
            let arguments: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            assert!(parse_shortly(&arguments).is_none(), "{line}");
        }
    }
}
