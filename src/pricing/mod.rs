//! Prices, costs and counts: pure functions of a price table. Knows neither files nor flags nor the clock.

pub mod assumption;
pub mod budget;
pub mod compare;
pub mod diff;
pub mod estimate;
pub mod item;
pub mod lengths;
pub mod noun;
pub mod request;
pub mod respell;
pub mod search;
pub mod stem;
pub mod suggest;
