//! Where a drawing names a Region that is not its own: by reference, by an ARN or a host name, or by the Region's code.

use drc_ir::{Expr, Graph, NodeId, SECRET_VALUE};
use drc_model::Region;

/// How a Region is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Names {
    /// By reference to what stands there, and to which of its attributes.
    Node(NodeId, &'static str),
    /// By an address in it: an ARN, or a host name.
    Address(String),
    /// By its code, in a property that says where something is: `cloudwatch_alarm_region`.
    Place(String),
    /// By its code in other text. A name is looked up in the Region of whoever asks, so this may well be harmless.
    Word(String),
}

/// One place where a drawing names a Region that is not its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Whose drawing.
    pub at: NodeId,
    /// The resource's type, as the provider calls it.
    pub kind: String,
    /// The property: `environment.variables.LEDGER_URL`.
    pub path: String,
    /// The Region.
    pub region: Region,
    /// How.
    pub names: Names,
}

/// Reads the drawings of a graph.
#[derive(Debug)]
pub(super) struct Reader<'g> {
    graph: &'g Graph,
    /// What names another Region, in the order of the nodes.
    pub(super) mentions: Vec<Mention>,
    /// What refers to what, wherever it stands.
    pub(super) references: Vec<(NodeId, NodeId)>,
}

impl<'g> Reader<'g> {
    pub(super) fn new(graph: &'g Graph) -> Self {
        Self { graph, mentions: Vec::new(), references: Vec::new() }
    }

    /// Reads a value of a node's drawing.
    pub(super) fn value(&mut self, at: NodeId, kind: &str, path: &mut String, value: &Expr) {
        match value {
            Expr::Attr(id, attr) => self.reference(at, kind, path, *id, attr.field),
            Expr::SecretField(id, _) => self.reference(at, kind, path, *id, SECRET_VALUE.field),
            Expr::Text(text) => self.text(at, kind, path, text),
            Expr::List(items) => items.iter().for_each(|it| self.value(at, kind, path, it)),
            Expr::Map(entries) => {
                for (key, it) in entries {
                    let length = path.len();
                    if length > 0 {
                        path.push('.');
                    }
                    path.push_str(key);
                    self.value(at, kind, path, it);
                    path.truncate(length);
                }
            }
            Expr::Json(inner) | Expr::WriteOnce(inner) => self.value(at, kind, path, inner),
            Expr::Concat(pieces) => {
                pieces.iter().filter(|it| !matches!(it, Expr::Text(_))).for_each(|it| {
                    self.value(at, kind, path, it);
                });
                // An ARN shows only in the whole.
                if pieces.iter().any(|it| matches!(it, Expr::Text(text) if self.names(text))) {
                    self.text(at, kind, path, &pieces.iter().map(plain).collect::<String>());
                }
            }
            Expr::Absent
            | Expr::Bool(_)
            | Expr::Int(_)
            | Expr::Float(_)
            | Expr::Part(..)
            | Expr::Account
            | Expr::Partition
            | Expr::Asset(_)
            | Expr::AssetHash(_)
            | Expr::AssetBucket
            | Expr::AssetKey(_)
            | Expr::Input(_) => {}
        }
    }

    fn reference(&mut self, at: NodeId, kind: &str, path: &str, to: NodeId, field: &'static str) {
        self.references.push((at, to));
        let (node, target) = (self.graph.node(at), self.graph.node(to));
        if !target.global && (node.global || target.region != node.region) {
            let names = Names::Node(to, field);
            let (kind, path) = (kind.to_owned(), path.to_owned());
            self.mentions.push(Mention { at, kind, path, region: target.region, names });
        }
    }

    fn names(&self, text: &str) -> bool {
        self.graph.regions.iter().any(|it| text.contains(it.code()))
    }

    fn text(&mut self, at: NodeId, kind: &str, path: &str, text: &str) {
        let node = self.graph.node(at);
        for region in self.graph.regions.iter().filter(|it| node.global || **it != node.region) {
            if let Some(names) = names(text, *region, path) {
                let (kind, path) = (kind.to_owned(), path.to_owned());
                self.mentions.push(Mention { at, kind, path, region: *region, names });
            }
        }
    }
}

fn plain(piece: &Expr) -> &str {
    // What AWS or the account fills in stands for itself: no Region is in it that the text around does not say.
    piece.as_text().unwrap_or("*")
}

/// How a text names a Region, if it does.
fn names(text: &str, region: Region, path: &str) -> Option<Names> {
    let code = region.code();
    let mut found = None;
    for (at, _) in text.match_indices(code) {
        let (before, after) = (&text[..at], &text[at + code.len()..]);
        // `us-east-1` is no part of `ap-us-east-12`.
        if before.ends_with(|it: char| it.is_ascii_alphanumeric())
            || after.starts_with(|it: char| it.is_ascii_digit())
        {
            continue;
        }
        let token = word_around(text, at, code.len());
        let host =
            after.strip_prefix('.').is_some_and(|it| it.starts_with(|it: char| it.is_ascii_alphanumeric()));
        let arn = before.ends_with(':') && after.starts_with(':');
        if host || arn || before.to_ascii_lowercase().ends_with("region=") {
            return Some(Names::Address(token.to_owned()));
        }
        let place =
            text == code && !path.contains("environment") && path.to_ascii_lowercase().ends_with("region");
        found = Some(if place { Names::Place(token.to_owned()) } else { Names::Word(token.to_owned()) });
    }
    found
}

/// The run of characters around a place that no blank, quote or bracket interrupts.
fn word_around(text: &str, at: usize, length: usize) -> &str {
    let ends = |it: char| it.is_whitespace() || "\"'`\\,;{}[]()<>*".contains(it);
    let start =
        text[..at].rfind(ends).map_or(0, |it| it + text[it..].chars().next().map_or(1, char::len_utf8));
    let end = text[at + length..].find(ends).map_or(text.len(), |it| at + length + it);
    &text[start..end]
}

impl Names {
    /// Whether it is certainly something in the Region, and not a word that may mean anything.
    pub(super) fn is_somewhere(&self) -> bool {
        !matches!(self, Self::Word(_))
    }

    /// What is wrong with it where nothing excuses it. Whether a word is the spec's own shows only in its text.
    pub(super) fn judged(&self) -> super::Because {
        if self.is_somewhere() { super::Because::Uses } else { super::Because::WrittenOut }
    }
}
