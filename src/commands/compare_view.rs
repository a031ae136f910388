//! The answer of `compare` in words. It speaks of the rows that are shown only.

use rust_decimal::Decimal;

use super::budget_view::on;
use super::compare::{CompareReport, MAX_NAMED, RowInfo, any_of};
use super::reply;
use super::report::sentence;
use crate::format::{capitalized, choice, counted, credits, fixed, grouped, how_often, list};
use crate::output::Report;
use crate::output::view::{Block, Column, Table, View};
use crate::pricing::assumption::{clips_of, few, in_seconds};
use crate::pricing::budget::Budget;
use crate::table::read::CREDITS;
use crate::table::schema::Model;
use crate::values::credits::Credits;
use crate::values::quantity::Quantity;

/// A reply says for at most so many lines how often a budget covers each.
const MAX_COUNTED: usize = 3;

/// With at least so many lines besides the cheapest, a reply says which is the most expensive.
const MIN_FOR_MOST_EXPENSIVE: usize = 3;

/// The longest name of several rows on one line.
const LONGEST_NAME: usize = 32;

impl<'t> Report for CompareReport<'t> {
    type Row = RowInfo<'t>;

    fn rows(&self) -> Vec<RowInfo<'t>> {
        self.rows.clone()
    }

    fn sample_row(&self) -> RowInfo<'t> {
        RowInfo {
            fits: self.budgets.iter().map(|budget| (budget.name.to_owned(), None)).collect(),
            ..RowInfo::default()
        }
    }

    fn view(&self) -> View {
        let mut blocks = vec![Block::Table(self.table_of_rows())];
        if !self.not_comparable.is_empty() {
            let rows = self.not_comparable.iter();
            let rows = rows.map(|one| vec![one.name.to_owned(), one.rate.clone(), one.reason.clone()]);
            let columns = [Column::words("Not compared"), Column::words(""), Column::words("")];
            blocks.push(Block::Table(Table::new(columns, rows.collect())));
        }
        let mut lines = Vec::new();
        if self.rows.len() > self.lines().count() {
            lines.push("--all lists every model on its own line".to_owned());
        }
        if self.retakes.percent().is_some() {
            lines.push(format!("Including retakes: each price × {}", grouped(self.retakes.factor())));
        }
        blocks.push(Block::Lines(lines));
        let job = self.for_job.map_or_else(String::new, |job| format!(" for {}", in_seconds(job)));
        let headline = self.headline(RowInfo::label, &job);
        View { headline, blocks, footer: self.table.footer(), notes: self.remarks.for_text(&self.table) }
    }

    fn reply(&self) -> Vec<String> {
        let mut sentences = match self.two_lines() {
            Some((cheaper, other)) => {
                let one = |row: &RowInfo<'_>| {
                    let cost = credits(row.credits);
                    let is_said = row.row.model.is_none() || row.priced == cost || row.detail.contains(&row.priced);
                    let priced = if is_said { String::new() } else { format!(" for {}", row.priced) };
                    format!("{} {} {cost}{priced}", row.title(), row.verb())
                };
                let other_costs = format!("{}, {} more", one(other), credits(other.difference));
                vec![format!("{} {}", sentence(&one(cheaper)), sentence(&other_costs))]
            }
            None => {
                let job = self.rows.first().and_then(|first| self.job_of(first)).unwrap_or_default();
                // What may be too short for the job isn't the answer where something else isn't.
                let headline = self.with_known_length().unwrap_or_else(|| self.headline(RowInfo::title, &job));
                let others = [self.other_prices(), self.retired()];
                [sentence(&headline)].into_iter().chain(others.into_iter().flatten()).collect()
            }
        };
        let mut facts = self.counts();
        if let Some(percent) = self.retakes.percent().map(grouped) {
            facts.push(format!("Each price includes {percent}% for retakes."));
        }
        facts.extend(self.not_known());
        sentences.push(facts.join(" "));
        reply::ended(sentences, &self.remarks, &self.table, None)
    }
}

impl<'t> CompareReport<'t> {
    /// Says to a customer what a row is priced for: ` for 4 clips of 8 s`.
    fn job_of(&self, row: &RowInfo<'_>) -> Option<String> {
        let priced = row.priced.as_str();
        // How long its clips are may not be known, whatever the job says.
        let job = self.for_job.filter(|_| !row.assumes_length()).map(|job| match job {
            Quantity::Clips { count, each } => clips_of(count, Some(each)),
            job => in_seconds(job),
        });
        let are_alike =
            self.rows.iter().filter(|other| other.credits == row.credits).all(|other| other.priced == priced);
        match job {
            // A recipe's price is all that there is to say, and several jobs are in the names.
            None if priced.ends_with("credits") || !are_alike => None,
            None => Some(format!(" for {priced}")),
            Some(job) if job.contains(priced) => Some(format!(" for {job}")),
            Some(job) => Some(format!(" for {job} ({priced})")),
        }
    }

    /// Returns the rows of each line of a text.
    fn lines(&self) -> impl Iterator<Item = &[RowInfo<'t>]> {
        self.rows.chunk_by(|row, next| row.row.group == next.row.group)
    }

    /// Names the lines that cost as much as this one; what is no longer available isn't named beside what is.
    fn names(&self, like: &RowInfo<'_>, name: fn(&RowInfo<'t>) -> String) -> Vec<String> {
        let is_like = |row: &&RowInfo<'_>| row.credits == like.credits && row.row.is_retired <= like.row.is_retired;
        self.lines().filter_map(<[RowInfo<'t>]>::first).filter(is_like).map(name).collect()
    }

    /// Returns the rows of two lines that don't cost the same.
    fn two_lines(&self) -> Option<(&RowInfo<'t>, &RowInfo<'t>)> {
        let lines: Vec<&[RowInfo<'t>]> = self.lines().collect();
        let [[cheaper, ..], [other, ..]] = lines.as_slice() else { return None };
        Some((cheaper, other)).filter(|(cheaper, other)| cheaper.credits < other.credits)
    }

    /// Returns the cheapest of the models whose clip length is known, where that isn't the first.
    fn first_with_known_length(&self) -> Option<&RowInfo<'t>> {
        let first = self.rows.first().filter(|row| row.assumes_length())?;
        self.rows.iter().find(|row| !row.assumes_length() && row.row.is_retired <= first.row.is_retired)
    }

    fn with_known_length(&self) -> Option<String> {
        let known = self.first_with_known_length()?;
        let names = self.names(known, RowInfo::title);
        let are = if names.len() == 1 { "is the" } else { "are the" };
        let (names, cost, job) = (few(&names), credits(known.credits), self.job_of(known).unwrap_or_default());
        Some(format!("Of the models whose clip length is known, {names} {are} cheapest: {cost}{job}"))
    }

    /// Says what the other lines cost, or of many what costs most; what is no longer available isn't named beside what is.
    fn other_prices<'r>(&'r self) -> Option<String> {
        let first = self.rows.first()?;
        let known = self.first_with_known_length().map(|known| known.credits);
        let is_said = |row: &RowInfo<'_>| match known {
            Some(known) => row.credits == known && !row.assumes_length(),
            None => row.credits == first.credits,
        };
        let is_named = |row: &&RowInfo<'_>| row.row.is_retired <= first.row.is_retired && !is_said(row);
        // Two models on one line have a name each, such as Kling 1.5 and 1.6; more are variants of one.
        let of_line = |line: &'r [RowInfo<'t>]| line.iter().take(if line.len() == 2 { 2 } else { 1 });
        let others: Vec<&RowInfo<'t>> = self.lines().flat_map(of_line).filter(is_named).collect();
        let titles = |rows: &[&RowInfo<'t>]| rows.iter().map(|row| row.title()).collect::<Vec<_>>();
        // Of some rows only, nobody knows which is the most expensive.
        let are_all = !self.hides_rows && self.not_comparable.is_empty();
        let highest = others.last().filter(|_| are_all && others.len() >= MIN_FOR_MOST_EXPENSIVE);
        let highest = highest.map(|row| row.credits);
        if others.len() > MAX_NAMED {
            let highest = highest?;
            let most: Vec<&RowInfo<'t>> = others.into_iter().filter(|row| row.credits == highest).collect();
            return Some(most_expensive(&few(&titles(&most)), most.len(), highest));
        }
        let price = |same: &[&RowInfo<'t>]| {
            let (cost, each) = match same {
                [row] => (row.verb(), ""),
                _ => ("cost", " each"),
            };
            let (names, credits_each) = (list(&titles(same)), same.first()?.credits);
            if let Some(first) = same.first().filter(|first| known > Some(credits_each) && first.assumes_length()) {
                let cost = format!("{names} {cost} {}{each} for {}", credits(credits_each), first.priced);
                return Some(sentence(&format!("{cost}, if such clips are long enough")));
            }
            if highest == Some(credits_each) {
                return Some(most_expensive(&names, same.len(), credits_each));
            }
            Some(sentence(&format!("{names} {cost} {}{each}", credits(credits_each))))
        };
        let prices = others.chunk_by(|row, next| row.credits == next.credits).filter_map(price);
        let prices = prices.collect::<Vec<_>>().join(" ");
        (!prices.is_empty()).then_some(prices)
    }

    /// Says what the named models that are no longer available would have cost.
    fn retired(&self) -> Option<String> {
        self.rows.first().filter(|first| self.are_named && !first.row.is_retired)?;
        let retired = self.lines().filter_map(<[RowInfo<'t>]>::first).filter(|row| row.row.is_retired);
        let cost = |row: &RowInfo<'_>| format!("{} ({})", row.title(), credits(row.credits));
        let retired: Vec<String> = retired.map(cost).collect();
        Some(list(&retired)).filter(|names| !names.is_empty()).map(|names| format!("No longer available: {names}."))
    }

    /// Names the models that can't be compared, which the user named or which could be cheaper, and what one of each costs
    /// where all have the same unit.
    fn not_known(&self) -> Option<String> {
        let least = self.rows.first()?.credits;
        let models = self.not_comparable.iter().filter(|one| !one.needs_audio).map(|one| one.model);
        let models = models.filter(|model| self.are_named || model.price.highest() < least);
        let models: Vec<&Model> = models.filter(|model| model.retired.is_none()).collect();
        let titles: Vec<&str> = models.iter().map(|model| model.title()).collect();
        let unit = models.first().map(|first| first.price.unit);
        let unit = unit.filter(|unit| models.iter().all(|model| model.price.unit == *unit));
        let rates = || models.iter().flat_map(|model| &model.price.rates).map(|rate| rate.credits);
        let cost = if let [_] = models.as_slice() { "it costs" } else { "they cost" };
        let rates = unit.zip(rates().min().zip(rates().max())).map_or_else(String::new, |(unit, (least, most))| {
            let from = if least == most { String::new() } else { format!("{} to ", grouped(least)) };
            format!(": {cost} {from}{} {}", credits(most), unit.per())
        });
        let titles = Some(titles).filter(|titles| !titles.is_empty()).map(any_of)?;
        Some(match self.are_named {
            true => format!("We can't say what this would cost with {titles}{rates}."),
            false => format!("We can't say whether {titles} would cost less{rates}."),
        })
    }

    /// Says which row is cheapest for the job, or of two what that saves.
    fn headline(&self, name: fn(&RowInfo<'t>) -> String, job: &str) -> String {
        let Some(first) = self.rows.first() else { return self.all_hidden.clone() };
        if let Some((cheaper, other)) = self.two_lines() {
            let (cost, instead_of) = (grouped(cheaper.credits), grouped(other.credits));
            return format!("{} saves {}: {cost} instead of {instead_of}", name(cheaper), credits(other.difference));
        }
        let cost = credits(first.credits);
        let has_cheaper = self.rows.iter().any(|row| row.credits < first.credits);
        let cheapest = if has_cheaper { "the cheapest that is still available" } else { "cheapest" };
        match (self.names(first, name).as_slice(), self.lines().count()) {
            ([one], 1) if self.rows.len() == 1 && !self.hides_rows => format!("{one} {} {cost}{job}", first.verb()),
            ([_], 1) if !self.hides_rows => {
                let names: Vec<String> = self.rows.iter().map(name).collect();
                match self.not_comparable.is_empty() {
                    true => format!("{} cost the same: {cost}{job}", few(&names)),
                    false => format!("{} are cheapest: {cost} each{job}", few(&names)),
                }
            }
            (names, lines) if names.len() == lines && !self.hides_rows => {
                format!("{} cost the same: {cost}{job}", few(names))
            }
            ([one], _) => format!("{one} is {cheapest}: {cost}{job}"),
            (names, _) => {
                let cheapest = cheapest.replace("that is", "that are");
                format!("{} are {cheapest}: {cost} each{job}", few(names))
            }
        }
    }

    /// Says how often the named budgets cover the cheapest, or each of a few.
    fn counts(&self) -> Vec<String> {
        let rows = self.lines().filter_map(<[RowInfo<'t>]>::first);
        // What is no longer available isn't named beside what is.
        let is_retired = self.rows.first().is_some_and(|row| row.row.is_retired);
        let rows: Vec<&RowInfo<'t>> = rows.filter(|row| row.row.is_retired <= is_retired).collect();
        let rows = match self.first_with_known_length().or(rows.first().copied()) {
            Some(first) if rows.len() > MAX_COUNTED || self.hides_rows => &[first][..],
            _ => &rows,
        };
        let sentence = |(place, budget): (usize, &Budget<'_>)| {
            let mut counts: Vec<String> = Vec::new();
            for row in rows {
                let this = if counts.iter().any(|count| count.starts_with("this ")) { "" } else { "this " };
                let fits = row.fits.get(place).and_then(|(_, fits)| *fits);
                let times = fits.map_or_else(|| "as often as you like".to_owned(), how_often);
                let one = row.priced.strip_prefix("1 ").and_then(|one| one.split(' ').next());
                counts.push(match (row.row.model, fits.zip(one)) {
                    _ if fits == Some(0) => continue,
                    (Some(_), Some((fits, one))) => format!("{} with {}", counted(fits, one), row.title()),
                    (None, _) if row.row.name != CREDITS => format!("{} {times}", row.title()),
                    _ => format!("{this}{times} with {}", row.title()),
                });
            }
            let make = match (counts.is_empty(), rows.len()) {
                (false, _) => format!("can make {}", choice(&counts)),
                (true, 1) => "can't make this".to_owned(),
                (true, 2) => "can't make either of these".to_owned(),
                (true, _) => "can't make any of these".to_owned(),
            };
            format!("{} you {make}.", capitalized(&on(budget)))
        };
        let budgets = self.budgets.iter().enumerate().filter(|_| self.shows_budgets && !rows.is_empty());
        budgets.map(sentence).collect()
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
        columns.extend(budgets.map(|budget| Column::numbers(capitalized(&on(budget)))));
        let most = self.rows.iter().map(|row| row.credits).max().unwrap_or_default();
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

fn most_expensive(names: &str, count: usize, cost: Credits) -> String {
    let (is, each) = if count == 1 { ("is", "") } else { ("are", " each") };
    format!("The most expensive {is} {names}: {}{each}.", credits(cost))
}

/// Names the rows of a line, or the first of many.
fn name_of(line: &[RowInfo<'_>]) -> String {
    let names: Vec<String> = line.iter().map(RowInfo::label).collect();
    match (names.join(", "), names.as_slice()) {
        (joined, [first, others @ ..]) if !others.is_empty() && joined.len() > LONGEST_NAME => {
            format!("{first} + {} more", grouped(others.len()))
        }
        (joined, _) => joined,
    }
}

/// Returns the length of a bar, in ten-thousandths of the longest.
fn share(part: Credits, whole: Credits) -> usize {
    // The proof of the limits bounds both; the product of a bar is for display only.
    let scaled = part.value().checked_div(whole.value()).and_then(|share| share.checked_mul(Decimal::from(10_000)));
    scaled.and_then(|scaled| usize::try_from(scaled.round()).ok()).unwrap_or_default()
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
