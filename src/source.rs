//! Where the price table is: `--pricing`, `$CREDITS_PRICING`, the user's configuration folder, or built in.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Kind, system_words};
use crate::limits::MAX_TABLE_BYTES;
use crate::name::shown;
use crate::table::PriceTable;

/// The variable that names a price table.
const VARIABLE: &str = "CREDITS_PRICING";

/// How a table is called that nobody named.
const IN_FOLDER: &str = "in your configuration folder";

/// Loads the price table in force; the first place that names one decides, and a bad table is never passed over.
///
/// Where no more is needed, the built-in table isn't read whole.
pub fn load(flag: Option<&Path>, needs: Option<Needs<'_>>) -> anyhow::Result<PriceTable> {
    let Some((path, named_by)) = in_force(flag) else {
        return built_in(needs);
    };
    let bytes = read(&path).map_err(|error| unreadable(&path, Some(named_by), &error))?;
    let origin = path.to_string_lossy();
    PriceTable::parse(&bytes, &origin).map_err(|error| {
        let mut failure = Failure::from(error);
        // Once is enough: all the faults are of one file.
        if let Some(first) = failure.facts.first_mut() {
            first.message.push_str(&format!(" (the price table {named_by})"));
        }
        failure.into()
    })
}

/// What of the built-in table a question needs that is about some items and nothing else.
#[derive(Clone, Copy)]
pub struct Needs<'n> {
    /// The items.
    pub items: &'n [String],
    /// Whether it needs the plans.
    pub plans: bool,
}

/// The built-in table, or of it what is needed.
fn built_in(needs: Option<Needs<'_>>) -> anyhow::Result<PriceTable> {
    let excerpt = needs.and_then(|needs| {
        let items: Vec<&str> = needs.items.iter().map(String::as_str).collect();
        PriceTable::built_in_for(&items, needs.plans)
    });
    excerpt.map_or_else(|| Ok(PriceTable::built_in()?), Ok)
}

/// The file that is to be read, and who named it; `None` where it is the built-in table's turn.
pub fn in_force(flag: Option<&Path>) -> Option<(PathBuf, &'static str)> {
    if let Some(named) = named(flag) {
        return Some(named);
    }
    let folder = set("XDG_CONFIG_HOME")
        .filter(|path| path.is_absolute())
        .or_else(|| set("HOME").map(|home| home.join(".config")))?;
    let path = folder.join("credits").join("pricing.toml");
    // A link to nowhere, or a folder that can't be looked into, is no reason to price by another table.
    let missing = path
        .symlink_metadata()
        .is_err_and(|error| matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory));
    (!missing).then_some((path, IN_FOLDER))
}

/// The file that somebody named, and where.
pub fn named(flag: Option<&Path>) -> Option<(PathBuf, &'static str)> {
    let by_flag = flag.map(|path| (path.to_owned(), "named by --pricing"));
    by_flag.or_else(|| Some((set(VARIABLE)?, "named by $CREDITS_PRICING")))
}

/// A variable that is set to something.
fn set(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// Reads a file, or standard input for `-`, up to just over the largest table.
pub fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    if path == Path::new("-") {
        return bounded(std::io::stdin().lock(), MAX_TABLE_BYTES);
    }
    bounded(File::open(path)?, MAX_TABLE_BYTES)
}

/// Reads an input up to one byte more than `most`, which is enough to know that it is too large.
pub fn bounded(input: impl Read, most: usize) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.take(u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A table that can't be read, with the system's words.
pub fn unreadable(path: &Path, named_by: Option<&str>, error: &std::io::Error) -> Failure {
    let path = shown(&path.to_string_lossy());
    let named_by = named_by.map(|named_by| format!(" ({named_by})")).unwrap_or_default();
    Failure::new(Kind::Table, format!("the price table {path}{named_by} can't be read: {}", system_words(error)))
}

/// Whether the path is standard input by another name.
pub fn is_standard_input(path: &Path) -> bool {
    ["-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"].iter().any(|name| path == Path::new(name))
}
