//! Quantities as people write them after the `=`: `7`, `48s`, `1m30s`, `1:30`, `6x8s`.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;

use crate::limits::{MAX_COUNT, MAX_MILLISECONDS};
use crate::name::shown;
use crate::number::{self, NumberError};
use crate::words::grouped_number;

/// A length of time above zero, in whole milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Length {
    milliseconds: u64,
}

/// How much of a model is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// `7`: images or clips.
    Count(u64),
    /// `48s`: a length, in one piece.
    Length(Length),
    /// `6x8s`: clips of one length.
    Clips {
        /// How many.
        count: u64,
        /// How long each is.
        each: Length,
    },
}

/// Why a text is no quantity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuantityError {
    /// Nothing after the `=`.
    #[error("there is no quantity after `=`: write a number such as `=7`, or a length such as `=30s`")]
    Empty,
    /// Looks like a count and isn't one.
    #[error("`{}` is {error}", shown(text))]
    Number {
        /// What was written.
        text: String,
        /// What is wrong with it.
        error: NumberError,
    },
    /// A count of zero.
    #[error("`{}` is nothing: the smallest count is `1`", shown(.0))]
    Nothing(String),
    /// A length of zero.
    #[error("`{}` is no time at all: write a length such as `30s`", shown(.0))]
    NoTime(String),
    /// Above [`MAX_COUNT`] or [`MAX_MILLISECONDS`].
    #[error("`{}` is above the limit of 1,000,000,000 images, clips or seconds", shown(.0))]
    TooLarge(String),
    /// Another spelling of a quantity that can be understood.
    #[error("`{}` isn't how a quantity is written: write `{hint}`", shown(text))]
    Respell {
        /// What was written.
        text: String,
        /// The right spelling.
        hint: String,
    },
    /// Nothing like a quantity.
    #[error("`{}` is no quantity: write a number such as `7`, a length such as `30s` or `1m30s`, or clips such as `6x8s`", shown(.0))]
    Unknown(String),
}

impl Length {
    /// One second, the unit of per-second prices.
    pub const SECOND: Length = Length { milliseconds: 1000 };

    /// A length in whole milliseconds; `None` for zero or above [`MAX_MILLISECONDS`].
    pub fn from_milliseconds(milliseconds: u64) -> Option<Length> {
        (1..=MAX_MILLISECONDS).contains(&milliseconds).then_some(Length { milliseconds })
    }

    /// The length in whole milliseconds.
    pub fn milliseconds(self) -> u64 {
        self.milliseconds
    }

    /// The length in seconds, exactly.
    pub fn seconds(self) -> Decimal {
        Decimal::new(i64::try_from(self.milliseconds).unwrap_or(i64::MAX), 3).normalize()
    }

    /// This length `count` times; `None` above the limit.
    pub fn times(self, count: u64) -> Option<Length> {
        self.milliseconds.checked_mul(count).and_then(Length::from_milliseconds)
    }

    /// How many pieces of length `piece` it takes to cover this one: rounded up.
    pub fn pieces(self, piece: Length) -> u64 {
        self.milliseconds.div_ceil(piece.milliseconds)
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} s", grouped_number(self.seconds()))
    }
}

impl FromStr for Length {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Length, QuantityError> {
        match read_length(text) {
            Some(Ok(milliseconds)) => Length::from_milliseconds(milliseconds).ok_or_else(|| match milliseconds {
                0 => QuantityError::NoTime(text.to_owned()),
                _ => QuantityError::TooLarge(text.to_owned()),
            }),
            Some(Err(NumberError::TooLarge)) => Err(QuantityError::TooLarge(text.to_owned())),
            Some(Err(error @ NumberError::TooFine(_))) => Err(QuantityError::Number { text: text.to_owned(), error }),
            Some(Err(_)) | None => Err(respelled(text, QuantityError::Unknown(text.to_owned()))),
        }
    }
}

impl FromStr for Quantity {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Quantity, QuantityError> {
        read(text).map_err(|error| respelled(text, error))
    }
}

/// As a quantity is written: `6x8s`.
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Quantity::Count(count) => write!(f, "{count}"),
            Quantity::Length(length) => write!(f, "{}s", length.seconds()),
            Quantity::Clips { count, each } => write!(f, "{count}x{}s", each.seconds()),
        }
    }
}

/// Reads a whole count of 1 to [`MAX_COUNT`].
pub fn count(text: &str) -> Result<u64, QuantityError> {
    match number::whole(text) {
        Ok(0) => Err(QuantityError::Nothing(text.to_owned())),
        Ok(count @ 1..=MAX_COUNT) => Ok(count),
        Ok(_) | Err(NumberError::TooLarge) => Err(QuantityError::TooLarge(text.to_owned())),
        Err(NumberError::Empty) => Err(QuantityError::Empty),
        Err(NumberError::NotPlain { hint: Some(zero) }) if zero == "0" => Err(QuantityError::Nothing(text.to_owned())),
        Err(error) => Err(QuantityError::Number { text: text.to_owned(), error }),
    }
}

/// Reads a quantity by the grammar, without a thought for other spellings.
fn read(text: &str) -> Result<Quantity, QuantityError> {
    let unknown = || QuantityError::Unknown(text.to_owned());
    if let Some((left, right)) = text.split_once('x') {
        let limit = |error| match error {
            QuantityError::Nothing(_) => QuantityError::Nothing(text.to_owned()),
            QuantityError::NoTime(_) | QuantityError::TooLarge(_) => error,
            _ => unknown(),
        };
        // The length first: `0x10` isn't ten of nothing.
        let each: Length = right.parse().map_err(limit)?;
        let count = count(left).map_err(limit)?;
        return match each.times(count) {
            Some(_) => Ok(Quantity::Clips { count, each }),
            None => Err(QuantityError::TooLarge(text.to_owned())),
        };
    }
    if text.ends_with(['s', 'm']) || text.contains(':') {
        return text.parse().map(Quantity::Length);
    }
    match count(text) {
        Err(QuantityError::Number { error: NumberError::NotPlain { .. }, .. }) => Err(unknown()),
        read => read.map(Quantity::Count),
    }
}

/// Adds the right spelling to an error, where one can be told for certain.
fn respelled(text: &str, error: QuantityError) -> QuantityError {
    if matches!(error, QuantityError::Empty | QuantityError::TooLarge(_) | QuantityError::Respell { .. }) {
        return error;
    }
    let plain = without_blanks(&text.to_ascii_lowercase()).replace(['*', '×'], "x");
    let plain = plain.strip_prefix("pt").unwrap_or(&plain);
    let words = [("seconds", "s"), ("second", "s"), ("secs", "s"), ("sec", "s"), ("minutes", "m"), ("minute", "m")];
    let words = words.into_iter().chain([("mins", "m"), ("min", "m"), ("images", ""), ("image", "")]);
    let words = words.chain([("clips", ""), ("clip", ""), ("s", "s"), ("", "")]);
    let mut candidates = vec![plain.to_owned()];
    candidates.extend(minutes_without_zeros(plain));
    for (word, unit) in words {
        if let Some(stem) = plain.strip_suffix(word) {
            candidates.push(format!("{stem}{unit}"));
            candidates.extend(number::respelled(stem).map(|stem| stem + unit));
        }
    }
    if let Some((left, right)) = plain.split_once('x') {
        let [left, right] = [left, right].map(without_zeros);
        let both = [format!("{left}x{right}"), format!("{right}x{left}"), format!("{left}x{right}s")];
        candidates.splice(0..0, both);
    }
    let hint = candidates.into_iter().find(|hint| hint != text && is_quantity(hint));
    match hint {
        Some(hint) => QuantityError::Respell { text: text.to_owned(), hint },
        None => error,
    }
}

/// The text without blanks, but for those between two digits: joining these would be a guess.
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

/// `1m05s` as `1m5s`, `1m00s` as `1m`, `01:30` as `1:30`.
fn minutes_without_zeros(text: &str) -> Option<String> {
    let (minutes, seconds) = text.split_once(['m', ':'])?;
    let minutes = number::respelled(minutes)?;
    if text.contains(':') {
        return Some(format!("{minutes}:{seconds}"));
    }
    match number::respelled(seconds.strip_suffix('s')?)?.as_str() {
        "0" => Some(format!("{minutes}m")),
        seconds => Some(format!("{minutes}m{seconds}s")),
    }
}

/// A number with its unit, spelled plainly where that is certain.
fn without_zeros(text: &str) -> String {
    let stem = text.trim_end_matches(['s', 'm']);
    let unit = text.strip_prefix(stem).unwrap_or_default();
    let spelled = minutes_without_zeros(text).or_else(|| number::respelled(stem).map(|stem| stem + unit));
    spelled.unwrap_or_else(|| text.to_owned())
}

/// Whether the text is a quantity by the grammar.
fn is_quantity(text: &str) -> bool {
    let length = |text: &str| matches!(read_length(text), Some(Ok(1..=MAX_MILLISECONDS)));
    match text.split_once('x') {
        Some((left, right)) => count(left).is_ok() && length(right),
        None => count(text).is_ok() || length(text),
    }
}

/// Reads `48s`, `7.5s`, `2m`, `1m30s`, `1:30` into milliseconds; `None` where the text has none of these shapes.
fn read_length(text: &str) -> Option<Result<u64, NumberError>> {
    if let Some((minutes, seconds)) = text.split_once(':') {
        let two_digits = seconds.len() == 2 && seconds.bytes().all(|b| b.is_ascii_digit());
        return two_digits.then(|| minutes_and_seconds(minutes, seconds.parse().ok()?)).flatten();
    }
    match (text.split_once('m'), text.strip_suffix('s')) {
        (Some((minutes, "")), None) => minutes_and_seconds(minutes, Decimal::ZERO),
        (Some((minutes, _)), Some(rest)) => {
            let seconds = rest.strip_prefix(minutes)?.strip_prefix('m')?;
            minutes_and_seconds(minutes, number::decimal(seconds, 3).ok()?)
        }
        (None, Some(seconds)) => Some(number::decimal(seconds, 3).and_then(milliseconds)),
        _ => None,
    }
}

/// `None` where the minutes can't be read or the seconds fill a minute.
fn minutes_and_seconds(minutes: &str, seconds: Decimal) -> Option<Result<u64, NumberError>> {
    if seconds >= Decimal::from(60) {
        return None;
    }
    let minutes = match number::whole(minutes) {
        Ok(minutes) => minutes,
        Err(NumberError::TooLarge) => return Some(Err(NumberError::TooLarge)),
        Err(_) => return None,
    };
    let total = Decimal::from(minutes).checked_mul(Decimal::from(60)).and_then(|whole| whole.checked_add(seconds));
    Some(total.ok_or(NumberError::TooLarge).and_then(milliseconds))
}

/// Seconds with at most three decimals, in milliseconds.
fn milliseconds(seconds: Decimal) -> Result<u64, NumberError> {
    seconds
        .checked_mul(Decimal::ONE_THOUSAND)
        .and_then(|milliseconds| u64::try_from(milliseconds.normalize()).ok())
        .filter(|milliseconds| *milliseconds <= MAX_MILLISECONDS)
        .ok_or(NumberError::TooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepted() {
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
    fn refused_with_the_right_spelling() {
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
            ("1m05s", "`1m5s`"),
            ("1m00s", "`1m`"),
            ("01:30", "`1:30`"),
            ("6x1m05s", "`6x1m5s`"),
        ] {
            let error = text.parse::<Quantity>().unwrap_err().to_string();
            assert!(error.contains(&format!("write {hint}")), "{text}: {error}");
        }
    }

    #[test]
    fn refused() {
        for (text, part) in [
            ("", "no quantity after"),
            ("0", "is nothing"),
            ("00", "`00` is nothing"),
            ("-1", "is no quantity"),
            ("1.5", "not a whole number"),
            ("1,5", "is no quantity"),
            ("1e10", "is no quantity"),
            ("1e10s", "is no quantity"),
            ("18446744073709551616", "above the limit"),
            ("1000000001", "above the limit"),
            ("0s", "no time at all"),
            ("0:00", "no time at all"),
            ("-5s", "is no quantity"),
            ("1m90s", "is no quantity"),
            ("1m60s", "is no quantity"),
            ("1:99", "is no quantity"),
            ("1:5", "is no quantity"),
            ("1:30:00", "is no quantity"),
            ("5ms", "is no quantity"),
            ("1.5m", "is no quantity"),
            ("1h", "is no quantity"),
            ("7 8", "is no quantity"),
            ("7\u{1b}[31m", "`7\\u{1b}[31m` is no quantity"),
            ("∞s", "is no quantity"),
            ("٣s", "is no quantity"),
            ("1.2345s", "is too fine: write at most 3 decimals"),
            ("1000000001s", "above the limit"),
            ("99999999999999999999999999999999s", "above the limit"),
            ("99999999999999999999999999m", "above the limit"),
            ("6x", "is no quantity"),
            ("7x", "is no quantity"),
            ("x8s", "is no quantity"),
            ("0x8s", "is nothing"),
            ("6x0s", "no time at all"),
            ("6x8x2s", "is no quantity"),
            ("1000000000x2s", "above the limit"),
            ("seven", "is no quantity"),
            ("s", "is no quantity"),
            ("m", "is no quantity"),
            (":", "is no quantity"),
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
