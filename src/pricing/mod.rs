//! Prices, costs and counts: pure functions of a price table. Knows neither files nor flags nor the clock.
#![warn(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

pub mod assumption;
pub mod body;
pub mod budget;
pub mod compare;
pub mod diff;
pub mod estimate;
pub mod item;
pub mod noun;
pub mod request;
pub mod request_example;
pub mod respell;
pub mod search;
pub mod stem;
pub mod suggest;
pub mod units;
