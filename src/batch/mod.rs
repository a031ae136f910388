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
    /// Whether any item has a choice of audio, where a flag decides.
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

/// Appends the record of a line as JSON or as CSV. With serde this would take most of the time of a batch.
///
/// With `available` credits it says how many of the production they cover.
fn write_record(
    form: Form,
    id: &Id<'_>,
    line: u64,
    credits: &Result<Credits, Fault>,
    available: Option<Credits>,
    out: &mut Vec<u8>,
) {
    let is_json = form == Form::JsonLines;
    let put = |out: &mut Vec<u8>, json: &str, csv: &str| {
        out.extend_from_slice(if is_json { json } else { csv }.as_bytes());
    };
    put(out, "{\"id\":", "");
    match id {
        Id::None => put(out, "null", ""),
        Id::Number(digits) => out.extend_from_slice(digits),
        Id::Plain(text) => {
            put(out, "\"", "");
            out.extend_from_slice(text);
            put(out, "\"", "");
        }
        Id::Text(text) => write_text(form, text, out),
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
            write_text(form, &fault.message, out);
            put(out, "}}\n", "\n");
        }
    }
}

/// Appends text, in quotes where CSV needs them and always in JSON.
fn write_text(form: Form, text: &str, out: &mut Vec<u8>) {
    if form == Form::JsonLines {
        // Writing text to memory can't fail.
        let _ = serde_json::to_writer(out, text);
    } else if text.contains([',', '"', '\n', '\r']) {
        out.extend_from_slice(format!("\"{}\"", text.replace('"', "\"\"")).as_bytes());
    } else {
        out.extend_from_slice(text.as_bytes());
    }
}

/// Appends the digits of an amount; a whole one, as most are, by the fastest way.
fn write_credits(credits: Credits, out: &mut Vec<u8>) {
    let number = credits.value();
    match u64::try_from(number.mantissa()) {
        Ok(whole) if number.scale() == 0 => write_whole(whole, out),
        _ => out.extend_from_slice(number.to_string().as_bytes()),
    }
}

fn write_whole(number: impl itoa::Integer, out: &mut Vec<u8>) {
    out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
}
