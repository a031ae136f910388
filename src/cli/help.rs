//! The texts of `--help` besides those of the commands and flags, which are their doc comments, and how help is colored.

use std::ffi::OsString;

use clap::builder::StyledStr;
use clap::builder::styling::{AnsiColor, Styles};

use super::typed_color;
use crate::output::terminal;

/// The layout of `credits -h`, which fits on one screen: global options are in `credits --help`.
pub(super) const SHORT_HELP: &str = "\
{about-with-newline}
{usage-heading} {usage}

Commands:
{subcommands}{after-help}";

pub(super) const SHORT_AFTER_HELP: &str = "\
Examples:
  credits cost nano-banana=6 veo3.1/fast=6x8s
  credits fit cheapest-30s --plan starter
  credits --help                                  items, options and exit codes";

/// What the help of the whole program says below the options, after [`ITEMS_HELP`].
///
/// The man page has these texts too: a line without indentation that ends with a colon is the heading of a section, and
/// two spaces within a line are between a term and what it means.
pub(super) const AFTER_HELP: &str = "\
Exit codes:
  0  success; for a yes-or-no question, the answer is yes
  1  the answer is no: the cost is over the --max limit, the balance or plans
     don't cover the number in --want, or `diff --exit-code` found changes
  2  invalid command line
  3  invalid input: an unknown name, a wrong unit, a missing quantity, an
     assumption under --strict, unreadable input, bad lines in a batch
  4  the price table is missing, unreadable, invalid, or older than --max-age
  5  the output can't be written

Environment:
  CREDITS_PRICING    a price table to use instead of the built-in one
  XDG_CONFIG_HOME    the configuration folder, instead of ~/.config
  SOURCE_DATE_EPOCH  use this as the current time, in seconds since 1970
  NO_COLOR           turns colors off

Files:
  ~/.config/credits/pricing.toml  a price table to use instead of the built-in
                                  one, unless --pricing or $CREDITS_PRICING
                                  names another

Examples:
  credits cost nano-banana=6 veo3.1/fast=6x8s
  credits fit cheapest-30s --plan starter
  credits compare --kind video --job 4x8s";

/// What an item and a quantity are, for the help of every command that takes items.
pub(super) const ITEMS_HELP: &str = "\
Items:
  MODEL[=QUANTITY][:OPTION]...  nano-banana=6, veo3.1/fast=6x8s:audio
  RECIPE[=N] or @RECIPE         a named production, such as cheapest-30s or
                                animated-scene=5; `credits models` lists them
  credits=N                     a cost you already know

  The items of one command make up one production, such as a video; `compare`
  prices each by itself.
  Case, spaces, -, _ and / don't matter in names.

Quantities:
  7       7 images or clips
  48s     48 seconds; also 7.5s, 2m, 1m30s and 1:30
  6x8s    6 clips of 8 seconds
  (none)  1 image or clip

  For a model priced by the image, a length is converted to images: 7 images for
  30 seconds, unless you use --pace.

Model options:
  Options such as :audio, :no-audio and :1080p choose between the rates of a
  model. If you leave out something that affects the price, the highest price is
  used, and a note says so.";

pub(super) const COST_EXAMPLES: &str = "\
Examples:
  credits cost nano-banana=6 veo3.1/fast=6x8s
  credits cost framepack=3 --count 10
  credits cost -f shots.txt -q --strict --max 1250";

pub(super) const FIT_EXAMPLES: &str = "\
Examples:
  credits fit flux-schnell=30s --plan starter
  credits fit nano-banana=6 veo3.1/fast=6x8s --no-audio --want 10
  credits fit --credits 1000 --want 20";

pub(super) const COMPARE_EXAMPLES: &str = "\
Examples:
  credits compare --kind video --job 4x8s --plan starter
  credits compare framepack=6 kling-1.6=6
  credits compare seedream nano-banana";

pub(super) const DIFF_EXAMPLES: &str = "\
Examples:
  credits diff built-in my-prices.toml
  credits diff old.toml new.toml nano-banana=6 veo3.1/fast=6x8s:audio";

/// Returns what is below the options in the long help of a command that takes items.
pub(super) fn with_items_help(rest: &str) -> String {
    format!("{ITEMS_HELP}\n\n{rest}")
}

pub(super) const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// Returns help as it is printed, with colors where they are wanted.
pub(super) fn help_text(help: &StyledStr, arguments: &[OsString]) -> String {
    if !terminal::uses_color(&std::io::stdout(), typed_color(arguments)) {
        return help.to_string();
    }
    // clap styles its own headings, and not those of the sections that we add.
    let header = STYLES.get_header();
    let is_heading = |line: &str| line.ends_with(':') && line.starts_with(char::is_alphabetic);
    let styled =
        |line: &str| if is_heading(line) { format!("{header}{line}{header:#}\n") } else { format!("{line}\n") };
    help.ansi().to_string().lines().map(styled).collect()
}
