//! The same job on several models: what each costs, the cheapest first.

use std::collections::HashMap;

use super::estimate::{Estimate, Terms, estimate};
use super::item::{Content, FaultCode, Item, ItemError, ItemFault, ModelPart, Part};
use crate::table::PriceTable;
use crate::table::schema::Model;
use crate::values::credits::Credits;
use crate::values::price::{Rate, Unit};
use crate::values::quantity::Quantity;

/// Something that was compared.
#[derive(Debug, Clone)]
pub struct Row<'t> {
    /// The row's own name, with the number of times for a recipe.
    pub name: String,
    /// The model, where it is one.
    pub model: Option<&'t Model>,
    /// The option that the price is for, where the model has options.
    pub option: Option<&'t Rate>,
    /// Whether it is a recipe that is compared as it is, although the job is a length.
    pub ignores_job: bool,
    /// Whether it is no longer available, while others are.
    pub is_retired: bool,
    /// What it costs.
    pub estimate: Estimate<'t>,
    /// The same number for rows that look alike: of the same kind, price and first word, and for the same quantity.
    pub group: usize,
}

/// A model that can't do the job.
#[derive(Debug, Clone)]
pub struct NotComparable<'t> {
    /// The model.
    pub model: &'t Model,
    /// Why it can't.
    pub error: ItemError,
}

/// A comparison: the rows, the cheapest first, and what can't do the job.
pub type Comparison<'t> = (Vec<Row<'t>>, Vec<NotComparable<'t>>);

/// What is compared, and how.
#[derive(Debug, Clone, Copy)]
pub struct Job {
    /// The quantity of items that have none.
    pub quantity: Quantity,
    /// Whether the user named the items. Such rows are never alike.
    pub are_named: bool,
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
    let terms = Terms { shortest_clip: true, ..terms };
    let (mut rows, mut not_comparable, mut faults) = (Vec::new(), Vec::new(), Vec::new());
    for (index, item) in items.into_iter().enumerate() {
        let item = item.map_err(|fault| faults.push(ItemFault { index, ..fault }));
        let Ok(item) = item else { continue };
        let part = item.model();
        let (model, has_quantity) = (part.map(|part| part.model), part.is_none_or(|part| part.quantity.is_some()));
        let ignores_job = is_bare_recipe(&item) && !matches!(job.quantity, Quantity::Count(_));
        for item in variants(&item, terms) {
            let item = with_quantity(item, job.quantity);
            let name = name(&item);
            let of_item = match estimate(table, [Ok(item)], terms, 1) {
                Ok(estimate) => {
                    let option = model.and_then(|_| estimate.lines.first()?.option);
                    let is_retired =
                        estimate.lines.iter().any(|line| line.model.is_some_and(|one| one.retired.is_some()));
                    rows.push(Row { name, model, option, ignores_job, is_retired, estimate, group: 0 });
                    continue;
                }
                Err(of_item) => of_item,
            };
            let is_assumption = of_item.iter().all(|fault| fault.error.code() == FaultCode::Assumption);
            let of_item = of_item.into_iter();
            let is_asked_for = has_quantity || job.are_named && is_assumption;
            match model.filter(|_| !is_asked_for) {
                Some(model) => {
                    not_comparable.extend(of_item.take(1).map(|fault| NotComparable { model, error: fault.error }));
                }
                None => faults.extend(of_item.map(|fault| ItemFault { index, ..fault })),
            }
            break;
        }
    }
    if rows.is_empty() && faults.is_empty() {
        faults.extend(not_comparable.iter().map(|one| {
            let (item, error) = (one.model.name.clone(), one.error.clone());
            ItemFault { index: 0, item, error, fix: None }
        }));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let has_available = rows.iter().any(|row| !row.is_retired);
    for row in &mut rows {
        row.is_retired &= has_available;
    }
    rows.sort_by_key(|row| {
        let each = row.estimate.each;
        (job.max.is_some_and(|max| each > max), row.is_retired, each)
    });
    group(&mut rows, job.are_named);
    Ok((rows, not_comparable))
}

/// Numbers the groups of rows that look alike, and puts the rows of each together, where the first of them is.
fn group(rows: &mut [Row<'_>], are_named: bool) {
    let mut groups = HashMap::new();
    for (index, row) in rows.iter_mut().enumerate() {
        let model = row.model.filter(|_| !are_named).ok_or(index);
        let line = row.estimate.lines.first().map(|line| (line.quantity, line.clips, line.clip_length));
        let look = model.map(|model| (&model.kind, &model.price, model.first_word(), row.option, row.is_retired, line));
        let next = groups.len();
        row.group = *groups.entry(look).or_insert(next);
    }
    rows.sort_by_key(|row| row.group);
}

/// Names an item: the row's own name, with the number of times for a recipe.
fn name(item: &Item<'_>) -> String {
    match &item.content {
        Content::Recipe { recipe, times: 1, .. } => recipe.name.clone(),
        Content::Recipe { recipe, times, .. } => format!("{times} × {}", recipe.name),
        Content::Part(Part::Model(part)) => part.model.name.clone(),
        Content::Part(Part::Credits { name, .. }) => (*name).to_owned(),
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
        Item { text: item.text, content: Content::Part(Part::Model(part)) }
    };
    part.model.price.options().iter().filter(is_open).map(with).collect()
}

fn is_bare_recipe(item: &Item<'_>) -> bool {
    matches!(item.content, Content::Recipe { .. }) && !item.text.contains('=')
}

/// Gives an item the job's quantity where it has none. One of a model priced by the second is a clip of any length.
fn with_quantity(mut item: Item<'_>, job: Quantity) -> Item<'_> {
    let is_bare_recipe = is_bare_recipe(&item);
    match (&mut item.content, job) {
        (Content::Recipe { times, .. }, Quantity::Count(count)) if is_bare_recipe => *times = count,
        (Content::Part(Part::Model(ModelPart { model, quantity: quantity @ None, .. })), _)
            if model.price.unit != Unit::Second || job != Quantity::Count(1) =>
        {
            *quantity = Some(job);
        }
        _ => {}
    }
    item
}
