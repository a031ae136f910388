//! What shells offer at TAB: by the program itself, and by the scripts in the shells that are installed.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::NO_SETTINGS;

const PROGRAM: &str = env!("CARGO_BIN_EXE_credits");

/// A table whose texts would make files called `pwned` if a shell ran them.
const HOSTILE: &str = "tests/tables/hostile.toml";

/// A command that finds the built program, and nothing of this machine's settings.
fn command(program: &str, pricing: &str) -> Command {
    let folder = Path::new(PROGRAM).parent().unwrap().display();
    let mut command = Command::new(program);
    command.env_clear().env("PATH", format!("{folder}:/usr/local/bin:/usr/bin:/bin")).env("LC_ALL", "C.UTF-8");
    command.env("XDG_CONFIG_HOME", NO_SETTINGS).env("HOME", NO_SETTINGS).env("CREDITS_PRICING", pricing);
    command.stdin(Stdio::null());
    command
}

fn output(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{command:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Returns the lines that the program answers a shell; the last of the words is the one at the cursor.
fn asked(pricing: &str, words: &[&str]) -> Vec<String> {
    let answer = output(command(PROGRAM, pricing).env("COMPLETE", "fish").arg("--").args(words));
    answer.lines().map(str::to_owned).collect()
}

/// Returns what was offered for a line without quotes, without descriptions.
fn offered(line: &str) -> Vec<String> {
    let words: Vec<&str> = line.split(' ').collect();
    asked("", &words).iter().map(|line| line.split('\t').next().unwrap().to_owned()).collect()
}

/// Runs a script in a shell, where that is installed.
fn run(shell: &str, pricing: &str, script: &str, arguments: &[&str]) -> Option<String> {
    if Command::new(shell).arg("--version").output().is_err() {
        println!("skipped: {shell} isn't installed");
        return None;
    }
    let config: &[&str] = match shell {
        "bash" => &["--norc"],
        "zsh" => &["-f"],
        _ => &["--no-config"],
    };
    Some(output(command(shell, pricing).args(config).arg("-c").arg(script).arg(shell).args(arguments)))
}

/// Completes a line in bash as readline would; `replaced` is the part of the line that bash takes for the word.
fn bash(pricing: &str, line: &str, replaced: &str, comp_type: &str) -> Option<Vec<String>> {
    let script = r#"
        source completions/credits.bash
        COMP_LINE=$1 COMP_POINT=${#1} COMP_TYPE=$3
        _credits credits "$2" ''
        for word in "${COMPREPLY[@]}"; do printf '%s\n' "$word"; done
        # What was inserted is run too: it must be a word, and one only.
        if [[ $COMP_TYPE == 9 ]]; then for word in "${COMPREPLY[@]}"; do eval "words=($word)"; [[ ${#words[@]} == 1 ]] || echo "$word" >&2; done; fi"#;
    Some(run("bash", pricing, script, &[line, replaced, comp_type])?.lines().map(str::to_owned).collect())
}

/// Completes a line in zsh, with what the script hands to zsh's own functions printed.
fn zsh(pricing: &str, words: &[&str]) -> Option<Vec<String>> {
    let script = r#"
        compdef() {}
        _describe() { print -rl -- "${(@P)3}" }
        _files() { print -r -- "files $PREFIX" }
        compset() { PREFIX=${PREFIX#*=} }
        source completions/_credits
        words=("$@") CURRENT=$# PREFIX=$@[-1]
        _credits"#;
    Some(run("zsh", pricing, script, words)?.lines().map(str::to_owned).collect())
}

/// Completes a line in fish.
fn fish(pricing: &str, line: &str) -> Option<Vec<String>> {
    let script = "source completions/credits.fish; complete -C $argv[2]";
    Some(run("fish", pricing, script, &[line])?.lines().map(str::to_owned).collect())
}

#[test]
fn the_program_offers_what_fits() {
    for (line, expected) in [
        ("credits co", &["cost", "compare", "completions"][..]),
        ("credits cost gpt", &["gpt-image-1", "="]),
        ("credits cost GPT", &["gpt-image-1", "="]),
        ("credits cost seedream-e", &["seedream-edit", "="]),
        ("credits cost veo3.1/fast=8s:", &["veo3.1/fast=8s:audio", "veo3.1/fast=8s:no-audio", "="]),
        ("credits cost veo3.1/fast=1:30:a", &["veo3.1/fast=1:30:audio", "="]),
        ("credits cost veo3.1/fast=8s:audio:", &[]),
        ("credits cost nano-banana:", &[]),
        ("credits cost nosuch", &[]),
        ("credits cost @veo", &["@veo-8s", "@veo-8s-silent", "="]),
        ("credits cost -f ", &["/"]),
        ("credits estimate x --file=", &["/"]),
        ("credits fit x --plan s", &["Starter"]),
        ("credits fit x --plan=s", &["--plan=Starter"]),
        ("credits fit x --plan free", &["Free-trial"]),
        ("credits fit x --used ", &[]),
        ("credits cost --no", &["--no-audio"]),
        ("credits request ", &["/"]),
        ("credits batch s", &["/"]),
        ("credits check ", &["/"]),
        ("credits diff b", &["/", "built-in"]),
        ("credits models gpt", &["gpt-image-1"]),
        ("credits --pricing ", &["/", "built-in"]),
        ("credits request --example tut", &["Tutorial-Carousel", "Tutorial-Carousel-(second)"]),
        ("credits rules refu", &["refund", "refused", "refusal"]),
        ("credits cost --set veo3.1/fast:a", &["veo3.1/fast:audio", "="]),
        ("credits compare --kind ", &["image", "video"]),
        ("credits completions ", &["bash", "zsh", "fish"]),
        ("credits help che", &["check"]),
        ("credits plans ", &["Free-trial", "Starter", "Creator", "Agency"]),
    ] {
        assert_eq!(offered(line), expected, "{line}");
    }
    assert_eq!(asked("", &["credits", "cost", "gpt"]), ["gpt-image-1\t25 an image", "="]);
    let flags = offered("credits cost -");
    assert!(flags.iter().all(|flag| flag.starts_with("--")) && flags.contains(&"--retakes".to_owned()), "{flags:?}");
    assert!(offered("credits models ").iter().all(|name| !name.contains('(') && !name.starts_with('-')));
}

#[test]
fn names_are_those_of_the_table_in_force() {
    let talker = ["talker(x)\t2 a second with audio, 1 without audio", "="];
    assert_eq!(asked(HOSTILE, &["credits", "cost", "t"]), talker);
    assert_eq!(asked("", &["credits", "--pricing", HOSTILE, "cost", "t"]), talker);
    assert_eq!(asked("", &["credits", "cost", "--pricing=tests/tables/hostile.toml", "t"]), talker);
    // A table that isn't valid, isn't there or would have to be waited for: no names, and no complaint.
    for pricing in ["tests/tables/bad/types.toml", "missing.toml", "/dev/zero", "-", "tests"] {
        assert_eq!(asked(pricing, &["credits", "cost", ""]), [""; 0], "{pricing}");
        assert_eq!(asked(pricing, &["credits", "pl"]).len(), 1, "{pricing}");
    }
}

#[test]
fn nothing_else_turns_the_program_into_an_answer() {
    for (complete, arguments) in [("1", &["plans", "-h"][..]), ("fish", &["plans", "-h"]), ("nosuch", &["plans", "-h"])]
    {
        assert!(
            output(command(PROGRAM, "").env("COMPLETE", complete).args(arguments)).contains("Usage:"),
            "{complete}"
        );
    }
    for (shell, script) in [("bash", "credits.bash"), ("zsh", "_credits"), ("fish", "credits.fish")] {
        let printed = output(command(PROGRAM, "").args(["completions", shell]));
        assert_eq!(printed, std::fs::read_to_string(format!("completions/{script}")).unwrap());
    }
}

#[test]
fn bash_replaces_what_comes_after_the_last_break() {
    for (line, replaced, expected) in [
        ("credits cost gpt", "gpt", &["gpt-image-1"][..]),
        ("credits cost veo3.1/fast=8s:", "", &["audio", "no-audio"]),
        ("credits cost veo3.1/fast=8s:n", "n", &["no-audio"]),
        ("credits fit x --plan=s", "s", &["Starter"]),
        ("credits fit x --plan=\"s", "s", &["Starter"]),
        ("credits fit x --plan=", "", &["Free-trial", "Starter", "Creator", "Agency"]),
        ("credits cost 'veo3.1/fast=8s':n", "n", &["no-audio"]),
        ("credits cost @ve", "ve", &["veo-8s", "veo-8s-silent"]),
        ("credits cost @ve", "@ve", &["@veo-8s", "@veo-8s-silent"]),
        ("credits request --example tutorial-carousel-", "tutorial-carousel-", &["Tutorial-Carousel-\\(second\\)"]),
        ("credits check tests/tables/hostile.t", "tests/tables/hostile.t", &["tests/tables/hostile.toml"]),
        ("credits --pricing=tests/tables/hostile.t", "tests/tables/hostile.t", &["tests/tables/hostile.toml"]),
        ("credits cost \"gpt", "gpt", &["gpt-image-1"]),
        ("credits cost 'veo3.1/fast=8s:n", "veo3.1/fast=8s:n", &["veo3.1/fast=8s:no-audio"]),
        ("credits cost nosuch", "nosuch", &[]),
    ] {
        let Some(found) = bash("", line, replaced, "9") else { return };
        assert_eq!(found, expected, "{line}");
    }
    // Within quotes, a backslash would be part of the name.
    let quoted = "credits request --example \"tutorial-carousel-";
    assert_eq!(bash("", quoted, "tutorial-carousel-", "0").unwrap(), ["Tutorial-Carousel-(second)"]);
    // A list of several may have descriptions; a word to insert may not.
    assert_eq!(bash("", "credits cost gpt", "gpt", "63").unwrap(), ["gpt-image-1"]);
    assert_eq!(
        bash("", "credits cost veo3.1/fast=8s:", "", "63").unwrap(),
        ["audio  (50 a second)", "no-audio  (35 a second)"]
    );
}

#[test]
fn zsh_gets_words_with_descriptions() {
    for (words, expected) in [
        (&["credits", "cost", "gpt"][..], &["gpt-image-1:25 an image"][..]),
        (
            &["credits", "cost", "veo3.1/fast=8s:"],
            &["veo3.1/fast=8s\\:audio:50 a second", "veo3.1/fast=8s\\:no-audio:35 a second"],
        ),
        (&["credits", "fit", "x", "--plan=s"], &["--plan=Starter:1,250 credits a month"]),
        (&["credits", "request", "b"], &["files b"]),
        (&["credits", "--pricing=b"], &["--pricing=built-in:the built-in price table", "files b"]),
    ] {
        let Some(found) = zsh("", words) else { return };
        assert_eq!(found, expected, "{words:?}");
    }
}

#[test]
fn fish_gets_words_with_descriptions() {
    for (line, expected) in [
        ("credits cost gpt", &["gpt-image-1\t25 an image"][..]),
        (
            "credits cost veo3.1/fast=8s:",
            &["veo3.1/fast=8s:audio\t50 a second", "veo3.1/fast=8s:no-audio\t35 a second"],
        ),
        ("credits fit x --plan=s", &["--plan=Starter\t1,250 credits a month"]),
        ("credits fit x --plan s", &["Starter\t1,250 credits a month"]),
        ("credits request tests/tables/hostile.t", &["tests/tables/hostile.toml"]),
        ("credits --pricing=tests/tables/hostile.t", &["--pricing=tests/tables/hostile.toml"]),
        ("credits request --example AI-infographic-\\(n", &["AI-infographic-(newspaper)\t50 credits"]),
    ] {
        let Some(found) = fish("", line) else { return };
        assert_eq!(found, expected, "{line}");
    }
}

#[test]
fn text_from_a_table_is_data() {
    let made =
        || std::fs::read_dir(".").unwrap().any(|entry| entry.unwrap().file_name().to_string_lossy().contains("pwned"));
    assert!(!made());
    for arguments in [
        "cost ",
        "cost p",
        "cost pl",
        "cost talker(x)=2s:",
        "fit x --plan ",
        "rules ",
        "rules re",
        "request --example ",
    ] {
        let line = format!("credits {arguments}");
        let words: Vec<&str> = line.split(' ').collect();
        let replaced = line.rsplit([' ', '=', ':']).next().unwrap();
        let typed = line.replace('(', "\\(").replace(')', "\\)");
        for comp_type in ["9", "63"] {
            let found = bash(HOSTILE, &typed, replaced, comp_type);
            assert!(found.is_none_or(|found| !found.is_empty()), "{line}");
        }
        assert!(zsh(HOSTILE, &words).is_none_or(|found| !found.is_empty()), "{line}");
        assert!(fish(HOSTILE, &typed).is_none_or(|found| !found.is_empty()), "{line}");
    }
    assert_eq!(
        bash(HOSTILE, "credits cost pl", "pl", "9").unwrap_or_default().first().map(String::as_str),
        Some("plain-model-\\(a\\)")
    );
    // Topics that would need quotes aren't offered.
    let topics: Vec<String> = asked(HOSTILE, &["credits", "rules", ""])
        .iter()
        .map(|line| line.split('\t').next().unwrap().to_owned())
        .collect();
    assert_eq!(topics, ["refund", "rewind"]);
    assert!(!made());
}
