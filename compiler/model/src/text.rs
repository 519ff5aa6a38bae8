//! Text with `${…}` in it.

use crate::address::bad_text;
use crate::reexport::{Cow, JsonSchema, Schema, SchemaGenerator};
use crate::{Cx, Decode};
use drc_syntax::{Item, Spanned, grammar};
use schemars::json_schema;
use std::fmt;

/// A piece of a [`Text`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// As it stands.
    Plain(String),
    /// The words between the dots of `${a.b.c}`.
    Reference(Spanned<Vec<String>>),
}

/// Text that may refer to something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Plain text and references, in order.
    pub pieces: Vec<Piece>,
}

impl Text {
    /// Text without references.
    pub fn plain(text: &str) -> Self {
        Self { pieces: vec![Piece::Plain(text.to_owned())] }
    }

    /// The text, if nothing in it is a reference.
    pub fn as_plain(&self) -> Option<String> {
        let plain = |piece: &Piece| match piece {
            Piece::Plain(text) => Some(text.clone()),
            Piece::Reference(_) => None,
        };
        self.pieces.iter().map(plain).collect()
    }

    /// Its references.
    pub fn references(&self) -> impl Iterator<Item = &Spanned<Vec<String>>> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Plain(_) => None,
            Piece::Reference(words) => Some(words),
        })
    }
}

/// As a spec writes it.
impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pieces.iter().try_for_each(|piece| match piece {
            Piece::Plain(text) => f.write_str(text),
            Piece::Reference(words) => write!(f, "${{{}}}", words.value.join(".")),
        })
    }
}

impl Decode for Text {
    fn decode(item: &Item, cx: &mut Cx<'_>) -> Option<Self> {
        let text = cx.string(item, "text")?;
        match grammar::template(text) {
            Ok(pieces) => Some(Text { pieces: pieces.into_iter().map(|it| piece(it, item, cx)).collect() }),
            Err(error) => bad_text(item, cx, text, error, ("text with references", "${table.payments.name}")),
        }
    }
    fn example() -> String {
        "\"…\"".to_owned()
    }
    fn schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<Self>()
    }
}

fn piece(raw: grammar::Piece<'_>, item: &Item, cx: &Cx<'_>) -> Piece {
    match raw {
        grammar::Piece::Text(text) => Piece::Plain(text.to_owned()),
        grammar::Piece::Reference(words, at) => {
            let words = words.into_iter().map(str::to_owned).collect();
            Piece::Reference(Spanned::new(words, cx.inside(item, at)))
        }
    }
}

impl JsonSchema for Text {
    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "Text; ${kind.name.attribute} refers to a service, $${ is a plain ${.",
        })
    }
}
