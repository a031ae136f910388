//! Numbers, lists and other people's text as people read them. Depends on no other module.

use std::fmt::Display;

use rust_decimal::{Decimal, RoundingStrategy};

/// The longest piece of somebody else's text that is shown, in characters.
const MAX_SHOWN: usize = 80;

/// Groups the thousands of a plain number: `1,556.25`.
pub fn grouped(number: impl Display) -> String {
    let digits = number.to_string();
    let whole = digits.find('.').unwrap_or(digits.len());
    let mut grouped = String::new();
    for (index, digit) in digits.char_indices() {
        if (1..whole).contains(&index) && (whole - index).is_multiple_of(3) && !grouped.ends_with('-') {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Takes the commas between thousands out of words for programs. A comma before a space is no such comma.
pub fn ungrouped(words: &str) -> String {
    words.split(", ").map(|part| part.replace(',', "")).collect::<Vec<_>>().join(", ")
}

/// Rounds half up. For display only: nothing is calculated from the result.
pub fn half_up(number: Decimal, decimals: u32) -> Decimal {
    number.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

/// Shows a number with exactly this many decimals, rounded half up.
pub fn fixed(number: Decimal, decimals: u32) -> String {
    let mut rounded = half_up(number, decimals);
    rounded.rescale(decimals);
    grouped(rounded)
}

/// Shows an amount in USD with two decimals.
pub fn usd(amount: Decimal) -> String {
    fixed(amount, 2)
}

/// Shows credits with their noun: `1 credit`, `7.5 credits`.
pub fn credits(amount: impl Display) -> String {
    counted(amount, "credit")
}

/// Shows seconds as `7.5 s`.
pub fn seconds(seconds: Decimal) -> String {
    format!("{} s", grouped(seconds))
}

/// Shows a count with its noun: `1 image`, `7 images`, `0 images`.
pub fn counted(count: impl Display, noun: &str) -> String {
    let count = count.to_string();
    let noun = if count == "1" { noun.to_owned() } else { plural(noun) };
    format!("{} {noun}", grouped(count))
}

/// Says how often: `once`, `twice`, `3 times`.
pub fn how_often(times: u128) -> String {
    match times {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        times => counted(times, "time"),
    }
}

/// Nouns whose plural doesn't follow the rules.
pub const IRREGULAR: [[&str; 2]; 5] =
    [["person", "people"], ["child", "children"], ["series", "series"], ["quiz", "quizzes"], ["hero", "heroes"]];

/// Puts a noun, or the first word of a phrase that is one of the nouns we count, in the plural.
pub fn plural(noun: &str) -> String {
    const NOUNS: [&str; 6] = ["video", "clip", "image", "scene", "infographic", "set"];
    let mut words: Vec<String> = noun.split(' ').map(str::to_owned).collect();
    let is_noun = |word: &str| NOUNS.contains(&word);
    // Titles write it with a capital: `AI Selfie Talking Video with Consistent Character`.
    let in_title = || words.iter().position(|word| is_noun(&word.to_lowercase()));
    let counted = words.iter().position(|word| is_noun(word)).or_else(in_title).unwrap_or(words.len() - 1);
    if let Some(word) = words.get_mut(counted) {
        let irregular = IRREGULAR.iter().find(|[one, _]| one == word);
        let before_y = word.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']));
        match (irregular, before_y) {
            (Some([_, several]), _) => (*several).clone_into(word),
            // `stories`, but `days`
            (None, Some(stem)) => *word = format!("{stem}ies"),
            (None, None) if ["ch", "sh", "s", "x"].iter().any(|end| word.ends_with(end)) => word.push_str("es"),
            (None, None) => word.push('s'),
        }
    }
    words.join(" ")
}

/// Joins with `and`: `a`, `a and b`, `a, b and c`.
pub fn list<T: AsRef<str>>(items: &[T]) -> String {
    joined(items, "and")
}

/// Joins with `or`: `a`, `a or b`, `a, b or c`.
pub fn choice<T: AsRef<str>>(items: &[T]) -> String {
    joined(items, "or")
}

fn joined<T: AsRef<str>>(items: &[T], conjunction: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} {conjunction} {}", first.join(", "), last.as_ref())
        }
    }
}

/// Puts `a` or `an` before a noun, as far as its first letters tell.
pub fn with_article(noun: &str) -> String {
    let lower = noun.to_lowercase();
    let is_vowel = lower.starts_with(['a', 'e', 'i', 'o', 'u', '8'])
        && !["one", "uni", "use"].iter().any(|sound| lower.starts_with(sound));
    format!("{} {noun}", if is_vowel { "an" } else { "a" })
}

/// Makes the first letter a capital.
pub fn capitalized(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// Returns whether a character can be printed as it is: no control, format, private or unassigned character, and no
/// blank but the space.
pub fn is_printing(c: char) -> bool {
    // The standard library knows what prints, but also escapes a combining mark that stands alone.
    let prints = || ['a', c].iter().collect::<String>().escape_debug().nth(1) == Some(c);
    matches!(c, ' '..='~') || prints()
}

/// Makes somebody else's text safe to show: what doesn't print is escaped, and long text is cut.
pub fn shown(text: &str) -> String {
    let mut shown = String::new();
    for c in text.chars().take(MAX_SHOWN) {
        if is_printing(c) {
            shown.push(c);
        } else {
            shown.extend(c.escape_unicode());
        }
    }
    if text.chars().nth(MAX_SHOWN).is_some() {
        shown.push('…');
    }
    shown
}

/// Names a character by its number: `U+001B`.
pub fn code_point(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// Replaces what doesn't print in several lines of text by its code point.
pub fn printable_lines(text: &str) -> String {
    let printable = |c: char| if c == '\n' || is_printing(c) { c.to_string() } else { format!("<{}>", code_point(c)) };
    text.chars().map(printable).collect()
}

/// Quotes a word for a POSIX shell where it needs it; `None` where it holds something that doesn't print.
pub fn shell_word(word: &str) -> Option<String> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_./=:@%+,-".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return Some(word.to_owned());
    }
    word.chars().all(is_printing).then(|| format!("'{}'", word.replace('\'', "'\\''")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        for (digits, shown) in [
            ("0", "0"),
            ("999", "999"),
            ("1000", "1,000"),
            ("1556.25", "1,556.25"),
            ("-270", "-270"),
            ("-1270", "-1,270"),
            ("1234567", "1,234,567"),
        ] {
            assert_eq!(grouped(digits), shown);
        }
    }

    #[test]
    fn display_rounds_half_up() {
        assert_eq!(usd(Decimal::new(12_345, 3)), "12.35");
        assert_eq!(usd(Decimal::from(1250)), "1,250.00");
        assert_eq!(fixed(Decimal::new(22_727, 3), 1), "22.7");
        assert_eq!(fixed(Decimal::new(25, 2), 1), "0.3");
    }

    #[test]
    fn nouns_agree_with_their_count() {
        assert_eq!(counted(0, "video"), "0 videos");
        assert_eq!(counted(1, "image"), "1 image");
        assert_eq!(counted(4000, "video"), "4,000 videos");
        assert_eq!(credits("0.5"), "0.5 credits");
        assert_eq!(
            plural("thirty-second video at the cheapest settings"),
            "thirty-second videos at the cheapest settings"
        );
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
        assert_eq!(choice(&["a", "b"]), "a or b");
    }

    #[test]
    fn unprintable_characters_are_escaped() {
        for c in [' ', '~', '"', '\'', '\\', 'a', 'é', '字', '×', '\u{301}', '😀'] {
            assert!(is_printing(c), "{c:?}");
        }
        for c in
            ['\u{1b}', '\u{7}', '\n', '\t', '\u{9b}', '\u{200b}', '\u{202e}', '\u{feff}', '\u{e000}', '\u{a0}', '\0']
        {
            assert!(!is_printing(c), "{c:?}");
        }
        assert_eq!(shown("a\u{1b}[31m"), "a\\u{1b}[31m");
        assert_eq!(shown(&"x".repeat(100)).chars().count(), 81);
        assert_eq!(printable_lines("a b\nc\u{1b}\u{e9}\t"), "a b\nc<U+001B>\u{e9}<U+0009>");
    }

    #[test]
    fn words_are_quoted_for_a_shell() {
        for (word, quoted) in [
            ("nano-banana=6", Some("nano-banana=6")),
            ("", Some("''")),
            ("flux dev", Some("'flux dev'")),
            ("it's", Some("'it'\\''s'")),
            ("$(touch x)", Some("'$(touch x)'")),
            ("a\u{1b}b", None),
        ] {
            assert_eq!(shell_word(word).as_deref(), quoted, "{word:?}");
        }
    }
}
