//! What a production costs: its lines, their sum, and everything that had to be assumed.

use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use super::assumption::{Assumed, Assumption, Group, OptionWords, Origin, groups};
use super::item::{Item, ItemError, ItemFault, ModelPart, Part, name_of};
use super::units::{Units, multiplied, next_offered};
use crate::table::read::RecipeProblem;
use crate::table::schema::{Model, Recipe};
use crate::table::{PriceTable, RateChange, Row};
use crate::values::credits::{Credits, Exact, LimitExceeded};
use crate::values::day::Day;
use crate::values::limits::{MAX_RETAKES_PERCENT, PRICE_DECIMALS};
use crate::values::number::{self, NumberError};
use crate::values::price::{Rate, Unit, audio_word};
use crate::values::quantity::{Length, Quantity};

/// What flags say about a whole production.
#[derive(Debug, Clone, Copy, Default)]
pub struct Terms {
    /// With or without audio, for every item that has the option and doesn't say.
    pub audio: Option<bool>,
    /// How long each image is shown.
    pub pace: Option<Length>,
    /// Paid generations beyond the ones needed.
    pub retakes: Retakes,
    /// Refuse every assumption.
    pub strict: bool,
    /// Price one second of a per-second model whose item has no quantity.
    pub default_second: bool,
    /// Price the shortest clip of a per-second model whose item has no quantity; an assumption.
    pub shortest_clip: bool,
    /// The quantities are those of `--job`.
    pub is_job: bool,
}

/// The factor by which retakes raise a cost: 1.25 for a quarter more paid generations on average.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Retakes(Exact);

impl Default for Retakes {
    fn default() -> Retakes {
        Retakes(Exact(Decimal::ONE))
    }
}

/// A per cent of 0 or more; the `%` can be left out.
impl FromStr for Retakes {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Retakes, NumberError> {
        let percent = number::decimal(text.strip_suffix('%').unwrap_or(text), PRICE_DECIMALS)?;
        if percent > MAX_RETAKES_PERCENT {
            return Err(NumberError::TooLarge);
        }
        let factor = percent.checked_div(Decimal::ONE_HUNDRED).and_then(|more| more.checked_add(Decimal::ONE));
        Ok(Retakes(Exact(factor.ok_or(NumberError::TooLarge)?.normalize())))
    }
}

impl Retakes {
    /// Returns the factor, 1 or more.
    pub fn factor(self) -> Decimal {
        self.0.0
    }

    /// Returns the factor as a per cent, 25 for 1.25; `None` without retakes.
    pub fn percent(self) -> Option<Decimal> {
        let more = self.factor().checked_sub(Decimal::ONE)?.checked_mul(Decimal::ONE_HUNDRED)?;
        (!more.is_zero()).then(|| more.normalize())
    }
}

/// The cost of a production, and of a number of them.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Estimate<'a> {
    /// How many productions.
    pub count: u64,
    /// `each` times `count`.
    #[serde(rename = "credits")]
    pub total: Credits,
    /// The lines' sum times the factor of retakes.
    #[serde(rename = "credits_each")]
    pub each: Credits,
    /// The factor of retakes.
    pub retakes: Retakes,
    /// The lines of one production.
    pub lines: Vec<Line<'a>>,
    /// What had to be assumed.
    #[serde(skip)]
    pub assumptions: Vec<Assumption<'a>>,
    /// What users should know besides.
    #[serde(skip)]
    pub notes: Vec<Note>,
    /// When the prices of recipes and templates that the table's source doesn't have were checked: the oldest date.
    #[serde(skip)]
    pub own_date: Option<Day>,
    /// The flag for audio, where no item has a choice.
    #[serde(skip)]
    pub ignored_audio: Option<bool>,
}

/// One line of a production.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Line<'a> {
    /// The row's name, `credits`, or what has a fixed price.
    pub name: &'a str,
    /// The row; `None` for an amount of credits.
    #[serde(serialize_with = "model_name")]
    pub model: Option<&'a Model>,
    kind: Option<&'a str>,
    /// The unit of quantity and rate.
    pub unit: Unit,
    /// How many units.
    pub quantity: Exact,
    /// How many clips, where clips are counted.
    pub clips: Option<u64>,
    /// How long each clip is, where that is known.
    pub clip_seconds: Option<Length>,
    /// Credits for one unit.
    pub rate: Credits,
    audio: Option<bool>,
    /// The option that the rate is for, where the model has options.
    #[serde(serialize_with = "option_name")]
    pub option: Option<&'a Rate>,
    /// Rate times quantity.
    pub credits: Credits,
    /// What customers call it.
    #[serde(skip)]
    pub title: &'a str,
    /// How often the item is needed: a recipe's number, or an amount for each of several.
    #[serde(skip)]
    pub times: u64,
}

fn model_name<S: Serializer>(model: &Option<&Model>, serializer: S) -> Result<S::Ok, S::Error> {
    model.map(|model| &model.name).serialize(serializer)
}

/// Writes the option of a rate as the table spells it.
pub(super) fn option_name<S: Serializer>(option: &Option<&Rate>, serializer: S) -> Result<S::Ok, S::Error> {
    option.map(|option| &option.option).serialize(serializer)
}

/// Something worth knowing that doesn't change the price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// A sentence without the full stop.
    pub text: String,
    /// Whether customers should know it too.
    pub is_for_customers: bool,
}

impl Note {
    /// Returns the note of a row of the table: a whole sentence as it is, other words after the row's name.
    pub fn of_row(name: &str, note: &Option<String>) -> Option<Note> {
        let note = note.as_ref()?;
        let sentence = note.strip_suffix('.');
        let is_sentence = sentence.is_some_and(|text| text.contains(' ') && text.starts_with(char::is_uppercase));
        // One sentence needs no full stop.
        let note = sentence.filter(|text| !text.contains(". ")).unwrap_or(note);
        let text = if is_sentence { note.to_owned() } else { format!("{name}: {note}") };
        Some(Note { text, is_for_customers: true })
    }

    /// Says how a row's figure is known: `measured, users' notes, 2026-09-19`; `None` where the row doesn't say.
    pub fn evidence(
        name: &str,
        evidence: &Option<String>,
        source: &Option<String>,
        checked: Option<Day>,
    ) -> Option<Note> {
        let checked = checked.map(|day| format!("checked {day}"));
        let source = [source.clone(), checked].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let text = match (evidence, source.as_str()) {
            (None, "") => return None,
            (None, source) => format!("{name}: {source}"),
            (Some(evidence), "") => format!("{name}: {evidence}"),
            (Some(evidence), source) => format!("{name}: {evidence} ({source})"),
        };
        Some(Note { text, is_for_customers: false })
    }
}

/// Says that a flag for audio has no effect.
pub fn no_audio_choice(audio: bool) -> String {
    format!("--{} has no effect: no item has an audio option", audio_word(audio))
}

/// Prices items as one production, and `count` of it.
///
/// # Errors
/// Every item that couldn't be read or can't be priced, in their order; or a total beyond the limits.
pub fn estimate<'a>(
    table: &'a PriceTable,
    items: impl IntoIterator<Item = Result<Item<'a>, ItemFault>>,
    terms: Terms,
    count: u64,
) -> Result<Estimate<'a>, Vec<ItemFault>> {
    let mut estimate = Estimate { retakes: terms.retakes, count, ..Estimate::default() };
    let (mut texts, mut faults) = (Vec::new(), Vec::new());
    for (index, item) in items.into_iter().enumerate() {
        let item = item.map_err(|fault| faults.push(ItemFault { index, ..fault }));
        let Ok(item) = item else { continue };
        texts.push(item.text);
        if let Some(Recipe { name, note, evidence, source, checked, .. }) = item.recipe {
            estimate.add_note(Note::of_row(name, note));
            if item.parts.iter().any(|part| matches!(part, Part::Credits { .. })) {
                estimate.add_note(Note::evidence(name, evidence, source, *checked));
                estimate.own_date = estimate.own_date.into_iter().chain(*checked).min();
            }
        }
        for part in &item.parts {
            if let Err(errors) = estimate.add(table, terms, part, item.times, item.recipe) {
                let fix = corrected(&item, part, &errors).filter(|_| item.recipe.is_none());
                let fault = |error| ItemFault { index, item: item.text.to_owned(), error, fix: fix.clone() };
                faults.extend(errors.into_iter().map(fault));
            }
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    estimate.ignored_audio =
        terms.audio.filter(|audio| !estimate.lines.iter().any(|line| line.has_audio_choice(*audio)));
    (estimate.each, estimate.total) = estimate.sums(&[], |line| Some(line.credits)).ok_or_else(|| {
        vec![ItemFault { index: 0, item: texts.join(" "), error: ItemError::TotalExceeded, fix: None }]
    })?;
    let mut assumptions = std::mem::take(&mut estimate.assumptions);
    for Assumption { line, assumed, alternative, .. } in &mut assumptions {
        *alternative = estimate.add_totals(assumed, &[*line]);
    }
    Ok(Estimate { assumptions, ..estimate })
}

impl Line<'_> {
    /// Returns whether `--audio` or `--no-audio` can choose the rate, or would if the item didn't say.
    fn has_audio_choice(&self, audio: bool) -> bool {
        let options = self.model.map_or(&[][..], |model| model.price.options());
        let is_chosen = self.option.is_none_or(|option| option.audio().is_some());
        is_chosen && options.iter().any(|option| option.audio() == Some(audio))
    }

    /// Returns what the line would cost with another option, given by its suffixes.
    fn credits_with(&self, suffixes: &str) -> Option<Credits> {
        let rate = self.model?.price.options().iter().find(|rate| rate.suffixes() == suffixes)?;
        rate.credits.times(self.quantity.0).ok()
    }
}

impl<'a> Estimate<'a> {
    /// Says that the totals in assumptions are those of one of several, which are called this.
    pub fn set_each(&mut self, noun: &str) {
        for assumption in &mut self.assumptions {
            if let Assumed::Option { each, .. } = &mut assumption.assumed {
                *each = Some(noun.to_owned());
            }
        }
    }

    /// Adds a note that isn't there yet.
    pub(super) fn add_note(&mut self, note: Option<Note>) {
        let note = note.filter(|note| !self.notes.contains(note));
        self.notes.extend(note);
    }

    /// Adds a line. What would have to be assumed for it is an error where the terms are strict.
    fn add(
        &mut self,
        table: &PriceTable,
        terms: Terms,
        part: &Part<'a>,
        times: u64,
        recipe: Option<&'a Recipe>,
    ) -> Result<(), Vec<ItemError>> {
        let origin = match recipe {
            Some(_) => Origin::Table,
            None if terms.is_job => Origin::Job,
            None => Origin::Item,
        };
        let priced = match part {
            Part::Credits { name, credits, times: own } => {
                let title = recipe.map_or(*name, Recipe::title);
                credits_line(name, title, *credits, own.saturating_mul(times)).map(|line| (line, Vec::new()))
            }
            Part::Model(part) => model_line(table, part, times, terms),
        };
        let (line, assumed) = priced.map_err(|error| vec![error])?;
        if terms.strict && !assumed.is_empty() {
            let error = |assumed| ItemError::Assumption { assumed: Box::new(assumed), origin };
            return Err(assumed.into_iter().map(error).collect());
        }
        if let Part::Model(ModelPart { model, .. }) = part {
            self.add_note(Note::of_row(&model.name, &model.note));
            let place = self.lines.len();
            let assumption = |assumed| Assumption { line: place, model, assumed, alternative: None, origin };
            self.assumptions.extend(assumed.into_iter().map(assumption));
        }
        self.lines.push(line);
        Ok(())
    }

    /// Returns the cost of one production and of all, where some lines have other credits; `None` beyond the limit.
    fn sums(&self, changed: &[usize], other: impl Fn(&Line<'a>) -> Option<Credits>) -> Option<(Credits, Credits)> {
        let mut sum = Credits::ZERO;
        for (place, line) in self.lines.iter().enumerate() {
            let credits = if changed.contains(&place) { other(line)? } else { line.credits };
            sum = sum.plus(credits).ok()?;
        }
        let each = sum.times(self.retakes.factor()).ok()?;
        Some((each, each.times(Decimal::from(self.count)).ok()?))
    }

    /// Returns what the total was before these changes of rates; `None` where an option that is left open might have been
    /// another one then.
    pub fn total_before(&self, changes: &[RateChange]) -> Option<Credits> {
        if changes.is_empty() || self.assumptions.iter().any(|one| matches!(one.assumed, Assumed::Option { .. })) {
            return None;
        }
        let places: Vec<usize> = (0..self.lines.len()).collect();
        let sums = self.sums(&places, |line| {
            let is_of_line = |change: &&RateChange| change.is_of(line.name, line.option);
            let rate = changes.iter().find(is_of_line).map_or(line.rate, |change| change.from);
            rate.times(line.quantity.0).ok()
        });
        sums.map(|(_, total)| total)
    }

    /// Adds what the total would be with another option on these lines; returns the lowest total that is possible.
    fn add_totals(&self, assumed: &mut Assumed, lines: &[usize]) -> Option<Credits> {
        match assumed {
            Assumed::Option { chosen, others, .. } => {
                chosen.total = Some(self.total);
                for other in others.iter_mut() {
                    let sums = self.sums(lines, |line| line.credits_with(&other.suffixes));
                    other.total = sums.map(|(_, total)| total);
                }
                others.iter().filter_map(|other| other.total).min()
            }
            Assumed::OfferedLength { totals, .. } => {
                let [credits, _] = (*totals)?;
                let total = self.sums(lines, |_| Some(credits)).map(|(_, total)| total);
                *totals = total.map(|total| [total, self.total]);
                total
            }
            _ => None,
        }
    }

    /// Returns the assumptions, the same one about several models together.
    pub fn grouped_assumptions(&self) -> Vec<Group<'a>> {
        let mut groups = groups(&self.assumptions);
        for group in &mut groups {
            if matches!(group.assumed, Assumed::Option { .. }) {
                self.add_totals(&mut group.assumed, &group.lines);
            }
        }
        groups
    }
}

fn credits_line<'a>(name: &'a str, title: &'a str, credits: Credits, times: u64) -> Result<Line<'a>, ItemError> {
    let credits = credits.times(Decimal::from(times)).map_err(|LimitExceeded| ItemError::limit())?;
    Ok(Line {
        name,
        title,
        unit: Unit::Credit,
        quantity: Exact(credits.value()),
        rate: Credits::ONE,
        credits,
        times,
        ..Line::default()
    })
}

/// Prices a model with its quantity; returns the line and what had to be assumed for it.
fn model_line<'a>(
    table: &PriceTable,
    part: &ModelPart<'a>,
    times: u64,
    terms: Terms,
) -> Result<(Line<'a>, Vec<Assumed>), ItemError> {
    let model = part.model;
    let needs_length = part.quantity.is_none() && model.price.unit == Unit::Second;
    let shortest = model.seconds_offered.first().filter(|_| needs_length && terms.shortest_clip).copied();
    let quantity = match shortest {
        Some(each) => Some(Quantity::Clips { count: 1, each }),
        None if needs_length && terms.default_second => Some(Quantity::Length(Length::SECOND)),
        None => part.quantity,
    };
    let units = Units::of(table, model, quantity, terms.pace)?;
    let no_such_option = |words: Vec<String>| ItemError::no_such_option(&format!(":{}", words.join(":")), model);
    let choice = model.price.choose(&part.options, terms.audio).map_err(no_such_option)?;
    let amount = multiplied(units.amount, times)?;
    let credits = |quantity: Decimal| choice.rate.times(quantity).map_err(|LimitExceeded| ItemError::limit());
    let line = Line {
        name: &model.name,
        model: Some(model),
        kind: Some(&model.kind),
        unit: model.price.unit,
        quantity: Exact(amount),
        clips: units.clips.map(|clips| clips.checked_mul(times).ok_or_else(ItemError::limit)).transpose()?,
        clip_seconds: units.clip_length,
        rate: choice.rate,
        audio: choice.option.and_then(Rate::audio),
        option: choice.option,
        credits: credits(amount)?,
        title: model.title(),
        times,
    };
    let mut assumed: Vec<Assumed> = units.assumed.into_iter().collect();
    if let Some(asked) = quantity
        && let Some(next) = next_offered(model, asked)
    {
        let priced = |next: Quantity| {
            let units = Units::of(table, model, Some(next), terms.pace).ok()?;
            Some((next, credits(multiplied(units.amount, times).ok()?).ok()?))
        };
        let next = next.and_then(priced);
        let to_write = match line.unit {
            Unit::Second => next.map(|(next, _)| next),
            _ if assumed.is_empty() => units.clips.map(Quantity::Count),
            _ => None,
        };
        let asked = part.quantity.map(|_| asked);
        let (next, totals) = next.map(|(next, credits)| (next, [credits, line.credits])).unzip();
        let offered = model.seconds_offered.clone();
        assumed.push(Assumed::OfferedLength { asked, offered, next, totals, to_write });
    }
    if let (Some(chosen), false) = (choice.option, choice.alternatives.is_empty()) {
        assumed.push(Assumed::Option {
            each: None,
            is_audio: choice.alternatives.iter().all(|other| other.differs_only_in_audio(chosen)),
            chosen: option_words(chosen),
            others: choice.alternatives.into_iter().map(option_words).collect(),
        });
    }
    assumed.extend(shortest.map(Assumed::ShortestClip));
    assumed.extend(model.retired.map(Assumed::Retired));
    Ok((line, assumed))
}

fn option_words(rate: &Rate) -> OptionWords {
    OptionWords { words: rate.in_words(), suffixes: rate.suffixes(), total: None }
}

/// Returns the item with the quantity and the options that its errors ask for; `None` where that isn't possible.
fn corrected(item: &Item<'_>, part: &Part<'_>, errors: &[ItemError]) -> Option<String> {
    let Part::Model(part) = part else { return None };
    let mut quantity = part.quantity.map(|quantity| quantity.to_string());
    let mut suffixes: String = part.options.iter().map(|word| format!(":{word}")).collect();
    for error in errors {
        let assumed = match error {
            ItemError::ClipsForImages(count) => return Some(format!("{}={count}", item.typed_name())),
            ItemError::Assumption { assumed, .. } => assumed.as_ref(),
            _ => return None,
        };
        match assumed {
            Assumed::Pacing { images: count, .. } | Assumed::ClipLength { clips: count, .. } => {
                quantity = Some(count.to_string());
            }
            Assumed::OfferedLength { to_write: Some(other), .. } => quantity = Some(other.to_string()),
            Assumed::OfferedLength { .. } => {}
            Assumed::Option { chosen, .. } => suffixes.clone_from(&chosen.suffixes),
            Assumed::Retired(_) | Assumed::ShortestClip(_) | Assumed::DefaultModel => return None,
        }
    }
    let quantity = quantity.map_or_else(String::new, |quantity| format!("={quantity}"));
    Some(format!("{}{quantity}{suffixes}", item.typed_name()))
}

/// Returns what is wrong with each item of a recipe, which can hold models and amounts of credits only, or with all of
/// them together.
pub fn check_recipe(table: &PriceTable, recipe: &Recipe) -> Vec<RecipeProblem> {
    let items = recipe.items.iter().map(|text| match table.find(name_of(text)) {
        Some(Row::Recipe(_)) => {
            Err(ItemFault { index: 0, item: text.clone(), error: ItemError::recipe_in_recipe(), fix: None })
        }
        _ => Item::parse(text, table),
    });
    let faults = estimate(table, items, Terms::default(), 1).err().unwrap_or_default();
    let problem = |fault: &ItemFault| RecipeProblem {
        item: fault.index,
        is_unknown_name: matches!(fault.error, ItemError::UnknownName(_)),
        message: fault.sentence(),
    };
    faults.iter().map(problem).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A price table with one model of each kind of price.
    const TABLE: &str = "[table]\nname = \"T\"\nsource = \"S\"\nchecked = 2026-09-19\n\
        [pacing]\nimages = 7\nseconds = 30\n\
        [[model]]\nname = \"image\"\nkind = \"text-to-image\"\nper_image = { low = 1, medium = 4, high = 16 }\n\
        [[model]]\nname = \"flat\"\nkind = \"text-to-image\"\nper_image = 0.5\nnote = \"Slow.\"\n\
        [[model]]\nname = \"clip\"\nkind = \"image-to-video\"\nper_clip = 10\nclip_seconds = 5\nseconds_offered = [5, 10]\n\
        [[model]]\nname = \"unknown\"\nkind = \"image-to-video\"\nper_clip = 7\n\
        [[model]]\nname = \"talker\"\nkind = \"image-to-video\"\nper_second = { audio = 5, no_audio = 3 }\nseconds_offered = [4, 6]\n\
        [[model]]\nname = \"other talker\"\nkind = \"image-to-video\"\nper_second = { audio = 5, no_audio = 3 }\n\
        [[model]]\nname = \"old\"\nkind = \"image-to-video\"\nper_second = 2\nretired = 2026-01-02\n\
        [[recipe]]\nname = \"talk\"\nitems = [\"talker=4s\"]\n\
        [[recipe]]\nname = \"mix\"\nitems = [\"flat=30s\", \"talker=4s\", \"credits=100\"]\nevidence = \"measured\"\n";

    fn table() -> PriceTable {
        PriceTable::parse(TABLE.as_bytes(), "t.toml").unwrap()
    }

    fn estimated<'t>(table: &'t PriceTable, items: &[&'t str], terms: Terms, count: u64) -> Estimate<'t> {
        estimate(table, items.iter().map(|item| Item::parse(item, table)), terms, count).unwrap()
    }

    /// Each assumption: its code, what the total would be the other way, and the note.
    fn assumptions(items: &[&str], terms: Terms) -> Vec<String> {
        let table = table();
        let estimate = estimated(&table, items, terms, 1);
        let of_lines = estimate.assumptions.iter().map(|one| {
            let alternative = one.alternative.map_or("-".to_owned(), |credits| credits.to_string());
            format!("{} {alternative}", one.assumed.code())
        });
        let notes = estimate.grouped_assumptions().into_iter().map(|group| group.note());
        of_lines.chain(notes).collect()
    }

    /// The faults under `--strict`, each with the item as it should be written.
    fn refused(items: &[&str]) -> Vec<(String, Option<String>)> {
        let table = table();
        let terms = Terms { strict: true, ..Terms::default() };
        let faults = estimate(&table, items.iter().map(|item| Item::parse(item, &table)), terms, 1).unwrap_err();
        faults.into_iter().map(|fault| (fault.sentence(), fault.fix)).collect()
    }

    #[test]
    fn retakes_are_a_factor() {
        for (text, factor) in [("0", "1"), ("25%", "1.25"), ("25", "1.25"), ("12.5", "1.125"), ("1000000", "10001")] {
            assert_eq!(text.parse::<Retakes>().unwrap().factor().to_string(), factor);
        }
        assert_eq!("1000000.0001".parse::<Retakes>(), Err(NumberError::TooLarge));
        assert!("x".parse::<Retakes>().is_err());
    }

    #[test]
    fn assumptions_have_the_total_of_the_other_way() {
        let none: [&str; 0] = [];
        assert_eq!(
            assumptions(&["flat=30s"], Terms::default()),
            ["pacing -", "this assumes 7 images for 30 s (write a number, such as =7, or use --pace)"]
        );
        assert_eq!(
            assumptions(&["image=2"], Terms::default()),
            [
                "option 2",
                "image is priced with the option high; with the option low the total would be 2 credits and with the option medium 8 credits instead of 32 (add :low or :medium)"
            ]
        );
        assert_eq!(
            assumptions(&["talker=4s", "other talker=1s"], Terms::default()),
            [
                "audio 17",
                "audio 23",
                "talker and other talker are priced with audio; without audio the total would be 15 credits instead of 25 (add :no-audio or --no-audio)"
            ]
        );
        assert_eq!(
            assumptions(&["talker=5s:audio"], Terms::default()),
            [
                "offered_length 30",
                "talker clips are 4 or 6 s, so 5 s isn't possible; with 6 s the total would be 30 credits instead of 25 (write =6s)"
            ]
        );
        assert_eq!(
            assumptions(&["talker=2x8s:audio"], Terms::default()),
            [
                "offered_length 80",
                "talker clips are 4 or 6 s, not 8 s; 16 s in several clips would cost the same (write =16s)"
            ]
        );
        assert_eq!(
            assumptions(&["clip=7s"], Terms::default()),
            [
                "clip_length -",
                "offered_length 20",
                "clip clips are 5 s, so 7 s needs 2 clips (write =2)",
                "clip clips are 5 or 10 s, so 7 s isn't possible; 10 s would cost the same"
            ]
        );
        assert_eq!(
            assumptions(&["clip=3x10s"], Terms::default()),
            ["clip_length -", "clip clips are 5 s, so 3 × 10 s needs 6 clips (write =6)"]
        );
        assert_eq!(
            assumptions(&["unknown=2x9s"], Terms::default()),
            ["clip_length -", "the clip length of unknown isn't known, so this assumes 2 clips (write =2)"]
        );
        assert_eq!(
            assumptions(&["old=9s"], Terms::default()),
            ["retired -", "old is no longer available (since 2026-01-02)"]
        );
        assert_eq!(
            assumptions(&["mix"], Terms::default()),
            [
                "pacing -",
                "audio 115.5",
                "this assumes 7 images for 30 s (use --pace)",
                "talker is priced with audio; without audio the total would be 115.5 credits instead of 123.5 (use --no-audio)"
            ]
        );
        let chosen = Terms { audio: Some(false), pace: "5s".parse().ok(), ..Terms::default() };
        assert_eq!(assumptions(&["mix", "talker=4s", "clip=1x5s", "image=1:low"], chosen), none);
    }

    #[test]
    fn strict_refuses_every_assumption_with_what_to_write() {
        let fix = |text: &str| Some(text.to_owned());
        for (item, part, expected) in [
            (
                "flat=30s",
                "the number of images for 30 s isn't given (write a number, such as =7, or use --pace)",
                fix("flat=7"),
            ),
            ("image=2", "the price depends on an option (add :high, :low or :medium)", fix("image=2:high")),
            ("talker=4s", "(add :audio, :no-audio, --audio or --no-audio)", fix("talker=4s:audio")),
            (
                "talker=5s:audio",
                "clips are 4 or 6 s, so 5 s isn't possible; with 6 s it would be 30 credits instead of 25",
                fix("talker=6s:audio"),
            ),
            (
                "talker=3x5s:no-audio",
                "with 3 × 6 s it would be 54 credits instead of 45 (write =3x6s)",
                fix("talker=3x6s:no-audio"),
            ),
            (
                "talker=2x7s:audio",
                "with 16 s in several clips it would be 80 credits instead of 70 (write =16s)",
                fix("talker=16s:audio"),
            ),
            ("clip=3x10s", "clips are 5 s, so 3 × 10 s needs 6 clips (write =6)", fix("clip=6")),
            ("unknown=2x9s", "the clip length isn't known (write =2)", fix("unknown=2")),
            ("old=9s", "no longer available (since 2026-01-02)", None),
            ("mix", "the number of images for 30 s isn't given (use --pace)", None),
            ("talk", "the price depends on an option (use --audio or --no-audio)", None),
        ] {
            let faults = refused(&[item]);
            assert!(faults[0].0.contains(part), "{}", faults[0].0);
            assert_eq!(faults[0].1, expected, "{item}");
        }
        let both = refused(&["talker=5s"]);
        assert_eq!(both.iter().map(|(_, fix)| fix.as_deref()).collect::<Vec<_>>(), [Some("talker=6s:audio"); 2]);
    }

    #[test]
    fn faults_come_together_and_know_their_item() {
        let table = table();
        let items = ["nope", "flat=3", "talker", "old=1000000000x2s"];
        let faults =
            estimate(&table, items.iter().map(|item| Item::parse(item, &table)), Terms::default(), 1).unwrap_err();
        let places: Vec<(usize, &str)> =
            faults.iter().map(|fault| (fault.index, fault.error.code().as_str())).collect();
        assert_eq!(places, [(0, "unknown_name"), (2, "missing_quantity"), (3, "limit")]);
        let large = ["credits=600000000000", "credits=600000000000"];
        let faults =
            estimate(&table, large.iter().map(|item| Item::parse(item, &table)), Terms::default(), 1).unwrap_err();
        assert_eq!(faults[0].error, ItemError::TotalExceeded, "the total, of items that are each accepted");
    }

    #[test]
    fn notes_are_made_once() {
        let table = table();
        let terms = Terms { audio: Some(true), ..Terms::default() };
        let notes = |items: &[&'static str]| -> Vec<String> {
            estimated(&table, items, terms, 1).notes.into_iter().map(|note| note.text).collect()
        };
        assert_eq!(notes(&["flat", "flat=2"]), ["flat: Slow"]);
        assert_eq!(estimated(&table, &["flat"], terms, 1).ignored_audio, Some(true));
        assert_eq!(notes(&["mix=2"]), ["mix: measured", "flat: Slow"]);
    }

    #[test]
    fn a_recipe_is_multiplied_and_a_second_is_the_default_of_fit() {
        let table = table();
        let estimate = estimated(&table, &["mix=2"], Terms::default(), 3);
        assert_eq!((estimate.each.to_string(), estimate.total.to_string()), ("247".to_owned(), "741".to_owned()));
        let terms = Terms { default_second: true, ..Terms::default() };
        let second = estimated(&table, &["talker:audio"], terms, 1);
        assert_eq!((second.each.to_string(), second.assumptions[0].assumed.code()), ("5".to_owned(), "offered_length"));
    }

    #[test]
    fn recipes_are_checked() {
        let recipe = |items: &str| {
            let text = format!("{TABLE}[[recipe]]\nname = \"r\"\nitems = [{items}]\n");
            PriceTable::parse(text.as_bytes(), "t.toml").map(|_| ()).map_err(|error| error.errors[0].message.clone())
        };
        assert_eq!(recipe("\"flat=3\""), Ok(()));
        assert_eq!(recipe("\"nope\""), Err("no model called `nope`".to_owned()));
        assert!(recipe("\"mix\"").unwrap_err().contains("`mix` is a recipe"));
        assert!(recipe("\"talker\"").unwrap_err().contains("write a length"));
        assert!(recipe("\"credits=1000000000000\", \"credits=1\"").unwrap_err().contains("the total is"));
    }
}
