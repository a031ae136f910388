//! `credits compare`: which is cheapest for the same job, by how much, and how many fit?

use std::collections::{HashMap, HashSet};

use rust_decimal::Decimal;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::fit::named_budgets;
use super::items::TypedItems;
use super::report::{
    AssumptionReport, Exact, TableReport, assumptions_in_words, audio_in_words, notes_on_budgets, table_line,
};
use super::{Asked, refusal, reply};
use crate::cli::{Compare, MediaKind};
use crate::compare::{Candidate, NotComparable, Row, compare, every_model};
use crate::credits::{Credits, TooMany};
use crate::estimate::{Note, notes_in_words};
use crate::failure::{Fact, Failure, Kind};
use crate::fit::{Budget, Fit};
use crate::item::{CREDITS, Item, ItemFault};
use crate::output::{Answer, Block, Cell, Column, Grid, Json, Verdict};
use crate::price::{Audio, Unit};
use crate::quantity::{Length, Quantity};
use crate::table::{Fold, PriceTable};
use crate::words::{self, capital, counted, grouped, half_up, ratio};

/// The most rows that are named as alike: a table of nothing else would name each with all the others.
const MOST_ALIKE: usize = 100;

/// Of so many of the cheapest rows a reply tells assumptions and notes.
const MOST_SPOKEN_OF: usize = 2;

/// The longest name of folded rows; the others are named in a note.
const LONGEST_NAME: usize = 32;

#[derive(Serialize)]
struct CompareReport {
    schema: &'static str,
    table: TableReport,
    job: Option<String>,
    retakes: Exact,
    rows: Vec<RowReport>,
    not_comparable: Vec<NotComparableReport>,
    cheapest: Vec<Ends>,
    dearest: Vec<Ends>,
    assumptions: Vec<AssumptionReport>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct RowReport {
    name: String,
    audio: Option<bool>,
    priced: String,
    credits: Credits,
    multiple: Option<Exact>,
    difference: Credits,
    #[serde(serialize_with = "in_order")]
    fits: Vec<(String, Option<u128>)>,
    same_rate: Vec<String>,
}

#[derive(Serialize)]
struct NotComparableReport {
    name: String,
    reason: String,
    rate: String,
}

/// A row at one end of the list.
#[derive(Serialize, Clone)]
struct Ends {
    name: String,
    audio: Option<bool>,
}

/// The counts by budget, in the budgets' order.
fn in_order<S: Serializer>(fits: &[(String, Option<u128>)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(fits.len()))?;
    for (name, count) in fits {
        map.serialize_entry(name, count)?;
    }
    map.end()
}

/// A comparison, reckoned.
struct Comparison<'a> {
    table: &'a PriceTable,
    job: Option<Quantity>,
    /// Every row, the cheapest first.
    rows: Vec<Row<'a>>,
    without: Vec<NotComparable<'a>>,
    budgets: Vec<Budget<'a>>,
    /// Whether the user named the budgets: then people see how many fit.
    named_budgets: bool,
    /// What dearer rows are hidden by.
    max: Option<Credits>,
    /// How many rows are within that limit.
    affordable: usize,
    /// How many of them are shown: those of the cheapest lines.
    shown: usize,
    /// Items that were named and make something else than asked for.
    left_out: Vec<&'a str>,
    all: bool,
}

/// What rows have in common that may stand on one line: kind, price, first word; audio; what was priced.
type FoldOfRow<'a> = (Fold<'a>, Option<Audio>, String);

pub(super) fn answer(asked: &Asked<'_>, question: &Compare) -> anyhow::Result<Answer> {
    let table = asked.table;
    let terms = question.production.terms(asked.strict);
    let (candidates, left_out, mut faults) = candidates(table, question);
    let uses_job = candidates.iter().any(|candidate| candidate.item.lacks_quantity());
    let job = question.job.unwrap_or(Quantity::Count(1));
    let compared = compare(table, candidates, job, terms);
    let budgets = named_budgets(table, &question.budgets, Credits::ZERO, Credits::ZERO);
    let (rows, without) = match compared {
        Ok(compared) if faults.is_empty() => compared,
        compared => {
            faults.extend(compared.err().into_iter().flatten());
            let place = |fault: &ItemFault| question.items.iter().position(|item| item.trim() == fault.item.trim());
            faults.sort_by_key(place);
            let items = refusal::items(asked, &TypedItems::of_words(&question.items), &faults);
            return Err(refusal::items_and_plans(items, budgets.err()).into());
        }
    };
    if rows.is_empty() && without.is_empty() {
        let message = match left_out.as_slice() {
            [] => "there is nothing of this kind to compare".to_owned(),
            items => format!("there is nothing to compare: of another kind than asked for: {}", items.join(", ")),
        };
        let help = refusal::with_table(table, "credits models".to_owned());
        return Err(Failure::new(Kind::NoAnswer("wrong_unit"), message).with_help(help).into());
    }
    if rows.is_empty() {
        let faults: Vec<_> = without.into_iter().map(|without| without.fault).collect();
        return Err(not_priced(&faults).into());
    }
    let rows = folds_together(rows);
    let affordable = rows.partition_point(|row| question.max.is_none_or(|max| row.credits() <= max));
    let top = question.top.and_then(|top| usize::try_from(top).ok()).unwrap_or(usize::MAX);
    let lines = lines_of(rows.get(..affordable).unwrap_or(&rows), question.all);
    let shown = lines.iter().take(top).map(|line| line.len()).sum();
    let comparison = Comparison {
        table,
        job: question.job.or_else(|| uses_job.then_some(job)),
        max: question.max,
        affordable,
        shown,
        rows,
        without,
        left_out,
        budgets: budgets?,
        named_budgets: question.budgets.credits.is_some() || !question.budgets.plan.is_empty(),
        all: question.all,
    };
    Ok(comparison.page()?)
}

/// The rows in their order, but of those at one price the ones together that may stand on one line.
fn folds_together(rows: Vec<Row<'_>>) -> Vec<Row<'_>> {
    let mut first_of: HashMap<FoldOfRow<'_>, usize> = HashMap::new();
    let places: Vec<usize> = rows
        .iter()
        .enumerate()
        .map(|(index, row)| row.fold().map_or(index, |fold| *first_of.entry(fold).or_insert(index)))
        .collect();
    drop(first_of);
    let mut placed: Vec<(usize, Row<'_>)> = places.into_iter().zip(rows).collect();
    placed.sort_by_key(|(place, _)| *place);
    placed.into_iter().map(|(_, row)| row).collect()
}

/// What is compared; what was named but isn't of the kind that was asked for; and what can't be read.
fn candidates<'a>(table: &'a PriceTable, question: &'a Compare) -> (Vec<Candidate<'a>>, Vec<&'a str>, Vec<ItemFault>) {
    let of_kind = |candidate: &Candidate<'_>| match (question.kind, candidate.item.model()) {
        (Some(kind), Some(model)) => model.makes_images() == (kind == MediaKind::Image),
        _ => true,
    };
    if question.items.is_empty() {
        return (every_model(table).into_iter().filter(of_kind).collect(), Vec::new(), Vec::new());
    }
    let (mut candidates, mut left_out, mut faults) = (Vec::new(), Vec::new(), Vec::new());
    for item in Item::parse_all(question.items.iter().map(String::as_str), table) {
        match item.map(|item| Candidate { item, named: true }) {
            Ok(candidate) if of_kind(&candidate) => candidates.push(candidate),
            Ok(other) => left_out.push(other.item.text),
            Err(fault) => faults.push(fault),
        }
    }
    (candidates, left_out, faults)
}

fn not_priced(faults: &[ItemFault]) -> Failure {
    Failure::items(faults.iter().map(Fact::from).collect()).with_help("credits compare --help")
}

impl Row<'_> {
    /// `veo3.1/fast without audio`.
    fn spoken_name(&self) -> String {
        match self.audio {
            None if self.name == CREDITS => "your figure".to_owned(),
            Some(audio) => format!("{} {}", self.name, audio.phrase()),
            None => self.name.clone(),
        }
    }

    /// What was priced: `4 clips of 5 s`.
    fn priced(&self) -> String {
        let lines: Vec<String> = self
            .estimate
            .lines
            .iter()
            .map(|line| match (line.clips, line.clip_length) {
                (Some(_), Some(each)) if line.unit == Unit::Clip => {
                    format!("{} of {each}", line.quantity_in_words())
                }
                (Some(1), Some(each)) => format!("1 clip of {each}"),
                _ if line.unit == Unit::Credit => words::credits(line.credits),
                _ => line.quantity_in_words(),
            })
            .collect();
        lines.join(" + ")
    }

    fn end(&self) -> Ends {
        Ends { name: self.name.clone(), audio: self.audio.map(|audio| audio == Audio::With) }
    }

    /// What rows have in common that may stand on one line.
    fn fold(&self) -> Option<FoldOfRow<'_>> {
        let model = self.model.filter(|_| !self.named)?;
        Some((model.fold(), self.audio, self.priced()))
    }
}

impl<'a> Comparison<'a> {
    fn page(self) -> Result<Answer, TooMany> {
        let fits = self.fits()?;
        let lines = lines_of(self.shown(), self.all);
        let notes = self.notes();
        let report = self.report(&fits);
        let remarks = self.remarks(&notes);
        let of_lines = folded_in_words(&lines);
        let mut blocks = vec![Block::Grid(self.grid(&lines, &fits)), Block::Data(self.data(&fits))];
        if self.retakes() != Decimal::ONE {
            blocks.push(Block::Lines(vec![format!("Retakes: each × {}", words::grouped_number(self.retakes()))]));
        }
        if !self.without.is_empty() {
            blocks.insert(1, Block::Grid(self.without_grid()));
        }
        Ok(Answer {
            headline: self.headline(),
            blocks,
            table: table_line(self.table),
            json: Json::of(report),
            reply: Some(self.sentences(&fits)),
            notes: remarks,
            notes_on_lines: self.hidden(true).into_iter().chain(of_lines).collect(),
            notes_on_rows: self.hidden(false),
            number: None,
            verdict: Verdict::Yes,
        })
    }

    fn shown(&self) -> &[Row<'a>] {
        self.rows.get(..self.shown).unwrap_or(&self.rows)
    }

    /// How many of each shown row each budget allows.
    fn fits(&self) -> Result<Vec<Vec<Fit>>, TooMany> {
        let of_row = |row: &Row<'_>| self.budgets.iter().map(|budget| budget.fit(row.credits())).collect();
        self.shown().iter().map(of_row).collect()
    }

    /// The factor of retakes, which is one for all.
    fn retakes(&self) -> Decimal {
        self.rows.first().map_or(Decimal::ONE, |row| row.estimate.retakes.factor())
    }

    fn least(&self) -> Credits {
        self.rows.first().map_or(Credits::ZERO, Row::credits)
    }

    fn most(&self) -> Credits {
        self.rows.last().map_or(Credits::ZERO, Row::credits)
    }

    /// The multiple of the cheapest; `None` where that costs nothing.
    fn multiple(&self, row: &Row<'_>) -> Option<Decimal> {
        row.credits().value().checked_div(self.least().value())
    }

    fn report(&self, fits: &[Vec<Fit>]) -> CompareReport {
        let mut alike: HashMap<FoldOfRow<'_>, Vec<&str>> = HashMap::new();
        for row in &self.rows {
            if let Some(fold) = row.fold() {
                alike.entry(fold).or_default().push(&row.name);
            }
        }
        let same_rate = |row: &Row<'_>| -> Vec<String> {
            let names = row.fold().and_then(|fold| alike.get(&fold)).into_iter().flatten();
            names.filter(|name| **name != row.name).take(MOST_ALIKE).map(|name| (*name).to_owned()).collect()
        };
        let row = |(row, fits): (&Row<'_>, &Vec<Fit>)| RowReport {
            name: row.name.clone(),
            audio: row.audio.map(|audio| audio == Audio::With),
            priced: row.priced(),
            credits: row.credits(),
            multiple: self.multiple(row).map(|multiple| Exact(half_up(multiple, 6))),
            difference: row.credits().minus(self.least()),
            fits: self.budgets.iter().zip(fits).map(|(budget, fit)| (budget.name().to_owned(), fit.fits)).collect(),
            same_rate: same_rate(row),
        };
        let ends = |credits: Credits| self.rows.iter().filter(|row| row.credits() == credits).map(Row::end).collect();
        CompareReport {
            schema: "credits.compare/1",
            table: TableReport::of(self.table),
            job: self.job.map(|job| job.to_string()),
            retakes: Exact(self.retakes()),
            rows: self.shown().iter().zip(fits).map(row).collect(),
            not_comparable: self
                .without
                .iter()
                .map(|without| NotComparableReport {
                    name: without.model.name.clone(),
                    reason: reason(without),
                    rate: without.model.price.in_words(|rate| rate.to_string()),
                })
                .collect(),
            cheapest: ends(self.least()),
            dearest: ends(self.most()),
            assumptions: self.assumptions(),
            notes: self.notes().into_iter().chain(self.hidden(false)).collect(),
        }
    }

    /// What was assumed for the shown rows, each once.
    fn assumptions(&self) -> Vec<AssumptionReport> {
        let mut seen = HashSet::new();
        let of_row = |row: &Row<'_>| {
            AssumptionReport::all(&row.estimate).into_iter().chain(self.shortest(row)).collect::<Vec<_>>()
        };
        self.shown().iter().flat_map(of_row).filter(|assumption| seen.insert(assumption.message.clone())).collect()
    }

    fn shortest(&self, row: &Row<'_>) -> Option<AssumptionReport> {
        Some(AssumptionReport::offered_length(row.model?, row.shortest?))
    }

    /// Notes of the shown rows, of what has no answer and of the budgets, and how many lines are hidden.
    fn notes(&self) -> Vec<String> {
        let of_rows = self.shown().iter().flat_map(|row| row.estimate.notes.iter().copied());
        let without = self.without.iter().map(|without| without.model);
        let of_rows = of_rows.chain(without.filter_map(|model| Note::of_row(&model.name, &model.provenance)));
        let mut notes = notes_in_words(&of_rows.collect::<Vec<_>>());
        notes.extend(notes_on_budgets(self.shown_budgets()));
        let recipes: Vec<&str> =
            self.shown().iter().filter(|row| row.whatever_length).map(|row| row.name.as_str()).collect();
        if !recipes.is_empty() {
            notes.push(format!("taken as they are, whatever the job's length: {}", words::list(&recipes)));
        }
        if !self.left_out.is_empty() {
            notes.push(format!("of another kind, and left out: {}", self.left_out.join(", ")));
        }
        notes
    }

    /// How many rows aren't shown, as people see them, on lines, or one by one.
    fn hidden(&self, on_lines: bool) -> Vec<String> {
        let [all, affordable, shown] = [self.rows.len(), self.affordable, self.shown]
            .map(|count| lines_of(self.rows.get(..count).unwrap_or(&self.rows), self.all || !on_lines).len());
        let rows = |count: usize, noun: &str| counted(u128::try_from(count).unwrap_or(u128::MAX), noun);
        let mut notes = Vec::new();
        if let (Some(max), over @ 1..) = (self.max, all.saturating_sub(affordable)) {
            notes.push(format!("{} over {} not shown", rows(over, "row"), words::credits(max)));
        }
        if let beyond @ 1.. = affordable.saturating_sub(shown) {
            notes.push(format!("{} not shown (--top)", rows(beyond, "more row")));
        }
        notes
    }

    /// The budgets that people asked for.
    fn shown_budgets(&self) -> &[Budget<'a>] {
        if self.named_budgets { &self.budgets } else { &[] }
    }

    /// Notes and assumptions, as remarks.
    fn remarks(&self, notes: &[String]) -> Vec<String> {
        // Of a model both choices are rows; of a recipe one was taken.
        let recipes = self.shown().iter().filter(|row| row.model.is_none());
        let mut remarks: Vec<String> = recipes.flat_map(|row| audio_in_words(&row.estimate)).collect();
        remarks.dedup();
        remarks.extend(assumptions_in_words(self.shown().iter().map(|row| &row.estimate)));
        remarks.extend(self.shortest_in_words());
        remarks.extend(notes.iter().cloned());
        remarks
    }

    /// Of which models one clip of which length was taken, and how another is asked for.
    fn shortest_in_words(&self) -> Option<String> {
        let mut found: Vec<(Length, bool, Vec<String>)> = Vec::new();
        for row in self.shown() {
            let Some(shortest) = row.shortest else { continue };
            match found.iter_mut().find(|(length, named, _)| (*length, *named) == (shortest, row.named)) {
                Some((.., names)) if names.contains(&row.name) => {}
                Some((.., names)) => names.push(row.name.clone()),
                None => found.push((shortest, row.named, vec![row.name.clone()])),
            }
        }
        let part = |(length, named, names): &(Length, bool, Vec<String>)| {
            let say = if *named { "=" } else { "--job 1x" };
            let names = match names.as_slice() {
                [first, _, ..] => format!("{first} and {}", other(names.len().saturating_sub(1))),
                names => names.concat(),
            };
            let typed = Quantity::Length(*length);
            format!("{names}: one clip of {length}, the shortest offered (say {say}{typed})")
        };
        let parts: Vec<String> = found.iter().map(part).collect();
        (!parts.is_empty()).then(|| parts.join("; "))
    }

    fn headline(&self) -> String {
        match self.max {
            Some(max) if self.shown().is_empty() => {
                let first = self.rows.first().map(Row::spoken_name).unwrap_or_default();
                let [max, least] = [max, self.least()].map(words::credits);
                format!("nothing costs {max} or less: the cheapest, {first}, takes {least}")
            }
            _ => self.cheapest_in_words(),
        }
    }

    /// Which is cheapest of all, or what it saves.
    fn cheapest_in_words(&self) -> String {
        let least = words::credits(self.least());
        let cheapest: Vec<String> =
            self.rows.iter().filter(|row| row.credits() == self.least()).map(Row::spoken_name).collect();
        match (self.rows.as_slice(), cheapest.as_slice()) {
            ([one], _) => format!("{}: {least}", one.spoken_name()),
            ([_, _], [_, _]) => format!("the same: {least} each"),
            ([cheaper, dearer], _) => {
                let saved = words::credits(dearer.credits().minus(cheaper.credits()));
                let [from, to] = [dearer, cheaper].map(|row| grouped(row.credits()));
                format!("{} saves {saved}: {to} instead of {from}", cheaper.spoken_name())
            }
            (_, [one]) => format!("{one} is cheapest: {least}"),
            (rows, same) if rows.len() == same.len() => format!("the same: {least} each"),
            (_, same) => format!("{} are cheapest, the same: {least} each", several(same)),
        }
    }

    fn grid(&self, lines: &[&[Row<'_>]], fits: &[Vec<Fit>]) -> Grid {
        let mut columns = vec![
            Column::text("name", "Model"),
            Column::text("priced", "Priced").spare(),
            Column::number("credits", "Credits"),
            Column::number("difference", "").spare(),
            Column::number("multiple", "").spare(),
        ];
        columns.extend(self.shown_budgets().iter().map(|budget| Column::number("fits", capital(&on(budget)))));
        let (mut rows, mut bars) = (Vec::new(), Vec::new());
        let dearest_shown = self.shown().last().map_or(Credits::ZERO, Row::credits);
        let mut next = 0_usize;
        for line in lines {
            let of_line = fits.get(next);
            next = next.saturating_add(line.len());
            let Some(row) = line.first() else { continue };
            let joined = names(line).join(", ");
            let name = if joined.len() > LONGEST_NAME { row.name.clone() } else { joined };
            let audio = row.audio.map_or_else(String::new, |audio| format!(", {}", audio.flag().replace('-', " ")));
            let more = row.credits().minus(self.least());
            let multiple = self.multiple(row).map(|multiple| format!("{}x", ratio(multiple)));
            let mut cells = vec![
                Cell::text(name + &audio),
                Cell::text(row.priced()),
                Cell::credits(row.credits()),
                Cell::text(if more.is_zero() { String::new() } else { format!("+{}", grouped(more)) }),
                Cell::text(multiple.unwrap_or_default()),
            ];
            let counts = of_line.into_iter().flatten().take(self.shown_budgets().len());
            cells.extend(counts.map(|fit| fit.fits.map_or_else(|| Cell::text("unlimited"), Cell::count)));
            rows.push(cells);
            bars.push(bar(row.credits(), dearest_shown));
        }
        Grid { columns, rows, totals: Vec::new(), bars }
    }

    /// A row a model and rate, unfolded.
    fn data(&self, fits: &[Vec<Fit>]) -> Grid {
        let mut columns: Vec<Column> = ["name", "audio", "priced", "retakes", "credits", "multiple", "difference"]
            .map(|key| Column::text(key, ""))
            .to_vec();
        columns.extend([Column::text("fits", ""), Column::text("reason", "")]);
        let row = |(row, fits): (&Row<'_>, &Vec<Fit>)| {
            let counts: Vec<String> = self
                .budgets
                .iter()
                .zip(fits)
                .map(|(budget, fit)| {
                    format!(
                        "{}={}",
                        budget.name(),
                        fit.fits.map_or_else(|| "unlimited".to_owned(), |fits| fits.to_string())
                    )
                })
                .collect();
            vec![
                Cell::text(row.name.as_str()),
                Cell::text(row.audio.map(|audio| (audio == Audio::With).to_string()).unwrap_or_default()),
                Cell::text(row.priced()),
                Cell::text(self.retakes().to_string()),
                Cell::credits(row.credits()),
                Cell::text(
                    self.multiple(row).map(|multiple| half_up(multiple, 6).normalize().to_string()).unwrap_or_default(),
                ),
                Cell::credits(row.credits().minus(self.least())),
                Cell::text(counts.join("; ")),
                Cell::none(),
            ]
        };
        let mut rows: Vec<Vec<Cell>> = self.shown().iter().zip(fits).map(row).collect();
        for without in &self.without {
            let mut cells = vec![Cell::none(); columns.len().saturating_sub(2)];
            cells.insert(0, Cell::text(without.model.name.as_str()));
            cells.push(Cell::text(reason(without)));
            rows.push(cells);
        }
        Grid { columns, rows, totals: Vec::new(), bars: Vec::new() }
    }

    fn without_grid(&self) -> Grid {
        let row = |without: &NotComparable<'_>| {
            vec![
                Cell::text(without.model.name.as_str()),
                Cell::text(without.model.price.to_string()),
                Cell::text(reason(without)),
            ]
        };
        Grid {
            columns: vec![
                Column::text("name", "Without an answer"),
                Column::text("rate", ""),
                Column::text("reason", ""),
            ],
            rows: self.without.iter().map(row).collect(),
            totals: Vec::new(),
            bars: Vec::new(),
        }
    }

    fn sentences(&self, fits: &[Vec<Fit>]) -> Vec<String> {
        let mut sentences = vec![format!("{}.", sentence(&self.headline()))];
        let buys = |row: &Row<'_>| match row.spoken_name() {
            figure if row.name == CREDITS => format!("{figure} is {}", words::credits(row.credits())),
            name => format!("{name} takes {} for {}", words::credits(row.credits()), row.priced()),
        };
        sentences.extend(match self.rows.as_slice() {
            [one] => Some(format!("That is for {}.", one.priced())),
            [_, _] => Some(format!("{}.", sentence(&words::list(&self.rows.iter().map(buys).collect::<Vec<_>>())))),
            [first, ..] if self.least() < self.most() => {
                Some(format!("That buys {}; {}.", first.priced(), self.dearest_in_words()))
            }
            _ => None,
        });
        let mut besides = self.counts_in_words(fits);
        if self.retakes() != Decimal::ONE {
            besides.push(format!("every price is taken times {} for retakes", words::grouped_number(self.retakes())));
        }
        let mut shortest: Vec<Length> =
            self.shown().iter().take(MOST_SPOKEN_OF).filter_map(|row| row.shortest).collect();
        shortest.dedup();
        let shortest: Vec<String> = shortest.into_iter().map(words::spoken_length).collect();
        if !shortest.is_empty() {
            besides.push(format!("a clip is taken as short as it is offered, {}", words::list(&shortest)));
        }
        besides.extend(self.without_in_words());
        sentences.extend(reply::sentence_of(&besides));
        // Of the rows that are spoken of.
        let ends = |credits: Credits| self.rows.iter().filter(move |row| row.credits() == credits).take(MOST_SPOKEN_OF);
        let dearest = ends(self.most()).filter(|_| self.least() < self.most());
        let spoken_of = ends(self.least()).chain(dearest).map(|row| &row.estimate);
        reply::ended(sentences, spoken_of.collect::<Vec<_>>(), &notes_on_budgets(self.shown_budgets()), self.table)
    }

    /// Which are dearest, and how much dearer than the cheapest.
    fn dearest_in_words(&self) -> String {
        let dearest: Vec<String> =
            self.rows.iter().filter(|row| row.credits() == self.most()).map(Row::spoken_name).collect();
        let are = if dearest.len() == 1 { "is" } else { "are" };
        let multiple =
            self.rows.last().and_then(|last| self.multiple(last)).map_or_else(String::new, |multiple| {
                format!(", {} times as much", ratio(multiple).trim_end_matches(".0"))
            });
        format!("{} {are} dearest with {}{multiple}", several(&dearest), words::credits(self.most()))
    }

    /// How many of the cheapest the budgets allow that were named.
    fn counts_in_words(&self, fits: &[Vec<Fit>]) -> Vec<String> {
        let (Some(first), Some(fits)) = (self.shown().first(), fits.first()) else {
            return Vec::new();
        };
        let count = |(index, (budget, fit)): (usize, (&Budget<'_>, &Fit))| match fit.fits {
            Some(fits) if index == 0 => format!("{} of these {}", words::grouped_count(fits), on(budget)),
            Some(fits) => format!("{} {}", words::grouped_count(fits), on(budget)),
            None => format!("as many as you like {}", on(budget)),
        };
        let counts: Vec<String> = self.shown_budgets().iter().zip(fits).enumerate().map(count).collect();
        if counts.is_empty() {
            return Vec::new();
        }
        vec![format!("with {} you can make {}", first.spoken_name(), words::list(&counts))]
    }

    /// What can't be compared, by name as long as it is little, and why.
    fn without_in_words(&self) -> Option<String> {
        let names: Vec<&str> = self.without.iter().map(|without| without.model.name.as_str()).collect();
        let mut reasons: Vec<String> = self.without.iter().map(reason).collect();
        reasons.dedup();
        match (names.as_slice(), reasons.as_slice()) {
            ([], _) => None,
            (names @ [_, ..], [reason]) if names.len() <= MOST_SPOKEN_OF => {
                let are = if names.len() == 1 { "it is" } else { "they are" };
                Some(format!("there is no comparison with {} for this job: {are} {reason}", words::list(names)))
            }
            (names, _) => Some(format!("{} can't be compared for this job", other_models(names.len()))),
        }
    }
}

/// `a`, `a and b`, `a and 4 others`.
fn several(names: &[String]) -> String {
    match names {
        [first, others @ ..] if others.len() > 2 => format!("{first} and {}", other(others.len())),
        names => words::list(names),
    }
}

/// `1 other model`, `4 other models`.
fn other_models(count: usize) -> String {
    counted(u128::try_from(count).unwrap_or(u128::MAX), "other model")
}

/// `1 other`, `4 others`.
fn other(count: usize) -> String {
    counted(u128::try_from(count).unwrap_or(u128::MAX), "other")
}

/// The rows by line, those together that may stand on one; `all` has a line for each.
fn lines_of<'r, 'a>(rows: &'r [Row<'a>], all: bool) -> Vec<&'r [Row<'a>]> {
    rows.chunk_by(|row, next| !all && row.fold().is_some_and(|fold| Some(fold) == next.fold())).collect()
}

fn names<'r>(line: &'r [Row<'_>]) -> Vec<&'r str> {
    line.iter().map(|row| row.name.as_str()).collect()
}

/// Which rows the lines stand for that have no room for their names.
fn folded_in_words(lines: &[&[Row<'_>]]) -> Option<String> {
    let mut stand_for: Vec<String> = Vec::new();
    for line in lines {
        let names = names(line);
        if let [first, others @ ..] = names.as_slice()
            && !others.is_empty()
            && names.join(", ").len() > LONGEST_NAME
        {
            let part = format!("{first} stands for {} too", words::list(others));
            if !stand_for.contains(&part) {
                stand_for.push(part);
            }
        }
    }
    (!stand_for.is_empty()).then(|| format!("{} (--all lists each)", stand_for.join("; ")))
}

/// `on Starter`, `on the balance`.
fn on(budget: &Budget<'_>) -> String {
    budget.plan.map_or_else(|| "on the balance".to_owned(), |plan| format!("on {}", plan.name))
}

/// Why the job has no answer, without what to write instead: the job is another's.
fn reason(without: &NotComparable<'_>) -> String {
    let reason = without.fault.error.to_string();
    let reason = reason.split_once(": ").map_or(reason.as_str(), |(reason, _)| reason);
    reason.strip_prefix("is ").unwrap_or(reason).to_owned()
}

/// A line as a sentence begins; a model's name stays as it is.
fn sentence(line: &str) -> String {
    if ["the same", "nothing", "your figure"].iter().any(|own| line.starts_with(own)) {
        capital(line)
    } else {
        line.to_owned()
    }
}

/// How long a row's bar is, in ten-thousandths of the dearest shown one's.
fn bar(credits: Credits, most: Credits) -> u32 {
    let scaled = credits.times(Decimal::from(10_000)).ok().and_then(|scaled| scaled.holds(most));
    scaled.and_then(|scaled| u32::try_from(scaled).ok()).unwrap_or_default()
}
