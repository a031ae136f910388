//! `credits request`: what will this API request cost, before it is sent?

use rust_decimal::Decimal;
use serde::Serialize;

use super::cost::{Gate, blocks, headline, usd};
use super::fit::named_budgets;
use super::fit::report::BudgetReport;
use super::items::{contents, name, not_utf8};
use super::report::{
    AssumptionReport, EXTRA_CREDITS, Exact, LineReport, TableReport, no_usd, notes_on_budgets, remarks, six_decimals,
    table_line,
};
use super::{Asked, reply};
use crate::cli;
use crate::credits::{Credits, TooMany};
use crate::estimate::{Assumed, Assumption, Estimate, Note, estimate, notes_in_words};
use crate::failure::{Fact, Failure, Kind};
use crate::fit::{Budget, Fit};
use crate::output::{Answer, Block, Json};
use crate::reader::text_of;
use crate::request::{Free, Request, RequestError, read};
use crate::table::{Element, Model, PaidList, PriceTable, Template, TemplateCost};
use crate::words::{self, grouped};

#[derive(Serialize)]
struct RequestReport {
    schema: &'static str,
    table: TableReport,
    template: TemplateReport,
    count: u64,
    credits: Credits,
    credits_each: Credits,
    retakes: Exact,
    lines: Vec<LineReport>,
    free: Vec<FreeReport>,
    budgets: Option<Vec<BudgetReport>>,
    usd: Option<Exact>,
    max: Option<Credits>,
    over_max_by: Option<Credits>,
    assumptions: Vec<AssumptionReport>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct TemplateReport {
    id: String,
    name: String,
    evidence: Option<String>,
}

#[derive(Serialize)]
struct FreeReport {
    what: String,
    count: u64,
}

pub(super) fn answer(asked: &Asked<'_>, question: &cli::Request) -> anyhow::Result<Answer> {
    let budgets = budgets(asked.table, question)?;
    let bytes = contents(&question.file, "bad_body")?;
    let file = name(&question.file);
    let body = text_of(&bytes).map_err(|error| not_utf8(&file, &error, "bad_body"))?;
    let request = read(asked.table, body).map_err(|error| refused(&file, &error))?;
    if let (true, Some(model)) = (asked.strict, request.default_model) {
        return Err(assumed(&file, &request, model).into());
    }
    let terms = question.production.terms(asked.strict);
    let mut estimate = estimate(asked.table, request.items.iter().cloned().map(Ok), terms, question.bill.count)
        .map_err(|faults| Failure::items(faults.iter().map(Fact::from).collect()))?;
    estimate.assumptions.extend(request.default_model.map(|model| Assumption {
        line: 0,
        model,
        assumed: Assumed::DefaultModel,
        alternative: None,
    }));
    Ok(page(asked.table, question, &request, &estimate, &budgets)?)
}

fn budgets<'t>(table: &'t PriceTable, question: &cli::Request) -> Result<Vec<Budget<'t>>, Failure> {
    let named = &question.budgets;
    if named.credits.is_none() && named.plan.is_empty() {
        return Ok(Vec::new());
    }
    named_budgets(table, named, Credits::ZERO, Credits::ZERO)
}

/// The refusal to assume the default model, with what to write where that can be written.
fn assumed(file: &str, request: &Request<'_>, model: &Model) -> Failure {
    let key = match &request.template.cost {
        TemplateCost::Each(PaidList { element: Element::Image(image), .. }) => image.model_key.as_deref(),
        _ => None,
    };
    let message = match key {
        Some(key) => format!(
            "the body names no model, and {0} would have to be assumed: write `\"{key}\": \"{0}\"` in `inputs`",
            model.name
        ),
        None => format!(
            "{} takes its own model, and that it is {} would have to be assumed",
            request.template.name, model.name
        ),
    };
    refused(file, &RequestError { code: "assumption", message, place: None, suggestions: Vec::new() })
}

/// A body that can't be priced, with its place where it isn't JSON, or the models that may have been meant.
fn refused(file: &str, error: &RequestError) -> Failure {
    let place = error.place.map(|(line, column)| format!("{file}:{line}:{column}"));
    let fact = Fact {
        item: place.clone().unwrap_or_else(|| file.to_owned()),
        code: error.code,
        message: error.message.clone(),
        suggestions: error.suggestions.iter().flat_map(|suggestion| suggestion.names.clone()).collect(),
        place,
        predicate: error.message.clone(),
        lines: error
            .suggestions
            .iter()
            .map(|suggestion| (suggestion.names.join(", "), suggestion.price.clone()))
            .collect(),
    };
    let help = if error.code == "unknown_name" { "credits models" } else { "credits request --help" };
    Failure { facts: vec![fact], ..Failure::new(Kind::NoAnswer(error.code), error.message.as_str()).with_help(help) }
}

fn page(
    table: &PriceTable,
    question: &cli::Request,
    request: &Request<'_>,
    estimate: &Estimate<'_>,
    budgets: &[Budget<'_>],
) -> Result<Answer, TooMany> {
    let fits: Vec<Fit> = budgets.iter().map(|budget| budget.fit(estimate.each)).collect::<Result<_, _>>()?;
    let gate = Gate::of(estimate, question.bill.max);
    let template = request.template;
    let evidence = evidence_in_words(template);
    let counts = counts(budgets, &fits);
    let usd = usd(table, estimate);
    let own_note = Note::of_row(&template.name, &template.provenance);
    let mut more_notes: Vec<String> = notes_in_words(&own_note.into_iter().collect::<Vec<_>>());
    more_notes.extend(notes_on_budgets(budgets));
    let for_customers = more_notes.clone();
    more_notes.extend(evidence.clone());
    more_notes.extend((question.bill.usd && usd.is_none()).then(|| no_usd(&[EXTRA_CREDITS])));
    let mut notes = notes_in_words(&estimate.notes);
    notes.extend(more_notes.iter().cloned());
    let report = RequestReport {
        schema: "credits.request/1",
        table: TableReport::of(table),
        template: TemplateReport {
            id: template.id.clone(),
            name: template.name.clone(),
            evidence: template.provenance.evidence.clone(),
        },
        count: estimate.count,
        credits: estimate.total,
        credits_each: estimate.each,
        retakes: Exact(estimate.retakes.factor()),
        lines: LineReport::all(estimate),
        free: request
            .free
            .iter()
            .map(|free| FreeReport { what: format!("{}: {}", free.several(), free.why), count: free.count })
            .collect(),
        budgets: (!budgets.is_empty()).then(|| {
            budgets.iter().zip(&fits).map(|(budget, fit)| BudgetReport::of(table, estimate.each, budget, fit)).collect()
        }),
        usd: usd.map(six_decimals),
        max: gate.max,
        over_max_by: gate.over,
        assumptions: AssumptionReport::all(estimate),
        notes: notes.clone(),
    };
    let mut blocks = blocks(table, estimate, question.bill.usd);
    let mut lines = vec![format!("Template: {}", template.name)];
    lines.extend(request.free.iter().map(|free| format!("Free: {} ({})", free_in_words(free), free.why)));
    lines.extend(counts.clone());
    blocks.push(Block::Lines(lines));
    let mut remarks = remarks(estimate);
    remarks.extend(more_notes);
    Ok(Answer {
        headline: headline(estimate),
        blocks,
        table: table_line(table),
        json: Json::of(report),
        reply: Some(sentences(table, request, estimate, counts, usd.filter(|_| question.bill.usd), &for_customers)),
        notes: remarks,
        notes_on_lines: Vec::new(),
        notes_on_rows: Vec::new(),
        number: Some(estimate.total.to_string()),
        verdict: gate.verdict(estimate),
    })
}

/// `2 uploads`.
fn free_in_words(free: &Free) -> String {
    let [one, several] = free.nouns;
    let noun = if free.count == 1 { one } else { several };
    format!("{} {noun}", words::grouped_count(u128::from(free.count)))
}

/// On what evidence the template's price stands.
fn evidence_in_words(template: &Template) -> Option<String> {
    Some(format!("{}: {}", template.name, template.provenance.in_words()?))
}

/// `178 such requests on Starter`.
fn counts(budgets: &[Budget<'_>], fits: &[Fit]) -> Option<String> {
    let count = |(budget, fit): (&Budget<'_>, &Fit)| {
        let on = budget.plan.map_or_else(|| words::credits(budget.credits), |plan| plan.name.clone());
        match fit.fits {
            Some(fits) => format!("{} on {on}, {} left", words::counted(fits, "such request"), grouped(fit.left)),
            None => format!("as many such requests as you like on {on}"),
        }
    };
    let counts: Vec<String> = budgets.iter().zip(fits).map(count).collect();
    (!counts.is_empty()).then(|| counts.join("; "))
}

fn sentences(
    table: &PriceTable,
    request: &Request<'_>,
    estimate: &Estimate<'_>,
    counts: Option<String>,
    usd: Option<Decimal>,
    notes: &[String],
) -> Vec<String> {
    let name = &request.template.name;
    let mut sentences = vec![match estimate.count {
        _ if estimate.total.is_zero() => format!("This request ({name}) takes no credits."),
        1 => reply::takes(estimate).replacen("This", &format!("This request ({name})"), 1),
        _ => format!("{name}: {}", reply::takes(estimate)),
    }];
    let free: Vec<String> = request.free.iter().map(free_in_words).collect();
    let take = if matches!(request.free.as_slice(), [Free { count: 1, .. }]) { "takes" } else { "take" };
    let free = (!free.is_empty()).then(|| format!("{} {take} no credits", words::list(&free)));
    let counts = counts.map(|counts| format!("that makes {counts}"));
    let own = &request.template.provenance;
    let source: Vec<String> = own.source.iter().cloned().chain(own.checked.map(|date| date.to_string())).collect();
    let evidence = match (&own.evidence, source.is_empty()) {
        (None, true) => None,
        (None, false) => Some(source.join(", ")),
        (Some(evidence), true) => Some(evidence.clone()),
        (Some(evidence), false) => Some(format!("{evidence} ({})", source.join(", "))),
    };
    let evidence = evidence.map(|evidence| format!("how the price of this template is known: {evidence}"));
    let besides: Vec<String> = [reply::in_usd(usd), free, counts, evidence].into_iter().flatten().collect();
    sentences.extend(reply::sentence_of(&besides));
    reply::ended(sentences, [estimate], notes, table)
}
