//! Numbers and nouns as people read them: grouped thousands, one or many.

use rust_decimal::Decimal;

use crate::credits::Credits;
use crate::quantity::Length;

/// Credits with grouped thousands: `1,556.25`.
pub fn grouped(credits: Credits) -> String {
    group(&credits.to_string())
}

/// A number with grouped thousands.
pub fn grouped_number(number: Decimal) -> String {
    group(&number.normalize().to_string())
}

/// A count with grouped thousands.
pub fn grouped_count(count: u128) -> String {
    group(&count.to_string())
}

/// An amount in USD with two decimals, rounded half up: for display only.
pub fn usd(amount: Decimal) -> String {
    group(&fixed(amount, 2))
}

/// A ratio with one decimal, rounded half up: for display only.
pub fn ratio(ratio: Decimal) -> String {
    group(&fixed(ratio, 1))
}

/// A number with exactly so many decimals, rounded half up: for display only.
pub fn fixed(number: Decimal, decimals: u32) -> String {
    let mut rounded = half_up(number, decimals);
    rounded.rescale(decimals);
    rounded.to_string()
}

/// A number rounded half up to so many decimals: for display only.
pub fn half_up(number: Decimal, decimals: u32) -> Decimal {
    number.round_dp_with_strategy(decimals, rust_decimal::RoundingStrategy::MidpointAwayFromZero)
}

/// `1 credit`, `7 credits`, `0.5 credits`.
pub fn credits(amount: Credits) -> String {
    let noun = if amount == Credits::ONE { "credit" } else { "credits" };
    format!("{} {noun}", grouped(amount))
}

/// A length in a sentence: `1 second`, `7.5 seconds`.
pub fn spoken_length(length: Length) -> String {
    let seconds = length.seconds();
    format!("{} second{}", grouped_number(seconds), if seconds == Decimal::ONE { "" } else { "s" })
}

/// `1 image`, `7 images`, `no videos`.
pub fn counted(count: u128, noun: &str) -> String {
    match count {
        0 => format!("no {noun}s"),
        1 => format!("1 {noun}"),
        _ => format!("{} {noun}s", grouped_count(count)),
    }
}

/// `a`, `a and b`, `a, b and c`.
pub fn list<T: AsRef<str>>(items: &[T]) -> String {
    joined(items, "and")
}

fn joined<T: AsRef<str>>(items: &[T], by: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} {by} {}", first.join(", "), last.as_ref())
        }
    }
}

/// `a`, `a or b`, `a, b or c`.
pub fn choice<T: AsRef<str>>(items: &[T]) -> String {
    joined(items, "or")
}

/// The text with a capital first letter.
pub fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

fn group(digits: &str) -> String {
    let (whole, decimals) = match digits.split_once('.') {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (digits, None),
    };
    let mut grouped = String::with_capacity(digits.len().saturating_mul(2));
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && whole.len().saturating_sub(index) % 3 == 0 && !grouped.ends_with('-') {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if let Some(decimals) = decimals {
        grouped.push('.');
        grouped.push_str(decimals);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands() {
        for (digits, shown) in [
            ("0", "0"),
            ("999", "999"),
            ("1000", "1,000"),
            ("1556.25", "1,556.25"),
            ("-270", "-270"),
            ("-1270", "-1,270"),
            ("1234567", "1,234,567"),
        ] {
            assert_eq!(group(digits), shown);
        }
    }

    #[test]
    fn rounded_half_up_for_display() {
        assert_eq!(usd(Decimal::new(12_345, 3)), "12.35");
        assert_eq!(usd(Decimal::from(1250)), "1,250.00");
        assert_eq!(fixed(Decimal::new(22_727, 3), 1), "22.7");
        assert_eq!(fixed(Decimal::new(25, 2), 1), "0.3");
    }

    #[test]
    fn one_or_many() {
        assert_eq!(counted(0, "video"), "no videos");
        assert_eq!(counted(1, "image"), "1 image");
        assert_eq!(counted(4000, "video"), "4,000 videos");
        assert_eq!(credits(Credits::ONE), "1 credit");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
    }
}
