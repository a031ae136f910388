//! Which rows an unknown name may have meant. Suggested, never taken.

use std::collections::{HashMap, HashSet};

use super::{Model, Named, PriceTable, Recipe, Row};
use crate::limits::MAX_NAME_BYTES;
use crate::name::{self, Likeness, Parts};
use crate::price::UnitPrice;
use crate::words;

/// The most lines of suggestions.
const MOST_LINES: usize = 4;

/// Rows that an unknown name may have meant, of one kind, price and first word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The rows' own names.
    pub names: Vec<String>,
    /// Unit and price, or what the recipe costs.
    pub price: String,
    /// The name to try first: the likest, and of several the one that stands last in the table.
    pub best: String,
}

/// What rows have in common that are shown on one line.
#[derive(PartialEq, Eq, Hash, Clone, Copy)]
pub enum Fold<'t> {
    /// Models of this kind, price and first word.
    Models(&'t str, &'t UnitPrice, &'t str),
    /// One recipe.
    Recipe(&'t str),
}

impl PriceTable {
    /// The rows most like an unknown name, the likest first: by shared words, then by edit distance, over names and
    /// aliases; four lines at most. A name too long for any table is like none.
    pub fn suggest(&self, unknown: &str) -> Vec<Suggestion> {
        if unknown.len() > MAX_NAME_BYTES {
            return Vec::new();
        }
        let vocabulary = self.vocabulary.get_or_init(|| Vocabulary::of(self));
        let unknown = Parts::of(unknown);
        let mut like = vocabulary.like(&unknown, |word| vocabulary.common.contains(word));
        if like.is_empty() {
            like = vocabulary.like(&unknown, |_| false);
        }
        like.sort_by(|(one, _), (other, _)| other.cmp(one));
        let named = like.into_iter().filter_map(|(likeness, row)| Some((likeness, self.row(row)?)));
        folded(&named.collect::<Vec<_>>())
    }
}

/// The names of a table, taken apart.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    /// Every name and alias with its row, those of a row together.
    names: Vec<(Row, Parts)>,
    /// Words of so many rows (`fal`, `ai`, `image`) that sharing one says nothing.
    common: HashSet<String>,
}

impl Vocabulary {
    fn of(table: &PriceTable) -> Vocabulary {
        let models = table.models.iter().enumerate();
        let models = models.flat_map(|(place, model)| model.names().map(move |name| (Row::Model(place), name)));
        let recipes = table.recipes.iter().enumerate();
        let recipes = recipes.map(|(place, recipe)| (Row::Recipe(place), recipe.name.as_str()));
        let names: Vec<(Row, Parts)> = models.chain(recipes).map(|(row, name)| (row, Parts::of(name))).collect();

        let mut rows_with: HashMap<&str, usize> = HashMap::new();
        for of_row in names.chunk_by(|(row, _), (next, _)| row == next) {
            let words: HashSet<&str> = of_row.iter().flat_map(|(_, parts)| parts.words()).map(String::as_str).collect();
            for word in words {
                let count = rows_with.entry(word).or_default();
                *count = count.saturating_add(1);
            }
        }
        let many = (table.models.len() / 4).max(8);
        let common = rows_with.into_iter().filter(|(_, count)| *count > many);
        Vocabulary { common: common.map(|(word, _)| word.to_owned()).collect(), names }
    }

    /// The rows that are anything like an unknown name, in the table's order.
    fn like(&self, unknown: &Parts, common: impl Fn(&str) -> bool) -> Vec<(Likeness, Row)> {
        let of_rows = self.names.chunk_by(|(row, _), (next, _)| row == next);
        let like = of_rows.filter_map(|of_row| {
            let likeness = of_row.iter().filter_map(|(_, known)| unknown.likeness(known, &common)).max()?;
            let (row, _) = of_row.first()?;
            Some((likeness, *row))
        });
        like.collect()
    }
}

/// Puts rows of one kind, price and first word on one line, in the order in which each line begins.
fn folded(rows: &[(Likeness, Named<'_>)]) -> Vec<Suggestion> {
    let mut lines: Vec<(Likeness, Suggestion)> = Vec::new();
    let mut line_of: HashMap<Fold<'_>, usize> = HashMap::new();
    for (likeness, row) in rows {
        let fold = match row {
            Named::Model(model) => model.fold(),
            Named::Recipe(recipe) => Fold::Recipe(&recipe.name),
        };
        let name = row.name().to_owned();
        let next = lines.len();
        let index = *line_of.entry(fold).or_insert(next);
        match lines.get_mut(index) {
            Some((likest, line)) => {
                if likest == likeness {
                    line.best.clone_from(&name);
                }
                line.names.push(name);
            }
            None if next < MOST_LINES => {
                lines.push((*likeness, Suggestion { best: name.clone(), names: vec![name], price: row.price() }));
            }
            None => {}
        }
    }
    lines.into_iter().map(|(_, line)| line).collect()
}

impl Model {
    /// Its name and its aliases.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.aliases.iter().map(String::as_str))
    }

    /// The first word of its name.
    pub fn first_word(&self) -> &str {
        self.name.split(name::is_separator).find(|word| !word.is_empty()).unwrap_or_default()
    }

    /// What it has in common with the rows that are shown on one line with it.
    pub fn fold(&self) -> Fold<'_> {
        Fold::Models(&self.kind, &self.price, self.first_word())
    }
}

impl Recipe {
    fn price(&self) -> String {
        words::credits(self.credits)
    }
}

impl Named<'_> {
    /// Unit and price, or what the recipe costs.
    pub fn price(&self) -> String {
        match self {
            Named::Model(model) => model.price.to_string(),
            Named::Recipe(recipe) => recipe.price(),
        }
    }

    /// The row's own name.
    pub fn name(&self) -> &str {
        match self {
            Named::Model(model) => &model.name,
            Named::Recipe(recipe) => &recipe.name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggested(table: &PriceTable, unknown: &str) -> Vec<String> {
        let line = |line: Suggestion| format!("{} | {} | {}", line.names.join(", "), line.price, line.best);
        table.suggest(unknown).into_iter().map(line).collect()
    }

    #[test]
    fn a_name_too_long_for_any_table_is_like_none() {
        let table = PriceTable::built_in().unwrap();
        let name = |bytes: usize| format!("{:x<bytes$}", "nano banana ");
        assert!(!suggested(&table, &name(MAX_NAME_BYTES)).is_empty());
        assert!(suggested(&table, &name(MAX_NAME_BYTES + 1)).is_empty());
    }

    #[test]
    fn the_likest_rows_those_of_one_price_on_one_line() {
        let table = PriceTable::built_in().unwrap();
        assert_eq!(suggested(&table, "kling"), ["kling v1.5, kling v1.6 | 210 a clip | kling v1.6"]);
        assert_eq!(
            suggested(&table, "klng v1.6"),
            ["kling v1.6, kling v1.5 | 210 a clip | kling v1.6"],
            "the likest, not the last"
        );
        assert_eq!(
            suggested(&table, "cheapest"),
            ["cheapest-30s | 7 credits | cheapest-30s", "cheapest-60s | 14 credits | cheapest-60s",]
        );
        assert_eq!(
            suggested(&table, "veo3.1"),
            [
                "veo3.1/fast, veo3.1/fast/image-to-video, veo3.1/fast/first-last-frame-to-video | 50 a second with audio, 35 without | veo3.1/fast",
                "veo3 | 1,250 a clip | veo3",
                "google veo2 | 835 a clip | google veo2",
                "veo-8s | 415 credits | veo-8s",
            ]
        );
        assert_eq!(table.suggest("image").len(), 4, "a common word is better than none");
        assert_eq!(suggested(&table, "qqq"), [""; 0]);
        assert_eq!(suggested(&table, &"kling ".repeat(30)), [""; 0]);
    }

    /// A table of 40 models, the first so many of which share a word.
    fn table(sharing: usize) -> PriceTable {
        let model = |number: usize| {
            let name = if number < sharing { format!("zzz a{number}") } else { format!("kkk b{number}") };
            format!("[[model]]\nname = \"{name}\"\nkind = \"text-to-image\"\nper_image = {number}\n")
        };
        let head = "[table]\nname = \"T\"\nsource = \"S\"\nchecked = 2026-09-19\n";
        let lone = "[[recipe]]\nname = \"lone\"\nitems = [\"credits=1\"]\n";
        let text = head.to_owned() + &(0..40).map(model).collect::<String>() + lone;
        PriceTable::parse(text.as_bytes(), "t.toml").unwrap()
    }

    #[test]
    fn a_word_of_over_a_quarter_of_the_rows_says_nothing_beside_another() {
        assert_eq!(table(10).suggest("zzz lone").len(), 4, "ten of forty");
        assert_eq!(suggested(&table(11), "zzz lone"), ["lone | 1 credit | lone"]);
    }

    #[test]
    fn the_first_word_of_a_name() {
        let table = PriceTable::built_in().unwrap();
        let named = |name: &str| Model { name: name.to_owned(), ..table.models[0].clone() };
        assert_eq!(named("flux 1.1 pro").first_word(), "flux");
        assert_eq!(named("/x y").first_word(), "x");
    }
}
