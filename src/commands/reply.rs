//! Sentences that a support person pastes to a customer: no jargon, no flags.

use crate::estimate::{Assumed, Estimate, Line, Note, notes_in_words};
use crate::item::CREDITS;
use crate::price::{Audio, Conversion, Unit};
use crate::table::{PriceTable, Rule};
use crate::words::{self, counted, credits, grouped_count, grouped_number, spoken_length};

/// The topics of the rules that bear on every price.
const TOPICS: [&str; 2] = ["failed", "free"];

/// The most sentences of a reply before the date of the prices.
const MOST: usize = 4;

/// What a production takes, and how that comes about: `7 credits`, `7 flux schnell images at 1 credit each`.
pub(super) fn production(estimate: &Estimate<'_>) -> (String, String) {
    let total = if estimate.each.is_zero() { "no credits".to_owned() } else { credits(estimate.each) };
    let lines: Vec<String> = estimate.lines.iter().map(line).collect();
    (total, format!("{}{}", words::list(&lines), retakes(estimate)))
}

/// `, and a quarter more for retakes`, in per cent.
fn retakes(estimate: &Estimate<'_>) -> String {
    let more = estimate.retakes.factor().checked_sub(rust_decimal::Decimal::ONE);
    let percent = more.and_then(|more| more.checked_mul(rust_decimal::Decimal::ONE_HUNDRED));
    match percent {
        Some(percent) if !percent.is_zero() => format!(", with {}% more for retakes", grouped_number(percent)),
        _ => String::new(),
    }
}

/// A line of a production: `6 veo3.1/fast clips of 8 seconds with audio at 50 credits a second`.
pub(super) fn line(line: &Line<'_>) -> String {
    let name = line.name;
    let rate = if line.rate.is_zero() { "no credits".to_owned() } else { credits(line.rate) };
    let audio = line.audio.map_or_else(String::new, |audio| format!(" {}", audio.phrase()));
    let whole = u128::try_from(line.quantity).unwrap_or_default();
    match (line.unit, line.clips, line.clip_length) {
        (Unit::Credit, ..) if name == CREDITS => format!("{} as given", credits(line.credits)),
        (Unit::Credit, ..) if line.times > 1 => format!("{} for {name}", line.quantity_in_words()),
        (Unit::Credit, ..) => format!("{} for {name}", credits(line.credits)),
        (Unit::Second, Some(clips), Some(each)) => {
            let clips = named(u128::from(clips), name, "clip");
            format!("{clips} of {}{audio} at {rate} a second", spoken_length(each))
        }
        (Unit::Second, ..) => {
            let unit = if line.quantity == rust_decimal::Decimal::ONE { "second" } else { "seconds" };
            format!("{} {unit} of {name}{audio} at {rate} a second", grouped_number(line.quantity))
        }
        (unit, ..) => {
            let each = if whole == 1 { "" } else { " each" };
            format!("{} at {rate}{each}", named(whole, name, unit.word()))
        }
    }
}

/// `1 veo3 clip`, `7 flux schnell images`.
fn named(count: u128, name: &str, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {name} {noun}{plural}", grouped_count(count))
}

/// The sentences with what was assumed and what should be known, the rules that bear on it where there is room for
/// them, and the date of the prices.
pub(super) fn ended<'e, 'a: 'e>(
    mut sentences: Vec<String>,
    estimates: impl IntoIterator<Item = &'e Estimate<'a>, IntoIter: Clone>,
    notes_on_budgets: &[String],
    table: &PriceTable,
) -> Vec<String> {
    let estimates = estimates.into_iter();
    let notes = notes_for_customers(estimates.clone().flat_map(|estimate| &estimate.notes));
    let notes: Vec<&str> = notes.iter().chain(notes_on_budgets).map(String::as_str).collect();
    let notes = (!notes.is_empty()).then(|| format!("please note: {}", notes.join("; ")));
    let remarks: Vec<String> = assumptions(estimates).into_iter().chain(notes).collect();
    sentences.extend(sentence_of(&remarks));
    sentences.extend(rules(table).filter(|_| sentences.len() < MOST));
    sentences.push(checked(table));
    sentences
}

/// What the customer should know of models and plans; a recipe's note is for whoever asks.
fn notes_for_customers<'n, 'a: 'n>(notes: impl Iterator<Item = &'n Note<'a>>) -> Vec<String> {
    let for_customers =
        |note: &&Note<'_>| matches!(note, Note::OfRow { .. } | Note::ClipLength { .. } | Note::NotOffered { .. });
    let notes: Vec<Note<'_>> = notes.filter(for_customers).copied().collect();
    notes_in_words(&notes)
}

/// What was assumed.
fn assumptions<'e, 'a: 'e>(estimates: impl Iterator<Item = &'e Estimate<'a>>) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    for (estimate, assumption) in
        estimates.flat_map(|estimate| estimate.assumptions.iter().map(move |assumption| (estimate, assumption)))
    {
        let part = match assumption.assumed {
            Assumed::Conversion(Conversion::Pacing { length, images }) => {
                format!("{} for {}", counted(u128::from(images), "image"), spoken_length(length))
            }
            Assumed::Conversion(Conversion::ClipLength { length, clips, each }) => {
                let clips = counted(u128::from(clips), "clip");
                format!("{clips} of {} for {}", spoken_length(each), spoken_length(length))
            }
            Assumed::Audio(audio) => spoken(audio, estimate),
            Assumed::DefaultModel => format!("{}, the usual model where none is chosen", assumption.model.name),
        };
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    (!parts.is_empty()).then(|| format!("this is reckoned with {}", words::list(&parts)))
}

/// `audio (1,770 credits without it)`.
fn spoken(audio: Audio, estimate: &Estimate<'_>) -> String {
    let other = estimate.with_other_audio(audio).map(credits);
    match (audio, other) {
        (Audio::With, Some(other)) => format!("audio ({other} without it)"),
        (Audio::Without, Some(other)) => format!("no audio ({other} with it)"),
        (Audio::With, None) => "audio".to_owned(),
        (Audio::Without, None) => "no audio".to_owned(),
    }
}

/// The rules that bear on every price, in one sentence; `None` where the table has none.
pub(super) fn rules(table: &PriceTable) -> Option<String> {
    let about = |topic: &&str| -> Option<&Rule> {
        table.rules.iter().find(|rule| rule.known && rule.topics.iter().any(|of| of == topic))
    };
    let rules: Vec<&str> = TOPICS.iter().filter_map(about).map(|rule| rule.text.trim_end_matches('.')).collect();
    (!rules.is_empty()).then(|| format!("{}.", rules.join("; ")))
}

/// What it comes to in USD, where that is asked and known.
pub(super) fn in_usd(usd: Option<rust_decimal::Decimal>) -> Option<String> {
    usd.map(|usd| format!("at the rate of extra credits that is USD {}", words::usd(usd)))
}

/// Clauses as one sentence; `None` where there are none.
pub(super) fn sentence_of(clauses: &[String]) -> Option<String> {
    (!clauses.is_empty()).then(|| format!("{}.", words::capital(&clauses.join("; "))))
}

/// The date of the prices.
pub(super) fn checked(table: &PriceTable) -> String {
    format!("Prices checked {}: {}", table.checked, table.source)
}

/// `This takes 12 credits`, of a total.
pub(super) fn takes(estimate: &Estimate<'_>) -> String {
    let (each, lines) = production(estimate);
    match estimate.count {
        1 => format!("This takes {each}: {lines}."),
        count => {
            let count = grouped_count(u128::from(count));
            format!("{count} of these take {}; one takes {each}: {lines}.", words::credits(estimate.total))
        }
    }
}
