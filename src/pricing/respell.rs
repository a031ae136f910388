//! Items written in another way that leaves no doubt: `6xnano-banana`, `flux dev 40`, `6 clips of framepack`.

use crate::table::schema::Model;
use crate::table::{PriceTable, Row};
use crate::values::name::{fold, hyphenated};
use crate::values::price::{Unit, fold_option};
use crate::values::quantity::Quantity;

/// Respells an item whose name isn't known, where model and quantity are both in the text.
pub fn respelled(text: &str, table: &PriceTable) -> Option<String> {
    if text.contains('=') {
        return with_options_first(text, table);
    }
    splits(text, table).into_iter().find_map(|(name, quantity)| item(table, &name, &quantity))
}

/// Finds a model priced by the second and a bare number (`6xveo3.1/fast`), where only the length is missing.
pub fn number_of_seconds_model<'t>(text: &str, table: &'t PriceTable) -> Option<(&'t Model, u64)> {
    splits(text, table).into_iter().find_map(|(name, quantity)| match (table.find(&name)?, quantity.parse().ok()?) {
        (Row::Model(model), Quantity::Count(count)) if model.price.unit == Unit::Second => Some((model, count)),
        _ => None,
    })
}

/// `veo3.1/fast:audio=8s`
fn with_options_first(text: &str, table: &PriceTable) -> Option<String> {
    let (name, quantity) = text.split_once('=')?;
    let (name, suffixes) = name.split_once(':')?;
    let Row::Model(model) = table.find(name)? else { return None };
    let words: Vec<String> = suffixes.split(':').map(|word| fold_option(word.trim())).collect();
    let suffixes: String = words.iter().map(|word| format!(":{word}")).collect();
    let has_options = words.iter().all(|word| model.price.has_option(word));
    item(table, name, quantity.trim()).filter(|_| has_options).map(|item| item + &suffixes)
}

/// Words that people write between a number and a name, or behind a number.
const FILLERS: [&str; 8] = ["x", "of", "clip", "clips", "image", "images", "video", "videos"];

/// Returns the ways to split a text into a name and a quantity.
fn splits(text: &str, table: &PriceTable) -> Vec<(String, String)> {
    let starts_with_digit = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    let is_count = |text: &str| starts_with_digit(text) && text.trim_end().bytes().all(|byte| byte.is_ascii_digit());
    let spaced = match text.split_once('x') {
        Some((count, name)) if is_count(count) && !starts_with_digit(name) => format!("{count} x {name}"),
        _ => text.replace(['*', '×'], " x ").replace(" seconds", "s"),
    };
    let all: Vec<&str> = spaced.split(' ').filter(|word| !word.is_empty()).collect();
    let words: Vec<&str> = all.iter().copied().filter(|word| !FILLERS.contains(word)).collect();
    let mut splits = Vec::new();
    if let [quantity, name @ ..] = words.as_slice() {
        splits.push((name.join(" "), (*quantity).to_owned()));
    }
    if let [name @ .., quantity] = words.as_slice() {
        let name = name.join(" ");
        let is_number = quantity.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let is_unclear = words.len() == all.len() && is_number && could_be_a_version(&name, quantity, table);
        splits.extend((!is_unclear).then(|| (name, (*quantity).to_owned())));
    }
    splits
}

/// Returns whether a number behind a name may be a version of it rather than a quantity: the name ends in a number
/// already (`veo3 2`), or a row's version begins with this number (`seedream 4`, of which there is a 4.5).
fn could_be_a_version(name: &str, number: &str, table: &PriceTable) -> bool {
    let ends_in_number = name.trim_end().ends_with(|c: char| c.is_ascii_digit());
    let longer = fold(name) + number;
    ends_in_number || table.models.iter().flat_map(|model| model.names()).any(|known| fold(known).starts_with(&longer))
}

/// Spells an item of a known name and a quantity that its unit has, with the options behind it.
fn item(table: &PriceTable, name: &str, quantity: &str) -> Option<String> {
    let name = name.trim();
    let unit = match table.find(name)? {
        Row::Model(model) => model.price.unit,
        Row::Recipe(_) => Unit::Credit,
    };
    let (quantity, suffixes) = quantity.split_at_checked(quantity.find(':').unwrap_or(quantity.len()))?;
    quantity.parse::<Quantity>().ok()?;
    for_unit(quantity, unit).map(|quantity| format!("{}={quantity}{suffixes}", hyphenated(name)))
}

/// Returns a quantity as a unit has it: of clips of a length the number of images. `None` where that would be a guess:
/// a bare number isn't seconds.
pub fn for_unit(quantity: &str, unit: Unit) -> Option<String> {
    match (unit, quantity.parse()) {
        (Unit::Second, Ok(Quantity::Count(_))) => None,
        (Unit::Image, Ok(Quantity::Clips { count, .. })) => Some(count.to_string()),
        _ => Some(quantity.to_owned()),
    }
}
