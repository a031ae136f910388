//! The price table: models, plans, recipes and rules, and the names that they go by.

mod suggest;

use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use rust_decimal::Decimal;

pub(crate) use suggest::Vocabulary;
pub use suggest::{Fold, Suggestion};
pub use time::Date;

use crate::credits::Credits;
use crate::name::fold;
use crate::price::{Facts, Pace, UnitPrice};
use crate::quantity::Length;

/// The `origin` of the table that is built in.
pub const BUILT_IN_ORIGIN: &str = "built-in";

/// A sound price table: every name is one row's, every recipe can be priced.
#[derive(Debug)]
pub struct PriceTable {
    /// What the table is called.
    pub name: String,
    /// Where its prices come from.
    pub source: String,
    /// The day on which they were last checked.
    pub checked: Date,
    /// `built-in`, or the path that was read, as it was given.
    pub origin: String,
    /// The models, in the table's order.
    pub models: Vec<Model>,
    /// The plans, in the table's order.
    pub plans: Vec<Plan>,
    /// What extra credits cost.
    pub top_up: Option<TopUp>,
    /// How many images a length of video takes.
    pub pacing: Option<Pacing>,
    /// Productions with a name.
    pub recipes: Vec<Recipe>,
    /// What the credits are taken for, and what nobody knows.
    pub rules: Vec<Rule>,
    /// What requests through the service's API turn into.
    pub templates: Vec<Template>,
    /// Rows by folded name and alias.
    pub(crate) names: HashMap<String, Row>,
    /// The names taken apart, to be compared with unknown ones; made when the first one comes.
    pub(crate) vocabulary: OnceLock<Vocabulary>,
}

/// The place of the row that a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Row {
    Model(usize),
    Recipe(usize),
}

/// What a name stands for.
#[derive(Debug, Clone, Copy)]
pub enum Named<'t> {
    /// A model, by its name or an alias.
    Model(&'t Model),
    /// A recipe.
    Recipe(&'t Recipe),
}

/// Where a row's figures come from, where that isn't the table's own source, and what to say with them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Provenance {
    /// The page, or who says so.
    pub source: Option<String>,
    /// When it was read or measured.
    pub checked: Option<Date>,
    /// `documented`, `measured`, `seen` or `inferred`, in the table's words.
    pub evidence: Option<String>,
    /// Shown with every answer that names the row.
    pub note: Option<String>,
}

impl Provenance {
    /// On what evidence a figure stands: `measured, users' notes, 2026-09-19`; `None` where it has none of its own.
    pub fn in_words(&self) -> Option<String> {
        let checked = self.checked.map(|date| date.to_string());
        let parts = [self.evidence.as_deref(), self.source.as_deref(), checked.as_deref()];
        let parts: Vec<&str> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

/// An AI model and what it costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    /// The row's name, as the price page has it.
    pub name: String,
    /// What it makes of what, such as `text-to-image`.
    pub kind: String,
    /// What one unit costs.
    pub price: UnitPrice,
    /// Other names of this row and no other.
    pub aliases: Vec<String>,
    /// How long one clip is, where a source says.
    pub clip_length: Option<Length>,
    /// The lengths of clip that the service offers, shortest first; empty where no source says.
    pub lengths_offered: Vec<Length>,
    /// Evidence and note.
    pub provenance: Provenance,
}

/// A subscription plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The plan's name.
    pub name: String,
    /// Credits a month, or once.
    pub credits: Credits,
    /// The price of a month in USD, where the table knows it.
    pub usd_per_month: Option<Decimal>,
    /// Given once (a trial), not every month.
    pub once: bool,
    /// Evidence and note.
    pub provenance: Provenance,
}

/// Extra credits: what they cost and how they are sold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopUp {
    /// USD for a thousand credits.
    pub usd_per_1000: Decimal,
    /// The fewest credits of one purchase.
    pub min: u64,
    /// The most credits of one purchase, 1 or more.
    pub max: u64,
    /// Evidence and note.
    pub provenance: Provenance,
}

/// How many images a length of video takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pacing {
    /// So many images, 1 or more ...
    pub images: u64,
    /// ... in so long.
    pub length: Length,
    /// Evidence and note.
    pub provenance: Provenance,
}

/// A production with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipe {
    /// The name that is typed.
    pub name: String,
    /// What it is, in words.
    pub title: String,
    /// Its items, as the table spells them; each can be priced.
    pub items: Vec<String>,
    /// What one costs, at the dearer rate where it says nothing about audio.
    pub credits: Credits,
    /// Evidence and note.
    pub provenance: Provenance,
}

/// A rule of the service, or a question to which no source has an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The words that people ask with.
    pub topics: Vec<String>,
    /// The rule.
    pub text: String,
    /// False where no source says.
    pub known: bool,
    /// Evidence and note.
    pub provenance: Provenance,
}

/// A template of the service's API: how the body of a request turns into what is paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// What the service calls it.
    pub name: String,
    /// Its UUID, in small letters.
    pub id: String,
    /// What is paid.
    pub cost: TemplateCost,
    /// Evidence and note.
    pub provenance: Provenance,
}

/// What a request by a template costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TemplateCost {
    /// The same for every request.
    Fixed(Credits),
    /// Something for each element of a list of the inputs.
    Each(PaidList),
}

/// A list of the inputs whose elements are paid for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaidList {
    /// Its key, such as `scenes`.
    pub key: String,
    /// The fewest elements.
    pub min: u64,
    /// The most elements, where a source says.
    pub max: Option<u64>,
    /// What one costs.
    pub element: Element,
}

/// What an element of a list costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Element {
    /// So many credits.
    Credits(Credits),
    /// An image, unless it is an upload.
    Image(ImageElement),
}

/// An element that is an image to be generated, or an upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageElement {
    /// The element's key that holds a URL (free) or a prompt; where there is none, the element itself is the prompt.
    pub medium: Option<String>,
    /// The key of the inputs that names the model.
    pub model_key: Option<String>,
    /// The models that the template takes; empty where it takes any.
    pub models: Vec<String>,
    /// The model where the inputs name none; without it they have to.
    pub default_model: Option<String>,
    /// The key of the inputs that has every generated image animated, and the model that does it.
    pub animation: Option<(String, String)>,
}

impl PriceTable {
    /// Whether this is the built-in table.
    pub fn is_built_in(&self) -> bool {
        self.origin == BUILT_IN_ORIGIN
    }

    /// The row with this name or alias, but for case and separators exactly.
    pub fn find(&self, name: &str) -> Option<Named<'_>> {
        self.row(*self.names.get(&fold(name))?)
    }

    /// The row at a place.
    fn row(&self, row: Row) -> Option<Named<'_>> {
        match row {
            Row::Model(index) => self.models.get(index).map(Named::Model),
            Row::Recipe(index) => self.recipes.get(index).map(Named::Recipe),
        }
    }

    /// The plan with this name, but for case and separators exactly.
    pub fn plan(&self, name: &str) -> Option<&Plan> {
        let folded = fold(name);
        self.plans.iter().find(|plan| fold(&plan.name) == folded)
    }

    /// The model with this name or alias.
    pub fn model(&self, name: &str) -> Option<&Model> {
        match self.find(name)? {
            Named::Model(model) => Some(model),
            Named::Recipe(_) => None,
        }
    }

    /// The facts by which a quantity of `model` becomes units; `pace` is the user's own.
    pub fn facts(&self, model: &Model, pace: Option<Length>) -> Facts {
        let of_table = self.pacing.as_ref().map(|pacing| Pace::Table { images: pacing.images, length: pacing.length });
        Facts { pace: pace.map(Pace::Said).or(of_table), clip_length: model.clip_length }
    }

    /// The plans that renew every month: those that an answer names by itself.
    pub fn monthly_plans(&self) -> impl Iterator<Item = &Plan> {
        self.plans.iter().filter(|plan| !plan.once)
    }
}

impl Model {
    /// Whether it makes images rather than videos.
    pub fn makes_images(&self) -> bool {
        self.kind.ends_with("image")
    }

    /// Whether a clip of this length, or several of the offered lengths together, can be had; true where no source says.
    pub fn offers(&self, length: Length) -> bool {
        if self.lengths_offered.last().is_none_or(|longest| length.max(*longest) == length) {
            return true;
        }
        let mut reachable = BTreeSet::from([0_u64]);
        while let Some(sum) = reachable.pop_first() {
            for offered in &self.lengths_offered {
                let next = sum.saturating_add(offered.milliseconds());
                match next.cmp(&length.milliseconds()) {
                    Ordering::Less => {
                        reachable.insert(next);
                    }
                    Ordering::Equal => return true,
                    Ordering::Greater => {}
                }
            }
        }
        false
    }
}

impl Plan {
    /// USD for one credit of the plan's month; `None` where the table has no price or the plan no credits.
    pub fn usd_per_credit(&self) -> Option<Decimal> {
        self.usd_per_month?.checked_div(self.credits.value())
    }
}

impl TopUp {
    /// USD for so many credits.
    pub fn usd(&self, credits: Credits) -> Option<Decimal> {
        credits.value().checked_mul(self.usd_per_1000)?.checked_div(Decimal::ONE_THOUSAND)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> PriceTable {
        PriceTable::built_in().unwrap()
    }

    #[test]
    fn names_stand_for_one_row() {
        let table = table();
        let found = |name: &str| table.find(name).map(|row| row.name().to_owned());
        assert_eq!(found("KLING_1.6").as_deref(), Some("kling v1.6"));
        assert_eq!(found("cheapest 30s").as_deref(), Some("cheapest-30s"));
        assert_eq!(found("kling"), None);
        assert!(table.model("cheapest-30s").is_none());
        assert_eq!(table.plan("STARTER").unwrap().credits, Credits::from(1250));
        assert!(table.plan("start").is_none());
        assert!(table.is_built_in());
        let own = PriceTable::parse(crate::reader::BUILT_IN.as_bytes(), "own.toml").unwrap();
        assert!(!own.is_built_in());
    }

    #[test]
    fn a_trial_is_no_monthly_plan() {
        let table = table();
        let monthly: Vec<&str> = table.monthly_plans().map(|plan| plan.name.as_str()).collect();
        assert_eq!(monthly, ["Starter", "Creator", "Agency"]);
        assert_eq!(table.plans.len(), 4);
    }

    #[test]
    fn what_makes_images() {
        let table = table();
        assert!(table.model("nano-banana").unwrap().makes_images());
        assert!(!table.model("framepack").unwrap().makes_images());
    }

    #[test]
    fn lengths_that_the_offered_ones_make() {
        let table = table();
        let veo = table.model("veo3.1/fast").unwrap();
        let length = |text: &str| text.parse::<Length>().unwrap();
        for (text, offered) in [
            ("4s", true),
            ("6s", true),
            ("8s", true),
            ("3.999s", false),
            ("4.001s", false),
            ("5s", false),
            ("7s", false),
            ("8.001s", true),
            ("9s", true),
            ("1s", false),
        ] {
            assert_eq!(veo.offers(length(text)), offered, "{text}");
        }
        let of_two = Model { lengths_offered: vec![length("2s"), length("3s"), length("11s")], ..veo.clone() };
        for seconds in 2..=12 {
            assert!(of_two.offers(length(&format!("{seconds}s"))), "{seconds}");
        }
        assert!(!of_two.offers(length("1s")));
        assert!(!of_two.offers(length("10.5s")));
        assert!(table.model("framepack").unwrap().offers(length("1s")), "no source says");
    }

    #[test]
    fn usd_of_plans_and_extra_credits() {
        let table = table();
        assert_eq!(table.plan("starter").unwrap().usd_per_credit().unwrap().to_string(), "0.0232");
        assert_eq!(table.top_up.as_ref().unwrap().usd(Credits::from(1500)).unwrap().to_string(), "9");
    }

    #[test]
    fn the_evidence_of_a_row() {
        let own = |evidence: Option<&str>, source: Option<&str>, checked| Provenance {
            evidence: evidence.map(str::to_owned),
            source: source.map(str::to_owned),
            checked,
            note: Some("a note is none".to_owned()),
        };
        assert_eq!(own(None, None, None).in_words(), None);
        assert_eq!(own(Some("measured"), None, None).in_words().unwrap(), "measured");
        let day = Date::from_calendar_date(2026, time::Month::September, 19).unwrap();
        assert_eq!(
            own(Some("measured"), Some("users' notes"), Some(day)).in_words().unwrap(),
            "measured, users' notes, 2026-09-19"
        );
    }
}
