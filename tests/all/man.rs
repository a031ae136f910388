//! The man page is made from the definition of the command line; `SNAPSHOTS=overwrite` writes it anew.

use std::path::Path;

use clap::{Command, CommandFactory};
use clap_mangen::Man;
use snapbox::data::DataFormat;
use snapbox::report::Palette;
use snapbox::{Assert, Data, IntoData};
use video_credits::cli::{Cli, GLOBAL_OPTIONS};

const PATH: &str = "docs/credits.1";

type Render = fn(&Man, &mut dyn std::io::Write) -> std::io::Result<()>;

/// Renders a section without the preamble that each has, which one page needs once.
fn section(command: &Command, render: Render) -> String {
    const PREAMBLE: &str = ".ie \\n(.g .ds Aq \\(aq\n.el .ds Aq '\n";
    let mut section = Vec::new();
    render(&Man::new(command.clone()), &mut section).unwrap();
    String::from_utf8(section).unwrap().replace(PREAMBLE, "")
}

/// Renders one page for the whole program.
fn page() -> String {
    let mut command = Cli::command().override_usage("credits [OPTIONS] COMMAND [ARGUMENT]...");
    command.build();
    let man = Man::new(command.clone()).title("CREDITS").manual("User Commands");
    let mut page = Vec::new();
    man.source(format!("credits {}", env!("CARGO_PKG_VERSION"))).render_title(&mut page).unwrap();
    // The page has no date; clap_mangen would leave out its place too.
    let mut page = String::from_utf8(page).unwrap().replace(".TH CREDITS 1  ", ".TH CREDITS 1 \"\" ");
    page += &section(&command, |man, out| man.render_name_section(out));
    page += &section(&command, |man, out| man.render_synopsis_section(out));
    page += &format!(".SH DESCRIPTION\n{}", paragraphs(&details(&command)));
    page += ".SH COMMANDS\n";
    for command in command.get_subcommands().filter(|command| command.get_name() != "help") {
        page += &subcommand(command);
    }
    page += &options(&command, "GLOBAL OPTIONS");
    page += &sections(&command.get_after_long_help().unwrap().to_string());
    page
}

/// Returns what the description says beyond the line in the list of commands.
fn details(command: &Command) -> String {
    let long = command.get_long_about().map(ToString::to_string).unwrap_or_default();
    long.split_once("\n\n").map(|(_, details)| details.to_owned()).unwrap_or_default()
}

/// Renders a command: how it is called, what it does, its own options, and examples.
fn subcommand(command: &Command) -> String {
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ").replace('\n', " ");
    let aliases: Vec<&str> = command.get_visible_aliases().collect();
    let alias = if aliases.is_empty() { String::new() } else { format!(" Alias: {}.", aliases.join(", ")) };
    let about = format!("{}.{alias}\n\n{}", command.get_about().unwrap(), details(command));
    let after_help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    format!(".SS \"{}\"\n{}{}{}", escaped(&usage), paragraphs(&about), options(command, ""), verbatim(&after_help))
}

/// Renders the options of a command, or under a heading those of every command.
fn options(command: &Command, heading: &str) -> String {
    let command = command.clone().mut_args(|argument| {
        let is_global = argument.get_help_heading() == Some(GLOBAL_OPTIONS);
        let is_help = ["help", "version"].contains(&argument.get_id().as_str());
        let is_shown = if heading.is_empty() { !is_global && !is_help } else { is_global || is_help };
        let aliases = argument.get_visible_aliases().unwrap_or_default();
        let alias = aliases.first().map(|alias| format!(" [alias: --{alias}]")).unwrap_or_default();
        let help = argument.get_long_help().or(argument.get_help()).map(ToString::to_string).unwrap_or_default();
        argument.hide(!is_shown).help_heading(None::<&str>).long_help(help + &alias)
    });
    let options = section(&command, |man, out| man.render_options_section(out));
    let title = if heading.is_empty() { String::new() } else { format!(".SH \"{heading}\"\n") };
    options.replace(".SH OPTIONS\n", &title)
}

/// Renders the sections below the options: headings, terms with what they mean, paragraphs and examples.
fn sections(text: &str) -> String {
    let mut page = String::new();
    for block in text.split("\n\n") {
        let (heading, block) = match block.split_once(":\n") {
            Some((heading, rest)) if !heading.starts_with(' ') => (heading, rest),
            _ => ("", block),
        };
        page += &match heading {
            "" => String::new(),
            "Exit codes" => ".SH \"EXIT STATUS\"\n".to_owned(),
            // Parts of the section on items.
            "Quantities" | "Model options" => format!(".SS {heading:?}\n"),
            heading => format!(".SH \"{}\"\n", heading.to_uppercase()),
        };
        page += &if heading == "Examples" { verbatim(block) } else { terms(block) };
    }
    page
}

/// Renders lines of `  TERM  MEANING`, and a block without terms as a paragraph.
fn terms(block: &str) -> String {
    let mut page = String::new();
    for line in block.lines() {
        let text = line.trim_start();
        match text.split_once("  ") {
            Some((term, meaning)) => {
                page += &format!(".TP\n\\fB{}\\fR\n{}\n", escaped(term), escaped(meaning.trim_start()))
            }
            None if page.is_empty() => page += &format!(".PP\n{}\n", escaped(text)),
            None => page += &format!("{}\n", escaped(text)),
        }
    }
    page
}

fn paragraphs(text: &str) -> String {
    text.split("\n\n").filter(|text| !text.is_empty()).map(|text| format!(".PP\n{}\n", escaped(text))).collect()
}

/// Renders lines as they are.
fn verbatim(text: &str) -> String {
    let lines: String = text.lines().map(|line| format!("{}\n", escaped(line))).collect();
    if lines.is_empty() { lines } else { format!(".PP\n.nf\n{lines}.fi\n") }
}

fn escaped(line: &str) -> String {
    let line = line.replace('\\', "\\e").replace('-', "\\-").replace('\'', "\\(aq");
    if line.starts_with('.') { format!("\\&{line}") } else { line }
}

#[test]
fn the_man_page_is_up_to_date() {
    let kept = Data::read_from(Path::new(PATH), Some(DataFormat::Text)).raw();
    Assert::new().action_env("SNAPSHOTS").palette(Palette::plain()).eq(page().into_data().raw(), kept);
}

#[test]
fn help_fits_a_terminal() {
    let help = |arguments: &[&str]| {
        let output = crate::credits(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let short = help(&["-h"]);
    assert!(short.lines().count() <= 24, "{short}");
    assert_eq!(short, help(&[]));
    let mut pages = vec![short, help(&["--help"])];
    for command in Cli::command().get_subcommands() {
        let long = help(&[command.get_name(), "--help"]);
        assert_eq!(long, help(&["help", command.get_name()]));
        pages.extend([help(&[command.get_name(), "-h"]), long]);
    }
    for line in pages.iter().flat_map(|page| page.lines()) {
        assert!(line.chars().count() <= 80, "{line}");
    }
}
