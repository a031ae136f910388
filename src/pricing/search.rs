//! Finds rows of the price table by the words that people use, in any of their forms.

use std::cmp::Reverse;

use foldhash::HashSet;

use super::estimate::{Estimate, Terms, estimate};
use super::item::Item;
use super::stem::{stem, stems};
use crate::table::PriceTable;
use crate::table::schema::{Model, Recipe, Rule, Template};
use crate::values::credits::Credits;
use crate::values::name::is_same;

/// Words that say nothing about what is searched for.
const FILLERS: &str = "a about after ai all also am an and any anything are as ask at be been best blotato but by \
    can cant could credit credits customer d did didnt do does doesnt doing dont else for from get give given go \
    goes going good got had happen happens has have hello help hey hi how hows i if im in into is isnt it its ive \
    just know ll many me much my need now of off on or our out over please same so some still t tell than thanks \
    that the their them then there theres these they thing things this those through to too u up use used using ve \
    via want was way we were what whats when which why will with would you your";

/// Further words that say nothing about a model.
const MODEL_FILLERS: &str =
    "cost costs create creating generate generating make making model models most price prices s turn without";

/// What a question without a word that says what is meant is about, such as `what are credits for`.
const GENERAL_TOPICS: [&str; 2] = ["spend", "charged"];

/// The stems of `cheapest` and `most expensive`, which sort what is found.
const CHEAP: &str = "cheap";
const EXPENSIVE: &str = "expensiv";

/// The stems of other words for a video, or for making one of an image.
const VIDEO_WORDS: [&str; 4] = ["clip", "movi", "film", "anim"];

/// The most words of a search that are looked at.
const MAX_WORDS: usize = 40;

/// A word of a whole topic counts this many times as much as one of a rule's text.
const TOPIC_WEIGHT: usize = 3;

/// Rows of the price table.
#[derive(Debug, Default)]
pub struct Rows<'t> {
    /// Those still available first.
    pub models: Vec<&'t Model>,
    /// In the table's order.
    pub recipes: Vec<&'t Recipe>,
    /// In the table's order.
    pub templates: Vec<&'t Template>,
}

impl<'t> Rows<'t> {
    /// Finds the row with this name; else the rows at this rate; else those that have all of these words. All rows where
    /// nothing is searched for.
    pub fn find(table: &'t PriceTable, search: &str) -> Rows<'t> {
        if search.is_empty() {
            return Rows::matching(table, |_| true, |_| true, |_| true);
        }
        let words = model_search(search);
        let has_all = |known: &[String]| !words.is_empty() && words.iter().all(|word| known.contains(word));
        let with_words = || {
            Rows::matching(
                table,
                |model| has_all(&model_words(model, &words)),
                |recipe| has_all(&model_search(&recipe.names().chain([recipe.title()]).collect::<Vec<_>>().join(" "))),
                |template| has_all(&model_search(&template.name)),
            )
        };
        let mut rows = Rows::named(table, search);
        if !rows.recipes.is_empty() && !search.starts_with('@') {
            // A recipe's name is often a word of templates.
            rows.templates = with_words().templates;
        }
        if let Some(rate) = rate(search).filter(|_| rows.is_empty()) {
            rows = Rows::matching(
                table,
                |model| model.price.rates.iter().any(|own| own.credits == rate),
                |recipe| recipe_estimate(table, recipe).is_some_and(|cost| cost.total == rate),
                |template| template.fixed == Some(rate),
            );
        }
        if rows.is_empty() {
            rows = with_words();
        }
        let has_word = |wanted: &str| words.iter().any(|word| word == wanted);
        if has_word(CHEAP) || has_word(EXPENSIVE) {
            let is_cheap = has_word(CHEAP);
            let kind = |model: &Model| (!model.makes_images(), model.price.unit.per());
            rows.models.sort_by(|one, other| {
                let [one, other] = if is_cheap || kind(one) != kind(other) { [one, other] } else { [other, one] };
                (kind(one), one.price.highest()).cmp(&(kind(other), other.price.highest()))
            });
        }
        rows
    }

    /// Finds the row with this name, alias or id; `@` is for recipes.
    fn named(table: &'t PriceTable, name: &str) -> Rows<'t> {
        let (is_recipe, name) = (name.starts_with('@'), name.trim_start_matches('@'));
        let is_named = |own: &str| is_same(own, name);
        Rows::matching(
            table,
            |model| !is_recipe && model.names().any(is_named),
            |recipe| recipe.names().any(is_named),
            |template| !is_recipe && (is_named(&template.name) || is_named(&template.id)),
        )
    }

    fn matching(
        table: &'t PriceTable,
        model: impl Fn(&Model) -> bool,
        recipe: impl Fn(&Recipe) -> bool,
        template: impl Fn(&Template) -> bool,
    ) -> Rows<'t> {
        Rows {
            models: table.available_first().filter(|row| model(row)).collect(),
            recipes: table.recipes.iter().filter(|row| recipe(row)).collect(),
            templates: table.templates.iter().filter(|row| template(row)).collect(),
        }
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.models.is_empty() && self.recipes.is_empty() && self.templates.is_empty()
    }
}

/// Prices a recipe by itself.
pub fn recipe_estimate<'t>(table: &'t PriceTable, recipe: &'t Recipe) -> Option<Estimate<'t>> {
    estimate(table, [Item::parse(&recipe.name, table)], Terms::default(), 1).ok()
}

/// Reads a search for a rate: `15`, `15 credits`, `free`.
pub fn rate(search: &str) -> Option<Credits> {
    let words = search.split_whitespace().filter(|word| !FILLERS.split(' ').any(|filler| filler == *word));
    match words.collect::<Vec<_>>().as_slice() {
        ["free"] => Some(Credits::ZERO),
        [number] => Credits::parse(number).ok(),
        _ => None,
    }
}

/// Returns the stems of the words that say what is meant, with one word for what is the same.
fn model_search(text: &str) -> Vec<String> {
    let video = |word: String| if VIDEO_WORDS.contains(&word.as_str()) { "video".to_owned() } else { word };
    stems(text, &format!("{FILLERS} {MODEL_FILLERS}")).into_iter().map(video).take(MAX_WORDS).collect()
}

/// Returns the words by which a model is found: those of its names, what it makes, and its options.
///
/// What it is made from counts only beside that: `image` finds what makes images, `image to video` what animates one.
fn model_words(model: &Model, search: &[String]) -> Vec<String> {
    // Identifiers often end with the kind, which has its own words.
    let names = model.names().chain(model.title.as_deref());
    let names = names.map(|name| name.to_lowercase().replace(' ', "-").replace(&model.kind, " "));
    let mut words: Vec<String> = names.flat_map(|name| model_search(&name)).collect();
    words.extend(model.price.option_words().iter().flat_map(|option| model_search(option)));
    let (from, makes) = model.kind.split_once("-to-").unwrap_or(("", &model.kind));
    let makes = stem(makes);
    if search.contains(&makes) {
        words.push(stem(from));
    }
    words.push(makes);
    // `cheapest video` finds the models that make videos, in the order of their prices.
    words.extend([CHEAP, EXPENSIVE].map(str::to_owned).into_iter().filter(|_| model.retired.is_none()));
    words
}

/// A rule, with the stems of its words.
struct SearchedRule<'t> {
    rule: &'t Rule,
    /// All words of each topic, and those that say what is meant.
    topics: Vec<[Vec<String>; 2]>,
    /// What is meant by its topics and its text.
    words: HashSet<String>,
}

/// The rules of a table, to be found by questions.
pub struct SearchedRules<'t>(Vec<SearchedRule<'t>>);

impl<'t> SearchedRules<'t> {
    /// Splits the rules of a table into words.
    pub fn new(table: &'t PriceTable) -> SearchedRules<'t> {
        let searched = |rule: &'t Rule| {
            let topics = rule.topics.iter().map(|topic| [stems(topic, ""), stems(topic, FILLERS)]);
            let topics: Vec<[Vec<String>; 2]> = topics.collect();
            let words = topics.iter().flat_map(|[_, telling]| telling.clone()).chain(stems(&rule.text, FILLERS));
            SearchedRule { rule, words: words.collect(), topics }
        };
        SearchedRules(table.rules.iter().map(searched).collect())
    }

    /// Finds the rules that are about a question, the best match first.
    pub fn about(&self, question: &str) -> Vec<&'t Rule> {
        let telling: HashSet<String> = stems(question, FILLERS).into_iter().collect();
        let all: Vec<String> = stems(question, "").into_iter().take(MAX_WORDS).collect();
        // Whether a topic of the rule is asked about, and how much of it is.
        let relevance = |searched: &SearchedRule<'t>| {
            let of_topics = topic_words(searched, &all, &telling);
            let shared = telling.iter().filter(|word| searched.words.contains(*word) && !of_topics.contains(word));
            let shared = shared.count();
            let is_about = !of_topics.is_empty() || shared > telling.len().saturating_mul(2) / 3;
            // Words such as `used up` are a topic, but a weak one.
            let weights = of_topics.iter().map(|word| if telling.contains(*word) { TOPIC_WEIGHT } else { 1 });
            is_about.then_some((!of_topics.is_empty(), weights.sum::<usize>().saturating_add(shared)))
        };
        let found = self.0.iter().filter_map(|searched| Some((relevance(searched)?, searched.rule)));
        let found: Vec<((bool, usize), &Rule)> = found.collect();
        // The text alone finds a rule only where no rule has a topic that is asked about.
        let has_topic = found.iter().any(|((has_topic, _), _)| *has_topic);
        let found = found.into_iter().filter(|((is_topic, _), _)| *is_topic == has_topic);
        let mut found: Vec<(usize, &Rule)> = found.map(|((_, relevance), rule)| (relevance, rule)).collect();
        found.sort_by_key(|(relevance, rule)| (Reverse(*relevance), !rule.known));
        let Some((best, rule)) = found.first() else {
            let mut seen = HashSet::default();
            let topics = GENERAL_TOPICS.iter().filter(|_| telling.is_empty());
            return topics.flat_map(|topic| self.about(topic)).filter(|rule| seen.insert(&rule.text)).collect();
        };
        // Beside a question without an answer, what is known about half of it helps, and what isn't known doesn't.
        let least = |other: &Rule| match !rule.known && other.known {
            true => best.div_ceil(2),
            false => (best.saturating_mul(2) / 3).saturating_add(1),
        };
        found.iter().filter(|(relevance, other)| *relevance >= least(other)).map(|(_, rule)| *rule).collect()
    }
}

/// Returns the words of a rule's topics that a question has as a whole: `all` are its words in their order.
fn topic_words<'r>(rule: &'r SearchedRule<'_>, all: &[String], telling: &HashSet<String>) -> HashSet<&'r String> {
    // One telling word isn't enough of `run out` or `how long`, whose words follow each other.
    let is_asked = |[of_topic, meant]: &&[Vec<String>; 2]| match meant.len() {
        0 | 1 => all.windows(of_topic.len().max(1)).any(|run| run == of_topic.as_slice()),
        _ => meant.iter().all(|word| telling.contains(word)),
    };
    let topics = rule.topics.iter().filter(is_asked);
    topics.flat_map(|[of_topic, meant]| if meant.is_empty() { of_topic } else { meant }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::BUILT_IN;
    use crate::values::price::Unit;

    const TABLE: &str = r#"
        [table]
        name = "t"
        source = "https://example.com"
        checked = 2026-09-19
        [[model]]
        name = "painter"
        kind = "text-to-image"
        per_image = 15
        aliases = ["lab/painter/text-to-image"]
        retired = 2026-09-01
        [[model]]
        name = "painter-2/edit"
        title = "Painter 2 Edit"
        kind = "text-to-image"
        per_image = 30
        [[model]]
        name = "talker"
        kind = "image-to-video"
        per_second = { audio = 50, no_audio = 35 }
        aliases = ["lab/talker/image-to-video"]
        [[recipe]]
        name = "cover"
        title = "cover picture"
        items = ["painter-2/edit"]
        [[template]]
        name = "Quote"
        id = "5903fe43-514d-40ee-a060-0d6628c15f8d"
        fixed = 0
        [[template]]
        name = "Cover page"
        id = "3ed4bb92-dbfe-45e6-9dc8-605b77f70506"
        price_known = false
        [[rule]]
        topics = ["failed", "refund"]
        text = "You are only charged for successful generations."
        [[rule]]
        topics = ["unused", "carry over", "expire"]
        text = "Unused credits carry over."
        [[rule]]
        topics = ["expire", "bought credits"]
        text = "We don't know whether purchased credits expire."
        known = false
        [[rule]]
        topics = ["top up", "buy", "out of credits"]
        text = "Extra credits can be bought in Settings."
    "#;

    fn found(search: &str) -> String {
        let table = PriceTable::parse(TABLE.as_bytes(), "t.toml").unwrap();
        let rows = Rows::find(&table, search);
        let models = rows.models.iter().map(|row| row.name.as_str());
        let recipes = rows.recipes.iter().map(|row| row.name.as_str());
        let names = models.chain(recipes).chain(rows.templates.iter().map(|row| row.name.as_str()));
        names.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn rows_are_found_by_name_rate_or_words() {
        for (search, names) in [
            ("", "painter-2/edit, talker, painter, cover, Quote, Cover page"),
            ("Painter", "painter"),
            ("@cover", "cover"),
            ("@painter", "painter-2/edit, painter"),
            ("5903fe43-514d-40ee-a060-0d6628c15f8d", "Quote"),
            ("quote", "Quote"),
            ("15", "painter"),
            ("30 credits", "painter-2/edit, cover"),
            ("35", "talker"),
            ("free", "Quote"),
            ("0", "Quote"),
            ("2", "painter-2/edit"),
            ("59", ""),
            ("edit a photo", "painter-2/edit"),
            ("images", "painter-2/edit, painter, cover"),
            ("animate my picture", "talker"),
            ("videos with sound", "talker"),
            ("text to image", "painter-2/edit, painter"),
            ("the", ""),
            ("edit a video", ""),
            ("cheapest", "painter-2/edit, talker"),
            ("cheapest video", "talker"),
            ("cover", "cover, Cover page"),
        ] {
            assert_eq!(found(search), names, "{search}");
        }
    }

    #[test]
    fn models_are_sorted_by_price_within_their_kind() {
        let table = PriceTable::page();
        let order = |search: &str| {
            let models = Rows::find(&table, search).models.into_iter();
            models.map(|model| (model.makes_images(), model.price.unit, model.price.highest())).collect::<Vec<_>>()
        };
        let (cheap, expensive) = (order("cheapest"), order("most expensive"));
        assert!(cheap.is_sorted_by_key(|(makes_images, unit, price)| (!makes_images, unit.per(), *price)));
        let kinds =
            |rows: &[(bool, Unit, Credits)]| rows.iter().map(|(image, unit, _)| (*image, *unit)).collect::<Vec<_>>();
        assert_eq!(kinds(&cheap), kinds(&expensive));
        for kind in expensive.chunk_by(|one, next| (one.0, one.1) == (next.0, next.1)) {
            assert!(kind.iter().rev().is_sorted_by_key(|(.., price)| *price));
        }
        assert!(expensive.len() > 20);
    }

    #[test]
    fn rules_are_found_by_whole_questions() {
        let table = PriceTable::parse(TABLE.as_bytes(), "t.toml").unwrap();
        let first_topics = |question: &str| {
            let rules = SearchedRules::new(&table).about(question).into_iter();
            rules.filter_map(|rule| rule.topics.first().cloned()).collect::<Vec<_>>().join(", ")
        };
        for (question, topics) in [
            ("do the credits I bought expire", "expire, unused, top up"),
            ("do credits carry over?", "unused"),
            ("Refunds", "failed"),
            ("is my generation charged", "failed"),
            ("how do I top up", "top up"),
            ("my credits", "failed"),
            ("is there a top model", ""),
            ("help, I'm out of credits", "top up"),
            ("a refund for what failed, before credits expire", "failed"),
            ("what about tiktok", ""),
            ("what are credits for", "failed"),
        ] {
            assert_eq!(first_topics(question), topics, "{question}");
        }
    }

    #[test]
    fn every_topic_of_the_built_in_table_finds_its_rule() {
        let table = PriceTable::parse(BUILT_IN.as_bytes(), "built-in").unwrap();
        let rules = SearchedRules::new(&table);
        for rule in &table.rules {
            for topic in &rule.topics {
                assert!(rules.about(topic).iter().any(|found| found.text == rule.text), "{topic}");
            }
        }
    }
}
