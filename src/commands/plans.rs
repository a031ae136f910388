//! `credits plans`: the plans, and what extra credits cost.

use rust_decimal::Decimal;
use serde::Serialize;

use super::context::Context;
use super::help::unknown_plans;
use super::report::{EXTRA_CREDITS, TableInfo, sentence, six_decimals};
use crate::cli;
use crate::error::Failure;
use crate::format::{credits, fixed, grouped, list, usd};
use crate::output::view::{Block, Column, Table, View};
use crate::output::{self, Report};
use crate::pricing::budget::Purchase;
use crate::pricing::estimate::Note;
use crate::table::PriceTable;
use crate::table::schema::{Plan, TopUp};
use crate::values::credits::{Credits, Exact, LimitExceeded};

/// The most plans that a sentence lists.
const MAX_LISTED: usize = 6;

/// The topic of the rule on paying for a year.
const ANNUAL_TOPIC: &str = "annual";

/// The answer of `plans`.
#[derive(Serialize)]
struct PlansReport {
    schema: &'static str,
    table: TableInfo,
    plans: Vec<Priced<Plan>>,
    top_up: Option<Priced<TopUp>>,
    spend: Option<Spend>,
    assumptions: [(); 0],
    notes: Vec<String>,
}

/// An amount in USD, and the extra credits that it buys after paying for a month of the named plan, if there is one.
#[derive(Serialize)]
struct Spend {
    budget_usd: Exact,
    plan: Option<String>,
    credits: Credits,
    purchases: u64,
    usd: Exact,
}

/// A row with its price of a credit.
#[derive(Clone, Default, Serialize)]
struct Priced<R> {
    #[serde(flatten)]
    row: R,
    usd_per_credit: Option<Exact>,
}

/// Answers `plans`.
///
/// # Errors
/// Where a plan doesn't exist, or the answer can't be written.
pub fn run(context: &Context<'_>, args: &cli::Plans) -> anyhow::Result<u8> {
    let PriceTable { plans, top_up, .. } = &*context.table;
    let unknown: Vec<&str> =
        args.plan.iter().map(String::as_str).filter(|name| context.table.plan(name).is_none()).collect();
    if !unknown.is_empty() {
        return Err(unknown_plans(context, &unknown).into());
    }
    let named: Vec<&str> = args.plan.iter().filter_map(|name| Some(context.table.plan(name)?.name.as_str())).collect();
    let plans: Vec<&Plan> =
        plans.iter().filter(|plan| named.is_empty() || named.contains(&plan.name.as_str())).collect();
    let plan = |plan: &Plan| Priced { row: plan.clone(), usd_per_credit: plan.usd_per_credit().map(six_decimals) };
    let price = |top_up: &TopUp| top_up.usd(Credits::ONE).map(six_decimals);
    let notes = plans.iter().map(|plan| (plan.name.as_str(), &plan.note));
    let notes = notes.chain(top_up.iter().map(|top_up| (EXTRA_CREDITS, &top_up.note)));
    let notes = notes.filter_map(|(name, note)| Some(Note::of_row(name, note)?.text));
    // Who asks for a plan's price often means a year's.
    let annual =
        context.table.rules.iter().find(|rule| rule.known && rule.topics.iter().any(|topic| topic == ANNUAL_TOPIC));
    let annual = annual.filter(|_| plans.iter().any(|plan| !plan.once));
    let notes = notes.chain(annual.map(|rule| rule.text.trim_end_matches('.').to_owned()));
    let spend = args.spend.map(|amount| spend(context, amount, if named.is_empty() { &[] } else { &plans }));
    let spend = spend.transpose()?;
    let report = PlansReport {
        schema: "credits.plans/1",
        table: TableInfo::in_force(context),
        plans: plans.iter().copied().map(plan).collect(),
        top_up: top_up.as_ref().map(|top_up| Priced { row: top_up.clone(), usd_per_credit: price(top_up) }),
        spend,
        assumptions: [],
        notes: notes.collect(),
    };
    output::write(&report, context.global)
}

/// Finds how many extra credits an amount in USD buys, after paying for a month of the named plan, if there is one.
///
/// # Errors
/// Where the table has no price of extra credits, or the plan has no price a month.
fn spend(context: &Context<'_>, amount: Decimal, named: &[&Plan]) -> anyhow::Result<Spend> {
    let top_up = sold_credits(context)?;
    let (plan, month) = match named {
        [] => (None, Decimal::ZERO),
        [Plan { name, usd_per_month: Some(month), .. }] => (Some(name.clone()), month.0),
        [_] => return Err(Failure::usage("--spend needs a plan with a monthly price in USD").into()),
        _ => return Err(Failure::usage("--spend can be used with one plan only").into()),
    };
    let budget_usd = Exact(amount);
    let Some(rest) = amount.checked_sub(month).filter(|rest| !rest.is_sign_negative()) else {
        return Ok(Spend { budget_usd, plan, credits: Credits::ZERO, purchases: 0, usd: Exact(Decimal::ZERO) });
    };
    let Purchase { credits, purchases, usd } = top_up.bought_for(rest)?;
    let usd = usd.checked_add(month).ok_or(LimitExceeded)?;
    Ok(Spend { budget_usd, plan, credits, purchases, usd: six_decimals(usd) })
}

/// Returns what extra credits cost, for `--spend`.
///
/// # Errors
/// Where the table doesn't say.
pub fn sold_credits<'c>(context: &'c Context<'_>) -> Result<&'c TopUp, Failure> {
    let top_up = context.table.top_up.as_ref();
    top_up.ok_or_else(|| Failure::usage("--spend needs a price for extra credits, but the price table has none"))
}

fn cells(plan: &Plan) -> Vec<String> {
    let each = plan.usd_per_credit().filter(|each| !each.is_zero());
    vec![
        plan.name.clone(),
        grouped(plan.credits),
        plan.usd().map(usd).unwrap_or_default(),
        plan.period().to_owned(),
        each.map(|each| fixed(each, 4)).unwrap_or_default(),
    ]
}

/// Describes a plan for a customer: `Starter includes 1,250 credits for USD 29.00 a month`.
fn in_words(plan: &Plan) -> String {
    let price = match plan.usd() {
        Some(price) if price.is_zero() && plan.once => String::new(),
        Some(price) if price.is_zero() => " for free".to_owned(),
        Some(price) => format!(" for USD {}", usd(price)),
        None => String::new(),
    };
    let each = plan.usd_per_credit().filter(|each| !each.is_zero());
    let each = each.map_or_else(String::new, |each| format!(" (USD {} a credit)", fixed(each, 4)));
    let credits = credits(plan.credits);
    match plan.once {
        true if price.is_empty() => format!("the {} includes {credits}, which you get only once", plan.name),
        true => format!("the {} includes {credits}, once,{price}{each}", plan.name),
        false => format!("{} includes {credits} a month{price}{each}", plan.name),
    }
}

impl PlansReport {
    /// Lists the monthly plans, or those given or sold once, the first few of many; `None` where there are none.
    fn list(&self, once: bool, describe: fn(&Plan) -> String) -> Option<String> {
        let plans = self.plans.iter().map(|plan| &plan.row).filter(|plan| plan.once == once);
        let mut texts: Vec<String> = plans.map(describe).collect();
        if texts.len() > MAX_LISTED {
            let others = texts.split_off(MAX_LISTED).len();
            texts.push(format!("{} more", grouped(others)));
        }
        (!texts.is_empty()).then(|| list(&texts))
    }

    /// Says which of several monthly plans has the lowest price per credit.
    fn best_value(&self) -> Option<String> {
        let price = |plan: &&Plan| plan.usd_per_credit().filter(|each| !each.is_zero() && !plan.once);
        let priced: Vec<&Plan> = self.plans.iter().map(|plan| &plan.row).filter(|plan| price(plan).is_some()).collect();
        let best = priced.iter().min_by_key(|plan| price(plan)).filter(|_| priced.len() > 1)?;
        Some(format!("Of these plans, {} has the lowest price per credit", best.name))
    }

    /// Says how much more the larger of two monthly plans includes, and what that costs; `None` for any others.
    fn difference(&self) -> Option<String> {
        let [one, other] = self.plans.as_slice() else { return None };
        let (one, other) = (&one.row, &other.row);
        let (less, more) = if one.credits < other.credits { (one, other) } else { (other, one) };
        if less.credits == more.credits {
            return None;
        }
        let usd_more = more.usd_per_month?.0.checked_sub(less.usd_per_month?.0).filter(Decimal::is_sign_positive)?;
        let (credits, usd_more) = (credits(more.credits.minus(less.credits)), usd(usd_more));
        Some(format!("{} includes {credits} more than {} for USD {usd_more} more a month", more.name, less.name))
    }

    /// Describes what extra credits cost, and how many can be bought at once.
    fn top_up_in_words(&self) -> Option<String> {
        let TopUp { usd_per_1000, min, max, .. } = &self.top_up.as_ref()?.row;
        let (price, min, max) = (usd(usd_per_1000.0), grouped(min.0), grouped(max.0));
        let each = fixed(self.top_up.as_ref()?.usd_per_credit?.0, 4);
        Some(format!(
            "Extra credits cost USD {price} per 1,000 (USD {each} a credit); one purchase is {min} to {max} credits"
        ))
    }

    /// Says how many extra credits the amount in USD buys.
    fn spend_in_words(&self) -> Option<String> {
        let Spend { budget_usd, plan, credits, purchases, .. } = self.spend.as_ref()?;
        let (amount, bought) = (usd(budget_usd.0), grouped(credits));
        if let Some(plan) = self.plans.first().map(|plan| &plan.row).filter(|_| plan.is_some()) {
            if let Some(month) = plan.usd_per_month.filter(|month| month.0 > budget_usd.0) {
                return Some(format!("USD {amount} isn't enough for a month of {} (USD {})", plan.name, usd(month.0)));
            }
            let all = grouped(plan.credits.plus(*credits).ok()?);
            let extra = match purchases {
                0 => format!(" ({all} credits)"),
                1 => format!(" and {bought} extra credits, {all} credits in total"),
                _ => format!(" and {bought} extra credits in {} purchases, {all} credits in total", grouped(purchases)),
            };
            return Some(format!("USD {amount} covers a month of {}{extra}", plan.name));
        }
        Some(match purchases {
            0 => format!("USD {amount} isn't enough for the smallest purchase of extra credits"),
            1 => format!("USD {amount} buys {bought} extra credits"),
            _ => format!("USD {amount} buys {bought} extra credits in {} purchases", grouped(purchases)),
        })
    }
}

impl Report for PlansReport {
    type Row = Priced<Plan>;

    fn rows(&self) -> Vec<Priced<Plan>> {
        self.plans.clone()
    }

    fn view(&self) -> View {
        let name = |plan: &Plan| format!("{} on {}", grouped(plan.credits), plan.name);
        let monthly = self.list(false, name).map(|plans| format!("Credits per month: {plans}"));
        let once = || self.list(true, name).map(|plans| format!("One-time credits: {plans}"));
        let columns = [
            Column::words("Plan"),
            Column::numbers("Credits"),
            Column::numbers("USD"),
            Column::words(""),
            Column::numbers("USD a credit"),
        ];
        let table = Table::new(columns, self.plans.iter().map(|plan| cells(&plan.row)).collect());
        let lines = self.top_up_in_words().into_iter().chain(self.table.usd_sources()).collect();
        View {
            headline: self.spend_in_words().or(monthly).or_else(once).unwrap_or_else(|| "No plans".to_owned()),
            blocks: vec![Block::Table(table), Block::Lines(lines)],
            footer: self.table.footer(),
            notes: self.notes.iter().chain(&self.table.note).cloned().collect(),
        }
    }

    fn reply(&self) -> Vec<String> {
        let none = self.plans.is_empty().then(|| "There are no plans".to_owned());
        let lists = [none, self.list(false, in_words), self.best_value(), self.difference(), self.list(true, in_words)];
        // Who wants to buy extra credits doesn't ask for plans.
        let lists = lists.into_iter().flatten().chain(self.notes.iter().cloned()).filter(|_| self.spend.is_none());
        let sentences = self.spend_in_words().into_iter().chain(lists).chain(self.top_up_in_words());
        let sentences = sentences.map(|text| sentence(&text));
        sentences.chain([self.table.as_of()]).chain(self.table.usd_sources()).collect()
    }
}
