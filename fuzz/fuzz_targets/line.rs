//! Any bytes as a line of a batch, in either layout: one record, which is sound JSON or CSV.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use video_credits::batch::{Form, Layout, Pricer, Pricing};
use video_credits::estimate::Terms;
use video_credits::table::PriceTable;

static TABLE: LazyLock<PriceTable> = LazyLock::new(|| PriceTable::built_in().unwrap());

fuzz_target!(|bytes: &[u8]| {
    if bytes.contains(&b'\n') {
        return;
    }
    let pricing = Pricing { table: &TABLE, terms: Terms::default(), budget: None };
    let mut pricer = Pricer::new(pricing);
    for layout in [Layout::JsonLines, Layout::of(1, b"id,items")] {
        let Some(record) = pricer.record(&layout, 2, bytes) else { continue };
        for form in [Form::JsonLines, Form::Csv] {
            let mut out = Vec::new();
            form.write(&record, &mut out);
            let text = String::from_utf8(out).unwrap();
            assert_eq!(text.matches('\n').count(), 1, "{text}");
            assert!(!text.trim_end_matches('\n').chars().any(char::is_control), "{text:?}");
        }
    }
});
