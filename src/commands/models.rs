//! `credits models`: the price list, or one row in full.

use serde::Serialize;

use super::Asked;
use super::refusal::with_table;
use super::report::{AssumptionReport, Exact, TableReport, assumptions_in_words, audio_in_words, seconds, table_line};
use crate::credits::Credits;
use crate::estimate::{Estimate, Note, Terms, estimate, notes_in_words};
use crate::failure::{Fact, Failure, Kind, shell_word};
use crate::item::Item;
use crate::name::{fold, hyphenated, shown};
use crate::output::{Answer, Block, Cell, Column, Grid, Json, Verdict};
use crate::price::UnitPrice;
use crate::table::{Element, Model, Named, PaidList, PriceTable, Provenance, Recipe, Template, TemplateCost};
use crate::words::{self, capital, grouped};

#[derive(Serialize)]
struct ModelsReport {
    schema: &'static str,
    table: TableReport,
    models: Vec<ModelReport>,
    recipes: Vec<RecipeReport>,
    templates: Vec<TemplateReport>,
    assumptions: Vec<AssumptionReport>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct ModelReport {
    name: String,
    kind: String,
    unit: &'static str,
    rate: Option<Credits>,
    rate_with_audio: Option<Credits>,
    rate_without_audio: Option<Credits>,
    aliases: Vec<String>,
    clip_seconds: Option<Exact>,
    seconds_offered: Vec<Exact>,
    note: Option<String>,
}

#[derive(Serialize)]
struct RecipeReport {
    name: String,
    title: String,
    items: Vec<String>,
    credits: Credits,
    note: Option<String>,
}

#[derive(Serialize)]
struct TemplateReport {
    id: String,
    name: String,
    price: String,
    evidence: Option<String>,
}

/// The rows that an answer shows.
#[derive(Default)]
struct Rows<'t> {
    templates: Vec<&'t Template>,
    models: Vec<&'t Model>,
    recipes: Vec<&'t Recipe>,
}

pub(super) fn answer(asked: &Asked<'_>, asked_words: &[String]) -> anyhow::Result<Answer> {
    let table = asked.table;
    let asked_words: Vec<&str> = asked_words.iter().map(|word| word.trim()).filter(|word| !word.is_empty()).collect();
    let name = asked_words.join(" ");
    let rows = Rows::named(table, &name).unwrap_or_else(|| Rows::holding(table, &asked_words));
    let of_models = rows.models.iter().filter_map(|model| Note::of_row(&model.name, &model.provenance));
    let of_recipes = rows.recipes.iter().filter_map(|recipe| Note::of_row(&recipe.name, &recipe.provenance));
    let of_templates = rows.templates.iter().filter_map(|template| Note::of_row(&template.name, &template.provenance));
    let notes = notes_in_words(&of_models.chain(of_recipes).chain(of_templates).collect::<Vec<_>>());
    let estimates: Vec<Estimate<'_>> = rows.recipes.iter().filter_map(|recipe| estimate_of(table, recipe)).collect();
    let mut remarks: Vec<String> = estimates.iter().flat_map(audio_in_words).collect();
    remarks.extend(assumptions_in_words(&estimates));
    remarks.extend(notes.iter().cloned());
    let (headline, blocks) = match (rows.models.as_slice(), rows.recipes.as_slice(), rows.templates.as_slice()) {
        ([], [], []) => return Err(unknown(table, &name).into()),
        ([model], [], []) => {
            (format!("{}: {}", model.name, model.price), vec![Block::Grid(model_in_full(table, model))])
        }
        ([], [recipe], []) => (
            format!("{}: {}", recipe.name, words::credits(recipe.credits)),
            vec![Block::Grid(recipe_in_full(table, recipe))],
        ),
        ([], [], [template]) => (
            format!("{}: {}", template.name, price_in_words(table, template)),
            vec![Block::Grid(template_in_full(table, template))],
        ),
        _ => (headline(&rows, &name), lists(table, &rows)),
    };
    let report = ModelsReport {
        schema: "credits.models/1",
        table: TableReport::of(table),
        models: rows.models.iter().map(|model| ModelReport::of(model)).collect(),
        recipes: rows.recipes.iter().map(|recipe| RecipeReport::of(recipe)).collect(),
        templates: rows.templates.iter().map(|template| TemplateReport::of(table, template)).collect(),
        assumptions: estimates.iter().flat_map(AssumptionReport::all).collect(),
        notes: notes.clone(),
    };
    let data = Block::Data(data(&report, &rows.templates));
    Ok(Answer {
        headline,
        blocks: blocks.into_iter().chain([data]).collect(),
        table: table_line(table),
        reply: None,
        json: Json::of(report),
        notes: remarks,
        notes_on_lines: Vec::new(),
        notes_on_rows: Vec::new(),
        number: None,
        verdict: Verdict::Yes,
    })
}

/// What a recipe is taken to be where it leaves something unsaid.
fn estimate_of<'t>(table: &'t PriceTable, recipe: &'t Recipe) -> Option<Estimate<'t>> {
    estimate(table, [Item::parse(&recipe.name, table)], Terms::default(), 1).ok()
}

impl<'t> Rows<'t> {
    /// The row of this name, `@` before it where a recipe is meant, or the template of this name or id.
    fn named(table: &'t PriceTable, name: &str) -> Option<Rows<'t>> {
        let recipe = name.strip_prefix('@');
        match table.find(recipe.unwrap_or(name)) {
            Some(Named::Model(model)) if recipe.is_none() => Some(Rows { models: vec![model], ..Rows::default() }),
            Some(Named::Recipe(recipe)) => Some(Rows { recipes: vec![recipe], ..Rows::default() }),
            _ => {
                let called = |own: &str| fold(own) == fold(name);
                let mut templates = table.templates.iter();
                let template = templates.find(|template| called(&template.name) || called(&template.id))?;
                Some(Rows { templates: vec![template], ..Rows::default() })
            }
        }
    }

    /// The rows of which names, kind or title hold every word; all where there is none.
    fn holding(table: &'t PriceTable, words: &[&str]) -> Rows<'t> {
        let words: Vec<String> = words.iter().map(|word| fold(word)).collect();
        let hold = |texts: Vec<&str>| words.iter().all(|word| texts.iter().any(|text| fold(text).contains(word)));
        Rows {
            models: table
                .models
                .iter()
                .filter(|model| hold(model.names().chain([model.kind.as_str()]).collect()))
                .collect(),
            recipes: table.recipes.iter().filter(|recipe| hold(vec![&recipe.name, &recipe.title])).collect(),
            templates: table.templates.iter().filter(|template| hold(vec![&template.name, &template.id])).collect(),
        }
    }
}

impl ModelReport {
    fn of(model: &Model) -> ModelReport {
        let (rate, with, without) = match model.price {
            UnitPrice::PerImage(rate) | UnitPrice::PerClip(rate) => (Some(rate), None, None),
            UnitPrice::PerSecond { audio, no_audio } => (None, Some(audio), Some(no_audio)),
        };
        ModelReport {
            name: model.name.clone(),
            kind: model.kind.clone(),
            unit: model.price.unit().word(),
            rate,
            rate_with_audio: with,
            rate_without_audio: without,
            aliases: model.aliases.clone(),
            clip_seconds: model.clip_length.map(seconds),
            seconds_offered: model.lengths_offered.iter().copied().map(seconds).collect(),
            note: model.provenance.note.clone(),
        }
    }
}

impl RecipeReport {
    fn of(recipe: &Recipe) -> RecipeReport {
        RecipeReport {
            name: recipe.name.clone(),
            title: recipe.title.clone(),
            items: recipe.items.clone(),
            credits: recipe.credits,
            note: recipe.provenance.note.clone(),
        }
    }
}

impl TemplateReport {
    fn of(table: &PriceTable, template: &Template) -> TemplateReport {
        TemplateReport {
            id: template.id.clone(),
            name: template.name.clone(),
            price: price_in_words(table, template),
            evidence: template.provenance.evidence.clone(),
        }
    }
}

/// What a request by a template costs: `50`, `400 for each of scenes`, `an image for each of slides, 15 at nano-banana`.
fn price_in_words(table: &PriceTable, template: &Template) -> String {
    match &template.cost {
        TemplateCost::Fixed(credits) if credits.is_zero() => "free".to_owned(),
        TemplateCost::Fixed(credits) => words::credits(*credits),
        TemplateCost::Each(PaidList { key, element: Element::Credits(credits), .. }) => {
            format!("{} for each of {key}", grouped(*credits))
        }
        TemplateCost::Each(PaidList { key, element: Element::Image(image), .. }) => {
            let default = image.default_model.as_deref().and_then(|name| table.model(name));
            let rate = default
                .map_or_else(String::new, |model| format!(", {} at {}", grouped(model.price.rate(None).0), model.name));
            let clip = image.animation.as_ref().and_then(|(_, name)| table.model(name));
            let animated =
                clip.map_or_else(String::new, |clip| format!(", {} more animated", grouped(clip.price.rate(None).0)));
            format!("an image for each of {key}{rate}{animated}")
        }
    }
}

fn headline(rows: &Rows<'_>, asked: &str) -> String {
    let counts = [(rows.models.len(), "model"), (rows.recipes.len(), "recipe"), (rows.templates.len(), "template")];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let counts: Vec<String> =
        counts.map(|(count, noun)| words::counted(u128::try_from(count).unwrap_or(u128::MAX), noun)).collect();
    let about = if asked.is_empty() { String::new() } else { format!(" with {}", shown(asked)) };
    format!("{}{about}", words::list(&counts))
}

/// A list for each kind of model, one of the recipes, and one of the API's templates.
fn lists(table: &PriceTable, rows: &Rows<'_>) -> Vec<Block> {
    let Rows { models, recipes, templates } = rows;
    let mut kinds: Vec<&str> = Vec::new();
    for model in models {
        if !kinds.contains(&model.kind.as_str()) {
            kinds.push(&model.kind);
        }
    }
    let width = models.iter().map(|model| model.name.len()).max().unwrap_or_default();
    let mut blocks: Vec<Block> = Vec::new();
    for kind in kinds {
        let rows = models.iter().filter(|model| model.kind == kind).map(|model| {
            let (rate, unit) = match model.price {
                UnitPrice::PerImage(rate) => (rate, "an image".to_owned()),
                UnitPrice::PerClip(rate) => (rate, "a clip".to_owned()),
                UnitPrice::PerSecond { audio, no_audio } => {
                    (audio, format!("a second, {} without audio", grouped(no_audio)))
                }
            };
            let free = model.price.rate(None).0.is_zero();
            let price = if free { [Cell::text("free"), Cell::none()] } else { [Cell::credits(rate), Cell::text(unit)] };
            let name = Cell::text(format!("{:width$}", model.name));
            [name].into_iter().chain(price).collect()
        });
        let columns = vec![
            Column::text("name", capital(&kind.replace('-', " "))),
            Column::number("credits", "Credits"),
            Column::text("unit", ""),
        ];
        blocks.push(Block::Grid(Grid { columns, rows: rows.collect(), totals: Vec::new(), bars: Vec::new() }));
    }
    if !recipes.is_empty() {
        let rows = recipes.iter().map(|recipe| {
            vec![Cell::text(recipe.name.as_str()), Cell::credits(recipe.credits), Cell::text(recipe.title.as_str())]
        });
        let columns =
            vec![Column::text("name", "Recipe"), Column::number("credits", "Credits"), Column::text("title", "")];
        blocks.push(Block::Grid(Grid { columns, rows: rows.collect(), totals: Vec::new(), bars: Vec::new() }));
    }
    if !templates.is_empty() {
        let price = |template: &&Template| Cell::text(price_in_words(table, template));
        blocks.push(Block::Grid(Grid {
            columns: vec![Column::text("name", "API template"), Column::text("price", "Credits")],
            rows: templates.iter().map(|template| vec![Cell::text(template.name.as_str()), price(template)]).collect(),
            totals: Vec::new(),
            bars: Vec::new(),
        }));
    }
    blocks
}

fn model_in_full(table: &PriceTable, model: &Model) -> Grid {
    let length = |length: crate::quantity::Length| length.seconds().to_string();
    let offered: Vec<String> = model.lengths_offered.iter().copied().map(length).collect();
    let (identifier, others) =
        model.aliases.split_first().map_or(("", Vec::new()), |(first, others)| (first.as_str(), others.to_vec()));
    let mut facts = vec![
        ("Kind", model.kind.clone()),
        ("Price", model.price.to_string()),
        ("Clip length", model.clip_length.map(|length| length.to_string()).unwrap_or_default()),
        ("Lengths offered", if offered.is_empty() { String::new() } else { format!("{} s", words::list(&offered)) }),
        ("Identifier", identifier.to_owned()),
        ("Other names", others.join(", ")),
        ("Type it as", shell_word(&hyphenated(&model.name)).unwrap_or_default()),
    ];
    facts.extend(provenance(table, &model.provenance));
    in_full(facts)
}

fn recipe_in_full(table: &PriceTable, recipe: &Recipe) -> Grid {
    let mut facts = vec![
        ("Title", recipe.title.clone()),
        ("Items", recipe.items.join("; ")),
        ("Cost", words::credits(recipe.credits)),
    ];
    facts.extend(provenance(table, &recipe.provenance));
    in_full(facts)
}

fn template_in_full(table: &PriceTable, template: &Template) -> Grid {
    let mut facts = vec![("Id", template.id.clone()), ("Cost", price_in_words(table, template))];
    if let TemplateCost::Each(PaidList { key, min, max, element }) = &template.cost {
        let most = max.map_or_else(|| " or more".to_owned(), |max| format!(" to {max}"));
        facts.push(("List", format!("{key}, {min}{most}")));
        if let Element::Image(image) = element {
            let of = |key: &Option<String>, words: &str| {
                key.as_ref().map_or_else(String::new, |key| format!("{words}{key}"))
            };
            let animated = image.animation.as_ref().map(|(key, model)| format!("by {model}, where {key} is true"));
            facts.extend([
                ("Free", of(&image.medium, "a URL as ")),
                ("Model named by", of(&image.model_key, "")),
                ("Models taken", words::list(&image.models)),
                ("Default model", of(&image.default_model, "")),
                ("Animated", animated.unwrap_or_default()),
            ]);
        }
    }
    // The price page has no templates: what isn't said here has no source.
    let own = &template.provenance;
    facts.extend([
        ("Note", own.note.clone().unwrap_or_default()),
        ("Evidence", own.evidence.clone().unwrap_or_default()),
        ("Source", own.source.clone().unwrap_or_default()),
        ("Checked", own.checked.map(|date| date.to_string()).unwrap_or_default()),
    ]);
    in_full(facts)
}

fn provenance(table: &PriceTable, own: &Provenance) -> [(&'static str, String); 4] {
    [
        ("Note", own.note.clone().unwrap_or_default()),
        ("Evidence", own.evidence.clone().unwrap_or_default()),
        ("Source", own.source.clone().unwrap_or_else(|| table.source.clone())),
        ("Checked", own.checked.unwrap_or(table.checked).to_string()),
    ]
}

fn in_full(facts: Vec<(&'static str, String)>) -> Grid {
    let known = facts.into_iter().filter(|(_, fact)| !fact.is_empty());
    Grid {
        columns: vec![Column::text("fact", ""), Column::text("value", "")],
        rows: known.map(|(fact, value)| vec![Cell::text(fact), Cell::text(value)]).collect(),
        totals: Vec::new(),
        bars: Vec::new(),
    }
}

/// The rows for programs: models, then recipes and templates, which have no unit; a template has a rate where it costs as
/// much whatever is in it.
fn data(report: &ModelsReport, templates: &[&Template]) -> Grid {
    let columns = [
        "name",
        "kind",
        "unit",
        "rate",
        "rate_with_audio",
        "rate_without_audio",
        "clip_seconds",
        "seconds_offered",
        "aliases",
        "title",
        "note",
    ];
    let number = |number: Option<Credits>| Cell::text(number.map(|number| number.to_string()).unwrap_or_default());
    let models = report.models.iter().map(|model| {
        let offered: Vec<String> = model.seconds_offered.iter().map(|seconds| seconds.0.to_string()).collect();
        vec![
            Cell::text(model.name.as_str()),
            Cell::text(model.kind.as_str()),
            Cell::text(model.unit),
            number(model.rate),
            number(model.rate_with_audio),
            number(model.rate_without_audio),
            Cell::text(model.clip_seconds.map(|seconds| seconds.0.to_string()).unwrap_or_default()),
            Cell::text(offered.join(" ")),
            Cell::text(model.aliases.join("; ")),
            Cell::none(),
            Cell::text(model.note.clone().unwrap_or_default()),
        ]
    });
    let recipes = report.recipes.iter().map(|recipe| {
        let note = recipe.note.clone().unwrap_or_default();
        let mut row = vec![
            Cell::text(recipe.name.as_str()),
            Cell::text("recipe"),
            Cell::text("recipe"),
            number(Some(recipe.credits)),
        ];
        row.extend(["", "", "", "", "", recipe.title.as_str(), note.as_str()].map(Cell::text));
        row
    });
    let templates = templates.iter().map(|template| {
        let fixed = match template.cost {
            TemplateCost::Fixed(credits) => Some(credits),
            TemplateCost::Each(_) => None,
        };
        let mut row =
            vec![Cell::text(template.name.as_str()), Cell::text("template"), Cell::text("template"), number(fixed)];
        let note = template.provenance.note.as_deref().unwrap_or_default();
        row.extend(["", "", "", "", template.id.as_str(), "", note].map(Cell::text));
        row
    });
    Grid {
        columns: columns.into_iter().map(|key| Column::text(key, "").for_programs()).collect(),
        rows: models.chain(recipes).chain(templates).collect(),
        totals: Vec::new(),
        bars: Vec::new(),
    }
}

fn unknown(table: &PriceTable, asked: &str) -> Failure {
    let list = |words: &str| with_table(table, format!("credits models{words}"));
    let name = shown(asked);
    let suggestions = table.suggest(asked);
    let message = format!("no model called `{name}`, and none that holds these words");
    let help = suggestions
        .first()
        .and_then(|first| shell_word(&hyphenated(&first.best)))
        .map_or_else(|| list(""), |name| list(&format!(" {name}")));
    let fact = Fact {
        item: name,
        code: "unknown_name",
        place: None,
        message: message.clone(),
        suggestions: suggestions.iter().flat_map(|suggestion| suggestion.names.clone()).collect(),
        predicate: message.clone(),
        lines: suggestions.into_iter().map(|suggestion| (suggestion.names.join(", "), suggestion.price)).collect(),
    };
    Failure { facts: vec![fact], ..Failure::new(Kind::NoAnswer("unknown_name"), message).with_help(help) }
}
