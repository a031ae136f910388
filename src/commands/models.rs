//! `credits models`: the price list, or one row in full.

use anyhow::Context as _;
use serde::Serialize;

use super::context::Context;
use super::report::{AssumptionInfo, Production, TableInfo, sentence};
use super::{help, reply};
use crate::error::{Failure, FaultyItem, Kind};
use crate::fields::flattened;
use crate::format::{capitalized, choice, counted, credits, grouped, list, shell_word, shown};
use crate::output::view::{Block, Column, Table, View};
use crate::output::{self, Report};
use crate::pricing::estimate::Note;
use crate::pricing::item::{FaultCode, ItemError, ItemFault};
use crate::pricing::search::{Rows, rate, recipe_estimate};
use crate::table::PriceTable;
use crate::table::schema::{ListedModel, Model, Recipe, Template, TemplateCost};
use crate::values::credits::Credits;
use crate::values::name::fold;
use crate::values::price::{Price, Rates, Unit};
use crate::values::quantity::Length;

/// The most rows that a reply names one by one.
const MAX_NAMED: usize = 6;

/// The answer of `models`.
#[derive(Serialize)]
struct ModelsReport<'t> {
    schema: &'static str,
    table: TableInfo,
    models: Vec<ListedModel<'t>>,
    recipes: Vec<ListedRecipe<'t>>,
    templates: Vec<ListedTemplate<'t>>,
    assumptions: Vec<AssumptionInfo>,
    notes: Vec<String>,
    #[serde(skip)]
    rows: Rows<'t>,
    #[serde(skip)]
    price_table: &'t PriceTable,
    /// What had to be assumed for recipes, in words.
    #[serde(skip)]
    assumption_notes: Vec<String>,
    /// What was searched for; empty for the whole list.
    #[serde(skip)]
    search: String,
    /// Any model, for the columns of CSV.
    #[serde(skip)]
    sample: &'t Model,
}

#[derive(Serialize)]
struct ListedRecipe<'t> {
    #[serde(flatten)]
    recipe: &'t Recipe,
    credits: Option<Credits>,
}

#[derive(Serialize)]
struct ListedTemplate<'t> {
    id: &'t str,
    name: &'t str,
    price: String,
    price_known: bool,
    evidence: Option<&'t str>,
    note: Option<&'t str>,
}

/// Answers `models`.
///
/// # Errors
/// Where no row is found, or the answer can't be written.
pub fn run(context: &Context<'_>, words: &[String]) -> anyhow::Result<u8> {
    output::write(&report(context, words)?, context.global)
}

fn report<'t>(context: &'t Context<'_>, words: &[String]) -> anyhow::Result<ModelsReport<'t>> {
    let table = &context.table;
    let search = words.join(" ").trim().to_owned();
    let rows = Rows::find(table, &search);
    if rows.is_empty() {
        return Err(nothing_found(context, &search).into());
    }
    let mut report = ModelsReport {
        schema: "credits.models/1",
        table: TableInfo::in_force(context),
        models: rows.models.iter().map(|model| model.listed()).collect(),
        recipes: Vec::new(),
        templates: rows.templates.iter().map(|template| ListedTemplate::of(table, template)).collect(),
        assumptions: Vec::new(),
        notes: Vec::new(),
        price_table: table,
        assumption_notes: Vec::new(),
        search,
        sample: table.models.first().context("the price table has no models")?,
        rows,
    };
    let note = |name, note: &'t Option<String>| {
        Some(Note::Row { name, note: note.as_deref()?, is_for_customers: true }.to_string())
    };
    report.notes.extend(report.rows.models.iter().filter_map(|model| note(&model.name, &model.note)));
    for recipe in &report.rows.recipes {
        let estimate = recipe_estimate(table, recipe);
        report.recipes.push(ListedRecipe { recipe, credits: estimate.as_ref().map(|estimate| estimate.total) });
        if let Some(production) = estimate.as_ref().map(Production::of) {
            let assumed = production.assumption_notes.iter().map(|note| format!("{}: {note}", recipe.name));
            report.assumption_notes.extend(assumed);
            report
                .notes
                .extend(production.notes.into_iter().filter(|note| !report.notes.contains(note)).collect::<Vec<_>>());
            report.assumptions.extend(production.assumptions);
        }
    }
    report.notes.extend(report.rows.templates.iter().filter_map(|template| note(&template.name, &template.note)));
    Ok(report)
}

fn nothing_found(context: &Context<'_>, search: &str) -> Failure {
    let table = &context.table;
    if let Some(rate) = rate(search) {
        let message = format!("nothing costs {} in this price table", credits(rate));
        let item = FaultyItem::new(shown(search), FaultCode::UnknownName.as_str(), message);
        let failure = Failure::items(Kind::Item(FaultCode::UnknownName), vec![item], |_| String::new());
        let reply = format!("None of our models costs {}. {}", credits(rate), TableInfo::of(table).as_of());
        return Failure { reply: Some(reply), ..failure }.with_help(context.help_with_table("credits models"));
    }
    let suggestions = context.vocabulary().similar(search, None);
    let error = ItemError::UnknownName(search.to_owned());
    let item =
        help::faulty_item(table, &ItemFault { index: 0, item: search.to_owned(), error, fix: None }, &suggestions);
    let words = Some(suggestions.words.join(" ")).filter(|words| help::is_plain_search(table, words));
    let first = suggestions.certain.as_ref().or_else(|| suggestions.lines.first()?.names.first());
    let first = || shell_word(&help::typeable_name(table, first?));
    let command =
        words.or_else(first).map_or_else(|| "credits models".to_owned(), |words| format!("credits models {words}"));
    let reply = help::unknown_model_reply(table, std::slice::from_ref(&item));
    let failure = Failure::items(Kind::Item(FaultCode::UnknownName), vec![item], |_| String::new());
    Failure { reply, ..failure }.with_help(context.help_with_table(&command))
}

impl<'t> ListedTemplate<'t> {
    fn of(table: &PriceTable, template: &'t Template) -> ListedTemplate<'t> {
        ListedTemplate {
            id: &template.id,
            name: &template.name,
            price: template_price(table, template, |credits| credits.to_string()),
            price_known: template.price_known,
            evidence: template.evidence.as_deref(),
            note: template.note.as_deref(),
        }
    }
}

/// Describes what a request with a template costs: `50 credits`, `400 credits for each of the scenes`.
fn template_price(table: &PriceTable, template: &Template, show: fn(Credits) -> String) -> String {
    let credits = |cost: Credits| if cost == Credits::ONE { credits(cost) } else { format!("{} credits", show(cost)) };
    let model = |name: &Option<String>| table.model(name.as_ref()?);
    match template.cost() {
        TemplateCost::Unknown => "price not known".to_owned(),
        TemplateCost::Fixed(cost) if cost.is_zero() => "free".to_owned(),
        TemplateCost::Fixed(cost) => credits(cost),
        TemplateCost::CreditsEach(key, cost) => format!("{} for each of the {key}", credits(cost)),
        TemplateCost::ImageEach(key) => {
            let image = match model(&template.default_model) {
                Some(model) => {
                    format!("{} for each of the {key} with {}", credits(model.price.highest()), model.title())
                }
                None => format!("the price of an image for each of the {key}"),
            };
            match model(&template.animate_model) {
                Some(model) => format!("{image}, {} more if animated", show(model.price.highest())),
                None => image,
            }
        }
    }
}

/// Returns each rate with what it is for: `50`, `a second with audio`.
fn rates_in_words(price: &Price) -> Vec<(Credits, String)> {
    let per = price.unit.per();
    let words = |words: String| if words.starts_with("with") { words } else { format!("({words})") };
    match &price.rates {
        Rates::One(rate) => vec![(*rate, per.to_owned())],
        Rates::Options(options) => {
            options.iter().map(|option| (option.credits, format!("{per} {}", words(option.in_words())))).collect()
        }
    }
}

fn retired_in_words(model: &Model) -> String {
    model.retired.map_or_else(String::new, |day| format!("no longer available (since {day})"))
}

/// Makes a table of models, a line for each rate. Without a title it has no header.
fn models_table(title: &str, models: &[&Model]) -> Table {
    let columns = [
        Column::words(title),
        Column::numbers(if title.is_empty() { "" } else { "Credits" }),
        Column::words(""),
        Column::words("").optional(),
        Column::words(""),
    ];
    let mut rows = Vec::new();
    for model in models {
        let title = if fold(model.title()) == fold(&model.name) { "" } else { model.title() };
        let mut texts = [model.name.clone(), title.to_owned(), retired_in_words(model)];
        for (rate, per) in rates_in_words(&model.price) {
            // Only the first line of a model says more than the rate.
            let [name, title, retired] = std::mem::take(&mut texts);
            let rate = if rate.is_zero() { "free".to_owned() } else { grouped(rate) };
            rows.push(vec![name, rate, per, title, retired]);
        }
    }
    Table::new(columns, rows)
}

impl ModelsReport<'_> {
    /// Makes a table for each kind of model, one for recipes and one for templates.
    fn lists(&self) -> Vec<Block> {
        let mut kinds: Vec<&str> = Vec::new();
        for model in &self.rows.models {
            if !kinds.contains(&model.kind.as_str()) {
                kinds.push(&model.kind);
            }
        }
        let mut tables = Vec::new();
        for kind in kinds {
            let of_kind = self.rows.models.iter().copied().filter(|model| model.kind == kind);
            let (retired, current): (Vec<&Model>, Vec<&Model>) = of_kind.partition(|model| model.retired.is_some());
            let title = capitalized(&kind.replace('-', " "));
            if current.is_empty() {
                tables.push(models_table(&title, &retired));
            } else {
                // Retired models say more, and are by themselves so that the table fits a terminal.
                tables.extend([models_table(&title, &current), models_table("", &retired)]);
            }
        }
        let recipe = |listed: &ListedRecipe<'_>| {
            let cost = listed.credits.map(grouped).unwrap_or_default();
            vec![listed.recipe.name.clone(), cost, listed.recipe.title().to_owned()]
        };
        let columns = [Column::words("Recipe"), Column::numbers("Credits"), Column::words("")];
        tables.push(Table::new(columns, self.recipes.iter().map(recipe).collect()));
        let template = |template: &&Template| vec![template.name.clone(), self.template_price(template)];
        let columns = [Column::words("API template"), Column::words("Price")];
        tables.push(Table::new(columns, self.rows.templates.iter().map(template).collect()));
        tables.into_iter().filter(|table| !table.rows.is_empty()).map(Block::Table).collect()
    }

    fn template_price(&self, template: &Template) -> String {
        template_price(self.price_table, template, grouped)
    }

    fn model_facts(&self, model: &Model) -> Table {
        let options: Vec<String> = model.price.options().iter().map(|rate| rate.suffixes()).collect();
        let (identifier, others) =
            model.aliases.split_first().map_or(("", Vec::new()), |(first, rest)| (first, rest.to_vec()));
        let head = &self.price_table.head;
        Table::facts([
            ("Title", model.title.clone().unwrap_or_default()),
            ("Kind", model.kind.clone()),
            ("Price", model.price.to_string()),
            ("Options", options.join(", ")),
            ("Clip length", model.clip_seconds.map(|length| format!("{} s", length.seconds())).unwrap_or_default()),
            ("Lengths", lengths_in_words(&model.seconds_offered, "s")),
            ("Availability", retired_in_words(model)),
            ("Identifier", identifier.to_owned()),
            ("Other names", others.join(", ")),
            ("Type it as", help::typeable_name(self.price_table, &model.name)),
            ("Note", model.note.clone().unwrap_or_default()),
            ("Evidence", model.evidence.clone().unwrap_or_default()),
            ("Source", model.source.as_ref().unwrap_or(&head.source).clone()),
            ("Checked", model.checked.unwrap_or(head.checked).to_string()),
        ])
    }

    fn headline(&self) -> String {
        let Rows { models, recipes, templates } = &self.rows;
        let counts = [(models.len(), "model"), (recipes.len(), "recipe"), (templates.len(), "template")];
        let counts = counts.iter().filter(|(count, _)| *count > 0).map(|(count, noun)| counted(count, noun));
        let counts = list(&counts.collect::<Vec<_>>());
        match rate(&self.search) {
            _ if self.search.is_empty() => counts,
            Some(rate) => format!("{counts} at {}", credits(rate)),
            None => format!("{counts} found for \"{}\"", shown(&self.search)),
        }
    }
}

/// Lists the keys of a recipe or template that have a value.
fn row_facts(row: &impl Serialize) -> Table {
    let facts =
        flattened(row).unwrap_or_default().into_iter().filter(|(key, value)| key != "name" && !value.is_empty());
    let facts = facts.map(|(key, value)| vec![capitalized(&key.replace('_', " ")), value]);
    Table::new([Column::words(""), Column::words("")], facts.collect())
}

/// Lists lengths with their unit: `4, 6 or 8 s`.
fn lengths_in_words(lengths: &[Length], unit: &str) -> String {
    let lengths: Vec<String> = lengths.iter().map(|length| length.seconds().to_string()).collect();
    if lengths.is_empty() { String::new() } else { format!("{} {unit}", choice(&lengths)) }
}

/// Describes a price to a customer: `50 credits a second with audio or 35 credits a second without audio`.
fn price_in_credits(price: &Price) -> String {
    let rates = rates_in_words(price).into_iter().map(|(rate, per)| format!("{} {per}", credits(rate)));
    if price.highest().is_zero() { "no credits".to_owned() } else { choice(&rates.collect::<Vec<_>>()) }
}

/// Answers a customer who asks for one model.
fn model_sentences(model: &Model) -> Vec<String> {
    let mut sentences = vec![format!("{} costs {}.", model.title(), price_in_credits(&model.price))];
    let length = model.clip_seconds.map(|length| format!("One clip is {} long.", counted(length.seconds(), "second")));
    let lengths = lengths_in_words(&model.seconds_offered, "seconds");
    sentences.extend(length.or_else(|| (!lengths.is_empty()).then(|| format!("Clips can be {lengths} long."))));
    sentences.extend(model.retired.map(|_| format!("This model is {}.", retired_in_words(model))));
    sentences.extend(model.note.as_ref().map(|note| sentence(note)));
    sentences
}

/// Answers a customer who asks for a few models: those with the same price together.
fn few_models(models: &[&Model]) -> String {
    let mut sentences: Vec<String> = Vec::new();
    for model in models {
        let titles: Vec<&str> =
            models.iter().filter(|other| other.price == model.price).map(|model| model.title()).collect();
        let costs = if titles.len() == 1 { "costs" } else { "cost" };
        let sentence = format!("{} {costs} {}.", list(&titles), price_in_credits(&model.price));
        if !sentences.contains(&sentence) {
            sentences.push(sentence);
        }
    }
    sentences.join(" ")
}

/// Answers a customer who asks for many models: from what to what those with one unit cost.
fn many_models(models: &[&Model], unit: Unit) -> Option<String> {
    let models: Vec<&&Model> = models.iter().filter(|model| model.price.unit == unit).collect();
    let mut rates: Vec<(Credits, &str)> = Vec::new();
    for model in &models {
        rates.extend(rates_in_words(&model.price).into_iter().map(|(rate, _)| (rate, model.title())));
    }
    let (lowest, highest) = (rates.iter().map(|(rate, _)| *rate).min()?, rates.iter().map(|(rate, _)| *rate).max()?);
    // A rate of a single model says which that is.
    let named =
        |rate: Credits| match rates.iter().filter(|(of_model, _)| *of_model == rate).collect::<Vec<_>>().as_slice() {
            [(_, title)] => format!(" ({title})"),
            _ => String::new(),
        };
    let range = if lowest == highest {
        credits(highest)
    } else {
        format!("from {}{} to {}{}", grouped(lowest), named(lowest), credits(highest), named(highest))
    };
    let cost = if models.len() == 1 { "costs" } else { "cost" };
    Some(format!("{} {cost} {range} {}.", counted(models.len(), "model"), unit.per()))
}

impl<'t> Report for ModelsReport<'t> {
    type Row = ListedModel<'t>;

    fn rows(&self) -> Vec<ListedModel<'t>> {
        self.rows.models.iter().map(|model| model.listed()).collect()
    }

    fn sample_row(&self) -> ListedModel<'t> {
        self.sample.listed()
    }

    fn view(&self) -> View {
        let Rows { models, recipes, templates } = &self.rows;
        let mut notes = self.assumption_notes.clone();
        let (headline, blocks) = match (models.as_slice(), recipes.as_slice(), templates.as_slice()) {
            ([model], [], []) => {
                let retired = model.retired.map_or_else(String::new, |_| format!(", {}", retired_in_words(model)));
                (format!("{}: {}{retired}", model.name, model.price), vec![Block::Table(self.model_facts(model))])
            }
            ([], [recipe], []) => {
                let cost = self.recipes.first().and_then(|listed| listed.credits).map(credits).unwrap_or_default();
                (format!("{}: {cost}", recipe.name), vec![Block::Table(row_facts(recipe))])
            }
            ([], [], [template]) => (
                format!("{}: {}", template.name, self.template_price(template)),
                vec![Block::Table(row_facts(template))],
            ),
            _ => {
                notes.extend(self.notes.iter().cloned());
                (self.headline(), self.lists())
            }
        };
        notes.extend(self.table.note.clone());
        View { headline, blocks, footer: self.table.footer(), notes }
    }

    fn reply(&self) -> Vec<String> {
        let current: Vec<&Model> = self.rows.models.iter().copied().filter(|model| model.retired.is_none()).collect();
        let models = if current.is_empty() { &self.rows.models } else { &current };
        let sentences = match models.as_slice() {
            [] => {
                let recipes = self.recipes.iter().filter_map(|listed| {
                    Some(format!("{} costs {}.", capitalized(listed.recipe.title()), credits(listed.credits?)))
                });
                let templates = self.rows.templates.iter().map(|template| {
                    let price = self.template_price(template);
                    let known = template.price_known.then(|| format!("{}: {price}.", template.name));
                    known.unwrap_or_else(|| format!("We don't have a price for {}.", template.name))
                });
                vec![recipes.chain(templates).take(MAX_NAMED).collect::<Vec<_>>().join(" ")]
            }
            [model] => model_sentences(model),
            models if models.len() <= MAX_NAMED => vec![few_models(models)],
            models => {
                [Unit::Image, Unit::Clip, Unit::Second].iter().filter_map(|unit| many_models(models, *unit)).collect()
            }
        };
        reply::ended(sentences, &[], &[], &self.table)
    }
}
