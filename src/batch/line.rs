//! One line of a batch: JSON, or CSV below a header.

use std::cmp::Ordering;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::Form;
use crate::format::shown;
use crate::values::limits::MAX_LINE_BYTES;

/// How the lines of an input are read. Its first line that isn't blank decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Layout {
    /// `{"id": ..., "items": [...]}`, one a line.
    JsonLines,
    /// Comma-separated values below a header.
    Csv {
        /// The number of the header's line.
        header: u64,
        /// The columns of the header.
        columns: Columns,
    },
    /// Something that can't be read: each line gets a record with the reason.
    Unreadable {
        /// The form of the records.
        form: Form,
        /// The reason.
        message: String,
    },
}

/// Where the columns of a CSV are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Columns {
    id: Option<usize>,
    items: usize,
}

/// What a line calls itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Id<'l> {
    /// Nothing.
    None,
    /// A whole number, as its digits.
    Number(&'l [u8]),
    /// Text of printing ASCII that needs no quotes and no escapes in either layout.
    Plain(&'l [u8]),
    /// Text without control characters.
    Text(String),
}

/// The items of a line, or why it can't be read.
pub type ItemsOrReason = Result<Vec<String>, String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct JsonLine<'l> {
    #[serde(borrow, default)]
    id: Option<&'l RawValue>,
    items: Vec<String>,
}

/// The id of a line, whatever else is in it.
#[derive(Deserialize)]
struct IdOnly<'l> {
    #[serde(borrow, default)]
    id: Option<&'l RawValue>,
}

/// Returns whether a line is skipped.
pub fn is_blank(line: &[u8]) -> bool {
    line.iter().all(u8::is_ascii_whitespace)
}

/// Returns whether an item is the same text in JSON and in CSV, and can't be part of anything else there.
pub fn is_plain(item: &str) -> bool {
    !item.bytes().any(|byte| matches!(byte, b',' | b';' | b'"' | b'\\') || byte.is_ascii_control())
}

impl Layout {
    /// Finds the layout of an input by its first line that isn't blank.
    pub fn of(number: u64, line: &[u8]) -> Layout {
        let unreadable = |form, message: &str| Layout::Unreadable { form, message: message.to_owned() };
        if let [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, 1..=u8::MAX, ..] | [1..=u8::MAX, 0, ..] = line {
            return unreadable(Form::JsonLines, "the input is UTF-16: save it as UTF-8");
        }
        let text = match std::str::from_utf8(line) {
            Ok(text) if !text.trim_start().starts_with(['{', '[']) && line.len() <= MAX_LINE_BYTES => text,
            _ => return Layout::JsonLines,
        };
        if text.trim_start_matches('"').starts_with("sep=") {
            return unreadable(Form::Csv, "remove the line `sep=`; the first line must be `id,items`");
        }
        for (separator, name) in [(',', "commas"), (';', "`;`"), ('\t', "tabs")] {
            let names = cells(text, separator).unwrap_or_default();
            let names: Vec<String> = names.iter().map(|name| name.trim().to_lowercase()).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            if !names.contains(&"id") && !names.contains(&"items") {
                continue;
            }
            if separator != ',' {
                let message =
                    format!("columns must be separated by commas, not {name}; the first line must be `id,items`");
                return unreadable(Form::Csv, &message);
            }
            return match Columns::of(&names) {
                Ok(columns) => Layout::Csv { header: number, columns },
                Err(message) => unreadable(Form::Csv, &message),
            };
        }
        Layout::JsonLines
    }

    /// Returns the form that the records have by default.
    pub fn form(&self) -> Form {
        match self {
            Layout::JsonLines => Form::JsonLines,
            Layout::Csv { .. } => Form::Csv,
            Layout::Unreadable { form, .. } => *form,
        }
    }

    /// Reads a line as programs write it (`1,nano-banana=6` or `{"id":1,"items":["nano-banana=6"]}`) without looking at
    /// each character. Calls `take` with each item and returns the id; `None` for any other line, or where `take`
    /// returns `None`.
    ///
    /// This is [`Layout::read`] in a fraction of the time, provided that `take` accepts only items that are
    /// [plain](is_plain).
    pub fn read_plain<'l>(&self, line: &'l [u8], mut take: impl FnMut(&'l [u8]) -> Option<()>) -> Option<Id<'l>> {
        const ID_AND_ITEMS: Columns = Columns { id: Some(0), items: 1 };
        let (id, mut rest, separators): (_, _, &[&[u8]]) = match self {
            _ if line.len() > MAX_LINE_BYTES => return None,
            Layout::JsonLines => {
                let (id, items) = plain_json(line)?;
                (id, items, &[b"\",\"", b"\", \""])
            }
            Layout::Csv { columns: ID_AND_ITEMS, .. } => {
                let (id, items) = plain_id(line, b',')?;
                (if id.is_empty() { Id::None } else { Id::Plain(id) }, items.trim_ascii(), &[b";"])
            }
            _ => return None,
        };
        // Most lines have one item.
        if take(rest).is_some() {
            return Some(id);
        }
        let end_of_item = *separators.first()?.first()?;
        loop {
            let end = memchr::memchr(end_of_item, rest).unwrap_or(rest.len());
            let (item, after) = rest.split_at_checked(end)?;
            take(item)?;
            if after.is_empty() {
                return Some(id);
            }
            rest = separators.iter().find_map(|separator| after.strip_prefix(*separator))?;
        }
    }

    /// Reads a line; `None` where it has no record because it is blank or a header.
    pub fn read<'l>(&self, number: u64, line: &'l [u8]) -> Option<(Id<'l>, ItemsOrReason)> {
        let refused = |message: &str| Some((Id::None, Err(message.to_owned())));
        if is_blank(line) {
            return None;
        }
        if line.len() > MAX_LINE_BYTES {
            return refused("the line is over the limit of 1 MB");
        }
        let text = match (self, std::str::from_utf8(line)) {
            // The second half of the last line end in UTF-16.
            (Layout::Unreadable { .. }, _) if line == [0] => return None,
            (Layout::Unreadable { message, .. }, _) => return refused(message),
            (Layout::Csv { header, .. }, _) if *header == number => return None,
            (_, Ok(text)) => text,
            (_, Err(error)) => return refused(&format!("the line isn't UTF-8 (byte {})", error.valid_up_to() + 1)),
        };
        Some(match self {
            Layout::Csv { columns, .. } => columns.read(text),
            _ => read_json(text.trim_ascii()),
        })
    }
}

impl Columns {
    fn of(names: &[&str]) -> Result<Columns, String> {
        match names {
            ["id", "items"] => Ok(Columns { id: Some(0), items: 1 }),
            ["items", "id"] => Ok(Columns { id: Some(1), items: 0 }),
            ["items"] => Ok(Columns { id: None, items: 0 }),
            names => Err(format!("the header must be `id,items`, found `{}`", shown(&names.join(",")))),
        }
    }

    fn read<'l>(&self, line: &str) -> (Id<'l>, ItemsOrReason) {
        let Some(cells) = cells(line, ',') else {
            return (
                Id::None,
                Err("a cell that begins with a quotation mark must end with one, on the same line".to_owned()),
            );
        };
        let id = match self.id.and_then(|place| cells.get(place)).map_or("", String::as_str) {
            "" => Id::None,
            id if id.contains(char::is_control) => {
                return (Id::None, Err("the id has a control character".to_owned()));
            }
            id => Id::Text(id.to_owned()),
        };
        let items = cells.get(self.items).map_or("", |items| items.trim_ascii());
        let items = match cells.len().cmp(&(1 + usize::from(self.id.is_some()))) {
            Ordering::Greater => Err("the line has more columns than the header: separate items with `;`".to_owned()),
            Ordering::Less => Err("the line has fewer columns than the header".to_owned()),
            Ordering::Equal if items.is_empty() => Err("`items` is empty".to_owned()),
            Ordering::Equal => Ok(items.split(';').map(str::to_owned).collect()),
        };
        (id, items)
    }
}

/// Splits one line of CSV. `None` where a quote isn't closed on the line, or isn't around a whole cell.
fn cells(line: &str, separator: char) -> Option<Vec<String>> {
    let mut cells = Vec::new();
    let mut rest = line;
    loop {
        let (cell, after) = match rest.trim_start_matches(' ').strip_prefix('"') {
            Some(quoted) => quoted_cell(quoted)?,
            None => {
                let (cell, after) = rest.split_at_checked(rest.find(separator).unwrap_or(rest.len()))?;
                (Some(cell).filter(|cell| !cell.contains('"'))?.to_owned(), after)
            }
        };
        cells.push(cell);
        if after.is_empty() {
            return Some(cells);
        }
        rest = after.strip_prefix(separator)?;
    }
}

/// Returns what is in quotes, and what follows them.
fn quoted_cell(mut rest: &str) -> Option<(String, &str)> {
    let mut cell = String::new();
    loop {
        let (text, after) = rest.split_once('"')?;
        cell.push_str(text);
        // Two quotes in a quoted value are one.
        let Some(next) = after.strip_prefix('"') else { return Some((cell, after.trim_start_matches(' '))) };
        cell.push('"');
        rest = next;
    }
}

fn read_json(text: &str) -> (Id<'_>, ItemsOrReason) {
    if !text.starts_with('{') {
        let hint = match text.starts_with('[') {
            true => "write one object per line, not an array",
            false => "if the input is CSV, its first line must be `id,items`",
        };
        return (Id::None, Err(format!("the line isn't a JSON object; {hint}")));
    }
    match serde_json::from_str::<JsonLine<'_>>(text) {
        Ok(line) => match line.id.map_or(Some(Id::None), json_id) {
            None => (Id::None, Err("the id must be a string without control characters, or a whole number".to_owned())),
            Some(id) if line.items.is_empty() => (id, Err("`items` is empty".to_owned())),
            Some(id) => (id, Ok(line.items)),
        },
        Err(error) => {
            let id = serde_json::from_str::<IdOnly<'_>>(text).ok().and_then(|line| json_id(line.id?));
            (id.unwrap_or(Id::None), Err(json_error(&error)))
        }
    }
}

/// Reads an id; `None` where it is neither text nor a whole number.
fn json_id(id: &RawValue) -> Option<Id<'_>> {
    let raw = id.get();
    if raw.strip_prefix('-').unwrap_or(raw).bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Id::Number(raw.as_bytes()));
    }
    let text: String = serde_json::from_str(raw).ok()?;
    (!text.contains(char::is_control)).then_some(Id::Text(text))
}

/// Says what is wrong with a line that isn't as it should be, and what to write.
fn json_error(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let words = text.rsplit_once(" at line ").map_or(text.as_str(), |(words, _)| words);
    let column = error.column();
    let key = || words.split('`').nth(1).map(shown).unwrap_or_default();
    match words {
        _ if error.is_eof() || words == "trailing characters" => {
            format!("the line isn't one complete JSON object (column {column})")
        }
        _ if error.is_syntax() => format!("the line isn't JSON: {} (column {column})", shown(words)),
        _ if words.starts_with("unknown field") => format!("unknown key `{}`: a line has `id` and `items`", key()),
        _ if words.starts_with("duplicate field") => format!("duplicate key `{}`", key()),
        _ if words.starts_with("missing field") => "`items` is missing".to_owned(),
        _ => "`items` must be a list of strings, such as `[\"nano-banana=6\"]`".to_owned(),
    }
}

/// Returns the id and the items of `{"id":1,"items":["a","b"]}`, without the outer quotes of the items.
fn plain_json(line: &[u8]) -> Option<(Id<'_>, &[u8])> {
    let rest = strip_token(line, b"{\"id\":")?;
    let (id, rest) = match rest.strip_prefix(b"\"") {
        Some(text) => {
            let (id, rest) = plain_id(text, b'"')?;
            (Id::Plain(id), strip_token(rest, b",")?)
        }
        None => {
            let (id, rest) = rest.split_at_checked(rest.iter().position(|byte| !byte.is_ascii_digit())?)?;
            let is_number = matches!(id, [b'1'..=b'9', ..]);
            (is_number.then_some(Id::Number(id))?, strip_token(rest, b",")?)
        }
    };
    let items = strip_token(rest, b"\"items\":")?.strip_prefix(b"[\"")?;
    Some((id, items.trim_ascii_end().strip_suffix(b"\"]}")?))
}

/// Returns a text that needs no quotes and no escapes in either layout, and what follows the character after it.
fn plain_id(line: &[u8], end: u8) -> Option<(&[u8], &[u8])> {
    let is_odd = |byte: &u8| !(b' '..=b'~').contains(byte) || matches!(byte, b',' | b'"' | b'\\');
    let (id, rest) = line.split_at_checked(line.iter().position(is_odd)?)?;
    Some((id, rest.strip_prefix(&[end])?))
}

/// Removes a token and the blank that may follow it.
fn strip_token<'l, const N: usize>(line: &'l [u8], token: &[u8; N]) -> Option<&'l [u8]> {
    let rest = line.strip_prefix(token)?;
    Some(rest.strip_prefix(b" ").unwrap_or(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn csv(header: &str) -> Layout {
        Layout::of(1, header.as_bytes())
    }

    #[test]
    fn the_first_line_decides_on_the_layout() {
        let columns = |id, items| Layout::Csv { header: 1, columns: Columns { id, items } };
        for (line, layout) in [
            ("id,items", columns(Some(0), 1)),
            ("ID , Items", columns(Some(0), 1)),
            ("\"items\",\"id\"", columns(Some(1), 0)),
            ("items", columns(None, 0)),
            ("{\"id\":1,\"items\":[\"a\"]}", Layout::JsonLines),
            ("1,nano-banana", Layout::JsonLines),
            ("id items", Layout::JsonLines),
            ("\"id,items", Layout::JsonLines),
        ] {
            assert_eq!(csv(line), layout, "{line}");
        }
        for (line, reason) in [
            (&b"id,items,note"[..], "the header must be `id,items`, found `id,items,note`"),
            (b"id,items,ID", "the header must be `id,items`, found `id,items,id`"),
            (b"items,id,items", "the header must be `id,items`, found `items,id,items`"),
            (b"id", "the header must be `id,items`, found `id`"),
            (b"Id;Items", "columns must be separated by commas, not `;`; the first line must be `id,items`"),
            (b"id\titems", "columns must be separated by commas, not tabs; the first line must be `id,items`"),
            (b"sep=,", "remove the line `sep=`; the first line must be `id,items`"),
            (b"\xff\xfei\0d\0", "the input is UTF-16: save it as UTF-8"),
            (b"\xfe\xff\0i\0d", "the input is UTF-16: save it as UTF-8"),
            (b"i\0d\0,\0", "the input is UTF-16: save it as UTF-8"),
            (b"\0i\0d\0,", "the input is UTF-16: save it as UTF-8"),
        ] {
            let Layout::Unreadable { message, .. } = Layout::of(1, line) else { panic!("{line:?}") };
            assert_eq!(message, reason);
        }
    }

    #[test]
    fn lines_of_json() {
        let number = |digits: &'static str| Id::Number(digits.as_bytes());
        let text = |text: &str| Id::Text(text.to_owned());
        for (line, id, items) in [
            (r#"{"id":1,"items":["a"]}"#, number("1"), "a"),
            (r#" {"items": ["a", "b\u0041"], "id": -12345678901234567890} "#, number("-12345678901234567890"), "a|bA"),
            (r#"{"id":"\"x","items":[""]}"#, text("\"x"), ""),
            (r#"{"id":null,"items":["a"]}"#, Id::None, "a"),
        ] {
            let items = items.split('|').map(str::to_owned).collect();
            assert_eq!(Layout::JsonLines.read(2, line.as_bytes()), Some((id, Ok(items))), "{line}");
        }
        for (line, id, reason) in [
            (r#"{"id":1}"#, number("1"), "`items` is missing"),
            (r#"{"id":1,"items":[]}"#, number("1"), "`items` is empty"),
            (r#"{"id":1,"items":"a"}"#, number("1"), "`items` must be a list of strings"),
            (r#"{"id":1,"items":["a",null]}"#, number("1"), "`items` must be a list of strings"),
            (r#"{"id":1,"items":["a"],"x":1}"#, number("1"), "unknown key `x`"),
            (r#"{"id":1,"items":["a"],"items":["a"]}"#, number("1"), "duplicate key `items`"),
            (r#"{"id":1,"id":2,"items":["a"]}"#, Id::None, "duplicate key `id`"),
            (r#"{"id":1.5,"items":["a"]}"#, Id::None, "the id must be a string"),
            (r#"{"id":"\u0007","items":["a"]}"#, Id::None, "the id must be a string"),
            (r#"{"id":"\u009b","items":["a"]}"#, Id::None, "the id must be a string"),
            (r#"{"id":1,"items":["a"]}{"id":2,"items":["a"]}"#, Id::None, "the line isn't one complete JSON object"),
            (r#"{"id":1,"items":["#, Id::None, "the line isn't one complete JSON object (column 17)"),
            (r#"{'id':1}"#, Id::None, "the line isn't JSON: key must be a string (column 2)"),
            (r#"["a"]"#, Id::None, "the line isn't a JSON object; write one object per line"),
            ("a", Id::None, "the line isn't a JSON object; if the input is CSV, its first line must be `id,items`"),
        ] {
            let (found, items) = Layout::JsonLines.read(2, line.as_bytes()).unwrap();
            let message = items.unwrap_err();
            assert!(message.starts_with(reason) && found == id, "{line}: {message}");
        }
    }

    #[test]
    fn lines_of_csv() {
        let layout = csv("id,items");
        let text = |text: &str| Id::Text(text.to_owned());
        for (line, id, items) in [
            ("1,a", text("1"), "a"),
            (",a", Id::None, "a"),
            (" x ,  a ;b= 2 ", text(" x "), "a ;b= 2"),
            (r#""a, ""b""","c;""d""""#, text("a, \"b\""), "c;\"d\""),
            ("\u{feff}1,a", text("\u{feff}1"), "a"),
            ("x\ry,a", Id::None, "the id has a control character"),
            ("1,", text("1"), "`items` is empty"),
            ("1", text("1"), "the line has fewer columns than the header"),
            ("1,a,b", text("1"), "the line has more columns than the header: separate items with `;`"),
            ("1,\"a", Id::None, "a cell that begins with a quotation mark must end with one, on the same line"),
            (&",".repeat(100), Id::None, "the line has more columns than the header: separate items with `;`"),
            ("b\",a", Id::None, "a cell that begins with a quotation mark must end with one, on the same line"),
            (" \"a\" ,\"b\"", text("a"), "b"),
            ("1,\"a\"0", Id::None, "a cell that begins with a quotation mark must end with one, on the same line"),
            ("b\"c,\"a", Id::None, "a cell that begins with a quotation mark must end with one, on the same line"),
        ] {
            let (found, found_items) = layout.read(2, line.as_bytes()).unwrap();
            let found_items = found_items.map_or_else(|reason| reason, |items| items.join(";"));
            assert_eq!((found, found_items.as_str()), (id, items), "{line}");
        }
        let items = vec!["a".to_owned(), "b".to_owned()];
        assert_eq!(csv("items,id").read(2, b"a;b,1").unwrap(), (text("1"), Ok(items)));
        assert_eq!(layout.read(1, b"id,items"), None);
        assert_eq!(layout.read(2, b" \t"), None);
        assert_eq!(layout.read(2, b"1,\xff").unwrap().1.unwrap_err(), "the line isn't UTF-8 (byte 3)");
    }

    #[test]
    fn a_line_may_be_as_long_as_the_limit() {
        for (length, is_too_long) in [(MAX_LINE_BYTES, false), (MAX_LINE_BYTES + 1, true)] {
            let (_, items) = csv("id,items").read(2, &vec![b'x'; length]).unwrap();
            assert_eq!(items.unwrap_err() == "the line is over the limit of 1 MB", is_too_long);
        }
    }

    #[test]
    fn what_programs_write_is_plain() {
        let plain = |layout: &Layout, line: &'static str| {
            let mut items = Vec::new();
            let id = layout.read_plain(line.as_bytes(), |item| {
                let item = std::str::from_utf8(item).ok().filter(|item| is_plain(item))?;
                items.push(item.to_owned());
                Some(())
            });
            id.map(|_| items.join("|"))
        };
        for (line, items) in [
            (r#"{"id":1,"items":["a"]}"#, Some("a")),
            (r#"{"id": "x y", "items": ["a", "b"]}"#, Some("a|b")),
            (r#"{"id":1,"items":["a","b","c"]} "#, Some("a|b|c")),
            (r#"{"id":01,"items":["a"]}"#, None),
            (r#"{"id":1,"items":["a"b"c"]}"#, None),
            (r#"{"id":1,"items":["a","]}"#, None),
            (r#"{"id":1,"items":["a\u0041"]}"#, None),
            (r#"{"id":1,"items":["a"],"x":["b"]}"#, None),
            (r#"{"items":["a"]}"#, None),
        ] {
            assert_eq!(plain(&Layout::JsonLines, line).as_deref(), items, "{line}");
        }
        for (line, items) in [
            ("1,a", Some("a")),
            ("x y, a;b ", Some("a|b")),
            (",a", Some("a")),
            ("1,a,b", None),
            ("1,\"a\"", None),
            ("\u{e9},a", None),
        ] {
            assert_eq!(plain(&csv("id,items"), line).as_deref(), items, "{line}");
        }
    }
}
