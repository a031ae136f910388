//! Amounts of credits: exact, never negative, never rounded.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::limits::{MAX_CREDITS, PRICE_DECIMALS};
use crate::number::{self, NumberError};

/// An amount of credits, or the price of one unit in credits: 0 to [`MAX_CREDITS`], exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Credits(Decimal);

/// More credits than [`MAX_CREDITS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("comes to more than 1,000,000,000,000 credits, the most that is reckoned with")]
pub struct TooMany;

/// The largest number of decimals of an amount; see [`crate::limits`].
const MAX_SCALE: u32 = 13;

impl Credits {
    /// No credits.
    pub const ZERO: Credits = Credits(Decimal::ZERO);
    /// One credit.
    pub const ONE: Credits = Credits(Decimal::ONE);

    /// Takes a number of 0 to [`MAX_CREDITS`]; everything else is refused.
    pub fn new(amount: Decimal) -> Result<Credits, TooMany> {
        if amount.is_sign_negative() && !amount.is_zero() || amount > MAX_CREDITS || amount.scale() > MAX_SCALE {
            return Err(TooMany);
        }
        Ok(Credits(amount.normalize()))
    }

    /// Reads a figure in credits as people write it: plain digits, at most four decimals.
    pub fn parse(text: &str) -> Result<Credits, NumberError> {
        let amount = number::decimal(text, PRICE_DECIMALS)?;
        Credits::new(amount).map_err(|TooMany| NumberError::TooLarge)
    }

    /// A whole amount.
    pub fn whole(amount: u128) -> Result<Credits, TooMany> {
        let amount = i128::try_from(amount).ok().and_then(|amount| Decimal::try_from_i128_with_scale(amount, 0).ok());
        amount.ok_or(TooMany).and_then(Credits::new)
    }

    /// The amount as a number.
    pub fn value(self) -> Decimal {
        self.0
    }

    /// Whether there is nothing to pay.
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// The sum.
    pub fn plus(self, other: Credits) -> Result<Credits, TooMany> {
        self.0.checked_add(other.0).ok_or(TooMany).and_then(Credits::new)
    }

    /// What is left after `other` is taken; nothing where `other` is more.
    pub fn minus(self, other: Credits) -> Credits {
        match self.0.checked_sub(other.0) {
            Some(rest) if rest.is_sign_positive() => Credits(rest.normalize()),
            _ => Credits::ZERO,
        }
    }

    /// The amount times a quantity or a factor.
    pub fn times(self, factor: Decimal) -> Result<Credits, TooMany> {
        self.0.checked_mul(factor).ok_or(TooMany).and_then(Credits::new)
    }

    /// How many times `cost` goes into this amount, rounded down, exactly; `None` where the cost is nothing.
    pub fn holds(self, cost: Credits) -> Option<u128> {
        self.in_smallest_parts().checked_div(cost.in_smallest_parts())
    }

    /// The amount in whole credits, rounded up: credits are sold whole.
    pub fn rounded_up(self) -> Credits {
        Credits(self.0.ceil().normalize())
    }

    /// The amount as a whole number of the smallest parts that any amount has.
    fn in_smallest_parts(self) -> u128 {
        let parts = 10_u128.saturating_pow(MAX_SCALE.saturating_sub(self.0.scale()));
        self.0.mantissa().unsigned_abs().saturating_mul(parts)
    }
}

impl From<u32> for Credits {
    fn from(amount: u32) -> Credits {
        Credits(Decimal::from(amount))
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
        exact(self.0, serializer)
    }
}

/// Writes a number into JSON digit for digit; a `Decimal` by itself would be a string or go through a float.
pub fn exact<S: Serializer>(number: Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    RawValue::from_string(number.normalize().to_string()).map_err(serde::ser::Error::custom)?.serialize(serializer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credits(text: &str) -> Credits {
        Credits::parse(text).unwrap()
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
        assert_eq!(most.plus(credits("0.0001")), Err(TooMany));
        assert_eq!(most.times(Decimal::ONE), Ok(most));
        assert_eq!(most.times(Decimal::new(10_000_000_001, 10)), Err(TooMany));
        assert_eq!(credits("999999999999.9999").plus(credits("0.0001")), Ok(most));
        assert_eq!(most.minus(credits("0.0001")), credits("999999999999.9999"));
    }

    #[test]
    fn no_amount_is_negative_or_finer_than_the_proof_says() {
        assert_eq!(Credits::new(Decimal::NEGATIVE_ONE), Err(TooMany));
        assert_eq!(Credits::new(-Decimal::ZERO), Ok(Credits::ZERO));
        assert_eq!(Credits::new(Decimal::new(1, 13)).unwrap().to_string(), "0.0000000000001");
        assert_eq!(Credits::new(Decimal::new(1, 14)), Err(TooMany));
    }

    #[test]
    fn shown_without_useless_zeros() {
        assert_eq!(credits("1.1000").to_string(), "1.1");
        assert_eq!(credits("87.5").times(Decimal::TWO).unwrap().to_string(), "175");
        assert_eq!(serde_json::to_string(&credits("87.50")).unwrap(), "87.5");
    }

    #[test]
    fn rounded_up_to_whole_credits() {
        assert_eq!(credits("15550.0001").rounded_up(), credits("15551"));
        assert_eq!(credits("15550").rounded_up(), credits("15550"));
    }
}
