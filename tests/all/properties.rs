//! The laws that hold for every table and every production.

use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

use proptest::prelude::*;
use rust_decimal::Decimal;
use video_credits::pricing::budget::Budget;
use video_credits::pricing::estimate::{Estimate, Terms, estimate};
use video_credits::pricing::item::Item;
use video_credits::table::PriceTable;
use video_credits::values::credits::Credits;
use video_credits::values::quantity::Quantity;

/// A price as it stands in a table: up to four decimals.
fn price() -> impl Strategy<Value = String> {
    prop_oneof![
        (0_u32..2000).prop_map(|whole| whole.to_string()),
        (0_u32..2000, 0_u32..10_000).prop_map(|(whole, decimals)| format!("{whole}.{decimals:04}")),
    ]
}

/// A table with an image model, a clip model and a model by the second, at these prices, and a plan.
fn text_of(image: &str, clip: &str, audio: &str, no_audio: &str) -> String {
    format!(
        "[table]\nname = \"T\"\nsource = \"S\"\nchecked = 2026-09-19\n\
         [pacing]\nimages = 7\nseconds = 30\n\
         [[model]]\nname = \"image one\"\nkind = \"text-to-image\"\nper_image = {image}\n\
         [[model]]\nname = \"clip one\"\nkind = \"image-to-video\"\nper_clip = {clip}\nclip_seconds = 5\n\
         [[model]]\nname = \"second one\"\nkind = \"image-to-video\"\nper_second = {{ audio = {audio}, no_audio = {no_audio} }}\n\
         [[plan]]\nname = \"Plan\"\ncredits = 12345.6789\n"
    )
}

fn table_text() -> impl Strategy<Value = String> {
    (price(), price(), price(), price())
        .prop_map(|(image, clip, audio, no_audio)| text_of(&image, &clip, &audio, &no_audio))
}

fn table() -> impl Strategy<Value = PriceTable> {
    table_text().prop_map(|text| PriceTable::parse(text.as_bytes(), "t.toml").unwrap())
}

/// Items that the tables above can price.
fn items() -> impl Strategy<Value = Vec<String>> {
    let item = prop_oneof![
        (1_u32..1000).prop_map(|count| format!("image one={count}")),
        (1_u32..100_000).prop_map(|ms| format!("image one={}.{:03}s", ms / 1000, ms % 1000).replace("=0.000s", "=1s")),
        (1_u32..1000).prop_map(|count| format!("clip one={count}")),
        (1_u32..1000).prop_map(|seconds| format!("clip one={seconds}s")),
        (1_u32..1000, any::<bool>()).prop_map(|(seconds, audio)| {
            format!("second one={seconds}s{}", if audio { ":audio" } else { ":no-audio" })
        }),
        (1_u32..60, 1_u32..60).prop_map(|(count, each)| format!("second one={count}x{each}.5s")),
        (0_u32..5000, 0_u32..10).prop_map(|(whole, tenth)| format!("credits={whole}.{tenth}")),
    ];
    prop::collection::vec(item, 1..6)
}

fn priced<'a>(table: &'a PriceTable, items: &'a [String], terms: Terms, count: u64) -> Estimate<'a> {
    estimate(table, items.iter().map(|item| Item::parse(item, table)), terms, count).unwrap()
}

fn retakes(percent: u32) -> Terms {
    Terms { retakes: percent.to_string().parse().unwrap(), ..Terms::default() }
}

/// What the program writes to standard output, given this on standard input; never a control character.
fn credits(arguments: &[&str], table: &Path, input: &str) -> String {
    let mut command = crate::credits(arguments);
    command.arg("--pricing").arg(table).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A command that reads no input may have ended already.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let [stdout, stderr] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    for text in [&stdout, &stderr] {
        assert!(text.chars().all(|c| c == '\n' || c == '\t' || !c.is_control()), "{text:?}");
    }
    assert!(output.status.success(), "{arguments:?}: {stderr}");
    stdout
}

/// The digits of a document as they stand: a JSON number read as a float would be rounded.
#[derive(serde::Deserialize)]
struct Document<'d> {
    #[serde(borrow)]
    credits: &'d serde_json::value::RawValue,
}

fn number(text: &str) -> Decimal {
    Decimal::from_str_exact(&text.trim().replace(',', "")).unwrap()
}

/// The numbers of a column of separated values.
fn column(values: &str, separator: u8, name: &str) -> Vec<Decimal> {
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).from_reader(values.as_bytes());
    let index = reader.headers().unwrap().iter().position(|key| key == name).unwrap();
    reader.records().map(|record| number(record.unwrap().get(index).unwrap())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn every_way_in_and_every_way_out_says_the_same(
        text in table_text(), items in items(), percent in 0_u32..300, count in 1_u64..1000,
    ) {
        let folder = tempfile::tempdir().unwrap();
        let [table, file] = ["t.toml", "items.txt"].map(|name| folder.path().join(name));
        std::fs::write(&table, &text).unwrap();
        std::fs::write(&file, items.join("\n")).unwrap();
        let retakes = format!("--retakes={percent}");
        let arguments: Vec<&str> = items.iter().map(String::as_str).collect();
        let typed = [&["cost", &retakes], arguments.as_slice()].concat();

        let total = credits(&[typed.as_slice(), &["-q"]].concat(), &table, "");
        let from_file = credits(&["cost", &retakes, "-q", "-f", file.to_str().unwrap()], &table, "");
        prop_assert_eq!(&from_file, &total);
        prop_assert_eq!(&credits(&["cost", &retakes, "-q", "-f", "-"], &table, &items.join("\r\n")), &total);
        let json_line = format!("{}\n", serde_json::json!({"id": 1, "items": items}));
        let csv_lines = format!("id,items\n1,{}", items.join(";"));
        for lines in [json_line, csv_lines] {
            let record = credits(&["batch", &retakes, "--plan", "plan", "--format", "csv"], &table, &lines);
            prop_assert_eq!(column(&record, b',', "credits"), [number(&total)]);
            let fits = credits(&[&["fit", &retakes, "--plan", "plan", "-q"], arguments.as_slice()].concat(), &table, "");
            let fits_of_batch = record.lines().nth(1).unwrap().split(',').nth(3).unwrap();
            prop_assert_eq!(fits.trim_end(), fits_of_batch);
        }

        let count = count.to_string();
        let several = [typed.as_slice(), &["-n", &count]].concat();
        let in_form = |format: &str| credits(&[several.as_slice(), &["--format", format]].concat(), &table, "");
        let all = number(&total) * number(&count);
        let json = in_form("json");
        prop_assert_eq!(number(serde_json::from_str::<Document>(&json).unwrap().credits.get()), all);
        for (format, separator) in [("csv", b','), ("tsv", b'\t')] {
            let values = in_form(format);
            let sum: Decimal = column(&values, separator, "credits").iter().sum();
            let factor = column(&values, separator, "retakes")[0];
            prop_assert_eq!(sum * factor * column(&values, separator, "count")[0], all);
        }
        for format in ["text", "md"] {
            let page = in_form(format);
            prop_assert_eq!(number(page.split(' ').next().unwrap()), all, "{}", page);
        }
        let reply = in_form("reply");
        let grouped = in_form("text");
        let grouped = grouped.split(' ').next().unwrap();
        prop_assert!(all.is_zero() || reply.contains(&format!("{grouped} credit")), "{} in {}", grouped, reply);
    }
}

proptest! {
    #[test]
    fn as_many_fit_as_the_budget_covers_and_not_one_more(
        table in table(), items in items(), budget in 0_u32..1_000_000, percent in 0_u32..300,
    ) {
        let each = priced(&table, &items, retakes(percent), 1).each;
        let budget = Credits::from(budget);
        let fit = Budget::of_balance(budget, Credits::ZERO, Credits::ZERO).fit(each).unwrap();
        match fit.fits {
            None => prop_assert!(each.is_zero()),
            Some(fits) => {
                prop_assert!(fit.used <= budget);
                prop_assert!(fit.used.plus(each).unwrap() > budget);
                prop_assert_eq!(fit.used.plus(fit.left).unwrap(), budget);
                let fits = u64::try_from(fits).unwrap();
                if fits > 0 {
                    prop_assert_eq!(priced(&table, &items, retakes(percent), fits).total, fit.used);
                }
            }
        }
    }

    #[test]
    fn a_cost_is_the_sum_of_its_lines_times_factor_and_count(
        table in table(), items in items(), percent in 0_u32..300, count in 1_u64..1000,
    ) {
        let estimate = priced(&table, &items, retakes(percent), count);
        let sum: Decimal = estimate.lines.iter().map(|line| line.rate.value() * line.quantity.0).sum();
        let factor = Decimal::from(100 + percent) / Decimal::ONE_HUNDRED;
        prop_assert_eq!(estimate.each.value(), sum * factor);
        prop_assert_eq!(estimate.total.value(), sum * factor * Decimal::from(count));
    }

    #[test]
    fn order_and_spelling_change_nothing(table in table(), items in items()) {
        let total = priced(&table, &items, Terms::default(), 1).total;
        let turned: Vec<String> = items.iter().rev().map(|item| format!(" {} ", item.to_uppercase().replace("ONE", "_o/N-e"))).collect();
        let turned: Vec<String> = turned.iter().map(|item| {
            let (name, quantity) = item.split_once('=').unwrap();
            format!("{name} = {}", quantity.to_lowercase())
        }).collect();
        prop_assert_eq!(priced(&table, &turned, Terms::default(), 1).total, total);
    }

    #[test]
    fn more_never_costs_less(table in table(), items in items(), more in items()) {
        let all: Vec<String> = items.iter().chain(&more).cloned().collect();
        prop_assert!(priced(&table, &all, Terms::default(), 1).total >= priced(&table, &items, Terms::default(), 1).total);
    }

    #[test]
    fn the_audio_that_nobody_mentioned_is_never_the_cheaper_one(table in table(), seconds in 1_u32..100) {
        let unsaid = [format!("second one={seconds}s")];
        let estimate = priced(&table, &unsaid, Terms::default(), 1);
        for suffix in ["audio", "no-audio"] {
            let said = [format!("second one={seconds}s:{suffix}")];
            prop_assert!(priced(&table, &said, Terms::default(), 1).total <= estimate.total);
        }
        for assumption in &estimate.assumptions {
            prop_assert!(assumption.alternative.unwrap() <= estimate.total);
        }
    }

    #[test]
    fn quantities_come_back_as_they_are_written(text in "[0-9]{1,4}(s|m|x[1-9]s)?|[0-9]:[0-5][0-9]|[1-9]m[1-5]?[0-9]s") {
        if let Ok(quantity) = text.parse::<Quantity>() {
            prop_assert_eq!(quantity.to_string().parse::<Quantity>(), Ok(quantity));
        }
    }

    #[test]
    fn no_text_at_all_breaks_the_grammar(text in "(?s).{0,40}|(nano-banana|veo3.1/fast|credits|cheapest-30s)(?s:[=:x ]?.{0,9})|[a-z0-9=:@x. ,_/-]{0,40}") {
        let table = PriceTable::built_in().unwrap();
        if let Err(fault) = Item::parse(&text, &table) {
            let sentence = fault.sentence();
            prop_assert!(!sentence.is_empty() && sentence.chars().all(video_credits::format::is_printing), "{}", sentence);
        }
    }

    #[test]
    fn no_text_at_all_breaks_the_reader(text in "(\\PC|\\n){0,200}|([a-z_]{1,9} = ([0-9.]{1,5}|\"[a-z]{0,5}\")\\n|\\[{1,2}(table|model|plan|recipe)\\]{1,2}\\n){0,20}") {
        let (table, found) = PriceTable::check(text.as_bytes(), "t.toml", None);
        prop_assert!(table.is_some() || !found.errors.is_empty());
        for fault in found.errors.iter().chain(&found.warnings) {
            prop_assert!(fault.message.chars().all(video_credits::format::is_printing), "{}", fault.message);
        }
    }
}
