//! The answer of `credits request` in words, besides its cost.

use super::fit::BudgetInfo;
use super::fit_view::with;
use super::reply;
use super::request::{FreeInfo, RequestDetails, RequestInfo};
use crate::format::{counted, credits, grouped, list};
use crate::pricing::estimate::Estimate;

/// The most requests whose prices a reply names one by one.
const MAX_NAMED: usize = 5;

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
        let (subject, it) = match &self.template {
            Some(template) => (format!("This \"{}\" request costs", template.name), "it"),
            None => (format!("These {} cost", counted(self.requests.iter().flatten().count(), "request")), "them"),
        };
        let parts = match (&self.requests, estimate.lines.as_slice()) {
            (Some(requests), _) if requests.len() > MAX_NAMED => String::new(),
            (Some(requests), _) => {
                let each =
                    |one: &RequestInfo<'_>| format!("{} for \"{}\"", grouped(one.estimate.each), one.template.name);
                list(&requests.iter().map(each).collect::<Vec<_>>())
            }
            // A price of the template itself.
            (None, [line]) if line.model.is_none() => line.quantity_in_words(),
            (None, _) => reply::lines(estimate),
        };
        // The description of lines with models has the retakes already.
        let is_said = self.requests.is_none() && estimate.lines.iter().any(|line| line.model.is_some());
        let retakes = estimate.retakes.percent().filter(|_| !is_said);
        let retakes =
            retakes.map_or_else(String::new, |percent| format!(", including {}% for retakes", grouped(percent)));
        let parts = if parts.is_empty() { retakes } else { format!(": {parts}{retakes}") };
        let mut sentence = match &self.template {
            Some(template) if estimate.each.is_zero() => format!("This \"{}\" request is free.", template.name),
            _ => format!("{subject} {}{parts}.", credits(estimate.each)),
        };
        if estimate.count > 1 {
            let (times, total) = (counted(estimate.count, "time"), credits(estimate.total));
            sentence.push_str(&format!(" Sending {it} {times} costs {total}."));
        }
        if let Some(free) = self.free_in_words() {
            let is = if matches!(self.free.as_slice(), [FreeInfo { count: 1, .. }]) { "is" } else { "are" };
            sentence.push_str(&format!(" {free} {is} free."));
        }
        sentence
    }

    fn free_in_words(&self) -> Option<String> {
        let free: Vec<String> = self.free.iter().map(FreeInfo::in_words).collect();
        (!free.is_empty()).then(|| list(&free))
    }

    /// Says how often each budget covers the requests.
    pub fn counts(&self) -> Vec<String> {
        let what = if self.requests.is_some() { "these requests" } else { "this request" };
        let sentence = |info: &BudgetInfo<'_>| {
            let left = credits(info.fit.left);
            let how_often = match info.fit.fits {
                None => format!("can send {what} as often as you like"),
                Some(0) => format!("don't have enough credits for {what}"),
                Some(1) => format!("can send {what} once, with {left} left over"),
                Some(fits) => format!("can send {what} {}, with {left} left over", counted(fits, "time")),
            };
            format!("{} you {how_often}.", with(&info.budget))
        };
        self.budgets.iter().flatten().map(sentence).collect()
    }
}
