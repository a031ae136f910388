//! The man page is what the command line's definition says; `SNAPSHOTS=overwrite cargo test` writes it anew.

use clap::{Command, CommandFactory};
use clap_mangen::Man;
use snapbox::data::DataFormat;
use video_credits::cli::Cli;

use crate::kept::assert_kept;

const PATH: &str = "docs/credits.1";

type Render = fn(&Man, &mut dyn std::io::Write) -> std::io::Result<()>;

fn section(command: &Command, write: Render) -> String {
    let mut section = Vec::new();
    write(&Man::new(command.clone()), &mut section).unwrap();
    String::from_utf8(section).unwrap()
}

/// One page for the whole program: the command's own sections, then one for each subcommand.
fn page() -> String {
    let mut command = Cli::command();
    command.build();
    let man = Man::new(command.clone())
        .title("CREDITS")
        .section("1")
        .date("")
        .source(format!("credits {}", env!("CARGO_PKG_VERSION")));
    let mut page = Vec::new();
    man.render_title(&mut page).unwrap();
    let mut page = String::from_utf8(page).unwrap();
    page += &section(&command, |man, out| man.render_name_section(out));
    page += &section(&command, |man, out| man.render_synopsis_section(out));
    page += &section(&command, |man, out| man.render_description_section(out));
    for command in command.get_subcommands() {
        let name = command.get_name();
        let own = command.clone().mut_args(|argument| {
            let of_all = argument.get_help_heading() == Some("Global flags") || argument.get_id() == "help";
            argument.hide(of_all)
        });
        page += &format!(".SH \"CREDITS {}\"\n", name.to_uppercase());
        page += &section(command, |man, out| man.render_description_section(out)).replace(".SH DESCRIPTION\n", "");
        page += &section(&own, |man, out| man.render_synopsis_section(out)).replace(".SH SYNOPSIS", ".PP");
        page += &section(&own, |man, out| man.render_options_section(out)).replace(".SH OPTIONS\n", "");
        page += &examples(command);
    }
    page += &global_flags(&command);
    page += &section(&command, |man, out| man.render_extra_section(out))
        .replace(".SH EXTRA\n", ".SH \"ITEMS, EXIT CODES, EXAMPLES\"\n.nf\n");
    page += ".fi\n";
    page
}

/// The examples below a subcommand's help, line by line.
fn examples(command: &Command) -> String {
    let text = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let lines: String = text.lines().map(|line| format!("{}\n", escaped(line))).collect();
    if lines.is_empty() { lines } else { format!(".PP\n.nf\n{lines}.fi\n") }
}

/// The flags of every command.
fn global_flags(command: &Command) -> String {
    let only = command.clone().mut_args(|argument| {
        let of_all = argument.get_help_heading() == Some("Global flags");
        argument.hide(!of_all).help_heading(None::<&str>)
    });
    section(&only, |man, out| man.render_options_section(out)).replace(".SH OPTIONS\n", ".SH \"GLOBAL FLAGS\"\n")
}

fn escaped(line: &str) -> String {
    let line = line.replace('\\', "\\e").replace('-', "\\-");
    if line.starts_with(['.', '\'']) { format!("\\&{line}") } else { line }
}

#[test]
fn man_page() {
    assert_kept(PATH, page(), DataFormat::Text);
}

#[test]
fn the_help_of_a_command_begins_with_what_the_list_says_of_it() {
    let said = |command: &Command| -> Vec<(String, String)> {
        let about = |command: &Command| command.get_about().unwrap().to_string();
        command.get_subcommands().map(|command| (command.get_name().to_owned(), about(command))).collect()
    };
    let listed = Cli::command();
    let mut built = Cli::command();
    built.build();
    assert_eq!(said(&built), said(&listed));
    assert!(said(&listed).iter().all(|(_, about)| about.len() > 10 && !about.contains('`')));
}
