//! Exact costs of AI images and videos in credits, and how many of them a budget allows.
//!
//! A price table says what each model costs; an item says how much of a model a production takes; an
//! [`estimate::Estimate`] is what the production costs, and a [`fit::Budget`] how many of it are possible. Nothing is
//! guessed and nothing is rounded: an unknown name is an error with suggestions, and what had to be assumed is said.
//!
//! ```
//! use video_credits::credits::Credits;
//! use video_credits::estimate::{Terms, estimate};
//! use video_credits::fit::Budget;
//! use video_credits::item::Item;
//! use video_credits::table::PriceTable;
//!
//! let table = PriceTable::built_in()?;
//! let items = ["nano-banana=6", "veo3.1/fast=6x8s:audio"];
//! let video = estimate(&table, items.map(|item| Item::parse(item, &table)), Terms::default(), 1)
//!     .map_err(|faults| faults[0].clone())?;
//! assert_eq!(video.each.to_string(), "2490");
//!
//! let budget = Budget::of_balance(Credits::from(5000), Credits::ZERO, Credits::ZERO);
//! assert_eq!(budget.fit(video.each)?.fits, Some(2));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The core is pure: [`number`], [`credits`], [`quantity`], [`price`], [`name`], [`table`], [`item`], [`estimate`],
//! [`fit`], [`compare`], [`request`] and [`diff`] know neither files nor flags nor the clock, and [`reader`] turns TOML
//! into a table. The shell around it is [`cli`] (what was typed), [`source`] (where the table is), [`batch`] (a stream of
//! productions), [`commands`] (one file a question) and [`output`] (the one place that prints).

pub mod batch;
pub mod cli;
pub mod commands;
pub mod compare;
pub mod credits;
pub mod diff;
pub mod estimate;
pub mod failure;
pub mod fit;
pub mod item;
pub mod limits;
pub mod name;
pub mod number;
pub mod output;
pub mod price;
pub mod quantity;
pub mod reader;
pub mod request;
pub mod source;
pub mod table;
pub mod words;
