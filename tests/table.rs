//! Price tables with faults: what each must be told, and where.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use video_credits::reader::Severity;
use video_credits::table::PriceTable;

/// A sound table, on four lines, before what a case adds from line 5 on.
const HEAD: &str = "[table]\nname = \"T\"\nsource = \"S\"\nchecked = 2026-09-19\n";
/// A sound model, on four lines.
const MODEL: &str = "[[model]]\nname = \"m\"\nkind = \"text-to-image\"\nper_image = 5\n";

fn faults(text: &str) -> Vec<String> {
    let (table, faults) = PriceTable::check(text.as_bytes(), "t.toml", None);
    let errors = faults.iter().any(|fault| fault.severity == Severity::Error);
    assert_eq!(table.is_none(), errors, "{faults:?}");
    faults.iter().map(|fault| fault.in_file("t.toml")).collect()
}

/// What a model with these lines, from line 6 on, is told.
fn model_faults(lines: &str) -> Vec<String> {
    faults(&format!("{HEAD}[[model]]\n{lines}\n"))
}

#[test]
fn every_fault_has_its_place_and_says_what_to_write() {
    let model = |price: &str| format!("name = \"m\"\nkind = \"text-to-image\"\n{price}");
    for (lines, expected) in [
        (model("per_image = -15"), "8:13: error: per_image must be 0 or more, found -15"),
        (model("per_image = -0"), "8:13: error: per_image must be 0 or more, found -0"),
        (model("per_image = +5"), "8:13: error: per_image must be in plain digits, `5`, found +5"),
        (model("per_image = 1_000"), "8:13: error: per_image must be in plain digits, `1000`, found 1_000"),
        (model("per_image = 1e3"), "8:13: error: per_image must be in plain digits, `1000`, found 1e3"),
        (model("per_image = 0x1F"), "8:13: error: per_image must be a plain number such as 15 or 0.5, found 0x1F"),
        (model("per_image = nan"), "8:13: error: per_image must be a plain number such as 15 or 0.5, found nan"),
        (model("per_image = -inf"), "8:13: error: per_image must be 0 or more, found -inf"),
        (model("per_image = \"15\""), "8:13: error: per_image must be a number, without quotes, found \"15\""),
        (model("per_image = 1.00001"), "8:13: error: per_image must be a number of at most 4 decimals, found 1.00001"),
        (model("per_image = 10000000"), "8:13: error: per_image must be below 10,000,000, found 10000000"),
        (
            model("per_image = { audio = 1, no_audio = 1 }"),
            "8:13: error: per_image must be a number, without quotes, found a table",
        ),
        (model("per_sec = 15"), "8:1: error: unknown key `per_sec`; did you mean `per_second`?"),
        (
            model("per_image = 1\nper_clip = 2"),
            "9:12: error: a model has one price, and this one has `per_image` and `per_clip`",
        ),
        (
            model("per_second = 50"),
            "8:14: error: per_second = { audio = 50, no_audio = 35 } must be a table, found a number",
        ),
        (
            model("per_second = { audio = 50 }"),
            "8:14: error: per_second = { audio = 50, no_audio = 35 } has no `no_audio`",
        ),
        (model("per_image = 1\naudio = 5"), "9:1: error: unknown key `audio`; "),
        (
            model("per_image = 1\nclip_seconds = 0"),
            "9:16: error: clip_seconds must be more than 0 and at most 3,600 seconds, found 0",
        ),
        (
            model("per_image = 1\nseconds_offered = 4"),
            "9:19: error: seconds_offered must be a list of seconds in brackets, found 4",
        ),
        (model("per_image = 1\naliases = [\"a\", 5]"), "9:17: error: aliases must be a text in quotes, found 5"),
        (
            model("per_image = 1\nchecked = \"2026-01-01\""),
            "9:11: error: checked must be a date such as 2026-09-19, without quotes, found \"2026-01-01\"",
        ),
        (
            model("per_image = 1\nnote = \"a\\u001bb\""),
            "9:8: error: note has the character U+001B, which doesn't print",
        ),
        (model("kind = 1"), "8:1: error: not TOML: duplicate key"),
        ("name = \"m\"\nper_image = 1".to_owned(), "5:1: error: [[model]] has no `kind`"),
        ("kind = \"text-to-image\"\nper_image = 1".to_owned(), "5:1: error: [[model]] has no `name`"),
        ("name = \"m\"\nkind = \"text-to-image\"".to_owned(), "5:1: error: [[model]] has no price: "),
        (
            "name = \"m\"\nkind = \"music\"\nper_image = 1".to_owned(),
            "7:8: error: kind must be `text-to-image` or `image-to-video`, found `music`",
        ),
    ] {
        let faults = model_faults(&lines);
        assert!(faults[0].starts_with(&format!("t.toml:{expected}")), "{lines}\n{faults:#?}");
    }
}

#[test]
fn names_that_items_could_not_hold() {
    for (name, part) in [
        ("", "name is empty"),
        (" - ", "needs a letter or a digit"),
        ("a=b", "can't hold `=`"),
        ("a:b", "can't hold `:`"),
        ("a@b", "can't hold `@`"),
        ("a;b", "can't hold `;`"),
        ("a#b", "can't hold `#`"),
        ("+a", "can't begin with"),
        ("-a", "can't begin with"),
        ("@a", "can't begin with"),
        ("é", "U+00E9"),
        ("к", "U+043A"),
        ("credits", "can't be `credits`"),
        ("C_redits", "can't be `credits`"),
        (&"x".repeat(121), "120 characters at most"),
    ] {
        let faults = model_faults(&format!("name = \"{name}\"\nkind = \"text-to-image\"\nper_image = 1"));
        assert!(
            faults.iter().any(|fault| fault.starts_with("t.toml:6:8: error: ") && fault.contains(part)),
            "{name}: {faults:?}"
        );
    }
    let longest = "x".repeat(120);
    assert_eq!(model_faults(&format!("name = \"{longest}\"\nkind = \"text-to-image\"\nper_image = 1")), [""; 0]);
}

#[test]
fn the_same_name_twice() {
    let twice = format!("{HEAD}{MODEL}[[model]]\nname = \"M-\"\nkind = \"text-to-image\"\nper_image = 5\n");
    assert_eq!(faults(&twice), ["t.toml:10:8: error: `M-` and `m` (line 6) are the same name"]);
    let alias =
        format!("{HEAD}{MODEL}[[model]]\nname = \"n\"\nkind = \"text-to-image\"\nper_image = 5\naliases = [\"M\"]\n");
    assert_eq!(faults(&alias), ["t.toml:13:12: error: `M` and `m` (line 6) are the same name"]);
    let recipe = format!("{HEAD}{MODEL}[[recipe]]\nname = \"m\"\ntitle = \"R\"\nitems = [\"m=2\"]\n");
    assert_eq!(faults(&recipe), ["t.toml:10:8: error: `m` and `m` (line 6) are the same name"]);
    let plan = format!("{HEAD}{MODEL}[[plan]]\nname = \"P\"\ncredits = 1\n[[plan]]\nname = \"p-\"\ncredits = 1\n");
    assert_eq!(faults(&plan), ["t.toml:13:8: error: `p-` and `P` (line 10) are the same name"]);
}

#[test]
fn warnings_leave_the_table_usable() {
    let own_alias = format!("{HEAD}{MODEL}aliases = [\"M\"]\n");
    assert_eq!(faults(&own_alias), ["t.toml:9:12: warning: the alias `M` is the row's own name, spelled alike"]);
    let cheaper = format!(
        "{HEAD}[[model]]\nname = \"m\"\nkind = \"image-to-video\"\nper_second = {{ audio = 1, no_audio = 2 }}\n"
    );
    assert_eq!(faults(&cheaper), ["t.toml:8:14: warning: with audio is cheaper than without"]);
}

#[test]
fn the_age_of_the_prices() {
    let today = |year: i32, day: u16| Some(time::Date::from_ordinal_date(year, day).unwrap());
    let text = format!("{HEAD}{MODEL}");
    let warnings = |today| PriceTable::check(text.as_bytes(), "t.toml", today).1;
    assert_eq!(warnings(today(2027, 77)).len(), 0, "180 days");
    assert_eq!(warnings(today(2027, 78))[0].message, "checked 2026-09-19, 181 days ago");
    assert_eq!(warnings(today(2026, 1))[0].message, "checked 2026-09-19, which is in the future");
}

#[test]
fn recipes_hold_models_and_figures_only() {
    let recipe =
        |items: &str| faults(&format!("{HEAD}{MODEL}[[recipe]]\nname = \"r\"\ntitle = \"R\"\nitems = {items}\n"));
    assert_eq!(recipe("[\"m=2\", \"credits=0.5\"]"), [""; 0]);
    for (items, part) in [
        ("[\"sora=2\"]", "12:10: error: no model called `sora`"),
        ("[\"r=2\"]", "12:10: error: `r` is a recipe, and a recipe holds models and `credits=` only"),
        ("[\"m=30s\"]", "12:10: error: `m=30s` is priced by the image, and the table has no pace"),
        ("[\"m=\"]", "12:10: error: `m=` can't be priced: there is no quantity"),
        ("[]", "12:9: error: a recipe needs at least one item"),
    ] {
        assert!(recipe(items)[0].contains(part), "{items}: {:?}", recipe(items));
    }
}

#[test]
fn purchases_and_plans() {
    let faults = |rows: &str| faults(&format!("{HEAD}{MODEL}{rows}"));
    for (rows, expected) in [
        ("[top_up]\nusd_per_1000 = 6\nmin = -1\nmax = 10\n", "t.toml:11:7: error: min must be 0 or more, found -1"),
        (
            "[top_up]\nusd_per_1000 = 6\nmin = 1.5\nmax = 10\n",
            "t.toml:11:7: error: min must be a whole number of 0 to 1,000,000,000, found 1.5",
        ),
        ("[top_up]\nusd_per_1000 = 6\nmin = 11\nmax = 10\n", "t.toml:11:7: error: min, 11, is over max, 10"),
        (
            "[top_up]\nusd_per_1000 = 6\nmin = 0\nmax = 0\n",
            "t.toml:12:7: error: max must be a whole number of 1 to 1,000,000,000, found 0",
        ),
        (
            "[pacing]\nimages = 0\nseconds = 30\n",
            "t.toml:10:10: error: images must be a whole number of 1 to 1,000,000,000, found 0",
        ),
        ("[[plan]]\nname = \"p\"\n", "t.toml:9:1: error: [[plan]] has no `credits`"),
        ("[[plan]]\nname = \"p\"\ncredits = 1\nonce = 1\n", "t.toml:12:8: error: once must be true or false, found 1"),
        (
            "[plan]\nname = \"p\"\n",
            "t.toml:9:1: error: there can be several of these: write [[plan]], with double brackets",
        ),
        ("[[pacing]]\nimages = 1\n", "t.toml:9:1: error: "),
        ("[[rule]]\ntopics = []\n", "t.toml:9:1: error: [[rule]] has no `text`"),
    ] {
        assert!(faults(rows)[0].starts_with(expected), "{rows}{:?}", faults(rows));
    }
}

#[test]
fn files_that_are_no_table() {
    for (text, expected) in [
        ("", "no models in t.toml"),
        ("model = []", "no models in t.toml"),
        ("# nothing\n", "has no [table] with name, source and checked"),
        ("{\"models\": []}", "not TOML"),
        ("id,items\n1,m\n", "not TOML"),
        ("\u{89}PNG\r\n\u{1a}\n", "the character U+0089 doesn't print"),
        ("a\u{202e}b = 1\n", "the character U+202E doesn't print"),
        ("a = 1\rb = 2\n", "the character U+000D doesn't print"),
        ("a = \"\u{feff}\"", "the character U+FEFF doesn't print"),
        ("a = 1\0", "the character U+0000 doesn't print"),
        ("[model]\nname = \"m\"\n", "there can be several of these: write [[model]], with double brackets"),
        ("[modle]\n", "unknown key `modle`; did you mean `model`?"),
    ] {
        let faults = faults(text);
        assert!(faults.iter().any(|fault| fault.contains(expected)), "{text:?}: {faults:?}");
    }
    let (_, latin) = PriceTable::check(b"[table]\nname = \"caf\xe9\"\n", "t.toml", None);
    assert_eq!(latin[0].in_file("t.toml"), "t.toml:2:12: error: byte 0xE9 isn't UTF-8: save the file as UTF-8");
    let (_, large) = PriceTable::check(&vec![b'#'; 1_000_001], "t.toml", None);
    assert_eq!(large[0].message, "the file is over 1 MB, the largest price table");
    let deep = format!("a = {}", "[".repeat(100_000));
    assert!(!faults(&deep).is_empty());
    let dotted = vec!["a"; 100_000].join(".") + " = 1";
    assert!(faults(&dotted).len() < 110);
}

#[test]
fn windows_files_are_the_same() {
    let text = format!("{HEAD}{MODEL}");
    for text in [format!("\u{feff}{text}"), text.replace('\n', "\r\n"), text.trim_end().to_owned()] {
        assert_eq!(faults(&text), [""; 0]);
    }
}

#[test]
fn several_faults_are_told_at_once() {
    let text = format!(
        "{HEAD}[[model]]\nname = \"m\"\nkind = \"music\"\nper_image = -1\nnaem = 1\n[[plan]]\nname = \"p\"\ncredits = \"x\"\n"
    );
    let places: Vec<String> = faults(&text).iter().map(|fault| fault.split(": ").next().unwrap().to_owned()).collect();
    assert_eq!(places, ["t.toml:7:8", "t.toml:8:13", "t.toml:9:1", "t.toml:12:11"]);
}

#[test]
fn a_fault_is_told_once() {
    let date = format!("{}{MODEL}", HEAD.replace("2026-09-19", "2026-13-01"));
    assert_eq!(
        faults(&date),
        ["t.toml:4:11: error: checked must be a date such as 2026-09-19, without quotes, found 2026-13-01"]
    );
    let title = format!("{HEAD}[[model\nname = \"m\"\n");
    assert!(faults(&title).iter().all(|fault| fault.contains("not TOML")), "{:?}", faults(&title));
}

#[test]
fn prices_are_read_exactly() {
    for (price, shown) in
        [("0.1", "0.1"), ("1.10", "1.1"), ("123456.7891", "123456.7891"), ("0", "0"), ("9999999.9999", "9999999.9999")]
    {
        let text = format!("{HEAD}[[model]]\nname = \"m\"\nkind = \"text-to-image\"\nper_image = {price}\n");
        let table = PriceTable::parse(text.as_bytes(), "t.toml").unwrap();
        assert_eq!(table.models[0].price.rate(None).0.to_string(), shown);
    }
}
