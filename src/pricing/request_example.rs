//! Example bodies of requests.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

use super::request::identifier;
use crate::table::PriceTable;
use crate::table::schema::{Template, TemplateCost};
use crate::values::price::Unit;

/// The most elements in an example: a longer list wouldn't fit into the largest body that is read.
const MAX_ELEMENTS: u64 = 1000;

/// The prompts of the examples: the first, and all others.
const PROMPT: &str = "A lighthouse at dusk";
const OTHER_PROMPT: &str = "A fishing boat at dawn";

/// The upload of the examples.
const UPLOAD: &str = "https://example.com/photo.jpg";

/// A small body that can be priced.
#[derive(Debug, Serialize)]
pub struct Example<'t> {
    #[serde(rename = "templateId")]
    template_id: &'t str,
    #[serde(skip_serializing_if = "Option::is_none")]
    prompt: Option<&'static str>,
    inputs: BTreeMap<&'t str, Value>,
}

/// Makes a small body for a template; `None` where it has no known price.
pub fn example<'t>(table: &'t PriceTable, template: &'t Template) -> Option<Example<'t>> {
    let max = template.max.map_or(MAX_ELEMENTS, |max| max.0.min(MAX_ELEMENTS));
    let count = template.min().max(2).min(max);
    let element = |index: u64| match (&template.medium, index) {
        (Some(key), 1) => json!({ key: UPLOAD }),
        (Some(key), _) => json!({ key: if index == 0 { PROMPT } else { OTHER_PROMPT } }),
        (None, _) => json!(if index == 0 { PROMPT } else { OTHER_PROMPT }),
    };
    let mut inputs = BTreeMap::new();
    match template.cost() {
        TemplateCost::Unknown => return None,
        TemplateCost::Fixed(_) => {}
        TemplateCost::CreditsEach(key, _) => {
            inputs.insert(key, Value::Array((0..count).map(|_| json!({})).collect()));
        }
        TemplateCost::ImageEach(key) => {
            inputs.insert(key, Value::Array((0..count).map(element).collect()));
            if let Some(key) = &template.model_key {
                let default = template.default_model.as_ref().and_then(|name| table.model(name));
                let any =
                    || table.models.iter().find(|model| model.price.unit == Unit::Image && model.retired.is_none());
                let model = template.models.first().map(String::as_str);
                inputs.insert(key, json!(model.or_else(|| default.or_else(any).map(identifier))?));
            }
            inputs.extend(template.animate_key.as_deref().map(|key| (key, json!(false))));
        }
    }
    let prompt = inputs.is_empty().then_some(PROMPT);
    Some(Example { template_id: &template.id, prompt, inputs })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pricing::estimate::Terms;
    use crate::pricing::request::{estimate_requests, read};

    #[test]
    fn every_example_can_be_priced() {
        let table = PriceTable::built_in().unwrap();
        for template in table.templates.iter().filter(|template| template.price_known) {
            let body = serde_json::to_string(&example(&table, template).unwrap()).unwrap();
            let requests: Vec<_> = read(&table, &body).requests.into_iter().map(Result::unwrap).collect();
            assert!(estimate_requests(&table, &requests, Terms::default(), 1).is_ok(), "{body}");
        }
    }
}
