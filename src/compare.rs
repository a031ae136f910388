//! The same job by several models: what each costs, the cheapest first. Pure.

use crate::credits::Credits;
use crate::estimate::{Estimate, Note, Terms, estimate};
use crate::item::{Item, ItemError, ItemFault, Portion};
use crate::price::{Audio, Unit};
use crate::quantity::{Length, Quantity};
use crate::table::{Model, PriceTable};
use crate::words;

/// Something that is compared, before it is priced.
#[derive(Debug, Clone)]
pub struct Candidate<'t> {
    /// What it is.
    pub item: Item<'t>,
    /// Whether the user named it.
    pub named: bool,
}

/// A candidate with its price.
#[derive(Debug, Clone)]
pub struct Row<'t> {
    /// The row's own name, or the item as typed where it is more than a model.
    pub name: String,
    /// The model, where it is one.
    pub model: Option<&'t Model>,
    /// The audio that the price is for, where there is a choice.
    pub audio: Option<Audio>,
    /// Whether the user named it.
    pub named: bool,
    /// The shortest length that is offered, where that was taken because nobody said one.
    pub shortest: Option<Length>,
    /// What it costs.
    pub estimate: Estimate<'t>,
}

/// A candidate for which the job has no answer.
#[derive(Debug, Clone)]
pub struct NotComparable<'t> {
    /// The model.
    pub model: &'t Model,
    /// Why.
    pub fault: ItemFault,
}

/// What came of the comparison: the rows, the cheapest first, and what has no answer.
pub type Compared<'t> = (Vec<Row<'t>>, Vec<NotComparable<'t>>);

/// Prices every candidate; those without a quantity of their own take the job's.
///
/// # Errors
/// Items that the user gave a quantity that can't be priced.
pub fn compare<'t>(
    table: &'t PriceTable,
    candidates: Vec<Candidate<'t>>,
    job: Quantity,
    terms: Terms,
) -> Result<Compared<'t>, Vec<ItemFault>> {
    let mut rows = Vec::new();
    let mut without = Vec::new();
    let mut faults = Vec::new();
    for candidate in candidates {
        let own_quantity = !candidate.item.lacks_quantity();
        let model = candidate.item.model();
        for audio in choices(&candidate.item, terms) {
            let (item, shortest) = with_job(&candidate.item, job);
            let priced = match shortest.filter(|_| terms.strict) {
                Some(shortest) => Err(vec![strict_fault(&item, shortest)]),
                None => estimate(table, [Ok(item)], Terms { audio: audio.or(terms.audio), ..terms }, 1),
            };
            match (priced, model) {
                (Ok(mut estimate), _) => {
                    // Said once for all, where no row has the choice.
                    estimate.notes.retain(|note| !matches!(note, Note::NoAudioChoice(_)));
                    let audio = estimate.lines.first().and_then(|line| line.audio).filter(|_| model.is_some());
                    let name = name(&candidate.item);
                    rows.push(Row { name, model, audio, named: candidate.named, shortest, estimate });
                }
                (Err(mut of_item), Some(model)) if !own_quantity && !only_assumed(&of_item) => {
                    without.push(NotComparable { model, fault: of_item.swap_remove(0) });
                    break;
                }
                (Err(of_item), _) => {
                    faults.extend(of_item);
                    break;
                }
            }
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let no_choice = rows.iter().all(|row| row.estimate.lines.iter().all(|line| line.audio.is_none()));
    if let (Some(audio), Some(first)) = (terms.audio, rows.first_mut().filter(|_| no_choice)) {
        first.estimate.notes.push(Note::NoAudioChoice(audio));
    }
    rows.sort_by_key(|row| row.estimate.each);
    Ok((rows, without))
}

/// What an item is called: the row's own name, or as it was typed where that is more than one.
fn name(item: &Item<'_>) -> String {
    match (item.recipe, item.portions.as_slice()) {
        (Some(recipe), _) if item.times == 1 => recipe.name.clone(),
        (Some(recipe), _) => format!("{} × {}", words::grouped_count(u128::from(item.times)), recipe.name),
        (None, [Portion::Model { model, .. }]) => model.name.clone(),
        (None, [Portion::Credits { name, .. }]) => (*name).to_owned(),
        (None, _) => item.text.to_owned(),
    }
}

/// Whether nothing is wrong but that something would have to be assumed.
fn only_assumed(faults: &[ItemFault]) -> bool {
    faults.iter().all(|fault| matches!(fault.error, ItemError::Assumption(_)))
}

/// Every model as a candidate that nobody named.
pub fn every_model(table: &PriceTable) -> Vec<Candidate<'_>> {
    let candidate = |model| {
        let portions = vec![Portion::Model { model, quantity: None, audio: None }];
        Candidate { item: Item { text: &model.name, recipe: None, times: 1, portions }, named: false }
    };
    table.models.iter().map(candidate).collect()
}

/// The choices of audio that are rows: both where nothing was said, the cheaper first where they differ.
fn choices(item: &Item<'_>, terms: Terms) -> Vec<Option<Audio>> {
    match item.portions.as_slice() {
        [Portion::Model { model, audio: None, .. }] if terms.audio.is_none() && model.price.has_audio_choice() => {
            vec![Some(Audio::Without), Some(Audio::With)]
        }
        _ => vec![None],
    }
}

/// The item with the job's quantity where it has none, and the shortest clip that is offered where that is taken.
fn with_job<'t>(item: &Item<'t>, job: Quantity) -> (Item<'t>, Option<Length>) {
    let mut item = item.clone();
    let mut shortest = None;
    if item.lacks_quantity()
        && let [Portion::Model { model, quantity, .. }] = item.portions.as_mut_slice()
    {
        let one_clip = model.price.unit() == Unit::Second && job == Quantity::Count(1);
        shortest = model.lengths_offered.first().copied().filter(|_| one_clip);
        *quantity = Some(shortest.map_or(job, |each| Quantity::Clips { count: 1, each }));
    }
    (item, shortest)
}

fn strict_fault(item: &Item<'_>, shortest: Length) -> ItemFault {
    let shortest = Quantity::Length(shortest);
    let message = format!(
        "would need the shortest clip that is offered to be assumed: write a length, such as `--job {shortest}`"
    );
    ItemFault { item: item.text.to_owned(), error: ItemError::Assumption(message), fix: None }
}

impl Row<'_> {
    /// What one costs, with retakes.
    pub fn credits(&self) -> Credits {
        self.estimate.each
    }
}
