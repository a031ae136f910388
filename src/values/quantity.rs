//! Quantities as people write them after the `=`: `7`, `48s`, `1m30s`, `1:30`, `6x8s`.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::credits::Exact;
use super::limits::{MAX_CLIP_MILLISECONDS, MAX_COUNT, MAX_MILLISECONDS};
use super::number::{self, NumberError};
use crate::format::shown;

/// A length of time above zero, in whole milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Length {
    milliseconds: u64,
}

/// How much of a model an item asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// `7`: images or clips.
    Count(u64),
    /// `48s`: a length in all.
    Length(Length),
    /// `6x8s`: clips of one length.
    Clips {
        /// How many.
        count: u64,
        /// How long each is.
        each: Length,
    },
}

/// Why a text isn't a quantity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuantityError {
    /// Nothing after the `=`.
    #[error("there is no quantity after `=`: write a number such as `=7`, or a length such as `=30s`")]
    Empty,
    /// Above [`MAX_COUNT`] or [`MAX_MILLISECONDS`].
    #[error("`{}` is over the limit of 1,000,000,000", shown(.0))]
    TooLarge(String),
    /// Another spelling of a quantity, which leaves no doubt.
    #[error("`{}` isn't a valid quantity: write `{hint}`", shown(text))]
    Respell {
        /// What was written.
        text: String,
        /// The right spelling.
        hint: String,
    },
    /// A count or a length with this fault.
    #[error("`{}` {reason}", shown(text))]
    Invalid {
        /// What was written.
        text: String,
        /// What is wrong with it, as "is too large".
        reason: String,
    },
    /// Nothing like a quantity.
    #[error(
        "`{}` isn't a valid quantity: write a number such as `7`, a length such as `30s` or `1m30s`, or clips such as `6x8s`",
        shown(.0)
    )]
    Unknown(String),
}

impl Length {
    /// One second, the unit of per-second prices.
    pub const SECOND: Length = Length { milliseconds: 1000 };

    /// Makes a length of whole milliseconds; `None` for zero or above [`MAX_MILLISECONDS`].
    pub fn from_milliseconds(milliseconds: u64) -> Option<Length> {
        (1..=MAX_MILLISECONDS).contains(&milliseconds).then_some(Length { milliseconds })
    }

    /// Returns the length in whole milliseconds.
    pub fn milliseconds(self) -> u64 {
        self.milliseconds
    }

    /// Returns the length in seconds, exactly.
    pub fn seconds(self) -> Decimal {
        // The limit on lengths is far below `i64::MAX`.
        Decimal::new(i64::try_from(self.milliseconds).unwrap_or(i64::MAX), 3).normalize()
    }

    /// Multiplies the length; `None` above the limit.
    pub fn times(self, count: u64) -> Option<Length> {
        self.milliseconds.checked_mul(count).and_then(Length::from_milliseconds)
    }

    /// Returns how many pieces of length `piece` cover this one, rounded up.
    pub fn pieces(self, piece: Length) -> u64 {
        self.milliseconds.div_ceil(piece.milliseconds)
    }
}

/// As a length is typed: `7.5s`.
impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}s", self.seconds())
    }
}

/// A number of seconds.
impl Serialize for Length {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Exact(self.seconds()).serialize(serializer)
    }
}

/// A number of seconds in a price table, at most an hour.
impl<'de> Deserialize<'de> for Length {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Length, D::Error> {
        let Exact(seconds) = Exact::deserialize(deserializer)?;
        milliseconds(seconds)
            .ok()
            .filter(|milliseconds| *milliseconds <= MAX_CLIP_MILLISECONDS)
            .and_then(Length::from_milliseconds)
            .ok_or_else(|| serde::de::Error::custom("must be more than 0 and at most 3600, with at most 3 decimals"))
    }
}

impl FromStr for Length {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Length, QuantityError> {
        length(text).map_err(|error| respelled(text, error))
    }
}

impl FromStr for Quantity {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Quantity, QuantityError> {
        quantity(text).map_err(|error| respelled(text, error))
    }
}

/// As a quantity is typed: `6x8s`.
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Quantity::Count(count) => write!(f, "{count}"),
            Quantity::Length(length) => write!(f, "{length}"),
            Quantity::Clips { count, each } => write!(f, "{count}x{each}"),
        }
    }
}

/// Reads a whole count of 1 to [`MAX_COUNT`].
pub fn count(text: &str) -> Result<u64, QuantityError> {
    let typed = text.to_owned();
    match number::whole(text) {
        Ok(0) | Err(NumberError::Negative) => {
            let reason = "isn't a valid quantity: it must be at least 1".to_owned();
            Err(QuantityError::Invalid { text: typed, reason })
        }
        Ok(count @ 1..=MAX_COUNT) => Ok(count),
        Ok(_) | Err(NumberError::TooLarge) => Err(QuantityError::TooLarge(typed)),
        Err(NumberError::Empty) => Err(QuantityError::Empty),
        Err(error) => Err(QuantityError::Invalid { text: typed, reason: error.to_string() }),
    }
}

/// Reads a quantity by the grammar, without looking for other spellings.
fn quantity(text: &str) -> Result<Quantity, QuantityError> {
    let unknown = || QuantityError::Unknown(text.to_owned());
    if let Some((left, right)) = text.split_once('x') {
        let of_part = |error| match error {
            QuantityError::Empty | QuantityError::Unknown(_) => unknown(),
            error => error,
        };
        // The length first, so that `0x10` isn't refused for its count.
        let (each, count) = (length(right).map_err(of_part)?, count(left).map_err(of_part)?);
        let in_all = each.times(count).ok_or_else(|| QuantityError::TooLarge(text.to_owned()));
        return in_all.map(|_| Quantity::Clips { count, each });
    }
    if text.ends_with(['s', 'm']) || text.contains(':') {
        return length(text).map(Quantity::Length);
    }
    match number::whole(text) {
        Err(NumberError::NotPlain { .. }) => Err(unknown()),
        _ => count(text).map(Quantity::Count),
    }
}

/// Reads a length by the grammar, without looking for other spellings.
fn length(text: &str) -> Result<Length, QuantityError> {
    let typed = text.to_owned();
    let Some((minutes, seconds)) = minutes_and_seconds(text) else { return Err(QuantityError::Unknown(typed)) };
    match in_milliseconds(minutes, seconds) {
        Ok(0) => {
            let reason = "isn't a valid length: it must be more than 0 seconds, such as `30s`".to_owned();
            Err(QuantityError::Invalid { text: typed, reason })
        }
        Ok(milliseconds) => Ok(Length { milliseconds }),
        Err(NumberError::TooLarge) => Err(QuantityError::TooLarge(typed)),
        Err(error @ NumberError::TooFine(_)) => Err(QuantityError::Invalid { text: typed, reason: error.to_string() }),
        Err(_) => Err(QuantityError::Unknown(typed)),
    }
}

/// Splits `48s`, `2m`, `1m30s` and `1:30` into minutes, where they are written, and seconds.
fn minutes_and_seconds(text: &str) -> Option<(Option<&str>, &str)> {
    if let Some((minutes, seconds)) = text.split_once(':') {
        // Only here are there always two digits.
        let plain = seconds.strip_prefix('0').unwrap_or(seconds);
        return (seconds.len() == 2).then_some((Some(minutes), plain));
    }
    match text.split_once('m') {
        Some((minutes, "")) => Some((Some(minutes), "0")),
        Some((minutes, seconds)) => Some((Some(minutes), seconds.strip_suffix('s')?)),
        None => Some((None, text.strip_suffix('s')?)),
    }
}

fn in_milliseconds(minutes: Option<&str>, seconds: &str) -> Result<u64, NumberError> {
    let mut seconds = number::decimal(seconds, 3)?;
    if let Some(minutes) = minutes {
        let sixty = Decimal::from(60);
        if seconds >= sixty {
            return Err(NumberError::NotPlain { hint: None });
        }
        let of_minutes = Decimal::from(number::whole(minutes)?).checked_mul(sixty);
        seconds = of_minutes.and_then(|whole| whole.checked_add(seconds)).ok_or(NumberError::TooLarge)?;
    }
    milliseconds(seconds)
}

/// Converts seconds with at most three decimals to milliseconds.
fn milliseconds(seconds: Decimal) -> Result<u64, NumberError> {
    seconds
        .checked_mul(Decimal::ONE_THOUSAND)
        .and_then(|milliseconds| u64::try_from(milliseconds.normalize()).ok())
        .filter(|milliseconds| *milliseconds <= MAX_MILLISECONDS)
        .ok_or(NumberError::TooLarge)
}

/// The units of the grammar as people write them; a longer word before one that it begins with.
const UNITS: [(&str, [&str; 4]); 3] = [
    ("s", ["seconds", "second", "secs", "sec"]),
    ("m", ["minutes", "minute", "mins", "min"]),
    ("", ["images", "image", "clips", "clip"]),
];

/// Adds the right spelling to an error, where there is no doubt about it.
fn respelled(text: &str, error: QuantityError) -> QuantityError {
    if matches!(error, QuantityError::Empty | QuantityError::TooLarge(_)) {
        return error;
    }
    let plain = without_blanks(&text.to_ascii_lowercase()).replace(['*', '×'], "x");
    let plain = plain.strip_prefix("pt").unwrap_or(&plain);
    let mut words = UNITS.iter().flat_map(|(unit, words)| words.iter().map(move |word| (word, unit)));
    let with_unit = words.find_map(|(word, unit)| Some(plain.strip_suffix(word)?.to_owned() + unit));
    let plain = with_unit.unwrap_or_else(|| plain.to_owned());
    let candidates = match plain.split_once('x') {
        Some((left, right)) => {
            let [left, right] = [left, right].map(in_plain_digits);
            vec![format!("{left}x{right}"), format!("{right}x{left}"), format!("{left}x{right}s")]
        }
        None => vec![in_plain_digits(&plain)],
    };
    match candidates.into_iter().find(|hint| hint != text && quantity(hint).is_ok()) {
        Some(hint) => QuantityError::Respell { text: text.to_owned(), hint },
        None => error,
    }
}

/// Removes blanks, except between two digits, where joining them would be a guess.
fn without_blanks(text: &str) -> String {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let mut kept = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if c != ' ' || digit(kept.chars().last()) && digit(rest.peek().copied()) {
            kept.push(c);
        }
    }
    kept
}

/// Respells a number with its unit in plain digits, where there is no doubt about it.
fn in_plain_digits(text: &str) -> String {
    let stem = text.trim_end_matches(['s', 'm']);
    let unit = text.strip_prefix(stem).unwrap_or_default();
    number::respelled(stem).map_or_else(|| text.to_owned(), |stem| stem + unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepted_spellings() {
        for (text, shown) in [
            ("1", "1"),
            ("7", "7"),
            ("1000000000", "1000000000"),
            ("48s", "48s"),
            ("7.5s", "7.5s"),
            ("7.500s", "7.5s"),
            ("0.001s", "0.001s"),
            ("2m", "120s"),
            ("1m30s", "90s"),
            ("1m7.5s", "67.5s"),
            ("0m30s", "30s"),
            ("1:30", "90s"),
            ("0:05", "5s"),
            ("10:00", "600s"),
            ("1000000000s", "1000000000s"),
            ("6x8s", "6x8s"),
            ("6x1m", "6x60s"),
            ("6x1:30", "6x90s"),
        ] {
            assert_eq!(text.parse::<Quantity>().unwrap().to_string(), shown, "{text}");
        }
    }

    #[test]
    fn refused_spellings_with_the_right_one() {
        for (text, hint) in [
            ("1,250", "`1250`"),
            ("1_000", "`1000`"),
            ("+5", "`5`"),
            ("007", "`7`"),
            ("8sx6", "`6x8s`"),
            ("6x8", "`6x8s`"),
            ("6*8s", "`6x8s`"),
            ("6×8s", "`6x8s`"),
            ("6X8s", "`6x8s`"),
            ("6 x 8s", "`6x8s`"),
            ("30S", "`30s`"),
            ("PT30S", "`30s`"),
            ("pt30s", "`30s`"),
            ("30 s", "`30s`"),
            ("30sec", "`30s`"),
            ("2min", "`2m`"),
            ("6x08s", "`6x8s`"),
            ("06x8s", "`6x8s`"),
            ("08sx6", "`6x8s`"),
            ("007s", "`7s`"),
            ("7images", "`7`"),
            ("1e2", "`100`"),
            ("1,5s", "`1.5s`"),
            (".5s", "`0.5s`"),
        ] {
            let error = text.parse::<Quantity>().unwrap_err().to_string();
            assert!(error.contains(&format!("write {hint}")), "{text}: {error}");
        }
    }

    #[test]
    fn refused_spellings() {
        for (text, part) in [
            ("", "no quantity after"),
            ("0", "at least 1"),
            ("1m05s", "isn't a valid quantity"),
            ("01:30", "isn't a valid quantity"),
            ("-1", "isn't a valid quantity: it must be at least 1"),
            ("1.5", "isn't a whole number"),
            ("1,5", "isn't a valid quantity"),
            ("1e10", "isn't a valid quantity"),
            ("1e10s", "isn't a valid quantity"),
            ("18446744073709551616", "the limit"),
            ("1000000001", "the limit"),
            ("0s", "more than 0 seconds"),
            ("0:00", "more than 0 seconds"),
            ("-5s", "isn't a valid quantity"),
            ("1m90s", "isn't a valid quantity"),
            ("1m60s", "isn't a valid quantity"),
            ("1:99", "isn't a valid quantity"),
            ("1:5", "isn't a valid quantity"),
            ("1:30:00", "isn't a valid quantity"),
            ("5ms", "isn't a valid quantity"),
            ("1.5m", "isn't a valid quantity"),
            ("1h", "isn't a valid quantity"),
            ("7 8", "isn't a valid quantity"),
            ("7\u{1b}[31m", "`7\\u{1b}[31m` isn't a valid quantity"),
            ("∞s", "isn't a valid quantity"),
            ("٣s", "isn't a valid quantity"),
            ("1.2345s", "too many decimal places: write at most 3"),
            ("1000000001s", "the limit"),
            ("99999999999999999999999999999999s", "the limit"),
            ("99999999999999999999999999m", "the limit"),
            ("6x", "isn't a valid quantity"),
            ("7x", "isn't a valid quantity"),
            ("x8s", "isn't a valid quantity"),
            ("0x8s", "at least 1"),
            ("6x0s", "more than 0 seconds"),
            ("6x8x2s", "isn't a valid quantity"),
            ("1000000000x2s", "the limit"),
            ("seven", "isn't a valid quantity"),
            ("s", "isn't a valid quantity"),
            ("m", "isn't a valid quantity"),
            (":", "isn't a valid quantity"),
        ] {
            let error = text.parse::<Quantity>().unwrap_err().to_string();
            assert!(error.contains(part), "{text}: {error}");
        }
    }

    #[test]
    fn pieces_round_up() {
        let length = |text: &str| text.parse::<Length>().unwrap();
        assert_eq!(length("30s").pieces(length("5s")), 6);
        assert_eq!(length("30.001s").pieces(length("5s")), 7);
        assert_eq!(length("1s").pieces(length("5s")), 1);
    }
}
