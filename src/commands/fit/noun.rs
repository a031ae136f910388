//! What one of a production is called.

use crate::item::{Item, Portion};
use crate::price::Unit;
use crate::quantity::Quantity;
use crate::words;

/// What one of a production is called.
#[derive(Clone, PartialEq, Eq)]
pub(in crate::commands) enum Noun {
    Image,
    Clip,
    Second,
    /// So many images and nothing else.
    Set(u128),
    Video,
    /// A recipe's title.
    Recipe(String),
}

impl Noun {
    /// The noun of a production of these items.
    pub(in crate::commands) fn of(items: &[&Item<'_>]) -> Noun {
        match items {
            [Item { recipe: Some(recipe), times: 1, .. }] => return Noun::Recipe(recipe.title.clone()),
            [Item { recipe: Some(recipe), times, .. }] => {
                let times = words::grouped_count(u128::from(*times));
                return Noun::Recipe(format!("{times} × {}", recipe.title));
            }
            _ => {}
        }
        let counted = |item: &&Item<'_>| match (item.recipe, item.portions.as_slice()) {
            (None, [Portion::Model { model, quantity: None, .. }]) => Some((model.price.unit(), 1)),
            (None, [Portion::Model { model, quantity: Some(Quantity::Count(count)), .. }]) => {
                Some((model.price.unit(), *count))
            }
            (None, [Portion::Model { quantity: Some(Quantity::Clips { count, .. }), .. }]) => {
                Some((Unit::Clip, *count))
            }
            _ => None,
        };
        let Some(units) = items.iter().map(counted).collect::<Option<Vec<_>>>() else {
            return Noun::Video;
        };
        match units.as_slice() {
            [(Unit::Image, 1)] => Noun::Image,
            [(Unit::Clip, 1)] => Noun::Clip,
            [(Unit::Second, 1)] => Noun::Second,
            units if !units.is_empty() && units.iter().all(|(unit, _)| *unit == Unit::Image) => {
                Noun::Set(units.iter().map(|(_, count)| u128::from(*count)).sum())
            }
            _ => Noun::Video,
        }
    }

    /// As it stands in JSON.
    pub(in crate::commands) fn name(&self) -> String {
        match self {
            Noun::Recipe(title) => title.clone(),
            noun => noun.short().to_owned(),
        }
    }

    /// One word.
    pub(in crate::commands) fn short(&self) -> &'static str {
        match self {
            Noun::Image => "image",
            Noun::Clip => "clip",
            Noun::Second => "second",
            Noun::Set(_) => "set",
            Noun::Video => "video",
            Noun::Recipe(_) => "one",
        }
    }

    /// `178 videos`, `25 sets of 7 images`, `178 of these`.
    pub(in crate::commands) fn counted(&self, count: u128) -> String {
        match self {
            Noun::Recipe(_) if count == 0 => "none of these".to_owned(),
            Noun::Recipe(_) => format!("{} of these", words::grouped_count(count)),
            Noun::Set(images) => format!("{} of {}", words::counted(count, "set"), words::counted(*images, "image")),
            noun => words::counted(count, noun.short()),
        }
    }

    /// `need`, or `needs` for one.
    pub(in crate::commands) fn need(count: u64) -> &'static str {
        if count == 1 { "needs" } else { "need" }
    }

    /// What `these` are.
    pub(in crate::commands) fn title(&self) -> Option<&str> {
        match self {
            Noun::Recipe(title) => Some(title),
            _ => None,
        }
    }

    /// What has to follow the count: what `these` are.
    pub(in crate::commands) fn explained(&self) -> String {
        self.title().map_or_else(String::new, |title| format!(": {title}"))
    }

    /// `Videos`, for the head of a column.
    pub(in crate::commands) fn column(&self) -> &'static str {
        match self {
            Noun::Image => "Images",
            Noun::Clip => "Clips",
            Noun::Second => "Seconds",
            Noun::Set(_) => "Sets",
            Noun::Video => "Videos",
            Noun::Recipe(_) => "Of these",
        }
    }
}
