//! The answer of `request` in words.

use super::fit::BudgetInfo;
use super::fit_view::{on, with};
use super::reply;
use super::report::{Line, LineRow};
use super::request::{FreeInfo, RequestInfo, RequestReport};
use crate::format::{counted, credits, grouped, list};
use crate::output::view::{Block, Column, Table, View};
use crate::output::{Report, Verdict};
use crate::values::credits::Credits;

impl Report for RequestReport {
    type Row = LineRow;

    fn rows(&self) -> Vec<LineRow> {
        self.bill.production.rows()
    }

    fn sample_row(&self) -> LineRow {
        self.bill.production.sample_row()
    }

    fn view(&self) -> View {
        let mut blocks = self.bill.blocks();
        if let Some(requests) = &self.requests {
            // The table of the requests instead of the table of their lines.
            blocks.splice(0..1, [Block::Table(self.table_of(requests))]);
        }
        let mut lines: Vec<String> =
            self.template.iter().map(|template| format!("Template: {}", template.name)).collect();
        lines.extend(self.free_in_words().map(|free| format!("Free: {free}")));
        lines.extend(self.counts());
        blocks.push(Block::Lines(lines));
        let notes = self.bill.production.assumption_notes.iter().chain(&self.bill.notes).chain(&self.table.note);
        View { headline: self.headline(), blocks, footer: self.table.footer(), notes: notes.cloned().collect() }
    }

    fn reply(&self) -> Vec<String> {
        let mut answer = match &self.requests {
            None => self.sentence_of_one(),
            Some(requests) => self.sentence_of_list(requests),
        };
        if let Some(free) = self.free_in_words()
            && !self.bill.production.each.is_zero()
        {
            let is = if matches!(self.free.as_slice(), [FreeInfo { count: 1, .. }]) { "is" } else { "are" };
            answer.push_str(&format!(" {free} {is} free."));
        }
        let mut sentences = vec![answer];
        sentences.extend(self.bill.further_sentences());
        sentences.extend(Some(self.sentences_of_counts()).filter(|counts| !counts.is_empty()));
        reply::ended(sentences, &[&self.bill.production], &[], &self.table)
    }

    fn number(&self) -> Option<String> {
        Some(self.bill.number())
    }

    fn verdict(&self) -> Verdict {
        self.bill.verdict()
    }
}

impl RequestReport {
    fn headline(&self) -> String {
        let production = &self.bill.production;
        let Some(requests) = self.requests.as_ref().filter(|_| !production.total.is_zero()) else {
            return self.bill.headline();
        };
        let (total, requests) = (credits(production.total), counted(requests.len(), "request"));
        match production.count {
            1 => format!("{total} for {requests}"),
            count => format!("{total} for {} times {requests}, {} each time", grouped(count), grouped(production.each)),
        }
    }

    /// Makes a table with a row for each request.
    fn table_of(&self, requests: &[RequestInfo]) -> Table {
        let columns = [Column::words("Request"), Column::words("Paid for").optional(), Column::numbers("Credits")];
        let rows = requests.iter().enumerate().map(|(index, request)| {
            let name = format!("{}. {}", grouped(index + 1), request.template.name);
            vec![name, request.paid_for(), grouped(request.credits_each)]
        });
        let mut rows: Vec<Vec<String>> = rows.collect();
        let mut total = |title: String, credits: Credits| rows.push(vec![title, String::new(), grouped(credits)]);
        let production = &self.bill.production;
        let retakes = production.retakes_percent();
        let retakes = retakes.map_or_else(String::new, |percent| format!(", with {}% for retakes", grouped(percent)));
        total(format!("Total{retakes}"), production.each);
        if production.count > 1 {
            total(format!("Total of {}", grouped(production.count)), production.total);
        }
        Table::new(columns, rows)
    }

    fn free_in_words(&self) -> Option<String> {
        let free: Vec<String> = self.free.iter().map(FreeInfo::in_words).collect();
        (!free.is_empty()).then(|| list(&free))
    }

    /// Says how many each budget covers.
    fn counts(&self) -> Vec<String> {
        let noun = if self.requests.is_some() { "time" } else { "such request" };
        let count = |budget: &BudgetInfo| match budget.fits {
            Some(fits) => format!("{} {}, {} left over", counted(fits, noun), on(budget), credits(budget.left)),
            None => format!("As many as you like {}", on(budget)),
        };
        self.budgets.iter().flatten().map(count).collect()
    }

    fn sentences_of_counts(&self) -> String {
        let one = if self.requests.is_some() { "all of these" } else { "such a request" };
        let sentence = |budget: &BudgetInfo| {
            let left = credits(budget.left);
            let can = match budget.fits {
                None => "can send as many as you like".to_owned(),
                Some(0) => format!("can't send {one}"),
                Some(1) => format!("can send {one} once, with {left} left over"),
                Some(fits) => format!("can send {one} {} times, with {left} left over", grouped(fits)),
            };
            format!("{} you {can}.", with(budget))
        };
        self.budgets.iter().flatten().map(sentence).collect::<Vec<_>>().join(" ")
    }

    fn sentence_of_one(&self) -> String {
        let production = &self.bill.production;
        let name = self.template.as_ref().map(|template| template.name.as_str()).unwrap_or_default();
        let request = format!("\"{name}\" request");
        let each = credits(production.each);
        if production.each.is_zero() {
            let free = self.free_in_words().map_or_else(String::new, |free| format!(": {free}"));
            return format!("This {request} is free{free}.");
        }
        let lines = self.paid_for_customers().map_or_else(String::new, |lines| format!(": {lines}"));
        match production.count {
            1 => format!("This {request} costs {each}{lines}."),
            count => {
                let total = credits(production.total);
                format!("{} such {request}s cost {total}. Each costs {each}{lines}.", grouped(count))
            }
        }
    }

    /// Describes what the credits of a request are for; `None` for a fixed price.
    fn paid_for_customers(&self) -> Option<String> {
        let production = &self.bill.production;
        let retakes = production.retakes_percent();
        let retakes = retakes.map(|percent| format!("including {}% for retakes", grouped(percent)));
        let key = self.template.as_ref().and_then(|template| template.priced_key.as_deref());
        match (key, production.lines.as_slice()) {
            (Some(key), [Line { times, quantity, .. }]) => {
                let one = quantity.0.checked_div(rust_decimal::Decimal::from(*times))?.normalize();
                let retakes = retakes.map_or_else(String::new, |retakes| format!(", {retakes}"));
                Some(format!("{} × {} for the {key}{retakes}", grouped(times), credits(one)))
            }
            (_, [Line { model: None, .. }]) => retakes,
            _ => Some(reply::lines(production)),
        }
    }

    fn sentence_of_list(&self, requests: &[RequestInfo]) -> String {
        let production = &self.bill.production;
        let these = format!("These {}", counted(requests.len(), "request"));
        if production.each.is_zero() {
            return format!("{these} are free.");
        }
        let mut by_template: Vec<(&str, u64, Credits)> = Vec::new();
        for request in requests {
            let name = request.template.name.as_str();
            match by_template.iter_mut().find(|(known, ..)| *known == name) {
                Some((_, count, sum)) => {
                    *count += 1;
                    *sum = sum.plus(request.credits_each).unwrap_or(*sum);
                }
                None => by_template.push((name, 1, request.credits_each)),
            }
        }
        let parts = by_template.iter().map(|(name, count, sum)| match count {
            _ if sum.is_zero() => format!("nothing for \"{name}\""),
            1 => format!("{} for \"{name}\"", grouped(sum)),
            count => format!("{} for {} of \"{name}\"", grouped(sum), grouped(count)),
        });
        let parts: Vec<String> = parts.collect();
        let times = match production.count {
            1 => String::new(),
            count => format!(" {} times that is {}.", grouped(count), credits(production.total)),
        };
        format!("{these} cost {}: {}.{times}", credits(production.each), list(&parts))
    }
}

impl RequestInfo {
    /// Describes what is paid for; where nothing is, what is free.
    fn paid_for(&self) -> String {
        let paid = self.lines.iter().map(|line| match &line.model {
            Some(model) => format!("{} with {model}", line.quantity_in_words()),
            None => line.quantity_in_words(),
        });
        let free = self.free.iter().filter(|_| self.lines.is_empty()).map(FreeInfo::in_words);
        paid.chain(free).collect::<Vec<_>>().join(", ")
    }
}
