//! One answer in every format: the same rows, and no figure that another format doesn't have.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use serde_json::Value;

use crate::sandbox::{Run, Sandbox};

/// Returns what differs between the formats of a command that gave this answer as text.
pub fn differences(command: &str, text: &Run, sandbox: &Sandbox) -> Vec<String> {
    let format = |format: &str| sandbox.sh(&format!("{command} --format {format}"));
    let [json, csv, tsv, md, reply] = ["json", "csv", "tsv", "md", "reply"].map(format);
    let mut differences = Vec::new();
    for (run, format) in [(&csv, "csv"), (&tsv, "tsv"), (&md, "md"), (&reply, "reply")] {
        if run.code != text.code {
            differences.push(format!("exit {} with --format {format}", run.code));
        }
    }
    let document: Value = serde_json::from_str(&json.stdout).unwrap_or_default();
    let rows = separated(&csv.stdout, b',');
    if rows != separated(&tsv.stdout, b'\t') {
        differences.push("csv and tsv differ".to_owned());
    }
    differences.extend(other_rows(&document, &rows));
    // Long names can be shortened in a text, never in Markdown's table, which is made from the same cells.
    let [in_text, in_md] = [&text.stdout, &md.stdout.replace('\\', "")].map(|text| figures(text));
    if in_text != in_md {
        differences.push(format!("figures of text and md differ: {in_text:?} {in_md:?}"));
    }
    let known: BTreeSet<String> =
        [&text.stdout, &text.stderr, &json.stdout].iter().flat_map(|text| figures(text)).collect();
    // A reply can count rows, it says 25 % for a factor of 1.25, and it has dates of prices in USD.
    let is_known =
        |figure: &String| known.contains(figure) || figure.parse().is_ok_and(|count: usize| count <= rows.len());
    let sentences: Vec<&str> = reply.stdout.lines().filter(|line| !line.starts_with("Prices in USD:")).collect();
    let unknown = figures(&sentences.join("\n").replace("25%", "").replace("12.5%", ""));
    let unknown: Vec<String> = unknown.into_iter().filter(|figure| !is_known(figure)).collect();
    if !unknown.is_empty() {
        differences.push(format!("figures in the reply alone: {unknown:?}"));
    }
    let number = sandbox.sh(&format!("{command} -q"));
    let number_is_known =
        ["unlimited"].into_iter().chain(known.iter().map(String::as_str)).any(|known| known == number.stdout.trim());
    if number.code == text.code && !number_is_known {
        differences.push(format!("-q is another number: {}", number.stdout));
    }
    differences
}

/// The cells of each record, by column.
fn separated(text: &str, delimiter: u8) -> Vec<Vec<(String, String)>> {
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    let columns: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let row = |record: csv::StringRecord| columns.iter().cloned().zip(record.iter().map(str::to_owned)).collect();
    reader.records().map(|record| row(record.unwrap())).collect()
}

/// Compares the rows of CSV with those of the document, cell by cell, and the sum of a cost with its total.
fn other_rows(document: &Value, rows: &[Vec<(String, String)>]) -> Vec<String> {
    let list = match document["schema"].as_str() {
        Some("credits.cost/1" | "credits.request/1") => "lines",
        Some("credits.fit/1") => "budgets",
        Some("credits.compare/1") => "rows",
        Some("credits.models/1") => "models",
        Some("credits.plans/1") => "plans",
        Some("credits.rules/1") => "rules",
        Some("credits.diff/1") => "changes",
        schema => return vec![format!("which rows has {schema:?}?")],
    };
    let Some(list) = document[list].as_array() else { return vec![format!("no `{list}` in json")] };
    let mut differences = Vec::new();
    if list.len() != rows.len() {
        differences.push(format!("{} rows in json, {} in csv", list.len(), rows.len()));
    }
    for (value, row) in list.iter().zip(rows) {
        let mut cells = Vec::new();
        flatten("", value, &mut cells);
        for (column, cell) in &cells {
            let in_csv = row.iter().find(|(name, _)| name == column).map(|(_, cell)| cell);
            // An object that isn't there has columns of its own in CSV.
            let is_same = in_csv.map_or(cell.is_empty(), |other| other == cell || is_same_number(other, cell));
            if !is_same {
                differences.push(format!("`{column}` is {cell} in json and {in_csv:?} in csv"));
            }
        }
    }
    let number = |row: &[(String, String)], column: &str| {
        let cell = row.iter().find(|(name, _)| name == column).map_or("", |(_, cell)| cell);
        Decimal::from_str_exact(cell).unwrap_or_default()
    };
    let factor = |row: &Vec<(String, String)>| number(row, "credits") * number(row, "retakes") * number(row, "count");
    let sum: Decimal = rows.iter().map(factor).sum();
    if document["lines"].is_array()
        && document["count"].is_number()
        && !is_same_number(&sum.to_string(), &document["credits"].to_string())
    {
        differences.push(format!("the rows come to {sum}, the total is {}", document["credits"]));
    }
    differences
}

/// Flattens a row as the contract says: nested fields joined by `_`, lists by `; `.
fn flatten(name: &str, value: &Value, cells: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => {
            for (field, value) in fields {
                let field = if name.is_empty() { field.clone() } else { format!("{name}_{field}") };
                flatten(&field, value, cells);
            }
        }
        Value::Array(values) => {
            cells.push((name.to_owned(), values.iter().map(plain).collect::<Vec<_>>().join("; ")));
        }
        value => cells.push((name.to_owned(), plain(value))),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Object(fields) => fields.values().map(plain).collect::<Vec<_>>().join(" "),
        value => value.to_string(),
    }
}

/// Whether two cells are the same number: a test's JSON has only the precision of floats.
fn is_same_number(one: &str, other: &str) -> bool {
    one.parse::<f64>().is_ok_and(|one| other.parse() == Ok(one))
}

/// The numbers of a text, without the commas between thousands.
fn figures(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !(c.is_ascii_digit() || ".,".contains(c)));
    let words = words.map(|word| word.trim_matches(['.', ',']).replace(',', ""));
    words.filter(|word| word.starts_with(|c: char| c.is_ascii_digit())).collect()
}
