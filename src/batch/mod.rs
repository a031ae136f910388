//! Many productions, one a line: [`mod@line`] reads a line, [`pricer`] prices it, [`stream`] does it for a whole input.

pub mod line;
pub mod pricer;
pub mod stream;

use crate::pricing::estimate::Terms;
use crate::pricing::item::ItemFault;
use crate::pricing::suggest::Vocabulary;
use crate::table::PriceTable;
use crate::values::credits::Credits;
use line::Id;

/// How every line is priced.
#[derive(Debug, Clone, Copy)]
pub struct Pricing<'t> {
    /// The price table.
    pub table: &'t PriceTable,
    /// What flags say about every production.
    pub terms: Terms,
    /// The credits to spend, where records say how many of a production they cover.
    pub available: Option<Credits>,
    /// Describes what is wrong with an item, in one line.
    pub describe: Describe,
}

/// Describes what is wrong with an item, with the names that it may have meant.
pub type Describe = fn(&PriceTable, &Vocabulary<'_>, &ItemFault) -> String;

/// The format of the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One JSON object a line.
    JsonLines,
    /// Comma-separated values, with a header.
    Csv,
}

/// Why a line has no price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The code of its class.
    pub code: &'static str,
    /// What is wrong, in one line.
    pub message: String,
}

/// The kinds of assumption that are counted, in the order of the summary.
pub const ASSUMPTIONS: [&str; 6] = ["audio", "option", "pacing", "clip_length", "offered_length", "retired"];

/// How many there are of each of the [`ASSUMPTIONS`].
pub type Assumed = [u64; ASSUMPTIONS.len()];

/// What the summary says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// The records.
    pub records: u64,
    /// The records with an error.
    pub errors: u64,
    /// The assumptions in records without an error.
    pub assumed: Assumed,
    /// Whether any item has an audio option, where a flag decides.
    pub has_audio_choice: bool,
}

impl Counts {
    /// Adds what was counted elsewhere.
    pub fn add(&mut self, other: &Counts) {
        self.records += other.records;
        self.errors += other.errors;
        add_assumed(&mut self.assumed, &other.assumed);
        self.has_audio_choice |= other.has_audio_choice;
    }
}

fn add_assumed(assumed: &mut Assumed, more: &Assumed) {
    for (count, more) in assumed.iter_mut().zip(more) {
        *count += more;
    }
}

impl Form {
    /// Returns what comes before the first record.
    pub fn header(self) -> &'static str {
        match self {
            Form::JsonLines => "",
            Form::Csv => "id,line,credits,fits,code,error\n",
        }
    }
}

/// Appends the record of a line, as JSON or as CSV. With serde this would take most of the time of a batch.
///
/// With `available` credits it says how many of the production they cover.
fn write_record<const JSON: bool>(
    id: &Id<'_>,
    line: u64,
    credits: &Result<Credits, Fault>,
    available: Option<Credits>,
    out: &mut Vec<u8>,
) {
    let put =
        |out: &mut Vec<u8>, json: &str, csv: &str| out.extend_from_slice(if JSON { json } else { csv }.as_bytes());
    put(out, "{\"id\":", "");
    match id {
        Id::None => put(out, "null", ""),
        Id::Number(digits) => out.extend_from_slice(digits),
        Id::Plain(text) => {
            put(out, "\"", "");
            out.extend_from_slice(text);
            put(out, "\"", "");
        }
        Id::Text(text) => write_text::<JSON>(text, out),
    }
    put(out, ",\"line\":", ",");
    write_whole(line, out);
    match credits {
        Ok(credits) => {
            put(out, ",\"credits\":", ",");
            write_credits(*credits, out);
            match available.map(|available| available.holds(*credits)) {
                None => put(out, ",\"fits\":null,\"unlimited\":null,\"error\":null}\n", ",,,\n"),
                Some(None) => put(out, ",\"fits\":null,\"unlimited\":true,\"error\":null}\n", ",unlimited,,\n"),
                Some(Some(count)) => {
                    put(out, ",\"fits\":", ",");
                    write_whole(count, out);
                    put(out, ",\"unlimited\":false,\"error\":null}\n", ",,\n");
                }
            }
        }
        Err(fault) => {
            put(out, ",\"credits\":null,\"fits\":null,\"unlimited\":null,\"error\":{\"code\":\"", ",,,");
            out.extend_from_slice(fault.code.as_bytes());
            put(out, "\",\"message\":", ",");
            write_text::<JSON>(&fault.message, out);
            put(out, "}}\n", "\n");
        }
    }
}

/// Appends text, in quotes where CSV needs them and always in JSON.
fn write_text<const JSON: bool>(text: &str, out: &mut Vec<u8>) {
    if JSON {
        // Writing text to memory can't fail.
        let _ = serde_json::to_writer(out, text);
    } else if text.contains([',', '"', '\n', '\r']) {
        out.extend_from_slice(format!("\"{}\"", text.replace('"', "\"\"")).as_bytes());
    } else {
        out.extend_from_slice(text.as_bytes());
    }
}

/// Appends the digits of an amount; a whole one, as most are, without the cost of a division.
fn write_credits(credits: Credits, out: &mut Vec<u8>) {
    let number = credits.value();
    let digits = number.mantissa().unsigned_abs();
    match (number.scale(), u64::try_from(digits)) {
        (0, Ok(digits)) => write_whole(digits, out),
        (scale, _) => {
            let unit = 10_u128.pow(scale);
            write_whole(digits / unit, out);
            // The decimals with their zeros behind a 1, which the point replaces.
            let point = out.len();
            write_whole(unit + digits % unit, out);
            if let Some(point) = out.get_mut(point) {
                *point = b'.';
            }
        }
    }
}

fn write_whole(number: impl itoa::Integer, out: &mut Vec<u8>) {
    out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
}
