//! Items as they were typed: those of a file, each with its place, before those of the command line.

use std::collections::HashMap;
use std::fs::File;
use std::io::IsTerminal;
use std::path::Path;

use super::Asked;
use crate::cli;
use crate::failure::{Failure, Kind, system_words};
use crate::item::ItemFault;
use crate::limits::MAX_INPUT_BYTES;
use crate::name::shown;
use crate::output;
use crate::reader::{NotUtf8, text_of};
use crate::source::bounded;

/// Items, with the places of those that stand in a file.
pub(super) struct TypedItems {
    items: Vec<TypedItem>,
}

struct TypedItem {
    text: String,
    /// `FILE:LINE:COLUMN`.
    place: Option<String>,
}

impl TypedItems {
    /// The items of the file, then those of the command line.
    pub(super) fn read(asked: &Asked<'_>, typed: &cli::Items) -> Result<TypedItems, Failure> {
        let mut items = match &typed.file {
            Some(file) => of_file(file)?,
            None => Vec::new(),
        };
        items.extend(TypedItems::of_words(&typed.items).items);
        if items.is_empty() {
            let help = format!("credits {} --help", asked.command);
            return Err(match &typed.file {
                Some(file) => {
                    Failure::new(Kind::NoAnswer("syntax"), format!("no items in {}", name(file))).with_help(help)
                }
                None => Failure::usage("no item: say what to price, such as `nano-banana=6`").with_help(help),
            });
        }
        Ok(TypedItems { items })
    }

    /// The items of a command line.
    pub(super) fn of_words(words: &[String]) -> TypedItems {
        TypedItems { items: words.iter().map(|text| TypedItem { text: text.clone(), place: None }).collect() }
    }

    /// The items' texts.
    pub(super) fn texts(&self) -> Vec<&str> {
        self.items.iter().map(|item| item.text.as_str()).collect()
    }

    /// Where the items of these faults stand, for each that stands in a file; both are in the same order. A recipe has as
    /// many faults as its items have, wherever it stands.
    pub(super) fn places_of(&self, faults: &[ItemFault]) -> Vec<Option<String>> {
        let mut places: HashMap<&str, Vec<&Option<String>>> = HashMap::new();
        for item in &self.items {
            places.entry(&item.text).or_default().push(&item.place);
        }
        let mut count: HashMap<&str, usize> = HashMap::new();
        for fault in faults {
            let count = count.entry(&fault.item).or_default();
            *count = count.saturating_add(1);
        }
        let mut told: HashMap<&str, usize> = HashMap::new();
        let place = |item| {
            let (places, count) = (places.get(item)?, count.get(item)?);
            let told = told.entry(item).or_default();
            let place = told.checked_div(count.checked_div(places.len())?)?;
            *told = told.saturating_add(1);
            (*places.get(place)?).clone()
        };
        faults.iter().map(|fault| fault.item.as_str()).map(place).collect()
    }
}

fn of_file(file: &Path) -> Result<Vec<TypedItem>, Failure> {
    let bytes = contents(file, "bad_line")?;
    let name = name(file);
    let text = text_of(&bytes).map_err(|error| not_utf8(&name, &error, "bad_line"))?;
    let mut items = Vec::new();
    for (index, line) in text.split('\n').enumerate() {
        let number = index.saturating_add(1);
        let item = without_comment(line.strip_suffix('\r').unwrap_or(line));
        let blanks = item.chars().take_while(|c| matches!(c, ' ' | '\t')).count();
        let item = item.trim_matches([' ', '\t']);
        if !item.is_empty() {
            let place = format!("{name}:{number}:{}", blanks.saturating_add(1));
            items.push(TypedItem { text: item.to_owned(), place: Some(place) });
        }
    }
    Ok(items)
}

/// The failure of an input that isn't a text.
pub(super) fn not_utf8(name: &str, error: &NotUtf8, code: &'static str) -> Failure {
    Failure::at(format!("{name}:{}:{}", error.line, error.column), code, error.to_string())
}

/// The line up to a `#` at its start or after a blank.
fn without_comment(line: &str) -> &str {
    let mut before = ' ';
    for (index, c) in line.char_indices() {
        if c == '#' && matches!(before, ' ' | '\t') {
            return line.get(..index).unwrap_or_default();
        }
        before = c;
    }
    line
}

/// A file's bytes, or those of standard input for `-`; a file that can't be read has no answer.
pub(super) fn contents(file: &Path, code: &'static str) -> Result<Vec<u8>, Failure> {
    let failure = |message: String| Failure::new(Kind::NoAnswer(code), message);
    let read = if file == Path::new("-") {
        ends_how();
        bounded(std::io::stdin().lock(), MAX_INPUT_BYTES)
    } else {
        File::open(file).and_then(|file| bounded(file, MAX_INPUT_BYTES))
    };
    let bytes = read.map_err(|error| failure(format!("{} can't be read: {}", name(file), system_words(&error))))?;
    if bytes.len() > MAX_INPUT_BYTES {
        return Err(failure(format!("{} is over 1 MB", name(file))));
    }
    Ok(bytes)
}

/// A file's name as it is shown.
pub(super) fn name(file: &Path) -> String {
    if file == Path::new("-") { "standard input".to_owned() } else { shown(&file.to_string_lossy()) }
}

/// Says how an input from the terminal ends.
pub(super) fn ends_how() {
    if std::io::stdin().is_terminal() {
        output::remark("note: reading from the terminal; Ctrl-D on an empty line ends the input\n");
    }
}
