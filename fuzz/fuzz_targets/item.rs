//! Any text as an item: priced or refused without control characters, and a suggested item is priced or refused too.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use video_credits::pricing::estimate::{Terms, estimate};
use video_credits::pricing::item::Item;
use video_credits::table::PriceTable;

static TABLE: LazyLock<PriceTable> =
    LazyLock::new(|| PriceTable::parse(include_bytes!("../table.toml"), "table.toml").unwrap());

fuzz_target!(|text: &str| {
    match estimate(&TABLE, [Item::parse(text, &TABLE)], Terms::default(), 3) {
        Ok(estimate) => assert!(estimate.total >= estimate.each),
        Err(faults) => {
            for fault in faults {
                assert!(!fault.sentence().chars().any(char::is_control));
                if let Some(fix) = &fault.fix {
                    let _ = Item::parse(fix, &TABLE);
                }
            }
        }
    }
});
