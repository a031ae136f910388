//! One answer in every format: the same digits, and nothing that a reader of the format would take for something else.

use rust_decimal::Decimal;
use serde_json::Value;

fn credits(arguments: &[&str]) -> (String, i32) {
    let output = crate::credits(arguments).output().unwrap();
    (String::from_utf8(output.stdout).unwrap(), output.status.code().unwrap())
}

fn formatted(arguments: &[&str], format: &str) -> String {
    let (output, code) = credits(&[arguments, &["--format", format]].concat());
    assert_eq!(code, 0, "{arguments:?} {format}");
    output
}

fn rows(separated: &str, separator: u8) -> Vec<std::collections::HashMap<String, String>> {
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).from_reader(separated.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

fn number(text: &str) -> Decimal {
    Decimal::from_str_exact(&text.replace(',', "")).unwrap()
}

#[test]
fn a_cost_is_the_same_in_every_format() {
    for arguments in [
        &["cost", "nano-banana=6", "veo3.1/fast=6x8s"] as &[&str],
        &["cost", "nano-banana=6", "veo3.1/fast=6x8s:no-audio", "--count", "7"],
        &["cost", "veo3.1/fast=2.5s", "credits=0.0001", "--retakes", "12.5", "-n", "3"],
        &["cost", "veo3=1000", "cheapest-30s=3"],
        &["cost", "credits=0"],
    ] {
        let total = credits(&[arguments, &["-q"]].concat()).0.trim_end().to_owned();
        let json: Value = serde_json::from_str(&formatted(arguments, "json")).unwrap();
        assert_eq!(json["credits"].to_string(), total, "{arguments:?}");
        for (format, separator) in [("csv", b','), ("tsv", b'\t')] {
            let rows = rows(&formatted(arguments, format), separator);
            let sum: Decimal = rows.iter().map(|row| number(&row["credits"])).sum();
            let product = sum * number(&rows[0]["retakes"]) * number(&rows[0]["count"]);
            assert_eq!(product, number(&total), "{arguments:?} {format}");
        }
        for format in ["text", "md"] {
            let answer = formatted(arguments, format);
            assert_eq!(number(answer.split(' ').next().unwrap()), number(&total), "{arguments:?} {format}");
        }
    }
}

#[test]
fn counts_are_the_same_in_every_format() {
    for arguments in [
        &["fit", "nano-banana=6", "veo3.1/fast=1x8s"] as &[&str],
        &["fit", "cheapest-30s", "--used", "100", "--extra", "7.5"],
    ] {
        let json: Value = serde_json::from_str(&formatted(arguments, "json")).unwrap();
        let csv = rows(&formatted(arguments, "csv"), b',');
        let tsv = rows(&formatted(arguments, "tsv"), b'\t');
        assert_eq!(csv, tsv);
        for (budget, row) in json["budgets"].as_array().unwrap().iter().zip(&csv) {
            for field in ["name", "kind", "credits", "extra", "spent", "fits", "used", "left", "unlimited"] {
                let json = budget[field].as_str().map_or_else(|| budget[field].to_string(), str::to_owned);
                assert_eq!(json, row[field], "{arguments:?} {field}");
            }
            let plan = budget["name"].as_str().unwrap();
            let fits = credits(&[arguments, &["--plan", plan, "-q"]].concat()).0;
            assert_eq!(fits.trim_end(), budget["fits"].to_string());
            for format in ["text", "md"] {
                let line = formatted(arguments, format);
                let line = line.lines().find(|line| line.trim_start_matches(['|', ' ']).starts_with(plan)).unwrap();
                let numbers: Vec<String> = line.split([' ', '|']).map(|word| word.replace(',', "")).collect();
                assert!(numbers.contains(&budget["fits"].to_string()), "{line}");
            }
        }
    }
}

#[test]
fn every_answer_has_every_format() {
    for arguments in [
        &["models"] as &[&str],
        &["models", "veo3.1/fast"],
        &["plans"],
        &["rules"],
        &["check"],
        &["diff", "built-in", "built-in", "nano-banana"],
    ] {
        let json: Value = serde_json::from_str(&formatted(arguments, "json")).unwrap();
        assert!(json["schema"].as_str().unwrap().starts_with("credits."));
        let csv = formatted(arguments, "csv");
        let columns = csv.lines().next().unwrap().split(',').count();
        for record in csv::Reader::from_reader(csv.as_bytes()).records() {
            assert_eq!(record.unwrap().len(), columns);
        }
        assert!(formatted(arguments, "tsv").contains('\t'));
        assert!(!formatted(arguments, "text").is_empty());
        for line in formatted(arguments, "md").lines().filter(|line| line.starts_with('|')) {
            assert!(line.ends_with(" |"), "{line}");
        }
    }
}
