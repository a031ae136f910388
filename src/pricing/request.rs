//! Requests to the service's API: a body of `POST /v2/videos/from-templates` becomes items, by the table's templates.
//!
//! Of a body only `templateId`, model names, key names and counts ever leave this module: the rest may hold secrets.

use rust_decimal::Decimal;
use serde_json::value::RawValue;

use super::assumption::{Assumed, Assumption};
use super::body::{BodyError, Cause, Fault, Found, Object, bad, not_json, offset_in, text};
use super::estimate::{Estimate, Terms, estimate};
use super::item::{Content, Item, ItemError, ItemFault, ModelPart, Part};
use crate::format::{choice, counted, credits as credits_words, grouped};
use crate::table::PriceTable;
use crate::table::schema::{Model, Template, TemplateCost, uuids};
use crate::values::credits::Credits;
use crate::values::name::fold;
use crate::values::price::Unit;
use crate::values::quantity::Quantity;

/// What an upload begins with; any other text is a prompt.
const UPLOADS: [&str; 2] = ["http://", "https://"];

/// The requests of an input, in their order.
#[derive(Debug)]
pub struct Requests<'t> {
    /// Whether the input is a list of bodies.
    pub is_list: bool,
    /// Each request, or what is wrong with its body.
    pub requests: Vec<Result<Request<'t>, BodyError<'t>>>,
}

/// A request that can be priced.
#[derive(Debug)]
pub struct Request<'t> {
    /// Its template.
    pub template: &'t Template,
    /// What is paid for. Where there are images, they are the first item.
    pub items: Vec<Item<'t>>,
    /// The media that are uploads, and so free.
    pub uploads: u64,
    /// The uploads that are animated, which is free too.
    pub animated_uploads: u64,
    /// The model of the images, where the body names none.
    default_model: Option<&'t Model>,
    /// The byte offset of its inputs, where more could be written.
    pub offset: usize,
}

/// Reads a body, an MCP call with the body as its arguments, or a list of them.
pub fn read<'t>(table: &'t PriceTable, input: &str) -> Requests<'t> {
    let single = |request| Requests { is_list: false, requests: vec![request] };
    let whole: &RawValue = match serde_json::from_str(input) {
        Ok(whole) => whole,
        Err(error) => return single(Err(not_json(&error, input))),
    };
    match serde_json::from_str::<Vec<&RawValue>>(whole.get()) {
        Ok(bodies) if bodies.is_empty() => {
            let cause = Cause::Bad("the list of requests is empty".to_owned());
            single(Err(BodyError { offset: offset_in(input, whole.get()), template: None, cause }))
        }
        Ok(bodies) => {
            Requests { is_list: true, requests: bodies.into_iter().map(|body| request(table, body, input)).collect() }
        }
        Err(_) => single(request(table, whole, input)),
    }
}

fn request<'t>(table: &'t PriceTable, whole: &RawValue, input: &str) -> Result<Request<'t>, BodyError<'t>> {
    let error =
        |template, Fault { at, cause }: Fault<'t, '_>| BodyError { offset: offset_in(input, at), template, cause };
    let (template, body) = identify(table, whole).map_err(|fault| error(None, fault))?;
    let reader = Reader::new(table, template, &body).map_err(|fault| error(Some(template), fault))?;
    let request = reader.request().map_err(|fault| error(Some(template), fault))?;
    Ok(Request { offset: offset_in(input, reader.inputs.at), ..request })
}

/// Finds the body and its template.
fn identify<'t, 'b>(table: &'t PriceTable, whole: &'b RawValue) -> Found<'t, 'b, (&'t Template, Object<'b>)> {
    let body = arguments(Object::of(whole, "the body")?)?;
    let id = body.get("templateId").ok_or_else(|| bad(body.at, "the body has no `templateId`"))?;
    let name = text(id, "`templateId`")?;
    if name.trim().is_empty() {
        return Err(bad(id.get(), "`templateId` is empty"));
    }
    let Some(template) = find_template(table, &name) else {
        return Err(Fault { at: id.get(), cause: Cause::UnknownTemplate(name) });
    };
    match template.cost() {
        TemplateCost::Unknown => Err(Fault { at: id.get(), cause: Cause::no_price(template) }),
        _ => Ok((template, body)),
    }
}

/// Returns the arguments of an MCP call; any other object is the body itself.
fn arguments<'t, 'b>(object: Object<'b>) -> Found<'t, 'b, Object<'b>> {
    if object.get("templateId").is_some() {
        return Ok(object);
    }
    if let Some(arguments) = object.get("arguments") {
        return Object::of(arguments, "`arguments`");
    }
    match object.get("params") {
        Some(params) => match Object::of(params, "`params`")?.get("arguments") {
            Some(arguments) => Object::of(arguments, "`arguments`"),
            None => Err(bad(params.get(), "the call has no `arguments`")),
        },
        None => Ok(object),
    }
}

/// Finds a template by the UUID in a text, or by its name.
pub fn find_template<'t>(table: &'t PriceTable, text: &str) -> Option<&'t Template> {
    let mut uuids = uuids(text);
    let Some(uuid) = uuids.next() else {
        return table.templates.iter().find(|template| fold(&template.name) == fold(text));
    };
    // Of several it would be a guess which one decides.
    let is_only = uuids.all(|other| other.eq_ignore_ascii_case(uuid));
    table.templates.iter().find(|template| is_only && template.id.eq_ignore_ascii_case(uuid))
}

/// A body while it is read by its template.
struct Reader<'t, 'b> {
    table: &'t PriceTable,
    template: &'t Template,
    inputs: Object<'b>,
    /// A prompt that isn't empty.
    prompt: Option<&'b RawValue>,
}

impl<'t, 'b> Reader<'t, 'b> {
    fn new(table: &'t PriceTable, template: &'t Template, body: &Object<'b>) -> Found<'t, 'b, Reader<'t, 'b>> {
        let inputs = match body.get("inputs") {
            Some(inputs) => Object::of(inputs, "`inputs`")?,
            None => Object { at: body.at, fields: Vec::new() },
        };
        let prompt = match body.get("prompt") {
            Some(prompt) if !text(prompt, "`prompt`")?.trim().is_empty() => Some(prompt),
            _ => None,
        };
        Ok(Reader { table, template, inputs, prompt })
    }

    fn request(&self) -> Found<'t, 'b, Request<'t>> {
        match self.template.cost() {
            TemplateCost::Unknown => Err(Fault { at: self.inputs.at, cause: Cause::no_price(self.template) }),
            TemplateCost::Fixed(credits) => Ok(self.credits(credits, 1)),
            TemplateCost::CreditsEach(key, credits) => {
                let elements = self.elements(key)?;
                for (index, element) in elements.iter().enumerate() {
                    Object::of(element, &place(key, index))?;
                }
                Ok(self.credits(credits, length(&elements)))
            }
            TemplateCost::ImageEach(key) => self.images(key, &self.elements(key)?),
        }
    }

    fn with_items(&self, items: Vec<Item<'t>>) -> Request<'t> {
        Request { template: self.template, items, uploads: 0, animated_uploads: 0, default_model: None, offset: 0 }
    }

    fn credits(&self, credits: Credits, times: u64) -> Request<'t> {
        let name = self.template.name.as_str();
        let item = Item { text: name, content: Content::Part(Part::Credits { name, credits, times }) };
        self.with_items(if times == 0 { Vec::new() } else { vec![item] })
    }

    /// Returns the elements of the list that is paid for, as many as the template allows.
    fn elements(&self, key: &str) -> Found<'t, 'b, Vec<&'b RawValue>> {
        let name = &self.template.name;
        let Some(list) = self.inputs.get(key) else {
            return Err(match self.prompt {
                Some(prompt) => self.prompt_alone(key, prompt),
                None => bad(self.inputs.at, format!("`inputs` has no `{key}`, which {name} needs")),
            });
        };
        let elements: Vec<&RawValue> =
            serde_json::from_str(list.get()).map_err(|_| bad(list.get(), format!("`{key}` must be a list")))?;
        let (count, min) = (length(&elements), self.template.min());
        let has = || format!("`{key}` has {}", counted(count, "element"));
        match self.template.max {
            _ if count == 0 && min > 0 => {
                Err(bad(list.get(), format!("`{key}` is empty; {name} needs at least {}", grouped(min))))
            }
            _ if count < min => Err(bad(list.get(), format!("{}; {name} needs at least {}", has(), grouped(min)))),
            Some(max) if count > max.0 => {
                Err(bad(list.get(), format!("{}; {name} allows at most {}", has(), grouped(max.0))))
            }
            _ => Ok(elements),
        }
    }

    /// Reads a list whose elements are prompts or uploads.
    fn images(&self, key: &str, elements: &[&'b RawValue]) -> Found<'t, 'b, Request<'t>> {
        let mut uploads = 0_u64;
        for (index, element) in elements.iter().enumerate() {
            uploads = uploads.saturating_add(self.is_upload(element, &place(key, index))?.into());
        }
        let generated = length(elements).saturating_sub(uploads);
        let (named, animation) = (self.named_model()?, self.animation()?);
        let mut request = self.with_items(Vec::new());
        request.uploads = uploads;
        request.animated_uploads = if animation.is_some() { uploads } else { 0 };
        if generated > 0 {
            let default = self.template.default_model.as_deref().and_then(|name| self.table.model(name));
            request.default_model = default.filter(|_| named.is_none());
            let model = named.or(default).ok_or_else(|| self.no_model())?;
            let models = [Some(model), animation].into_iter().flatten();
            request.items = models.map(|model| generated_by(model, generated)).collect();
        }
        Ok(request)
    }

    fn is_upload(&self, element: &'b RawValue, place: &str) -> Found<'t, 'b, bool> {
        let (value, what) = match &self.template.medium {
            None => (element, place.to_owned()),
            Some(key) => match Object::of(element, place)?.get(key) {
                Some(value) => (value, format!("`{key}` of {place}")),
                None => return Err(bad(element.get(), format!("{place} has no `{key}`"))),
            },
        };
        let medium = text(value, &what)?;
        if medium.trim().is_empty() {
            return Err(bad(value.get(), format!("{what} is empty")));
        }
        Ok(self.template.medium.is_some() && UPLOADS.iter().any(|beginning| medium.starts_with(beginning)))
    }

    /// Returns the model that the inputs name.
    fn named_model(&self) -> Found<'t, 'b, Option<&'t Model>> {
        let key = self.template.model_key.as_deref();
        let Some((key, value)) = key.and_then(|key| Some((key, self.inputs.get(key)?))) else {
            return Ok(None);
        };
        let name = text(value, &format!("`{key}`"))?;
        let Some(model) = self.table.model(&name) else {
            return Err(Fault { at: value.get(), cause: Cause::UnknownModel { key, name } });
        };
        if self.allowed_models().iter().any(|allowed| std::ptr::eq(*allowed, model)) {
            return Ok(Some(model));
        }
        let allowed = match self.template.models.as_slice() {
            [] => "models priced by the image".to_owned(),
            models => choice(models),
        };
        Err(bad(value.get(), format!("`{key}` names {}; {} allows {allowed}", model.name, self.template.name)))
    }

    fn allowed_models(&self) -> Vec<&'t Model> {
        match self.template.models.as_slice() {
            [] => self.table.models.iter().filter(|model| model.price.unit == Unit::Image).collect(),
            names => names.iter().filter_map(|name| self.table.model(name)).collect(),
        }
    }

    fn no_model(&self) -> Fault<'t, 'b> {
        let key = self.template.model_key.as_deref().unwrap_or("model");
        let models = match self.template.models.as_slice() {
            [] => String::new(),
            models => format!(" ({})", choice(models)),
        };
        let name = &self.template.name;
        bad(self.inputs.at, format!("`inputs` names no model, and {name} has no default: add `{key}`{models}"))
    }

    /// Returns the model that animates the images, where the inputs turn that on.
    fn animation(&self) -> Found<'t, 'b, Option<&'t Model>> {
        let (Some(key), Some(model)) = (&self.template.animate_key, &self.template.animate_model) else {
            return Ok(None);
        };
        match self.inputs.get(key).map(RawValue::get) {
            None | Some("false") => Ok(None),
            Some("true") => Ok(self.table.model(model)),
            Some(other) => Err(bad(other, format!("`{key}` must be true or false"))),
        }
    }

    /// Refuses a prompt without the list: the service chooses how many elements, so only the range is known.
    fn prompt_alone(&self, key: &str, prompt: &'b RawValue) -> Fault<'t, 'b> {
        let (least, most, model) = match self.price_of_one() {
            Ok(price) => price,
            Err(fault) => return fault,
        };
        let between = |least: Credits, most: Credits| match least == most {
            true => credits_words(most),
            false => format!("{} to {}", grouped(least), credits_words(most)),
        };
        let min = self.template.min();
        let range = self.template.max.and_then(|max| {
            let least = least.times(Decimal::from(min)).ok()?;
            let most = most.times(Decimal::from(max.0)).ok()?;
            Some(format!("{} for {} to {} of them", between(least, most), grouped(min), grouped(max.0)))
        });
        let range = range.unwrap_or_else(|| "and we don't know how many there can be".to_owned());
        let each = between(least, most);
        bad(
            prompt.get(),
            format!(
                "with `prompt` alone the service chooses the number of `{key}`, so the price isn't known in advance: \
                 {each} each{model}, {range}; write `inputs` with `{key}` to get the price"
            ),
        )
    }

    /// Returns the lowest and the highest price of one element, and which model it is for.
    fn price_of_one(&self) -> Found<'t, 'b, (Credits, Credits, String)> {
        if let TemplateCost::CreditsEach(_, credits) = self.template.cost() {
            return Ok((credits, credits, String::new()));
        }
        let default = self.template.default_model.as_deref().and_then(|name| self.table.model(name));
        let model = self.named_model()?.or(default);
        let models = model.map_or_else(|| self.allowed_models(), |model| vec![model]);
        let animation = self.animation()?;
        let lowest = |model: &Model| {
            let options = model.price.options().iter().map(|rate| rate.credits);
            options.min().unwrap_or_else(|| model.price.highest())
        };
        let more = |rate: fn(&Model) -> Credits| animation.map_or(Credits::ZERO, rate);
        let highest = |model: &Model| model.price.highest();
        let least = models.iter().map(|model| lowest(model)).min().unwrap_or_default();
        let most = models.iter().map(|model| highest(model)).max().unwrap_or_default();
        let (least, most) = (least.plus(more(lowest)).unwrap_or(least), most.plus(more(highest)).unwrap_or(most));
        let with = model.map_or_else(|| " by model".to_owned(), |model| format!(" with {}", model.name));
        let animator = self.template.animate_model.as_deref().and_then(|name| self.table.model(name));
        let animated = match (animation, animator) {
            (Some(animation), _) => format!(" and {}", animation.name),
            (None, Some(animator)) => format!(" ({} more if it is animated)", grouped(highest(animator))),
            (None, None) => String::new(),
        };
        Ok((least, most, with + &animated))
    }
}

fn place(key: &str, index: usize) -> String {
    format!("element {} of `{key}`", index.saturating_add(1))
}

fn length(elements: &[&RawValue]) -> u64 {
    u64::try_from(elements.len()).unwrap_or(u64::MAX)
}

fn generated_by(model: &Model, count: u64) -> Item<'_> {
    let part = ModelPart { model, quantity: Some(Quantity::Count(count)), options: Vec::new() };
    Item { text: &model.name, content: Content::Part(Part::Model(part)) }
}

/// Prices requests together, and `count` times.
///
/// # Errors
/// What can't be priced, with `terms.strict` also for a model that would be assumed; or a total beyond the limits.
pub fn estimate_requests<'t>(
    table: &'t PriceTable,
    requests: &[Request<'t>],
    terms: Terms,
    count: u64,
) -> Result<Estimate<'t>, Vec<ItemFault>> {
    let items = requests.iter().flat_map(|request| &request.items).cloned();
    let priced = estimate(table, items.map(Ok), terms, count);
    let mut defaults = Vec::new();
    let mut line = 0_usize;
    for request in requests {
        if let Some(model) = request.default_model {
            let key = request.template.model_key.as_ref();
            let write = key.map(|key| format!("`\"{key}\": \"{}\"`", identifier(model)));
            let assumed = Assumed::DefaultModel { write };
            defaults.push((request.template, Assumption { line, model, assumed, alternative: None }));
        }
        line = line.saturating_add(request.items.len());
    }
    if terms.strict && !defaults.is_empty() {
        let faults = defaults.into_iter().map(|(template, Assumption { line: index, assumed, .. })| ItemFault {
            index,
            item: template.name.clone(),
            error: ItemError::Assumption(Box::new(assumed)),
            fix: None,
        });
        return Err(faults.chain(priced.err().unwrap_or_default()).collect());
    }
    let mut estimate = priced?;
    estimate.assumptions.splice(0..0, defaults.into_iter().map(|(_, assumption)| assumption));
    for line in &mut estimate.lines {
        // As in a recipe, nobody can write an option behind what a template pays for.
        line.is_in_recipe = true;
    }
    Ok(estimate)
}

/// Returns a model's name as the API spells it, with slashes, where the table has one.
pub(super) fn identifier(model: &Model) -> &str {
    model.aliases.iter().find(|alias| alias.contains('/')).unwrap_or(&model.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const VIDEO: &str = "5903fe43-514d-40ee-a060-0d6628c5f8fd";
    const CAROUSEL: &str = "53cfec04-2500-41cf-8cc1-ba670d2c341a";
    const TALKING: &str = "57f5a565-fd17-458b-be43-4a2d8ccaca75";
    const WHITEBOARD: &str = "ae868019-820d-434c-8fe1-74c9da99129a";

    /// What bodies cost, or the first error with its place in the input.
    fn cost(table: &PriceTable, input: &str, strict: bool) -> String {
        let terms = Terms { strict, ..Terms::default() };
        let requests: Result<Vec<Request<'_>>, BodyError<'_>> = read(table, input).requests.into_iter().collect();
        match requests {
            Ok(requests) => match estimate_requests(table, &requests, terms, 1) {
                Ok(estimate) => estimate.total.to_string(),
                Err(faults) => Cause::Item(Box::new(faults.into_iter().next().unwrap())).to_string(),
            },
            Err(error) => format!("{}: {}", error.offset, error.cause),
        }
    }

    fn body(id: &str, inputs: &str) -> String {
        format!("{{\"templateId\": \"{id}\", \"inputs\": {{{inputs}}}}}")
    }

    #[test]
    fn bodies_are_priced() {
        let table = PriceTable::built_in().unwrap();
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
        let table = PriceTable::built_in().unwrap();
        let scenes = r#""scenes": [{"mediaSource": "secret"}]"#;
        for (body, message) in [
            (String::new(), "0: the body isn't JSON: it ends too early"),
            ("{\n \"a\": secret}".to_owned(), "8: the body isn't JSON: expected value"),
            (" \"secret\"".to_owned(), "1: the body must be an object"),
            (" []".to_owned(), "1: the list of requests is empty"),
            ("{\"apiKey\": \"secret\"}".to_owned(), "0: the body has no `templateId`"),
            ("{\"a\": 1, \"b\": 2, \"a\": \"secret\"}".to_owned(), "22: the body has the key `a` twice"),
            ("{\"templateId\": 7}".to_owned(), "15: `templateId` must be a text"),
            ("{\"templateId\": \" \"}".to_owned(), "15: `templateId` is empty"),
            ("{\"templateId\": \"x\"}".to_owned(), "15: no template called `x`"),
            ("{\"params\": {}}".to_owned(), "11: the call has no `arguments`"),
            (body(VIDEO, ""), "65: `inputs` has no `scenes`, which AI Video with AI Voice needs"),
            (format!("{{\"templateId\": \"{VIDEO}\", \"inputs\": \"secret\"}}"), "65: `inputs` must be an object"),
            (body(VIDEO, "\"scenes\": \"secret\""), "76: `scenes` must be a list"),
            (body(VIDEO, "\"scenes\": []"), "76: `scenes` is empty; AI Video with AI Voice needs at least 1"),
            (
                body(CAROUSEL, &format!("\"slidePrompts\": [{}]", ["\"a\""; 11].join(","))),
                "82: `slidePrompts` has 11 elements; Instagram Carousel Slideshow allows at most 10",
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
                "121: no price for the model `flux 9`, which `aiImageModel` names",
            ),
            (
                body(VIDEO, &format!("{scenes}, \"aiImageModel\": \"framepack\"")),
                "121: `aiImageModel` names framepack; AI Video with AI Voice allows models priced by the image",
            ),
            (
                body(CAROUSEL, "\"slidePrompts\": [\"a\"]"),
                "65: `inputs` names no model, and Instagram Carousel Slideshow has no default: add `model` \
                 (nano-banana-pro, nano-banana-2 or bytedance/seedream/v4.5/text-to-image)",
            ),
        ] {
            assert_eq!(cost(&table, &body, false), message, "{body}");
            assert!(!message.contains("secret"));
        }
    }

    #[test]
    fn a_prompt_alone_has_a_range() {
        let table = PriceTable::built_in().unwrap();
        let fast = r#""aiImageModel": "nano-banana-pro", "animateAiImages": true"#;
        for (id, inputs, range) in [
            (
                VIDEO,
                "",
                "15 credits each with nano-banana (55 more if it is animated), 15 to 300 credits for 1 to 20 of them",
            ),
            (
                VIDEO,
                fast,
                "105 credits each with nano-banana-pro and framepack, 105 to 2,100 credits for 1 to 20 of them",
            ),
            (CAROUSEL, "", "15 to 50 credits each by model, 15 to 500 credits for 1 to 10 of them"),
            (TALKING, "", "400 credits each, 400 to 40,000 credits for 1 to 100 of them"),
            ("Image Slideshow with Prominent Text", "", "15 credits each with nano-banana, and we don't know how many"),
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
            ("few", r#""pages": [{"picture": "a"}]"#, false, "42: `pages` has 1 element; Few needs at least 2"),
            ("few", pages, true, "`inputs` names no model: add `\"model\": \"maker/one\"`"),
            (
                "few",
                &format!("{pages}, \"model\": \"one\""),
                true,
                "the price of one depends on an option that a request doesn't name: high or low",
            ),
            ("own-model", r#""pages": []"#, true, "0"),
            ("own-model", r#""pages": ["http://a"]"#, false, "4"),
            ("own-model", r#""pages": ["a"]"#, true, "Own model: uses a model that isn't documented for certain"),
            ("Unknown", "", false, "15: the price of requests with Unknown isn't known: expected to be free"),
        ] {
            assert_eq!(cost(&table, &body(id, inputs), strict), expected, "{id} {inputs}");
        }
        let input = format!("[{}, {}]", body("few", pages), body("own-model", r#""pages": ["a"]"#));
        let requests: Vec<Request<'_>> = read(&table, &input).requests.into_iter().map(Result::unwrap).collect();
        let estimate = estimate_requests(&table, &requests, Terms::default(), 1).unwrap();
        let notes: Vec<String> = estimate.grouped_assumptions().iter().map(|group| group.note()).collect();
        assert_eq!(notes.len(), 2, "one note of a kind: {notes:?}");
        assert!(notes.iter().all(|note| !note.contains(":low")), "a request can't be written with options: {notes:?}");
    }
}
