//! Prices lines and writes their records.

use std::rc::Rc;

use foldhash::HashMap;
use rust_decimal::Decimal;

use super::line::{Layout, is_plain};
use super::{ASSUMPTIONS, Assumed, Counts, Fault, Form, Pricing, add_assumed, write_record};
use crate::error::Kind;
use crate::pricing::estimate::{Retakes, Terms, estimate};
use crate::pricing::item::{FaultCode, Item, ItemFault};
use crate::pricing::suggest::Vocabulary;
use crate::values::credits::{Credits, LimitExceeded};

/// The most items with faults that a record lists.
const MAX_FAULTS: usize = 5;

/// The most items that are remembered, and the longest: a few megabytes in all.
const MAX_REMEMBERED: usize = 8192;
const MAX_REMEMBERED_BYTES: usize = 120;

/// The most models of a table from which similar names are suggested. In a larger table, thousands of unknown names would
/// take minutes.
const MAX_MODELS_TO_SUGGEST: usize = 500;

/// Prices lines. The items of a batch are much the same from line to line, so their prices are remembered.
pub struct Pricer<'t> {
    pricing: Pricing<'t>,
    layout: &'t Layout,
    form: Form,
    /// The factor of retakes, where there are any.
    retakes: Option<Decimal>,
    /// The prices of [plain](is_plain) items.
    remembered: HashMap<Box<[u8]>, Result<PricedItem, Rc<Fault>>>,
    /// What is needed to suggest names. Made for the first fault, because it takes time.
    vocabulary: Option<Vocabulary<'t>>,
    /// What was counted so far.
    pub counts: Counts,
}

/// The price of an item, or of several, before retakes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct PricedItem {
    credits: Credits,
    assumed: Assumed,
}

impl PricedItem {
    fn plus(mut self, other: &PricedItem) -> Result<PricedItem, LimitExceeded> {
        self.credits = self.credits.plus(other.credits)?;
        add_assumed(&mut self.assumed, &other.assumed);
        Ok(self)
    }
}

impl<'t> Pricer<'t> {
    /// Makes a pricer for lines of this layout and records of this form.
    pub fn new(pricing: Pricing<'t>, layout: &'t Layout, form: Form) -> Pricer<'t> {
        let retakes = Some(pricing.terms.retakes.factor()).filter(|factor| *factor != Decimal::ONE);
        Pricer {
            pricing,
            layout,
            form,
            retakes,
            remembered: HashMap::default(),
            vocabulary: None,
            counts: Counts::default(),
        }
    }

    /// Appends the record of a line, if it has one.
    pub fn write_record(&mut self, line_number: u64, line: &[u8], out: &mut Vec<u8>) {
        let mut sum: Option<PricedItem> = None;
        let plain = self.layout.read_plain(line, |item| {
            let priced = self.remembered.get(item)?.as_ref().ok()?;
            sum = Some(sum.map_or(Ok(*priced), |sum| sum.plus(priced)).ok()?);
            Some(())
        });
        let (id, priced) = match (plain, sum) {
            (Some(id), Some(sum)) => (id, Ok(sum)),
            _ => match self.layout.read(line_number, line) {
                None => return,
                Some((id, Ok(items))) => (id, self.sum(&items)),
                Some((id, Err(message))) => (id, Err(Fault { code: Kind::Input.code(), message })),
            },
        };
        let credits = priced.and_then(|priced| {
            let credits = self.retakes.map_or(Ok(priced.credits), |factor| priced.credits.times(factor));
            let credits = credits.map_err(limit_exceeded)?;
            add_assumed(&mut self.counts.assumed, &priced.assumed);
            Ok(credits)
        });
        self.counts.records += 1;
        self.counts.errors += u64::from(credits.is_err());
        match self.form {
            Form::JsonLines => write_record::<true>(&id, line_number, &credits, self.pricing.available, out),
            Form::Csv => write_record::<false>(&id, line_number, &credits, self.pricing.available, out),
        }
    }

    /// Prices several items together, or lists the faults of those that have no price.
    fn sum(&mut self, items: &[String]) -> Result<PricedItem, Fault> {
        let mut sum = Ok(PricedItem { credits: Credits::ZERO, assumed: Assumed::default() });
        let mut faults: Vec<Rc<Fault>> = Vec::new();
        let mut others = 0;
        for item in items {
            match self.item(item) {
                Ok(priced) => sum = sum.and_then(|sum| sum.plus(&priced)),
                Err(fault) if faults.len() < MAX_FAULTS => faults.push(fault),
                Err(_) => others += 1,
            }
        }
        let Some(first) = faults.first() else { return sum.map_err(limit_exceeded) };
        let mut messages: Vec<String> = faults.iter().map(|fault| fault.message.clone()).collect();
        if others > 0 {
            messages.push(format!("and {others} more"));
        }
        Err(Fault { code: first.code, message: messages.join("; ") })
    }

    /// Prices an item, or remembers its price.
    fn item(&mut self, text: &str) -> Result<PricedItem, Rc<Fault>> {
        if let Some(priced) = self.remembered.get(text.as_bytes()) {
            return priced.clone();
        }
        let priced = self.new_item(text).map_err(Rc::new);
        if text.len() <= MAX_REMEMBERED_BYTES && is_plain(text) {
            if self.remembered.len() >= MAX_REMEMBERED {
                self.remembered.clear();
            }
            self.remembered.insert(text.as_bytes().into(), priced.clone());
        }
        priced
    }

    fn new_item(&mut self, text: &str) -> Result<PricedItem, Fault> {
        // Retakes are for the whole production.
        let terms = Terms { retakes: Retakes::default(), ..self.pricing.terms };
        let table = self.pricing.table;
        let estimate = estimate(table, [Item::parse(text, table)], terms, 1).map_err(|faults| self.fault(&faults))?;
        self.counts.has_audio_choice |= terms.audio.is_some() && estimate.ignored_audio.is_none();
        let mut assumed = Assumed::default();
        for assumption in &estimate.assumptions {
            for (count, code) in assumed.iter_mut().zip(ASSUMPTIONS) {
                *count += u64::from(assumption.assumed.code() == code);
            }
        }
        Ok(PricedItem { credits: estimate.each, assumed })
    }

    /// Describes the faults of one item.
    fn fault(&mut self, faults: &[ItemFault]) -> Fault {
        let table = self.pricing.table;
        let code = faults.first().map_or(FaultCode::Syntax, |fault| fault.error.code());
        let messages: Vec<String> = if table.models.len() > MAX_MODELS_TO_SUGGEST {
            faults.iter().map(ItemFault::sentence).collect()
        } else {
            let vocabulary = self.vocabulary.get_or_insert_with(|| Vocabulary::new(table));
            faults.iter().map(|fault| (self.pricing.describe)(table, vocabulary, fault)).collect()
        };
        Fault { code: code.as_str(), message: messages.join("; ") }
    }
}

fn limit_exceeded(error: LimitExceeded) -> Fault {
    Fault { code: FaultCode::Limit.as_str(), message: format!("this production is {error}") }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;
    use crate::table::PriceTable;
    use crate::values::limits::MAX_LINE_BYTES;

    static TABLE: LazyLock<PriceTable> = LazyLock::new(PriceTable::page);

    fn pricing() -> Pricing<'static> {
        Pricing { table: &TABLE, terms: Terms::default(), available: None, describe: |_, _, fault| fault.sentence() }
    }

    fn record(pricer: &mut Pricer<'_>, line: &str) -> (String, Counts) {
        let mut out = Vec::new();
        pricer.counts = Counts::default();
        pricer.write_record(2, line.as_bytes(), &mut out);
        (String::from_utf8(out).unwrap(), pricer.counts)
    }

    /// One of several texts, the first most of the time.
    fn token(texts: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
        prop_oneof![8 => Just(texts[0]), 1 => prop::sample::select(texts.to_vec())]
    }

    /// A line that is plain in most of its parts.
    fn json_line() -> impl Strategy<Value = String> {
        let item = [r#""flux-dev""#, r#""kling""#, r#""a\"b""#, r#""a;b""#, r#""a\\b""#, r#""""#, r#""a"b""#, "1"];
        (
            token(&[r#"{"id":"#, r#"{"id": "#, r#"{ "id":"#, r#"{"ID":"#, "{"]),
            token(&[
                "12",
                "0",
                "01",
                "-1",
                "1.5",
                "null",
                r#""a b""#,
                r#""a,b""#,
                r#""a\u0041""#,
                "\"\u{7f}\"",
                "\"\u{e9}\"",
                "",
            ]),
            token(&[",", ", ", ",  ", ""]),
            token(&[r#""items":["#, r#""items": ["#, r#""items":[ "#, r#""id":["#]),
            prop::collection::vec((prop::sample::select(item.to_vec()), token(&[",", ", ", " ,", "\""])), 0..4),
            token(&[r#""flux-dev"]}"#, r#""flux-dev"]} "#, r#""flux-dev"],"x":1}"#, "]}", r#"","]}"#]),
        )
            .prop_map(|(opening, id, comma, middle, items, end)| {
                let items: String = items.into_iter().flat_map(|(item, comma)| [item, comma]).collect();
                [opening, id, comma, middle, &items, end].concat()
            })
    }

    /// A line of CSV with the same items.
    fn csv_line() -> impl Strategy<Value = String> {
        let items = [
            "flux-dev",
            "kling",
            "a,b",
            "\"a,b\"",
            "flux-dev;flux-dev",
            "\"a;b\"",
            "a\\b",
            "",
            " ",
            "\"",
            " flux-dev ",
            "\u{e9}",
        ];
        ("[ a1,\"\\\\\u{7f}\u{e9}]{0,2},", prop::sample::select(items.to_vec())).prop_map(|(id, items)| id + items)
    }

    /// Checks that a line has the same record whether or not its items are remembered.
    fn check_memory(layout: &Layout, before: &[String], line: &str) -> Result<(), TestCaseError> {
        for form in [Form::JsonLines, Form::Csv] {
            let mut pricer = Pricer::new(pricing(), layout, form);
            for line in before {
                record(&mut pricer, line);
            }
            let fresh = record(&mut Pricer::new(pricing(), layout, form), line);
            prop_assert_eq!(record(&mut pricer, line), fresh);
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(50))]

        #[test]
        fn json_records_dont_depend_on_memory(before in prop::collection::vec(json_line(), 20), line in json_line()) {
            check_memory(&Layout::JsonLines, &before, &line)?;
        }

        #[test]
        fn csv_records_dont_depend_on_memory(before in prop::collection::vec(csv_line(), 20), line in csv_line()) {
            check_memory(&Layout::of(1, b"id,items"), &before, &line)?;
        }
    }

    #[test]
    fn a_line_that_is_too_long_is_refused_whether_or_not_its_items_are_known() {
        let line = |length: usize| {
            let line = |id: &str| format!(r#"{{"id":"{id}","items":["flux-dev"]}}"#);
            line(&"a".repeat(length - line("").len()))
        };
        for length in MAX_LINE_BYTES..MAX_LINE_BYTES + 2 {
            check_memory(&Layout::JsonLines, &[line(100)], &line(length)).unwrap();
        }
    }

    #[test]
    fn memory_has_limits() {
        let mut pricer = Pricer::new(pricing(), &Layout::JsonLines, Form::Csv);
        for (length, remembered) in [(MAX_REMEMBERED_BYTES, 1), (MAX_REMEMBERED_BYTES + 1, 1)] {
            record(&mut pricer, &format!(r#"{{"items":["{:<length$}"]}}"#, "flux-dev"));
            assert_eq!(pricer.remembered.len(), remembered);
        }
        for count in 1..=MAX_REMEMBERED {
            let (record, _) = record(&mut pricer, &format!(r#"{{"id":1,"items":["flux-dev={count}"]}}"#));
            assert_eq!(record, format!("1,2,{},,,\n", count * 10));
        }
        assert_eq!(pricer.remembered.len(), 1);
    }

    #[test]
    fn records_and_counts() {
        let terms = Terms { retakes: "12.5%".parse().unwrap(), ..Terms::default() };
        let pricing = Pricing {
            table: &TABLE,
            terms,
            available: Some(Credits::from(1000)),
            describe: |_, _, fault| fault.sentence(),
        };
        let mut pricer = Pricer::new(pricing, &Layout::JsonLines, Form::JsonLines);
        for (items, end) in [
            (r#""nano-banana""#, r#""credits":16.875,"fits":59,"unlimited":false,"error":null}"#),
            (r#""credits=0.01""#, r#""credits":0.01125,"fits":88888,"unlimited":false,"error":null}"#),
            (r#""credits=0""#, r#""credits":0,"fits":null,"unlimited":true,"error":null}"#),
            (
                r#""veo3.1/fast=6s","flux-schnell=30s","framepack=6x8s""#,
                r#""credits":1087.875,"fits":0,"unlimited":false,"error":null}"#,
            ),
            (
                r#""credits=900000000000""#,
                r#""code":"limit","message":"this production is over the limit of 1,000,000,000,000 credits"}}"#,
            ),
            (r#""sora","sora","sora","sora","sora","sora""#, r#"no model called `sora`; and 1 more"}}"#),
        ] {
            // The second time the items are remembered.
            for _ in 0..2 {
                let (record, counts) = record(&mut pricer, &format!(r#"{{"id":7,"items":[{items}]}}"#));
                assert!(record.trim_end().ends_with(end), "{record}");
                assert_eq!((counts.records, counts.errors), (1, u64::from(end.contains("}}"))));
                assert_eq!(counts.assumed, if items.contains("veo") { [1, 0, 1, 1, 0, 0] } else { [0; 6] });
            }
        }
    }
}
