//! Runs the commands in `tests/transcripts/`, `docs/` and the README, and compares the output with what the file says.
//! `SNAPSHOTS=overwrite` writes the output anew, `TRANSCRIPT=batch` runs the files with that in their name.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::fs;
use std::iter::from_fn;
use std::path::{Path, PathBuf};
use std::thread;

use snapbox::data::DataFormat;
use snapbox::report::{Palette, write_diff};
use snapbox::{Assert, Data, IntoData};

use crate::laws;
use crate::sandbox::{Run, Sandbox, has};

/// A file while its commands are run.
struct Transcript {
    sandbox: Sandbox,
    commands: usize,
    /// The commands whose output is another one, each with the difference.
    differences: String,
    broken_laws: String,
    /// The help lines that were tried.
    helps: HashSet<String>,
}

/// The Markdown files with commands.
pub fn documents() -> Vec<PathBuf> {
    let folders = ["tests/transcripts", "docs"].iter().flat_map(|folder| fs::read_dir(folder).unwrap());
    let mut paths: Vec<PathBuf> = folders.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    paths.push(PathBuf::from("README.md"));
    paths
}

#[test]
fn transcripts() {
    let only = std::env::var("TRANSCRIPT").unwrap_or_default();
    let chosen = documents().into_iter().filter(|path| path.to_str().unwrap().contains(&only));
    let threads: Vec<_> = chosen.map(|path| thread::spawn(move || check(&path))).collect();
    let (mut commands, mut failures) = (0, String::new());
    for (count, failure) in threads.into_iter().map(|thread| thread.join().unwrap()) {
        commands += count;
        failures += &failure;
    }
    println!("{commands} commands");
    assert!(failures.is_empty(), "\n{failures}\nSNAPSHOTS=overwrite cargo test writes the output anew");
}

/// Runs a file; returns the number of its commands, and what is wrong.
fn check(path: &Path) -> (usize, String) {
    let text = fs::read_to_string(path).unwrap();
    let prices = text.strip_prefix("<!-- prices: ").and_then(|rest| rest.split_once(" -->"));
    let mut transcript = Transcript {
        sandbox: Sandbox::new(prices.map(|(prices, _)| prices)),
        commands: 0,
        differences: String::new(),
        broken_laws: String::new(),
        helps: HashSet::new(),
    };
    let fresh = transcript.rerun(&text).into_data().raw();
    let kept = Data::read_from(path, Some(DataFormat::Text)).raw();
    let snapshots = Assert::new().action_env("SNAPSHOTS").palette(Palette::plain());
    let mut failure = transcript.broken_laws;
    if let Err(error) = snapshots.try_eq(Some(&path.display()), fresh, kept) {
        // Where the commands all agree, it is the layout that differs.
        let layout = transcript.differences.is_empty().then(|| error.to_string());
        failure += &layout.unwrap_or(transcript.differences);
    }
    let heading = if failure.is_empty() { String::new() } else { format!("{}:\n", path.display()) };
    (transcript.commands, heading + &failure)
}

impl Transcript {
    /// Returns the text with the output as it is now.
    fn rerun(&mut self, text: &str) -> String {
        let mut fresh = String::new();
        let mut lines = text.lines().peekable();
        while let Some(line) = lines.next() {
            writeln!(fresh, "{line}").unwrap();
            let Some(info) = line.strip_prefix("```console") else { continue };
            let block: Vec<&str> = from_fn(|| lines.next_if(|line| *line != "```")).collect();
            let needs = info.strip_prefix(" needs=").map(|tools| tools.split(','));
            if needs.is_none_or(|mut tools| tools.all(has)) {
                fresh += &self.rerun_block(&block);
            } else {
                block.iter().for_each(|line| writeln!(fresh, "{line}").unwrap());
            }
        }
        fresh
    }

    fn rerun_block(&mut self, block: &[&str]) -> String {
        let mut fresh = Vec::new();
        let mut lines = block.iter().peekable();
        while let Some(line) = lines.next() {
            let mut command = line.strip_prefix("$ ").unwrap_or_else(|| panic!("not a command: {line}")).to_owned();
            while let Some(line) = lines.next_if(|line| line.starts_with('>')) {
                command = command + "\n" + line.strip_prefix("> ").unwrap_or_default();
            }
            let output: Vec<&str> = from_fn(|| lines.next_if(|line| !line.starts_with("$ "))).copied().collect();
            fresh.push(self.rerun_command(&command, output.join("\n").trim_end()));
        }
        fresh.join("\n")
    }

    fn rerun_command(&mut self, command: &str, kept: &str) -> String {
        let run = self.sandbox.sh(command);
        let shown = format!("$ {}\n", command.replace('\n', "\n> ").replace("> \n", ">\n"));
        let output = rendered(&run);
        if output.trim_end() != kept {
            let [kept, fresh] = [kept, output.trim_end()].map(|text| format!("{text}\n").into_data().raw());
            self.differences += &shown;
            write_diff(&mut self.differences, &kept, &fresh, None, None, Palette::plain()).unwrap();
        }
        for broken in laws::broken(command, &run, &self.sandbox, &mut self.helps) {
            writeln!(self.broken_laws, "{shown}{broken}").unwrap();
        }
        self.commands += 1;
        shown + &output
    }
}

/// Returns standard output, standard error with `!` before each line, and an exit code that isn't 0.
fn rendered(run: &Run) -> String {
    let mut output = String::new();
    for line in run.stdout.lines() {
        let special = ["$ ", "!", ">", "[exit ", "```", "\\"].iter().any(|start| line.starts_with(start));
        writeln!(output, "{}{line}", if special { "\\" } else { "" }).unwrap();
    }
    for line in run.stderr.lines() {
        writeln!(output, "{}", format!("! {line}").trim_end()).unwrap();
    }
    if run.code != 0 {
        writeln!(output, "[exit {}]", run.code).unwrap();
    }
    output
}
