//! Faulty tables: every fault has its line and column, and says what to write.

use super::*;
use fault::Fault;

const HEAD: &str = "[table]\nname = \"T\"\nsource = \"S\"\nchecked = 2026-09-19\n";
const MODEL: &str = "[[model]]\nname = \"m\"\nkind = \"text-to-image\"\nper_image = 1\n";

/// The faults of a table, as `LINE:COLUMN message`; warnings begin with `warning:`.
fn faults(text: &str) -> Vec<String> {
    let (table, found) = PriceTable::check(text.as_bytes(), "t.toml", None);
    assert_eq!(table.is_some(), found.errors.is_empty(), "{text}");
    let line = |kind: &'static str| {
        move |fault: &Fault| {
            ((fault.line, fault.column), format!("{}:{} {kind}{}", fault.line, fault.column, fault.message))
        }
    };
    let mut lines: Vec<_> =
        found.errors.iter().map(line("")).chain(found.warnings.iter().map(line("warning: "))).collect();
    lines.sort();
    lines.into_iter().map(|(_, line)| line).collect()
}

/// The faults of a table with these lines behind a valid head; line 5 is the first.
fn faults_of_rows(rows: &str) -> Vec<String> {
    faults(&format!("{HEAD}{rows}"))
}

/// The fault of a model with this line, which is line 8.
fn fault_of_line(line: &str) -> String {
    faults_of_rows(&format!("[[model]]\nname = \"m\"\nkind = \"image-to-video\"\n{line}\n")).join(" | ")
}

/// Without a clock the built-in table is read without being checked.
#[test]
fn the_built_in_table_has_no_fault() {
    assert_eq!(faults(BUILT_IN), [""; 0]);
}

#[test]
fn every_way_to_write_a_table_is_read_alike() {
    for (head, rows) in [
        (HEAD, MODEL),
        ("table = { name = \"T\", source = \"S\", checked = 2026-09-19 }\n", MODEL),
        ("table.name = \"T\"\ntable.source = \"S\"\ntable.checked = 2026-09-19\n", MODEL),
        ("[\"table\"]\n\"name\" = 'T'\n'source' = '''S'''\n\"check\\u0065d\" = 2026-09-19\n", MODEL),
        ("model = [{ name = \"m\", kind = \"text-to-image\", per_image = 1 }]\n", HEAD),
        (HEAD, "[[model]]\nname = \"m\"\nkind = \"text-to-image\"\nper_image.low = 1\nper_image.high = 2\n"),
        (HEAD, "[[model]]\nname = \"m\"\nkind = \"text-to-image\"\n[model.per_image]\nlow = 1\nhigh = 2\n"),
    ] {
        for text in
            [format!("{head}{rows}"), format!("{head}{rows}").replace('\n', "\r\n"), format!("\u{feff}{head}{rows}")]
        {
            assert_eq!(faults(&text), [""; 0], "{text}");
        }
    }
    let rates =
        "[[model]]\nname = \"m\"\nkind = \"image-to-video\"\nper_second = { \"720p audio\" = 40, b = 0.10, a = 3 }\n";
    let table = PriceTable::parse(format!("{HEAD}{rates}").as_bytes(), "t.toml").unwrap();
    assert_eq!(table.models.first().unwrap().price.to_string(), "40 a second (720p with audio), 0.1 (b), 3 (a)");
}

#[test]
fn tables_without_models() {
    assert_eq!(
        faults(""),
        ["1:1 the file has no [[model]]", "1:1 the file has no [table] with name, source and checked"]
    );
    assert_eq!(faults_of_rows(""), ["1:1 the file has no [[model]]"]);
    assert_eq!(faults(&format!("model = []\n{HEAD}")), ["1:1 the file has no [[model]]"]);
    assert_eq!(faults_of_rows("[model]\n"), ["5:1 `model` must be written as [[model]]"]);
    assert_eq!(
        faults(&format!("[table]\nname = \"T\"\nsource = \"S\"\n{MODEL}[pacing]\n")),
        ["1:1 [table] has no `checked`", "8:1 [pacing] has no `images`"]
    );
    assert_eq!(faults_of_rows("[[models]]\n"), ["5:3 unknown key `models`; did you mean `model`?"]);
}

#[test]
fn a_number_has_one_fault() {
    for (line, fault) in [
        ("per_clip = -1", "8:12 per_clip must be 0 or more, found -1"),
        ("per_clip = { low = -1, high = 1 }", "8:20 low must be 0 or more, found -1"),
        ("per_clip.low = -1", "8:16 low must be 0 or more, found -1"),
        ("[model.per_clip]\nlow = 1e3", "9:7 low must be a plain number, found 1e3: write `1000`"),
        ("per_clip = 1_000", "8:12 per_clip must be a plain number, found 1_000: write `1000`"),
        ("per_clip = .5", "8:12 per_clip must be a plain number, found .5: write `0.5`"),
        ("per_clip = 007", "8:12 per_clip must be a plain number, found 007: write `7`"),
        ("per_clip = 1,5", "8:13 unexpected comma; write numbers as 1250 or 0.5"),
        ("per_clip = nan", "8:12 per_clip must be a plain number such as 15 or 0.5, found nan"),
        ("per_clip = 10000000", "8:12 per_clip must be below 10,000,000, found 10000000"),
        ("per_clip = 1.23456", "8:12 per_clip can have at most 4 decimal places, found 1.23456"),
        ("per_clip = 1.250", "8:12 warning: per_clip is 1.250, which is read as 1.25; if you mean 1250, write 1250"),
        ("per_clip = 1\nclip_seconds = -5", "9:16 clip_seconds must be 0 or more, found -5"),
    ] {
        assert_eq!(fault_of_line(line), fault, "{line}");
    }
    let inline = format!("model = [{{ name = \"m\", kind = \"text-to-image\", per_image = -2 }}]\n{HEAD}");
    assert_eq!(faults(&inline), ["1:60 per_image must be 0 or more, found -2"]);
}

#[test]
fn values_of_another_type() {
    for (line, fault) in [
        (
            "per_clip = true",
            "8:12 per_clip must be a number, or a rate for each option: { audio = 50, no_audio = 35 }, found true",
        ),
        ("per_clip = 2026-01-01", "8:12 per_clip must be a number, without quotes, found 2026-01-01"),
        ("per_clip = { low = \"1\" }", "8:20 per_clip must be a number, without quotes, found \"1\""),
        ("per_clip.low.x = 1", "8:10 per_clip must be a number, without quotes, found low"),
        ("per_clip = {}", "8:12 per_clip needs a rate, or at least one option with a rate, found {}"),
        ("per_clip = 1\naliases = [\"a\", 2]", "9:17 aliases must be text in quotes, found 2"),
        ("per_clip = 1\naliases = \"a\"", "9:11 aliases must be a list in brackets, found \"a\""),
        (
            "per_clip = 1\nretired = \"2026-01-01\"",
            "9:11 retired must be a date such as 2026-09-19, without quotes, found \"2026-01-01\"",
        ),
        ("per_clip = 1\n[[model.aliases]]", "9:1 aliases must be text in quotes, found [[model.aliases]]"),
    ] {
        assert_eq!(fault_of_line(line), fault, "{line}");
    }
}

#[test]
fn prices_and_options() {
    for (line, fault) in [
        ("title = \"M\"", "5:1 [[model]] has no price: add `per_image`, `per_clip` or `per_second`"),
        (
            "per_clip = 1\nper_second = 2",
            "5:1 [[model]] has two prices: keep one of `per_image`, `per_clip` and `per_second`",
        ),
        ("per_sec = 1", "8:1 unknown key `per_sec`; did you mean `per_second`?"),
        (
            "per_clip = { audio = 1, no_audio = 2 }",
            "8:12 warning: the price with audio is lower than the price without audio",
        ),
        (
            "per_second = { \"4k audio\" = 1, \"4k no_audio\" = 2, \"2k audio\" = 9 }",
            "8:14 warning: the price with audio is lower than the price without audio",
        ),
        ("per_clip = { \"4k audio\" = 1, \"2k no_audio\" = 2 }", ""),
    ] {
        assert_eq!(fault_of_line(line), fault, "{line}");
    }
    let many: Vec<String> = (0..101).map(|number| format!("o{number} = 1")).collect();
    assert!(
        fault_of_line(&format!("per_clip = {{ {} }}", many.join(", ")))
            .starts_with("8:12 per_clip can have at most 100 options")
    );
}

#[test]
fn a_name_has_one_fault() {
    for (name, fault) in [
        ("", "name is empty"),
        ("  ", "name is empty"),
        (" a", "name can't begin with a space, `=`, `+`, `-` or `@`, found \" a\""),
        ("=a", "name can't begin with a space, `=`, `+`, `-` or `@`, found \"=a\""),
        ("a:b", "name contains `:`; use letters, digits, space and `. - _ / + ( )`, found \"a:b\""),
        ("é", "name contains U+00E9; use letters, digits, space and `. - _ / + ( )`, found \"é\""),
        ("a\\u001bb", "name contains U+001B, which isn't a printable character"),
        ("()", "name needs a letter or a digit, found \"()\""),
        ("Cre-dits", "name can't be `credits`, which is reserved for amounts of credits, found \"Cre-dits\""),
    ] {
        let fault = format!("6:8 {fault}");
        assert_eq!(faults_of_rows(&MODEL.replace("\"m\"", &format!("\"{name}\""))), [fault], "{name}");
    }
    let other = MODEL.replace("\"m\"", "\"M-\"");
    assert_eq!(faults_of_rows(&format!("{MODEL}{other}")), ["10:8 `M-` and `m` (line 6) are the same name"]);
    let recipe = "[[recipe]]\nname = \"_m\"\nitems = [\"m\"]\n";
    assert_eq!(faults_of_rows(&format!("{MODEL}{recipe}")), ["10:8 `_m` and `m` (line 6) are the same name"]);
    assert_eq!(
        faults_of_rows(&format!("{MODEL}aliases = [\"M\"]\n")),
        ["9:12 warning: the alias `M` isn't needed: it is the same name as `m`"]
    );
}

#[test]
fn keys_and_tables_that_are_there_twice() {
    let rows = |rows: &str| faults_of_rows(&format!("{MODEL}{rows}"));
    assert_eq!(rows("kind = \"text-to-image\"\n"), ["9:1 duplicate key `kind` (first on line 7)"]);
    let twice = ["9:2 duplicate key `table` (first on line 1)", "10:1 duplicate key `name`"];
    assert_eq!(rows("[table]\nname = \"U\"\n"), twice);
    // A key of the row before isn't the same key.
    assert_eq!(rows("[[plan]]\nname = \"P\"\nname = \"Q\"\n"), ["11:1 duplicate key `name` (first on line 10)"]);
}

#[test]
fn the_smallest_purchase_is_a_credit() {
    let top_up = "[top_up]\nusd_per_1000 = 6\nmin = 0\nmax = 1\n";
    assert_eq!(faults_of_rows(&format!("{MODEL}{top_up}")), ["11:7 min must be at least 1, found 0"]);
}

#[test]
fn the_id_of_a_template_is_its_own() {
    let template = |name: &str, id: &str| format!("[[template]]\nname = \"{name}\"\nid = \"{id}\"\nfixed = 1\n");
    let id = "0aa00000-0000-4000-8000-000000000000";
    let rows = |other: &str| faults_of_rows(&format!("{MODEL}{}{}", template("a", id), template("b", other)));
    assert_eq!(rows(id), [format!("15:6 the id `{id}` is already used on line 11")]);
    let upper = id.to_uppercase();
    assert_eq!(rows(&upper), [format!("15:6 `{upper}` and `{id}` (line 11) are the same id")]);
}

#[test]
fn a_recipe_holds_models_only() {
    let recipe = |name: &str, items: &str| format!("[[recipe]]\nname = \"{name}\"\nitems = [{items}]\n");
    let rows = format!(
        "{MODEL}{}{}{}",
        recipe("a", "\"m\", \"a\""),
        recipe("b", "\"@c\", \"nope=1\""),
        recipe("c", "\"b=2\"")
    );
    assert_eq!(
        faults_of_rows(&rows),
        [
            "11:15 `a` is a recipe: a recipe can only contain models and `credits=N`",
            "14:10 `@c` is a recipe: a recipe can only contain models and `credits=N`",
            "14:16 no model called `nope`",
            "17:10 `b=2` is a recipe: a recipe can only contain models and `credits=N`",
        ]
    );
}

#[test]
fn warnings_never_hide_an_error() {
    let lengths: Vec<String> = (1..200).map(|number| format!("{number}.000")).collect();
    let found = fault_of_line(&format!("per_clip = 1\nseconds_offered = [{}]\nper_sec = 1", lengths.join(", ")));
    assert!(found.contains("10:1 unknown key `per_sec`"), "{found}");
    assert!(found.contains("seconds_offered can have at most 100 lengths"), "{found}");
    assert!(found.contains("warning: more warnings aren't listed"), "{found}");
}

/// Reads a table that was damaged: it is refused with a place, or read as it is, and no message shows how the reader works.
fn check_damaged(bytes: &[u8]) {
    let (table, found) = PriceTable::check(bytes, "t.toml", None);
    assert_eq!(table.is_none(), !found.errors.is_empty());
    for fault in found.errors.iter().chain(&found.warnings) {
        assert!(fault.line > 0 && fault.column > 0 && fault.message.len() < 400, "{fault:?}");
        assert!(!["spanned", "$__"].iter().any(|odd| fault.message.contains(odd)), "{fault:?}");
    }
}

#[test]
fn damaged_tables() {
    let bytes = BUILT_IN.as_bytes();
    for end in (0..bytes.len()).step_by(197) {
        check_damaged(bytes.get(..end).unwrap());
    }
    let mut bytes = bytes.to_vec();
    for at in (0..bytes.len()).step_by(211) {
        for flip in [0x01, 0x02, 0x20, 0x80] {
            bytes[at] ^= flip;
            check_damaged(&bytes);
            bytes[at] ^= flip;
        }
    }
    for text in [
        "[".repeat(100_000),
        "a.".repeat(50_000) + "b = 1",
        format!("a = {}", "[".repeat(100_000)),
        "x\n".repeat(50_000),
    ] {
        check_damaged(text.as_bytes());
    }
}
