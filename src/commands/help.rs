//! Failures of items, names and plans: what is wrong with each, and a help line that runs.

use std::ffi::{OsStr, OsString};

use foldhash::{HashMap, HashSet};

use super::context::{Context, with_table};
use super::input::TypedItem;
use super::reply;
use super::unpriced_reply::reply_on;
use crate::error::{Failure, FaultyItem, Kind};
use crate::format::{choice, counted, credits, list, shell_word, shown};
use crate::pricing::estimate::{Terms, estimate};
use crate::pricing::item::{FaultCode, Item, ItemError, ItemFault, name_of};
use crate::pricing::respell::is_filler;
use crate::pricing::search::{Rows, SearchedRules};
use crate::pricing::suggest::{Suggestions, Vocabulary};
use crate::table::{PriceTable, Row};
use crate::values::name::{fold, hyphenated};

/// Suggestions are made for this many unknown names: they need time with a large table.
pub const MAX_SUGGESTED: usize = 20;

/// The most words that an item written without quotes can have.
const MAX_WORDS: usize = 8;

/// A list of names is shown whole up to this many; of a longer one the most similar.
const SHORT_LIST: usize = 6;

/// Returns the failure of items that can't be priced.
pub fn items(context: &Context<'_>, typed: &[TypedItem], faults: &[ItemFault], terms: Terms) -> Failure {
    let vocabulary = context.vocabulary();
    let mut faulty = Vec::new();
    let mut corrections = HashMap::default();
    let mut search_for = None;
    for (count, fault) in faults.iter().enumerate() {
        let suggestions = if count < MAX_SUGGESTED { suggestions(&vocabulary, fault) } else { Suggestions::default() };
        let fix = fault.fix.clone().or_else(|| {
            let name = typeable_name(&context.table, suggestions.certain.as_deref()?);
            let tail = fault.item.find(['=', ':']).and_then(|at| fault.item.get(at..)).unwrap_or_default();
            Some(format!("{name}{}", tail.trim()))
        });
        corrections.entry(fault.index).or_insert(fix);
        let place = typed.get(fault.index).and_then(|item| item.place.clone());
        faulty.push(FaultyItem { place, ..faulty_item(&context.table, fault, &suggestions) });
        if fault.error.code() == FaultCode::UnknownName {
            search_for.get_or_insert(suggestions.words);
        }
    }
    let known = || faults.iter().find_map(|fault| context.table.model(name_of(&fault.item)));
    let search_for = search_for.or_else(|| Some(vec![typeable_name(&context.table, &known()?.name)]));
    let help = corrected_line(context, typed, &corrections, terms).unwrap_or_else(|| match search_for {
        Some(words) => context.help_with_table(&search(&context.table, &words)),
        None => format!("credits {} --help", context.command),
    });
    let code = faults.first().map_or(FaultCode::Syntax, |fault| fault.error.code());
    let reply = reply_on(&context.table, &faulty, "", rest(context, typed, faults, terms));
    // The faults of an item come one after the other.
    let bad_items = faults.chunk_by(|fault, next| fault.index == next.index).count();
    let several = |_| format!("{} can't be priced", counted(bad_items, "item"));
    let failure = Failure::items(Kind::Item(code), faulty, several);
    Failure { reply, ..failure }.with_help(help)
}

/// Says what the items without faults cost together; in a comparison only where there is one.
fn rest(context: &Context<'_>, typed: &[TypedItem], faults: &[ItemFault], terms: Terms) -> Option<String> {
    let bad: HashSet<usize> = faults.iter().map(|fault| fault.index).collect();
    let good = typed.iter().enumerate().filter(|(index, _)| !bad.contains(index));
    let good: Vec<_> = good.map(|(_, item)| Item::parse(&item.text, &context.table)).collect();
    if good.is_empty() || good.len() > 1 && context.command == "compare" {
        return None;
    }
    let rest = estimate(&context.table, good, terms, 1).ok()?;
    let (lines, cost) = (reply::lines(&rest), credits(rest.each));
    Some(match context.command {
        "compare" if lines.starts_with("1 ") => format!("{lines} costs {cost}."),
        "compare" => format!("{lines} cost {cost}."),
        _ => format!("The rest costs {cost}: {lines}."),
    })
}

/// Finds what an unknown name may have meant.
pub fn suggestions(vocabulary: &Vocabulary<'_>, fault: &ItemFault) -> Suggestions {
    match &fault.error {
        ItemError::UnknownName(name) => {
            let quantity = fault.item.split_once('=').and_then(|(_, rest)| rest.split(':').next()?.trim().parse().ok());
            vocabulary.similar(name, quantity)
        }
        _ => Suggestions::default(),
    }
}

/// Describes what is wrong with an item.
pub fn faulty_item(table: &PriceTable, fault: &ItemFault, suggestions: &Suggestions) -> FaultyItem {
    let mut item = FaultyItem::new(shown(&fault.item), fault.error.code().as_str(), fault.sentence());
    item.predicate = fault.error.to_string();
    add_suggestions(&mut item, suggestions);
    let is_template = |name: &String| table.find(name).is_none() && fold(name) == fold(name_of(&fault.item));
    if suggestions.lines.iter().flat_map(|line| &line.names).any(is_template) {
        "is an API template, not a model".clone_into(&mut item.predicate);
        item.message = format!("`{}` {}", item.item, item.predicate);
    }
    if let ItemError::UnknownRecipe(name) = &fault.error {
        let names: Vec<&str> = table.recipes.iter().map(|recipe| recipe.name.as_str()).collect();
        let (known, suggestions) = known_names(name, &names, "");
        item.message.push_str(&format!("; {known}"));
        item.predicate.push_str(&format!("; {known}"));
        item.suggestions = suggestions;
    }
    item
}

fn add_suggestions(item: &mut FaultyItem, suggestions: &Suggestions) {
    item.suggestions = suggestions.lines.iter().flat_map(|line| line.names.clone()).collect();
    item.similar = suggestions.lines.iter().map(|line| (line.names.join(", "), line.price.clone())).collect();
}

/// Says which names there are, for a message about one that doesn't exist: all where they are few, else the three most
/// similar; `noun` may follow these words. Returns the names too.
pub fn known_names(unknown: &str, names: &[&str], noun: &str) -> (String, Vec<String>) {
    let mut known = names.to_vec();
    if names.len() > SHORT_LIST {
        let folded = fold(unknown);
        known.sort_by_cached_key(|name| match fold(name) {
            name if !folded.is_empty() && name.contains(&folded) => 0,
            name => strsim::osa_distance(&folded, &name),
        });
        known.truncate(3);
    }
    let sentence = match known.as_slice() {
        [] => "there are none in the price table".to_owned(),
        [one] => format!("the only one is {one}"),
        known if known.len() < names.len() => format!("the closest{noun} are {}", list(known)),
        known => format!("choose from {}", list(known)),
    };
    (sentence, known.into_iter().map(str::to_owned).collect())
}

/// Returns the failure of plans that don't exist.
pub fn unknown_plans(context: &Context<'_>, unknown: &[&str]) -> Failure {
    let names: Vec<&str> = context.table.plans.iter().map(|plan| plan.name.as_str()).collect();
    let faulty = unknown.iter().take(MAX_SUGGESTED).map(|name| {
        let (known, suggestions) = known_names(name, &names, "");
        let message = format!("no plan called `{}`; {known}", shown(name));
        FaultyItem { suggestions, ..FaultyItem::new(shown(name), FaultCode::UnknownName.as_str(), message) }
    });
    let kind = Kind::Item(FaultCode::UnknownName);
    let failure = Failure::items(kind, faulty.collect(), |count| format!("{count} plans aren't in the price table"));
    let is_shown = names.len() <= SHORT_LIST && unknown.iter().all(|name| shown(name) == **name);
    let quoted: Vec<String> = unknown.iter().map(|name| format!("\"{name}\"")).collect();
    let reply = format!("We don't have a plan called {}. The plans are {}.", choice(&quoted), list(&names));
    let reply = Some(reply).filter(|_| is_shown && !names.is_empty());
    // `yearly` is no plan, and there is a rule about it.
    let rules = SearchedRules::new(&context.table).about(&unknown.join(" "));
    let reply = rules.first().map(|rule| rule.text.clone()).or(reply);
    Failure { reply, ..failure }.with_help(context.help_with_table("credits plans"))
}

/// Returns the failure of a `--set` that changes no rate.
pub fn no_rate_to_set(table: &PriceTable, name: &str, error: &str) -> Failure {
    let mut item = FaultyItem::new(shown(name), FaultCode::UnknownName.as_str(), format!("--set: {error}"));
    let words = match table.find(name_of(name)) {
        Some(row) => vec![typeable_name(table, row.name())],
        None => {
            let suggestions = Vocabulary::new(table).similar(name_of(name), None);
            add_suggestions(&mut item, &suggestions);
            suggestions.words
        }
    };
    let failure = Failure::items(Kind::Item(FaultCode::UnknownName), vec![item], |_| String::new());
    failure.with_help(format!("{}{}", search(table, &words), with_table(table)))
}

/// Answers for the models that an unknown name may mean, where all of them cost the same: the answer for one is that for
/// all. `answer` gets the item with the name of one, and returns a clause that follows the price in the reply.
pub fn add_answer(
    context: &Context<'_>,
    failure: &mut Failure,
    answer: impl FnOnce(Item<'_>) -> Option<String>,
) -> Option<String> {
    let [FaultyItem { item, suggestions, similar, .. }] = failure.items.as_slice() else { return None };
    let [_] = similar.as_slice() else { return None };
    // Elsewhere the help line only searches: the name may mean something else.
    failure.help.as_ref().filter(|help| help.starts_with(&format!("credits {} ", context.command)))?;
    let text = format!("{}{}", suggestions.first()?, item.get(name_of(item).len()..)?);
    let answer = answer(Item::parse(&text, &context.table).ok()?)?;
    failure.reply = reply_on(&context.table, &failure.items, &answer, None);
    Some(answer)
}

/// Joins the failure of items with that of plans on the same command line.
pub fn items_and_plans(items: Failure, plans: Option<Failure>) -> Failure {
    let Some(plans) = plans.filter(|plans| !plans.items.is_empty()) else { return items };
    let (bad_items, bad_plans) = (counted(items.items.len(), "item"), counted(plans.items.len(), "plan"));
    Failure {
        message: format!("{bad_items} can't be priced, and {bad_plans} can't be found"),
        items: items.items.into_iter().chain(plans.items).collect(),
        // The command can't be repeated while the other mistake is in it.
        help: plans.help,
        kind: items.kind,
        reply: None,
    }
}

/// Words to be replaced by an item: usually one.
type Replacement = (usize, String);

/// Returns the command line with the mistakes corrected, where that can be priced. An item without a correction has
/// `None`.
fn corrected_line(
    context: &Context<'_>,
    typed: &[TypedItem],
    corrections: &HashMap<usize, Option<String>>,
    terms: Terms,
) -> Option<String> {
    if typed.iter().any(|item| item.place.is_some()) {
        return None;
    }
    let texts: Vec<&str> = typed.iter().map(|item| item.text.as_str()).collect();
    let correct = |(index, text): (usize, &&str)| match corrections.get(&index) {
        Some(correction) => Some((1, correction.clone()?)),
        None => Some((1, (*text).to_owned())),
    };
    let items = joined(&texts, &context.table).or_else(|| texts.iter().enumerate().map(correct).collect())?;
    let parsed = items.iter().map(|(_, item)| Item::parse(item, &context.table));
    estimate(&context.table, parsed, terms, 1).ok()?;
    command_line(context.arguments, &texts, &items)
}

/// Returns the command line with the words of its items replaced; `None` where it can't be shown.
fn command_line(arguments: &[OsString], texts: &[&str], items: &[Replacement]) -> Option<String> {
    let mut line = vec!["credits".to_owned()];
    let mut texts = texts.iter().peekable();
    let mut items = items.iter();
    let mut left_of_run = 0_usize;
    for argument in arguments.iter().skip(1) {
        if texts.next_if(|text| OsStr::new(**text) == argument).is_none() {
            line.push(shell_word(argument.to_str()?)?);
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

/// Returns the command that searches for these words, or shows all models where that finds none.
fn search(table: &PriceTable, words: &[String]) -> String {
    let words = words.join(" ");
    if !words.is_empty() && is_plain_search(table, &words) {
        format!("credits models {words}")
    } else {
        "credits models".to_owned()
    }
}

/// Returns whether these words can be typed without quotes, and find rows.
fn is_plain_search(table: &PriceTable, words: &str) -> bool {
    words.split(' ').all(|word| shell_word(word).as_deref() == Some(word)) && !Rows::find(table, words).is_empty()
}

/// Returns a name that can be typed without quotes: the row's own, or an alias where that has parentheses.
pub fn typeable_name(table: &PriceTable, name: &str) -> String {
    let is_plain = |name: &String| shell_word(name).as_ref() == Some(name);
    let names: Vec<String> = match table.find(name) {
        Some(Row::Model(model)) => model.names().map(hyphenated).collect(),
        _ => vec![hyphenated(name)],
    };
    names.iter().find(|name| is_plain(name)).or_else(|| names.first()).cloned().unwrap_or_default()
}

/// Joins words that were typed without quotes (`nano banana pro=7`, `nano-banana 6`) to items, each with the number of
/// words in it. `None` where not all words become items.
fn joined(texts: &[&str], table: &PriceTable) -> Option<Vec<Replacement>> {
    let mut rest = texts;
    let mut items = Vec::new();
    while !rest.is_empty() {
        let longest = rest.len().min(MAX_WORDS);
        let (words, item, after) = (1..=longest).rev().find_map(|words| {
            let (run, after) = rest.split_at_checked(words)?;
            let item = joined_item(run, table)?;
            Some((words, item, after))
        })?;
        items.push((words, item));
        rest = after;
    }
    (items.len() < texts.len()).then_some(items)
}

/// Joins words to one item, as it is typed without quotes.
fn joined_item(words: &[&str], table: &PriceTable) -> Option<String> {
    // A word of nothing but separators would make a name that begins with a hyphen: a flag. What follows `6 clips` may
    // belong to it.
    if words.first().is_none_or(|first| fold(first).is_empty()) || words.last().is_some_and(|last| is_filler(last)) {
        return None;
    }
    let text = words.join(" ");
    match Item::parse(&text, table) {
        Ok(_) => {
            let (name, quantity) = text.split_at_checked(text.find(['=', ':']).unwrap_or(text.len()))?;
            Some(format!("{}{}", hyphenated(name.trim()), quantity.replace(' ', "")))
        }
        Err(fault) => fault.fix.filter(|_| words.len() > 1 && matches!(fault.error, ItemError::Respell(_))),
    }
}
