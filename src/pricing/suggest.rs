//! Which rows an unknown name may have meant. They are suggested, never taken.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use super::estimate::{Terms, estimate};
use super::item::Item;
use crate::format::credits;
use crate::table::schema::{Model, Recipe};
use crate::table::{PriceTable, Row};
use crate::values::limits::MAX_NAME_BYTES;
use crate::values::name::{fold, is_number, words};
use crate::values::price::Unit;
use crate::values::quantity::Quantity;

/// The most lines of suggestions.
const MAX_LINES: usize = 4;

/// Rows that an unknown name may have meant, with one price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The rows' own names.
    pub names: Vec<String>,
    /// Unit and price, or what the recipe costs.
    pub price: String,
}

/// What an unknown name may have meant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Suggestions {
    /// Similar rows, the most similar first.
    pub lines: Vec<Suggestion>,
    /// The row that the name can only have meant, by name: a typo, or rows that all cost the same.
    pub certain: Option<String>,
    /// The words of the unknown name that find rows by `credits models`.
    pub words: Vec<String>,
}

/// How similar a row is to an unknown name: the greater, the more.
type Similarity = (bool, bool, usize, bool, usize, Reverse<usize>);

/// The names of a table split into words, to be compared with unknown names.
pub struct Vocabulary<'t> {
    table: &'t PriceTable,
    /// Every name and alias with its row, folded, and its words.
    names: Vec<(Row<'t>, String, Vec<String>)>,
    /// Words of so many rows (`fal`, `ai`, `image`) that sharing one means nothing.
    common: HashSet<String>,
}

impl<'t> Vocabulary<'t> {
    /// Splits the names of a table.
    pub fn new(table: &'t PriceTable) -> Vocabulary<'t> {
        let models = table.models.iter().flat_map(|model| model.names().map(move |name| (Row::Model(model), name)));
        let recipes = table.recipes.iter().map(|recipe| (Row::Recipe(recipe), recipe.name.as_str()));
        let names: Vec<_> = models.chain(recipes).map(|(row, name)| (row, fold(name), words(name))).collect();
        let mut rows_with: HashMap<&str, usize> = HashMap::new();
        for of_row in names.chunk_by(|(row, ..), (next, ..)| row.name() == next.name()) {
            let words: HashSet<&str> = of_row.iter().flat_map(|(.., words)| words).map(String::as_str).collect();
            for word in words {
                let count = rows_with.entry(word).or_default();
                *count = count.saturating_add(1);
            }
        }
        let many = (table.models.len() / 4).max(8);
        let common =
            rows_with.into_iter().filter(|(_, count)| *count > many).map(|(word, _)| word.to_owned()).collect();
        Vocabulary { table, names, common }
    }

    /// Finds what an unknown name may have meant; `quantity` is the item's, where it can be read.
    ///
    /// Models come before recipes, rows that are still available and can take the quantity before others, then those
    /// with more shared words, then those with fewer letters changed.
    pub fn similar(&self, unknown: &str, quantity: Option<Quantity>) -> Suggestions {
        let own_words = words(unknown);
        if unknown.len() > MAX_NAME_BYTES {
            return Suggestions::default();
        }
        let mut similar = self.rows(unknown, &own_words, quantity);
        similar.sort_by_key(|(similarity, _)| Reverse(*similarity));
        let rows: Vec<Row<'_>> = similar.into_iter().map(|(_, row)| row).collect();
        let lines = self.grouped(&rows);
        let mut words: Vec<String> =
            own_words.iter().filter(|word| is_telling(word) && self.finds_rows(word)).cloned().collect();
        // Words of an alias (`black forest labs`) say less than those of the names.
        let is_in_name = |word: &String| self.table.models.iter().any(|model| fold(&model.name).contains(word));
        if words.iter().any(is_in_name) {
            words.retain(is_in_name);
        }
        Suggestions { certain: self.certain(unknown, &own_words, &rows, &lines), lines, words }
    }

    fn finds_rows(&self, word: &str) -> bool {
        self.names.iter().any(|(_, folded, _)| folded.contains(word))
    }

    fn rows(&self, unknown: &str, own_words: &[String], quantity: Option<Quantity>) -> Vec<(Similarity, Row<'t>)> {
        let folded = fold(unknown);
        let of_rows = self.names.chunk_by(|(row, ..), (next, ..)| row.name() == next.name());
        let similar = of_rows.filter_map(|of_row| {
            let (row, ..) = of_row.first()?;
            let is_common = |word: &str| self.common.contains(word);
            let likeness = |(_, known, known_words): &(Row<'_>, String, Vec<String>)| {
                likeness(&folded, own_words, known, known_words, is_common)
            };
            let (shared, is_near, edits) = of_row.iter().filter_map(likeness).max()?;
            let (is_current, takes_quantity) = match row {
                Row::Model(model) => (model.retired.is_none(), takes(model, quantity)),
                Row::Recipe(_) => (true, !matches!(quantity, Some(Quantity::Length(_) | Quantity::Clips { .. }))),
            };
            let is_model = matches!(row, Row::Model(_));
            Some(((is_model && is_current, takes_quantity, shared, is_near, usize::from(is_model), edits), *row))
        });
        similar.collect()
    }

    /// Puts rows of one kind, price and first word on one line, in the order in which each line begins.
    fn grouped(&self, rows: &[Row<'t>]) -> Vec<Suggestion> {
        let mut lines = Vec::new();
        for row in rows {
            let group = match row {
                Row::Model(model) => (Some(&model.price), model.kind.as_str(), model.first_word()),
                Row::Recipe(recipe) => (None, recipe.name.as_str(), ""),
            };
            let name = row.name().to_owned();
            if let Some((_, line)) = lines.iter_mut().find(|(known, _): &&mut (_, Suggestion)| *known == group) {
                line.names.push(name);
            } else if lines.len() < MAX_LINES {
                lines.push((group, Suggestion { names: vec![name], price: self.price(*row) }));
            }
        }
        let sorted = |(_, mut line): (_, Suggestion)| {
            line.names.sort_unstable();
            line
        };
        lines.into_iter().map(sorted).collect()
    }

    /// Describes unit and price of a row, or what a recipe costs.
    fn price(&self, row: Row<'_>) -> String {
        match row {
            Row::Model(Model { retired: Some(day), price, .. }) => {
                format!("{price}, no longer available (since {day})")
            }
            Row::Model(model) => model.price.to_string(),
            Row::Recipe(recipe) => recipe_price(self.table, recipe),
        }
    }

    /// Returns the row that the name can only have meant.
    fn certain(&self, unknown: &str, own_words: &[String], rows: &[Row<'_>], lines: &[Suggestion]) -> Option<String> {
        let numbers = |words: &[String]| words.iter().filter(|word| is_number(word)).cloned().collect::<Vec<_>>();
        let own_numbers = numbers(own_words);
        // The same words and numbers, but for a typo.
        let folded = fold(unknown);
        let is_typo = |(_, known, words): &&(Row<'_>, String, Vec<String>)| {
            let most = (folded.len() / 5).clamp(1, 2);
            words.len() == own_words.len()
                && numbers(words) == own_numbers
                && strsim::osa_distance(&folded, known) <= most
        };
        let mut typos: Vec<&str> = self.names.iter().filter(is_typo).map(|(row, ..)| row.name()).collect();
        typos.dedup();
        if let [name] = typos.as_slice() {
            return Some((*name).to_owned());
        }
        // All of them cost the same, and each has every number that was typed.
        let has_numbers = |row: &Row<'_>| {
            let mut names = self.names.iter().filter(|(known, ..)| known.name() == row.name());
            names.any(|(.., words)| own_numbers.iter().all(|number| words.contains(number)))
        };
        let words_match = own_words.iter().filter(|word| !is_number(word)).all(|word| self.finds_rows(word));
        match lines {
            [line] if words_match && rows.iter().all(has_numbers) => line.names.last().cloned(),
            _ => None,
        }
    }
}

/// Returns what a recipe costs, in words.
pub fn recipe_price(table: &PriceTable, recipe: &Recipe) -> String {
    let cost = estimate(table, [Item::parse(&recipe.name, table)], Terms::default(), 1);
    cost.map_or_else(|_| "a recipe".to_owned(), |cost| credits(cost.total))
}

/// Returns whether a model's unit can take a quantity.
fn takes(model: &Model, quantity: Option<Quantity>) -> bool {
    match (model.price.unit, quantity) {
        (_, None) => true,
        (Unit::Second, Some(quantity)) => !matches!(quantity, Quantity::Count(_)),
        (Unit::Clip, Some(quantity)) => model.clip_seconds.is_some() || !matches!(quantity, Quantity::Length(_)),
        (_, Some(quantity)) => !matches!(quantity, Quantity::Clips { .. }),
    }
}

/// Returns how like a known name an unknown one is: shared words, whether other words are nearly the same, and the letters
/// changed. `None` where nothing is alike. Words for which `is_common` is true mean nothing.
fn likeness(
    unknown: &str,
    own_words: &[String],
    known: &str,
    known_words: &[String],
    is_common: impl Fn(&str) -> bool,
) -> Option<(usize, bool, Reverse<usize>)> {
    let telling = || own_words.iter().filter(|word| !is_common(word));
    let shared: HashSet<&String> = telling().filter(|word| known_words.contains(word)).collect();
    // A number alone, or a letter such as the `v` of versions, means nothing; a whole name does, as in `4o`.
    let is_part = own_words.len() > 1 && known_words.windows(own_words.len()).any(|run| run == own_words);
    let shared = if is_part || shared.iter().any(|word| is_telling(word)) { shared.len() } else { 0 };
    let is_near = telling().any(|word| {
        word.chars().count() > 2
            && is_telling(word)
            && !known_words.contains(word)
            && known_words.iter().any(|known| known.starts_with(word.as_str()) || one_edit(known, word))
    });
    let most = (unknown.len() / 4).max(1);
    if shared == 0 && !is_near && unknown.len().abs_diff(known.len()) > most {
        return None;
    }
    let edits = strsim::osa_distance(unknown, known);
    let is_close = edits <= most && unknown.len() > 2;
    (shared > 0 || is_near || is_close).then_some((shared, is_near, Reverse(edits)))
}

fn one_edit(one: &str, other: &str) -> bool {
    one.len().abs_diff(other.len()) <= 1 && strsim::osa_distance(one, other) == 1
}

/// Returns whether a word is more than a number or a letter.
fn is_telling(word: &str) -> bool {
    word.len() > 1 && word.starts_with(char::is_alphabetic)
}
