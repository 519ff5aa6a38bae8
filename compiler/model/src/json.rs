//! Values of the user's that AWS reads and drc does not: TOML, as the JSON it stands for.

use crate::reexport::{Schema, SchemaGenerator};
use crate::{Cx, Decode, Fraction, Inspect, Text, Type, Unit, What};
use drc_syntax::{Item, Spanned, Value};
use schemars::json_schema;

/// A value of any shape. Text in it may refer to something.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    /// `true`, `false`
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number with a fraction.
    Float(f64),
    /// Text.
    Text(Text),
    /// A list.
    List(Vec<Spanned<Json>>),
    /// Keys and values, as they are written.
    Table(Vec<(Spanned<String>, Spanned<Json>)>),
}

impl Json {
    /// Every text in it, in order.
    pub fn texts<'j>(&'j self, found: &mut impl FnMut(&'j Text)) {
        match self {
            Self::Text(text) => found(text),
            Self::List(items) => items.iter().for_each(|it| it.value.texts(found)),
            Self::Table(entries) => entries.iter().for_each(|(_, it)| it.value.texts(found)),
            Self::Bool(_) | Self::Int(_) | Self::Float(_) => {}
        }
    }
}

impl Inspect for Json {
    fn kind() -> Type {
        Type::Any
    }
    fn inspect(&self) -> crate::Value<'_> {
        // Six digits of a fraction, as many as a policy can write.
        #[allow(clippy::cast_possible_truncation, reason = "a float that large saturates")]
        let millionths = |it: f64| Fraction::new((it * 1e6).round() as i128, 1_000_000);
        crate::Value::new(match self {
            Self::Bool(it) => What::Boolean(*it),
            Self::Int(it) => What::Quantity(Unit::Count, Fraction::whole((*it).into())),
            Self::Float(it) => millionths(*it).map_or(What::Absent, |it| What::Quantity(Unit::Count, it)),
            Self::Text(it) => return it.inspect(),
            Self::List(items) => return crate::Value::list(items),
            Self::Table(entries) => {
                let named = entries.iter().map(|(key, it)| (key.value.as_str().into(), it.inspect()));
                What::Named(named.collect())
            }
        })
    }
}

impl Decode for Json {
    fn decode(item: &Item, cx: &mut Cx<'_>) -> Option<Self> {
        match &item.value {
            Value::String(_) => Text::decode(item, cx).map(Self::Text),
            Value::Integer(it) => Some(Self::Int(*it)),
            Value::Float(it) if it.is_finite() => Some(Self::Float(*it)),
            Value::Boolean(it) => Some(Self::Bool(*it)),
            Value::Array(_) => Vec::decode(item, cx).map(Self::List),
            Value::Table(table) => {
                let read = table.entries.iter().map(|entry| {
                    let key = Spanned::new(entry.key.text.clone(), entry.key.span);
                    Some((key, Spanned::decode(&entry.item, cx)?))
                });
                let read: Vec<Option<_>> = read.collect();
                read.into_iter().collect::<Option<_>>().map(Self::Table)
            }
            Value::Float(_) | Value::Date(_) => cx.wrong_type(item, "a value that JSON has"),
        }
    }
    fn example() -> String {
        "{ … }".to_owned()
    }
    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<Json>, usize) {
        let source = drc_syntax::Source::new("s", text);
        let (document, _) = drc_syntax::Document::parse(&source);
        let mut cx = Cx::new(&source);
        let json = Json::decode(document.root.get("v").expect("v"), &mut cx);
        (json, cx.problems.iter().count())
    }

    #[test]
    fn any_toml_but_dates_is_json() {
        let (json, problems) = read("v = { a = [1, 0.5, true], b = { c = '${region}' } }");
        assert_eq!(problems, 0);
        let mut texts = 0;
        json.expect("a value").texts(&mut |text| texts += text.references().count());
        assert_eq!(texts, 1);
    }

    #[test]
    fn every_value_that_json_lacks_is_reported() {
        assert_eq!(read("v = [2026-11-21, inf, nan]"), (None, 3));
    }
}
