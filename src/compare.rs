//! The same job by several models: what each costs, the cheapest first. Pure.

use crate::credits::Credits;
use crate::estimate::{Estimate, Note, Terms, estimate};
use crate::item::{Item, ItemError, ItemFault, Portion};
use crate::price::{Audio, Unit};
use crate::quantity::Quantity;
use crate::table::{Model, PriceTable};

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
    /// Whether its length is the shortest that is offered, which nobody said.
    pub shortest: bool,
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
            let refused = match (shortest, terms.strict) {
                (true, true) => Some(strict_fault(&item)),
                _ => None,
            };
            let priced = match refused {
                Some(fault) => Err(vec![fault]),
                None => estimate(table, [Ok(item)], Terms { audio: audio.or(terms.audio), ..terms }, 1),
            };
            match (priced, model) {
                (Ok(mut estimate), _) => {
                    // Said once for all, where no row has the choice.
                    estimate.notes.retain(|note| !matches!(note, Note::NoAudioChoice(_)));
                    let audio = estimate.lines.first().and_then(|line| line.audio).filter(|_| model.is_some());
                    let name = model.map_or_else(|| candidate.item.text.to_owned(), |model| model.name.clone());
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

/// The item with the job's quantity where it has none; true where that is the shortest clip that is offered.
fn with_job<'t>(item: &Item<'t>, job: Quantity) -> (Item<'t>, bool) {
    let mut item = item.clone();
    let mut shortest = false;
    if item.lacks_quantity()
        && let [Portion::Model { model, quantity, .. }] = item.portions.as_mut_slice()
    {
        let offered =
            model.lengths_offered.first().filter(|_| model.price.unit() == Unit::Second && job == Quantity::Count(1));
        *quantity = Some(match offered {
            Some(each) => Quantity::Clips { count: 1, each: *each },
            None => job,
        });
        shortest = offered.is_some();
    }
    (item, shortest)
}

fn strict_fault(item: &Item<'_>) -> ItemFault {
    let message = "would need the shortest clip that is offered to be assumed: write a length, such as `--job 8s`";
    ItemFault { item: item.text.to_owned(), error: ItemError::Assumption(message.to_owned()), fix: None }
}

impl Row<'_> {
    /// What one costs, with retakes.
    pub fn credits(&self) -> Credits {
        self.estimate.each
    }
}
