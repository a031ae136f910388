//! `credits request`: what will this API request cost, before it is sent?

use serde::Serialize;

use super::context::{Context, file_name};
use super::cost::Bill;
use super::fit::{BudgetInfo, named_budgets, notes_on_budgets};
use super::report::{AssumptionInfo, Line, TableInfo};
use super::{help, input};
use crate::cli::{self, Format};
use crate::error::{Failure, FaultyItem, Kind};
use crate::format::{choice, counted, shell_word, shown};
use crate::output;
use crate::pricing::body::{BodyError, Cause};
use crate::pricing::estimate::{Estimate, Note, evidence};
use crate::pricing::item::{FaultCode, ItemFault};
use crate::pricing::request::{Request, Requests, estimate_requests, find_template, read};
use crate::pricing::request_example::example;
use crate::pricing::suggest::Vocabulary;
use crate::table::PriceTable;
use crate::table::fault::Faults;
use crate::table::read::decode;
use crate::table::schema::{Template, TemplateCost, uuids};
use crate::values::credits::Credits;
use crate::values::name::hyphenated;
use crate::values::price::Unit;
use crate::values::quantity::Quantity;

/// The most bad bodies that are listed.
const MAX_LISTED: usize = 100;

/// Suggestions are made for this many unknown models: they need time with a large table.
const MAX_SUGGESTED: usize = 20;

/// The answer of `request`.
#[derive(Debug, Serialize)]
pub struct RequestReport {
    schema: &'static str,
    pub(super) table: TableInfo,
    /// The template; `None` for a list of requests.
    pub(super) template: Option<TemplateInfo>,
    #[serde(flatten)]
    pub(super) bill: Bill,
    /// What costs nothing, in all requests together.
    pub(super) free: Vec<FreeInfo>,
    pub(super) budgets: Option<Vec<BudgetInfo>>,
    /// The requests of a list.
    pub(super) requests: Option<Vec<RequestInfo>>,
}

/// The template of a request.
#[derive(Debug, Clone, Serialize)]
pub struct TemplateInfo {
    id: String,
    pub(super) name: String,
    evidence: Option<String>,
    /// The key of the list whose elements have a price in credits.
    #[serde(skip)]
    pub(super) priced_key: Option<String>,
}

/// Something that costs nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FreeInfo {
    pub(super) what: &'static str,
    pub(super) count: u64,
}

/// One of several requests.
#[derive(Debug, Serialize)]
pub struct RequestInfo {
    pub(super) template: TemplateInfo,
    credits: Credits,
    pub(super) credits_each: Credits,
    pub(super) lines: Vec<Line>,
    pub(super) free: Vec<FreeInfo>,
    assumptions: Vec<AssumptionInfo>,
}

/// Answers `request`.
///
/// # Errors
/// Where a body can't be priced, or the answer can't be written.
pub fn run(context: &Context<'_>, args: &cli::Request) -> anyhow::Result<u8> {
    match &args.example {
        Some(template) => print_example(context, template),
        None => output::write(&report(context, args)?, context.global),
    }
}

/// Prints a body, which is JSON whatever the format.
fn print_example(context: &Context<'_>, name: &str) -> anyhow::Result<u8> {
    if context.global.quiet || !matches!(context.global.chosen_format(), None | Some(Format::Json)) {
        return Err(Failure::usage("--example prints JSON: leave out -q and other formats").into());
    }
    let failure = |cause: Cause<'_>| {
        let error = BodyError { offset: 0, template: None, cause };
        let item = FaultyItem { item: shown(name), place: None, ..faulty(&context.table, None, "", &error) };
        Failure::items(kind(&error), vec![item], |_| String::new()).with_help(help_for(context, &error))
    };
    let template =
        find_template(&context.table, name).ok_or_else(|| failure(Cause::UnknownTemplate(name.to_owned())))?;
    let example = example(&context.table, template).ok_or_else(|| failure(Cause::no_price(template)))?;
    output::print(&(serde_json::to_string_pretty(&example)? + "\n"))?;
    Ok(0)
}

fn report(context: &Context<'_>, args: &cli::Request) -> anyhow::Result<RequestReport> {
    let table = &context.table;
    let budgets = match args.budgets.are_given() {
        true => named_budgets(context, &args.budgets, Credits::ZERO, Credits::ZERO),
        false => Ok(Vec::new()),
    };
    let bytes = input::contents(&args.file, Kind::Body)?;
    let file = file_name(&args.file);
    let body = decode(&bytes).map_err(|error| input::not_utf8(&file, &error, Kind::Body))?;
    let terms = args.production.terms(context.global.strict);
    let count = args.bill.count;

    let Requests { is_list, requests } = read(table, body);
    let mut priced = Vec::new();
    let mut infos = Vec::new();
    let mut errors = Vec::new();
    for (index, request) in requests.into_iter().enumerate() {
        match request {
            Ok(request) => match estimate_requests(table, std::slice::from_ref(&request), terms, count) {
                Ok(estimate) => {
                    infos.push(RequestInfo::of(&request, &estimate));
                    priced.push(request);
                }
                Err(faults) => errors.extend(faults.into_iter().map(|fault| (index, item_error(&request, fault)))),
            },
            Err(error) => errors.push((index, error)),
        }
    }
    if !errors.is_empty() {
        let failure = refused(context, &file, body, is_list, &errors);
        return Err(help::items_and_plans(failure, budgets.err()).into());
    }
    let estimate = estimate_requests(table, &priced, terms, count).map_err(|_| {
        Failure::new(
            Kind::Item(FaultCode::Limit),
            "the requests together are more than 1,000,000,000,000 credits, the limit",
        )
    })?;
    let mut bill = Bill::of(table, &estimate, &args.bill);
    let mut evidence = Vec::new();
    for request in &priced {
        add_notes(request.template, &mut bill, &mut evidence);
    }
    let budgets = budgets?;
    bill.notes.extend(notes_on_budgets(&budgets));
    bill.notes.extend(evidence);
    let budgets = budgets.iter().map(|budget| BudgetInfo::of(context, estimate.each, budget));
    let budgets = budgets.collect::<Result<Vec<_>, _>>()?;
    Ok(RequestReport {
        schema: "credits.request/1",
        table: TableInfo::in_force(context),
        template: infos.first().filter(|_| !is_list).map(|info| info.template.clone()),
        bill,
        free: FreeInfo::of(priced.iter()),
        budgets: Some(budgets).filter(|_| args.budgets.are_given()),
        requests: is_list.then_some(infos),
    })
}

/// Adds what users should know about a template, once.
fn add_notes(template: &Template, bill: &mut Bill, evidences: &mut Vec<String>) {
    let add = |note: String, notes: &mut Vec<String>| {
        if !notes.contains(&note) {
            notes.push(note);
        }
    };
    if let Some(note) = &template.note {
        let note = Note::Row { name: &template.name, note, is_for_customers: true }.to_string();
        add(note.clone(), &mut bill.notes);
        add(note, &mut bill.production.customer_notes);
    }
    let checked = template.checked.map(|day| day.to_string());
    if let Some(evidence) = evidence([template.evidence.clone(), template.source.clone(), checked]) {
        add(format!("{}: {evidence}", template.name), evidences);
    }
}

impl RequestInfo {
    fn of(request: &Request<'_>, estimate: &Estimate<'_>) -> RequestInfo {
        let template = request.template;
        let priced_key = match template.cost() {
            TemplateCost::CreditsEach(key, _) => Some(key.to_owned()),
            _ => None,
        };
        let (id, name, evidence) = (template.id.clone(), template.name.clone(), template.evidence.clone());
        RequestInfo {
            template: TemplateInfo { id, name, evidence, priced_key },
            credits: estimate.total,
            credits_each: estimate.each,
            lines: Line::all(estimate),
            free: FreeInfo::of(std::iter::once(request)),
            assumptions: AssumptionInfo::all(estimate),
        }
    }
}

impl FreeInfo {
    fn of<'r>(requests: impl Iterator<Item = &'r Request<'r>> + Clone) -> Vec<FreeInfo> {
        let uploads = requests.clone().map(|request| request.uploads).sum();
        let animations = requests.map(|request| request.animated_uploads).sum();
        let all = [("uploads", uploads), ("animations of uploads", animations)];
        all.into_iter().filter(|(_, count)| *count > 0).map(|(what, count)| FreeInfo { what, count }).collect()
    }

    /// Returns the count with its noun: `2 uploads`.
    pub(super) fn in_words(&self) -> String {
        match (self.count, self.what) {
            (1, "uploads") => "1 upload".to_owned(),
            (1, _) => "1 animation of an upload".to_owned(),
            (count, what) => format!("{} {what}", crate::format::grouped(count)),
        }
    }
}

/// Makes the error of an item that can't be priced.
fn item_error<'t>(request: &Request<'t>, fault: ItemFault) -> BodyError<'t> {
    BodyError { offset: request.offset, template: Some(request.template), cause: Cause::Item(Box::new(fault)) }
}

fn kind(error: &BodyError<'_>) -> Kind {
    error.cause.code().map_or(Kind::Body, Kind::Item)
}

/// Returns the failure of bodies that can't be priced: each with its place, and in a list with its number.
fn refused(context: &Context<'_>, file: &str, body: &str, is_list: bool, errors: &[(usize, BodyError<'_>)]) -> Failure {
    let faults = Faults::new(body);
    let vocabulary = context.vocabulary();
    let mut items: Vec<FaultyItem> = Vec::new();
    for (index, error) in errors.iter().take(MAX_LISTED) {
        let (line, column) = faults.place(error.offset);
        let vocabulary = Some(&vocabulary).filter(|_| items.len() < MAX_SUGGESTED);
        let mut item = faulty(&context.table, vocabulary, &format!("{file}:{line}:{column}"), error);
        if is_list {
            item.message = format!("request {}: {}", index + 1, item.message);
        }
        items.push(item);
    }
    let unlisted = errors.len() - items.len();
    if let (1.., Some(last)) = (unlisted, items.last().cloned()) {
        let message = format!("and {}, not listed", counted(unlisted, "more error"));
        items.push(FaultyItem { suggestions: Vec::new(), similar: Vec::new(), message, ..last });
    }
    let Some((_, first)) = errors.first() else { return Failure::new(Kind::Body, "no requests") };
    let failure =
        Failure::items(kind(first), items, |_| format!("the requests have {}", counted(errors.len(), "error")));
    let reply = reply(&context.table, first).filter(|_| errors.len() == 1);
    Failure { reply, ..failure }.with_help(help_for(context, first))
}

/// Describes what is wrong with a body, with the names that may have been meant.
fn faulty(table: &PriceTable, vocabulary: Option<&Vocabulary<'_>>, place: &str, error: &BodyError<'_>) -> FaultyItem {
    let code = kind(error).code();
    let mut item = FaultyItem::new(place, code, error.cause.to_string());
    item.place = Some(place.to_owned());
    match (&error.cause, error.template) {
        (Cause::UnknownTemplate(name), _) if uuids(name).next().is_none() => {
            let names: Vec<&str> = table.templates.iter().map(|template| template.name.as_str()).collect();
            let known = help::known_names(name, &names);
            item.message.push_str(&format!("; {}", known.sentence));
            item.suggestions = known.names;
        }
        (Cause::UnknownModel { .. }, Some(template)) if !template.models.is_empty() => {
            item.message.push_str(&format!("; {} allows {}", template.name, choice(&template.models)));
            item.suggestions.clone_from(&template.models);
        }
        (Cause::UnknownModel { name, .. }, _) => {
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
    let template = error.template.and_then(|template| shell_word(&hyphenated(&template.name)));
    match (&error.cause, template) {
        (Cause::UnknownTemplate(_) | Cause::NoPrice { .. } | Cause::UnknownModel { .. }, _) => {
            context.help_with_table("credits models")
        }
        (Cause::Bad(_), Some(template)) => context.help_with_table(&format!("credits request --example {template}")),
        _ => "credits request --help".to_owned(),
    }
}

/// Returns a sentence for a customer who asks for something without a price.
fn reply(table: &PriceTable, error: &BodyError<'_>) -> Option<String> {
    let what = match &error.cause {
        Cause::UnknownTemplate(name) => format!("requests with the template \"{}\"", shown(name)),
        Cause::NoPrice { name, .. } => format!("requests with the template \"{name}\""),
        Cause::UnknownModel { name, .. } => format!("the model \"{}\"", shown(name)),
        _ => return None,
    };
    Some(format!("We don't have a price for {what}. Prices as of {}: {}", table.head.checked, table.head.source))
}
