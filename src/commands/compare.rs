//! `credits compare`: which is cheapest for the same job, by how much, and how many fit?

use std::collections::{HashMap, HashSet};

use rust_decimal::Decimal;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::fit::named_plans;
use super::report::{AssumptionReport, Exact, TableReport, assumptions_in_words, table_line};
use super::{Asked, refusal, reply};
use crate::cli::{Compare, MediaKind};
use crate::compare::{Candidate, NotComparable, Row, compare, every_model};
use crate::credits::{Credits, TooMany};
use crate::estimate::notes_in_words;
use crate::failure::{Fact, Failure};
use crate::fit::{Budget, Fit};
use crate::item::Item;
use crate::output::{Answer, Block, Cell, Column, Grid, Json, Verdict};
use crate::price::Audio;
use crate::quantity::Quantity;
use crate::table::{Fold, PriceTable};
use crate::words::{self, counted, grouped, half_up, ratio};

/// The most rows that are named as alike: a table of nothing else would name each with all the others.
const MOST_ALIKE: usize = 100;

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
    /// How many of the rows are shown.
    shown: usize,
    /// What dearer rows are hidden by.
    max: Option<Credits>,
    all: bool,
}

pub(super) fn answer(asked: &Asked<'_>, question: &Compare) -> anyhow::Result<Answer> {
    let table = asked.table;
    let terms = question.production.terms(asked.strict);
    let candidates = candidates(asked, question)?;
    let uses_job = candidates.iter().any(|candidate| candidate.item.lacks_quantity());
    let job = question.job.unwrap_or(Quantity::Count(1));
    let (rows, without) = compare(table, candidates, job, terms).map_err(|faults| not_priced(&faults))?;
    if rows.is_empty() {
        let faults: Vec<_> = without.into_iter().map(|without| without.fault).collect();
        return Err(not_priced(&faults).into());
    }
    let budgets = budgets(table, question)?;
    let affordable = rows.iter().filter(|row| question.max.is_none_or(|max| row.credits() <= max)).count();
    let top = question.top.and_then(|top| usize::try_from(top).ok()).unwrap_or(usize::MAX);
    let comparison = Comparison {
        table,
        job: uses_job.then_some(job),
        shown: affordable.min(top),
        max: question.max,
        rows,
        without,
        budgets,
        named_budgets: question.budgets.credits.is_some() || !question.budgets.plan.is_empty(),
        all: question.all,
    };
    Ok(comparison.page()?)
}

fn candidates<'a>(asked: &Asked<'a>, question: &'a Compare) -> Result<Vec<Candidate<'a>>, Failure> {
    if question.items.is_empty() {
        let kind = |candidate: &Candidate<'_>| match (question.kind, candidate.item.model()) {
            (Some(kind), Some(model)) => model.makes_images() == (kind == MediaKind::Image),
            _ => true,
        };
        return Ok(every_model(asked.table).into_iter().filter(kind).collect());
    }
    let mut candidates = Vec::new();
    let mut faults = Vec::new();
    for text in &question.items {
        match Item::parse(text, asked.table) {
            Ok(item) => candidates.push(Candidate { item, named: true }),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() {
        return Ok(candidates);
    }
    let texts: Vec<&str> = question.items.iter().map(String::as_str).collect();
    Err(refusal::names(asked, &texts, &faults))
}

fn not_priced(faults: &[crate::item::ItemFault]) -> Failure {
    Failure::items(faults.iter().map(Fact::from).collect()).with_help("credits compare --help")
}

fn budgets<'t>(table: &'t PriceTable, question: &Compare) -> Result<Vec<Budget<'t>>, Failure> {
    if let Some(credits) = question.budgets.credits {
        return Ok(vec![Budget::of_balance(credits, Credits::ZERO, Credits::ZERO)]);
    }
    let plans = named_plans(table, &question.budgets.plan)?;
    Ok(plans.into_iter().map(|plan| Budget::of_plan(plan, Credits::ZERO, Credits::ZERO)).collect())
}

impl Row<'_> {
    /// `veo3.1/fast without audio`.
    fn spoken_name(&self) -> String {
        match self.audio {
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
                (Some(_), Some(each)) if line.unit == crate::price::Unit::Clip => {
                    format!("{} of {each}", line.quantity_in_words())
                }
                (Some(1), Some(each)) => format!("1 clip of {each}"),
                _ => line.quantity_in_words(),
            })
            .collect();
        lines.join(" + ")
    }

    fn end(&self) -> Ends {
        Ends { name: self.name.clone(), audio: self.audio.map(|audio| audio == Audio::With) }
    }

    /// What rows have in common that may stand on one line.
    fn fold(&self) -> Option<(Fold<'_>, Option<bool>)> {
        let model = self.model.filter(|_| !self.named)?;
        Some((model.fold(), self.audio.map(|audio| audio == Audio::With)))
    }
}

impl<'a> Comparison<'a> {
    fn page(self) -> Result<Answer, TooMany> {
        let fits = self.fits()?;
        let lines = self.folded();
        let notes = self.notes();
        let report = self.report(&fits);
        let remarks = self.remarks(&notes);
        let of_lines = self.folded_in_words(&lines);
        let mut blocks = vec![Block::Grid(self.grid(&lines, &fits)), Block::Data(self.data(&fits))];
        if self.retakes() != Decimal::ONE {
            blocks.push(Block::Lines(vec![format!("Retakes: each × {}", self.retakes())]));
        }
        if !self.without.is_empty() {
            blocks.insert(1, Block::Grid(self.without_grid()));
        }
        Ok(Answer {
            headline: self.headline(),
            blocks,
            table: table_line(self.table),
            json: Json::of(report),
            reply: Some(self.sentences()),
            notes: remarks,
            notes_on_lines: of_lines,
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

    /// How many rows are within the limit.
    fn affordable(&self) -> usize {
        self.rows.iter().filter(|row| self.max.is_none_or(|max| row.credits() <= max)).count()
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

    /// The shown rows by line: the places of those that stand on it together.
    fn folded(&self) -> Vec<Vec<usize>> {
        let mut lines: Vec<Vec<usize>> = Vec::new();
        let mut line_of: HashMap<(Fold<'_>, Option<bool>), usize> = HashMap::new();
        for (index, row) in self.shown().iter().enumerate() {
            let next = lines.len();
            let line = match row.fold().filter(|_| !self.all) {
                Some(fold) => *line_of.entry(fold).or_insert(next),
                None => next,
            };
            match lines.get_mut(line) {
                Some(line) => line.push(index),
                None => lines.push(vec![index]),
            }
        }
        lines
    }

    fn report(&self, fits: &[Vec<Fit>]) -> CompareReport {
        let mut alike: HashMap<(Fold<'_>, Option<bool>), Vec<&str>> = HashMap::new();
        for row in self.shown() {
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
                    rate: without.model.price.to_string(),
                })
                .collect(),
            cheapest: ends(self.least()),
            dearest: ends(self.most()),
            assumptions: self.assumptions(),
            notes: self.notes(),
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
        let model = row.model.filter(|_| row.shortest)?;
        Some(AssumptionReport::offered_length(model))
    }

    /// Notes of the shown rows, and how many are hidden.
    fn notes(&self) -> Vec<String> {
        let of_rows: Vec<_> = self.shown().iter().flat_map(|row| row.estimate.notes.iter().copied()).collect();
        let mut notes = notes_in_words(&of_rows);
        let rows = |count: usize| counted(u128::try_from(count).unwrap_or(u128::MAX), "row");
        let affordable = self.affordable();
        if let (Some(max), dearer @ 1..) = (self.max, self.rows.len().saturating_sub(affordable)) {
            notes.push(format!("{} over {} not shown", rows(dearer), words::credits(max)));
        }
        if let beyond @ 1.. = affordable.saturating_sub(self.shown) {
            notes.push(format!("{} beyond the cheapest {} not shown", rows(beyond), self.shown));
        }
        notes
    }

    /// Notes and assumptions, as remarks.
    fn remarks(&self, notes: &[String]) -> Vec<String> {
        let mut remarks = assumptions_in_words(self.shown().iter().map(|row| &row.estimate));
        let mut shortest: Vec<&str> =
            self.shown().iter().filter(|row| row.shortest).map(|row| row.name.as_str()).collect();
        shortest.dedup();
        if let Some(first) =
            self.shown().iter().find(|row| row.shortest).and_then(|row| row.model?.lengths_offered.first())
        {
            let names: Vec<&str> = shortest.iter().copied().take(1).collect();
            let others = if shortest.len() > 1 { " and its like" } else { "" };
            remarks
                .push(format!("{}{others}: one clip of {first}, the shortest offered (say --job 8s)", names.concat()));
        }
        remarks.extend(notes.iter().cloned());
        remarks
    }

    /// Which rows a line stands for that has no room for their names.
    fn folded_in_words(&self, lines: &[Vec<usize>]) -> Vec<String> {
        let mut remarks = Vec::new();
        for line in lines {
            let names = self.names(line);
            if let [first, others @ ..] = names.as_slice()
                && !others.is_empty()
                && names.join(", ").len() > LONGEST_NAME
            {
                let remark = format!("{first} stands for {} too (--all lists each)", words::list(others));
                if !remarks.contains(&remark) {
                    remarks.push(remark);
                }
            }
        }
        remarks
    }

    fn names(&self, line: &[usize]) -> Vec<&str> {
        line.iter().filter_map(|index| self.rows.get(*index)).map(|row| row.name.as_str()).collect()
    }

    fn headline(&self) -> String {
        match (self.max, self.shown) {
            (Some(max), 0) => format!("nothing costs {} or less: {}", words::credits(max), self.cheapest_in_words()),
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
            (_, [first, ..]) if cheapest.len() > 3 => {
                let others = counted(u128::try_from(cheapest.len().saturating_sub(1)).unwrap_or(u128::MAX), "other");
                format!("{first} and {others} are cheapest, the same: {least} each")
            }
            (_, several) => format!("{} are cheapest, the same: {least} each", words::list(several)),
        }
    }

    fn grid(&self, lines: &[Vec<usize>], fits: &[Vec<Fit>]) -> Grid {
        let mut columns = vec![
            Column::text("name", "Model"),
            Column::text("priced", "Priced").spare(),
            Column::number("credits", "Credits"),
            Column::number("multiple", "").spare(),
        ];
        let budgets: &[Budget<'_>] = if self.named_budgets { &self.budgets } else { &[] };
        columns.extend(budgets.iter().map(|budget| Column::number("fits", capital(&on(budget)))));
        let rows = lines.iter().filter_map(|line| {
            let index = *line.first()?;
            let row = self.rows.get(index)?;
            let names = self.names(line);
            let joined = names.join(", ");
            let name = if joined.len() > LONGEST_NAME { row.name.clone() } else { joined };
            let name =
                row.audio.map_or_else(|| name.clone(), |audio| format!("{name}, {}", audio.flag().replace('-', " ")));
            let multiple = self.multiple(row).map(|multiple| format!("{}x", ratio(multiple)));
            let mut cells = vec![
                Cell::text(name),
                Cell::text(row.priced()),
                Cell::credits(row.credits()),
                Cell::text(multiple.unwrap_or_default()),
            ];
            let counts = fits.get(index).into_iter().flatten().take(budgets.len());
            cells.extend(counts.map(|fit| fit.fits.map_or_else(|| Cell::text("no end"), Cell::count)));
            Some(cells)
        });
        let first_rows = lines.iter().filter_map(|line| self.rows.get(*line.first()?));
        let bars = first_rows.map(|row| bar(row.credits(), self.most())).collect();
        Grid { columns, rows: rows.collect(), totals: Vec::new(), bars }
    }

    /// A row a model and rate, unfolded.
    fn data(&self, fits: &[Vec<Fit>]) -> Grid {
        let mut columns: Vec<Column> = ["name", "audio", "priced", "retakes", "credits", "multiple", "difference"]
            .map(|key| Column::text(key, ""))
            .to_vec();
        columns.push(Column::text("fits", ""));
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
            ]
        };
        Grid { columns, rows: self.shown().iter().zip(fits).map(row).collect(), totals: Vec::new(), bars: Vec::new() }
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

    fn sentences(&self) -> Vec<String> {
        let mut sentences = vec![format!("{}.", sentence(&self.headline()))];
        if let ([first, .., last], true) = (self.rows.as_slice(), self.rows.len() > 2) {
            let multiple = self.multiple(last).map_or_else(String::new, |multiple| {
                format!(", {} times as much", ratio(multiple).trim_end_matches(".0"))
            });
            sentences.push(format!(
                "That buys {}; {} is dearest with {}{multiple}.",
                first.priced(),
                last.spoken_name(),
                words::credits(last.credits())
            ));
        } else if let Some(first) = self.rows.first() {
            let rows: Vec<String> = self
                .rows
                .iter()
                .map(|row| {
                    format!("{} takes {} for {}", row.spoken_name(), words::credits(row.credits()), row.priced())
                })
                .collect();
            if self.rows.len() > 1 || first.audio.is_some() {
                sentences.push(format!("{}.", words::list(&rows)));
            }
        }
        let without = u128::try_from(self.without.len()).unwrap_or(u128::MAX);
        if without > 0 {
            sentences.push(format!("{} can't be compared for this job.", words::counted(without, "other model")));
        }
        sentences.extend(reply::notes(self.shown().iter().take(1).flat_map(|row| row.estimate.notes.iter().copied())));
        sentences.extend(reply::rules(self.table).filter(|_| sentences.len() < 4));
        sentences.push(reply::checked(self.table));
        sentences
    }
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
    if line.starts_with("the same") { capital(line) } else { line.to_owned() }
}

/// The text with a capital first letter.
fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// How long a row's bar is, in ten-thousandths of the dearest one's.
fn bar(credits: Credits, most: Credits) -> u32 {
    let scaled = credits.times(Decimal::from(10_000)).ok().and_then(|scaled| scaled.holds(most));
    scaled.and_then(|scaled| u32::try_from(scaled).ok()).unwrap_or_default()
}
