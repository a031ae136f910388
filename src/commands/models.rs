//! `credits models`: the price list, or one row in full.

use serde::Serialize;

use super::context::Context;
use super::input::TypedItem;
use super::report::{Remarks, TableInfo, sentence};
use super::{help, reply};
use crate::error::Failure;
use crate::fields::flattened;
use crate::format::{capitalized, choice, counted, credits, grouped, list, shown, with_article};
use crate::output::view::{Block, Column, Table, View};
use crate::output::{self, Report};
use crate::pricing::assumption::offered_in_words;
use crate::pricing::compare::ungrouped;
use crate::pricing::estimate::{Note, Terms};
use crate::pricing::item::{ItemError, ItemFault};
use crate::pricing::search::{Rows, rate, recipe_estimate};
use crate::pricing::suggest::{recipe_price, template_price};
use crate::table::schema::{ListedModel, Model, Recipe, Template};
use crate::table::{PriceTable, Row};
use crate::values::credits::Credits;
use crate::values::name::is_same;
use crate::values::price::{Price, Unit};

/// The most recipes and templates that a reply names.
const MAX_NAMED: usize = 6;

/// Says to customers that the clip length of a model isn't known.
pub const UNKNOWN_LENGTH: &str = "We don't have information about the length of its clips.";

/// The most prices that a reply lists one by one.
const MAX_PRICES: usize = 4;

/// The answer of `models`.
#[derive(Serialize)]
struct ModelsReport<'t> {
    schema: &'static str,
    table: TableInfo,
    models: Vec<ListedModel<'t>>,
    recipes: Vec<ListedRecipe<'t>>,
    templates: Vec<ListedTemplate<'t>>,
    #[serde(flatten)]
    remarks: Remarks,
    #[serde(skip)]
    price_table: &'t PriceTable,
    /// What was searched for; empty for the whole list.
    #[serde(skip)]
    search: String,
}

#[derive(Serialize)]
struct ListedRecipe<'t> {
    #[serde(flatten)]
    recipe: &'t Recipe,
    credits: Option<Credits>,
}

#[derive(Serialize)]
struct ListedTemplate<'t> {
    #[serde(flatten)]
    template: &'t Template,
    #[serde(serialize_with = "ungrouped")]
    price: String,
}

/// Answers `models`.
///
/// # Errors
/// Where no row is found, or the answer can't be written.
pub fn run(context: &Context<'_>, words: &[String]) -> anyhow::Result<u8> {
    let search = words.join(" ").trim().to_owned();
    match report(context, &search) {
        Some(report) => output::write(&report, context.global),
        None => Err(nothing_found(context, &search).into()),
    }
}

/// Answers a question about a rule that there isn't, where it names models, recipes or templates: what they cost.
pub fn reply_on(context: &Context<'_>, question: &str) -> Option<String> {
    report(context, question).map(|report| report.reply().join("\n"))
}

/// Reports the rows that a search finds; `None` where it finds none.
fn report<'c>(context: &'c Context<'_>, search: &str) -> Option<ModelsReport<'c>> {
    let table = &context.table;
    let rows = Rows::find(table, search);
    if rows.is_empty() {
        return None;
    }
    let notes = rows.models.iter().map(|model| (&model.name, &model.note));
    let notes = notes.chain(rows.templates.iter().map(|template| (&template.name, &template.note)));
    let mut remarks = Remarks::default();
    notes.filter_map(|(name, note)| Note::of_row(name, note)).for_each(|note| remarks.add(note.text));
    let template = |template| ListedTemplate { template, price: template_price(table, template) };
    let mut report = ModelsReport {
        schema: "credits.models/1",
        table: TableInfo::in_force(context),
        models: rows.models.iter().map(|model| model.listed()).collect(),
        recipes: Vec::new(),
        templates: rows.templates.iter().copied().map(template).collect(),
        remarks,
        price_table: table,
        search: search.to_owned(),
    };
    for recipe in rows.recipes {
        let estimate = recipe_estimate(table, recipe);
        report.recipes.push(ListedRecipe { recipe, credits: estimate.as_ref().map(|estimate| estimate.total) });
        if let Some(mut estimate) = estimate {
            estimate.notes.retain(|note| note.is_for_customers);
            report.remarks.merge(Remarks::of(&estimate), &format!("in {},", recipe.name));
        }
    }
    Some(report)
}

fn nothing_found(context: &Context<'_>, search: &str) -> Failure {
    let error = ItemError::UnknownName(search.to_owned());
    let fault = ItemFault { index: 0, item: search.to_owned(), error, fix: None };
    let typed = TypedItem { text: search.to_owned(), place: None };
    let mut failure = help::items(context, &[typed], &[fault], Terms::default());
    let as_of = TableInfo::in_force(context).as_of();
    if let Some(rate) = rate(search) {
        failure.message = format!("nothing costs {} in this price table", credits(rate));
        failure.reply = Some(format!("Nothing costs {}. {as_of}", credits(rate)));
    } else if failure.items.iter().all(|item| item.similar.is_empty()) {
        // What was searched for isn't always a model.
        failure.reply = Some(format!("\"{}\" isn't in our price list. {as_of}", shown(search)));
    }
    failure
}

/// Returns each rate with what it is for: `50`, `a second with audio`.
fn rates_in_words(price: &Price) -> Vec<(Credits, String)> {
    let per = price.unit.per();
    let words = |words: String| if words.starts_with("with") { words } else { format!("({words})") };
    match price.options() {
        [] => vec![(price.highest(), per.to_owned())],
        options => {
            options.iter().map(|option| (option.credits, format!("{per} {}", words(option.in_words())))).collect()
        }
    }
}

/// Makes a table of models, a line for each rate.
fn models_table(title: &str, models: &[&Model]) -> Table {
    let columns = [Column::words(title), Column::numbers("Credits"), Column::words(""), Column::words("").optional()];
    let mut rows = Vec::new();
    for model in models {
        let title = if is_same(model.title(), &model.name) { "" } else { model.title() };
        let mut names = [model.name.clone(), title.to_owned()];
        for (rate, per) in rates_in_words(&model.price) {
            // Only the first line of a model says more than the rate.
            let [name, title] = std::mem::take(&mut names);
            let rate = if rate.is_zero() { "free".to_owned() } else { grouped(rate) };
            rows.push(vec![name, rate, per, title]);
        }
    }
    Table::new(columns, rows)
}

/// Lists the keys of a row that have a value; its note is shown apart, and whether the price is known in line 1.
fn facts(row: &impl Serialize, more: &[(&str, String)]) -> Block {
    let keys = flattened(row).unwrap_or_default().into_iter();
    let keys = keys.filter(|(key, _)| !["name", "note", "price_known"].contains(&key.as_str()));
    let facts = keys.chain(more.iter().map(|(key, value)| ((*key).to_owned(), value.clone())));
    let facts = facts.filter(|(_, value)| !value.is_empty());
    let facts = facts.map(|(key, value)| vec![capitalized(&key.replace('_', " ")), value]);
    Block::Table(Table::new([Column::words(""), Column::words("")], facts.collect()))
}

impl ModelsReport<'_> {
    fn models(&self) -> impl Iterator<Item = &Model> {
        self.models.iter().map(|listed| listed.model)
    }

    /// Returns the names of the templates, and what a request with each costs.
    fn template_prices(&self) -> impl Iterator<Item = [String; 2]> {
        self.templates.iter().map(|listed| [listed.template.name.clone(), listed.price.clone()])
    }

    /// Makes a table for each kind of model, one for recipes and one for templates.
    fn lists(&self) -> Vec<Block> {
        let mut sections: Vec<(String, Vec<&Model>)> = Vec::new();
        for model in self.models() {
            let kind = if model.retired.is_some() { "no longer available" } else { &model.kind };
            let title = capitalized(&kind.replace('-', " "));
            match sections.iter_mut().find(|(section, _)| *section == title) {
                Some((_, models)) => models.push(model),
                None => sections.push((title, vec![model])),
            }
        }
        let mut tables: Vec<Table> = sections.iter().map(|(title, models)| models_table(title, models)).collect();
        let recipe = |ListedRecipe { recipe, credits }: &ListedRecipe<'_>| {
            vec![recipe.name.clone(), credits.map(grouped).unwrap_or_default(), recipe.title().to_owned()]
        };
        let columns = [Column::words("Recipe"), Column::numbers("Credits"), Column::words("").optional()];
        tables.push(Table::new(columns, self.recipes.iter().map(recipe).collect()));
        let columns = [Column::words("API template"), Column::words("Price")];
        tables.push(Table::new(columns, self.template_prices().map(Vec::from).collect()));
        tables.into_iter().filter(|table| !table.rows.is_empty()).map(Block::Table).collect()
    }

    fn headline(&self) -> String {
        let counts = [(self.models.len(), "model"), (self.recipes.len(), "recipe"), (self.templates.len(), "template")];
        let counts = counts.iter().filter(|(count, _)| *count > 0).map(|(count, noun)| counted(count, noun));
        let counts = list(&counts.collect::<Vec<_>>());
        if self.search.is_empty() { counts } else { format!("{counts} found for \"{}\"", shown(&self.search)) }
    }

    /// Returns price and facts of a row that is the only one, but for templates beside it.
    fn single_row(&self) -> Option<(String, Block)> {
        match (self.models.as_slice(), self.recipes.as_slice(), self.templates.as_slice()) {
            ([ListedModel { model, .. }], [], _) => {
                let head = &self.price_table.head;
                let source = model.source.clone().or_else(|| Some(head.source.clone()));
                let full = Model { source, checked: model.checked.or(Some(head.checked)), ..(*model).clone() };
                let options: Vec<String> = model.price.options().iter().map(|rate| rate.suffixes()).collect();
                let typed = help::typeable_name(self.price_table, &model.name);
                let typed = if typed == model.name { String::new() } else { typed };
                let unknown = if model.has_unknown_length() { "not known" } else { "" };
                let more =
                    [("clip seconds", unknown.to_owned()), ("options", options.join(", ")), ("type it as", typed)];
                let retired = if model.retired.is_some() { ", no longer available" } else { "" };
                Some((format!("{}: {}{retired}", model.name, model.price), facts(&full, &more)))
            }
            ([], [ListedRecipe { recipe, credits: cost }], _) => {
                Some((format!("{}: {}", recipe.name, cost.map(credits).unwrap_or_default()), facts(recipe, &[])))
            }
            ([], [], [ListedTemplate { template, .. }]) => {
                let price: Vec<String> = self.template_prices().map(|price| price.join(": ")).collect();
                Some((price.join(""), facts(template, &[])))
            }
            _ => None,
        }
    }
}

/// Describes a price to a customer: `50 credits a second with audio or 35 credits a second without audio`.
pub fn price_in_credits(price: &Price) -> String {
    let rates = rates_in_words(price).into_iter().map(|(rate, per)| format!("{} {per}", credits(rate)));
    choice(&rates.collect::<Vec<_>>())
}

/// Says what a model costs, or cost while it was available.
pub fn price_sentence(model: &Model) -> String {
    let (title, price) = (model.title(), price_in_credits(&model.price) + &in_clips(model));
    match model.retired {
        Some(since) => format!("{title} is no longer available (since {since}). It cost {price}."),
        None => format!("{title} costs {price}."),
    }
}

/// Says which clips a model can make, to follow its price: `, in clips of 4, 6 or 8 s`; nothing where that isn't a choice.
fn in_clips(model: &Model) -> String {
    match model.seconds_offered.as_slice() {
        [] => String::new(),
        offered => format!(", in clips of {}", offered_in_words(offered)),
    }
}

/// Answers a customer who asks for several models: what each costs, the cheapest first.
fn prices(models: &[&Model]) -> String {
    let mut models = models.to_vec();
    models.sort_by_key(|model| model.price.highest());
    if models.len() <= MAX_PRICES {
        let price = |model: &&Model| price_in_credits(&model.price) + &in_clips(model);
        return other_prices(models.iter().map(|model| [model.title().to_owned(), price(model)]));
    }
    // `Credits per image: Flux Schnell (1); Flux Dev and Luma Photon (10); Nano Banana (15).`
    let rate = |(rate, per): (Credits, String)| {
        let option = per.split_once(" with").map(|(_, rest)| format!(" with{rest}")).unwrap_or_default();
        format!("{}{option}", grouped(rate))
    };
    let of_unit = |unit: Unit| {
        let of_unit: Vec<&&Model> = models.iter().filter(|model| model.price.unit == unit).collect();
        let group = |group: &[&&Model]| {
            let [first, ..] = group else { return String::new() };
            let titles: Vec<&str> = group.iter().map(|model| model.title()).collect();
            let rates: Vec<String> = rates_in_words(&first.price).into_iter().map(rate).collect();
            format!("{} ({}{})", list(&titles), rates.join(" or "), in_clips(first))
        };
        let alike = of_unit
            .chunk_by(|model, next| (&model.price, &model.seconds_offered) == (&next.price, &next.seconds_offered));
        let prices: Vec<String> = alike.map(group).collect();
        (!prices.is_empty()).then(|| format!("Credits per {}: {}.", unit.noun(), prices.join("; ")))
    };
    Unit::PRICED.into_iter().filter_map(of_unit).collect::<Vec<_>>().join(" ")
}

/// Answers a customer who asks for recipes or templates: those with the same price in one sentence, the first few named.
pub fn other_prices(rows: impl Iterator<Item = [String; 2]>) -> String {
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for [name, price] in rows {
        match groups.iter_mut().find(|(known, _)| *known == price) {
            Some((_, names)) => names.push(name),
            None => groups.push((price, vec![name])),
        }
    }
    let sentence = |(price, mut names): (String, Vec<String>)| {
        let (are, cost) = if names.len() == 1 { ("is", "costs") } else { ("are", "each cost") };
        if names.len() > MAX_NAMED {
            let rest = names.split_off(MAX_NAMED).len();
            names.push(format!("{rest} more"));
        }
        match (list(&names), price.as_str()) {
            (_, "price not known") => format!("We don't have a price for {}.", choice(&names)),
            (names, "free") => format!("{} {are} free.", capitalized(&names)),
            (names, price) => {
                // `uploads are free; at most 20 scenes` are sentences of their own.
                let mut parts = price.split("; ");
                let price = parts.next().unwrap_or_default();
                let more: String = parts
                    .map(|part| format!(" {}.", capitalized(&part.replacen("at most", "there can be at most", 1))))
                    .collect();
                format!("{} {cost} {price}.{more}", capitalized(&names))
            }
        }
    };
    groups.into_iter().map(sentence).collect::<Vec<_>>().join(" ")
}

impl<'t> Report for ModelsReport<'t> {
    type Row = Option<ListedModel<'t>>;

    fn rows(&self) -> Vec<Option<ListedModel<'t>>> {
        self.models.iter().cloned().map(Some).collect()
    }

    fn sample_row(&self) -> Option<ListedModel<'t>> {
        self.price_table.models.first().map(Model::listed)
    }

    fn view(&self) -> View {
        let (mut headline, mut blocks) = (self.headline(), self.lists());
        if let Some((price, facts)) = self.single_row() {
            headline = price;
            blocks.splice(..1, [facts]);
        }
        View { headline, blocks, footer: self.table.footer(), notes: self.remarks.for_text(&self.table) }
    }

    fn reply(&self) -> Vec<String> {
        let mut models: Vec<&Model> = self.models().filter(|model| model.retired.is_none()).collect();
        if models.is_empty() {
            models = self.models().collect();
        }
        let table = self.price_table;
        let recipes = self.recipes.iter().map(|listed| listed.recipe);
        let recipes = recipes.map(|recipe| [with_article(recipe.title()), recipe_price(table, recipe)]);
        // A template that a recipe with the same price is named after, such as `AI infographic (newspaper)`, is said already.
        let is_said = |[name, price]: &[String; 2]| match table.find(name) {
            Some(Row::Recipe(recipe)) => recipe_price(table, recipe) == *price,
            _ => false,
        };
        let templates = self.template_prices().filter(|row| !is_said(row));
        let others = recipes.chain(templates.map(|[name, price]| [format!("\"{name}\""), price]));
        let mut sentences = match models.as_slice() {
            [] => vec![other_prices(others)],
            [model] => vec![price_sentence(model)],
            models => vec![prices(models)],
        };
        if let ([], [ListedTemplate { template, .. }]) = (models.as_slice(), self.templates.as_slice()) {
            let models = template.models.iter().filter_map(|name| self.price_table.model(name)).map(Model::title);
            let models: Vec<&str> = models.collect();
            sentences.extend((!models.is_empty()).then(|| format!("It can use {}.", choice(&models))));
        }
        if let [model] = models.as_slice() {
            let length = model.clip_seconds.map(|length| length.seconds());
            sentences.extend(length.map(|length| format!("Clips are {} long.", counted(length, "second"))));
            let unknown = UNKNOWN_LENGTH.to_owned();
            sentences.extend(model.has_unknown_length().then_some(unknown));
            sentences.extend(model.note.as_ref().map(|note| sentence(note)));
        }
        reply::ended(sentences, &Remarks::default(), &self.table, None)
    }
}
