//! Names, addresses, and the other short texts that mean something.

use crate::reexport::{Cow, JsonSchema, Schema, SchemaGenerator, pattern};
use crate::{Cx, Decode};
use drc_diagnostic::problems::BadText;
use drc_syntax::grammar::{self, GrammarError, RawAddress};
use drc_syntax::{Item, Spanned};
use std::fmt;

/// The name of a service: lower-case letters, digits and single dashes, a letter first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name(pub String);

/// `kind.name`, or a bare `kind` for what stands once in a spec.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// `table`
    pub kind: String,
    /// `payments`; empty for what stands once.
    pub name: String,
}

/// `table.payments`, or `table.*` for all of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// `table`
    pub kind: String,
    /// `payments`; `None` for all of them.
    pub name: Option<String>,
}

/// `read-write table.payments`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// What may be done.
    pub verb: String,
    /// With what.
    pub to: Spanned<Address>,
}

/// `paymentId: S`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Its name.
    pub name: String,
    /// Its type.
    pub of: AttributeType,
}

/// A DynamoDB key type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttributeType {
    /// `S`
    Text,
    /// `N`
    Number,
    /// `B`
    Binary,
}

/// `POST /payment`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// `POST`
    pub method: String,
    /// `/payment`
    pub path: String,
}

impl Address {
    /// `kind.name`
    pub fn new(kind: &str, name: &str) -> Self {
        Self { kind: kind.to_owned(), name: name.to_owned() }
    }

    fn of(raw: &RawAddress<'_>) -> Self {
        Self::new(raw.kind, raw.name)
    }
}

impl Pattern {
    /// Whether a service is meant.
    pub fn matches(&self, address: &Address) -> bool {
        self.kind == address.kind && self.name.as_ref().is_none_or(|it| *it == address.name)
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.kind, self.name.as_deref().unwrap_or("*"))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.name.is_empty() { f.pad(&self.kind) } else { f.pad(&format!("{}.{}", self.kind, self.name)) }
    }
}

impl fmt::Display for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.verb, self.to.value)
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

impl AttributeType {
    /// The letter DynamoDB calls it by.
    pub fn letter(self) -> &'static str {
        match self {
            Self::Text => "S",
            Self::Number => "N",
            Self::Binary => "B",
        }
    }
}

/// Reports text that does not follow its grammar.
pub(crate) fn bad_text<T>(
    item: &Item,
    cx: &mut Cx<'_>,
    text: &str,
    error: GrammarError,
    (what, example): (&'static str, &'static str),
) -> Option<T> {
    let span = cx.inside(item, error.at);
    cx.report(&BadText { span, what, text: text.to_owned(), expected: error.expected, example })
}

const NAME: (&str, &str) = ("a name", "payment-processor");
const ADDRESS: (&str, &str) = ("an address", "table.payments");
const PATTERN: (&str, &str) = ("an address or all of a kind", "table.*");
const GRANT: (&str, &str) = ("a grant", "read-write table.payments");
const ATTRIBUTE: (&str, &str) = ("an attribute", "paymentId: S");
const ROUTE: (&str, &str) = ("a route", "POST /payment");

impl Decode for Name {
    fn decode(item: &Item, cx: &mut Cx<'_>) -> Option<Self> {
        let text = cx.string(item, NAME.0)?;
        match grammar::name(text) {
            Ok(()) => Some(Name(text.to_owned())),
            Err(error) => bad_text(item, cx, text, error, NAME),
        }
    }
    fn example() -> String {
        format!("\"{}\"", NAME.1)
    }
    fn schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<Self>()
    }
}

impl Decode for Address {
    fn decode(item: &Item, cx: &mut Cx<'_>) -> Option<Self> {
        let text = cx.string(item, ADDRESS.0)?;
        match grammar::address(text) {
            Ok(raw) => Some(Address::of(&raw)),
            Err(error) => bad_text(item, cx, text, error, ADDRESS),
        }
    }
    fn example() -> String {
        format!("\"{}\"", ADDRESS.1)
    }
    fn schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<Self>()
    }
}

impl Decode for Pattern {
    fn decode(item: &Item, cx: &mut Cx<'_>) -> Option<Self> {
        let text = cx.string(item, PATTERN.0)?;
        match grammar::pattern(text) {
            Ok((kind, name)) => Some(Self { kind: kind.to_owned(), name: name.map(str::to_owned) }),
            Err(error) => bad_text(item, cx, text, error, PATTERN),
        }
    }
    fn example() -> String {
        format!("\"{}\"", PATTERN.1)
    }
    fn schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<Self>()
    }
}

impl Decode for Grant {
    fn decode(item: &Item, cx: &mut Cx<'_>) -> Option<Self> {
        let text = cx.string(item, GRANT.0)?;
        match grammar::grant(text) {
            Ok((verb, raw)) => {
                let to = Spanned::new(Address::of(&raw), cx.inside(item, raw.at));
                Some(Grant { verb: verb.to_owned(), to })
            }
            Err(error) => bad_text(item, cx, text, error, GRANT),
        }
    }
    fn schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<Self>()
    }
}

impl Decode for Attribute {
    fn decode(item: &Item, cx: &mut Cx<'_>) -> Option<Self> {
        let text = cx.string(item, ATTRIBUTE.0)?;
        match grammar::attribute(text) {
            Ok((name, letter)) => {
                let of = match letter {
                    "S" => AttributeType::Text,
                    "N" => AttributeType::Number,
                    _ => AttributeType::Binary,
                };
                Some(Attribute { name: name.to_owned(), of })
            }
            Err(error) => bad_text(item, cx, text, error, ATTRIBUTE),
        }
    }
    fn example() -> String {
        format!("\"{}\"", ATTRIBUTE.1)
    }
    fn schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<Self>()
    }
}

impl Route {
    /// The schema of a key that is a route.
    pub fn schema_of_key() -> Schema {
        pattern("A method and a path.", r"^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ANY) +/.*$", ROUTE.1)
    }

    /// Reads a route that stands as a key of `item`.
    pub fn of_key(key: &Spanned<String>, cx: &mut Cx<'_>) -> Option<Self> {
        match grammar::route(&key.value) {
            Ok((method, path)) => Some(Route { method: method.to_owned(), path: path.to_owned() }),
            Err(error) => cx.report(&BadText {
                span: key.span,
                what: ROUTE.0,
                text: key.value.clone(),
                expected: error.expected,
                example: ROUTE.1,
            }),
        }
    }
}

macro_rules! schemas {
    ($($t:ident: $about:literal, $pattern:literal, $example:expr;)*) => {
        $(impl JsonSchema for $t {
            fn schema_name() -> Cow<'static, str> { stringify!($t).into() }
            fn json_schema(_: &mut SchemaGenerator) -> Schema { pattern($about, $pattern, $example) }
        })*
    };
}
schemas! {
    Name: "A name of lower-case letters, digits and single dashes.", r"^[a-z]([a-z0-9]|-[a-z0-9])*$", NAME.1;
    Address: "The address of a service: kind.name.", r"^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$", ADDRESS.1;
    Pattern: "The address of a service, or all of a kind.", r"^[a-z][a-z0-9-]*\.(\*|[a-z][a-z0-9-]*)$", PATTERN.1;
    Grant: "A verb and the address it grants.", r"^[a-z-]+ +[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$", GRANT.1;
    Attribute: "An attribute's name and type.", r"^[A-Za-z0-9_.-]+ *: *[SNB]$", ATTRIBUTE.1;
}
