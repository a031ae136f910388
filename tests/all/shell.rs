//! What a shell and a terminal do to the program: full disks, closed pipes, slow readers, signals, widths, colors,
//! completions (O1 to O5, O7, E3, B7, S1 and S2 of the kinds of fault that `tests/transcripts/README.md` explains).

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::Stdio;

use crate::sandbox::{Sandbox, has};

/// A command for each kind of answer.
const ANSWERS: [&str; 12] = [
    "cost nano-banana",
    "fit nano-banana",
    "compare --kind video",
    "models",
    "plans",
    "rules",
    "check",
    "diff built-in built-in",
    "request bodies/video.json",
    "batch batch.jsonl",
    "fit nano-banana --plan starter -q",
    "cost nano-banana --max 1",
];
const OTHERS: [&str; 7] = ["init", "man", "completions bash", "--help", "-h", "cost --help", "--version"];
const MANY_LINES: &str = "yes '{\"items\":[\"nano-banana\"]}' | head -20000";

fn has_full_disk() -> bool {
    let there = Path::new("/dev/full").exists();
    if !there {
        println!("skipped: there is no /dev/full");
    }
    there
}

/// Whether a terminal of any width can be made.
fn has_terminal() -> bool {
    has("script") && has("stty")
}

/// Runs a command on a terminal; returns what it shows.
fn terminal(sandbox: &Sandbox, width: usize, command: &str) -> String {
    let command = command.replace('"', "\\\"");
    let line = format!("script -qec \"stty cols {width} rows 50; {command}\" /dev/null < /dev/null | tr -d '\\r'");
    sandbox.sh(&line).stdout
}

#[test]
fn a_full_disk_is_exit_5() {
    if !has_full_disk() {
        return;
    }
    let sandbox = Sandbox::new(None);
    let plain = ANSWERS.iter().chain(&OTHERS).map(|command| (*command).to_owned());
    let formats = ["json", "csv", "tsv", "md"];
    let formatted =
        ANSWERS[..9].iter().flat_map(|command| formats.map(|format| format!("{command} --format {format}")));
    let replies = ANSWERS[..3].iter().map(|command| format!("{command} --reply"));
    for command in plain.chain(formatted).chain(replies) {
        let run = sandbox.sh(&format!("credits {command} > /dev/full"));
        assert_eq!(run.code, 5, "{command}: {}", run.stderr);
        assert!(run.stderr.contains("cannot write output: no space left on device"), "{command}: {}", run.stderr);
    }
    for command in [&format!("{MANY_LINES} | credits batch"), "echo '{\"items\":[\"sora\"]}' | credits batch"] {
        assert_eq!(sandbox.sh(&format!("{command} > /dev/full")).code, 5, "{command}");
    }
}

#[test]
fn a_closed_pipe_changes_no_exit_code() {
    let sandbox = Sandbox::new(None);
    let answers =
        ANSWERS[..10].iter().chain(&OTHERS).map(|command| (*command, if *command == ANSWERS[9] { 3 } else { 0 }));
    for (command, code) in answers.chain([("cost nano-banana --max 1", 1), ("cost sora", 3)]) {
        let run = sandbox.sh(&format!("{{ credits {command}; echo $? > code; }} | true; cat code"));
        assert_eq!(run.stdout.trim(), code.to_string(), "{command}: {}", run.stderr);
        assert!(!run.stderr.contains("cannot write"), "{command}: {}", run.stderr);
    }
    let run = sandbox.sh(&format!("{{ {MANY_LINES} > in; credits batch in; echo $? > code; }} | head -1; cat code"));
    assert!(run.stdout.ends_with("\n0\n"), "{}", run.stdout);
}

#[test]
fn a_closed_or_full_standard_error_changes_no_exit_code() {
    let sandbox = Sandbox::new(Some("page.toml"));
    let full = if has_full_disk() { "2> /dev/full" } else { "2>&-" };
    for (command, code, stdout) in [
        ("cost flux-schnell=30s -q", 0, "7\n"),
        ("cost nano-banana --max 1 -q", 1, "15\n"),
        ("cost", 2, ""),
        ("cost --json", 2, ""),
        ("cost sora", 3, ""),
        ("plans --pricing none.toml", 4, ""),
    ] {
        for redirected in [full, "2>&-"] {
            let run = sandbox.sh(&format!("credits {command} {redirected}"));
            assert_eq!((run.code, run.stdout.as_str()), (code, stdout), "{command} {redirected}");
        }
    }
    if has_full_disk() {
        assert_eq!(sandbox.sh("credits plans > /dev/full 2> /dev/full").code, 5);
    }
}

#[test]
fn a_slow_reader_gets_everything() {
    let sandbox = Sandbox::new(None);
    for command in ["init", "man"] {
        let compared = format!("credits {command} > whole; credits {command} | (sleep 0.3; cat) | cmp - whole");
        assert_eq!(sandbox.sh(&compared).code, 0, "{command}");
    }
    let count = sandbox.sh(&format!("{MANY_LINES} > in; credits batch in 2> /dev/null | (sleep 0.3; cat) | wc -l"));
    assert_eq!(count.stdout.trim(), "20000");
}

#[test]
fn an_interrupted_batch_has_whole_records() {
    if !has("timeout") {
        return;
    }
    let sandbox = Sandbox::new(None);
    for signal in ["INT", "TERM"] {
        let endless = format!("yes '{{\"items\":[\"nano-banana\"]}}' | timeout -s {signal} 0.5 credits batch");
        let broken = sandbox.sh(&format!("{endless} > out; sed '$d' out | grep -cv '^{{.*}}$'"));
        assert_eq!(broken.stdout.trim(), "0", "{signal}");
    }
}

#[test]
fn a_slow_batch_is_answered_line_by_line() {
    let mut batch = crate::credits(&["batch"]);
    let mut child = batch.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut records = BufReader::new(child.stdout.take().unwrap()).lines();
    for line in 1..=3 {
        input.write_all(b"{\"items\": [\"flux-dev\"]}\n").unwrap();
        let record = records.next().unwrap().unwrap();
        assert!(record.contains(&format!("\"line\":{line},\"credits\":10,")), "{record}");
    }
    drop(input);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

/// Returns the words with digits, without the punctuation after them.
fn numbers(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split_whitespace().map(|word| word.trim_end_matches([',', ';', ':']));
    words.filter(|word| word.contains(|c: char| c.is_ascii_digit()))
}

/// Numbers are never broken, and no line is wider than the terminal, but for a word that is.
#[test]
fn every_width_has_the_same_numbers() {
    if !has_terminal() {
        return;
    }
    let sandbox = Sandbox::new(None);
    for command in [
        "credits cost nano-banana=6 veo3.1/fast=6x8s:audio",
        "credits plans",
        "credits fit cheapest-30s --want 100",
        "credits compare framepack=6 kling-1.6=6 --credits 9999999",
    ] {
        let command = format!("NO_COLOR=1 {command} 2> /dev/null");
        let whole = terminal(&sandbox, 200, &command);
        let whole: Vec<&str> = numbers(&whole).collect();
        for width in [5, 20, 40, 60, 80] {
            let text = terminal(&sandbox, width, &command);
            for number in numbers(&text) {
                assert!(whole.contains(&number), "{width} columns: {number} in {text}");
            }
            for line in text.lines().filter(|line| line.chars().count() > width) {
                assert_eq!(line.split_whitespace().count(), 1, "{width} columns: {line}");
            }
        }
    }
    let unknown_width = terminal(&sandbox, 0, "NO_COLOR=1 credits plans");
    assert_eq!(unknown_width, terminal(&sandbox, 0, "NO_COLOR=1 COLUMNS=nonsense credits plans"));
    let help = terminal(&sandbox, 60, "NO_COLOR=1 credits compare --help");
    assert!(help.lines().all(|line| line.chars().count() <= 60), "{help}");
}

#[test]
fn colors_are_for_terminals() {
    if !has_terminal() {
        return;
    }
    let sandbox = Sandbox::new(None);
    for (command, colored) in [
        ("TERM=xterm credits cost nano-banana", true),
        ("TERM=xterm NO_COLOR= credits cost nano-banana", true),
        ("TERM=xterm NO_COLOR=1 credits cost nano-banana", false),
        ("TERM=xterm credits cost nano-banana --color never", false),
        ("TERM=dumb credits cost nano-banana", false),
    ] {
        assert_eq!(terminal(&sandbox, 80, command).contains('\u{1b}'), colored, "{command}");
    }
}

#[test]
fn a_terminal_as_input_is_told_how_to_end() {
    if !has_terminal() {
        return;
    }
    let sandbox = Sandbox::new(None);
    for command in ["credits batch", "credits cost -f -", "credits request"] {
        let text = terminal(&sandbox, 80, command);
        assert!(text.contains("Ctrl-D"), "{command}: {text}");
    }
    let slow = "(echo a; sleep 1.2; echo b; sleep .2; echo c) | credits batch > out.jsonl";
    assert!(terminal(&sandbox, 80, slow).contains("3 lines"), "progress");
}

#[test]
fn bash_can_hand_over_a_table_as_a_file() {
    if !has("bash") {
        return;
    }
    let sandbox = Sandbox::new(None);
    for (command, stdout) in [
        ("credits cost m -q --pricing <(cat small.toml)", "0.5\n"),
        ("credits cost -q --pricing <(cat small.toml) -f - <<< m=3", "1.5\n"),
        ("credits diff --exit-code <(cat small.toml) <(cat small.toml) > /dev/null", ""),
    ] {
        let run = sandbox.run("bash", command);
        assert_eq!((run.code, run.stdout.as_str()), (0, stdout), "{command}: {}", run.stderr);
    }
}
