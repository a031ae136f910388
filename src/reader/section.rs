//! One table of the file, and the reading of its keys: each wrong value is a fault at its place.

use std::ops::Range;

use rust_decimal::Decimal;
use time::{Date, Month};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::faults::Faults;
use crate::credits::Credits;
use crate::limits::{MAX_COUNT, PRICE_BELOW, PRICE_DECIMALS};
use crate::name::{self, shown};
use crate::number::{self, NumberError};
use crate::quantity::Length;
use crate::table::Provenance;
use crate::words;

/// The keys that any row may have.
const PROVENANCE: [&str; 4] = ["source", "checked", "evidence", "note"];

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(super) struct At<T> {
    pub(super) value: T,
    pub(super) offset: usize,
}

/// A table of the file, such as one `[[model]]`.
pub(super) struct Section<'s, 'i> {
    text: &'i str,
    /// As a message names it: `[[model]]`.
    title: &'static str,
    keys: &'s DeTable<'i>,
    /// Where the table begins.
    pub(super) offset: usize,
    /// Whether the file isn't TOML throughout: a key may then be missing because its line couldn't be read.
    broken: bool,
    /// The keys that misspelt ones were probably meant to be: they aren't missing.
    misspelt: Vec<&'static str>,
}

impl<'s, 'i> Section<'s, 'i> {
    pub(super) fn new(
        text: &'i str,
        title: &'static str,
        keys: &'s DeTable<'i>,
        offset: usize,
        broken: bool,
    ) -> Section<'s, 'i> {
        Section { text, title, keys, offset, broken, misspelt: Vec::new() }
    }

    /// The table under `key`, where there is one; `what` it must be.
    pub(super) fn table(
        &self,
        key: &str,
        title: &'static str,
        what: &str,
        faults: &mut Faults<'_>,
    ) -> Option<Section<'s, 'i>> {
        let value = self.keys.get(key)?;
        match value.get_ref() {
            DeValue::Table(keys) => Some(Section::new(self.text, title, keys, value.span().start, self.broken)),
            DeValue::Array(_) if self.source(value.span()).starts_with("[[") => {
                faults.error(value.span().start, format!("there is only one {title}: write it with single brackets"));
                None
            }
            other => {
                faults.error(value.span().start, format!("{title} must be {what}, found {}", kind(other)));
                None
            }
        }
    }

    /// The tables of the array under `key`.
    pub(super) fn rows(&self, key: &str, title: &'static str, faults: &mut Faults<'_>) -> Vec<Section<'s, 'i>> {
        let Some(value) = self.keys.get(key) else {
            return Vec::new();
        };
        let DeValue::Array(array) = value.get_ref() else {
            faults.error(
                value.span().start,
                format!("there can be several of these: write {title}, with double brackets"),
            );
            return Vec::new();
        };
        let mut rows = Vec::new();
        for row in array.iter() {
            match row.get_ref() {
                DeValue::Table(keys) => {
                    rows.push(Section::new(self.text, title, keys, row.span().start, self.broken));
                }
                other => {
                    faults.error(row.span().start, format!("a row of {title} must be a table, found {}", kind(other)))
                }
            }
        }
        rows
    }

    /// Refuses every key that isn't one of `known` or, in a row, of those that any row may have.
    pub(super) fn only(&mut self, known: &[&'static str], row: bool, faults: &mut Faults<'_>) {
        // Keys below a title that couldn't be read seem to be the file's own.
        if self.broken && self.offset == 0 && !row {
            return;
        }
        let of_rows: &[&'static str] = if row { &PROVENANCE } else { &[] };
        let known = || known.iter().chain(of_rows).copied();
        for key in self.keys.keys() {
            let name = key.get_ref().as_ref();
            if known().any(|known| known == name) {
                continue;
            }
            if faults.is_full() {
                faults.error(key.span().start, String::new());
                continue;
            }
            let meant = match name::meant(name, known()) {
                Some(meant) => {
                    self.misspelt.push(meant);
                    format!("did you mean `{meant}`?")
                }
                None => format!("{} takes {}", self.title, words::list(&known().collect::<Vec<_>>())),
            };
            faults.error(key.span().start, format!("unknown key `{}`; {meant}", shown(name)));
        }
    }

    /// Whether the file isn't TOML throughout.
    pub(super) fn is_broken(&self) -> bool {
        self.broken
    }

    /// Whether the key stands there, whatever its value.
    pub(super) fn has(&self, key: &str) -> bool {
        self.keys.contains_key(key)
    }

    /// Whether a list stands under the key, with nothing in it.
    pub(super) fn is_empty_list(&self, key: &str) -> bool {
        self.keys.get(key).is_some_and(|value| value.get_ref().as_array().is_some_and(|list| list.is_empty()))
    }

    /// The text under `key`, sound or not; no fault is found here.
    pub(super) fn peek(&self, key: &str) -> Option<&str> {
        self.keys.get(key)?.get_ref().as_str()
    }

    /// Where the key's value stands, or the table without it.
    pub(super) fn offset_of(&self, key: &str) -> usize {
        self.keys.get(key).map_or(self.offset, |value| value.span().start)
    }

    /// Says that something is missing, unless its line may just not have been understood.
    pub(super) fn missing(&self, what: &str, faults: &mut Faults<'_>) {
        if !self.broken {
            faults.error(self.offset, format!("{} has no {what}", self.title));
        }
    }

    /// Says which of the keys are missing; one that was misspelt isn't.
    pub(super) fn require(&self, keys: &[&str], faults: &mut Faults<'_>) {
        for key in keys.iter().filter(|key| !self.has(key) && !self.misspelt.contains(key)) {
            self.missing(&format!("`{key}`"), faults);
        }
    }

    /// Whether one of these keys was probably meant by a misspelt one.
    pub(super) fn misspells(&self, keys: &[&str]) -> bool {
        self.misspelt.iter().any(|key| keys.contains(key))
    }

    /// A text that must stand there.
    pub(super) fn required_text(&self, key: &str, faults: &mut Faults<'_>) -> Option<At<String>> {
        self.require(&[key], faults);
        self.text(key, faults)
    }

    /// A text that may stand there.
    pub(super) fn text(&self, key: &str, faults: &mut Faults<'_>) -> Option<At<String>> {
        self.string(key, self.keys.get(key)?, faults)
    }

    /// The texts of the array under `key`.
    pub(super) fn texts(&self, key: &str, faults: &mut Faults<'_>) -> Vec<At<String>> {
        self.elements(key, "texts", faults).into_iter().filter_map(|value| self.string(key, value, faults)).collect()
    }

    /// A date that may stand there.
    pub(super) fn date(&self, key: &str, faults: &mut Faults<'_>) -> Option<At<Date>> {
        let value = self.keys.get(key)?;
        let offset = value.span().start;
        let date =
            value.get_ref().as_datetime().filter(|datetime| datetime.time.is_none()).and_then(|datetime| datetime.date);
        let date = date.and_then(|date| {
            let month = Month::try_from(date.month).ok()?;
            Date::from_calendar_date(i32::from(date.year), month, date.day).ok()
        });
        if date.is_none() {
            let found = self.found(value);
            faults.error(offset, format!("{key} must be a date such as 2026-09-19, without quotes, found {found}"));
        }
        date.map(|value| At { value, offset })
    }

    /// The day on which a row's figures were checked, which shouldn't be long ago.
    fn checked(&self, faults: &mut Faults<'_>) -> Option<Date> {
        let checked = self.date("checked", faults)?;
        faults.age(checked.offset, checked.value);
        Some(checked.value)
    }

    /// A yes or no that may stand there.
    pub(super) fn flag(&self, key: &str, faults: &mut Faults<'_>) -> Option<bool> {
        let value = self.keys.get(key)?;
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            faults.error(value.span().start, format!("{key} must be true or false, found {}", self.found(value)));
        }
        flag
    }

    /// A price that may stand there: 0 or more, at most four decimals.
    pub(super) fn price(&self, key: &str, faults: &mut Faults<'_>) -> Option<Decimal> {
        let value = self.keys.get(key)?;
        let price = self.number(key, value, PRICE_DECIMALS, faults)?;
        if price >= PRICE_BELOW {
            faults.error(value.span().start, format!("{key} must be below 10,000,000, found {}", self.found(value)));
            return None;
        }
        Some(price)
    }

    /// A price in credits that may stand there.
    pub(super) fn rate(&self, key: &str, faults: &mut Faults<'_>) -> Option<Credits> {
        self.price(key, faults).and_then(|price| Credits::new(price).ok())
    }

    /// An amount of credits that may stand there.
    pub(super) fn credits(&self, key: &str, faults: &mut Faults<'_>) -> Option<Credits> {
        let value = self.keys.get(key)?;
        let amount = self.number(key, value, PRICE_DECIMALS, faults)?;
        let credits = Credits::new(amount).ok();
        if credits.is_none() {
            faults.error(
                value.span().start,
                format!("{key} must be at most 1,000,000,000,000, found {}", self.found(value)),
            );
        }
        credits
    }

    /// A whole number that may stand there.
    pub(super) fn count(&self, key: &str, least: u64, faults: &mut Faults<'_>) -> Option<u64> {
        let value = self.keys.get(key)?;
        let number = self.number(key, value, PRICE_DECIMALS, faults)?;
        let count = u64::try_from(number)
            .ok()
            .filter(|_| number.is_integer())
            .filter(|count| (least..=MAX_COUNT).contains(count));
        if count.is_none() {
            let range = format!("a whole number of {least} to 1,000,000,000");
            faults.error(value.span().start, format!("{key} must be {range}, found {}", self.found(value)));
        }
        count
    }

    /// A length in seconds that may stand there.
    pub(super) fn seconds(&self, key: &str, most: u64, faults: &mut Faults<'_>) -> Option<Length> {
        self.length(key, self.keys.get(key)?, most, faults)
    }

    /// Lengths in seconds, shortest first.
    pub(super) fn several_seconds(&self, key: &str, most: u64, faults: &mut Faults<'_>) -> Vec<Length> {
        let elements = self.elements(key, "seconds", faults);
        let mut lengths: Vec<Length> =
            elements.into_iter().filter_map(|value| self.length(key, value, most, faults)).collect();
        lengths.sort_unstable();
        lengths.dedup();
        lengths
    }

    /// Evidence and note of a row.
    pub(super) fn provenance(&self, faults: &mut Faults<'_>) -> Provenance {
        Provenance {
            source: self.text("source", faults).map(|at| at.value),
            checked: self.checked(faults),
            evidence: self.text("evidence", faults).map(|at| at.value),
            note: self.text("note", faults).map(|at| at.value),
        }
    }

    fn elements(&self, key: &str, what: &str, faults: &mut Faults<'_>) -> Vec<&'s Spanned<DeValue<'i>>> {
        let Some(value) = self.keys.get(key) else {
            return Vec::new();
        };
        match value.get_ref() {
            DeValue::Array(array) => array.iter().collect(),
            _ => {
                let found = self.found(value);
                faults.error(value.span().start, format!("{key} must be a list of {what} in brackets, found {found}"));
                Vec::new()
            }
        }
    }

    fn string(&self, key: &str, value: &Spanned<DeValue<'i>>, faults: &mut Faults<'_>) -> Option<At<String>> {
        let offset = value.span().start;
        let Some(text) = value.get_ref().as_str() else {
            faults.error(offset, format!("{key} must be a text in quotes, found {}", self.found(value)));
            return None;
        };
        if let Some(odd) = text.chars().find(|c| !name::is_printing(*c)) {
            faults.error(offset, format!("{key} has the character {}, which doesn't print", name::code_point(odd)));
            return None;
        }
        if text.trim().is_empty() {
            faults.error(offset, format!("{key} is empty"));
            return None;
        }
        Some(At { value: text.to_owned(), offset })
    }

    fn length(&self, key: &str, value: &Spanned<DeValue<'i>>, most: u64, faults: &mut Faults<'_>) -> Option<Length> {
        let seconds = self.number(key, value, 3, faults)?;
        let milliseconds = seconds.checked_mul(Decimal::ONE_THOUSAND).and_then(|ms| u64::try_from(ms.normalize()).ok());
        let length = milliseconds.filter(|ms| *ms <= most).and_then(Length::from_milliseconds);
        if length.is_none() {
            let most = words::grouped_count(u128::from(most / 1000));
            faults.error(
                value.span().start,
                format!("{key} must be more than 0 and at most {most} seconds, found {}", self.found(value)),
            );
        }
        length
    }

    /// A number, read from the file's own text: a TOML float would be rounded.
    fn number(
        &self,
        key: &str,
        value: &Spanned<DeValue<'i>>,
        decimals: usize,
        faults: &mut Faults<'_>,
    ) -> Option<Decimal> {
        let source = self.source(value.span());
        let must = match value.get_ref() {
            DeValue::Integer(_) | DeValue::Float(_) => match number::decimal(source, decimals) {
                Ok(number) => return Some(number),
                // Whoever asks knows the limit, and names it.
                Err(NumberError::TooLarge) => return Some(Decimal::MAX),
                Err(_) if source.starts_with('-') => "0 or more".to_owned(),
                Err(NumberError::TooFine(decimals)) => format!("a number of at most {decimals} decimals"),
                Err(NumberError::NotPlain { hint: Some(hint) }) => format!("in plain digits, `{hint}`"),
                Err(_) => "a plain number such as 15 or 0.5".to_owned(),
            },
            _ => "a number, without quotes".to_owned(),
        };
        faults.error(value.span().start, format!("{key} must be {must}, found {}", self.found(value)));
        None
    }

    fn source(&self, span: Range<usize>) -> &'i str {
        self.text.get(span).unwrap_or_default()
    }

    /// A value as the file spells it, short.
    fn found(&self, value: &Spanned<DeValue<'i>>) -> String {
        match value.get_ref() {
            DeValue::Array(_) | DeValue::Table(_) => kind(value.get_ref()).to_owned(),
            _ => match self.source(value.span()) {
                "" => "nothing".to_owned(),
                source => shown(source),
            },
        }
    }
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
