//! The answer of `credits request` in words, besides its cost.

use rust_decimal::Decimal;

use super::budget_view::{or_none, with};
use super::fit::BudgetInfo;
use super::reply;
use super::request::{FreeInfo, RequestDetails};
use crate::format::{capitalized, counted, credits, grouped, how_often};
use crate::pricing::estimate::{Estimate, Line};

impl RequestDetails<'_> {
    /// Returns the lines below the cost: the templates, what is free, and how often each budget covers the requests.
    pub fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> =
            self.template.iter().map(|template| format!("Template: {}", template.name)).collect();
        for (number, request) in (1..).zip(self.requests.iter().flatten()) {
            lines.push(format!("{number}. {}: {}", request.template.name, credits(request.estimate.each)));
        }
        lines.extend(self.free_in_words().map(|free| format!("Free: {free}")));
        lines.extend(self.counts());
        lines
    }

    /// Says what the requests cost, how that is calculated, and what is free.
    pub fn sentence(&self, estimate: &Estimate<'_>) -> String {
        let (subject, is_free, costs, it) = match &self.template {
            Some(template) => (format!("This \"{}\" request", template.name), "is free", "costs", "it"),
            None => (
                format!("These {}", counted(self.requests.iter().flatten().count(), "request")),
                "are free",
                "cost",
                "them",
            ),
        };
        let parts = match estimate.lines.as_slice() {
            // The price of the template itself.
            [line] if line.model.is_none() && estimate.retakes.percent().is_none() => self.elements(line),
            _ => match self.requests.as_deref() {
                // What each costs says more than all their images in one list.
                Some(requests) => {
                    let each: Vec<String> = requests.iter().map(|request| grouped(request.estimate.each)).collect();
                    let retakes =
                        estimate.retakes.percent().map(|percent| format!(", with {}% for retakes", grouped(percent)));
                    each.join(" + ") + &retakes.unwrap_or_default()
                }
                None => reply::lines(estimate),
            },
        };
        let parts = if parts.is_empty() { parts } else { format!(": {parts}") };
        let mut sentence = match estimate.each.is_zero() {
            true => {
                let free = self.free_in_words().map_or_else(String::new, |free| format!(": {free}"));
                format!("{subject} {is_free}{free}.")
            }
            false => format!("{subject} {costs} {}{parts}.", credits(estimate.each)),
        };
        if estimate.count > 1 {
            let (times, total) = (how_often(estimate.count.into()), credits(estimate.total));
            sentence.push_str(&format!(" Sending {it} {times} costs {total}."));
        }
        if let Some(free) = self.free_in_words().filter(|_| !estimate.each.is_zero()) {
            let is = if matches!(self.free.as_slice(), [FreeInfo { count: 1, .. }]) { "is" } else { "are" };
            sentence.push_str(&format!(" {free} {is} free."));
        }
        sentence
    }

    /// Describes how often a fixed price is paid: `2 scenes at 400 credits each`; nothing for once.
    fn elements(&self, line: &Line<'_>) -> String {
        let element = self.template.as_ref().map_or("request", |template| &template.element);
        match line.quantity.0.checked_div(Decimal::from(line.times)) {
            Some(each) if line.times > 1 => {
                format!("{} at {} each", counted(line.times, element), credits(each.normalize()))
            }
            _ => String::new(),
        }
    }

    /// Says what is free: `2 uploads`, `1 upload and its animation`, `3 uploads and animating 2 of them`.
    fn free_in_words(&self) -> Option<String> {
        let FreeInfo { count: uploads, .. } = self.free.first()?;
        let animated = self.free.get(1).map(|animated| match (animated.count, *uploads) {
            (_, 1) => " and its animation".to_owned(),
            (animated, all) if animated == all => " and their animation".to_owned(),
            (animated, _) => format!(" and animating {} of them", grouped(animated)),
        });
        Some(counted(*uploads, "upload") + &animated.unwrap_or_default())
    }

    /// Says how often each budget covers the requests.
    pub fn counts(&self) -> Vec<String> {
        let what = if self.requests.is_some() { "these requests" } else { "this request" };
        let costs = if self.requests.is_some() { "cost" } else { "costs" };
        if self.budgets.iter().flatten().any(|info| info.fit.unlimited) {
            return vec![format!("{} {costs} nothing, with any plan or balance.", capitalized(what))];
        }
        let sentence = |info: &BudgetInfo<'_>| {
            let left = or_none(info.fit.left);
            let how_often = match info.fit.fits.unwrap_or_default() {
                0 => format!("can't send {what}"),
                fits => format!("can send {what} {}, with {left} left over", how_often(fits)),
            };
            format!("{} you {how_often}.", with(&info.budget))
        };
        self.budgets.iter().flatten().map(sentence).collect()
    }
}
