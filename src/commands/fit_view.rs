//! The answer of `fit` in words.

use rust_decimal::Decimal;

use super::budget_view::{funds, funds_in_words, on, or_none, with};
use super::cost::Covered;
use super::fit::{BudgetInfo, FitReport};
use super::reply;
use super::report::after_name;
use crate::format::{capitalized, counted, credits, grouped, list, seconds, usd, with_article};
use crate::output::view::{Block, Column, Table, View};
use crate::output::{Report, Verdict};
use crate::pricing::assumption::{few, offered_in_words};
use crate::pricing::budget::{CheapestWay, Wanted};
use crate::pricing::estimate::{Estimate, Line};
use crate::values::credits::Credits;
use crate::values::price::Unit;

impl<'t> Report for FitReport<'t> {
    type Row = BudgetInfo<'t>;

    fn rows(&self) -> Vec<BudgetInfo<'t>> {
        self.budgets.clone()
    }

    fn sample_row(&self) -> BudgetInfo<'t> {
        BudgetInfo { wanted: Some(Wanted::default()), ..BudgetInfo::default() }
    }

    fn view(&self) -> View {
        let estimate = self.estimate.as_ref();
        let table = estimate.map(|estimate| Block::Table(estimate.table(&format!("Each {}", self.noun.short))));
        let working = match (self.budgets.as_slice(), estimate) {
            ([info], Some(estimate)) => Block::Lines(self.calculation(estimate, info)),
            ([_], None) => Block::Table(self.table_of_examples()),
            _ => Block::Table(self.table_of_budgets()),
        };
        let before = self.counts_before().map(|counts| format!("Without --set: {counts}"));
        let blocks = table.into_iter().chain([working, Block::Lines(before.into_iter().collect())]).collect();
        View {
            headline: self.headline(),
            blocks,
            footer: self.table.footer(),
            notes: self.remarks.for_text(&self.table),
        }
    }

    fn reply(&self) -> Vec<String> {
        let mut sentences = Vec::new();
        match (&self.estimate, self.wanted) {
            (None, _) => sentences.push(self.share_sentence()),
            _ if self.is_unlimited() => sentences.push(format!("You can make as {UNLIMITED}")),
            (Some(estimate), wanted) => {
                sentences.push(wanted.map_or_else(|| self.counts_sentence(), |wanted| self.possible(wanted)));
                sentences.extend(match (self.budgets.as_slice(), &self.cheapest_way) {
                    ([info], _) => top_up_in_words(info),
                    (_, way) => way.as_ref().filter(|way| !self.is_smallest_plan(way)).map(|way| {
                        let purchases = Some(way.purchases).filter(|purchases| *purchases > 1);
                        let purchases =
                            purchases.map_or_else(String::new, |count| format!(" in {} purchases", grouped(count)));
                        format!("The cheapest way is {} for one month", way_in_words(way, &purchases))
                    }),
                });
                sentences.extend(self.most_seconds().filter(|_| wanted.is_none()));
                let is_said = wanted == Some(1) && estimate.is_a_figure() && !self.shows_usd;
                sentences.extend((!is_said).then(|| self.each_sentence(estimate)));
                sentences.extend(self.counts_before().map(|counts| {
                    format!("Without {} you can {} {counts}", reply::the_change(&self.table), self.verb)
                }));
                sentences.extend(self.instead());
            }
        }
        let sentences = sentences.iter().map(|sentence| format!("{sentence}.")).collect();
        reply::ended(sentences, &self.remarks, &self.table, self.estimate.as_ref().and_then(Estimate::own_date))
    }

    fn number(&self) -> Option<String> {
        let [BudgetInfo { allowed_each, fit, .. }] = self.budgets.as_slice() else { return None };
        let number = allowed_each.map(|allowed| allowed.to_string()).or(fit.fits.map(|fits| fits.to_string()));
        Some(number.unwrap_or_else(|| "unlimited".to_owned()))
    }

    fn verdict(&self) -> Verdict {
        match (self.wanted, self.wanted_possible) {
            (Some(wanted), Some(false)) if self.is_named => {
                Verdict::No { reason: self.possible(wanted), is_in_text: true }
            }
            _ => Verdict::Yes,
        }
    }
}

/// The largest sum of clips is looked for among so many seconds.
const MOST_SECONDS_LESS: usize = 60;

/// The answer where a production costs nothing.
const UNLIMITED: &str = "many as you like: this costs nothing";

impl FitReport<'_> {
    fn is_unlimited(&self) -> bool {
        self.budgets.iter().any(|info| info.fit.unlimited)
    }

    /// Returns whether a way is the smallest plan that covers the wanted number, without extra credits.
    fn is_smallest_plan(&self, way: &CheapestWay) -> bool {
        way.top_up_credits.is_zero() && self.smallest_plan.as_ref() == Some(&way.plan)
    }

    /// Returns the counts, or with a wanted number whether it is possible and the cheapest way.
    fn headline(&self) -> String {
        match (self.wanted, self.budgets.as_slice(), &self.cheapest_way) {
            _ if self.estimate.is_none() => self.share(),
            _ if self.is_unlimited() => format!("As {UNLIMITED}"),
            (None, [BudgetInfo { part: Some(part), .. }], _) => format!("{}: {}", self.counts(), part.in_words()),
            (None, ..) => self.counts(),
            (Some(wanted), [_, _, ..], Some(way)) => {
                format!("{}. Cheapest: {} a month", capitalized(&self.needed(wanted)), way_in_words(way, ""))
            }
            (Some(wanted), ..) => self.possible(wanted),
        }
    }

    fn counted(&self, info: &BudgetInfo<'_>) -> String {
        self.noun.counted(info.fit.fits.unwrap_or_default())
    }

    /// `178 videos on Starter, 714 on Creator and 4,000 on Agency`.
    fn counts(&self) -> String {
        let count = |info: &BudgetInfo<'_>| grouped(info.fit.fits.unwrap_or_default());
        self.on_each(|info| self.counted(info), count)
    }

    /// Returns the counts before `--set`, where no number was asked for.
    fn counts_before(&self) -> Option<String> {
        let before = |info: &BudgetInfo<'_>| info.fits_before.unwrap_or_default();
        let is_known = self.wanted.is_none() && self.budgets.iter().all(|info| info.fits_before.is_some());
        is_known.then(|| self.on_each(|info| self.noun.counted(before(info)), |info| grouped(before(info))))
    }

    /// Returns whether the only budget doesn't cover one, where no number was asked for.
    fn is_uncovered(&self) -> bool {
        self.wanted.is_none() && matches!(self.budgets.as_slice(), [info] if info.fit.fits == Some(0))
    }

    /// Returns the part that the only budget covers: some of several images or clips that were counted, such as 22 of 30.
    /// A part of a clip is of no use, and no more is a part of what is called a video or a week.
    fn useful_part(&self) -> Option<Covered> {
        let part = self.budgets.first().filter(|_| self.is_uncovered())?.part;
        part.filter(|part| self.noun.is_counted && part.noun != Unit::Second.noun())
    }

    /// Says what the only budget is enough for instead, and what happens with too few credits.
    fn instead(&self) -> Option<String> {
        let [info] = self.budgets.as_slice() else { return None };
        let example = self.examples.first().filter(|_| self.wanted.is_none());
        let example = example.map(|example| with_article(&format!("{} clip", example.line.title)));
        let line = self.estimate.as_ref().and_then(|estimate| estimate.lines.first());
        let offers =
            |count: u128| u64::try_from(count).is_ok_and(|count| line.is_some_and(|line| line.offers(count.into())));
        let seconds = info.part.filter(|part| self.wanted.is_none() && offers(part.count));
        let seconds = seconds.map(|part| counted(part.count, part.noun));
        let available = credits(info.budget.available().unwrap_or_default());
        let enough = example.or(seconds).map(|what| format!("{available} would be enough for {what}"));
        let rejected = self.table.shortage.as_ref().filter(|_| info.budget.plan.is_none());
        let rejected = rejected.map(|rule| rule.trim_end_matches('.').to_owned());
        let is_short = match info.wanted {
            None => self.is_uncovered() && self.useful_part().is_none(),
            Some(wanted) => !wanted.possible,
        };
        let facts: Vec<String> = enough.into_iter().chain(rejected).filter(|_| is_short).collect();
        (!facts.is_empty()).then(|| facts.join(". "))
    }

    /// Joins what there is on each budget; the first has a noun.
    pub fn on_each(
        &self,
        first: impl Fn(&BudgetInfo<'_>) -> String,
        other: impl Fn(&BudgetInfo<'_>) -> String,
    ) -> String {
        let part = |(index, info): (usize, &BudgetInfo<'_>)| {
            let what = if index == 0 { first(info) } else { other(info) };
            format!("{what} {}", on(&info.budget))
        };
        list(&self.budgets.iter().enumerate().map(part).collect::<Vec<_>>())
    }

    /// Says to a customer how many the budgets cover.
    fn counts_sentence(&self) -> String {
        let make = self.verb;
        // What the service can't make has a price, which is no promise.
        let can = if self.remarks.unavailable().is_empty() { "can" } else { "could" };
        if let Some(Covered { all, noun, count, .. }) = self.useful_part() {
            let with = self.budgets.first().map(|info| with(&info.budget)).unwrap_or_default();
            return format!("{with} you {can} {make} {} of these {}", grouped(count), counted(all, noun));
        }
        match self.budgets.as_slice() {
            [info] if info.fit.fits == Some(0) => {
                format!("{} you can't {make} {}", with(&info.budget), self.this_one())
            }
            [info] => {
                // `20 seconds of Veo 3.1 Fast`
                let line = self.estimate.as_ref().and_then(|estimate| estimate.lines.first());
                let of = line.filter(|_| self.noun.short == Unit::Second.noun());
                let milliseconds = info.fit.fits.unwrap_or_default().saturating_mul(1000);
                let shortest = of.and_then(|line| line.model?.seconds_offered.first());
                let too_long = shortest.filter(|shortest| u128::from(shortest.milliseconds()) > milliseconds);
                if let (Some(line), Some(shortest)) = (of, too_long) {
                    let (title, shortest) = (line.title, seconds(shortest.seconds()));
                    return format!(
                        "{} you can't {make} a {title} clip: the shortest is {shortest}",
                        with(&info.budget)
                    );
                }
                let of = of.map_or_else(String::new, |line| format!(" of {}", line.title));
                format!("{} you {can} {make} {}{of}", with(&info.budget), self.counted(info))
            }
            infos if infos.iter().all(|info| info.fit.fits == Some(0)) => {
                format!("None of the plans has enough credits for one {}", self.noun.short)
            }
            infos => {
                let is_monthly = self.verb == "make" && infos.iter().all(|info| info.budget.is_monthly());
                let you = match self.besides_plans() {
                    Some(besides) => format!("{besides}, you"),
                    None if is_monthly => "Each month you".to_owned(),
                    None => "You".to_owned(),
                };
                format!("{you} {can} {make} {}", self.counts())
            }
        }
    }

    /// Says how much of the seconds that the only budget covers clips can make, where that isn't all of them.
    fn most_seconds(&self) -> Option<String> {
        let ([info], [line]) = (self.budgets.as_slice(), self.estimate.as_ref()?.lines.as_slice()) else { return None };
        let offered = &line.model.filter(|_| self.noun.short == Unit::Second.noun())?.seconds_offered;
        let fits = u64::try_from(info.fit.fits?).ok()?;
        let is_possible = |seconds: &u64| line.offers(Decimal::from(*seconds));
        let most = (1..=fits).rev().take(MOST_SECONDS_LESS).find(is_possible).filter(|most| *most < fits)?;
        let (clips, most, fits) = (offered_in_words(offered), grouped(most), grouped(fits));
        Some(format!("Clips of {clips} can make at most {most} of these {fits} seconds"))
    }

    /// Says what there is besides the credits of each plan: `With 500 extra credits and 20 already spent`.
    fn besides_plans(&self) -> Option<String> {
        let budget = self.budgets.first()?.budget;
        let (extra, spent) = (credits(budget.extra).replacen(" ", " extra ", 1), grouped(budget.spent));
        match (budget.extra.is_zero(), budget.spent.is_zero()) {
            (true, true) => None,
            (false, true) => Some(format!("With {extra}")),
            (true, false) => Some(format!("With {} already spent", credits(budget.spent))),
            (false, false) => Some(format!("With {extra} and {spent} already spent")),
        }
    }

    /// `10 videos cost 17,700 credits`.
    fn needed(&self, wanted: u64) -> String {
        let needed = self.budgets.first().and_then(|info| info.wanted).unwrap_or_default().credits;
        if wanted == 1 && self.estimate.as_ref().is_some_and(Estimate::is_a_figure) && self.verb == "make" {
            return format!("this costs {}", credits(needed));
        }
        let cost = if wanted == 1 { "costs" } else { "cost" };
        format!("{} {cost} {}", self.noun.counted(wanted), credits(needed))
    }

    /// Says whether the only budget covers the wanted number, or which plans do.
    fn possible(&self, wanted: u64) -> String {
        let needed = self.needed(wanted);
        let [info] = self.budgets.as_slice() else {
            let covering = self.budgets.iter().filter(|info| info.wanted.is_some_and(|wanted| wanted.possible));
            let name = self.smallest_plan.as_deref().unwrap_or_default();
            let smallest = self.budgets.iter().find(|info| info.budget.name == name);
            let price = smallest.and_then(|info| Some(format!(" (USD {} a month)", usd(info.wanted?.usd?))));
            let price = price.unwrap_or_default();
            let besides = self.besides_plans().map(|besides| besides + ", ");
            let covered = match covering.map(|info| info.budget.name).collect::<Vec<_>>().as_slice() {
                [] if besides.is_some() => "that is more than these plans cover".to_owned(),
                [] => {
                    let any = if self.is_named { "any of these plans" } else { "any monthly plan" };
                    return capitalized(&format!("{needed}, more than {any} includes"));
                }
                [one] => format!("{one} covers that{price}"),
                several if name.is_empty() => format!("{} each cover that", few(several)),
                _ => format!("the smallest plan that covers that is {name}{price}"),
            };
            return format!("{}. {}", capitalized(&needed), capitalized(&(besides.unwrap_or_default() + &covered)));
        };
        let (owner, includes) = match info.budget.plan {
            Some(plan) => (format!("the {} plan", plan.name), " includes"),
            None => ("your balance".to_owned(), ""),
        };
        let (funds, Wanted { possible, short, left, .. }) =
            (funds_in_words(&info.budget), info.wanted.unwrap_or_default());
        if info.budget.is_overspent() {
            return format!("No: {needed}. {} you are {} short", with(&info.budget), credits(short));
        }
        if possible {
            return format!("Yes: {needed}, and {owner} ({funds}) covers that, with {} left over", or_none(left));
        }
        let enough = match info.fit.fits {
            Some(fits @ 1..) => format!("; enough for {}", grouped(fits)),
            _ => String::new(),
        };
        let is_whole = info.budget.extra.is_zero() && info.budget.spent.is_zero();
        let has = match info.budget.plan {
            _ if is_whole => format!("{owner}{includes}"),
            Some(_) => format!("you have left with {owner}"),
            None => "you have left".to_owned(),
        };
        format!("No: {needed}, which is {} more than {has} ({funds}{enough})", grouped(short))
    }

    fn table_of_budgets(&self) -> Table {
        let wanted = self.wanted.map(|wanted| format!("For {}", self.noun.counted(wanted)));
        let columns = [
            Column::words("Plan"),
            Column::numbers("Credits"),
            Column::numbers("Extra"),
            Column::numbers("Spent"),
            Column::numbers(self.noun.column()),
            Column::numbers("For each"),
            Column::numbers("Left over").optional(),
            Column::numbers("USD each"),
            Column::words(wanted.unwrap_or_default()),
            Column::numbers("USD a month"),
            Column::words(""),
        ];
        let nonzero = |amount: Credits| if amount.is_zero() { String::new() } else { grouped(amount) };
        let row = |info: &BudgetInfo<'_>| {
            let BudgetInfo { budget, fit, .. } = info;
            let is_cheapest = self.cheapest_way.as_ref().is_some_and(|way| way.plan == budget.name);
            let fits = if fit.unlimited { Some("unlimited".to_owned()) } else { fit.fits.map(grouped) };
            vec![
                budget.name.to_owned(),
                grouped(budget.credits),
                nonzero(budget.extra),
                nonzero(budget.spent),
                fits.unwrap_or_default(),
                info.allowed_each.map(grouped).unwrap_or_default(),
                grouped(fit.left),
                info.usd_each.filter(|_| self.shows_usd).map(|each| usd(each.0)).unwrap_or_default(),
                info.wanted.map(wanted_in_words).unwrap_or_default(),
                info.wanted.and_then(|wanted| wanted.usd).map(usd).unwrap_or_default(),
                if is_cheapest { "cheapest".to_owned() } else { String::new() },
            ]
        };
        Table::new(columns, self.budgets.iter().map(row).collect())
    }

    /// Shows how the numbers of the only budget are calculated.
    fn calculation(&self, estimate: &Estimate<'_>, info: &BudgetInfo<'_>) -> Vec<String> {
        let (left, each, funds) = (credits(info.fit.left), grouped(estimate.each), funds(&info.budget));
        let is_sum = funds.contains(['+', '−']) && !info.budget.is_overspent();
        let funds = if is_sum { format!("({funds})") } else { funds };
        let mut lines = Vec::new();
        if info.budget.is_overspent() {
            lines.push(format!("{funds}: nothing is left"));
        } else if !info.fit.unlimited {
            lines.push(format!("{funds} ÷ {each} = {}, {left} left over", self.counted(info)));
        }
        if let (Some(count), Some(wanted)) = (self.wanted, info.wanted) {
            lines.push(format!("{} × {each} = {}", grouped(count), credits(wanted.credits)));
        }
        lines.extend(self.most_seconds().filter(|_| self.wanted.is_none()));
        lines.extend(top_up_in_words(info));
        lines.extend(self.usd_each().map(|usd| format!("Each {} costs {usd}", self.noun.short)));
        lines
    }

    /// `USD 2.09 with Starter and USD 1.75 with Creator`, `USD 0.09 at the rate for extra credits`; `None` where that isn't asked or known.
    fn usd_each(&self) -> Option<String> {
        let each = |info: &BudgetInfo<'_>| {
            let rate = match info.budget.plan {
                Some(_) => on(&info.budget).replacen("on", "with", 1),
                None => "at the rate for extra credits".to_owned(),
            };
            Some(format!("USD {} {rate}", usd(info.usd_each?.0)))
        };
        let each = self.budgets.iter().filter_map(each).collect::<Vec<_>>();
        Some(list(&each)).filter(|_| self.shows_usd && !each.is_empty())
    }

    /// `Each video costs 7 credits (7 Flux Schnell images at 1 credit each), so 178 videos cost 1,246 credits and leave 4.`
    fn each_sentence(&self, estimate: &Estimate<'_>) -> String {
        let usd = self.usd_each().map_or_else(String::new, |usd| format!(", or {usd}"));
        let lines = match estimate.lines.as_slice() {
            [line] if line.unit == Unit::Credit && line.times == 1 || self.is_counted_alone(line) => String::new(),
            _ if estimate.is_a_figure() => String::new(),
            _ => format!(" ({})", reply::lines(estimate)),
        };
        if let Some(Covered { all, noun, .. }) = self.useful_part() {
            return format!("Together, the {} cost {}{lines}{usd}", counted(all, noun), credits(estimate.each));
        }
        let it = match self.this_one().as_str() {
            "this" if self.is_uncovered() => "It".to_owned(),
            _ => format!("Each {}", self.one()),
        };
        let cost = format!("{it} costs {}{lines}{usd}", credits(estimate.each));
        match self.budgets.as_slice() {
            [BudgetInfo { fit, .. }] if self.wanted.is_none() && fit.fits != Some(0) => {
                let (fits, used) = (fit.fits.unwrap_or_default(), credits(fit.used));
                let s = if fits == 1 { "s" } else { "" };
                let left = match fit.left.is_zero() {
                    true => ", with none left over".to_owned(),
                    false => format!(" and leave{s} {}", grouped(fit.left)),
                };
                format!("{cost}, so {} cost{s} {used}{left}", counted(fits, &self.noun.short))
            }
            [BudgetInfo { budget, .. }] if self.wanted.is_none() && usd.is_empty() && budget.spent.is_zero() => {
                let short = estimate.each.minus(budget.available().unwrap_or_default());
                format!("{cost}, {} more than you have", grouped(short))
            }
            _ => cost,
        }
    }

    /// Names one of what the budget doesn't cover: `one Runway Gen-3 clip`, or `this` for a production without a name.
    fn this_one(&self) -> String {
        let one = self.one();
        if self.noun.has_title() {
            self.noun.counted(1).replacen("1 ", "even one ", 1)
        } else if one == "video" && self.verb == "make" && self.budgets.len() == 1 {
            "this".to_owned()
        } else {
            format!("even one {one}")
        }
    }

    /// Names one of the production: `video`, `Runway Gen-3 clip`, `second of Veo 3.1 Fast with audio`.
    fn one(&self) -> String {
        let one = &self.noun.short;
        match self.estimate.as_ref().map(|estimate| estimate.lines.as_slice()) {
            Some([line]) if self.is_counted_alone(line) => {
                let option = after_name(line.option);
                match line.unit {
                    Unit::Second => format!("{one} of {}{option}", line.title),
                    _ => format!("{} {one}{option}", line.title),
                }
            }
            _ => one.clone(),
        }
    }

    /// Returns whether the production is one image, clip or second of a model, and is called that.
    fn is_counted_alone(&self, line: &Line<'_>) -> bool {
        let is_one = line.quantity.0 == Decimal::ONE && line.model.is_some();
        is_one && self.noun.short == line.unit.noun() && self.retakes.percent().is_none()
    }
}

/// `Starter plus 16,450 extra credits, USD 127.70`.
fn way_in_words(way: &CheapestWay, purchases: &str) -> String {
    let (bought, price) = (grouped(way.top_up_credits), way.usd.map(usd).unwrap_or_default());
    let extra =
        if way.top_up_credits.is_zero() { String::new() } else { format!(" plus {bought} extra credits{purchases}") };
    format!("{}{extra}, USD {price}", way.plan)
}

/// Says which extra credits make the wanted number possible, and what they cost.
fn top_up_in_words(info: &BudgetInfo<'_>) -> Option<String> {
    let wanted = info.wanted.filter(|wanted| !wanted.possible)?;
    let (bought, how, cost) = (grouped(wanted.top_up_credits?), how_bought(&wanted), usd(wanted.top_up_usd?));
    let month = wanted.usd.map(|month| format!(" (USD {} with a month of {})", usd(month), info.budget.name));
    Some(format!("{bought} extra credits{how} cover the rest for USD {cost}{}", month.unwrap_or_default()))
}

/// `included, 10,300 left over`, `16,450 extra in 2 purchases`, `290 short`.
fn wanted_in_words(wanted: Wanted) -> String {
    match wanted.top_up_credits {
        _ if wanted.possible => format!("included, {} left over", grouped(wanted.left)),
        None => format!("{} short", grouped(wanted.short)),
        Some(_) => format!("{} extra{}", grouped(wanted.short), how_bought(&wanted)),
    }
}

/// ` in 2 purchases`, or ` (the smallest purchase is 1,000)` where less would do.
fn how_bought(wanted: &Wanted) -> String {
    match wanted.top_up_credits {
        Some(_) if wanted.purchases > 1 => format!(" in {} purchases", grouped(wanted.purchases)),
        Some(bought) if bought > wanted.short.rounded_up() => {
            format!(" (the smallest purchase is {})", grouped(bought))
        }
        _ => String::new(),
    }
}
