//! Every limit at n - 1, n and n + 1, and that nothing accepted was rounded: see `src/values/limits.rs` for the proof.

use std::fs;

use proptest::prelude::*;
use video_credits::pricing::budget::Budget;
use video_credits::pricing::estimate::{Terms, estimate};
use video_credits::pricing::item::Item;
use video_credits::table::PriceTable;
use video_credits::values::credits::Credits;
use video_credits::values::limits::{
    MAX_CLIP_MILLISECONDS, MAX_COUNT, MAX_CREDITS, MAX_INPUT_BYTES, MAX_LINE_BYTES, MAX_MILLISECONDS, MAX_NAME_BYTES,
    MAX_RETAKES_PERCENT, MAX_TABLE_BYTES, PRICE_BELOW, PRICE_DECIMALS,
};

/// Returns a table with these lines in its only model, and with these tables.
fn table(model: &str, more: &str) -> String {
    format!(
        "[table]\nname = \"T\"\nsource = \"S\"\nchecked = 2026-09-19\n\
         [[model]]\nname = \"m\"\nkind = \"image-to-video\"\n{model}\n{more}\n"
    )
}

fn is_valid_table(model: &str, more: &str) -> bool {
    PriceTable::parse(table(model, more).as_bytes(), "t.toml").is_ok()
}

/// The exit code of the program with these arguments, on a table with a model at half a credit a second.
fn exit_code(arguments: &[&str], folder: &std::path::Path) -> i32 {
    let path = folder.join("t.toml");
    fs::write(&path, table("per_second = { audio = 0.5, no_audio = 0.5 }", "[[plan]]\nname = \"P\"\ncredits = 1"))
        .unwrap();
    crate::credits(arguments).arg("--pricing").arg(path).output().unwrap().status.code().unwrap()
}

#[test]
fn the_limits_are_what_the_documents_say() {
    assert_eq!(MAX_CREDITS.to_string(), "1000000000000");
    assert_eq!(PRICE_BELOW.to_string(), "10000000");
    assert_eq!(MAX_RETAKES_PERCENT.to_string(), "1000000");
    assert_eq!((MAX_COUNT, MAX_MILLISECONDS, MAX_CLIP_MILLISECONDS), (1_000_000_000, 1_000_000_000_000, 3_600_000));
    assert_eq!((PRICE_DECIMALS, MAX_NAME_BYTES), (4, 120));
    assert_eq!((MAX_TABLE_BYTES, MAX_LINE_BYTES, MAX_INPUT_BYTES), (1_000_000, 1_000_000, 1_000_000));
}

#[test]
fn numbers_in_a_price_table_at_their_limits() {
    let clip = "per_clip = 1";
    for (what, model, more, valid) in [
        ("a price", "per_clip = 9999999", "", true),
        ("a price", "per_clip = 9999999.9999", "", true),
        ("a price", "per_clip = 10000000", "", false),
        ("a price", "per_clip = 10000000.0001", "", false),
        ("its decimals", "per_clip = 0.001", "", true),
        ("its decimals", "per_clip = 0.0001", "", true),
        ("its decimals", "per_clip = 0.00001", "", false),
        ("a clip's length", "per_clip = 1\nclip_seconds = 3599.999", "", true),
        ("a clip's length", "per_clip = 1\nclip_seconds = 3600", "", true),
        ("a clip's length", "per_clip = 1\nclip_seconds = 3600.001", "", false),
        ("a clip's length", "per_clip = 1\nclip_seconds = 0.001", "", true),
        ("a clip's length", "per_clip = 1\nclip_seconds = 0", "", false),
        ("a clip's length", "per_clip = 1\nclip_seconds = 0.0001", "", false),
        ("an offered length", "per_clip = 1\nseconds_offered = [3600]", "", true),
        ("an offered length", "per_clip = 1\nseconds_offered = [3600.001]", "", false),
        ("a plan", clip, "[[plan]]\nname = \"P\"\ncredits = 999999999999.999", true),
        ("its digits", clip, "[[plan]]\nname = \"P\"\ncredits = 999999999999.9999", false),
        ("a plan", clip, "[[plan]]\nname = \"P\"\ncredits = 1000000000000", true),
        ("a plan", clip, "[[plan]]\nname = \"P\"\ncredits = 1000000000000.0001", false),
        ("USD a month", clip, "[[plan]]\nname = \"P\"\ncredits = 1\nusd_per_month = 9999999.9999", true),
        ("USD a month", clip, "[[plan]]\nname = \"P\"\ncredits = 1\nusd_per_month = 10000000", false),
        ("a top-up", clip, "[top_up]\nusd_per_1000 = 9999999.9999\nmin = 1\nmax = 1", true),
        ("a top-up", clip, "[top_up]\nusd_per_1000 = 10000000\nmin = 1\nmax = 1", false),
        ("its size", clip, "[top_up]\nusd_per_1000 = 1\nmin = 999999999\nmax = 1000000000", true),
        ("its size", clip, "[top_up]\nusd_per_1000 = 1\nmin = 1000000000\nmax = 1000000000", true),
        ("its size", clip, "[top_up]\nusd_per_1000 = 1\nmin = 1\nmax = 1000000001", false),
        ("its size", clip, "[top_up]\nusd_per_1000 = 1\nmin = 0\nmax = 1", false),
        ("its order", clip, "[top_up]\nusd_per_1000 = 1\nmin = 2\nmax = 1", false),
        ("pacing", clip, "[pacing]\nimages = 1000000000\nseconds = 3600", true),
        ("pacing", clip, "[pacing]\nimages = 1000000001\nseconds = 1", false),
        ("pacing", clip, "[pacing]\nimages = 1\nseconds = 3600.001", false),
        ("pacing", clip, "[pacing]\nimages = 0\nseconds = 1", false),
        ("a recipe", clip, "[[recipe]]\nname = \"r\"\nitems = [\"credits=1000000000000\"]", true),
        ("a recipe", clip, "[[recipe]]\nname = \"r\"\nitems = [\"credits=1000000000000\", \"credits=0.0001\"]", false),
        ("a recipe", clip, "[[recipe]]\nname = \"r\"\nitems = [\"credits=1000000000000.0001\"]", false),
    ] {
        assert_eq!(is_valid_table(model, more), valid, "{what}: {model} {more}");
    }
}

#[test]
fn names_and_files_at_their_limits() {
    for (bytes, valid) in [(119, true), (120, true), (121, false)] {
        let alias = format!("per_clip = 1\naliases = [\"{}\"]", "x".repeat(bytes));
        assert_eq!(is_valid_table(&alias, ""), valid, "{bytes}");
    }
    let text = table("per_clip = 1", "");
    for (bytes, valid) in [(MAX_TABLE_BYTES - 1, true), (MAX_TABLE_BYTES, true), (MAX_TABLE_BYTES + 1, false)] {
        let padded = format!("{text}#{}", "x".repeat(bytes - text.len() - 1));
        assert_eq!(PriceTable::parse(padded.as_bytes(), "t.toml").is_ok(), valid, "{bytes}");
    }
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("input");
    for (bytes, code) in [(MAX_INPUT_BYTES - 1, 0), (MAX_INPUT_BYTES, 0), (MAX_INPUT_BYTES + 1, 3)] {
        let item = "m=1s";
        fs::write(&input, format!("{item}\n#{}", "x".repeat(bytes - item.len() - 2))).unwrap();
        assert_eq!(exit_code(&["cost", "-f", input.to_str().unwrap()], folder.path()), code, "{bytes}");
    }
    for (bytes, code) in [(MAX_LINE_BYTES - 1, 0), (MAX_LINE_BYTES, 0), (MAX_LINE_BYTES + 1, 3)] {
        let [head, tail] = ["{\"id\":\"", "\",\"items\":[\"m=1s\"]}"];
        fs::write(&input, format!("{head}{}{tail}\n", "x".repeat(bytes - head.len() - tail.len()))).unwrap();
        assert_eq!(exit_code(&["batch", input.to_str().unwrap()], folder.path()), code, "{bytes}");
    }
}

#[test]
fn what_is_typed_at_its_limits() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, code) in [
        (&["cost", "credits=999999999999.9999"] as &[&str], 0),
        (&["cost", "credits=1000000000000"], 0),
        (&["cost", "credits=1000000000000.0001"], 3),
        (&["cost", "credits=0.0001"], 0),
        (&["cost", "credits=0.00001"], 3),
        (&["cost", "credits=1000000000000", "credits=0.0001"], 3),
        (&["cost", "credits=999999999999.9999", "credits=0.0001"], 0),
        (&["cost", "credits=1", "-n", "999999999"], 0),
        (&["cost", "credits=1", "-n", "1000000000"], 0),
        (&["cost", "credits=1", "-n", "1000000001"], 2),
        (&["cost", "credits=1", "-n", "0"], 2),
        (&["cost", "credits=1000", "-n", "1000000000"], 0),
        (&["cost", "credits=1000.0001", "-n", "1000000000"], 3),
        (&["cost", "credits=1000000000000", "--retakes", "0"], 0),
        (&["cost", "credits=1000000000000", "--retakes", "0.0001%"], 3),
        (&["cost", "credits=1", "--retakes", "999999.9999"], 0),
        (&["cost", "credits=1", "--retakes", "1000000"], 0),
        (&["cost", "credits=1", "--retakes", "1000000.0001"], 2),
        (&["cost", "credits=1", "--retakes", "0.00001%"], 2),
        (&["cost", "credits=1", "--max", "1000000000000"], 0),
        (&["cost", "credits=1", "--max", "1000000000000.0001"], 2),
        (&["cost", "m=999999999.999s"], 0),
        (&["cost", "m=1000000000s"], 0),
        (&["cost", "m=1000000000.001s"], 3),
        (&["cost", "m=0.001s"], 0),
        (&["cost", "m=0.0001s"], 3),
        (&["cost", "m=16666666m40s"], 0),
        (&["cost", "m=16666666m40.001s"], 3),
        (&["cost", "m=1000000000x1s"], 0),
        (&["cost", "m=1000000000x1.001s"], 3),
        (&["cost", "m=1000000001x1s"], 3),
        (&["cost", "m=1000000x1000s"], 0),
        (&["cost", "m=1000000x1000.001s"], 3),
        (&["cost", "m=1s", "--pace", "1000000000s"], 0),
        (&["cost", "m=1s", "--pace", "1000000000.001s"], 2),
        (&["fit", "m=1s", "--want", "1000000000"], 0),
        (&["fit", "m=1s", "--want", "1000000001"], 2),
        (&["fit", "m=1s", "--credits", "1000000000000"], 0),
        (&["fit", "m=1s", "--credits", "1000000000000.0001"], 2),
        (&["fit", "m=1s", "--credits", "1", "--extra", "999999999999"], 0),
        (&["fit", "m=1s", "--credits", "1", "--extra", "999999999999.0001"], 3),
        (&["fit", "m=1s", "--credits", "1", "--used", "1000000000000"], 0),
        (&["fit", "credits=1000", "--want", "1000000000"], 0),
        (&["fit", "credits=1000.0001", "--want", "1000000000"], 3),
        (&["compare", "m=1s", "--top", "1000000000"], 0),
        (&["compare", "m=1s", "--top", "1000000001"], 2),
        (&["plans", "--max-age", "4294967295d"], 0),
        (&["plans", "--max-age", "4294967296d"], 2),
    ] {
        assert_eq!(exit_code(arguments, folder.path()), code, "{arguments:?}");
    }
}

/// A number with so many decimals, as a whole number of its last place and as text.
fn scaled(whole_below: u128, decimals: u32) -> impl Strategy<Value = (u128, String)> {
    let unit = 10_u128.pow(decimals);
    let near =
        prop_oneof![0..whole_below * unit, (whole_below * unit).saturating_sub(3)..whole_below * unit, 0..5_u128];
    near.prop_map(move |number| {
        let width = usize::try_from(decimals).unwrap();
        (number, format!("{}.{:0width$}", number / unit, number % unit))
    })
}

proptest! {
    /// Compares the program's result with the same in whole numbers of 10^-13 credits, which can't be rounded.
    #[test]
    fn nothing_that_is_accepted_was_rounded(
        (rate, rate_text) in scaled(10_000_000, 4),
        (length, length_text) in scaled(1_000_000_000, 3),
        (figure, figure_text) in scaled(1_000_000_000_000, 4),
        (percent, percent_text) in scaled(1_000_000, 4),
        count in prop_oneof![1_u64..10, 1_u64..=1_000_000_000],
        (budget, budget_text) in scaled(1_000_000_000_000, 4),
    ) {
        const LIMIT: u128 = 10_u128.pow(12 + 13);
        let table = PriceTable::parse(
            table(&format!("per_second = {{ audio = {rate_text}, no_audio = {rate_text} }}"), "").as_bytes(), "t.toml",
        ).unwrap();
        let terms = Terms { retakes: percent_text.parse().unwrap(), ..Terms::default() };
        let items = [format!("m={length_text}s"), format!("credits={figure_text}")];
        // 4 + 3 and 4 decimals: together in units of 10^-7; the factor has 6 more.
        let lines = [rate * length, figure * 1000];
        let factor = 1_000_000 + percent;
        let exact = (lines[0] + lines[1]).checked_mul(factor).filter(|each| *each <= LIMIT);
        let exact = exact.filter(|_| length > 0 && lines.iter().all(|line| line * 1_000_000 <= LIMIT));
        let total = exact.and_then(|each| each.checked_mul(count.into())).filter(|total| *total <= LIMIT);
        let priced = estimate(&table, items.iter().map(|item| Item::parse(item, &table)), terms, count);
        match (priced, total) {
            (Err(_), None) => {}
            (Ok(estimate), Some(total)) => {
                let parts = |credits: Credits| {
                    let value = credits.value();
                    value.mantissa().unsigned_abs() * 10_u128.pow(13 - value.scale())
                };
                prop_assert_eq!(parts(estimate.total), total);
                prop_assert_eq!(parts(estimate.each), exact.unwrap());
                let funds = Credits::parse(&budget_text).unwrap();
                let fit = Budget::of_balance(funds, Credits::ZERO, Credits::ZERO).fit(estimate.each).unwrap();
                let funds = budget * 1_000_000_000;
                prop_assert_eq!(fit.fits, funds.checked_div(exact.unwrap()));
                prop_assert_eq!(parts(fit.left), funds.checked_rem(exact.unwrap()).unwrap_or(funds));
            }
            (priced, total) => prop_assert!(false, "{:?} and {:?}", priced.map(|estimate| estimate.total), total),
        }
    }
}
