//! The answer of `credits diff` in words.

use rust_decimal::Decimal;

use super::diff::{BudgetChange, Costs, DiffReport};
use super::report::sentence;
use crate::fields::plain;
use crate::format::{counted, credits, grouped, half_up, list, usd};
use crate::output::view::{Block, Column, Table, View};
use crate::output::{Report, Verdict};
use crate::pricing::diff::{Change, ChangeKind};
use crate::values::credits::Credits;

/// The most changes, and the most plans, that a reply lists.
const MAX_IN_REPLY: usize = 4;

/// The most characters of a rule that name it beside a change.
const MAX_RULE: usize = 40;

/// Shows a count of a plan.
fn count_in_words(count: Option<u128>, is_unlimited: bool) -> String {
    match count {
        Some(count) => grouped(count),
        None if is_unlimited => "unlimited".to_owned(),
        None => "–".to_owned(),
    }
}

impl Change {
    /// Names the row: a model by its name, any other with its kind.
    fn row_in_words(&self) -> String {
        match (self.what, self.kind) {
            ("model", _) => self.name.clone(),
            ("top_up", _) => "extra credits".to_owned(),
            ("pacing", _) => "pacing".to_owned(),
            // The text is beside it.
            ("rule", ChangeKind::Added | ChangeKind::Removed) => "rule".to_owned(),
            ("rule", ChangeKind::Changed) => format!("rule: {}", beginning(&self.name)),
            (what, _) => format!("{what} {}", self.name),
        }
    }

    /// Returns the values before and after as people read them.
    fn values(&self) -> [String; 2] {
        let is_usd = self.field.as_ref().is_some_and(|field| field.starts_with("usd"));
        [&self.from, &self.to].map(|value| match value.as_ref().map_or("null", |value| value.get()) {
            "null" | "[]" => "none".to_owned(),
            "true" => "yes".to_owned(),
            "false" => "no".to_owned(),
            json if json.starts_with(|c: char| c.is_ascii_digit()) => match json.parse() {
                Ok(amount) if is_usd => usd(amount),
                _ => grouped(json),
            },
            json => plain(json).unwrap_or_else(|_| json.to_owned()),
        })
    }

    /// Returns the values before and after, each with its unit unless the next one has the same.
    fn values_with_unit(&self) -> [String; 2] {
        let [from, to] = self.values();
        let with_unit =
            |value: String, per: Option<&str>| per.map_or_else(|| value.clone(), |per| format!("{value} {per}"));
        let [from_per, to_per] = self.per;
        [with_unit(from, from_per.filter(|_| from_per != to_per)), with_unit(to, to_per)]
    }

    /// Returns the cells of a text: what happened to which row, in what respect, and how.
    fn cells(&self) -> Vec<String> {
        let (sign, aspect, story) = match self.kind {
            ChangeKind::Added => ("+", "new", self.summary.clone()),
            ChangeKind::Removed if self.what == "rule" => ("-", "removed", self.summary.clone()),
            ChangeKind::Removed => ("-", "removed", format!("was {}", self.summary)),
            ChangeKind::Changed => ("~", self.aspect.as_str(), self.values_with_unit().join(" → ")),
        };
        vec![format!("{sign} {}", self.row_in_words()), aspect.to_owned(), story]
    }

    /// Describes a change that customers notice, as a clause; `None` for any other.
    fn for_customers(&self) -> Option<String> {
        let title = match self.what {
            "model" => self.title.clone(),
            "plan" => format!("the {} plan", self.title),
            "top_up" => "the price of 1,000 extra credits".to_owned(),
            _ => return None,
        };
        let [from, to] = self.values();
        let field = self.field.as_deref();
        match (self.kind, self.what) {
            (ChangeKind::Added | ChangeKind::Removed, "top_up") => None,
            (ChangeKind::Added, _) => Some(format!("{title} is new ({})", self.summary)),
            (ChangeKind::Removed, _) => Some(format!("{title} is no longer in the price list")),
            _ if from == "none" || to == "none" => None,
            (_, "model") => {
                let [Some(from_per), Some(to_per)] = self.per else { return None };
                let aspect = if field == Some("rate") { String::new() } else { format!(" {}", self.aspect) };
                let from_per = if from_per == to_per { String::new() } else { format!(" {from_per}") };
                Some(format!("{title}{aspect} goes from {from}{from_per} to {to} credits {to_per}"))
            }
            (_, "plan") => match field? {
                "credits" => Some(format!("{title} goes from {from} to {to} credits")),
                "usd_per_month" => Some(format!("{title} goes from USD {from} to USD {to} a month")),
                "usd" => Some(format!("{title} goes from USD {from} to USD {to}")),
                _ => None,
            },
            _ if field == Some("usd_per_1000") => Some(format!("{title} goes from USD {from} to USD {to}")),
            _ => None,
        }
    }
}

/// Returns the beginning of a long text.
fn beginning(text: &str) -> String {
    match text.char_indices().nth(MAX_RULE) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}

/// Describes a difference: `+480, +19%`, or `+480` where it cost nothing before.
fn difference(from: Credits, to: Credits) -> String {
    let (sign, by) = if to > from { ("+", to.minus(from)) } else { ("−", from.minus(to)) };
    let percent = by.value().checked_mul(Decimal::ONE_HUNDRED).and_then(|by| by.checked_div(from.value()));
    let percent = percent.map(|percent| half_up(percent, 0)).filter(|percent| !percent.is_zero());
    let percent = percent.map_or_else(String::new, |percent| format!(", {sign}{}%", grouped(percent)));
    format!("{sign}{}{percent}", grouped(by))
}

impl DiffReport {
    fn counted_changes(&self) -> String {
        if self.changes.is_empty() { "no changes".to_owned() } else { counted(self.changes.len(), "change") }
    }

    /// Says what the production costs now; `None` where none was given.
    fn production_in_words(&self, with_difference: bool) -> Option<String> {
        let Costs { from, to } = self.production?;
        Some(match (from, to) {
            (Some(from), Some(to)) if from == to => format!("this production still costs {}", credits(to)),
            (Some(from), Some(to)) => {
                let difference = if with_difference { format!(" ({})", difference(from, to)) } else { String::new() };
                format!("this production goes from {} to {}{difference}", grouped(from), credits(to))
            }
            (Some(from), None) => format!("this production cost {} and can't be priced any more", credits(from)),
            (None, Some(to)) => format!("this production couldn't be priced before and now costs {}", credits(to)),
            (None, None) => return None,
        })
    }

    /// Says what changed, for customers: prices one by one, the rest by its number.
    fn changes_for_customers(&self) -> String {
        if self.changes.is_empty() {
            return "The prices haven't changed.".to_owned();
        }
        let clauses: Vec<String> = self.changes.iter().filter_map(Change::for_customers).take(MAX_IN_REPLY).collect();
        let others = self.changes.len() - clauses.len();
        match (clauses.is_empty(), others) {
            (true, others) => format!(
                "No prices of models, plans or extra credits have changed, but there {}.",
                are(others, "other change")
            ),
            (false, 0) => sentence(&list(&clauses)),
            (false, others) => format!("{} There {}.", sentence(&list(&clauses)), are(others, "more change")),
        }
    }

    /// Says what the plans cover now, where that changed and is known.
    fn budgets_in_words(&self) -> Option<String> {
        let Costs { from: _, to: Some(_) } = self.production? else { return None };
        let has_changed = |budget: &&BudgetChange| {
            let is_there = budget.to.is_some() || budget.to_unlimited;
            is_there && (budget.from, budget.from_unlimited) != (budget.to, budget.to_unlimited)
        };
        let changed: Vec<&BudgetChange> = self.budgets.iter().filter(has_changed).collect();
        if changed.is_empty() {
            return (!self.budgets.is_empty()).then(|| "Each plan covers as many as before.".to_owned());
        }
        const ANY_NUMBER: &str = "any number";
        let clause = |(index, budget): (usize, &&BudgetChange)| {
            let verb = if index == 0 { " now covers" } else { "" };
            let to = match budget.to {
                Some(to) if index == 0 => self.noun.counted(to),
                Some(to) => grouped(to),
                None => ANY_NUMBER.to_owned(),
            };
            let is_new = budget.from.is_none() && !budget.from_unlimited;
            let from = budget.from.map_or_else(|| ANY_NUMBER.to_owned(), grouped);
            let from = if is_new { String::new() } else { format!(" instead of {from}") };
            format!("the {} plan{verb} {to}{from}", budget.name)
        };
        let clauses: Vec<String> = changed.iter().enumerate().take(MAX_IN_REPLY).map(clause).collect();
        Some(sentence(&list(&clauses)))
    }

    fn budget_table(&self) -> Table {
        let row = |budget: &BudgetChange| {
            let from = count_in_words(budget.from, budget.from_unlimited);
            vec![budget.name.clone(), format!("{from} → {}", count_in_words(budget.to, budget.to_unlimited))]
        };
        let columns = [Column::words("Plan"), Column::words(self.noun.column())];
        Table::new(columns, self.budgets.iter().map(row).collect())
    }
}

/// `is 1 other change`, `are 3 other changes`.
fn are(count: usize, noun: &str) -> String {
    format!("{} {}", if count == 1 { "is" } else { "are" }, counted(count, noun))
}

impl Report for DiffReport {
    type Row = Change;

    fn rows(&self) -> Vec<Change> {
        self.changes.clone()
    }

    fn sample_row(&self) -> Change {
        Change::default()
    }

    fn view(&self) -> View {
        let production =
            self.production_in_words(true).map_or_else(String::new, |production| format!("; {production}"));
        let columns = [Column::words(""), Column::words(""), Column::words("")];
        let mut blocks = vec![Block::Table(Table::new(columns, self.changes.iter().map(Change::cells).collect()))];
        if !self.budgets.is_empty() {
            blocks.push(Block::Table(self.budget_table()));
        }
        View {
            headline: format!("{}{production}", self.counted_changes()),
            blocks,
            footer: vec![
                format!("Old prices: {}", self.old.description),
                format!("New prices: {}", self.new.description),
            ],
            notes: self.assumption_notes.iter().chain(&self.notes).cloned().collect(),
        }
    }

    fn reply(&self) -> Vec<String> {
        let mut sentences = vec![self.changes_for_customers()];
        sentences.extend(self.production_in_words(false).map(|production| sentence(&production)));
        sentences.extend(self.budgets_in_words());
        if !self.assumption_sentences.is_empty() {
            let assumed = self.assumption_sentences.iter().map(|assumed| sentence(assumed));
            sentences.push(assumed.collect::<Vec<_>>().join(" "));
        }
        sentences.push(self.new.as_of());
        sentences
    }

    fn verdict(&self) -> Verdict {
        if self.exit_code && !self.changes.is_empty() {
            Verdict::No { reason: format!("the tables differ: {}", self.counted_changes()), is_in_text: true }
        } else {
            Verdict::Yes
        }
    }
}
