//! Dates, and how long ago they are.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use time::{Date, Month};
use toml::value::Datetime;

/// A date without a time, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub Date);

impl Day {
    /// Returns how many days ago this day was; negative for a day in the future.
    pub fn days_before(self, today: Day) -> i32 {
        today.0.to_julian_day().saturating_sub(self.0.to_julian_day())
    }
}

/// `2026-09-19`.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A TOML date without a time.
impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
        let datetime = Datetime::deserialize(deserializer)?;
        let day = || {
            let Datetime { date: Some(date), time: None, .. } = datetime else { return None };
            let month = Month::try_from(date.month).ok()?;
            Date::from_calendar_date(i32::from(date.year), month, date.day).ok().map(Day)
        };
        day().ok_or_else(|| serde::de::Error::custom("must be a date such as 2026-09-19, without quotes"))
    }
}
