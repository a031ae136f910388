//! What one of a production is called.

use super::item::{Content, Item, Part};
use crate::format::{counted, plural};
use crate::values::price::Unit;
use crate::values::quantity::Quantity;

/// What one of a production is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Noun {
    /// One counted image.
    Image,
    /// Exactly one clip.
    Clip,
    /// A second of a model priced by the second.
    Second,
    /// Several images and nothing else.
    Set(u128),
    /// Anything else.
    Video,
    /// A recipe, by its title.
    Recipe(String),
    /// What the user calls it.
    Custom(String),
}

impl Noun {
    /// Finds the noun for a production of these items.
    pub fn of<'i, 'a: 'i>(items: impl IntoIterator<Item = &'i Item<'a>>) -> Noun {
        let items: Vec<&Item<'_>> = items.into_iter().collect();
        if let [Item { content: Content::Recipe { recipe, times, .. }, .. }] = items.as_slice() {
            return Noun::Recipe(match times {
                1 => recipe.title().to_owned(),
                times => format!("set of {}", counted(*times, recipe.title())),
            });
        }
        let units: Option<Vec<(Unit, u64)>> = items.iter().map(|item| counted_units(item)).collect();
        match units.as_deref() {
            Some([(Unit::Image, 1)]) => Noun::Image,
            Some([(Unit::Clip, 1)]) => Noun::Clip,
            Some([(Unit::Second, 1)]) => Noun::Second,
            Some(units @ [_, ..]) if units.iter().all(|(unit, _)| *unit == Unit::Image) => {
                Noun::Set(units.iter().map(|(_, count)| u128::from(*count)).sum())
            }
            _ => Noun::Video,
        }
    }

    /// Returns the noun as it is in JSON.
    pub fn name(&self) -> &str {
        match self {
            Noun::Image => "image",
            Noun::Clip => "clip",
            Noun::Second => "second",
            Noun::Set(_) => "set",
            Noun::Video => "video",
            Noun::Recipe(title) | Noun::Custom(title) => title,
        }
    }

    /// Returns one word for it: "Each video".
    pub fn short(&self) -> &str {
        match self {
            Noun::Recipe(title) => {
                let is_noun = |word: &&str| ["video", "clip", "image", "scene", "infographic", "set"].contains(word);
                title.split(' ').find(is_noun).unwrap_or("one")
            }
            noun => noun.name(),
        }
    }

    /// Returns a count of it: `178 videos`, `25 sets of 7 images`.
    pub fn counted(&self, count: impl std::fmt::Display) -> String {
        match self {
            Noun::Set(images) => format!("{} of {}", counted(count, "set"), counted(*images, "image")),
            noun => counted(count, noun.name()),
        }
    }

    /// Returns the title of a column of counts.
    pub fn column(&self) -> String {
        crate::format::capitalized(&plural(self.short()))
    }
}

/// Returns how many of which unit an item counts; `None` for a length, a recipe or an amount of credits.
fn counted_units(item: &Item<'_>) -> Option<(Unit, u64)> {
    let Content::Part(Part::Model(part)) = &item.content else { return None };
    match part.quantity {
        None => Some((part.model.price.unit, 1)),
        Some(Quantity::Count(count)) => Some((part.model.price.unit, count)),
        Some(Quantity::Clips { count, .. }) => Some((Unit::Clip, count)),
        Some(Quantity::Length(_)) => None,
    }
}
