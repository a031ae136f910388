//! The same job on several models: what each costs, the cheapest first.

use foldhash::HashMap;
use serde::{Serialize, Serializer};

use super::estimate::{Estimate, Terms, estimate, option_name};
use super::item::{FaultCode, Item, ItemFault, ModelPart, Part};
use crate::format::{self, counted, with_article};
use crate::table::PriceTable;
use crate::table::read::CREDITS;
use crate::table::schema::Model;
use crate::values::credits::Credits;
use crate::values::price::{Rate, Unit};
use crate::values::quantity::Quantity;

/// Something that was compared.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Row<'t> {
    /// The row's own name, with the number of times for a recipe.
    pub name: String,
    /// Whether that is with audio.
    pub audio: Option<bool>,
    /// The option that the price is for, where the model has options.
    #[serde(serialize_with = "option_name")]
    pub option: Option<&'t Rate>,
    /// The model, where it is one.
    #[serde(skip)]
    pub model: Option<&'t Model>,
    /// What customers call it.
    #[serde(skip)]
    pub title: String,
    /// Whether it is a recipe that is compared as it is, although the job is a length.
    #[serde(skip)]
    pub ignores_job: bool,
    /// Whether it is no longer available, while others are.
    #[serde(skip)]
    pub is_retired: bool,
    /// What it costs.
    #[serde(skip)]
    pub estimate: Estimate<'t>,
    /// The line of a text that it is on. Rows of the same kind, price and first word for the same quantity share one.
    #[serde(skip)]
    pub group: usize,
}

/// A model that can't do the job.
#[derive(Debug, Clone, Serialize)]
pub struct NotComparable<'t> {
    /// Its name.
    pub name: &'t str,
    /// Why it can't, without what to write instead, because the job is the user's.
    pub reason: String,
    /// Its price.
    #[serde(serialize_with = "ungrouped")]
    pub rate: String,
    /// The model.
    #[serde(skip)]
    pub model: &'t Model,
    /// Whether that is because the job is with audio.
    #[serde(skip)]
    pub needs_audio: bool,
}

/// Writes words with numbers for programs.
pub fn ungrouped<S: Serializer>(words: &str, serializer: S) -> Result<S::Ok, S::Error> {
    format::ungrouped(words).serialize(serializer)
}

/// A comparison: the rows, the cheapest first, and what can't do the job.
pub type Comparison<'t> = (Vec<Row<'t>>, Vec<NotComparable<'t>>);

/// What is compared, and how.
#[derive(Debug, Clone, Copy)]
pub struct Job {
    /// The quantity of items that have none.
    pub quantity: Quantity,
    /// Whether the user named the items.
    pub are_named: bool,
    /// Whether rows that look alike are on one line.
    pub is_folded: bool,
    /// What costs more comes last.
    pub max: Option<Credits>,
}

/// Prices every item, the cheapest first, and what is no longer available last. Items without a quantity get the job's;
/// of a recipe the job is how many, because a recipe is as long as it is. Where options are left open, each rate is a row.
///
/// # Errors
/// Items that the user named and that can't be priced, or all of them.
pub fn compare<'t>(
    table: &'t PriceTable,
    items: impl IntoIterator<Item = Result<Item<'t>, ItemFault>>,
    job: Job,
    terms: Terms,
) -> Result<Comparison<'t>, Vec<ItemFault>> {
    let terms = Terms { shortest_clip: true, is_job: !job.are_named, ..terms };
    let (mut rows, mut unable, mut faults) = (Vec::new(), Vec::new(), Vec::new());
    for (index, item) in items.into_iter().enumerate() {
        let item = item.map_err(|fault| faults.push(ItemFault { index, ..fault }));
        let Ok(item) = item else { continue };
        let part = item.model();
        let (model, has_quantity) = (part.map(|part| part.model), part.is_none_or(|part| part.quantity.is_some()));
        let ignores_job = is_bare_recipe(&item) && !matches!(job.quantity, Quantity::Count(_));
        for item in variants(&item, terms) {
            let item = with_quantity(item, job.quantity);
            let (name, title) = (name(&item), title(&item));
            let of_item = match estimate(table, [Ok(item)], terms, 1) {
                Ok(estimate) => {
                    let option = model.and_then(|_| estimate.lines.first()?.option);
                    let mut models = estimate.lines.iter().filter_map(|line| line.model);
                    let is_retired = models.any(|model| model.retired.is_some());
                    let audio = option.and_then(Rate::audio);
                    rows.push(Row { name, audio, option, model, title, ignores_job, is_retired, estimate, group: 0 });
                    continue;
                }
                Err(of_item) => of_item,
            };
            let is_assumption = of_item.iter().all(|fault| fault.error.code() == FaultCode::Assumption);
            let is_asked_for = has_quantity || job.are_named && is_assumption;
            let of_item = of_item.into_iter();
            match model.filter(|_| !is_asked_for) {
                Some(model) => unable.extend(of_item.take(1).map(|fault| (model, ItemFault { index, ..fault }))),
                None => faults.extend(of_item.map(|fault| ItemFault { index, ..fault })),
            }
            break;
        }
    }
    if rows.is_empty() && faults.is_empty() {
        faults.extend(unable.iter().map(|(_, fault)| ItemFault { fix: None, ..fault.clone() }));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    // With audio, a model that may not have it is no answer beside those that have.
    let needs_audio = terms.audio == Some(true) && !job.are_named && rows.iter().any(|row| row.audio == Some(true));
    let silent: Vec<Row> = rows.extract_if(.., |row| needs_audio && row.has_unknown_audio()).collect();
    rows.sort_by_key(|row| {
        let each = row.estimate.each;
        (job.max.is_some_and(|max| each > max), row.is_retired, each)
    });
    group(&mut rows, job.is_folded);
    let not_comparable = unable.into_iter().map(|(model, fault)| {
        let reason = reason(&fault.error.to_string()).to_owned();
        NotComparable { name: &model.name, reason, rate: model.price.to_string(), model, needs_audio: false }
    });
    let silent = silent.iter().filter_map(|row| row.model).map(|model| {
        let reason = "not known whether it can have audio".to_owned();
        NotComparable { name: &model.name, reason, rate: model.price.to_string(), model, needs_audio: true }
    });
    Ok((rows, not_comparable.chain(silent).collect()))
}

/// Returns what is wrong with an item without what to write instead.
pub fn reason(error: &str) -> &str {
    error.split_once(": ").map_or(error, |(reason, _)| reason).trim_start_matches("is ")
}

impl Row<'_> {
    /// Returns whether it is a model for videos without rates for with and without audio.
    pub fn has_unknown_audio(&self) -> bool {
        self.audio.is_none() && self.model.is_some_and(|model| !model.makes_images())
    }
}

/// Numbers the groups of rows that look alike, and puts the rows of each together, where the first of them is.
fn group(rows: &mut [Row<'_>], is_folded: bool) {
    let mut groups = HashMap::default();
    for (index, row) in rows.iter_mut().enumerate() {
        let model = row.model.filter(|_| is_folded).ok_or(index);
        let line = row.estimate.lines.first().map(|line| (line.quantity, line.clips, line.clip_seconds));
        let look = model.map(|model| (&model.kind, &model.price, model.first_word(), row.option, row.is_retired, line));
        let next = groups.len();
        row.group = *groups.entry(look).or_insert(next);
    }
    rows.sort_by_key(|row| row.group);
}

/// Names an item: the row's own name, with the number of times for a recipe.
fn name(item: &Item<'_>) -> String {
    match (item.recipe, item.times) {
        (Some(recipe), 1) => recipe.name.clone(),
        (Some(recipe), times) => format!("{times} × {}", recipe.name),
        (None, _) => item.model().map_or(CREDITS, |part| &part.model.name).to_owned(),
    }
}

/// Returns what customers call an item.
fn title(item: &Item<'_>) -> String {
    match (item.recipe, item.model()) {
        (Some(recipe), _) if item.times == 1 => with_article(recipe.title()),
        (Some(recipe), _) => counted(item.times, recipe.title()),
        (None, Some(part)) => part.model.title().to_owned(),
        (None, None) => "the amount you gave".to_owned(),
    }
}

/// Returns an item for each rate that is left open, or the item itself.
fn variants<'t>(item: &Item<'t>, terms: Terms) -> Vec<Item<'t>> {
    let choice = item.model().and_then(|part| Some((part, part.model.price.choose(&part.options, terms.audio).ok()?)));
    let Some((part, choice)) = choice.filter(|(_, choice)| !choice.alternatives.is_empty()) else {
        return vec![item.clone()];
    };
    let is_open = |rate: &&Rate| choice.option == Some(*rate) || choice.alternatives.contains(rate);
    let with = |rate: &Rate| {
        let part = ModelPart { options: rate.words.clone(), ..part.clone() };
        Item::of_part(item.text, Part::Model(part))
    };
    part.model.price.options().iter().filter(is_open).map(with).collect()
}

fn is_bare_recipe(item: &Item<'_>) -> bool {
    item.recipe.is_some() && !item.text.contains('=')
}

/// Gives an item the job's quantity where it has none. One of a model priced by the second is a clip of any length.
fn with_quantity(mut item: Item<'_>, job: Quantity) -> Item<'_> {
    let is_bare_recipe = is_bare_recipe(&item);
    match (item.recipe, item.parts.as_mut_slice(), job) {
        (Some(_), _, Quantity::Count(count)) if is_bare_recipe => item.times = count,
        (None, [Part::Model(ModelPart { model, quantity: quantity @ None, .. })], _)
            if model.price.unit != Unit::Second || job != Quantity::Count(1) =>
        {
            *quantity = Some(job);
        }
        _ => {}
    }
    item
}
