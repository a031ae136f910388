//! What changed between two price tables.
//!
//! Rows are compared as the JSON that they serialize to, key by key, so a new key of a row needs no change here.

use std::collections::{HashMap, HashSet};

use serde::Serialize;
use serde_json::value::RawValue;

use crate::fields::fields;
use crate::format::{counted, credits, seconds, usd};
use crate::table::PriceTable;
use crate::table::schema::{Model, Pacing, Plan, Recipe, Rule, Template, TemplateCost, TopUp};
use crate::values::name::fold;
use crate::values::price::Rate;

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
    /// The key in words: `with audio` for a rate of an option.
    #[serde(skip)]
    pub aspect: String,
    /// For a rate the unit before and after: `a second`.
    #[serde(skip)]
    pub per: [Option<&'static str>; 2],
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
struct Row<'t> {
    /// Rows of two tables with the same identity are the same row.
    identity: String,
    name: &'t str,
    title: &'t str,
    summary: Summary,
    fields: Vec<Field<'t>>,
}

/// A row in a few words.
struct Summary {
    /// For programs: without grouped thousands.
    plain: String,
    /// For people.
    shown: String,
}

/// One key of a row.
struct Field<'t> {
    name: String,
    json: String,
    /// The unit of a rate.
    per: Option<&'static str>,
    /// The option that a rate is for.
    option: Option<&'t Rate>,
}

/// What a field is compared by: its name, or the words of the option.
#[derive(PartialEq, Eq, Hash)]
enum Key<'r> {
    Name(&'r str),
    Option(&'r [String]),
}

/// Returns the differences, in the new table's order; of each kind of row those that are gone come last.
///
/// # Errors
/// Where a row doesn't serialize to an object, which the tests rule out.
pub fn changes(old: &PriceTable, new: &PriceTable) -> serde_json::Result<Vec<Change>> {
    let mut changes = Vec::new();
    for ((what, old), (_, new)) in rows(old)?.into_iter().zip(rows(new)?) {
        changes.extend(compare(what, &old, &new)?);
    }
    Ok(changes)
}

/// Returns the rows of each kind.
fn rows(table: &PriceTable) -> serde_json::Result<[(&'static str, Vec<Row<'_>>); 7]> {
    fn all<'t, T>(rows: &'t [T], row: fn(&'t T) -> serde_json::Result<Row<'t>>) -> serde_json::Result<Vec<Row<'t>>> {
        rows.iter().map(row).collect()
    }
    Ok([
        ("model", all(&table.models, model)?),
        ("plan", all(&table.plans, plan)?),
        ("top_up", all(table.top_up.as_slice(), top_up)?),
        ("pacing", all(table.pacing.as_slice(), pacing)?),
        ("recipe", all(&table.recipes, recipe)?),
        ("rule", all(&table.rules, rule)?),
        ("template", all(&table.templates, template)?),
    ])
}

fn model(model: &Model) -> serde_json::Result<Row<'_>> {
    let per = Some(model.price.unit.per());
    // The rates of options are compared one by one, whatever keys the price has for them besides.
    let is_repeated = |field: &Field<'_>| ["rate_with_audio", "rate_without_audio"].contains(&field.name.as_str());
    let mut fields = row_fields(&model.price)?;
    fields.retain(|field| !is_repeated(field));
    for field in fields.iter_mut().filter(|field| field.name == "rate") {
        field.per = per;
    }
    for rate in model.price.options() {
        let json = serde_json::to_string(&rate.credits)?;
        fields.push(Field { name: rate_field(rate), json, per, option: Some(rate) });
    }
    fields.extend(row_fields(model)?);
    let summary = Summary::of_numbers(model.price.to_string());
    Ok(Row { identity: fold(&model.name), name: &model.name, title: model.title(), summary, fields })
}

/// Returns the name of the field of an option's rate: `rate_with_audio`, `rate_1080p_audio`.
fn rate_field(rate: &Rate) -> String {
    match (rate.words.as_slice(), rate.audio()) {
        ([_], Some(true)) => "rate_with_audio".to_owned(),
        ([_], Some(false)) => "rate_without_audio".to_owned(),
        _ => format!("rate_{}", rate.option.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("_")),
    }
}

fn plan(plan: &Plan) -> serde_json::Result<Row<'_>> {
    let summary = Summary::of_numbers(format!("{} {}", credits(plan.credits), plan.period()));
    Row::new(fold(&plan.name), &plan.name, summary, plan)
}

fn top_up(top_up: &TopUp) -> serde_json::Result<Row<'_>> {
    let summary = Summary::of_numbers(format!("USD {} per 1,000", usd(top_up.usd_per_1000.0)));
    Row::new(String::new(), "top_up", summary, top_up)
}

fn pacing(pacing: &Pacing) -> serde_json::Result<Row<'_>> {
    let pace = format!("{} in {}", counted(pacing.images.0, "image"), seconds(pacing.seconds.seconds()));
    Row::new(String::new(), "pacing", Summary::of_numbers(pace), pacing)
}

fn recipe(recipe: &Recipe) -> serde_json::Result<Row<'_>> {
    let summary = Summary::of_text(recipe.items.join("; "));
    Ok(Row { title: recipe.title(), ..Row::new(fold(&recipe.name), &recipe.name, summary, recipe)? })
}

/// The text of a rule is its identity as it is: one digit makes another rule.
fn rule(rule: &Rule) -> serde_json::Result<Row<'_>> {
    let summary = Summary { plain: rule.topics.join(", "), shown: rule.text.clone() };
    Row::new(rule.text.clone(), &rule.text, summary, rule)
}

fn template(template: &Template) -> serde_json::Result<Row<'_>> {
    let summary = match template.cost() {
        TemplateCost::Unknown => Summary::of_text("price not known".to_owned()),
        TemplateCost::Fixed(price) => Summary::of_numbers(credits(price)),
        TemplateCost::CreditsEach(key, price) => {
            let Summary { plain, shown } = Summary::of_numbers(credits(price));
            Summary { plain: format!("{plain} for each of {key}"), shown: format!("{shown} for each of {key}") }
        }
        TemplateCost::ImageEach(key) => Summary::of_text(format!("an image for each of {key}")),
    };
    Row::new(template.id.clone(), &template.name, summary, template)
}

/// Returns the keys of a row. That it was checked again changes nothing.
fn row_fields<'t>(row: &impl Serialize) -> serde_json::Result<Vec<Field<'t>>> {
    let fields = fields(row)?.into_iter().filter(|(name, _)| name != "checked");
    Ok(fields.map(|(name, json)| Field { name, json, per: None, option: None }).collect())
}

impl Field<'_> {
    fn key(&self) -> Key<'_> {
        self.option.map_or(Key::Name(&self.name), |rate| Key::Option(&rate.words))
    }

    /// Returns the key in words: `clip seconds`, `USD per month`, `with audio`.
    fn in_words(&self) -> String {
        self.option.map_or_else(|| self.name.replace('_', " ").replace("usd", "USD"), Rate::in_words)
    }
}

impl<'t> Row<'t> {
    /// Makes a row that customers call by its name.
    fn new(identity: String, name: &'t str, summary: Summary, row: &impl Serialize) -> serde_json::Result<Row<'t>> {
        Ok(Row { identity, name, title: name, summary, fields: row_fields(row)? })
    }

    /// Returns what the row is paired by: its identity, and its values where only equal rows are wanted.
    fn pairing_key(&self, are_equal: bool) -> (&str, Option<Vec<(Key<'_>, &str)>>) {
        let values = || self.fields.iter().map(|field| (field.key(), field.json.as_str())).collect();
        (&self.identity, are_equal.then(values))
    }

    /// Makes a change of the row as a whole.
    fn change(&self, kind: ChangeKind, what: &'static str) -> serde_json::Result<Change> {
        let plain = RawValue::from_string(serde_json::to_string(&self.summary.plain)?)?;
        let (from, to) = if kind == ChangeKind::Added { (None, Some(plain)) } else { (Some(plain), None) };
        Ok(Change {
            kind,
            what,
            name: self.name.to_owned(),
            from,
            to,
            title: self.title.to_owned(),
            summary: self.summary.shown.clone(),
            ..Change::default()
        })
    }
}

impl Summary {
    /// Makes a summary of our own words, in which a comma between digits only groups them.
    fn of_numbers(shown: String) -> Summary {
        let bytes = shown.as_bytes();
        let is_digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
        let groups = |at: usize| is_digit(at.checked_sub(1)) && is_digit(at.checked_add(1));
        let plain = shown.char_indices().filter(|(at, c)| *c != ',' || !groups(*at)).map(|(_, c)| c).collect();
        Summary { plain, shown }
    }

    fn of_text(text: String) -> Summary {
        Summary { plain: text.clone(), shown: text }
    }
}

/// Compares the rows of one kind. A row can be there several times (rules can), so that equal rows are paired first, and
/// then those that are left with the same identity, in their order.
fn compare(what: &'static str, old: &[Row<'_>], new: &[Row<'_>]) -> serde_json::Result<Vec<Change>> {
    let partners = pair(old, new);
    let mut changes = Vec::new();
    for (row, partner) in new.iter().zip(&partners) {
        match partner.and_then(|place| old.get(place)) {
            Some(before) => changes.extend(compare_fields(what, before, row)?),
            None => changes.push(row.change(ChangeKind::Added, what)?),
        }
    }
    let paired: HashSet<usize> = partners.into_iter().flatten().collect();
    for (_, row) in old.iter().enumerate().filter(|(place, _)| !paired.contains(place)) {
        changes.push(row.change(ChangeKind::Removed, what)?);
    }
    Ok(changes)
}

/// Returns for each new row the place of the old one that it is compared with.
fn pair(old: &[Row<'_>], new: &[Row<'_>]) -> Vec<Option<usize>> {
    let mut partners = vec![None; new.len()];
    let mut is_left = vec![true; old.len()];
    for are_equal in [true, false] {
        let mut places: HashMap<_, Vec<usize>> = HashMap::new();
        let left = old.iter().zip(&is_left).enumerate().filter(|(_, (_, is_left))| **is_left);
        // In reverse, so that the first is taken first.
        for (place, (row, _)) in left.rev() {
            places.entry(row.pairing_key(are_equal)).or_default().push(place);
        }
        for (row, partner) in new.iter().zip(&mut partners).filter(|(_, partner)| partner.is_none()) {
            *partner = places.get_mut(&row.pairing_key(are_equal)).and_then(Vec::pop);
        }
        for place in partners.iter().flatten() {
            if let Some(is_left) = is_left.get_mut(*place) {
                *is_left = false;
            }
        }
    }
    partners
}

fn compare_fields(what: &'static str, old: &Row<'_>, new: &Row<'_>) -> serde_json::Result<Vec<Change>> {
    fn by_key<'r>(row: &'r Row<'_>) -> HashMap<Key<'r>, &'r Field<'r>> {
        row.fields.iter().map(|field| (field.key(), field)).collect()
    }
    let (old_fields, new_fields) = (by_key(old), by_key(new));
    let gone = old.fields.iter().filter(|field| !new_fields.contains_key(&field.key()));
    let mut changes = Vec::new();
    let mut has_changed_option = false;
    for field in new.fields.iter().chain(gone) {
        let [before, after] = [&old_fields, &new_fields].map(|fields| fields.get(&field.key()));
        let [from, to] = [before, after].map(|field| field.map_or("null", |field| field.json.as_str()));
        if from == to {
            continue;
        }
        has_changed_option |= field.option.is_some();
        changes.push(Change {
            what,
            name: new.name.to_owned(),
            field: Some(field.name.clone()),
            from: Some(RawValue::from_string(from.to_owned())?),
            to: Some(RawValue::from_string(to.to_owned())?),
            title: new.title.to_owned(),
            aspect: field.in_words(),
            per: [before, after].map(|field| field.and_then(|field| field.per)),
            ..Change::default()
        });
    }
    // The list of options says the same again, unless only its spelling or order changed.
    if has_changed_option {
        changes.retain(|change| change.field.as_deref() != Some("options"));
    }
    Ok(changes)
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
                "model B-: rate 2 -> 2.5",
                "model B-: name \"b\" -> \"B-\"",
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
            (
                "per_clip = { \"720p audio\" = 5 }",
                "per_clip = { \"audio 720P\" = 5 }",
                &["options [{\"option\":\"720p audio\",\"rate\":5}] -> [{\"option\":\"audio 720P\",\"rate\":5}]"],
            ),
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
        assert_eq!(found(&both, &rule("48 seconds", "a")), ["rule 4-8 seconds: Removed \"a\" -> -"]);
        let twice = rule("r", "a") + &rule("r", "b");
        assert_eq!(found(&twice, &twice), [""; 0]);
        assert_eq!(found(&twice, &(rule("r", "b") + &rule("r", "a"))), [""; 0]);
        assert_eq!(found(&twice, &rule("r", "b")), ["rule r: Removed \"a\" -> -"]);
        assert_eq!(found(&rule("r", "a"), &(rule("r", "a") + &rule("r", "a"))), ["rule r: Added - -> \"a\""]);
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
                    + &template("G", 2, "each = \"s1,250\"\ncredits_each = 4000")
                    + &template("H", 3, "price_known = false"))
            ),
            [
                "template F: Added - -> \"1000 credits\"",
                "template G: Added - -> \"4000 credits for each of s1,250\"",
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
