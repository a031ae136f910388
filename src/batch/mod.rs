//! Many productions, one a line: reading a line, pricing it, writing its record. Pure; the stream is in [`stream`].

mod line;
pub mod stream;

use std::collections::HashMap;

use foldhash::fast::RandomState;
use rust_decimal::Decimal;

pub use line::{BadLine, Id, Layout, Line};
use line::{Items, Production, is_plain};

use crate::credits::{Credits, TooMany};
use crate::estimate::{Assumed, Note, Retakes, Terms, estimate};
use crate::failure::Fact;
use crate::fit::Budget;
use crate::item::{FaultCode, Item};
use crate::price::Conversion;
use crate::table::PriceTable;

/// How every line is priced.
#[derive(Debug, Clone, Copy)]
pub struct Pricing<'t> {
    /// The price table.
    pub table: &'t PriceTable,
    /// What is said about every production.
    pub terms: Terms,
    /// What there is to spend, where how many fit is asked too.
    pub budget: Option<Budget<'t>>,
}

/// The price of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Priced {
    /// What the production costs.
    pub credits: Credits,
    /// How many of it the budget allows; `None` without a budget.
    pub fits: Option<Fits>,
}

/// How many fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fits {
    /// So many.
    Count(u128),
    /// No end: it costs nothing.
    Unlimited,
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Its class.
    pub code: &'static str,
    /// In words, on one line.
    pub message: String,
}

/// What was counted on the way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Records written.
    pub records: u64,
    /// Records that carry an error.
    pub errors: u64,
    /// Items whose audio was assumed.
    pub audio: u64,
    /// Items whose pace was assumed.
    pub pacing: u64,
    /// Items whose length of clip was assumed.
    pub clip_length: u64,
    /// Whether any item has a choice of audio, where a flag decides.
    pub audio_choice: bool,
}

impl Counts {
    /// A record, and nothing to say about it.
    const RECORD: Counts = Counts { records: 1, errors: 0, audio: 0, pacing: 0, clip_length: 0, audio_choice: false };

    fn of_record(outcome: &Result<Priced, Fault>) -> Counts {
        Counts { errors: u64::from(outcome.is_err()), ..Counts::RECORD }
    }

    /// Adds what was counted elsewhere.
    pub fn add(&mut self, other: Counts) {
        self.records = self.records.saturating_add(other.records);
        self.errors = self.errors.saturating_add(other.errors);
        self.audio = self.audio.saturating_add(other.audio);
        self.pacing = self.pacing.saturating_add(other.pacing);
        self.clip_length = self.clip_length.saturating_add(other.clip_length);
        self.audio_choice |= other.audio_choice;
    }
}

/// The most faults of one line that its record tells.
const MOST_FAULTS: usize = 5;

/// The most items that are remembered, and the longest: together a few megabytes.
const REMEMBERED: usize = 8192;
const LONGEST_REMEMBERED: usize = 120;

/// Prices lines and writes their records; the items of a batch are much the same from line to line, so what is found out
/// about them is remembered.
pub struct Pricer<'t> {
    pricing: Pricing<'t>,
    layout: &'t Layout,
    form: Form,
    /// What the record of a line says that has this item only.
    alone: HashMap<Box<str>, Answer, RandomState>,
    /// The prices of items among others.
    among_others: HashMap<Box<str>, Result<PricedItem, Fault>, RandomState>,
    /// What was counted so far.
    pub counts: Counts,
}

/// What the record of a line with one item says after the line's number.
struct Answer {
    end: Box<[u8]>,
    counts: Counts,
}

/// The price of one item, before retakes, and what had to be assumed for it.
#[derive(Clone, Copy)]
struct PricedItem {
    credits: Credits,
    assumed: Counts,
}

impl<'t> Pricer<'t> {
    /// A pricer that has seen nothing yet, for lines of this layout and records of this form.
    pub fn new(pricing: Pricing<'t>, layout: &'t Layout, form: Form) -> Pricer<'t> {
        Pricer {
            pricing,
            layout,
            form,
            alone: HashMap::default(),
            among_others: HashMap::default(),
            counts: Counts::default(),
        }
    }

    /// Appends the record of a line; a blank one, and the header of a CSV, have none.
    pub fn record(&mut self, number: u64, line: Line<'_>, out: &mut Vec<u8>) {
        if let Some((id, item)) = self.layout.plain(line)
            && let Some(answer) = self.alone.get(item)
        {
            self.form.write_head(id.as_ref(), number, out);
            out.extend_from_slice(&answer.end);
            return self.counts.add(answer.counts);
        }
        let Some(read) = self.layout.read(number, line) else { return };
        let (id, outcome) = match read {
            Ok(Production { id, items: Items::One(item) }) => {
                self.form.write_head(id.as_ref(), number, out);
                return self.alone(&item, out);
            }
            Ok(Production { id, items: Items::Several(items) }) => {
                (id, self.together(items.iter().map(|item| item.0.as_ref())))
            }
            Ok(Production { id, items: Items::Joined(items) }) => (id, self.together(items.split(';'))),
            Err(BadLine { id, message }) => (id, Err(Fault { code: "bad_line", message })),
        };
        self.form.write_head(id.as_ref(), number, out);
        self.form.write_end(&outcome, out);
        self.counts.add(Counts::of_record(&outcome));
    }

    /// Appends the rest of the record of a line with this item only; it is remembered.
    fn alone(&mut self, item: &str, out: &mut Vec<u8>) {
        if let Some(answer) = self.alone.get(item) {
            out.extend_from_slice(&answer.end);
            return self.counts.add(answer.counts);
        }
        let priced = self.item(item);
        let mut counts = priced.as_ref().map(|priced| priced.assumed).unwrap_or_default();
        let outcome = priced.and_then(|priced| self.with_budget(Ok(priced.credits)));
        counts.add(Counts::of_record(&outcome));
        self.counts.add(counts);
        let start = out.len();
        self.form.write_end(&outcome, out);
        if item.len() <= LONGEST_REMEMBERED && is_plain(item) {
            if self.alone.len() >= REMEMBERED {
                self.alone.clear();
            }
            let end = out.get(start..).unwrap_or_default().into();
            self.alone.insert(item.into(), Answer { end, counts });
        }
    }

    /// What becomes of a line with several items.
    fn together<'l>(&mut self, items: impl Iterator<Item = &'l str>) -> Result<Priced, Fault> {
        let sum = self.sum(items)?;
        self.with_budget(sum)
    }

    /// The price of several items together, or the faults of those that have none.
    fn sum<'l>(&mut self, items: impl Iterator<Item = &'l str>) -> Result<Result<Credits, TooMany>, Fault> {
        let mut sum = Ok(Credits::ZERO);
        let mut assumed = Counts::default();
        let mut faults: Vec<Fault> = Vec::new();
        let mut count = 0_usize;
        for item in items {
            match self.item(item) {
                Ok(priced) => {
                    sum = sum.and_then(|sum| sum.plus(priced.credits));
                    assumed.add(priced.assumed);
                }
                Err(fault) => {
                    count = count.saturating_add(1);
                    if faults.len() < MOST_FAULTS {
                        faults.push(fault);
                    }
                }
            }
        }
        let Some(first) = faults.first() else {
            self.counts.add(assumed);
            return Ok(sum);
        };
        let messages: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
        let more = match count.saturating_sub(faults.len()) {
            0 => String::new(),
            more => format!("; and {more} more"),
        };
        Err(Fault { code: first.code, message: messages.join("; ") + &more })
    }

    fn with_budget(&self, sum: Result<Credits, TooMany>) -> Result<Priced, Fault> {
        let retakes = self.pricing.terms.retakes;
        let priced = |sum: Credits| {
            let credits = if retakes.is_none() { sum } else { sum.times(retakes.factor())? };
            let fits = match &self.pricing.budget {
                None => None,
                Some(budget) => Some(budget.available()?.holds(credits).map_or(Fits::Unlimited, Fits::Count)),
            };
            Ok(Priced { credits, fits })
        };
        sum.and_then(priced)
            .map_err(|TooMany| Fault { code: FaultCode::Limit.as_str(), message: format!("this production {TooMany}") })
    }

    /// The price of an item among others, or its fault; either is remembered.
    fn item(&mut self, text: &str) -> Result<PricedItem, Fault> {
        if let Some(priced) = self.among_others.get(text) {
            return priced.clone();
        }
        let priced = self.first_time(text);
        if text.len() <= LONGEST_REMEMBERED {
            if self.among_others.len() >= REMEMBERED {
                self.among_others.clear();
            }
            self.among_others.insert(text.into(), priced.clone());
        }
        priced
    }

    fn first_time(&mut self, text: &str) -> Result<PricedItem, Fault> {
        let terms = Terms { retakes: Retakes::default(), ..self.pricing.terms };
        let table = self.pricing.table;
        let estimate = estimate(table, [Item::parse(text, table)], terms, 1).map_err(|faults| {
            let messages: Vec<String> = faults.iter().map(|fault| Fact::from(fault).in_one_line()).collect();
            let code = faults.first().map_or(FaultCode::Syntax, |fault| fault.error.code());
            Fault { code: code.as_str(), message: messages.join("; ") }
        })?;
        let no_choice = estimate.notes.iter().any(|note| matches!(note, Note::NoAudioChoice(_)));
        self.counts.audio_choice |= terms.audio.is_some() && !no_choice;
        let mut assumed = Counts::default();
        for assumption in &estimate.assumptions {
            let count = match assumption.assumed {
                Assumed::Audio(_) => &mut assumed.audio,
                Assumed::Conversion(Conversion::Pacing { .. }) => &mut assumed.pacing,
                Assumed::Conversion(Conversion::ClipLength { .. }) => &mut assumed.clip_length,
                Assumed::DefaultModel => continue,
            };
            *count = count.saturating_add(1);
        }
        Ok(PricedItem { credits: estimate.each, assumed })
    }
}

/// The forms of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One JSON object a line.
    JsonLines,
    /// Comma-separated values, with a header.
    Csv,
}

impl Form {
    /// What comes before the first record.
    pub fn header(self) -> &'static str {
        match self {
            Form::JsonLines => "",
            Form::Csv => "id,line,credits,fits,code,error\n",
        }
    }

    /// Appends a record as far as the number of its line.
    fn write_head(self, id: Option<&Id<'_>>, number: u64, out: &mut Vec<u8>) {
        match (self, id) {
            (Form::JsonLines, None) => out.extend_from_slice(b"{\"id\":null,\"line\":"),
            (Form::JsonLines, Some(id)) => {
                out.extend_from_slice(b"{\"id\":");
                match id {
                    Id::Number(number) => out.extend_from_slice(number.as_bytes()),
                    Id::Text(text) => json_string(text, out),
                    Id::Plain(text) => {
                        out.push(b'"');
                        out.extend_from_slice(text.as_bytes());
                        out.push(b'"');
                    }
                }
                out.extend_from_slice(b",\"line\":");
            }
            (Form::Csv, None) => out.push(b','),
            (Form::Csv, Some(id)) => {
                match id {
                    Id::Number(plain) | Id::Plain(plain) => out.extend_from_slice(plain.as_bytes()),
                    Id::Text(text) => csv_cell(text, out),
                }
                out.push(b',');
            }
        }
        out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
    }

    /// Appends the rest of a record, with the end of its line.
    fn write_end(self, outcome: &Result<Priced, Fault>, out: &mut Vec<u8>) {
        match (self, outcome) {
            (Form::JsonLines, Ok(priced)) => {
                out.extend_from_slice(b",\"credits\":");
                decimal(priced.credits.value(), out);
                match priced.fits {
                    None => out.extend_from_slice(b",\"fits\":null,\"unlimited\":null"),
                    Some(Fits::Unlimited) => out.extend_from_slice(b",\"fits\":null,\"unlimited\":true"),
                    Some(Fits::Count(count)) => {
                        out.extend_from_slice(b",\"fits\":");
                        whole(count, out);
                        out.extend_from_slice(b",\"unlimited\":false");
                    }
                }
                out.extend_from_slice(b",\"error\":null}\n");
            }
            (Form::JsonLines, Err(fault)) => {
                out.extend_from_slice(b",\"credits\":null,\"fits\":null,\"unlimited\":null,\"error\":{\"code\":");
                json_string(fault.code, out);
                out.extend_from_slice(b",\"message\":");
                json_string(&fault.message, out);
                out.extend_from_slice(b"}}\n");
            }
            (Form::Csv, Ok(priced)) => {
                out.push(b',');
                decimal(priced.credits.value(), out);
                out.push(b',');
                match priced.fits {
                    None => {}
                    Some(Fits::Unlimited) => out.extend_from_slice(b"unlimited"),
                    Some(Fits::Count(count)) => whole(count, out),
                }
                out.extend_from_slice(b",,\n");
            }
            (Form::Csv, Err(fault)) => {
                out.extend_from_slice(b",,,");
                out.extend_from_slice(fault.code.as_bytes());
                out.push(b',');
                csv_cell(&fault.message, out);
                out.push(b'\n');
            }
        }
    }
}

/// A number's digits; a whole one, as most are, by the short way.
fn decimal(number: Decimal, out: &mut Vec<u8>) {
    if number.scale() == 0 {
        whole(number.mantissa().unsigned_abs(), out);
    } else {
        out.extend_from_slice(number.to_string().as_bytes());
    }
}

fn whole(number: u128, out: &mut Vec<u8>) {
    match u64::try_from(number) {
        Ok(number) => out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes()),
        Err(_) => out.extend_from_slice(number.to_string().as_bytes()),
    }
}

fn json_string(text: &str, out: &mut Vec<u8>) {
    // Writing to memory doesn't fail.
    let _ = serde_json::to_writer(out, text);
}

/// A cell, quoted where it has to be.
fn csv_cell(text: &str, out: &mut Vec<u8>) {
    if !text.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
        out.extend_from_slice(text.as_bytes());
        return;
    }
    out.push(b'"');
    out.extend_from_slice(text.replace('"', "\"\"").as_bytes());
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::limits::MAX_LINE_BYTES;

    /// A line that is plain in most of its parts, and in some of them not.
    fn json_line() -> impl Strategy<Value = String> {
        let token = |tokens: &'static [&'static str]| prop_oneof![8 => Just(tokens[0]), 1 => prop::sample::select(tokens.to_vec())];
        let id = token(&[
            "12",
            "0",
            "01",
            "-1",
            "1.5",
            "1e3",
            "null",
            r#""""#,
            r#""a b""#,
            r#""a,b""#,
            r#""a\u0041""#,
            "\"\u{7f}\"",
            "\"\u{e9}\"",
            "[1]",
            "",
        ]);
        let items = prop::sample::select(vec![
            r#""flux-dev""#,
            r#""kling""#,
            r#""a","b""#,
            r#""a\",\"b""#,
            r#""a;b""#,
            r#""a\\b""#,
            r#""a\u0008b""#,
            r#""""#,
            r#""a\""#,
            "\"a\tb\"",
            r#""a"b""#,
            r#""flux-dev" "#,
            "1",
        ]);
        let opening = token(&[r#"{"id":"#, r#"{"id": "#, r#"{ "id":"#, r#"{"ID":"#, r#"{"id" :"#, "{"]);
        let comma = token(&[",", ", ", ",  ", ",\t", ""]);
        let middle = token(&[r#""items":["#, r#""items": ["#, r#""items":[ "#, r#""id":["#, r#""items":"#]);
        let end = token(&["]}", "]} ", r#"],"x":1}"#, "]}}", "]"]);
        (opening, id, comma, middle, items, end)
            .prop_map(|(opening, id, comma, middle, items, end)| [opening, id, comma, middle, items, end].concat())
    }

    /// A line of CSV with the same items.
    fn csv_line() -> impl Strategy<Value = String> {
        let item = prop::sample::select(vec![
            "flux-dev",
            "kling",
            "a,b",
            "\"a,b\"",
            "a;b",
            "\"a;b\"",
            "a\\b",
            "",
            " ",
            "\"",
            "flux-dev\r",
            " flux-dev ",
            "\u{e9}",
        ]);
        ("[ a1,\"\\\\\u{7f}\u{e9}]{0,2},", item).prop_map(|(id, item)| id + item)
    }

    fn record(pricer: &mut Pricer<'_>, line: &str) -> (String, Counts) {
        let mut out = Vec::new();
        pricer.counts = Counts::default();
        pricer.record(2, Line::of(line.as_bytes()), &mut out);
        (String::from_utf8(out).unwrap(), pricer.counts)
    }

    /// A line has the same record whether the pricer has seen the like or not.
    fn remembering_changes_nothing(layout: &Layout, before: &[String], line: &str) -> Result<(), TestCaseError> {
        let table = PriceTable::built_in_for(&["flux-dev"], true).unwrap();
        let pricing = Pricing { table: &table, terms: Terms::default(), budget: None };
        for form in [Form::JsonLines, Form::Csv] {
            let mut old = Pricer::new(pricing, layout, form);
            for line in before {
                record(&mut old, line);
            }
            let fresh = record(&mut Pricer::new(pricing, layout, form), line);
            prop_assert_eq!(record(&mut old, line), fresh);
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn lines_of_json(before in prop::collection::vec(json_line(), 20), line in json_line()) {
            remembering_changes_nothing(&Layout::JsonLines, &before, &line)?;
        }

        #[test]
        fn lines_of_csv(before in prop::collection::vec(csv_line(), 20), line in csv_line()) {
            remembering_changes_nothing(&Layout::of(1, b"id,items"), &before, &line)?;
        }
    }

    #[test]
    fn what_programs_write_is_plain() {
        let csv = Layout::of(1, b"id,items");
        for (layout, line) in [
            (&Layout::JsonLines, r#"{"id":1,"items":["flux-dev"]}"#),
            (&Layout::JsonLines, r#"{"id": "a b", "items": ["flux-dev"]}"#),
            (&csv, "1,flux-dev"),
            (&csv, "a b,flux-dev\r"),
            (&csv, ",flux-dev"),
        ] {
            assert_eq!(layout.plain(Line::Text(line)).unwrap().1, "flux-dev", "{line}");
        }
    }

    #[test]
    fn a_line_of_the_limit_is_one_whether_its_item_is_known_or_not() {
        let known = [r#"{"id":1,"items":["flux-dev"]}"#.to_owned()];
        let line = |length: usize| {
            let line = |id: &str| format!(r#"{{"id":"{id}","items":["flux-dev"]}}"#);
            line(&"a".repeat(length - line("").len()))
        };
        for length in MAX_LINE_BYTES..MAX_LINE_BYTES + 3 {
            remembering_changes_nothing(&Layout::JsonLines, &known, &line(length)).unwrap();
        }
        let csv = format!("{},flux-dev", "a".repeat(MAX_LINE_BYTES));
        remembering_changes_nothing(&Layout::of(1, b"id,items"), &["1,flux-dev".to_owned()], &csv).unwrap();
    }

    #[test]
    fn short_items_are_remembered() {
        let table = PriceTable::built_in_for(&["flux-dev"], true).unwrap();
        let pricing = Pricing { table: &table, terms: Terms::default(), budget: None };
        for (length, remembered) in [(LONGEST_REMEMBERED - 1, 1), (LONGEST_REMEMBERED, 1), (LONGEST_REMEMBERED + 1, 0)]
        {
            let item = format!("{:<length$}", "flux-dev");
            let mut pricer = Pricer::new(pricing, &Layout::JsonLines, Form::Csv);
            record(&mut pricer, &format!(r#"{{"id":1,"items":["{item}"]}}"#));
            assert_eq!((pricer.alone.len(), pricer.among_others.len()), (remembered, remembered), "{length}");
        }
    }

    #[test]
    fn what_is_remembered_has_an_end() {
        let table = PriceTable::built_in_for(&["flux-dev"], true).unwrap();
        let pricing = Pricing { table: &table, terms: Terms::default(), budget: None };
        let mut pricer = Pricer::new(pricing, &Layout::JsonLines, Form::Csv);
        for count in 1..=REMEMBERED + 2 {
            let items = [format!("\"flux-dev={count}\""), format!("\"flux-dev={count}\",\"flux-dev=1\"")];
            for (items, credits) in items.iter().zip([count * 10, count * 10 + 10]) {
                let (record, _) = record(&mut pricer, &format!("{{\"id\":1,\"items\":[{items}]}}"));
                assert_eq!(record, format!("1,2,{credits},,,\n"));
            }
            assert_eq!(pricer.alone.len(), (count - 1) % REMEMBERED + 1, "as many as were seen, until it begins anew");
            assert!(pricer.among_others.len() <= REMEMBERED);
        }
    }
}
