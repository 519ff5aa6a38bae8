//! Values: references as interpolations, JSON and packages as functions.

use crate::faults::Fault;
use crate::path::push_path;
use crate::printer::Printer;
use crate::text::{Interpolation, escaped};
use drc_ir::{Asset, Expr, Input, NodeId, SECRET_VALUE, kebab};

/// Stands where a drawing asks for what Pulumi does not have. Nothing declares it, so Pulumi refuses the program:
/// loud, even for a reader who never ran [`crate::faults`].
const UNRESOLVED: &str = "unresolved";
/// The variables that hold what AWS answered.
pub(crate) const ACCOUNT: &str = "account-id";
pub(crate) const PARTITION: &str = "partition";

/// A run of a text's pieces.
enum Run<'e> {
    Text(Interpolation),
    /// What can only be put into a text by `fn::join`.
    Json(&'e Expr),
    /// A field of the JSON text a variable holds.
    Field(String, &'static str),
    /// What is left of a text without a first one, up to a second.
    Between(String, (&'static str, &'static str)),
}

impl Printer<'_> {
    /// A value behind a key or a dash.
    pub(crate) fn value(&mut self, value: &Expr) {
        match value {
            Expr::Bool(bool) => self.page.bool(*bool),
            Expr::Int(int) => self.page.int(*int),
            Expr::Float(float) => self.page.float(*float),
            Expr::Text(text) => self.literal(text),
            Expr::List(items) => {
                self.page.open();
                for item in items.iter().filter(|item| **item != Expr::Absent) {
                    self.page.dash();
                    self.value(item);
                }
                self.page.close_list();
            }
            Expr::Map(entries) => {
                self.page.open();
                for (key, value) in entries.iter().filter(|(_, value)| *value != Expr::Absent) {
                    self.key(key);
                    self.value(value);
                }
                self.page.close_map();
            }
            Expr::Json(inner) => self.json(inner),
            Expr::Absent
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
            | Expr::Input(_) => self.text(value),
            Expr::WriteOnce(inner) => self.secret(inner),
        }
    }

    pub(crate) fn literal(&mut self, text: &str) {
        if text.contains('$') { self.page.text(&escaped(text)) } else { self.page.text(text) }
    }

    /// A key of the user's: Pulumi looks for references in it too.
    pub(crate) fn key(&mut self, key: &str) {
        if key.contains('$') { self.page.key(&escaped(key)) } else { self.page.key(key) }
    }

    /// A value that Pulumi keeps encrypted.
    fn secret(&mut self, value: &Expr) {
        self.page.open();
        self.page.key("fn::secret");
        self.value(value);
        self.page.close_map();
    }

    /// Pulumi's YAML reads no JSON, so the text is cut: at `"field":"`, then at the quote that ends the value. drc's own
    /// secrets hold letters and digits only: nothing in them is escaped.
    fn field(&mut self, text: &str, field: &str) {
        self.select(0, "\"", |printer| {
            printer.select(1, &format!("\"{field}\":\""), |printer| printer.page.text(text));
        });
    }

    /// What is left of a text without `start` and from `end` on.
    fn between(&mut self, text: &str, start: &str, end: &str) {
        self.select(0, end, |printer| {
            printer.page.open();
            printer.page.key("fn::join");
            printer.page.open();
            printer.page.dash();
            printer.page.text("");
            printer.page.dash();
            printer.split(start, |printer| printer.page.text(text));
            printer.page.close_list();
            printer.page.close_map();
        });
    }

    /// One of the pieces a text is split into.
    fn select(&mut self, at: i64, separator: &str, text: impl FnOnce(&mut Self)) {
        self.page.open();
        self.page.key("fn::select");
        self.page.open();
        self.page.dash();
        self.page.int(at);
        self.page.dash();
        self.split(separator, text);
        self.page.close_list();
        self.page.close_map();
    }

    fn split(&mut self, separator: &str, text: impl FnOnce(&mut Self)) {
        self.page.open();
        self.page.key("fn::split");
        self.page.open();
        self.page.dash();
        self.page.text(separator);
        self.page.dash();
        text(self);
        self.page.close_list();
        self.page.close_map();
    }

    fn json(&mut self, value: &Expr) {
        self.page.open();
        self.page.key("fn::toJSON");
        self.value(value);
        self.page.close_map();
    }

    fn text(&mut self, value: &Expr) {
        let mut runs = Vec::new();
        self.runs(&mut runs, value);
        let only = if runs.len() < 2 { runs.pop() } else { None };
        match only {
            Some(run) => self.run(run),
            None if runs.is_empty() => self.page.text(""),
            None => {
                self.page.open();
                self.page.key("fn::join");
                self.page.open();
                self.page.dash();
                self.page.text("");
                self.page.dash();
                self.page.open();
                for run in runs {
                    self.page.dash();
                    self.run(run);
                }
                self.page.close_list();
                self.page.close_list();
                self.page.close_map();
            }
        }
    }

    fn run(&mut self, run: Run<'_>) {
        match run {
            Run::Text(text) => self.page.text(&text.finish()),
            Run::Json(value) => self.json(value),
            Run::Field(text, field) => self.field(&text, field),
            Run::Between(text, (start, end)) => self.between(&text, start, end),
        }
    }

    fn runs<'e>(&mut self, out: &mut Vec<Run<'e>>, value: &'e Expr) {
        match value {
            Expr::Absent => {}
            Expr::Concat(pieces) => pieces.iter().for_each(|piece| self.runs(out, piece)),
            Expr::Json(inner) => out.push(Run::Json(inner)),
            Expr::List(_) | Expr::Map(_) => out.push(Run::Json(value)),
            Expr::Bool(bool) => tail(out).literal(if *bool { "true" } else { "false" }),
            Expr::Int(int) => tail(out).literal(&int.to_string()),
            Expr::Float(float) => tail(out).literal(&format!("{float:?}")),
            Expr::Text(text) => tail(out).literal(text),
            Expr::Attr(node, attr) => {
                let place = self.names.place(*node, attr.part);
                let Some(between) = attr.between else {
                    return self.refer(tail(out), place, attr.part, attr.field);
                };
                let mut text = Interpolation::default();
                self.refer(&mut text, place, attr.part, attr.field);
                out.push(Run::Between(text.finish(), between));
            }
            Expr::Part(part, field) => {
                let place = self.node.and_then(|node: NodeId| self.names.place(node, part));
                self.refer(tail(out), place, part, field);
            }
            Expr::Account => {
                self.asked.account = true;
                tail(out).reference(|text| text.push_str(ACCOUNT));
            }
            Expr::Partition => {
                self.asked.partition = true;
                tail(out).reference(|text| text.push_str(PARTITION));
            }
            Expr::Asset(asset) => tail(out).literal(&format!("./{}", file(&self.graph.assets[asset.0]))),
            Expr::AssetHash(asset) => tail(out).literal(&self.graph.assets[asset.0].sha256_base64),
            Expr::WriteOnce(inner) => self.runs(out, inner),
            Expr::Input(input) => {
                let name = input_name(&self.graph.inputs[input.0]);
                tail(out).reference(|text| text.push_str(&name));
            }
            Expr::SecretField(node, field) => match self.names.place(*node, SECRET_VALUE.part) {
                Some(place) => {
                    self.refers.push(place);
                    out.push(Run::Field(format!("${{{}}}", self.names.label(place)), field));
                }
                None => drop(self.faults.insert(Fault::Part { at: self.at(), part: SECRET_VALUE.part })),
            },
            Expr::AssetBucket | Expr::AssetKey(_) => {
                self.faults.insert(Fault::NotPulumi { at: self.at() });
                tail(out).reference(|text| text.push_str(UNRESOLVED));
            }
        }
    }

    /// `${function-payment-us-east-1-role.arn}`
    fn refer(
        &mut self,
        out: &mut Interpolation,
        place: Option<usize>,
        part: &'static str,
        field: &'static str,
    ) {
        let Some(place) = place else {
            self.faults.insert(Fault::Part { at: self.at(), part });
            return out.reference(|text| text.push_str(UNRESOLVED));
        };
        self.refers.push(place);
        // A variable holds the one answer it was asked for.
        if self.names.ephemeral(place) {
            return out.reference(|text| text.push_str(self.names.label(place)));
        }
        let mut known = true;
        out.reference(|text| {
            text.push_str(self.names.label(place));
            text.push('.');
            known = push_path(text, self.names.known(place), field, self.major);
        });
        if !known {
            self.faults.insert(Fault::Field { kind: self.names.kind(place), path: field.to_owned() });
        }
    }
}

/// The text at the end, for more to be added.
fn tail<'o>(out: &'o mut Vec<Run<'_>>) -> &'o mut Interpolation {
    if !matches!(out.last(), Some(Run::Text(_))) {
        out.push(Run::Text(Interpolation::default()));
    }
    match out.last_mut() {
        Some(Run::Text(text)) => text,
        Some(Run::Json(_) | Run::Field(..) | Run::Between(..)) | None => {
            unreachable!("a text was just put there")
        }
    }
}

/// The configuration key of an input.
pub(crate) fn input_name(input: &Input) -> String {
    kebab(&input.env.to_lowercase())
}

/// Where a package stands, below the output folder.
pub(crate) fn file(asset: &Asset) -> String {
    format!("code/{}.zip", asset.name)
}
