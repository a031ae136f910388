//! The fields of a serialized struct, in their order and with every digit: rows become CSV, and rows of two price tables
//! are compared, from the JSON that they are.

use std::fmt;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::value::MapDeserializer;
use serde::de::{Deserialize, DeserializeOwned, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// An object's fields in their order, also those with the same name. `serde_json::Value` would lose them, and digits of
/// long numbers.
pub struct Object<V>(pub Vec<(String, V)>);

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Object<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Object<V>, D::Error> {
        struct Fields<V>(PhantomData<V>);

        impl<'de, V: Deserialize<'de>> Visitor<'de> for Fields<V> {
            type Value = Object<V>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object<V>, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Object(fields))
            }
        }

        deserializer.deserialize_map(Fields(PhantomData))
    }
}

/// Returns the fields of a row of CSV: nested fields are joined by `_`, lists by `; `, and texts have no quotes.
///
/// # Errors
/// Where the value doesn't serialize to an object.
pub fn flattened(value: &impl Serialize) -> serde_json::Result<Vec<(String, String)>> {
    let mut row = Vec::new();
    flatten("", &serde_json::to_string(value)?, &mut row)?;
    Ok(row)
}

fn flatten(name: &str, json: &str, row: &mut Vec<(String, String)>) -> serde_json::Result<()> {
    if !json.starts_with('{') {
        row.push((name.to_owned(), plain(json)?));
        return Ok(());
    }
    let Object(fields) = serde_json::from_str::<Object<Box<RawValue>>>(json)?;
    for (field, value) in fields {
        let field = if name.is_empty() { field } else { format!("{name}_{field}") };
        flatten(&field, value.get(), row)?;
    }
    Ok(())
}

/// Returns a JSON value as a program reads it in a cell: `audio 50; no_audio 35` for a list of objects.
pub fn plain(json: &str) -> serde_json::Result<String> {
    let (values, separator): (Vec<Box<RawValue>>, &str) = match json.as_bytes().first() {
        Some(b'"') => return serde_json::from_str(json),
        Some(b'[') => (serde_json::from_str(json)?, "; "),
        Some(b'{') => {
            let Object(fields) = serde_json::from_str(json)?;
            (fields.into_iter().map(|(_, value)| value).collect(), " ")
        }
        _ if json == "null" => return Ok(String::new()),
        _ => return Ok(json.to_owned()),
    };
    let values: Vec<String> = values.iter().map(|value| plain(value.get())).collect::<Result<_, _>>()?;
    Ok(values.join(separator))
}

/// The error that serde makes of a key that a struct doesn't have: the keys that it has.
#[derive(Debug, thiserror::Error)]
#[error("unknown key")]
struct KnownKeys(&'static [&'static str]);

impl serde::de::Error for KnownKeys {
    fn custom<T: fmt::Display>(_: T) -> KnownKeys {
        KnownKeys(&[])
    }

    fn unknown_field(_: &str, known: &'static [&'static str]) -> KnownKeys {
        KnownKeys(known)
    }
}

/// Returns the names of the fields that serde reads into a struct that denies unknown ones.
pub fn names<T: DeserializeOwned>() -> &'static [&'static str] {
    let unknown = MapDeserializer::new(std::iter::once(("", ())));
    T::deserialize(unknown).map_or_else(|KnownKeys(known)| known, |_| &[])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::credits::Exact;

    #[derive(Serialize)]
    struct Row {
        name: &'static str,
        number: Exact,
        nothing: Option<u8>,
        list: Vec<&'static str>,
        nested: Option<Nested>,
        options: Vec<Nested>,
    }

    #[derive(Serialize)]
    struct Nested {
        option: &'static str,
        rate: u8,
    }

    #[test]
    fn rows_are_flattened_with_every_digit() {
        let number = Exact("1234567890123456.7891".parse().unwrap());
        let nested = || Nested { option: "a \"b\"", rate: 5 };
        let row = Row {
            name: "n",
            number,
            nothing: None,
            list: vec!["x", "y"],
            nested: Some(nested()),
            options: vec![nested(), nested()],
        };
        let expected = [
            ("name", "n"),
            ("number", "1234567890123456.7891"),
            ("nothing", ""),
            ("list", "x; y"),
            ("nested_option", "a \"b\""),
            ("nested_rate", "5"),
            ("options", "a \"b\" 5; a \"b\" 5"),
        ];
        let flat = flattened(&row).unwrap();
        assert_eq!(flat, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }
}
