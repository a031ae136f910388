//! The small grammar of plain numbers: `digits` or `digits.digits`, and nothing else.
//!
//! It stands in front of `rust_decimal`, whose own parser takes `1e3` and `1_000` and rounds what is too long.

use rust_decimal::Decimal;

/// Why a text is no plain number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// There is nothing to read.
    #[error("there is no number")]
    Empty,
    /// Signs, separators, exponents, letters, leading zeros; `hint` is the same number spelled plainly.
    #[error("not a plain number{}", hint.as_ref().map(|h| format!(": write `{h}`")).unwrap_or_else(|| ": write one such as `7`".to_owned()))]
    NotPlain {
        /// The right spelling, where the text leaves no doubt about it.
        hint: Option<String>,
    },
    /// A whole number is wanted.
    #[error("not a whole number: write one such as `7`")]
    NotWhole,
    /// More decimals than the place takes.
    #[error("too fine: write at most {0} decimals")]
    TooFine(usize),
    /// Larger than any limit.
    #[error("too large")]
    TooLarge,
}

/// Reads a whole number of 0 or more.
pub fn whole(text: &str) -> Result<u64, NumberError> {
    let (digits, decimals) = plain(text, 0)?;
    if decimals.is_some() {
        return Err(NumberError::NotWhole);
    }
    digits.parse().map_err(|_| NumberError::TooLarge)
}

/// Reads a number of 0 or more with at most `max_decimals` decimals, exactly.
pub fn decimal(text: &str, max_decimals: usize) -> Result<Decimal, NumberError> {
    let (_, decimals) = plain(text, max_decimals)?;
    if decimals.is_some_and(|d| d.len() > max_decimals) {
        return Err(NumberError::TooFine(max_decimals));
    }
    Decimal::from_str_exact(text).map(|number| number.normalize()).map_err(|_| NumberError::TooLarge)
}

/// Splits a plain number at its point, or says why it isn't one, and how it would be written.
fn plain(text: &str, max_decimals: usize) -> Result<(&str, Option<&str>), NumberError> {
    if text.is_empty() {
        return Err(NumberError::Empty);
    }
    let fits = |hint: &String| hint.split_once('.').is_none_or(|(_, decimals)| decimals.len() <= max_decimals);
    split_plain(text).ok_or_else(|| NumberError::NotPlain { hint: respelled(text).filter(|hint| fits(hint)) })
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Splits `digits[.digits]`, without leading zeros.
fn split_plain(text: &str) -> Option<(&str, Option<&str>)> {
    let (digits, decimals) = match text.split_once('.') {
        Some((digits, decimals)) => (digits, Some(decimals)),
        None => (text, None),
    };
    let plain = is_digits(digits) && decimals.is_none_or(is_digits) && (digits == "0" || !digits.starts_with('0'));
    plain.then_some((digits, decimals))
}

/// The most zeros that an exponent is written out in.
const MOST_ZEROS: usize = 12;

/// `1,250`, `1_000`, `+5`, `007`, `1e3`, `1,5`, `.5` as they should be written; `None` where the meaning would be a
/// guess.
pub(crate) fn respelled(text: &str) -> Option<String> {
    let unsigned = text.strip_prefix('+').unwrap_or(text);
    let spelled = match unsigned.split_once(['e', 'E']) {
        Some((digits, exponent)) => {
            let zeros = exponent.parse().ok().filter(|zeros| *zeros <= MOST_ZEROS && is_digits(digits))?;
            digits.to_owned() + &"0".repeat(zeros)
        }
        None => with_point(unsigned)?,
    };
    let (digits, decimals) = spelled.split_once('.').map_or((spelled.as_str(), None), |(d, rest)| (d, Some(rest)));
    let stripped = digits.trim_start_matches('0');
    let digits = if stripped.is_empty() { "0" } else { stripped };
    let spelled = match decimals {
        Some(decimals) if !decimals.is_empty() => format!("{digits}.{decimals}"),
        _ => digits.to_owned(),
    };
    (text.contains(|c: char| c.is_ascii_digit()) && split_plain(&spelled).is_some()).then_some(spelled)
}

/// The digits with groups of thousands joined, and a decimal comma as a point: only a group of three is thousands.
fn with_point(text: &str) -> Option<String> {
    let (digits, decimals) = match text.split_once('.') {
        Some((digits, decimals)) => (digits, Some(decimals)),
        None => match text.split_once(',') {
            Some((digits, decimals)) if decimals.len() != 3 && !decimals.contains(',') || digits == "0" => {
                (digits, Some(decimals))
            }
            _ => (text, None),
        },
    };
    let mut groups = digits.split([',', '_', '\'', ' ']);
    let mut joined = groups.next().unwrap_or_default().to_owned();
    for group in groups {
        if group.len() != 3 || joined.is_empty() {
            return None;
        }
        joined.push_str(group);
    }
    Some(decimals.map_or_else(|| joined.clone(), |decimals| format!("{joined}.{decimals}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepted() {
        for (text, number) in
            [("0", "0"), ("7", "7"), ("1250", "1250"), ("0.1", "0.1"), ("1.10", "1.1"), ("123456.7891", "123456.7891")]
        {
            assert_eq!(decimal(text, 4).unwrap().to_string(), number, "{text}");
        }
        assert_eq!(whole("18446744073709551615").unwrap(), u64::MAX);
    }

    #[test]
    fn refused() {
        for (text, message) in [
            ("", "there is no number"),
            ("+5", "not a plain number: write `5`"),
            ("007", "not a plain number: write `7`"),
            ("00", "not a plain number: write `0`"),
            ("1,250", "not a plain number: write `1250`"),
            ("12,345,678", "not a plain number: write `12345678`"),
            ("1_000", "not a plain number: write `1000`"),
            ("1,250.5", "not a plain number: write `1250.5`"),
            ("1,5", "not a plain number: write `1.5`"),
            ("0,125", "not a plain number: write `0.125`"),
            ("1e3", "not a plain number: write `1000`"),
            ("1E12", "not a plain number: write `1000000000000`"),
            (".5", "not a plain number: write `0.5`"),
            ("5.", "not a plain number: write `5`"),
            ("1,23456", "not a plain number: write one such as `7`"),
            ("1,2,3", "not a plain number: write one such as `7`"),
            ("1.5e3", "not a plain number: write one such as `7`"),
            ("1e13", "not a plain number: write one such as `7`"),
            ("1e-3", "not a plain number: write one such as `7`"),
            ("e3", "not a plain number: write one such as `7`"),
            (".", "not a plain number: write one such as `7`"),
            (",123", "not a plain number: write one such as `7`"),
            ("-5", "not a plain number: write one such as `7`"),
            ("1.2.3", "not a plain number: write one such as `7`"),
            ("0x10", "not a plain number: write one such as `7`"),
            ("٣", "not a plain number: write one such as `7`"),
            ("∞", "not a plain number: write one such as `7`"),
            (" 7", "not a plain number: write one such as `7`"),
            ("1.00000", "too fine: write at most 4 decimals"),
            ("99999999999999999999999999999999", "too large"),
        ] {
            assert_eq!(decimal(text, 4).unwrap_err().to_string(), message, "{text}");
        }
        assert_eq!(whole("1.5"), Err(NumberError::NotWhole));
        assert_eq!(whole("1,5"), Err(NumberError::NotPlain { hint: None }));
        assert_eq!(whole("18446744073709551616"), Err(NumberError::TooLarge));
    }
}
