//! What a shell can offer at TAB. The scripts in `completions/` ask the program each time, with the words up to the cursor:
//!
//! ```text
//! COMPLETE=zsh credits -- credits cost gpt
//! COMPLETE=bash credits -- 'credits cost gpt' 'gpt'      the line, and the part of its last word that bash replaces
//! ```
//!
//! An answer has a line for each candidate, with its description after a TAB. A line `/` means file names, which the
//! shell knows better; a line `=` says that no space should follow, because an item may go on with a quantity or an option;
//! a line `"` comes first and says that bash is within quotes, where nothing is escaped.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Arg, Command, CommandFactory};
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate, complete};
use foldhash::HashSet;

use super::help::typeable_name;
use crate::cli::{Cli, GLOBAL_OPTIONS};
use crate::format::{credits, grouped, shown};
use crate::load::Source;
use crate::pricing::item::name_of;
use crate::pricing::suggest::recipe_price;
use crate::table::schema::Model;
use crate::table::{BUILT_IN_ORIGIN, PriceTable, Row};
use crate::values::name::hyphenated;
use crate::values::price::fold_option;

/// The variable that turns the program into an answer for a shell.
const VARIABLE: &str = "COMPLETE";

/// The identifier of the candidate that means file names.
const FILES: &str = "files";

/// The tag of candidates that may go on.
const ITEM: &str = "item";

/// Returns the answer for a shell; `None` where the program wasn't run by one of our completion scripts.
pub fn answer(arguments: &[OsString]) -> Option<String> {
    let shell = std::env::var_os(VARIABLE)?;
    let [_, dashes, words @ ..] = arguments else { return None };
    if dashes != "--" {
        return None;
    }
    match (shell.to_str()?, words) {
        ("bash", [line, replaced]) => {
            let (words, is_quoted) = split(&line.to_string_lossy());
            let replaced = replaced.to_string_lossy();
            let kept = words.last().and_then(|word| word.strip_suffix(replaced.as_ref())).map(str::to_owned);
            let quoted = if is_quoted { "\"\n" } else { "" };
            Some(format!("{quoted}{}", lines(&candidates(words), &kept.unwrap_or_default())))
        }
        ("zsh" | "fish", [_, ..]) => {
            let words = words.iter().map(|word| word.to_string_lossy().into_owned());
            Some(lines(&candidates(words.collect()), ""))
        }
        _ => None,
    }
}

/// Writes candidates line by line, without the part of the word that bash keeps.
fn lines(candidates: &[CompletionCandidate], kept: &str) -> String {
    let mut lines = String::new();
    for candidate in candidates {
        if candidate.get_id().is_some_and(|id| id == FILES) {
            lines.push_str("/\n");
            continue;
        }
        let value = candidate.get_value().to_string_lossy();
        let help = candidate.get_help().map(ToString::to_string).unwrap_or_default();
        let help = shown(help.lines().next().unwrap_or_default());
        lines.push_str(&format!("{}\t{help}\n", value.strip_prefix(kept).unwrap_or(&value)));
    }
    if candidates.iter().any(|candidate| candidate.get_tag().is_some_and(|tag| tag.to_string() == ITEM)) {
        lines.push_str("=\n");
    }
    lines
}

/// Finds the candidates for the last of the words, the first of which is the program.
fn candidates(mut words: Vec<String>) -> Vec<CompletionCandidate> {
    let table = table(&words).map(Arc::new);
    let Some((word, before)) = words.split_last_mut() else { return Vec::new() };
    let place = before.len();
    if word == "-" {
        // Long flags say more.
        "--".clone_into(word);
    }
    let is_empty = word.is_empty();
    let mut command = with_values(Cli::command(), table.as_ref());
    let words = words.into_iter().map(OsString::from).collect();
    let mut found = complete(&mut command, words, place, None).unwrap_or_default();
    // Text from a price table is data: no candidate holds anything that a shell might run. The scripts quote parentheses.
    let is_safe = |c: char| c.is_ascii_alphanumeric() || "_./=:@%+,-()".contains(c);
    found.retain(|candidate| candidate.get_value().to_string_lossy().chars().all(is_safe));
    let is_own =
        |candidate: &CompletionCandidate| candidate.get_tag().is_none_or(|tag| tag.to_string() != GLOBAL_OPTIONS);
    let (mut found, global): (Vec<_>, Vec<_>) = found.into_iter().partition(is_own);
    found.extend(global);
    // Flags are offered only after a `-`: for an empty word, the arguments of the command are more useful.
    found.retain(|candidate| !is_empty || !candidate.get_value().to_string_lossy().starts_with('-'));
    found
}

/// Splits a line of bash into words, and returns whether a quote is open at its end. The last one is the word at the
/// cursor, empty after a blank.
fn split(line: &str) -> (Vec<String>, bool) {
    let mut words = Vec::new();
    let mut word = None;
    let mut quote = None;
    let mut characters = line.chars();
    while let Some(c) = characters.next() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_with(String::new);
            }
            (None | Some('"'), '\\') => word.get_or_insert_with(String::new).extend(characters.next()),
            (None, ' ' | '\t' | '\n') => words.extend(word.take()),
            _ => word.get_or_insert_with(String::new).push(c),
        }
    }
    words.push(word.unwrap_or_default());
    (words, quote.is_some())
}

/// Reads the price table in force, with regard to `--pricing` on the line; `None` where there is no valid one.
fn table(words: &[String]) -> Option<PriceTable> {
    let (_, before) = words.split_last()?;
    let flag = before.windows(2).find_map(|pair| match pair {
        [flag, file] if flag == "--pricing" => Some(file.as_str()),
        [_, word] => word.strip_prefix("--pricing="),
        _ => None,
    });
    let flag = flag.map(from_home);
    let source = Source::in_force(flag.as_deref());
    // At TAB nobody waits for a pipe, or types a table.
    if !source.is_built_in() && !source.path.is_file() {
        return None;
    }
    PriceTable::parse(&source.bytes().ok()?, &source.origin()).ok()
}

/// Returns a path as the shell would pass it to the program: `~/` is the home folder.
fn from_home(path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => Path::new(path).to_owned(),
    }
}

/// Makes the arguments of all commands know their values.
fn with_values(mut command: Command, table: Option<&Arc<PriceTable>>) -> Command {
    // The arguments of the commands exist only now.
    command.build();
    let names: Vec<String> = command.get_subcommands().map(|command| command.get_name().to_owned()).collect();
    for name in names {
        command =
            command.mut_subcommand(&name, |command| command.mut_args(|argument| with_value(argument, &name, table)));
    }
    command.mut_args(|argument| with_value(argument, "", table))
}

/// Makes an argument of a command know its values.
fn with_value(argument: Arg, command: &str, table: Option<&Arc<PriceTable>>) -> Arg {
    let of_table: fn(&PriceTable, &str) -> Vec<CompletionCandidate> = match (command, argument.get_id().as_str()) {
        (_, "file") => return argument.add(ArgValueCompleter::new(|_: &OsStr| vec![files()])),
        (_, "pricing" | "old" | "new") => return argument.add(ArgValueCompleter::new(tables)),
        ("rules", "words") => topics,
        (_, "words") => names,
        (_, "items") => items,
        (_, "set") => rates,
        (_, "plan") => plans,
        (_, "example") => templates,
        _ => return argument,
    };
    let Some(table) = table.cloned() else { return argument };
    argument.add(ArgValueCompleter::new(move |word: &OsStr| of_table(&table, &word.to_string_lossy())))
}

fn candidate(value: impl Into<OsString>, help: String) -> CompletionCandidate {
    CompletionCandidate::new(value).help((!help.is_empty()).then(|| help.into()))
}

fn files() -> CompletionCandidate {
    CompletionCandidate::new("").id(Some(FILES.to_owned()))
}

fn tables(word: &OsStr) -> Vec<CompletionCandidate> {
    let built_in = candidate(BUILT_IN_ORIGIN, "the built-in price table".to_owned());
    let mut tables = vec![files()];
    tables.extend(BUILT_IN_ORIGIN.starts_with(&*word.to_string_lossy()).then_some(built_in));
    tables
}

/// Returns whether a name begins with what was typed: case doesn't count, and a space is a hyphen.
fn begins_with(name: &str, typed: &str) -> bool {
    name.to_ascii_lowercase().starts_with(&hyphenated(typed).to_ascii_lowercase())
}

/// Returns the names of models and recipes: models that are still available first.
fn names(table: &PriceTable, word: &str) -> Vec<CompletionCandidate> {
    let model_candidate = |model: &Model| {
        // The name, or an alias that begins with what was typed.
        let mut spellings = std::iter::once(typeable_name(table, &model.name))
            .chain(model.aliases.iter().map(|alias| hyphenated(alias)));
        let spelling = spellings.find(|name| begins_with(name, word))?;
        let retired = if model.retired.is_some() { ", no longer available" } else { "" };
        Some(candidate(spelling, format!("{}{retired}", model.price)))
    };
    table.available_first().filter_map(model_candidate).chain(recipes(table, word, "")).collect()
}

fn recipes(table: &PriceTable, word: &str, prefix: &str) -> Vec<CompletionCandidate> {
    let recipes = table.recipes.iter().filter(|recipe| begins_with(&hyphenated(&recipe.name), word));
    let described = recipes.map(|recipe| {
        let title = recipe.title.as_ref().map_or_else(String::new, |title| format!("{title}, "));
        let help = format!("{title}{}", recipe_price(table, recipe));
        candidate(format!("{prefix}{}", hyphenated(&recipe.name)), help)
    });
    described.collect()
}

/// Returns names, or after `:` the options of the model.
fn items(table: &PriceTable, word: &str) -> Vec<CompletionCandidate> {
    let items = match (word.strip_prefix('@'), word.contains([':', '='])) {
        (_, true) => options(table, word),
        (Some(recipe), _) => recipes(table, recipe, "@"),
        (None, _) => names(table, word),
    };
    items.into_iter().map(|item| item.tag(Some(ITEM.into()))).collect()
}

/// Returns the item with each option that may come next.
fn options(table: &PriceTable, item: &str) -> Vec<CompletionCandidate> {
    let (Some((stem, typed)), Some(model)) = (item.rsplit_once(':'), table.model(name_of(item))) else {
        return Vec::new();
    };
    // A length such as `1:30` isn't an option.
    let chosen: Vec<String> =
        stem.split(':').skip(1).map(fold_option).filter(|word| model.price.has_option(word)).collect();
    let next = model.price.option_words().into_iter().filter_map(|word| {
        let words: Vec<String> = chosen.iter().cloned().chain([word.to_owned()]).collect();
        let is_new = !chosen.iter().any(|chosen| chosen == word);
        let choice =
            model.price.choose(&words, None).ok().filter(|_| is_new && begins_with(word, &fold_option(typed)))?;
        Some(candidate(format!("{stem}:{word}"), format!("{} {}", grouped(choice.rate), model.price.unit.per())))
    });
    next.collect()
}

/// Returns models, with options after `:`, for `--set`.
fn rates(table: &PriceTable, word: &str) -> Vec<CompletionCandidate> {
    let mut rates = if word.contains('=') { Vec::new() } else { items(table, word) };
    rates.retain(|item| matches!(table.find(name_of(&item.get_value().to_string_lossy())), Some(Row::Model(_))));
    rates
}

fn plans(table: &PriceTable, word: &str) -> Vec<CompletionCandidate> {
    let plans = table.plans.iter().map(|plan| (hyphenated(&plan.name), plan));
    let plans = plans.filter(|(name, _)| begins_with(name, word));
    plans.map(|(name, plan)| candidate(name, format!("{} {}", credits(plan.credits), plan.period()))).collect()
}

/// Returns the words of one word that rules are found by, each with the first rule that has it.
fn topics(table: &PriceTable, word: &str) -> Vec<CompletionCandidate> {
    let topics = table.rules.iter().flat_map(|rule| rule.topics.iter().map(move |topic| (topic, &rule.text)));
    let mut seen = HashSet::default();
    let topics = topics.filter(|(topic, _)| begins_with(topic, word) && !topic.contains(' ') && seen.insert(*topic));
    topics.map(|(topic, text)| candidate(topic, text.to_owned())).collect()
}

fn templates(table: &PriceTable, word: &str) -> Vec<CompletionCandidate> {
    let templates = table.templates.iter().map(|template| (template, hyphenated(&template.name)));
    let templates = templates.filter(|(_, name)| begins_with(name, word));
    templates.map(|(template, name)| candidate(name, template.fixed.map(credits).unwrap_or_default())).collect()
}
