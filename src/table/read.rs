//! Reads a price table: the rows, and what must hold across rows.

use foldhash::HashMap;

use super::document::{Document, Located, Places};
use super::fault::{Clock, Fault, Faults, Found};
pub use super::schema::CREDITS;
use super::schema::{Head, Model, Plan, Recipe, Row as _, Template, TopUp, item_name_problem};
use super::{BUILT_IN_ORIGIN, PriceTable, RowIndex};
use crate::format::shown;
use crate::values::day::Day;
use crate::values::limits::MAX_TABLE_BYTES;
use crate::values::name::{fold, is_same};
use crate::values::price::{Rate, Unit};

/// Says what is wrong with a recipe: that it can't be priced.
///
/// Prices are calculated by modules above this one, which is why the check is handed in.
pub type RecipeCheck = fn(&PriceTable, &Recipe) -> Vec<RecipeProblem>;

/// What is wrong with a recipe.
#[derive(Debug)]
pub struct RecipeProblem {
    /// The place of the item; the first for all of them together.
    pub item: usize,
    /// Whether the item names something that isn't in the table.
    pub is_unknown_name: bool,
    /// What is wrong.
    pub message: String,
}

/// Decodes the bytes of a file, without a byte order mark.
///
/// # Errors
/// The first byte that isn't UTF-8.
pub fn decode(bytes: &[u8]) -> Result<&str, Fault> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let (valid, rest) = bytes.split_at_checked(error.valid_up_to()).unwrap_or((bytes, &[]));
        let (line, column) = Faults::new(std::str::from_utf8(valid).unwrap_or_default()).place(valid.len());
        let byte = rest.first().copied().unwrap_or_default();
        Fault { line, column, message: format!("byte 0x{byte:02X} isn't UTF-8: save the file as UTF-8") }
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// Reads a price table and reports everything that is wrong with it; the table is there only where nothing is an error.
///
/// With a clock, old dates and dates in the future are warnings, and prices older than its limit an error. Without one, the
/// built-in table is only read: the tests and `credits check` check it.
pub fn read(bytes: &[u8], origin: &str, clock: Option<Clock>, check: RecipeCheck) -> (Option<PriceTable>, Found) {
    if bytes.len() > MAX_TABLE_BYTES {
        let message = "the file is over the limit of 1 MB for a price table".to_owned();
        return (None, Fault { line: 1, column: 1, message }.into());
    }
    let text = match decode(bytes) {
        Ok(text) => text,
        Err(fault) => return (None, fault.into()),
    };
    let mut faults = Faults::new(text);
    let is_checked = origin == BUILT_IN_ORIGIN && clock.is_none();
    let table = Document::parse(text, is_checked, &mut faults)
        .and_then(|document| price_table(document, origin, clock, check, &mut faults))
        .filter(|_| !faults.has_errors());
    (table, faults.located())
}

/// Reads the rows; `None` where there is no head.
fn price_table(
    mut file: Document<'_>,
    origin: &str,
    clock: Option<Clock>,
    check: RecipeCheck,
    faults: &mut Faults<'_>,
) -> Option<PriceTable> {
    let is_misspelled =
        file.check_keys(&["table", "model", "plan", "top_up", "pacing", "recipe", "rule", "template"], faults);
    let head = file.rows::<Head>("table", faults).pop();
    if !is_misspelled && file.count("table") == 0 {
        faults.error(0, format!("the file has no {} with name, source and checked", Head::TITLE));
    }
    if let Some(head) = &head {
        match clock.and_then(|clock| clock.too_old(head.row.checked)) {
            Some(message) => faults.error(head.places.value("checked"), message),
            None => check_age(&head.places, Some(head.row.checked), clock, faults),
        }
    }
    let model_count = file.count("model");
    let models = file.rows::<Model>("model", faults);
    if !is_misspelled && model_count == 0 {
        faults.error(0, format!("the file has no {}", Model::TITLE));
    }
    let plans = file.rows::<Plan>("plan", faults);
    let top_up = file.rows::<TopUp>("top_up", faults).pop();
    let pacing = file.rows("pacing", faults).pop();
    let recipes = file.rows::<Recipe>("recipe", faults);
    let rules = file.rows("rule", faults);
    let templates = file.rows::<Template>("template", faults);

    let names = item_names(&models, &recipes, faults);
    if !file.is_checked {
        by_name("name", plans.iter().map(|row| (row.row.name.as_str(), row.places.value("name"), ())), faults);
        by_name("name", templates.iter().map(|row| (row.row.name.as_str(), row.places.value("name"), ())), faults);
        by_name("id", templates.iter().map(|row| (row.row.id.as_str(), row.places.value("id"), ())), faults);
        models.iter().for_each(|model| check_audio(&model.row, &model.places, faults));
    }
    plans.iter().for_each(|plan| check_age(&plan.places, plan.row.checked, clock, faults));
    for Located { row, places } in &models {
        check_age(places, row.checked, clock, faults);
        if let Some(retired) = row.retired.filter(|retired| clock.is_some_and(|clock| *retired > clock.today)) {
            faults.warning(places.value("retired"), format!("the date in `retired` is in the future: {retired}"));
        }
    }

    let mut models: Vec<Model> = models.into_iter().map(|model| model.row).collect();
    for model in &mut models {
        model.seconds_offered.sort_unstable();
        model.seconds_offered.dedup();
    }
    let (recipes, recipe_places): (Vec<_>, Vec<_>) = recipes.into_iter().map(|row| (row.row, row.places)).unzip();
    let (mut templates, template_places): (Vec<_>, Vec<_>) =
        templates.into_iter().map(|row| (row.row, row.places)).unzip();
    for template in &mut templates {
        template.id.make_ascii_lowercase();
    }
    let table = PriceTable {
        head: head?.row,
        origin: origin.to_owned(),
        models,
        plans: plans.into_iter().map(|plan| normalized(plan.row)).collect(),
        top_up: top_up.map(|top_up| top_up.row),
        pacing: pacing.map(|pacing| pacing.row),
        recipes,
        rules: rules.into_iter().map(|rule| rule.row).collect(),
        templates,
        changes: Vec::new(),
        names,
    };
    if file.is_checked {
        return Some(table);
    }
    // A model that couldn't be read is reported already, and what names it isn't wrong because of that.
    let has_all_models = table.models.len() == model_count;
    for (recipe, places) in table.recipes.iter().zip(&recipe_places) {
        let problems = check(&table, recipe).into_iter();
        for problem in problems.filter(|problem| has_all_models || !problem.is_unknown_name) {
            faults.error(places.element("items", problem.item), problem.message);
        }
    }
    if has_all_models {
        let templates = table.templates.iter().zip(&template_places);
        templates.for_each(|(template, places)| check_models(template, places, &table, faults));
    }
    Some(table)
}

/// A plan that is given once has a price for once, whichever key it was written with.
fn normalized(plan: Plan) -> Plan {
    if plan.once { Plan { usd: plan.usd.or(plan.usd_per_month), usd_per_month: None, ..plan } } else { plan }
}

/// Returns rows by their folded names, or other identities. Reports those that are the same as one before, which stays;
/// each has its place.
fn by_name<'d, R: Copy>(
    what: &str,
    names: impl IntoIterator<Item = (&'d str, usize, R)>,
    faults: &mut Faults<'_>,
) -> HashMap<String, R> {
    let mut taken: HashMap<String, (&str, usize, R)> = HashMap::default();
    for (name, offset, row) in names {
        let (other, place, _) = *taken.entry(fold(name)).or_insert((name, offset, row));
        // One error for a name is enough.
        if place != offset && !faults.has_error_in(&(offset..offset)) {
            let line = faults.line(place);
            let message = match name == other {
                true => format!("the {what} `{}` is already used on line {line}", shown(name)),
                false => format!("`{}` and `{}` (line {line}) are the same {what}", shown(name), shown(other)),
            };
            faults.error(offset, message);
        }
    }
    taken.into_iter().map(|(name, (_, _, row))| (name, row)).collect()
}

/// Checks the names, aliases and recipe names, which are one namespace, and returns the rows by folded name.
fn item_names(
    models: &[Located<'_, Model>],
    recipes: &[Located<'_, Recipe>],
    faults: &mut Faults<'_>,
) -> HashMap<String, RowIndex> {
    let models = models.iter().enumerate().map(|(index, model)| {
        (RowIndex::Model(index), &model.places, (model.row.name.as_str(), model.row.aliases.as_slice()))
    });
    let recipes = recipes.iter().enumerate().map(|(index, recipe)| {
        (RowIndex::Recipe(index), &recipe.places, (recipe.row.name.as_str(), recipe.row.aliases.as_slice()))
    });
    let mut names = Vec::new();
    for (row, places, (name, aliases)) in models.chain(recipes) {
        names.push((name, places.value("name"), row));
        for (index, alias) in aliases.iter().enumerate() {
            let offset = places.element("aliases", index);
            if let Some(problem) = item_name_problem(alias).filter(|_| !faults.has_error_in(&(offset..offset))) {
                faults.error(offset, format!("the alias `{}` {problem}", shown(alias)));
            }
            if is_same(alias, name) {
                let [alias, name] = [alias.as_str(), name].map(shown);
                faults.warning(offset, format!("the alias `{alias}` isn't needed: it is the same name as `{name}`"));
            } else {
                names.push((alias, offset, row));
            }
        }
    }
    by_name("name", names, faults)
}

/// Warns where a rate with audio is lower than the same one without: the two may be swapped.
fn check_audio(model: &Model, places: &Places<'_>, faults: &mut Faults<'_>) {
    let options = model.price.options();
    let is_cheaper = |with: &Rate| {
        let mut others =
            options.iter().filter(|other| other.audio() == Some(false) && with.differs_only_in_audio(other));
        others.any(|without| with.credits < without.credits)
    };
    if options.iter().any(|option| option.audio() == Some(true) && is_cheaper(option)) {
        faults.warning(
            places.value(model.price.unit.key()),
            "the price with audio is lower than the price without audio".to_owned(),
        );
    }
}

fn check_age(places: &Places<'_>, checked: Option<Day>, clock: Option<Clock>, faults: &mut Faults<'_>) {
    if let Some(message) = checked.and_then(|checked| clock?.warning(checked)) {
        faults.warning(places.value("checked"), message);
    }
}

/// Checks that the models a template names exist and are priced by the unit that they are counted in.
fn check_models(template: &Template, places: &Places<'_>, table: &PriceTable, faults: &mut Faults<'_>) {
    let Template { models, default_model, animate_model, .. } = template;
    let models = models.iter().enumerate().map(|(index, name)| (name, Unit::Image, places.element("models", index)));
    let default = default_model.iter().map(|name| (name, Unit::Image, places.value("default_model")));
    let animate = animate_model.iter().map(|name| (name, Unit::Clip, places.value("animate_model")));
    for (name, unit, offset) in models.chain(default).chain(animate) {
        match table.model(name) {
            Some(model) if model.price.unit == unit => {}
            Some(_) => faults.error(offset, format!("`{}` isn't priced by the {}", shown(name), unit.noun())),
            None => faults.error(offset, format!("no model called `{}`", shown(name))),
        }
    }
}
