//! The program over time and at length: a slow batch, a large table, completions.
#![cfg(unix)]

use std::fs;
use std::io::Write;
use std::process::{Output, Stdio};

use crate::credits;

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// What it said on standard output, where it answered and said nothing on standard error.
fn answer(output: &Output) -> &str {
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    text(&output.stdout)
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
