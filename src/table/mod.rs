//! The price table: its rows, how it is read, and how names are looked up.
#![warn(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

pub mod document;
pub mod excerpt;
pub mod fault;
pub mod read;
pub mod schema;
#[cfg(test)]
mod tests;

use foldhash::HashMap;

use rust_decimal::Decimal;

use crate::format::{choice, credits, grouped, shown};
use crate::values::credits::Credits;
use crate::values::name::{fold, is_same};
use crate::values::price::{Rate, fold_option};
use schema::{Head, Model, Pacing, Plan, Recipe, Rule, Template, TopUp};

/// The text of the price table that is built into the program.
pub const BUILT_IN: &str = include_str!("../../pricing.toml");

/// The `origin` of the built-in table.
pub const BUILT_IN_ORIGIN: &str = "built-in";

/// A valid price table: every name belongs to one row, and every recipe can be priced.
#[derive(Debug)]
pub struct PriceTable {
    /// Name, source and date.
    pub head: Head,
    /// `built-in`, or the path as it was given.
    pub origin: String,
    /// The models, in the table's order.
    pub models: Vec<Model>,
    /// The plans, in the table's order.
    pub plans: Vec<Plan>,
    /// What extra credits cost.
    pub top_up: Option<TopUp>,
    /// How many images a length of video needs.
    pub pacing: Option<Pacing>,
    /// Productions with a name.
    pub recipes: Vec<Recipe>,
    /// What is charged, and what isn't documented.
    pub rules: Vec<Rule>,
    /// How API requests are priced.
    pub templates: Vec<Template>,
    /// The rates that `--set` changed.
    pub changes: Vec<RateChange>,
    /// The rows by folded name and alias.
    names: HashMap<String, RowIndex>,
}

/// The place of the row that a name belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RowIndex {
    Model(usize),
    Recipe(usize),
}

/// The row that a name belongs to.
#[derive(Debug, Clone, Copy)]
pub enum Row<'t> {
    /// A model, by its name or an alias.
    Model(&'t Model),
    /// A recipe.
    Recipe(&'t Recipe),
}

/// A rate changed by `--set`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateChange {
    /// The model's name, with the option where it has several.
    pub name: String,
    /// The rate in the table.
    pub from: Credits,
    /// The rate instead.
    pub to: Credits,
    /// The change as customers read it: `Nano Banana costs 18 credits an image instead of 15`.
    pub for_customers: String,
}

impl RateChange {
    /// Returns whether this is the rate of a model, or of one of its options.
    pub fn is_of(&self, model: &str, option: Option<&Rate>) -> bool {
        self.name == model || option.is_some_and(|rate| self.name == format!("{model} ({})", rate.option))
    }
}

impl PriceTable {
    /// Returns the models, those that are still available first.
    pub fn available_first(&self) -> impl Iterator<Item = &Model> {
        let [available, retired] = [false, true]
            .map(|is_retired| self.models.iter().filter(move |model| model.retired.is_some() == is_retired));
        available.chain(retired)
    }

    /// Returns whether this is the built-in table.
    pub fn is_built_in(&self) -> bool {
        self.origin == BUILT_IN_ORIGIN
    }

    /// Finds the row with this name or alias; only case and separators may differ.
    pub fn find(&self, name: &str) -> Option<Row<'_>> {
        match *self.names.get(&fold(name))? {
            RowIndex::Model(index) => self.models.get(index).map(Row::Model),
            RowIndex::Recipe(index) => self.recipes.get(index).map(Row::Recipe),
        }
    }

    /// Finds the model with this name or alias.
    pub fn model(&self, name: &str) -> Option<&Model> {
        match self.find(name)? {
            Row::Model(model) => Some(model),
            Row::Recipe(_) => None,
        }
    }

    /// Finds the plan with this name, or the only plan that has these words at the beginning or the end of its name.
    pub fn plan(&self, name: &str) -> Option<&Plan> {
        if let Some(plan) = self.plans.iter().find(|plan| is_same(&plan.name, name)) {
            return Some(plan);
        }
        let has_words = |plan: &&Plan| {
            let parts = plan.name.match_indices(' ').map(|(at, _)| plan.name.split_at_checked(at));
            parts.flatten().any(|(first, last)| is_same(first, name) || is_same(last, name))
        };
        let mut plans = self.plans.iter().filter(has_words);
        plans.next().filter(|_| plans.next().is_none() && !fold(name).is_empty())
    }

    /// Returns the plans that renew every month.
    pub fn monthly_plans(&self) -> impl Iterator<Item = &Plan> {
        self.plans.iter().filter(|plan| !plan.once)
    }

    /// Changes one rate; `name` is a model's name, with `:OPTION` behind it where the model has options.
    ///
    /// # Errors
    /// Where no model or no single rate is meant, in words.
    pub fn set_rate(&mut self, name: &str, to: Credits) -> Result<(), String> {
        let (name, suffixes) = name.split_once(':').unwrap_or((name, ""));
        let model = match self.names.get(&fold(name.trim())) {
            Some(RowIndex::Model(index)) => self.models.get_mut(*index),
            _ => None,
        };
        let is_plan = || self.plans.iter().any(|plan| is_same(&plan.name, name));
        let model = model.ok_or_else(|| match self.names.get(&fold(name.trim())) {
            Some(_) => format!("`{}` is a recipe, and only the rates of models can be set", shown(name.trim())),
            None if is_plan() => format!("`{}` is a plan, and only the rates of models can be set", shown(name.trim())),
            None => format!("no model called `{}`", shown(name.trim())),
        })?;
        let words: Vec<String> = suffixes.split(':').filter(|word| !word.is_empty()).map(fold_option).collect();
        let chosen = model.price.choose(&words, None).ok().filter(|chosen| chosen.alternatives.is_empty());
        let Some(chosen) = chosen else {
            let options = model.price.options().iter().map(|rate| format!("`{}`", rate.suffixes()));
            return Err(match options.collect::<Vec<_>>().as_slice() {
                [] => format!("`{}` has one rate: leave out the option", model.name),
                options => format!("`{}` has several rates: add {}", model.name, choice(options)),
            });
        };
        let (from, chosen) = (chosen.rate, chosen.option.map(|rate| rate.option.clone()));
        // Without a chosen option there is one rate, or all options have the same one.
        let is_meant = |rate: &&mut Rate| chosen.as_ref().is_none_or(|chosen| *chosen == rate.option);
        model.price.rates.iter_mut().filter(is_meant).for_each(|rate| rate.credits = to);
        let option = chosen.map_or_else(String::new, |option| format!(" ({option})"));
        let (rate, per) = (credits(to), model.price.unit.per());
        let name = format!("{}{option}", model.name);
        // A rate that is changed twice was changed once, from what it is in the table.
        let before = self.changes.iter().position(|change| change.name == name).map(|index| self.changes.remove(index));
        let from = before.map_or(from, |before| before.from);
        let for_customers = format!("{}{option} costs {rate} {per} instead of {}", model.title(), grouped(from));
        self.changes.push(RateChange { name, from, to, for_customers });
        Ok(())
    }

    /// Describes table, date and file in one line: "Blotato AI credits, checked 2026-09-19 (built in)".
    pub fn description(&self) -> String {
        let origin = match self.origin.as_str() {
            BUILT_IN_ORIGIN => "built in".to_owned(),
            "-" => "standard input".to_owned(),
            file => shown(file),
        };
        format!("{}, checked {} ({origin}){}", self.head.name, self.head.checked, self.changes_in_words())
    }

    /// Describes the changed rates, to follow the name of the table: ", with nano-banana at 18 instead of 15".
    pub fn changes_in_words(&self) -> String {
        let change = |change: &RateChange| {
            format!(", with {} at {} instead of {}", change.name, grouped(change.to), grouped(change.from))
        };
        self.changes.iter().map(change).collect()
    }
}

impl Plan {
    /// Returns USD for one of the plan's credits; `None` where the price isn't known or there are no credits.
    pub fn usd_per_credit(&self) -> Option<Decimal> {
        self.usd()?.checked_div(self.credits.value())
    }
}

impl TopUp {
    /// Returns USD for extra credits, without regard to the limits on purchases.
    pub fn usd(&self, credits: Credits) -> Option<Decimal> {
        credits.value().checked_mul(self.usd_per_1000.0)?.checked_div(Decimal::ONE_THOUSAND)
    }
}

impl<'t> Row<'t> {
    /// Returns the row's own name.
    pub fn name(&self) -> &'t str {
        match self {
            Row::Model(model) => &model.name,
            Row::Recipe(recipe) => &recipe.name,
        }
    }
}
