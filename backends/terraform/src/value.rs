//! Values: on one line where they fit, else over several.

use crate::concat::bare;
use crate::files::input_name;
use crate::printer::Printer;
use crate::reference::UNRESOLVED;
use crate::text::{push_key, push_quoted};
use drc_ir::{Expr, SECRET_VALUE};

const ACCOUNT: &str = "data.aws_caller_identity.current.account_id";
const PARTITION: &str = "data.aws_partition.current.partition";

impl Printer<'_> {
    /// `key = value` of a body or an object.
    pub(crate) fn entry(&mut self, key: &str, value: &Expr) {
        let value = bare(value);
        if let Expr::WriteOnce(inner) = value {
            return self.write_once(key, inner);
        }
        if is_tall(value) {
            self.page.tall_key(key);
            self.tall(value);
        } else {
            self.page.key(key);
            self.inline(value);
            if let Expr::List(items) = value
                && items.len() > 1
                && self.page.overflows()
            {
                self.page.take_back();
                self.page.tall_key(key);
                self.items(items);
            }
        }
        self.page.newline();
    }

    /// A write-only argument; it is sent again only when its version changes.
    fn write_once(&mut self, key: &str, value: &Expr) {
        self.asked.write_only = true;
        self.entry(&format!("{key}_wo"), value);
        self.entry(&format!("{key}_wo_version"), &Expr::Int(1));
    }

    fn tall(&mut self, value: &Expr) {
        match value {
            Expr::Map(entries) => {
                self.page.bracket("{");
                present(entries).for_each(|(key, value)| self.entry(key, value));
                self.page.shut("}");
            }
            Expr::List(items) => self.items(items),
            Expr::Json(inner) => {
                self.page.text.push_str("jsonencode(");
                self.tall(bare(inner));
                self.page.text.push(')');
            }
            Expr::Absent
            | Expr::Bool(_)
            | Expr::Int(_)
            | Expr::Float(_)
            | Expr::Text(_)
            | Expr::Attr(..)
            | Expr::Part(..)
            | Expr::Concat(_)
            | Expr::Account
            | Expr::Partition
            | Expr::Asset(_)
            | Expr::AssetHash(_)
            | Expr::AssetBucket
            | Expr::AssetKey(_)
            | Expr::SecretField(..)
            | Expr::WriteOnce(_)
            | Expr::Input(_) => self.inline(value),
        }
    }

    fn items(&mut self, items: &[Expr]) {
        self.page.bracket("[");
        for item in items.iter().filter(|item| **item != Expr::Absent).map(bare) {
            self.page.begin();
            if is_tall(item) {
                self.tall(item);
            } else {
                self.inline(item);
            }
            self.page.text.push_str(",\n");
        }
        self.page.shut("]");
    }

    pub(crate) fn inline(&mut self, value: &Expr) {
        match value {
            Expr::Absent => self.push("null"),
            Expr::Bool(true) => self.push("true"),
            Expr::Bool(false) => self.push("false"),
            Expr::Int(int) => self.push(&int.to_string()),
            Expr::Float(float) => self.push(&format!("{float:?}")),
            Expr::Text(text) => push_quoted(&mut self.page.text, text),
            Expr::List(items) => self.inline_list(items),
            Expr::Map(entries) => self.inline_map(entries),
            Expr::Attr(node, attr) => self.attribute(*node, *attr),
            Expr::Part(part, field) => self.sibling(part, field),
            Expr::Concat(pieces) => self.concat(pieces),
            Expr::Json(inner) => {
                self.push("jsonencode(");
                self.inline(bare(inner));
                self.push(")");
            }
            Expr::Account => {
                self.asked.account = true;
                self.push(ACCOUNT);
            }
            Expr::Partition => {
                self.asked.partition = true;
                self.push(PARTITION);
            }
            Expr::Asset(_) => self.concat(std::slice::from_ref(value)),
            Expr::AssetHash(asset) => {
                push_quoted(&mut self.page.text, &self.graph.assets[asset.0].sha256_base64);
            }
            Expr::SecretField(node, field) => {
                self.push("jsondecode(");
                self.reference(*node, SECRET_VALUE.part, SECRET_VALUE.field);
                self.page.text.extend([")[\"", field, "\"]"]);
            }
            // Only what is an argument by itself can be write-only.
            Expr::WriteOnce(inner) => self.inline(inner),
            Expr::Input(input) => {
                self.push("var.");
                self.push(&input_name(&self.graph.inputs[input.0]));
            }
            // CloudFormation's: `faults` reports them.
            Expr::AssetBucket | Expr::AssetKey(_) => self.push(UNRESOLVED),
        }
    }

    pub(crate) fn push(&mut self, text: &str) {
        self.page.text.push_str(text);
    }

    fn inline_list(&mut self, items: &[Expr]) {
        self.push("[");
        for (at, item) in items.iter().filter(|item| **item != Expr::Absent).enumerate() {
            self.push(if at == 0 { "" } else { ", " });
            self.inline(bare(item));
        }
        self.push("]");
    }

    fn inline_map(&mut self, entries: &[Entry]) {
        self.push("{");
        for (at, (key, value)) in present(entries).enumerate() {
            self.push(if at == 0 { " " } else { ", " });
            push_key(&mut self.page.text, key);
            self.push(" = ");
            self.inline(bare(value));
        }
        self.push(if present(entries).next().is_some() { " }" } else { "}" });
    }
}

type Entry = (std::borrow::Cow<'static, str>, Expr);

fn present(entries: &[Entry]) -> impl Iterator<Item = &Entry> {
    entries.iter().filter(|(_, value)| *value != Expr::Absent)
}

/// Whether a value spans lines whatever its length.
fn is_tall(value: &Expr) -> bool {
    match value {
        Expr::Map(entries) => present(entries).next().is_some(),
        Expr::List(items) => items.iter().any(|item| is_tall(bare(item))),
        Expr::Json(inner) => is_tall(bare(inner)),
        Expr::Absent
        | Expr::Bool(_)
        | Expr::Int(_)
        | Expr::Float(_)
        | Expr::Text(_)
        | Expr::Attr(..)
        | Expr::Part(..)
        | Expr::Concat(_)
        | Expr::Account
        | Expr::Partition
        | Expr::Asset(_)
        | Expr::AssetHash(_)
        | Expr::AssetBucket
        | Expr::AssetKey(_)
        | Expr::SecretField(..)
        | Expr::WriteOnce(_)
        | Expr::Input(_) => false,
    }
}
