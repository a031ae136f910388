//! `credits rules`: what is free, what is charged, and what isn't documented.

use serde::Serialize;

use super::context::Context;
use super::report::TableInfo;
use crate::error::{Failure, FaultyItem, Kind};
use crate::format::{counted, list, shown};
use crate::output::view::{Block, View};
use crate::output::{self, Report};
use crate::pricing::item::FaultCode;
use crate::pricing::search::{nearest_topics, rules_about};
use crate::table::PriceTable;
use crate::table::schema::Rule;

/// The most rules of a reply.
const MAX_RULES: usize = 3;

/// The most sentences of a reply before the date, unless the first rule has more.
const MAX_SENTENCES: usize = 4;

/// The answer of `rules`.
#[derive(Serialize)]
struct RulesReport {
    schema: &'static str,
    table: TableInfo,
    rules: Vec<RuleInfo>,
    assumptions: [(); 0],
    notes: Vec<String>,
    /// The question as it was asked; empty for the list of all rules.
    #[serde(skip)]
    question: String,
}

#[derive(Clone, Default, Serialize)]
struct RuleInfo {
    topics: Vec<String>,
    text: String,
    source: Option<String>,
    checked: Option<String>,
    known: bool,
    evidence: Option<String>,
}

/// Answers `rules`.
///
/// # Errors
/// Where no rule is about the question, or the answer can't be written.
pub fn run(context: &Context<'_>, words: &[String]) -> anyhow::Result<u8> {
    output::write(&report(context, words)?, context.global)
}

fn report(context: &Context<'_>, words: &[String]) -> Result<RulesReport, Failure> {
    let table = &context.table;
    let question = words.join(" ").trim().to_owned();
    let rules: Vec<&Rule> =
        if question.is_empty() { table.rules.iter().collect() } else { rules_about(table, &question) };
    if rules.is_empty() && !question.is_empty() {
        return Err(no_rule(context, &question));
    }
    let note = |rule: &&Rule| Some(format!("{}: {}", rule.text.trim_end_matches('.'), rule.note.as_ref()?));
    Ok(RulesReport {
        schema: "credits.rules/1",
        table: TableInfo::in_force(context),
        rules: rules.iter().map(|rule| RuleInfo::of(table, rule)).collect(),
        assumptions: [],
        notes: rules.iter().filter_map(note).collect(),
        question,
    })
}

fn no_rule(context: &Context<'_>, question: &str) -> Failure {
    let table = &context.table;
    let nearest = nearest_topics(table, question);
    let similar =
        if nearest.is_empty() { String::new() } else { format!("; the nearest topics are {}", list(&nearest)) };
    let message = format!("no rule about `{}`{similar}", shown(question));
    let item = FaultyItem::new(shown(question), FaultCode::UnknownName.as_str(), message);
    let item = FaultyItem { suggestions: nearest.into_iter().map(str::to_owned).collect(), ..item };
    let failure = Failure::items(Kind::Item(FaultCode::UnknownName), vec![item], |_| String::new());
    let source = &table.head.source;
    let reply = format!("We don't have information about that. Please check {source} or ask the team.");
    Failure { reply: Some(reply), ..failure }.with_help(context.help_with_table("credits rules"))
}

impl RuleInfo {
    /// A rule without a source of its own is the price page's, unless it says that nobody knows.
    fn of(table: &PriceTable, rule: &Rule) -> RuleInfo {
        let is_from_page = rule.known && rule.source.is_none();
        RuleInfo {
            topics: rule.topics.clone(),
            text: rule.text.clone(),
            source: rule.source.clone().or_else(|| is_from_page.then(|| table.head.source.clone())),
            checked: rule.checked.or(is_from_page.then_some(table.head.checked)).map(|day| day.to_string()),
            known: rule.known,
            evidence: rule.evidence.clone(),
        }
    }

    /// Describes where the rule comes from: `https://example.com, documented, checked 2026-09-08`.
    fn origin(&self) -> String {
        let checked = self.checked.as_ref().map(|day| format!("checked {day}"));
        let parts = [self.source.clone(), self.evidence.clone(), checked].into_iter().flatten();
        let parts: Vec<String> = (!self.known).then(|| "not documented".to_owned()).into_iter().chain(parts).collect();
        parts.join(", ")
    }
}

impl RulesReport {
    fn headline(&self) -> String {
        let (count, unknown) = (self.rules.len(), self.rules.iter().filter(|rule| !rule.known).count());
        let undocumented = match unknown {
            0 => String::new(),
            _ if unknown == count => ", not documented".to_owned(),
            1 => ", 1 of them not documented".to_owned(),
            unknown => format!(", {unknown} of them not documented"),
        };
        let about =
            if self.question.is_empty() { String::new() } else { format!(" about \"{}\"", shown(&self.question)) };
        match self.rules.as_slice() {
            [] => "This price table has no rules".to_owned(),
            [rule] => rule.text.clone(),
            _ => format!("{}{about}{undocumented}", counted(count, "rule")),
        }
    }
}

impl Report for RulesReport {
    type Row = RuleInfo;

    fn rows(&self) -> Vec<RuleInfo> {
        self.rules.clone()
    }

    fn sample_row(&self) -> RuleInfo {
        RuleInfo::default()
    }

    fn view(&self) -> View {
        let origin = |rule: &RuleInfo| match rule.origin() {
            origin if origin.is_empty() => String::new(),
            origin => format!(" ({origin})"),
        };
        let lines = match self.rules.as_slice() {
            // Its text is line 1.
            [rule] if rule.known => vec![format!("Source: {}", rule.origin())],
            [rule] => vec![crate::format::capitalized(&rule.origin())],
            rules => rules.iter().map(|rule| format!("• {}{}", rule.text, origin(rule))).collect(),
        };
        View {
            headline: self.headline(),
            blocks: vec![Block::Lines(lines)],
            footer: self.table.footer(),
            notes: self.notes.iter().chain(&self.table.note).cloned().collect(),
        }
    }

    fn reply(&self) -> Vec<String> {
        if self.question.is_empty() {
            let none = self.rules.is_empty().then(|| format!("{}.", self.headline()));
            let mut sentences: Vec<String> = self.table.rules.iter().cloned().chain(none).collect();
            sentences.push(self.table.as_of());
            return sentences;
        }
        // Where we have no answer, the nearest rule that we know is enough beside it.
        let is_answered = self.rules.first().is_some_and(|rule| rule.known);
        let texts = self.rules.iter().map(|rule| &rule.text).take(if is_answered { MAX_RULES } else { 2 });
        let mut count = 0;
        let is_short = |text: &&String| {
            let is_first = count == 0;
            count += text.matches(". ").count() + 1;
            is_first || count <= MAX_SENTENCES
        };
        let mut sentences: Vec<String> = texts.take_while(is_short).cloned().collect();
        sentences.extend(is_answered.then(|| self.table.as_of()));
        sentences
    }
}
