//! The rows of a price table. A row is read from TOML by serde, and written by serde where an answer lists it.
//!
//! A new key is a field here; `docs/pricing-table.md` describes every key.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::format::code_point;
use crate::values::credits::{Credits, Exact};
use crate::values::day::Day;
use crate::values::lengths::steps;
use crate::values::limits::{MAX_COUNT, MAX_NAME_BYTES, MAX_OFFERED_LENGTHS, MAX_OFFERED_STEPS, PRICE_BELOW};
use crate::values::name;
use crate::values::price::{Price, Unit};
use crate::values::quantity::Length;

/// A row of the price table.
pub trait Row: for<'de> Deserialize<'de> {
    /// How messages name the row: `[[model]]`.
    const TITLE: &'static str;

    /// Returns what must not be although each value can be read.
    fn checks(&self) -> Vec<Check> {
        Vec::new()
    }
}

/// Whether a row has a fault, the key that it is in (`""` for the row), and a message that continues the key.
pub type Check = (bool, &'static str, std::borrow::Cow<'static, str>);

/// The table as a whole: `[table]`.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// What the table is called.
    pub name: String,
    /// The page that the prices come from.
    pub source: String,
    /// When the prices were last checked.
    pub checked: Day,
}

/// An AI model and what it costs.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// The name on the price page.
    pub name: String,
    /// What customers call it.
    pub title: Option<String>,
    /// What it makes from what, such as `text-to-image`.
    pub kind: String,
    /// What one unit costs. The key in TOML is one of these, with the unit, which [`super::document`] puts beside the rates.
    #[serde(rename(deserialize = "per_image"), alias = "per_clip", alias = "per_second", skip_serializing)]
    pub price: Price,
    /// Other names for this row only.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// How long one clip is.
    pub clip_seconds: Option<Length>,
    /// The lengths of clip that the service can make.
    #[serde(default)]
    pub seconds_offered: Vec<Length>,
    /// Since when it is no longer available.
    pub retired: Option<Day>,
    /// Where the figures come from, if not from the table's source.
    pub source: Option<String>,
    /// When they were checked.
    pub checked: Option<Day>,
    /// How they are known: documented, measured, observed or inferred.
    pub evidence: Option<String>,
    /// What users should know; shown with every answer that names the row.
    pub note: Option<String>,
}

/// A model as an answer lists it, with the fields of its price.
#[derive(Debug, Clone, Serialize)]
pub struct ListedModel<'t> {
    /// The row.
    #[serde(flatten)]
    pub model: &'t Model,
    #[serde(flatten)]
    price: &'t Price,
}

/// A subscription plan, or a one-time pack.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// The plan's name.
    pub name: String,
    /// Credits a month, or once.
    pub credits: Credits,
    /// The price of a month in USD.
    pub usd_per_month: Option<Exact>,
    /// The price of a plan that is given or sold once, in USD.
    pub usd: Option<Exact>,
    /// Given or sold once (a trial, a pack), not every month.
    #[serde(default)]
    pub once: bool,
    /// Where the figures come from.
    pub source: Option<String>,
    /// When they were checked.
    pub checked: Option<Day>,
    /// How they are known.
    pub evidence: Option<String>,
    /// What users should know.
    pub note: Option<String>,
}

/// Extra credits: `[top_up]`.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TopUp {
    /// USD for a thousand credits.
    pub usd_per_1000: Exact,
    /// The fewest credits in one purchase.
    pub min: Count,
    /// The most credits in one purchase.
    pub max: Count,
    /// Where the figures come from.
    pub source: Option<String>,
    /// When they were checked.
    pub checked: Option<Day>,
    /// How they are known.
    pub evidence: Option<String>,
    /// What users should know.
    pub note: Option<String>,
}

/// How many images a length of video needs: `[pacing]`.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Pacing {
    /// This many images ...
    pub images: Count,
    /// ... in this many seconds.
    pub seconds: Length,
    /// Where the figures come from.
    pub source: Option<String>,
    /// When they were checked.
    pub checked: Option<Day>,
    /// How they are known.
    pub evidence: Option<String>,
    /// What users should know.
    pub note: Option<String>,
}

/// A production with a name.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// The name that is typed.
    pub name: String,
    /// What one of it is called in an answer.
    pub title: Option<String>,
    /// Other names for this row only.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Its items: models and `credits=N`.
    pub items: Vec<String>,
    /// Where it comes from.
    pub source: Option<String>,
    /// When it was checked.
    pub checked: Option<Day>,
    /// How it is known.
    pub evidence: Option<String>,
    /// What users should know.
    pub note: Option<String>,
}

/// A rule of the service, or a question that isn't documented.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The words that people ask with.
    #[serde(default)]
    pub topics: Vec<String>,
    /// The rule, in sentences for customers.
    pub text: String,
    /// Where it comes from.
    pub source: Option<String>,
    /// When it was checked.
    pub checked: Option<Day>,
    /// False where it isn't documented.
    #[serde(default = "yes")]
    pub known: bool,
    /// How it is known.
    pub evidence: Option<String>,
    /// What users should know.
    pub note: Option<String>,
}

/// A template of the service's API, and how a request with it is priced.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// What the service calls it.
    pub name: String,
    /// Its UUID.
    pub id: String,
    /// Credits for every request.
    pub fixed: Option<Credits>,
    /// The key of the list in `inputs` whose elements are paid for.
    pub each: Option<String>,
    /// The fewest elements of the list; 1 where it isn't given.
    pub min: Option<Count>,
    /// The most elements of the list.
    pub max: Option<Count>,
    /// Credits for each element; otherwise each is an image.
    pub credits_each: Option<Credits>,
    /// The element's key that holds a URL (an upload, free) or a prompt; without it the element is the prompt.
    pub medium: Option<String>,
    /// The key in `inputs` that names the model.
    pub model_key: Option<String>,
    /// The models that can be named; any that makes images where the list is empty.
    #[serde(default)]
    pub models: Vec<String>,
    /// The model where `inputs` names none.
    pub default_model: Option<String>,
    /// The key in `inputs` that turns on animation of every generated image.
    pub animate_key: Option<String>,
    /// The model that animates, one clip for each image.
    pub animate_model: Option<String>,
    /// False for a template that is known and whose price isn't.
    #[serde(default = "yes")]
    pub price_known: bool,
    /// Where the figures come from.
    pub source: Option<String>,
    /// When they were checked.
    pub checked: Option<Day>,
    /// How they are known.
    pub evidence: Option<String>,
    /// What users should know.
    pub note: Option<String>,
}

/// How requests with a template are priced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemplateCost<'t> {
    /// The price isn't known.
    Unknown,
    /// The same for every request.
    Fixed(Credits),
    /// Credits for each element of a list.
    CreditsEach(&'t str, Credits),
    /// An image for each element of a list.
    ImageEach(&'t str),
}

/// A whole number of at most 10^9.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Count(pub u64);

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Count, D::Error> {
        let Exact(number) = Exact::deserialize(deserializer)?;
        let count = u64::try_from(number).ok().filter(|count| number.is_integer() && *count <= MAX_COUNT);
        count.map(Count).ok_or_else(|| serde::de::Error::custom("must be a whole number of at most 1,000,000,000"))
    }
}

fn yes() -> bool {
    true
}

/// The item that is a known amount of credits; no row can have this name.
pub const CREDITS: &str = "credits";

/// Says what is wrong with the name of a model or recipe, or with an alias.
pub fn item_name_problem(name: &str) -> Option<String> {
    name::is_same(name, CREDITS)
        .then(|| "can't be `credits`, which is reserved for amounts of credits".into())
        .or_else(|| name_problem(name))
}

/// Says what is wrong with a name.
fn name_problem(name: &str) -> Option<String> {
    if begins_oddly(name) {
        return Some(ODD_BEGINNING.into());
    }
    if let Some(odd) = name.chars().find(|c| !name::is_name_character(*c)) {
        let odd = if odd.is_ascii_graphic() && odd != '`' { format!("`{odd}`") } else { code_point(odd) };
        return Some(format!("contains {odd}; use letters, digits, space and `. - _ / + ( )`"));
    }
    if !name.chars().any(|c| c.is_ascii_alphanumeric()) {
        return Some("needs a letter or a digit".into());
    }
    (name.len() > MAX_NAME_BYTES).then(|| format!("can have at most {MAX_NAME_BYTES} characters"))
}

const ODD_BEGINNING: &str = "can't begin with a space, `=`, `+`, `-` or `@`";

/// A spreadsheet takes a cell that begins with one of these for a formula.
fn begins_oddly(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', ' '])
}

fn check_title(key: &'static str, title: Option<&str>) -> Check {
    (title.is_some_and(begins_oddly), key, ODD_BEGINNING.into())
}

fn check_name(problem: Option<String>) -> Check {
    (problem.is_some(), "name", problem.unwrap_or_default().into())
}

/// Checks that a price isn't absurd.
fn check_price(key: &'static str, price: Option<Decimal>) -> Check {
    (price.is_some_and(|price| price >= PRICE_BELOW), key, "must be below 10,000,000".into())
}

fn check_limits(min: Option<Count>, max: Option<Count>) -> Check {
    let is_wrong = min.zip(max).is_some_and(|(min, max)| min > max);
    (is_wrong, "min", format!("must not be more than max ({})", max.map_or(0, |max| max.0)).into())
}

impl Row for Head {
    const TITLE: &'static str = "[table]";

    fn checks(&self) -> Vec<Check> {
        vec![check_title("name", Some(&self.name))]
    }
}

impl Row for Model {
    const TITLE: &'static str = "[[model]]";

    fn checks(&self) -> Vec<Check> {
        let offered = self.seconds_offered.as_slice();
        let has_too_many = offered.len() > MAX_OFFERED_LENGTHS || steps(offered) > MAX_OFFERED_STEPS;
        vec![
            check_name(item_name_problem(&self.name)),
            check_title("title", self.title.as_deref()),
            (!is_kind(&self.kind), "kind", "must be something like `text-to-image` or `image-to-video`".into()),
            check_price(self.price.unit.key(), Some(self.price.highest().value())),
            (
                has_too_many,
                "seconds_offered",
                format!("can have at most {MAX_OFFERED_LENGTHS} lengths, and fewer with decimals").into(),
            ),
        ]
    }
}

/// Returns whether a kind says what is made from what: `text-to-image`, `image-to-video` and the like.
fn is_kind(kind: &str) -> bool {
    let media = ["text", "image", "video", "audio"];
    kind.split_once("-to-").is_some_and(|(from, to)| media.contains(&from) && matches!(to, "image" | "video"))
}

impl Row for Plan {
    const TITLE: &'static str = "[[plan]]";

    fn checks(&self) -> Vec<Check> {
        let is_usd_of_month = self.usd.is_some() && !self.once;
        vec![
            check_name(name_problem(&self.name)),
            check_price("usd_per_month", self.usd_per_month.map(|usd| usd.0)),
            check_price("usd", self.usd.map(|usd| usd.0)),
            (is_usd_of_month, "usd", "can't be used without `once = true`: write `usd_per_month`".into()),
            (self.usd.is_some() && self.usd_per_month.is_some(), "usd", "can't be used with `usd_per_month`".into()),
        ]
    }
}

impl Row for TopUp {
    const TITLE: &'static str = "[top_up]";

    fn checks(&self) -> Vec<Check> {
        vec![
            check_price("usd_per_1000", Some(self.usd_per_1000.0)),
            (self.min.0 == 0, "min", "must be at least 1".into()),
            check_limits(Some(self.min), Some(self.max)),
        ]
    }
}

impl Row for Pacing {
    const TITLE: &'static str = "[pacing]";

    fn checks(&self) -> Vec<Check> {
        vec![(self.images.0 == 0, "images", "must be at least 1".into())]
    }
}

impl Row for Recipe {
    const TITLE: &'static str = "[[recipe]]";

    fn checks(&self) -> Vec<Check> {
        vec![
            check_name(item_name_problem(&self.name)),
            check_title("title", self.title.as_deref()),
            (self.items.is_empty(), "items", "needs at least one item".into()),
        ]
    }
}

impl Row for Rule {
    const TITLE: &'static str = "[[rule]]";
}

impl Row for Template {
    const TITLE: &'static str = "[[template]]";

    fn checks(&self) -> Vec<Check> {
        let has_price = self.fixed.is_some() || self.each.is_some();
        let is_by_image = self.each.is_some() && self.fixed.is_none() && self.credits_each.is_none();
        let has_no_model = is_by_image && self.model_key.is_none() && self.default_model.is_none();
        let is_half_animated = is_by_image && self.animate_key.is_some() != self.animate_model.is_some();
        vec![
            check_name(name_problem(&self.name)),
            (uuids(&self.id).next() != Some(self.id.as_str()), "id", "must be a UUID".into()),
            (
                self.price_known && !has_price,
                "",
                "has no price: add `fixed`, `each` with the key of a list, or `price_known = false`".into(),
            ),
            (!self.price_known && has_price, "price_known", "can't be used with `fixed` or `each`".into()),
            (self.fixed.is_some() && self.each.is_some(), "each", "can't be used with `fixed`".into()),
            (has_no_model, "", "has no model: add `model_key`, `default_model` or both, or `credits_each`".into()),
            (is_half_animated, "", "needs both `animate_key` and `animate_model`, or neither".into()),
            check_price("fixed", self.fixed.map(Credits::value)),
            check_price("credits_each", self.credits_each.map(Credits::value)),
            check_limits(self.min, self.max),
        ]
    }
}

impl Model {
    /// Returns the model with the fields of its price, as `models --json` lists it.
    pub fn listed(&self) -> ListedModel<'_> {
        ListedModel { model: self, price: &self.price }
    }

    /// Returns the name and the aliases.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.aliases.iter().map(String::as_str))
    }

    /// Returns what customers call it.
    pub fn title(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.name)
    }

    /// Returns the first word of the name, which rows of one family share.
    pub fn first_word(&self) -> &str {
        self.name.split(name::is_separator).find(|word| !word.is_empty()).unwrap_or_default()
    }

    /// Returns whether nobody knows how long its clips are.
    pub fn has_unknown_length(&self) -> bool {
        self.price.unit == Unit::Clip && self.clip_seconds.is_none() && self.seconds_offered.is_empty()
    }

    /// Returns whether it makes images rather than videos.
    pub fn makes_images(&self) -> bool {
        self.kind.ends_with("image")
    }
}

impl Plan {
    /// Returns the price in USD: a month's, or for a plan given once the price of that.
    pub fn usd(&self) -> Option<Decimal> {
        self.usd.or(self.usd_per_month).map(|usd| usd.0)
    }

    /// Returns `a month` or `once`.
    pub fn period(&self) -> &'static str {
        if self.once { "once" } else { "a month" }
    }
}

impl Recipe {
    /// Returns the name and the aliases.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.aliases.iter().map(String::as_str))
    }

    /// Returns what one of it is called.
    pub fn title(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.name)
    }
}

impl Template {
    /// Returns how requests are priced.
    pub fn cost(&self) -> TemplateCost<'_> {
        match (self.fixed, &self.each, self.credits_each) {
            (Some(credits), ..) => TemplateCost::Fixed(credits),
            (None, Some(key), Some(credits)) => TemplateCost::CreditsEach(key, credits),
            (None, Some(key), None) => TemplateCost::ImageEach(key),
            (None, None, _) => TemplateCost::Unknown,
        }
    }

    /// Returns what an element of the list is: the `slide` of `slidePrompts`, the `scene` of `scenes`.
    pub fn element(&self) -> String {
        let word = self.each.as_deref().unwrap_or("request").split(char::is_uppercase).next().unwrap_or_default();
        word.strip_suffix('s').filter(|one| !one.is_empty()).unwrap_or(word).to_owned()
    }

    /// Returns the fewest elements of the list.
    pub fn min(&self) -> u64 {
        self.min.map_or(1, |min| min.0)
    }
}

/// Finds the UUIDs in a text: each by itself, not within a longer run of letters, digits and hyphens.
pub fn uuids(text: &str) -> impl Iterator<Item = &str> {
    let is_uuid = |candidate: &&str| {
        let groups: Vec<&str> = candidate.split('-').collect();
        groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
            && groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    text.split(|c: char| !c.is_alphanumeric() && c != '-').filter(is_uuid)
}
