//! A batch is the same as asking one by one, at any length.

use std::fmt::Write as _;
use std::fs;
use std::process::Output;

use serde_json::Value;

fn credits(arguments: &[&str]) -> Output {
    crate::credits(arguments).output().unwrap()
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
    assert!(summary.starts_with("30,000 records, 3 errors, "), "{summary}");
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
