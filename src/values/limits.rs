//! Every limit on what is accepted, in one place, and the proof that nothing accepted is ever rounded.
//!
//! A [`rust_decimal::Decimal`] is a whole number below 2^96 (more than 7.9 x 10^28) with 0 to 28 decimals, and its
//! operations *round silently* where a result needs more. They never do here:
//!
//! 1. A price or a figure in credits has at most [`PRICE_DECIMALS`] = 4 decimals, a length of time 3, the per cent
//!    of retakes 4 and so its factor 6, a count none. A price times a quantity times the factor of retakes times a
//!    count has therefore at most 4 + 3 + 6 = 13 decimals, and no calculation multiplies more than that.
//! 2. Every amount of credits is at most [`MAX_CREDITS`] = 10^12, so with 13 decimals it is a whole number of
//!    at most 10^25: it fits, and so does the sum of two.
//! 3. A product that had to be rounded would be a whole number above 7.9 x 10^28 with at most 13 decimals, that is
//!    more than 7.9 x 10^15 credits. [`crate::values::credits::Credits::new`] refuses everything above 10^12. So no
//!    accepted amount was rounded.
//! 4. Divisions that decide something (how many fit, how much to buy) are done on whole numbers, in
//!    [`crate::values::credits::Credits`]; the quotients of `rust_decimal` are for display only.
//! 5. USD decide which way is cheapest. They are a plan's month (4 decimals, below 10^7) and whole credits, at
//!    most 10^12, at a price per thousand (4 decimals, below 10^7): 7 decimals and at most 10^16, a whole number of at
//!    most 10^23. USD of credits with decimals, which may need more digits than there are, are only ever shown, rounded
//!    to six decimals or two.
//! 6. The numbers of a price table pass through TOML's floats, which keep [`MAX_DIGITS`] = 15 significant digits
//!    exactly; numbers with more are refused before they are read.

use rust_decimal::Decimal;

/// The largest amount of credits in prices, budgets and totals: 10^12.
pub const MAX_CREDITS: Decimal = Decimal::from_parts(3_567_587_328, 232, 0, false, 0);

/// Every price, in credits or in USD, is below this.
pub const PRICE_BELOW: Decimal = Decimal::from_parts(10_000_000, 0, 0, false, 0);

/// The most decimals of a price or of a figure in credits.
pub const PRICE_DECIMALS: usize = 4;

/// The most significant digits of a number in a price table.
pub const MAX_DIGITS: usize = 15;

/// The largest count of images, clips, productions or wanted videos.
pub const MAX_COUNT: u64 = 1_000_000_000;

/// The longest length, of one item and of all its clips together, in milliseconds.
pub const MAX_MILLISECONDS: u64 = 1_000_000_000_000;

/// The longest `seconds_offered` or `clip_seconds` of a model, in milliseconds: an hour.
pub const MAX_CLIP_MILLISECONDS: u64 = 3_600_000;

/// The most lengths in `seconds_offered`.
pub const MAX_OFFERED_LENGTHS: usize = 100;

/// The most steps that finding a sum of `seconds_offered` may take: a few milliseconds.
pub const MAX_OFFERED_STEPS: u64 = 1_000_000;

/// The most options with a rate of a model.
pub const MAX_OPTIONS: usize = 100;

/// The largest per cent of retakes.
pub const MAX_RETAKES_PERCENT: Decimal = Decimal::from_parts(1_000_000, 0, 0, false, 0);

/// The longest name of a model, plan, recipe or template, in bytes.
pub const MAX_NAME_BYTES: usize = 120;

/// The largest price table, in bytes.
pub const MAX_TABLE_BYTES: usize = 1_000_000;

/// The longest line of a batch, in bytes.
pub const MAX_LINE_BYTES: usize = 1_000_000;

/// The largest file of items, and the largest body of a request, in bytes.
pub const MAX_INPUT_BYTES: usize = 1_000_000;
