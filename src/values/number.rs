//! The grammar of plain numbers: `digits` or `digits.digits`, and nothing else.
//!
//! `rust_decimal`'s own parser accepts `1e3` and `1_000`, and rounds what is too long.

use rust_decimal::Decimal;

/// Why a text isn't an accepted number. The messages continue "`TEXT` ...".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// There is nothing to read.
    #[error("is empty: write a number such as `7`")]
    Empty,
    /// It begins with a minus sign.
    #[error("is negative: it must be 0 or more")]
    Negative,
    /// Signs, separators, exponents, letters, leading zeros; `hint` is the same number as plain digits.
    #[error("isn't a plain number: write {}", hint.as_ref().map_or("a number such as `7`".to_owned(), |hint| format!("`{hint}`")))]
    NotPlain {
        /// The right spelling, where the text leaves no doubt about it.
        hint: Option<String>,
    },
    /// `1.250`, which is 1250 in half the world.
    #[error("could mean two numbers: write `{thousands}`, or `{decimal}`")]
    Ambiguous {
        /// The number with the point read as a thousands separator.
        thousands: String,
        /// The number with the point read as a decimal point, spelled without doubt.
        decimal: String,
    },
    /// A whole number is wanted.
    #[error("isn't a whole number: write a number such as `7`")]
    NotWhole,
    /// More decimals than are accepted here.
    #[error("has too many decimal places: write at most {0}")]
    TooFine(usize),
    /// Larger than any limit.
    #[error("is too large")]
    TooLarge,
}

impl NumberError {
    /// Returns the same number as plain digits, where the text leaves no doubt about it.
    pub fn hint(&self) -> Option<&str> {
        let NumberError::NotPlain { hint } = self else { return None };
        hint.as_deref()
    }
}

/// Reads a whole number of 0 or more.
///
/// # Errors
/// Where it isn't one, spelled in plain digits.
pub fn whole(text: &str) -> Result<u64, NumberError> {
    let (digits, decimals) = plain(text, 0)?;
    if decimals.is_some() {
        return Err(NumberError::NotWhole);
    }
    digits.parse().map_err(|_| NumberError::TooLarge)
}

/// Reads a number of 0 or more with at most `max_decimals` decimals, exactly.
///
/// # Errors
/// Where it isn't one, spelled in plain digits.
pub fn decimal(text: &str, max_decimals: usize) -> Result<Decimal, NumberError> {
    let (_, decimals) = plain(text, max_decimals)?;
    if decimals.is_some_and(|decimals| decimals.len() > max_decimals) {
        return Err(NumberError::TooFine(max_decimals));
    }
    Decimal::from_str_exact(text).map(|number| number.normalize()).map_err(|_| NumberError::TooLarge)
}

/// Reads a figure that a person typed: a number that nobody reads as a thousand.
///
/// # Errors
/// Where it isn't a plain number, and where it has exactly three decimals (`1.250`).
pub fn figure(text: &str, max_decimals: usize) -> Result<Decimal, NumberError> {
    let number = decimal(text, max_decimals)?;
    if text.split_once('.').is_none_or(|(_, decimals)| decimals.len() != 3) {
        return Ok(number);
    }
    let thousands = number.checked_mul(Decimal::ONE_THOUSAND).ok_or(NumberError::TooLarge)?.normalize().to_string();
    let zero = if number.scale() == 3 { "0" } else { "" };
    Err(NumberError::Ambiguous { thousands, decimal: format!("{number}{zero}") })
}

/// Splits a plain number at its point, or says why it isn't one and how to write it.
fn plain(text: &str, max_decimals: usize) -> Result<(&str, Option<&str>), NumberError> {
    if text.is_empty() {
        return Err(NumberError::Empty);
    }
    if text.strip_prefix('-').is_some_and(|rest| split_plain(rest).is_some()) {
        return Err(NumberError::Negative);
    }
    let fits = |hint: &String| hint.split_once('.').is_none_or(|(_, decimals)| decimals.len() <= max_decimals);
    split_plain(text).ok_or_else(|| NumberError::NotPlain { hint: respelled(text).filter(|hint| fits(hint)) })
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Splits `digits[.digits]`, without leading zeros.
fn split_plain(text: &str) -> Option<(&str, Option<&str>)> {
    let (digits, decimals) = text.split_once('.').map_or((text, None), |(digits, rest)| (digits, Some(rest)));
    let is_plain = is_digits(digits) && decimals.is_none_or(is_digits) && (digits == "0" || !digits.starts_with('0'));
    is_plain.then_some((digits, decimals))
}

/// The most zeros that an exponent is written out in.
const MAX_ZEROS: usize = 12;

/// Respells `1,250`, `1_000`, `+5`, `007`, `1e3`, `1,5` and `.5` in plain digits; `None` where that would be a guess.
pub fn respelled(text: &str) -> Option<String> {
    let unsigned = text.strip_prefix('+').unwrap_or(text);
    let spelled = match unsigned.split_once(['e', 'E']) {
        Some((digits, exponent)) => {
            let zeros = exponent.parse().ok().filter(|zeros| *zeros <= MAX_ZEROS && is_digits(digits))?;
            digits.to_owned() + &"0".repeat(zeros)
        }
        None => without_separators(unsigned)?,
    };
    let plain = spelled.trim_start_matches('0');
    let zero = if plain.starts_with(|c: char| c.is_ascii_digit()) { "" } else { "0" };
    let spelled = format!("{zero}{plain}");
    (text.contains(|c: char| c.is_ascii_digit()) && split_plain(&spelled).is_some()).then_some(spelled)
}

/// Joins groups of thousands, and writes a decimal comma as a point. Only three digits are a group.
fn without_separators(text: &str) -> Option<String> {
    let groups: Vec<&str> = text.split([',', '_', '\'', ' ']).collect();
    let is_group = |group: &&str| group.split('.').next().is_some_and(|digits| digits.len() == 3);
    match groups.as_slice() {
        [first, others @ ..] if *first != "0" && others.iter().all(is_group) => Some(groups.concat()),
        [digits, decimals] if text.contains(',') => Some(format!("{digits}.{decimals}")),
        [digits] => Some((*digits).to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_numbers_are_accepted_exactly() {
        for text in ["0", "7", "1250", "0.1", "87.5", "123456.7891"] {
            assert_eq!(decimal(text, 4).unwrap().to_string(), text);
        }
        assert_eq!(decimal("1.10", 4), decimal("1.1", 4));
        assert_eq!(whole("1000000000000"), Ok(1_000_000_000_000));
    }

    #[test]
    fn other_spellings_are_refused_with_the_right_one() {
        let hint = |hint: &str| NumberError::NotPlain { hint: Some(hint.to_owned()) };
        let unclear = NumberError::NotPlain { hint: None };
        for (text, error) in [
            ("", NumberError::Empty),
            ("-1", NumberError::Negative),
            ("1,250", hint("1250")),
            ("1_000", hint("1000")),
            ("1'000", hint("1000")),
            ("+5", hint("5")),
            ("007", hint("7")),
            ("1e3", hint("1000")),
            ("1,5", hint("1.5")),
            (".5", hint("0.5")),
            ("0,125", hint("0.125")),
            ("1,25,0", unclear.clone()),
            ("1e99", unclear.clone()),
            ("seven", unclear.clone()),
            ("nan", unclear.clone()),
            ("٣", unclear.clone()),
            ("1.23456", NumberError::TooFine(4)),
            ("99999999999999999999999999999999", NumberError::TooLarge),
        ] {
            assert_eq!(decimal(text, 4), Err(error), "{text:?}");
        }
        assert_eq!(whole("1.5"), Err(NumberError::NotWhole));
        assert_eq!(whole("1,5"), Err(unclear));
    }

    #[test]
    fn figures_with_three_decimals_are_refused_with_both_spellings() {
        for (text, thousands, decimal) in
            [("1.250", "1250", "1.25"), ("1.255", "1255", "1.2550"), ("0.125", "125", "0.1250"), ("2.000", "2000", "2")]
        {
            let error = NumberError::Ambiguous { thousands: thousands.to_owned(), decimal: decimal.to_owned() };
            assert_eq!(figure(text, 4), Err(error), "{text}");
        }
        for text in ["1250", "1.25", "0.5", "1.2550", "12.5"] {
            assert!(figure(text, 4).is_ok(), "{text}");
        }
    }
}
