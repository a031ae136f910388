//! Every limit on what is accepted, in one place, and the proof that none of it can be rounded.
//!
//! A [`rust_decimal::Decimal`] is a whole number below 2^96 (more than 7.9 x 10^28) with 0 to 28 decimals, and its
//! operations *round silently* where a result needs more. They never do here:
//!
//! 1. A price or a figure in credits has at most [`PRICE_DECIMALS`] = 4 decimals, a length of time 3, the per cent
//!    of retakes 4 and so its factor 6, a count none. A price times a quantity times the factor of retakes times a
//!    count has therefore at most 4 + 3 + 6 = 13 decimals, and no reckoning multiplies more than that.
//! 2. Every amount of credits is at most [`MAX_CREDITS`] = 10^12, so with 13 decimals it is a whole number of
//!    at most 10^25: it fits, and so does the sum of two.
//! 3. A product that had to be rounded would be a whole number above 7.9 x 10^28 with at most 13 decimals, that is
//!    more than 7.9 x 10^15 credits. [`crate::credits::Credits::new`] refuses everything above 10^12. So whatever is accepted
//!    was not rounded.
//! 4. Divisions that decide something (how many fit, how much to buy) are done on whole numbers, in
//!    [`crate::credits::Credits`]; the quotients of `rust_decimal` are for display only.
//! 5. USD decide which way is cheapest. There they are a plan's month (4 decimals, below 10^7) and whole credits, at
//!    most 10^12, at a price per thousand (4 decimals, below 10^7): 7 decimals and at most 10^16, a whole number of at
//!    most 10^23. USD of credits with decimals, which may need more digits than there are, are only ever shown, rounded
//!    to six decimals or two.

use rust_decimal::Decimal;

/// The largest amount of credits that is reckoned with, in prices, budgets and totals.
pub const MAX_CREDITS: Decimal = Decimal::from_parts(3_567_587_328, 232, 0, false, 0);

/// The prices of one unit lie below this, in credits or in USD.
pub const PRICE_BELOW: Decimal = Decimal::from_parts(10_000_000, 0, 0, false, 0);

/// The decimals that a price, or a figure in credits, may be written with.
pub const PRICE_DECIMALS: usize = 4;

/// The largest count of images, clips, productions or wanted videos.
pub const MAX_COUNT: u64 = 1_000_000_000;

/// The longest length, of one item and of all its clips together, in milliseconds.
pub const MAX_MILLISECONDS: u64 = 1_000_000_000_000;

/// The longest `seconds_offered` or `clip_seconds` of a model, in milliseconds: an hour.
pub const MAX_CLIP_MILLISECONDS: u64 = 3_600_000;

/// The largest per cent of retakes.
pub const MAX_RETAKES_PERCENT: Decimal = Decimal::from_parts(1_000_000, 0, 0, false, 0);

/// The longest name of a model, plan or recipe, in bytes.
pub const MAX_NAME_BYTES: usize = 120;

/// The largest price table, in bytes.
pub const MAX_TABLE_BYTES: usize = 1_000_000;

/// The longest line of a batch, in bytes.
pub const MAX_LINE_BYTES: usize = 1_000_000;

/// The largest file of items, and the largest body of a request, in bytes.
pub const MAX_INPUT_BYTES: usize = 1_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn max_credits_is_a_trillion() {
        assert_eq!(MAX_CREDITS.to_string(), "1000000000000");
    }
}
