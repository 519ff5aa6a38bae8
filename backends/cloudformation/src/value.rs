//! Values: what is known as YAML, what is not as an intrinsic function.

use crate::CODE_BUCKET;
use crate::intrinsic::{push_flat, push_target};
use crate::printer::Printer;
use crate::reference::Answer;
use crate::text::{Piece, Target, Text, push_escaped};
use drc_ir::{AssetId, Attr, CfnReturn, Expr, Input, SECRET_VALUE, pascal};
use std::borrow::Cow;

impl<'a> Printer<'a> {
    /// A value behind a key or a dash.
    pub(crate) fn value(&mut self, value: &Expr) {
        match value {
            Expr::Bool(bool) => self.page.bool(*bool),
            Expr::Int(int) => self.page.int(*int),
            Expr::Float(float) => self.page.float(*float),
            Expr::Text(text) => self.page.text(text),
            Expr::List(items) => self.list(items),
            Expr::Map(entries) => self.map(entries),
            // Passwords stand in templates as dynamic references only: what is written is not the value.
            Expr::WriteOnce(inner) => self.value(inner),
            Expr::Attr(node, attr) => match self.answer(*node, *attr) {
                Answer::Target(target) => self.target(&target),
                Answer::Known(known) => self.value(&known),
            },
            Expr::Absent
            | Expr::Part(..)
            | Expr::Concat(_)
            | Expr::Json(_)
            | Expr::Account
            | Expr::Partition
            | Expr::Asset(_)
            | Expr::AssetHash(_)
            | Expr::AssetBucket
            | Expr::AssetKey(_)
            | Expr::SecretField(..)
            | Expr::Input(_) => {
                let text = self.text_of(value);
                self.text(&text);
            }
        }
    }

    fn list(&mut self, items: &[Expr]) {
        self.page.open();
        for item in items.iter().filter(|item| **item != Expr::Absent) {
            self.page.dash();
            self.value(item);
        }
        self.page.close_list();
    }

    fn map(&mut self, entries: &[(Cow<'static, str>, Expr)]) {
        self.page.open();
        for (key, value) in entries.iter().filter(|(_, value)| *value != Expr::Absent) {
            self.page.key(key);
            self.value(value);
        }
        self.page.close_map();
    }

    /// A value that may be a text, as plain as it can be written.
    pub(crate) fn text(&mut self, text: &Text<'_>) {
        match text.pieces.as_slice() {
            [Piece::Target(target)] => self.target(target),
            [] | [_, ..] => self.flat(text),
        }
    }

    /// A text that must be one, even if it is a list.
    pub(crate) fn flat(&mut self, text: &Text<'_>) {
        if let Some(plain) = text.plain() {
            return self.page.text(plain);
        }
        if let [only] = text.pieces.as_slice() {
            return self.piece(only);
        }
        self.page.open();
        match text.substitution() {
            Some(substitution) => self.page.entry("Fn::Sub", &substitution),
            None => self.joined("", &text.pieces, |printer, piece| printer.piece(piece)),
        }
        self.page.close_map();
    }

    fn piece(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Literal(text) => self.page.text(text),
            Piece::Target(target) => push_flat(&mut self.page, target),
        }
    }

    /// `Fn::Join`, within the map that is open.
    pub(crate) fn joined<T>(&mut self, separator: &str, items: &[T], mut print: impl FnMut(&mut Self, &T)) {
        self.page.key("Fn::Join");
        self.page.open();
        self.page.dash();
        self.page.text(separator);
        self.page.dash();
        self.page.open();
        for item in items {
            self.page.dash();
            print(self, item);
        }
        self.page.close_list();
        self.page.close_list();
    }

    pub(crate) fn target(&mut self, target: &Target<'_>) {
        push_target(&mut self.page, target);
    }

    /// A value as text.
    pub(crate) fn text_of(&mut self, value: &Expr) -> Text<'a> {
        let mut text = Text::default();
        self.pieces(&mut text, value);
        text
    }

    fn pieces(&mut self, out: &mut Text<'a>, value: &Expr) {
        match value {
            Expr::Absent => {}
            Expr::Bool(_) | Expr::Int(_) | Expr::Float(_) | Expr::List(_) | Expr::Map(_) => {
                self.json(out, value);
            }
            Expr::Text(text) => out.literal(text),
            Expr::Concat(pieces) => pieces.iter().for_each(|piece| self.pieces(out, piece)),
            Expr::Json(inner) => self.json(out, inner),
            Expr::Attr(node, attr) => match self.answer(*node, *attr) {
                Answer::Target(target) => out.target(target),
                Answer::Known(known) => self.pieces(out, &known),
            },
            Expr::Part(part, attribute) => out.target(self.sibling(part, attribute)),
            Expr::Account => out.target(Target::Ref(Cow::Borrowed("AWS::AccountId"))),
            Expr::Partition => out.target(Target::Ref(Cow::Borrowed("AWS::Partition"))),
            Expr::AssetBucket => {
                self.sheets[self.here.0].takes_code = true;
                out.target(Target::Ref(Cow::Borrowed(CODE_BUCKET)));
            }
            Expr::AssetKey(asset) => out.literal(&self.asset_key(*asset)),
            Expr::WriteOnce(inner) => self.pieces(out, inner),
            Expr::SecretField(node, field) => {
                out.literal("{{resolve:secretsmanager:");
                self.pieces(out, &Expr::Attr(*node, Attr::new(CfnReturn::Ref, SECRET_VALUE.field)));
                out.literal(&format!(":SecretString:{field}}}}}"));
            }
            Expr::Input(input) => {
                self.sheets[self.here.0].inputs.insert(*input);
                out.target(Target::Ref(Cow::Owned(input_name(&self.graph.inputs[input.0]))));
            }
            Expr::Asset(_) | Expr::AssetHash(_) => out.target(self.foreign()),
        }
    }

    fn asset_key(&mut self, asset: AssetId) -> String {
        self.sheets[self.here.0].assets.insert(asset);
        key(&self.graph.assets[asset.0].sha256)
    }

    /// The JSON text of a value, on one line: what CloudWatch and API Gateway make of more is not documented.
    fn json(&mut self, out: &mut Text<'a>, value: &Expr) {
        match value {
            Expr::Absent => out.literal("null"),
            Expr::Bool(bool) => out.literal(if *bool { "true" } else { "false" }),
            Expr::Int(int) => out.literal(&int.to_string()),
            Expr::Float(float) => out.literal(&format!("{float:?}")),
            Expr::List(items) => {
                out.literal("[");
                for (at, item) in items.iter().filter(|item| **item != Expr::Absent).enumerate() {
                    out.literal(if at == 0 { "" } else { "," });
                    self.json(out, item);
                }
                out.literal("]");
            }
            Expr::Map(entries) => {
                out.literal("{");
                for (at, (key, value)) in
                    entries.iter().filter(|(_, value)| *value != Expr::Absent).enumerate()
                {
                    out.literal(if at == 0 { "\"" } else { ",\"" });
                    push_escaped(out.tail(), key);
                    out.literal("\":");
                    self.json(out, value);
                }
                out.literal("}");
            }
            Expr::Text(_)
            | Expr::Attr(..)
            | Expr::Part(..)
            | Expr::Concat(_)
            | Expr::Json(_)
            | Expr::Account
            | Expr::Partition
            | Expr::Asset(_)
            | Expr::AssetHash(_)
            | Expr::AssetBucket
            | Expr::AssetKey(_)
            | Expr::SecretField(..)
            | Expr::WriteOnce(_)
            | Expr::Input(_) => {
                out.literal("\"");
                let inner = self.text_of(value);
                out.quoted(inner);
                out.literal("\"");
            }
        }
    }
}

/// The parameter of an input.
pub(crate) fn input_name(input: &Input) -> String {
    pascal(&input.env.to_lowercase())
}

/// Where a package stands in the bucket: the hash makes new code a new key, which is how CloudFormation notices.
pub(crate) fn key(sha256: &str) -> String {
    format!("code/{sha256}.zip")
}
