//! Many productions, one a line: reading a line, pricing it, writing its record. Pure; the stream is in [`stream`].

mod line;
pub mod stream;

use std::collections::HashMap;

use foldhash::fast::RandomState;
use rust_decimal::Decimal;

use line::Items;
pub use line::{BadLine, Id, Layout};

use crate::credits::{Credits, TooMany};
use crate::estimate::{Assumed, Retakes, Terms, estimate};
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

/// What became of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record<'l> {
    /// The line's own id, where it has one that can be read.
    pub id: Option<Id<'l>>,
    /// The line's number in the input, from 1, blank lines counted.
    pub line: u64,
    /// Its price, or what is wrong with it.
    pub outcome: Result<Priced, Fault>,
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
}

impl Counts {
    /// Adds what was counted elsewhere.
    pub fn add(&mut self, other: Counts) {
        self.records = self.records.saturating_add(other.records);
        self.errors = self.errors.saturating_add(other.errors);
        self.audio = self.audio.saturating_add(other.audio);
        self.pacing = self.pacing.saturating_add(other.pacing);
        self.clip_length = self.clip_length.saturating_add(other.clip_length);
    }
}

/// The most faults of one line that its record tells.
const MOST_FAULTS: usize = 5;

/// The most items whose price is remembered, and the longest: together a few megabytes.
const REMEMBERED: usize = 8192;
const LONGEST_REMEMBERED: usize = 120;

/// Prices lines; the items of a batch are much the same from line to line, so their prices are remembered.
pub struct Pricer<'t> {
    pricing: Pricing<'t>,
    remembered: HashMap<Box<str>, Result<PricedItem, Fault>, RandomState>,
    /// What was counted so far.
    pub counts: Counts,
}

/// The price of one item, before retakes, and what had to be assumed for it.
#[derive(Clone, Copy)]
struct PricedItem {
    credits: Credits,
    assumed: Counts,
}

impl<'t> Pricer<'t> {
    /// A pricer that has seen nothing yet.
    pub fn new(pricing: Pricing<'t>) -> Pricer<'t> {
        Pricer { pricing, remembered: HashMap::default(), counts: Counts::default() }
    }

    /// The record of a line; `None` for a blank one, and for the header of a CSV.
    pub fn record<'l>(&mut self, layout: &Layout, number: u64, line: &'l [u8]) -> Option<Record<'l>> {
        let line = if number == 1 { line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line) } else { line };
        let read = layout.read(number, line)?;
        let (id, outcome) = match read {
            Ok(production) => {
                let outcome = self.priced(&production.items);
                (production.id, outcome)
            }
            Err(BadLine { id, message }) => (id, Err(Fault { code: "bad_line", message })),
        };
        self.counts.records = self.counts.records.saturating_add(1);
        if outcome.is_err() {
            self.counts.errors = self.counts.errors.saturating_add(1);
        }
        Some(Record { id, line: number, outcome })
    }

    /// The record of a line that is too long to be read.
    pub fn too_long(&mut self, number: u64) -> Record<'static> {
        self.counts.add(Counts { records: 1, errors: 1, ..Counts::default() });
        let message = "the line is over 1 MB".to_owned();
        Record { id: None, line: number, outcome: Err(Fault { code: "bad_line", message }) }
    }

    fn priced(&mut self, items: &Items<'_>) -> Result<Priced, Fault> {
        let mut sum: Option<Result<Credits, TooMany>> = None;
        let mut assumed = Counts::default();
        let mut faults: Vec<Fault> = Vec::new();
        let mut count = 0_usize;
        items.each(|item| match self.item(item) {
            Ok(priced) => {
                sum = Some(match sum {
                    None => Ok(priced.credits),
                    Some(sum) => sum.and_then(|sum| sum.plus(priced.credits)),
                });
                assumed.add(priced.assumed);
            }
            Err(fault) => {
                count = count.saturating_add(1);
                if faults.len() < MOST_FAULTS {
                    faults.push(fault);
                }
            }
        });
        if let Some(first) = faults.first() {
            let messages: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
            let more = match count.saturating_sub(faults.len()) {
                0 => String::new(),
                more => format!("; and {more} more"),
            };
            return Err(Fault { code: first.code, message: messages.join("; ") + &more });
        }
        let priced = sum.unwrap_or(Ok(Credits::ZERO)).and_then(|sum| self.with_budget(sum));
        self.counts.add(assumed);
        priced
            .map_err(|TooMany| Fault { code: FaultCode::Limit.as_str(), message: format!("this production {TooMany}") })
    }

    fn with_budget(&self, sum: Credits) -> Result<Priced, TooMany> {
        let retakes = self.pricing.terms.retakes;
        let credits = if retakes.is_none() { sum } else { sum.times(retakes.factor())? };
        let fits = match &self.pricing.budget {
            None => None,
            Some(budget) => Some(budget.available()?.holds(credits).map_or(Fits::Unlimited, Fits::Count)),
        };
        Ok(Priced { credits, fits })
    }

    /// The price of an item, or its fault; either is remembered.
    fn item(&mut self, text: &str) -> Result<PricedItem, Fault> {
        if let Some(priced) = self.remembered.get(text) {
            return priced.clone();
        }
        let priced = self.first_time(text);
        if text.len() <= LONGEST_REMEMBERED {
            if self.remembered.len() >= REMEMBERED {
                self.remembered.clear();
            }
            self.remembered.insert(text.into(), priced.clone());
        }
        priced
    }

    fn first_time(&self, text: &str) -> Result<PricedItem, Fault> {
        let terms = Terms { retakes: Retakes::default(), ..self.pricing.terms };
        let table = self.pricing.table;
        let estimate = estimate(table, [Item::parse(text, table)], terms, 1).map_err(|faults| {
            let messages: Vec<String> = faults.iter().map(with_suggestions).collect();
            let code = faults.first().map_or(FaultCode::Syntax, |fault| fault.error.code());
            Fault { code: code.as_str(), message: messages.join("; ") }
        })?;
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

/// A fault with the names that may have been meant.
fn with_suggestions(fault: &crate::item::ItemFault) -> String {
    let names: Vec<&str> = fault.suggestions().iter().flat_map(|line| line.names.iter().map(String::as_str)).collect();
    match names.as_slice() {
        [] => fault.sentence(),
        names => format!("{}; similar: {}", fault.sentence(), names.join(", ")),
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

    /// Appends a record, with the end of its line.
    pub fn write(self, record: &Record<'_>, out: &mut Vec<u8>) {
        match self {
            Form::JsonLines => write_json(record, out),
            Form::Csv => write_csv(record, out),
        }
    }
}

fn write_json(record: &Record<'_>, out: &mut Vec<u8>) {
    out.extend_from_slice(b"{\"id\":");
    match &record.id {
        None => out.extend_from_slice(b"null"),
        Some(Id::Number(number)) => out.extend_from_slice(number.as_bytes()),
        Some(Id::Text(text)) => json_string(text, out),
    }
    out.extend_from_slice(b",\"line\":");
    whole(u128::from(record.line), out);
    match &record.outcome {
        Ok(priced) => {
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
        Err(fault) => {
            out.extend_from_slice(b",\"credits\":null,\"fits\":null,\"unlimited\":null,\"error\":{\"code\":");
            json_string(fault.code, out);
            out.extend_from_slice(b",\"message\":");
            json_string(&fault.message, out);
            out.extend_from_slice(b"}}\n");
        }
    }
}

fn write_csv(record: &Record<'_>, out: &mut Vec<u8>) {
    match &record.id {
        None => {}
        Some(Id::Number(number)) => out.extend_from_slice(number.as_bytes()),
        Some(Id::Text(text)) => csv_cell(text, out),
    }
    out.push(b',');
    whole(u128::from(record.line), out);
    out.push(b',');
    match &record.outcome {
        Ok(priced) => {
            decimal(priced.credits.value(), out);
            out.push(b',');
            match priced.fits {
                None => {}
                Some(Fits::Unlimited) => out.extend_from_slice(b"unlimited"),
                Some(Fits::Count(count)) => whole(count, out),
            }
            out.extend_from_slice(b",,\n");
        }
        Err(fault) => {
            out.extend_from_slice(b",,");
            out.extend_from_slice(fault.code.as_bytes());
            out.push(b',');
            csv_cell(&fault.message, out);
            out.push(b'\n');
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
