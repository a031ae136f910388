//! A batch is the same as asking one by one, at any length.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use std::fmt::Write as _;
use std::fs;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn credits(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_credits"));
    command.args(arguments).env_clear().env("XDG_CONFIG_HOME", "/nonexistent").stdin(Stdio::null()).output().unwrap()
}

/// The items of a line, from its number: every kind of item, in changing company.
fn items(number: usize) -> Vec<String> {
    let quantity = number % 97 + 1;
    let all = [
        format!("nano-banana={quantity}"),
        format!("veo3.1/fast={quantity}s:no-audio"),
        format!("Flux Schnell={quantity}s"),
        format!("framepack={quantity}"),
        format!("veo3.1/fast={quantity}x8s:audio"),
        format!("credits={quantity}.25"),
        format!("cheapest-30s={quantity}"),
    ];
    all.iter().cycle().skip(number % all.len()).take(number % 4 + 1).cloned().collect()
}

#[test]
fn a_batch_equals_the_answers_one_by_one() {
    let count = 30_000;
    let bad = [10, 15_000, 29_999];
    let folder = tempfile::tempdir().unwrap();
    let [json, csv] = ["in.jsonl", "in.csv"].map(|name| folder.path().join(name).to_str().unwrap().to_owned());
    let (mut json_lines, mut csv_lines) = (String::new(), "id,items\n".to_owned());
    for number in 0..count {
        let items = if bad.contains(&number) { vec!["kling".to_owned()] } else { items(number) };
        writeln!(json_lines, "{}", serde_json::json!({"id": number, "items": items})).unwrap();
        writeln!(csv_lines, "{number},{}", items.join(";")).unwrap();
    }
    fs::write(&json, json_lines).unwrap();
    fs::write(&csv, csv_lines).unwrap();

    let output = credits(&["batch", &json, "--plan", "creator", "--retakes", "10%"]);
    assert_eq!(output.status.code(), Some(3));
    let summary = String::from_utf8(output.stderr).unwrap();
    assert!(summary.starts_with("30,000 records, 3 errors; assumed: pacing "), "{summary}");
    let records: Vec<Value> =
        String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(records.len(), count);
    for (number, record) in records.iter().enumerate() {
        assert_eq!((&record["id"], &record["line"]), (&number.into(), &(number + 1).into()));
        assert_eq!(!record["error"].is_null(), bad.contains(&number), "{record}");
    }
    for number in (0..count).step_by(1501).filter(|number| !bad.contains(number)) {
        let items = items(number);
        let items: Vec<&str> = items.iter().map(String::as_str).collect();
        let cost = credits(&[&["cost", "--retakes", "10%", "-q"], items.as_slice()].concat());
        assert_eq!(String::from_utf8(cost.stdout).unwrap().trim_end(), records[number]["credits"].to_string());
        let fit = credits(&[&["fit", "--retakes", "10%", "-q", "--plan", "creator"], items.as_slice()].concat());
        assert_eq!(String::from_utf8(fit.stdout).unwrap().trim_end(), records[number]["fits"].to_string());
    }

    let output = credits(&["batch", &csv, "--plan", "creator", "--retakes", "10%", "--format", "json"]);
    let of_csv: Vec<Value> =
        String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for (one, other) in records.iter().zip(&of_csv) {
        assert_eq!(
            (&one["credits"], &one["fits"], &one["error"]),
            (&other["credits"], &other["fits"], &other["error"])
        );
    }
}

#[test]
fn lines_that_are_no_lines() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("in.jsonl");
    let good = b"{\"items\": [\"nano-banana\"]}\n".to_vec();
    let long = [b"{\"items\": [\"".as_slice(), &vec![b'x'; 3_000_000], b"\"]}\n"].concat();
    let deep = ["{\"id\": ".to_owned(), "[".repeat(100_000), "\n".to_owned()].concat().into_bytes();
    let parts: [&[u8]; 9] = [
        b"\xef\xbb\xbf",
        &good,
        b"\r\n",
        &long,
        b"\xff\xfe\n",
        &deep,
        b"{\"items\": [\"nano\\u0000banana\"]}\n",
        &good,
        &good[..good.len() - 1],
    ];
    fs::write(&path, parts.concat()).unwrap();
    let output = credits(&["batch", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(3));
    let found: Vec<(u64, String)> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .map(|record: Value| {
            (record["line"].as_u64().unwrap(), record["error"]["message"].as_str().unwrap_or("").to_owned())
        })
        .collect();
    let expected = [
        (1, ""),
        (3, "the line is over 1 MB"),
        (4, "this isn't UTF-8 from byte 1 on"),
        (5, "not one whole JSON object a line"),
        (6, "no model called `nano\\u{0}banana`"),
        (7, ""),
        (8, ""),
    ];
    assert_eq!(found.len(), expected.len(), "{found:?}");
    for ((line, message), (expected_line, part)) in found.iter().zip(expected) {
        assert_eq!(*line, expected_line);
        assert!(message.starts_with(part) && message.is_empty() == part.is_empty(), "{line}: {message}");
    }
}
