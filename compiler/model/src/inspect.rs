//! What policies may ask of the language: every field of every table, defaults included.
//!
//! A type of the language says what it holds before there is a value ([`Inspect::kind`]), so that a policy is checked
//! without a spec, and answers for itself once there is one ([`Inspect::inspect`]).

use crate::{Count, Duration, Fraction, Size};
use drc_syntax::{Date, Span, Spanned, grammar};
use std::borrow::Cow;
use std::fmt;

/// A type of the language that policies can ask.
pub trait Inspect {
    /// What its values are.
    fn kind() -> Type;

    /// What this value is.
    fn inspect(&self) -> Value<'_>;
}

/// A table whose keys the language knows.
pub trait Fields: fmt::Debug {
    /// The value of a key.
    fn field(&self, key: &str) -> Option<Value<'_>>;
}

/// What a quantity is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Pieces.
    Count,
    /// Hundredths; kept as a share of one.
    Percentage,
    /// Milliseconds.
    Duration,
    /// Bytes.
    Size,
    /// US dollars, which AWS's price lists are in.
    Money,
}

/// The types of values.
#[derive(Clone, Copy, Debug)]
pub enum Type {
    /// `true` or `false`
    Boolean,
    /// A number with its unit.
    Quantity(Unit),
    /// Text, and words out of a choice.
    Text,
    /// Several values of a type.
    List(fn() -> Type),
    /// A table whose keys the language knows.
    Table(Keys),
    /// A table whose keys are the user's.
    Named(fn() -> Type),
    /// Different from spec to spec.
    Any,
}

/// The keys of a table, and the types of their values.
#[derive(Clone, Copy, Debug)]
pub struct Keys {
    /// Every key.
    pub all: &'static [&'static str],
    /// The type behind one.
    pub of: fn(&str) -> Option<Type>,
}

/// A value, and where the spec writes it.
#[derive(Clone, Debug)]
pub struct Value<'v> {
    /// What it is.
    pub what: What<'v>,
    /// Where; `None` for defaults and for what nobody is blamed for.
    pub span: Option<Span>,
}

/// The forms of a value.
#[derive(Clone, Debug)]
pub enum What<'v> {
    /// An optional key that is not there.
    Absent,
    /// `true` or `false`
    Boolean(bool),
    /// A number in its unit's smallest part.
    Quantity(Unit, Fraction),
    /// Text.
    Text(Cow<'v, str>),
    /// Several values.
    List(Vec<Value<'v>>),
    /// A table of the language.
    Table(&'v dyn Fields),
    /// A table with the user's keys.
    Named(Vec<(Cow<'v, str>, Value<'v>)>),
}

impl Unit {
    /// With its article.
    pub fn word(self) -> &'static str {
        match self {
            Self::Count => "a count",
            Self::Percentage => "a percentage",
            Self::Duration => "a duration",
            Self::Size => "a size",
            Self::Money => "an amount of money",
        }
    }
}

impl Type {
    /// With its article.
    pub fn word(self) -> &'static str {
        match self {
            Self::Boolean => "true or false",
            Self::Quantity(unit) => unit.word(),
            Self::Text => "text",
            Self::List(_) => "a list",
            Self::Table(_) | Self::Named(_) => "a table",
            Self::Any => "of any type",
        }
    }
}

impl<'v> Value<'v> {
    /// A value that stands nowhere.
    pub fn new(what: What<'v>) -> Self {
        Self { what, span: None }
    }

    /// Text.
    pub fn text(text: impl Into<Cow<'v, str>>) -> Self {
        Self::new(What::Text(text.into()))
    }

    /// A whole number of the unit's smallest part.
    pub fn whole(unit: Unit, amount: impl Into<i128>) -> Self {
        Self::new(What::Quantity(unit, Fraction::whole(amount.into())))
    }

    /// Each of some values.
    pub fn list<T: Inspect + 'v>(items: impl IntoIterator<Item = &'v T>) -> Self {
        Self::new(What::List(items.into_iter().map(T::inspect).collect()))
    }
}

impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.what {
            What::Absent => f.write_str("not there"),
            What::Boolean(it) => write!(f, "{it}"),
            What::Quantity(unit, amount) => f.write_str(&quantity(*unit, *amount)),
            What::Text(it) => f.write_str(it),
            What::List(items) => {
                let items: Vec<String> = items.iter().map(Value::to_string).collect();
                write!(f, "[{}]", items.join(", "))
            }
            What::Table(_) | What::Named(_) => f.write_str("a table"),
        }
    }
}

/// As a spec would write it; below zero with a dash.
fn quantity(unit: Unit, amount: Fraction) -> String {
    let sign = if amount.is_negative() { "-" } else { "" };
    match unit {
        Unit::Count => amount.to_string(),
        Unit::Percentage => format!("{sign}{}%", grammar::decimal(amount.rounded(100_000_000))),
        Unit::Duration => format!("{sign}{}", grammar::duration_text(amount.rounded(1))),
        Unit::Size => format!("{sign}{}", grammar::size_text(amount.rounded(1))),
        Unit::Money => format!("{amount}USD"),
    }
}

impl<T: Inspect> Inspect for Spanned<T> {
    fn kind() -> Type {
        T::kind()
    }
    fn inspect(&self) -> Value<'_> {
        let value = self.value.inspect();
        Value { span: self.span.written().or(value.span), ..value }
    }
}

impl<T: Inspect> Inspect for Option<T> {
    fn kind() -> Type {
        T::kind()
    }
    fn inspect(&self) -> Value<'_> {
        self.as_ref().map_or(Value::new(What::Absent), T::inspect)
    }
}

impl<T: Inspect> Inspect for Vec<T> {
    fn kind() -> Type {
        Type::List(T::kind)
    }
    fn inspect(&self) -> Value<'_> {
        Value::list(self)
    }
}

macro_rules! plain {
    ($($t:ty: $kind:expr, $it:ident => $value:expr;)*) => {
        $(impl Inspect for $t {
            fn kind() -> Type { $kind }
            fn inspect(&self) -> Value<'_> { let $it = self; $value }
        })*
    };
}
plain! {
    String: Type::Text, it => Value::text(it.as_str());
    bool: Type::Boolean, it => Value::new(What::Boolean(*it));
    i64: Type::Quantity(Unit::Count), it => Value::whole(Unit::Count, *it);
    Date: Type::Text, it => Value::text(it.to_string());
    Duration: Type::Quantity(Unit::Duration), it => Value::whole(Unit::Duration, it.as_millis());
    Count: Type::Quantity(Unit::Count), it => Value::whole(Unit::Count, it.number());
    Size: Type::Quantity(Unit::Size), it => Value::whole(Unit::Size, it.as_bytes());
}

/// What is text to a policy: as the spec writes it.
macro_rules! as_text {
    ($($t:ty: $it:ident => $text:expr;)*) => {
        $(impl Inspect for $t {
            fn kind() -> Type { Type::Text }
            fn inspect(&self) -> Value<'_> { let $it = self; Value::text($text) }
        })*
    };
}
as_text! {
    crate::Name: it => it.0.as_str();
    crate::Address: it => it.to_string();
    crate::Pattern: it => it.to_string();
    crate::Grant: it => it.to_string();
    crate::Attribute: it => format!("{}: {}", it.name, it.of.letter());
    crate::Call: it => it.0.as_str();
    crate::Account: it => it.0.as_str();
    crate::Region: it => it.code();
    crate::Cidr: it => it.to_string();
    crate::Schedule: it => it.to_string();
    crate::Naming: it => it.to_string();
    crate::Text: it => it.to_string();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_print_as_a_spec_writes_them() {
        let share = Fraction::new(999, 1000).expect("a share");
        assert_eq!(quantity(Unit::Percentage, share), "99.9%");
        assert_eq!(quantity(Unit::Duration, Fraction::whole(-90_000)), "-1m30s");
        assert_eq!(quantity(Unit::Size, Fraction::whole(256 << 20)), "256MiB");
        assert_eq!(quantity(Unit::Money, Fraction::new(25, 2).expect("an amount")), "12.5USD");
    }
}
