//! The JSON of a request's body, read without ever showing what is in it, and what can be wrong with it.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::assumption::Assumed;
use super::item::{FaultCode, ItemError, ItemFault};
use crate::fields;
use crate::format::{choice, shown};
use crate::table::schema::{Template, uuids};

/// A body that can't be priced.
#[derive(Debug)]
pub struct BodyError<'t> {
    /// The byte offset of the value at fault.
    pub offset: usize,
    /// The template, where it is known and has a price.
    pub template: Option<&'t Template>,
    /// What is wrong.
    pub cause: Cause<'t>,
}

/// What is wrong with a body. The messages are safe to print.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Cause<'t> {
    /// It isn't what the service expects.
    #[error("{0}")]
    Bad(String),
    /// No template has this id or name.
    #[error("no template {} `{}`", if uuids(.0).next().is_some() { "with the id" } else { "called" }, shown(.0))]
    UnknownTemplate(String),
    /// The template has no known price.
    #[error("the price of requests with {name} isn't known{}", .note.map_or_else(String::new, |note| format!(": {}", note.trim_end_matches('.'))))]
    NoPrice {
        /// The template.
        name: &'t str,
        /// The note of its row.
        note: Option<&'t str>,
    },
    /// No model has this name.
    #[error("no price for the model `{}`, which `{key}` names", shown(name))]
    UnknownModel {
        /// The key that names it.
        key: &'t str,
        /// The name.
        name: String,
    },
    /// What it asks for can't be priced.
    #[error("{}", item_message(.0))]
    Item(Box<ItemFault>),
}

impl<'t> Cause<'t> {
    /// Returns the cause for a template without a known price.
    pub fn no_price(template: &'t Template) -> Cause<'t> {
        Cause::NoPrice { name: &template.name, note: template.note.as_deref() }
    }

    /// Returns the class of the fault; `None` for a bad body.
    pub fn code(&self) -> Option<FaultCode> {
        match self {
            Cause::Bad(_) => None,
            Cause::UnknownTemplate(_) | Cause::NoPrice { .. } | Cause::UnknownModel { .. } => {
                Some(FaultCode::UnknownName)
            }
            Cause::Item(fault) => Some(fault.error.code()),
        }
    }
}

/// Says what is wrong with an item of a request, which can't be written with options.
fn item_message(fault: &ItemFault) -> String {
    let ItemError::Assumption(assumed) = &fault.error else { return fault.sentence() };
    match assumed.as_ref() {
        Assumed::Option { chosen, others, is_audio: false } => {
            let options: Vec<&str> = [chosen].into_iter().chain(others).map(|option| option.words.as_str()).collect();
            format!(
                "the price of {} depends on an option that a request doesn't name: {}",
                fault.item,
                choice(&options)
            )
        }
        Assumed::DefaultModel { write: Some(write) } => format!("`inputs` names no model: add {write}"),
        assumed => format!("{}: {}", fault.item, assumed.strict_message()),
    }
}

/// A cause, and the part of the input that it is about.
pub(super) struct Fault<'t, 'b> {
    pub at: &'b str,
    pub cause: Cause<'t>,
}

pub(super) type Found<'t, 'b, T> = Result<T, Fault<'t, 'b>>;

pub(super) fn bad<'t, 'b>(at: &'b str, message: impl Into<String>) -> Fault<'t, 'b> {
    Fault { at, cause: Cause::Bad(message.into()) }
}

/// Describes what isn't JSON in serde's words, which hold nothing of the input.
pub(super) fn not_json<'t>(error: &serde_json::Error, input: &str) -> BodyError<'t> {
    let text = error.to_string();
    let words = match text.rsplit_once(" at line ").map_or(text.as_str(), |(words, _)| words) {
        _ if error.is_eof() => "it ends too early",
        "expected ident" => "expected value",
        words => words,
    };
    // serde counts lines from 1, and bytes in a line from 1.
    let line_start = input.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
    let offset = line_start.saturating_add(error.column().saturating_sub(1)).min(input.len());
    let offset = (0..=offset).rev().find(|offset| input.is_char_boundary(*offset)).unwrap_or_default();
    BodyError { offset, template: None, cause: Cause::Bad(format!("the body isn't JSON: {words}")) }
}

/// Returns where a part of the input begins. It is borrowed from the input, so its address says it.
pub(super) fn offset_in(input: &str, part: &str) -> usize {
    part.as_ptr().addr().saturating_sub(input.as_ptr().addr())
}

/// Returns a text. What is there instead is never shown.
pub(super) fn text<'t, 'b>(value: &'b RawValue, what: &str) -> Found<'t, 'b, String> {
    serde_json::from_str(value.get()).map_err(|_| bad(value.get(), format!("{what} must be a text")))
}

/// An object of the body, with where it is.
pub(super) struct Object<'b> {
    pub at: &'b str,
    pub fields: Vec<(String, &'b RawValue)>,
}

impl<'b> Object<'b> {
    pub fn of<'t>(value: &'b RawValue, what: &str) -> Found<'t, 'b, Object<'b>> {
        let mut deserializer = serde_json::Deserializer::from_str(value.get());
        let fields::Object(fields) = fields::Object::<&RawValue>::deserialize(&mut deserializer)
            .map_err(|_| bad(value.get(), format!("{what} must be an object")))?;
        let mut keys = HashSet::new();
        match fields.iter().find(|(key, _)| !keys.insert(key)) {
            Some((key, twice)) => Err(bad(twice.get(), format!("{what} has the key `{}` twice", shown(key)))),
            None => Ok(Object { at: value.get(), fields }),
        }
    }

    /// Returns the value of a key; null is as good as nothing.
    pub fn get(&self, key: &str) -> Option<&'b RawValue> {
        let field = self.fields.iter().find(|(known, _)| known == key);
        field.map(|(_, value)| *value).filter(|value| value.get() != "null")
    }
}
