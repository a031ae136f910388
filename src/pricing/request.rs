//! Requests to the service's API: a body of `POST /v2/videos/from-templates` becomes items, by the table's templates.
//!
//! Of a body only `templateId`, model names, key names and counts ever leave this module: the rest may hold secrets.

use rust_decimal::Decimal;
use serde_json::value::RawValue;

use super::assumption::{Assumed, Assumption, Origin};
use super::body::{BodyError, Object, Result, Unpriced, bad, not_json, text, without_price};
use super::estimate::{Estimate, Note, Terms, estimate};
use super::item::{FaultCode, Item, ItemError, ItemFault, ModelPart, Part};
use crate::format::{choice, counted, credits as credits_words, grouped, plural, shown};
use crate::table::PriceTable;
use crate::table::schema::{Model, Template, TemplateCost, uuids};
use crate::values::credits::Credits;
use crate::values::name::is_same;
use crate::values::price::Unit;
use crate::values::quantity::Quantity;

/// What an upload begins with; any other text is a prompt.
const UPLOADS: [&str; 2] = ["http://", "https://"];

/// The requests of an input, in their order.
#[derive(Debug)]
pub struct Requests<'a> {
    /// Whether the input is a list of bodies.
    pub is_list: bool,
    /// Each request, or what is wrong with its body.
    pub requests: Vec<Result<'a, Request<'a>>>,
}

/// A request that can be priced.
#[derive(Debug)]
pub struct Request<'a> {
    /// Its template.
    pub template: &'a Template,
    /// What is paid for. Where there are images, they are the first item.
    pub items: Vec<Item<'a>>,
    /// The media that are uploads, and so free.
    pub uploads: u64,
    /// The uploads that are animated, which is free too.
    pub animated_uploads: u64,
    /// The model of the images, where the body names none.
    default_model: Option<&'a Model>,
    /// Its inputs, as a part of the input.
    at: &'a str,
}

/// Reads a body, an MCP call with the body as its arguments, or a list of them. With `strict` a body must name its model.
pub fn read<'a>(table: &'a PriceTable, input: &'a str, strict: bool) -> Requests<'a> {
    let single = match serde_json::from_str::<Vec<&RawValue>>(input) {
        Ok(bodies) if bodies.is_empty() => Err(bad(input.trim_start(), "the list of requests is empty")),
        Ok(bodies) => {
            let requests = bodies.into_iter().map(|body| request(table, body, strict)).collect();
            return Requests { is_list: true, requests };
        }
        Err(_) => match serde_json::from_str::<&RawValue>(input) {
            Ok(body) => request(table, body, strict),
            Err(error) => Err(not_json(&error, input)),
        },
    };
    Requests { is_list: false, requests: vec![single] }
}

fn request<'a>(table: &'a PriceTable, whole: &'a RawValue, strict: bool) -> Result<'a, Request<'a>> {
    let mut body = Object::of(whole, "the body")?;
    // An MCP call has the body in `arguments`, with or without `params` around it.
    for key in ["params", "arguments"] {
        if let (None, Some(inner)) = (body.get("templateId"), body.get(key)) {
            body = Object::of(inner, &format!("`{key}`"))?;
        }
    }
    let id = body.get("templateId").ok_or_else(|| bad(body.at, "the body has no `templateId`"))?;
    let template = template_called(table, &text(id, "`templateId`")?, id.get())?;
    let request = || {
        let inputs = match body.get("inputs") {
            Some(inputs) => Object::of(inputs, "`inputs`")?,
            None => Object::empty(body.at),
        };
        Reader { table, template, id: id.get(), inputs, prompt: body.get("prompt"), strict }.request()
    };
    request().map_err(|error| BodyError { template: Some(template), ..error })
}

/// Finds a template by the UUID in a text, or by its name; `at` is where the text is.
///
/// # Errors
/// Where there is none.
pub(super) fn template_called<'a>(table: &'a PriceTable, name: &str, at: &'a str) -> Result<'a, &'a Template> {
    let ids: Vec<&str> = uuids(name).collect();
    // Of several ids it would be a guess which one decides.
    let is_called = |template: &&Template| match ids.as_slice() {
        [] => is_same(&template.name, name),
        ids => ids.iter().all(|id| template.id.eq_ignore_ascii_case(id)),
    };
    table.templates.iter().find(is_called).ok_or_else(|| {
        let (what, unpriced) = match ids.as_slice() {
            [] => ("called", Unpriced::TemplateName(name.to_owned())),
            _ => ("with the id", Unpriced::Template(name.to_owned())),
        };
        without_price(at, unpriced, format!("no template {what} `{}`", shown(name)))
    })
}

pub(super) fn no_price<'a>(at: &'a str, template: &Template) -> BodyError<'a> {
    let note = template.note.as_ref().map_or_else(String::new, |note| format!(" ({})", note.trim_end_matches('.')));
    let message = format!("the price of the template `{}` isn't known{note}", template.name);
    without_price(at, Unpriced::Template(template.name.clone()), message)
}

/// Returns the names of models that a template's requests can name, as the API spells them.
pub(super) fn model_examples<'a>(table: &'a PriceTable, template: &'a Template) -> Vec<&'a str> {
    if !template.models.is_empty() {
        return template.models.iter().map(String::as_str).collect();
    }
    let default = template.default_model.as_ref().and_then(|name| table.model(name));
    let any = || table.models.iter().find(|model| model.price.unit == Unit::Image && model.retired.is_none());
    let identifier = |model: &'a Model| model.aliases.iter().find(|alias| alias.contains('/')).unwrap_or(&model.name);
    default.or_else(any).map(identifier).map(String::as_str).into_iter().collect()
}

/// A body while it is read by its template.
struct Reader<'a> {
    table: &'a PriceTable,
    template: &'a Template,
    id: &'a str,
    inputs: Object<'a>,
    prompt: Option<&'a RawValue>,
    strict: bool,
}

impl<'a> Reader<'a> {
    fn request(&self) -> Result<'a, Request<'a>> {
        match self.template.cost() {
            TemplateCost::Unknown => Err(no_price(self.id, self.template)),
            TemplateCost::Fixed(credits) => Ok(self.credits(credits, 1)),
            TemplateCost::CreditsEach(key, credits) => {
                let (count, _) = self.elements(key, Some(credits))?;
                Ok(self.credits(credits, count))
            }
            TemplateCost::ImageEach(key) => {
                let (count, uploads) = self.elements(key, None)?;
                self.images(count.saturating_sub(uploads), uploads)
            }
        }
    }

    fn with_items(&self, items: Vec<Item<'a>>) -> Request<'a> {
        let (template, at) = (self.template, self.inputs.at);
        Request { template, items, uploads: 0, animated_uploads: 0, default_model: None, at }
    }

    fn credits(&self, credits: Credits, times: u64) -> Request<'a> {
        let name = self.template.name.as_str();
        let item = Item::of_part(name, Part::Credits { name, credits, times });
        self.with_items(if times == 0 { Vec::new() } else { vec![item] })
    }

    /// Counts the elements of the list that is paid for, and those that are uploads.
    fn elements(&self, key: &str, credits_each: Option<Credits>) -> Result<'a, (u64, u64)> {
        let name = &self.template.name;
        let Some(list) = self.inputs.get(key) else {
            return Err(match self.prompt {
                Some(prompt) => self.prompt_alone(key, prompt, credits_each)?,
                None => bad(self.inputs.at, format!("`inputs` has no `{key}`, which {name} needs")),
            });
        };
        let elements: Vec<&RawValue> =
            serde_json::from_str(list.get()).map_err(|_| bad(list.get(), format!("`{key}` must be a list")))?;
        let count = u64::try_from(elements.len()).unwrap_or(u64::MAX);
        if count < self.template.min() || self.template.max.is_some_and(|max| count > max.0) {
            let (count, range) = (counted(count, "element"), self.range());
            return Err(bad(list.get(), format!("`{key}` has {count}; {name} allows {range}")));
        }
        let mut uploads = 0_u64;
        for (number, element) in (1_u64..).zip(elements) {
            let place = format!("element {number} of `{key}`");
            match credits_each {
                Some(_) => Object::of(element, &place).map(|_| ())?,
                None => uploads = uploads.saturating_add(self.is_upload(element, &place)?.into()),
            }
        }
        Ok((count, uploads))
    }

    /// Returns how many elements the list can have.
    fn range(&self) -> String {
        let min = grouped(self.template.min());
        self.template.max.map_or_else(|| format!("at least {min}"), |max| format!("{min} to {}", grouped(max.0)))
    }

    fn is_upload(&self, element: &'a RawValue, place: &str) -> Result<'a, bool> {
        let Some(key) = &self.template.medium else {
            return text(element, place).map(|_| false);
        };
        let medium = Object::of(element, place)?.get(key);
        let medium = medium.ok_or_else(|| bad(element.get(), format!("{place} has no `{key}`")))?;
        let medium = text(medium, &format!("`{key}` of {place}"))?;
        Ok(UPLOADS.iter().any(|beginning| medium.starts_with(beginning)))
    }

    fn images(&self, generated: u64, uploads: u64) -> Result<'a, Request<'a>> {
        let (named, animation) = (self.named_model()?, self.animation()?);
        let animated_uploads = if animation.is_some() { uploads } else { 0 };
        let request = Request { uploads, animated_uploads, ..self.with_items(Vec::new()) };
        if generated == 0 {
            return Ok(request);
        }
        let default = self.model(&self.template.default_model).filter(|_| named.is_none());
        let default_model = default.filter(|_| !self.strict);
        let model = named.or(default_model).ok_or_else(|| self.no_model(default.is_some()))?;
        let items = [Some(model), animation].into_iter().flatten().map(|model| {
            let part = ModelPart { model, quantity: Some(Quantity::Count(generated)), options: Vec::new() };
            Item::of_part(&model.name, Part::Model(part))
        });
        Ok(Request { items: items.collect(), default_model, ..request })
    }

    fn model(&self, name: &Option<String>) -> Option<&'a Model> {
        self.table.model(name.as_ref()?)
    }

    /// Returns the model that the inputs name.
    fn named_model(&self) -> Result<'a, Option<&'a Model>> {
        let key = self.template.model_key.as_deref();
        let Some((key, value)) = key.and_then(|key| Some((key, self.inputs.get(key)?))) else {
            return Ok(None);
        };
        let name = text(value, &format!("`{key}`"))?;
        let found = self.table.model(&name);
        if let Some(model) = found
            && self.allowed_models().iter().any(|allowed| std::ptr::eq(*allowed, model))
        {
            return Ok(found);
        }
        let why = match self.template.models.as_slice() {
            [] if found.is_some() => "which isn't priced by the image".to_owned(),
            [] => "which has no known price".to_owned(),
            models => format!("but {} allows only {}", self.template.name, choice(models)),
        };
        let message = format!("`{key}` is `{}`, {why}", shown(&name));
        Err(match found {
            Some(_) => bad(value.get(), message),
            None => without_price(value.get(), Unpriced::Model(name), message),
        })
    }

    fn allowed_models(&self) -> Vec<&'a Model> {
        match self.template.models.as_slice() {
            [] => self.table.models.iter().filter(|model| model.price.unit == Unit::Image).collect(),
            names => names.iter().filter_map(|name| self.table.model(name)).collect(),
        }
    }

    /// Refuses inputs without a model, where there is no default or it may not be assumed.
    fn no_model(&self, has_default: bool) -> BodyError<'a> {
        let message = match &self.template.model_key {
            Some(key) => {
                let models = choice(&model_examples(self.table, self.template));
                format!("`inputs` doesn't name a model: add `{key}` with one, such as {models}")
            }
            None => format!("we don't know which model {} uses", self.template.name),
        };
        BodyError { code: has_default.then_some(FaultCode::Assumption), ..bad(self.inputs.at, message) }
    }

    /// Returns the model that animates the images, where the inputs turn that on.
    fn animation(&self) -> Result<'a, Option<&'a Model>> {
        let Some(key) = &self.template.animate_key else { return Ok(None) };
        match self.inputs.get(key).map(RawValue::get) {
            None | Some("false") => Ok(None),
            Some("true") => Ok(self.model(&self.template.animate_model)),
            Some(other) => Err(bad(other, format!("`{key}` must be true or false"))),
        }
    }

    /// Refuses a prompt without the list: the service chooses how many elements, so only the range is known.
    fn prompt_alone(&self, key: &str, prompt: &'a RawValue, credits: Option<Credits>) -> Result<'a, BodyError<'a>> {
        text(prompt, "`prompt`")?;
        let (least, most) = credits.map_or_else(|| self.prices_of_an_image(), |credits| Ok((credits, credits)))?;
        let between = |least: Credits, most: Credits| match least == most {
            true => credits_words(most),
            false => format!("{} to {}", grouped(least), credits_words(most)),
        };
        let in_all = self.template.max.and_then(|max| {
            let least = least.times(Decimal::from(self.template.min())).ok()?;
            Some(format!(" ({} in total)", between(least, most.times(Decimal::from(max.0)).ok()?)))
        });
        let range = format!("{} at {} each{}", self.range(), between(least, most), in_all.unwrap_or_default());
        let message = format!(
            "the price can't be calculated from `prompt` alone, because the service chooses the number of `{key}`: {range}; \
             add `inputs` with `{key}`"
        );
        let sentence = format!(
            "We can't tell you in advance what this \"{}\" request costs, because the AI chooses the number of {}: {range}.",
            self.template.name,
            plural(&self.template.element())
        );
        Ok(BodyError { unpriced: Some(Unpriced::Prompt(sentence)), ..bad(prompt.get(), message) })
    }

    /// Returns the lowest and the highest price of an image by the models that it can have, animated or not.
    fn prices_of_an_image(&self) -> Result<'a, (Credits, Credits)> {
        let model = self.named_model()?.or(self.model(&self.template.default_model));
        let models = model.map_or_else(|| self.allowed_models(), |model| vec![model]);
        let rates = || models.iter().map(|model| model.price.highest());
        let (Some(least), Some(most)) = (rates().min(), rates().max()) else { return Err(self.no_model(false)) };
        let animated = |model: Option<&Model>| model.map_or(Credits::ZERO, |model| model.price.highest());
        let is_open = self.template.animate_key.as_ref().is_some_and(|key| self.inputs.get(key).is_none());
        let animation = self.animation()?;
        let at_most = if is_open { self.model(&self.template.animate_model) } else { animation };
        // Each price is far below the limit of a sum.
        let [least, most] = [(least, animation), (most, at_most)].map(|(price, model)| price.plus(animated(model)));
        least.and_then(|least| Ok((least, most?))).map_err(|error| bad(self.inputs.at, error.to_string()))
    }
}

impl<'a> Request<'a> {
    /// Makes the error of an item that can't be priced.
    pub fn error(&self, fault: &ItemFault) -> BodyError<'a> {
        let message = match &fault.error {
            // The service's API has no key for options, so no advice on `:high`.
            ItemError::Assumption { assumed, .. } if matches!(**assumed, Assumed::Option { is_audio: false, .. }) => {
                format!("`{}`: the price depends on an option, which a request can't name", shown(&fault.item))
            }
            _ => fault.sentence(),
        };
        BodyError { template: Some(self.template), code: Some(fault.error.code()), ..bad(self.at, message) }
    }
}

/// Prices requests together, and `count` times.
///
/// # Errors
/// Everything that can't be priced; or a total beyond the limits.
pub fn estimate_requests<'a>(
    table: &'a PriceTable,
    requests: &[Request<'a>],
    terms: Terms,
    count: u64,
) -> std::result::Result<Estimate<'a>, Vec<ItemFault>> {
    let items = requests.iter().flat_map(|request| &request.items).cloned();
    let mut estimate = estimate(table, items.map(Ok), terms, count)?;
    for assumption in &mut estimate.assumptions {
        // As in a recipe, nobody can write an option behind what a template pays for.
        assumption.origin = Origin::Table;
    }
    let mut line = 0_usize;
    for Request { template, items, default_model, .. } in requests {
        estimate.assumptions.extend(default_model.map(|model| Assumption {
            line,
            model,
            assumed: Assumed::DefaultModel,
            alternative: None,
            origin: Origin::Table,
        }));
        line = line.saturating_add(items.len());
        let Template { name, note, evidence, source, checked, .. } = template;
        estimate.add_note(Note::of_row(name, note));
        estimate.add_note(Note::evidence(name, evidence, source, *checked));
        estimate.own_date = estimate.own_date.into_iter().chain(*checked).min();
    }
    Ok(estimate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pricing::body::offset_in;

    const VIDEO: &str = "5903fe43-514d-40ee-a060-0d6628c5f8fd";
    const CAROUSEL: &str = "53cfec04-2500-41cf-8cc1-ba670d2c341a";
    const TALKING: &str = "57f5a565-fd17-458b-be43-4a2d8ccaca75";
    const WHITEBOARD: &str = "ae868019-820d-434c-8fe1-74c9da99129a";

    /// What bodies cost, or the first error with its place in the input.
    fn cost(table: &PriceTable, input: &str, strict: bool) -> String {
        let terms = Terms { strict, ..Terms::default() };
        let requests: Result<'_, Vec<Request<'_>>> = read(table, input, strict).requests.into_iter().collect();
        let total = requests.and_then(|requests| {
            let total = estimate_requests(table, &requests, terms, 1).map(|estimate| estimate.total.to_string());
            total.map_err(|faults| requests[0].error(&faults[0]))
        });
        total.unwrap_or_else(|error| format!("{}: {}", offset_in(input, error.at), error.message))
    }

    fn body(id: &str, inputs: &str) -> String {
        format!("{{\"templateId\": \"{id}\", \"inputs\": {{{inputs}}}}}")
    }

    #[test]
    fn bodies_are_priced() {
        let table = PriceTable::page();
        let prompts =
            r#""scenes": [{"mediaSource": "a"}, {"mediaSource": "b"}, {"mediaSource": "c"}, {"mediaSource": "d"}]"#;
        let mixed = r#""scenes": [{"mediaSource": "a"}, {"mediaSource": "https://x"}, {"mediaSource": "http://y"}, {"mediaSource": "d"}]"#;
        let carousel = body(CAROUSEL, r#""model": "nano-banana-pro", "slidePrompts": ["a", "https://b"], "x": null"#);
        for (body, credits) in [
            (body(VIDEO, &format!("{prompts}, \"animateAiImages\": true")), "280"),
            (body(VIDEO, &format!("{mixed}, \"animateAiImages\": true")), "140"),
            (body(VIDEO, &format!("{prompts}, \"aiImageModel\": \"replicate/black-forest-labs/flux-schnell\"")), "4"),
            (body(VIDEO, &format!("{prompts}, \"animateAiImages\": null, \"other\": {{}}")), "60"),
            (body("/base/v2/x/5903FE43-514D-40EE-A060-0D6628C5F8FD/v1", prompts), "60"),
            (body("ai video_with AI voice", prompts), "60"),
            (body(VIDEO, r#""scenes": [{"mediaSource": "https://x"}], "animateAiImages": true"#), "0"),
            (body(TALKING, r#""scenes": [{}, {}]"#), "800"),
            (body(WHITEBOARD, ""), "50"),
            (format!("{{\"templateId\": \"{WHITEBOARD}\", \"prompt\": \"p\", \"inputs\": null}}"), "50"),
            (format!("{{\"params\": {{\"arguments\": {carousel}}}}}"), "100"),
            (format!("{{\"arguments\": {carousel}}}"), "100"),
            (format!("[{carousel}, {{\"arguments\": {carousel}}}, {}]", body(WHITEBOARD, "")), "250"),
            (carousel, "100"),
        ] {
            assert_eq!(cost(&table, &body, false), credits, "{body}");
        }
    }

    #[test]
    fn errors_have_a_place_and_hold_nothing_secret() {
        let table = PriceTable::page();
        let scenes = r#""scenes": [{"mediaSource": "secret"}]"#;
        for (body, message) in [
            (String::new(), "0: the body isn't valid JSON: it ends too early"),
            ("{\n \"a\": secret}".to_owned(), "8: the body isn't valid JSON: expected value"),
            (" \"secret\"".to_owned(), "1: the body must be an object"),
            (" []".to_owned(), "1: the list of requests is empty"),
            ("{\"apiKey\": \"secret\"}".to_owned(), "0: the body has no `templateId`"),
            ("{\"a\": 1, \"b\": 2, \"a\": \"secret\"}".to_owned(), "22: the body has a duplicate key `a`"),
            ("{\"templateId\": 7}".to_owned(), "15: `templateId` must be a string"),
            ("{\"templateId\": \" \"}".to_owned(), "15: `templateId` is empty"),
            ("{\"templateId\": \"x\"}".to_owned(), "15: no template called `x`"),
            ("{\"params\": {}}".to_owned(), "11: the body has no `templateId`"),
            (body(VIDEO, ""), "65: `inputs` has no `scenes`, which AI Video with AI Voice needs"),
            (format!("{{\"templateId\": \"{VIDEO}\", \"inputs\": \"secret\"}}"), "65: `inputs` must be an object"),
            (body(VIDEO, "\"scenes\": \"secret\""), "76: `scenes` must be a list"),
            (body(VIDEO, "\"scenes\": []"), "76: `scenes` has 0 elements; AI Video with AI Voice allows 1 to 20"),
            (
                body(CAROUSEL, &format!("\"slidePrompts\": [{}]", ["\"a\""; 11].join(","))),
                "82: `slidePrompts` has 11 elements; Instagram Carousel Slideshow allows 1 to 10",
            ),
            (body(VIDEO, "\"scenes\": [\"secret\"]"), "77: element 1 of `scenes` must be an object"),
            (body(TALKING, "\"scenes\": [{}, 1]"), "81: element 2 of `scenes` must be an object"),
            (body(VIDEO, "\"scenes\": [{}]"), "77: element 1 of `scenes` has no `mediaSource`"),
            (
                body(VIDEO, "\"scenes\": [{\"mediaSource\": \" \"}]"),
                "93: `mediaSource` of element 1 of `scenes` is empty",
            ),
            (
                body(VIDEO, &format!("{scenes}, \"animateAiImages\": \"secret\"")),
                "124: `animateAiImages` must be true or false",
            ),
            (
                body(VIDEO, &format!("{scenes}, \"aiImageModel\": \"flux 9\"")),
                "121: `aiImageModel` is `flux 9`, which has no known price",
            ),
            (
                body(VIDEO, &format!("{scenes}, \"aiImageModel\": \"framepack\"")),
                "121: `aiImageModel` is `framepack`, which isn't priced by the image",
            ),
            (
                body(CAROUSEL, "\"slidePrompts\": [\"a\"]"),
                "65: `inputs` doesn't name a model: add `model` with one, such as nano-banana-pro, nano-banana-2 or \
                 bytedance/seedream/v4.5/text-to-image",
            ),
        ] {
            assert_eq!(cost(&table, &body, false), message, "{body}");
            assert!(!message.contains("secret"));
        }
    }

    #[test]
    fn a_prompt_alone_has_a_range() {
        let table = PriceTable::page();
        let fast = r#""aiImageModel": "nano-banana-pro", "animateAiImages": true"#;
        for (id, inputs, range) in [
            (VIDEO, "", "1 to 20 at 15 to 70 credits each (15 to 1,400 credits in total)"),
            (VIDEO, fast, "1 to 20 at 105 credits each (105 to 2,100 credits in total)"),
            (VIDEO, r#""animateAiImages": false"#, "1 to 20 at 15 credits each (15 to 300 credits in total)"),
            (CAROUSEL, "", "1 to 10 at 15 to 50 credits each (15 to 500 credits in total)"),
            (TALKING, "", "1 to 100 at 400 credits each (400 to 40,000 credits in total)"),
            ("Image Slideshow with Prominent Text", "", "at least 1 at 15 credits each; add `inputs`"),
        ] {
            let body = format!("{{\"templateId\": \"{id}\", \"prompt\": \"secret\", \"inputs\": {{{inputs}}}}}");
            let message = cost(&table, &body, false);
            assert!(message.contains(range) && !message.contains("secret"), "{message}");
        }
    }

    /// A table with templates that the built-in one doesn't have.
    const TEMPLATES: &str = r#"
        [table]
        name = "T"
        source = "S"
        checked = 2026-09-19
        [[model]]
        name = "one"
        kind = "text-to-image"
        per_image = { low = 1, high = 4 }
        aliases = ["maker/one"]
        [[model]]
        name = "clip"
        kind = "image-to-video"
        per_clip = 7
        [[template]]
        name = "Few"
        id = "11111111-1111-1111-1111-111111111111"
        each = "pages"
        min = 2
        medium = "picture"
        model_key = "model"
        default_model = "one"
        animate_key = "move"
        animate_model = "clip"
        [[template]]
        name = "Own model"
        id = "22222222-2222-2222-2222-222222222222"
        each = "pages"
        min = 0
        max = 1
        default_model = "one"
        [[template]]
        name = "Unknown"
        id = "33333333-3333-3333-3333-333333333333"
        price_known = false
        note = "expected to be free."
    "#;

    #[test]
    fn other_templates_are_priced() {
        let table = PriceTable::parse(TEMPLATES.as_bytes(), "t.toml").unwrap();
        let pages = r#""pages": [{"picture": "a"}, {"picture": "b"}]"#;
        for (id, inputs, strict, expected) in [
            ("few", pages, false, "8"),
            ("few", &format!("{pages}, \"move\": true"), false, "22"),
            ("few", r#""pages": [{"picture": "a"}]"#, false, "42: `pages` has 1 element; Few allows at least 2"),
            ("few", pages, true, "32: `inputs` doesn't name a model: add `model` with one, such as maker/one"),
            (
                "few",
                &format!("{pages}, \"model\": \"one\""),
                true,
                "32: `one`: the price depends on an option, which a request can't name",
            ),
            ("own-model", r#""pages": []"#, true, "0"),
            ("own-model", r#""pages": ["http://a"]"#, false, "4"),
            ("own-model", r#""pages": ["a"]"#, true, "38: we don't know which model Own model uses"),
            ("Unknown", "", false, "15: the price of the template `Unknown` isn't known (expected to be free)"),
        ] {
            assert_eq!(cost(&table, &body(id, inputs), strict), expected, "{id} {inputs}");
        }
        let input = format!("[{}, {}]", body("few", pages), body("own-model", r#""pages": ["a"]"#));
        let requests: Vec<Request<'_>> =
            read(&table, &input, false).requests.into_iter().map(|request| request.unwrap()).collect();
        let estimate = estimate_requests(&table, &requests, Terms::default(), 1).unwrap();
        let notes: Vec<String> = estimate.grouped_assumptions().iter().map(|group| group.note()).collect();
        assert_eq!(notes.len(), 2, "one note of a kind: {notes:?}");
        assert!(notes.iter().all(|note| !note.contains(":low")), "a request can't be written with options: {notes:?}");
    }
}
