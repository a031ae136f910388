//! Exact costs of AI images and videos in credits, and how many of them a budget covers.
//!
//! A price table says what each model costs, an item says how much of a model a production needs, an
//! [`pricing::estimate::Estimate`] is what the production costs, and a [`pricing::budget::Budget`] says how many of it are
//! covered. No number is guessed or rounded: an unknown name is an error with suggestions, and every assumption is listed.
//!
//! ```
//! use video_credits::pricing::budget::Budget;
//! use video_credits::pricing::estimate::{Terms, estimate};
//! use video_credits::pricing::item::Item;
//! use video_credits::table::PriceTable;
//! use video_credits::values::credits::Credits;
//!
//! let text = r#"
//! [table]
//! name = "Prices"
//! source = "https://example.com/prices"
//! checked = 2026-09-19
//!
//! [[model]]
//! name = "painter"
//! kind = "text-to-image"
//! per_image = 15
//!
//! [[model]]
//! name = "filmer"
//! kind = "image-to-video"
//! per_second = { audio = 50, no_audio = 35 }
//! "#;
//! let table = PriceTable::parse(text.as_bytes(), "prices.toml")?;
//! let items = ["painter=6", "filmer=6x8s:audio"];
//! let video = estimate(&table, items.map(|item| Item::parse(item, &table)), Terms::default(), 1)
//!     .map_err(|faults| faults[0].sentence())?;
//! assert_eq!(video.each.to_string(), "2490");
//!
//! let budget = Budget::of_balance(Credits::from(5000), Credits::ZERO, Credits::ZERO);
//! assert_eq!(budget.fit(video.each)?.fits, Some(2));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Each room uses only the ones before it: [`mod@format`] and [`values`] (numbers, prices, names), [`table`] (rows, and how
//! they are read), [`pricing`] (items, costs, counts), [`load`] (where the table is), then the program around them.

pub mod batch;
pub mod cli;
pub mod commands;
pub mod error;
pub mod fields;
pub mod format;
pub mod load;
pub mod output;
pub mod pricing;
pub mod table;
pub mod values;
