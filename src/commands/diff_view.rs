//! The answer of `credits diff` in words.

use rust_decimal::Decimal;

use super::diff::{BudgetChange, Costs, DiffReport};
use super::report::{EXTRA_CREDITS, sentence};
use crate::fields::plain;
use crate::format::{counted, credits, grouped, half_up, list, usd};
use crate::output::view::{Block, Column, Table, View};
use crate::output::{Report, Verdict};
use crate::pricing::diff::{Change, ChangeKind};
use crate::values::credits::Credits;

/// The most changes, and the most plans, that a reply lists.
const MAX_IN_REPLY: usize = 8;

impl Change {
    /// Returns the values before and after as people read them.
    fn values(&self) -> [String; 2] {
        let is_usd = self.field.as_ref().is_some_and(|field| field.starts_with("usd"));
        [&self.from, &self.to].map(|value| match value.as_ref().map_or("null", |value| value.get()) {
            "null" | "[]" => "none".to_owned(),
            "true" => "yes".to_owned(),
            "false" => "no".to_owned(),
            json => match json.parse() {
                Ok(amount) if is_usd => format!("USD {}", usd(amount)),
                Ok(_) => grouped(json),
                Err(_) => plain(json).unwrap_or_else(|_| json.to_owned()),
            },
        })
    }

    /// Returns the key in words: `clip seconds`, `USD per month`, `with audio`.
    fn field_in_words(&self) -> String {
        let field = self.field.as_deref().unwrap_or_default();
        field.strip_prefix("rate_").unwrap_or(field).replace('_', " ").replace("usd", "USD")
    }

    /// Returns the cells of a text: what happened to which row, in what respect, and how.
    fn cells(&self) -> Vec<String> {
        let row = match self.what {
            "model" => self.name.clone(),
            "top_up" => "extra credits".to_owned(),
            // A rule's text is in the last column.
            "pacing" | "rule" => self.what.to_owned(),
            what => format!("{what} {}", self.name),
        };
        let (sign, aspect, story) = match self.kind {
            ChangeKind::Added => ("+", "new".to_owned(), self.summary.clone()),
            ChangeKind::Removed => ("-", "removed".to_owned(), format!("({})", self.summary)),
            ChangeKind::Changed => {
                let unit = self.per.map(|per| format!(" {per}")).unwrap_or_default();
                ("~", self.field_in_words(), format!("{}{unit}", self.values().join(" → ")))
            }
        };
        let story = if self.what == "rule" { self.name.clone() } else { story };
        vec![format!("{sign} {row}"), aspect, story]
    }

    /// Returns the price of a new row with its unit: `5 credits a clip`.
    fn summary_with_unit(&self) -> String {
        let unit = if self.summary.starts_with("1 ") { " credit a" } else { " credits a" };
        if self.what == "model" { self.summary.replacen(" a", unit, 1) } else { self.summary.clone() }
    }

    /// Describes a change of a price for customers, as a clause; `None` for any other.
    fn for_customers(&self) -> Option<String> {
        let title = match self.what {
            "model" => self.title.clone(),
            "plan" => format!("the {} plan", self.title),
            "top_up" if self.kind == ChangeKind::Changed => "the price of 1,000 extra credits".to_owned(),
            "top_up" => EXTRA_CREDITS.to_owned(),
            _ => return None,
        };
        let is = if self.what == "top_up" { "are" } else { "is" };
        let field = match self.kind {
            ChangeKind::Added => return Some(format!("{title} {is} new ({})", self.summary_with_unit())),
            ChangeKind::Removed => return Some(format!("{title} {is} no longer in the price list")),
            ChangeKind::Changed => self.field.as_deref()?,
        };
        let [from, to] = self.values();
        let (aspect, unit) = match (field, self.per) {
            ("unit", _) => return Some(format!("{title} is now priced by the {to}, not by the {from}")),
            ("rate", Some(per)) => (String::new(), format!(" credits {per}")),
            (_, Some(per)) => (format!(" {}", self.field_in_words()), format!(" credits {per}")),
            ("credits", _) => (String::new(), " credits".to_owned()),
            ("usd_per_month", _) => (String::new(), " a month".to_owned()),
            ("usd" | "usd_per_1000", _) => (String::new(), String::new()),
            _ => return None,
        };
        (from != "none" && to != "none").then(|| format!("{title}{aspect} goes from {from} to {to}{unit}"))
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
        if self.changes.is_empty() { "No changes".to_owned() } else { counted(self.changes.len(), "change") }
    }

    /// Says what the production costs now; `None` where none was given.
    fn production_in_words(&self) -> Option<String> {
        let Costs { from, to } = self.production?;
        Some(match (from, to) {
            (Some(from), Some(to)) if from == to => format!("this production still costs {}", credits(to)),
            (Some(from), Some(to)) => {
                let difference = difference(from, to);
                format!("this production goes from {} to {} ({difference})", grouped(from), credits(to))
            }
            (Some(from), None) => format!("this production cost {} and can no longer be priced", credits(from)),
            (None, Some(to)) => format!("this production couldn't be priced before and now costs {}", credits(to)),
            (None, None) => return None,
        })
    }

    /// Says what changed, for customers: prices one by one, the rest by its number.
    fn changes_for_customers(&self) -> Vec<String> {
        let clauses: Vec<String> = self.changes.iter().filter_map(Change::for_customers).take(MAX_IN_REPLY).collect();
        let more = if clauses.is_empty() { "change" } else { "other change" };
        let others = match self.changes.len() - clauses.len() {
            0 if clauses.is_empty() => Some("The prices haven't changed.".to_owned()),
            0 => None,
            others => Some(format!("The price list has {}.", counted(others, more))),
        };
        let prices = clauses.iter().map(|clause| sentence(clause)).collect::<Vec<_>>().join(" ");
        let prices = Some(prices).filter(|prices| !prices.is_empty());
        prices.into_iter().chain(others).collect()
    }

    /// Says what the plans cover now, where that changed and is known.
    fn budgets_in_words(&self) -> Option<String> {
        let clause = |budget: &BudgetChange| {
            let (from, to) = (budget.from?, budget.to?);
            let (name, to) = (&budget.name, self.noun.counted(to));
            Some(format!("the {name} plan now covers {to} instead of {}", grouped(from)))
        };
        let changed = self.budgets.iter().filter(|budget| budget.from != budget.to);
        let clauses: Vec<String> = changed.filter_map(clause).take(MAX_IN_REPLY).collect();
        (!clauses.is_empty()).then(|| sentence(&list(&clauses)))
    }

    fn budget_table(&self) -> Table {
        let count = |count: Option<u128>, is_unlimited: bool| match count {
            Some(count) => grouped(count),
            None if is_unlimited => "unlimited".to_owned(),
            None => "–".to_owned(),
        };
        let row = |budget: &BudgetChange| {
            let (from, to) = (count(budget.from, budget.from_unlimited), count(budget.to, budget.to_unlimited));
            vec![budget.name.clone(), format!("{from} → {to}")]
        };
        let columns = [Column::words("Plan"), Column::words(self.noun.column())];
        Table::new(columns, self.budgets.iter().map(row).collect())
    }
}

impl Report for DiffReport {
    type Row = Change;

    fn rows(&self) -> Vec<Change> {
        self.changes.clone()
    }

    fn view(&self) -> View {
        let production = self.production_in_words().map_or_else(String::new, |production| format!("; {production}"));
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
            notes: self.remarks.for_text(&self.new),
        }
    }

    fn reply(&self) -> Vec<String> {
        let mut sentences = vec![self.changes_for_customers().join(" ")];
        sentences.extend(self.production_in_words().map(|production| sentence(&production)));
        sentences.extend(self.budgets_in_words());
        sentences.extend(Some(self.remarks.for_customers()).filter(|remarks| !remarks.is_empty()));
        sentences.push(self.new.as_of());
        sentences
    }

    fn verdict(&self) -> Verdict {
        match self.exit_code && !self.changes.is_empty() {
            true => Verdict::No { reason: format!("the tables differ: {}", self.counted_changes()), is_in_text: true },
            false => Verdict::Yes,
        }
    }
}
