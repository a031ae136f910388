//! The same job on several models: what each costs, the cheapest first.

use std::collections::HashMap;

use super::assumption::{Assumed, Assumption};
use super::estimate::{Estimate, Terms, estimate};
use super::item::{Content, FaultCode, Item, ItemError, ItemFault, ModelPart, Part};
use crate::table::PriceTable;
use crate::table::schema::Model;
use crate::values::price::{Rate, Unit};
use crate::values::quantity::{Length, Quantity};

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

/// Prices every item. Those without a quantity get the job's; of a recipe the job is how many, because a recipe is as
/// long as it is. Where options are left open, each rate is a row. Rows that the user named are never alike.
///
/// # Errors
/// Items that the user named and that can't be priced, or all of them.
pub fn compare<'t>(
    table: &'t PriceTable,
    items: impl IntoIterator<Item = Result<Item<'t>, ItemFault>>,
    are_named: bool,
    job: Quantity,
    terms: Terms,
) -> Result<Comparison<'t>, Vec<ItemFault>> {
    let (mut rows, mut not_comparable, mut faults) = (Vec::new(), Vec::new(), Vec::new());
    for (index, item) in items.into_iter().enumerate() {
        let item = match item {
            Ok(item) => item,
            Err(fault) => {
                faults.push(ItemFault { index, ..fault });
                continue;
            }
        };
        let part = item.model();
        let (model, has_quantity) = (part.map(|part| part.model), part.is_none_or(|part| part.quantity.is_some()));
        let ignores_job = is_bare_recipe(&item) && !matches!(job, Quantity::Count(_));
        for item in variants(&item, terms) {
            let (item, shortest) = with_job(item, job);
            let name = name(&item);
            match (price(table, item, shortest, terms), model) {
                (Ok(estimate), _) => {
                    let option = model.and_then(|_| estimate.lines.first()?.option);
                    rows.push(Row { name, model, option, ignores_job, estimate, group: 0 });
                    continue;
                }
                (Err(of_item), Some(model)) if !has_quantity && (!are_named || !is_assumption(&of_item)) => {
                    let error = of_item.into_iter().next().map(|fault| fault.error);
                    not_comparable.extend(error.map(|error| NotComparable { model, error }));
                }
                (Err(of_item), _) => faults.extend(of_item.into_iter().map(|fault| ItemFault { index, ..fault })),
            }
            break;
        }
    }
    if rows.is_empty() && faults.is_empty() {
        let fault = |one: &NotComparable<'_>| ItemFault {
            index: 0,
            item: one.model.name.clone(),
            error: one.error.clone(),
            fix: None,
        };
        faults = not_comparable.iter().map(fault).collect();
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    rows.sort_by_key(|row| row.estimate.each);
    group(&mut rows, are_named);
    Ok((rows, not_comparable))
}

/// Numbers the groups of rows that look alike, and puts the rows of each together, where the first of them is.
fn group(rows: &mut [Row<'_>], are_named: bool) {
    let mut groups = HashMap::new();
    for (index, row) in rows.iter_mut().enumerate() {
        let model = row.model.filter(|_| !are_named).ok_or(index);
        let line = row.estimate.lines.first().map(|line| (line.quantity, line.clips, line.clip_length));
        let look = model.map(|model| (&model.kind, &model.price, model.first_word(), row.option, line));
        let next = groups.len();
        row.group = *groups.entry(look).or_insert(next);
    }
    rows.sort_by_key(|row| row.group);
}

/// Prices an item. That the shortest clip was chosen for it is an assumption.
fn price<'t>(
    table: &'t PriceTable,
    item: Item<'t>,
    shortest: Option<Length>,
    terms: Terms,
) -> Result<Estimate<'t>, Vec<ItemFault>> {
    let model = item.model().map(|part| part.model);
    let Some((length, model)) = shortest.zip(model) else { return estimate(table, [Ok(item)], terms, 1) };
    let assumed = Assumed::ShortestClip(length);
    if terms.strict {
        let error = ItemError::Assumption { assumed: Box::new(assumed), is_in_recipe: false };
        return Err(vec![ItemFault { index: 0, item: item.text.to_owned(), error, fix: None }]);
    }
    let mut estimate = estimate(table, [Ok(item)], terms, 1)?;
    estimate.assumptions.push(Assumption { line: 0, model, assumed, alternative: None });
    Ok(estimate)
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

/// Returns whether nothing is wrong but that something would have to be assumed.
fn is_assumption(faults: &[ItemFault]) -> bool {
    faults.iter().all(|fault| fault.error.code() == FaultCode::Assumption)
}

/// Returns an item for each rate that is left open, or the item itself.
fn variants<'t>(item: &Item<'t>, terms: Terms) -> Vec<Item<'t>> {
    let part = item.model();
    let choice = part.and_then(|part| Some((part, part.model.price.choose(&part.options, terms.audio).ok()?)));
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

/// Gives an item the job's quantity where it has none, and the shortest offered clip where the job is one of each.
fn with_job(mut item: Item<'_>, job: Quantity) -> (Item<'_>, Option<Length>) {
    let is_bare_recipe = is_bare_recipe(&item);
    match (&mut item.content, job) {
        (Content::Recipe { times, .. }, Quantity::Count(count)) if is_bare_recipe => *times = count,
        (Content::Part(Part::Model(ModelPart { model, quantity: quantity @ None, .. })), _) => {
            let is_one_clip = model.price.unit == Unit::Second && job == Quantity::Count(1);
            let shortest = model.seconds_offered.first().copied().filter(|_| is_one_clip);
            *quantity = Some(shortest.map_or(job, |each| Quantity::Clips { count: 1, each }));
            return (item, shortest);
        }
        _ => {}
    }
    (item, None)
}
