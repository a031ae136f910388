//! `credits cost`: what does this production cost?

use rust_decimal::Decimal;
use serde::Serialize;

use super::budget_view::or_none;
use super::context::Context;
use super::report::{EXTRA_CREDITS, LineRow, Remarks, TableInfo, after_name, no_usd, six_decimals};
use super::request::RequestDetails;
use super::{help, input, reply};
use crate::cli;
use crate::format::{counted, credits, grouped, usd};
use crate::output::view::{Block, View};
use crate::output::{self, Report, Verdict};
use crate::pricing::assumption::Assumed;
use crate::pricing::budget::Purchase;
use crate::pricing::estimate::{Estimate, estimate};
use crate::pricing::item::Item;
use crate::pricing::noun::Noun;
use crate::table::schema::TopUp;
use crate::values::credits::{Credits, Exact};
use crate::values::price::Unit;

/// The answer of `cost`, and of `request`.
#[derive(Debug, Serialize)]
pub struct CostReport<'a> {
    schema: &'static str,
    table: TableInfo,
    #[serde(flatten)]
    estimate: Estimate<'a>,
    usd: Option<Exact>,
    max: Option<Credits>,
    over_max_by: Option<Credits>,
    #[serde(flatten)]
    remarks: Remarks,
    /// The requests, where they were priced.
    #[serde(flatten)]
    request: Option<RequestDetails<'a>>,
    /// What the limit is enough for, where it is exceeded: `; 300 is enough for 20 images`.
    #[serde(skip)]
    allowed: String,
    /// What one of several is called.
    #[serde(skip)]
    noun: Noun,
    /// What it cost before `--set`, where that is known.
    #[serde(skip)]
    before: Option<Credits>,
    /// The cost in USD in words, where `--usd` asks for it.
    #[serde(skip)]
    usd_in_words: Vec<String>,
}

/// Answers `cost`.
///
/// # Errors
/// Where an item can't be priced, or the answer can't be written.
pub fn run(context: &Context<'_>, args: &cli::Cost) -> anyhow::Result<u8> {
    let typed = input::typed_items(&args.items)?;
    let terms = args.production.terms(context.global.strict);
    let items: Vec<_> = typed.iter().map(|item| Item::parse(&item.text, &context.table)).collect();
    let noun = Noun::of(items.iter().flatten());
    let estimate = estimate(&context.table, items, terms, args.bill.count).map_err(|faults| {
        let mut failure = help::items(context, &typed, &faults, terms);
        if let [_] = typed.as_slice() {
            help::add_answer(context, &mut failure, |known| {
                let recipes = known.recipe.map(|_| Decimal::from(known.times));
                let estimate = estimate(&context.table, [Ok(known)], terms, args.bill.count).ok()?;
                let counted = recipes.or_else(|| match estimate.lines.as_slice() {
                    [line] if line.unit != Unit::Second => Some(line.quantity.0),
                    _ => None,
                });
                let all = counted.and_then(|each| each.checked_mul(Decimal::from(estimate.count)));
                let total = credits(estimate.total);
                Some(match all {
                    Some(all) if all == Decimal::ONE || estimate.total.is_zero() => String::new(),
                    Some(all) => format!(", so {} cost {total}", grouped(all)),
                    None => {
                        let option = estimate.lines.first().and_then(|line| line.option);
                        format!(", so this costs {total}{}", after_name(option))
                    }
                })
            });
        }
        failure
    })?;
    let remarks = Remarks::of(&estimate);
    let report = CostReport::of(context, estimate, &args.bill, remarks, None);
    output::write(&CostReport { noun, ..report }, context.global)
}

impl<'a> CostReport<'a> {
    /// Describes what an estimate comes to.
    pub fn of(
        context: &Context<'_>,
        estimate: Estimate<'a>,
        args: &cli::Bill,
        mut remarks: Remarks,
        request: Option<RequestDetails<'a>>,
    ) -> CostReport<'a> {
        let top_up = context.table.top_up.as_ref();
        let usd = top_up.and_then(|top_up| top_up.usd(estimate.total));
        let usd_in_words = match top_up.zip(usd).filter(|_| args.usd) {
            Some((top_up, usd)) => usd_in_words(top_up, estimate.total, usd),
            None => Vec::new(),
        };
        if args.usd && usd.is_none() {
            remarks.add(no_usd(&[EXTRA_CREDITS]));
        }
        let over_max_by = args.max.map(|max| estimate.total.minus(max)).filter(|over| !over.is_zero());
        let allowed = args.max.filter(|_| over_max_by.is_some()).and_then(|max| affordable(&estimate, max));
        let allowed = allowed.map_or_else(String::new, |allowed| format!("; {allowed}"));
        CostReport {
            schema: if request.is_some() { "credits.request/1" } else { "credits.cost/1" },
            table: TableInfo::in_force(context),
            usd: usd.map(six_decimals),
            max: args.max,
            over_max_by,
            remarks,
            request,
            allowed,
            noun: Noun::new("request"),
            before: estimate.total_before(&context.table.changes),
            usd_in_words,
            estimate,
        }
    }

    /// `10,800 credits, 5,400 more`: what it cost before `--set`.
    fn before_in_words(&self) -> Option<String> {
        let (before, total) = (self.before?, self.estimate.total);
        Some(match (before.minus(total), total.minus(before)) {
            (more, _) if !more.is_zero() => format!("{}, {} more", credits(before), grouped(more)),
            (_, less) if !less.is_zero() => format!("{}, {} less", credits(before), grouped(less)),
            _ => "the same".to_owned(),
        })
    }

    /// Says what the production costs, and how that is calculated.
    fn sentence(&self) -> String {
        let Estimate { count, total, each, .. } = &self.estimate;
        let lines = reply::lines(&self.estimate);
        let is_possible = self.remarks.unavailable().is_empty();
        let this = if is_possible { "This" } else { "If this could be made, it" };
        let is_real = is_possible && self.table.changes.is_empty();
        let [costs, cost] = if is_real { ["costs", "cost"] } else { ["would cost"; 2] };
        let each = match (self.estimate.is_a_figure(), *count) {
            (true, _) => format!("{costs} {}", credits(each)),
            (false, 1) => format!("{costs} {}: {lines}", credits(each)),
            (false, _) => format!("{costs} {} ({lines})", credits(each)),
        };
        let change = reply::the_change(&self.table);
        let before = self.before_in_words().map(|before| format!(" Without {change}, the total is {before}."));
        let before = before.unwrap_or_default();
        let sentence = match count {
            _ if total.is_zero() => format!("{this} {costs} 0 credits: {lines}."),
            1 => format!("{this} {each}."),
            // Several items can be a week's work as well as a video.
            count if self.noun.short == "video" => {
                let lines = if self.estimate.is_a_figure() { String::new() } else { format!(" ({lines})") };
                let each = credits(self.estimate.each);
                format!("{this} {costs} {each} each time{lines}, so {} for {}.", credits(total), grouped(count))
            }
            count => {
                let noun = &self.noun.short;
                format!("Each {noun} {each}, so {} {cost} {}.", counted(count, noun), credits(total))
            }
        };
        sentence + &before
    }
}

/// Describes the cost in USD, and what has to be bought at least.
fn usd_in_words(top_up: &TopUp, cost: Credits, amount: Decimal) -> Vec<String> {
    let rate = usd(top_up.usd_per_1000.0);
    let mut lines =
        vec![format!("The total is USD {} at the rate for extra credits, USD {rate} per 1,000", usd(amount))];
    let Ok(Purchase { credits, purchases, usd: price }) = top_up.purchase(cost) else { return lines };
    let (bought, price) = (grouped(credits), usd(price));
    if credits > cost.rounded_up() {
        lines.push(format!("The smallest purchase is {bought} credits for USD {price}"));
    } else if purchases > 1 {
        lines.push(format!("You need {purchases} purchases: each is at most {} credits", grouped(top_up.max.0)));
    }
    lines
}

/// Says what a limit allows, or that another option is within it.
fn affordable(estimate: &Estimate<'_>, max: Credits) -> Option<String> {
    for group in estimate.grouped_assumptions() {
        if let Assumed::Option { others, .. } = &group.assumed {
            let mut totals = others.iter().filter_map(|other| Some((&other.words, other.total?)));
            if let Some((words, total)) = totals.find(|(_, total)| *total <= max) {
                return Some(format!("{words} it would be {}", grouped(total)));
            }
        }
    }
    // How often an item is needed: a recipe's number, or as much for each of several.
    let times = estimate.lines.first()?.times;
    let is_several = times > 1 && estimate.lines.iter().all(|line| line.times == times);
    let (count, what) = if estimate.count > 1 || is_several {
        let (times, all) = if estimate.count > 1 { (1, estimate.count) } else { (times, times) };
        let count = max.times(Decimal::from(times)).ok()?.holds(estimate.each)?;
        let some = if count == 0 { "one".to_owned() } else { grouped(count) };
        (count, format!("{some} of the {}", grouped(all)))
    } else {
        let Covered { noun, count, .. } = covered(estimate, max).filter(|covered| covered.all > Decimal::ONE)?;
        (count, if count == 0 { format!("one {noun}") } else { counted(count, noun) })
    };
    let is = if count == 0 { "isn't" } else { "is" };
    Some(format!("{} {is} enough for {what}", grouped(max)))
}

/// Some of a production that is several of one thing.
#[derive(Debug, Clone, Copy)]
pub struct Covered {
    /// How many there are.
    pub all: Decimal,
    /// What they are.
    pub noun: &'static str,
    /// How many of them some credits cover.
    pub count: u128,
    each: Credits,
    available: Credits,
}

impl Covered {
    /// `30 clips cost 37,500 credits; 28,000 is enough for 22 clips`.
    pub fn in_words(&self) -> String {
        let (all, covered) = (counted(self.all, self.noun), counted(self.count, self.noun));
        format!("{all} cost {}; {} is enough for {covered}", credits(self.each), grouped(self.available))
    }
}

/// Returns how many of what the production is some credits cover, where it is of one thing.
pub fn covered(estimate: &Estimate, available: Credits) -> Option<Covered> {
    let [line] = estimate.lines.as_slice() else { return None };
    let (all, noun) = match line.clips {
        _ if line.unit == Unit::Credit => return None,
        Some(clips) => (Decimal::from(clips), "clip"),
        None => (line.quantity.0, line.unit.noun()),
    };
    let count = available.times(all).ok()?.holds(estimate.each)?;
    Some(Covered { all, noun, count, each: estimate.each, available })
}

impl<'a> Report for CostReport<'a> {
    type Row = LineRow<'a>;

    fn rows(&self) -> Vec<LineRow<'a>> {
        self.estimate.rows()
    }

    fn view(&self) -> View {
        let Estimate { count, total, each, .. } = &self.estimate;
        let headline = match count {
            _ if total.is_zero() => "0 credits: this is free".to_owned(),
            1 => credits(total),
            count => format!("{} for {} ({} each)", credits(total), grouped(count), grouped(each)),
        };
        let before = self.before_in_words().map(|before| format!("Without --set: {before}"));
        let lines = before.into_iter().chain(self.usd_in_words.iter().cloned()).collect();
        let mut blocks = vec![Block::Table(self.estimate.table("Total")), Block::Lines(lines)];
        blocks.extend(self.request.as_ref().map(|request| Block::Lines(request.lines())));
        View { headline, blocks, footer: self.table.footer(), notes: self.remarks.for_text(&self.table) }
    }

    fn reply(&self) -> Vec<String> {
        let request = self.request.as_ref();
        let mut sentences = vec![match request {
            Some(request) => request.sentence(&self.estimate),
            None => self.sentence(),
        }];
        if let Some(max) = self.max {
            sentences.push(match self.over_max_by {
                Some(over) => format!("That is {} over the limit of {}{}.", credits(over), grouped(max), self.allowed),
                None => {
                    let left = or_none(max.minus(self.estimate.total));
                    format!("That is within the limit of {}, with {left} left.", credits(max))
                }
            });
        }
        let usd = self.usd_in_words.iter().map(|line| format!("{line}.")).collect::<Vec<_>>().join(" ");
        if self.estimate.is_a_figure() && self.estimate.count == 1 && !usd.is_empty() {
            // They are bought, and nothing is generated.
            let cost = if self.estimate.total == Credits::ONE { "costs" } else { "cost" };
            let usd = usd.replacen("The total is", &format!("{} {cost}", credits(self.estimate.total)), 1);
            return [usd, self.table.as_of()].into_iter().chain(self.table.usd_sources()).collect();
        }
        sentences.push(usd);
        sentences.extend(request.map(|request| request.counts().join(" ")));
        reply::ended(sentences, &self.remarks, &self.table, self.estimate.own_date())
    }

    fn number(&self) -> Option<String> {
        Some(self.estimate.total.to_string())
    }

    fn verdict(&self) -> Verdict {
        let (Some(max), Some(over)) = (self.max, self.over_max_by) else { return Verdict::Yes };
        let (total, max, over, allowed) = (credits(self.estimate.total), grouped(max), grouped(over), &self.allowed);
        let reason = format!("over the limit: {total}, limit {max}, over by {over}{allowed}");
        Verdict::No { reason, is_in_text: false }
    }
}
