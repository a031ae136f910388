//! Word stems, for searches: `expires`, `expired` and `expiry` are forms of one word.

use crate::values::name;

/// Endings. The first that leaves a stem is removed, until none does.
const ENDINGS: [&str; 12] = ["ies", "ied", "ation", "ment", "able", "ure", "ing", "ion", "ed", "al", "ly", "at"];

/// Stems of other forms, or other words, with the one stem that is used for them.
const SAME: [(&str, &str); 11] = [
    ("length", "long longer"),
    ("buy", "bought purchas"),
    ("pay", "paid"),
    ("los", "lost"),
    ("cheap", "cheaper cheapest"),
    ("expensiv", "dear dearer dearest priciest"),
    ("imag", "pict pic photo photograph"),
    ("audio", "sound silent"),
    ("video", "vid"),
    ("instagram", "ig insta"),
    ("friend", "mate buddy pal"),
];

/// The shortest stem, in bytes.
const SHORTEST: usize = 3;

/// Returns the stem of a word in lower case.
pub fn stem(word: &str) -> String {
    // `ss`, `us`, `is` and `ies` aren't `s` for a plural.
    let is_plural = !["ss", "us", "is", "ies"].iter().any(|ending| word.ends_with(ending));
    let mut stem = word.strip_suffix('s').filter(|stem| is_plural && is_stem(stem)).unwrap_or(word);
    while let Some(shorter) = without_ending(stem) {
        stem = shorter;
    }
    let same = SAME.iter().find(|(_, forms)| forms.split(' ').any(|form| form == stem));
    same.map_or(stem, |(same, _)| same).to_owned()
}

/// Returns the stems of the words of a text, in their order, without these words; a number is a word of its own.
pub fn stems(text: &str, ignored: &str) -> Vec<String> {
    let text = text.to_lowercase().replace(['\'', '\u{2019}'], "");
    let text = text.replace(|c: char| !c.is_alphanumeric() && c != '.', " ");
    let words = name::words(&text);
    let words = words.iter().map(|word| word.trim_matches('.')).filter(|word| !word.is_empty());
    words.filter(|word| !ignored.split(' ').any(|ignored| ignored == *word)).map(stem).collect()
}

fn is_stem(stem: &str) -> bool {
    stem.len() >= SHORTEST && stem.contains(|c: char| "aeiouy".contains(c))
}

fn without_ending(word: &str) -> Option<&str> {
    let ending = ENDINGS.iter().find_map(|ending| word.strip_suffix(ending).filter(|stem| is_stem(stem)));
    let vowel = || word.strip_suffix(['e', 'y']);
    // `cancelling` is `cancell` by now.
    let double = || {
        let last = word.chars().next_back().filter(|c| !"aeious".contains(*c))?;
        word.strip_suffix(last).filter(|stem| stem.ends_with(last))
    };
    ending.or_else(vowel).or_else(double).filter(|stem| is_stem(stem))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for forms in [
            "expire expires expired expiry expiring expiration",
            "refund refunds refunded refundable",
            "schedule schedules scheduling scheduled",
            "cancel cancels cancelling canceled cancellation",
            "generate generated generating generation generations",
            "fail fails failed failing failure failures",
            "charge charges charged charging",
            "retry retries",
            "transfer transferred transferring",
            "photo photos picture pictures image images pic",
            "buy bought buying purchase purchased purchases",
            "edit edits edited editing",
            "carry carries carried carrying",
            "renew renews renewal",
            "month months monthly",
            "annual annually",
            "refresh refreshes refreshing",
            "pay pays paid payment",
        ] {
            let mut stems = stems(forms, "");
            stems.dedup();
            assert_eq!(stems.len(), 1, "{forms}: {stems:?}");
        }
    }

    #[test]
    fn short_and_odd_words_stay() {
        for word in ["bonus", "free", "need", "string", "api", "s", "hd", "", "unused", "字"] {
            let stem = stem(word);
            assert!(word.starts_with(&stem) && stem.len() + 1 >= word.len().min(SHORTEST), "{word}: {stem}");
        }
        assert_ne!(stem("editor"), stem("edit"));
    }

    #[test]
    fn texts_are_split_into_stems() {
        assert_eq!(stems("Don't veo3.1/fast clips expire?", "dont"), ["veo", "3.1", "fast", "clip", "expir"]);
        assert_eq!(stems("720p. It costs 5.", "it"), ["720", "p", "cost", "5"]);
        assert_eq!(stems("...", ""), [""; 0]);
    }
}
