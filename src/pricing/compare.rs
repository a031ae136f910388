//! The same job on several models: what each costs, the cheapest first.

use super::assumption::{Assumed, Assumption};
use super::estimate::{Estimate, Note, Terms, estimate};
use super::item::{Content, Item, ItemError, ItemFault, ModelPart, Part};
use crate::table::PriceTable;
use crate::table::schema::Model;
use crate::values::credits::Credits;
use crate::values::price::{Rate, Unit};
use crate::values::quantity::{Length, Quantity};

/// Something to compare, before it is priced.
#[derive(Debug, Clone)]
pub struct Candidate<'t> {
    /// What it is.
    pub item: Item<'t>,
    /// Whether the user named it.
    pub is_named: bool,
    /// The place among the items that the user named.
    pub index: usize,
}

/// A candidate with its price.
#[derive(Debug, Clone)]
pub struct Row<'t> {
    /// The row's own name, with the number of times for a recipe.
    pub name: String,
    /// The model, where it is one.
    pub model: Option<&'t Model>,
    /// The option that the price is for, where the model has options.
    pub option: Option<&'t Rate>,
    /// Whether the user named it.
    pub is_named: bool,
    /// Whether it is a recipe that is compared as it is, although the job is a length.
    pub ignores_job: bool,
    /// What it costs.
    pub estimate: Estimate<'t>,
}

/// A candidate that can't do the job.
#[derive(Debug, Clone)]
pub struct NotComparable<'t> {
    /// The model.
    pub model: &'t Model,
    /// Why it can't.
    pub error: ItemError,
}

/// A comparison: the rows, the cheapest first, and what can't do the job.
pub type Comparison<'t> = (Vec<Row<'t>>, Vec<NotComparable<'t>>);

/// Prices every candidate. Those without a quantity get the job's; of a recipe the job is how many, because a recipe is as
/// long as it is. Where options are left open, each rate is a row.
///
/// # Errors
/// Items that the user named and that can't be priced.
pub fn compare<'t>(
    table: &'t PriceTable,
    candidates: Vec<Candidate<'t>>,
    job: Quantity,
    terms: Terms,
) -> Result<Comparison<'t>, Vec<ItemFault>> {
    let (mut rows, mut not_comparable, mut faults) = (Vec::new(), Vec::new(), Vec::new());
    for candidate in candidates {
        let has_quantity = candidate.item.model().is_none_or(|part| part.quantity.is_some());
        let model = candidate.item.model().map(|part| part.model);
        for item in variants(&candidate.item, terms) {
            let (item, shortest) = with_job(item, job);
            let priced = price(table, &candidate, item, shortest, terms);
            match (priced, model) {
                (Ok((name, option, estimate)), _) => {
                    let ignores_job = is_bare_recipe(&candidate.item) && !matches!(job, Quantity::Count(_));
                    let is_named = candidate.is_named;
                    rows.push(Row { name, model, option, is_named, ignores_job, estimate });
                }
                (Err(of_item), Some(model)) if !has_quantity && (!candidate.is_named || !is_assumption(&of_item)) => {
                    let error = of_item.into_iter().next().map(|fault| fault.error);
                    not_comparable.extend(error.map(|error| NotComparable { model, error }));
                    break;
                }
                (Err(of_item), _) => {
                    faults.extend(of_item.into_iter().map(|fault| ItemFault { index: candidate.index, ..fault }));
                    break;
                }
            }
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    note_audio_once(&mut rows);
    rows.sort_by_key(|row| row.estimate.each);
    Ok((rows, not_comparable))
}

/// Makes every model a candidate that nobody named.
pub fn every_model(table: &PriceTable) -> Vec<Candidate<'_>> {
    let candidate = |model| Candidate { item: Item::of_model(model), is_named: false, index: 0 };
    table.models.iter().map(candidate).collect()
}

type Priced<'t> = (String, Option<&'t Rate>, Estimate<'t>);

fn price<'t>(
    table: &'t PriceTable,
    candidate: &Candidate<'t>,
    item: Item<'t>,
    shortest: Option<Length>,
    terms: Terms,
) -> Result<Priced<'t>, Vec<ItemFault>> {
    if let Some(shortest) = shortest.filter(|_| terms.strict) {
        let error = ItemError::Assumption(Box::new(Assumed::ShortestClip(shortest)));
        return Err(vec![ItemFault { index: candidate.index, item: item.text.to_owned(), error, fix: None }]);
    }
    let name = name(&item);
    let mut estimate = estimate(table, [Ok(item)], terms, 1)?;
    let option = estimate.lines.first().filter(|_| candidate.item.model().is_some()).and_then(|line| line.option);
    if let (Some(shortest), Some(part)) = (shortest, candidate.item.model()) {
        let assumed = Assumed::ShortestClip(shortest);
        estimate.assumptions.push(Assumption { line: 0, model: part.model, assumed, alternative: None });
    }
    Ok((name, option, estimate))
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
    faults.iter().all(|fault| matches!(fault.error, ItemError::Assumption(_)))
}

/// Returns an item for each rate that is left open, or the item itself.
fn variants<'t>(item: &Item<'t>, terms: Terms) -> Vec<Item<'t>> {
    let Some(part) = item.model() else { return vec![item.clone()] };
    let Ok(choice) = part.model.price.choose(&part.options, terms.audio) else { return vec![item.clone()] };
    if choice.alternatives.is_empty() {
        return vec![item.clone()];
    }
    let open = |rate: &&Rate| choice.option == Some(*rate) || choice.alternatives.contains(rate);
    let with = |rate: &Rate| {
        let part = ModelPart { options: rate.words.clone(), ..part.clone() };
        Item { text: item.text, content: Content::Part(Part::Model(part)) }
    };
    part.model.price.options().iter().filter(open).map(with).collect()
}

fn is_bare_recipe(item: &Item<'_>) -> bool {
    matches!(item.content, Content::Recipe { .. }) && !item.text.contains('=')
}

/// Gives an item the job's quantity where it has none, and the shortest offered clip where the job is one of each.
fn with_job(mut item: Item<'_>, job: Quantity) -> (Item<'_>, Option<Length>) {
    let is_bare_recipe = is_bare_recipe(&item);
    match &mut item.content {
        Content::Recipe { times, .. } => {
            if let (Quantity::Count(count), true) = (job, is_bare_recipe) {
                *times = count;
            }
            (item, None)
        }
        Content::Part(Part::Model(ModelPart { model, quantity: quantity @ None, .. })) => {
            let is_one_clip = model.price.unit == Unit::Second && job == Quantity::Count(1);
            let shortest = model.seconds_offered.first().copied().filter(|_| is_one_clip);
            *quantity = Some(shortest.map_or(job, |each| Quantity::Clips { count: 1, each }));
            (item, shortest)
        }
        Content::Part(_) => (item, None),
    }
}

/// Keeps the note that a flag has no effect only where it has none on any row, and once.
fn note_audio_once(rows: &mut [Row<'_>]) {
    let is_audio_note = |note: &Note<'_>| matches!(note, Note::NoAudioChoice(_));
    let has_choice = rows.iter().any(|row| !row.estimate.notes.iter().any(is_audio_note));
    for (index, row) in rows.iter_mut().enumerate() {
        row.estimate.notes.retain(|note| !is_audio_note(note) || !has_choice && index == 0);
    }
}

impl Row<'_> {
    /// Returns what one costs, with retakes.
    pub fn credits(&self) -> Credits {
        self.estimate.each
    }
}
