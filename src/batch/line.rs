//! One line of a batch: JSON, or CSV below a header.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::limits::MAX_LINE_BYTES;
use crate::name::shown;
use crate::words::counted;

/// How the lines of an input are to be read: its first line that isn't blank decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Layout {
    /// `{"id": ..., "items": [...]}`, one a line.
    JsonLines,
    /// Comma-separated values below a header.
    Csv(Header),
}

/// The header of a CSV.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    line: u64,
    /// The columns of id and items, or why there are none.
    columns: Result<Columns, String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Columns {
    id: Option<usize>,
    items: usize,
    count: usize,
}

/// What a line says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Id<'l> {
    /// A text without control characters.
    Text(Cow<'l, str>),
    /// A whole number, as its digits.
    Number(&'l str),
}

/// A line that could be read.
pub(super) struct Production<'l> {
    pub(super) id: Option<Id<'l>>,
    pub(super) items: Items<'l>,
}

/// The items of a line.
pub(super) enum Items<'l> {
    Several(Vec<Text<'l>>),
    /// Separated by `;`.
    Joined(Cow<'l, str>),
}

/// A line that couldn't.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine<'l> {
    /// Its id, where that much could be read.
    pub id: Option<Id<'l>>,
    /// Why, in words.
    pub message: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct JsonLine<'l> {
    #[serde(borrow, default)]
    id: Option<&'l RawValue>,
    #[serde(borrow)]
    items: Vec<Text<'l>>,
}

/// Just the id, whatever else stands there.
#[derive(Deserialize)]
struct AnyLine<'l> {
    #[serde(borrow, default)]
    id: Option<&'l RawValue>,
}

/// A text that is borrowed from its line where that holds it as it is.
#[derive(Deserialize)]
pub(super) struct Text<'l>(#[serde(borrow)] Cow<'l, str>);

impl Items<'_> {
    /// Calls `price` with each item.
    pub(super) fn each(&self, mut price: impl FnMut(&str)) {
        match self {
            Items::Several(items) => items.iter().for_each(|item| price(&item.0)),
            Items::Joined(items) if memchr::memchr(b';', items.as_bytes()).is_none() => price(items),
            Items::Joined(items) => items.split(';').for_each(price),
        }
    }
}

impl Layout {
    /// The layout of an input of which this is the first line that isn't blank.
    pub fn of(number: u64, line: &[u8]) -> Layout {
        let line = if number == 1 { line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line) } else { line };
        let Ok(cells) = utf8(trimmed(line)).and_then(cells) else {
            return Layout::JsonLines;
        };
        let cells: Vec<&str> = cells.iter().map(|cell| cell.trim()).collect();
        if !cells.contains(&"id") && !cells.contains(&"items") {
            return Layout::JsonLines;
        }
        let place = |name: &str| cells.iter().position(|cell| *cell == name);
        let unknown = cells.iter().find(|cell| !matches!(**cell, "id" | "items"));
        let twice = ["id", "items"].into_iter().find(|name| cells.iter().filter(|cell| *cell == name).count() > 1);
        let columns = match (unknown, twice, place("items")) {
            (Some(unknown), ..) => {
                Err(format!("the header has the column `{}`, and only `id` and `items` are known", shown(unknown)))
            }
            (_, Some(twice), _) => Err(format!("the header has the column `{twice}` twice")),
            (_, _, None) => Err("the header has no column `items`; CSV needs `id,items` first".to_owned()),
            (None, None, Some(items)) => Ok(Columns { id: place("id"), items, count: cells.len() }),
        };
        Layout::Csv(Header { line: number, columns })
    }

    /// Reads a line; `None` where it is blank, or a sound header.
    pub(super) fn read<'l>(&self, number: u64, line: &'l [u8]) -> Option<Result<Production<'l>, BadLine<'l>>> {
        let line = trimmed(line);
        if line.is_empty() {
            return None;
        }
        if line.len() > MAX_LINE_BYTES {
            return Some(Err(bad("the line is over 1 MB")));
        }
        match self {
            Layout::JsonLines => Some(json(line)),
            Layout::Csv(header) => match &header.columns {
                Ok(_) if header.line == number => None,
                Ok(columns) => Some(csv(*columns, line)),
                Err(message) => Some(Err(bad(message))),
            },
        }
    }
}

fn bad<'l>(message: impl Into<String>) -> BadLine<'l> {
    BadLine { id: None, message: message.into() }
}

/// The line without blanks at its ends.
fn trimmed(line: &[u8]) -> &[u8] {
    line.trim_ascii()
}

fn json(line: &[u8]) -> Result<Production<'_>, BadLine<'_>> {
    let text = utf8(line)?;
    if !text.starts_with('{') {
        let hint = if text.starts_with('[') {
            "write one object a line, without an array around them"
        } else {
            "CSV needs a header with `id,items` first"
        };
        return Err(bad(format!("not a JSON object; {hint}")));
    }
    let line: JsonLine<'_> =
        serde_json::from_str(text).map_err(|error| BadLine { id: id_of(text), message: json_error(&error) })?;
    let id = match line.id {
        None => None,
        Some(id) => {
            Some(json_id(id).ok_or_else(|| bad("the id must be a text without control characters or a whole number"))?)
        }
    };
    if line.items.is_empty() {
        return Err(BadLine { id, message: "there are no items".to_owned() });
    }
    Ok(Production { id, items: Items::Several(line.items) })
}

fn json_id(id: &RawValue) -> Option<Id<'_>> {
    let raw = id.get();
    let digits = raw.strip_prefix('-').unwrap_or(raw);
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Id::Number(raw));
    }
    let text: Text<'_> = serde_json::from_str(raw).ok()?;
    (!has_control(&text.0)).then_some(Id::Text(text.0))
}

/// The id of a line that is JSON but not what it should be.
fn id_of(text: &str) -> Option<Id<'_>> {
    let line: AnyLine<'_> = serde_json::from_str(text).ok()?;
    json_id(line.id?)
}

/// What is wrong with a line, and what to write.
fn json_error(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let words = text.rsplit_once(" at line ").map_or(text.as_str(), |(words, _)| words);
    let quoted = || words.split('`').nth(1).map(shown).unwrap_or_default();
    let example = "write `\"items\": [\"nano-banana=6\"]`";
    match words {
        _ if error.is_eof() || words == "trailing characters" => {
            format!("not one whole JSON object a line (column {})", error.column())
        }
        _ if error.is_syntax() => format!("not JSON: {} (column {})", shown(words), error.column()),
        _ if words.starts_with("missing field") => format!("there are no `items`: {example}"),
        _ if words.starts_with("unknown field") => format!("unknown key `{}`: a line has `id` and `items`", quoted()),
        _ if words.starts_with("duplicate field") => format!("the key `{}` stands twice", quoted()),
        _ => format!("`items` must be a list of texts: {example}"),
    }
}

fn csv(columns: Columns, line: &[u8]) -> Result<Production<'_>, BadLine<'_>> {
    let text = utf8(line)?;
    let (mut id, mut items, mut count) = (None, None, 0_usize);
    if memchr::memchr(b'"', line).is_some() {
        for cell in cells(text)? {
            columns.put(count, cell, &mut id, &mut items);
            count = count.saturating_add(1);
        }
    } else {
        let mut start = 0_usize;
        for end in memchr::memchr_iter(b',', line).chain([line.len()]) {
            let cell = text.get(start..end).unwrap_or_default();
            columns.put(count, Cow::Borrowed(cell), &mut id, &mut items);
            count = count.saturating_add(1);
            start = end.saturating_add(1);
        }
    }
    let id = match id {
        None => None,
        Some(id) if has_control(&id) => return Err(bad("the id has a control character")),
        Some(id) => Some(Id::Text(id)),
    };
    if count != columns.count {
        let counted = |count: usize| counted(u128::try_from(count).unwrap_or(u128::MAX), "column");
        let message = format!("the line has {}, and the header {}", counted(count), counted(columns.count));
        return Err(BadLine { id, message });
    }
    match items {
        Some(items) if !items.trim_ascii().is_empty() => Ok(Production { id, items: Items::Joined(items) }),
        _ => Err(BadLine { id, message: "there are no items".to_owned() }),
    }
}

impl Columns {
    /// Keeps a cell that is the id, unless it is empty, or the items.
    fn put<'l>(
        &self,
        index: usize,
        cell: Cow<'l, str>,
        id: &mut Option<Cow<'l, str>>,
        items: &mut Option<Cow<'l, str>>,
    ) {
        if index == self.items {
            *items = Some(cell);
        } else if Some(index) == self.id && !cell.is_empty() {
            *id = Some(cell);
        }
    }
}

/// Whether there is a control character: below 0x80 that is a byte, above it takes a closer look.
fn has_control(text: &str) -> bool {
    let plain = |byte: u8| (0x20..0x7f).contains(&byte);
    !text.bytes().all(plain) && text.chars().any(char::is_control)
}

fn utf8(line: &[u8]) -> Result<&str, BadLine<'_>> {
    std::str::from_utf8(line)
        .map_err(|error| bad(format!("this isn't UTF-8 from byte {} on", error.valid_up_to().saturating_add(1))))
}

/// The cells of one line of CSV. A quote that isn't closed on its own line would swallow the next ones, and one within
/// a cell is half of a cell over two lines: both are refused.
fn cells(text: &str) -> Result<Vec<Cow<'_, str>>, BadLine<'_>> {
    if !text.contains('"') {
        return Ok(text.split(',').map(Cow::Borrowed).collect());
    }
    let mut cells = Vec::new();
    let mut rest = text;
    loop {
        let (cell, after) = match rest.strip_prefix('"') {
            Some(quoted) => quoted_cell(quoted)?,
            None => {
                let end = rest.find(',').unwrap_or(rest.len());
                let (cell, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
                if cell.contains('"') {
                    return Err(bad("a quote stands within a cell: a cell with quotes is quoted itself, on one line"));
                }
                (Cow::Borrowed(cell), after)
            }
        };
        cells.push(cell);
        match after.strip_prefix(',') {
            Some(next) => rest = next,
            None if after.is_empty() => return Ok(cells),
            None => return Err(bad("there is text after a closing quote")),
        }
    }
}

/// A cell up to its closing quote, and what follows; two quotes are one.
fn quoted_cell(text: &str) -> Result<(Cow<'_, str>, &str), BadLine<'_>> {
    let mut cell = String::new();
    let mut rest = text;
    loop {
        let (before, after) = rest.split_once('"').ok_or_else(|| bad("a quote isn't closed on its line"))?;
        cell.push_str(before);
        match after.strip_prefix('"') {
            Some(next) => {
                cell.push('"');
                rest = next;
            }
            None => return Ok((Cow::Owned(cell), after)),
        }
    }
}
