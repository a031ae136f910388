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
    /// Whether it is a recipe that is compared as it is, although the job is a length.
    pub whatever_length: bool,
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

/// Prices every candidate; those without a quantity of their own take the job's. A recipe takes a number only: it is as
/// long as it is.
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
            let name = name(&item);
            let priced = match shortest.filter(|_| terms.strict) {
                Some(shortest) => Err(vec![strict_fault(&item, shortest)]),
                None => estimate(table, [Ok(item)], Terms { audio: audio.or(terms.audio), ..terms }, 1),
            };
            match (priced, model) {
                (Ok(mut estimate), _) => {
                    // Said once for all, where no row has the choice.
                    estimate.notes.retain(|note| !matches!(note, Note::NoAudioChoice(_)));
                    let audio = estimate.lines.first().and_then(|line| line.audio).filter(|_| model.is_some());
                    let whatever_length = is_bare_recipe(&candidate.item) && !matches!(job, Quantity::Count(_));
                    let named = candidate.named;
                    rows.push(Row { name, model, audio, named, shortest, whatever_length, estimate });
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

/// Whether it is a recipe, and nobody said how many of it.
fn is_bare_recipe(item: &Item<'_>) -> bool {
    item.recipe.is_some() && !item.text.contains('=')
}

/// The item with the job's quantity where it has none, and the shortest clip that is offered where that is taken.
fn with_job<'t>(item: &Item<'t>, job: Quantity) -> (Item<'t>, Option<Length>) {
    let mut item = item.clone();
    if item.recipe.is_some() {
        if let (Quantity::Count(count), true) = (job, is_bare_recipe(&item)) {
            item.times = count;
        }
        return (item, None);
    }
    let [Portion::Model { model, quantity: quantity @ None, .. }] = item.portions.as_mut_slice() else {
        return (item, None);
    };
    let one_clip = model.price.unit() == Unit::Second && job == Quantity::Count(1);
    let shortest = model.lengths_offered.first().copied().filter(|_| one_clip);
    *quantity = Some(shortest.map_or(job, |each| Quantity::Clips { count: 1, each }));
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

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> PriceTable {
        PriceTable::built_in().unwrap()
    }

    fn candidates<'t>(items: &[&'t str], table: &'t PriceTable) -> Vec<Candidate<'t>> {
        items.iter().map(|item| Candidate { item: Item::parse(item, table).unwrap(), named: true }).collect()
    }

    /// Names, audio and cost of the rows for a job, and the names of what has no answer.
    fn compared(items: &[&str], job: &str, terms: Terms) -> Result<(Vec<String>, Vec<String>), Vec<ItemFault>> {
        let table = table();
        let (rows, without) = compare(&table, candidates(items, &table), job.parse().unwrap(), terms)?;
        let row = |row: &Row<'_>| {
            let audio = row.audio.map_or("", Audio::flag);
            let shortest = row.shortest.map_or_else(String::new, |shortest| format!(" shortest {shortest}"));
            format!("{} {audio} {}{shortest}", row.name, row.credits())
        };
        Ok((rows.iter().map(row).collect(), without.iter().map(|without| without.model.name.clone()).collect()))
    }

    #[test]
    fn both_rates_are_rows_where_nobody_said() {
        let (rows, _) = compared(&["veo3.1/fast", "framepack=2"], "4s", Terms::default()).unwrap();
        assert_eq!(rows, ["framepack  110", "veo3.1/fast no-audio 140", "veo3.1/fast audio 200"]);
        let said = Terms { audio: Some(Audio::With), ..Terms::default() };
        assert_eq!(compared(&["veo3.1/fast"], "4s", said).unwrap().0, ["veo3.1/fast audio 200"]);
        let suffixed = compared(&["veo3.1/fast=4s:no-audio"], "1", Terms::default()).unwrap().0;
        assert_eq!(suffixed, ["veo3.1/fast no-audio 140"]);
    }

    #[test]
    fn what_rows_are_called() {
        let (rows, _) =
            compared(&["Cheapest 30s", "cheapest-30s=2", "credits=5", "NANO_BANANA"], "1", Terms::default()).unwrap();
        assert_eq!(rows, ["credits  5", "cheapest-30s  7", "2 × cheapest-30s  14", "nano-banana  15"]);
    }

    #[test]
    fn a_recipe_takes_a_number_and_is_as_long_as_it_is() {
        let table = table();
        let compared = |items: &[&str], job: &str| {
            let (rows, _) = compare(&table, candidates(items, &table), job.parse().unwrap(), Terms::default()).unwrap();
            let row = |row: &Row<'_>| format!("{} {} {}", row.name, row.credits(), row.whatever_length);
            rows.iter().map(row).collect::<Vec<_>>()
        };
        assert_eq!(compared(&["cheapest-30s"], "3"), ["3 × cheapest-30s 21 false"]);
        assert_eq!(compared(&["cheapest-30s=1"], "3"), ["cheapest-30s 7 false"]);
        assert_eq!(compared(&["cheapest-30s", "flux dev"], "60s"), ["cheapest-30s 7 true", "flux dev 140 false"]);
        assert_eq!(compared(&["cheapest-30s=2"], "4x8s"), ["2 × cheapest-30s 14 false"]);
        let one = "[[recipe]]\nname = \"one\"\nitems = [\"m\"]\n[[model]]\nname = \"m\"\nkind = \"image-to-video\"\nper_clip = 5\n";
        let own = format!("[table]\nname = \"T\"\nsource = \"S\"\nchecked = 2026-09-19\n{one}");
        let own = PriceTable::parse(own.as_bytes(), "t.toml").unwrap();
        let (rows, _) = compare(&own, candidates(&["one"], &own), "4x8s".parse().unwrap(), Terms::default()).unwrap();
        assert_eq!(rows[0].credits().to_string(), "5", "the job isn't its model's");
    }

    #[test]
    fn the_shortest_clip_for_one_of_each() {
        let (rows, _) = compared(&["veo3.1/fast", "veo3.1/fast=5s"], "1", Terms::default()).unwrap();
        assert_eq!(
            rows,
            [
                "veo3.1/fast no-audio 140 shortest 4 s",
                "veo3.1/fast no-audio 175",
                "veo3.1/fast audio 200 shortest 4 s",
                "veo3.1/fast audio 250",
            ]
        );
        let strict = Terms { strict: true, audio: Some(Audio::With), ..Terms::default() };
        let faults = compared(&["veo3.1/fast"], "1", strict).unwrap_err();
        assert!(faults[0].to_string().contains("`--job 4s`"), "{}", faults[0]);
        assert!(compared(&["veo3.1/fast"], "4s", strict).is_ok());
    }

    #[test]
    fn what_the_job_has_no_answer_for_is_kept_and_what_was_said_wrongly_refused() {
        let (rows, without) = compared(&["nano-banana", "kling 1.6"], "30s", Terms::default()).unwrap();
        assert_eq!((rows, without), (vec!["nano-banana  105".to_owned()], vec!["kling v1.6".to_owned()]));
        let faults = compared(&["nano-banana", "kling 1.6=30s"], "1", Terms::default()).unwrap_err();
        assert_eq!(faults.len(), 1);
        let strict = Terms { strict: true, ..Terms::default() };
        assert_eq!(compared(&["nano-banana"], "30s", strict).unwrap_err().len(), 1, "an assumption isn't passed over");
    }

    #[test]
    fn a_flag_without_effect_is_said_once() {
        let table = table();
        let terms = Terms { audio: Some(Audio::With), ..Terms::default() };
        let notes = |items: &[&str]| {
            let (rows, _) = compare(&table, candidates(items, &table), Quantity::Count(1), terms).unwrap();
            let notes = rows.iter().flat_map(|row| &row.estimate.notes);
            notes.filter(|note| matches!(note, Note::NoAudioChoice(_))).count()
        };
        assert_eq!(notes(&["nano-banana", "flux dev"]), 1);
        assert_eq!(notes(&["nano-banana", "veo3.1/fast"]), 0);
    }

    #[test]
    fn every_model_is_a_candidate_that_nobody_named() {
        let table = table();
        let candidates = every_model(&table);
        assert_eq!(candidates.len(), table.models.len());
        let told: Vec<_> = candidates.iter().map(|one| (one.named, one.item.lacks_quantity())).collect();
        assert_eq!(told, vec![(false, true); table.models.len()]);
    }
}
