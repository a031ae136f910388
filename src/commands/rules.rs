//! `credits rules`: what is free, what is charged, and what isn't documented.

use serde::Serialize;

use super::context::Context;
use super::help::known_names;
use super::models;
use super::report::TableInfo;
use crate::error::{Failure, FaultyItem, Kind};
use crate::format::{counted, shell_word, shown};
use crate::output::view::{Block, View};
use crate::output::{self, Report};
use crate::pricing::item::FaultCode;
use crate::pricing::search::SearchedRules;
use crate::table::PriceTable;
use crate::table::schema::Rule;

/// The most rules of a reply.
const MAX_RULES: usize = 2;

/// The answer of `rules`.
#[derive(Serialize)]
struct RulesReport {
    schema: &'static str,
    table: TableInfo,
    rules: Vec<Rule>,
    assumptions: [(); 0],
    notes: Vec<String>,
    /// The question as it was asked; empty for the list of all rules.
    #[serde(skip)]
    question: String,
}

/// Answers `rules`.
///
/// # Errors
/// Where no rule is about the question, or the answer can't be written.
pub fn run(context: &Context<'_>, words: &[String]) -> anyhow::Result<u8> {
    let table = &context.table;
    let question = words.join(" ").trim().to_owned();
    let rules: Vec<&Rule> =
        if question.is_empty() { table.rules.iter().collect() } else { SearchedRules::new(table).about(&question) };
    if rules.is_empty() && !question.is_empty() {
        return Err(no_rule(context, &question).into());
    }
    let note = |rule: &&Rule| Some(format!("{}: {}", rule.text.trim_end_matches('.'), rule.note.as_ref()?));
    let report = RulesReport {
        schema: "credits.rules/1",
        table: TableInfo::in_force(context),
        notes: rules.iter().filter_map(note).collect(),
        rules: rules.into_iter().map(|rule| with_source(rule, table)).collect(),
        assumptions: [],
        question,
    };
    output::write(&report, context.global)
}

fn no_rule(context: &Context<'_>, question: &str) -> Failure {
    let table = &context.table;
    let mut topics: Vec<&str> = table.rules.iter().flat_map(|rule| &rule.topics).map(String::as_str).collect();
    topics.sort_unstable();
    topics.dedup();
    let longest = question.split_whitespace().max_by_key(|word| word.len()).unwrap_or_default();
    let (nearest, suggestions) = known_names(longest, &topics, " topics");
    let message = format!("no rule about `{}`; {nearest}", shown(question));
    let item = FaultyItem::new(shown(question), FaultCode::UnknownName.as_str(), message);
    let item = FaultyItem { suggestions, ..item };
    let failure = Failure::items(Kind::Item(FaultCode::UnknownName), vec![item], |_| String::new());
    if let Some((reply, words)) = models::reply_on(context, question).zip(shell_word(question)) {
        let help = context.help_with_table(&format!("credits models {words}"));
        return Failure { reply: Some(reply), ..failure }.with_help(help);
    }
    let source = &table.head.source;
    let reply = format!("We don't have information about that. Please check {source} or ask the team.");
    Failure { reply: Some(reply), ..failure }.with_help(context.help_with_table("credits rules"))
}

/// Adds the source: a rule without one is the price page's, unless it says that nobody knows.
fn with_source(rule: &Rule, table: &PriceTable) -> Rule {
    let mut rule = rule.clone();
    if rule.known && rule.source.is_none() {
        rule.source = Some(table.head.source.clone());
        rule.checked = rule.checked.or(Some(table.head.checked));
    }
    rule
}

/// Describes where a rule comes from: `Source: https://example.com (documented, checked 2026-09-08)`.
fn origin(rule: &Rule) -> String {
    let checked = rule.checked.map(|day| format!("checked {day}"));
    let details = [rule.evidence.clone(), checked].into_iter().flatten().collect::<Vec<_>>().join("; ");
    let details = if details.is_empty() { details } else { format!(" ({details})") };
    match (&rule.source, rule.known) {
        (Some(source), true) => format!("Source: {source}{details}"),
        (Some(source), false) => format!("Not documented by the service (source: {source})"),
        (None, _) => format!("Not documented by the service{details}"),
    }
}

impl Report for RulesReport {
    type Row = Rule;

    fn rows(&self) -> Vec<Rule> {
        self.rules.clone()
    }

    fn view(&self) -> View {
        let headline = match self.rules.as_slice() {
            [] => "This price table has no rules".to_owned(),
            [rule] => rule.text.clone(),
            rules if self.question.is_empty() => counted(rules.len(), "rule"),
            rules => format!("{} found for \"{}\"", counted(rules.len(), "rule"), shown(&self.question)),
        };
        let lines = match self.rules.as_slice() {
            // Its text is line 1.
            [rule] => vec![origin(rule)],
            rules => rules.iter().map(|rule| format!("• {} {}", rule.text, origin(rule))).collect(),
        };
        View {
            headline,
            blocks: vec![Block::Lines(lines)],
            footer: self.table.footer(),
            notes: self.notes.iter().chain(&self.table.note).cloned().collect(),
        }
    }

    fn reply(&self) -> Vec<String> {
        let general = self.question.is_empty() && !self.rules.is_empty();
        let mut sentences: Vec<String> = match self.rules.as_slice() {
            [] => vec!["We don't have information about that. Please ask the team.".to_owned()],
            _ if general => self.table.rules.clone(),
            rules => rules.iter().take(MAX_RULES).map(|rule| rule.text.clone()).collect(),
        };
        let source = match self.rules.first() {
            // What isn't documented comes from no page, and users' notes aren't a page that customers can read.
            Some(rule) if !general => rule.source.as_ref().filter(|source| rule.known && source.starts_with("http")),
            _ => None,
        };
        let checked = self.rules.first().and_then(|rule| rule.checked);
        sentences.extend(match (source, checked) {
            (Some(source), Some(checked)) => Some(format!("As of {checked}: {source}")),
            (Some(source), None) => Some(format!("Source: {source}")),
            (None, Some(checked)) if !general => Some(format!("Last checked on {checked}.")),
            _ => general.then(|| self.table.as_of()),
        });
        sentences
    }
}
