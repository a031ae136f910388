//! Items as they were typed: those of a file, each with its place, before those of the command line.

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::Path;

use super::context::file_name;
use crate::cli;
use crate::error::{Failure, Kind, system_words};
use crate::load::{bounded, is_standard_input};
use crate::output;
use crate::table::fault::Fault;
use crate::table::read::decode;
use crate::values::limits::MAX_INPUT_BYTES;

/// An item, and where it is.
#[derive(Debug, Clone)]
pub struct TypedItem {
    /// The item as it was typed.
    pub text: String,
    /// `FILE:LINE:COLUMN`; `None` for an argument.
    pub place: Option<String>,
}

impl cli::Items {
    /// Returns whether the items come from standard input.
    pub fn reads_standard_input(&self) -> bool {
        self.file.as_deref().is_some_and(is_standard_input)
    }
}

/// Reads the items of the file, then those of the command line.
///
/// # Errors
/// Where the file can't be read, or where there are no items at all.
pub fn typed_items(args: &cli::Items) -> Result<Vec<TypedItem>, Failure> {
    let mut items = match &args.file {
        Some(file) => of_file(file)?,
        None => Vec::new(),
    };
    items.extend(of_arguments(&args.items));
    if items.is_empty() {
        return Err(match &args.file {
            Some(file) => Failure::new(Kind::Input, format!("no items in {}", file_name(file))),
            None => Failure::usage("no items to price: add at least one, such as `nano-banana=6`"),
        });
    }
    Ok(items)
}

/// Makes items of arguments.
pub fn of_arguments(words: &[impl ToString]) -> Vec<TypedItem> {
    words.iter().map(|text| TypedItem { text: text.to_string(), place: None }).collect()
}

fn of_file(file: &Path) -> Result<Vec<TypedItem>, Failure> {
    let text = contents(file, Kind::Input)?;
    let name = file_name(file);
    let mut items = Vec::new();
    for (index, line) in text.split('\n').enumerate() {
        let item = without_comment(line.strip_suffix('\r').unwrap_or(line));
        let blanks = item.chars().take_while(|c| matches!(c, ' ' | '\t')).count();
        let item = item.trim_matches([' ', '\t']);
        if !item.is_empty() {
            let place = format!("{name}:{}:{}", index + 1, blanks + 1);
            items.push(TypedItem { text: item.to_owned(), place: Some(place) });
        }
    }
    Ok(items)
}

/// Cuts a line at a `#` at its start or after a blank.
fn without_comment(line: &str) -> &str {
    let mut before_hash = line.match_indices('#').map(|(at, _)| line.get(..at).unwrap_or_default());
    before_hash.find(|before| before.is_empty() || before.ends_with([' ', '\t'])).unwrap_or(line)
}

/// Reads a file, or standard input for `-`.
///
/// # Errors
/// Where it can't be read, is larger than the limit, or isn't UTF-8.
pub fn contents(file: &Path, kind: Kind) -> Result<String, Failure> {
    let read = open(file).and_then(|input| bounded(input, MAX_INPUT_BYTES));
    let bytes = read.map_err(|error| unreadable(file, kind, &error))?;
    if bytes.len() > MAX_INPUT_BYTES {
        return Err(Failure::new(kind, format!("{} is over the limit of 1 MB", file_name(file))));
    }
    let place = |fault: &Fault| format!("{}:{}:{}", file_name(file), fault.line, fault.column);
    decode(&bytes).map(str::to_owned).map_err(|fault| Failure::at(place(&fault), kind, fault.message))
}

/// Opens a file, or standard input for `-`; says how an input from the terminal ends.
///
/// # Errors
/// Where it can't be opened.
pub fn open(file: &Path) -> io::Result<Box<dyn Read + Send>> {
    if file != Path::new("-") {
        return Ok(Box::new(File::open(file)?));
    }
    if io::stdin().is_terminal() {
        output::eprint("note: reading from the terminal; press Ctrl-D on an empty line to end the input\n");
    }
    Ok(Box::new(io::stdin()))
}

/// Returns the failure of an input that can't be read.
pub fn unreadable(file: &Path, kind: Kind, error: &io::Error) -> Failure {
    Failure::new(kind, format!("can't read {}: {}", file_name(file), system_words(error)))
}
