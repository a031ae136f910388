//! Any text as a quantity: what is accepted comes back the same when it is written down.
#![no_main]

use libfuzzer_sys::fuzz_target;
use video_credits::name::is_printing;
use video_credits::quantity::Quantity;

fuzz_target!(|text: &str| {
    match text.parse::<Quantity>() {
        Ok(quantity) => assert_eq!(quantity.to_string().parse(), Ok(quantity)),
        Err(error) => {
            let _ = error.to_string().chars().all(is_printing);
        }
    }
});
