//! What one of a production is called.

use serde::Serialize;

use super::item::Item;
use crate::format::{capitalized, counted, plural};
use crate::values::price::Unit;
use crate::values::quantity::Quantity;

/// What one of a production is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Noun {
    /// `video`, or a recipe's title.
    #[serde(rename = "noun")]
    name: String,
    /// One word for it: "Each video".
    #[serde(skip)]
    pub short: String,
    /// Whether the images and clips themselves were counted, and not a length, a recipe or weeks of them.
    #[serde(skip)]
    pub is_counted: bool,
    /// Of a set of images, how many.
    #[serde(skip)]
    images: Option<u128>,
}

impl Noun {
    /// Makes a noun of one word.
    pub fn new(name: &str) -> Noun {
        Noun { name: name.to_owned(), short: name.to_owned(), is_counted: false, images: None }
    }

    /// Finds the noun for a production of these items: `image` for one counted image, `clip` for exactly one, `second` of
    /// a model priced by the second, `set` for several images and nothing else; a recipe by its title; otherwise `video`.
    pub fn of<'i, 'a: 'i>(items: impl IntoIterator<Item = &'i Item<'a>>) -> Noun {
        let items: Vec<&Item<'_>> = items.into_iter().collect();
        if let [Item { recipe: Some(recipe), times, .. }] = items.as_slice() {
            let title = recipe.title();
            let is_noun = |word: &&str| ["video", "clip", "image", "scene", "infographic", "set"].contains(word);
            let (name, short) = match times {
                1 => (title.to_owned(), title.split(' ').find(is_noun).unwrap_or("one")),
                times => (format!("set of {}", counted(*times, title)), "set"),
            };
            return Noun { name, ..Noun::new(short) };
        }
        let units: Option<Vec<(Unit, u64)>> = items.iter().map(|item| counted_units(item)).collect();
        let noun = match units.as_deref() {
            Some([(unit, 1)]) => Noun::new(unit.noun()),
            Some(units @ [_, ..]) if units.iter().all(|(unit, _)| *unit == Unit::Image) => {
                let images = units.iter().map(|(_, count)| u128::from(*count)).sum();
                Noun { images: Some(images), ..Noun::new("set") }
            }
            _ => Noun::new("video"),
        };
        Noun { is_counted: units.is_some(), ..noun }
    }

    /// Returns whether it has a title of its own, such as a recipe's.
    pub fn has_title(&self) -> bool {
        self.name != self.short
    }

    /// Returns a count of it: `178 videos`, `25 sets of 7 images`.
    pub fn counted(&self, count: impl std::fmt::Display) -> String {
        let images = self.images.map(|images| format!(" of {}", counted(images, "image")));
        counted(count, &self.name) + &images.unwrap_or_default()
    }

    /// Returns the title of a column of counts.
    pub fn column(&self) -> String {
        capitalized(&plural(&self.short))
    }
}

/// Returns how many of which unit an item counts; `None` for a length, a recipe or an amount of credits.
fn counted_units(item: &Item<'_>) -> Option<(Unit, u64)> {
    let part = item.model()?;
    match part.quantity {
        None => Some((part.model.price.unit, 1)),
        Some(Quantity::Count(count)) => Some((part.model.price.unit, count)),
        Some(Quantity::Clips { count, .. }) => Some((Unit::Clip, count)),
        Some(Quantity::Length(_)) => None,
    }
}
