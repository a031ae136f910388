//! Items that can't be priced: the failure, and the command line with the mistakes mended.

use std::ffi::OsString;

use crate::estimate::{Terms, estimate};
use crate::failure::{Fact, Failure, shell_word};
use crate::item::{Item, ItemError, ItemFault, joined};
use crate::name::{hyphenated, shown};
use crate::table::PriceTable;
use crate::words;

use super::Asked;
use super::items::TypedItems;

/// The failure for items that can't be priced, with a help that was tried.
pub(super) fn items(asked: &Asked<'_>, typed: &TypedItems, faults: &[ItemFault], terms: Terms) -> Failure {
    let facts = faults.iter().zip(typed.places_of(faults)).map(|(fault, place)| Fact { place, ..Fact::from(fault) });
    let failure = Failure::items(facts.collect());
    let priced = |items: &[Mended]| {
        let items = items.iter().map(|(_, item)| Item::parse(item, asked.table));
        estimate(asked.table, items, terms, 1).is_ok()
    };
    failure.with_help(help(asked, &typed.texts(), faults, priced))
}

/// The failure for items of which the names or quantities can't be read.
pub(super) fn names(asked: &Asked<'_>, texts: &[&str], faults: &[ItemFault]) -> Failure {
    let read = |items: &[Mended]| items.iter().all(|(_, item)| Item::parse(item, asked.table).is_ok());
    Failure::items(faults.iter().map(Fact::from).collect()).with_help(help(asked, texts, faults, read))
}

/// The command line with the mistakes mended, where that was tried and is `sound`; else where to look.
fn help(asked: &Asked<'_>, texts: &[&str], faults: &[ItemFault], sound: impl Fn(&[Mended]) -> bool) -> String {
    joined(texts, asked.table)
        .or_else(|| mended(texts, faults))
        .filter(|items| sound(items))
        .and_then(|items| command_line(asked.arguments, texts, &items))
        .unwrap_or_else(|| look_up(asked, faults))
}

/// Words to be replaced by an item: usually one.
type Mended = (usize, String);

/// The items with each faulty one in its right spelling; `None` where one has none.
fn mended(texts: &[&str], faults: &[ItemFault]) -> Option<Vec<Mended>> {
    let mend = |text: &&str| match faults.iter().find(|fault| fault.item.trim() == text.trim()) {
        Some(fault) => Some((1, fault.fix.clone()?)),
        None => Some((1, (*text).to_owned())),
    };
    texts.iter().map(mend).collect()
}

/// The command line as it was typed; `None` where it can't be shown.
pub(super) fn retyped(asked: &Asked<'_>) -> Option<String> {
    command_line(asked.arguments, &[], &[])
}

/// The command line that was typed, with the words of its items replaced; `None` where it can't be shown.
fn command_line(arguments: &[OsString], texts: &[&str], items: &[Mended]) -> Option<String> {
    let mut line = vec!["credits".to_owned()];
    let mut texts = texts.iter().peekable();
    let mut items = items.iter();
    let mut left_of_run = 0_usize;
    for argument in arguments.iter().skip(1) {
        let argument = argument.to_str()?;
        if texts.next_if(|text| **text == argument).is_none() {
            line.push(shell_word(argument)?);
            continue;
        }
        if left_of_run == 0 {
            let (words, item) = items.next()?;
            line.push(shell_word(item)?);
            left_of_run = *words;
        }
        left_of_run = left_of_run.saturating_sub(1);
    }
    texts.peek().is_none().then(|| line.join(" "))
}

/// A command that shows what there is, or how the one that was typed is used.
fn look_up(asked: &Asked<'_>, faults: &[ItemFault]) -> String {
    let list = |help: String| with_table(asked.table, help);
    let Some(unknown) = faults.iter().find(|fault| matches!(fault.error, ItemError::UnknownName { .. })) else {
        return format!("credits {} --help", asked.command);
    };
    let word = unknown.suggestions().first().and_then(|suggestion| shell_word(&hyphenated(&suggestion.best)));
    list(word.map_or_else(|| "credits models".to_owned(), |word| format!("credits models {word}")))
}

/// A help that asks the same price table.
pub(super) fn with_table(table: &PriceTable, help: String) -> String {
    match shell_word(&table.origin).filter(|_| !table.is_built_in()) {
        Some(file) => format!("{help} --pricing {file}"),
        None => help,
    }
}

/// The failure for plans that don't exist, with the list of those that do.
pub(super) fn plans(table: &PriceTable, unknown: &[&str]) -> Failure {
    let names: Vec<String> = table.plans.iter().map(|plan| plan.name.clone()).collect();
    let there_are = match names.as_slice() {
        [] => "this price table has none".to_owned(),
        names => format!("there are {}", words::list(names)),
    };
    let fact = |name: &&str| Fact {
        item: shown(name),
        code: "unknown_name",
        place: None,
        message: format!("no plan called `{}`; {there_are}", shown(name)),
        predicate: format!("no such plan; {there_are}"),
        suggestions: names.clone(),
        lines: Vec::new(),
    };
    let failure = Failure::items(unknown.iter().map(fact).collect());
    let message = match unknown {
        [_] => failure.message.clone(),
        _ => format!("{} plans aren't in the price table", unknown.len()),
    };
    Failure { message, ..failure }.with_help(with_table(table, "credits plans".to_owned()))
}
