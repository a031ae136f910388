//! Any bytes as a price table: valid, or faults without control characters and with a place in the file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use video_credits::table::PriceTable;

fuzz_target!(|bytes: &[u8]| {
    let (table, found) = PriceTable::check(bytes, "t.toml", None);
    assert!(table.is_some() || !found.errors.is_empty());
    for fault in found.errors.iter().chain(&found.warnings) {
        assert!(fault.line > 0 && fault.column > 0);
        assert!(!fault.message.chars().any(char::is_control), "{}", fault.message);
    }
});
