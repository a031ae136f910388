//! Names: when two spellings are the same, which names are like an unknown one, and how any text is shown safely.

use std::collections::HashSet;
use std::fmt::Write as _;

/// The longest piece of somebody's text that is shown, in characters.
const SHOWN: usize = 80;

/// A name as it is compared: letter case and the separators space `-` `_` `/` don't count, everything else does.
pub fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    folded.extend(name.chars().filter(|c| !is_separator(*c)).map(|c| c.to_ascii_lowercase()));
    folded
}

/// Whether the character only separates the words of a name.
pub fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '-' | '_' | '/')
}

/// A name as it can be typed without quotes: `kling v1.6` as `kling-v1.6`.
pub fn hyphenated(name: &str) -> String {
    name.replace(' ', "-")
}

/// The words of a name, in small letters; a number is a word of its own (`imagen4` is `imagen` and `4`).
pub fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last = ' ';
    for c in name.chars().map(|c| c.to_ascii_lowercase()) {
        let numeric = |c: char| c.is_ascii_digit() || c == '.';
        if !is_separator(c) {
            match words.last_mut() {
                Some(word) if !is_separator(last) && numeric(last) == numeric(c) => word.push(c),
                _ => words.push(c.to_string()),
            }
        }
        last = c;
    }
    words
}

/// How like a known name is to an unknown one: the greater, the more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Likeness {
    shared_words: usize,
    near_words: usize,
    /// 0 for equal, ever smaller with the edits between the two.
    minus_edits: isize,
    /// The same without the dots of versions, which are often left out.
    minus_edits_without_dots: isize,
}

/// A name, taken apart once to be compared with many others.
#[derive(Debug)]
pub struct Parts {
    folded: String,
    words: Vec<String>,
}

impl Parts {
    /// Takes the name apart.
    pub fn of(name: &str) -> Parts {
        Parts { folded: fold(name), words: words(name) }
    }

    /// The words of the name.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// How like this unknown name `known` is; `None` where nothing speaks for it. Words for which `common` is true say
    /// nothing.
    pub fn likeness(&self, known: &Parts, common: impl Fn(&str) -> bool) -> Option<Likeness> {
        let known_words = &known.words;
        let telling = |word: &&String| !common(word);
        let shared = || self.words.iter().filter(telling).filter(|word| known_words.contains(word));
        // A number alone, or a letter such as the `v` of versions, says nothing; the whole name does, as in `4o`.
        let whole = self.words.len() > 1 && known_words.windows(self.words.len()).any(|run| run == self.words);
        // Each word once: the `1` of `flux-1-1-pro` is shared with `flux1` once only.
        let distinct = || shared().collect::<HashSet<_>>().len();
        let shared_words = if whole || shared().any(|word| is_a_word(word)) { distinct() } else { 0 };
        let near = |word: &&String| {
            word.chars().count() > 2
                && is_a_word(word)
                && !known_words.contains(word)
                && known_words
                    .iter()
                    .any(|known| known.starts_with(word.as_str()) || strsim::osa_distance(known, word) == 1)
        };
        let near_words = self.words.iter().filter(telling).filter(near).count();
        let known = &known.folded;
        let most = (self.folded.len() / 4).max(1);
        // So many edits at least: most names needn't be compared letter by letter.
        if shared_words == 0 && near_words == 0 && self.folded.len().abs_diff(known.len()) > most {
            return None;
        }
        let edits = strsim::osa_distance(&self.folded, known);
        let close = edits <= most && self.folded.len() > 2;
        (shared_words > 0 || near_words > 0 || close).then(|| {
            let [one, other] = [&self.folded, known].map(|name| name.replace('.', ""));
            Likeness {
                shared_words,
                near_words,
                minus_edits: 0_isize.saturating_sub_unsigned(edits),
                minus_edits_without_dots: 0_isize.saturating_sub_unsigned(strsim::osa_distance(&one, &other)),
            }
        })
    }
}

/// Whether it is more than a number or a letter.
fn is_a_word(word: &str) -> bool {
    word.len() > 1 && word.starts_with(char::is_alphabetic)
}

/// The known word that an unknown one was probably meant to be: at most a third of it different.
pub fn meant<'a>(unknown: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if unknown.len() > SHOWN {
        return None;
    }
    let unknown = fold(unknown);
    let most = (unknown.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|known| {
            let folded = fold(known);
            let begins = unknown.len() > 2 && folded.starts_with(&unknown);
            (if begins { 1 } else { strsim::osa_distance(&unknown, &folded) }, known)
        })
        .filter(|(edits, _)| *edits <= most)
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, known)| known)
}

/// Whether a character can be printed as it is: no control, format, private or unassigned character, no odd blank.
pub fn is_printing(c: char) -> bool {
    // The standard library's own table of what prints; a combining mark is escaped there only when it stands alone.
    let prints = || {
        let mut pair = String::from("a");
        pair.push(c);
        pair.escape_debug().nth(1) == Some(c)
    };
    matches!(c, ' '..='~') || prints()
}

/// Somebody's text, as it may be shown: what doesn't print is escaped, and what is long is cut.
pub fn shown(text: &str) -> String {
    let mut shown = String::new();
    for (index, c) in text.chars().enumerate() {
        if index >= SHOWN {
            shown.push('…');
            break;
        }
        if is_printing(c) {
            shown.push(c);
        } else {
            shown.extend(c.escape_unicode());
        }
    }
    shown
}

/// The name of a character by its number: `U+001B`.
pub fn code_point(c: char) -> String {
    let mut name = String::from("U+");
    let _ = write!(name, "{:04X}", u32::from(c));
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_folds_together() {
        for (one, other) in [
            ("Flux 1.1 Pro", "flux-1.1-pro"),
            ("veo3.1/fast", "veo 3.1 fast"),
            ("nano-banana", "nanobanana"),
            ("kling_v1.6", "KLING V1.6"),
        ] {
            assert_eq!(fold(one), fold(other));
        }
        for (one, other) in [("veo3", "veo3.1"), ("flux 1.1", "flux 11"), ("a+b", "ab"), ("\u{212a}ling", "kling")] {
            assert_ne!(fold(one), fold(other));
        }
    }

    #[test]
    fn words_of_names() {
        assert_eq!(words("imagen4/preview/fast"), ["imagen", "4", "preview", "fast"]);
        assert_eq!(words("kling v1.6"), ["kling", "v", "1.6"]);
        assert_eq!(words(""), [""; 0]);
        assert_eq!(words("v4.5//text_2 b"), ["v", "4.5", "text", "2", "b"]);
    }

    #[test]
    fn how_like_two_names_are() {
        let like = |unknown: &str, known: &str| {
            let likeness = Parts::of(unknown).likeness(&Parts::of(known), |_| false)?;
            Some((likeness.shared_words, likeness.near_words, likeness.minus_edits))
        };
        for (unknown, known, likeness) in [
            ("kling", "kling 1.6", Some((1, 0, -3))),
            ("kling", "kling", Some((1, 0, 0))),
            ("klnig", "kling 1.6", Some((0, 1, -4))),
            ("klxxg", "kling 1.6", None),
            ("ima", "gpt image", Some((0, 1, -5))),
            ("im", "gpt image", None),
            // A number or a letter alone says nothing, but a name of nothing else does.
            ("1.6", "kling 1.6", None),
            ("v 9", "kling v1.6", None),
            ("4o", "4o image", Some((2, 0, -5))),
            ("o 4", "4o image", None),
            // At most a quarter different.
            ("framepackxy", "framepack", Some((0, 0, -2))),
            ("framepackxyz", "framepack", Some((0, 0, -3))),
            ("framepackwxyz", "framepack", None),
            ("frxxepack", "framepack", Some((0, 0, -2))),
            ("abcdefgh", "ijklmnop", None),
            ("123", "124", Some((0, 0, -1))),
            ("12", "13", None),
            ("ab", "ac", None),
            // `fast` is there: that it is near `last` too says nothing.
            ("fast", "veo3.1/fast/first-last-frame", Some((1, 0, -20))),
            ("veo31fast", "veo3.1/fast", Some((2, 0, -1))),
            ("veo31fast", "veo3/fast", Some((2, 0, -1))),
        ] {
            assert_eq!(like(unknown, known), likeness, "{unknown} {known}");
        }
        let dots = |known: &str| Parts::of("veo31fast").likeness(&Parts::of(known), |_| false);
        assert!(dots("veo3.1/fast") > dots("veo3/fast"), "the same without the dot");
        let common = |unknown: &str| Parts::of(unknown).likeness(&Parts::of("fal-ai/veo3"), |word| word != "veo");
        assert_eq!(common("fal ai"), None);
        assert_eq!(common("fal veo").unwrap().shared_words, 1);
    }

    #[test]
    fn what_prints() {
        for c in [' ', '~', '"', '\'', '\\', 'a', 'é', '字', '×', '\u{301}', '😀'] {
            assert!(is_printing(c), "{c:?}");
        }
        for c in [
            '\u{1b}', '\u{7}', '\n', '\t', '\u{9b}', '\u{200b}', '\u{202e}', '\u{2066}', '\u{feff}', '\u{e000}',
            '\u{a0}', '\0', '\u{7f}', '\u{80}', '\u{9f}',
        ] {
            assert!(!is_printing(c), "{c:?}");
        }
        assert_eq!(shown("a\u{1b}[31m"), "a\\u{1b}[31m");
        assert_eq!(shown(&"x".repeat(100)).chars().count(), 81);
        assert_eq!(code_point('\u{1b}'), "U+001B");
    }

    #[test]
    fn misspelt_keys() {
        let keys = ["per_image", "per_second", "name"];
        assert_eq!(meant("per_sec", keys), Some("per_second"));
        assert_eq!(meant("nmae", keys), Some("name"));
        assert_eq!(meant("colour", keys), None);
        assert_eq!(meant("persecoxx", keys), Some("per_second"));
        assert_eq!((meant("per", keys), meant("pe", keys)), (Some("per_image"), None));
        let long = ["a".repeat(80), "a".repeat(81)];
        let itself = |text| meant(text, [text]);
        assert_eq!((itself(&long[0]), itself(&long[1])), (Some(long[0].as_str()), None));
    }
}
