//! Prices: a unit and a rate, or a rate for each option. This is the one place that knows the units.

use std::fmt;

use serde::de::{self, MapAccess, Visitor};
use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use toml::Spanned;

use super::credits::Credits;
use super::limits::MAX_OPTIONS;
use crate::format::{code_point, grouped};

/// What a quantity counts and a rate is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// An image.
    #[default]
    Image,
    /// A video clip.
    Clip,
    /// A second of video.
    Second,
    /// A credit: an amount given in credits.
    #[serde(skip_deserializing)]
    Credit,
}

impl Unit {
    /// The units that models are priced by.
    pub const PRICED: [Unit; 3] = [Unit::Image, Unit::Clip, Unit::Second];

    /// Returns the key of a price in this unit: `per_image`.
    pub fn key(self) -> &'static str {
        match self {
            Unit::Image => "per_image",
            Unit::Clip => "per_clip",
            Unit::Second => "per_second",
            Unit::Credit => "credits",
        }
    }

    /// Returns the noun.
    pub fn noun(self) -> &'static str {
        match self {
            Unit::Image => "image",
            Unit::Clip => "clip",
            Unit::Second => "second",
            Unit::Credit => "credit",
        }
    }

    /// Returns the noun with its article, as in "15 an image".
    pub fn per(self) -> &'static str {
        match self {
            Unit::Image => "an image",
            Unit::Clip => "a clip",
            Unit::Second => "a second",
            Unit::Credit => "a credit",
        }
    }
}

/// What one unit of a model costs.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    /// The unit that the rates are for.
    pub unit: Unit,
    /// One rate without an option, or a rate for each option in the table's order.
    #[serde(deserialize_with = "rates")]
    pub rates: Vec<Rate>,
}

/// The rate of one option.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Rate {
    /// The option as the table spells it: `no_audio`, `1080p audio`; empty where there is one rate whatever is chosen.
    pub option: String,
    /// Its words, folded and sorted.
    #[serde(skip)]
    pub words: Vec<String>,
    /// Credits a unit.
    #[serde(rename = "rate")]
    pub credits: Credits,
}

/// The rate that was chosen, and what was left open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice<'p> {
    /// Credits a unit.
    pub rate: Credits,
    /// The option that the rate is for; `None` where the price has one rate.
    pub option: Option<&'p Rate>,
    /// The other options that fit what was said; empty where nothing that affects the price was left open.
    pub alternatives: Vec<&'p Rate>,
}

/// The words for sound, the one option that has flags.
const AUDIO: &str = "audio";
const NO_AUDIO: &str = "no-audio";

/// Folds a word of an option: case doesn't count, and `_` is `-`.
pub fn fold_option(word: &str) -> String {
    word.to_ascii_lowercase().replace('_', "-")
}

/// Returns the option word for `--audio` or `--no-audio`.
pub fn audio_word(audio: bool) -> &'static str {
    if audio { AUDIO } else { NO_AUDIO }
}

impl Rate {
    fn new(option: String, credits: Credits) -> Rate {
        let mut words: Vec<String> = option.split_whitespace().map(fold_option).collect();
        words.sort_unstable();
        words.dedup();
        Rate { option, words, credits }
    }

    /// Says what is wrong with the name of an option, which items spell behind a `:`.
    fn problem(&self) -> Option<String> {
        let is_character = |c: char| c.is_ascii_alphanumeric() || ".-".contains(c);
        if self.words.is_empty() {
            return Some("has an option without a name".to_owned());
        }
        if self.has("no") {
            return Some("has an option with the word `no`: write `no_audio` as one word".to_owned());
        }
        let odd = self.words.iter().flat_map(|word| word.chars()).find(|c| !is_character(*c))?;
        Some(format!("has an option with the character {}: use letters, digits, space and `. - _`", code_point(odd)))
    }

    fn has(&self, word: &str) -> bool {
        self.words.iter().any(|own| own == word)
    }

    /// Returns true for an option with audio, false for one without, `None` for any other.
    pub fn audio(&self) -> Option<bool> {
        if self.has(AUDIO) { Some(true) } else { self.has(NO_AUDIO).then_some(false) }
    }

    /// Returns the option in words: `with audio`, `1080p without audio`, `high`.
    pub fn in_words(&self) -> String {
        let phrase = self.option.split_whitespace().map(|word| match fold_option(word).as_str() {
            AUDIO => "with audio".to_owned(),
            NO_AUDIO => "without audio".to_owned(),
            _ => word.to_owned(),
        });
        phrase.collect::<Vec<_>>().join(" ")
    }

    /// Returns the option as an item spells it: `:1080p:audio`.
    pub fn suffixes(&self) -> String {
        self.option.split_whitespace().map(|word| format!(":{}", fold_option(word))).collect()
    }

    /// Returns whether the two options differ in nothing but audio.
    pub fn differs_only_in_audio(&self, other: &Rate) -> bool {
        let is_shared = |word: &String, rate: &Rate| is_audio_word(word) || rate.has(word);
        self.words.iter().all(|word| is_shared(word, other)) && other.words.iter().all(|word| is_shared(word, self))
    }
}

fn is_audio_word(word: &str) -> bool {
    [AUDIO, NO_AUDIO].contains(&word)
}

impl Price {
    /// Returns the rates of the options; none where there is one rate.
    pub fn options(&self) -> &[Rate] {
        if self.one_rate().is_some() { &[] } else { &self.rates }
    }

    /// Returns the rate where it is the same whatever is chosen.
    fn one_rate(&self) -> Option<Credits> {
        self.rates.first().filter(|rate| rate.words.is_empty()).map(|rate| rate.credits)
    }

    /// Returns whether any option has this word.
    pub fn has_option(&self, word: &str) -> bool {
        self.rates.iter().any(|rate| rate.has(word))
    }

    /// Returns the words of all options, each once.
    pub fn option_words(&self) -> Vec<&str> {
        let mut words: Vec<&str> = Vec::new();
        for word in self.rates.iter().flat_map(|rate| &rate.words) {
            if !words.contains(&word.as_str()) {
                words.push(word);
            }
        }
        words
    }

    /// Chooses a rate by the option words of an item, and by a flag for audio where the item doesn't mention it.
    ///
    /// Where more than one option fits, it is the one with the highest rate, so that a budget kept with it is kept
    /// in any case; the others are alternatives where they cost something else.
    ///
    /// # Errors
    /// The word that no option has, or all words where no option has them together.
    pub fn choose(&self, words: &[String], audio: Option<bool>) -> Result<Choice<'_>, Vec<String>> {
        if let Some(unknown) = words.iter().find(|word| !self.has_option(word)) {
            return Err(vec![unknown.clone()]);
        }
        let mut wanted = words.to_vec();
        let fitting = |words: &[String]| -> Vec<&Rate> {
            self.rates.iter().filter(|rate| words.iter().all(|word| rate.has(word))).collect()
        };
        if let Some(audio) = audio.map(audio_word)
            && !wanted.iter().any(|word| is_audio_word(word))
            && fitting(&wanted).iter().any(|rate| rate.has(audio))
        {
            wanted.push(audio.to_owned());
        }
        wanted.sort_unstable();
        wanted.dedup();
        let candidates = fitting(&wanted);
        let exact = candidates.iter().find(|rate| rate.words == wanted);
        // Of several with the highest rate the first.
        let highest = candidates.iter().rev().max_by_key(|rate| rate.credits);
        let Some(chosen) = exact.or(highest).copied() else { return Err(words.to_vec()) };
        let is_open = exact.is_none() && candidates.iter().any(|rate| rate.credits != chosen.credits);
        // Of several options at one rate none is chosen.
        let is_one = exact.is_some() || is_open || candidates.len() == 1;
        Ok(Choice {
            rate: chosen.credits,
            option: Some(chosen).filter(|rate| is_one && !rate.words.is_empty()),
            alternatives: candidates.into_iter().filter(|rate| is_open && *rate != chosen).collect(),
        })
    }

    /// Returns the highest rate.
    pub fn highest(&self) -> Credits {
        self.rates.iter().map(|rate| rate.credits).max().unwrap_or_default()
    }
}

/// `15 an image`, `1,250 a clip`, `50 a second with audio, 35 without audio`, `free`.
impl fmt::Display for Price {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let per = self.unit.per();
        match self.one_rate() {
            Some(rate) if rate.is_zero() => f.write_str("free"),
            Some(rate) => write!(f, "{} {per}", grouped(rate)),
            None => {
                for (index, rate) in self.rates.iter().enumerate() {
                    let (credits, words) = (grouped(rate.credits), rate.in_words());
                    let words = if words.starts_with("with") { words } else { format!("({words})") };
                    match index {
                        0 => write!(f, "{credits} {per} {words}")?,
                        _ => write!(f, ", {credits} {words}")?,
                    }
                }
                Ok(())
            }
        }
    }
}

/// The fields of a price in a document: `unit`, `rate` and so on.
impl Serialize for Price {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let only = |word: &str| self.rates.iter().find(|rate| rate.words == [word]).map(|rate| rate.credits);
        let mut fields = serializer.serialize_struct("Price", 5)?;
        fields.serialize_field("unit", &self.unit)?;
        fields.serialize_field("rate", &self.one_rate())?;
        fields.serialize_field("rate_with_audio", &only(AUDIO))?;
        fields.serialize_field("rate_without_audio", &only(NO_AUDIO))?;
        fields.serialize_field("options", self.options())?;
        fields.end()
    }
}

/// Reads `5`, or `{ audio = 50, no_audio = 35 }`.
fn rates<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Rate>, D::Error> {
    struct OneOrOptions;

    impl<'de> Visitor<'de> for OneOrOptions {
        type Value = Vec<Rate>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a number, or a rate for each option: { audio = 50, no_audio = 35 }")
        }

        fn visit_i64<E: de::Error>(self, rate: i64) -> Result<Vec<Rate>, E> {
            let credits = Credits::deserialize(de::value::I64Deserializer::new(rate))?;
            Ok(vec![Rate { credits, ..Rate::default() }])
        }

        fn visit_f64<E: de::Error>(self, rate: f64) -> Result<Vec<Rate>, E> {
            let credits = Credits::deserialize(de::value::F64Deserializer::new(rate))?;
            Ok(vec![Rate { credits, ..Rate::default() }])
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<Rate>, A::Error> {
            let mut options: Vec<(usize, Rate)> = Vec::new();
            while let Some((option, credits)) = map.next_entry::<String, Spanned<Credits>>()? {
                let rate = Rate::new(option, *credits.get_ref());
                let same = options.iter().find(|(_, known)| known.words == rate.words);
                let problem = match same {
                    _ if options.len() >= MAX_OPTIONS => Some(format!("can have at most {MAX_OPTIONS} options")),
                    Some((_, same)) => {
                        Some(format!("has the same option twice: `{}` and `{}`", same.option, rate.option))
                    }
                    None => rate.problem(),
                };
                if let Some(problem) = problem {
                    return Err(de::Error::custom(problem));
                }
                options.push((credits.span().start, rate));
            }
            if options.is_empty() {
                return Err(de::Error::custom("needs a rate, or at least one option with a rate"));
            }
            // TOML's tables are sorted by key; people expect the order of the file.
            options.sort_by_key(|(place, _)| *place);
            Ok(options.into_iter().map(|(_, rate)| rate).collect())
        }
    }

    deserializer.deserialize_any(OneOrOptions)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn price(unit: Unit, options: &[(&str, u32)]) -> Price {
        let rate = |(option, rate): &(&str, u32)| Rate::new((*option).into(), Credits::from(*rate));
        Price { unit, rates: options.iter().map(rate).collect() }
    }

    /// What is chosen by these suffixes and this flag: rate, option, alternatives.
    fn chosen(price: &Price, words: &[&str], audio: Option<bool>) -> String {
        let words: Vec<String> = words.iter().map(|word| fold_option(word)).collect();
        match price.choose(&words, audio) {
            Ok(Choice { rate, option, alternatives }) => {
                let others: Vec<&str> = alternatives.iter().map(|rate| rate.option.as_str()).collect();
                format!("{rate} {} [{}]", option.map_or("-", |rate| &rate.option), others.join(", "))
            }
            Err(words) => format!("no {}", words.join(" ")),
        }
    }

    #[test]
    fn options_choose_a_rate() {
        let flat = price(Unit::Second, &[("", 5)]);
        let audio = price(Unit::Second, &[("audio", 50), ("no_audio", 35)]);
        let same = price(Unit::Second, &[("audio", 35), ("no_audio", 35)]);
        let odd = price(Unit::Second, &[("audio", 35), ("no_audio", 50)]);
        let quality = price(Unit::Image, &[("low", 1), ("medium", 4), ("high", 16)]);
        let four = price(
            Unit::Second,
            &[("720p audio", 40), ("720p no_audio", 20), ("1080p audio", 60), ("1080p no_audio", 30)],
        );
        let extra = price(Unit::Second, &[("720p", 10), ("720p audio", 14)]);
        for (price, words, flag, expected) in [
            (&flat, &[][..], None, "5 - []"),
            (&flat, &[], Some(true), "5 - []"),
            (&flat, &["audio"], None, "no audio"),
            (&audio, &[], None, "50 audio [no_audio]"),
            (&audio, &["no-audio"], None, "35 no_audio []"),
            (&audio, &["NO_AUDIO"], Some(true), "35 no_audio []"),
            (&audio, &[], Some(false), "35 no_audio []"),
            (&audio, &["loud"], None, "no loud"),
            (&audio, &["audio", "no-audio"], None, "no audio no-audio"),
            (&same, &[], None, "35 - []"),
            (&odd, &[], None, "50 no_audio [audio]"),
            (&quality, &[], None, "16 high [low, medium]"),
            (&quality, &["medium"], Some(true), "4 medium []"),
            (&four, &["1080p"], None, "60 1080p audio [1080p no_audio]"),
            (&four, &["no-audio"], None, "30 1080p no_audio [720p no_audio]"),
            (&four, &["audio", "720p"], None, "40 720p audio []"),
            (&four, &["720p"], Some(false), "20 720p no_audio []"),
            (&four, &["720p", "1080p"], None, "no 720p 1080p"),
            (&extra, &["720p"], None, "10 720p []"),
            (&extra, &["720p"], Some(true), "14 720p audio []"),
            (&extra, &[], None, "14 720p audio [720p]"),
        ] {
            assert_eq!(chosen(price, words, flag), expected, "{price} {words:?} {flag:?}");
        }
    }

    #[test]
    fn prices_in_words() {
        for (price, words) in [
            (price(Unit::Image, &[("", 15)]), "15 an image"),
            (price(Unit::Clip, &[("", 1250)]), "1,250 a clip"),
            (price(Unit::Clip, &[("", 0)]), "free"),
            (price(Unit::Second, &[("audio", 50), ("no_audio", 0)]), "50 a second with audio, 0 without audio"),
            (price(Unit::Image, &[("low", 1), ("high", 16)]), "1 an image (low), 16 (high)"),
        ] {
            assert_eq!(price.to_string(), words);
        }
        let four = price(Unit::Second, &[("1080p no_audio", 30), ("audio", 1)]);
        let [rate, with] = four.options() else { panic!("two options") };
        assert_eq!(
            (rate.in_words().as_str(), rate.suffixes().as_str(), rate.audio()),
            ("1080p without audio", ":1080p:no-audio", Some(false))
        );
        assert_eq!(with.audio(), Some(true));
        assert!(!rate.differs_only_in_audio(with));
    }

    #[test]
    fn fields_of_a_price() {
        let audio = price(Unit::Second, &[("audio", 50), ("no_audio", 35)]);
        assert_eq!(
            serde_json::to_string(&audio).unwrap(),
            r#"{"unit":"second","rate":null,"rate_with_audio":50,"rate_without_audio":35,"options":[{"option":"audio","rate":50},{"option":"no_audio","rate":35}]}"#
        );
    }
}
