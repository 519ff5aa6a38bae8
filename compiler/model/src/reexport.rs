//! What the macros of this crate expand to; nobody else's business.

pub use drc_syntax::Item;
pub use schemars::{JsonSchema, Schema, SchemaGenerator};
pub use std::borrow::Cow;

use crate::Cx;
use drc_diagnostic::problems::UnknownValue;
use drc_syntax::Spanned;
use serde_json::{Map, Value, json};

/// One key of a table, for its schema.
#[derive(Debug)]
pub struct Property {
    /// As a spec writes it.
    pub key: &'static str,
    /// Its doc comment.
    pub about: &'static str,
    /// The schema of its type.
    pub schema: Schema,
    /// Whether it must be there.
    pub required: bool,
}

/// The key of a field: `r#type` and `type_` are `type`.
pub const fn key(field: &'static str) -> &'static str {
    match field.as_bytes() {
        [b'r', b'#', ..] => field.split_at(2).1,
        [.., b'_'] => field.split_at(field.len() - 1).0,
        _ => field,
    }
}

/// Doc comments start with a blank and break lines where the source does.
pub fn prose(doc: &str) -> String {
    doc.lines().map(str::trim).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// The schema of a table that takes no other keys.
pub fn object(about: &str, properties: Vec<Property>) -> Schema {
    let required: Vec<&str> = properties.iter().filter(|it| it.required).map(|it| it.key).collect();
    let mut map = Map::new();
    for property in properties {
        let mut schema = property.schema;
        schema.insert("description".to_owned(), Value::String(prose(property.about)));
        map.insert(property.key.to_owned(), schema.to_value());
    }
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!("object"));
    schema.insert("description".to_owned(), json!(prose(about)));
    schema.insert("properties".to_owned(), Value::Object(map));
    if !required.is_empty() {
        schema.insert("required".to_owned(), json!(required));
    }
    schema.insert("additionalProperties".to_owned(), json!(false));
    Schema::from(schema)
}

/// The schema of a choice between words.
pub fn choice(about: &str, words: &[(&str, &str)]) -> Schema {
    let choices: Vec<Value> =
        words.iter().map(|(word, doc)| json!({ "const": word, "description": prose(doc) })).collect();
    let mut schema = Map::new();
    schema.insert("description".to_owned(), json!(prose(about)));
    schema.insert("type".to_owned(), json!("string"));
    schema.insert("oneOf".to_owned(), Value::Array(choices));
    Schema::from(schema)
}

/// The schema of a string with a pattern.
pub fn pattern(about: &str, pattern: &str, example: &str) -> Schema {
    let Value::Object(map) =
        json!({ "type": "string", "description": about, "pattern": pattern, "examples": [example] })
    else {
        return Schema::default();
    };
    Schema::from(map)
}

/// Reports a word that is not one of the choices.
pub fn unknown_word<T>(
    text: &str,
    item: &Item,
    cx: &mut Cx<'_>,
    what: &'static str,
    known: Vec<&'static str>,
) -> Option<T> {
    cx.report(&UnknownValue { value: Spanned::new(text.to_owned(), item.span), what, known })
}
