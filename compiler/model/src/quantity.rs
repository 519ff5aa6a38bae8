//! Quantities that carry their unit.

use crate::reexport::{Cow, JsonSchema, Schema, SchemaGenerator, pattern};
use crate::{Cx, Decode};
use drc_diagnostic::problems::BadQuantity;
use drc_syntax::{Item, Value, grammar};
use schemars::json_schema;
use std::fmt;

/// A length of time, in whole milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Duration(u64);

/// An amount of memory or storage, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Size(u64);

impl Duration {
    /// No time at all.
    pub const ZERO: Duration = Duration(0);

    /// So many milliseconds.
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis)
    }

    /// So many seconds.
    pub const fn from_secs(seconds: u64) -> Self {
        Self(seconds * 1_000)
    }

    /// In milliseconds.
    pub const fn as_millis(self) -> u64 {
        self.0
    }

    /// In whole seconds, rounded down.
    pub const fn as_secs(self) -> u64 {
        self.0 / 1_000
    }

    /// In whole seconds for AWS, which counts in those.
    pub fn seconds(self) -> i64 {
        i64::try_from(self.as_secs()).unwrap_or(i64::MAX)
    }

    /// In whole days, rounded down.
    pub fn days(self) -> i64 {
        self.seconds() / 86_400
    }

    /// The time without `other`, not below zero.
    #[must_use]
    pub fn saturating_sub(self, other: Duration) -> Duration {
        Duration(self.0.saturating_sub(other.0))
    }
}

impl std::ops::Add for Duration {
    type Output = Duration;
    fn add(self, other: Duration) -> Duration {
        Duration(self.0.saturating_add(other.0))
    }
}
impl std::ops::Mul<u64> for Duration {
    type Output = Duration;
    fn mul(self, times: u64) -> Duration {
        Duration(self.0.saturating_mul(times))
    }
}
impl std::ops::Div<u64> for Duration {
    type Output = Duration;
    fn div(self, by: u64) -> Duration {
        Duration(self.0 / by)
    }
}
impl std::iter::Sum for Duration {
    fn sum<I: Iterator<Item = Duration>>(all: I) -> Duration {
        all.fold(Duration::ZERO, |sum, it| sum + it)
    }
}

/// As a spec would write it: `1m30s`, `150ms`, `0s`.
impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&grammar::duration_text(self.0))
    }
}

impl Size {
    /// So many mebibytes.
    pub const fn mib(mebibytes: u64) -> Self {
        Self(mebibytes << 20)
    }

    /// In bytes.
    pub const fn as_bytes(self) -> u64 {
        self.0
    }

    /// In whole mebibytes, rounded down, as Lambda counts memory.
    pub fn mebibytes(self) -> i64 {
        i64::try_from(self.0 >> 20).unwrap_or(i64::MAX)
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&grammar::size_text(self.0))
    }
}

fn quantity<T>(
    item: &Item,
    cx: &mut Cx<'_>,
    what: &'static str,
    example: &'static str,
    parse: fn(&str) -> Result<u64, grammar::GrammarError>,
    make: fn(u64) -> T,
) -> Option<T> {
    if let Value::Integer(_) | Value::Float(_) = &item.value {
        let text = cx.source.slice(item.span).to_owned();
        let expected = "a string with a number and its unit".to_owned();
        return cx.report(&BadQuantity { span: item.span, what, text, expected, example });
    }
    let text = cx.string(item, what)?;
    // A spec says "30s" a thousand times; it is parsed once.
    if let Some(value) = cx.quantities.get(&(what, text.to_owned())) {
        return Some(make(*value));
    }
    match parse(text) {
        Ok(value) => {
            cx.quantities.insert((what, text.to_owned()), value);
            Some(make(value))
        }
        Err(error) => {
            let span = cx.inside(item, error.at);
            cx.report(&BadQuantity { span, what, text: text.to_owned(), expected: error.expected, example })
        }
    }
}

impl Decode for Duration {
    fn decode(item: &Item, cx: &mut Cx<'_>) -> Option<Self> {
        quantity(item, cx, "a duration", "1m30s", grammar::duration, Duration)
    }
    fn example() -> String {
        "\"30s\"".to_owned()
    }
    fn schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<Self>()
    }
}

impl Decode for Size {
    fn decode(item: &Item, cx: &mut Cx<'_>) -> Option<Self> {
        quantity(item, cx, "a size", "256MiB", grammar::size, Size)
    }
    fn example() -> String {
        "\"256MiB\"".to_owned()
    }
    fn schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<Self>()
    }
}

/// How many there are of something: a whole number, not below zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Count(u64);

impl Count {
    /// As a number.
    pub const fn number(self) -> u64 {
        self.0
    }
}

impl Decode for Count {
    fn decode(item: &Item, cx: &mut Cx<'_>) -> Option<Self> {
        const WHAT: &str = "a whole number, 0 or more";
        let Value::Integer(number) = item.value else { return cx.wrong_type(item, WHAT) };
        u64::try_from(number).ok().map(Self).or_else(|| cx.wrong_type(item, WHAT))
    }
    fn example() -> String {
        "5_000_000".to_owned()
    }
    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "minimum": 0 })
    }
}

impl JsonSchema for Duration {
    fn schema_name() -> Cow<'static, str> {
        "Duration".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        pattern("A length of time with its units.", r"^(\d+(\.\d+)?(ms|s|m|h|d))+$", "1m30s")
    }
}

impl JsonSchema for Size {
    fn schema_name() -> Cow<'static, str> {
        "Size".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        pattern(
            "An amount of memory or storage with its unit.",
            r"^\d+(\.\d+)?(B|KiB|MiB|GiB|TiB)$",
            "256MiB",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_print_as_a_spec_writes_them() {
        assert_eq!(Duration::from_secs(90).to_string(), "1m30s");
        assert_eq!(Duration::from_millis(100).to_string(), "100ms");
        assert_eq!(Duration::ZERO.to_string(), "0s");
        assert_eq!(Duration::from_secs(604_800).to_string(), "7d");
        assert_eq!(Size::mib(256).to_string(), "256MiB");
        assert_eq!(Size::mib(2048).to_string(), "2GiB");
    }
}
