//! The documents have every key and every field, and their links and examples work. `transcripts.rs` runs their blocks.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::sandbox::Sandbox;
use crate::transcripts::documents;

#[test]
fn the_first_command_of_the_readme_works() {
    let readme = fs::read_to_string("README.md").unwrap();
    let arguments = readme.lines().find_map(|line| line.strip_prefix("    cargo run --release -- ")).unwrap();
    let run = Sandbox::new(None).sh(&format!("credits {arguments}"));
    assert_eq!(run.code, 0, "{}", run.stderr);
}

/// The names of the commands, from the program's help.
fn commands(sandbox: &Sandbox) -> Vec<String> {
    let help = sandbox.sh("credits --help").stdout;
    let lines = help.split_once("\nCommands:\n").unwrap().1.split("\n\n").next().unwrap().lines();
    let names = lines.filter(|line| !line.starts_with("    ")).filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").map(str::to_owned).collect()
}

#[test]
fn every_command_is_in_the_readme_a_transcript_and_the_page_on_json() {
    let sandbox = Sandbox::new(None);
    let read = |path: &PathBuf| fs::read_to_string(path).unwrap();
    let transcripts: String = documents().iter().filter(|path| path.starts_with("tests")).map(read).collect();
    let readme = read(&PathBuf::from("README.md"));
    let json = read(&PathBuf::from("docs/json.md"));
    for command in commands(&sandbox) {
        assert!(transcripts.contains(&format!("$ credits {command}")), "no transcript of {command}");
        assert!(readme.contains(&format!("credits {command}")), "README.md doesn't mention {command}");
        let is_documented = json.contains(&format!("credits.{command}/1")) || json.contains(&format!("`{command}`"));
        assert!(is_documented, "docs/json.md doesn't mention {command}");
    }
}

#[test]
fn the_examples_of_every_help_work() {
    let sandbox = Sandbox::new(None);
    let files = "echo nano-banana=3 > shots.txt
        printf 'items\\nnano-banana\\n' > shots.csv
        echo '{\"items\": [\"nano-banana\"]}' > shots.jsonl
        cp bodies/infographic.json body.json
        for table in my-prices old new; do credits init > $table.toml; done
        mkdir -p .local/share/bash-completion/completions .zfunc .config/fish/completions";
    assert_eq!(sandbox.sh(files).code, 0);
    for command in commands(&sandbox).into_iter().chain([String::new()]) {
        let help = sandbox.sh(&format!("credits {command} --help")).stdout;
        let Some((_, examples)) = help.split_once("\nExamples:\n") else { continue };
        for example in examples.lines().map(str::trim).filter(|line| line.starts_with("credits ")) {
            let run = sandbox.sh(&format!("HOME=$PWD\n{example}"));
            assert_eq!(run.code, 0, "{example}: {}", run.stderr);
        }
    }
}

#[test]
fn links_work() {
    for path in documents().into_iter().chain([PathBuf::from("CONTRIBUTING.md")]) {
        let document = fs::read_to_string(&path).unwrap();
        for link in document.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = path.parent().unwrap().join(link);
            assert!(link.starts_with("https://") || file.exists(), "{}: {link}", path.display());
        }
    }
}

/// Adds the keys of a value, at any depth.
fn keys(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                found.insert(key.clone());
                keys(value, found);
            }
        }
        Value::Array(array) => array.iter().for_each(|value| keys(value, found)),
        _ => {}
    }
}

#[test]
fn every_key_of_the_price_table_is_documented() {
    let document = fs::read_to_string("docs/pricing-table.md").unwrap();
    let mut found = BTreeSet::new();
    for path in ["pricing.toml", "tests/tables/lengths.toml", "tests/tables/templates.toml"] {
        let table: Value = toml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        keys(&table, &mut found);
    }
    found.retain(|key| !key.starts_with('$')); // a date
    for key in found {
        let there =
            [format!("`{key}`"), format!("[{key}]"), format!("{key} =")].iter().any(|text| document.contains(text));
        assert!(there, "`{key}` isn't in docs/pricing-table.md");
    }
}

#[test]
fn every_field_of_the_json_is_documented() {
    // What `models` says of a row is documented with the price table's keys.
    let document = ["docs/json.md", "docs/pricing-table.md"].map(|path| fs::read_to_string(path).unwrap()).concat();
    let sandbox = Sandbox::new(None);
    for command in [
        "credits cost nano-banana=6 veo3.1/fast=6x8s --max 1 --json",
        "credits fit nano-banana=6 veo3.1/fast=6x8s --json",
        "credits fit nano-banana --want 5 --json",
        "credits fit --credits 100 --json",
        "credits compare --kind video --job 30s --json",
        "credits request bodies/infographic.json --plan starter --json",
        "credits models --json",
        "credits plans --json",
        "credits rules --json",
        "credits check bad/several-faults.toml --json",
        "credits diff built-in built-in nano-banana --json",
        "credits cost kling --json 2>&1",
        "credits batch batch.csv --plan starter --json 2> /dev/null",
    ] {
        let output = sandbox.sh(command).stdout;
        let mut found = BTreeSet::new();
        for value in serde_json::Deserializer::from_str(&output).into_iter::<Value>() {
            keys(&value.unwrap_or_else(|error| panic!("{command}: {error}\n{output}")), &mut found);
        }
        assert!(!found.is_empty(), "{command}");
        // The counts of `fits` have the plans' names as keys.
        for key in found.into_iter().filter(|key| !["Starter", "Creator", "Agency"].contains(&key.as_str())) {
            assert!(document.contains(&format!("`{key}`")), "{command}: `{key}` isn't documented");
        }
    }
}
