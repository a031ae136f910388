//! How many of a production a budget covers, and the cheapest way to a wanted number.

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use crate::format::half_up;
use crate::table::schema::{Plan, TopUp};
use crate::values::credits::{Credits, Exact, LimitExceeded};

/// Credits to spend: a plan, or a balance.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Budget<'t> {
    /// The plan's name, or `balance`.
    pub name: &'t str,
    kind: &'static str,
    /// The plan; `None` for a balance.
    #[serde(skip)]
    pub plan: Option<&'t Plan>,
    /// The plan's credits, or the balance.
    pub credits: Credits,
    /// Credits bought or carried over.
    pub extra: Credits,
    /// Credits spent already.
    pub spent: Credits,
}

/// How many of a production a budget covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Fit {
    /// How many, rounded down; `None` where the production costs nothing, so that there is no limit.
    pub fits: Option<u128>,
    /// The credits that they cost.
    pub used: Credits,
    /// The credits left over.
    pub left: Credits,
    /// Whether the production costs nothing.
    pub unlimited: bool,
}

/// What a wanted number of productions needs beyond a budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Wanted {
    /// The credits that they cost.
    pub credits: Credits,
    /// Whether the budget covers them.
    pub possible: bool,
    /// The credits that are missing.
    pub short: Credits,
    /// The credits left over.
    pub left: Credits,
    /// The extra credits to buy, whole; `None` where none can be bought.
    pub top_up_credits: Option<Credits>,
    /// What they cost.
    #[serde(serialize_with = "six_decimals")]
    pub top_up_usd: Option<Decimal>,
    /// The plan's month and the extra credits; `None` for a balance or a one-time plan, and without prices.
    #[serde(serialize_with = "six_decimals")]
    pub usd: Option<Decimal>,
    /// In how many purchases the extra credits are bought.
    #[serde(skip)]
    pub purchases: u64,
}

/// The cheapest way to a wanted number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheapestWay {
    /// The plan's name.
    pub plan: String,
    /// The extra credits to buy.
    pub top_up_credits: Credits,
    /// In how many purchases.
    pub purchases: u64,
    /// The plan's month and the extra credits.
    #[serde(serialize_with = "six_decimals")]
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

/// Writes an amount in USD, rounded only here.
fn six_decimals<S: Serializer>(usd: &Option<Decimal>, serializer: S) -> Result<S::Ok, S::Error> {
    usd.map(|usd| Exact(half_up(usd, 6))).serialize(serializer)
}

impl<'t> Budget<'t> {
    /// Makes a budget of a plan.
    pub fn of_plan(plan: &'t Plan, extra: Credits, spent: Credits) -> Budget<'t> {
        Budget { name: &plan.name, kind: "plan", plan: Some(plan), credits: plan.credits, extra, spent }
    }

    /// Makes a budget of a balance.
    pub fn of_balance(credits: Credits, extra: Credits, spent: Credits) -> Budget<'t> {
        Budget { name: "balance", kind: "balance", plan: None, credits, extra, spent }
    }

    /// Returns whether the budget renews every month.
    pub fn is_monthly(&self) -> bool {
        self.plan.is_some_and(|plan| !plan.once)
    }

    /// Returns whether more was spent than there was.
    pub fn is_overspent(&self) -> bool {
        self.credits.plus(self.extra).is_ok_and(|funds| self.spent > funds)
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
            return Ok(Fit { left: available, unlimited: true, ..Fit::default() });
        };
        let count = i128::try_from(fits).ok().and_then(|fits| Decimal::try_from_i128_with_scale(fits, 0).ok());
        let used = each.times(count.ok_or(LimitExceeded)?)?;
        Ok(Fit { fits: Some(fits), used, left: available.minus(used), unlimited: false })
    }

    /// Returns what `count` productions at `each` credits need. A one-time plan never gets a top-up.
    ///
    /// # Errors
    /// Where an amount is beyond the limit.
    pub fn wanted(&self, count: u64, each: Credits, top_up: Option<&TopUp>) -> Result<Wanted, LimitExceeded> {
        let credits = each.times(Decimal::from(count))?;
        let funds = self.credits.plus(self.extra)?;
        let (available, overspent) = (funds.minus(self.spent), self.spent.minus(funds));
        // What costs nothing is possible whatever was spent.
        let short = if each.is_zero() { Credits::ZERO } else { credits.plus(overspent)?.minus(available) };
        let is_once = self.plan.is_some_and(|plan| plan.once);
        let purchase = top_up.filter(|_| !is_once).map(|top_up| top_up.purchase(short)).transpose()?;
        let top_up_usd = purchase.map(|purchase| purchase.usd);
        let extra_usd = if short.is_zero() { Some(Decimal::ZERO) } else { top_up_usd };
        let month = self.plan.filter(|_| !is_once).and_then(Plan::usd);
        Ok(Wanted {
            credits,
            possible: short.is_zero(),
            short,
            left: available.minus(credits),
            top_up_credits: purchase.map(|purchase| purchase.credits),
            top_up_usd,
            usd: month.and_then(|month| month.checked_add(extra_usd?)),
            purchases: purchase.map_or(0, |purchase| purchase.purchases),
        })
    }

    /// Returns what credits of this budget cost in USD: at the plan's own rate, or for a balance at the top-up rate.
    pub fn usd_of(&self, credits: Credits, top_up: Option<&TopUp>) -> Option<Decimal> {
        match self.plan {
            Some(plan) => credits.value().checked_mul(plan.usd()?)?.checked_div(plan.credits.value()),
            None => top_up?.usd(credits),
        }
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

    /// Returns the most that an amount in USD buys: whole credits, none where it isn't enough for the smallest purchase.
    ///
    /// # Errors
    /// Where that is more credits than the limit, or where they cost nothing.
    pub fn bought_for(&self, usd: Decimal) -> Result<Purchase, LimitExceeded> {
        let most = usd.checked_mul(Decimal::ONE_THOUSAND).and_then(|usd| usd.checked_div(self.usd_per_1000.0));
        let most = most.and_then(|most| u64::try_from(most.trunc()).ok()).ok_or(LimitExceeded)?;
        let credits = most.min(most.checked_div(self.min.0).ok_or(LimitExceeded)?.saturating_mul(self.max.0));
        let purchases = credits.div_ceil(self.max.0);
        let credits = Credits::try_from(u128::from(credits))?;
        Ok(Purchase { credits, purchases, usd: self.usd(credits).ok_or(LimitExceeded)? })
    }
}

/// Returns how the monthly plan that gets to the wanted number for the least USD does that; then the one with fewer
/// purchases, then the smaller plan. `None` where no plan with a price gets there.
pub fn cheapest_way(budgets: &[(Budget<'_>, Wanted)]) -> Option<CheapestWay> {
    let ways = budgets.iter().filter(|(budget, wanted)| budget.is_monthly() && wanted.usd.is_some());
    let (budget, wanted) = ways.min_by_key(|(budget, wanted)| (wanted.usd, wanted.purchases, budget.credits))?;
    Some(CheapestWay {
        plan: budget.name.to_owned(),
        top_up_credits: wanted.top_up_credits.unwrap_or_default(),
        purchases: wanted.purchases,
        usd: wanted.usd,
    })
}

/// Returns the monthly plan with the fewest credits among those that cover what is wanted.
pub fn smallest_plan<'t>(budgets: &[(Budget<'t>, Wanted)]) -> Option<&'t Plan> {
    let covering = budgets.iter().filter(|(budget, wanted)| budget.is_monthly() && wanted.possible);
    covering.filter_map(|(budget, _)| budget.plan).min_by_key(|plan| plan.credits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::PriceTable;
    use crate::values::number;

    fn credits(text: &str) -> Credits {
        Credits::new(number::decimal(text, 4).unwrap()).unwrap()
    }

    fn balance(text: &str) -> Budget<'static> {
        Budget::of_balance(credits(text), Credits::ZERO, Credits::ZERO)
    }

    /// A price table with these plans and this top-up.
    fn table(plans: &str) -> PriceTable {
        let head = "[table]\nname = \"T\"\nsource = \"S\"\nchecked = 2026-09-19\n\
            [[model]]\nname = \"m\"\nkind = \"text-to-image\"\nper_image = 1\n";
        PriceTable::parse(format!("{head}{plans}").as_bytes(), "t.toml").unwrap()
    }

    #[test]
    fn counts_are_rounded_down() {
        let fit = balance("1250").fit(credits("7")).unwrap();
        assert_eq!(fit, Fit { fits: Some(178), used: credits("1246"), left: credits("4"), unlimited: false });
        let free = balance("5").fit(Credits::ZERO).unwrap();
        assert_eq!((free.fits, free.unlimited, free.left), (None, true, credits("5")), "no limit, nothing used");
        assert_eq!(balance("0").fit(credits("7")).unwrap().fits, Some(0));
    }

    #[test]
    fn an_overspent_budget_has_nothing_left() {
        let budget = Budget::of_balance(credits("1250"), Credits::ZERO, credits("1300"));
        assert_eq!(budget.fit(credits("7")).unwrap(), Fit { fits: Some(0), ..Fit::default() });
        assert_eq!(budget.wanted(10, credits("7"), None).unwrap().short, credits("120"));
        assert!(budget.wanted(9, Credits::ZERO, None).unwrap().possible, "what costs nothing is possible");
    }

    fn assert_bought(purchase: Purchase, bought: &str, purchases: u64, usd: &str) {
        assert_eq!((purchase.credits, purchase.purchases), (credits(bought), purchases), "for USD {usd}");
        assert_eq!(purchase.usd.normalize().to_string(), usd);
    }

    #[test]
    fn purchases_are_whole_and_within_their_limits() {
        let table = PriceTable::page();
        let top_up = table.top_up.as_ref().unwrap();
        for (short, bought, purchases, usd) in [
            ("0", "0", 0, "0"),
            ("0.5", "1000", 1, "6"),
            ("1000.5", "1001", 1, "6.006"),
            ("10000", "10000", 1, "60"),
            ("10001", "10001", 2, "60.006"),
            ("15550", "15550", 2, "93.3"),
        ] {
            assert_bought(top_up.purchase(credits(short)).unwrap(), bought, purchases, usd);
        }
        for (usd, bought, purchases, spent) in [
            ("0", "0", 0, "0"),
            ("5.99", "0", 0, "0"),
            ("6", "1000", 1, "6"),
            ("60", "10000", 1, "60"),
            ("60.01", "10001", 2, "60.006"),
            ("250", "41666", 5, "249.996"),
        ] {
            assert_bought(top_up.bought_for(number::decimal(usd, 2).unwrap()).unwrap(), bought, purchases, spent);
        }
        let fixed = table_with_top_up(1000).top_up.unwrap().bought_for(number::decimal("2.5", 2).unwrap()).unwrap();
        assert_eq!((fixed.credits, fixed.purchases), (credits("2000"), 2), "two purchases of 1,000, and no third");
        let most = credits("1000000000000");
        let sold = |size: u64| table_with_top_up(size).top_up.unwrap().purchase(most);
        assert_eq!(sold(1_000_000_000).unwrap().credits, most);
        // 1,001 purchases are 999,999,999 credits over the limit.
        assert_eq!(sold(999_999_999), Err(LimitExceeded));
    }

    fn table_with_top_up(size: u64) -> PriceTable {
        table(&format!("[top_up]\nusd_per_1000 = 1\nmin = {size}\nmax = {size}\n"))
    }

    #[test]
    fn a_wanted_number_needs_a_purchase_where_credits_are_missing() {
        let table = PriceTable::page();
        let top_up = table.top_up.as_ref();
        let budget = Budget::of_plan(table.plan("starter").unwrap(), credits("100"), credits("50"));
        assert_eq!((budget.name, budget.available().unwrap()), ("Starter", credits("1300")));
        let enough = budget.wanted(13, credits("100"), top_up).unwrap();
        assert!(enough.possible);
        assert_eq!((enough.credits, enough.short, enough.left), (credits("1300"), Credits::ZERO, Credits::ZERO));
        assert_eq!(enough.usd.unwrap().normalize().to_string(), "29");
        let short = budget.wanted(14, credits("100"), top_up).unwrap();
        assert_eq!((short.possible, short.short, short.left), (false, credits("100"), Credits::ZERO));
        assert_eq!(short.usd.unwrap().normalize().to_string(), "35");
        assert_eq!(budget.wanted(12, credits("100"), None).unwrap().left, credits("100"));
        assert_eq!(budget.wanted(14, credits("100"), None).unwrap().usd, None, "nothing can be bought");
        assert_eq!(balance("0").wanted(1, credits("1"), top_up).unwrap().usd, None, "a balance has no month");
        let trial = Budget::of_plan(table.plan("trial").unwrap(), Credits::ZERO, Credits::ZERO);
        let wanted = trial.wanted(10, credits("100"), top_up).unwrap();
        assert_eq!((wanted.top_up_credits, wanted.usd), (None, None), "a one-time plan never gets a top-up");
    }

    #[test]
    fn usd_are_at_the_rate_of_the_plan_or_of_extra_credits() {
        let table = PriceTable::page();
        let top_up = table.top_up.as_ref();
        let starter = Budget::of_plan(table.plan("starter").unwrap(), Credits::ZERO, Credits::ZERO);
        assert_eq!(starter.usd_of(credits("125"), top_up).unwrap().normalize().to_string(), "2.9");
        assert_eq!(balance("1").usd_of(credits("125"), top_up).unwrap().normalize().to_string(), "0.75");
        assert_eq!(balance("1").usd_of(credits("125"), None), None);
    }

    #[test]
    fn the_cheapest_way_and_the_smallest_plan() {
        let plan =
            |name: &str, credits: u32, usd: &str| format!("[[plan]]\nname = \"{name}\"\ncredits = {credits}\n{usd}\n");
        let cheapest = |plans: [String; 2]| {
            let table = table(&(plans.concat() + "[top_up]\nusd_per_1000 = 10\nmin = 1\nmax = 1000\n"));
            let budget = |plan| Budget::of_plan(plan, Credits::ZERO, Credits::ZERO);
            let wanted = |budget: &Budget<'_>| budget.wanted(1, Credits::from(3000), table.top_up.as_ref()).unwrap();
            let budgets: Vec<_> = table.plans.iter().map(budget).map(|budget| (budget, wanted(&budget))).collect();
            (cheapest_way(&budgets).map(|way| way.plan), smallest_plan(&budgets).map(|plan| plan.name.clone()))
        };
        let some = |name: &str| Some(name.to_owned());
        // 3,000 credits are USD 20 of the month and 20 of two purchases, or 40 of the month alone.
        let plans = [plan("bought", 1000, "usd_per_month = 20"), plan("month", 3000, "usd_per_month = 40")];
        assert_eq!(cheapest(plans), (some("month"), some("month")), "fewer purchases");
        let plans = [plan("larger", 4000, "usd_per_month = 40"), plan("smaller", 3000, "usd_per_month = 40")];
        assert_eq!(cheapest(plans), (some("smaller"), some("smaller")));
        let plans = [plan("pack", 3000, "usd = 0\nonce = true"), plan("month", 4000, "usd_per_month = 40")];
        assert_eq!(cheapest(plans), (some("month"), some("month")), "a one-time plan is no way");
        let plans = [plan("unpriced", 3000, ""), plan("small", 1, "")];
        assert_eq!(cheapest(plans), (None, some("unpriced")));
    }
}
