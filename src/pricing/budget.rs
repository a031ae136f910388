//! How many of a production a budget covers, and the cheapest way to a wanted number.

use rust_decimal::Decimal;

use crate::table::schema::{Plan, TopUp};
use crate::values::credits::{Credits, LimitExceeded};

/// Credits to spend: a plan, or a balance.
#[derive(Debug, Clone, Copy)]
pub struct Budget<'t> {
    /// The plan; `None` for a balance.
    pub plan: Option<&'t Plan>,
    /// The plan's credits, or the balance.
    pub credits: Credits,
    /// Credits bought or carried over.
    pub extra: Credits,
    /// Credits spent already.
    pub spent: Credits,
}

/// How many of a production a budget covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fit {
    /// How many, rounded down; `None` where the production costs nothing, so that there is no limit.
    pub fits: Option<u128>,
    /// The credits that they cost.
    pub used: Credits,
    /// The credits left over.
    pub left: Credits,
}

/// What a wanted number of productions needs beyond a budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// The credits that they cost.
    pub credits: Credits,
    /// The credits that are missing; none where the budget covers them.
    pub short: Credits,
    /// The credits left over.
    pub left: Credits,
    /// The extra credits to buy, where some are missing and can be bought.
    pub purchase: Option<Purchase>,
    /// The plan's month and the purchase, in USD; `None` for a balance or a one-time plan, and without prices.
    pub usd: Option<Decimal>,
}

/// Extra credits to buy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Purchase {
    /// How many, whole.
    pub credits: Credits,
    /// In how many purchases.
    pub purchases: u64,
    /// What they cost in USD.
    pub usd: Decimal,
}

impl<'t> Budget<'t> {
    /// Makes a budget of a plan.
    pub fn of_plan(plan: &'t Plan, extra: Credits, spent: Credits) -> Budget<'t> {
        Budget { plan: Some(plan), credits: plan.credits, extra, spent }
    }

    /// Makes a budget of a balance.
    pub fn of_balance(credits: Credits, extra: Credits, spent: Credits) -> Budget<'t> {
        Budget { plan: None, credits, extra, spent }
    }

    /// Returns the plan's name, or `balance`.
    pub fn name(&self) -> &'t str {
        self.plan.map_or("balance", |plan| &plan.name)
    }

    /// Returns whether the budget renews every month.
    pub fn is_monthly(&self) -> bool {
        self.plan.is_some_and(|plan| !plan.once)
    }

    /// Returns what there is to spend; nothing where more was spent than there was.
    ///
    /// # Errors
    /// Where credits and extra credits together are beyond the limit.
    pub fn available(&self) -> Result<Credits, LimitExceeded> {
        Ok(self.credits.plus(self.extra)?.minus(self.spent))
    }

    /// Returns how many productions at `each` credits it covers.
    ///
    /// # Errors
    /// Where an amount is beyond the limit.
    pub fn fit(&self, each: Credits) -> Result<Fit, LimitExceeded> {
        let available = self.available()?;
        let Some(fits) = available.holds(each) else {
            return Ok(Fit { fits: None, used: Credits::ZERO, left: available });
        };
        let count = i128::try_from(fits).ok().and_then(|fits| Decimal::try_from_i128_with_scale(fits, 0).ok());
        let used = each.times(count.ok_or(LimitExceeded)?)?;
        Ok(Fit { fits: Some(fits), used, left: available.minus(used) })
    }

    /// Returns what `count` productions at `each` credits need. A one-time plan never gets a top-up.
    ///
    /// # Errors
    /// Where an amount is beyond the limit.
    pub fn wanted(&self, count: u64, each: Credits, top_up: Option<&TopUp>) -> Result<Wanted, LimitExceeded> {
        let credits = each.times(Decimal::from(count))?;
        let funds = self.credits.plus(self.extra)?;
        let needed = credits.plus(self.spent)?;
        // What costs nothing is possible whatever was spent.
        let short = if each.is_zero() { Credits::ZERO } else { needed.minus(funds) };
        let is_once = self.plan.is_some_and(|plan| plan.once);
        let purchase = top_up.filter(|_| !is_once).map(|top_up| top_up.purchase(short)).transpose()?;
        let extra_usd = if short.is_zero() { Some(Decimal::ZERO) } else { purchase.map(|purchase| purchase.usd) };
        let month = self.plan.filter(|plan| !plan.once).and_then(Plan::usd);
        let usd = month.and_then(|month| month.checked_add(extra_usd?)).map(|usd| usd.normalize());
        Ok(Wanted { credits, short, left: funds.minus(needed), purchase, usd })
    }

    /// Returns what credits of this budget cost in USD: at the plan's own rate, or for a balance at the top-up rate.
    pub fn usd_of(&self, credits: Credits, top_up: Option<&TopUp>) -> Option<Decimal> {
        match self.plan {
            Some(plan) => credits.value().checked_mul(plan.usd()?)?.checked_div(plan.credits.value()),
            None => top_up?.usd(credits),
        }
    }
}

impl Wanted {
    /// Returns whether the budget covers them.
    pub fn is_possible(&self) -> bool {
        self.short.is_zero()
    }
}

impl TopUp {
    /// Returns what covers a shortfall: whole credits, in as few purchases as the largest allows, none below the smallest.
    ///
    /// # Errors
    /// Where that many purchases of the smallest size are more credits than the limit.
    pub fn purchase(&self, short: Credits) -> Result<Purchase, LimitExceeded> {
        let short = short.rounded_up();
        let purchases = u64::try_from(short.value()).map_err(|_| LimitExceeded)?.div_ceil(self.max.0);
        let least = Credits::try_from(u128::from(purchases).saturating_mul(u128::from(self.min.0)))?;
        let credits = short.max(least);
        Ok(Purchase { credits, purchases, usd: self.usd(credits).ok_or(LimitExceeded)? })
    }
}

/// Returns the place of the monthly plan that gets to the wanted number for the least USD; then with fewer purchases,
/// then the smaller plan. `None` where no plan with a price gets there.
pub fn cheapest_way<'b, 't: 'b>(ways: impl IntoIterator<Item = (&'b Budget<'t>, &'b Wanted)>) -> Option<usize> {
    ways.into_iter()
        .enumerate()
        .filter(|(_, (budget, _))| budget.is_monthly())
        .filter_map(|(place, (budget, wanted))| {
            let purchases = wanted.purchase.map_or(0, |purchase| purchase.purchases);
            Some((place, (wanted.usd?, purchases, budget.credits)))
        })
        .min_by_key(|(_, cost)| *cost)
        .map(|(place, _)| place)
}

/// Returns the monthly plan with the fewest credits among the budgets that cover what is wanted.
pub fn smallest_plan<'b, 't: 'b>(budgets: impl IntoIterator<Item = (&'b Budget<'t>, bool)>) -> Option<&'t Plan> {
    budgets
        .into_iter()
        .filter(|(budget, covers)| *covers && budget.is_monthly())
        .filter_map(|(budget, _)| budget.plan)
        .min_by_key(|plan| plan.credits)
}
