//! `credits diff`: what changed between two price tables, and what it means for a production and the plans?

use std::collections::HashMap;

use serde::Serialize;

use super::context::{check_age, load_table, with_table};
use super::help::{self, MAX_SUGGESTED};
use super::report::{AssumptionInfo, Production, TableInfo};
use crate::cli::{self, Global};
use crate::error::{Failure, Kind};
use crate::format::{counted, shell_word, shown};
use crate::load::{NamedBy, Source};
use crate::output;
use crate::pricing::budget::Budget;
use crate::pricing::diff::{Change, changes};
use crate::pricing::estimate::{Estimate, Terms, estimate};
use crate::pricing::item::{FaultCode, Item, ItemError, ItemFault};
use crate::pricing::noun::Noun;
use crate::pricing::suggest::{Suggestions, Vocabulary};
use crate::table::PriceTable;
use crate::table::schema::Plan;
use crate::values::credits::Credits;
use crate::values::name::fold;

/// The answer of `diff`.
#[derive(Debug, Serialize)]
pub struct DiffReport {
    pub(super) schema: &'static str,
    pub(super) old: TableInfo,
    pub(super) new: TableInfo,
    pub(super) changes: Vec<Change>,
    pub(super) production: Option<Costs>,
    pub(super) budgets: Vec<BudgetChange>,
    pub(super) assumptions: Vec<AssumptionInfo>,
    pub(super) notes: Vec<String>,
    /// What the plans count.
    #[serde(skip)]
    pub(super) noun: Noun,
    /// What was assumed, for the notes of a text.
    #[serde(skip)]
    pub(super) assumption_notes: Vec<String>,
    /// What was assumed, in sentences for customers.
    #[serde(skip)]
    pub(super) assumption_sentences: Vec<String>,
    /// Whether a change is a no.
    #[serde(skip)]
    pub(super) exit_code: bool,
}

/// What a production costs by the old and by the new prices; null where they can't price it.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Costs {
    pub(super) from: Option<Credits>,
    pub(super) to: Option<Credits>,
}

/// How many of a production a plan covers before and after; null where there is no such plan or no price, and where there
/// is no limit.
#[derive(Debug, Clone, Serialize)]
pub struct BudgetChange {
    pub(super) name: String,
    pub(super) from: Option<u128>,
    pub(super) to: Option<u128>,
    pub(super) from_unlimited: bool,
    pub(super) to_unlimited: bool,
}

/// A production by one of the tables, or why it can't be priced.
type Priced<'t> = Result<Estimate<'t>, Vec<ItemFault>>;

/// Answers `diff`.
///
/// # Errors
/// Where a table isn't valid, neither can price the production, or the answer can't be written.
pub fn run(global: &Global, args: &cli::Diff) -> anyhow::Result<u8> {
    let usage = |message: &str| Failure::usage(message).with_help("credits diff --help");
    for (flag, is_given) in [("--pricing", global.pricing.is_some()), ("--set", !global.set.is_empty())] {
        if is_given {
            return Err(usage(&format!("diff compares the two tables it is given: leave out {flag}")).into());
        }
    }
    let sources = [&args.old, &args.new].map(|path| Source::named(path, NamedBy::Argument));
    if sources.iter().all(Source::is_standard_input) {
        return Err(usage("standard input can't be both price tables").into());
    }
    let [old, new] = &sources;
    let (old, new) = (load_table(old)?, load_table(new)?);
    if let Some(max_age) = global.max_age {
        check_age(&old, max_age)?;
        check_age(&new, max_age)?;
    }
    output::write(&report(&old, &new, args, args.production.terms(global.strict))?, global)
}

fn report(old: &PriceTable, new: &PriceTable, args: &cli::Diff, terms: Terms) -> anyhow::Result<DiffReport> {
    let mut report = DiffReport {
        schema: "credits.diff/1",
        old: TableInfo::of(old),
        new: TableInfo::of(new),
        changes: changes(old, new)?,
        production: None,
        budgets: Vec::new(),
        assumptions: Vec::new(),
        notes: Vec::new(),
        noun: Noun::Video,
        assumption_notes: Vec::new(),
        assumption_sentences: Vec::new(),
        exit_code: args.exit_code,
    };
    if args.items.is_empty() {
        return Ok(report);
    }
    let price = |table| estimate(table, args.items.iter().map(|item| Item::parse(item, table)), terms, 1);
    let priced: [Priced<'_>; 2] = [price(old), price(new)];
    if let Some(failure) = refused([old, new], &priced, args.items.len()) {
        return Err(failure.into());
    }
    // What the new table means by the items, else the old one.
    let items = |table| args.items.iter().map(|item| Item::parse(item, table)).collect::<Result<Vec<_>, _>>().ok();
    report.noun = Noun::of(&items(new).or_else(|| items(old)).unwrap_or_default());
    for (table, priced) in [old, new].into_iter().zip(&priced) {
        if let Err(faults) = priced {
            let reasons: Vec<String> = faults.iter().map(ItemFault::sentence).collect();
            let (name, origin) = (&table.head.name, shown(&table.origin));
            report.notes.push(format!("{name} ({origin}) can't price this production: {}", reasons.join("; ")));
        }
    }
    let [from, to] = priced.each_ref().map(|priced| priced.as_ref().ok().map(|estimate| estimate.each));
    let costs = Costs { from, to };
    report.production = Some(costs);
    report.budgets = budgets(old, new, costs);
    let [old, new] = priced.map(|priced| priced.ok().as_ref().map(Production::of));
    let of_both = |lines: fn(&Production) -> &Vec<String>| {
        let lines = |production: &Option<Production>| production.as_ref().map(|production| lines(production).clone());
        once_or_labelled(lines(&old), lines(&new), |label, line| format!("{label}: {line}"))
    };
    report.notes.extend(of_both(|production| &production.notes));
    report.assumption_notes = of_both(|production| &production.assumption_notes);
    report.assumption_sentences = of_both(|production| &production.assumption_sentences);
    let assumptions = |production: Option<Production>| production.map(|production| production.assumptions);
    report.assumptions = once_or_labelled(assumptions(old), assumptions(new), AssumptionInfo::labelled);
    Ok(report)
}

/// Joins what holds for the old prices and what holds for the new ones; what holds for one of them only gets a label.
fn once_or_labelled<T: PartialEq>(old: Option<Vec<T>>, new: Option<Vec<T>>, labelled: fn(&str, T) -> T) -> Vec<T> {
    let (mut old, new) = match (old, new) {
        (Some(old), Some(new)) => (old, new),
        (old, new) => return old.or(new).unwrap_or_default(),
    };
    let mut joined = Vec::new();
    for line in new {
        match old.iter().position(|same| *same == line) {
            Some(place) => joined.push(old.remove(place)),
            None => joined.push(labelled("new prices", line)),
        }
    }
    joined.extend(old.into_iter().map(|line| labelled("old prices", line)));
    joined
}

/// One of the tables, and what is wrong with the items by it.
struct Side<'a> {
    table: &'a PriceTable,
    vocabulary: Vocabulary<'a>,
    faults: &'a [ItemFault],
}

impl Side<'_> {
    /// Returns what is wrong with an item, and what an unknown name may have meant.
    fn faults_of(&self, index: usize) -> Vec<(&ItemFault, Suggestions)> {
        let of_item = self.faults.iter().filter(|fault| fault.index == index);
        of_item
            .map(|fault| {
                // Suggestions take time with a large table.
                let suggested = index < MAX_SUGGESTED;
                (fault, if suggested { help::suggestions(&self.vocabulary, fault) } else { Suggestions::default() })
            })
            .collect()
    }
}

/// Returns the failure where neither table can price the production, or where one would have to assume something that
/// `--strict` forbids.
fn refused(tables: [&PriceTable; 2], priced: &[Priced<'_>; 2], items: usize) -> Option<Failure> {
    let [old, new] = priced.each_ref().map(|priced| priced.as_ref().err().map_or(&[][..], Vec::as_slice));
    let is_assumption = |fault: &ItemFault| matches!(fault.error, ItemError::Assumption(_));
    if priced.iter().any(Result::is_ok) && !old.iter().chain(new).any(is_assumption) {
        return None;
    }
    let [old_table, new_table] = tables;
    let old = Side { table: old_table, vocabulary: Vocabulary::new(old_table), faults: old };
    let new = Side { table: new_table, vocabulary: Vocabulary::new(new_table), faults: new };
    // The better a table knows the item, the more its fault says.
    let known = |faults: &[(&ItemFault, Suggestions)]| {
        let (fault, similar) = faults.first()?;
        Some((fault.error.code() != FaultCode::UnknownName, similar.lines.len()))
    };
    let (mut faulty, mut code, mut lookup) = (Vec::new(), None, None);
    for index in 0..items {
        let (of_old, of_new) = (old.faults_of(index), new.faults_of(index));
        let (side, label, faults) = match (known(&of_old), known(&of_new)) {
            (Some(by_old), Some(by_new)) if by_old > by_new => (&old, "", of_old),
            (Some(_), None) => (&old, " (old prices)", of_old),
            (None, _) => (&new, " (new prices)", of_new),
            (Some(_), Some(_)) => (&new, "", of_new),
        };
        for (fault, similar) in faults {
            let mut item = help::faulty_item(side.table, fault, &similar);
            item.message.push_str(label);
            item.predicate.push_str(label);
            faulty.push(item);
            code = code.or(Some(fault.error.code()));
            lookup = lookup.or_else(|| models_command(&similar, side.table));
        }
    }
    let reply = help::unknown_model_reply(new_table, &faulty);
    let kind = Kind::Item(code.unwrap_or(FaultCode::Syntax));
    let failure = Failure::items(kind, faulty, |count| format!("{} can't be priced", counted(count, "item")));
    Some(Failure { reply, ..failure }.with_help(lookup.unwrap_or_else(|| "credits diff --help".to_owned())))
}

/// Returns the command that lists what an unknown name may have meant.
fn models_command(similar: &Suggestions, table: &PriceTable) -> Option<String> {
    let is_plain = |word: &&String| shell_word(word).as_ref() == Some(word);
    let words: Vec<&str> = similar.words.iter().filter(is_plain).map(String::as_str).collect();
    let is_file = !crate::load::is_standard_input(std::path::Path::new(&table.origin));
    (!words.is_empty() && is_file).then(|| format!("credits models {}{}", words.join(" "), with_table(table)))
}

/// Counts for every monthly plan of either table, in the new table's order, then for those that are gone.
fn budgets(old: &PriceTable, new: &PriceTable, costs: Costs) -> Vec<BudgetChange> {
    let by_name = |table| -> HashMap<String, &Plan> {
        PriceTable::monthly_plans(table).map(|plan| (fold(&plan.name), plan)).collect()
    };
    let (old_plans, new_plans) = (by_name(old), by_name(new));
    // The outer `None` is no plan or no price; the inner one is no limit.
    let fits = |plan: Option<&&Plan>, each: Option<Credits>| -> Option<Option<u128>> {
        Some(Budget::of_plan(plan?, Credits::ZERO, Credits::ZERO).fit(each?).ok()?.fits)
    };
    let gone = old.monthly_plans().filter(|plan| !new_plans.contains_key(&fold(&plan.name)));
    let change = |plan: &Plan| {
        let name = fold(&plan.name);
        let (from, to) = (fits(old_plans.get(&name), costs.from), fits(new_plans.get(&name), costs.to));
        BudgetChange {
            name: plan.name.clone(),
            from: from.flatten(),
            to: to.flatten(),
            from_unlimited: from == Some(None),
            to_unlimited: to == Some(None),
        }
    };
    new.monthly_plans().chain(gone).map(change).collect()
}
