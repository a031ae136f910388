//! `credits cost`: what does this production cost?

use rust_decimal::Decimal;
use serde::Serialize;

use super::context::Context;
use super::report::{AssumptionInfo, EXTRA_CREDITS, Line, LineRow, Production, TableInfo, no_usd, six_decimals};
use super::{help, input, reply};
use crate::cli;
use crate::format::{counted, credits, grouped, usd};
use crate::output::view::{Block, View};
use crate::output::{self, Report, Verdict};
use crate::pricing::estimate::{Estimate, estimate};
use crate::pricing::item::Item;
use crate::table::PriceTable;
use crate::table::schema::TopUp;
use crate::values::credits::{Credits, Exact};
use crate::values::price::Unit;

/// The answer of `cost`.
#[derive(Debug, Serialize)]
pub struct CostReport {
    schema: &'static str,
    table: TableInfo,
    #[serde(flatten)]
    bill: Bill,
}

/// What productions come to, as `cost` and `request` report it.
#[derive(Debug, Clone, Serialize)]
pub struct Bill {
    count: u64,
    credits: Credits,
    credits_each: Credits,
    retakes: Exact,
    lines: Vec<Line>,
    usd: Option<Exact>,
    max: Option<Credits>,
    over_max_by: Option<Credits>,
    assumptions: Vec<AssumptionInfo>,
    /// What users should know; `request` adds to them.
    pub notes: Vec<String>,
    /// The production.
    #[serde(skip)]
    pub production: Production,
    /// What stays under the limit, where it is exceeded and that can be said.
    #[serde(skip)]
    affordable: Option<String>,
    /// Whether to show USD.
    #[serde(skip)]
    shows_usd: bool,
    #[serde(skip)]
    top_up: Option<TopUp>,
}

/// Answers `cost`.
///
/// # Errors
/// Where an item can't be priced, or the answer can't be written.
pub fn run(context: &Context<'_>, args: &cli::Cost) -> anyhow::Result<u8> {
    output::write(&report(context, args)?, context.global)
}

fn report(context: &Context<'_>, args: &cli::Cost) -> anyhow::Result<CostReport> {
    let typed = input::typed_items(context, &args.items)?;
    let terms = args.production.terms(context.global.strict);
    let items = typed.iter().map(|item| Item::parse(&item.text, &context.table));
    let estimate = estimate(&context.table, items, terms, args.bill.count)
        .map_err(|faults| help::items(context, &typed, &faults, terms))?;
    Ok(CostReport {
        schema: "credits.cost/1",
        table: TableInfo::in_force(context),
        bill: Bill::of(&context.table, &estimate, &args.bill),
    })
}

impl Bill {
    /// Describes what an estimate comes to.
    pub fn of(table: &PriceTable, estimate: &Estimate<'_>, args: &cli::Bill) -> Bill {
        let production = Production::of(estimate);
        let over_max_by = args.max.map(|max| estimate.total.minus(max)).filter(|over| !over.is_zero());
        let usd = table.top_up.as_ref().and_then(|top_up| top_up.usd(estimate.total)).map(six_decimals);
        let mut notes = production.notes.clone();
        notes.extend((args.usd && usd.is_none()).then(|| no_usd(&[EXTRA_CREDITS])));
        Bill {
            count: estimate.count,
            credits: estimate.total,
            credits_each: estimate.each,
            retakes: production.retakes,
            lines: production.lines.clone(),
            usd,
            max: args.max,
            over_max_by,
            assumptions: production.assumptions.clone(),
            notes,
            affordable: args.max.filter(|_| over_max_by.is_some()).and_then(|max| affordable(estimate, max)),
            production,
            shows_usd: args.usd,
            top_up: table.top_up.clone(),
        }
    }

    /// Returns the answer on line 1.
    pub fn headline(&self) -> String {
        let total = credits(self.credits);
        match self.count {
            _ if self.credits.is_zero() => "0 credits: this is free".to_owned(),
            1 => total,
            count => format!("{total} for {}, {} each", grouped(count), grouped(self.credits_each)),
        }
    }

    /// Returns the lines, and what they cost in USD.
    pub fn blocks(&self) -> Vec<Block> {
        let mut blocks = vec![Block::Table(self.production.table("Total"))];
        let usd = self.usd_in_words();
        if !usd.is_empty() {
            blocks.push(Block::Lines(usd));
        }
        blocks
    }

    /// Describes the cost in USD, where that is asked, and what has to be bought at least.
    fn usd_in_words(&self) -> Vec<String> {
        let (Some(Exact(amount)), Some(top_up), true) = (self.usd, &self.top_up, self.shows_usd) else {
            return Vec::new();
        };
        let rate = usd(top_up.usd_per_1000.0);
        let mut lines = vec![format!("USD {} at the price of extra credits, {rate} per 1,000", usd(amount))];
        if let Ok(purchase) = top_up.purchase(self.credits)
            && !self.credits.is_zero()
            && purchase.credits > self.credits.rounded_up()
        {
            let bought = grouped(purchase.credits);
            lines.push(format!("The smallest purchase is {bought} credits for USD {}", usd(purchase.usd)));
        }
        lines
    }

    /// Returns the bare number.
    pub fn number(&self) -> String {
        self.credits.to_string()
    }

    /// Returns no where the limit is exceeded.
    pub fn verdict(&self) -> Verdict {
        self.over_limit().map_or(Verdict::Yes, |reason| Verdict::No { reason, is_in_text: false })
    }

    /// Says by how much the limit is exceeded, and what stays under it.
    pub fn over_limit(&self) -> Option<String> {
        let (max, over) = (self.max?, self.over_max_by?);
        let affordable = self.affordable.as_ref().map_or_else(String::new, |affordable| format!("; {affordable}"));
        let (total, max, over) = (credits(self.credits), grouped(max), grouped(over));
        Some(format!("over the limit: {total}, limit {max}, over by {over}{affordable}"))
    }

    /// Returns the sentences that answer a customer.
    pub fn sentences(&self) -> Vec<String> {
        let lines = reply::lines(&self.production);
        let each = credits(self.credits_each);
        let mut sentences = vec![match self.count {
            _ if self.credits.is_zero() => format!("This costs no credits: {lines}."),
            1 => format!("This costs {each}: {lines}."),
            count => format!("{} of these cost {}. Each costs {each}: {lines}.", grouped(count), credits(self.credits)),
        }];
        sentences.extend(self.further_sentences());
        sentences
    }

    /// Returns the sentences about the limit and USD.
    pub fn further_sentences(&self) -> Vec<String> {
        let mut sentences = Vec::new();
        if let (Some(max), Some(over)) = (self.max, self.over_max_by) {
            sentences.push(format!("That is {} over the limit of {}.", credits(over), credits(max)));
        }
        let usd = self.usd_in_words();
        if !usd.is_empty() {
            sentences.push(usd.iter().map(|line| super::report::sentence(line)).collect::<Vec<_>>().join(" "));
        }
        sentences
    }
}

/// Says how many stay under a limit, or that another option does.
fn affordable(estimate: &Estimate<'_>, max: Credits) -> Option<String> {
    if estimate.count > 1 {
        return Some(format!("{} of these stay under it", grouped(max.holds(estimate.each)?)));
    }
    for group in estimate.grouped_assumptions() {
        if let crate::pricing::assumption::Assumed::Option { others, .. } = &group.assumed {
            let cheaper = others.iter().find(|other| other.total.is_some_and(|total| total <= max));
            if let Some((words, total)) = cheaper.and_then(|other| Some((&other.words, other.total?))) {
                return Some(format!("{words} it would be {}", grouped(total)));
            }
        }
    }
    // A recipe a number of times, or as much for each of several.
    let times = estimate.lines.first()?.times;
    if times > 1 && estimate.lines.iter().all(|line| line.times == times) {
        let count = max.times(Decimal::from(times)).ok()?.holds(estimate.each)?;
        return Some(format!("{} of these stay under it", grouped(count)));
    }
    let [line] = estimate.lines.as_slice() else { return None };
    let one = line.rate.times(estimate.retakes.factor()).ok()?;
    let (count, noun) = match (line.unit, line.clips, line.clip_length) {
        (Unit::Credit, ..) => return None,
        (Unit::Second, Some(_), Some(length)) => {
            let count = max.holds(one.times(length.seconds()).ok()?)?;
            (count, format!("{} of {}", counted(count, "clip"), crate::format::seconds(length.seconds())))
        }
        (unit, ..) => {
            let count = max.holds(one)?;
            (count, counted(count, unit.noun()))
        }
    };
    let stay = if count == 1 { "stays" } else { "stay" };
    Some(format!("{noun} {stay} under it"))
}

impl Report for CostReport {
    type Row = LineRow;

    fn rows(&self) -> Vec<LineRow> {
        self.bill.production.rows()
    }

    fn sample_row(&self) -> LineRow {
        self.bill.production.sample_row()
    }

    fn view(&self) -> View {
        let notes = self.bill.production.assumption_notes.iter().chain(&self.bill.notes).chain(&self.table.note);
        View {
            headline: self.bill.headline(),
            blocks: self.bill.blocks(),
            footer: self.table.footer(),
            notes: notes.cloned().collect(),
        }
    }

    fn reply(&self) -> Vec<String> {
        reply::ended(self.bill.sentences(), &[&self.bill.production], &[], &self.table)
    }

    fn number(&self) -> Option<String> {
        Some(self.bill.number())
    }

    fn verdict(&self) -> Verdict {
        self.bill.verdict()
    }
}
