//! Amounts of credits: exact, never negative, never beyond the limit.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use super::limits::{MAX_CREDITS, PRICE_DECIMALS};
use super::number::{self, NumberError};

/// The most decimals of an amount; see the proof in [`super::limits`].
const MAX_SCALE: u32 = 13;

/// An amount of credits, from 0 to [`MAX_CREDITS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Credits(Decimal);

/// An amount beyond [`MAX_CREDITS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("over the limit of 1,000,000,000,000 credits")]
pub struct LimitExceeded;

impl Credits {
    /// No credits.
    pub const ZERO: Credits = Credits(Decimal::ZERO);
    /// One credit.
    pub const ONE: Credits = Credits(Decimal::ONE);

    /// Checks an amount.
    ///
    /// # Errors
    /// Where it is negative, beyond the limit, or so fine that it may have been rounded.
    pub fn new(amount: Decimal) -> Result<Credits, LimitExceeded> {
        let amount = amount.normalize();
        let is_accepted = amount.is_zero() || amount.is_sign_positive() && amount <= MAX_CREDITS;
        if is_accepted && amount.scale() <= MAX_SCALE { Ok(Credits(amount.abs())) } else { Err(LimitExceeded) }
    }

    /// Reads a figure that a person typed.
    ///
    /// # Errors
    /// Where it isn't a plain number with at most [`PRICE_DECIMALS`] decimals, or could be read as a thousand.
    pub fn parse(text: &str) -> Result<Credits, NumberError> {
        Credits::new(number::figure(text, PRICE_DECIMALS)?).map_err(|LimitExceeded| NumberError::TooLarge)
    }

    /// Returns the amount as a number.
    pub fn value(self) -> Decimal {
        self.0
    }

    /// Returns whether there are none.
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// Adds two amounts.
    ///
    /// # Errors
    /// Where the sum is beyond the limit.
    pub fn plus(self, other: Credits) -> Result<Credits, LimitExceeded> {
        self.0.checked_add(other.0).ok_or(LimitExceeded).and_then(Credits::new)
    }

    /// Subtracts an amount; what would be below zero is zero.
    pub fn minus(self, other: Credits) -> Credits {
        self.0.checked_sub(other.0).and_then(|rest| Credits::new(rest).ok()).unwrap_or(Credits::ZERO)
    }

    /// Multiplies the amount.
    ///
    /// # Errors
    /// Where the product is beyond the limit.
    pub fn times(self, factor: Decimal) -> Result<Credits, LimitExceeded> {
        self.0.checked_mul(factor).ok_or(LimitExceeded).and_then(Credits::new)
    }

    /// Returns how many times `cost` goes into this amount, rounded down, exactly; `None` where the cost is nothing.
    pub fn holds(self, cost: Credits) -> Option<u128> {
        self.smallest_parts().checked_div(cost.smallest_parts())
    }

    /// Rounds up to whole credits, because credits are sold whole.
    pub fn rounded_up(self) -> Credits {
        Credits(self.0.ceil().normalize())
    }

    /// Returns the amount as a whole number of 10^-13 credits.
    fn smallest_parts(self) -> u128 {
        let parts = 10_u128.pow(MAX_SCALE.saturating_sub(self.0.scale()));
        self.0.mantissa().unsigned_abs().saturating_mul(parts)
    }
}

impl From<u32> for Credits {
    fn from(amount: u32) -> Credits {
        Credits(Decimal::from(amount))
    }
}

/// Converts a count of whole credits.
impl TryFrom<u128> for Credits {
    type Error = LimitExceeded;

    fn try_from(amount: u128) -> Result<Credits, LimitExceeded> {
        let amount = i128::try_from(amount).map_err(|_| LimitExceeded)?;
        Decimal::try_from_i128_with_scale(amount, 0).map_err(|_| LimitExceeded).and_then(Credits::new)
    }
}

/// Plain digits, without grouping and without an exponent; `1.10` is `1.1`.
impl fmt::Display for Credits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A JSON number, digit for digit.
impl Serialize for Credits {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Exact(self.0).serialize(serializer)
    }
}

/// A number of a price table, whose spelling was checked before.
impl<'de> Deserialize<'de> for Credits {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Credits, D::Error> {
        let Exact(amount) = Exact::deserialize(deserializer)?;
        Credits::new(amount).map_err(|_| serde::de::Error::custom("must be at most 1,000,000,000,000"))
    }
}

/// A number that passes through JSON and TOML digit for digit; a `Decimal` by itself is a string there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Exact(pub Decimal);

impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.normalize().fmt(f)
    }
}

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.to_string()).map_err(serde::ser::Error::custom)?.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Exact, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "must be a number, without quotes")]
        enum Number {
            Whole(i64),
            /// Of at most 15 significant digits, so that its shortest spelling has exactly these digits.
            Decimal(f64),
        }

        match Number::deserialize(deserializer)? {
            Number::Whole(number) => Ok(Exact(Decimal::from(number))),
            Number::Decimal(number) => Decimal::from_str_exact(&number.to_string())
                .map(|number| Exact(number.normalize()))
                .map_err(|_| serde::de::Error::custom("must be a plain number such as 15 or 0.5")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credits(text: &str) -> Credits {
        Credits::new(number::decimal(text, 4).unwrap()).unwrap()
    }

    #[test]
    fn holds_rounds_down_exactly() {
        assert_eq!(credits("1250").holds(credits("7")), Some(178));
        assert_eq!(credits("0.3").holds(credits("0.1")), Some(3));
        assert_eq!(credits("0.2999").holds(credits("0.1")), Some(2));
        assert_eq!(credits("1000000000000").holds(credits("0.0001")), Some(10_000_000_000_000_000));
        assert_eq!(credits("5").holds(credits("7")), Some(0));
        assert_eq!(credits("5").holds(Credits::ZERO), None);
    }

    #[test]
    fn nothing_is_rounded_at_the_limit() {
        let most = credits("1000000000000");
        assert_eq!(most.plus(credits("0.0001")), Err(LimitExceeded));
        assert_eq!(most.times(Decimal::ONE), Ok(most));
        assert_eq!(most.times(Decimal::new(10_000_000_001, 10)), Err(LimitExceeded));
        assert_eq!(credits("999999999999.9999").plus(credits("0.0001")), Ok(most));
        assert_eq!(most.minus(credits("0.0001")), credits("999999999999.9999"));
        assert_eq!(Credits::new(Decimal::NEGATIVE_ONE), Err(LimitExceeded));
        assert_eq!(Credits::new(-Decimal::ZERO), Ok(Credits::ZERO));
        assert_eq!(Credits::new(Decimal::new(1, 13)).unwrap().to_string(), "0.0000000000001");
        assert_eq!(Credits::new(Decimal::new(1, 14)), Err(LimitExceeded));
    }

    #[test]
    fn useless_zeros_are_dropped() {
        assert_eq!(credits("1.1000").to_string(), "1.1");
        assert_eq!(credits("87.5").times(Decimal::TWO).unwrap().to_string(), "175");
        assert_eq!(serde_json::to_string(&credits("87.50")).unwrap(), "87.5");
        assert_eq!(credits("15550.0001").rounded_up(), credits("15551"));
        assert_eq!(credits("15550").rounded_up(), credits("15550"));
    }

    #[test]
    fn floats_of_fifteen_digits_survive() {
        for text in ["0.1", "1.1", "123456.7891", "9999999.9999", "99999999999.9999", "0.0001", "35"] {
            let float: Exact = toml::from_str::<std::collections::BTreeMap<String, Exact>>(&format!("n = {text}"))
                .unwrap()
                .remove("n")
                .unwrap();
            assert_eq!(float.to_string(), text);
        }
    }
}
