//! `credits fit`: how many of a production does a budget allow, and which is the cheapest way to a wanted number?

use std::ffi::OsString;

mod allowance;
pub(super) mod noun;
pub(super) mod report;
mod words;

use super::items::TypedItems;
use super::plans::no_monthly_plans;
use super::{Asked, refusal};
use crate::cli;
use crate::credits::{Credits, TooMany};
use crate::estimate::{Estimate, Terms, estimate};
use crate::failure::Failure;
use crate::fit::{Budget, Fit, Wanted, cheapest_way, smallest_plan};
use crate::item::Item;
use crate::name::hyphenated;
use crate::output::{Answer, Verdict};
use crate::table::{Plan, PriceTable};
use noun::Noun;

/// A question about a production, reckoned.
struct Reckoning<'a> {
    table: &'a PriceTable,
    noun: Noun,
    estimate: &'a Estimate<'a>,
    /// How many are wanted.
    wanted: Option<u64>,
    /// Whether the user named the budgets.
    named: bool,
    /// Whether USD are to be shown.
    usd: bool,
    rows: Vec<Row<'a>>,
}

/// A budget and what it allows.
struct Row<'a> {
    budget: Budget<'a>,
    fit: Fit,
    wanted: Option<Wanted>,
}

pub(super) fn answer(asked: &Asked<'_>, fit: &cli::Fit) -> anyhow::Result<Answer> {
    if fit.items.items.is_empty() && fit.items.file.is_none() {
        return allowance::answer(asked, fit);
    }
    let typed = TypedItems::read(asked, &fit.items)?;
    let texts = typed.texts();
    let terms = Terms { by_the_second: texts.len() == 1, ..fit.production.terms(asked.strict) };
    let items: Vec<_> = Item::parse_all(texts.iter().copied(), asked.table).collect();
    let noun = Noun::of(&items.iter().flatten().collect::<Vec<_>>());
    let estimate = estimate(asked.table, items, terms, 1);
    let (estimate, budgets) = match (estimate, budgets(asked.table, fit)) {
        (Ok(estimate), Ok(budgets)) => (estimate, budgets),
        (Err(faults), budgets) => {
            let items = refusal::items(asked, &typed, &faults);
            return Err(refusal::items_and_plans(items, budgets.err()).into());
        }
        (Ok(_), Err(failure)) => return Err(failure.into()),
    };
    one_number(asked, &budgets)?;
    let reckoning = Reckoning {
        table: asked.table,
        noun,
        estimate: &estimate,
        wanted: fit.want,
        named: fit.budgets.credits.is_some() || !fit.budgets.plan.is_empty(),
        usd: fit.usd,
        rows: budgets
            .into_iter()
            .map(|budget| Row::of(budget, fit.want, &estimate, asked.table))
            .collect::<Result<_, _>>()?,
    };
    Ok(reckoning.page())
}

/// Refuses -q where there are several budgets; the help is the command that was typed, with one of them.
fn one_number(asked: &Asked<'_>, budgets: &[Budget<'_>]) -> Result<(), Failure> {
    let ([first, _, ..], true) = (budgets, asked.quiet) else {
        return Ok(());
    };
    let message = "-q prints one number, and there are several budgets: name one plan, or a balance";
    let one_plan = ["--plan".to_owned(), hyphenated(first.name())].map(OsString::from);
    let line: Vec<OsString> = asked.arguments.iter().cloned().chain(one_plan).collect();
    let help = Some(line).filter(|line| !asked.is_retyped && asked.is_answered(line));
    let help = help.and_then(|line| refusal::shell_line(&line)).unwrap_or_else(|| "credits fit --help".to_owned());
    Err(Failure::usage(message).with_help(help))
}

/// The budgets that were named, or every monthly plan.
fn budgets<'t>(table: &'t PriceTable, fit: &cli::Fit) -> Result<Vec<Budget<'t>>, Failure> {
    let [extra, used] = [fit.extra, fit.used].map(|credits| credits.unwrap_or(Credits::ZERO));
    let budgets = named_budgets(table, &fit.budgets, extra, used)?;
    if budgets.is_empty() {
        let message = format!("{}: say what there is to spend with --credits", no_monthly_plans(table));
        return Err(Failure::usage(message).with_help("credits fit --help"));
    }
    Ok(budgets)
}

/// The balance that was named, or the plans, each once, or every monthly plan; each with what was bought and what is used.
pub(super) fn named_budgets<'t>(
    table: &'t PriceTable,
    named: &cli::Budgets,
    extra: Credits,
    used: Credits,
) -> Result<Vec<Budget<'t>>, Failure> {
    if let Some(credits) = named.credits {
        return Ok(vec![Budget::of_balance(credits, extra, used)]);
    }
    let mut plans: Vec<&Plan> = Vec::new();
    let mut unknown = Vec::new();
    for name in &named.plan {
        match table.plan(name) {
            Some(plan) if plans.iter().any(|known| std::ptr::eq(*known, plan)) => {}
            Some(plan) => plans.push(plan),
            None => unknown.push(name.as_str()),
        }
    }
    if !unknown.is_empty() {
        return Err(refusal::plans(table, &unknown));
    }
    let plans = if named.plan.is_empty() { table.monthly_plans().collect() } else { plans };
    Ok(plans.into_iter().map(|plan| Budget::of_plan(plan, extra, used)).collect())
}

impl<'a> Row<'a> {
    fn of(
        budget: Budget<'a>,
        want: Option<u64>,
        estimate: &Estimate<'_>,
        table: &PriceTable,
    ) -> Result<Row<'a>, TooMany> {
        let wanted = want.map(|count| budget.wanted(count, estimate.each, table.top_up.as_ref())).transpose()?;
        Ok(Row { fit: budget.fit(estimate.each)?, budget, wanted })
    }
}

impl<'a> Reckoning<'a> {
    /// Whether any budget covers what is wanted; `None` where nothing is.
    fn possible(&self) -> Option<bool> {
        self.wanted?;
        Some(self.rows.iter().any(|row| row.wanted.is_some_and(|wanted| wanted.possible())))
    }

    /// The cheapest way to what is wanted, over the plans that were named, else all.
    fn cheapest(&self) -> Option<&Row<'a>> {
        let ways = self.rows.iter().filter_map(|row| Some((&row.budget, row.wanted.as_ref()?)));
        let (cheapest, _) = cheapest_way(ways)?;
        self.rows.iter().find(|row| std::ptr::eq(&row.budget, cheapest))
    }

    /// The plan with the fewest credits that allows what is wanted, or one.
    fn smallest(&self) -> Option<&'a Plan> {
        let least = u128::from(self.wanted.unwrap_or(1));
        smallest_plan(self.rows.iter().map(|row| (&row.budget, row.fit.fits.is_none_or(|fits| fits >= least))))
    }

    /// No, where budgets were named and none of them covers what is wanted.
    fn verdict(&self) -> Verdict {
        match (self.wanted, self.possible()) {
            (Some(wanted), Some(false)) if self.named => Verdict::No(self.shortfall(wanted)),
            _ => Verdict::Yes,
        }
    }
}
