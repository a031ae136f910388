//! Requests through the service's API: a body of `POST /v2/videos/from-templates` becomes items, by the table's templates.
//!
//! Of a body only `templateId`, model names, key names and counts ever leave this module: the rest may hold secrets.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::credits::Credits;
use crate::item::{Item, Portion};
use crate::name::shown;
use crate::price::Unit;
use crate::quantity::Quantity;
use crate::table::{Element, ImageElement, Model, PaidList, PriceTable, Suggestion, Template, TemplateCost};
use crate::words;

/// A request, understood.
#[derive(Debug)]
pub struct Request<'t> {
    /// Its template.
    pub template: &'t Template,
    /// What is paid for.
    pub items: Vec<Item<'t>>,
    /// What isn't paid for.
    pub free: Vec<Free>,
    /// The model that was taken because the body names none.
    pub default_model: Option<&'t Model>,
}

/// Something that takes no credits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Free {
    /// What one is, and what several are.
    pub nouns: [&'static str; 2],
    /// Why it is free.
    pub why: String,
    /// How many.
    pub count: u64,
}

impl Free {
    /// What several of it are.
    pub fn several(&self) -> &'static str {
        let [_, several] = self.nouns;
        several
    }
}

/// A body that can't be priced.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct RequestError {
    /// `bad_body` or `unknown_name`.
    pub code: &'static str,
    /// Why; safe to print.
    pub message: String,
    /// Line and column, from 1.
    pub place: Option<(usize, usize)>,
    /// Models that may have been meant.
    pub suggestions: Vec<Suggestion>,
}

/// An object, key by key; a key that stands twice is refused.
struct Object<'b>(Vec<(Cow<'b, str>, &'b RawValue)>);

/// The URLs that are uploads.
const UPLOADS: [&str; 2] = ["http://", "https://"];

/// Reads a body and says what it asks for.
///
/// # Errors
/// Whatever keeps the price from being known, with its place and a way forward.
pub fn read<'t>(table: &'t PriceTable, body: &str) -> Result<Request<'t>, RequestError> {
    understood(table, body).map_err(|(error, value)| match value {
        Some(value) => RequestError { place: place_of(value, body), ..error },
        None => error,
    })
}

/// An error, and the piece of the body that it is about; of none it knows its place itself.
type Unplaced<'b> = (RequestError, Option<&'b str>);

/// Line and column of a piece of the body: it is borrowed from the body, so its address says where it stands.
fn place_of(value: &str, body: &str) -> Option<(usize, usize)> {
    let offset = value.as_ptr().addr().checked_sub(body.as_ptr().addr())?;
    let before = body.get(..offset)?;
    let line = before.matches('\n').count().saturating_add(1);
    let column = before.rsplit('\n').next()?.chars().count().saturating_add(1);
    Some((line, column))
}

fn understood<'t, 'b>(table: &'t PriceTable, text_of_body: &'b str) -> Result<Request<'t>, Unplaced<'b>> {
    let whole = text_of_body.trim_start();
    let body: Object<'b> = serde_json::from_str(text_of_body).map_err(|error| {
        let error = not_json(&error);
        // Where it is JSON, and no object, it is so from its beginning.
        let value = error.place.is_none().then_some(whole);
        (error, value)
    })?;
    let Some(id) = body.get("templateId") else {
        return Err((bad("the body has no `templateId`"), Some(whole)));
    };
    let id_text = text(id).ok_or_else(|| bad("`templateId` must be a text")).map_err(at(id))?;
    let template = find(table, &id_text).map_err(at(id))?;
    let given = body.get("inputs").filter(|inputs| inputs.get() != "null");
    let inputs = match given {
        None => Object(Vec::new()),
        Some(inputs) => object(inputs).map_err(|why| bad(format!("`inputs` {why}"))).map_err(at(inputs))?,
    };
    let prompt = match body.get("prompt").filter(|prompt| prompt.get() != "null") {
        None => None,
        Some(value) => {
            let prompt = text(value).ok_or_else(|| bad("`prompt` must be a text")).map_err(at(value))?;
            Some(value).filter(|_| !prompt.trim().is_empty())
        }
    };
    match &template.cost {
        TemplateCost::Fixed(credits) => Ok(Request {
            template,
            items: vec![item(template, Portion::Credits { name: &template.name, credits: *credits })],
            free: Vec::new(),
            default_model: None,
        }),
        TemplateCost::Each(list) => {
            let key = &list.key;
            let value = match (inputs.get(key), prompt) {
                (Some(value), _) => value,
                (None, Some(prompt)) => return Err(prompt_alone(table, template, list, &inputs, prompt)),
                (None, None) => {
                    let error = bad(format!("`inputs` has no `{key}`, which {} needs", template.name));
                    return Err((error, Some(given.map_or(whole, RawValue::get))));
                }
            };
            let elements: Vec<&'b RawValue> = serde_json::from_str(value.get())
                .map_err(|_| bad(format!("`{key}` must be a list")))
                .map_err(at(value))?;
            let count = u64::try_from(elements.len()).unwrap_or(u64::MAX);
            in_range(template, list, count).map_err(at(value))?;
            match &list.element {
                Element::Credits(credits) => {
                    for (index, element) in elements.iter().enumerate() {
                        let place = format!("element {} of `{key}`", index.saturating_add(1));
                        object(element).map_err(|why| bad(format!("{place} {why}"))).map_err(at(element))?;
                    }
                    Ok(each_costs(template, *credits, count))
                }
                Element::Image(image) => images(table, template, key, image, &inputs, &elements),
            }
        }
    }
}

/// The UUIDs of a text: each by itself, not within a longer run of letters, digits and hyphens.
pub fn uuids(text: &str) -> impl Iterator<Item = &str> {
    let is_uuid = |candidate: &&str| {
        let groups: Vec<&str> = candidate.split('-').collect();
        let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
        lengths == [8, 4, 4, 4, 12] && groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    text.split(|c: char| !c.is_alphanumeric() && c != '-').filter(is_uuid)
}

fn find<'t>(table: &'t PriceTable, id: &str) -> Result<&'t Template, RequestError> {
    let mut uuids = uuids(id);
    // Of several it would be a guess which one decides.
    let uuid = uuids.next().filter(|first| uuids.all(|other| other.eq_ignore_ascii_case(first)));
    let known = uuid.and_then(|uuid| table.templates.iter().find(|template| template.id.eq_ignore_ascii_case(uuid)));
    known.ok_or_else(|| {
        let names: Vec<&str> = table.templates.iter().map(|template| template.name.as_str()).collect();
        let there_are = if names.is_empty() {
            "this price table has none".to_owned()
        } else {
            format!("there are {}", words::list(&names))
        };
        let message = format!("no template with the id `{}`, so its price isn't known; {there_are}", shown(id));
        RequestError { code: "unknown_name", ..bad(message) }
    })
}

fn in_range(template: &Template, list: &PaidList, count: u64) -> Result<(), RequestError> {
    let PaidList { key, min, max, .. } = list;
    let name = &template.name;
    let has = || words::counted(u128::from(count), "element");
    match max {
        _ if count < *min && count == 0 => Err(bad(format!("`{key}` is empty: {name} needs at least {min}"))),
        _ if count < *min => Err(bad(format!("`{key}` has {}, and {name} needs at least {min}", has()))),
        Some(max) if count > *max => Err(bad(format!("`{key}` has {}, and {name} takes at most {max}", has()))),
        _ => Ok(()),
    }
}

fn each_costs<'t>(template: &'t Template, credits: Credits, count: u64) -> Request<'t> {
    let portion = Portion::Credits { name: &template.name, credits };
    let items = vec![Item { times: count, ..item(template, portion) }];
    Request { template, items, free: Vec::new(), default_model: None }
}

fn images<'t, 'b>(
    table: &'t PriceTable,
    template: &'t Template,
    list: &str,
    image: &'t ImageElement,
    inputs: &Object<'b>,
    elements: &[&'b RawValue],
) -> Result<Request<'t>, Unplaced<'b>> {
    let mut generated = 0_u64;
    let mut uploads = 0_u64;
    for (index, element) in elements.iter().enumerate() {
        let place = format!("element {} of `{list}`", index.saturating_add(1));
        let is_upload = match &image.medium {
            None => {
                let prompt =
                    text(element).ok_or_else(|| bad(format!("{place} must be a text"))).map_err(at(element))?;
                not_empty(&prompt, &place).map_err(at(element))?;
                false
            }
            Some(key) => {
                let keys = object(element).map_err(|why| bad(format!("{place} {why}"))).map_err(at(element))?;
                let value = keys.get(key).ok_or_else(|| bad(format!("{place} has no `{key}`"))).map_err(at(element))?;
                let medium = text(value).ok_or_else(|| bad(format!("`{key}` of {place} must be a text")));
                let medium = medium.map_err(at(value))?;
                not_empty(&medium, &format!("`{key}` of {place}")).map_err(at(value))?;
                UPLOADS.iter().any(|beginning| medium.starts_with(beginning))
            }
        };
        let count = if is_upload { &mut uploads } else { &mut generated };
        *count = count.saturating_add(1);
    }
    let named = named_model(table, image, inputs)?;
    let animated = match &image.animation {
        Some((key, model)) if flag(inputs, key)? => table.model(model),
        _ => None,
    };
    let mut request = Request { template, items: Vec::new(), free: Vec::new(), default_model: None };
    if generated > 0 {
        let default = || image.default_model.as_deref().and_then(|name| table.model(name));
        request.default_model = if named.is_none() { default() } else { None };
        let key = image.model_key.as_deref().unwrap_or("model");
        let model = named.or(request.default_model).ok_or_else(|| {
            let models =
                if image.models.is_empty() { String::new() } else { format!(": {}", words::choice(&image.models)) };
            let message = format!("`inputs` names no model, and {} has no default: say `{key}`{models}", template.name);
            (bad(message), elements.first().map(|element| element.get()))
        })?;
        for model in [Some(model), animated].into_iter().flatten() {
            let portion = Portion::Model { model, quantity: Some(Quantity::Count(generated)), audio: None };
            request.items.push(item(template, portion));
        }
    }
    if uploads > 0 {
        let why = format!("a URL as `{}`", image.medium.as_deref().unwrap_or(list));
        request.free.push(Free { nouns: ["upload", "uploads"], why: why.clone(), count: uploads });
        if animated.is_some() {
            request.free.push(Free { nouns: ["animation of an upload", "animations of uploads"], why, count: uploads });
        }
    }
    Ok(request)
}

/// The model that the inputs name; `None` where they name none.
fn named_model<'t, 'b>(
    table: &'t PriceTable,
    image: &ImageElement,
    inputs: &Object<'b>,
) -> Result<Option<&'t Model>, Unplaced<'b>> {
    let Some(key) = &image.model_key else {
        return Ok(None);
    };
    let Some(named) = inputs.get(key).filter(|named| named.get() != "null") else {
        return Ok(None);
    };
    let name = text(named).ok_or_else(|| bad(format!("`{key}` must be a text"))).map_err(at(named))?;
    let unknown = || RequestError {
        code: "unknown_name",
        suggestions: models_like(table, &name),
        ..bad(format!("no price for the model `{}`, which `{key}` names", shown(&name)))
    };
    let model = table.model(&name).ok_or_else(unknown).map_err(at(named))?;
    let taken = image.models.is_empty()
        || image.models.iter().any(|taken| table.model(taken).is_some_and(|taken| std::ptr::eq(taken, model)));
    if model.price.unit() != Unit::Image || !taken {
        let takes = if image.models.is_empty() {
            "models priced by the image".to_owned()
        } else {
            words::choice(&image.models)
        };
        return Err(at(named)(bad(format!("`{key}` names {}, but this template takes {takes}", model.name))));
    }
    Ok(Some(model))
}

/// The models that an unknown name may have meant; a recipe can't stand in a body.
fn models_like(table: &PriceTable, name: &str) -> Vec<Suggestion> {
    let mut like = table.suggest(name);
    like.retain(|line| line.names.iter().all(|name| table.model(name).is_some()));
    like
}

/// A prompt without the list: the service chooses how many, so only the price of one and the range are known.
fn prompt_alone<'b>(
    table: &PriceTable,
    template: &Template,
    list: &PaidList,
    inputs: &Object<'b>,
    prompt: &'b RawValue,
) -> Unplaced<'b> {
    let PaidList { key, min, max, element } = list;
    let known = match element {
        Element::Credits(credits) => Ok((vec![*credits], String::new())),
        Element::Image(image) => price_of_one(table, image, inputs),
    };
    let (prices, of) = match known {
        Ok(known) => known,
        Err(error) => return error,
    };
    let spoken = |prices: &[Credits]| match prices {
        [least, .., most] if least != most => format!("{} to {}", words::grouped(*least), words::credits(*most)),
        [price, ..] => words::credits(*price),
        [] => "an unknown number of credits".to_owned(),
    };
    let times = |price: &Credits, count: u64| price.times(count.into()).ok();
    let range = || {
        let [least, most] = [(prices.first()?, *min), (prices.last()?, (*max)?)];
        let range = [times(least.0, least.1)?, times(most.0, most.1)?];
        Some(format!("{} for {min} to {} of them", spoken(&range), most.1))
    };
    let range = range().unwrap_or_else(|| "and how many there can be no source says".to_owned());
    let message = format!(
        "with `prompt` alone the service chooses the number of `{key}`, so the price of {} can't be known: one takes {}{of}, {range}; say `inputs` with `{key}`",
        template.name,
        spoken(&prices),
    );
    at(prompt)(bad(message))
}

/// What one generated image takes, animated where the inputs say so: the least and the most, and of which model.
fn price_of_one<'b>(
    table: &PriceTable,
    image: &ImageElement,
    inputs: &Object<'b>,
) -> Result<(Vec<Credits>, String), Unplaced<'b>> {
    let of_model = |name: &String| table.model(name);
    let named = named_model(table, image, inputs)?.or_else(|| image.default_model.as_ref().and_then(of_model));
    let models: Vec<&Model> = match named {
        Some(model) => vec![model],
        None if image.models.is_empty() => {
            table.models.iter().filter(|model| model.price.unit() == Unit::Image).collect()
        }
        None => image.models.iter().filter_map(of_model).collect(),
    };
    let animation = match &image.animation {
        Some((key, model)) if flag(inputs, key)? => table.model(model),
        _ => None,
    };
    let rate = |model: &Model| model.price.rate(None).0;
    let more = animation.map_or(Credits::ZERO, rate);
    let mut prices: Vec<Credits> = models.iter().filter_map(|model| rate(model).plus(more).ok()).collect();
    prices.sort_unstable();
    let at = named.map_or_else(|| " by its model".to_owned(), |model| format!(" at {}", model.name));
    let animated = match (&image.animation, animation) {
        (Some(_), Some(animation)) => format!(" with {}", animation.name),
        (Some((_, model)), None) => of_model(model)
            .map_or_else(String::new, |model| format!(" ({} more where it is animated)", words::grouped(rate(model)))),
        (None, _) => String::new(),
    };
    Ok((prices, at + &animated))
}

fn item<'t>(template: &'t Template, portion: Portion<'t>) -> Item<'t> {
    Item { text: &template.name, recipe: None, times: 1, portions: vec![portion] }
}

fn bad(message: impl Into<String>) -> RequestError {
    RequestError { code: "bad_body", message: message.into(), place: None, suggestions: Vec::new() }
}

/// The error with the value that it is about.
fn at<'b>(value: &'b RawValue) -> impl FnOnce(RequestError) -> Unplaced<'b> {
    move |error| (error, Some(value.get()))
}

fn not_empty(text: &str, what: &str) -> Result<(), RequestError> {
    if text.trim().is_empty() { Err(bad(format!("{what} is empty"))) } else { Ok(()) }
}

/// A yes or no of the inputs; no where it isn't there.
fn flag<'b>(inputs: &Object<'b>, key: &str) -> Result<bool, Unplaced<'b>> {
    match inputs.get(key).map(RawValue::get) {
        None | Some("null" | "false") => Ok(false),
        Some("true") => Ok(true),
        Some(other) => Err((bad(format!("`{key}` must be true or false")), Some(other))),
    }
}

fn text(value: &RawValue) -> Option<Cow<'_, str>> {
    serde_json::from_str::<String>(value.get()).ok().map(Cow::Owned)
}

/// An object, or why there is none; never with anything of what stands there instead.
fn object(value: &RawValue) -> Result<Object<'_>, String> {
    serde_json::from_str(value.get()).map_err(|error| match repeated_key(&error) {
        Some(key) => format!("has the key `{key}` twice"),
        None => "must be an object".to_owned(),
    })
}

/// What isn't JSON, with its place; serde's own words only where they hold nothing of the body.
fn not_json(error: &serde_json::Error) -> RequestError {
    if error.is_syntax() || error.is_eof() {
        let text = error.to_string();
        let words = text.rsplit_once(" at line ").map_or(text.as_str(), |(words, _)| words);
        let place = Some((error.line(), error.column().max(1)));
        let words = match words {
            _ if error.is_eof() => "it ends too early",
            "expected ident" => "expected value",
            words => words,
        };
        return RequestError { place, ..bad(format!("the body isn't JSON: {words}")) };
    }
    match repeated_key(error) {
        Some(key) => {
            let place = Some((error.line().max(1), error.column().max(1)));
            RequestError { place, ..bad(format!("the body has the key `{key}` twice")) }
        }
        None => bad("the body must be a JSON object"),
    }
}

/// The marker of a key that stands twice, in an error of serde's.
const TWICE: &str = "key twice: ";

fn repeated_key(error: &serde_json::Error) -> Option<String> {
    let text = error.to_string();
    let (_, rest) = text.split_once(TWICE)?;
    Some(rest.rsplit_once(" at line ").map_or(rest, |(key, _)| key).to_owned())
}

impl<'b> Object<'b> {
    fn get(&self, key: &str) -> Option<&'b RawValue> {
        self.0.iter().find(|(known, _)| known == key).map(|(_, value)| *value)
    }
}

impl<'de: 'b, 'b> Deserialize<'de> for Object<'b> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Object<'b>, D::Error> {
        struct Keys;

        impl<'de> Visitor<'de> for Keys {
            type Value = Object<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object<'de>, A::Error> {
                let mut object: Vec<(Cow<'de, str>, &'de RawValue)> = Vec::new();
                let mut keys = std::collections::HashSet::new();
                while let Some(key) = map.next_key::<String>()? {
                    if !keys.insert(key.clone()) {
                        return Err(A::Error::custom(format!("{TWICE}{}", shown(&key))));
                    }
                    object.push((Cow::Owned(key), map.next_value()?));
                }
                Ok(Object(object))
            }
        }

        deserializer.deserialize_map(Keys)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::{Terms, estimate};

    const VIDEO: &str = "5903fe43-514d-40ee-a060-0d6628c5f8fd";

    fn cost(body: &str) -> Result<String, String> {
        let table = PriceTable::built_in().unwrap();
        let request = read(&table, body).map_err(|error| error.message)?;
        let items: Vec<_> = request.items.iter().cloned().map(Ok).collect();
        Ok(estimate(&table, items, Terms::default(), 1).unwrap().total.to_string())
    }

    fn video(inputs: &str) -> String {
        format!("{{\"templateId\": \"/base/v2/ai/{VIDEO}/v1\", \"inputs\": {{{inputs}}}}}")
    }

    #[test]
    fn what_bodies_cost() {
        let prompts = "\"scenes\": [{\"mediaSource\": \"a\"}, {\"mediaSource\": \"b\"}, {\"mediaSource\": \"c\"}, {\"mediaSource\": \"d\"}]";
        let mixed = "\"scenes\": [{\"mediaSource\": \"a\"}, {\"mediaSource\": \"https://x\"}, {\"mediaSource\": \"http://y\"}, {\"mediaSource\": \"d\"}]";
        for (body, credits) in [
            (video(&format!("{prompts}, \"animateAiImages\": true")), "280"),
            (video(&format!("{mixed}, \"animateAiImages\": true")), "140"),
            (video(&format!("{prompts}, \"aiImageModel\": \"replicate/black-forest-labs/flux-schnell\"")), "4"),
            (video(&format!("{prompts}, \"animateAiImages\": false, \"other\": {{}}")), "60"),
            (format!("{{\"templateId\": \"{}\", \"prompt\": \"p\", \"inputs\": {{{prompts}}}}}", VIDEO.to_uppercase()), "60"),
            ("{\"templateId\": \"57f5a565-fd17-458b-be43-4a2d8ccaca75\", \"inputs\": {\"scenes\": [{}, {}]}}".to_owned(), "800"),
            ("{\"templateId\": \"ae868019-820d-434c-8fe1-74c9da99129a\", \"prompt\": \"p\"}".to_owned(), "50"),
            ("{\"templateId\": \"9f4e66cd-b784-4c02-b2ce-e6d0765fd4c0\", \"inputs\": {}}".to_owned(), "0"),
            ("{\"templateId\": \"53cfec04-2500-41cf-8cc1-ba670d2c341a\", \"inputs\": {\"model\": \"nano-banana-pro\", \"slidePrompts\": [\"a\", \"b\", \"c\", \"d\", \"e\", \"f\", \"g\"]}}".to_owned(), "350"),
            (video("\"scenes\": [{\"mediaSource\": \"https://x\"}], \"animateAiImages\": true"), "0"),
        ] {
            assert_eq!(cost(&body), Ok(credits.to_owned()), "{body}");
        }
    }

    #[test]
    fn bodies_without_a_price() {
        for (body, part) in [
            ("".to_owned(), "isn't JSON: it ends too early"),
            (format!("{{\"templateId\": \"x{VIDEO}\"}}"), "no template with the id"),
            (format!("{{\"templateId\": \"{VIDEO}0\"}}"), "no template with the id"),
            (
                format!("{{\"templateId\": \"{VIDEO}/57f5a565-fd17-458b-be43-4a2d8ccaca75\"}}"),
                "no template with the id",
            ),
            (format!("{{\"templateId\": \"{VIDEO}\", \"prompt\": 5}}"), "`prompt` must be a text"),
            (
                "{\"templateId\": \"57f5a565-fd17-458b-be43-4a2d8ccaca75\", \"inputs\": {\"scenes\": [1]}}".to_owned(),
                "element 1 of `scenes` must be an object",
            ),
            ("[]".to_owned(), "must be a JSON object"),
            ("\"secret\"".to_owned(), "must be a JSON object"),
            ("{}".to_owned(), "has no `templateId`"),
            ("{\"templateId\": 7}".to_owned(), "`templateId` must be a text"),
            ("{\"templateId\": \"x\"}".to_owned(), "no template with the id `x`"),
            ("{\"templateId\": \"x\", \"templateId\": \"y\"}".to_owned(), "has the key `templateId` twice"),
            (format!("{{\"templateId\": \"{VIDEO}\"}}"), "`inputs` has no `scenes`"),
            (format!("{{\"templateId\": \"{VIDEO}\", \"inputs\": \"secret\"}}"), "`inputs` must be an object"),
            (
                format!("{{\"templateId\": \"{VIDEO}\", \"prompt\": \"secret\"}}"),
                "one takes 15 credits at nano-banana (55 more where it is animated), 15 to 300 credits for 1 to 20 of them",
            ),
            (
                format!(
                    "{{\"templateId\": \"{VIDEO}\", \"prompt\": \"secret\", \"inputs\": {{\"aiImageModel\": \"nano-banana-pro\", \"animateAiImages\": true}}}}"
                ),
                "one takes 105 credits at nano-banana-pro with framepack, 105 to 2,100 credits for 1 to 20 of them",
            ),
            (
                "{\"templateId\": \"53cfec04-2500-41cf-8cc1-ba670d2c341a\", \"prompt\": \"secret\"}".to_owned(),
                "one takes 15 to 50 credits by its model, 15 to 500 credits for 1 to 10 of them",
            ),
            (
                "{\"templateId\": \"57f5a565-fd17-458b-be43-4a2d8ccaca75\", \"prompt\": \"secret\"}".to_owned(),
                "one takes 400 credits, 400 to 40,000 credits for 1 to 100 of them",
            ),
            (video("\"scenes\": \"secret\""), "`scenes` must be a list"),
            (video("\"scenes\": []"), "`scenes` is empty"),
            (
                video(&format!("\"scenes\": [{}]", vec!["{\"mediaSource\": \"a\"}"; 21].join(","))),
                "has 21 elements, and",
            ),
            (video("\"scenes\": [\"secret\"]"), "element 1 of `scenes` must be an object"),
            (video("\"scenes\": [{}]"), "element 1 of `scenes` has no `mediaSource`"),
            (video("\"scenes\": [{\"mediaSource\": \" \"}]"), "is empty"),
            (video("\"scenes\": [{\"mediaSource\": 5}]"), "must be a text"),
            (
                video("\"scenes\": [{\"mediaSource\": \"a\"}], \"aiImageModel\": \"openai/gpt-image-2\""),
                "no price for the model `openai/gpt-image-2`",
            ),
            (
                video("\"scenes\": [{\"mediaSource\": \"a\"}], \"aiImageModel\": \"framepack\""),
                "takes models priced by the image",
            ),
            (video("\"scenes\": [{\"mediaSource\": \"a\"}], \"animateAiImages\": \"yes\""), "must be true or false"),
            (
                "{\"templateId\": \"53cfec04-2500-41cf-8cc1-ba670d2c341a\", \"inputs\": {\"slidePrompts\": [\"a\"]}}"
                    .to_owned(),
                "has no default: say `model`",
            ),
        ] {
            let message = cost(&body).unwrap_err();
            assert!(message.contains(part), "{body}: {message}");
            assert!(!message.contains("secret"), "{message}");
        }
    }

    /// A table with templates that the built-in one has none of.
    const TEMPLATES: &str = r#"
        [table]
        name = "T"
        source = "S"
        checked = 2026-09-19
        [[model]]
        name = "one"
        kind = "text-to-image"
        per_image = 1
        [[model]]
        name = "other"
        kind = "text-to-image"
        per_image = 1
        [[model]]
        name = "clip"
        kind = "image-to-video"
        per_clip = 7
        [[template]]
        name = "Few"
        id = "11111111-1111-1111-1111-111111111111"
        each = "pages"
        min = 2
        model_key = "model"
        models = ["one"]
        default_model = "one"
        [[template]]
        name = "Any"
        id = "22222222-2222-2222-2222-222222222222"
        each = "pages"
        min = 0
        max = 3
        model_key = "model"
        [[template]]
        name = "Fixed model"
        id = "33333333-3333-3333-3333-333333333333"
        each = "pages"
        default_model = "one"
        medium = "picture"
        animate_key = "move"
        animate_model = "clip"
        [[template]]
        name = "Two"
        id = "44444444-4444-4444-4444-444444444444"
        each = "pages"
        model_key = "model"
        models = ["one", "other"]
    "#;

    #[test]
    fn templates_of_ones_own() {
        let table = PriceTable::parse(TEMPLATES.as_bytes(), "t.toml").unwrap();
        let id = |digit: char| {
            let group = |length: usize| String::from(digit).repeat(length);
            [8, 4, 4, 4, 12].map(group).join("-")
        };
        for (digit, rest, answer) in [
            ('1', r#""inputs": {"pages": []}"#, "`pages` is empty: Few needs at least 2"),
            ('1', r#""inputs": {"pages": ["a"]}"#, "`pages` has 1 element, and Few needs at least 2"),
            ('1', r#""inputs": {"pages": ["a", "b"]}"#, "2 by one, assumed"),
            ('1', r#""inputs": {"pages": ["a", "b"], "model": "ONE"}"#, "2 by one"),
            (
                '1',
                r#""inputs": {"pages": ["a", "b"], "model": "other"}"#,
                "`model` names other, but this template takes one",
            ),
            (
                '1',
                r#""prompt": "p""#,
                "with `prompt` alone the service chooses the number of `pages`, so the price of Few can't be known: one takes 1 credit at one, and how many there can be no source says; say `inputs` with `pages`",
            ),
            ('2', r#""inputs": {"pages": []}"#, "nothing"),
            ('2', r#""inputs": {"pages": ["a", "b", "c"], "model": "other"}"#, "3 by other"),
            ('2', r#""inputs": {"pages": ["a", "b", "c", "d"]}"#, "`pages` has 4 elements, and Any takes at most 3"),
            ('2', r#""inputs": {"pages": ["a"]}"#, "`inputs` names no model, and Any has no default: say `model`"),
            (
                '2',
                r#""inputs": {"pages": ["a"], "model": "clip"}"#,
                "`model` names clip, but this template takes models priced by the image",
            ),
            (
                '2',
                r#""prompt": "p""#,
                "with `prompt` alone the service chooses the number of `pages`, so the price of Any can't be known: one takes 1 credit by its model, 0 to 3 credits for 0 to 3 of them; say `inputs` with `pages`",
            ),
            ('3', r#""inputs": {"pages": [{"picture": "a"}], "model": "other"}"#, "1 by one, assumed"),
            ('3', r#""inputs": {"pages": [{"picture": "https://x"}]}"#, "1 × uploads"),
            (
                '3',
                r#""inputs": {"pages": [{"picture": "http://x"}, {"picture": "a"}], "move": true}"#,
                "1 by one, assumed; 1 by clip; 1 × uploads; 1 × animations of uploads",
            ),
            (
                '3',
                r#""prompt": "p""#,
                "with `prompt` alone the service chooses the number of `pages`, so the price of Fixed model can't be known: one takes 1 credit at one (7 more where it is animated), and how many there can be no source says; say `inputs` with `pages`",
            ),
            (
                '4',
                r#""prompt": "p""#,
                "with `prompt` alone the service chooses the number of `pages`, so the price of Two can't be known: one takes 1 credit by its model, and how many there can be no source says; say `inputs` with `pages`",
            ),
            (
                '4',
                r#""inputs": {"pages": ["a"]}"#,
                "`inputs` names no model, and Two has no default: say `model`: one or other",
            ),
            (
                '5',
                r#""prompt": "p""#,
                "no template with the id `55555555-5555-5555-5555-555555555555`, so its price isn't known; there are Few, Any, Fixed model and Two",
            ),
        ] {
            let body = format!("{{\"templateId\": \"{}\", {rest}}}", id(digit));
            assert_eq!(said(&table, &body), answer, "{body}");
        }
        let none = PriceTable::parse(TEMPLATES.split_once("[[template]]").unwrap().0.as_bytes(), "t.toml").unwrap();
        let answer = said(&none, "{\"templateId\": \"x\"}");
        assert_eq!(answer, "no template with the id `x`, so its price isn't known; this price table has none");
    }

    #[test]
    fn an_error_has_a_code_a_place_and_what_may_have_been_meant() {
        let table = PriceTable::built_in().unwrap();
        let error = |body: &str| {
            let error = read(&table, body).unwrap_err();
            let best: Vec<String> = error.suggestions.into_iter().map(|line| line.best).collect();
            (error.code, error.place, best.join(", "), error.message)
        };
        let scenes = "\"scenes\": [{\"mediaSource\": \"a\"}]";
        let (code, place, best, _) = error(&video(&format!("{scenes}, \"aiImageModel\": \"nano-30\"")));
        assert_eq!((code, place), ("unknown_name", Some((1, 132))));
        assert_eq!(best, "nano-banana, nano-banana-2, nano-banana-pro", "no recipe");
        assert_eq!(error("{\"templateId\": \"x\"}").0, "unknown_name");
        assert_eq!(error("{}").0, "bad_body");
        for (body, place, message) in [
            ("{\n \"a\": }", Some((2, 7)), "the body isn't JSON: expected value"),
            ("{\n \"a\": nul", Some((2, 9)), "the body isn't JSON: it ends too early"),
            ("{\"a\": nil}", Some((1, 8)), "the body isn't JSON: expected value"),
            ("{\"a\" 1}", Some((1, 6)), "the body isn't JSON: expected `:`"),
            ("", Some((1, 1)), "the body isn't JSON: it ends too early"),
            (" []", Some((1, 2)), "the body must be a JSON object"),
            ("\n{}\n", Some((2, 1)), "the body has no `templateId`"),
            (
                "{\"caf\u{e9}\": 1,\n\"\u{e9}\u{e9}\": 2, \"templateId\": 7}",
                Some((2, 24)),
                "`templateId` must be a text",
            ),
            ("{\"a\": 1,\n\"a\": 2}", Some((2, 3)), "the body has the key `a` twice"),
        ] {
            assert_eq!(error(body), ("bad_body", place, String::new(), message.to_owned()), "{body}");
        }
    }

    /// What a body asks for, in short.
    fn said(table: &PriceTable, body: &str) -> String {
        let request = match read(table, body) {
            Ok(request) => request,
            Err(error) => return error.message,
        };
        let paid = request.items.iter().flat_map(|item| &item.portions).map(|portion| match portion {
            Portion::Model { model, quantity: Some(quantity), .. } => {
                let assumed = request.default_model.filter(|default| default.name == model.name).map(|_| ", assumed");
                format!("{quantity} by {}{}", model.name, assumed.unwrap_or_default())
            }
            other => format!("{other:?}"),
        });
        let free = request.free.iter().map(|free| format!("{} × {}", free.count, free.several()));
        let all: Vec<String> = paid.chain(free).collect();
        if all.is_empty() { "nothing".to_owned() } else { all.join("; ") }
    }
}
