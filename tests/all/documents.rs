//! Every block of commands in the README and in `docs/` does what it says, run by a shell; `UPDATE=1 cargo test`
//! writes the outputs anew. A block whose tool isn't on this machine is passed over, and said to be.
#![cfg(unix)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// Tools that the documents use and that not every machine has.
const TOOLS: [&str; 2] = ["jq", "parallel"];

fn shell(folder: &Path, command: &str) -> (String, i32) {
    let program = Path::new(env!("CARGO_BIN_EXE_credits")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let output = Command::new("bash")
        .args(["-c", &format!("exec 2>&1\n{command}")])
        .current_dir(folder)
        .env("PATH", path)
        .env("XDG_CONFIG_HOME", "/nonexistent")
        .env("SOURCE_DATE_EPOCH", "1795305600") // 2026-11-22
        .env_remove("CREDITS_PRICING")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    (String::from_utf8(output.stdout).unwrap(), output.status.code().unwrap())
}

fn has(tool: &str) -> bool {
    shell(Path::new("/"), &format!("command -v {tool}")).1 == 0
}

/// The document with the output of each command as it is now.
fn rerun(document: &str, folder: &Path) -> String {
    let mut fresh = Vec::new();
    let mut lines = document.lines().peekable();
    while let Some(line) = lines.next() {
        fresh.push(line.to_owned());
        if line != "```console" {
            continue;
        }
        let block: Vec<&str> = std::iter::from_fn(|| lines.next_if(|line| *line != "```")).collect();
        match TOOLS.iter().find(|tool| block.iter().any(|line| line.contains(*tool)) && !has(tool)) {
            Some(tool) => {
                eprintln!("passed over, {tool} isn't here: {}", block[0]);
                fresh.extend(block.iter().map(|line| (*line).to_owned()));
            }
            None => fresh.extend(rerun_block(&block, folder)),
        }
    }
    fresh.join("\n") + "\n"
}

fn rerun_block(block: &[&str], folder: &Path) -> Vec<String> {
    let mut fresh = Vec::new();
    let mut lines = block.iter().peekable();
    while let Some(first) = lines.next() {
        let Some(first) = first.strip_prefix("$ ") else { continue };
        let mut command = vec![first];
        command.extend(
            std::iter::from_fn(|| lines.next_if(|line| line.starts_with("> ")))
                .filter_map(|line| line.strip_prefix("> ")),
        );
        let (output, code) = shell(folder, &command.join("\n"));
        if !fresh.is_empty() {
            fresh.push(String::new());
        }
        fresh.push(format!("$ {}", command.join("\n> ")));
        if code != 0 {
            fresh.push(format!("? {code}"));
        }
        fresh.extend(output.lines().map(str::to_owned));
    }
    fresh
}

fn documents() -> Vec<PathBuf> {
    let mut documents: Vec<PathBuf> = fs::read_dir("docs").unwrap().map(|entry| entry.unwrap().path()).collect();
    documents.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    documents.push(PathBuf::from("README.md"));
    documents.sort();
    documents
}

#[test]
fn every_block_of_commands_does_what_it_says() {
    for path in documents() {
        let document = fs::read_to_string(&path).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let fresh = rerun(&document, folder.path());
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, &fresh).unwrap();
            continue;
        }
        for (number, (said, is)) in document.lines().zip(fresh.lines()).enumerate() {
            assert_eq!(said, is, "{}:{}: UPDATE=1 writes it anew", path.display(), number + 1);
        }
        assert_eq!(document.lines().count(), fresh.lines().count(), "{}", path.display());
    }
}

#[test]
fn the_first_command_of_the_readme_answers() {
    let document = fs::read_to_string("README.md").unwrap();
    let arguments = document.lines().find_map(|line| line.strip_prefix("    cargo run --release -- ")).unwrap();
    let (answer, code) = shell(Path::new("/"), &format!("credits {arguments}"));
    assert_eq!(code, 0, "{answer}");
}

#[test]
fn the_examples_of_every_help_run() {
    let folder = tempfile::tempdir().unwrap();
    let files = "printf 'nano-banana=3\n' > shots.txt
        printf 'items\nnano-banana\n' > shots.csv
        printf '{\"items\": [\"nano-banana\"]}\n' > shots.jsonl
        printf '{\"templateId\": \"ae868019-820d-434c-8fe1-74c9da99129a\"}' > body.json
        for table in my-prices old new; do credits init > $table.toml; done
        mkdir -p .local/share/bash-completion/completions .zfunc .config/fish/completions";
    assert_eq!(shell(folder.path(), files), (String::new(), 0));
    let (help, _) = shell(folder.path(), "credits --help");
    let commands = help.split_once("\nCommands:\n").unwrap().1.split("\n\n").next().unwrap().lines();
    let commands = commands.filter(|line| !line.starts_with("    ")).filter_map(|line| line.split_whitespace().next());
    for command in commands.chain([""]) {
        let (help, _) = shell(folder.path(), &format!("credits {command} --help"));
        let examples = help.split_once("\nExamples:\n").unwrap_or_else(|| panic!("{command} has no examples")).1;
        for example in examples.lines().map(str::trim).filter(|line| line.starts_with("credits ")) {
            let (answer, code) = shell(folder.path(), &format!("HOME=$PWD\n{example}"));
            assert_eq!(code, 0, "{example}: {answer}");
        }
    }
}

#[test]
fn what_the_documents_link_to_is_there() {
    for path in documents().into_iter().chain([PathBuf::from("CONTRIBUTING.md")]) {
        let document = fs::read_to_string(&path).unwrap();
        for link in document.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = path.parent().unwrap().join(link);
            assert!(link.starts_with("https://") || file.exists(), "{}: {link}", path.display());
        }
    }
}

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
fn every_key_of_the_price_table_is_explained() {
    let explained = fs::read_to_string("docs/pricing-table.md").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let titles = ["[table]", "[[model]]", "[[plan]]", "[top_up]", "[pacing]", "[[recipe]]", "[[rule]]", "[[template]]"];
    let table: String = titles.iter().map(|title| format!("{title}\nzzz = 1\n")).collect();
    fs::write(folder.path().join("table.toml"), table).unwrap();
    let (faults, _) = shell(folder.path(), "credits check table.toml");
    for title in titles {
        let said = format!("{title} takes ");
        let keys =
            faults.lines().find_map(|line| line.split_once(&said)).unwrap_or_else(|| panic!("{title}: {faults}")).1;
        let of_any_row = explained.split_once("## On every other table").unwrap().1.split("\n## ").next().unwrap();
        let own = explained.split_once(&format!("## `{title}`")).unwrap().1.split("\n## ").next().unwrap();
        for key in keys.split(", ").flat_map(|keys| keys.split(" and ")) {
            let row = format!("| `{key}` |");
            assert!(own.contains(&row) || of_any_row.contains(&row), "{title}: `{key}` isn't in docs/pricing-table.md");
        }
    }
}

#[test]
fn every_field_of_the_json_is_explained() {
    let explained = fs::read_to_string("docs/json.md").unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("broken.toml"), "[table]\nname = 1\n").unwrap();
    fs::write(folder.path().join("in.csv"), "items\nnano-banana\nkling\n").unwrap();
    for command in [
        "credits cost nano-banana=6 veo3.1/fast=6x8s --max 1 --json",
        "credits fit nano-banana=6 veo3.1/fast=6x8s --json",
        "credits fit nano-banana --want 5 --json",
        "credits fit --credits 100 --json",
        "credits compare --kind video --job 30s --json",
        "echo '{\"templateId\": \"ae868019-820d-434c-8fe1-74c9da99129a\"}' | credits request --plan starter --json",
        "credits models --json",
        "credits plans --json",
        "credits rules --json",
        "credits check broken.toml --json",
        "credits diff built-in built-in nano-banana --json",
        "credits cost kling --json",
        "credits batch in.csv --plan starter --json 2>/dev/null",
    ] {
        let (output, _) = shell(folder.path(), command);
        let mut found = BTreeSet::new();
        for document in serde_json::Deserializer::from_str(&output).into_iter::<Value>() {
            keys(&document.unwrap_or_else(|error| panic!("{command}: {error}\n{output}")), &mut found);
        }
        assert!(!found.is_empty(), "{command}");
        // The counts of `fits` are keyed by names from the table.
        for key in found.into_iter().filter(|key| !["Starter", "Creator", "Agency"].contains(&key.as_str())) {
            assert!(explained.contains(&format!("`{key}`")), "{command}: `{key}` isn't explained in docs/json.md");
        }
    }
}
