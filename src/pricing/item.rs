//! Items: `MODEL[=QTY][:OPTION]...`, `RECIPE[=N]` (or `@RECIPE`), `credits=N`. One grammar everywhere.

use super::assumption::{Assumed, Origin};
use super::respell::{for_unit, respelled};
use crate::format::{choice, code_point, counted, shown};
use crate::table::read::CREDITS;
use crate::table::schema::{Model, Recipe};
use crate::table::{PriceTable, Row};
use crate::values::credits::{Credits, LimitExceeded};
use crate::values::name::{fold, hyphenated, is_same};
use crate::values::number::NumberError;
use crate::values::price::Unit;
use crate::values::price::fold_option;
use crate::values::quantity::{Length, Quantity, QuantityError};

/// An item that names a row of the table and has a quantity that can be read. Whether the two fit together is seen when
/// it is priced.
#[derive(Debug, Clone)]
pub struct Item<'a> {
    /// The item as it was typed.
    pub text: &'a str,
    /// The recipe, where it is one.
    pub recipe: Option<&'a Recipe>,
    /// How many of the recipe; otherwise 1.
    pub times: u64,
    /// The items of the recipe; otherwise the only part.
    pub parts: Vec<Part<'a>>,
}

/// A model with a quantity, or an amount of credits.
#[derive(Debug, Clone)]
pub enum Part<'a> {
    /// A model with a quantity.
    Model(ModelPart<'a>),
    /// An amount of credits that the user or the table gives.
    Credits {
        /// What it is called: `credits`, or what has this price.
        name: &'a str,
        /// The amount.
        credits: Credits,
        /// How many times.
        times: u64,
    },
}

/// A model with a quantity.
#[derive(Debug, Clone)]
pub struct ModelPart<'a> {
    /// The row.
    pub model: &'a Model,
    /// How much of it; `None` where the item doesn't say.
    pub quantity: Option<Quantity>,
    /// The words of options that the item names, folded.
    pub options: Vec<String>,
}

/// An item that can't be priced, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemFault {
    /// The place of the item among the items of the production.
    pub index: usize,
    /// The item as it was typed.
    pub item: String,
    /// What is wrong with it.
    pub error: ItemError,
    /// The item as it should be written, where there is no doubt about model and quantity.
    pub fix: Option<String>,
}

/// What is wrong with an item. The messages continue "`ITEM` ...", or have a subject of their own.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ItemError {
    /// No row has this name.
    #[error("no model called `{}`{}", shown(.0), odd_character(.0))]
    UnknownName(String),
    /// No recipe has this name, and `@` asks for one.
    #[error("no recipe called `{}`{}", shown(.0), odd_character(.0))]
    UnknownRecipe(String),
    /// Written in another order.
    #[error("isn't a valid item: write `{}`", shown(.0))]
    Respell(String),
    /// A quantity that can't be read.
    #[error("{0}")]
    Quantity(QuantityError),
    /// A price by the image and clips of a length.
    #[error("is priced by the image: write `={0}`")]
    ClipsForImages(u64),
    /// Something would have to be assumed, which `--strict` forbids.
    #[error("{}", assumed.strict_message(*origin))]
    Assumption {
        /// What would have to be assumed.
        assumed: Box<Assumed>,
        /// Where the item's quantity is written.
        origin: Origin,
    },
    /// All items together are beyond the limits.
    #[error("the total is {LimitExceeded}")]
    TotalExceeded,
    /// Anything else.
    #[error("{1}")]
    Other(FaultCode, String),
}

/// The class of a fault, as scripts see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultCode {
    /// The item isn't written as items are.
    Syntax,
    /// No row has this name.
    UnknownName,
    /// The quantity or the option is for another kind of price.
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
    /// Returns the code as it is in JSON and CSV.
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
    /// Returns the class of the fault.
    pub fn code(&self) -> FaultCode {
        match self {
            ItemError::UnknownName(_) | ItemError::UnknownRecipe(_) => FaultCode::UnknownName,
            ItemError::Respell(_) => FaultCode::Syntax,
            ItemError::Quantity(QuantityError::TooLarge(_)) | ItemError::TotalExceeded => FaultCode::Limit,
            ItemError::Quantity(_) => FaultCode::BadQuantity,
            ItemError::ClipsForImages(_) => FaultCode::WrongUnit,
            ItemError::Assumption { .. } => FaultCode::Assumption,
            ItemError::Other(code, _) => *code,
        }
    }

    /// Makes the error for an amount beyond the limits.
    pub(super) fn limit() -> ItemError {
        ItemError::Other(FaultCode::Limit, format!("is {LimitExceeded}"))
    }

    pub(super) fn recipe_in_recipe() -> ItemError {
        let message = "is a recipe: a recipe can only contain models and `credits=N`";
        ItemError::Other(FaultCode::Syntax, message.to_owned())
    }

    pub(super) fn wrong_unit(message: impl Into<String>) -> ItemError {
        ItemError::Other(FaultCode::WrongUnit, message.into())
    }

    /// Makes the error for a model priced by the second and no length, only perhaps a number.
    pub(super) fn no_length(model: &Model, count: Option<u64>) -> ItemError {
        let clip = model.seconds_offered.last().map_or_else(|| "8s".to_owned(), Length::to_string);
        let (code, count, length) = match count {
            None => (FaultCode::MissingQuantity, 3, clip.clone()),
            Some(count) => (FaultCode::WrongUnit, count, format!("{count}s")),
        };
        let clips = format!("`={count}x{clip}` for {}", counted(count, "clip"));
        ItemError::Other(code, format!("is priced by the second: write a length, such as `={length}`, or {clips}"))
    }

    /// Makes the error for options, as an item spells them, that a model doesn't have.
    pub(super) fn no_such_option(suffixes: &str, model: &Model) -> ItemError {
        let known: Vec<String> = model.price.options().iter().map(|rate| format!("`{}`", rate.suffixes())).collect();
        let mut words = suffixes.split(':').filter(|word| !word.is_empty());
        let are_known = words.all(|word| model.price.has_option(&fold_option(word)));
        let suffixes = shown(suffixes);
        ItemError::wrong_unit(match known.as_slice() {
            _ if suffixes == ":" => "ends with `:`: leave it out".to_owned(),
            [] => format!("has an option, but {} has none: leave out `{suffixes}`", model.name),
            known if are_known => format!("has options that exclude each other: use {}", choice(known)),
            known => format!("has an unknown option: write {} instead of `{suffixes}`", choice(known)),
        })
    }
}

impl ItemFault {
    /// Returns the fault as a sentence that names the item.
    pub fn sentence(&self) -> String {
        let (item, error) = (shown(&self.item), &self.error);
        match error {
            ItemError::UnknownName(_) | ItemError::UnknownRecipe(_) | ItemError::TotalExceeded => error.to_string(),
            ItemError::Quantity(_) | ItemError::Assumption { .. } => format!("`{item}`: {error}"),
            _ if item.is_empty() => format!("an item {error}"),
            _ => format!("`{item}` {error}"),
        }
    }
}

impl<'a> Item<'a> {
    /// Reads an item and finds its row.
    ///
    /// # Errors
    /// What is wrong with the item, and how it should be written; the index is 0.
    pub fn parse(text: &'a str, table: &'a PriceTable) -> Result<Item<'a>, ItemFault> {
        let spelled = Spelled::split(text);
        spelled.resolve(table).map_err(|(error, fix)| ItemFault { index: 0, item: text.to_owned(), error, fix })
    }

    /// Makes an item of one part.
    pub fn of_part(text: &'a str, part: Part<'a>) -> Item<'a> {
        Item { text, recipe: None, times: 1, parts: vec![part] }
    }

    /// Makes an item of a model without a quantity.
    pub fn of_model(model: &'a Model) -> Item<'a> {
        Item::of_part(&model.name, Part::Model(ModelPart { model, quantity: None, options: Vec::new() }))
    }

    /// Takes one second of a model with longer clips for no quantity: then seconds are counted.
    pub fn count_seconds(&mut self) {
        if let [Part::Model(ModelPart { model, quantity, .. })] = self.parts.as_mut_slice()
            && model.price.unit == Unit::Second
            && *quantity == Some(Quantity::Length(Length::SECOND))
            && model.seconds_offered.first().is_some_and(|shortest| *shortest > Length::SECOND)
        {
            *quantity = None;
        }
    }

    /// Returns the model, where the item is one.
    pub fn model(&self) -> Option<&ModelPart<'a>> {
        match self.parts.as_slice() {
            [Part::Model(part)] if self.recipe.is_none() => Some(part),
            _ => None,
        }
    }

    /// Returns the name as it was typed, spelled without quotes.
    pub fn typed_name(&self) -> String {
        hyphenated(&Spelled::split(self.text).head())
    }
}

/// An item split at its `@`, `=` and `:`, before anything is looked up.
struct Spelled<'a> {
    text: &'a str,
    /// Whether a recipe is asked for by `@`.
    is_recipe: bool,
    name: &'a str,
    /// What is behind the `=`: the quantity, and options behind `:`.
    rest: Option<&'a str>,
    /// The options of an item without a quantity.
    suffixes: Option<&'a str>,
}

/// Blanks at the ends of an item's parts don't count.
const BLANKS: [char; 2] = [' ', '\t'];

/// An error, with the item as it should be written.
type Unresolved = (ItemError, Option<String>);

impl<'a> Spelled<'a> {
    fn split(text: &'a str) -> Spelled<'a> {
        let text = trim(text);
        let (name, rest, suffixes) = match (text.split_once('='), text.split_once(':')) {
            (Some((name, rest)), _) => (name, Some(rest), None),
            (None, Some((name, suffixes))) => (name, None, Some(suffixes)),
            (None, None) => (text, None, None),
        };
        let name = trim(name);
        let (is_recipe, name) = name.strip_prefix('@').map_or((false, name), |name| (true, trim(name)));
        Spelled { text, is_recipe, name, rest, suffixes }
    }

    fn resolve(&self, table: &'a PriceTable) -> Result<Item<'a>, Unresolved> {
        if self.name.is_empty() {
            let message = "has no model name: write `MODEL=QUANTITY`, such as `nano-banana=6`";
            return Err((ItemError::Other(FaultCode::Syntax, message.to_owned()), None));
        }
        if !self.is_recipe && is_same(self.name, CREDITS) {
            return self.credits();
        }
        match table.find(self.name) {
            Some(Row::Model(model)) if !self.is_recipe => self.model(model),
            Some(Row::Recipe(recipe)) => self.recipe(recipe, table),
            None if !self.is_recipe => Err(self.unknown(table)),
            row => {
                let behind = self.text.get(self.head().len()..).unwrap_or_default();
                let without_at = row.map(|row| format!("{}{behind}", hyphenated(row.name())));
                Err((ItemError::UnknownRecipe(self.name.to_owned()), without_at))
            }
        }
    }

    fn unknown(&self, table: &PriceTable) -> Unresolved {
        match respelled(self.text, table) {
            Some(Ok(item)) if Item::parse(&item, table).is_ok() => (ItemError::Respell(item.clone()), Some(item)),
            Some(Err(error)) => (error, None),
            _ => (ItemError::UnknownName(self.name.to_owned()), None),
        }
    }

    fn credits(&self) -> Result<Item<'a>, Unresolved> {
        let (text, suffixes) = self.quantity_and_suffixes(|_| false);
        let text = text.unwrap_or_default();
        let credits = Credits::parse(&text).map_err(|error| match error {
            NumberError::Empty => {
                let message = "needs an amount, such as `credits=560`".to_owned();
                (ItemError::Other(FaultCode::MissingQuantity, message), None)
            }
            NumberError::TooLarge => (ItemError::limit(), None),
            error => {
                let fix = error.hint().map(|hint| format!("{CREDITS}={hint}"));
                (ItemError::Quantity(QuantityError::Invalid { text: text.clone(), reason: error.to_string() }), fix)
            }
        })?;
        refuse_options(&suffixes, "is an amount of credits, which has no options")?;
        Ok(Item::of_part(self.text, Part::Credits { name: CREDITS, credits, times: 1 }))
    }

    fn model(&self, model: &'a Model) -> Result<Item<'a>, Unresolved> {
        let (text, suffixes) = self.quantity_and_suffixes(|word| model.price.has_option(&fold_option(word)));
        let parse = |text: &String| text.parse().map_err(|error| self.bad_quantity(Some(model), text, error));
        let quantity = text.as_ref().map(parse).transpose()?;
        if let Some(unknown) = suffixes.iter().find(|word| !model.price.has_option(&fold_option(word))) {
            return Err(self.unknown_option(unknown, model, text.as_deref()));
        }
        let options = suffixes.into_iter().map(fold_option).collect();
        Ok(Item::of_part(self.text, Part::Model(ModelPart { model, quantity, options })))
    }

    fn recipe(&self, recipe: &'a Recipe, table: &'a PriceTable) -> Result<Item<'a>, Unresolved> {
        let (text, suffixes) = self.quantity_and_suffixes(|_| false);
        // `veo-8s:2`
        if let (None, [word]) = (&text, suffixes.as_slice())
            && let Ok(Quantity::Count(_)) = word.parse()
        {
            return Err(self.respell(word));
        }
        let wrong =
            |count| ItemError::wrong_unit(format!("is a recipe: its quantity must be a number, such as `={count}`"));
        let times = match text.as_deref().unwrap_or("1").parse() {
            Ok(Quantity::Count(count)) => count,
            Ok(Quantity::Clips { count, .. }) => return Err((wrong(count), Some(format!("{}={count}", self.head())))),
            Ok(Quantity::Length(_)) => return Err((wrong(3), None)),
            Err(error) => return Err(self.bad_quantity(None, &text.unwrap_or_default(), error)),
        };
        refuse_options(&suffixes, "is a recipe, and recipes take no options")?;
        let mut parts = Vec::with_capacity(recipe.items.len());
        for item in &recipe.items {
            let item = Spelled::split(item);
            // A recipe that holds itself would never end.
            if matches!(table.find(item.name), Some(Row::Recipe(_))) {
                return Err((ItemError::recipe_in_recipe(), None));
            }
            parts.extend(item.resolve(table)?.parts);
        }
        for part in &mut parts {
            if let Part::Credits { name, .. } = part {
                // An amount in a recipe is the recipe's, not the user's.
                *name = &recipe.name;
            }
        }
        Ok(Item { text: self.text, recipe: Some(recipe), times, parts })
    }

    /// Splits what is behind the name into the quantity and the options. The `:` of `1:30` belongs to the quantity.
    fn quantity_and_suffixes(&self, is_option: impl Fn(&str) -> bool) -> (Option<String>, Vec<&'a str>) {
        // Blanks before a `:` don't count, blanks behind it do.
        let words = |text: &'a str| text.split(':').map(|word| word.trim_end_matches(BLANKS));
        let Some(rest) = self.rest else {
            return (None, self.suffixes.map_or_else(Vec::new, |suffixes| words(suffixes).collect()));
        };
        let is_of_quantity =
            |word: &&str| word.bytes().all(|byte| byte.is_ascii_digit()) && !word.is_empty() && !is_option(word);
        let options = words(rest).skip(1).skip_while(is_of_quantity).collect();
        let quantity: Vec<&str> =
            words(trim(rest)).take(1).chain(words(rest).skip(1).take_while(is_of_quantity)).collect();
        (Some(quantity.join(":")), options)
    }

    fn unknown_option(&self, word: &str, model: &Model, quantity: Option<&str>) -> Unresolved {
        if quantity.is_none() && word.parse::<Quantity>().is_ok() {
            return match for_unit(word, model) {
                Ok(quantity) => self.respell(&quantity),
                Err(error) => (error, None),
            };
        }
        let meant = match fold(word).as_str() {
            "audio" | "withaudio" | "sound" | "withsound" | "on" => "audio",
            "noaudio" | "withoutaudio" | "silent" | "mute" | "muted" | "nosound" | "off" => "no-audio",
            _ => "",
        };
        let fix = model.price.has_option(meant).then(|| {
            let quantity = quantity.map(|quantity| format!("={quantity}")).unwrap_or_default();
            format!("{}{quantity}:{meant}", self.head())
        });
        (ItemError::no_such_option(&format!(":{word}"), model), fix)
    }

    /// Returns the error for a quantity of a model, or of a recipe.
    fn bad_quantity(&self, model: Option<&Model>, text: &str, mut error: QuantityError) -> Unresolved {
        let QuantityError::Respell { hint, .. } = &mut error else { return (ItemError::Quantity(error), None) };
        if let Some(model) = model {
            match for_unit(hint, model) {
                Ok(quantity) => *hint = quantity,
                Err(error) => return (error, None),
            }
        }
        let behind = self.rest.and_then(|rest| trim(rest).strip_prefix(text)).unwrap_or_default();
        let fix = format!("{}={hint}{}", self.head(), trim(behind));
        (ItemError::Quantity(error), Some(fix))
    }

    /// Returns the error for an item that should be written with this quantity.
    fn respell(&self, quantity: &str) -> Unresolved {
        let item = format!("{}={quantity}", self.head());
        (ItemError::Respell(item.clone()), Some(item))
    }

    /// Returns the item without its quantity and options, as typed but with a space for each blank: a TAB is no advice.
    fn head(&self) -> String {
        let end = self.text.find(['=', ':']).unwrap_or(self.text.len());
        let words: Vec<&str> = self.text.get(..end).unwrap_or_default().split_whitespace().collect();
        words.join(" ")
    }
}

/// Returns the name that an item begins with, whether or not there is such a row.
pub fn name_of(text: &str) -> &str {
    Spelled::split(text).name
}

fn refuse_options(suffixes: &[&str], reason: &str) -> Result<(), Unresolved> {
    let Some(word) = suffixes.first() else { return Ok(()) };
    Err((ItemError::wrong_unit(format!("{reason}: leave out `:{}`", shown(word))), None))
}

/// Removes blanks at the ends, which don't count.
fn trim(text: &str) -> &str {
    text.trim_matches(BLANKS)
}

/// Names a character that no name has, and that may look like another one.
fn odd_character(name: &str) -> String {
    let odd = name.chars().find(|c| !matches!(c, ' '..='~'));
    odd.map(|c| format!(": it contains {}, which isn't allowed in names", code_point(c))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pricing::estimate::{Terms, estimate};

    /// The cost of an item, or the code of its fault and how it should be written.
    fn cost(text: &str, table: &PriceTable) -> Result<String, (&'static str, Option<String>)> {
        estimate(table, [Item::parse(text, table)], Terms::default(), 1)
            .map(|estimate| estimate.total.to_string())
            .map_err(|faults| (faults[0].error.code().as_str(), faults[0].fix.clone()))
    }

    #[test]
    fn accepted_items() {
        let table = PriceTable::page();
        for (text, credits) in [
            ("nano-banana", "15"),
            (" Nano Banana = 6 ", "90"),
            ("NANO_BANANA\t=\t6", "90"),
            ("flux/schnell=30s", "7"),
            ("flux schnell=31s", "8"),
            ("framepack", "55"),
            ("framepack=11s", "165"),
            ("framepack=1x10s", "110"),
            ("framepack=3x4s", "165"),
            ("kling 1.6=6x8s", "1260"),
            ("veo3.1/fast=1:30", "4500"),
            ("veo3.1/fast=1:30:no-audio", "3150"),
            ("veo3.1/fast=2x1:30:NO_AUDIO", "6300"),
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
            assert_eq!(cost(text, &table), Ok(credits.to_owned()), "{text}");
        }
    }

    #[test]
    fn refused_items() {
        let table = PriceTable::page();
        for (text, code, fix) in [
            ("", "syntax", None),
            ("=7", "syntax", None),
            ("@", "syntax", None),
            ("sora", "unknown_name", None),
            ("@nano-banana", "unknown_name", Some("nano-banana")),
            ("@nano-banana=3", "unknown_name", Some("nano-banana=3")),
            ("@credits=5", "unknown_name", None),
            ("6xnano-banana", "syntax", Some("nano-banana=6")),
            ("3 x nano-banana", "syntax", Some("nano-banana=3")),
            ("6 clips of framepack", "syntax", Some("framepack=6")),
            ("flux dev 40", "syntax", Some("flux-dev=40")),
            ("nano banana pro 7", "syntax", Some("nano-banana-pro=7")),
            ("30 seconds of veo3.1/fast", "syntax", Some("veo3.1/fast=30s")),
            ("seedream 4", "unknown_name", None),
            ("veo3 2", "unknown_name", None),
            ("nano-banana+framepack", "unknown_name", None),
            ("6xveo3.1/fast", "wrong_unit", None),
            ("veo3.1/fast=6 clips", "wrong_unit", None),
            ("2xveo-8s", "syntax", Some("veo-8s=2")),
            ("veo3.1/fast:6", "wrong_unit", None),
            ("veo3.1/fast:8s", "syntax", Some("veo3.1/fast=8s")),
            ("veo3.1/fast:audio=8s", "syntax", Some("veo3.1/fast=8s:audio")),
            ("veo3.1/fast=007", "wrong_unit", None),
            ("veo3.1/fast=0", "bad_quantity", None),
            ("nano-banana=6x8", "bad_quantity", Some("nano-banana=6")),
            ("kling 1.6=6x8", "bad_quantity", Some("kling 1.6=6x8s")),
            ("veo-8s=+2", "bad_quantity", Some("veo-8s=2")),
            ("veo-8s:2", "syntax", Some("veo-8s=2")),
            ("veo-8s:8s", "wrong_unit", None),
            ("6 nano banana", "syntax", Some("nano-banana=6")),
            ("nano-banana*6", "syntax", Some("nano-banana=6")),
            ("veo3.1/fast=6x08s:audio", "bad_quantity", Some("veo3.1/fast=6x8s:audio")),
            ("nano-banana=7 8", "bad_quantity", None),
            ("nano-banana:6", "syntax", Some("nano-banana=6")),
            ("nano-banana=", "bad_quantity", None),
            ("nano-banana=1,250", "bad_quantity", Some("nano-banana=1250")),
            ("nano-banana=1.5", "bad_quantity", None),
            ("nano-banana==5", "bad_quantity", None),
            ("nano-banana=1000000001", "limit", None),
            ("veo3=1000000000", "limit", None),
            ("nano-banana=6x8s", "wrong_unit", Some("nano-banana=6")),
            ("kling 1.6=30s", "wrong_unit", None),
            ("veo3.1/fast", "missing_quantity", None),
            ("veo3.1/fast=3:no-audio", "wrong_unit", None),
            ("nano-banana=3:audio", "wrong_unit", None),
            ("cheapest-30s:audio", "wrong_unit", None),
            ("cheapest-30s=30s", "wrong_unit", None),
            ("cheapest-30s=2x30s", "wrong_unit", Some("cheapest-30s=2")),
            ("veo3.1/fast=8s:silent", "wrong_unit", Some("veo3.1/fast=8s:no-audio")),
            ("veo3.1/fast=8s: audio", "wrong_unit", Some("veo3.1/fast=8s:audio")),
            ("veo3.1/fast=8s:", "wrong_unit", None),
            ("veo3.1/fast=8s:loud", "wrong_unit", None),
            ("veo3.1/fast=8s:audio:no-audio", "wrong_unit", None),
            ("veo3.1/fast=8s:5s", "wrong_unit", None),
            ("credits", "missing_quantity", None),
            ("credits=", "missing_quantity", None),
            ("credits=1,250", "bad_quantity", Some("credits=1250")),
            ("credits=1.250", "bad_quantity", None),
            ("credits=-1", "bad_quantity", None),
            ("credits=1000000000001", "limit", None),
            ("credits=5:audio", "wrong_unit", None),
        ] {
            assert_eq!(cost(text, &table), Err((code, fix.map(str::to_owned))), "{text}");
        }
    }

    #[test]
    fn options_can_begin_with_a_digit() {
        let text = b"[table]\nname = \"T\"\nsource = \"S\"\nchecked = 2026-09-19\n[[model]]\nname = \"p\"\n\
            kind = \"text-to-video\"\nper_second = { \"720p audio\" = 4, \"1080p audio\" = 6, \"1080p no_audio\" = 5 }\n";
        let table = PriceTable::parse(text, "t.toml").unwrap();
        for (item, credits) in
            [("p=10s:720p", "40"), ("p=1:00:1080p:no-audio", "300"), ("p=2x5s:no_audio:1080P", "50"), ("p=10s", "60")]
        {
            assert_eq!(cost(item, &table), Ok(credits.to_owned()), "{item}");
        }
        assert_eq!(cost("p=10s:4k", &table), Err(("wrong_unit", None)));
        assert_eq!(cost("p=10s:720p:no-audio", &table), Err(("wrong_unit", None)));
    }

    #[test]
    fn characters_that_no_name_has_are_named() {
        let table = PriceTable::page();
        let message = |text: &str| Item::parse(text, &table).unwrap_err().sentence();
        assert!(message("nano–banana").ends_with("it contains U+2013, which isn't allowed in names"));
        assert!(!message("nano~banan").contains("allowed in names"));
        assert_eq!(name_of(" @my recipe =3"), "my recipe");
    }
}
