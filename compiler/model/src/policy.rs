//! What must hold of a system beside its targets.

use crate::reexport::{Cow, JsonSchema, Schema, SchemaGenerator};
use crate::{Cx, Decode, Inspect, Name, Type, Value, fields, keywords};
use drc_diagnostic::Severity;
use drc_diagnostic::problems::PolicySyntax;
use drc_syntax::grammar::{self, Expr};
use drc_syntax::{Item, Span, Spanned};
use schemars::json_schema;

fields! {
    /// What must hold of a system beside its targets.
    pub struct Policy {
        /// What it is called; `[[allow]]` names it as `policy:ID`.
        id: Spanned<Name>,
        /// What must hold: `rpo(table.*) <= 1m and rto() <= objectives.rto - 30s`.
        require: Expression,
        /// Where it applies. Default: everywhere.
        when: Option<Expression>,
        /// Why, for whoever violates it.
        message: Spanned<String>,
        /// How bad a violation is. Default: `error`.
        severity: Grade = Grade::Error,
    }
}

keywords! {
    /// How bad it is.
    pub enum Grade as "a severity" {
        /// `drc check` ends with status 1, and nothing is emitted.
        Error = "error",
        /// It is said, and `--deny warnings` ends with status 1.
        Warning = "warning",
        /// It is said.
        Note = "note",
    }
}

impl Grade {
    /// The severity of a finding.
    pub fn severity(self) -> Severity {
        match self {
            Self::Error => Severity::Error,
            Self::Warning => Severity::Warning,
            Self::Note => Severity::Note,
        }
    }
}

/// An expression of a policy. Its spans point into the file it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression(pub Expr);

impl Inspect for Expression {
    fn kind() -> Type {
        Type::Text
    }
    fn inspect(&self) -> Value<'_> {
        Value { span: self.0.span.written(), ..Value::text(self.0.value.to_string()) }
    }
}

impl Decode for Expression {
    fn decode(item: &Item, cx: &mut Cx<'_>) -> Option<Self> {
        let text = cx.string(item, "what must hold, as text")?;
        let read = grammar::expression(text, &|at| cx.inside(item, at));
        match read {
            Ok(expr) => Some(Self(expr)),
            Err(error) => {
                let rest = text.get(error.at.start..).unwrap_or_default().to_owned();
                // The first word that cannot stand there: what follows may be right.
                let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
                let span: Span = cx.inside(item, error.at.start..error.at.start + length);
                cx.report(&PolicySyntax { span, rest, expected: error.expected })
            }
        }
    }
    fn example() -> String {
        "\"rto() <= objectives.rto - 30s\"".to_owned()
    }
    fn schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<Self>()
    }
}

impl JsonSchema for Expression {
    fn schema_name() -> Cow<'static, str> {
        "Expression".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "What must hold: typed quantities, comparisons, and, or, not, in, any, all.",
            "examples": ["rpo(table.*) <= 1m and rto() <= objectives.rto - 30s"],
        })
    }
}
