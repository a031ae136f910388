//! Where the price table is: `--pricing`, `$CREDITS_PRICING`, the user's configuration folder, or built in.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use crate::pricing::estimate::check_recipe;
use crate::table::fault::{Clock, Fault, TableError};
use crate::table::read::read as read_table;
use crate::table::{BUILT_IN, BUILT_IN_ORIGIN, PriceTable};
use crate::values::limits::MAX_TABLE_BYTES;

/// The variable that names a price table.
const VARIABLE: &str = "CREDITS_PRICING";

/// Where a price table comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The built-in table.
    BuiltIn,
    /// A file.
    File {
        /// The path as it was given; `-` is standard input.
        path: PathBuf,
        /// What named it.
        named_by: NamedBy,
    },
}

/// What named a price table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamedBy {
    /// An argument of the command.
    Argument,
    /// `--pricing`.
    Flag,
    /// `$CREDITS_PRICING`.
    Variable,
    /// Nothing: it is in the configuration folder.
    Folder,
}

impl NamedBy {
    /// Describes it, to follow a path in a message; empty for an argument.
    pub fn in_words(self) -> &'static str {
        match self {
            NamedBy::Argument => "",
            NamedBy::Flag => " (from --pricing)",
            NamedBy::Variable => " (from $CREDITS_PRICING)",
            NamedBy::Folder => " (in your configuration folder)",
        }
    }
}

impl Source {
    /// Makes the source that an argument or a flag names; `built-in` is the built-in table.
    pub fn named(path: &Path, named_by: NamedBy) -> Source {
        if path == Path::new(BUILT_IN_ORIGIN) {
            return Source::BuiltIn;
        }
        Source::File { path: path.to_owned(), named_by }
    }

    /// Finds the table in force: the first place that has one decides, and is never passed over for the next.
    pub fn in_force(flag: Option<&Path>) -> Source {
        if let Some(path) = flag {
            return Source::named(path, NamedBy::Flag);
        }
        if let Some(path) = variable(VARIABLE) {
            return Source::named(&path, NamedBy::Variable);
        }
        match configured() {
            Some(path) => Source::File { path, named_by: NamedBy::Folder },
            None => Source::BuiltIn,
        }
    }

    /// Returns `built-in`, or the path as it was given.
    pub fn origin(&self) -> String {
        match self {
            Source::BuiltIn => BUILT_IN_ORIGIN.to_owned(),
            Source::File { path, .. } => path.to_string_lossy().into_owned(),
        }
    }

    /// Returns whether it is standard input.
    pub fn is_standard_input(&self) -> bool {
        matches!(self, Source::File { path, .. } if is_standard_input(path))
    }

    /// Reads the bytes of the table.
    ///
    /// # Errors
    /// The system's error.
    pub fn bytes(&self) -> std::io::Result<Vec<u8>> {
        match self {
            Source::BuiltIn => Ok(BUILT_IN.as_bytes().to_vec()),
            Source::File { path, .. } if path == Path::new("-") => bounded(std::io::stdin().lock(), MAX_TABLE_BYTES),
            Source::File { path, .. } => bounded(File::open(path)?, MAX_TABLE_BYTES),
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
        let (table, faults) = PriceTable::check(bytes, origin, None);
        table.ok_or_else(|| TableError { file: origin.to_owned(), faults })
    }

    /// Reads a price table and reports everything that is wrong with it, warnings too.
    ///
    /// With a clock, prices that are old for its limit are an error.
    pub fn check(bytes: &[u8], origin: &str, clock: Option<Clock>) -> (Option<PriceTable>, Vec<Fault>) {
        read_table(bytes, origin, clock, check_recipe)
    }

    /// Reads the built-in price table.
    ///
    /// # Errors
    /// Only where the program's own `pricing.toml` has a fault, which the tests rule out.
    pub fn built_in() -> Result<PriceTable, TableError> {
        PriceTable::parse(BUILT_IN.as_bytes(), BUILT_IN_ORIGIN)
    }
}
