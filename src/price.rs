//! The units in which models are priced: the one place that knows them.

use rust_decimal::Decimal;

use crate::credits::Credits;
use crate::quantity::{Length, Quantity};

/// What one unit of a model costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UnitPrice {
    /// Credits per image.
    PerImage(Credits),
    /// Credits per clip, however long.
    PerClip(Credits),
    /// Credits per second of video, with and without audio.
    PerSecond {
        /// The rate with audio.
        audio: Credits,
        /// The rate without audio.
        no_audio: Credits,
    },
}

/// The unit that a quantity counts and that a rate is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// An image.
    Image,
    /// A clip.
    Clip,
    /// A second of video.
    Second,
    /// A credit: a figure given in credits.
    Credit,
}

/// Whether a clip is generated with audio.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Audio {
    /// With audio.
    With,
    /// Without audio.
    Without,
}

/// How many images a length of video takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// So many images in so long, as the price table has it: an assumption.
    Table {
        /// Images in `length`.
        images: u64,
        /// The length that they fill.
        length: Length,
    },
    /// An image stays so long, as the user said.
    Said(Length),
}

/// A quantity in the unit of a model's price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Units {
    /// The unit.
    pub unit: Unit,
    /// How many units: images, clips, or seconds with up to three decimals.
    pub amount: Decimal,
    /// How many clips, where clips are counted.
    pub clips: Option<u64>,
    /// How long each clip is, where that is known.
    pub clip_length: Option<Length>,
    /// What had to be assumed to get there.
    pub assumed: Option<Conversion>,
}

/// A conversion by a fact of the price table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conversion {
    /// A length became images, by the table's pacing.
    Pacing {
        /// The length asked for.
        length: Length,
        /// The images that it takes.
        images: u64,
    },
    /// A length became clips, by the model's length of clip.
    ClipLength {
        /// The length asked for.
        length: Length,
        /// The clips that it takes.
        clips: u64,
        /// How long one clip is.
        each: Length,
    },
}

/// Why a quantity says nothing about a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mismatch {
    /// A price by the second, and no length.
    HowLong,
    /// A price by the second, and a bare number.
    NumberForSeconds(u64),
    /// A price by the image, and clips of a length.
    ClipsForImages(u64),
    /// A price by the image, a length, and no pacing in the table.
    NoPacing,
    /// A price by the clip, a length, and no length of clip in the table.
    NoClipLength,
    /// Beyond the limits.
    TooMuch,
}

/// The facts that turn a quantity into units.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts {
    /// How many images a length takes; `None` where neither table nor user says.
    pub pace: Option<Pace>,
    /// How long one clip of the model is, where the table says.
    pub clip_length: Option<Length>,
}

impl Unit {
    /// The word for one.
    pub fn word(self) -> &'static str {
        match self {
            Unit::Image => "image",
            Unit::Clip => "clip",
            Unit::Second => "second",
            Unit::Credit => "credit",
        }
    }
}

impl Audio {
    /// The other one.
    pub fn other(self) -> Audio {
        match self {
            Audio::With => Audio::Without,
            Audio::Without => Audio::With,
        }
    }

    /// `with audio` or `without audio`.
    pub fn phrase(self) -> &'static str {
        match self {
            Audio::With => "with audio",
            Audio::Without => "without audio",
        }
    }

    /// The flag or suffix that says it, without its dashes or colon.
    pub fn flag(self) -> &'static str {
        match self {
            Audio::With => "audio",
            Audio::Without => "no-audio",
        }
    }
}

impl UnitPrice {
    /// The unit that is priced.
    pub fn unit(&self) -> Unit {
        match self {
            UnitPrice::PerImage(_) => Unit::Image,
            UnitPrice::PerClip(_) => Unit::Clip,
            UnitPrice::PerSecond { .. } => Unit::Second,
        }
    }

    /// The rate for one unit, and the audio that it is for where there is a choice.
    ///
    /// Where nothing was said about audio it is the dearer one: a budget kept with it is kept either way.
    pub fn rate(&self, audio: Option<Audio>) -> (Credits, Option<Audio>) {
        match *self {
            UnitPrice::PerImage(rate) | UnitPrice::PerClip(rate) => (rate, None),
            UnitPrice::PerSecond { audio: with, no_audio: without } => {
                let dearer = if without > with { Audio::Without } else { Audio::With };
                match audio.unwrap_or(dearer) {
                    Audio::With => (with, Some(Audio::With)),
                    Audio::Without => (without, Some(Audio::Without)),
                }
            }
        }
    }

    /// Whether the rate depends on audio.
    pub fn has_audio_choice(&self) -> bool {
        matches!(self, UnitPrice::PerSecond { .. })
    }

    /// The price in words, its numbers as `number` writes them.
    pub fn in_words(&self, number: impl Fn(Credits) -> String) -> String {
        match *self {
            UnitPrice::PerImage(rate) | UnitPrice::PerClip(rate) if rate.is_zero() => "free".to_owned(),
            UnitPrice::PerImage(rate) => format!("{} an image", number(rate)),
            UnitPrice::PerClip(rate) => format!("{} a clip", number(rate)),
            UnitPrice::PerSecond { audio, no_audio } => {
                format!("{} a second with audio, {} without", number(audio), number(no_audio))
            }
        }
    }

    /// The quantity in units of this price.
    pub fn units(&self, quantity: Option<Quantity>, facts: Facts) -> Result<Units, Mismatch> {
        match self {
            UnitPrice::PerImage(_) => images(quantity, facts.pace),
            UnitPrice::PerClip(_) => clips(quantity, facts.clip_length),
            UnitPrice::PerSecond { .. } => seconds(quantity),
        }
    }
}

/// `15 an image`, `1,250 a clip`, `50 a second with audio, 35 without`, `free`.
impl std::fmt::Display for UnitPrice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.in_words(crate::words::grouped))
    }
}

fn images(quantity: Option<Quantity>, pace: Option<Pace>) -> Result<Units, Mismatch> {
    let (count, assumed) = match (quantity, pace) {
        (None, _) => (1, None),
        (Some(Quantity::Count(count)), _) => (count, None),
        (Some(Quantity::Clips { count, .. }), _) => return Err(Mismatch::ClipsForImages(count)),
        (Some(Quantity::Length(_)), None) => return Err(Mismatch::NoPacing),
        (Some(Quantity::Length(length)), Some(Pace::Said(each))) => (length.pieces(each), None),
        (Some(Quantity::Length(length)), Some(Pace::Table { images, length: filled })) => {
            let in_all = u128::from(length.milliseconds()).checked_mul(u128::from(images)).ok_or(Mismatch::TooMuch)?;
            let images =
                u64::try_from(in_all.div_ceil(u128::from(filled.milliseconds()))).map_err(|_| Mismatch::TooMuch)?;
            (images, Some(Conversion::Pacing { length, images }))
        }
    };
    Ok(Units { unit: Unit::Image, amount: Decimal::from(count), clips: None, clip_length: None, assumed })
}

fn clips(quantity: Option<Quantity>, clip_length: Option<Length>) -> Result<Units, Mismatch> {
    let (count, assumed) = match (quantity, clip_length) {
        (None, _) => (1, None),
        (Some(Quantity::Count(count) | Quantity::Clips { count, .. }), _) => (count, None),
        (Some(Quantity::Length(_)), None) => return Err(Mismatch::NoClipLength),
        (Some(Quantity::Length(length)), Some(each)) => {
            let clips = length.pieces(each);
            (clips, Some(Conversion::ClipLength { length, clips, each }))
        }
    };
    Ok(Units { unit: Unit::Clip, amount: Decimal::from(count), clips: Some(count), clip_length, assumed })
}

fn seconds(quantity: Option<Quantity>) -> Result<Units, Mismatch> {
    let (length, clips) = match quantity {
        None => return Err(Mismatch::HowLong),
        Some(Quantity::Count(count)) => return Err(Mismatch::NumberForSeconds(count)),
        Some(Quantity::Length(length)) => (length, None),
        Some(Quantity::Clips { count, each }) => (each.times(count).ok_or(Mismatch::TooMuch)?, Some((count, each))),
    };
    Ok(Units {
        unit: Unit::Second,
        amount: length.seconds(),
        clips: clips.map(|(count, _)| count),
        clip_length: clips.map(|(_, each)| each),
        assumed: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIVE: u32 = 5;

    fn units(price: UnitPrice, quantity: &str, facts: Facts) -> Result<(String, Option<Conversion>), Mismatch> {
        let quantity = (!quantity.is_empty()).then(|| quantity.parse().unwrap());
        price.units(quantity, facts).map(|units| (units.amount.to_string(), units.assumed))
    }

    fn length(text: &str) -> Length {
        text.parse().unwrap()
    }

    #[test]
    fn every_cell_of_the_quantity_table() {
        let image = UnitPrice::PerImage(Credits::from(FIVE));
        let clip = UnitPrice::PerClip(Credits::from(FIVE));
        let second = UnitPrice::PerSecond { audio: Credits::from(FIVE), no_audio: Credits::ONE };
        let none = Facts::default();
        let facts =
            Facts { pace: Some(Pace::Table { images: 7, length: length("30s") }), clip_length: Some(length("5s")) };
        let said = Facts { pace: Some(Pace::Said(length("4s"))), clip_length: None };
        let plain = |amount: &str| Ok((amount.to_owned(), None));
        for (price, quantity, facts, expected) in [
            (image, "", none, plain("1")),
            (image, "7", none, plain("7")),
            (image, "30s", none, Err(Mismatch::NoPacing)),
            (image, "30s", said, plain("8")),
            (image, "6x8s", facts, Err(Mismatch::ClipsForImages(6))),
            (clip, "", none, plain("1")),
            (clip, "7", none, plain("7")),
            (clip, "30s", none, Err(Mismatch::NoClipLength)),
            (clip, "6x8s", none, plain("6")),
            (second, "", none, Err(Mismatch::HowLong)),
            (second, "7", none, Err(Mismatch::NumberForSeconds(7))),
            (second, "30s", none, plain("30")),
            (second, "2.5s", none, plain("2.5")),
            (second, "6x8s", none, plain("48")),
        ] {
            assert_eq!(units(price, quantity, facts), expected, "{price:?} {quantity}");
        }
        for (quantity, images) in [("30s", 7), ("1s", 1), ("31s", 8), ("60s", 14), ("0.001s", 1)] {
            let assumed = Conversion::Pacing { length: length(quantity), images };
            assert_eq!(units(image, quantity, facts), Ok((images.to_string(), Some(assumed))));
        }
        for (quantity, clips) in [("30s", 6), ("31s", 7), ("5s", 1)] {
            let assumed = Conversion::ClipLength { length: length(quantity), clips, each: length("5s") };
            assert_eq!(units(clip, quantity, facts), Ok((clips.to_string(), Some(assumed))));
        }
    }

    #[test]
    fn the_dearer_rate_where_nothing_is_said() {
        let usual = UnitPrice::PerSecond { audio: Credits::from(50), no_audio: Credits::from(35) };
        let odd = UnitPrice::PerSecond { audio: Credits::from(35), no_audio: Credits::from(50) };
        assert_eq!(usual.rate(None), (Credits::from(50), Some(Audio::With)));
        assert_eq!(odd.rate(None), (Credits::from(50), Some(Audio::Without)));
        assert_eq!(usual.rate(Some(Audio::Without)), (Credits::from(35), Some(Audio::Without)));
        let same = UnitPrice::PerSecond { audio: Credits::from(35), no_audio: Credits::from(35) };
        assert_eq!(same.rate(None), (Credits::from(35), Some(Audio::With)));
        assert_eq!(UnitPrice::PerClip(Credits::ONE).rate(Some(Audio::With)), (Credits::ONE, None));
    }

    #[test]
    fn in_words() {
        for (price, words) in [
            (UnitPrice::PerImage(Credits::from(15)), "15 an image"),
            (UnitPrice::PerClip(Credits::from(1250)), "1,250 a clip"),
            (UnitPrice::PerClip(Credits::ZERO), "free"),
            (
                UnitPrice::PerSecond { audio: Credits::from(50), no_audio: Credits::ZERO },
                "50 a second with audio, 0 without",
            ),
        ] {
            assert_eq!(price.to_string(), words);
        }
        assert_eq!(UnitPrice::PerClip(Credits::from(1250)).in_words(|rate| rate.to_string()), "1250 a clip");
        let units = [Unit::Image, Unit::Clip, Unit::Second, Unit::Credit].map(Unit::word);
        assert_eq!(units, ["image", "clip", "second", "credit"]);
        for (audio, phrase, flag) in
            [(Audio::With, "with audio", "audio"), (Audio::Without, "without audio", "no-audio")]
        {
            assert_eq!((audio.phrase(), audio.flag()), (phrase, flag));
            assert_ne!(audio.other(), audio);
        }
    }
}
