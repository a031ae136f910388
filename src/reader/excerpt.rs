//! The part of the built-in table that a few names need, so that a short answer doesn't wait for the whole of it.

use super::BUILT_IN;
use crate::item::{CREDITS, Item, name_of};
use crate::name::{fold, is_separator};
use crate::table::{BUILT_IN_ORIGIN, PriceTable};

/// The tables without which a price isn't one; the long ones, of rules and templates, are left out.
const ALWAYS: [&str; 3] = ["[table]", "[top_up]", "[pacing]"];
const PLAN: &str = "[[plan]]";

/// The tables of rows that have names.
const NAMED: [&str; 2] = [MODEL, RECIPE];
const MODEL: &str = "[[model]]";
const RECIPE: &str = "[[recipe]]";

impl PriceTable {
    /// The built-in table with only the models and recipes that these items name, with or without its plans, and without
    /// rules and templates.
    ///
    /// It is read by the same reader from the same text. `None` where an item can't be read: only the whole table can say
    /// what may have been meant.
    pub fn built_in_for(items: &[&str], plans: bool) -> Option<PriceTable> {
        let sections = sections(BUILT_IN);
        let mut wanted = vec![false; sections.len()];
        let mut names: Vec<String> = items.iter().map(|item| fold(name_of(item))).collect();
        while let Some(name) = names.pop() {
            if name == CREDITS {
                continue;
            }
            let (section, wanted) = sections.iter().zip(&mut wanted).find(|(section, _)| {
                NAMED.iter().any(|title| section.starts_with(title)) && texts(section).any(|text| folds_to(text, &name))
            })?;
            if !std::mem::replace(wanted, true) {
                // A recipe's items name models; no other text of a row has a `=`.
                names.extend(texts(section).filter(|text| text.contains('=')).map(|item| fold(name_of(item))));
            }
        }
        // A table without any model isn't one.
        let any_model = sections.iter().zip(&wanted).any(|(section, wanted)| *wanted && section.starts_with(MODEL));
        if let (false, Some(first)) = (any_model, sections.iter().position(|section| section.starts_with(MODEL))) {
            wanted.iter_mut().skip(first).take(1).for_each(|wanted| *wanted = true);
        }
        let kept = sections.iter().zip(&wanted).filter(|(section, wanted)| {
            **wanted || plans && section.starts_with(PLAN) || ALWAYS.iter().any(|title| section.starts_with(title))
        });
        let excerpt: String = kept.map(|(section, _)| *section).collect();
        let table = PriceTable::parse(excerpt.as_bytes(), BUILT_IN_ORIGIN).ok()?;
        items.iter().all(|item| Item::parse_plainly(item, &table).is_ok()).then_some(table)
    }
}

/// The tables of the text, each from its title to the next.
fn sections(text: &str) -> Vec<&str> {
    let mut sections = Vec::with_capacity(128);
    let mut rest = text;
    while let Some(next) = memchr::memmem::find(rest.as_bytes(), b"\n[") {
        let (section, after) = rest.split_at_checked(next.saturating_add(1)).unwrap_or((rest, ""));
        sections.push(section);
        rest = after;
    }
    sections.push(rest);
    sections
}

/// The texts in quotes of a table.
fn texts(section: &str) -> impl Iterator<Item = &str> {
    section.split('"').skip(1).step_by(2)
}

/// Whether a text folds to this folded name; the same as [`fold`], without a copy of each text.
fn folds_to(text: &str, folded: &str) -> bool {
    let letters = text.bytes().filter(|byte| !is_separator(char::from(*byte))).map(|byte| byte.to_ascii_lowercase());
    letters.eq(folded.bytes())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::estimate::{Terms, estimate};

    #[test]
    fn an_excerpt_says_what_the_whole_table_says() {
        let whole = PriceTable::built_in().unwrap();
        let names = whole
            .models
            .iter()
            .flat_map(|model| model.names())
            .chain(whole.recipes.iter().map(|recipe| recipe.name.as_str()));
        for name in names {
            for quantity in ["", "=3", "=30s", "=2x8s"] {
                let item = format!("{}{quantity}", name.to_uppercase());
                let Some(excerpt) = PriceTable::built_in_for(&[&item, "credits=1"], true) else {
                    assert!(Item::parse(&item, &whole).is_err(), "{item}");
                    continue;
                };
                assert_eq!(priced(&excerpt, &item), priced(&whole, &item), "{item}");
                assert_eq!((excerpt.plans.len(), &excerpt.name), (whole.plans.len(), &whole.name));
                assert_eq!((&excerpt.top_up, &excerpt.pacing), (&whole.top_up, &whole.pacing));
            }
        }
    }

    /// The lines of an item, or all that is said of its fault.
    fn priced(table: &PriceTable, item: &str) -> String {
        match estimate(table, [Item::parse(item, table)], Terms::default(), 1) {
            Ok(estimate) => format!("{:?}", estimate.lines),
            Err(faults) => format!("{faults:?}"),
        }
    }

    #[test]
    fn what_the_whole_table_must_say_is_left_to_it() {
        let whole = PriceTable::built_in().unwrap();
        assert!(PriceTable::built_in_for(&["kling"], false).is_none());
        assert!(PriceTable::built_in_for(&["nano-banana"], false).is_some());
        // Any text of a row, its kind or its title too.
        let rows =
            sections(BUILT_IN).into_iter().filter(|section| NAMED.iter().any(|title| section.starts_with(title)));
        for text in rows.flat_map(texts).collect::<HashSet<_>>() {
            for item in [text.to_owned(), format!("@{text}=2")] {
                let excerpt = PriceTable::built_in_for(&[&item], false);
                assert_eq!(priced(excerpt.as_ref().unwrap_or(&whole), &item), priced(&whole, &item), "{item}");
            }
        }
    }
}
