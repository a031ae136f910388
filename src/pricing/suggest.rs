//! Which rows an unknown name may have meant. They are suggested, never taken.

use std::cmp::Reverse;

use super::search::recipe_estimate;
use super::units::Units;
use crate::format::{counted, credits, grouped};
use crate::table::schema::{Model, Recipe, Template, TemplateCost};
use crate::table::{PriceTable, Row};
use crate::values::credits::Credits;
use crate::values::limits::MAX_NAME_BYTES;
use crate::values::name::{fold, is_number, words};
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

/// A name or alias of a row, to be compared with unknown names.
struct Name<'t> {
    row: Row<'t>,
    folded: String,
    words: Vec<String>,
}

/// The names of a table split into words.
pub struct Vocabulary<'t> {
    table: &'t PriceTable,
    /// Those of one row are together.
    names: Vec<Name<'t>>,
    /// Those of the recipes with their names, then the names of the templates.
    titles: Vec<Title>,
    /// The words of the kinds of models, such as `image`, in order.
    kinds: Vec<&'t str>,
}

/// A title, to be compared with unknown names.
struct Title {
    folded: String,
    words: Vec<String>,
}

impl<'t> Vocabulary<'t> {
    /// Splits the names of a table.
    pub fn new(table: &'t PriceTable) -> Vocabulary<'t> {
        let models = table.models.iter().flat_map(|model| model.names().map(move |name| (Row::Model(model), name)));
        let recipes =
            table.recipes.iter().flat_map(|recipe| recipe.names().map(move |name| (Row::Recipe(recipe), name)));
        let name = |(row, name)| Name { row, folded: fold(name), words: words(name) };
        let titles = table.recipes.iter().map(|recipe| (recipe.title(), recipe.names().collect::<Vec<_>>().join(" ")));
        let titles = titles.chain(table.templates.iter().map(|template| (template.name.as_str(), String::new())));
        let title = |(title, names): (&str, String)| Title {
            folded: fold(title),
            words: words(&format!("{title} {names}").replace(',', "")),
        };
        let mut kinds: Vec<&str> = table.models.iter().flat_map(|model| model.kind.split('-')).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let (names, titles) = (models.chain(recipes).map(name).collect(), titles.map(title).collect());
        Vocabulary { table, names, titles, kinds }
    }

    /// Finds what an unknown name may have meant; `quantity` is the item's, where it can be read.
    ///
    /// Models come before recipes, rows that are still available and can take the quantity before others, then those
    /// with more shared words, then those with fewer letters changed.
    pub fn similar(&self, unknown: &str, quantity: Option<Quantity>) -> Suggestions {
        if unknown.len() > MAX_NAME_BYTES {
            return Suggestions::default();
        }
        let (folded, own) = (fold(unknown), words(unknown));
        let rows = || self.names.chunk_by(|name, next| name.row.name() == next.row.name());
        // A word of so many rows (`fal`, `ai`, `image`) says nothing.
        let many = (self.table.models.len() / 4).max(8);
        let rows_with = |word: &String| rows().filter(|row| row.iter().any(|name| name.words.contains(word))).count();
        let is_rare = |word: &&String| rows_with(word) <= many && self.kinds.binary_search(&word.as_str()).is_err();
        let rare: Vec<&String> = own.iter().filter(is_rare).collect();
        let mut similar = Vec::new();
        for names in rows() {
            let alike =
                names.iter().filter_map(|name| Some((likeness(&folded, &own, &rare, name, &self.kinds)?, name.row)));
            let best = alike.max_by_key(|(likeness, _)| *likeness);
            if let Some(((shared, edits), row)) = best {
                let is_current = matches!(row, Row::Model(Model { retired: None, .. }));
                let is_model = matches!(row, Row::Model(_));
                let takes_quantity = quantity.is_none()
                    || match row {
                        Row::Model(model) => Units::of(self.table, model, quantity, None).is_ok(),
                        Row::Recipe(_) => matches!(quantity, Some(Quantity::Count(_))),
                    };
                similar.push(((is_current, takes_quantity, shared, is_model, edits), row, names));
            }
        }
        similar.sort_by_key(|(similarity, ..)| Reverse(*similarity));
        // `flux pro` means the rows that have both words, where there are any.
        let numbers = numbers(&own);
        if own.len() > 1 && similar.iter().any(|(.., names)| have_words(names, &own)) {
            similar.retain(|(.., names)| have_words(names, &own));
        }
        if !similar.iter().any(|(_, row, names)| matches!(row, Row::Model(_)) && have_words(names, &own)) {
            let (recipes, templates) = self.titled(&folded, &own);
            if let ([recipe], []) = (recipes.as_slice(), templates.as_slice()) {
                return Suggestions { certain: recipe.names.first().cloned(), lines: recipes, words: own };
            }
            let lines: Vec<Suggestion> = recipes.into_iter().chain(templates).take(MAX_LINES).collect();
            if !lines.is_empty() {
                return Suggestions { lines, certain: None, words: own };
            }
        }
        let have_numbers = similar.iter().all(|(.., names)| have_words(names, &numbers));
        let rows: Vec<Row<'_>> = similar.into_iter().map(|(_, row, _)| row).collect();
        let lines = self.grouped(&rows);
        let mut words: Vec<String> =
            own.iter().filter(|word| is_telling(word) && self.finds_rows(word)).cloned().collect();
        // Words of an alias (`black forest labs`) say less than those of the names.
        let is_in_name = |word: &String| self.table.models.iter().any(|model| fold(&model.name).contains(word));
        if words.iter().any(is_in_name) {
            words.retain(is_in_name);
        }
        if let Some(row) = self.typo(&folded, &own) {
            return Suggestions { certain: Some(row.name().to_owned()), lines: self.grouped(&[row]), words };
        }
        Suggestions { certain: self.certain(&own, have_numbers, &lines), lines, words }
    }

    /// Returns the only row that has the same words and numbers but for a typo.
    fn typo(&self, folded: &str, own: &[String]) -> Option<Row<'t>> {
        let is_typo = |name: &&Name<'_>| {
            name.words.len() == own.len()
                && numbers(&name.words) == numbers(own)
                && strsim::osa_distance(folded, &name.folded) <= (folded.len() / 5).clamp(1, 2)
        };
        let mut typos: Vec<Row<'_>> = self.names.iter().filter(is_typo).map(|name| name.row).collect();
        typos.dedup_by_key(|row| row.name());
        if let [row] = typos.as_slice() { Some(*row) } else { None }
    }

    /// Returns the first recipes whose title and names have all of these words, and the first API templates whose name has,
    /// but for those that a recipe is named after.
    fn titled(&self, folded: &str, own: &[String]) -> (Vec<Suggestion>, Vec<Suggestion>) {
        let says_something = own.iter().any(|word| is_telling(word));
        let is_meant = |title: &Title| {
            title.folded == folded || says_something && own.iter().all(|word| title.words.contains(word))
        };
        let suggestion = |name: &str, price: String| Suggestion { names: vec![name.to_owned()], price };
        let (titles, table) = (self.titles.iter(), self.table);
        let recipes = titles.clone().zip(&table.recipes).filter(|(title, _)| is_meant(title)).take(MAX_LINES);
        let templates = titles.skip(table.recipes.len()).zip(&table.templates);
        let templates = templates.filter(|(title, template)| is_meant(title) && table.find(&template.name).is_none());
        let templates = templates.take(MAX_LINES);
        (
            recipes.map(|(_, recipe)| suggestion(&recipe.name, recipe_price(table, recipe))).collect(),
            templates.map(|(_, template)| suggestion(&template.name, template_price(table, template))).collect(),
        )
    }

    fn finds_rows(&self, word: &str) -> bool {
        self.names.iter().any(|name| name.folded.contains(word))
    }

    /// Puts rows of one kind, price and first word on one line, in the order in which each line begins.
    fn grouped(&self, rows: &[Row<'t>]) -> Vec<Suggestion> {
        let mut lines: Vec<(_, Suggestion)> = Vec::new();
        for row in rows {
            let (group, price) = match row {
                Row::Model(model) => {
                    let retired = model.retired.map(|day| format!(", no longer available since {day}"));
                    let price = format!("{}{}", model.price, retired.unwrap_or_default());
                    ((model.kind.as_str(), model.first_word()), price)
                }
                Row::Recipe(recipe) => ((recipe.name.as_str(), ""), recipe_price(self.table, recipe)),
            };
            let name = row.name().to_owned();
            if let Some((_, line)) = lines.iter_mut().find(|(known, line)| *known == group && line.price == price) {
                line.names.push(name);
            } else if lines.len() < MAX_LINES {
                lines.push((group, Suggestion { names: vec![name], price }));
            }
        }
        let sorted = |(_, mut line): (_, Suggestion)| {
            line.names.sort_unstable();
            line
        };
        lines.into_iter().map(sorted).collect()
    }

    /// Returns one of the rows that the name can only have meant, which all cost the same; `have_numbers` says whether each
    /// similar row has every number that was typed.
    fn certain(&self, own: &[String], have_numbers: bool, lines: &[Suggestion]) -> Option<String> {
        let [line] = lines else { return None };
        let words_match = own.iter().all(|word| is_number(word) || self.finds_rows(word));
        line.names.iter().max_by_key(|name| Reverse(name.len())).filter(|_| words_match && have_numbers).cloned()
    }
}

fn numbers(words: &[String]) -> Vec<String> {
    words.iter().filter(|word| is_number(word)).cloned().collect()
}

/// Returns whether one of a row's names has all these words.
fn have_words(names: &[Name<'_>], words: &[String]) -> bool {
    names.iter().any(|name| words.iter().all(|word| name.words.contains(word)))
}

/// Returns what a recipe costs, in words.
pub fn recipe_price(table: &PriceTable, recipe: &Recipe) -> String {
    recipe_estimate(table, recipe).map_or_else(|| "a recipe".to_owned(), |cost| credits_or_free(cost.total))
}

fn credits_or_free(cost: Credits) -> String {
    if cost.is_zero() { "free".to_owned() } else { credits(cost) }
}

/// Describes what a request with a template costs: `15 credits per scene with Nano Banana, 55 more if animated`.
pub fn template_price(table: &PriceTable, template: &Template) -> String {
    let model = |name: &Option<String>| table.model(name.as_ref()?);
    let element = template.element();
    let price = match template.cost() {
        TemplateCost::Unknown => "price not known".to_owned(),
        TemplateCost::Fixed(cost) => credits_or_free(cost),
        TemplateCost::CreditsEach(_, cost) => format!("{} per {element}", credits(cost)),
        TemplateCost::ImageEach(_) => match model(&template.default_model) {
            Some(model) => format!("{} per {element} with {}", credits(model.price.highest()), model.title()),
            None => match prices_of(table, &template.models).as_slice() {
                [] => format!("the price of one image for each {element}"),
                [cost] => format!("{} per {element}", credits(*cost)),
                [least, .., most] => {
                    format!("{} to {} per {element}, depending on the model", grouped(least), credits(*most))
                }
            },
        },
    };
    let animated = model(&template.animate_model);
    let animated = animated.map(|model| format!(", {} more if animated", grouped(model.price.highest())));
    let uploads = template.medium.as_ref().map_or("", |_| "; uploads are free");
    let most = template.max.filter(|_| template.each.is_some());
    let most = most.map_or_else(String::new, |max| format!("; at most {}", counted(max.0, &element)));
    format!("{price}{}{uploads}{most}", animated.unwrap_or_default())
}

/// Returns the different prices of these models, the lowest first.
fn prices_of(table: &PriceTable, names: &[String]) -> Vec<Credits> {
    let prices = names.iter().filter_map(|name| Some(table.model(name)?.price.highest()));
    let mut prices: Vec<Credits> = prices.collect();
    prices.sort_unstable();
    prices.dedup();
    prices
}

/// Returns how like a known name an unknown one is: the shared words, those that are nearly the same counting half, and
/// the letters changed. `None` where nothing is alike.
fn likeness(
    folded: &str,
    own: &[String],
    rare: &[&String],
    name: &Name<'_>,
    kinds: &[&str],
) -> Option<(usize, Reverse<usize>)> {
    let is_near = |word: &str| {
        // `imagen` isn't nearly `image`, which half of the names have.
        let is_near_to = |known: &String| {
            known.starts_with(word) || one_edit(known, word) && kinds.binary_search(&known.as_str()).is_err()
        };
        word.chars().count() > 2 && is_telling(word) && name.words.iter().any(is_near_to)
    };
    let (same, other): (Vec<&String>, Vec<&String>) = rare.iter().copied().partition(|word| name.words.contains(word));
    // A number alone, or a letter such as the `v` of versions, means nothing; a whole name does, as in `4o`.
    let is_part = own.len() > 1 && name.words.windows(own.len()).any(|run| run == own);
    let shared = if is_part || same.iter().any(|word| is_telling(word)) { same.len() } else { 0 };
    let near = usize::from(other.into_iter().any(|word| is_near(word)));
    let most = (folded.len() / 4).max(1);
    if shared == 0 && near == 0 && folded.len().abs_diff(name.folded.len()) > most {
        return None;
    }
    let edits = strsim::osa_distance(folded, &name.folded);
    let is_close = edits <= most && folded.len() > 2;
    (shared > 0 || near > 0 || is_close).then_some((shared.saturating_mul(2).saturating_add(near), Reverse(edits)))
}

fn one_edit(one: &str, other: &str) -> bool {
    one.len().abs_diff(other.len()) <= 1 && strsim::osa_distance(one, other) == 1
}

/// Returns whether a word is more than a number or a letter.
fn is_telling(word: &str) -> bool {
    word.len() > 1 && word.starts_with(char::is_alphabetic)
}
