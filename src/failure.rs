//! Everything that can go wrong, as the user is told: text or JSON, and the exit code.

use std::fmt::Write as _;

use serde::Serialize;

use crate::credits::TooMany;
use crate::item::ItemFault;
use crate::name::{code_point, is_printing, shown};
use crate::reader::TableError;
use crate::words::counted;

/// A command that has no answer.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct Failure {
    /// What class of failure.
    pub kind: Kind,
    /// What is wrong, in the user's words.
    pub message: String,
    /// The facts: items, faults of a file.
    pub facts: Vec<Fact>,
    /// A command that runs and leads on.
    pub help: Option<String>,
}

/// The classes of failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The command line is wrong.
    Usage,
    /// There is no answer; the code says why.
    NoAnswer(&'static str),
    /// There is no sound price table.
    Table,
    /// The output can't be written.
    Output,
}

/// One of several things that are wrong.
#[derive(Debug, Clone, Serialize)]
pub struct Fact {
    /// The item, or the place in a file.
    pub item: String,
    /// The code of its class.
    pub code: &'static str,
    /// What is wrong with it, in a sentence.
    pub message: String,
    /// Names that may have been meant.
    pub suggestions: Vec<String>,
    /// Where it stands, as `FILE:LINE:COLUMN`.
    pub place: Option<String>,
    /// What is wrong with it, going on from the item.
    #[serde(skip)]
    pub predicate: String,
    /// The suggestions as lines: names and price.
    #[serde(skip)]
    pub lines: Vec<(String, String)>,
}

#[derive(Serialize)]
struct Report<'f> {
    schema: &'static str,
    code: &'static str,
    message: &'f str,
    items: &'f [Fact],
}

impl Kind {
    /// The exit code.
    pub fn exit_code(self) -> u8 {
        match self {
            Kind::Usage => 2,
            Kind::NoAnswer(_) => 3,
            Kind::Table => 4,
            Kind::Output => 5,
        }
    }

    fn code(self) -> &'static str {
        match self {
            Kind::Usage => "usage",
            Kind::NoAnswer(code) => code,
            Kind::Table => "table",
            Kind::Output => "output",
        }
    }
}

impl Failure {
    /// A failure that needs no facts.
    pub fn new(kind: Kind, message: impl Into<String>) -> Failure {
        Failure { kind, message: message.into(), facts: Vec::new(), help: None }
    }

    /// With a command that leads on.
    pub fn with_help(mut self, help: impl Into<String>) -> Failure {
        self.help = Some(help.into());
        self
    }

    /// A wrong command line.
    pub fn usage(message: impl Into<String>) -> Failure {
        Failure::new(Kind::Usage, message)
    }

    /// Items that can't be priced.
    pub fn items(facts: Vec<Fact>) -> Failure {
        let message = match facts.as_slice() {
            [fact] => fact.message.clone(),
            _ => format!("{} items can't be priced", facts.len()),
        };
        let code = facts.first().map_or("syntax", |fact| fact.code);
        Failure { kind: Kind::NoAnswer(code), message, facts, help: None }
    }

    /// A fault at a place in an input, `FILE:LINE:COLUMN`.
    pub fn at(place: String, code: &'static str, message: impl Into<String>) -> Failure {
        let message = message.into();
        let fact = Fact {
            item: place.clone(),
            code,
            predicate: message.clone(),
            message: message.clone(),
            suggestions: Vec::new(),
            place: Some(place),
            lines: Vec::new(),
        };
        Failure { facts: vec![fact], ..Failure::new(Kind::NoAnswer(code), message) }
    }

    /// As one JSON document.
    pub fn json(&self) -> String {
        let report =
            Report { schema: "credits.error/1", code: self.kind.code(), message: &self.message, items: &self.facts };
        let mut text = serde_json::to_string(&report).unwrap_or_default();
        text.push('\n');
        text
    }

    /// As text: `error:`, the facts, `help:`; each fault of a file on a line of its own.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let of_file = self.facts.iter().any(|fact| fact.place.is_some());
        if of_file {
            for fact in &self.facts {
                let place = fact.place.as_ref().map(|place| format!("{place}: ")).unwrap_or_default();
                let _ = writeln!(text, "{place}error: {}", fact.in_one_line());
            }
        } else {
            let _ = writeln!(text, "error: {}", self.message);
            self.write_facts(&mut text);
        }
        if let Some(help) = &self.help {
            let several_lines = self.facts.len() > 1 || self.facts.iter().any(|fact| !fact.lines.is_empty());
            let _ = writeln!(text, "{}help: {help}", if several_lines && !of_file { "\n" } else { "" });
        }
        text
    }

    fn write_facts(&self, text: &mut String) {
        let lines = |text: &mut String, fact: &Fact, indent: &str| {
            let width = fact.lines.iter().map(|(names, _)| names.chars().count()).max().unwrap_or_default();
            for (names, price) in &fact.lines {
                let _ = writeln!(text, "{indent}{names:width$}   {price}");
            }
        };
        match self.facts.as_slice() {
            [] => {}
            [fact] if fact.lines.is_empty() => {}
            [fact] => {
                text.push_str("\n  similar\n");
                lines(text, fact, "    ");
            }
            facts => {
                let width = facts.iter().map(|fact| fact.item.chars().count()).max().unwrap_or_default().min(40);
                text.push('\n');
                for fact in facts {
                    let _ = writeln!(text, "  {:width$}   {}", fact.item, fact.predicate);
                    lines(text, fact, &format!("  {:width$}     ", ""));
                }
            }
        }
    }
}

impl Fact {
    /// What is wrong, with the suggestions in the same line.
    pub fn in_one_line(&self) -> String {
        let lines: Vec<String> = self.lines.iter().map(|(names, price)| format!("{names} ({price})")).collect();
        let similar = if lines.is_empty() { String::new() } else { format!("; similar: {}", lines.join(", ")) };
        format!("{}{similar}", self.message)
    }
}

impl From<&ItemFault> for Fact {
    fn from(fault: &ItemFault) -> Fact {
        Fact {
            item: shown(&fault.item),
            code: fault.error.code().as_str(),
            message: fault.sentence(),
            suggestions: fault.suggested_names(),
            place: None,
            predicate: fault.error.to_string(),
            lines: fault
                .suggestions()
                .iter()
                .map(|suggestion| (suggestion.names.join(", "), suggestion.price.clone()))
                .collect(),
        }
    }
}

/// Anything that came up on the way, as the user is told.
impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Failure {
        let error = match error.downcast::<Failure>() {
            Ok(failure) => return failure,
            Err(error) => error,
        };
        match error.downcast::<TableError>() {
            Ok(table) => table.into(),
            Err(error) if error.is::<TooMany>() => Failure::new(Kind::NoAnswer("limit"), format!("this {error:#}")),
            Err(error) => Failure::new(Kind::NoAnswer("input"), format!("{error:#}")),
        }
    }
}

impl From<TableError> for Failure {
    fn from(error: TableError) -> Failure {
        let file = shown(&error.file);
        let facts: Vec<Fact> = error
            .errors()
            .map(|fault| Fact {
                item: format!("{file}:{}:{}", fault.line, fault.column),
                place: Some(format!("{file}:{}:{}", fault.line, fault.column)),
                code: "table",
                message: fault.message.clone(),
                suggestions: Vec::new(),
                predicate: fault.message.clone(),
                lines: Vec::new(),
            })
            .collect();
        let count = error.errors().map(|fault| fault.count).fold(0, usize::saturating_add);
        let faults = counted(u128::try_from(count).unwrap_or(u128::MAX), "fault");
        Failure { kind: Kind::Table, message: format!("the price table {file} has {faults}"), facts, help: None }
    }
}

/// A system's error in its own words: `no such file or directory`.
pub fn system_words(error: &std::io::Error) -> String {
    let text = error.to_string();
    let words = text.split_once(" (os error").map_or(text.as_str(), |(words, _)| words);
    let mut characters = words.chars();
    characters.next().map(|first| first.to_lowercase().chain(characters).collect()).unwrap_or_default()
}

/// A word as a shell takes it; `None` where it holds something that doesn't print.
pub fn shell_word(word: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_./=:@%+,-".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return Some(word.to_owned());
    }
    word.chars().all(is_printing).then(|| format!("'{}'", word.replace('\'', "'\\''")))
}

/// Somebody else's error text, several lines of it, with what doesn't print named.
pub fn printable_lines(text: &str) -> String {
    let mut printable = String::with_capacity(text.len());
    for c in text.chars() {
        if c == '\n' || is_printing(c) {
            printable.push(c);
        } else {
            printable.push_str(&format!("<{}>", code_point(c)));
        }
    }
    printable
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::PriceTable;

    #[test]
    fn words_as_a_shell_takes_them() {
        for (word, typed) in [
            ("nano-banana=6", Some("nano-banana=6")),
            ("veo3.1/fast=1:30:no-audio", Some("veo3.1/fast=1:30:no-audio")),
            ("", Some("''")),
            ("flux dev", Some("'flux dev'")),
            ("it's", Some("'it'\\''s'")),
            ("caf\u{e9}", Some("'caf\u{e9}'")),
            ("a\u{1b}b", None),
        ] {
            assert_eq!(shell_word(word).as_deref(), typed, "{word:?}");
        }
    }

    #[test]
    fn what_does_not_print_is_named() {
        assert_eq!(printable_lines("a b\nc\u{1b}\u{e9}\t"), "a b\nc<U+001B>\u{e9}<U+0009>");
    }

    #[test]
    fn a_system_says_it_in_its_own_words() {
        let words = |error: std::io::Error| system_words(&error);
        assert_eq!(words(std::io::Error::from_raw_os_error(2)), "no such file or directory");
        assert_eq!(words(std::io::Error::other("")), "");
    }

    #[test]
    fn whatever_came_up_is_told_with_its_code() {
        let told = |error: anyhow::Error| {
            let failure = Failure::from(error);
            (failure.kind, failure.message)
        };
        assert_eq!(told(Failure::usage("no").into()), (Kind::Usage, "no".to_owned()));
        assert_eq!(
            told(TooMany.into()),
            (
                Kind::NoAnswer("limit"),
                "this comes to more than 1,000,000,000,000 credits, the most that is reckoned with".to_owned()
            )
        );
        assert_eq!(told(anyhow::anyhow!("odd")), (Kind::NoAnswer("input"), "odd".to_owned()));
        let table = PriceTable::parse(b"[table]\n", "t.toml").unwrap_err();
        assert_eq!(told(table.into()), (Kind::Table, "the price table t.toml has 4 faults".to_owned()));
    }
}
