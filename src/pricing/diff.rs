//! What changed between two price tables.
//!
//! Rows are compared as the JSON that they serialize to, key by key, so a new key of a row needs no change here.

use foldhash::HashMap;
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use super::suggest::template_price;
use crate::fields::Object;
use crate::format::{counted, credits, seconds, ungrouped, usd};
use crate::table::PriceTable;
use crate::table::schema::Model;
use crate::values::name::fold;

/// One difference between two tables.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Change {
    /// What happened to the row.
    pub kind: ChangeKind,
    /// The kind of row: `model`, `plan`, `top_up` and so on.
    pub what: &'static str,
    /// The row's name; of a rule its text.
    pub name: String,
    /// The key that changed; `None` where the row is new or gone.
    pub field: Option<String>,
    /// What it was: the key's value, or the row in a few words.
    pub from: Option<Box<RawValue>>,
    /// What it is.
    pub to: Option<Box<RawValue>>,
    /// What customers call the row.
    #[serde(skip)]
    pub title: String,
    /// For a rate its unit, `a second`; `None` where the unit changed too.
    #[serde(skip)]
    pub per: Option<&'static str>,
    /// A row that is new or gone in a few words, for people.
    #[serde(skip)]
    pub summary: String,
}

/// What happened to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// One of its keys has another value.
    #[default]
    Changed,
}

/// A row that can be compared with another.
struct Row {
    /// Rows of two tables with the same identity are the same row.
    identity: String,
    /// A change of this row, but for what changes.
    change: Change,
    /// The keys, each with its value in JSON.
    fields: Vec<(String, Box<RawValue>)>,
}

/// Returns the differences in the new table's order, and then the rows that are gone.
///
/// # Errors
/// Where a row doesn't serialize to an object, which the tests rule out.
pub fn changes(old: &PriceTable, new: &PriceTable) -> serde_json::Result<Vec<Change>> {
    let (old, new) = (rows(old)?, rows(new)?);
    let mut left: HashMap<&str, &Row> = old.iter().map(|row| (row.identity.as_str(), row)).collect();
    let mut changes = Vec::new();
    for row in &new {
        match left.remove(row.identity.as_str()) {
            Some(before) => changes.extend(compare(before, row)),
            None => changes.push(row.change(ChangeKind::Added)?),
        }
    }
    for row in old.iter().filter(|row| left.contains_key(row.identity.as_str())) {
        changes.push(row.change(ChangeKind::Removed)?);
    }
    Ok(changes)
}

fn rows(table: &PriceTable) -> serde_json::Result<Vec<Row>> {
    let mut rows = Vec::new();
    for model in &table.models {
        rows.push(model_row(model)?);
    }
    for plan in &table.plans {
        let summary = format!("{} {}", credits(plan.credits), plan.period());
        rows.push(Row::new("plan", &fold(&plan.name), &plan.name, summary, plan)?);
    }
    if let Some(top_up) = &table.top_up {
        let summary = format!("USD {} per 1,000", usd(top_up.usd_per_1000.0));
        rows.push(Row::new("top_up", "", "top_up", summary, top_up)?);
    }
    if let Some(pacing) = &table.pacing {
        let summary = format!("{} in {}", counted(pacing.images.0, "image"), seconds(pacing.seconds.seconds()));
        rows.push(Row::new("pacing", "", "pacing", summary, pacing)?);
    }
    for recipe in &table.recipes {
        rows.push(Row::new("recipe", &fold(&recipe.name), &recipe.name, recipe.items.join("; "), recipe)?);
    }
    for rule in &table.rules {
        // One digit makes another rule: the text isn't folded.
        rows.push(Row::new("rule", &rule.text, &rule.text, rule.text.clone(), rule)?);
    }
    for template in &table.templates {
        let summary = template_price(table, template);
        rows.push(Row::new("template", &template.id, &template.name, summary, template)?);
    }
    // A rule can be there several times.
    let mut numbers: HashMap<String, usize> = HashMap::default();
    for row in &mut rows {
        let number = numbers.entry(row.identity.clone()).or_default();
        *number = number.saturating_add(1);
        row.identity.push_str(&format!(" {number}"));
    }
    Ok(rows)
}

/// Each rate of an option is a field, so that one changed rate is one change.
fn model_row(model: &Model) -> serde_json::Result<Row> {
    let mut row = Row::new("model", &fold(&model.name), &model.name, model.price.to_string(), &model.listed())?;
    row.fields.retain(|(name, _)| name != "options");
    // The rates with and without audio have fields already.
    for rate in model.price.options().iter().filter(|rate| rate.words.len() > 1 || rate.audio().is_none()) {
        row.fields.push((format!("rate_{}", rate.words.join("_")), to_raw_value(&rate.credits)?));
    }
    row.change.title = model.title().to_owned();
    row.change.per = Some(model.price.unit.per());
    Ok(row)
}

impl Row {
    /// Makes a row. That it was checked again isn't a change.
    fn new(
        what: &'static str,
        identity: &str,
        name: &str,
        summary: String,
        row: &impl Serialize,
    ) -> serde_json::Result<Row> {
        let Object(mut fields) = serde_json::from_str::<Object<Box<RawValue>>>(&serde_json::to_string(row)?)?;
        fields.retain(|(name, _)| name != "checked");
        let change = Change { what, name: name.to_owned(), title: name.to_owned(), summary, ..Change::default() };
        Ok(Row { identity: format!("{what} {identity}"), change, fields })
    }

    fn by_key(&self) -> HashMap<&str, &RawValue> {
        self.fields.iter().map(|(key, value)| (key.as_str(), value.as_ref())).collect()
    }

    /// Makes a change of the row as a whole.
    fn change(&self, kind: ChangeKind) -> serde_json::Result<Change> {
        let summary = &self.change.summary;
        let plain = to_raw_value(&if self.change.what == "rule" { summary.clone() } else { ungrouped(summary) })?;
        let (from, to) = if kind == ChangeKind::Added { (None, Some(plain)) } else { (Some(plain), None) };
        Ok(Change { kind, from, to, ..self.change.clone() })
    }
}

/// Compares two rows key by key.
fn compare(old: &Row, new: &Row) -> Vec<Change> {
    let (before, after) = (old.by_key(), new.by_key());
    let only_old = old.fields.iter().filter(|(key, _)| !after.contains_key(key.as_str()));
    let mut changes = Vec::new();
    for (key, _) in new.fields.iter().chain(only_old) {
        let [from, to] = [&before, &after].map(|values| values.get(key.as_str()).copied().unwrap_or(RawValue::NULL));
        if from.get() != to.get() {
            let (from, to, field) = (Some(from.to_owned()), Some(to.to_owned()), Some(key.clone()));
            let per = new.change.per.filter(|_| old.change.per == new.change.per && key.starts_with("rate"));
            changes.push(Change { field, from, to, per, ..new.change.clone() });
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every change as `what name: field from -> to`.
    fn found(old: &str, new: &str) -> Vec<String> {
        let table = |rows: &str| {
            let head = "[table]\nname = \"T\"\nsource = \"S\"\nchecked = 2026-09-19\n\
                        [[model]]\nname = \"m\"\nkind = \"text-to-image\"\nper_image = 1\n";
            PriceTable::parse(format!("{head}{rows}").as_bytes(), "t.toml").unwrap()
        };
        let value = |value: Option<Box<RawValue>>| value.map_or_else(|| "-".to_owned(), |value| value.get().to_owned());
        changes(&table(old), &table(new))
            .unwrap()
            .into_iter()
            .map(|change| {
                let field = change.field.unwrap_or_else(|| format!("{:?}", change.kind));
                format!("{} {}: {field} {} -> {}", change.what, change.name, value(change.from), value(change.to))
            })
            .collect()
    }

    fn model(name: &str, price: &str) -> String {
        format!("[[model]]\nname = \"{name}\"\nkind = \"image-to-video\"\n{price}\n")
    }

    #[test]
    fn rows_are_added_removed_and_changed() {
        let old = model("a", "per_clip = 1250.5") + &model("b", "per_clip = 2");
        let new = model("B-", "per_clip = 2.50") + &model("d", "per_second = { audio = 1250, no_audio = 60 }");
        assert_eq!(
            found(&old, &new),
            [
                "model B-: name \"b\" -> \"B-\"",
                "model B-: rate 2 -> 2.5",
                "model d: Added - -> \"1250 a second with audio, 60 without audio\"",
                "model a: Removed \"1250.5 a clip\" -> -",
            ]
        );
        assert_eq!(found(&old, &old), [""; 0]);
    }

    #[test]
    fn a_changed_rate_is_one_change() {
        let priced = |price: &str| model("x", price);
        for (old, new, changes) in [
            (
                "per_second = { audio = 50, no_audio = 35 }",
                "per_second = { audio = 60, no_audio = 35 }",
                &["rate_with_audio 50 -> 60"][..],
            ),
            (
                "per_clip = { audio = 50, no_audio = 35 }",
                "per_clip = { audio = 50, no_audio = 30 }",
                &["rate_without_audio 35 -> 30"],
            ),
            (
                "per_clip = { \"1080p audio\" = 5, low = 1 }",
                "per_clip = { \"1080p audio\" = 6, high = 9 }",
                &["rate_1080p_audio 5 -> 6", "rate_high null -> 9", "rate_low 1 -> null"],
            ),
            (
                "per_clip = 5",
                "per_second = { audio = 5 }",
                &["unit \"clip\" -> \"second\"", "rate 5 -> null", "rate_with_audio null -> 5"],
            ),
            ("per_clip = { \"720p audio\" = 5 }", "per_clip = { \"audio 720P\" = 5 }", &[]),
            ("per_clip = 5\nchecked = 2026-01-01", "per_clip = 5.0\nchecked = 2026-02-02", &[]),
            (
                "per_clip = 5\naliases = [\"y\"]",
                "per_clip = 5\nnote = \"n\"",
                &["aliases [\"y\"] -> []", "note null -> \"n\""],
            ),
        ] {
            let expected: Vec<String> = changes.iter().map(|change| format!("model x: {change}")).collect();
            assert_eq!(found(&priced(old), &priced(new)), expected, "{old} -> {new}");
        }
    }

    #[test]
    fn rules_are_told_apart_by_every_character_and_counted() {
        let rule = |text: &str, topic: &str| format!("[[rule]]\ntext = \"{text}\"\ntopics = [\"{topic}\"]\n");
        let both = rule("4-8 seconds", "a") + &rule("48 seconds", "a");
        assert_eq!(found(&both, &rule("48 seconds", "a")), ["rule 4-8 seconds: Removed \"4-8 seconds\" -> -"]);
        let twice = rule("r", "a") + &rule("r", "b");
        assert_eq!(found(&twice, &twice), [""; 0]);
        assert_eq!(found(&twice, &rule("r", "a")), ["rule r: Removed \"r\" -> -"]);
        assert_eq!(found(&rule("r", "a"), &twice), ["rule r: Added - -> \"r\""]);
        assert_eq!(found("", &rule("1,250, or more", "a")), ["rule 1,250, or more: Added - -> \"1,250, or more\""]);
        assert_eq!(found(&rule("r", "a"), &rule("r", "c")), ["rule r: topics [\"a\"] -> [\"c\"]"]);
    }

    #[test]
    fn templates_are_the_same_by_their_id() {
        let template = |name: &str, id: u8, price: &str| {
            format!("[[template]]\nname = \"{name}\"\nid = \"00000000-0000-0000-0000-00000000000{id}\"\n{price}\n")
        };
        assert_eq!(
            found(&template("F", 1, "fixed = 1000"), &template("G", 1, "each = \"s\"\ncredits_each = 4000")),
            [
                "template G: name \"F\" -> \"G\"",
                "template G: fixed 1000 -> null",
                "template G: each null -> \"s\"",
                "template G: credits_each null -> 4000",
            ]
        );
        assert_eq!(
            found(
                "",
                &(template("F", 1, "fixed = 1000")
                    + &template("G", 2, "each = \"s\"\ncredits_each = 4000")
                    + &template("H", 3, "price_known = false"))
            ),
            [
                "template F: Added - -> \"1000 credits\"",
                "template G: Added - -> \"4000 credits per s\"",
                "template H: Added - -> \"price not known\"",
            ]
        );
    }

    #[test]
    fn the_other_rows_are_compared_too() {
        let rows = |price: u8| {
            format!(
                "[[plan]]\nname = \"P\"\ncredits = {price}250\nusd_per_month = 29\n[top_up]\nusd_per_1000 = {price}\nmin = 1\nmax = 2\n\
                 [pacing]\nimages = {price}000\nseconds = 30\n[[recipe]]\nname = \"q\"\nitems = [\"m={price}\"]\n"
            )
        };
        assert_eq!(
            found(&rows(1), &rows(2)),
            [
                "plan P: credits 1250 -> 2250",
                "top_up top_up: usd_per_1000 1 -> 2",
                "pacing pacing: images 1000 -> 2000",
                "recipe q: items [\"m=1\"] -> [\"m=2\"]",
            ]
        );
        assert_eq!(
            found("", &rows(1)),
            [
                "plan P: Added - -> \"1250 credits a month\"",
                "top_up top_up: Added - -> \"USD 1.00 per 1000\"",
                "pacing pacing: Added - -> \"1000 images in 30 s\"",
                "recipe q: Added - -> \"m=1\"",
            ]
        );
    }
}
