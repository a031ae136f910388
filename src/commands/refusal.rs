//! Items that can't be priced: the failure, and the command line with the mistakes mended.

use std::ffi::{OsStr, OsString};

use crate::failure::{Fact, Failure, shell_word};
use crate::item::{FaultCode, ItemFault, joined, name_of};
use crate::name::{hyphenated, shown};
use crate::table::PriceTable;
use crate::words;

use super::Asked;
use super::items::TypedItems;

/// The failure for items that can't be priced, with a help that was tried.
pub(super) fn items(asked: &Asked<'_>, typed: &TypedItems, faults: &[ItemFault]) -> Failure {
    let facts = faults.iter().zip(typed.places_of(faults)).map(|(fault, place)| Fact { place, ..Fact::from(fault) });
    Failure::items(facts.collect()).with_help(help(asked, &typed.texts(), faults))
}

/// The command line with the mistakes mended, where that was tried and has an answer; else where to look.
fn help(asked: &Asked<'_>, texts: &[&str], faults: &[ItemFault]) -> String {
    if asked.is_retyped {
        return String::new();
    }
    let joined = joined(texts, asked.table);
    let name = joined.iter().flatten().find(|(words, _)| *words > 1).map(|(_, item)| name_of(item).to_owned());
    joined
        .or_else(|| mended(texts, faults))
        .and_then(|items| command_line(asked.arguments, texts, &items))
        .filter(|line| asked.is_answered(line))
        .and_then(|line| shell_line(&line))
        .unwrap_or_else(|| look_up(asked, faults, name))
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

/// The command line that was typed, with the words of its items replaced; `None` where they aren't all in it.
fn command_line(arguments: &[OsString], texts: &[&str], items: &[Mended]) -> Option<Vec<OsString>> {
    let mut line = Vec::new();
    let mut texts = texts.iter().peekable();
    let mut items = items.iter();
    let mut left_of_run = 0_usize;
    for argument in arguments {
        if texts.next_if(|text| OsStr::new(**text) == argument).is_none() {
            line.push(argument.clone());
            continue;
        }
        if left_of_run == 0 {
            let (words, item) = items.next()?;
            line.push(item.into());
            left_of_run = *words;
        }
        left_of_run = left_of_run.saturating_sub(1);
    }
    texts.peek().is_none().then_some(line)
}

/// A command line as it is typed into a shell; `None` where it can't be shown.
pub(super) fn shell_line(arguments: &[OsString]) -> Option<String> {
    let words = arguments.iter().skip(1).map(|argument| argument.to_str().and_then(shell_word));
    Some(["credits".to_owned()].into_iter().chain(words.collect::<Option<Vec<_>>>()?).collect::<Vec<_>>().join(" "))
}

/// The failure for items that can't be priced, and for plans of the same command line that don't exist, as one.
pub(super) fn items_and_plans(items: Failure, plans: Option<Failure>) -> Failure {
    let Some(plans) = plans.filter(|plans| !plans.facts.is_empty()) else { return items };
    let count = |failure: &Failure| u128::try_from(failure.facts.len()).unwrap_or(u128::MAX);
    let are = if plans.facts.len() == 1 { "isn't" } else { "aren't" };
    let [unpriced, unknown] = [words::counted(count(&items), "item"), words::counted(count(&plans), "plan")];
    Failure {
        message: format!("{unpriced} can't be priced, and {unknown} {are} in the price table"),
        facts: items.facts.into_iter().chain(plans.facts).collect(),
        // The command line isn't mended while the other mistake is in it.
        help: plans.help,
        kind: items.kind,
    }
}

/// A command that shows what there is, or how the one that was typed is used.
fn look_up(asked: &Asked<'_>, faults: &[ItemFault], name: Option<String>) -> String {
    let unknown = |fault: &&ItemFault| fault.error.code() == FaultCode::UnknownName;
    let Some(unknown) = faults.iter().find(unknown) else {
        return format!("credits {} --help", asked.command);
    };
    let best = || unknown.suggestions().first().map(|suggestion| suggestion.best.clone());
    let word = name.or_else(best).and_then(|name| shell_word(&hyphenated(&name)));
    let help = word.map_or_else(|| "credits models".to_owned(), |word| format!("credits models {word}"));
    with_table(asked.table, help)
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
