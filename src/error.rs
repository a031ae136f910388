//! Everything that can go wrong: a class with an error code and an exit code, and what to say about it.

use std::fmt::Write as _;

use serde::Serialize;

use crate::format::shown;
use crate::pricing::item::FaultCode;
use crate::table::fault::{Fault, TableError, counted_faults};
use crate::values::credits::LimitExceeded;

/// A command that has no answer.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct Failure {
    /// The class.
    pub kind: Kind,
    /// What is wrong, in the user's words.
    pub message: String,
    /// What is wrong with each item, name or place.
    pub items: Vec<FaultyItem>,
    /// A command that leads on.
    pub help: Option<String>,
    /// An honest sentence for a customer, with `--reply`.
    pub reply: Option<String>,
}

/// The classes of failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The command line is wrong.
    Usage,
    /// An item can't be priced.
    Item(FaultCode),
    /// The body of a request can't be priced.
    Body,
    /// An input can't be read, or a line of it.
    Input,
    /// There is no valid price table.
    Table,
    /// The output can't be written.
    Output,
}

/// One of several things that are wrong.
#[derive(Debug, Clone, Default, Serialize)]
pub struct FaultyItem {
    /// The item or name as typed, or the place in a file.
    pub item: String,
    /// The code of its class.
    pub code: &'static str,
    /// What is wrong with it, as a sentence.
    pub message: String,
    /// The names that it may have meant.
    pub suggestions: Vec<String>,
    /// The place, as `FILE:LINE:COLUMN`, for an input file.
    pub place: Option<String>,
    /// What is wrong with it, to be read beside the item.
    #[serde(skip)]
    pub predicate: String,
    /// The suggestions as lines: names and price.
    #[serde(skip)]
    pub similar: Vec<(String, String)>,
}

impl Kind {
    /// Returns the exit code.
    pub fn exit_code(self) -> u8 {
        match self {
            Kind::Usage => 2,
            Kind::Item(_) | Kind::Body | Kind::Input => 3,
            Kind::Table => 4,
            Kind::Output => 5,
        }
    }

    /// Returns the error code that scripts see.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Usage => "usage",
            Kind::Item(code) => code.as_str(),
            Kind::Body => "bad_body",
            Kind::Input => "bad_line",
            Kind::Table => "table",
            Kind::Output => "output",
        }
    }
}

impl Failure {
    /// Makes a failure without further facts.
    pub fn new(kind: Kind, message: impl Into<String>) -> Failure {
        Failure { kind, message: message.into(), items: Vec::new(), help: None, reply: None }
    }

    /// Makes the failure of a wrong command line.
    pub fn usage(message: impl Into<String>) -> Failure {
        Failure::new(Kind::Usage, message)
    }

    /// Makes the failure of a fault at a place in an input, `FILE:LINE:COLUMN`.
    pub fn at(place: String, kind: Kind, message: impl Into<String>) -> Failure {
        let message = message.into();
        Failure { items: vec![FaultyItem::at(place, kind, message.clone())], ..Failure::new(kind, message) }
    }

    /// Makes the failure of several items; of one it is the message.
    pub fn items(kind: Kind, items: Vec<FaultyItem>, several: impl FnOnce(usize) -> String) -> Failure {
        let message = match items.as_slice() {
            [item] => item.message.clone(),
            items => several(items.len()),
        };
        Failure { items, ..Failure::new(kind, message) }
    }

    /// Adds a command that leads on.
    pub fn with_help(self, help: impl Into<String>) -> Failure {
        Failure { help: Some(help.into()), ..self }
    }

    /// Formats the failure as one JSON document.
    pub fn json(&self) -> String {
        #[derive(Serialize)]
        struct Document<'f> {
            schema: &'static str,
            code: &'static str,
            message: &'f str,
            items: &'f [FaultyItem],
        }
        let document =
            Document { schema: "credits.error/1", code: self.kind.code(), message: &self.message, items: &self.items };
        serde_json::to_string(&document).map(|text| text + "\n").unwrap_or_default()
    }

    /// Formats the failure as text: `error:`, the facts, `help:`; each fault in a file on a line of its own.
    pub fn text(&self) -> String {
        let is_in_file = self.items.iter().any(|item| item.place.is_some());
        let in_file = |item: &FaultyItem| {
            let place = item.place.as_ref().map(|place| format!("{place}: ")).unwrap_or_default();
            format!("{place}error: {}\n", item.in_one_line())
        };
        let mut text: String = match is_in_file {
            true => self.items.iter().map(in_file).collect(),
            false => format!("error: {}\n{}", self.message, self.facts()),
        };
        if let Some(help) = &self.help {
            let is_list = self.items.len() > 1 || self.items.iter().any(|item| !item.similar.is_empty());
            let _ = writeln!(text, "{}help: {help}", if is_list && !is_in_file { "\n" } else { "" });
        }
        text
    }

    /// Lists what is wrong with each of several items, and the suggestions.
    fn facts(&self) -> String {
        if self.items.len() == 1 && self.items.iter().all(|item| item.similar.is_empty()) {
            return String::new();
        }
        let width = self.items.iter().map(|item| item.item.chars().count()).max().unwrap_or_default().min(40);
        let mut text = if self.items.is_empty() { String::new() } else { "\n".to_owned() };
        for FaultyItem { item, predicate, similar, .. } in &self.items {
            let (title, indent) = match self.items.len() {
                1 => ("similar".to_owned(), 4),
                // `priced by the image`, because the item isn't in the same sentence.
                _ => (format!("{item:width$}   {}", predicate.trim_start_matches("is ")), width + 7),
            };
            let _ = writeln!(text, "  {title}");
            let width = similar.iter().map(|(names, _)| names.chars().count()).max().unwrap_or_default();
            for (names, price) in similar {
                let _ = writeln!(text, "{:indent$}{names:width$}   {price}", "");
            }
        }
        text
    }
}

impl FaultyItem {
    /// Makes a fault that needs nothing but a message.
    pub fn new(item: impl Into<String>, code: &'static str, message: impl Into<String>) -> FaultyItem {
        let message = message.into();
        FaultyItem { item: item.into(), code, predicate: message.clone(), message, ..FaultyItem::default() }
    }

    /// Makes a fault at a place in a file.
    pub fn at(place: String, kind: Kind, message: String) -> FaultyItem {
        FaultyItem { place: Some(place.clone()), ..FaultyItem::new(place, kind.code(), message) }
    }

    /// Returns what is wrong with the suggestions on the same line.
    pub fn in_one_line(&self) -> String {
        let lines: Vec<String> = self.similar.iter().map(|(names, price)| format!("{names} ({price})")).collect();
        let similar = if lines.is_empty() { String::new() } else { format!("; similar: {}", lines.join(", ")) };
        format!("{}{similar}", self.message)
    }
}

/// Turns whatever came up into what the user sees.
impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Failure {
        let error = match error.downcast::<Failure>() {
            Ok(failure) => return failure,
            Err(error) => error,
        };
        match error.downcast::<TableError>() {
            Ok(table) => table.into(),
            Err(error) if error.is::<LimitExceeded>() => {
                Failure::new(Kind::Item(FaultCode::Limit), format!("the result is {error:#}"))
            }
            Err(error) => Failure::new(Kind::Input, format!("{error:#}")),
        }
    }
}

impl From<TableError> for Failure {
    fn from(error: TableError) -> Failure {
        let item = |fault: &Fault| FaultyItem::at(fault.place(&error.file), Kind::Table, fault.message.clone());
        let items = error.errors.iter().map(item).collect();
        let count = counted_faults(&error.errors, "error");
        let message = format!("the price table {} has {count}", shown(&error.file));
        Failure { items, ..Failure::new(Kind::Table, message) }
    }
}

/// Returns a system error in its own words: `no such file or directory`.
pub fn system_words(error: &std::io::Error) -> String {
    let text = error.to_string();
    let words = text.split_once(" (os error").map_or(text.as_str(), |(words, _)| words);
    let mut characters = words.chars();
    characters.next().map(|first| first.to_lowercase().chain(characters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::PriceTable;

    #[test]
    fn system_errors_keep_their_words() {
        assert_eq!(system_words(&std::io::Error::from_raw_os_error(2)), "no such file or directory");
        assert_eq!(system_words(&std::io::Error::other("")), "");
    }

    #[test]
    fn every_error_has_its_class() {
        let class = |error: anyhow::Error| {
            let failure = Failure::from(error);
            (failure.kind, failure.message)
        };
        assert_eq!(class(Failure::usage("no").into()), (Kind::Usage, "no".to_owned()));
        let limit = "the result is over the limit of 1,000,000,000,000 credits";
        assert_eq!(class(LimitExceeded.into()), (Kind::Item(FaultCode::Limit), limit.to_owned()));
        assert_eq!(class(anyhow::anyhow!("odd")), (Kind::Input, "odd".to_owned()));
        let table = PriceTable::parse(b"[table]\n", "t.toml").unwrap_err();
        assert_eq!(class(table.into()), (Kind::Table, "the price table t.toml has 2 errors".to_owned()));
    }
}
