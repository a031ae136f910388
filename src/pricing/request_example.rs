//! Example bodies of requests.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

use super::body::Result;
use super::request::{model_examples, no_price, template_called};
use crate::table::PriceTable;
use crate::table::schema::TemplateCost;

/// The most elements in an example: a longer list wouldn't fit into the largest body that is read.
const MAX_ELEMENTS: u64 = 1000;

const PROMPT: &str = "A lighthouse at dusk";
const UPLOAD: &str = "https://example.com/photo.jpg";

/// A small body that can be priced.
#[derive(Debug, Serialize)]
pub struct Example<'a> {
    #[serde(rename = "templateId")]
    template_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    prompt: Option<&'static str>,
    inputs: BTreeMap<&'a str, Value>,
}

/// Makes a small body for a template, by its name or id.
///
/// # Errors
/// Where there is no such template, or it has no known price.
pub fn example<'a>(table: &'a PriceTable, name: &'a str) -> Result<'a, Example<'a>> {
    let template = template_called(table, name, name)?;
    let count = template.min().max(2).min(template.max.map_or(MAX_ELEMENTS, |max| max.0.min(MAX_ELEMENTS)));
    let mut inputs = BTreeMap::new();
    match template.cost() {
        TemplateCost::Unknown => return Err(no_price(name, template)),
        TemplateCost::Fixed(_) => {}
        TemplateCost::CreditsEach(key, _) => {
            inputs.insert(key, (0..count).map(|_| json!({})).collect());
        }
        TemplateCost::ImageEach(key) => {
            let element = |index| match &template.medium {
                Some(medium) => json!({ medium: if index == 1 { UPLOAD } else { PROMPT } }),
                None => json!(PROMPT),
            };
            inputs.insert(key, (0..count).map(element).collect());
            if let (Some(key), [model, ..]) = (&template.model_key, model_examples(table, template).as_slice()) {
                inputs.insert(key, json!(model));
            }
            inputs.extend(template.animate_key.as_deref().map(|key| (key, json!(false))));
        }
    }
    Ok(Example { template_id: &template.id, prompt: inputs.is_empty().then_some(PROMPT), inputs })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pricing::estimate::Terms;
    use crate::pricing::request::{estimate_requests, read};

    #[test]
    fn every_example_can_be_priced() {
        let table = PriceTable::page();
        for template in table.templates.iter().filter(|template| template.price_known) {
            let body = serde_json::to_string(&example(&table, &template.name).unwrap()).unwrap();
            let requests: Vec<_> = read(&table, &body, false).requests.into_iter().map(|one| one.unwrap()).collect();
            assert!(estimate_requests(&table, &requests, Terms::default(), 1).is_ok(), "{body}");
        }
    }
}
