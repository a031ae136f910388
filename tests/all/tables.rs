//! Price tables that are broken, hostile or large.

use std::fs;

use serde_json::Value;

use crate::sandbox::Sandbox;

/// The built-in table, cut off or with a byte changed at many places, is refused or read as it is (T2).
#[test]
fn the_built_in_table_cut_or_changed_anywhere() {
    let table = fs::read("pricing.toml").unwrap();
    let sandbox = Sandbox::new(None);
    let mut valid = 0;
    for (number, place) in (0..table.len()).step_by(table.len() / 120).enumerate() {
        let mut changed = table.clone();
        changed[place] = [0, b'"', b'\n', b'[', b'=', 0xff, b'#', table[place] ^ 1, b'9'][number % 9];
        for variant in [&table[..place], &changed] {
            sandbox.write("t.toml", variant);
            let run = sandbox.sh("credits check t.toml --json");
            let report: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}", run.stderr));
            let errors = report["errors"].as_array().unwrap();
            assert_eq!(run.code, if errors.is_empty() { 0 } else { 4 });
            assert!(errors.len() <= 101, "{} errors", errors.len());
            for error in errors {
                assert!(error["line"].as_u64() > Some(0) && error["column"].as_u64() > Some(0), "{error}");
                assert!(error["message"].as_str().unwrap().len() < 500, "{error}");
            }
            if errors.is_empty() {
                valid += 1;
                let text = String::from_utf8_lossy(variant);
                let rows = |title: &str| text.lines().filter(|line| line.trim_end() == title).count();
                for (title, key) in [("[[model]]", "models"), ("[[plan]]", "plans"), ("[[recipe]]", "recipes")] {
                    assert_eq!(report[key], rows(title), "{key}");
                }
            }
        }
    }
    println!("{valid} still valid");
}

#[test]
fn a_table_that_check_refuses_is_refused_where_it_is_used() {
    let sandbox = Sandbox::new(None);
    for entry in fs::read_dir("tests/tables/bad").unwrap() {
        let table = format!("bad/{}", entry.unwrap().file_name().to_str().unwrap());
        let check = sandbox.sh(&format!("credits check {table}"));
        let used = sandbox.sh(&format!("credits plans --pricing {table}"));
        assert_eq!((check.code, used.code, used.stdout.as_str()), (4, 4, ""), "{table}");
        for error in check.stdout.lines().filter(|line| line.contains(": error: ")) {
            assert!(used.stderr.contains(error), "{table}: no `{error}` in {}", used.stderr);
        }
    }
}

#[test]
fn a_table_of_nothing_but_look_alikes() {
    let sandbox = Sandbox::new(None);
    let row = |number: usize| format!("[[model]]\nname = \"m {number}\"\nkind = \"text-to-image\"\nper_image = 1\n");
    let head = "[table]\nname = \"T\"\nsource = \"S\"\nchecked = 2026-11-01\n".to_owned();
    sandbox.write("same.toml", head.clone() + &(0..15_000).map(row).collect::<String>());
    for command in ["compare", "compare --json", "cost 'm 9x'", "models", "check"] {
        let run = sandbox.sh(&format!("credits {command} --pricing same.toml"));
        assert!(matches!(run.code, 0 | 3), "{command}: {}", run.stderr);
    }
    // Each of these names is like every row, and no row has all of its words.
    let veo = |number: usize| format!("[[model]]\nname = \"veo {number}\"\nkind = \"text-to-image\"\nper_image = 1\n");
    sandbox.write("near.toml", head.clone() + &(0..15_000).map(veo).collect::<String>());
    sandbox.write("near.txt", (20_000..20_025).map(|number| format!("veop {number}\n")).collect::<String>());
    let run = sandbox.sh("credits cost -f near.txt --pricing near.toml");
    assert_eq!(run.code, 3, "{}", run.stderr);
    let recipe = |number: usize| format!("[[recipe]]\nname = \"r{number}\"\nitems = [\"zz{number}\"]\n");
    let models: String = (0..5000).map(row).collect();
    sandbox.write("bad.toml", head + &models + &(0..5000).map(recipe).collect::<String>());
    let run = sandbox.sh("credits check bad.toml");
    assert_eq!(run.code, 4);
    assert!(run.stdout.lines().count() < 200, "{} lines", run.stdout.lines().count());
}
