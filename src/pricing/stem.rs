//! Word stems, for searches: `expires`, `expired` and `expiry` are forms of one word.

use crate::values::name;

/// Endings, with what takes their place. The first that leaves a stem is removed, until none does.
const ENDINGS: [(&str, &str); 12] = [
    ("ies", "y"),
    ("ied", "y"),
    ("ation", ""),
    ("ment", ""),
    ("able", ""),
    ("ure", ""),
    ("ing", ""),
    ("ion", ""),
    ("ed", ""),
    ("al", ""),
    ("ly", ""),
    ("at", ""),
];

/// Stems of the same word or meaning that no ending explains.
const SAME: [(&str, &str); 14] = [
    ("long", "length"),
    ("longer", "length"),
    ("bought", "buy"),
    ("purchas", "buy"),
    ("paid", "pay"),
    ("lost", "los"),
    ("cheaper", "cheap"),
    ("cheapest", "cheap"),
    ("pict", "imag"),
    ("pic", "imag"),
    ("photo", "imag"),
    ("photograph", "imag"),
    ("sound", "audio"),
    ("silent", "audio"),
];

/// The shortest stem, in bytes.
const SHORTEST: usize = 3;

/// Returns the stem of a word in lower case.
pub fn stem(word: &str) -> String {
    // `ss`, `us`, `is` and `ies` aren't `s` for a plural.
    let is_plural = !["ss", "us", "is", "ies"].iter().any(|ending| word.ends_with(ending));
    let mut stem = word.strip_suffix('s').filter(|stem| is_plural && is_stem(stem)).unwrap_or(word).to_owned();
    while let Some(shorter) = without_ending(&stem) {
        stem = shorter;
    }
    match SAME.iter().find(|(form, _)| *form == stem) {
        Some((_, same)) => (*same).to_owned(),
        None => stem,
    }
}

/// Returns the stems of the words of a text, in their order, without these words; a number is a word of its own.
pub fn stems(text: &str, ignored: &[&str]) -> Vec<String> {
    let text = text.to_lowercase().replace(['\'', '\u{2019}'], "");
    let text = text.replace(|c: char| !c.is_alphanumeric() && c != '.', " ");
    let words = name::words(&text).into_iter();
    let words = words.map(|word| word.trim_matches('.').to_owned());
    words.filter(|word| !word.is_empty() && !ignored.contains(&word.as_str())).map(|word| stem(&word)).collect()
}

fn is_stem(stem: &str) -> bool {
    stem.len() >= SHORTEST && stem.contains(|c: char| "aeiouy".contains(c))
}

fn without_ending(word: &str) -> Option<String> {
    for (ending, instead) in ENDINGS {
        if let Some(stem) = word.strip_suffix(ending).filter(|stem| is_stem(stem)) {
            return Some(format!("{stem}{instead}"));
        }
    }
    if let Some(stem) = word.strip_suffix(['e', 'y']) {
        return is_stem(stem).then(|| stem.to_owned());
    }
    // `cancelling` is `cancell` by now.
    let last = word.chars().next_back().filter(|c| !"aeious".contains(*c))?;
    let stem = word.strip_suffix(last)?;
    (stem.ends_with(last) && is_stem(stem)).then(|| stem.to_owned())
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
            let mut stems = stems(forms, &[]);
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
        assert_eq!(stems("Don't veo3.1/fast clips expire?", &["dont"]), ["veo", "3.1", "fast", "clip", "expir"]);
        assert_eq!(stems("720p. It costs 5.", &["it"]), ["720", "p", "cost", "5"]);
        assert_eq!(stems("...", &[]), [""; 0]);
    }
}
