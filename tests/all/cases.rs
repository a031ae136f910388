//! The record of faults: every line of `tests/cases/*.cases` is run by a shell, and its output, standard error and exit
//! code are compared. `tests/cases/README.md` says how a line is written. `CREDITS_BINARY=target/release/credits` has the
//! same lines run on that program too, and its bytes compared with those of this one.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;
use tempfile::TempDir;

use crate::without_settings;

/// Every kind of fault; each has several cases.
const KINDS: &str = "T1 T2 T3 T4 T5 T6 T7 T8 T9 V1 V2 V3 V4 V5 V6 E1 E2 E3 I1 I2 I3 I4 I5 I6 I7 I8 I9 I10 I11 \
                     B1 B2 B3 B4 B5 B6 B7 R1 R2 O1 O2 O3 O4 O5 O6 O7 O8 O9";

/// What the shell knows besides: a terminal so many columns wide.
const PRELUDE: &str = "set -o pipefail
terminal() {
    width=$1; shift
    script -qec \"stty cols $width rows 50; $*\" /dev/null < /dev/null | tr -d '\\r'
}
";

/// A line of a table of cases.
struct Case {
    /// `tests/cases/items.cases:12`.
    place: String,
    /// The cells by the names of their columns, those that are the same for all lines too.
    cells: BTreeMap<String, String>,
}

/// What a run came to.
#[derive(PartialEq, Eq, Clone)]
struct Run {
    code: i32,
    stdout: Vec<u8>,
    stderr: Vec<u8>,
}

impl Case {
    fn cell(&self, name: &str) -> &str {
        self.cells.get(name).map_or("", String::as_str)
    }

    fn command(&self) -> &str {
        self.cell("command")
    }

    /// The command with other words after `credits`; `None` where it is more than one plain command.
    fn with(&self, words: &str) -> Option<String> {
        let rest = self.command().strip_prefix("credits ")?;
        let plain = !rest.contains(['<', '>', '|', '&', ';', '$', '`']);
        plain.then(|| format!("credits {words} {rest}"))
    }

    /// Writes the files of the case into a new folder.
    fn fill(&self, folder: &Path) {
        fs::create_dir(folder).unwrap();
        for (name, content) in &self.cells {
            if !["id", "exit", "command", "stdout", "stderr"].contains(&name.as_str()) && content != "-" {
                fs::write(folder.join(name), decoded(content)).unwrap();
            }
        }
    }

    /// Runs a command line in the folder, with this program called `credits`.
    fn run(&self, command: &str, folder: &Path, program: &Program) -> Run {
        let stdin = File::open(folder.join("stdin")).map_or_else(|_| Stdio::null(), Stdio::from);
        let output = program.shell(command).current_dir(folder).stdin(stdin).output().unwrap();
        Run::of(output)
    }
}

impl Run {
    fn of(output: Output) -> Run {
        Run { code: output.status.code().unwrap_or(-1), stdout: output.stdout, stderr: output.stderr }
    }
}

/// The program under test, in a folder in which it is called `credits`.
struct Program {
    folder: TempDir,
}

impl Program {
    fn new(path: &Path) -> Program {
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(fs::canonicalize(path).unwrap(), folder.path().join("credits")).unwrap();
        Program { folder }
    }

    /// The one that was just built, and the one that a variable names.
    fn all() -> Vec<Program> {
        let named = std::env::var_os("CREDITS_BINARY").map(PathBuf::from);
        let built = PathBuf::from(env!("CARGO_BIN_EXE_credits"));
        [Some(built), named].iter().flatten().map(|path| Program::new(path)).collect()
    }

    /// A command line, with nothing of this machine's settings, ended after 30 seconds.
    fn shell(&self, command: &str) -> Command {
        let path = format!("{}:{}", self.folder.path().display(), std::env::var("PATH").unwrap());
        let mut shell = Command::new("timeout");
        shell.args(["--foreground", "30", "bash", "-c", &format!("{PRELUDE}{command}")]);
        without_settings(&mut shell).env("PATH", path).env("LC_ALL", "C.UTF-8");
        shell.env("SOURCE_DATE_EPOCH", "1795305600").stdin(Stdio::null()); // 2026-11-22
        shell
    }
}

/// The cells of a line: `|` separates them, `\|` is one within.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut rest = line.chars();
    while let Some(c) = rest.next() {
        let cell = cells.last_mut().unwrap();
        match c {
            '|' => cells.push(String::new()),
            '\\' => match rest.next() {
                Some('|') => cell.push('|'),
                next => cell.extend(['\\'].into_iter().chain(next)),
            },
            c => cell.push(c),
        }
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

fn read(path: &Path) -> Vec<Case> {
    let mut shorthands: Vec<(String, String)> = Vec::new();
    let mut columns: Vec<String> = Vec::new();
    let mut same: BTreeMap<String, String> = BTreeMap::new();
    let mut cases = Vec::new();
    for (number, line) in fs::read_to_string(path).unwrap().lines().enumerate() {
        let place = format!("{}:{}", path.display(), number + 1);
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some((name, content)) = line.strip_prefix('$').and_then(|line| line.split_once(" = ")) {
            shorthands.push((format!("${name}"), content.to_owned()));
            continue;
        }
        let cells = cells(line);
        if cells[0] == "id" {
            let (fixed, varying): (Vec<String>, Vec<String>) = cells.into_iter().partition(|cell| cell.contains('='));
            columns = varying;
            same = fixed.iter().map(|cell| cell.split_once('=').unwrap()).map(|(k, v)| (k.into(), v.into())).collect();
            continue;
        }
        assert!(cells.len() <= columns.len(), "{place}: {} columns, and the header has {}", cells.len(), columns.len());
        let mut all = same.clone();
        all.extend(columns.iter().cloned().zip(cells));
        for (_, cell) in all.iter_mut().filter(|(name, _)| *name != "command") {
            shorthands.iter().for_each(|(name, content)| *cell = cell.replace(name, content));
        }
        cases.push(Case { place, cells: all });
    }
    cases
}

/// The bytes that a cell stands for: escapes as in a shell's `$'...'`, and `{{x*1000}}` for a thousand `x`.
fn decoded(cell: &str) -> Vec<u8> {
    if let Some((before, rest)) = cell.split_once("{{") {
        let (repeat, after) = rest.split_once("}}").unwrap();
        let (text, times) = repeat.rsplit_once('*').unwrap();
        return [decoded(before), decoded(text).repeat(times.parse().unwrap()), decoded(after)].concat();
    }
    let mut bytes = Vec::new();
    let mut rest = cell;
    while let Some((plain, escape)) = rest.split_once('\\') {
        bytes.extend_from_slice(plain.as_bytes());
        let (kind, after) = escape.split_at(1);
        rest = after;
        match kind {
            "n" => bytes.push(b'\n'),
            "r" => bytes.push(b'\r'),
            "t" => bytes.push(b'\t'),
            "x" => {
                let (digits, after) = after.split_at(2);
                bytes.push(u8::from_str_radix(digits, 16).unwrap());
                rest = after;
            }
            "u" => {
                let (digits, after) = after.strip_prefix('{').unwrap().split_once('}').unwrap();
                let c = char::from_u32(u32::from_str_radix(digits, 16).unwrap()).unwrap();
                bytes.extend_from_slice(c.to_string().as_bytes());
                rest = after;
            }
            "\\" => bytes.push(b'\\'),
            other => panic!("\\{other} is no escape"),
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}

/// What would stand in a cell for these bytes.
fn encoded(bytes: &[u8]) -> String {
    let mut cell = String::new();
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '\n' => cell.push_str("\\n"),
                '\\' | '|' => cell.extend(['\\', c]),
                c if c.is_control() => cell.extend(c.escape_unicode()),
                c => cell.push(c),
            }
        }
        chunk.invalid().iter().for_each(|byte| cell.push_str(&format!("\\x{byte:02x}")));
    }
    cell.strip_suffix("\\n").unwrap_or(&cell).to_owned()
}

/// Whether an output is what a cell says: exactly, but that `...` stands for anything. The last newline goes without
/// saying.
fn matches(cell: &str, output: &[u8]) -> bool {
    let text = match output.strip_suffix(b"\n") {
        Some(text) => text,
        None if output.is_empty() => output,
        None => return false,
    };
    let parts: Vec<Vec<u8>> = cell.split("...").map(decoded).collect();
    let Some(mut rest) = text.strip_prefix(parts[0].as_slice()) else {
        return false;
    };
    let [_, middle @ .., last] = parts.as_slice() else {
        return rest.is_empty();
    };
    for part in middle {
        match memchr::memmem::find(rest, part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// What holds of every run, whatever was asked.
fn broken_promise(command: &str, run: &Run) -> Option<String> {
    for (stream, name) in [(&run.stdout, "stdout"), (&run.stderr, "stderr")] {
        let Ok(text) = std::str::from_utf8(stream) else {
            return Some(format!("{name} isn't UTF-8"));
        };
        if text.contains("panicked at") || text.contains("RUST_BACKTRACE") {
            return Some(format!("a panic on {name}"));
        }
        let tabs = command.contains("tsv") || command.contains("completions");
        let odd = |c: &char| !video_credits::name::is_printing(*c) && *c != '\n' && !(*c == '\t' && tabs);
        if let Some(c) = text.chars().find(odd) {
            return Some(format!("{c:?} on {name}"));
        }
    }
    let streams = ["batch", "check"].iter().any(|name| command.contains(name));
    (matches!(run.code, 2..=5) && !streams && !run.stdout.is_empty()).then(|| "something on stdout".to_owned())
}

/// What is wrong with the same question asked with `--json`: one document, on stdout for an answer and on stderr for
/// none, and the same exit code.
fn wrong_json(code: i32, run: &Run) -> Option<String> {
    let (document, empty) = if code < 2 { (&run.stdout, &run.stderr) } else { (&run.stderr, &run.stdout) };
    if run.code != code {
        return Some(format!("exit {} with --json", run.code));
    }
    if !empty.is_empty() {
        return Some("two streams with --json".to_owned());
    }
    let document: Value = match serde_json::from_slice(document) {
        Ok(document) => document,
        Err(error) => return Some(format!("no JSON with --json: {error}")),
    };
    let schema = document["schema"].as_str().unwrap_or_default();
    let sound = if code < 2 {
        schema.starts_with("credits.")
    } else {
        schema == "credits.error/1" && document["items"].is_array() && document["message"] != ""
    };
    (!sound).then(|| format!("not the document: {document}"))
}

/// What is wrong with the use of a table of which `check` says this.
fn wrong_use(check: &Run, used: &Run) -> Option<String> {
    let (said, heard) = (String::from_utf8_lossy(&check.stdout), String::from_utf8_lossy(&used.stderr));
    if used.code != check.code {
        return Some(format!("check exits with {}, and plans with {}", check.code, used.code));
    }
    let missed = said.lines().filter(|line| line.contains(": error: ")).find(|line| !heard.contains(line));
    missed.map(|line| format!("only check says {line}"))
}

/// Runs a case and all that follows from it; each fault that is found.
fn tried(case: &Case, programs: &[Program], helps: &Mutex<BTreeMap<String, String>>) -> Vec<String> {
    let mut faults = Vec::new();
    let mut first = None;
    let temporary = tempfile::tempdir().unwrap();
    // One path for all programs: it may stand in what they say.
    let folder = temporary.path().join("case");
    for program in programs {
        case.fill(&folder);
        let run = |command: &str| case.run(command, &folder, program);
        let command = case.command();
        let found = run(command);
        let as_said = found.code.to_string() == case.cell("exit")
            && matches(case.cell("stdout"), &found.stdout)
            && matches(case.cell("stderr"), &found.stderr);
        if !as_said {
            let [stdout, stderr] = [&found.stdout, &found.stderr].map(|bytes| encoded(bytes));
            faults.push(format!("exit {} | {stdout} | {stderr}", found.code));
        }
        faults.extend(broken_promise(command, &found));
        let first = first.get_or_insert_with(|| found.clone());
        if *first != found {
            faults.push("the two programs differ".to_owned());
        }
        let has_form = ["--json", "--format", "--reply", "-q", "--help", "--version", "-h", "-V"];
        let one_form = ["batch", "check", "init", "completions", "man"];
        let words: Vec<&str> = command.split(' ').collect();
        if !has_form.iter().chain(&one_form).any(|word| words.contains(word))
            && let Some(command) = case.with("--json")
        {
            let json = run(&command);
            faults.extend(wrong_json(found.code, &json).into_iter().chain(broken_promise(&command, &json)));
        }
        if let Some(file) = command.strip_prefix("credits check ").filter(|file| !file.contains([' ', '$'])) {
            let command = format!("credits plans --pricing {file}");
            faults.extend(wrong_use(&found, &run(&command)));
        }
        for line in String::from_utf8_lossy(&found.stderr).lines() {
            let Some(help) = line.strip_prefix("help: ").filter(|help| help.starts_with("credits ")) else { continue };
            let new = helps.lock().unwrap().insert(help.to_owned(), case.place.clone()).is_none();
            let code = if new { run(help).code } else { 0 };
            if code > 1 {
                faults.push(format!("the help doesn't run, exit {code}: {help}"));
            }
        }
        fs::remove_dir_all(&folder).unwrap();
    }
    faults
}

/// The files of cases, a test each.
const FILES: [&str; 5] = ["answers", "inputs", "items", "output", "tables"];

#[test]
fn answers() {
    every_case_gets_what_it_must("answers");
}

#[test]
fn inputs() {
    every_case_gets_what_it_must("inputs");
}

#[test]
fn items() {
    every_case_gets_what_it_must("items");
}

#[test]
fn output() {
    every_case_gets_what_it_must("output");
}

#[test]
fn tables() {
    every_case_gets_what_it_must("tables");
}

fn path_of(file: &str) -> PathBuf {
    Path::new("tests/cases").join(file).with_extension("cases")
}

#[test]
fn every_kind_of_fault_has_cases() {
    let mut there: Vec<PathBuf> = fs::read_dir("tests/cases").unwrap().map(|entry| entry.unwrap().path()).collect();
    there.retain(|path| path.extension().is_some_and(|extension| extension == "cases"));
    there.sort();
    assert_eq!(there, FILES.map(path_of), "each has its test");
    let cases: Vec<Case> = there.iter().flat_map(|path| read(path)).collect();
    for kind in KINDS.split_whitespace() {
        let count = cases.iter().filter(|case| case.cell("id") == kind).count();
        assert!(count >= 3, "{kind} has {count} cases");
    }
}

fn every_case_gets_what_it_must(file: &str) {
    let cases = read(&path_of(file));
    let programs = Program::all();
    let (next, failed, helps) = (AtomicUsize::new(0), Mutex::new(Vec::new()), Mutex::new(BTreeMap::new()));
    let threads = std::thread::available_parallelism().map_or(2, |cores| cores.get() * 2);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let faults = tried(case, &programs, &helps);
                    let command = case.command();
                    let named = faults.iter().map(|fault| format!("{}: {command}\n  {fault}", case.place));
                    failed.lock().unwrap().extend(named);
                }
            });
        }
    });
    let mut failed = failed.into_inner().unwrap();
    failed.sort();
    println!("{file}: {} cases, programs: {}, failed: {}", cases.len(), programs.len(), failed.len());
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
}

/// What `check` says of a table, which must be short, with places, and sound or an error.
fn checked(program: &Program, table: &[u8]) -> Option<Value> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("t.toml"), table).unwrap();
    let run = |arguments: &[&str]| {
        let credits = program.folder.path().join("credits");
        let mut command = Command::new(credits);
        without_settings(&mut command).args(arguments).env("SOURCE_DATE_EPOCH", "1795305600");
        command.current_dir(folder.path());
        Run::of(command.stdin(Stdio::null()).output().unwrap())
    };
    let check = run(&["check", "t.toml", "--json"]);
    assert_eq!((broken_promise("check", &check), check.stderr.as_slice()), (None, &b""[..]));
    let report: Value = serde_json::from_slice(&check.stdout).unwrap();
    let errors = report["errors"].as_array().unwrap();
    assert_eq!(check.code, if errors.is_empty() { 0 } else { 4 });
    assert!(errors.len() <= 101, "{} errors", errors.len());
    for error in errors {
        assert!(error["line"].as_u64() > Some(0) && error["column"].as_u64() > Some(0), "{error}");
        assert!(error["message"].as_str().unwrap().len() < 500, "{error}");
    }
    errors.is_empty().then_some(report)
}

/// T2: the built-in table cut off at many places, and with many of its bytes changed, is refused or read as it stands.
#[test]
fn the_built_in_table_cut_or_changed_anywhere() {
    let table = fs::read("pricing.toml").unwrap();
    let rows = |table: &[u8], title: &str| {
        String::from_utf8_lossy(table).lines().filter(|line| line.trim_end() == title).count()
    };
    let as_it_stands = |program: &Program, table: &[u8]| {
        let Some(report) = checked(program, table) else { return false };
        for (title, key) in [("[[model]]", "models"), ("[[plan]]", "plans"), ("[[recipe]]", "recipes")] {
            assert_eq!(report[key], rows(table, title), "{key}");
        }
        true
    };
    let program = Program::new(Path::new(env!("CARGO_BIN_EXE_credits")));
    let sound = AtomicUsize::new(0);
    let tried = AtomicUsize::new(0);
    let places: Vec<usize> = (0..table.len()).step_by(table.len() / 120).collect();
    std::thread::scope(|scope| {
        for half in places.chunks(places.len().div_ceil(2)) {
            let (program, table, sound, tried) = (&program, &table, &sound, &tried);
            scope.spawn(move || {
                for (number, place) in half.iter().enumerate() {
                    let cut = &table[..*place];
                    let mut changed = table.clone();
                    changed[*place] = [0, b'"', b'\n', b'[', b'=', 0xff, b'#', table[*place] ^ 1, b'9'][number % 9];
                    for table in [cut, &changed] {
                        tried.fetch_add(1, Ordering::Relaxed);
                        sound.fetch_add(usize::from(as_it_stands(program, table)), Ordering::Relaxed);
                    }
                }
            });
        }
    });
    println!("{} tables cut or changed, {} still sound", tried.into_inner(), sound.into_inner());
}
