//! Where the price table is: `--pricing`, `$CREDITS_PRICING`, the user's configuration folder, or built in.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use crate::pricing::estimate::check_recipe;
use crate::table::fault::{Clock, Found, TableError};
use crate::table::read::read as read_table;
use crate::table::{BUILT_IN, BUILT_IN_ORIGIN, PriceTable};
use crate::values::limits::MAX_TABLE_BYTES;

/// The variable that names a price table.
const VARIABLE: &str = "CREDITS_PRICING";

/// What `named_by` says of the table in the configuration folder, which nobody named.
pub const IN_FOLDER: &str = " (in your configuration folder)";

/// Where a price table comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The path as it was given; `-` is standard input, and `built-in` the built-in table.
    pub path: PathBuf,
    /// What named it, to follow the path in a message; empty for an argument and for the built-in table.
    pub named_by: &'static str,
}

impl Source {
    /// Makes the source that an argument names.
    pub fn of_argument(path: &Path) -> Source {
        Source { path: path.to_owned(), named_by: "" }
    }

    /// Finds the table in force: the first place that has one decides, and is never passed over for the next.
    pub fn in_force(flag: Option<&Path>) -> Source {
        if let Some(path) = flag {
            return Source { path: path.to_owned(), named_by: " (from --pricing)" };
        }
        if let Some(path) = variable(VARIABLE) {
            return Source { path, named_by: " (from $CREDITS_PRICING)" };
        }
        match configured() {
            Some(path) => Source { path, named_by: IN_FOLDER },
            None => Source::of_argument(Path::new(BUILT_IN_ORIGIN)),
        }
    }

    /// Returns whether it is the built-in table.
    pub fn is_built_in(&self) -> bool {
        self.path == Path::new(BUILT_IN_ORIGIN)
    }

    /// Returns `built-in`, or the path as it was given.
    pub fn origin(&self) -> String {
        self.path.to_string_lossy().into_owned()
    }

    /// Reads the bytes of the table.
    ///
    /// # Errors
    /// The system's error.
    pub fn bytes(&self) -> std::io::Result<Vec<u8>> {
        if self.is_built_in() {
            return Ok(BUILT_IN.as_bytes().to_vec());
        }
        match self.path == Path::new("-") {
            true => bounded(std::io::stdin().lock(), MAX_TABLE_BYTES),
            false => bounded(File::open(&self.path)?, MAX_TABLE_BYTES),
        }
    }
}

/// Returns the table in the configuration folder, where there is one. Relative folders are ignored.
fn configured() -> Option<PathBuf> {
    let absolute = |name: &str| variable(name).filter(|path| path.is_absolute());
    let folder = absolute("XDG_CONFIG_HOME").or_else(|| absolute("HOME").map(|home| home.join(".config")))?;
    let path = folder.join("credits").join("pricing.toml");
    // A link to nowhere, or a folder that can't be looked into, is an error and not a reason to use other prices.
    let is_missing = path
        .symlink_metadata()
        .is_err_and(|error| matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory));
    (!is_missing).then_some(path)
}

/// Returns a variable that is set and not empty.
fn variable(name: impl AsRef<OsStr>) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// Reads up to one byte more than `limit`, which is enough to know that an input is too large.
///
/// # Errors
/// The system's error.
pub fn bounded(input: impl Read, limit: usize) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(limit).unwrap_or(u64::MAX);
    input.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Returns whether a path is standard input, by any of its names.
pub fn is_standard_input(path: &Path) -> bool {
    ["-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"].iter().any(|name| path == Path::new(name))
}

impl PriceTable {
    /// Reads a price table; `origin` is the file as it was given.
    ///
    /// # Errors
    /// All the faults of the table, each with line and column.
    pub fn parse(bytes: &[u8], origin: &str) -> Result<PriceTable, TableError> {
        let (table, found) = PriceTable::check(bytes, origin, None);
        table.ok_or_else(|| TableError { file: origin.to_owned(), errors: found.errors })
    }

    /// Reads a price table and reports everything that is wrong with it, warnings too.
    ///
    /// With a clock, prices that are old for its limit are an error.
    pub fn check(bytes: &[u8], origin: &str, clock: Option<Clock>) -> (Option<PriceTable>, Found) {
        read_table(bytes, origin, clock, check_recipe)
    }

    /// Reads the built-in price table.
    ///
    /// # Errors
    /// Only where the program's own `pricing.toml` can't be read, which the tests rule out. It is checked by them too.
    pub fn built_in() -> Result<PriceTable, TableError> {
        PriceTable::parse(BUILT_IN.as_bytes(), BUILT_IN_ORIGIN)
    }
}

#[cfg(test)]
impl PriceTable {
    /// Reads the prices that tests use, which don't change with the built-in ones.
    pub fn page() -> PriceTable {
        PriceTable::parse(include_bytes!("../tests/tables/page.toml"), "page.toml").unwrap()
    }
}
