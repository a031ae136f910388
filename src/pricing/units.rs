//! Quantities in the unit that a model is priced by.

use rust_decimal::Decimal;

use super::assumption::Assumed;
use super::item::{ItemError, example_clip};
use crate::table::PriceTable;
use crate::table::schema::Model;
use crate::values::lengths::next_possible;
use crate::values::limits::MAX_CREDITS;
use crate::values::price::Unit;
use crate::values::quantity::{Length, Quantity};

/// For a length that the offered clips don't make: the next quantity that can be made, where there is one.
pub fn next_offered(model: &Model, asked: Quantity) -> Option<Option<Quantity>> {
    let offered = model.seconds_offered.as_slice();
    let next = |length| next_possible(offered, length);
    match asked {
        _ if offered.is_empty() => None,
        Quantity::Count(_) => None,
        Quantity::Length(length) => Some(next(length).map(Quantity::Length)).filter(|next| *next != Some(asked)),
        Quantity::Clips { each, .. } if offered.contains(&each) => None,
        // A clip is one clip: two together can be as long and aren't what was asked for.
        Quantity::Clips { count, each } => Some(next(each).and_then(|each| {
            let total = each.times(count)?;
            let is_sum = model.price.unit == Unit::Second && !offered.contains(&each);
            Some(if is_sum { Quantity::Length(total) } else { Quantity::Clips { count, each } })
        })),
    }
}

/// A quantity in the unit of a model's price.
pub struct Units {
    /// Images, clips, or seconds with up to three decimals.
    pub amount: Decimal,
    /// How many clips, where clips are counted.
    pub clips: Option<u64>,
    /// How long each clip is, where that is known.
    pub clip_length: Option<Length>,
    /// What had to be assumed to get there.
    pub assumed: Option<Assumed>,
}

impl Units {
    /// Converts a quantity to units.
    ///
    /// # Errors
    /// Where the quantity isn't one of this unit.
    pub fn of(
        table: &PriceTable,
        model: &Model,
        quantity: Option<Quantity>,
        pace: Option<Length>,
    ) -> Result<Units, ItemError> {
        match model.price.unit {
            Unit::Image => images(table, quantity, pace),
            Unit::Clip => clips(quantity, model.clip_seconds),
            Unit::Second | Unit::Credit => seconds(quantity, model),
        }
    }
}

fn images(table: &PriceTable, quantity: Option<Quantity>, pace: Option<Length>) -> Result<Units, ItemError> {
    let (count, assumed) = match quantity {
        None => (1, None),
        Some(Quantity::Count(count)) => (count, None),
        Some(Quantity::Clips { count, .. }) => return Err(ItemError::ClipsForImages(count)),
        Some(Quantity::Length(length)) => match (pace, &table.pacing) {
            (Some(each), _) => (length.pieces(each), None),
            (None, None) => return Err(ItemError::NoPacing),
            (None, Some(pacing)) => {
                let product = u128::from(length.milliseconds()).saturating_mul(u128::from(pacing.images.0));
                let images = product.div_ceil(u128::from(pacing.seconds.milliseconds()));
                let images = u64::try_from(images).map_err(|_| ItemError::LimitExceeded)?;
                (images, Some(Assumed::Pacing { length, images }))
            }
        },
    };
    Ok(Units { amount: Decimal::from(count), clips: None, clip_length: None, assumed })
}

fn clips(quantity: Option<Quantity>, clip_length: Option<Length>) -> Result<Units, ItemError> {
    let assumed = |asked, clips| Some(Assumed::ClipLength { asked, clips, each: clip_length });
    let (count, assumed) = match (quantity, clip_length) {
        (None, _) => (1, None),
        (Some(Quantity::Count(count)), _) => (count, None),
        (Some(Quantity::Length(_)), None) => return Err(ItemError::NoClipLength),
        (Some(asked @ Quantity::Length(length)), Some(each)) => {
            let clips = length.pieces(each);
            (clips, assumed(asked, clips))
        }
        (Some(asked @ Quantity::Clips { count, .. }), None) => (count, assumed(asked, count)),
        (Some(Quantity::Clips { count, each: length }), Some(each)) if length == each => (count, None),
        (Some(asked @ Quantity::Clips { count, each: length }), Some(each)) => {
            let clips = count.checked_mul(length.pieces(each)).ok_or(ItemError::LimitExceeded)?;
            (clips, assumed(asked, clips))
        }
    };
    Ok(Units { amount: Decimal::from(count), clips: Some(count), clip_length, assumed })
}

fn seconds(quantity: Option<Quantity>, model: &Model) -> Result<Units, ItemError> {
    let (length, clips, clip_length) = match quantity {
        None => return Err(ItemError::HowLong(example_clip(model))),
        Some(Quantity::Count(count)) => {
            return Err(ItemError::NumberForSeconds { count, clip: example_clip(model) });
        }
        Some(Quantity::Length(length)) => (length, None, None),
        Some(Quantity::Clips { count, each }) => {
            (each.times(count).ok_or(ItemError::LimitExceeded)?, Some(count), Some(each))
        }
    };
    Ok(Units { amount: length.seconds(), clips, clip_length, assumed: None })
}

/// Multiplies a quantity by a number of times.
///
/// # Errors
/// Where the product is beyond the limit.
pub fn multiplied(amount: Decimal, times: u64) -> Result<Decimal, ItemError> {
    amount
        .checked_mul(Decimal::from(times))
        .filter(|product| *product <= MAX_CREDITS)
        .map(|product| product.normalize())
        .ok_or(ItemError::LimitExceeded)
}
