//! What a production costs: its lines, their sum, and everything that had to be assumed. Pure and exact.

use std::collections::HashSet;
use std::str::FromStr;

use rust_decimal::Decimal;

use crate::credits::{Credits, TooMany};
use crate::item::{Item, ItemError, ItemFault, Portion};
use crate::limits::{MAX_CREDITS, MAX_RETAKES_PERCENT, PRICE_DECIMALS};
use crate::name::hyphenated;
use crate::number::{self, NumberError};
use crate::price::{Audio, Conversion, Mismatch, Unit, Units};
use crate::quantity::{Length, Quantity};
use crate::table::{Model, PriceTable, Provenance, Recipe};
use crate::words;

/// What the user says about a whole production.
#[derive(Debug, Clone, Copy, Default)]
pub struct Terms {
    /// Audio for every model that has the choice and whose item says nothing.
    pub audio: Option<Audio>,
    /// How long an image stays, for lengths of per-image models.
    pub pace: Option<Length>,
    /// Paid generations beyond the ones needed.
    pub retakes: Retakes,
    /// Refuse every assumption.
    pub strict: bool,
    /// Price one second of a per-second model whose item has no quantity.
    pub by_the_second: bool,
}

/// The factor by which retakes raise a cost: 1.25 for a quarter more paid generations on average.
///
/// A failed generation is free and a regenerated one isn't, so what one keeps costs the factor times as much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retakes(Decimal);

/// Models and figures, priced.
#[derive(Debug, Clone)]
pub struct Estimate<'a> {
    /// The lines of one production.
    pub lines: Vec<Line<'a>>,
    /// The factor of retakes.
    pub retakes: Retakes,
    /// The lines' sum times the factor of retakes.
    pub each: Credits,
    /// How many productions.
    pub count: u64,
    /// `each` times `count`.
    pub total: Credits,
    /// What had to be assumed.
    pub assumptions: Vec<Assumption<'a>>,
    /// What the user should know besides.
    pub notes: Vec<Note<'a>>,
}

/// One line of a production.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// What is shown: the row's name, `credits`, or what has a fixed price.
    pub name: &'a str,
    /// The row; `None` for a figure in credits.
    pub model: Option<&'a Model>,
    /// The unit of quantity and rate.
    pub unit: Unit,
    /// How many units.
    pub quantity: Decimal,
    /// How many clips, where clips are counted.
    pub clips: Option<u64>,
    /// How long each clip is, where that is known.
    pub clip_length: Option<Length>,
    /// Credits for one unit.
    pub rate: Credits,
    /// The audio that the rate is for, where there is a choice.
    pub audio: Option<Audio>,
    /// Rate times quantity.
    pub credits: Credits,
    /// How often the item was taken, where it is a recipe or a figure for each of several.
    pub times: u64,
}

/// Something that nobody said and the price depends on.
#[derive(Debug, Clone)]
pub struct Assumption<'a> {
    /// The place of the line whose price it bears on.
    pub line: usize,
    /// That line's model.
    pub model: &'a Model,
    /// What was assumed.
    pub assumed: Assumed,
    /// What the total would be with this one assumption the other way; `None` where there is no other way.
    pub alternative: Option<Credits>,
}

/// The kinds of assumption.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assumed {
    /// A length became images or clips by a fact of the table.
    Conversion(Conversion),
    /// The dearer rate.
    Audio(Audio),
    /// The model that a template takes where a request names none.
    DefaultModel,
}

/// Something worth knowing that doesn't change the price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note<'a> {
    /// Clips of a length were asked of a model priced by the clip.
    ClipLength {
        /// The row.
        model: &'a Model,
    },
    /// A length that the service doesn't offer.
    NotOffered {
        /// The row.
        model: &'a Model,
        /// The length asked for.
        length: Length,
    },
    /// The own note of a model or a plan.
    OfRow {
        /// The row's name.
        name: &'a str,
        /// The note.
        note: &'a str,
    },
    /// The recipe's own note.
    OfRecipe {
        /// The row.
        recipe: &'a Recipe,
        /// The note.
        note: &'a str,
    },
    /// A recipe holds a figure in credits, which stands on evidence of its own.
    Figure {
        /// The row.
        recipe: &'a Recipe,
    },
    /// `--audio` or `--no-audio`, and no item has the choice.
    NoAudioChoice(Audio),
}

impl Default for Retakes {
    fn default() -> Retakes {
        Retakes(Decimal::ONE)
    }
}

/// A per cent of 0 or more; the `%` may be left out.
impl FromStr for Retakes {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Retakes, NumberError> {
        let percent = number::decimal(text.strip_suffix('%').unwrap_or(text), PRICE_DECIMALS)?;
        if percent > MAX_RETAKES_PERCENT {
            return Err(NumberError::TooLarge);
        }
        let more = percent.checked_div(Decimal::ONE_HUNDRED).ok_or(NumberError::TooLarge)?;
        let factor = more.checked_add(Decimal::ONE).ok_or(NumberError::TooLarge)?;
        Ok(Retakes(factor.normalize()))
    }
}

impl Retakes {
    /// The factor, 1 or more.
    pub fn factor(self) -> Decimal {
        self.0
    }

    /// Whether there are none.
    pub fn is_none(self) -> bool {
        self.0 == Decimal::ONE
    }
}

/// Prices items as one production, and `count` productions of it.
///
/// # Errors
/// Every item that couldn't be read or can't be priced, in their order; or a total beyond the limits.
pub fn estimate<'a>(
    table: &'a PriceTable,
    items: impl IntoIterator<Item = Result<Item<'a>, ItemFault>>,
    terms: Terms,
    count: u64,
) -> Result<Estimate<'a>, Vec<ItemFault>> {
    let mut production = Pricing::default();
    for item in items {
        match item {
            Ok(item) => production.add(table, &item, terms),
            Err(fault) => production.faults.push(fault),
        }
    }
    let Pricing { lines, assumed, mut notes, faults, texts } = production;
    if !faults.is_empty() {
        return Err(faults);
    }
    if let Some(audio) = terms.audio
        && !lines.iter().any(|line| line.audio.is_some())
    {
        notes.push(Note::NoAudioChoice(audio));
    }
    let sums = Sums { lines: &lines, retakes: terms.retakes, count };
    let (each, total) = sums.total(|_| false).map_err(|TooMany| {
        let item = texts.join(" ");
        vec![ItemFault { item, error: ItemError::TooMuch, fix: None }]
    })?;
    let assumptions = assumed
        .into_iter()
        .filter_map(|(line, assumed)| {
            let alternative = match assumed {
                Assumed::Audio(_) => sums.total(|index| index == line).ok().map(|(_, total)| total),
                Assumed::Conversion(_) | Assumed::DefaultModel => None,
            };
            let model = lines.get(line)?.model?;
            Some(Assumption { line, model, assumed, alternative })
        })
        .collect();
    Ok(Estimate { retakes: terms.retakes, each, count, total, assumptions, notes, lines })
}

/// A production while its items are priced one after the other.
#[derive(Default)]
struct Pricing<'a> {
    lines: Vec<Line<'a>>,
    /// What was assumed, with the place of the line.
    assumed: Vec<(usize, Assumed)>,
    notes: Vec<Note<'a>>,
    faults: Vec<ItemFault>,
    texts: Vec<&'a str>,
}

impl<'a> Pricing<'a> {
    fn add(&mut self, table: &'a PriceTable, item: &Item<'a>, terms: Terms) {
        self.texts.push(item.text);
        if let Some(recipe) = item.recipe {
            self.notes.extend(recipe.provenance.note.as_ref().map(|note| Note::OfRecipe { recipe, note }));
            if item.portions.iter().any(|portion| matches!(portion, Portion::Credits { .. })) {
                self.notes.push(Note::Figure { recipe });
            }
        }
        for portion in &item.portions {
            match priced(table, portion, item.times, terms, &mut self.notes) {
                Ok((line, assumed)) => {
                    for assumed in assumed.into_iter().flatten() {
                        if terms.strict {
                            self.faults.push(forbidden(item, assumed));
                        }
                        if let (Assumed::Conversion(Conversion::Pacing { .. }), Some(pacing)) = (assumed, &table.pacing)
                        {
                            self.notes.extend(Note::of_row("pacing", &pacing.provenance));
                        }
                        self.assumed.push((self.lines.len(), assumed));
                    }
                    self.lines.push(line);
                }
                Err(error) => self.faults.push(fault(item, portion, error)),
            }
        }
    }
}

/// The sums of a production.
struct Sums<'l, 'a> {
    lines: &'l [Line<'a>],
    retakes: Retakes,
    count: u64,
}

impl Sums<'_, '_> {
    /// The cost of one production and of all, with the audio of the `turned` lines the other way.
    fn total(&self, turned: impl Fn(usize) -> bool) -> Result<(Credits, Credits), TooMany> {
        let mut sum = Credits::ZERO;
        for (index, line) in self.lines.iter().enumerate() {
            sum = sum.plus(if turned(index) { line.with_other_audio()? } else { line.credits })?;
        }
        let each = sum.times(self.retakes.factor())?;
        Ok((each, each.times(Decimal::from(self.count))?))
    }
}

impl Line<'_> {
    /// What the line would cost with the other choice of audio.
    pub fn with_other_audio(&self) -> Result<Credits, TooMany> {
        match (self.model, self.audio) {
            (Some(model), Some(audio)) => model.price.rate(Some(audio.other())).0.times(self.quantity),
            _ => Ok(self.credits),
        }
    }

    /// The quantity in words: `7 images`, `48 s`, `6 × 8 s = 48 s`.
    pub fn quantity_in_words(&self) -> String {
        let amount = words::grouped_number(self.quantity);
        match (self.unit, self.clips, self.clip_length) {
            (Unit::Credit, ..) if self.times > 1 => {
                let each = self.quantity.checked_div(Decimal::from(self.times)).unwrap_or(self.quantity);
                format!("{} × {}", words::grouped_count(u128::from(self.times)), words::grouped_number(each))
            }
            (Unit::Credit, ..) => String::new(),
            (Unit::Second, Some(clips), Some(each)) if clips > 1 => {
                format!("{} × {each} = {amount} s", words::grouped_count(u128::from(clips)))
            }
            (Unit::Second, ..) => format!("{amount} s"),
            (unit, ..) if self.quantity == Decimal::ONE => format!("1 {}", unit.word()),
            (unit, ..) => format!("{amount} {}s", unit.word()),
        }
    }

    /// The rate in words: `15/image`, `50/s`; nothing for a figure in credits.
    pub fn rate_in_words(&self) -> String {
        let rate = words::grouped(self.rate);
        match self.unit {
            Unit::Credit => String::new(),
            _ if self.rate.is_zero() => "free".to_owned(),
            Unit::Second => format!("{rate}/s"),
            unit => format!("{rate}/{}", unit.word()),
        }
    }
}

impl Estimate<'_> {
    /// The total with this audio the other way, wherever it was assumed; `None` where it wasn't.
    pub fn with_other_audio(&self, assumed: Audio) -> Option<Credits> {
        let is_assumed = |of: &Assumption<'_>| of.assumed == Assumed::Audio(assumed);
        let on_line = |line: usize| self.assumptions.iter().any(|of| of.line == line && is_assumed(of));
        let sums = Sums { lines: &self.lines, retakes: self.retakes, count: self.count };
        let (_, total) = self.assumptions.iter().any(is_assumed).then(|| sums.total(on_line).ok()).flatten()?;
        Some(total)
    }
}

impl Assumption<'_> {
    /// Whether it is about audio.
    pub fn is_audio(&self) -> bool {
        matches!(self.assumed, Assumed::Audio(_))
    }
}

impl Assumed {
    /// The kind, as it stands in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Assumed::Conversion(Conversion::Pacing { .. }) => "pacing",
            Assumed::Conversion(Conversion::ClipLength { .. }) => "clip_length",
            Assumed::Audio(_) => "audio",
            Assumed::DefaultModel => "default_model",
        }
    }

    /// What was assumed: `7 images`, `6 clips of 5 s`, `with audio`.
    pub fn in_words(self) -> String {
        match self {
            Assumed::Conversion(Conversion::Pacing { images, .. }) => words::counted(u128::from(images), "image"),
            Assumed::Conversion(Conversion::ClipLength { clips, each, .. }) => {
                format!("{} of {each}", words::counted(u128::from(clips), "clip"))
            }
            Assumed::Audio(audio) => audio.phrase().to_owned(),
            Assumed::DefaultModel => "the default model".to_owned(),
        }
    }
}

/// A portion's line and what was assumed for it.
fn priced<'a>(
    table: &PriceTable,
    portion: &Portion<'a>,
    times: u64,
    terms: Terms,
    notes: &mut Vec<Note<'a>>,
) -> Result<(Line<'a>, [Option<Assumed>; 2]), ItemError> {
    let (model, quantity, said) = match *portion {
        Portion::Credits { name, credits } => {
            let quantity = multiplied(credits.value(), times)?;
            let credits = Credits::new(quantity).map_err(|TooMany| ItemError::TooMuch)?;
            let line = Line {
                name,
                model: None,
                unit: Unit::Credit,
                quantity: credits.value(),
                clips: None,
                clip_length: None,
                rate: Credits::ONE,
                audio: None,
                credits,
                times,
            };
            return Ok((line, [None, None]));
        }
        Portion::Model { model, quantity, audio } => (model, quantity, audio.or(terms.audio)),
    };
    let one_second = terms.by_the_second && quantity.is_none() && model.price.unit() == Unit::Second;
    let asked = if one_second { Some(Quantity::Length(Length::SECOND)) } else { quantity };
    let units = model.price.units(asked, table.facts(model, terms.pace)).map_err(mismatched)?;
    notes_on(model, quantity, units, notes);
    let quantity = multiplied(units.amount, times)?;
    let (rate, audio) = model.price.rate(said);
    let credits = rate.times(quantity).map_err(|TooMany| ItemError::TooMuch)?;
    let clips = match units.clips {
        Some(clips) => Some(clips.checked_mul(times).ok_or(ItemError::TooMuch)?),
        None => None,
    };
    let assumed_audio = audio.filter(|audio| said.is_none() && model.price.rate(Some(audio.other())).0 != rate);
    let line = Line {
        name: &model.name,
        model: Some(model),
        unit: units.unit,
        quantity,
        clips,
        clip_length: units.clip_length,
        rate,
        audio,
        credits,
        times,
    };
    Ok((line, [units.assumed.map(Assumed::Conversion), assumed_audio.map(Assumed::Audio)]))
}

fn multiplied(amount: Decimal, times: u64) -> Result<Decimal, ItemError> {
    amount
        .checked_mul(Decimal::from(times))
        .filter(|product| *product <= MAX_CREDITS)
        .map(|product| product.normalize())
        .ok_or(ItemError::TooMuch)
}

fn notes_on<'a>(model: &'a Model, quantity: Option<Quantity>, units: Units, notes: &mut Vec<Note<'a>>) {
    match quantity {
        Some(Quantity::Clips { each, .. }) if units.unit == Unit::Clip && model.clip_length != Some(each) => {
            notes.push(Note::ClipLength { model });
        }
        Some(Quantity::Clips { each, .. })
            if !model.lengths_offered.is_empty() && !model.lengths_offered.contains(&each) =>
        {
            notes.push(Note::NotOffered { model, length: each });
        }
        Some(Quantity::Length(length)) if !model.offers(length) => {
            notes.push(Note::NotOffered { model, length });
        }
        _ => {}
    }
    notes.extend(Note::of_row(&model.name, &model.provenance));
}

fn mismatched(mismatch: Mismatch) -> ItemError {
    match mismatch {
        Mismatch::HowLong => ItemError::HowLong,
        Mismatch::NumberForSeconds(count) => ItemError::NumberForSeconds(count),
        Mismatch::ClipsForImages(count) => ItemError::ClipsForImages(count),
        Mismatch::NoPacing => ItemError::NoPacing,
        Mismatch::NoClipLength => ItemError::NoClipLength,
        Mismatch::TooMuch => ItemError::TooMuch,
    }
}

/// An item that can't be priced, with the spelling that could be.
fn fault(item: &Item<'_>, portion: &Portion<'_>, error: ItemError) -> ItemFault {
    let Portion::Model { audio, .. } = portion else {
        return ItemFault { item: item.text.to_owned(), error, fix: None };
    };
    let quantity = match &error {
        ItemError::NumberForSeconds(count) => Some(format!("{count}s")),
        ItemError::ClipsForImages(count) => Some(count.to_string()),
        // Any other quantity would be made up.
        _ => None,
    };
    let suffix = audio.map(|audio| format!(":{}", audio.flag())).unwrap_or_default();
    let fix =
        quantity.filter(|_| item.recipe.is_none()).map(|quantity| format!("{}={quantity}{suffix}", typed_name(item)));
    ItemFault { item: item.text.to_owned(), error, fix }
}

/// An assumption that was forbidden, with what to write instead.
fn forbidden(item: &Item<'_>, assumed: Assumed) -> ItemFault {
    let name = typed_name(item);
    let (message, fix) = match (assumed, item.recipe) {
        (Assumed::Conversion(Conversion::Pacing { length, .. }), Some(_)) => {
            (format!("would need a pace to be assumed for {length}: say how long an image stays with `--pace`"), String::new())
        }
        (Assumed::Conversion(Conversion::Pacing { length, images }), None) => (
            format!("would need a pace to be assumed for {length}: write `={images}`, or say how long an image stays with `--pace`"),
            format!("{name}={images}"),
        ),
        (Assumed::Conversion(Conversion::ClipLength { length, each, .. }), Some(_)) => {
            (format!("would need clips of {each} to be assumed for {length}: write its items by themselves"), String::new())
        }
        (Assumed::Conversion(Conversion::ClipLength { length, clips, each }), None) => (
            format!("would need clips of {each} to be assumed for {length}: write `={clips}`"),
            format!("{name}={clips}"),
        ),
        (Assumed::Audio(_), Some(_)) => {
            ("doesn't say whether with audio: say it with `--audio` or `--no-audio`".to_owned(), String::new())
        }
        (Assumed::Audio(audio), None) => (
            "doesn't say whether with audio: write `:audio` or `:no-audio`, or say it for all with `--audio` or `--no-audio`"
                .to_owned(),
            format!("{}:{}", item.text, audio.flag()),
        ),
        (Assumed::DefaultModel, _) => ("names no model".to_owned(), String::new()),
    };
    let fix = item.recipe.is_none().then_some(fix);
    ItemFault { item: item.text.to_owned(), error: ItemError::Assumption(message), fix }
}

fn typed_name(item: &Item<'_>) -> String {
    let name = item.text.split(['=', ':']).next().unwrap_or_default().trim();
    if name.contains(' ') { hyphenated(name) } else { name.to_owned() }
}

impl<'a> Note<'a> {
    /// The own note of a row, where it has one.
    pub fn of_row(name: &'a str, provenance: &'a Provenance) -> Option<Note<'a>> {
        provenance.note.as_deref().map(|note| Note::OfRow { name, note })
    }
}

/// Notes in words, one line a kind.
pub fn notes_in_words(notes: &[Note<'_>]) -> Vec<String> {
    let of_kind = |words: fn(&Note<'_>) -> Option<String>| {
        let mut seen = HashSet::new();
        let parts: Vec<String> = notes.iter().filter_map(words).filter(|part| seen.insert(part.clone())).collect();
        (!parts.is_empty()).then(|| parts.join("; "))
    };
    let lines = [
        clip_lengths_in_words(notes),
        not_offered_in_words(notes),
        of_kind(|note| match note {
            Note::OfRow { name, note } => Some(format!("{name}: {note}")),
            _ => None,
        }),
        of_kind(|note| match note {
            Note::OfRecipe { recipe, note } => Some(format!("{}: {note}", recipe.name)),
            _ => None,
        }),
        of_kind(|note| match note {
            Note::Figure { recipe } => Some(format!("{}: {}", recipe.name, recipe.provenance.in_words()?)),
            _ => None,
        }),
        of_kind(|note| match note {
            Note::NoAudioChoice(audio) => Some(format!("--{} changes nothing: no item has the choice", audio.flag())),
            _ => None,
        }),
    ];
    lines.into_iter().flatten().collect()
}

/// Which lengths the service doesn't offer, the models with the same ones together.
fn not_offered_in_words(notes: &[Note<'_>]) -> Option<String> {
    let mut found: Vec<(&[Length], Vec<&str>, Vec<String>)> = Vec::new();
    for note in notes {
        let Note::NotOffered { model, length } = note else { continue };
        let (name, length) = (model.name.as_str(), length.to_string());
        match found.iter_mut().find(|(offered, ..)| *offered == model.lengths_offered) {
            Some((_, names, lengths)) => {
                names.extend((!names.contains(&name)).then_some(name));
                lengths.extend((!lengths.contains(&length)).then_some(length));
            }
            None => found.push((&model.lengths_offered, vec![name], vec![length])),
        }
    }
    let part = |(offered, names, lengths): &(&[Length], Vec<&str>, Vec<String>)| {
        let offered: Vec<String> = offered.iter().map(|length| length.seconds().to_string()).collect();
        let are = if names.len() == 1 { "is" } else { "are" };
        let [names, offered, lengths] = [words::list(names), words::list(&offered), words::list(lengths)];
        format!("{names} {are} offered in clips of {offered} s, not {lengths}")
    };
    let parts: Vec<String> = found.iter().map(part).collect();
    (!parts.is_empty()).then(|| format!("{}; priced by the second all the same", parts.join("; ")))
}

/// That prices by the clip don't depend on length, and of which models the table knows it.
fn clip_lengths_in_words(notes: &[Note<'_>]) -> Option<String> {
    let (mut known, mut unknown): (Vec<String>, Vec<&str>) = (Vec::new(), Vec::new());
    let mut seen = HashSet::new();
    for note in notes {
        match note {
            Note::ClipLength { model } if seen.insert(&model.name) => match model.clip_length {
                Some(length) => known.push(format!("{} ({length})", model.name)),
                None => unknown.push(&model.name),
            },
            _ => {}
        }
    }
    let facts = match (known.as_slice(), unknown.as_slice()) {
        ([], []) => return None,
        (known, []) => format!("the table knows the clip length of {}", words::list(known)),
        ([], [one]) => format!("the table doesn't know the clip length of {one}"),
        ([], _) => "the table doesn't know the clip length of these models".to_owned(),
        (known, _) => format!("the table knows the clip length of {} only", words::list(known)),
    };
    Some(format!("per-clip prices don't depend on length; {facts}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> PriceTable {
        PriceTable::built_in().unwrap()
    }

    fn estimated<'t>(table: &'t PriceTable, items: &[&'t str], terms: Terms, count: u64) -> Estimate<'t> {
        estimate(table, items.iter().map(|item| Item::parse(item, table)), terms, count).unwrap()
    }

    /// The faults, each with its fix.
    fn refused(items: &[&str], terms: Terms) -> Vec<(String, Option<String>)> {
        refused_by(&table(), items, terms)
    }

    fn refused_by(table: &PriceTable, items: &[&str], terms: Terms) -> Vec<(String, Option<String>)> {
        let faults = estimate(table, items.iter().map(|item| Item::parse(item, table)), terms, 1).unwrap_err();
        faults.into_iter().map(|fault| (fault.to_string(), fault.fix)).collect()
    }

    fn notes(items: &[&str], terms: Terms) -> Vec<String> {
        let table = table();
        let estimate = estimated(&table, items, terms, 1);
        notes_in_words(&estimate.notes)
    }

    #[test]
    fn retakes_are_a_factor() {
        for (text, factor) in [("0", "1"), ("25%", "1.25"), ("25", "1.25"), ("12.5", "1.125"), ("1000000", "10001")] {
            let retakes: Retakes = text.parse().unwrap();
            assert_eq!(retakes.factor().to_string(), factor);
            assert_eq!(retakes.is_none(), factor == "1");
        }
        assert_eq!("1000000.0001".parse::<Retakes>(), Err(NumberError::TooLarge));
        assert!("x".parse::<Retakes>().is_err());
        assert!(Retakes::default().is_none());
    }

    #[test]
    fn the_other_audio_of_one_line_and_of_all() {
        let table = table();
        let items = ["veo3.1/fast=2s", "veo3.1/fast/image-to-video=4s", "veo3.1/fast=1s:no-audio", "flux dev"];
        let terms = Terms { retakes: "100".parse().unwrap(), ..Terms::default() };
        let estimate = estimated(&table, &items, terms, 3);
        assert_eq!((estimate.each.to_string(), estimate.total.to_string()), ("690".to_owned(), "2070".to_owned()));
        let alternatives: Vec<_> =
            estimate.assumptions.iter().map(|assumption| assumption.alternative.unwrap().to_string()).collect();
        assert_eq!(alternatives, ["1890", "1710"], "30 and 60 less, twice for retakes, three times");
        assert_eq!(estimate.with_other_audio(Audio::With).unwrap().to_string(), "1530");
        assert_eq!(estimate.with_other_audio(Audio::Without), None);
        assert_eq!(
            estimated(&table, &["veo3.1/fast=1s:audio", "flux dev=30s"], terms, 1).with_other_audio(Audio::With),
            None
        );
        let mixed = "[table]\nname = \"T\"\nsource = \"S\"\nchecked = 2026-09-19\n\
                     [[model]]\nname = \"a\"\nkind = \"image-to-video\"\nper_second = { audio = 5, no_audio = 1 }\n\
                     [[model]]\nname = \"b\"\nkind = \"image-to-video\"\nper_second = { audio = 2, no_audio = 3 }\n";
        let mixed = PriceTable::parse(mixed.as_bytes(), "t.toml").unwrap();
        let mixed = estimated(&mixed, &["a=1s", "b=1s"], Terms::default(), 1);
        let other = |audio| mixed.with_other_audio(audio).unwrap().to_string();
        assert_eq!(
            (other(Audio::With), other(Audio::Without)),
            ("4".to_owned(), "7".to_owned()),
            "of 8, one at a time"
        );
        let line = estimated(&table, &["flux dev=3"], terms, 1).lines[0];
        assert_eq!(line.with_other_audio().unwrap(), line.credits);
    }

    #[test]
    fn lines_in_words() {
        let table = table();
        for (item, quantity, rate) in [
            ("flux dev", "1 image", "10/image"),
            ("flux dev=1250", "1,250 images", "10/image"),
            ("framepack", "1 clip", "55/clip"),
            ("framepack=2x5s", "2 clips", "55/clip"),
            ("veo3.1/fast=1s", "1 s", "50/s"),
            ("veo3.1/fast=2.5s", "2.5 s", "50/s"),
            ("veo3.1/fast=1x8s", "8 s", "50/s"),
            ("veo3.1/fast=6x8s", "6 × 8 s = 48 s", "50/s"),
            ("credits=400", "", ""),
            ("selfie-scene", "", ""),
            ("selfie-scene=2", "2 × 400", ""),
        ] {
            let line = estimated(&table, &[item], Terms::default(), 1).lines[0];
            assert_eq!((line.quantity_in_words().as_str(), line.rate_in_words().as_str()), (quantity, rate), "{item}");
        }
        let free = "[table]\nname = \"T\"\nsource = \"S\"\nchecked = 2026-09-19\n[[model]]\nname = \"m\"\nkind = \"text-to-image\"\nper_image = 0\n";
        let free = PriceTable::parse(free.as_bytes(), "t.toml").unwrap();
        assert_eq!(estimated(&free, &["m=3"], Terms::default(), 1).lines[0].rate_in_words(), "free");
    }

    #[test]
    fn what_was_assumed() {
        let table = table();
        let assumed = |item: &'static str, terms: Terms| -> Vec<(&'static str, String)> {
            let estimate = estimated(&table, &[item], terms, 1);
            let assumed = estimate.assumptions.iter().map(|of| (of.assumed.code(), of.assumed.in_words()));
            assumed.collect()
        };
        let said = Terms { audio: Some(Audio::Without), pace: "5s".parse().ok(), ..Terms::default() };
        assert_eq!(assumed("flux dev=30s", Terms::default()), [("pacing", "7 images".to_owned())]);
        assert_eq!(assumed("flux dev=30s", said), []);
        assert_eq!(assumed("framepack=12s", said), [("clip_length", "3 clips of 5 s".to_owned())]);
        assert_eq!(assumed("veo3.1/fast=8s", Terms::default()), [("audio", "with audio".to_owned())]);
        assert_eq!(assumed("veo3.1/fast=8s", said), []);
        assert_eq!(
            (Assumed::DefaultModel.code(), Assumed::DefaultModel.in_words()),
            ("default_model", "the default model".to_owned())
        );
        let one_rate = "[table]\nname = \"T\"\nsource = \"S\"\nchecked = 2026-09-19\n[[model]]\nname = \"m\"\nkind = \"image-to-video\"\nper_second = { audio = 2, no_audio = 2 }\n";
        let one_rate = PriceTable::parse(one_rate.as_bytes(), "t.toml").unwrap();
        assert!(estimated(&one_rate, &["m=3s"], Terms::default(), 1).assumptions.is_empty(), "both rates are the same");
    }

    #[test]
    fn a_second_where_nothing_is_said_and_that_is_asked() {
        let by_the_second = Terms { by_the_second: true, ..Terms::default() };
        let table = table();
        assert_eq!(estimated(&table, &["veo3.1/fast"], by_the_second, 1).lines[0].quantity_in_words(), "1 s");
        assert_eq!(estimated(&table, &["veo3.1/fast=8s"], by_the_second, 1).lines[0].quantity_in_words(), "8 s");
        assert_eq!(estimated(&table, &["flux dev"], by_the_second, 1).lines[0].quantity_in_words(), "1 image");
        assert_eq!(refused(&["veo3.1/fast"], Terms::default()).len(), 1);
    }

    #[test]
    fn notes_one_line_a_kind() {
        let none: [&str; 0] = [];
        assert_eq!(notes(&["framepack=2x5s"], Terms::default()), none, "the length that it has");
        assert_eq!(
            notes(&["framepack=2x6s", "kling 1.6=2x5s", "framepack=1x7s"], Terms::default()),
            ["per-clip prices don't depend on length; the table knows the clip length of framepack (5 s) only"]
        );
        assert_eq!(
            notes(&["kling 1.6=2x5s"], Terms::default()),
            ["per-clip prices don't depend on length; the table doesn't know the clip length of kling v1.6"]
        );
        assert_eq!(
            notes(&["kling 1.6=2x5s", "kling 1.5=2x5s"], Terms::default()),
            ["per-clip prices don't depend on length; the table doesn't know the clip length of these models"]
        );
        assert_eq!(
            notes(&["framepack=1x6s"], Terms::default()),
            ["per-clip prices don't depend on length; the table knows the clip length of framepack (5 s)"]
        );
        assert_eq!(
            notes(&["veo3.1/fast=2x8s", "veo3.1/fast=8s", "veo3.1/fast=10s", "flux dev=5s"], Terms::default()),
            none
        );
        assert_eq!(
            notes(
                &["veo3.1/fast=2x5s", "veo3.1/fast=7s", "veo3.1/fast/image-to-video=5s", "veo3.1/fast=5s"],
                Terms::default()
            ),
            [
                "veo3.1/fast and veo3.1/fast/image-to-video are offered in clips of 4, 6 and 8 s, not 5 s and 7 s; priced by the second all the same"
            ]
        );
        assert_eq!(
            notes(&["veo3.1/fast=2x5s"], Terms::default()),
            ["veo3.1/fast is offered in clips of 4, 6 and 8 s, not 5 s; priced by the second all the same"]
        );
        let audio = Terms { audio: Some(Audio::With), ..Terms::default() };
        assert_eq!(
            notes(&["veo3/fast", "cheapest-30s", "selfie-scene", "veo3/fast"], audio),
            [
                "veo3/fast: isn't offered in the editor any more (seen 2026-09-19)",
                "cheapest-30s: the price page's own example: 7 credits",
                "selfie-scene: measured; it equals 8 s of veo3.1/fast with audio, users' notes, 2026-09-19",
                "--audio changes nothing: no item has the choice",
            ]
        );
        assert_eq!(notes(&["veo3.1/fast=8s"], audio), none);
        let own = "[table]\nname = \"T\"\nsource = \"S\"\nchecked = 2026-09-19\n[pacing]\nimages = 1\nseconds = 1\nnote = \"slow\"\n\
                   [[model]]\nname = \"i\"\nkind = \"text-to-image\"\nper_image = 1\n";
        let own = PriceTable::parse(own.as_bytes(), "t.toml").unwrap();
        assert_eq!(notes_in_words(&estimated(&own, &["i=3s", "i=4s"], Terms::default(), 1).notes), ["pacing: slow"]);
        assert_eq!(notes_in_words(&estimated(&own, &["i=3"], Terms::default(), 1).notes), none);
        assert_eq!(notes(&["generated-scene"], Terms::default()), none, "a recipe of models has their evidence");
    }

    #[test]
    fn faults_and_how_each_could_be_written() {
        let fix = |text: &str| Some(text.to_owned());
        for (item, part, expected) in [
            ("nano banana=6x8s", "is priced by the image: `=6`", fix("nano-banana=6")),
            ("veo3.1/fast=3:audio", "`=3s`, or `=3x8s` for three clips of 8 s", fix("veo3.1/fast=3s:audio")),
            ("veo3.1/fast=1", "one clip of 8 s", fix("veo3.1/fast=1s")),
            ("veo3.1/fast=2", "two clips of 8 s", fix("veo3.1/fast=2s")),
            ("veo3.1/fast=4", "4 clips of 8 s", fix("veo3.1/fast=4s")),
            ("veo3.1/fast", "say how long", None),
            ("kling 1.6=30s", "the table doesn't say how long a clip is", None),
            ("veo3=1000000000", "more than 1,000,000,000,000", None),
            ("animated-scene=1000000000", "", None),
        ] {
            let table = table();
            match estimate(&table, [Item::parse(item, &table)], Terms::default(), 1) {
                Ok(estimate) => assert_eq!(estimate.total.to_string(), "70000000000", "{item}"),
                Err(faults) => {
                    assert!(faults[0].to_string().contains(part), "{}", faults[0]);
                    assert_eq!(faults[0].fix, expected, "{item}");
                }
            }
        }
        let all = refused(&["sora", "veo3.1/fast", "flux dev", "veo3=1000000000"], Terms::default());
        assert_eq!(all.len(), 3, "all faults together");
        let together = refused(&["veo3=700000000", "veo3=700000000"], Terms::default());
        assert!(together[0].0.starts_with("`veo3=700000000 veo3=700000000` comes to more"), "{together:?}");
    }

    #[test]
    fn what_would_be_assumed_is_refused_with_what_to_write() {
        let strict = Terms { strict: true, ..Terms::default() };
        let fix = |text: &str| Some(text.to_owned());
        for (item, part, expected) in [
            ("flux dev=30s", "a pace to be assumed for 30 s: write `=7`", fix("flux-dev=7")),
            ("framepack=12s", "clips of 5 s to be assumed for 12 s: write `=3`", fix("framepack=3")),
            ("veo3.1/fast=8s", "write `:audio` or `:no-audio`", fix("veo3.1/fast=8s:audio")),
        ] {
            let [(message, found)] = refused(&[item], strict).try_into().unwrap();
            assert!(message.contains(part), "{message}");
            assert_eq!(found, expected);
        }
        let own = "[table]\nname = \"T\"\nsource = \"S\"\nchecked = 2026-09-19\n[pacing]\nimages = 1\nseconds = 1\n\
                   [[model]]\nname = \"i\"\nkind = \"text-to-image\"\nper_image = 1\n\
                   [[model]]\nname = \"c\"\nkind = \"image-to-video\"\nper_clip = 1\nclip_seconds = 5\n\
                   [[model]]\nname = \"s\"\nkind = \"image-to-video\"\nper_second = { audio = 2, no_audio = 1 }\n\
                   [[recipe]]\nname = \"r\"\nitems = [\"i=3s\", \"c=6s\", \"s=1s\"]\n\
                   [[recipe]]\nname = \"big\"\nitems = [\"credits=600000000000\"]\n";
        let own = PriceTable::parse(own.as_bytes(), "t.toml").unwrap();
        let faults = estimate(&own, [Item::parse("r=2", &own)], strict, 1).unwrap_err();
        let messages: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(
            messages,
            [
                "`r=2` would need a pace to be assumed for 3 s: say how long an image stays with `--pace`",
                "`r=2` would need clips of 5 s to be assumed for 6 s: write its items by themselves",
                "`r=2` doesn't say whether with audio: say it with `--audio` or `--no-audio`",
            ]
        );
        assert!(faults.iter().all(|fault| fault.fix.is_none()));
        let [(message, fix)] = refused_by(&own, &["big=2"], Terms::default()).try_into().unwrap();
        assert_eq!((message.contains("comes to more than"), fix), (true, None), "{message}");
        let doubled = estimated(&own, &["r=2"], Terms::default(), 1);
        let clips: Vec<Option<u64>> = doubled.lines.iter().map(|line| line.clips).collect();
        assert_eq!((doubled.total.to_string(), clips), ("14".to_owned(), vec![None, Some(4), None]));
    }
}
