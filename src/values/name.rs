//! When two spellings are the same name, and the words that a name consists of.

/// Folds a name for comparison: case and the separators space `-` `_` `/` don't count, everything else does.
pub fn fold(name: &str) -> String {
    let mut folded = name.to_ascii_lowercase();
    folded.retain(|c| !is_separator(c));
    folded
}

/// Returns whether two names are the same when folded.
pub fn is_same(one: &str, other: &str) -> bool {
    let [one, other] = [one, other].map(|name| name.chars().filter(|c| !is_separator(*c)));
    one.map(|c| c.to_ascii_lowercase()).eq(other.map(|c| c.to_ascii_lowercase()))
}

/// Returns whether the character only separates the words of a name.
pub fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '-' | '_' | '/')
}

/// Returns whether a name may have this character.
pub fn is_name_character(c: char) -> bool {
    matches!(c, 'A'..='Z' | 'a'..='z' | '0'..='9' | ' ' | '.' | '-' | '_' | '/' | '+' | '(' | ')')
}

/// Spells a name so that it needs no quotes in a shell: `kling v1.6` as `kling-v1.6`.
pub fn hyphenated(name: &str) -> String {
    name.replace(' ', "-")
}

/// Splits a name into words in lower case. A number is a word of its own: `imagen4` is `imagen` and `4`.
pub fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last = ' ';
    for c in name.chars().map(|c| c.to_ascii_lowercase()) {
        let is_numeric = |c: char| c.is_ascii_digit() || c == '.';
        let separates = |c: char| is_separator(c) || matches!(c, '(' | ')');
        if !separates(c) {
            match words.last_mut() {
                Some(word) if !separates(last) && is_numeric(last) == is_numeric(c) => word.push(c),
                _ => words.push(c.to_string()),
            }
        }
        last = c;
    }
    words
}

/// Returns whether a word of a name is a number, such as the `1.6` of `kling v1.6`.
pub fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit() || c == '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_separators_do_not_count() {
        for (one, other) in [
            ("Flux 1.1 Pro", "flux-1.1-pro"),
            ("veo3.1/fast", "veo 3.1 fast"),
            ("nano-banana", "nanobanana"),
            ("kling_v1.6", "KLING V1.6"),
        ] {
            assert_eq!(fold(one), fold(other));
            assert!(is_same(one, other));
        }
        for (one, other) in [("veo3", "veo3.1"), ("flux 1.1", "flux 11"), ("a+b", "ab"), ("\u{212a}ling", "kling")] {
            assert_ne!(fold(one), fold(other));
            assert!(!is_same(one, other));
        }
    }

    #[test]
    fn names_split_into_words() {
        assert_eq!(words("imagen4/preview/fast"), ["imagen", "4", "preview", "fast"]);
        assert_eq!(words("kling v1.6"), ["kling", "v", "1.6"]);
        assert_eq!(words("gpt-image-1 (ChatGPT 4o)"), ["gpt", "image", "1", "chatgpt", "4", "o"]);
        assert_eq!(words(""), [""; 0]);
        assert!(is_number("1.6") && !is_number("v"));
    }
}
