//! `credits cost`: what does this production cost?

use rust_decimal::Decimal;
use serde::Serialize;

use super::context::Context;
use super::report::{EXTRA_CREDITS, LineRow, Production, Remarks, TableInfo, no_usd, six_decimals};
use super::{help, input, reply};
use crate::cli;
use crate::format::{counted, credits, grouped, usd};
use crate::output::view::{Block, View};
use crate::output::{self, Report, Verdict};
use crate::pricing::assumption::Assumed;
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
    /// The production.
    #[serde(flatten)]
    pub production: Production,
    usd: Option<Exact>,
    max: Option<Credits>,
    over_max_by: Option<Credits>,
    /// What was assumed and what users should know; `request` adds to it.
    #[serde(flatten)]
    pub remarks: Remarks,
    /// What the limit allows, where it is exceeded and that can be said.
    #[serde(skip)]
    affordable: Option<String>,
    /// The cost in USD in words, where `--usd` asks for it.
    #[serde(skip)]
    usd_in_words: Vec<String>,
}

/// Answers `cost`.
///
/// # Errors
/// Where an item can't be priced, or the answer can't be written.
pub fn run(context: &Context<'_>, args: &cli::Cost) -> anyhow::Result<u8> {
    let typed = input::typed_items(context, &args.items)?;
    let terms = args.production.terms(context.global.strict);
    let items = typed.iter().map(|item| Item::parse(&item.text, &context.table));
    let estimate = estimate(&context.table, items, terms, args.bill.count)
        .map_err(|faults| help::items(context, &typed, &faults, terms))?;
    let bill = Bill::of(&context.table, &estimate, &args.bill);
    let report = CostReport { schema: "credits.cost/1", table: TableInfo::in_force(context), bill };
    output::write(&report, context.global)
}

impl Bill {
    /// Describes what an estimate comes to.
    pub fn of(table: &PriceTable, estimate: &Estimate<'_>, args: &cli::Bill) -> Bill {
        let over_max_by = args.max.map(|max| estimate.total.minus(max)).filter(|over| !over.is_zero());
        let usd = table.top_up.as_ref().and_then(|top_up| Some((top_up, top_up.usd(estimate.total)?)));
        let mut remarks = Remarks::of(estimate);
        if args.usd && usd.is_none() {
            remarks.add(no_usd(&[EXTRA_CREDITS]));
        }
        let in_words = |(top_up, usd)| usd_in_words(top_up, estimate.total, usd);
        Bill {
            production: Production::of(estimate),
            usd: usd.map(|(_, usd)| six_decimals(usd)),
            max: args.max,
            over_max_by,
            remarks,
            affordable: args.max.filter(|_| over_max_by.is_some()).and_then(|max| affordable(estimate, max)),
            usd_in_words: usd.filter(|_| args.usd).map(in_words).unwrap_or_default(),
        }
    }

    /// Returns the answer on line 1.
    pub fn headline(&self) -> String {
        let Production { count, total, each, .. } = &self.production;
        match count {
            _ if total.is_zero() => "0 credits: this is free".to_owned(),
            1 => credits(total),
            count => format!("{} for {}, {} each", credits(total), grouped(count), grouped(each)),
        }
    }

    /// Returns the lines, and what they cost in USD.
    pub fn blocks(&self) -> Vec<Block> {
        let mut blocks = vec![Block::Table(self.production.table("Total"))];
        blocks.extend((!self.usd_in_words.is_empty()).then(|| Block::Lines(self.usd_in_words.clone())));
        blocks
    }

    /// Returns the bare number.
    pub fn number(&self) -> String {
        self.production.total.to_string()
    }

    /// Returns no where the limit is exceeded.
    pub fn verdict(&self) -> Verdict {
        self.over_limit().map_or(Verdict::Yes, |reason| Verdict::No { reason, is_in_text: false })
    }

    /// Says by how much the limit is exceeded, and what it allows.
    pub fn over_limit(&self) -> Option<String> {
        let (max, over) = (self.max?, self.over_max_by?);
        let affordable = self.affordable.as_ref().map_or_else(String::new, |affordable| format!("; {affordable}"));
        let (total, max, over) = (credits(self.production.total), grouped(max), grouped(over));
        Some(format!("over the limit: {total}, limit {max}, over by {over}{affordable}"))
    }

    /// Returns the sentences that answer a customer.
    pub fn sentences(&self) -> Vec<String> {
        let lines = reply::lines(&self.production);
        let Production { count, total, each, .. } = &self.production;
        let each = credits(each);
        let costs =
            if self.production.is_a_figure() { format!("costs {each}") } else { format!("costs {each}: {lines}") };
        let mut sentences = vec![match count {
            _ if total.is_zero() => format!("This costs no credits: {lines}."),
            1 => format!("This {costs}."),
            count => format!("Each {costs}. {} of them cost {}.", grouped(count), credits(total)),
        }];
        sentences.extend(self.further_sentences());
        sentences
    }

    /// Returns the sentences about the limit and USD.
    pub fn further_sentences(&self) -> Vec<String> {
        let mut sentences = Vec::new();
        if let (Some(max), Some(over)) = (self.max, self.over_max_by) {
            let affordable = self.affordable.as_ref().map_or_else(String::new, |affordable| format!("; {affordable}"));
            sentences.push(format!("That is {} over the limit of {}{affordable}.", credits(over), credits(max)));
        }
        sentences.push(self.usd_in_words.iter().map(|line| format!("{line}.")).collect::<Vec<_>>().join(" "));
        sentences
    }
}

/// Describes the cost in USD, and what has to be bought at least.
fn usd_in_words(top_up: &TopUp, cost: Credits, amount: Decimal) -> Vec<String> {
    let rate = usd(top_up.usd_per_1000.0);
    let mut lines = vec![format!("That is USD {} at the price of extra credits, USD {rate} per 1,000", usd(amount))];
    if let Ok(purchase) = top_up.purchase(cost)
        && purchase.credits > cost.rounded_up()
    {
        let bought = grouped(purchase.credits);
        lines.push(format!("The smallest purchase is {bought} credits for USD {}", usd(purchase.usd)));
    }
    lines
}

/// Says what a limit allows, or that another option is within it.
fn affordable(estimate: &Estimate<'_>, max: Credits) -> Option<String> {
    for group in estimate.grouped_assumptions() {
        if let Assumed::Option { others, .. } = &group.assumed {
            let cheaper = others.iter().find(|other| other.total.is_some_and(|total| total <= max));
            if let Some((words, total)) = cheaper.and_then(|other| Some((&other.words, other.total?))) {
                return Some(format!("{words} it would be {}", grouped(total)));
            }
        }
    }
    // How often an item is needed: a recipe's number, or as much for each of several.
    let times = estimate.lines.first()?.times;
    let is_several = times > 1 && estimate.lines.iter().all(|line| line.times == times);
    let (count, what) = if estimate.count > 1 || is_several {
        let times = if estimate.count > 1 { 1 } else { times };
        let count = max.times(Decimal::from(times)).ok()?.holds(estimate.each)?;
        (count, format!("{} of these", grouped(count)))
    } else {
        let Covered { count, noun, .. } = Covered::of(estimate, max)?;
        (count, counted(count, noun))
    };
    Some(if count == 0 { "the limit allows none".to_owned() } else { format!("the limit allows {what}") })
}

/// How many of the thing that a production is several of some credits cover.
pub struct Covered {
    /// How many the production has.
    pub all: Decimal,
    /// How many are covered.
    pub count: u128,
    /// The noun of the thing.
    pub noun: &'static str,
}

impl Covered {
    /// Counts them; `None` where the production isn't of one thing.
    pub fn of(estimate: &Estimate<'_>, available: Credits) -> Option<Covered> {
        let [line] = estimate.lines.as_slice() else { return None };
        let (all, noun) = match line.clips {
            _ if line.unit == Unit::Credit => return None,
            Some(clips) => (Decimal::from(clips), "clip"),
            None => (line.quantity, line.unit.noun()),
        };
        Some(Covered { all, count: available.times(all).ok()?.holds(estimate.each)?, noun })
    }
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
        let notes = self.bill.remarks.for_text(&self.table);
        View { headline: self.bill.headline(), blocks: self.bill.blocks(), footer: self.table.footer(), notes }
    }

    fn reply(&self) -> Vec<String> {
        reply::ended(self.bill.sentences(), &self.bill.remarks, &self.table)
    }

    fn number(&self) -> Option<String> {
        Some(self.bill.number())
    }

    fn verdict(&self) -> Verdict {
        self.bill.verdict()
    }
}
