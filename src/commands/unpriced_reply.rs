//! What to answer a customer who asks for what can't be priced: similar rows with their prices, and no price of another model
//! as if it were the answer.

use super::help::MAX_SUGGESTED;
use super::models::{UNKNOWN_LENGTH, other_prices, price_in_credits, price_sentence};
use super::report::unique;
use crate::error::FaultyItem;
use crate::format::{choice, counted, credits, grouped, list, shown, with_article};
use crate::pricing::assumption::few;
use crate::pricing::estimate::{Terms, estimate};
use crate::pricing::item::{FaultCode, Item, name_of};
use crate::pricing::suggest::recipe_price;
use crate::table::schema::{Head, Model, TemplateCost};
use crate::table::{PriceTable, Row};
use crate::values::name::words;
use crate::values::number;

/// Answers about items that can't be priced: what isn't in the table and what is similar, or what the row costs.
///
/// `answer` follows the price of similar rows: `, so you can make 2 videos on Starter`. `rest` says what the other items cost.
pub fn reply_on(table: &PriceTable, faulty: &[FaultyItem], answer: &str, rest: Option<String>) -> Option<String> {
    let (unknown, known): (Vec<&FaultyItem>, _) =
        faulty.iter().take(MAX_SUGGESTED).partition(|item| item.code == FaultCode::UnknownName.as_str());
    let without_price = unknown.iter().filter(|item| !has_price(table, item));
    let names: Vec<String> = without_price.map(|item| format!("\"{}\"", shown(name_of(&item.item)))).collect();
    let mut sentences = Vec::new();
    if !names.is_empty() {
        sentences.push(format!("We don't have a price for {}.", choice(&names)));
    }
    for item in &unknown {
        let to = if names.len() > 1 { format!(" to \"{}\"", shown(name_of(&item.item))) } else { String::new() };
        sentences.extend(similar_models(table, item, &to, answer).or_else(|| other_rows(table, item, answer)));
    }
    let price = |(item, row): (&FaultyItem, Row<'_>)| match row {
        Row::Model(model) if item.item.contains(':') && model.price.options().is_empty() => {
            format!("{} has one price: {}.", model.title(), price_in_credits(&model.price))
        }
        Row::Model(model) => {
            let length = if model.has_unknown_length() { format!(" {UNKNOWN_LENGTH}") } else { String::new() };
            price_sentence(model) + &length
        }
        Row::Recipe(recipe) => other_prices([[with_article(recipe.title()), recipe_price(table, recipe)]].into_iter()),
    };
    sentences
        .extend(unique(known.iter().filter_map(|item| Some((*item, table.find(name_of(&item.item))?))).map(price)));
    sentences.extend(rest.filter(|_| !sentences.is_empty()));
    let what = if sentences.len() == 1 && !names.is_empty() { "The price list" } else { "Prices" };
    let Head { checked, source, .. } = &table.head;
    (!sentences.is_empty()).then(|| format!("{} {what} as of {checked}: {source}", sentences.join(" ")))
}

/// Returns whether the suggestions for a name are what it means: a template or its parts, or models that share the name.
fn has_price(table: &PriceTable, item: &FaultyItem) -> bool {
    let typed = words(name_of(&item.item));
    let has_words = |name: &String| match table.find(name) {
        Some(Row::Model(_)) => false,
        Some(Row::Recipe(recipe)) => {
            let known: Vec<String> = recipe.names().chain([recipe.title()]).flat_map(words).collect();
            typed.iter().all(|word| known.contains(word))
        }
        // Templates are suggested for all their words.
        None => true,
    };
    !item.suggestions.is_empty() && (item.suggestions.iter().all(has_words) || is_ambiguous(table, item))
}

/// Says what similar parts of templates cost, or else what similar recipes and templates cost.
fn other_rows(table: &PriceTable, item: &FaultyItem, answer: &str) -> Option<String> {
    let is_template = |title: &str| table.templates.iter().any(|template| template.name == title);
    let is_part = |name: &String| matches!(table.find(name), Some(Row::Recipe(recipe)) if !is_template(recipe.title()));
    let has_part = item.suggestions.iter().any(is_part);
    let rows = item.similar.iter().filter(|(name, _)| item.suggestions.contains(name) && (!has_part || is_part(name)));
    let row = |(name, price): &(String, String)| {
        let title = match table.find(name) {
            Some(Row::Recipe(recipe)) => with_article(recipe.title()),
            _ => format!("\"{name}\""),
        };
        let all = if answer.is_empty() { total_of(table, item, name) } else { answer.to_owned() };
        [title, format!("{price}{all}")]
    };
    Some(other_prices(rows.map(row))).filter(|prices| !prices.is_empty())
}

/// Returns whether each similar model has all words of the name, as Kling 1.5 and 1.6 have for `kling`.
fn is_ambiguous(table: &PriceTable, item: &FaultyItem) -> bool {
    let typed = words(name_of(&item.item));
    let has_words = |model: &Model| typed.iter().all(|word| model.names().any(|name| words(name).contains(word)));
    let models: Vec<Option<&Model>> = item.suggestions.iter().map(|name| table.model(name)).collect();
    !models.is_empty() && models.iter().all(|model| model.is_some_and(has_words))
}

/// Says what the quantity of an item costs with another name: `, so 8 cost 120 credits`.
fn total_of(table: &PriceTable, item: &FaultyItem, name: &str) -> String {
    if let Some(template) = table.templates.iter().find(|template| template.name == name) {
        let each = match template.cost() {
            TemplateCost::CreditsEach(_, credits) => Some(credits),
            TemplateCost::ImageEach(_) => {
                template.default_model.as_ref().and_then(|name| table.model(name)).map(|model| model.price.highest())
            }
            TemplateCost::Unknown | TemplateCost::Fixed(_) => None,
        };
        let count = item.item.split_once('=').and_then(|(_, count)| number::whole(count).ok());
        let total = count.zip(each).and_then(|(count, each)| Some((count, each.times(count.into()).ok()?)));
        let all = |(count, total)| format!(". {} cost {}", counted(count, &template.element()), credits(total));
        return total.map_or_else(String::new, all);
    }
    let text = item.item.find('=').and_then(|at| item.item.get(at..)).map(|quantity| format!("{name}{quantity}"));
    let priced = text.and_then(|text| {
        let parsed = Item::parse(&text, table).ok()?;
        let times = parsed.times;
        let estimate = estimate(table, [Ok(parsed)], Terms::default(), 1).ok().filter(|cost| !cost.total.is_zero())?;
        let quantity = match estimate.lines.as_slice() {
            [line] if table.model(name).is_some() => line.quantity_in_words(),
            _ => grouped(times),
        };
        Some(format!(", so {quantity} cost {}", credits(estimate.total)))
    });
    priced.unwrap_or_default()
}

/// Names the models that an unknown name is similar to, with their prices.
fn similar_models(table: &PriceTable, item: &FaultyItem, to: &str, answer: &str) -> Option<String> {
    let mut models: Vec<&Model> = item.suggestions.iter().filter_map(|name| table.model(name)).collect();
    if models.iter().any(|model| model.retired.is_none()) {
        models.retain(|model| model.retired.is_none());
    }
    let is_one = is_ambiguous(table, item);
    let groups = models.chunk_by(|model, next| model.price == next.price).map(|models| {
        let titles: Vec<&str> = models.iter().map(|model| model.title()).collect();
        let price = models.first().map(|model| price_in_credits(&model.price)).unwrap_or_default();
        let titles = if is_one { choice(&titles) } else { few(&titles) };
        let total = models.first().filter(|_| is_one && answer.is_empty());
        let total = total.map_or_else(String::new, |model| total_of(table, item, &model.name));
        let is_retired = models.iter().all(|model| model.retired.is_some());
        let retired = if is_retired { "no longer available; " } else { "" };
        (titles, format!("{retired}{price}{answer}{total}"))
    });
    let groups: Vec<(String, String)> = groups.collect();
    let priced: Vec<String> = groups.iter().map(|(titles, price)| format!("{titles} ({price})")).collect();
    let name = shown(name_of(&item.item));
    match groups.as_slice() {
        [] => None,
        [(titles, price)] if is_one => {
            let each = if models.len() == 1 { "It" } else { "Each" };
            Some(format!("\"{name}\" can mean {titles}. {each} costs {price}."))
        }
        _ if is_one && models.len() == groups.len() => Some(format!("\"{name}\" can mean {}.", choice(&priced))),
        // Groups of several models are lists themselves.
        _ if is_one => Some(format!("\"{name}\" can mean {}.", priced.join("; or "))),
        _ if models.len() == 1 => Some(format!("A similar model{to} is {}.", list(&priced))),
        _ if models.len() > groups.len() => Some(format!("Similar models{to} are {}.", priced.join("; "))),
        _ => Some(format!("Similar models{to} are {}.", list(&priced))),
    }
}
