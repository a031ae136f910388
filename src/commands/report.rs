//! The parts that the reports of several commands share.

use rust_decimal::Decimal;
use serde::Serialize;

use super::context::Context;
use crate::format::{capitalized, choice, counted, grouped, half_up, seconds};
use crate::output::view::{Column, Table};
use crate::pricing::assumption::{Assumption, Group, few};
use crate::pricing::estimate::{Estimate, Line, Note, Retakes, no_audio_choice};
use crate::table::PriceTable;
use crate::table::read::CREDITS;
use crate::table::schema::{Head, Model, Plan, Rule};
use crate::values::credits::{Credits, Exact};
use crate::values::day::Day;
use crate::values::lengths::next_possible;
use crate::values::price::{Rate, Unit};
use crate::values::quantity::Length;

/// The topics of the rules that apply to every price, for replies.
const RULE_TOPICS: [&str; 2] = ["failed", "free"];

/// The topic of the rule on what costs more than there is.
const SHORTAGE_TOPIC: &str = "not enough";

/// Rounds an amount of money or a ratio to six decimals, as documents show it.
pub fn six_decimals(number: Decimal) -> Exact {
    Exact(half_up(number, 6))
}

/// Which price table an answer comes from.
#[derive(Debug, Clone, Serialize)]
pub struct TableInfo {
    #[serde(flatten)]
    head: Head,
    origin: String,
    /// Name, date, file and changed rates in one line.
    #[serde(skip)]
    pub description: String,
    /// The changed rates, for customers.
    #[serde(skip)]
    pub changes: Vec<String>,
    /// The rules that apply to every price, in sentences.
    #[serde(skip)]
    pub rules: Vec<String>,
    /// What happens with too few credits, in a sentence.
    #[serde(skip)]
    pub shortage: Option<String>,
    /// Where the prices in USD come from.
    #[serde(skip)]
    usd_sources: Vec<String>,
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
            usd_sources: Vec::new(),
            head: table.head.clone(),
            origin: table.origin.clone(),
            description: table.description(),
            changes: table.changes.iter().map(|change| change.for_customers.clone()).collect(),
            shortage: about(&SHORTAGE_TOPIC).map(|rule| rule.text.clone()),
            rules: RULE_TOPICS.iter().filter_map(about).map(|rule| rule.text.clone()).collect(),
            note: None,
        }
    }

    /// Describes the price table in force.
    pub fn in_force(context: &Context<'_>) -> TableInfo {
        let PriceTable { plans, top_up, .. } = &*context.table;
        let has_price = |plan: &&Plan| match context.command {
            "plans" => true,
            "fit" => plan.usd().is_some_and(|usd| !usd.is_zero()),
            // Only the price of extra credits is used.
            _ => false,
        };
        let sources = plans.iter().filter(has_price).map(|plan| (&plan.source, plan.checked));
        let sources = sources.chain(top_up.iter().map(|top_up| (&top_up.source, top_up.checked)));
        let source = |(source, checked): (&Option<String>, Option<Day>)| {
            let checked = checked.map_or_else(String::new, |day| format!(" ({day})"));
            Some(format!("{}{checked}", source.as_ref()?))
        };
        TableInfo {
            usd_sources: unique(sources.filter_map(source)),
            note: context.table_note.clone(),
            ..TableInfo::of(&context.table)
        }
    }

    /// Returns the last line of a text.
    pub fn footer(&self) -> Vec<String> {
        vec![format!("Prices: {}", self.description)]
    }

    /// Returns the last sentence of a reply.
    pub fn as_of(&self) -> String {
        format!("Prices as of {}: {}", self.head.checked, self.head.source)
    }

    /// Says where the prices in USD come from; nothing where the table doesn't say.
    pub fn usd_sources(&self) -> Option<String> {
        (!self.usd_sources.is_empty()).then(|| format!("Prices in USD: {}", few(&self.usd_sources)))
    }
}

impl Line<'_> {
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

    /// Returns whether clips of the model make this number of seconds together, as far as is known.
    pub fn offers(&self, seconds: Decimal) -> bool {
        let offered = self.model.map_or(&[][..], |model| &model.seconds_offered);
        let milliseconds = seconds.checked_mul(Decimal::ONE_THOUSAND).and_then(|seconds| u64::try_from(seconds).ok());
        let length = milliseconds.and_then(Length::from_milliseconds);
        offered.is_empty() || length.is_some_and(|length| next_possible(offered, length) == Some(length))
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
#[derive(Debug, Default, Serialize)]
pub struct LineRow<'a> {
    #[serde(flatten)]
    line: Line<'a>,
    retakes: Retakes,
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
        let describe = |one: &Assumption<'_>| AssumptionInfo {
            code: one.assumed.code(),
            model: one.model.name.clone(),
            assumed: one.assumed.in_words(),
            alternative_credits: one.alternative,
            message: one.assumed.note(&[&one.model.name], one.origin),
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
    /// What the service can't make, which customers should read first.
    #[serde(skip)]
    unavailable: Vec<String>,
}

impl Remarks {
    /// Collects the remarks on an estimate.
    pub fn of(estimate: &Estimate<'_>) -> Remarks {
        let groups = estimate.grouped_assumptions();
        let mut remarks = Remarks::of_groups(AssumptionInfo::all(estimate), &groups, &groups);
        estimate.notes.iter().cloned().for_each(|note| remarks.add_note(note));
        estimate.ignored_audio.into_iter().for_each(|audio| remarks.add(no_audio_choice(audio)));
        remarks
    }

    /// Makes remarks of assumptions: each for documents, grouped for a text and for customers.
    pub fn of_groups(
        assumptions: impl IntoIterator<Item = AssumptionInfo>,
        for_text: &[Group<'_>],
        for_customers: &[Group<'_>],
    ) -> Remarks {
        let (unavailable, others): (Vec<&Group<'_>>, _) =
            for_customers.iter().partition(|group| group.assumed.is_unavailable());
        let sentences = |groups: Vec<&Group<'_>>| groups.iter().map(|group| group.sentence(Model::title)).collect();
        Remarks {
            assumptions: unique(assumptions),
            notes: Vec::new(),
            assumption_notes: for_text.iter().map(Group::note).collect(),
            for_customers: sentences(others),
            unavailable: sentences(unavailable),
        }
    }

    /// Adds a note for users.
    pub fn add(&mut self, note: String) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// Adds a note for users, and for customers where it is for them.
    pub fn add_note(&mut self, note: Note) {
        if note.is_for_customers {
            self.for_customers.push(note.text.clone());
        }
        self.add(note.text);
    }

    /// Adds the remarks of another estimate that these don't have, the assumptions with a label.
    pub fn merge(&mut self, other: Remarks, label: &str) {
        let labelled = |text: String| format!("{label} {text}");
        let only_other = |own: &[String], other: Vec<String>| -> Vec<String> {
            other.into_iter().filter(|text| !own.contains(text)).map(labelled).collect()
        };
        other.notes.into_iter().for_each(|note| self.add(note));
        self.assumption_notes.extend(only_other(&self.assumption_notes, other.assumption_notes));
        self.for_customers.extend(only_other(&self.for_customers, other.for_customers));
        self.unavailable.extend(only_other(&self.unavailable, other.unavailable));
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
        sentences(&self.for_customers)
    }

    /// Says to customers what the service can't make, in one line; empty where it can make everything.
    pub fn unavailable(&self) -> String {
        sentences(&self.unavailable)
    }
}

impl<'a> Estimate<'a> {
    /// Returns whether it is a known amount of credits and nothing else.
    pub fn is_a_figure(&self) -> bool {
        self.lines.iter().all(|line| line.name == CREDITS) && self.retakes.percent().is_none()
    }

    /// Returns the date of its prices where none of them is on the page that is the table's source.
    pub fn own_date(&self) -> Option<Day> {
        let is_own = |line: &Line<'_>| line.unit == Unit::Credit && line.name != CREDITS;
        self.own_date.filter(|_| self.lines.iter().all(is_own))
    }

    /// Returns the lines as rows of CSV.
    pub fn rows(&self) -> Vec<LineRow<'a>> {
        let row = |line: &Line<'a>| LineRow { line: line.clone(), retakes: self.retakes, count: self.count };
        self.lines.iter().map(row).collect()
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
        let line = |line: &Line<'_>| {
            let (credits, option) = (grouped(line.credits), line.option.map(Rate::in_words));
            let (quantity, rate) = (line.quantity_in_words(), line.rate_in_words());
            vec![line.name.to_owned(), quantity, rate, credits, option.unwrap_or_default()]
        };
        let mut rows: Vec<Vec<String>> = self.lines.iter().map(line).collect();
        let mut total = |title: String, quantity: String, credits: Credits| {
            rows.push(vec![title, quantity, String::new(), grouped(credits), String::new()]);
        };
        let has_retakes = self.retakes.percent().is_some();
        if has_retakes {
            let sum =
                self.lines.iter().try_fold(Credits::ZERO, |sum, line| sum.plus(line.credits)).unwrap_or(self.each);
            total("Retakes".to_owned(), format!("× {}", grouped(self.retakes.factor())), self.each.minus(sum));
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
    format!("--usd has no effect: the price table has no price in USD for {}", choice(of))
}

/// What is bought beside a plan.
pub const EXTRA_CREDITS: &str = "extra credits";

/// Returns an option to put behind a name: ` with audio`, ` (1080p)`; nothing for a model without options.
pub fn after_name(option: Option<&Rate>) -> String {
    match option.map(Rate::in_words) {
        Some(words) if words.starts_with("with") => format!(" {words}"),
        Some(words) => format!(" ({words})"),
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

fn sentences(clauses: &[String]) -> String {
    unique(clauses).into_iter().map(|clause| sentence(clause)).collect::<Vec<_>>().join(" ")
}

/// Makes a sentence of a clause. An identifier at its beginning, such as `veo3.1/fast`, stays as it is.
pub fn sentence(clause: &str) -> String {
    let first = clause.split(' ').next().unwrap_or_default();
    let is_word = first.chars().all(|c| c.is_alphabetic() || c == '\'');
    let clause = if is_word { capitalized(clause.trim()) } else { clause.trim().to_owned() };
    if clause.ends_with(['.', '?', '!']) { clause } else { format!("{clause}.") }
}
