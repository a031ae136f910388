//! One line of a batch: JSON, or CSV below a header.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::Form;
use crate::limits::MAX_LINE_BYTES;
use crate::name::shown;
use crate::words::counted;

/// A line of an input, without its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line<'l> {
    /// As nearly all are.
    Text(&'l str),
    /// Bytes that are no text.
    NotUtf8(&'l [u8]),
    /// Longer than [`MAX_LINE_BYTES`], and not kept.
    TooLong,
}

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
    /// A text of printing ASCII without quotes, backslashes and commas: it is written as it is.
    Plain(&'l str),
    /// A text without control characters.
    Text(Cow<'l, str>),
    /// A whole number, as its digits.
    Number(&'l str),
}

/// A line that could be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Production<'l> {
    pub(super) id: Option<Id<'l>>,
    pub(super) items: Items<'l>,
}

/// The items of a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Items<'l> {
    One(Cow<'l, str>),
    Several(Vec<Text<'l>>),
    /// Several, separated by `;`.
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
#[derive(Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Text<'l>(#[serde(borrow)] pub(super) Cow<'l, str>);

impl<'l> Line<'l> {
    /// Tells whether it is text.
    pub fn of(line: &'l [u8]) -> Line<'l> {
        std::str::from_utf8(line).map_or(Line::NotUtf8(line), Line::Text)
    }

    /// Whether there is nothing on it.
    pub(super) fn is_blank(self, number: u64) -> bool {
        matches!(self.itself(number), Line::Text(line) if is_blank(line))
    }

    /// The line without a carriage return, and without the byte order mark of a whole input.
    fn itself(self, number: u64) -> Line<'l> {
        const MARK: &str = "\u{feff}";
        let first = number == 1;
        let line = match self {
            Line::Text(line) => {
                let line = line.strip_prefix(MARK).filter(|_| first).unwrap_or(line);
                Line::Text(line.strip_suffix('\r').unwrap_or(line))
            }
            Line::NotUtf8(line) => {
                Line::NotUtf8(line.strip_prefix(MARK.as_bytes()).filter(|_| first).unwrap_or(line).trim_ascii_end())
            }
            Line::TooLong => Line::TooLong,
        };
        match line {
            Line::Text(line) if line.len() > MAX_LINE_BYTES => Line::TooLong,
            Line::NotUtf8(line) if line.len() > MAX_LINE_BYTES => Line::TooLong,
            line => line,
        }
    }
}

impl Layout {
    /// The layout of an input of which this is the first line that isn't blank.
    pub fn of(number: u64, line: &[u8]) -> Layout {
        let Line::Text(line) = Line::of(line).itself(number) else {
            return Layout::JsonLines;
        };
        let Ok(cells) = cells(line).collect::<Result<Vec<_>, _>>() else {
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
                Err(format!("the header has the column `{}`; CSV needs `id,items` first, and no other", shown(unknown)))
            }
            (_, Some(twice), _) => {
                Err(format!("the header has the column `{twice}` twice; CSV needs `id,items` first"))
            }
            (_, _, None) => Err("the header has no column `items`; CSV needs `id,items` first".to_owned()),
            (None, None, Some(items)) => Ok(Columns { id: place("id"), items, count: cells.len() }),
        };
        Layout::Csv(Header { line: number, columns })
    }

    /// The form that its records have by themselves.
    pub fn form(&self) -> Form {
        match self {
            Layout::JsonLines => Form::JsonLines,
            Layout::Csv(_) => Form::Csv,
        }
    }

    /// The id and the item of a line as programs write it; `None` where it is written in any other way.
    ///
    /// The item wasn't looked at: it holds for one that [`is_plain`], and for no other. For such a one this says what
    /// [`Layout::read`] says, in a fraction of the time.
    pub(super) fn plain<'l>(&self, line: Line<'l>) -> Option<(Option<Id<'l>>, &'l str)> {
        const ID_AND_ITEMS: Columns = Columns { id: Some(0), items: 1, count: 2 };
        match (line, self) {
            (Line::Text(line), _) if line.len() > MAX_LINE_BYTES => None,
            (Line::Text(line), Layout::JsonLines) => plain_json(line),
            (Line::Text(line), Layout::Csv(Header { columns: Ok(ID_AND_ITEMS), .. })) => plain_csv(line),
            _ => None,
        }
    }

    /// Reads a line; `None` where it is blank, or a sound header.
    pub(super) fn read<'l>(&self, number: u64, line: Line<'l>) -> Option<Result<Production<'l>, BadLine<'l>>> {
        let line = line.itself(number);
        Some(match (line, self) {
            (Line::Text(line), _) if is_blank(line) => return None,
            (Line::TooLong, _) => Err(bad("the line is over 1 MB")),
            (_, Layout::Csv(Header { columns: Err(message), .. })) => Err(bad(message)),
            (_, Layout::Csv(header)) if header.line == number => return None,
            (Line::NotUtf8(line), _) => Err(not_utf8(line)),
            (Line::Text(line), Layout::JsonLines) => json(line.trim_ascii()),
            (Line::Text(line), Layout::Csv(Header { columns: Ok(columns), .. })) => csv(*columns, line),
        })
    }
}

fn bad<'l>(message: impl Into<String>) -> BadLine<'l> {
    BadLine { id: None, message: message.into() }
}

fn not_utf8(line: &[u8]) -> BadLine<'_> {
    let valid = line.utf8_chunks().next().map_or(0, |first| first.valid().len());
    bad(format!("this isn't UTF-8 from byte {} on", valid.saturating_add(1)))
}

fn json(text: &str) -> Result<Production<'_>, BadLine<'_>> {
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
    let mut items = line.items;
    match (items.pop(), items.is_empty()) {
        (None, _) => Err(BadLine { id, message: "there are no items".to_owned() }),
        (Some(Text(item)), true) => Ok(Production { id, items: Items::One(item) }),
        (Some(last), false) => {
            items.push(last);
            Ok(Production { id, items: Items::Several(items) })
        }
    }
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

fn csv(columns: Columns, text: &str) -> Result<Production<'_>, BadLine<'_>> {
    let (mut id, mut items, mut count) = (None, None, 0_usize);
    for cell in cells(text) {
        let cell = cell?;
        if count == columns.items {
            items = Some(cell);
        } else if Some(count) == columns.id && !cell.is_empty() {
            id = Some(cell);
        }
        count = count.saturating_add(1);
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
        Some(items) if !is_blank(&items) => {
            let items = match items {
                Cow::Borrowed(items) => Cow::Borrowed(items.trim_ascii()),
                Cow::Owned(items) => Cow::Owned(items.trim_ascii().to_owned()),
            };
            let items = if items.contains(';') { Items::Joined(items) } else { Items::One(items) };
            Ok(Production { id, items })
        }
        _ => Err(BadLine { id, message: "there are no items".to_owned() }),
    }
}

fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_whitespace())
}

/// The id and what may be the only item of `1,nano-banana=6`, below `id,items`.
fn plain_csv(line: &str) -> Option<(Option<Id<'_>>, &str)> {
    let (id, item) = plain_id(line, ',')?;
    Some(((!id.is_empty()).then_some(Id::Plain(id)), item.trim_ascii_end()))
}

/// The id and what may be the only item of `{"id":1,"items":["nano-banana=6"]}`, with a blank after `:` and `,` or without.
fn plain_json(line: &str) -> Option<(Option<Id<'_>>, &str)> {
    let rest = after(line, "{\"id\":")?;
    let (id, rest) = match rest.strip_prefix('"') {
        Some(text) => {
            let (id, rest) = plain_id(text, '"')?;
            (Id::Plain(id), rest.strip_prefix(',')?)
        }
        None => {
            let (id, rest) = plain_id(rest, ',')?;
            let number = !id.is_empty() && !id.starts_with('0') && id.bytes().all(|byte| byte.is_ascii_digit());
            (number.then_some(Id::Number(id))?, rest)
        }
    };
    let items = after(rest.strip_prefix(' ').unwrap_or(rest), "\"items\":")?;
    Some((Some(id), items.strip_prefix("[\"")?.trim_ascii_end().strip_suffix("\"]}")?))
}

/// A text of which nothing needs a quote or an escape in either layout, and what follows the character after it.
fn plain_id(text: &str, end: char) -> Option<(&str, &str)> {
    let odd = |byte| !(b' '..=b'~').contains(&byte) || matches!(byte, b',' | b'"' | b'\\');
    let (id, rest) = text.split_at_checked(text.bytes().position(odd)?)?;
    Some((id, rest.strip_prefix(end)?))
}

/// What follows a token, and the one blank that may stand after it.
fn after<'l>(text: &'l str, token: &str) -> Option<&'l str> {
    let rest = text.strip_prefix(token)?;
    Some(rest.strip_prefix(' ').unwrap_or(rest))
}

/// Whether an item stands in a line just as it is, and can't be taken for several.
pub(super) fn is_plain(item: &str) -> bool {
    !item.bytes().any(|byte| matches!(byte, b',' | b';' | b'"' | b'\\') || byte.is_ascii_control())
}

/// Whether there is a control character: below 0x80 that is a byte, above it takes a closer look.
fn has_control(text: &str) -> bool {
    let plain = |byte: u8| (0x20..0x7f).contains(&byte);
    !text.bytes().all(plain) && text.chars().any(char::is_control)
}

/// The cells of one line of CSV. A quote that isn't closed on its own line would swallow the next ones, and one within
/// a cell is half of a cell over two lines: both are refused.
fn cells(text: &str) -> impl Iterator<Item = Result<Cow<'_, str>, BadLine<'_>>> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        rest.take().map(|text| {
            let (cell, after) = match text.strip_prefix('"') {
                Some(quoted) => quoted_cell(quoted)?,
                None => {
                    let end = memchr::memchr2(b',', b'"', text.as_bytes()).unwrap_or(text.len());
                    let (cell, after) = text.split_at_checked(end).unwrap_or((text, ""));
                    if after.starts_with('"') {
                        return Err(bad(
                            "a quote stands within a cell: a cell with quotes is quoted itself, on one line",
                        ));
                    }
                    (Cow::Borrowed(cell), after)
                }
            };
            rest = after.strip_prefix(',');
            if rest.is_none() && !after.is_empty() {
                return Err(bad("there is text after a closing quote"));
            }
            Ok(cell)
        })
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_may_be_as_long_as_the_limit_without_its_ends() {
        for byte in [b'x', 0xff] {
            let line = |length: usize, number: u64, before: &[u8], after: &[u8]| {
                let line = [before, &vec![byte; length], after].concat();
                matches!(Line::of(&line).itself(number), Line::TooLong)
            };
            let mark = "\u{feff}".as_bytes();
            assert!(!line(MAX_LINE_BYTES, 2, b"", b""));
            assert!(!line(MAX_LINE_BYTES, 2, b"", b"\r"));
            assert!(!line(MAX_LINE_BYTES, 1, mark, b"\r"));
            assert!(line(MAX_LINE_BYTES, 2, mark, b""), "a mark is one only where the input begins");
            assert!(line(MAX_LINE_BYTES + 1, 2, b"", b""));
        }
    }
}
