//! Any text as the body of a request: priced, or refused in printable words.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use video_credits::format::is_printing;
use video_credits::pricing::body::offset_in;
use video_credits::pricing::estimate::Terms;
use video_credits::pricing::request::{estimate_requests, read};
use video_credits::table::PriceTable;

static TABLE: LazyLock<PriceTable> = LazyLock::new(|| PriceTable::built_in().unwrap());

fuzz_target!(|body: &str| {
    for request in read(&TABLE, body, false).requests {
        match request {
            Ok(request) => {
                let _ = estimate_requests(&TABLE, &[request], Terms::default(), 3);
            }
            Err(error) => {
                assert!(error.message.chars().all(is_printing), "{}", error.message);
                assert!(body.is_char_boundary(offset_in(body, error.at)));
            }
        }
    }
});
