//! What changed between two price tables. Pure.

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::credits::Credits;
use crate::name::fold;
use crate::price::UnitPrice;
use crate::table::{
    Element, Model, Pacing, PaidList, Plan, PriceTable, Provenance, Recipe, Rule, Template, TemplateCost, TopUp,
};
use crate::words::{grouped_number, usd};

/// One difference between two tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What happened to the row.
    pub kind: ChangeKind,
    /// The kind of row: `model`, `plan`, `recipe`, `rule`, `template`, `top_up` or `pacing`.
    pub what: &'static str,
    /// The row's name.
    pub name: String,
    /// The key that changed; `None` where the row came or went.
    pub field: Option<&'static str>,
    /// What it was.
    pub from: Option<Value>,
    /// What it is.
    pub to: Option<Value>,
}

/// What happened to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// One of its keys has another value.
    Changed,
}

/// The value of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A price, an amount, a length in seconds.
    Number(Decimal),
    /// A yes or no.
    Flag(bool),
    /// Anything else, as it stands in the table.
    Text(String),
    /// A whole row in a few words.
    Summary {
        /// With grouped thousands, for people.
        shown: String,
        /// Without, for programs.
        plain: String,
    },
}

/// A row as its keys: a list, in the table's order.
type Fields = Vec<(&'static str, Option<Value>)>;

/// A row that can be compared with another.
struct Row {
    name: String,
    /// The whole row, for where it came or went.
    summary: Value,
    fields: Fields,
}

/// The differences, in the new table's order; what is gone comes last of its kind.
pub fn changes(old: &PriceTable, new: &PriceTable) -> Vec<Change> {
    let rows = |table: &PriceTable| {
        [
            ("model", table.models.iter().map(model).collect()),
            ("plan", table.plans.iter().map(plan).collect()),
            ("top_up", table.top_up.iter().map(top_up).collect()),
            ("pacing", table.pacing.iter().map(pacing).collect()),
            ("recipe", table.recipes.iter().map(recipe).collect()),
            ("rule", table.rules.iter().map(rule).collect()),
            ("template", table.templates.iter().map(template).collect::<Vec<Row>>()),
        ]
    };
    rows(old).into_iter().zip(rows(new)).flat_map(|((what, old), (_, new))| compared(what, old, new)).collect()
}

fn compared(what: &'static str, old: Vec<Row>, new: Vec<Row>) -> Vec<Change> {
    let mut known: HashMap<String, Row> = HashMap::new();
    let mut order = Vec::new();
    for row in old {
        let key = fold(&row.name);
        order.push(key.clone());
        known.insert(key, row);
    }
    let mut changes = Vec::new();
    for row in new {
        let Some(before) = known.remove(&fold(&row.name)) else {
            let to = Some(row.summary);
            changes.push(Change { kind: ChangeKind::Added, what, name: row.name, field: None, from: None, to });
            continue;
        };
        if before.name != row.name {
            let [from, to] = [&before.name, &row.name].map(|name| text(name.as_str()));
            let name = row.name.clone();
            changes.push(Change { kind: ChangeKind::Changed, what, name, field: Some("name"), from, to });
        }
        let value =
            |fields: &Fields, key| fields.iter().find(|(known, _)| *known == key).and_then(|(_, value)| value.clone());
        let of_new = row.fields.iter().map(|(key, _)| *key);
        // A template that is priced in another way has other keys.
        let of_old =
            before.fields.iter().map(|(key, _)| *key).filter(|key| row.fields.iter().all(|(new, _)| new != key));
        for field in of_new.chain(of_old) {
            let [from, to] = [&before.fields, &row.fields].map(|fields| value(fields, field));
            if from != to {
                let name = row.name.clone();
                changes.push(Change { kind: ChangeKind::Changed, what, name, field: Some(field), from, to });
            }
        }
    }
    for row in order.iter().filter_map(|key| known.remove(key)) {
        let from = Some(row.summary);
        changes.push(Change { kind: ChangeKind::Removed, what, name: row.name, field: None, from, to: None });
    }
    changes
}

fn number(amount: Credits) -> Option<Value> {
    Some(Value::Number(amount.value()))
}

fn count(count: u64) -> Option<Value> {
    Some(Value::Number(Decimal::from(count)))
}

fn text(text: impl Into<String>) -> Option<Value> {
    Some(Value::Text(text.into()))
}

/// A row in words that hold numbers.
fn summary(words: impl Fn(&dyn Fn(Decimal) -> String) -> String) -> Value {
    let plain = |number: Decimal| number.normalize().to_string();
    Value::Summary { shown: words(&grouped_number), plain: words(&plain) }
}

fn in_credits(credits: Credits, number: &dyn Fn(Decimal) -> String) -> String {
    format!("{} {}", number(credits.value()), if credits == Credits::ONE { "credit" } else { "credits" })
}

/// A row of these keys, and of those that any row may have; that it was looked at again changes nothing.
fn row(name: &str, summary: Value, mut fields: Fields, own: &Provenance) -> Row {
    fields.extend([
        ("source", own.source.clone().map(Value::Text)),
        ("evidence", own.evidence.clone().map(Value::Text)),
        ("note", own.note.clone().map(Value::Text)),
    ]);
    Row { name: name.to_owned(), summary, fields }
}

fn model(model: &Model) -> Row {
    let (rate, with, without) = match model.price {
        UnitPrice::PerImage(rate) | UnitPrice::PerClip(rate) => (number(rate), None, None),
        UnitPrice::PerSecond { audio, no_audio } => (None, number(audio), number(no_audio)),
    };
    let offered: Vec<String> = model.lengths_offered.iter().map(|length| length.seconds().to_string()).collect();
    row(
        &model.name,
        summary(|number| model.price.in_words(|rate| number(rate.value()))),
        vec![
            ("kind", text(model.kind.as_str())),
            ("unit", text(model.price.unit().word())),
            ("rate", rate),
            ("rate_with_audio", with),
            ("rate_without_audio", without),
            ("clip_seconds", model.clip_length.map(|length| Value::Number(length.seconds()))),
            ("seconds_offered", (!offered.is_empty()).then(|| Value::Text(offered.join(", ")))),
            ("aliases", (!model.aliases.is_empty()).then(|| Value::Text(model.aliases.join(", ")))),
        ],
        &model.provenance,
    )
}

fn plan(plan: &Plan) -> Row {
    let fields = vec![
        ("credits", number(plan.credits)),
        ("usd_per_month", plan.usd_per_month.map(Value::Number)),
        ("once", Some(Value::Flag(plan.once))),
    ];
    row(&plan.name, summary(|number| in_credits(plan.credits, number)), fields, &plan.provenance)
}

fn top_up(top_up: &TopUp) -> Row {
    let fields = vec![
        ("usd_per_1000", Some(Value::Number(top_up.usd_per_1000))),
        ("min", count(top_up.min)),
        ("max", count(top_up.max)),
    ];
    let price = Value::Summary {
        shown: format!("USD {} per 1,000", usd(top_up.usd_per_1000)),
        plain: format!("USD {} per 1000", top_up.usd_per_1000.normalize()),
    };
    row("top_up", price, fields, &top_up.provenance)
}

fn pacing(pacing: &Pacing) -> Row {
    let fields = vec![("images", count(pacing.images)), ("seconds", Some(Value::Number(pacing.length.seconds())))];
    let pace = |number: &dyn Fn(Decimal) -> String| {
        format!("{} images in {} s", number(pacing.images.into()), number(pacing.length.seconds()))
    };
    row("pacing", summary(pace), fields, &pacing.provenance)
}

fn recipe(recipe: &Recipe) -> Row {
    let items = recipe.items.join("; ");
    let fields = vec![("title", text(recipe.title.as_str())), ("items", text(items.as_str()))];
    row(&recipe.name, Value::Text(items), fields, &recipe.provenance)
}

fn rule(rule: &Rule) -> Row {
    let topics = rule.topics.join(", ");
    let fields = vec![("topics", text(topics.as_str())), ("known", Some(Value::Flag(rule.known)))];
    row(&rule.text, Value::Text(topics), fields, &rule.provenance)
}

fn template(template: &Template) -> Row {
    let mut fields: Fields = vec![("id", text(template.id.as_str()))];
    let in_words = match &template.cost {
        TemplateCost::Fixed(credits) => {
            fields.push(("fixed", number(*credits)));
            summary(|number| in_credits(*credits, number))
        }
        TemplateCost::Each(PaidList { key, min, max, element }) => {
            fields.extend([("each", text(key.as_str())), ("min", count(*min)), ("max", max.and_then(count))]);
            match element {
                Element::Credits(credits) => {
                    fields.push(("credits_each", number(*credits)));
                    summary(|number| format!("{} for each of {key}", in_credits(*credits, number)))
                }
                Element::Image(image) => {
                    let (animate_key, animate_model) = image.animation.clone().unzip();
                    let models = (!image.models.is_empty()).then(|| image.models.join(", "));
                    fields.extend([
                        ("medium", image.medium.clone().map(Value::Text)),
                        ("model_key", image.model_key.clone().map(Value::Text)),
                        ("models", models.map(Value::Text)),
                        ("default_model", image.default_model.clone().map(Value::Text)),
                        ("animate_key", animate_key.map(Value::Text)),
                        ("animate_model", animate_model.map(Value::Text)),
                    ]);
                    Value::Text(format!("an image for each of {key}"))
                }
            }
        }
    };
    row(&template.name, in_words, fields, &template.provenance)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(models: &str) -> PriceTable {
        let head = "[table]\nname = \"T\"\nsource = \"S\"\nchecked = 2026-09-19\n";
        PriceTable::parse(format!("{head}{models}").as_bytes(), "t.toml").unwrap()
    }

    #[test]
    fn added_removed_and_changed() {
        let model = |name: &str, rate: &str| {
            format!("[[model]]\nname = \"{name}\"\nkind = \"text-to-image\"\nper_image = {rate}\n")
        };
        let old = table(&(model("a", "1") + &model("b", "2") + &model("c", "3")));
        let new = table(&(model("B-", "2.50") + &model("d", "4") + &model("c", "3.0")));
        let found: Vec<_> =
            changes(&old, &new).into_iter().map(|change| (change.kind, change.name, change.field)).collect();
        let expected = [
            (ChangeKind::Changed, "B-", Some("name")),
            (ChangeKind::Changed, "B-", Some("rate")),
            (ChangeKind::Added, "d", None),
            (ChangeKind::Removed, "a", None),
        ];
        assert_eq!(found, expected.map(|(kind, name, field)| (kind, name.to_owned(), field)));
        assert_eq!(changes(&old, &old), []);
    }

    #[test]
    fn rows_in_a_few_words_for_people_and_for_programs() {
        let rows = "[[model]]\nname = \"m\"\nkind = \"text-to-image\"\nper_image = 1250.50\n\
                    [[plan]]\nname = \"P\"\ncredits = 1\n[[plan]]\nname = \"Q\"\ncredits = 28000\n\
                    [top_up]\nusd_per_1000 = 1234.5\nmin = 1\nmax = 2\n[pacing]\nimages = 1000\nseconds = 2000\n\
                    [[template]]\nname = \"F\"\nid = \"00000000-0000-0000-0000-000000000001\"\nfixed = 1000\n\
                    [[template]]\nname = \"G\"\nid = \"00000000-0000-0000-0000-000000000002\"\neach = \"s\"\ncredits_each = 4000\n";
        let other = "[[model]]\nname = \"n\"\nkind = \"text-to-image\"\nper_image = 1\n";
        let both = |value: Option<Value>| match value {
            Some(Value::Summary { shown, plain }) => format!("{shown} | {plain}"),
            other => format!("{other:?}"),
        };
        let added: Vec<String> =
            changes(&table(other), &table(rows)).into_iter().map(|change| both(change.to)).collect();
        assert_eq!(
            added,
            [
                "1,250.5 an image | 1250.5 an image",
                "None",
                "1 credit | 1 credit",
                "28,000 credits | 28000 credits",
                "USD 1,234.50 per 1,000 | USD 1234.5 per 1000",
                "1,000 images in 2,000 s | 1000 images in 2000 s",
                "1,000 credits | 1000 credits",
                "4,000 credits for each of s | 4000 credits for each of s",
            ]
        );
    }

    const UUID: &str = "00000000-0000-0000-0000-00000000000";

    /// Every change as `what name: field from -> to`.
    fn told(old: &str, new: &str) -> Vec<String> {
        let model = "[[model]]\nname = \"m\"\nkind = \"text-to-image\"\nper_image = 1\n\
                     [[model]]\nname = \"c\"\nkind = \"image-to-video\"\nper_clip = 1\n";
        let value = |value: Option<Value>| match value {
            None => "-".to_owned(),
            Some(Value::Number(number)) => number.to_string(),
            Some(Value::Flag(flag)) => flag.to_string(),
            Some(Value::Text(text) | Value::Summary { shown: text, .. }) => text,
        };
        changes(&table(&format!("{model}{old}")), &table(&format!("{model}{new}")))
            .into_iter()
            .map(|change| {
                let field = change.field.unwrap_or("row");
                format!("{} {}: {field} {} -> {}", change.what, change.name, value(change.from), value(change.to))
            })
            .collect()
    }

    #[test]
    fn every_key_of_every_row() {
        let models = |kind: &str, price: &str, more: &str| {
            format!("[[model]]\nname = \"x\"\nkind = \"{kind}\"\n{price}\n{more}\n")
        };
        assert_eq!(
            told(
                &models("image-to-video", "per_clip = 2", "clip_seconds = 5\nnote = \"n\""),
                &models(
                    "text-to-video",
                    "per_second = { audio = 2, no_audio = 1 }",
                    "seconds_offered = [4, 6]\naliases = [\"y\"]\nsource = \"s\"\nevidence = \"e\""
                ),
            ),
            [
                "model x: kind image-to-video -> text-to-video",
                "model x: unit clip -> second",
                "model x: rate 2 -> -",
                "model x: rate_with_audio - -> 2",
                "model x: rate_without_audio - -> 1",
                "model x: clip_seconds 5 -> -",
                "model x: seconds_offered - -> 4, 6",
                "model x: aliases - -> y",
                "model x: source - -> s",
                "model x: evidence - -> e",
                "model x: note n -> -",
            ]
        );
        assert_eq!(
            told(
                "[[plan]]\nname = \"P\"\ncredits = 1\n[top_up]\nusd_per_1000 = 1\nmin = 1\nmax = 2\n[pacing]\nimages = 1\nseconds = 1\n[[rule]]\ntopics = [\"a\"]\ntext = \"r\"\n[[recipe]]\nname = \"q\"\nitems = [\"m=1\"]\n",
                "[[plan]]\nname = \"P\"\ncredits = 2\nusd_per_month = 3\nonce = true\n[top_up]\nusd_per_1000 = 2\nmin = 0\nmax = 3\n[pacing]\nimages = 2\nseconds = 3\n[[rule]]\ntopics = [\"b\", \"c\"]\ntext = \"r\"\nknown = false\n[[recipe]]\nname = \"q\"\ntitle = \"Q\"\nitems = [\"m=1\", \"c\"]\n",
            ),
            [
                "plan P: credits 1 -> 2",
                "plan P: usd_per_month - -> 3",
                "plan P: once false -> true",
                "top_up top_up: usd_per_1000 1 -> 2",
                "top_up top_up: min 1 -> 0",
                "top_up top_up: max 2 -> 3",
                "pacing pacing: images 1 -> 2",
                "pacing pacing: seconds 1 -> 3",
                "recipe q: title q -> Q",
                "recipe q: items m=1 -> m=1; c",
                "rule r: topics a -> b, c",
                "rule r: known true -> false",
            ]
        );
    }

    #[test]
    fn templates_priced_in_another_way() {
        let template = |cost: &str| format!("[[template]]\nname = \"T\"\nid = \"{UUID}1\"\n{cost}\n");
        assert_eq!(
            told(&template("fixed = 5"), &template("each = \"scenes\"\nmax = 9\ncredits_each = 4")),
            [
                "template T: each - -> scenes",
                "template T: min - -> 1",
                "template T: max - -> 9",
                "template T: credits_each - -> 4",
                "template T: fixed 5 -> -",
            ]
        );
        let image = "each = \"slides\"\nmedium = \"image\"\nmodel_key = \"model\"\nmodels = [\"m\"]\ndefault_model = \"m\"\nanimate_key = \"move\"\nanimate_model = \"c\"";
        assert_eq!(
            told(&template("each = \"slides\"\ncredits_each = 4"), &template(image)),
            [
                "template T: medium - -> image",
                "template T: model_key - -> model",
                "template T: models - -> m",
                "template T: default_model - -> m",
                "template T: animate_key - -> move",
                "template T: animate_model - -> c",
                "template T: credits_each 4 -> -",
            ]
        );
        assert_eq!(
            told(
                "",
                &(template("fixed = 1250") + &template(image).replace("\"T\"", "\"U\"").replace("001\"", "002\""))
            ),
            ["template T: row - -> 1,250 credits", "template U: row - -> an image for each of slides"]
        );
        assert_eq!(
            told(&template("each = \"scenes\"\ncredits_each = 400"), ""),
            ["template T: row 400 credits for each of scenes -> -"]
        );
    }

    #[test]
    fn rows_that_come_and_go_are_summed_up() {
        let rows = "[[plan]]\nname = \"P\"\ncredits = 1250\n[top_up]\nusd_per_1000 = 6\nmin = 1\nmax = 2\n[pacing]\nimages = 7\nseconds = 30\n[[rule]]\ntopics = [\"a\", \"b\"]\ntext = \"r\"\n[[recipe]]\nname = \"q\"\nitems = [\"m=1\", \"c\"]\n";
        assert_eq!(
            told("", rows),
            [
                "plan P: row - -> 1,250 credits",
                "top_up top_up: row - -> USD 6.00 per 1,000",
                "pacing pacing: row - -> 7 images in 30 s",
                "recipe q: row - -> m=1; c",
                "rule r: row - -> a, b",
            ]
        );
    }
}
