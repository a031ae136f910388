//! Any text as a quantity: one that is accepted prints as a text that means the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use video_credits::values::quantity::Quantity;

fuzz_target!(|text: &str| {
    match text.parse::<Quantity>() {
        Ok(quantity) => assert_eq!(quantity.to_string().parse(), Ok(quantity)),
        Err(error) => assert!(!error.to_string().chars().any(char::is_control)),
    }
});
