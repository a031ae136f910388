//! Values that are parsed once and can't be wrong afterwards: numbers, credits, lengths, quantities, prices and names.
#![warn(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

pub mod credits;
pub mod day;
pub mod lengths;
pub mod limits;
pub mod name;
pub mod number;
pub mod price;
pub mod quantity;
