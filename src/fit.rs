//! How many of a production a budget allows, and the cheapest way to a wanted number. Pure and exact.

use rust_decimal::Decimal;

use crate::credits::{Credits, TooMany};
use crate::table::{Plan, TopUp};

/// Credits to spend: a plan's month, or a balance.
#[derive(Debug, Clone, Copy)]
pub struct Budget<'t> {
    /// The plan; `None` for a balance.
    pub plan: Option<&'t Plan>,
    /// The plan's monthly credits, or the balance.
    pub credits: Credits,
    /// Credits bought or rolled over.
    pub extra: Credits,
    /// Credits spent already.
    pub spent: Credits,
}

/// How many of a production a budget allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fit {
    /// How many, rounded down; `None` where the production costs nothing and there is no end to it.
    pub fits: Option<u128>,
    /// The credits that they take.
    pub used: Credits,
    /// The credits that are left.
    pub left: Credits,
}

/// What a wanted number of productions takes of a budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// The credits that they take.
    pub credits: Credits,
    /// The credits that are missing; none where the budget covers them.
    pub short: Credits,
    /// The credits that are left.
    pub left: Credits,
    /// The extra credits to buy, where something is missing and they are sold.
    pub purchase: Option<Purchase>,
    /// The plan's month and the purchase, in USD; `None` for a balance, or without prices.
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
    /// A plan's month.
    pub fn of_plan(plan: &'t Plan, extra: Credits, spent: Credits) -> Budget<'t> {
        Budget { plan: Some(plan), credits: plan.credits, extra, spent }
    }

    /// A balance.
    pub fn of_balance(credits: Credits, extra: Credits, spent: Credits) -> Budget<'t> {
        Budget { plan: None, credits, extra, spent }
    }

    /// The plan's name, or `balance`.
    pub fn name(&self) -> &'t str {
        self.plan.map_or("balance", |plan| &plan.name)
    }

    /// What there is to spend; nothing where more was spent than there was.
    pub fn available(&self) -> Result<Credits, TooMany> {
        Ok(self.credits.plus(self.extra)?.minus(self.spent))
    }

    /// How many productions at `each` credits it allows.
    pub fn fit(&self, each: Credits) -> Result<Fit, TooMany> {
        let available = self.available()?;
        let Some(fits) = available.holds(each) else {
            return Ok(Fit { fits: None, used: Credits::ZERO, left: available });
        };
        let count = i128::try_from(fits).ok().and_then(|fits| Decimal::try_from_i128_with_scale(fits, 0).ok());
        let used = each.times(count.ok_or(TooMany)?)?;
        Ok(Fit { fits: Some(fits), used, left: available.minus(used) })
    }

    /// What `count` productions at `each` credits take of it.
    pub fn wanted(&self, count: u64, each: Credits, top_up: Option<&TopUp>) -> Result<Wanted, TooMany> {
        let credits = each.times(Decimal::from(count))?;
        let funds = self.credits.plus(self.extra)?;
        let needed = credits.plus(self.spent)?;
        // What costs nothing is possible whatever was spent.
        let short = if each.is_zero() { Credits::ZERO } else { needed.minus(funds) };
        let purchase = top_up.map(|top_up| top_up.purchase(short)).transpose()?;
        let month = self.plan.and_then(|plan| plan.usd_per_month);
        let extra_usd = if short.is_zero() { Some(Decimal::ZERO) } else { purchase.map(|purchase| purchase.usd) };
        let usd = month.and_then(|month| month.checked_add(extra_usd?)).map(|usd| usd.normalize());
        Ok(Wanted { credits, short, left: funds.minus(needed), purchase, usd })
    }
}

impl Wanted {
    /// Whether the budget covers them.
    pub fn possible(&self) -> bool {
        self.short.is_zero()
    }
}

impl TopUp {
    /// What covers a shortfall: whole credits, in as few purchases as the largest allows, none below the smallest.
    ///
    /// # Errors
    /// Where that many purchases of the smallest size come to more credits than are reckoned with.
    pub fn purchase(&self, short: Credits) -> Result<Purchase, TooMany> {
        let short = short.rounded_up();
        let purchases = u64::try_from(short.value()).map_err(|_| TooMany)?.div_ceil(self.max);
        let least = Credits::whole(u128::from(purchases).saturating_mul(u128::from(self.min)))?;
        let credits = short.max(least);
        Ok(Purchase { credits, purchases, usd: self.usd(credits).ok_or(TooMany)? })
    }
}

/// The plan that gets there for the least USD, with what to buy besides: then fewer purchases, then the smaller plan.
///
/// `None` where no plan with a price gets there. A balance is no way: nobody can subscribe to it.
pub fn cheapest_way<'b, 't>(
    ways: impl IntoIterator<Item = (&'b Budget<'t>, &'b Wanted)>,
) -> Option<(&'b Budget<'t>, &'b Wanted)>
where
    't: 'b,
{
    ways.into_iter()
        .filter_map(|(budget, wanted)| Some((wanted.usd?, budget, wanted)))
        .filter(|(_, budget, _)| budget.plan.is_some_and(|plan| !plan.once))
        .min_by_key(|(usd, budget, wanted)| {
            (*usd, wanted.purchase.map_or(0, |purchase| purchase.purchases), budget.credits)
        })
        .map(|(_, budget, wanted)| (budget, wanted))
}

/// The plan with the fewest credits that covers `wanted`; a trial is none.
pub fn smallest_plan<'b, 't>(budgets: impl IntoIterator<Item = (&'b Budget<'t>, bool)>) -> Option<&'t Plan>
where
    't: 'b,
{
    budgets
        .into_iter()
        .filter_map(|(budget, covers)| budget.plan.filter(|plan| covers && !plan.once))
        .min_by_key(|plan| plan.credits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{PriceTable, Provenance};

    fn credits(text: &str) -> Credits {
        Credits::parse(text).unwrap()
    }

    fn balance(text: &str) -> Budget<'static> {
        Budget::of_balance(credits(text), Credits::ZERO, Credits::ZERO)
    }

    #[test]
    fn the_pages_example() {
        let fit = balance("1250").fit(credits("7")).unwrap();
        assert_eq!(fit, Fit { fits: Some(178), used: credits("1246"), left: credits("4") });
    }

    #[test]
    fn nothing_is_left_of_an_overspent_budget() {
        let budget = Budget::of_balance(credits("1250"), Credits::ZERO, credits("1300"));
        assert_eq!(budget.fit(credits("7")).unwrap(), Fit { fits: Some(0), used: Credits::ZERO, left: Credits::ZERO });
        assert_eq!(budget.wanted(10, credits("7"), None).unwrap().short, credits("120"));
    }

    #[test]
    fn a_cost_of_nothing_has_no_end() {
        assert_eq!(balance("5").fit(Credits::ZERO).unwrap().fits, None);
        assert_eq!(balance("0").fit(credits("7")).unwrap().fits, Some(0));
    }

    #[test]
    fn purchases_are_whole_and_within_their_limits() {
        let table = PriceTable::built_in().unwrap();
        let top_up = table.top_up.as_ref().unwrap();
        for (short, bought, purchases, usd) in [
            ("0", "0", 0, "0"),
            ("0.5", "1000", 1, "6"),
            ("1000.5", "1001", 1, "6.006"),
            ("10000", "10000", 1, "60"),
            ("10001", "10001", 2, "60.006"),
            ("15550", "15550", 2, "93.3"),
        ] {
            let purchase = top_up.purchase(credits(short)).unwrap();
            assert_eq!((purchase.credits, purchase.purchases), (credits(bought), purchases), "{short}");
            assert_eq!(purchase.usd.normalize().to_string(), usd);
        }
    }

    #[test]
    fn purchases_beyond_the_limit_are_refused_and_never_made_smaller() {
        let sold = |size| TopUp { usd_per_1000: Decimal::ONE, min: size, max: size, provenance: Provenance::default() };
        let most = credits("1000000000000");
        assert_eq!(sold(1_000_000_000).purchase(most).unwrap().credits, most);
        // 1,001 purchases are 999,999,999 credits over the limit.
        assert_eq!(sold(999_999_999).purchase(most), Err(TooMany));
    }

    #[test]
    fn what_a_wanted_number_takes() {
        let table = PriceTable::built_in().unwrap();
        let starter = table.plan("starter").unwrap();
        let budget = Budget::of_plan(starter, credits("100"), credits("50"));
        assert_eq!((budget.name(), budget.available().unwrap()), ("Starter", credits("1300")));
        assert_eq!(balance("1").name(), "balance");
        let enough = budget.wanted(13, credits("100"), table.top_up.as_ref()).unwrap();
        assert!(enough.possible());
        assert_eq!((enough.credits, enough.short, enough.left), (credits("1300"), Credits::ZERO, Credits::ZERO));
        assert_eq!(enough.usd.unwrap().to_string(), "29");
        let short = budget.wanted(14, credits("100"), table.top_up.as_ref()).unwrap();
        assert!(!short.possible());
        assert_eq!((short.short, short.left), (credits("100"), Credits::ZERO));
        assert_eq!(short.usd.unwrap().to_string(), "35");
        assert_eq!(budget.wanted(12, credits("100"), None).unwrap().left, credits("100"));
        assert_eq!(budget.wanted(14, credits("100"), None).unwrap().usd, None, "nothing is sold");
        assert_eq!(balance("0").wanted(1, credits("1"), table.top_up.as_ref()).unwrap().usd, None, "no month");
        let free = Budget::of_balance(Credits::ZERO, Credits::ZERO, credits("5")).wanted(9, Credits::ZERO, None);
        assert!(free.unwrap().possible(), "what costs nothing is possible whatever was spent");
    }

    #[test]
    fn ties_and_trials() {
        let plan = |name: &str, credits: u32, usd: Option<u32>, once| Plan {
            name: name.to_owned(),
            credits: Credits::from(credits),
            usd_per_month: usd.map(Decimal::from),
            once,
            provenance: Provenance::default(),
        };
        let top_up = TopUp { usd_per_1000: Decimal::TEN, min: 0, max: 1000, provenance: Provenance::default() };
        let cheapest = |plans: &[Plan], each: u32| {
            let budgets: Vec<Budget<'_>> =
                plans.iter().map(|plan| Budget::of_plan(plan, Credits::ZERO, Credits::ZERO)).collect();
            let wanted: Vec<Wanted> =
                budgets.iter().map(|budget| budget.wanted(1, Credits::from(each), Some(&top_up)).unwrap()).collect();
            let covers = |wanted: &Wanted| wanted.possible();
            let smallest = smallest_plan(budgets.iter().zip(wanted.iter().map(covers)));
            let way = cheapest_way(budgets.iter().zip(&wanted));
            (way.map(|(budget, _)| budget.name().to_owned()), smallest.map(|plan| plan.name.clone()))
        };
        let some = |name: &str| Some(name.to_owned());
        // 3,000 are USD 20 of the month and 20 of two purchases, or 40 of the month alone.
        let plans = [plan("bought", 1000, Some(20), false), plan("month", 3000, Some(40), false)];
        assert_eq!(cheapest(&plans, 3000), (some("month"), some("month")), "fewer purchases");
        let plans = [plan("larger", 4000, Some(40), false), plan("smaller", 3000, Some(40), false)];
        assert_eq!(cheapest(&plans, 3000), (some("smaller"), some("smaller")));
        let plans = [plan("trial", 3000, Some(0), true), plan("month", 4000, Some(40), false)];
        assert_eq!(cheapest(&plans, 3000), (some("month"), some("month")), "a trial is no way");
        assert_eq!(cheapest(&[plan("unpriced", 3000, None, false)], 3000), (None, some("unpriced")));
        assert_eq!(cheapest(&[plan("small", 1, None, false)], 3000), (None, None));
    }

    #[test]
    fn the_cheapest_way_to_thirty() {
        let table = PriceTable::built_in().unwrap();
        let budgets: Vec<Budget<'_>> =
            table.monthly_plans().map(|plan| Budget::of_plan(plan, Credits::ZERO, Credits::ZERO)).collect();
        let wanted: Vec<Wanted> =
            budgets.iter().map(|budget| budget.wanted(30, credits("560"), table.top_up.as_ref()).unwrap()).collect();
        let (budget, wanted) = cheapest_way(budgets.iter().zip(&wanted)).unwrap();
        assert_eq!(budget.name(), "Starter");
        assert_eq!(wanted.usd.unwrap().to_string(), "122.3");
        assert_eq!(wanted.purchase.unwrap().credits, credits("15550"));
    }
}
