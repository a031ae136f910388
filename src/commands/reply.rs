//! Sentences that a support person sends to a customer: everyday names, no flags, no evidence.

use rust_decimal::Decimal;

use super::report::{Remarks, TableInfo, after_name};
use crate::format::{counted, credits, grouped, list};
use crate::pricing::assumption::offered_in_words;
use crate::pricing::estimate::{Estimate, Line};
use crate::table::read::CREDITS;
use crate::values::day::Day;
use crate::values::price::Unit;

/// The most sentences of a reply before the date of the prices.
const MAX_SENTENCES: usize = 4;

/// Describes how the cost of a production comes about: `7 Flux Schnell images at 1 credit each`.
pub fn lines(estimate: &Estimate<'_>) -> String {
    let lines: Vec<String> = match estimate.lines.as_slice() {
        // What it costs is in the same sentence.
        [only] if only.unit == Unit::Credit && only.name != CREDITS => vec![counted(only.times, only.title)],
        [only]
            if only.quantity.0 == Decimal::ONE
                && !matches!(only.unit, Unit::Second | Unit::Credit)
                && estimate.retakes.percent().is_none() =>
        {
            vec![format!("1 {} {}{}", only.title, only.unit.noun(), after_name(only.option))]
        }
        lines => lines.iter().map(line).collect(),
    };
    let retakes = estimate.retakes.percent();
    let retakes = retakes.map_or_else(String::new, |percent| format!(", plus {}% for retakes", grouped(percent)));
    format!("{}{retakes}", list(&lines))
}

/// Describes a line: `6 Veo 3.1 Fast clips of 8 seconds with audio at 50 credits a second`.
fn line(line: &Line<'_>) -> String {
    let title = &line.title;
    let rate = credits(line.rate);
    let option = after_name(line.option);
    let quantity = line.quantity.0;
    match (line.unit, line.clips, line.clip_seconds) {
        (Unit::Credit, ..) if line.name == CREDITS => format!("a fixed amount of {}", credits(line.credits)),
        (Unit::Credit, ..) => {
            let each = line.credits.value().checked_div(Decimal::from(line.times)).unwrap_or(line.credits.value());
            let each_word = if line.times == 1 { "" } else { " each" };
            format!("{} at {}{each_word}", counted(line.times, title), credits(each.normalize()))
        }
        (Unit::Second, Some(clips), Some(each)) => {
            let clips = counted(clips, &format!("{title} clip"));
            format!("{clips} of {}{option} at {rate} a second", counted(each.seconds(), "second"))
        }
        (Unit::Second, ..) => {
            let offered = line.model.map_or(&[][..], |model| &model.seconds_offered);
            let is_longer = offered.last().is_some_and(|longest| quantity > longest.seconds()) && line.offers(quantity);
            let clips = if is_longer { format!(", in clips of {}", offered_in_words(offered)) } else { String::new() };
            format!("{} of {title}{option} at {rate} a second{clips}", counted(quantity, "second"))
        }
        (unit, ..) => {
            let each = if quantity == Decimal::ONE { "" } else { " each" };
            format!("{}{option} at {rate}{each}", counted(quantity, &format!("{title} {}", unit.noun())))
        }
    }
}

/// `the change`, or `these changes` where `--set` is used several times.
pub fn the_change(table: &TableInfo) -> &'static str {
    if table.changes.len() == 1 { "the change" } else { "these changes" }
}

/// Adds the remarks, the rules that apply to every price where there is room, and the date of the prices; `own_date` is that
/// of a price that isn't on the table's page.
pub fn ended(mut sentences: Vec<String>, remarks: &Remarks, table: &TableInfo, own_date: Option<Day>) -> Vec<String> {
    sentences.insert(0, remarks.unavailable());
    if !table.changes.is_empty() {
        sentences.insert(0, format!("This assumes that {}.", table.changes.join(", and that ")));
    }
    sentences.push(remarks.for_customers());
    sentences.retain(|sentence| !sentence.is_empty());
    let has_usd = sentences.iter().any(|sentence| sentence.contains("USD "));
    if !table.rules.is_empty() && sentences.len() < MAX_SENTENCES {
        sentences.push(table.rules.join(" "));
    }
    sentences.push(own_date.map_or_else(|| table.as_of(), |day| format!("Price as of {day}.")));
    sentences.extend(table.usd_sources().filter(|_| has_usd));
    sentences
}
