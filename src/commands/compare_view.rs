//! The answer of `compare` in words. It speaks of the rows that are shown only.

use rust_decimal::Decimal;

use super::compare::{CompareReport, RowInfo};
use super::reply;
use super::report::sentence;
use crate::format::{capitalized, credits, fixed, grouped, list};
use crate::output::Report;
use crate::output::view::{Block, Column, Table, View};
use crate::pricing::assumption::few;
use crate::values::credits::Credits;

/// The longest name of several rows on one line.
const LONGEST_NAME: usize = 32;

impl Report for CompareReport {
    type Row = RowInfo;

    fn rows(&self) -> Vec<RowInfo> {
        self.rows.clone()
    }

    fn sample_row(&self) -> RowInfo {
        RowInfo { fits: self.budgets.iter().map(|name| (name.clone(), None)).collect(), ..RowInfo::default() }
    }

    fn view(&self) -> View {
        let mut blocks = vec![Block::Table(self.table_of_rows())];
        if !self.not_comparable.is_empty() {
            let rows = self.not_comparable.iter();
            let rows = rows.map(|one| vec![one.name.clone(), one.rate.clone(), one.reason.clone()]);
            let columns = [Column::words("Can't do this job"), Column::words(""), Column::words("")];
            blocks.push(Block::Table(Table::new(columns, rows.collect())));
        }
        let mut lines = Vec::new();
        if self.rows.len() > self.lines().count() {
            lines.push("--all lists every model on its own line".to_owned());
        }
        if self.retakes.0 != Decimal::ONE {
            lines.push(format!("With retakes: each × {}", grouped(self.retakes)));
        }
        blocks.push(Block::Lines(lines));
        let notes = self.assumption_notes.iter().chain(&self.notes).chain(&self.table.note).cloned().collect();
        View { headline: self.headline(|row| &row.label), blocks, footer: self.table.footer(), notes }
    }

    fn reply(&self) -> Vec<String> {
        let mut sentences = vec![sentence(&self.headline(|row| &row.title))];
        sentences.extend(self.ends());
        let mut facts = self.counts();
        if self.retakes.0 != Decimal::ONE {
            facts.push(format!("Each price includes retakes (× {}).", grouped(self.retakes)));
        }
        if !self.not_comparable.is_empty() {
            let titles: Vec<&str> = self.not_comparable.iter().map(|one| one.title.as_str()).collect();
            facts.push(format!("We don't have information about what this costs with {}.", few(&titles)));
        }
        sentences.extend(Some(facts.join(" ")).filter(|facts| !facts.is_empty()));
        reply::ended(sentences, &[], &self.customer_notes, &self.table)
    }
}

impl CompareReport {
    /// Returns the rows of each line of a text.
    fn lines(&self) -> impl Iterator<Item = &[RowInfo]> {
        self.rows.chunk_by(|row, next| row.line == next.line)
    }

    /// Names the lines that cost this much.
    fn names(&self, cost: Credits, name: fn(&RowInfo) -> &str) -> Vec<&str> {
        self.lines().filter_map(<[RowInfo]>::first).filter(|row| row.credits == cost).map(name).collect()
    }

    /// Says which row is cheapest, or of two what that saves.
    fn headline(&self, name: fn(&RowInfo) -> &str) -> String {
        let (Some(first), Some(last)) = (self.rows.first(), self.rows.last()) else { return self.all_hidden.clone() };
        let (cost, job) = (credits(first.credits), &self.for_job);
        match (self.names(first.credits, name).as_slice(), self.lines().count()) {
            ([one], 1) if self.rows.len() == 1 => format!("{one}: {cost}{job}"),
            ([one], 2) => {
                let saved = credits(last.credits.minus(first.credits));
                format!("{one} saves {saved}: {} instead of {}", grouped(first.credits), grouped(last.credits))
            }
            (names, lines) if names.len() == lines => format!("All cost the same: {cost} each{job}"),
            ([one], _) => format!("{one} is cheapest: {cost}{job}"),
            (names, _) => format!("{} are cheapest: {cost} each{job}", few(names)),
        }
    }

    /// Says what the cheapest price is for, and which shown row costs most.
    fn ends(&self) -> Option<String> {
        let (first, last) = (self.rows.first()?, self.rows.last()?);
        let cheapest = format!("That is for {}.", first.priced);
        if first.credits == last.credits {
            return Some(cheapest);
        }
        let names = self.names(last.credits, |row| &row.title);
        let is = if names.len() == 1 { "is" } else { "are" };
        let names = few(&names);
        let times = last.multiple.map(|multiple| fixed(multiple.0, 1));
        let times = times.map_or_else(String::new, |times| format!(", {} times as much", times.trim_end_matches(".0")));
        let (cost, priced) = (credits(last.credits), &last.priced);
        Some(format!("{cheapest} The most expensive {is} {names}: {cost} for {priced}{times}."))
    }

    /// Says how many of the cheapest the named budgets cover.
    fn counts(&self) -> Vec<String> {
        let Some(first) = self.rows.first().filter(|_| self.shows_budgets) else { return Vec::new() };
        let count = |(name, fits): &(String, Option<u128>)| match fits {
            Some(fits) => format!("{} of these {}", grouped(*fits), on(name)),
            None => format!("as many as you like {}", on(name)),
        };
        let counts: Vec<String> = first.fits.iter().map(count).collect();
        vec![format!("With {} you can make {}.", first.title, list(&counts))]
    }

    fn table_of_rows(&self) -> Table {
        let mut columns = vec![
            Column::words("Model"),
            Column::words("Priced"),
            Column::numbers("Credits"),
            Column::numbers("").optional(),
            Column::numbers("").optional(),
        ];
        let budgets = self.budgets.iter().filter(|_| self.shows_budgets);
        columns.extend(budgets.map(|name| Column::numbers(capitalized(&on(name)))));
        let most = self.rows.last().map(|row| row.credits).unwrap_or_default();
        let (mut rows, mut bars) = (Vec::new(), Vec::new());
        for line in self.lines() {
            let Some(row) = line.first() else { continue };
            let difference =
                if row.difference.is_zero() { String::new() } else { format!("+{}", grouped(row.difference)) };
            let multiple = row.multiple.map(|multiple| format!("{}x", fixed(multiple.0, 1))).unwrap_or_default();
            let mut cells = vec![name_of(line), row.priced.clone(), grouped(row.credits), difference, multiple];
            let counts = row.fits.iter().filter(|_| self.shows_budgets);
            cells.extend(counts.map(|(_, fits)| fits.map_or_else(|| "unlimited".to_owned(), grouped)));
            rows.push(cells);
            bars.push(share(row.credits, most));
        }
        Table { columns, rows, bars }
    }
}

/// `on Starter`, `on the balance`.
fn on(budget: &str) -> String {
    if budget == "balance" { "on the balance".to_owned() } else { format!("on {budget}") }
}

/// Names the rows of a line, or the first of many.
fn name_of(line: &[RowInfo]) -> String {
    let names: Vec<&str> = line.iter().map(|row| row.label.as_str()).collect();
    match (names.join(", "), names.as_slice()) {
        (joined, [first, others @ ..]) if !others.is_empty() && joined.len() > LONGEST_NAME => {
            format!("{first} and {} more", grouped(others.len()))
        }
        (joined, _) => joined,
    }
}

/// Returns the length of a bar, in ten-thousandths of the longest.
fn share(part: Credits, whole: Credits) -> u32 {
    // The proof of the limits bounds both; the product of a bar is for display only.
    let scaled = part.value().checked_div(whole.value()).and_then(|share| share.checked_mul(Decimal::from(10_000)));
    scaled.and_then(|scaled| u32::try_from(scaled.round()).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_drawn_to_scale_up_to_the_limits() {
        let credits = |amount: &str| Credits::new(amount.parse().unwrap()).unwrap();
        assert_eq!(share(credits("5"), credits("10")), 5000);
        assert_eq!(share(credits("1000000000000"), credits("1000000000000")), 10_000);
        assert_eq!(share(credits("0"), credits("0")), 0);
    }
}
