//! Quantities in the unit that a model is priced by.

use rust_decimal::Decimal;

use super::assumption::Assumed;
use super::item::ItemError;
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
        Quantity::Clips { each, .. } if offered.contains(&each) || model.clip_seconds == Some(each) => None,
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
            (None, None) => {
                let advice = "write the number of images, such as `=7`, or use --pace, such as `--pace 4s`";
                return Err(ItemError::wrong_unit(format!("is priced by the image: {advice}")));
            }
            (None, Some(pacing)) => {
                let product = u128::from(length.milliseconds()).saturating_mul(u128::from(pacing.images.0));
                let images = product.div_ceil(u128::from(pacing.seconds.milliseconds()));
                let images = u64::try_from(images).map_err(|_| ItemError::limit())?;
                (images, Some(Assumed::Pacing { length, images }))
            }
        },
    };
    Ok(Units { amount: Decimal::from(count), clips: None, clip_length: None, assumed })
}

fn clips(quantity: Option<Quantity>, clip_length: Option<Length>) -> Result<Units, ItemError> {
    let (count, is_assumed) = match (quantity, clip_length) {
        (None, _) => (1, false),
        (Some(Quantity::Count(count)), _) => (count, false),
        (Some(Quantity::Length(_)), None) => {
            let advice = "write the number of clips, such as `=6`";
            let message = format!("is priced by the clip, and the clip length isn't known: {advice}");
            return Err(ItemError::wrong_unit(message));
        }
        (Some(Quantity::Length(length)), Some(each)) => (length.pieces(each), true),
        (Some(Quantity::Clips { count, .. }), None) => (count, true),
        (Some(Quantity::Clips { count, each: length }), Some(each)) => {
            (count.checked_mul(length.pieces(each)).ok_or_else(ItemError::limit)?, length != each)
        }
    };
    let assumed = quantity.filter(|_| is_assumed);
    let assumed = assumed.map(|asked| Assumed::ClipLength { asked, clips: count, each: clip_length });
    Ok(Units { amount: Decimal::from(count), clips: Some(count), clip_length, assumed })
}

fn seconds(quantity: Option<Quantity>, model: &Model) -> Result<Units, ItemError> {
    let (length, clips, clip_length) = match quantity {
        None => return Err(ItemError::no_length(model, None)),
        Some(Quantity::Count(count)) => return Err(ItemError::no_length(model, Some(count))),
        Some(Quantity::Length(length)) => (Some(length), None, None),
        Some(Quantity::Clips { count, each }) => (each.times(count), Some(count), Some(each)),
    };
    let length = length.ok_or_else(ItemError::limit)?;
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
        .ok_or_else(ItemError::limit)
}
