//! Items: `MODEL[=QTY][:audio|:no-audio]`, `RECIPE[=N]` (or `@RECIPE`), `credits=N`; one grammar everywhere.

use crate::credits::Credits;
use crate::name::{code_point, fold, hyphenated, meant, shown};
use crate::number::NumberError;
use crate::price::{Audio, Unit};
use crate::quantity::{Quantity, QuantityError};
use crate::table::{Model, Named, PriceTable, Recipe, Suggestion};
use crate::words;

/// The name of the item that is a known figure in credits.
pub const CREDITS: &str = "credits";

/// Of so many faults of a production what may have been meant is looked for.
const MOST_SUGGESTED: usize = 100;

/// The most recipes that are listed where one isn't known.
const MOST_LISTED: usize = 40;

/// The most words that a name left unquoted is taken to have.
const MOST_WORDS: usize = 8;

/// An item that names a row of the table and a quantity that can be read; whether the two fit is seen when it is priced.
#[derive(Debug, Clone)]
pub struct Item<'a> {
    /// As it was typed.
    pub text: &'a str,
    /// The recipe, where it names one.
    pub recipe: Option<&'a Recipe>,
    /// How many times the portions are taken: a recipe's `=N`, else 1.
    pub times: u64,
    /// What is to be priced.
    pub portions: Vec<Portion<'a>>,
}

/// One model, or a figure in credits.
#[derive(Debug, Clone, Copy)]
pub enum Portion<'a> {
    /// A figure in credits, as the user or the table says.
    Credits {
        /// What it is called: `credits`, or what has this price.
        name: &'a str,
        /// The figure.
        credits: Credits,
    },
    /// A model with a quantity.
    Model {
        /// The row.
        model: &'a Model,
        /// How much of it; `None` where nothing was said.
        quantity: Option<Quantity>,
        /// With or without audio, where the item says so.
        audio: Option<Audio>,
    },
}

/// An item that can't be priced, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.sentence())]
pub struct ItemFault {
    /// The item as it was typed.
    pub item: String,
    /// What is wrong.
    pub error: ItemError,
    /// The item as it could be written instead.
    pub fix: Option<String>,
}

/// What is wrong with an item. The texts go on from the item: "`veo3.1/fast=3` is priced by the second, ...".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ItemError {
    /// Nothing before the `=`.
    #[error("has no name: write `MODEL=QUANTITY`, such as `nano-banana=6`")]
    NoName,
    /// No row of this name.
    #[error("no model called `{}`{}", shown(name), odd_character(*odd))]
    UnknownName {
        /// The name as typed.
        name: String,
        /// The first character that no name can have.
        odd: Option<char>,
        /// What may have been meant.
        suggestions: Vec<Suggestion>,
    },
    /// No recipe of this name, where one is asked for with `@`.
    #[error("no recipe called `{}`{}{}", shown(name), odd_character(*odd), recipes)]
    UnknownRecipe {
        /// The name as typed.
        name: String,
        /// The first character that no name can have.
        odd: Option<char>,
        /// The recipes that there are.
        recipes: Recipes,
    },
    /// Written the wrong way round.
    #[error("isn't how an item is written: write `{0}`")]
    Respell(String),
    /// A quantity that can't be read.
    #[error("can't be priced: {0}")]
    Quantity(QuantityError),
    /// A figure in credits that can't be read.
    #[error("can't be priced: `{}` is {error}", shown(text))]
    Figure {
        /// The figure as typed.
        text: String,
        /// What is wrong with it.
        error: NumberError,
    },
    /// `credits` without a figure.
    #[error("needs a figure: `credits=560`")]
    NoFigure,
    /// A length or clips of a recipe.
    #[error("is a recipe: say how many of it, `={0}`")]
    RecipeQuantity(u64),
    /// A suffix that isn't one.
    #[error("ends in `:{}`, and an item can only end in `:audio` or `:no-audio`", shown(.0))]
    Suffix(String),
    /// A suffix behind a recipe.
    #[error("is a recipe and takes no `:{flag}`; `--{flag}` holds for those of its items that don't say", flag = .0.flag())]
    RecipeAudio(Audio),
    /// A suffix where there is no choice.
    #[error("has one price, with no choice of audio: leave `:{}` out", .0.flag())]
    NoAudioChoice(Audio),
    /// A price by the second, and no length.
    #[error("is priced by the second: say how long, `=8s`, or `=3x8s` for three clips")]
    HowLong,
    /// A price by the second, and a bare number.
    #[error("is priced by the second, and {0} has no unit: `={0}s`, or `={0}x8s` for {clips}", clips = clips_of_8(*.0))]
    NumberForSeconds(u64),
    /// A price by the image, and clips.
    #[error("is priced by the image: `={0}`")]
    ClipsForImages(u64),
    /// A price by the image, a length, and no pacing.
    #[error(
        "is priced by the image, and the table has no pace: `=7` for seven images, or say how long an image stays with `--pace 4s`"
    )]
    NoPacing,
    /// A price by the clip, a length, and no length of clip.
    #[error("is priced by the clip, and the table doesn't say how long a clip is: `=6` for six clips")]
    NoClipLength,
    /// Beyond the limits of reckoning.
    #[error("comes to more than 1,000,000,000,000 credits or units, the most that is reckoned with")]
    TooMuch,
    /// Something would have to be assumed, and that was forbidden.
    #[error("{0}")]
    Assumption(String),
}

/// The recipes that a table has, as they are listed where one isn't known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recipes {
    /// The first of them; `None` where nobody wants the list.
    names: Option<Vec<String>>,
    /// How many there are besides.
    more: usize,
}

impl Recipes {
    fn of(table: &PriceTable) -> Recipes {
        let names = table.recipes.iter().take(MOST_LISTED).map(|recipe| recipe.name.clone());
        Recipes { names: Some(names.collect()), more: table.recipes.len().saturating_sub(MOST_LISTED) }
    }
}

/// `; there are a, b and c`.
impl std::fmt::Display for Recipes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.names.as_deref() {
            None => Ok(()),
            Some([]) => f.write_str("; this price table has none"),
            Some([one]) => write!(f, "; there is {one}"),
            Some(names) => {
                let more = (self.more > 0).then(|| format!("{} more", self.more));
                let names: Vec<&String> = names.iter().chain(&more).collect();
                write!(f, "; there are {}", words::list(&names))
            }
        }
    }
}

/// The class of a fault, as scripts know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultCode {
    /// The item isn't written as items are.
    Syntax,
    /// No row of this name.
    UnknownName,
    /// The quantity is for another unit.
    WrongUnit,
    /// A quantity is needed.
    MissingQuantity,
    /// The quantity can't be read.
    BadQuantity,
    /// Beyond the limits.
    Limit,
    /// An assumption under `--strict`.
    Assumption,
}

impl FaultCode {
    /// As it stands in JSON and CSV.
    pub fn as_str(self) -> &'static str {
        match self {
            FaultCode::Syntax => "syntax",
            FaultCode::UnknownName => "unknown_name",
            FaultCode::WrongUnit => "wrong_unit",
            FaultCode::MissingQuantity => "missing_quantity",
            FaultCode::BadQuantity => "bad_quantity",
            FaultCode::Limit => "limit",
            FaultCode::Assumption => "assumption",
        }
    }
}

impl ItemError {
    /// Its class.
    pub fn code(&self) -> FaultCode {
        match self {
            ItemError::NoName | ItemError::Respell(_) | ItemError::Suffix(_) => FaultCode::Syntax,
            ItemError::UnknownName { .. } | ItemError::UnknownRecipe { .. } => FaultCode::UnknownName,
            ItemError::Quantity(QuantityError::TooLarge(_)) | ItemError::TooMuch => FaultCode::Limit,
            ItemError::Quantity(_) | ItemError::Figure { .. } => FaultCode::BadQuantity,
            ItemError::NoFigure | ItemError::HowLong => FaultCode::MissingQuantity,
            ItemError::RecipeQuantity(_)
            | ItemError::RecipeAudio(_)
            | ItemError::NoAudioChoice(_)
            | ItemError::NumberForSeconds(_)
            | ItemError::ClipsForImages(_)
            | ItemError::NoPacing
            | ItemError::NoClipLength => FaultCode::WrongUnit,
            ItemError::Assumption(_) => FaultCode::Assumption,
        }
    }
}

impl ItemFault {
    /// The fault in a sentence of its own.
    pub fn sentence(&self) -> String {
        match &self.error {
            ItemError::UnknownName { .. } | ItemError::UnknownRecipe { .. } => self.error.to_string(),
            error => format!("`{}` {error}", shown(&self.item)),
        }
    }

    /// What may have been meant.
    pub fn suggestions(&self) -> &[Suggestion] {
        match &self.error {
            ItemError::UnknownName { suggestions, .. } => suggestions,
            _ => &[],
        }
    }

    /// The names that may have been meant.
    pub fn suggested_names(&self) -> Vec<String> {
        match &self.error {
            ItemError::UnknownRecipe { recipes, .. } => recipes.names.clone().unwrap_or_default(),
            _ => self.suggestions().iter().flat_map(|suggestion| suggestion.names.clone()).collect(),
        }
    }
}

impl<'a> Item<'a> {
    /// Reads an item and finds its row.
    pub fn parse(text: &'a str, table: &'a PriceTable) -> Result<Item<'a>, ItemFault> {
        Item::read(text, table, true)
    }

    /// Reads the items of a production; what may have been meant is looked for with the first faults only, because it
    /// takes time with each unknown name.
    pub fn parse_all(
        texts: impl IntoIterator<Item = &'a str>,
        table: &'a PriceTable,
    ) -> impl Iterator<Item = Result<Item<'a>, ItemFault>> {
        let mut faults = 0_usize;
        texts.into_iter().map(move |text| {
            let item = Item::read(text, table, faults < MOST_SUGGESTED);
            faults = faults.saturating_add(usize::from(item.is_err()));
            item
        })
    }

    /// The same as [`Item::parse`] without looking for what may have been meant.
    pub(crate) fn parse_plainly(text: &'a str, table: &'a PriceTable) -> Result<Item<'a>, ItemFault> {
        Item::read(text, table, false)
    }

    fn read(text: &'a str, table: &'a PriceTable, suggest: bool) -> Result<Item<'a>, ItemFault> {
        Spelled::split(text).resolve(table, suggest).map_err(|(error, fix)| ItemFault {
            item: text.to_owned(),
            error,
            fix,
        })
    }

    /// The model, where the item is just one.
    pub fn model(&self) -> Option<&'a Model> {
        match (self.recipe, self.portions.as_slice()) {
            (None, [Portion::Model { model, .. }]) => Some(model),
            _ => None,
        }
    }

    /// Whether the item is a model without a quantity.
    pub fn lacks_quantity(&self) -> bool {
        self.recipe.is_none() && matches!(self.portions.as_slice(), [Portion::Model { quantity: None, .. }])
    }
}

/// An item taken apart at its `@`, `=` and `:`, nothing of it understood yet.
struct Spelled<'a> {
    text: &'a str,
    at: bool,
    name: &'a str,
    quantity: Option<&'a str>,
    suffix: Option<&'a str>,
}

type Unresolved = (ItemError, Option<String>);

impl<'a> Spelled<'a> {
    fn split(text: &'a str) -> Spelled<'a> {
        let item = trim(text);
        let (name, quantity, suffix) = match item.split_once('=') {
            Some((name, rest)) => {
                // The last `:` begins a suffix, but not the one of `1:30`.
                let suffix =
                    rest.rsplit_once(':').filter(|(_, suffix)| !suffix.starts_with(|c: char| c.is_ascii_digit()));
                let (quantity, suffix) = suffix.map_or((rest, None), |(quantity, suffix)| (quantity, Some(suffix)));
                (name, Some(trim(quantity)), suffix)
            }
            None => match item.split_once(':') {
                Some((name, suffix)) => (name, None, Some(suffix)),
                None => (item, None, None),
            },
        };
        let name = trim(name);
        let (at, name) = name.strip_prefix('@').map_or((false, name), |name| (true, trim(name)));
        Spelled { text: item, at, name, quantity, suffix }
    }

    fn resolve(&self, table: &'a PriceTable, suggest: bool) -> Result<Item<'a>, Unresolved> {
        if self.name.is_empty() {
            return Err((ItemError::NoName, None));
        }
        if !self.at && fold(self.name) == CREDITS {
            return self.figure();
        }
        match table.find(self.name) {
            Some(Named::Model(model)) if !self.at => self.model(model),
            Some(Named::Recipe(recipe)) => self.recipe(recipe, table),
            _ => Err(self.unknown(table, suggest)),
        }
    }

    fn item(&self, portions: Vec<Portion<'a>>) -> Item<'a> {
        Item { text: self.text, recipe: None, times: 1, portions }
    }

    fn figure(&self) -> Result<Item<'a>, Unresolved> {
        let Some(text) = self.quantity else {
            return Err((ItemError::NoFigure, None));
        };
        let credits = Credits::parse(text).map_err(|error| match error {
            NumberError::Empty => (ItemError::NoFigure, None),
            NumberError::TooLarge => (ItemError::TooMuch, None),
            error => {
                let fix = match &error {
                    NumberError::NotPlain { hint: Some(hint) } => Some(format!("{CREDITS}={hint}")),
                    _ => None,
                };
                (ItemError::Figure { text: text.to_owned(), error }, fix)
            }
        })?;
        self.without_suffix(Unit::Credit)?;
        Ok(self.item(vec![Portion::Credits { name: CREDITS, credits }]))
    }

    fn model(&self, model: &'a Model) -> Result<Item<'a>, Unresolved> {
        let unit = model.price.unit();
        let quantity = match self.quantity {
            Some(text) => Some(text.parse().map_err(|error| self.bad_quantity(error, unit))?),
            None => None,
        };
        let audio = match self.suffix {
            Some(_) if !model.price.has_audio_choice() => {
                self.without_suffix(unit)?;
                None
            }
            Some(suffix) => Some(self.audio(suffix, unit)?),
            None => None,
        };
        Ok(self.item(vec![Portion::Model { model, quantity, audio }]))
    }

    fn recipe(&self, recipe: &'a Recipe, table: &'a PriceTable) -> Result<Item<'a>, Unresolved> {
        let times = match self.quantity.map(|text| (text, text.parse())) {
            None => 1,
            Some((_, Ok(Quantity::Count(count)))) => count,
            Some((_, Ok(Quantity::Clips { count, .. }))) => {
                return Err((ItemError::RecipeQuantity(count), Some(self.with(&count.to_string()))));
            }
            Some((_, Ok(Quantity::Length(_)))) => {
                return Err((ItemError::RecipeQuantity(3), None));
            }
            Some((_, Err(error))) => return Err(self.bad_quantity(error, Unit::Credit)),
        };
        self.without_suffix(Unit::Credit).map_err(|(error, fix)| match error {
            // To leave it out would be the answer to another question.
            ItemError::NoAudioChoice(audio) => (ItemError::RecipeAudio(audio), None),
            error => (error, fix),
        })?;
        let mut portions = Vec::with_capacity(recipe.items.len());
        for item in &recipe.items {
            portions.extend(Spelled::split(item).resolve(table, false)?.portions);
        }
        // A figure in a recipe is the recipe's, not the user's.
        for portion in &mut portions {
            if let Portion::Credits { name, .. } = portion {
                *name = &recipe.name;
            }
        }
        Ok(Item { text: self.text, recipe: Some(recipe), times, portions })
    }

    /// Refuses any suffix: there is no choice of audio here.
    fn without_suffix(&self, unit: Unit) -> Result<(), Unresolved> {
        match self.suffix {
            None => Ok(()),
            Some(suffix) => {
                let audio = self.audio(suffix, unit).map_err(|(error, fix)| match error {
                    ItemError::Respell(_) => (error, fix),
                    error => (error, Some(self.head())),
                })?;
                Err((ItemError::NoAudioChoice(audio), Some(self.head())))
            }
        }
    }

    fn audio(&self, suffix: &str, unit: Unit) -> Result<Audio, Unresolved> {
        match suffix {
            "audio" => Ok(Audio::With),
            "no-audio" => Ok(Audio::Without),
            _ if self.quantity.is_none() && suffix.parse::<Quantity>().is_ok() => {
                let fix = format!("{}={}", self.name, of_unit(suffix, unit));
                Err((ItemError::Respell(fix.clone()), Some(fix)))
            }
            _ => {
                let fix = match fold(suffix).as_str() {
                    "audio" | "withaudio" | "sound" | "withsound" | "on" => Some("audio"),
                    "noaudio" | "withoutaudio" | "silent" | "mute" | "muted" | "nosound" | "off" => Some("no-audio"),
                    _ => None,
                };
                let fix = fix.map(|suffix| format!("{}:{suffix}", self.head()));
                Err((ItemError::Suffix(suffix.to_owned()), fix))
            }
        }
    }

    fn bad_quantity(&self, mut error: QuantityError, unit: Unit) -> Unresolved {
        let hint = match &mut error {
            QuantityError::Respell { hint, .. }
            | QuantityError::Number { error: NumberError::NotPlain { hint: Some(hint) }, .. } => {
                *hint = of_unit(hint, unit);
                Some(hint.clone())
            }
            QuantityError::Nothing(text) if !text.contains('x') => Some(of_unit("1", unit)),
            _ => None,
        };
        let fix = hint.map(|hint| self.with(&hint));
        (ItemError::Quantity(error), fix)
    }

    fn unknown(&self, table: &PriceTable, suggest: bool) -> Unresolved {
        let (name, odd) = (self.name.to_owned(), self.name.chars().find(|c| !matches!(c, ' '..='~')));
        let renamed = |name: &str| {
            let tail = self.text.get(self.head_without_quantity().len()..).unwrap_or_default();
            format!("{}{tail}", hyphenated(name))
        };
        if self.at {
            let names = table.recipes.iter().map(|recipe| recipe.name.as_str());
            let model = table.model(self.name).map(|model| model.name.as_str());
            let fix = model.or_else(|| meant(self.name, names).filter(|_| suggest)).map(renamed);
            let recipes = if suggest { Recipes::of(table) } else { Recipes::default() };
            return (ItemError::UnknownRecipe { name, odd, recipes }, fix);
        }
        if let Some(fix) = self.turned_round(table) {
            return (ItemError::Respell(fix.clone()), Some(fix));
        }
        let suggestions = if suggest { table.suggest(self.name) } else { Vec::new() };
        let of_first = suggestions.first().map(|first| renamed(&first.best));
        (ItemError::UnknownName { name, odd, suggestions }, self.figure_misspelt().or(of_first))
    }

    /// `6xnano-banana`, `6 nano-banana`, `nano-banana*6`, `veo3.1/fast:audio=8s`: all there, in another order.
    fn turned_round(&self, table: &PriceTable) -> Option<String> {
        let item = |name: &str, quantity: &str| {
            let name = trim(name);
            let unit = match table.find(name)? {
                Named::Model(model) => model.price.unit(),
                Named::Recipe(_) => Unit::Credit,
            };
            let known = quantity.parse::<Quantity>().is_ok();
            known.then(|| format!("{}={}", hyphenated(name), of_unit(quantity, unit)))
        };
        if let Some(quantity) = self.quantity {
            let (name, suffix) = self.name.split_once(':')?;
            let audio = self.audio(trim(suffix), Unit::Second).ok()?;
            return item(name, quantity).map(|item| format!("{item}:{}", audio.flag()));
        }
        let before =
            ['x', '*', ' '].iter().find_map(|by| self.name.split_once(*by)).and_then(|(count, name)| item(name, count));
        let after = ['*', '@']
            .iter()
            .find_map(|by| self.name.rsplit_once(*by))
            .and_then(|(name, count)| item(name, trim(count)));
        before.or(after)
    }

    /// `credit=5`.
    fn figure_misspelt(&self) -> Option<String> {
        let figure = self.quantity.filter(|figure| Credits::parse(figure).is_ok())?;
        let meant = strsim::osa_distance(&fold(self.name), CREDITS) == 1;
        meant.then(|| format!("{CREDITS}={figure}"))
    }

    /// The item without its quantity and suffix, as typed.
    fn head_without_quantity(&self) -> &'a str {
        let end = self.text.find(['=', ':']).unwrap_or(self.text.len());
        trim(self.text.get(..end).unwrap_or_default())
    }

    /// The item without its suffix.
    fn head(&self) -> String {
        match self.quantity {
            Some(quantity) => self.with_quantity(quantity),
            None => self.head_without_quantity().to_owned(),
        }
    }

    fn with_quantity(&self, quantity: &str) -> String {
        format!("{}={quantity}", self.head_without_quantity())
    }

    /// The item with another quantity.
    fn with(&self, quantity: &str) -> String {
        match self.suffix {
            Some(suffix) => format!("{}:{suffix}", self.with_quantity(quantity)),
            None => self.with_quantity(quantity),
        }
    }
}

/// The name that an item begins with, whether or not there is such a row.
pub fn name_of(text: &str) -> &str {
    Spelled::split(text).name
}

/// The items with unquoted words put together (`nano banana pro=7`), each with the number of words that it takes.
///
/// `None` where that doesn't leave known names alone.
pub fn joined(texts: &[&str], table: &PriceTable) -> Option<Vec<(usize, String)>> {
    let mut rest = texts;
    let mut items = Vec::new();
    while !rest.is_empty() {
        let (words, item, after) = (1..=rest.len().min(MOST_WORDS)).rev().find_map(|words| {
            let (run, after) = rest.split_at_checked(words)?;
            let (_, all_but_last) = run.split_last()?;
            // A word of nothing but separators would leave a name that begins with a hyphen: a flag.
            let loose_equals = spaced_out(run);
            let stray = |text: &&str| text.contains(['=', ':', '@']) || fold(text).is_empty();
            if loose_equals.is_none() && all_but_last.iter().any(stray) {
                return None;
            }
            let name = run.join("-");
            // A quantity that was left by itself: `veo3.1/fast 8s`.
            let counted = || {
                let (quantity, name) = run.split_last()?;
                let (length, _) = quantity.split_once(':').unwrap_or((quantity, ""));
                // A bare number may be a version: `seedream 4`.
                length.parse::<Quantity>().ok().filter(|quantity| !matches!(quantity, Quantity::Count(_)))?;
                Some(format!("{}={quantity}", name.join("-")))
            };
            let mut written = [loose_equals, Some(name), counted()].into_iter().flatten();
            let item = written.find(|item| Item::parse_plainly(item, table).is_ok())?;
            Some((words, item, after))
        })?;
        items.push((words, item));
        rest = after;
    }
    (items.len() < texts.len()).then_some(items)
}

/// The one item of words with a blank beside their `=`: `nano-banana = 7`.
fn spaced_out(words: &[&str]) -> Option<String> {
    let text = words.join(" ");
    let (name, quantity) = text.split_once('=')?;
    let spaced = name.ends_with(' ') || quantity.starts_with(' ');
    let (name, quantity) = (trim(name), trim(quantity));
    (spaced && !quantity.contains(' ')).then(|| format!("{}={quantity}", hyphenated(name)))
}

/// A quantity as a row of this unit takes it: of a number for a price by the second seconds, of clips for a price by the
/// image so many images; any other as it is.
fn of_unit(quantity: &str, unit: Unit) -> String {
    match (unit, quantity.parse()) {
        (Unit::Second, Ok(Quantity::Count(count))) => format!("{count}s"),
        (Unit::Image, Ok(Quantity::Clips { count, .. })) => count.to_string(),
        _ => quantity.to_owned(),
    }
}

/// Blanks at the ends don't count.
fn trim(text: &str) -> &str {
    text.trim_matches([' ', '\t'])
}

fn odd_character(odd: Option<char>) -> String {
    odd.map(|c| format!(": it has {}, which no name has", code_point(c))).unwrap_or_default()
}

fn clips_of_8(count: u64) -> String {
    let count = match count {
        1 => "one clip",
        2 => "two clips",
        3 => "three clips",
        _ => return format!("{count} clips of 8 s"),
    };
    format!("{count} of 8 s")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::{Terms, estimate};

    /// The cost of an item, or the code of its fault and how it could be written.
    fn cost(text: &str) -> Result<String, (&'static str, Option<String>)> {
        let table = PriceTable::built_in().unwrap();
        estimate(&table, [Item::parse(text, &table)], Terms::default(), 1)
            .map(|estimate| estimate.total.to_string())
            .map_err(|faults| (faults[0].error.code().as_str(), faults[0].fix.clone()))
    }

    #[test]
    fn accepted() {
        for (text, credits) in [
            ("nano-banana", "15"),
            (" Nano Banana = 6 ", "90"),
            ("NANO_BANANA\t=\t6", "90"),
            ("flux/schnell=30s", "7"),
            ("flux schnell=31s", "8"),
            ("framepack", "55"),
            ("framepack=11s", "165"),
            ("kling 1.6=6x8s", "1260"),
            ("veo3.1/fast=1:30", "4500"),
            ("veo3.1/fast=1:30:no-audio", "3150"),
            ("veo3.1/fast = 8s :audio", "400"),
            ("veo3.1/fast=2.5s:no-audio", "87.5"),
            ("gpt-image-1 (chatgpt 4o)=2", "50"),
            ("cheapest-30s", "7"),
            ("@cheapest 30s=3", "21"),
            ("@ cheapest-30s", "7"),
            ("veo-8s=2", "830"),
            ("credits=0", "0"),
            ("Credits = 87.5", "87.5"),
            ("c-r_e dits=1", "1"),
        ] {
            assert_eq!(cost(text), Ok(credits.to_owned()), "{text}");
        }
    }

    #[test]
    fn refused() {
        for (text, code, fix) in [
            ("", "syntax", None),
            ("=7", "syntax", None),
            ("@", "syntax", None),
            ("sora", "unknown_name", None),
            ("veo3.1=8s", "unknown_name", Some("veo3.1/fast=8s")),
            ("@nano-banana", "unknown_name", Some("nano-banana")),
            ("@credits=5", "unknown_name", None),
            ("@ideogram 2", "unknown_name", Some("ideogram-v2")),
            ("flux 1.1", "unknown_name", Some("flux-1.1-pro")),
            ("@veo-8=2", "unknown_name", Some("veo-8s=2")),
            ("@zzzzzzzzzz", "unknown_name", None),
            ("6xnano-banana", "syntax", Some("nano-banana=6")),
            ("6xveo3.1/fast", "syntax", Some("veo3.1/fast=6s")),
            ("2xveo-8s", "syntax", Some("veo-8s=2")),
            ("veo3.1/fast:6", "syntax", Some("veo3.1/fast=6s")),
            ("veo3.1/fast:audio=6", "syntax", Some("veo3.1/fast=6s:audio")),
            ("veo3.1/fast=007", "bad_quantity", Some("veo3.1/fast=7s")),
            ("veo3.1/fast=0", "bad_quantity", Some("veo3.1/fast=1s")),
            ("nano-banana=6x8", "bad_quantity", Some("nano-banana=6")),
            ("kling 1.6=6x8", "bad_quantity", Some("kling 1.6=6x8s")),
            ("veo-8s=+2", "bad_quantity", Some("veo-8s=2")),
            ("veo-8s:2", "syntax", Some("veo-8s=2")),
            ("6 nano banana", "syntax", Some("nano-banana=6")),
            ("nano-banana*6", "syntax", Some("nano-banana=6")),
            ("6*nano-banana", "syntax", Some("nano-banana=6")),
            ("credit=5.5", "unknown_name", Some("credits=5.5")),
            ("@credit=5.5", "unknown_name", None),
            ("credit=x", "unknown_name", None),
            ("seedream 4", "unknown_name", Some("bytedance/seedream/v4.5/text-to-image")),
            ("klng v1.6", "unknown_name", Some("kling-v1.6")),
            ("kling", "unknown_name", Some("kling-v1.6")),
            ("klnig", "unknown_name", Some("kling-v1.6")),
            ("flx=3", "unknown_name", Some("flux-dev=3")),
            ("4o", "unknown_name", Some("gpt-image-1-(ChatGPT-4o)")),
            ("nano-banana-2-edt", "unknown_name", Some("nano-banana-2/edit")),
            ("veo3.1/fast:audio=8s", "syntax", Some("veo3.1/fast=8s:audio")),
            ("veo3.1/fast=6x08s", "bad_quantity", Some("veo3.1/fast=6x8s")),
            ("nano-banana=7 8", "bad_quantity", None),
            ("nano-banana:6", "syntax", Some("nano-banana=6")),
            ("veo3.1/fast:8s", "syntax", Some("veo3.1/fast=8s")),
            ("nano-banana=", "bad_quantity", None),
            ("nano-banana=0", "bad_quantity", Some("nano-banana=1")),
            ("nano-banana=1,250", "bad_quantity", Some("nano-banana=1250")),
            ("nano-banana=+5", "bad_quantity", Some("nano-banana=5")),
            ("nano-banana=1.5", "bad_quantity", None),
            ("nano-banana==5", "bad_quantity", None),
            ("nano-banana=1000000001", "limit", None),
            ("google veo2=1000000000", "ok", None),
            ("veo3=1000000000", "limit", None),
            ("nano-banana=6x8s", "wrong_unit", Some("nano-banana=6")),
            ("nano banana=6x8s", "wrong_unit", Some("nano-banana=6")),
            ("kling 1.6=30s", "wrong_unit", None),
            ("veo3.1/fast", "missing_quantity", None),
            ("veo3.1/fast:audio", "missing_quantity", None),
            ("veo3.1/fast=3:no-audio", "wrong_unit", Some("veo3.1/fast=3s:no-audio")),
            ("nano-banana=3:audio", "wrong_unit", Some("nano-banana=3")),
            ("cheapest-30s:audio", "wrong_unit", None),
            ("cheapest-30s=30s", "wrong_unit", None),
            ("cheapest-30s=1.5", "bad_quantity", None),
            ("veo3.1/fast=8s:silent", "syntax", Some("veo3.1/fast=8s:no-audio")),
            ("veo3.1/fast=8s:mute", "syntax", Some("veo3.1/fast=8s:no-audio")),
            ("veo3.1/fast=8s:Audio", "syntax", Some("veo3.1/fast=8s:audio")),
            ("veo3.1/fast=8s: audio", "syntax", Some("veo3.1/fast=8s:audio")),
            ("veo3.1/fast=8s:", "syntax", None),
            ("veo3.1/fast=8s:loud", "syntax", None),
            ("veo3.1/fast=8s:5s", "bad_quantity", None),
            ("veo3.1/fast:loud", "syntax", None),
            ("veo3.1/fast=0x8s", "bad_quantity", None),
            ("6xsora", "unknown_name", None),
            ("veo3.1/fast=8s:audio:audio", "bad_quantity", None),
            ("credits", "missing_quantity", None),
            ("credits=", "missing_quantity", None),
            ("credits=1,250", "bad_quantity", Some("credits=1250")),
            ("credits=1e3", "bad_quantity", Some("credits=1000")),
            ("credits=-1", "bad_quantity", None),
            ("credits=0.00001", "bad_quantity", None),
            ("credits=1000000000001", "limit", None),
            ("credits=5:audio", "wrong_unit", Some("credits=5")),
        ] {
            let expected =
                if code == "ok" { Ok("835000000000".to_owned()) } else { Err((code, fix.map(str::to_owned))) };
            assert_eq!(cost(text), expected, "{text}");
        }
    }

    #[test]
    fn a_character_that_no_name_has_is_named() {
        let table = PriceTable::built_in().unwrap();
        let message = |text: &str| Item::parse(text, &table).unwrap_err().to_string();
        assert!(message("nano–banana").ends_with(": it has U+2013, which no name has"), "{}", message("nano–banana"));
        assert!(!message("nano~banan").contains("which no name has"));
    }

    #[test]
    fn an_unknown_recipe_is_told_which_there_are() {
        let told = |count: usize| {
            let recipe = |number: usize| format!("[[recipe]]\nname = \"r{number}\"\nitems = [\"credits=1\"]\n");
            let head = "[table]\nname = \"T\"\nsource = \"S\"\nchecked = 2026-09-19\n\
                        [[model]]\nname = \"m\"\nkind = \"text-to-image\"\nper_image = 1\n";
            let text = head.to_owned() + &(1..=count).map(recipe).collect::<String>();
            Recipes::of(&PriceTable::parse(text.as_bytes(), "t.toml").unwrap()).to_string()
        };
        assert_eq!(Recipes::default().to_string(), "");
        assert_eq!(told(0), "; this price table has none");
        assert_eq!(told(1), "; there is r1");
        assert_eq!(told(3), "; there are r1, r2 and r3");
        assert!(told(40).ends_with("r39 and r40"));
        assert!(told(42).ends_with("r39, r40 and 2 more"));
        let table = PriceTable::built_in().unwrap();
        let fault = Item::parse("@sora", &table).unwrap_err();
        assert_eq!(fault.suggested_names(), table.recipes.iter().map(|recipe| recipe.name.clone()).collect::<Vec<_>>());
        assert!(fault.suggestions().is_empty());
        assert_eq!(fault.sentence(), fault.error.to_string());
        assert_eq!(Item::parse("kling", &table).unwrap_err().suggested_names(), ["kling v1.5", "kling v1.6"]);
        let plainly = Item::parse_plainly("@veo-8", &table).unwrap_err();
        assert_eq!((plainly.to_string(), plainly.fix.as_deref()), ("no recipe called `veo-8`".to_owned(), None));
        assert!(plainly.suggested_names().is_empty());
    }

    #[test]
    fn the_name_that_an_item_begins_with() {
        for (text, name) in [("sora=3x8s:audio", "sora"), (" @my recipe ", "my recipe"), ("veo3.1/fast", "veo3.1/fast")]
        {
            assert_eq!(name_of(text), name);
        }
    }

    #[test]
    fn what_may_have_been_meant_is_looked_for_with_the_first_hundred_faults() {
        let table = PriceTable::built_in().unwrap();
        let texts = std::iter::repeat_n("flux dev", 5).chain(std::iter::repeat_n("kling", 101));
        let suggested: Vec<usize> = Item::parse_all(texts, &table)
            .map(|item| item.err().map_or(0, |fault| fault.suggestions().iter().map(|line| line.names.len()).sum()))
            .collect();
        let expected: Vec<usize> = [vec![0; 5], vec![2; 100], vec![0]].concat();
        assert_eq!(suggested, expected);
        let other = Item::parse("nano-banana=x", &table).unwrap_err();
        assert!(other.suggestions().is_empty());
    }

    #[test]
    fn unquoted_words_are_joined_where_that_leaves_known_names_alone() {
        let table = PriceTable::built_in().unwrap();
        for (texts, items) in [
            (&["kling", "1.6"] as &[&str], &["kling-1.6"] as &[&str]),
            (&["nano", "banana", "pro=7"], &["nano-banana-pro=7"]),
            (&["framepack=2", "flux", "dev", "schnell"], &["framepack=2", "flux-dev", "schnell"]),
            (&["veo3", "fast"], &["veo3-fast"]),
            (&["veo3.1/fast", "8s"], &["veo3.1/fast=8s"]),
            (&["nano", "banana", "2"], &["nano-banana-2"]),
            (&["veo3.1/fast", "6x8s:audio"], &["veo3.1/fast=6x8s:audio"]),
            (&["nano-banana", "=", "7"], &["nano-banana=7"]),
            (&["nano", "banana", "=7"], &["nano-banana=7"]),
            (&["nano", "banana=", "7"], &["nano-banana=7"]),
            (&["flux", "schnell", "=", "7", "kling-1.6", "=3"], &["flux-schnell=7", "kling-1.6=3"]),
        ] {
            let joined: Vec<String> = joined(texts, &table).unwrap().into_iter().map(|(_, item)| item).collect();
            assert_eq!(joined, items);
        }
        for texts in [
            &["sora", "2"] as &[&str],
            &["kling=1", "x"],
            &["nano-banana"],
            &["seedream", "4"],
            &["", "nano-banana=3"],
            &["-", "nano", "banana"],
            &["nano-banana=6", "8"],
            &["nano-banana=", "6", "8"],
            &["=", "7"],
            &["nano-banana", "7:audio"],
        ] {
            assert_eq!(joined(texts, &table), None);
        }
    }
}
