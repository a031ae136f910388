//! The answer of `fit` without items in words: what each of a number of videos can cost.

use super::budget_view::with;
use super::fit::{BudgetInfo, Example, FitReport};
use super::report::after_name;
use crate::format::{capitalized, choice, counted, credits, grouped, seconds};
use crate::output::view::{Column, Table};
use crate::values::price::{Rate, Unit};

impl FitReport<'_> {
    /// `each of 20 videos`, `one video`.
    fn each_of(&self) -> String {
        match self.wanted {
            None | Some(1) => format!("one {}", self.noun.short),
            Some(count) => format!("each of {}", self.noun.counted(count)),
        }
    }

    /// Joins what each may cost on each budget: `up to 62 credits`, or `less than 1 credit` where that is 0.
    fn shares(&self, after_first: &str) -> String {
        let each = |info: &BudgetInfo<'_>| info.allowed_each.unwrap_or_default();
        let is_short = self.budgets.iter().any(|info| each(info).is_zero());
        let first = |info: &BudgetInfo<'_>| match each(info) {
            each if each.is_zero() => format!("less than 1 credit{after_first}"),
            each => format!("up to {}{after_first}", credits(each)),
        };
        let other = |info: &BudgetInfo<'_>| match each(info) {
            each if each.is_zero() => "less than 1".to_owned(),
            each if is_short => format!("up to {}", grouped(each)),
            each => grouped(each),
        };
        match self.budgets.as_slice() {
            [info] if info.budget.plan.is_none() => first(info),
            _ => self.on_each(first, other),
        }
    }

    /// Says how many credits each may cost: `Up to 62 credits for each of 20 videos on Starter, 10 left over`.
    pub fn share(&self) -> String {
        let shares = capitalized(&self.shares(&format!(" for {}", self.each_of())));
        match self.budgets.as_slice() {
            [info] if !info.fit.left.is_zero() => format!("{shares}, {} left over", grouped(info.fit.left)),
            _ => shares,
        }
    }

    /// Says to a customer what the credits for each buy.
    pub fn share_sentence(&self) -> String {
        let [info] = self.budgets.as_slice() else {
            let shares = match self.budgets.iter().all(|info| info.allowed_each.is_some_and(|each| each.is_zero())) {
                true => "less than 1 credit with any of these plans".to_owned(),
                false => self.shares(""),
            };
            return capitalized(&format!("{} can cost {shares}", self.each_of()));
        };
        let bought = choice(&self.examples.iter().map(Example::in_words).collect::<Vec<_>>());
        let (with, each_of) = (with(&info.budget), self.each_of());
        match info.allowed_each.filter(|_| self.wanted.is_some()) {
            _ if bought.is_empty() => match self.wanted {
                Some(wanted @ 2..) => format!("{with} you can't make {}", self.noun.counted(wanted)),
                _ => format!("{with} you can't make a {}", self.noun.short),
            },
            None if info.budget.extra.is_zero() && info.budget.spent.is_zero() => {
                format!("{with} you can make, for example, {bought}")
            }
            None => {
                let all = info.budget.available().map(credits).unwrap_or_default();
                format!("{with} you have {all}. You can make, for example, {bought}")
            }
            Some(each) => {
                format!("{with}, {each_of} can cost up to {}. That buys, for example, {bought}", credits(each))
            }
        }
    }

    /// Shows what the share of the only budget buys.
    pub fn table_of_examples(&self) -> Table {
        let title = match self.retakes.percent() {
            None => "That buys, for example",
            Some(_) => "Including retakes, that buys, for example",
        };
        let columns = [Column::words(title), Column::numbers(""), Column::numbers(""), Column::words("")];
        let row = |example: &Example<'_>| {
            let (line, price) = (&example.line, format!("{} each", credits(example.line.credits)));
            let option = line.option.map(Rate::in_words).unwrap_or_default();
            vec![line.name.to_owned(), example.quantity(""), price, option]
        };
        Table::new(columns, self.examples.iter().map(row).collect())
    }
}

impl Example<'_> {
    /// `62 Flux Schnell images`, `6 Veo 3.1 Fast clips of 4 s with audio`.
    fn in_words(&self) -> String {
        self.quantity(&format!("{} ", self.line.title)) + &after_name(self.line.option)
    }

    /// `62 images`, `6 Veo 3.1 Fast clips of 4 s`.
    fn quantity(&self, title: &str) -> String {
        let (noun, length) = match (self.line.unit, self.line.clip_seconds) {
            (Unit::Second, Some(each)) => ("clip", format!(" of {}", seconds(each.seconds()))),
            (unit, _) => (unit.noun(), String::new()),
        };
        format!("{}{length}", counted(self.count, &format!("{title}{noun}")))
    }
}
