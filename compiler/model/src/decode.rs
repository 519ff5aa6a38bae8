//! Reading values out of a spec, all problems at once.

use crate::inspect::{self, Inspect, Type, What};
use drc_diagnostic::problems::{MissingKey, UnknownKey, WrongType};
use drc_diagnostic::{Diagnostics, Problem};
use drc_syntax::{Date, Item, Source, Span, Spanned, Table, Value};
use schemars::{Schema, SchemaGenerator, json_schema};
use std::collections::BTreeMap;

/// What reading needs beside the value: the text it stands in, and where problems go.
#[derive(Debug)]
pub struct Cx<'s> {
    /// The text spans point into.
    pub source: &'s Source,
    /// What went wrong so far.
    pub problems: Diagnostics,
    /// Quantities that were parsed already, by what they are and how they are written.
    pub(crate) quantities: BTreeMap<(&'static str, String), u64>,
}

/// A type that reads itself from a spec.
pub trait Decode: Sized + Inspect {
    /// Reads a value. On problems it reports all of them and answers `None`.
    fn decode(item: &Item, cx: &mut Cx<'_>) -> Option<Self>;

    /// What a missing key means; `None` where it must be there.
    fn absent() -> Option<Self> {
        None
    }

    /// A value to show whoever forgot the key.
    fn example() -> String {
        "…".to_owned()
    }

    /// Its JSON Schema.
    fn schema(generator: &mut SchemaGenerator) -> Schema;
}

impl<'s> Cx<'s> {
    /// Reads from `source`.
    pub fn new(source: &'s Source) -> Self {
        Self { source, problems: Diagnostics::default(), quantities: BTreeMap::new() }
    }

    /// Reports a problem; `None`, so that it can end a reader.
    pub fn report<T>(&mut self, problem: &impl Problem) -> Option<T> {
        self.problems.report(problem);
        None
    }

    /// Reports a value of the wrong type.
    pub fn wrong_type<T>(&mut self, item: &Item, expected: impl Into<String>) -> Option<T> {
        let found = item.value.type_name();
        let text = self.source.slice(item.span).to_owned();
        self.report(&WrongType { span: item.span, expected: expected.into(), found, text })
    }

    /// The text of a string.
    pub fn string<'i>(&mut self, item: &'i Item, expected: &str) -> Option<&'i str> {
        if let Value::String(text) = &item.value { Some(text) } else { self.wrong_type(item, expected) }
    }

    /// The span of bytes inside a string, where the string stands in the spec as it is; else of all of it.
    pub fn inside(&self, item: &Item, at: std::ops::Range<usize>) -> Span {
        let raw = self.source.slice(item.span);
        let Value::String(text) = &item.value else { return item.span };
        // An end that is missing is shown on the closing quote.
        let at = if at.is_empty() { at.start..at.start + 1 } else { at };
        let start = item.span.start as usize;
        match as_written(raw, text, at) {
            Some(at) => Span::new(start + at.start..start + at.end),
            None => item.span,
        }
    }

    /// The entries of a table whose keys are all in `known`; unknown ones are reported.
    pub fn table<'i>(&mut self, item: &'i Item, known: &[&'static str]) -> Option<&'i Table> {
        let Value::Table(table) = &item.value else { return self.wrong_type(item, "a table") };
        self.known_keys(table, known);
        Some(table)
    }

    /// Reports keys that are not in `known`.
    pub fn known_keys(&mut self, table: &Table, known: &[&'static str]) {
        // More of them in one table, and it is not a table of a spec.
        const MOST: usize = 50;
        let unknown = table.entries.iter().filter(|entry| !known.contains(&entry.key.text.as_str()));
        for entry in unknown.take(MOST) {
            let key = Spanned::new(entry.key.text.clone(), entry.key.span);
            self.problems.report(&UnknownKey { key, known: known.to_vec() });
        }
    }

    /// The value of a key that must be there unless its type knows what absence means.
    pub fn field<T: Decode>(&mut self, table: &Table, key: &'static str, span: Span) -> Option<T> {
        match table.get(key) {
            Some(item) => T::decode(item, self),
            None => T::absent().or_else(|| {
                let example = format!("{key} = {}", T::example());
                self.report(&MissingKey { key, span, place: "in this table", example })
            }),
        }
    }

    /// The value of a key, or its default.
    pub fn field_or<T: Decode>(
        &mut self,
        table: &Table,
        key: &str,
        default: impl FnOnce() -> T,
    ) -> Option<T> {
        match table.get(key) {
            Some(item) => T::decode(item, self),
            None => Some(default()),
        }
    }
}

/// Where bytes of a string's text stand in the string as it is written, with its quotes and escapes.
fn as_written(raw: &str, text: &str, at: std::ops::Range<usize>) -> Option<std::ops::Range<usize>> {
    let long = [("\"\"\"", true), ("'''", false)].into_iter().find(|(quotes, _)| raw.starts_with(quotes));
    let (quotes, escapes) = long.unwrap_or((raw.get(..1)?, raw.starts_with('"')));
    let inner = raw.strip_prefix(quotes)?.strip_suffix(quotes)?;
    // The first line break of a long string is not part of it.
    let begun = if long.is_some() {
        inner.trim_start_matches('\r').strip_prefix('\n').unwrap_or(inner)
    } else {
        inner
    };
    let mut written = raw.len() - quotes.len() - begun.len();
    if begun == text {
        return Some(written + at.start..written + at.end);
    }
    let mut said = 0;
    let (mut start, mut rest) = (None, begun);
    while said < at.end {
        if said >= at.start {
            start = start.or(Some(written));
        }
        let mut characters = rest.chars();
        let length = match (characters.next()?, characters.next()) {
            ('\\', Some('u')) if escapes => 6,
            ('\\', Some('U')) if escapes => 10,
            // The end of a line that goes on: not worth the search.
            ('\\', Some('\r' | '\n' | ' ' | '\t')) if escapes => return None,
            ('\\', Some(_)) if escapes => 2,
            (plain, _) => plain.len_utf8(),
        };
        said += text.get(said..)?.chars().next().map_or(1, char::len_utf8);
        written += length;
        rest = rest.get(length..)?;
    }
    Some(start?..written)
}

impl<T: Decode> Decode for Spanned<T> {
    fn decode(item: &Item, cx: &mut Cx<'_>) -> Option<Self> {
        T::decode(item, cx).map(|value| Spanned::new(value, item.span))
    }
    fn example() -> String {
        T::example()
    }
    fn schema(generator: &mut SchemaGenerator) -> Schema {
        T::schema(generator)
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode(item: &Item, cx: &mut Cx<'_>) -> Option<Self> {
        T::decode(item, cx).map(Some)
    }
    fn absent() -> Option<Self> {
        Some(None)
    }
    fn schema(generator: &mut SchemaGenerator) -> Schema {
        T::schema(generator)
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(item: &Item, cx: &mut Cx<'_>) -> Option<Self> {
        let Value::Array(items) = &item.value else { return cx.wrong_type(item, "an array") };
        let read: Vec<Option<T>> = items.iter().map(|item| T::decode(item, cx)).collect();
        read.into_iter().collect()
    }
    fn absent() -> Option<Self> {
        Some(Vec::new())
    }
    fn schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "array", "items": T::schema(generator) })
    }
}

/// A table whose keys are the user's, in the order they are written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Named<T>(pub Vec<(Spanned<String>, T)>);

impl<T: Inspect> Inspect for Named<T> {
    fn kind() -> Type {
        Type::Named(T::kind)
    }
    fn inspect(&self) -> inspect::Value<'_> {
        let named = self.0.iter().map(|(key, value)| (key.value.as_str().into(), value.inspect()));
        inspect::Value::new(What::Named(named.collect()))
    }
}

impl<T: Decode> Decode for Named<T> {
    fn decode(item: &Item, cx: &mut Cx<'_>) -> Option<Self> {
        let Value::Table(table) = &item.value else { return cx.wrong_type(item, "a table") };
        let read: Vec<Option<(Spanned<String>, T)>> = table
            .entries
            .iter()
            .map(|it| Some((Spanned::new(it.key.text.clone(), it.key.span), T::decode(&it.item, cx)?)))
            .collect();
        read.into_iter().collect::<Option<_>>().map(Self)
    }
    fn absent() -> Option<Self> {
        Some(Self(Vec::new()))
    }
    fn schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "additionalProperties": T::schema(generator) })
    }
}

macro_rules! plain {
    ($($t:ty as $json:ty, $pattern:pat => $value:expr, $words:literal, $example:literal;)*) => {
        $(impl Decode for $t {
            fn decode(item: &Item, cx: &mut Cx<'_>) -> Option<Self> {
                if let $pattern = &item.value { Some($value) } else { cx.wrong_type(item, $words) }
            }
            fn example() -> String { $example.to_owned() }
            fn schema(generator: &mut SchemaGenerator) -> Schema { generator.subschema_for::<$json>() }
        })*
    };
}
plain! {
    String as String, Value::String(text) => text.clone(), "a string", "\"…\"";
    bool as bool, Value::Boolean(it) => *it, "true or false", "true";
    i64 as i64, Value::Integer(it) => *it, "a whole number", "1";
    Date as String, Value::Date(it) => *it, "a date such as 2026-11-21", "2026-11-21";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_inside_a_string_are_found_in_the_spec() {
        for raw in [
            "\"ab <= 'c'\"",
            "'ab <= \"c\"'",
            "\"ab <= \\\"c\\\"\"",
            "\"ab \\u003c= 'c'\"",
            "'''\nab <= \"c\"'''",
            "\"\"\"ab <= \"c\"\"\"\"",
        ] {
            let source = Source::new("s", format!("key = {raw}\n"));
            let (document, problems) = drc_syntax::Document::parse(&source);
            assert!(problems.is_empty(), "{raw}");
            let item = document.root.get("key").expect("key");
            let cx = Cx::new(&source);
            assert_eq!(source.slice(cx.inside(item, 0..2)), "ab", "{raw}");
            assert!(["<=", "\\u003c="].contains(&source.slice(cx.inside(item, 3..5))), "{raw}");
            assert_eq!(source.slice(cx.inside(item, 7..8)), "c", "{raw}");
        }
    }
}
