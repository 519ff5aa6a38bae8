//! What a spec says about a parameter.

use drc_diagnostic::problems::BadText;
use drc_model::{Address, Cx, Decode, Inspect, Text, Type, fields};
use drc_syntax::{Item, Span, Spanned, Value};
use schemars::{Schema, SchemaGenerator, json_schema};

fields! {
    /// A parameter of Systems Manager in every Region, under one path. AWS replicates none of them.
    pub struct Parameter {
        /// Its path, such as `"/payments/${environment}/db/endpoint"`.
        path: Spanned<Text>,
        /// Its value, in each Region with what stands there. Or `value_from`.
        value: Option<Spanned<Text>>,
        /// It is a secret: a SecureString, whose value comes from `value_from`. Default: false.
        secure: Spanned<bool> = Spanned::new(false, Span::default()),
        /// Where a secret value comes from: `"secret.name"`, or `"env:NAME"` of whoever deploys.
        value_from: Option<Spanned<ValueFrom>>,
        /// Copies each change of the value to the other Regions. Default: false.
        sync: Spanned<bool> = Spanned::new(false, Span::default()),
        /// What it is for.
        description: Option<String>,
    }
}

/// Where a secret value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueFrom {
    /// An environment variable of whoever deploys.
    Env(String),
    /// A secret of the spec.
    Secret(Address),
}

const EXAMPLE: &str = "secret.partner-api-key";

impl Inspect for ValueFrom {
    fn kind() -> Type {
        Type::Text
    }
    fn inspect(&self) -> drc_model::Value<'_> {
        drc_model::Value::text(match self {
            Self::Env(name) => format!("env:{name}"),
            Self::Secret(address) => address.to_string(),
        })
    }
}

impl Decode for ValueFrom {
    fn decode(item: &Item, cx: &mut Cx<'_>) -> Option<Self> {
        let text = cx.string(item, "a secret's address, or env:NAME")?;
        let Some(name) = text.strip_prefix("env:") else {
            return Address::decode(item, cx).map(Self::Secret);
        };
        let letters = name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_');
        if letters && name.bytes().next().is_some_and(|it| !it.is_ascii_digit()) {
            return Some(Self::Env(name.to_owned()));
        }
        let start = "env:".len();
        cx.report(&BadText {
            span: cx
                .inside(&Item { value: Value::String(text.to_owned()), span: item.span }, start..text.len()),
            what: "the name of an environment variable",
            text: name.to_owned(),
            expected: "letters, digits and underscores, no digit first".to_owned(),
            example: "env:PARTNER_API_KEY",
        })
    }
    fn example() -> String {
        format!("\"{EXAMPLE}\"")
    }
    fn schema(generator: &mut SchemaGenerator) -> Schema {
        let address = Address::schema(generator);
        json_schema!({ "anyOf": [address, { "type": "string", "pattern": "^env:[A-Za-z_][A-Za-z0-9_]*$" }] })
    }
}
