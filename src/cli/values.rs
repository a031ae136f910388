//! How the values of flags are parsed. An error becomes the end of clap's sentence.

use rust_decimal::Decimal;

use crate::format::shown;
use crate::pricing::estimate::Retakes;
use crate::values::credits::Credits;
use crate::values::limits::PRICE_BELOW;
use crate::values::number::{self, NumberError};
use crate::values::quantity::{Length, QuantityError};

pub(super) fn days(text: &str) -> Result<u32, String> {
    let days = text.strip_suffix('d').and_then(|days| number::whole(days).ok()).and_then(|days| days.try_into().ok());
    days.ok_or_else(|| "write the number of days with a `d`, such as `30d`".to_owned())
}

pub(super) fn credits(text: &str) -> Result<Credits, String> {
    Credits::parse(text).map_err(|error| match error {
        NumberError::TooLarge => "the limit is 1,000,000,000,000".to_owned(),
        NumberError::Negative => error.to_string(),
        error => format!("`{}` {error}", shown(text)),
    })
}

pub(super) fn usd(text: &str) -> Result<Decimal, String> {
    number::decimal(text, 2).map_err(|error| format!("`{}` {error}", shown(text)))
}

pub(super) fn length(text: &str) -> Result<Length, String> {
    text.parse().map_err(|error| match error {
        QuantityError::Unknown(_) | QuantityError::Empty => "write a length, such as `5s`".to_owned(),
        error => error.to_string(),
    })
}

pub(super) fn retakes(text: &str) -> Result<Retakes, String> {
    if text.starts_with("0.") && !text.ends_with('%') {
        return Err("this could be a fraction or a percentage: write `25%` or `0.25%`".to_owned());
    }
    text.parse().map_err(|error| match error {
        NumberError::TooLarge => "the limit is 1,000,000%".to_owned(),
        _ => format!("`{}` isn't a valid percentage: write a percentage such as `25%`", shown(text)),
    })
}

/// A word for what is counted: short, and safe to print.
pub(super) fn noun(text: &str) -> Result<String, String> {
    const MAX_BYTES: usize = 40;
    let is_word = |c: char| c.is_alphanumeric() || " -".contains(c);
    let is_noun = !text.trim().is_empty() && text.len() <= MAX_BYTES && text.chars().all(is_word);
    if is_noun { Ok(text.trim().to_owned()) } else { Err("write one noun, such as `week`".to_owned()) }
}

pub(super) fn rate_change(text: &str) -> Result<(String, Credits), String> {
    let (name, rate) = text.rsplit_once('=').ok_or("write NAME=RATE, such as `nano-banana=18`")?;
    let rate = credits(rate.trim())?;
    if rate.value() >= PRICE_BELOW {
        return Err("the rate must be below 10,000,000".to_owned());
    }
    Ok((name.trim().to_owned(), rate))
}
