//! `credits request`: what will this API request cost, before it is sent?

use std::slice;

use serde::Serialize;

use super::context::{Context, file_name};
use super::cost::CostReport;
use super::fit::{BudgetInfo, named_budgets, notes_on_budgets};
use super::report::{AssumptionInfo, Remarks};
use super::{help, input};
use crate::cli::{self, Format};
use crate::error::{Failure, FaultyItem, Kind};
use crate::format::{counted, shell_word, shown};
use crate::output;
use crate::pricing::body::{BodyError, Unpriced, offset_in};
use crate::pricing::estimate::Estimate;
use crate::pricing::item::FaultCode;
use crate::pricing::request::{Request, Requests, estimate_requests, read};
use crate::pricing::request_example::example;
use crate::pricing::suggest::Vocabulary;
use crate::table::PriceTable;
use crate::table::fault::Faults;
use crate::table::schema::Template;
use crate::values::credits::{Credits, LimitExceeded};
use crate::values::name::hyphenated;
use crate::values::price::Unit;
use crate::values::quantity::Quantity;

/// The most errors that are listed: a body of 1 MB can have half a million.
const MAX_LISTED: usize = 100;

/// What the answer of `request` has besides a cost.
#[derive(Debug, Serialize)]
pub struct RequestDetails<'a> {
    /// The template; `None` for a list of requests.
    pub(super) template: Option<TemplateInfo<'a>>,
    /// What costs nothing, in all requests together.
    pub(super) free: Vec<FreeInfo>,
    pub(super) budgets: Option<Vec<BudgetInfo<'a>>>,
    /// The requests of a list.
    pub(super) requests: Option<Vec<RequestInfo<'a>>>,
}

/// The template of a request.
#[derive(Debug, Clone, Serialize)]
pub struct TemplateInfo<'a> {
    id: &'a str,
    pub(super) name: &'a str,
    evidence: Option<&'a str>,
    /// What is paid for several times.
    #[serde(skip)]
    pub(super) element: String,
}

/// Something that costs nothing.
#[derive(Debug, Serialize)]
pub struct FreeInfo {
    what: &'static str,
    pub(super) count: u64,
}

/// One of several requests.
#[derive(Debug, Serialize)]
pub struct RequestInfo<'a> {
    pub(super) template: TemplateInfo<'a>,
    #[serde(flatten)]
    pub(super) estimate: Estimate<'a>,
    free: Vec<FreeInfo>,
    assumptions: Vec<AssumptionInfo>,
}

/// Answers `request`.
///
/// # Errors
/// Where a body can't be priced, or the answer can't be written.
pub fn run(context: &Context<'_>, args: &cli::Request) -> anyhow::Result<u8> {
    match &args.example {
        Some(template) => print_example(context, template),
        None => price(context, args),
    }
}

/// Prints a body, which is JSON whatever the format.
fn print_example(context: &Context<'_>, name: &str) -> anyhow::Result<u8> {
    if context.global.quiet || !matches!(context.global.chosen_format(), None | Some(Format::Json)) {
        return Err(Failure::usage("--example always prints JSON: -q and other formats can't be used").into());
    }
    let example = example(&context.table, name).map_err(|error| {
        let item = FaultyItem { item: shown(name), ..faulty(&context.table, None, &error) };
        Failure::items(kind(&error), vec![item], |_| String::new()).with_help(help_for(context, &error))
    })?;
    output::print(&(serde_json::to_string_pretty(&example)? + "\n"))?;
    Ok(0)
}

fn price(context: &Context<'_>, args: &cli::Request) -> anyhow::Result<u8> {
    let table = &context.table;
    let budgets = match args.budgets.are_given() {
        true => named_budgets(context, &args.budgets, Credits::ZERO, Credits::ZERO),
        false => Ok(Vec::new()),
    };
    let file = file_name(&args.file);
    let body = input::contents(&args.file, Kind::Body)?;
    let body = body.as_str();
    let terms = args.production.terms(context.global.strict);
    let count = args.bill.count;

    let Requests { is_list, requests } = read(table, body, terms.strict);
    let (mut infos, mut priced, mut errors) = (Vec::new(), Vec::new(), Vec::new());
    for (number, request) in (1..).zip(requests) {
        let label = if is_list { format!("request {number}: ") } else { String::new() };
        match request.map(|request| (estimate_requests(table, slice::from_ref(&request), terms, count), request)) {
            Ok((Ok(estimate), request)) => {
                infos.push(RequestInfo::of(&request, estimate));
                priced.push(request);
            }
            Ok((Err(faults), request)) => {
                errors.extend(faults.iter().map(|fault| (label.clone(), request.error(fault))));
            }
            Err(error) => errors.push((label, error)),
        }
    }
    if let [(_, first), ..] = errors.as_slice() {
        let failure = refused(context, &file, body, &errors, first);
        return Err(help::items_and_plans(failure, budgets.err()).into());
    }
    let estimate = estimate_requests(table, &priced, terms, count).map_err(|_| LimitExceeded)?;
    let budgets = budgets?;
    let mut remarks = Remarks::of(&estimate);
    notes_on_budgets(&budgets).into_iter().for_each(|note| remarks.add_note(note));
    let budgets = budgets.iter().map(|budget| BudgetInfo::of(context, estimate.each, budget));
    let budgets = budgets.collect::<Result<Vec<_>, _>>()?;
    let details = RequestDetails {
        template: infos.first().filter(|_| !is_list).map(|info| info.template.clone()),
        free: FreeInfo::of(&priced),
        budgets: args.budgets.are_given().then_some(budgets),
        requests: is_list.then_some(infos),
    };
    output::write(&CostReport::of(context, estimate, &args.bill, remarks, Some(details)), context.global)
}

impl<'a> RequestInfo<'a> {
    fn of(request: &Request<'a>, estimate: Estimate<'a>) -> RequestInfo<'a> {
        let Template { id, name, evidence, .. } = request.template;
        RequestInfo {
            template: TemplateInfo { id, name, evidence: evidence.as_deref(), element: request.template.element() },
            free: FreeInfo::of(slice::from_ref(request)),
            assumptions: AssumptionInfo::all(&estimate),
            estimate,
        }
    }
}

impl FreeInfo {
    fn of(requests: &[Request<'_>]) -> Vec<FreeInfo> {
        let uploads = requests.iter().map(|request| request.uploads).sum();
        let animations = requests.iter().map(|request| request.animated_uploads).sum();
        let all = [("uploads", uploads), ("animations of uploads", animations)];
        all.into_iter().filter(|(_, count)| *count > 0).map(|(what, count)| FreeInfo { what, count }).collect()
    }
}

fn kind(error: &BodyError<'_>) -> Kind {
    error.code.map_or(Kind::Body, Kind::Item)
}

/// Returns the failure of bodies that can't be priced, each with its place.
fn refused(
    context: &Context<'_>,
    file: &str,
    body: &str,
    errors: &[(String, BodyError<'_>)],
    first: &BodyError<'_>,
) -> Failure {
    let places = Faults::new(body);
    let vocabulary = context.vocabulary();
    let describe = |(index, (label, error)): (usize, &(String, BodyError<'_>))| {
        let (line, column) = places.place(offset_in(body, error.at));
        let place = format!("{file}:{line}:{column}");
        let vocabulary = Some(&vocabulary).filter(|_| index < help::MAX_SUGGESTED);
        let item = faulty(&context.table, vocabulary, error);
        let message = format!("{label}{}", item.message);
        FaultyItem { item: place.clone(), place: Some(place), message, ..item }
    };
    let items = errors.iter().take(MAX_LISTED).enumerate().map(describe).collect();
    let head = &context.table.head;
    let reply = first.unpriced.as_ref().filter(|_| errors.len() == 1).map(|unpriced| {
        let sentence = match unpriced {
            Unpriced::Prompt(sentence) => sentence.clone(),
            Unpriced::Model(name) => format!("We don't have a price for the model \"{}\".", shown(name)),
            Unpriced::TemplateName(name) | Unpriced::Template(name) => {
                format!("We don't have a price for the template \"{}\".", shown(name))
            }
        };
        format!("{sentence} Prices as of {}: {}", head.checked, head.source)
    });
    let failure =
        Failure::items(kind(first), items, |_| format!("the requests have {}", counted(errors.len(), "error")));
    Failure { reply, ..failure }.with_help(help_for(context, first))
}

/// Describes what is wrong with a body, with the names that may have been meant.
fn faulty(table: &PriceTable, vocabulary: Option<&Vocabulary<'_>>, error: &BodyError<'_>) -> FaultyItem {
    let mut item = FaultyItem::new("", kind(error).code(), error.message.clone());
    match (&error.unpriced, error.template) {
        (Some(Unpriced::TemplateName(name)), _) => {
            let names: Vec<&str> = table.templates.iter().map(|template| template.name.as_str()).collect();
            let (known, suggestions) = help::known_names(name, &names, "");
            item.message.push_str(&format!("; {known}"));
            item.suggestions = suggestions;
        }
        (Some(Unpriced::Model(_)), Some(template)) if !template.models.is_empty() => {
            item.suggestions.clone_from(&template.models);
        }
        (Some(Unpriced::Model(name)), _) => {
            let similar = vocabulary.map(|vocabulary| vocabulary.similar(name, Some(Quantity::Count(1))));
            let is_image = |name: &String| table.model(name).is_some_and(|model| model.price.unit == Unit::Image);
            for line in similar.unwrap_or_default().lines {
                if line.names.iter().all(is_image) {
                    item.similar.push((line.names.join(", "), line.price));
                    item.suggestions.extend(line.names);
                }
            }
        }
        _ => {}
    }
    item
}

/// Returns a command that leads on: what has a price, or what a body looks like.
fn help_for(context: &Context<'_>, error: &BodyError<'_>) -> String {
    if error.code == Some(FaultCode::UnknownName) {
        return context.help_with_table("credits models");
    }
    match error.template.and_then(|template| shell_word(&hyphenated(&template.name))) {
        Some(template) => context.help_with_table(&format!("credits request --example {template}")),
        None => "credits request --help".to_owned(),
    }
}
