//! Items written in another way that leaves no doubt: `6xnano-banana`, `flux dev 40`, `6 clips of framepack`.

use super::item::ItemError;
use crate::table::schema::Model;
use crate::table::{PriceTable, Row};
use crate::values::name::{fold, hyphenated};
use crate::values::price::{Unit, fold_option};
use crate::values::quantity::Quantity;

/// Respells an item whose name isn't known, where model and quantity are both in the text.
///
/// The inner error is for options that the model doesn't have, and for a number of a model that is priced by the second: which
/// length was meant would be a guess.
pub fn respelled(text: &str, table: &PriceTable) -> Option<Result<String, ItemError>> {
    match text.split_once('=') {
        // `veo3.1/fast:audio=8s`
        Some((name, quantity)) => {
            let (name, suffixes) = name.split_once(':')?;
            item(table, name, &format!("{}:{}", quantity.trim(), suffixes.trim()))
        }
        None => splits(text, table).into_iter().find_map(|(name, quantity)| item(table, &name, &quantity)),
    }
}

/// Returns whether people write this word between a number and a name, or behind a number.
pub fn is_filler(word: &str) -> bool {
    ["x", "of", "clip", "clips", "image", "images", "video", "videos"].contains(&word)
}

/// Returns the ways to split a text into a name and a quantity.
fn splits(text: &str, table: &PriceTable) -> Vec<(String, String)> {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let spaced = match text.split_once('x') {
        Some((count, name)) if is_digits(count.trim_end()) && !name.starts_with(|c: char| c.is_ascii_digit()) => {
            format!("{count} x {name}")
        }
        _ => text.replace(['*', '×'], " x ").replace(" seconds", "s"),
    };
    let all: Vec<&str> = spaced.split(' ').filter(|word| !word.is_empty()).collect();
    let words: Vec<&str> = all.iter().copied().filter(|word| !is_filler(word)).collect();
    let mut splits = Vec::new();
    if let [quantity, name @ ..] = words.as_slice() {
        splits.push((name.join(" "), (*quantity).to_owned()));
    }
    if let [name @ .., quantity] = words.as_slice() {
        let name = name.join(" ");
        let is_number = is_digits(&quantity.replace('.', ""));
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

/// Spells an item of a known name and a quantity, with the options behind it.
fn item(table: &PriceTable, name: &str, quantity: &str) -> Option<Result<String, ItemError>> {
    let name = name.trim();
    let (quantity, suffixes) = quantity.split_at_checked(quantity.find(':').unwrap_or(quantity.len()))?;
    let suffixes: Vec<&str> = suffixes.split(':').skip(1).map(str::trim).collect();
    quantity.parse::<Quantity>().ok()?;
    let quantity = match table.find(name)? {
        Row::Recipe(_) => Ok(quantity.to_owned()),
        Row::Model(model) => {
            let options: Vec<String> = suffixes.iter().copied().map(fold_option).collect();
            if let Err(words) = model.price.choose(&options, None) {
                return Some(Err(ItemError::no_such_option(&format!(":{}", words.join(":")), model)));
            }
            for_unit(quantity, model)
        }
    };
    let suffixes: String = suffixes.iter().map(|word| format!(":{word}")).collect();
    Some(quantity.map(|quantity| format!("{}={quantity}{suffixes}", hyphenated(name))))
}

/// Returns a quantity as a model's unit has it: of clips of a length the number of images.
///
/// # Errors
/// A bare number isn't seconds: that would be a guess.
pub fn for_unit(quantity: &str, model: &Model) -> Result<String, ItemError> {
    match (model.price.unit, quantity.parse()) {
        (Unit::Second, Ok(Quantity::Count(count))) => Err(ItemError::no_length(model, Some(count))),
        (Unit::Image, Ok(Quantity::Clips { count, .. })) => Ok(count.to_string()),
        _ => Ok(quantity.to_owned()),
    }
}
