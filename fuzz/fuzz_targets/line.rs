//! Any bytes as a line of a batch, in either layout: one record at most, valid UTF-8 and without control characters.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use video_credits::batch::line::Layout;
use video_credits::batch::pricer::Pricer;
use video_credits::batch::{Form, Pricing};
use video_credits::pricing::estimate::Terms;
use video_credits::pricing::item::ItemFault;
use video_credits::pricing::suggest::Vocabulary;
use video_credits::table::PriceTable;

static TABLE: LazyLock<PriceTable> =
    LazyLock::new(|| PriceTable::parse(include_bytes!("../table.toml"), "table.toml").unwrap());

fn describe(_: &PriceTable, _: &Vocabulary<'_>, fault: &ItemFault) -> String {
    fault.sentence()
}

fuzz_target!(|bytes: &[u8]| {
    if bytes.contains(&b'\n') {
        return;
    }
    let pricing = Pricing { table: &TABLE, terms: Terms::default(), available: None, describe };
    for layout in [Layout::JsonLines, Layout::of(1, b"id,items")] {
        for form in [Form::JsonLines, Form::Csv] {
            let mut pricer = Pricer::new(pricing, &layout, form);
            let mut out = Vec::new();
            pricer.write_record(2, bytes, &mut out);
            let text = String::from_utf8(out).unwrap();
            assert!(text.is_empty() || text.matches('\n').count() == 1, "{text}");
            assert!(!text.trim_end_matches('\n').chars().any(char::is_control), "{text:?}");
            // The second time its items are remembered.
            let mut again = Vec::new();
            pricer.write_record(2, bytes, &mut again);
            assert_eq!(text.as_bytes(), again);
        }
    }
});
