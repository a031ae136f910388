//! How old the prices are: today is UTC, or what `SOURCE_DATE_EPOCH` says.

use time::{Date, UtcDateTime};

use super::refusal;
use crate::failure::{Failure, Kind};
use crate::name::shown;
use crate::number;
use crate::reader::Clock;
use crate::table::PriceTable;

/// The variable that stands for the clock.
const CLOCK: &str = "SOURCE_DATE_EPOCH";

/// Today.
///
/// # Errors
/// Where the variable is set and is no time.
pub(super) fn today() -> Result<Date, Failure> {
    match std::env::var_os(CLOCK).filter(|value| !value.is_empty()) {
        None => Ok(UtcDateTime::now().date()),
        Some(value) => {
            let value = value.to_string_lossy();
            let seconds = number::whole(&value).ok().and_then(|seconds| i64::try_from(seconds).ok());
            let time = seconds.and_then(|seconds| UtcDateTime::from_unix_timestamp(seconds).ok());
            time.map(UtcDateTime::date).ok_or_else(|| {
                Failure::usage(format!("${CLOCK} is `{}`, and must be seconds since 1970", shown(&value)))
            })
        }
    }
}

/// Refuses prices that were checked more than so many days ago.
pub(super) fn within(table: &PriceTable, days: u32) -> Result<(), Failure> {
    let clock = Clock { today: today()?, max_age: Some(days) };
    match clock.too_old(table.checked) {
        Some(message) => {
            let help = refusal::with_table(table, "credits check".to_owned());
            Err(Failure::new(Kind::Table, message).with_help(help))
        }
        None => Ok(()),
    }
}
