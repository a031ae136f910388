//! `credits rules`: what is free, what failures cost, and what no source says.

use serde::Serialize;

use super::refusal::with_table;
use super::report::{TableReport, sources, table_line};
use super::{Asked, reply};
use crate::estimate::{Note, notes_in_words};
use crate::failure::{Failure, Kind};
use crate::name::{fold, shown};
use crate::output::{Answer, Block, Cell, Column, Grid, Json, Verdict};
use crate::table::{PriceTable, Rule};
use crate::words;

/// The most rules of a reply.
const MOST_SENTENCES: usize = 4;

#[derive(Serialize)]
struct RulesReport {
    schema: &'static str,
    table: TableReport,
    rules: Vec<RuleReport>,
    assumptions: [(); 0],
    notes: Vec<String>,
}

#[derive(Serialize)]
struct RuleReport {
    topics: Vec<String>,
    text: String,
    source: Option<String>,
    checked: Option<String>,
    evidence: Option<String>,
    known: bool,
}

pub(super) fn answer(asked: &Asked<'_>, asked_words: &[String]) -> anyhow::Result<Answer> {
    let table = asked.table;
    let asked_words: Vec<&str> = asked_words.iter().map(|word| word.trim()).filter(|word| !word.is_empty()).collect();
    let rules: Vec<&Rule> = matching(table, &asked_words);
    if rules.is_empty() && !asked_words.is_empty() {
        return Err(unknown(table, &asked_words).into());
    }
    let notes = rules.iter().filter_map(|rule| Note::of_row(rule.text.trim_end_matches('.'), &rule.provenance));
    let notes = notes_in_words(&notes.collect::<Vec<_>>());
    let reports: Vec<RuleReport> = rules.iter().map(|rule| report(table, rule)).collect();
    let mut sentences: Vec<String> = rules.iter().take(MOST_SENTENCES).map(|rule| rule.text.clone()).collect();
    if sentences.is_empty() {
        sentences.push("No rules are known.".to_owned());
    }
    let told = || reports.iter().take(MOST_SENTENCES);
    sentences.extend(sources(told().map(|rule| (rule.source.as_deref(), rule.checked.as_deref()))));
    if told().all(|rule| rule.checked.is_none()) {
        sentences.push(reply::checked(table));
    }
    let grid = Grid {
        columns: vec![
            Column::text("text", "Rule"),
            Column::text("topics", "").for_programs(),
            Column::text("source", "Source"),
            Column::text("checked", "Checked"),
            Column::text("known", "").for_programs(),
        ],
        rows: reports.iter().map(row).collect(),
        totals: Vec::new(),
        bars: Vec::new(),
    };
    let lines = match reports.as_slice() {
        // Its text is line 1.
        [one] => vec![format!("Source: {}", origin(one))],
        reports => reports.iter().map(|rule| format!("- {} [{}]", rule.text, origin(rule))).collect(),
    };
    let headline = match rules.as_slice() {
        [one] => one.text.clone(),
        [] => "This price table has no rules".to_owned(),
        rules if asked_words.is_empty() => {
            format!("{}, and what no source says", words::counted(count(rules, true), "rule"))
        }
        rules => {
            let (known, unknown) = (count(rules, true), count(rules, false));
            let unanswered = if unknown == 0 {
                String::new()
            } else {
                format!("; {} without an answer in any source", words::counted(unknown, "question"))
            };
            format!("{} about {}{unanswered}", words::counted(known, "rule"), shown(&asked_words.join(" ")))
        }
    };
    Ok(Answer {
        headline,
        reply: Some(sentences),
        blocks: vec![Block::Lines(lines), Block::Data(grid)],
        table: table_line(table),
        json: Json::of(RulesReport {
            schema: "credits.rules/1",
            table: TableReport::of(table),
            rules: reports,
            assumptions: [],
            notes: notes.clone(),
        }),
        notes,
        notes_on_lines: Vec::new(),
        notes_on_rows: Vec::new(),
        number: None,
        verdict: Verdict::Yes,
    })
}

fn count(rules: &[&Rule], known: bool) -> u128 {
    rules.iter().filter(|rule| rule.known == known).map(|_| 1_u128).sum()
}

/// The rules of which a topic is what was asked; else those of which topics or text hold every word.
fn matching<'t>(table: &'t PriceTable, asked: &[&str]) -> Vec<&'t Rule> {
    let phrase = fold(&asked.concat());
    let by_topic: Vec<&Rule> =
        table.rules.iter().filter(|rule| rule.topics.iter().any(|topic| fold(topic) == phrase)).collect();
    if !by_topic.is_empty() {
        return by_topic;
    }
    let holds = |rule: &Rule, word: &str| {
        let word = fold(word);
        rule.topics.iter().chain([&rule.text]).any(|text| fold(text).contains(&word))
    };
    table.rules.iter().filter(|rule| asked.iter().all(|word| holds(rule, word))).collect()
}

/// A rule without a source of its own is the price page's, unless it says that nobody knows.
fn report(table: &PriceTable, rule: &Rule) -> RuleReport {
    let own = &rule.provenance;
    let of_page = rule.known && own.source.is_none();
    RuleReport {
        topics: rule.topics.clone(),
        text: rule.text.clone(),
        source: own.source.clone().or_else(|| of_page.then(|| table.source.clone())),
        checked: own.checked.or_else(|| of_page.then_some(table.checked)).map(|date| date.to_string()),
        evidence: own.evidence.clone(),
        known: rule.known,
    }
}

fn row(rule: &RuleReport) -> Vec<Cell> {
    vec![
        Cell::text(rule.text.as_str()),
        Cell::both("", rule.topics.join("; ")),
        Cell::text(rule.source.clone().unwrap_or_default()),
        Cell::text(rule.checked.clone().unwrap_or_default()),
        Cell::both("", rule.known.to_string()),
    ]
}

/// Where a rule comes from, in a few words.
fn origin(rule: &RuleReport) -> String {
    let parts = [rule.source.as_deref(), rule.evidence.as_deref(), rule.checked.as_deref()];
    let known: Vec<&str> = parts.into_iter().flatten().collect();
    if known.is_empty() { "not known".to_owned() } else { known.join(", ") }
}

fn unknown(table: &PriceTable, asked: &[&str]) -> Failure {
    let mut topics: Vec<&str> = table.rules.iter().flat_map(|rule| rule.topics.iter().map(String::as_str)).collect();
    topics.sort_unstable();
    topics.dedup();
    let there_are = match topics.as_slice() {
        [] => "this price table has none".to_owned(),
        topics => format!("there are rules about {}", words::list(topics)),
    };
    let message = format!("no rule about `{}`; {there_are}", shown(&asked.join(" ")));
    Failure::new(Kind::NoAnswer("unknown_name"), message).with_help(with_table(table, "credits rules".to_owned()))
}
