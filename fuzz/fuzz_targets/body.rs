//! Any text as the body of a request: priced, or refused in printable words.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use video_credits::name::is_printing;
use video_credits::request::read;
use video_credits::table::PriceTable;

static TABLE: LazyLock<PriceTable> = LazyLock::new(|| PriceTable::built_in().unwrap());

fuzz_target!(|body: &str| {
    if let Err(error) = read(&TABLE, body) {
        assert!(error.message.chars().all(is_printing), "{}", error.message);
    }
});
