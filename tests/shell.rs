//! The program among others: pipes, full disks, variables, folders.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(unix)]

use std::fs::{self, File};
use std::io::Write;
use std::process::{Command, Output, Stdio};

/// The built program, with nothing of this machine's settings.
fn credits(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_credits"));
    command.args(arguments).env_clear().env("XDG_CONFIG_HOME", "/nonexistent").stdin(Stdio::null());
    command
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// What it said on standard output, where it answered and said nothing on standard error.
fn answer(output: &Output) -> &str {
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    text(&output.stdout)
}

/// Commands that print: one of each kind.
const PRINTING: &[&[&str]] = &[
    &["cost", "nano-banana"],
    &["cost", "nano-banana", "-q"],
    &["cost", "nano-banana", "--json"],
    &["fit", "nano-banana"],
    &["models"],
    &["plans"],
    &["rules"],
    &["rules", "--format", "md"],
    &["cost", "nano-banana", "--format", "csv"],
    &["fit", "nano-banana", "--format", "tsv"],
    &["check"],
    &["diff", "built-in", "built-in"],
    &["init"],
    &["completions", "bash"],
    &["man"],
    &["--help"],
    &["cost", "--help"],
    &["--version"],
];

#[test]
fn a_full_disk_is_said_and_is_exit_5() {
    for arguments in PRINTING {
        let output = credits(arguments).stdout(File::create("/dev/full").unwrap()).output().unwrap();
        assert_eq!(output.status.code(), Some(5), "{arguments:?}");
        assert!(text(&output.stderr).contains("cannot write output: no space left on device"), "{arguments:?}");
    }
}

#[test]
fn a_closed_pipe_ends_quietly_with_the_answers_code() {
    for arguments in PRINTING {
        let mut child = credits(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert!(text(&output.stderr).lines().all(|line| line.starts_with("note: ")), "{arguments:?}");
    }
}

#[test]
fn standard_error_that_can_not_be_written_changes_no_code() {
    for (arguments, code) in [(&["cost", "kling"] as &[&str], 3), (&["cost"], 2), (&["cost", "flux-schnell=30s"], 0)] {
        let status =
            credits(arguments).stdout(Stdio::null()).stderr(File::create("/dev/full").unwrap()).status().unwrap();
        assert_eq!(status.code(), Some(code), "{arguments:?}");
    }
}

#[test]
fn a_backtrace_is_never_shown() {
    for arguments in [&["cost", "kling"] as &[&str], &["cost"], &["cost", "m", "--pricing", "/none"]] {
        let plain = credits(arguments).output().unwrap();
        let traced = credits(arguments).env("RUST_BACKTRACE", "1").output().unwrap();
        assert_eq!(plain, traced);
    }
}

/// A table in which the model `m` costs this much.
fn table(rate: u32) -> String {
    format!(
        "[table]\nname = \"T\"\nsource = \"S\"\nchecked = 2026-11-01\n[[model]]\nname = \"m\"\nkind = \"text-to-image\"\nper_image = {rate}\n"
    )
}

#[test]
fn where_the_table_comes_from() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::create_dir_all(path("config/credits")).unwrap();
    fs::create_dir_all(path("home/.config/credits")).unwrap();
    fs::write(path("flag.toml"), table(1)).unwrap();
    fs::write(path("variable.toml"), table(2)).unwrap();
    fs::write(path("config/credits/pricing.toml"), table(3)).unwrap();
    fs::write(path("home/.config/credits/pricing.toml"), table(4)).unwrap();
    fs::write(path("pricing.toml"), table(5)).unwrap();
    let cost = || {
        let mut command = credits(&["cost", "m", "-q"]);
        command.current_dir(folder.path()).env_remove("XDG_CONFIG_HOME");
        command
    };
    let home = cost().env("HOME", path("home")).output().unwrap();
    assert_eq!(answer(&home), "4\n");
    let config = cost().env("HOME", path("home")).env("XDG_CONFIG_HOME", path("config")).output().unwrap();
    assert_eq!(answer(&config), "3\n");
    let empty = cost().env("XDG_CONFIG_HOME", path("config")).env("CREDITS_PRICING", "").output().unwrap();
    assert_eq!(answer(&empty), "3\n");
    let variable =
        cost().env("XDG_CONFIG_HOME", path("config")).env("CREDITS_PRICING", "variable.toml").output().unwrap();
    assert_eq!(answer(&variable), "2\n");
    let flag = cost().env("CREDITS_PRICING", "variable.toml").args(["--pricing", "flag.toml"]).output().unwrap();
    assert_eq!(answer(&flag), "1\n");
    // Neither a home nor a stray file in the current folder: the built-in table, which has no `m`.
    assert_eq!(cost().output().unwrap().status.code(), Some(3));

    fs::write(path("config/credits/pricing.toml"), "broken").unwrap();
    let broken = cost().env("XDG_CONFIG_HOME", path("config")).output().unwrap();
    assert_eq!(broken.status.code(), Some(4), "never the built-in table instead");
    let missing = cost().env("CREDITS_PRICING", "none.toml").output().unwrap();
    assert_eq!(missing.status.code(), Some(4));
    assert_eq!(
        text(&missing.stderr),
        "error: the price table none.toml (named by $CREDITS_PRICING) can't be read: no such file or directory\n"
    );
}

#[test]
fn the_table_may_come_through_a_pipe() {
    let mut child = credits(&["cost", "m", "-q", "--pricing", "/dev/stdin"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(table(7).as_bytes()).unwrap();
    assert_eq!(answer(&child.wait_with_output().unwrap()), "7\n");
}

#[test]
fn what_does_not_print_is_escaped_and_named() {
    for (item, shown, name) in [
        ("kl\u{202e}ing", "kl\\u{202e}ing", "U+202E"),
        ("a\u{1b}[31m", "a\\u{1b}[31m", "U+001B"),
        ("nano\u{200b}banana", "nano\\u{200b}banana", "U+200B"),
        ("ｎano", "ｎano", "U+FF4E"),
    ] {
        let output = credits(&["cost", item]).output().unwrap();
        assert_eq!(output.status.code(), Some(3));
        let message = text(&output.stderr);
        assert!(message.contains(&format!("no model called `{shown}`: it has {name}")), "{message}");
        assert!(message.chars().all(|c| c == '\n' || video_credits::name::is_printing(c)), "{message}");
    }
    for item in [
        "nano-banana=7\n",
        "nano-banana=\u{1b}[31m",
        "veo3.1/fast=6x\u{1b}[31ms",
        "credits=\u{202e}1",
        "nano-banana=7:\u{7}",
    ] {
        for arguments in [&["cost", item] as &[&str], &["cost", item, "--json"], &["compare", item]] {
            let output = credits(arguments).output().unwrap();
            assert_eq!(output.status.code(), Some(3), "{item:?}");
            let message = text(&output.stderr);
            assert!(message.chars().all(|c| c == '\n' || video_credits::name::is_printing(c)), "{message:?}");
        }
    }
    let long = format!("nano-banana={}", "9".repeat(500));
    assert!(credits(&["cost", &long]).output().unwrap().stderr.len() < 400);
    let flag = credits(&["cost", "--fo\u{1b}o"]).output().unwrap();
    assert_eq!(flag.status.code(), Some(2));
    assert!(text(&flag.stderr).chars().all(|c| c == '\n' || video_credits::name::is_printing(c)));
}

#[test]
fn an_argument_that_is_not_utf_8() {
    use std::os::unix::ffi::OsStrExt as _;
    let output = credits(&["cost"]).arg(std::ffi::OsStr::from_bytes(b"nano\xff")).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_batch_and_its_output() {
    let batch = |output: Stdio| {
        let mut child =
            credits(&["batch"]).stdin(Stdio::piped()).stdout(output).stderr(Stdio::piped()).spawn().unwrap();
        let line = "{\"items\": [\"nano-banana\"]}\n";
        let mut input = child.stdin.take().unwrap();
        let written = input.write_all(line.repeat(100_000).as_bytes());
        drop(input);
        (written, child)
    };
    let (_, full) = batch(File::create("/dev/full").unwrap().into());
    let output = full.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(5));
    assert!(text(&output.stderr).contains("cannot write output: no space left on device"));

    let mut closed =
        credits(&["batch", "tests/tables/small.toml"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(closed.stdout.take());
    let code = closed.wait_with_output().unwrap().status.code();
    assert!(code == Some(0) || code == Some(3), "{code:?}");
}

#[test]
fn a_slow_batch_is_answered_line_by_line() {
    use std::io::{BufRead, BufReader};
    let mut child =
        credits(&["batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut records = BufReader::new(child.stdout.take().unwrap()).lines();
    for line in 1..=3 {
        input.write_all(b"{\"items\": [\"flux-dev\"]}\n").unwrap();
        let record = records.next().unwrap().unwrap();
        assert_eq!(
            record,
            format!("{{\"id\":null,\"line\":{line},\"credits\":10,\"fits\":null,\"unlimited\":null,\"error\":null}}")
        );
    }
    drop(input);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn the_table_and_the_input_can_not_both_be_standard_input() {
    for arguments in [&["cost", "-f", "-"] as &[&str], &["fit", "-f", "-"], &["batch"], &["batch", "/dev/stdin"]] {
        let output = credits(arguments).args(["--pricing", "/dev/stdin"]).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn today_is_what_the_variable_says() {
    for (epoch, days, code) in
        [("1795305600", "64d", 0), ("1795305600", "63d", 4), ("1500000000", "0d", 0), ("x", "9d", 2)]
    {
        let output =
            credits(&["cost", "flux-dev", "-q", "--max-age", days]).env("SOURCE_DATE_EPOCH", epoch).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{epoch} {days}: {}", text(&output.stderr));
    }
}

#[test]
fn a_table_of_nothing_but_look_alikes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("same.toml");
    let row = |number: usize| format!("[[model]]\nname = \"m {number}\"\nkind = \"text-to-image\"\nper_image = 1\n");
    let head = "[table]\nname = \"T\"\nsource = \"S\"\nchecked = 2026-11-01\n";
    fs::write(&path, head.to_owned() + &(0..15_000).map(row).collect::<String>()).unwrap();
    let path = path.to_str().unwrap();
    for arguments in [&["compare"] as &[&str], &["compare", "--json"], &["cost", "m 9x"], &["models"], &["check"]] {
        let output = credits(arguments).args(["--pricing", path]).output().unwrap();
        assert!(matches!(output.status.code(), Some(0 | 3)), "{arguments:?}: {}", text(&output.stderr));
        assert!(output.stdout.len() < 100_000_000, "{arguments:?}");
    }
    let recipe = |number: usize| format!("[[recipe]]\nname = \"r{number}\"\nitems = [\"zz{number}\"]\n");
    let hostile =
        head.to_owned() + &(0..5000).map(row).collect::<String>() + &(0..5000).map(recipe).collect::<String>();
    fs::write(path, hostile).unwrap();
    let output = credits(&["check", path]).output().unwrap();
    assert_eq!(output.status.code(), Some(4));
    assert!(text(&output.stdout).contains("and 4900 more faults, not listed"));
}

#[test]
fn completions_hold_the_names_of_the_table_in_force() {
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let script = credits(&["completions", shell]).output().unwrap();
        // The generator for PowerShell offers no values of flags.
        let plan = if shell == "powershell" { "plan" } else { "Free-trial" };
        for word in ["kling-v1.6", "cheapest-30s", plan, "retakes", "compare"] {
            assert!(answer(&script).contains(word), "{shell}: {word}");
        }
        if shell != "bash" {
            assert!(answer(&script).contains("210 a clip"), "{shell}: prices where the shell shows descriptions");
        }
        let own = credits(&["completions", shell, "--pricing", "tests/tables/dearer.toml"]).output().unwrap();
        assert!(!answer(&own).contains("kling-v1.6"), "{shell}");
    }
}
