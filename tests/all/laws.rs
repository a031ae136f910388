//! What holds for every command in the transcripts, whatever it asks.

use std::collections::HashSet;

use serde_json::Value;

use crate::formats;
use crate::sandbox::{Run, Sandbox};

/// Returns the laws that a run breaks. `helps` are the help lines that were tried before.
pub fn broken(command: &str, run: &Run, sandbox: &Sandbox, helps: &mut HashSet<String>) -> Vec<String> {
    let mut broken = Vec::new();
    for (name, text) in [("stdout", &run.stdout), ("stderr", &run.stderr)] {
        if text.contains("panicked at") || text.contains("stack backtrace") {
            broken.push(format!("a panic on {name}"));
        }
        let tabs = command.contains("tsv") || command.contains("init");
        if let Some(c) = text.chars().find(|c| !is_printing(*c) && *c != '\n' && !(*c == '\t' && tabs)) {
            broken.push(format!("{c:?} on {name}"));
        }
        if !text.is_empty() && !text.ends_with('\n') {
            broken.push(format!("{name} doesn't end with a newline"));
        }
    }
    let may_answer = ["batch", "check", "reply"].iter().any(|word| command.contains(word));
    if matches!(run.code, 2..=5) && !may_answer && !run.stdout.is_empty() {
        broken.push(format!("exit {} with an answer on stdout", run.code));
    }
    if has_json(command) {
        broken.extend(broken_json(run, &sandbox.sh(&format!("{command} --json"))));
        if run.code < 2 {
            broken.extend(formats::differences(command, run, sandbox));
        }
    }
    for line in run.stderr.lines().filter_map(|line| line.strip_prefix("help: ")) {
        if line.starts_with("credits ") && helps.insert(line.to_owned()) {
            let help = sandbox.sh(line);
            if help.code > 1 {
                broken.push(format!("exit {} from the help `{line}`: {}", help.code, help.stderr));
            }
        }
    }
    broken
}

/// Whether a command line is one plain command that could have `--json`.
fn has_json(command: &str) -> bool {
    let words: Vec<&str> = command.split_whitespace().collect();
    let other_forms = ["--json", "--format", "--reply", "-q", "--quiet", "--help", "--version", "-h", "-V"];
    let no_forms = ["batch", "check", "init", "completions", "man", "help"];
    let plain = !command.contains(['<', '>', '|', '&', ';', '$', '`', '\n']) && words.len() > 1;
    plain && words[0] == "credits" && !words.iter().any(|word| other_forms.contains(word) || no_forms.contains(word))
}

/// With `--json` there is the same exit code and one document: the answer on stdout, or the error on stderr.
fn broken_json(text: &Run, json: &Run) -> Option<String> {
    let (document, empty) = if json.code < 2 { (&json.stdout, &json.stderr) } else { (&json.stderr, &json.stdout) };
    if json.code != text.code || !empty.is_empty() {
        return Some(format!("exit {} with --json: {}{}", json.code, json.stdout, json.stderr));
    }
    let schema = serde_json::from_str::<Value>(document).map(|document| document["schema"].clone());
    let schema = schema.ok().and_then(|schema| Some(schema.as_str()?.to_owned())).unwrap_or_default();
    let expected = if json.code < 2 { schema.starts_with("credits.") } else { schema == "credits.error/1" };
    (!expected).then(|| format!("not the document of --json: {document}"))
}

/// Whether a character shows as itself: no control character, and none that is invisible or turns text around.
fn is_printing(c: char) -> bool {
    let invisible = matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    !c.is_control() && !invisible
}
