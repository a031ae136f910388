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
        let (count, assumed) = match (model.price.unit, quantity) {
            (Unit::Second | Unit::Credit, _) => return seconds(quantity, model),
            (_, None) => (1, None),
            (_, Some(Quantity::Count(count))) => (count, None),
            (Unit::Image, Some(Quantity::Clips { count, .. })) => return Err(ItemError::ClipsForImages(count)),
            (Unit::Image, Some(Quantity::Length(length))) => images(table, length, pace)?,
            (Unit::Clip, Some(asked)) => clips(asked, model.clip_seconds)?,
        };
        let is_clip = model.price.unit == Unit::Clip;
        let (clips, clip_length) = (is_clip.then_some(count), model.clip_seconds.filter(|_| is_clip));
        Ok(Units { amount: Decimal::from(count), clips, clip_length, assumed })
    }
}

/// Returns the images for a length of video.
fn images(table: &PriceTable, length: Length, pace: Option<Length>) -> Result<(u64, Option<Assumed>), ItemError> {
    if let Some(each) = pace {
        return Ok((length.pieces(each), None));
    }
    let Some(pacing) = &table.pacing else {
        return Err(ItemError::wrong_unit("is priced by the image: write the number of images, such as `=7`"));
    };
    let product = u128::from(length.milliseconds()).saturating_mul(u128::from(pacing.images.0));
    let images = product.div_ceil(u128::from(pacing.seconds.milliseconds()));
    let images = u64::try_from(images).map_err(|_| ItemError::limit())?;
    Ok((images, Some(Assumed::Pacing { length, images })))
}

/// Returns the clips for a length, or for clips of another length.
fn clips(asked: Quantity, each: Option<Length>) -> Result<(u64, Option<Assumed>), ItemError> {
    let clips = match (asked, each) {
        (Quantity::Length(_), None) => {
            let advice = "write the number of clips, such as `=6`";
            let message = format!("is priced by the clip, and the clip length isn't known: {advice}");
            return Err(ItemError::wrong_unit(message));
        }
        (Quantity::Clips { count, each: length }, Some(each)) if length == each => return Ok((count, None)),
        (Quantity::Length(length), Some(each)) => length.pieces(each),
        (Quantity::Clips { count, each: length }, Some(each)) => {
            count.checked_mul(length.pieces(each)).ok_or_else(ItemError::limit)?
        }
        (Quantity::Clips { count, .. } | Quantity::Count(count), _) => count,
    };
    Ok((clips, Some(Assumed::ClipLength { asked, clips, each })))
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
