//! A TOML document as rows: each row is read by serde, and every fault has its line and column.

use std::borrow::Cow;
use std::ops::Range;

use serde::de::IntoDeserializer;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::Faults;
use super::schema::Row;
use crate::fields::names;
use crate::format::{choice, code_point, is_printing, list, shown};
use crate::values::limits::{MAX_DIGITS, PRICE_DECIMALS};
use crate::values::name::fold;
use crate::values::number::{self, NumberError};
use crate::values::price::Unit;

/// A parsed document.
pub struct Document<'t> {
    text: &'t str,
    table: DeTable<'t>,
    /// Whether it was checked before, so that reading it is enough.
    pub is_checked: bool,
}

/// A row, and where its keys are.
#[derive(Debug)]
pub struct Located<'t, T> {
    /// The row.
    pub row: T,
    /// Where its keys are.
    pub places: Places<'t>,
}

/// Where a row and the values of its keys are.
#[derive(Debug)]
pub struct Places<'t> {
    row: Range<usize>,
    values: Vec<Place<'t>>,
}

/// Where a key and its value are.
#[derive(Debug)]
struct Place<'t> {
    key: Cow<'t, str>,
    start: usize,
    value: Range<usize>,
    /// Where the elements start, if the value is a list.
    elements: Vec<usize>,
}

impl<'t> Places<'t> {
    fn of(keys: &DeTable<'t>, row: Range<usize>) -> Places<'t> {
        let place = |(key, value): (&Spanned<Cow<'t, str>>, &Spanned<DeValue<'t>>)| Place {
            key: key.get_ref().clone(),
            start: key.span().start,
            value: value.span(),
            elements: value
                .get_ref()
                .as_array()
                .map_or_else(Vec::new, |elements| elements.iter().map(|element| element.span().start).collect()),
        };
        Places { row, values: keys.iter().map(place).collect() }
    }

    fn get(&self, key: &str) -> Option<&Place<'t>> {
        self.values.iter().find(|place| place.key == key)
    }

    /// Returns where the value of a key is, or the row without it.
    pub fn value(&self, key: &str) -> usize {
        self.get(key).map_or(self.row.start, |place| place.value.start)
    }

    /// Returns where an element of a list is.
    pub fn element(&self, key: &str, index: usize) -> usize {
        let element = self.get(key).and_then(|place| place.elements.get(index));
        element.copied().unwrap_or_else(|| self.value(key))
    }
}

impl<'t> Document<'t> {
    /// Parses TOML. `None` where the text isn't TOML, or holds what doesn't belong into a price table at all.
    pub fn parse(text: &'t str, is_checked: bool, faults: &mut Faults<'_>) -> Option<Document<'t>> {
        for (offset, c) in unless_plain(text, |byte| matches!(byte, b'\n' | b'\t')).char_indices() {
            let is_newline = c == '\n' || c == '\r' && text.get(offset..).is_some_and(|rest| rest.starts_with("\r\n"));
            if !is_newline && c != '\t' && !is_printing(c) {
                faults.error(offset, format!("the character {} isn't allowed in a price table", code_point(c)));
            }
        }
        if faults.has_errors() {
            return None;
        }
        let (table, errors) = DeTable::parse_recoverable(text);
        let document = Document { text, table: table.into_inner(), is_checked };
        if is_checked && errors.is_empty() {
            return Some(document);
        }
        each_value(&document.table, &mut |key, value| match value.get_ref() {
            DeValue::Integer(_) | DeValue::Float(_) => document.check_number(key, value, faults),
            DeValue::String(text) if errors.is_empty() => check_text(key, text, value.span().start, faults),
            _ => {}
        });
        for error in &errors {
            let offset = error.span().unwrap_or_default().start;
            if faults.is_full() {
                // It is only counted.
                faults.error(offset, String::new());
            } else if !faults.has_error_on_line(faults.line(offset)) {
                // What is wrong with a number is reported already, with the right spelling.
                faults.error(offset, document.not_toml(error, offset, faults));
            }
        }
        errors.is_empty().then_some(document)
    }

    /// Describes what isn't TOML.
    fn not_toml(&self, error: &toml::de::Error, offset: usize, faults: &Faults<'_>) -> String {
        let found = self.text.get(error.span().unwrap_or_default()).unwrap_or_default();
        let (before, after) = self.text.split_at_checked(offset).unwrap_or_default();
        match error.message() {
            "duplicate key" => self.duplicate(found, faults.line(offset)),
            _ if before.ends_with(|c: char| c.is_ascii_digit()) && after.starts_with(',') => {
                "unexpected comma; write numbers as 1250 or 0.5".to_owned()
            }
            message if message.contains("recur") => "nested too deeply".to_owned(),
            message => format!("invalid TOML: {}", shown(message)),
        }
    }

    /// Describes a key or a header that is there twice.
    fn duplicate(&self, key: &str, line: usize) -> String {
        let is_header = |line: &str| line.trim_start().starts_with('[');
        let has_key = |line: &str| {
            let mut words = line.trim_start_matches([' ', '\t', '[']).split([' ', '\t', '=', ']', '.']);
            words.next() == Some(key)
        };
        let mut lines: Vec<(usize, &str)> = (1..).zip(self.text.lines()).take(line).collect();
        let is_key = lines.pop().is_some_and(|(_, own)| !is_header(own));
        // The keys of a table are below its header; a header can be anywhere.
        let lines = lines.into_iter().rev().take_while(|(_, line)| !(is_key && is_header(line)));
        let first = lines.filter(|(_, line)| is_key != is_header(line)).find(|(_, line)| has_key(line));
        let first = first.map_or_else(String::new, |(line, _)| format!(" (first on line {line})"));
        format!("duplicate key `{}`{first}", shown(key))
    }

    /// Refuses keys of the file that aren't one of these. Returns whether one is probably a misspelling.
    pub fn check_keys(&self, known: &[&'static str], faults: &mut Faults<'_>) -> bool {
        unknown_keys(&self.table, "the file", known, faults)
    }

    /// Returns how many rows of a kind the file has, whether or not they can be read.
    pub fn count(&self, key: &str) -> usize {
        self.table.get(key).map_or(0, |value| value.get_ref().as_array().map_or(1, |rows| rows.len()))
    }

    /// Takes all rows of a kind out of the document: each `[[model]]`, or the only `[top_up]`.
    pub fn rows<T: Row>(&mut self, key: &str, faults: &mut Faults<'_>) -> Vec<Located<'t, T>> {
        let can_be_several = T::TITLE.starts_with("[[");
        let Some(value) = self.table.get_mut(key) else { return Vec::new() };
        let span = value.span();
        let (values, is_list) = match std::mem::replace(value.get_mut(), DeValue::Boolean(true)) {
            DeValue::Array(rows) => (rows.into_iter().collect(), true),
            other => (vec![Spanned::new(span, other)], false),
        };
        let known = names::<T>();
        let mut rows = Vec::new();
        for value in values {
            let span = value.span();
            match value.into_inner() {
                DeValue::Table(keys) if is_list == can_be_several => rows.extend(self.row(keys, span, known, faults)),
                _ => faults.error(span.start, format!("`{key}` must be written as {}", T::TITLE)),
            }
        }
        rows
    }

    /// Reads a row; says what keeps it from being read, or what is wrong with it.
    fn row<T: Row>(
        &self,
        mut keys: DeTable<'t>,
        span: Range<usize>,
        known: &[&'static str],
        faults: &mut Faults<'_>,
    ) -> Option<Located<'t, T>> {
        let places = Places::of(&keys, span.clone());
        let is_misspelled = !self.is_checked && unknown_keys(&keys, T::TITLE, known, faults);
        for Place { key, .. } in &places.values {
            if !known.contains(&key.as_ref()) {
                keys.remove(key.as_ref());
            } else if let (Some(unit), Some(value)) = (key.strip_prefix("per_"), keys.get_mut(key.as_ref())) {
                with_unit(unit, value);
            }
        }
        let row = Spanned::new(span, DeValue::Table(keys));
        let located = match T::deserialize(row.into_deserializer()) {
            Ok(row) => Located { row, places },
            // What is missing is probably the misspelled key.
            Err(error) if is_misspelled && error.message().starts_with("missing field") => return None,
            Err(error) => {
                let (place, message) = self.explained::<T>(&error, &places);
                if !faults.has_error_in(&place) {
                    faults.error(place.start, message);
                }
                return None;
            }
        };
        if self.is_checked {
            return Some(located);
        }
        for (_, key, problem) in located.row.checks().into_iter().filter(|(is_wrong, ..)| *is_wrong) {
            let (offset, place) = (located.places.value(key), located.places.get(key));
            if faults.has_error_in(&(offset..offset)) {
                continue;
            }
            match place {
                // The value says no more.
                Some(_) if problem.starts_with("can't be used with") => {
                    faults.error(offset, format!("`{key}` {problem}"))
                }
                Some(place) => faults.error(offset, with_found(key, &problem, &self.found(place.value.clone()))),
                None if is_misspelled => {}
                None => faults.error(offset, format!("{} {problem}", T::TITLE)),
            }
        }
        Some(located)
    }

    /// Puts serde's error into our words: the place, and a message that names the key.
    fn explained<T: Row>(&self, error: &toml::de::Error, places: &Places<'_>) -> (Range<usize>, String) {
        let message = error.message();
        let title = T::TITLE;
        let price_keys = Unit::PRICED.map(|unit| format!("`{}`", unit.key()));
        match message.split_once(" field ") {
            // The place of the first key is used for all keys with a price.
            Some(("missing", "`per_image`")) => {
                return (places.row.clone(), format!("{title} has no price: add {}", choice(&price_keys)));
            }
            Some(("missing", field)) => return (places.row.clone(), format!("{title} has no {field}")),
            Some(("duplicate", _)) => {
                return (places.row.clone(), format!("{title} has two prices: keep one of {}", list(&price_keys)));
            }
            _ => {}
        }
        let span = error.span().unwrap_or_else(|| places.row.clone());
        // The key before the value; the place of a table with a header is its header.
        let before = places.values.iter().filter(|place| (..span.end).contains(&place.start));
        let before = before.max_by_key(|place| place.start);
        let key = before.map_or("a value", |place| &place.key);
        let message = match message.split_once(", expected ") {
            // A date where a number should be: serde takes it for a table.
            Some((_, "a spanned value")) => "must be a number, without quotes".to_owned(),
            Some((_, "a string")) => "must be text in quotes".to_owned(),
            Some((_, "a boolean")) => "must be true or false".to_owned(),
            Some((_, "a sequence")) => "must be a list in brackets".to_owned(),
            Some((_, "a TOML datetime")) => "must be a date such as 2026-09-19, without quotes".to_owned(),
            Some((_, expected)) => format!("must be {expected}"),
            None => message.to_owned(),
        };
        let message = format!("{} {}, found {}", shown(key), shown(&message), self.found(span.clone()));
        (span, message)
    }

    /// Quotes a value as the file spells it.
    fn found(&self, place: Range<usize>) -> String {
        shown(self.text.get(place).unwrap_or_default())
    }

    /// Checks the spelling of a number.
    fn check_number(&self, key: &str, value: &Spanned<DeValue<'_>>, faults: &mut Faults<'_>) {
        let (offset, source) = (value.span().start, self.text.get(value.span()).unwrap_or_default());
        if let Some(problem) = number_problem(source) {
            faults.error(offset, with_found(&shown(key), &problem, &shown(source)));
        } else if let Some((whole, decimals)) = source.split_once('.')
            && decimals.len() == 3
            && decimals.ends_with('0')
        {
            let read = source.trim_end_matches('0').trim_end_matches('.');
            let advice = format!("if you mean {whole}{decimals}, write {whole}{decimals}");
            faults.warning(offset, format!("{} is {source}, which is read as {read}; {advice}", shown(key)));
        }
    }
}

/// Returns a text to look at, or nothing if it has only printing ASCII characters and some others, which is seen quickly.
fn unless_plain(text: &str, is_other: impl Fn(u8) -> bool) -> &str {
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~') || is_other(byte);
    if text.bytes().fold(true, |all, byte| all & is_plain(byte)) { "" } else { text }
}

/// Checks that a text can be shown.
fn check_text(key: &str, text: &str, offset: usize, faults: &mut Faults<'_>) {
    if let Some(odd) = unless_plain(text, |_| false).chars().find(|c| !is_printing(*c)) {
        let message = format!("{} contains {}, which isn't a printable character", shown(key), code_point(odd));
        faults.error(offset, message);
    } else if text.trim().is_empty() {
        let problem = if key == "aliases" { "contains an empty name" } else { "is empty" };
        faults.error(offset, format!("{} {problem}", shown(key)));
    }
}

/// Calls `check` with every value that isn't a list or a table, and its key.
fn each_value(table: &DeTable<'_>, check: &mut dyn FnMut(&str, &Spanned<DeValue<'_>>)) {
    table.iter().for_each(|(key, value)| each_within(key.get_ref(), value, check));
}

fn each_within(key: &str, value: &Spanned<DeValue<'_>>, check: &mut dyn FnMut(&str, &Spanned<DeValue<'_>>)) {
    match value.get_ref() {
        DeValue::Array(elements) => elements.iter().for_each(|element| each_within(key, element, check)),
        DeValue::Table(table) => each_value(table, check),
        _ => check(key, value),
    }
}

/// Quotes what was found, before the advice: `per_image must be a plain number, found 1_000: write 1000`.
fn with_found(key: &str, problem: &str, found: &str) -> String {
    match problem.split_once(": ") {
        Some((problem, advice)) => format!("{key} {problem}, found {found}: {advice}"),
        None => format!("{key} {problem}, found {found}"),
    }
}

/// Says what is wrong with the spelling of a number: TOML accepts more than we can show or read exactly.
fn number_problem(source: &str) -> Option<String> {
    let digits = source.bytes().filter(u8::is_ascii_digit).count();
    Some(match number::decimal(source, PRICE_DECIMALS) {
        Ok(_) if digits <= MAX_DIGITS => return None,
        Ok(_) | Err(NumberError::TooLarge) => format!("can have at most {MAX_DIGITS} digits"),
        Err(_) if source.starts_with('-') => "must be 0 or more".to_owned(),
        Err(NumberError::TooFine(decimals)) => format!("can have at most {decimals} decimal places"),
        Err(NumberError::NotPlain { hint: Some(hint) }) => format!("must be a plain number: write `{hint}`"),
        // `19.9.2026` is a date to people, and a number to TOML.
        Err(_) if source.matches('.').count() == 2 => {
            "must be a number such as 1250 or a date such as 2026-09-19".to_owned()
        }
        Err(_) => "must be a plain number such as 15 or 0.5".to_owned(),
    })
}

/// Reports the keys that aren't known. Returns whether one is probably a misspelling of a known key.
fn unknown_keys(keys: &DeTable<'_>, title: &str, known: &[&'static str], faults: &mut Faults<'_>) -> bool {
    let mut is_misspelled = false;
    for key in keys.keys().filter(|key| !known.iter().any(|known| key.get_ref() == known)) {
        let name = key.get_ref();
        // Finding a similar key takes time.
        let similar = if faults.is_full() { None } else { meant(name, known) };
        is_misspelled |= similar.is_some();
        let advice = similar.map_or_else(
            || format!("{title} can have {}", list(known)),
            |similar| format!("did you mean `{similar}`?"),
        );
        faults.error(key.span().start, format!("unknown key `{}`; {advice}", shown(name)));
    }
    is_misspelled
}

/// Returns the known key that a misspelled one was probably meant to be: at most a third of it is different.
fn meant(unknown: &str, known: &[&'static str]) -> Option<&'static str> {
    const LONGEST: usize = 40;
    let folded = fold(unknown);
    let edits = |known: &&str| match fold(known) {
        known if folded.len() > 2 && known.starts_with(&folded) => 1,
        known => strsim::osa_distance(&folded, &known),
    };
    let closest = known.iter().copied().filter(|_| unknown.len() <= LONGEST).min_by_key(edits)?;
    (edits(&closest) <= (folded.chars().count() / 3).max(1)).then_some(closest)
}

/// Puts the unit, which is part of the key of a price, beside the rates; see [`super::schema::Model::price`].
fn with_unit<'t>(unit: &str, value: &mut Spanned<DeValue<'t>>) {
    let span = value.span();
    let spanned = |value| Spanned::new(span.clone(), value);
    let name = |name: &'static str| Spanned::new(span.clone(), Cow::Borrowed(name));
    let rates = std::mem::replace(value.get_mut(), DeValue::Boolean(true));
    let unit = DeValue::String(Cow::Owned(unit.to_owned()));
    *value.get_mut() =
        DeValue::Table(DeTable::from_iter([(name("unit"), spanned(unit)), (name("rates"), spanned(rates))]));
}
