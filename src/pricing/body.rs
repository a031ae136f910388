//! The JSON of a request's body, read without ever showing what is in it.

use foldhash::HashSet;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::item::FaultCode;
use crate::fields;
use crate::format::shown;
use crate::table::schema::Template;

/// A body that can't be priced.
#[derive(Debug)]
pub struct BodyError<'a> {
    /// The value at fault: a part of the input.
    pub at: &'a str,
    /// The template, where it is known.
    pub template: Option<&'a Template>,
    /// The class of the fault; `None` for a bad body.
    pub code: Option<FaultCode>,
    /// What has no price.
    pub unpriced: Option<Unpriced>,
    /// What is wrong. Of the body it holds names of templates, models and keys, and nothing else.
    pub message: String,
}

/// Something without a price, by its name or id where it has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unpriced {
    /// A template that isn't in the table, by its name.
    TemplateName(String),
    /// A template whose id isn't in the table, or whose price isn't known.
    Template(String),
    /// A model that isn't in the table.
    Model(String),
    /// A prompt, for which the service chooses how much to make: what that means for customers, as a sentence.
    Prompt(String),
}

pub(super) type Result<'a, T> = std::result::Result<T, BodyError<'a>>;

pub(super) fn bad(at: &str, message: impl Into<String>) -> BodyError<'_> {
    BodyError { at, template: None, code: None, unpriced: None, message: message.into() }
}

pub(super) fn without_price(at: &str, unpriced: Unpriced, message: String) -> BodyError<'_> {
    BodyError { code: Some(FaultCode::UnknownName), unpriced: Some(unpriced), ..bad(at, message) }
}

/// Says why a body isn't JSON. The words are serde's and never quote the input.
pub(super) fn not_json<'a>(error: &serde_json::Error, input: &'a str) -> BodyError<'a> {
    let text = error.to_string();
    let words = match text.rsplit_once(" at line ").map_or(text.as_str(), |(words, _)| words) {
        _ if error.is_eof() => "it ends too early",
        "expected ident" => "expected value",
        words => words,
    };
    // serde counts lines from 1, and bytes in a line from 1.
    let line_start = input.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
    let offset = line_start.saturating_add(error.column().saturating_sub(1)).min(input.len());
    let at = (0..=offset).rev().find_map(|offset| input.get(offset..)).unwrap_or(input);
    bad(at, format!("the body isn't valid JSON: {words}"))
}

/// Returns the byte at which a part of the input begins. It is borrowed from the input, so its address says it.
pub fn offset_in(input: &str, part: &str) -> usize {
    part.as_ptr().addr().saturating_sub(input.as_ptr().addr())
}

/// Returns a text that isn't empty. What is there instead is never shown.
pub(super) fn text<'a>(value: &'a RawValue, what: &str) -> Result<'a, String> {
    let text: String =
        serde_json::from_str(value.get()).map_err(|_| bad(value.get(), format!("{what} must be a string")))?;
    if text.trim().is_empty() { Err(bad(value.get(), format!("{what} is empty"))) } else { Ok(text) }
}

/// An object of the body, with where it is.
pub(super) struct Object<'a> {
    pub at: &'a str,
    fields: Vec<(String, &'a RawValue)>,
}

impl<'a> Object<'a> {
    pub fn of(value: &'a RawValue, what: &str) -> Result<'a, Object<'a>> {
        let mut deserializer = serde_json::Deserializer::from_str(value.get());
        let fields::Object(fields) = fields::Object::<&RawValue>::deserialize(&mut deserializer)
            .map_err(|_| bad(value.get(), format!("{what} must be an object")))?;
        let mut keys = HashSet::default();
        match fields.iter().find(|(key, _)| !keys.insert(key)) {
            Some((key, twice)) => Err(bad(twice.get(), format!("{what} has a duplicate key `{}`", shown(key)))),
            None => Ok(Object { at: value.get(), fields }),
        }
    }

    /// Makes an object without fields, for one that is left out of the value at `at`.
    pub fn empty(at: &'a str) -> Object<'a> {
        Object { at, fields: Vec::new() }
    }

    /// Returns the value of a key; null is as good as nothing.
    pub fn get(&self, key: &str) -> Option<&'a RawValue> {
        let field = self.fields.iter().find(|(known, _)| known == key);
        field.map(|(_, value)| *value).filter(|value| value.get() != "null")
    }
}
