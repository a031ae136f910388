//! The answer of `request` in words.

use super::fit::BudgetInfo;
use super::fit_view::with;
use super::reply;
use super::report::LineRow;
use super::request::{FreeInfo, RequestInfo, RequestReport};
use crate::format::{counted, credits, grouped, list};
use crate::output::view::{Block, View};
use crate::output::{Report, Verdict};

/// The most requests whose prices a reply names one by one.
const MAX_NAMED: usize = 5;

impl Report for RequestReport {
    type Row = LineRow;

    fn rows(&self) -> Vec<LineRow> {
        self.bill.production.rows()
    }

    fn sample_row(&self) -> LineRow {
        self.bill.production.sample_row()
    }

    fn view(&self) -> View {
        let mut lines: Vec<String> =
            self.template.iter().map(|template| format!("Template: {}", template.name)).collect();
        for (number, request) in (1..).zip(self.requests.iter().flatten()) {
            lines.push(format!("{number}. {}: {}", request.template.name, credits(request.credits_each)));
        }
        lines.extend(self.free_in_words().map(|free| format!("Free: {free}")));
        lines.extend(self.counts());
        let mut blocks = self.bill.blocks();
        blocks.push(Block::Lines(lines));
        let notes = self.bill.remarks.for_text(&self.table);
        View { headline: self.bill.headline(), blocks, footer: self.table.footer(), notes }
    }

    fn reply(&self) -> Vec<String> {
        let mut sentences = vec![self.sentence()];
        sentences.extend(self.bill.further_sentences());
        sentences.push(self.counts().join(" "));
        reply::ended(sentences, &self.bill.remarks, &self.table)
    }

    fn number(&self) -> Option<String> {
        Some(self.bill.number())
    }

    fn verdict(&self) -> Verdict {
        self.bill.verdict()
    }
}

impl RequestReport {
    /// Says what the requests cost, how that is calculated, and what is free.
    fn sentence(&self) -> String {
        let production = &self.bill.production;
        let subject = match &self.template {
            Some(template) => format!("This \"{}\" request costs", template.name),
            None => format!("These {} cost", counted(self.requests.as_ref().map_or(0, Vec::len), "request")),
        };
        let parts = match (&self.requests, production.lines.as_slice()) {
            (Some(requests), _) if requests.len() > MAX_NAMED => String::new(),
            (Some(requests), _) => {
                let each = |one: &RequestInfo| format!("{} for \"{}\"", grouped(one.credits_each), one.template.name);
                list(&requests.iter().map(each).collect::<Vec<_>>())
            }
            // A price of the template itself.
            (None, [line]) if line.model.is_none() => line.quantity_in_words(),
            (None, []) => String::new(),
            (None, _) => reply::lines(production),
        };
        // The description of lines with models has the retakes already.
        let is_said = self.requests.is_none() && production.lines.iter().any(|line| line.model.is_some());
        let retakes = production.retakes_percent().filter(|_| !is_said && !production.each.is_zero());
        let retakes =
            retakes.map_or_else(String::new, |percent| format!(", including {}% for retakes", grouped(percent)));
        let parts = if parts.is_empty() { retakes } else { format!(": {parts}{retakes}") };
        let mut sentence = match &self.template {
            Some(template) if production.each.is_zero() => format!("This \"{}\" request is free.", template.name),
            _ => format!("{subject} {}{parts}.", credits(production.each)),
        };
        if production.count > 1 {
            let total = credits(production.total);
            let it = if self.template.is_some() { "it" } else { "them" };
            sentence.push_str(&format!(" Sending {it} {} costs {total}.", counted(production.count, "time")));
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
    fn counts(&self) -> Vec<String> {
        let what = if self.requests.is_some() { "these requests" } else { "this request" };
        let sentence = |budget: &BudgetInfo| {
            let how_often = match budget.fits {
                None => format!("can send {what} as often as you like"),
                Some(0) => format!("don't have enough credits for {what}"),
                Some(1) => format!("can send {what} once, with {} left over", credits(budget.left)),
                Some(fits) => {
                    format!("can send {what} {}, with {} left over", counted(fits, "time"), credits(budget.left))
                }
            };
            format!("{} you {how_often}.", with(budget))
        };
        self.budgets.iter().flatten().map(sentence).collect()
    }
}
