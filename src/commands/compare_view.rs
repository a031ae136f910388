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

/// The longest name of several rows on one line; a note names the others.
const LONGEST_NAME: usize = 32;

impl Report for CompareReport {
    type Row = RowInfo;

    fn rows(&self) -> Vec<RowInfo> {
        self.rows.clone()
    }

    fn sample_row(&self) -> RowInfo {
        RowInfo::sample(&self.rows)
    }

    fn view(&self) -> View {
        let (table, folded) = self.table_of_rows();
        let mut blocks = vec![Block::Table(table)];
        if !self.not_comparable.is_empty() {
            let rows = self.not_comparable.iter();
            let rows = rows.map(|one| vec![one.name.clone(), one.rate_in_words.clone(), one.reason.clone()]);
            let columns = [Column::words("Can't do this job"), Column::words(""), Column::words("")];
            blocks.push(Block::Table(Table::new(columns, rows.collect())));
        }
        if self.retakes.0 != Decimal::ONE {
            blocks.push(Block::Lines(vec![format!("With retakes: each × {}", grouped(self.retakes))]));
        }
        let notes = self.text_notes.iter().cloned().chain(folded).chain(self.table.note.clone());
        View {
            headline: self.headline(RowInfo::name_in_words),
            blocks,
            footer: self.table.footer(),
            notes: notes.collect(),
        }
    }

    fn reply(&self) -> Vec<String> {
        let mut sentences = vec![sentence(&self.headline(RowInfo::title_in_words))];
        let priced = |row: &RowInfo| {
            format!("{} costs {} for {}", row.title_in_words(), credits(row.credits), row.priced_in_words)
        };
        match self.rows.as_slice() {
            [] => {}
            [one] => sentences.push(format!("That is for {}.", one.priced_in_words)),
            [one, other] => sentences.push(sentence(&format!("{}; {}", priced(one), priced(other)))),
            rows => sentences.extend(self.most_expensive(rows)),
        }
        let mut facts = self.counts();
        if self.retakes.0 != Decimal::ONE {
            facts.push(format!("Retakes are included: each price is multiplied by {}", grouped(self.retakes)));
        }
        if !self.not_comparable.is_empty() {
            let titles: Vec<&str> = self.not_comparable.iter().map(|one| one.title.as_str()).collect();
            facts.push(format!("We can't say what this costs with {}", few(&titles)));
        }
        if !facts.is_empty() {
            sentences.push(facts.iter().map(|fact| sentence(fact)).collect::<Vec<_>>().join(" "));
        }
        reply::ended(sentences, &[], &self.customer_notes, &self.table)
    }
}

impl CompareReport {
    /// Says which row is cheapest, or of two what that saves.
    fn headline(&self, name: fn(&RowInfo) -> String) -> String {
        let Some(first) = self.rows.first() else {
            let Some((max, cheapest, least)) = &self.hidden_by else { return "nothing to compare".to_owned() };
            return format!(
                "no model costs {} or less: the cheapest, {cheapest}, costs {}",
                credits(*max),
                credits(*least)
            );
        };
        let cost = credits(first.credits);
        let cheapest: Vec<String> = self.first_rows().filter(|row| row.credits == first.credits).map(name).collect();
        let names: Vec<&str> = cheapest.iter().map(String::as_str).collect();
        let job = self.job_in_words.as_ref().filter(|job| job.ends_with('s')).map(|job| format!(" for {job}"));
        let job = job.unwrap_or_default();
        match (self.rows.as_slice(), names.as_slice()) {
            ([_], [one]) => format!("{one}: {cost}{job}"),
            ([one, other], [_]) => {
                let saved = credits(other.credits.minus(one.credits));
                format!("{} saves {saved}: {} instead of {}", name(one), grouped(one.credits), grouped(other.credits))
            }
            (_, [one]) => format!("{one} is cheapest: {cost}{job}"),
            (_, names) if self.lines.len() == names.len() => format!("all cost the same: {cost} each{job}"),
            (_, names) => format!("{} are cheapest: {cost} each{job}", few(names)),
        }
    }

    /// Returns the first row of each line.
    fn first_rows(&self) -> impl Iterator<Item = &RowInfo> {
        let places = self.lines.iter().scan(0, |next, length| {
            let place = *next;
            *next += length;
            Some(place)
        });
        places.filter_map(|place| self.rows.get(place))
    }

    /// Says which shown row costs most, and how much more than the cheapest.
    fn most_expensive(&self, rows: &[RowInfo]) -> Option<String> {
        let (first, last) = (rows.first()?, rows.last()?);
        if first.credits == last.credits {
            return Some(format!("That is for {}.", first.priced_in_words));
        }
        let titles = self.first_rows().filter(|row| row.credits == last.credits).map(RowInfo::title_in_words);
        let titles: Vec<String> = titles.collect();
        let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
        let times = last.multiple.map(|multiple| fixed(multiple.0, 1));
        let times = times.map_or_else(String::new, |times| format!(", {} times as much", times.trim_end_matches(".0")));
        let (titles, cost) = (few(&titles), credits(last.credits));
        Some(format!(
            "That is for {}. The most expensive of these is {titles} at {cost}{times}.",
            first.priced_in_words
        ))
    }

    /// Says how many of the cheapest the named budgets cover.
    fn counts(&self) -> Vec<String> {
        let Some(first) = self.rows.first().filter(|_| !self.shown_budgets.is_empty()) else { return Vec::new() };
        let count = |((_, fits), on): (&(String, Option<u128>), &String)| match fits {
            Some(fits) => format!("{} of these {on}", grouped(*fits)),
            None => format!("as many as you like {on}"),
        };
        let counts: Vec<String> = first.fits.iter().zip(&self.shown_budgets).map(count).collect();
        vec![format!("With {} you can make {}", first.title_in_words(), list(&counts))]
    }

    /// Makes the table, and a note on rows that have no room for their names.
    fn table_of_rows(&self) -> (Table, Option<String>) {
        let mut columns = vec![
            Column::words("Model"),
            Column::words("Priced"),
            Column::numbers("Credits"),
            Column::numbers("").optional(),
            Column::numbers("").optional(),
        ];
        columns.extend(self.shown_budgets.iter().map(|on| Column::numbers(capitalized(on))));
        let most = self.rows.last().map(|row| row.credits).unwrap_or_default();
        let (mut rows, mut bars, mut folded) = (Vec::new(), Vec::new(), Vec::new());
        let mut rest = self.rows.as_slice();
        for length in &self.lines {
            let (line, after) = rest.split_at_checked(*length).unwrap_or((rest, &[]));
            rest = after;
            let Some(row) = line.first() else { continue };
            let names: Vec<&str> = line.iter().map(|row| row.name.as_str()).collect();
            let joined = names.join(", ");
            let mut name = if joined.len() > LONGEST_NAME { row.name.clone() } else { joined.clone() };
            if let (true, [first, others @ ..]) = (joined.len() > LONGEST_NAME && names.len() > 1, names.as_slice()) {
                let note = format!("the same price as {first}: {}", list(others));
                if !folded.contains(&note) {
                    folded.push(note);
                }
            }
            if let Some(option) = &row.option_words {
                name.push_str(&format!(", {option}"));
            }
            let difference =
                if row.difference.is_zero() { String::new() } else { format!("+{}", grouped(row.difference)) };
            let multiple = row.multiple.map(|multiple| format!("{}x", fixed(multiple.0, 1))).unwrap_or_default();
            let mut cells = vec![name, row.priced_in_words.clone(), grouped(row.credits), difference, multiple];
            let counts = row.fits.iter().take(self.shown_budgets.len());
            cells.extend(counts.map(|(_, fits)| fits.map_or_else(|| "unlimited".to_owned(), grouped)));
            rows.push(cells);
            bars.push(share(row.credits, most));
        }
        let folded = (!folded.is_empty()).then(|| format!("{} (--all lists them)", folded.join("; ")));
        (Table { columns, rows, bars }, folded)
    }
}

impl RowInfo {
    fn with_option(&self, name: &str) -> String {
        match &self.option_words {
            Some(option) if option.starts_with("with") => format!("{name} {option}"),
            Some(option) => format!("{name} ({option})"),
            None => name.to_owned(),
        }
    }

    fn name_in_words(&self) -> String {
        self.with_option(&self.name)
    }

    fn title_in_words(&self) -> String {
        self.with_option(&self.title)
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
