//! The command line. Flags are parsed here; items and names stay text, so that all their faults are reported together.
//!
//! The doc comments are the help. Structs of flags have plain comments, because clap would use a doc comment of theirs as
//! the help of the whole command.
#![allow(missing_docs, rustdoc::broken_intra_doc_links)]

mod help;
mod parse;
mod values;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use rust_decimal::Decimal;

use crate::pricing::estimate::{Retakes, Terms};
use crate::values::credits::Credits;
use crate::values::quantity::{Length, Quantity, count};
use help::{
    AFTER_HELP, COMPARE_EXAMPLES, COST_EXAMPLES, DIFF_EXAMPLES, FIT_EXAMPLES, SHORT_AFTER_HELP, STYLES, with_items_help,
};
pub use parse::{Parsed, asks_for, parse, typed_color};
use values::{credits, days, length, noun, rate_change, retakes, usd};

/// Calculate what AI images and videos cost, and how many you can make with a plan
///
/// Credit amounts are exact, and every answer names its price table. Blotato's prices are built in; use
/// other prices with --pricing. If a model isn't in the price table, you get an error, not a guess.
#[derive(Debug, Parser)]
#[command(name = "credits", max_term_width = 100, styles = STYLES, subcommand_required = true, version)]
#[command(after_help = SHORT_AFTER_HELP, after_long_help = with_items_help(AFTER_HELP))]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
    /// The name of the command.
    #[arg(skip)]
    pub name: String,
}

/// The heading of the flags that every command has.
pub const GLOBAL_OPTIONS: &str = "Global options";

// Flags of every command, before or after it. With `global = true`, clap would copy them to all commands, which takes longer
// than the rest of parsing.
#[derive(Debug, Args)]
#[command(next_help_heading = GLOBAL_OPTIONS)]
pub struct Global {
    /// Use this price table: a file, `built-in`, or `-`
    ///
    /// `built-in` is the built-in table, and `-` is standard input. Without this flag, credits uses the first of these that it
    /// finds: the file that $CREDITS_PRICING names, credits/pricing.toml in your configuration folder ($XDG_CONFIG_HOME or
    /// ~/.config), or the built-in table.
    #[arg(long, value_name = "FILE")]
    pub pricing: Option<PathBuf>,
    /// Change one rate of the price table for this command
    ///
    /// Can be repeated. For a model with several rates, add the option: `veo3.1/fast:audio=60`.
    #[arg(long, value_name = "NAME=RATE", value_parser = rate_change, hide_short_help = true)]
    pub set: Vec<(String, Credits)>,
    /// Choose the output format
    #[arg(long, value_name = "FORMAT", value_enum)]
    format: Option<Format>,
    /// Print JSON; the same as --format json
    #[arg(long, hide_short_help = true)]
    json: bool,
    /// Print an answer you can send to a customer; the same as --format reply
    #[arg(long, hide_short_help = true)]
    reply: bool,
    /// Print only the number
    #[arg(short, long)]
    pub quiet: bool,
    /// Fail instead of assuming anything that affects the price
    ///
    /// If you leave out something that affects the price, or ask for something the service can't make, the command fails and
    /// says what to write.
    #[arg(long)]
    pub strict: bool,
    /// Fail if the prices were last checked more than this many days ago, such as 30d
    #[arg(long, value_name = "DAYS", value_parser = days, allow_hyphen_values = true, hide_short_help = true)]
    pub max_age: Option<u32>,
    /// Choose when to use colors
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = Color::Auto, hide_short_help = true)]
    pub color: Color,
}

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
    /// A few sentences you can send to a customer
    Reply,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
#[command(defer = true)] // Only the flags of the command that was typed are built.
pub enum Command {
    /// Calculate what a production costs
    #[command(visible_alias = "estimate", after_help = COST_EXAMPLES)]
    #[command(after_long_help = with_items_help(COST_EXAMPLES))]
    Cost(With<Cost>),
    /// Calculate how many images or videos a plan covers
    #[command(visible_alias = "videos", after_help = FIT_EXAMPLES)]
    #[command(after_long_help = with_items_help(FIT_EXAMPLES))]
    Fit(With<Fit>),
    /// Find the cheapest model for a job
    #[command(after_help = COMPARE_EXAMPLES, after_long_help = with_items_help(COMPARE_EXAMPLES))]
    Compare(With<Compare>),
    /// List prices, search them, or show one model in full
    #[command(after_help = "\
Examples:
  credits models
  credits models veo3.1/fast
  credits models nano edit
  credits models 15")]
    Models(With<Words>),
    /// List plans, their prices, and the price of extra credits
    Plans(With<Plans>),
    /// Look up what is free, what you are charged for, and other rules
    ///
    /// For what something costs, use `credits cost`. For how many you can make, use `credits fit`.
    #[command(after_help = "\
Examples:
  credits rules
  credits rules refund
  credits rules do unused credits expire")]
    Rules(With<Question>),
    /// Calculate what an API request costs, before you send it
    ///
    /// Reads the body of `POST /v2/videos/from-templates`, an MCP call with that body as its arguments, or a list of bodies.
    /// Nothing is sent, and your prompts and URLs are never printed: the output only names the template, models and keys.
    #[command(after_help = "\
Examples:
  credits request body.json
  credits request - -q --max 300 < body.json
  credits request --example 'AI Video with AI Voice'")]
    Request(With<Request>),
    /// Calculate the cost of many productions, one per line
    ///
    /// Reads JSON Lines or CSV and writes one record for each line, in order. A bad line gets a record with its error and doesn't
    /// stop the rest, but the exit code is then 3.
    #[command(after_help = "\
JSON Lines:
  {\"id\": \"a\", \"items\": [\"nano-banana=6\", \"veo3.1/fast=6x8s:audio\"]}
CSV, with a header:
  id,items
  a,nano-banana=6;veo3.1/fast=6x8s:audio

Examples:
  credits batch shots.jsonl
  credits batch shots.csv --plan creator --format json")]
    Batch(With<Batch>),
    /// Check a price table for mistakes
    #[command(after_help = "\
Examples:
  credits check
  credits check my-prices.toml")]
    Check(With<Check>),
    /// Show what changed between two price tables
    #[command(after_help = DIFF_EXAMPLES, after_long_help = with_items_help(DIFF_EXAMPLES))]
    Diff(With<Diff>),
    /// Print the built-in price table, so that you can edit it
    #[command(after_help = "\
Examples:
  credits init > my-prices.toml
  credits cost nano-banana=6 --pricing my-prices.toml")]
    Init(Global),
    /// Print a shell completion script
    ///
    /// The script completes commands, options, files and the names in your price table, and shows what each name costs.
    #[command(after_help = "\
Examples:
  source <(credits completions bash)   # in ~/.bashrc
  source <(credits completions zsh)    # in ~/.zshrc, after compinit
  credits completions fish > ~/.config/fish/completions/credits.fish")]
    Completions(With<Completions>),
    /// Print the man page
    #[command(after_help = "\
Examples:
  credits man > credits.1
  man ./credits.1")]
    Man(Global),
}

// The flags of a command, and after it those of every command.
#[derive(Debug, Args)]
pub struct With<T: Args> {
    #[command(flatten)]
    pub args: T,
    #[command(flatten)]
    pub global: Global,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    Bash,
    Zsh,
    Fish,
}

#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    pub shell: Shell,
}

#[derive(Debug, Args)]
pub struct Request {
    /// The body, in JSON; `-` is standard input
    #[arg(value_name = "FILE", default_value = "-", hide_default_value = true)]
    pub file: PathBuf,
    /// Print an example body for a template instead
    #[arg(long, value_name = "TEMPLATE", conflicts_with_all = ["file", "count", "max", "usd", "plan", "credits"])]
    pub example: Option<String>,
    #[command(flatten)]
    pub bill: Bill,
    #[command(flatten)]
    pub production: Production,
    #[command(flatten)]
    pub budgets: Budgets,
}

#[derive(Debug, Args)]
pub struct Batch {
    /// JSON Lines or CSV; `-` is standard input
    #[arg(value_name = "FILE", default_value = "-", hide_default_value = true)]
    pub file: PathBuf,
    #[command(flatten)]
    pub production: Production,
    /// Also report how many of each production you can make with this plan
    #[arg(long, value_name = "PLAN")]
    pub plan: Option<String>,
    /// Also report how many of each production you can make with N credits
    #[arg(long, visible_alias = "balance", alias = "budget", value_name = "N", value_parser = credits, allow_hyphen_values = true, conflicts_with = "plan")]
    pub credits: Option<Credits>,
}

#[derive(Debug, Args)]
pub struct Check {
    /// The price table to check; `-` is standard input [default: the one in use]
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Diff {
    /// The old price table: a file, `built-in`, or `-`
    ///
    /// `built-in` is the built-in table, and `-` is standard input.
    pub old: PathBuf,
    /// The new price table
    pub new: PathBuf,
    /// A production to price with both tables
    #[arg(value_name = "ITEM")]
    pub items: Vec<String>,
    /// Exit with code 1 if anything changed
    #[arg(long)]
    pub exit_code: bool,
    #[command(flatten)]
    pub production: Production,
}

#[derive(Debug, Args)]
pub struct Cost {
    #[command(flatten)]
    pub items: Items,
    #[command(flatten)]
    pub bill: Bill,
    #[command(flatten)]
    pub production: Production,
}

// What a production comes to.
#[derive(Debug, Args)]
pub struct Bill {
    /// Multiply the cost by N
    #[arg(short = 'n', long, value_name = "N", value_parser = count, allow_hyphen_values = true, default_value = "1", hide_default_value = true)]
    pub count: u64,
    /// Exit with code 1 if it costs more than this
    #[arg(long, value_name = "CREDITS", value_parser = credits, allow_hyphen_values = true)]
    pub max: Option<Credits>,
    /// Also show the cost in USD, at the rate for extra credits
    #[arg(long)]
    pub usd: bool,
}

// What to price.
#[derive(Debug, Args)]
pub struct Items {
    /// MODEL[=QUANTITY][:OPTION]..., RECIPE[=N] or credits=N
    #[arg(value_name = "ITEM")]
    pub items: Vec<String>,
    /// Read items from a file, one per line
    ///
    /// `-` is standard input. The items in the file come before those on the command line. `#` begins a comment.
    #[arg(short, long, value_name = "FILE")]
    pub file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Fit {
    #[command(flatten)]
    pub items: Items,
    #[command(flatten)]
    pub budgets: Budgets,
    /// Subtract credits that you have already spent
    #[arg(long, value_name = "N", value_parser = credits, allow_hyphen_values = true)]
    pub used: Option<Credits>,
    /// Add credits that were bought or carried over
    #[arg(long, value_name = "N", value_parser = credits, allow_hyphen_values = true)]
    pub extra: Option<Credits>,
    /// Use the extra credits that this amount in USD buys
    #[arg(long, value_name = "USD", value_parser = usd, allow_hyphen_values = true, conflicts_with_all = ["plan", "credits"])]
    pub spend: Option<Decimal>,
    /// Check whether you can make N, and find the cheapest way to pay for them
    ///
    /// Without items, show the most that each of N videos can cost, with examples of what that buys.
    #[arg(short = 'n', long, value_name = "N", value_parser = count, allow_hyphen_values = true)]
    pub want: Option<u64>,
    /// Use this word, such as `weeks`, instead of `videos` or `images`
    #[arg(long, value_name = "NOUN", value_parser = noun)]
    pub noun: Option<String>,
    /// Also show what each one costs in USD, at the plan's price per credit
    #[arg(long)]
    pub usd: bool,
    #[command(flatten)]
    pub production: Production,
}

#[derive(Debug, Args)]
pub struct Compare {
    /// What to compare [default: every model]
    #[arg(value_name = "ITEM")]
    pub items: Vec<String>,
    /// The quantity, such as 4x8s, for items that have none [default: 1]
    ///
    /// It can also be a number or a length, such as 6 or 30s. A length doesn't apply to recipes.
    #[arg(long, value_name = "QUANTITY", allow_hyphen_values = true)]
    pub job: Option<Quantity>,
    /// Compare only image models, or only video models
    #[arg(long, value_name = "KIND", value_enum)]
    pub kind: Option<MediaKind>,
    /// Hide models that cost more than this
    #[arg(long, value_name = "CREDITS", value_parser = credits, allow_hyphen_values = true)]
    pub max: Option<Credits>,
    /// Show only the cheapest N
    #[arg(long, value_name = "N", value_parser = count, allow_hyphen_values = true)]
    pub top: Option<u64>,
    /// Show models with the same price on separate lines
    #[arg(long)]
    pub all: bool,
    #[command(flatten)]
    pub production: Production,
    #[command(flatten)]
    pub budgets: Budgets,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MediaKind {
    Image,
    Video,
}

// How a production is made.
#[derive(Debug, Args)]
pub struct Production {
    /// Price with audio, unless an item or a request says otherwise
    #[arg(long, conflicts_with = "no_audio")]
    audio: bool,
    /// Price without audio, unless an item or a request says otherwise
    #[arg(long)]
    no_audio: bool,
    /// Assume that each image is shown for this long, such as 5s
    ///
    /// For models priced by the image, this converts a length to a number of images. Without it, the price table says how
    /// many images a length needs.
    #[arg(long, value_name = "LENGTH", value_parser = length, allow_hyphen_values = true)]
    pace: Option<Length>,
    /// Add a percentage for paid retakes, such as 25%
    ///
    /// With 25%, you pay for 5 generations for every 4 that you keep. If you discard 1 generation in 4, use 33.3%.
    #[arg(long, value_name = "PERCENT", value_parser = retakes, allow_hyphen_values = true)]
    retakes: Option<Retakes>,
}

// What there is to spend.
#[derive(Debug, Args)]
pub struct Budgets {
    /// Show how many you can make with this plan; can be repeated
    #[arg(long, value_name = "PLAN")]
    pub plan: Vec<String>,
    /// Show how many you can make with N credits
    #[arg(long, visible_alias = "balance", alias = "budget", value_name = "N", value_parser = credits, allow_hyphen_values = true, conflicts_with = "plan")]
    pub credits: Option<Credits>,
}

#[derive(Debug, Args)]
pub struct Plans {
    /// Show these plans only
    #[arg(value_name = "PLAN")]
    pub plan: Vec<String>,
    /// Show how many extra credits this amount in USD buys; with PLAN, after paying for a month of that plan
    #[arg(long, value_name = "USD", value_parser = usd, allow_hyphen_values = true)]
    pub spend: Option<Decimal>,
}

#[derive(Debug, Args)]
pub struct Words {
    /// A name, or words to look for
    #[arg(value_name = "WORD")]
    pub words: Vec<String>,
}

#[derive(Debug, Args)]
pub struct Question {
    /// A question, or words to look for
    #[arg(value_name = "WORD")]
    pub words: Vec<String>,
}

impl Budgets {
    /// Returns whether any budget was given.
    pub fn are_given(&self) -> bool {
        self.credits.is_some() || !self.plan.is_empty()
    }
}

impl Global {
    /// Joins the flags before the command with those after it.
    fn join(self, after: Global) -> Global {
        Global {
            pricing: self.pricing.or(after.pricing),
            set: if after.set.is_empty() { self.set } else { after.set },
            format: self.format.or(after.format),
            json: self.json || after.json,
            reply: self.reply || after.reply,
            quiet: self.quiet || after.quiet,
            strict: self.strict || after.strict,
            max_age: self.max_age.or(after.max_age),
            color: if after.color == Color::Auto { self.color } else { after.color },
        }
    }

    /// Returns the format that was asked for, where one was.
    pub fn chosen_format(&self) -> Option<Format> {
        match (self.json, self.reply) {
            (true, _) => Some(Format::Json),
            (_, true) => Some(Format::Reply),
            _ => self.format,
        }
    }

    /// Returns the format of the answer.
    pub fn format(&self) -> Format {
        self.chosen_format().unwrap_or_default()
    }
}

impl Production {
    /// Returns what the flags say about the production.
    pub fn terms(&self, strict: bool) -> Terms {
        let audio = if self.audio { Some(true) } else { self.no_audio.then_some(false) };
        Terms { audio, pace: self.pace, retakes: self.retakes.unwrap_or_default(), strict, ..Terms::default() }
    }
}
