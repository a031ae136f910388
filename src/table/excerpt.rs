//! The part of the built-in table that a few items need, so that a short answer doesn't wait for the whole of it.
//!
//! An excerpt is read by the same reader as the whole table. Reading all rows takes longer than everything else that
//! `cost` does.

use super::BUILT_IN;
use crate::values::name::{fold, is_same};

/// The titles of the tables that every price needs.
const ALWAYS: [&str; 3] = ["[table]", "[top_up]", "[pacing]"];
const MODEL: &str = "[[model]]";
const RECIPE: &str = "[[recipe]]";
const PLAN: &str = "[[plan]]";

/// Returns the built-in table with only the models and recipes that have these folded names, with or without its plans,
/// and without rules and templates. `None` where a name isn't in it: only the whole table knows similar ones.
pub fn excerpt(names: impl IntoIterator<Item = String>, with_plans: bool) -> Option<String> {
    let sections: Vec<&str> = sections(BUILT_IN).collect();
    let is_named = |section: &str| section.starts_with(MODEL) || section.starts_with(RECIPE);
    let mut wanted: Vec<&str> = Vec::new();
    let mut names: Vec<String> = names.into_iter().collect();
    while let Some(name) = names.pop() {
        let mut candidates = sections.iter().filter(|section| is_named(section));
        let section = candidates.find(|section| texts(section).any(|text| is_same(text, &name)))?;
        if !wanted.contains(section) {
            wanted.push(section);
            // The items of a recipe name models; no other text of these rows has a `=`.
            let items = texts(section).filter(|text| text.contains('=') && section.starts_with(RECIPE));
            names.extend(items.map(|item| fold(item.split(['=', ':']).next().unwrap_or_default())));
            names.retain(|name| name != super::read::CREDITS);
        }
    }
    // A table without any model isn't valid.
    if !wanted.iter().any(|section| section.starts_with(MODEL)) {
        wanted.extend(sections.iter().find(|section| section.starts_with(MODEL)));
    }
    let is_kept = |section: &&&str| {
        let is_always = ALWAYS.iter().any(|title| section.starts_with(title));
        is_always || with_plans && section.starts_with(PLAN) || wanted.contains(*section)
    };
    Some(sections.iter().filter(is_kept).copied().collect())
}

/// Returns the built-in table without its plans and rules, which are last and which the price list doesn't show: half of its
/// text.
pub fn price_list() -> &'static str {
    BUILT_IN.split_once(PLAN).map_or(BUILT_IN, |(rows, _)| rows)
}

/// Splits the text into its tables, each from its title to the next, without the comment before the first.
fn sections(text: &str) -> impl Iterator<Item = &str> {
    let starts = memchr::memmem::find_iter(text.as_bytes(), "\n[").map(|newline| newline.saturating_add(1));
    let ends = starts.clone().skip(1).chain([text.len()]);
    starts.zip(ends).filter_map(|(start, end)| text.get(start..end))
}

/// Returns the texts in quotes of a table.
fn texts(section: &str) -> impl Iterator<Item = &str> {
    section.split('"').skip(1).step_by(2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{BUILT_IN_ORIGIN, PriceTable};

    /// Every name of the built-in table is found, and its row is the whole table's.
    #[test]
    fn an_excerpt_has_the_rows_of_the_whole_table() {
        let whole = PriceTable::built_in().unwrap();
        let read =
            |name: &str| PriceTable::parse(excerpt([fold(name)], true).unwrap().as_bytes(), BUILT_IN_ORIGIN).unwrap();
        for model in &whole.models {
            for name in model.names() {
                let part = read(name);
                assert_eq!(format!("{:?}", part.model(name)), format!("{:?}", whole.model(name)), "{name}");
                assert_eq!(
                    format!("{:?}{:?}", part.plans, part.top_up),
                    format!("{:?}{:?}", whole.plans, whole.top_up)
                );
                assert_eq!(part.description(), whole.description());
            }
        }
        for recipe in &whole.recipes {
            assert_eq!(format!("{:?}", read(&recipe.name).recipes), format!("{:?}", [recipe]));
        }
        let list = PriceTable::parse(price_list().as_bytes(), BUILT_IN_ORIGIN).unwrap();
        assert_eq!(
            format!("{:?}{:?}{:?}{:?}", list.models, list.recipes, list.templates, list.pacing),
            format!("{:?}{:?}{:?}{:?}", whole.models, whole.recipes, whole.templates, whole.pacing)
        );
        assert!(list.plans.is_empty() && list.rules.is_empty());
        assert_eq!(excerpt(["sora".to_owned()], true), None);
        assert!(excerpt([], false).is_some());
    }
}
