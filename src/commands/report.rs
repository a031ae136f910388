//! The parts that the reports of several commands share.

use rust_decimal::Decimal;
use serde::Serialize;

use super::context::Context;
use crate::format::{capitalized, counted, grouped, half_up, seconds};
use crate::output::view::{Column, Table};
use crate::pricing::assumption::{Assumption, Group};
use crate::pricing::estimate::{Estimate, Note};
use crate::table::PriceTable;
use crate::table::read::CREDITS;
use crate::table::schema::{Model, Rule};
use crate::values::credits::{Credits, Exact};
use crate::values::price::Unit;
use crate::values::quantity::Length;

/// The topics of the rules that apply to every price, for replies.
const RULE_TOPICS: [&str; 2] = ["failed", "free"];

/// Rounds an amount of money or a ratio to six decimals, as documents show it.
pub fn six_decimals(number: Decimal) -> Exact {
    Exact(half_up(number, 6))
}

/// Which price table an answer comes from.
#[derive(Debug, Clone, Serialize)]
pub struct TableInfo {
    name: String,
    source: String,
    checked: String,
    origin: String,
    /// Name, date, file and changed rates in one line.
    #[serde(skip)]
    pub description: String,
    /// The changed rates alone: `, with nano-banana at 18 instead of 15`.
    #[serde(skip)]
    changes: String,
    /// The rules that apply to every price, in sentences.
    #[serde(skip)]
    pub rules: Vec<String>,
    /// A note on the price table itself.
    #[serde(skip)]
    pub note: Option<String>,
}

impl TableInfo {
    /// Describes a price table.
    pub fn of(table: &PriceTable) -> TableInfo {
        let about = |topic: &&str| -> Option<&Rule> {
            table.rules.iter().find(|rule| rule.known && rule.topics.iter().any(|known| known == topic))
        };
        TableInfo {
            name: table.head.name.clone(),
            source: table.head.source.clone(),
            checked: table.head.checked.to_string(),
            origin: table.origin.clone(),
            description: table.description(),
            changes: table.changes_in_words(),
            rules: RULE_TOPICS.iter().filter_map(about).map(|rule| rule.text.clone()).collect(),
            note: None,
        }
    }

    /// Describes the price table in force.
    pub fn in_force(context: &Context<'_>) -> TableInfo {
        TableInfo { note: context.table_note.clone(), ..TableInfo::of(&context.table) }
    }

    /// Returns the last line of a text.
    pub fn footer(&self) -> Vec<String> {
        vec![format!("Prices: {}", self.description)]
    }

    /// Returns the last sentence of a reply.
    pub fn as_of(&self) -> String {
        format!("Prices as of {}: {}{}", self.checked, self.source, self.changes)
    }
}

/// One line of a production.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Line {
    /// The row's name, `credits`, or what has a fixed price.
    pub name: String,
    /// The row; null for an amount of credits.
    pub model: Option<String>,
    kind: Option<String>,
    /// What `quantity` counts.
    pub unit: Unit,
    /// Rate times quantity is `credits`.
    pub quantity: Exact,
    /// How many clips, where clips are counted.
    pub clips: Option<u64>,
    /// How long each is, where that is known.
    pub clip_seconds: Option<Length>,
    /// Credits for one unit.
    pub rate: Credits,
    audio: Option<bool>,
    option: Option<String>,
    /// What the line costs.
    pub credits: Credits,
    /// What customers call it.
    #[serde(skip)]
    pub title: String,
    /// The option in words.
    #[serde(skip)]
    pub option_words: Option<String>,
    /// How often the item is needed.
    #[serde(skip)]
    pub times: u64,
}

impl Line {
    fn of(line: &crate::pricing::estimate::Line<'_>) -> Line {
        Line {
            name: line.name.to_owned(),
            model: line.model.map(|model| model.name.clone()),
            kind: line.model.map(|model| model.kind.clone()),
            unit: line.unit,
            quantity: Exact(line.quantity),
            clips: line.clips,
            clip_seconds: line.clip_length,
            rate: line.rate,
            audio: line.option.and_then(|option| option.audio()),
            option: line.option.map(|option| option.option.clone()),
            credits: line.credits,
            title: line.title.to_owned(),
            option_words: line.option.map(|option| option.in_words()),
            times: line.times,
        }
    }

    /// Lists the lines of an estimate.
    pub fn all(estimate: &Estimate<'_>) -> Vec<Line> {
        estimate.lines.iter().map(Line::of).collect()
    }

    /// Describes the quantity: `7 images`, `48 s`, `6 × 8 s = 48 s`.
    pub fn quantity_in_words(&self) -> String {
        let quantity = self.quantity.0;
        match (self.unit, self.clips, self.clip_seconds) {
            (Unit::Credit, ..) if self.times > 1 => {
                let each = quantity.checked_div(Decimal::from(self.times)).unwrap_or(quantity);
                format!("{} × {}", grouped(self.times), grouped(each.normalize()))
            }
            (Unit::Credit, ..) => String::new(),
            (Unit::Second, Some(clips), Some(each)) if clips > 1 => {
                format!("{} × {} = {}", grouped(clips), seconds(each.seconds()), seconds(quantity))
            }
            (Unit::Second, ..) => seconds(quantity),
            (unit, ..) => counted(self.quantity, unit.noun()),
        }
    }

    /// Describes the rate: `15/image`, `50/s`; nothing for an amount of credits.
    fn rate_in_words(&self) -> String {
        let rate = grouped(self.rate);
        match self.unit {
            Unit::Credit => String::new(),
            _ if self.rate.is_zero() => "free".to_owned(),
            Unit::Second => format!("{rate}/s"),
            unit => format!("{rate}/{}", unit.noun()),
        }
    }
}

/// A line of CSV: with how many, and the factor of retakes, so that the rows' sum gives the total.
#[derive(Debug, Serialize)]
pub struct LineRow {
    #[serde(flatten)]
    line: Line,
    retakes: Exact,
    count: u64,
}

/// Something that nobody said and the price depends on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AssumptionInfo {
    code: &'static str,
    model: String,
    assumed: String,
    alternative_credits: Option<Credits>,
    message: String,
}

impl AssumptionInfo {
    /// Lists the assumptions of an estimate.
    pub fn all(estimate: &Estimate<'_>) -> Vec<AssumptionInfo> {
        let describe = |Assumption { line, model, assumed, alternative }: &Assumption<'_>| AssumptionInfo {
            code: assumed.code(),
            model: model.name.clone(),
            assumed: assumed.in_words(),
            alternative_credits: *alternative,
            message: assumed.note(&[&model.name], estimate.lines.get(*line).is_some_and(|line| line.is_in_recipe)),
        };
        estimate.assumptions.iter().map(describe).collect()
    }
}

/// What had to be assumed, and what users should know besides: of one estimate, or of several together.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Remarks {
    /// The assumptions, for documents.
    assumptions: Vec<AssumptionInfo>,
    /// What users should know besides.
    notes: Vec<String>,
    /// The assumptions for the notes of a text: a line a kind.
    #[serde(skip)]
    assumption_notes: Vec<String>,
    /// Assumptions and notes that customers should know, as clauses.
    #[serde(skip)]
    for_customers: Vec<String>,
}

impl Remarks {
    /// Collects the remarks on an estimate.
    pub fn of(estimate: &Estimate<'_>) -> Remarks {
        let groups = estimate.grouped_assumptions();
        let mut remarks = Remarks::of_groups(AssumptionInfo::all(estimate), &groups, &groups);
        estimate.notes.iter().for_each(|note| remarks.add_row_note(note));
        remarks
    }

    /// Makes remarks of assumptions: each for documents, grouped for a text and for customers.
    pub fn of_groups(
        assumptions: impl IntoIterator<Item = AssumptionInfo>,
        for_text: &[Group<'_>],
        for_customers: &[Group<'_>],
    ) -> Remarks {
        Remarks {
            assumptions: unique(assumptions),
            notes: Vec::new(),
            assumption_notes: for_text.iter().map(Group::note).collect(),
            for_customers: for_customers.iter().map(|group| group.sentence(Model::title)).collect(),
        }
    }

    /// Adds a note for users.
    pub fn add(&mut self, note: String) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// Adds a note for users and customers.
    pub fn add_for_all(&mut self, note: String) {
        self.for_customers.push(note.clone());
        self.add(note);
    }

    /// Adds a note of an estimate.
    pub fn add_row_note(&mut self, note: &Note<'_>) {
        match note {
            Note::Row { is_for_customers: true, .. } => self.add_for_all(note.to_string()),
            _ => self.add(note.to_string()),
        }
    }

    /// Adds the remarks of another estimate that these don't have, the assumptions with a label.
    pub fn merge(&mut self, other: Remarks, label: &str) {
        let labelled = |text: String| format!("{label}: {text}");
        let only_other = |own: &[String], other: Vec<String>| -> Vec<String> {
            other.into_iter().filter(|text| !own.contains(text)).map(labelled).collect()
        };
        other.notes.into_iter().for_each(|note| self.add(note));
        self.assumption_notes.extend(only_other(&self.assumption_notes, other.assumption_notes));
        self.for_customers.extend(only_other(&self.for_customers, other.for_customers));
        for one in other.assumptions {
            if !self.assumptions.contains(&one) {
                self.assumptions.push(AssumptionInfo { message: labelled(one.message), ..one });
            }
        }
    }

    /// Returns the notes of a text, with the one on the price table itself.
    pub fn for_text(&self, table: &TableInfo) -> Vec<String> {
        self.assumption_notes.iter().chain(&self.notes).chain(&table.note).cloned().collect()
    }

    /// Returns sentences for customers, in one line; empty where there are none.
    pub fn for_customers(&self) -> String {
        unique(&self.for_customers).into_iter().map(|clause| sentence(clause)).collect::<Vec<_>>().join(" ")
    }
}

/// A priced production, as every command that prices one reports it.
#[derive(Debug, Clone, Serialize)]
pub struct Production {
    /// How many.
    pub count: u64,
    /// What all cost.
    #[serde(rename = "credits")]
    pub total: Credits,
    /// What one costs.
    #[serde(rename = "credits_each")]
    pub each: Credits,
    /// The factor of retakes.
    pub retakes: Exact,
    /// The lines of one.
    pub lines: Vec<Line>,
}

impl Production {
    /// Describes an estimate.
    pub fn of(estimate: &Estimate<'_>) -> Production {
        Production {
            lines: Line::all(estimate),
            retakes: Exact(estimate.retakes.factor()),
            each: estimate.each,
            count: estimate.count,
            total: estimate.total,
        }
    }

    /// Returns whether it is a known amount of credits and nothing else.
    pub fn is_a_figure(&self) -> bool {
        self.lines.iter().all(|line| line.name == CREDITS) && self.retakes.0 == Decimal::ONE
    }

    /// Returns the lines as rows of CSV.
    pub fn rows(&self) -> Vec<LineRow> {
        let row = |line: &Line| LineRow { line: line.clone(), retakes: self.retakes, count: self.count };
        self.lines.iter().map(row).collect()
    }

    /// Returns a row with every field present.
    pub fn sample_row(&self) -> LineRow {
        LineRow { line: Line::default(), retakes: self.retakes, count: self.count }
    }

    /// Returns the factor of retakes as a per cent: 25 for 1.25.
    pub fn retakes_percent(&self) -> Option<Decimal> {
        let more = self.retakes.0.checked_sub(Decimal::ONE)?.checked_mul(Decimal::ONE_HUNDRED)?;
        (!more.is_zero()).then(|| more.normalize())
    }

    /// Makes the table of the lines, with their sum under the title `each`.
    pub fn table(&self, each: &str) -> Table {
        let columns = [
            Column::words("Model"),
            Column::numbers("Quantity"),
            Column::numbers("Rate").optional(),
            Column::numbers("Credits"),
            Column::words(""),
        ];
        let line = |line: &Line| {
            let credits = grouped(line.credits);
            let option = line.option_words.clone().unwrap_or_default();
            vec![line.name.clone(), line.quantity_in_words(), line.rate_in_words(), credits, option]
        };
        let mut rows: Vec<Vec<String>> = self.lines.iter().map(line).collect();
        let mut total = |title: String, quantity: String, credits: Credits| {
            rows.push(vec![title, quantity, String::new(), grouped(credits), String::new()]);
        };
        let has_retakes = self.retakes.0 != Decimal::ONE;
        if has_retakes {
            let sum =
                self.lines.iter().try_fold(Credits::ZERO, |sum, line| sum.plus(line.credits)).unwrap_or(self.each);
            total("Retakes".to_owned(), format!("× {}", grouped(self.retakes)), self.each.minus(sum));
        }
        if self.lines.len() > 1 || has_retakes || self.count == 1 && each != "Total" {
            total(if self.count > 1 { "Each".to_owned() } else { each.to_owned() }, String::new(), self.each);
        }
        if self.count > 1 {
            total(format!("Total of {}", grouped(self.count)), String::new(), self.total);
        }
        Table::new(columns, rows)
    }
}

/// Says that USD were asked for, where the price table has no such price.
pub fn no_usd(of: &[&str]) -> String {
    format!("--usd has no effect: the price table has no price in USD for {}", crate::format::list(of))
}

/// What is bought beside a plan.
pub const EXTRA_CREDITS: &str = "extra credits";

/// Returns an option to put behind a name: ` with audio`, ` (1080p)`; nothing for a model without options.
pub fn after_name(option: Option<&str>) -> String {
    match option {
        Some(option) if option.starts_with("with") => format!(" {option}"),
        Some(option) => format!(" ({option})"),
        None => String::new(),
    }
}

/// Returns each of these once, in their order.
pub fn unique<T: PartialEq>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut unique = Vec::new();
    for item in items {
        if !unique.contains(&item) {
            unique.push(item);
        }
    }
    unique
}

/// Makes a sentence of a clause. An identifier at its beginning, such as `veo3.1/fast`, stays as it is.
pub fn sentence(clause: &str) -> String {
    let first = clause.split(' ').next().unwrap_or_default();
    let is_word = first.chars().all(|c| c.is_alphabetic() || c == '\'');
    let clause = if is_word { capitalized(clause.trim()) } else { clause.trim().to_owned() };
    if clause.ends_with(['.', '?', '!']) { clause } else { format!("{clause}.") }
}
