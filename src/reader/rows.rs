//! The rows of a price table, and what must hold across them.

use std::collections::HashMap;
use std::sync::OnceLock;

use time::Date;

use super::faults::Faults;
use super::section::{At, Section};
use crate::credits::Credits;
use crate::estimate::{Terms, estimate};
use crate::item::{CREDITS, FaultCode, Item, ItemError};
use crate::limits::{MAX_CLIP_MILLISECONDS, MAX_MILLISECONDS, MAX_NAME_BYTES};
use crate::name::{code_point, fold, shown};
use crate::price::{Unit, UnitPrice};
use crate::request::uuids;
use crate::table::{
    Element, ImageElement, Model, Pacing, PaidList, Plan, PriceTable, Recipe, Row, Rule, Template, TemplateCost, TopUp,
};

/// The characters that the grammar of items needs for itself.
const RESERVED: [char; 5] = ['=', ':', '@', ';', '#'];

/// Reads the whole file; `None` where something that a table can't be without is missing.
pub(super) fn table(file: &mut Section<'_, '_>, origin: &str, faults: &mut Faults<'_>) -> Option<PriceTable> {
    file.only(&["table", "model", "plan", "top_up", "pacing", "recipe", "rule", "template"], false, faults);
    let head = file.table("table", "[table]", "a table", faults).and_then(|mut section| head(&mut section, faults));
    if !file.has("table") && !file.misspells(&["table"]) {
        file.missing("[table] with name, source and checked", faults);
    }
    let mut names = Names::default();
    let mut models = Vec::new();
    let faults_before = faults.count();
    let sections = file.rows("model", "[[model]]", faults);
    if sections.is_empty() && !file.is_broken() && !file.misspells(&["model"]) && faults.count() == faults_before {
        faults.error(0, format!("no models in {}", shown(origin)));
    }
    for mut section in sections {
        models.extend(model(&mut section, &mut names, faults));
    }
    let mut plan_names = Names::default();
    let mut plans = Vec::new();
    for mut section in file.rows("plan", "[[plan]]", faults) {
        plans.extend(plan(&mut section, &mut plan_names, faults));
    }
    let top_up =
        file.table("top_up", "[top_up]", "a table", faults).and_then(|mut section| top_up(&mut section, faults));
    let pacing =
        file.table("pacing", "[pacing]", "a table", faults).and_then(|mut section| pacing(&mut section, faults));
    let mut rules = Vec::new();
    for mut section in file.rows("rule", "[[rule]]", faults) {
        rules.extend(rule(&mut section, faults));
    }
    let (name, source, checked) = head.unwrap_or_else(|| (String::new(), String::new(), Date::MIN));
    let mut table = PriceTable {
        name,
        source,
        checked,
        origin: origin.to_owned(),
        names: names.rows_of_models(&models),
        vocabulary: OnceLock::new(),
        models,
        plans,
        top_up,
        pacing,
        recipes: Vec::new(),
        rules,
        templates: Vec::new(),
    };
    let mut template_names = Names::default();
    let mut templates = Vec::new();
    for mut section in file.rows("template", "[[template]]", faults) {
        templates.extend(template(&mut section, &table, &names, &mut template_names, faults));
    }
    table.templates = templates;
    let mut recipes = Vec::new();
    let sections = file.rows("recipe", "[[recipe]]", faults);
    let recipe_names: Vec<String> = sections.iter().filter_map(|section| section.peek("name")).map(fold).collect();
    for mut section in sections {
        recipes.extend(recipe(&mut section, &table, &recipe_names, &mut names, faults));
    }
    for (index, recipe) in recipes.iter().enumerate() {
        table.names.entry(fold(&recipe.name)).or_insert(Row::Recipe(index));
    }
    table.recipes = recipes;
    Some(table)
}

/// Folded names, each with the name as written and where it stands.
#[derive(Default)]
struct Names {
    taken: HashMap<String, At<String>>,
}

impl Names {
    /// Whether a row has this name that isn't sound: what is wrong with it is said where it stands.
    fn has_unsound(&self, name: &str, table: &PriceTable) -> bool {
        self.taken.contains_key(&fold(name)) && table.find(name).is_none()
    }

    /// Takes a name, or says where the same one stands already.
    fn take(&mut self, name: &At<String>, faults: &mut Faults<'_>) {
        let folded = fold(&name.value);
        match self.taken.get(&folded) {
            Some(other) => {
                let line = faults.line(other.offset);
                let message =
                    format!("`{}` and `{}` (line {line}) are the same name", shown(&name.value), shown(&other.value));
                faults.error(name.offset, message);
            }
            None => {
                self.taken.insert(folded, name.clone());
            }
        }
    }

    fn rows_of_models(&self, models: &[Model]) -> HashMap<String, Row> {
        let mut rows = HashMap::with_capacity(self.taken.len());
        for (index, model) in models.iter().enumerate() {
            for name in model.names() {
                rows.entry(fold(name)).or_insert(Row::Model(index));
            }
        }
        rows
    }
}

fn head(section: &mut Section<'_, '_>, faults: &mut Faults<'_>) -> Option<(String, String, Date)> {
    section.only(&["name", "source", "checked"], false, faults);
    let name = section.required_text("name", faults);
    if let Some(name) = &name {
        sound_beginning("a name", name, faults);
    }
    let source = section.required_text("source", faults);
    section.require(&["checked"], faults);
    let checked = section.date("checked", faults);
    if let Some(checked) = &checked {
        faults.age_of_table(checked.offset, checked.value);
    }
    Some((name?.value, source?.value, checked?.value))
}

fn model(section: &mut Section<'_, '_>, names: &mut Names, faults: &mut Faults<'_>) -> Option<Model> {
    let known = ["name", "kind", "per_image", "per_clip", "per_second", "aliases", "clip_seconds", "seconds_offered"];
    section.only(&known, true, faults);
    let name = item_name(section, faults);
    let aliases = section.texts("aliases", faults);
    if let Some(name) = &name {
        names.take(name, faults);
    }
    for alias in &aliases {
        sound_item_name("an alias", alias, faults);
        if name.as_ref().is_some_and(|name| fold(&name.value) == fold(&alias.value)) {
            faults.warning(
                alias.offset,
                format!("the alias `{}` is the row's own name, spelled alike", shown(&alias.value)),
            );
        } else {
            names.take(alias, faults);
        }
    }
    let kind = section.required_text("kind", faults);
    if let Some(kind) = &kind
        && !is_kind(&kind.value)
    {
        let message =
            format!("kind must be such as `text-to-image` or `image-to-video`, found `{}`", shown(&kind.value));
        faults.error(kind.offset, message);
    }
    let price = price(section, faults);
    let clip_length = section.seconds("clip_seconds", MAX_CLIP_MILLISECONDS, faults);
    let lengths_offered = section.several_seconds("seconds_offered", MAX_CLIP_MILLISECONDS, faults);
    let provenance = section.provenance(faults);
    Some(Model {
        name: name?.value,
        kind: kind?.value,
        price: price?,
        aliases: aliases.into_iter().map(|at| at.value).collect(),
        clip_length,
        lengths_offered,
        provenance,
    })
}

/// `text-to-image`, `image-to-video` and their like: something to an image or a video.
fn is_kind(kind: &str) -> bool {
    let media = ["text", "image", "video"];
    kind.split_once("-to-").is_some_and(|(from, to)| media.contains(&from) && matches!(to, "image" | "video"))
}

fn price(section: &Section<'_, '_>, faults: &mut Faults<'_>) -> Option<UnitPrice> {
    let keys = ["per_image", "per_clip", "per_second"];
    let mut priced = keys.iter().filter(|key| section.has(key));
    match (priced.next(), priced.next()) {
        (None, _) => {
            if !section.misspells(&keys) {
                section.missing("price: `per_image`, `per_clip` or `per_second`", faults);
            }
            None
        }
        (Some(first), Some(second)) => {
            let message = format!("a model has one price, and this one has `{first}` and `{second}`");
            faults.error(section.offset_of(second), message);
            None
        }
        (Some(&"per_image"), None) => section.rate("per_image", faults).map(UnitPrice::PerImage),
        (Some(&"per_clip"), None) => section.rate("per_clip", faults).map(UnitPrice::PerClip),
        (Some(_), None) => {
            let mut rates =
                section.table("per_second", "per_second", "two rates, `{ audio = 50, no_audio = 35 }`", faults)?;
            rates.only(&["audio", "no_audio"], false, faults);
            rates.require(&["audio", "no_audio"], faults);
            let audio = rates.rate("audio", faults);
            let no_audio = rates.rate("no_audio", faults);
            let (audio, no_audio) = (audio?, no_audio?);
            if audio < no_audio {
                faults.warning(rates.offset, "with audio is cheaper than without".to_owned());
            }
            Some(UnitPrice::PerSecond { audio, no_audio })
        }
    }
}

fn plan(section: &mut Section<'_, '_>, names: &mut Names, faults: &mut Faults<'_>) -> Option<Plan> {
    section.only(&["name", "credits", "usd_per_month", "once"], true, faults);
    let name = row_name(section, faults);
    if let Some(name) = &name {
        names.take(name, faults);
    }
    section.require(&["credits"], faults);
    let credits = section.credits("credits", faults);
    let usd_per_month = section.price("usd_per_month", faults);
    let once = section.flag("once", faults).unwrap_or(false);
    let provenance = section.provenance(faults);
    Some(Plan { name: name?.value, credits: credits?, usd_per_month, once, provenance })
}

fn top_up(section: &mut Section<'_, '_>, faults: &mut Faults<'_>) -> Option<TopUp> {
    section.only(&["usd_per_1000", "min", "max"], true, faults);
    section.require(&["usd_per_1000", "min", "max"], faults);
    let usd_per_1000 = section.price("usd_per_1000", faults);
    let min = section.count("min", 0, faults);
    let max = section.count("max", 1, faults);
    let provenance = section.provenance(faults);
    let (usd_per_1000, min, max) = (usd_per_1000?, min?, max?);
    if min > max {
        faults.error(section.offset_of("min"), format!("min, {min}, is over max, {max}"));
    }
    Some(TopUp { usd_per_1000, min, max, provenance })
}

fn pacing(section: &mut Section<'_, '_>, faults: &mut Faults<'_>) -> Option<Pacing> {
    section.only(&["images", "seconds"], true, faults);
    section.require(&["images", "seconds"], faults);
    let images = section.count("images", 1, faults);
    let length = section.seconds("seconds", MAX_MILLISECONDS, faults);
    let provenance = section.provenance(faults);
    Some(Pacing { images: images?, length: length?, provenance })
}

fn rule(section: &mut Section<'_, '_>, faults: &mut Faults<'_>) -> Option<Rule> {
    section.only(&["topics", "text", "known"], true, faults);
    let topics = section.texts("topics", faults).into_iter().map(|at| at.value).collect();
    let text = section.required_text("text", faults);
    let known = section.flag("known", faults).unwrap_or(true);
    let provenance = section.provenance(faults);
    Some(Rule { topics, text: text?.value, known, provenance })
}

fn recipe(
    section: &mut Section<'_, '_>,
    table: &PriceTable,
    recipe_names: &[String],
    names: &mut Names,
    faults: &mut Faults<'_>,
) -> Option<Recipe> {
    section.only(&["name", "title", "items"], true, faults);
    let name = item_name(section, faults);
    if let Some(name) = &name {
        names.take(name, faults);
    }
    let title = section.text("title", faults);
    if let Some(title) = &title {
        sound_beginning("a title", title, faults);
    }
    let items = section.texts("items", faults);
    section.require(&["items"], faults);
    if section.is_empty_list("items") {
        faults.error(section.offset_of("items"), "a recipe needs at least one item".to_owned());
    }
    let mut sound = true;
    for item in &items {
        let text = item.value.as_str();
        let priced = Item::parse_plainly(text, table).and_then(|item| {
            estimate(table, [Ok(item)], Terms::default(), 1).map_err(|mut faults| faults.swap_remove(0))
        });
        if let Err(fault) = priced {
            sound = false;
            let name = text.split('=').next().unwrap_or_default().trim().trim_start_matches('@');
            if recipe_names.contains(&fold(name)) {
                let message = format!("`{}` is a recipe, and a recipe holds models and `credits=` only", shown(name));
                faults.error(item.offset, message);
            } else if !(fault.error.code() == FaultCode::UnknownName && names.has_unsound(name, table)) {
                faults.error(item.offset, fault.to_string());
            }
        }
    }
    let texts: Vec<String> = items.iter().map(|item| item.value.clone()).collect();
    let credits = sound.then(|| {
        let items = texts.iter().map(|text| Item::parse_plainly(text, table));
        estimate(table, items, Terms::default(), 1).map(|estimate| estimate.total)
    });
    let credits = match credits {
        Some(Err(_)) => {
            faults.error(section.offset_of("items"), format!("the recipe {}", ItemError::TooMuch));
            None
        }
        Some(Ok(credits)) => Some(credits),
        None => None,
    };
    let provenance = section.provenance(faults);
    let name = name?.value;
    let title = title.map_or_else(|| name.clone(), |title| title.value);
    Some(Recipe { name, title, items: texts, credits: credits.unwrap_or(Credits::ZERO), provenance })
}

fn template(
    section: &mut Section<'_, '_>,
    table: &PriceTable,
    models: &Names,
    names: &mut Names,
    faults: &mut Faults<'_>,
) -> Option<Template> {
    let known = ["name", "id", "fixed", "each", "min", "max", "credits_each", "medium", "model_key", "models"];
    let known = [known.as_slice(), &["default_model", "animate_key", "animate_model"]].concat();
    section.only(&known, true, faults);
    let name = row_name(section, faults);
    if let Some(name) = &name {
        names.take(name, faults);
    }
    let id = section.required_text("id", faults);
    if let Some(id) = &id {
        if uuids(&id.value).next() != Some(id.value.as_str()) {
            faults.error(id.offset, format!("id must be a UUID, found `{}`", shown(&id.value)));
        }
        names.take(id, faults);
    }
    let cost = template_cost(section, table, models, faults);
    let provenance = section.provenance(faults);
    Some(Template { name: name?.value, id: id?.value.to_ascii_lowercase(), cost: cost?, provenance })
}

/// The keys of a template that say what an image takes.
const OF_IMAGES: [&str; 6] = ["medium", "model_key", "models", "default_model", "animate_key", "animate_model"];

/// Refuses keys that mean nothing beside this price.
fn has_none(section: &Section<'_, '_>, keys: &[&str], price: &str, faults: &mut Faults<'_>) {
    for key in keys.iter().filter(|key| section.has(key)) {
        faults.error(section.offset_of(key), format!("a template with {price} has no `{key}`"));
    }
}

fn template_cost(
    section: &Section<'_, '_>,
    table: &PriceTable,
    models: &Names,
    faults: &mut Faults<'_>,
) -> Option<TemplateCost> {
    if section.has("fixed") {
        has_none(section, &["each", "min", "max", "credits_each"], "a `fixed` price", faults);
        has_none(section, &OF_IMAGES, "a `fixed` price", faults);
        return section.rate("fixed", faults).map(TemplateCost::Fixed);
    }
    if !section.has("each") && !section.misspells(&["fixed", "each"]) {
        section.missing("price: `fixed`, or `each` with the key of a list", faults);
    }
    let key = section.text("each", faults);
    let min = if section.has("min") { section.count("min", 0, faults) } else { Some(1) };
    let max = section.count("max", 1, faults);
    if let (Some(min), Some(max)) = (min, max)
        && min > max
    {
        faults.error(section.offset_of("min"), format!("min, {min}, is over max, {max}"));
    }
    let element = if section.has("credits_each") {
        has_none(section, &OF_IMAGES, "`credits_each`", faults);
        section.rate("credits_each", faults).map(Element::Credits)
    } else {
        image_element(section, table, models, faults)
    };
    Some(TemplateCost::Each(PaidList { key: key?.value, min: min?, max, element: element? }))
}

fn image_element(
    section: &Section<'_, '_>,
    table: &PriceTable,
    names: &Names,
    faults: &mut Faults<'_>,
) -> Option<Element> {
    if !section.has("model_key") && !section.has("default_model") {
        if section.misspells(&["fixed", "model_key", "default_model", "credits_each"]) {
            return None;
        }
        section.missing("model: `model_key`, `default_model` or both, or `credits_each`", faults);
        return None;
    }
    let default_model = section.text("default_model", faults);
    let models = section.texts("models", faults);
    for name in default_model.iter().chain(&models) {
        match table.model(&name.value) {
            Some(model) if model.price.unit() == Unit::Image => {}
            Some(_) => faults.error(name.offset, format!("`{}` isn't priced by the image", shown(&name.value))),
            None if names.has_unsound(&name.value, table) => {}
            None => faults.error(name.offset, format!("no model called `{}`", shown(&name.value))),
        }
    }
    let animation = match (section.text("animate_key", faults), section.text("animate_model", faults)) {
        (None, None) => None,
        (Some(key), Some(model)) => {
            let clip = table.model(&model.value).is_some_and(|model| model.price.unit() == Unit::Clip);
            if !clip && !names.has_unsound(&model.value, table) {
                faults.error(
                    model.offset,
                    format!("no model called `{}` that is priced by the clip", shown(&model.value)),
                );
            }
            Some((key.value, model.value))
        }
        (key, _) => {
            let other = if key.is_some() { "animate_model" } else { "animate_key" };
            section.missing(&format!("`{other}`"), faults);
            None
        }
    };
    Some(Element::Image(ImageElement {
        medium: section.text("medium", faults).map(|at| at.value),
        model_key: section.text("model_key", faults).map(|at| at.value),
        models: models.into_iter().map(|at| at.value).collect(),
        default_model: default_model.map(|at| at.value),
        animation,
    }))
}

/// The name of a row.
fn row_name(section: &Section<'_, '_>, faults: &mut Faults<'_>) -> Option<At<String>> {
    let name = section.required_text("name", faults)?;
    sound_name("a name", &name, faults);
    Some(name)
}

/// The name of a row that stands in items.
fn item_name(section: &Section<'_, '_>, faults: &mut Faults<'_>) -> Option<At<String>> {
    let name = section.required_text("name", faults)?;
    sound_item_name("a name", &name, faults);
    Some(name)
}

fn sound_item_name(what: &str, name: &At<String>, faults: &mut Faults<'_>) {
    sound_name(what, name, faults);
    if fold(&name.value) == CREDITS {
        faults.error(name.offset, format!("{what} can't be `{CREDITS}`, which stands for a figure in credits"));
    }
}

fn sound_name(what: &str, name: &At<String>, faults: &mut Faults<'_>) {
    let text = name.value.as_str();
    sound_beginning(what, name, faults);
    if let Some(odd) = text.chars().find(|c| !matches!(c, ' '..='~')) {
        faults.error(name.offset, format!("{what} has the character {}, and names are plain ASCII", code_point(odd)));
    }
    if let Some(reserved) = text.chars().find(|c| RESERVED.contains(c)) {
        faults.error(name.offset, format!("{what} can't hold `{reserved}`, which has a meaning in items"));
    }
    if fold(text).is_empty() {
        faults.error(name.offset, format!("{what} needs a letter or a digit"));
    }
    if text.len() > MAX_NAME_BYTES {
        faults.error(
            name.offset,
            format!("{what} can have {MAX_NAME_BYTES} characters at most, and this has {}", text.len()),
        );
    }
}

/// A cell that begins with one of these is a formula to a spreadsheet.
fn sound_beginning(what: &str, text: &At<String>, faults: &mut Faults<'_>) {
    if text.value.starts_with(['=', '+', '-', '@']) {
        faults.error(text.offset, format!("{what} can't begin with `=`, `+`, `-` or `@`"));
    }
}
