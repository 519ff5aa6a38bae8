//! What a drawing says that Terraform does not know: mistakes of ours, for a test to find and no user to
//! meet.

use crate::names::{Names, Resource};
use crate::reference::head;
use crate::resource::{Level, maps};
use drc_ir::{Dependency, Expr, Graph, NodeId, SECRET_VALUE, Shape};
use drc_vendor::{Field, Nesting, Reader, Role, Type};
use std::collections::BTreeSet;
use std::fmt;

/// A mistake in a drawing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// The vendor table lacks the type.
    Type {
        /// `aws_s3_bucket`
        kind: &'static str,
    },
    /// The vendor table lacks the field.
    Field {
        /// `aws_s3_bucket`
        kind: &'static str,
        /// `rule.filter.prefix`
        path: String,
    },
    /// The field is AWS's to fill in: it can be neither set nor ignored.
    Computed {
        /// `aws_s3_bucket`
        kind: &'static str,
        /// `arn`
        path: String,
    },
    /// A field is a block, and its value neither a map nor a list of maps.
    Block {
        /// `aws_s3_bucket`
        kind: &'static str,
        /// `rule.filter`
        path: String,
    },
    /// A part is referred to that nothing draws.
    Part {
        /// The resource that refers to it, or `output`.
        at: String,
        /// The part.
        part: &'static str,
    },
    /// A value only CloudFormation has.
    NotTerraform {
        /// The resource that holds it, or `output`.
        at: String,
    },
    /// Two resources of one type have one label.
    Twice {
        /// Their address.
        address: String,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Type { kind } => write!(f, "the vendor table lacks {kind}"),
            Self::Field { kind, path } => write!(f, "the vendor table lacks {path} of {kind}"),
            Self::Computed { kind, path } => write!(f, "{path} of {kind} is AWS's to fill in"),
            Self::Block { kind, path } => write!(f, "{path} of {kind} is a block, its value not a map"),
            Self::Part { at, part } => write!(f, "{at} refers to a part {part:?} that is not drawn"),
            Self::NotTerraform { at } => write!(f, "{at} holds a value that only CloudFormation has"),
            Self::Twice { address } => write!(f, "{address} stands twice"),
        }
    }
}

/// Every mistake in the graph's drawings, each once. [`crate::print`] prints such a graph all the same: an
/// unknown field as an argument, an unknown reference as one that `terraform validate` refuses.
pub fn faults(graph: &Graph) -> Vec<Fault> {
    let names = Names::of(graph);
    let mut search = Search { names: &names, here: None, at: "output".to_owned(), found: BTreeSet::new() };
    graph.outputs.iter().for_each(|output| search.value(&output.value));
    let mut seen = BTreeSet::new();
    for id in (0..graph.nodes.len()).map(NodeId) {
        for (place, shape) in names.places(id).zip(&graph.draw_provider(id).resources) {
            search.here = Some(id);
            search.at = names.resource(place).address();
            search.resource(shape);
            if !seen.insert(search.at.clone()) {
                search.found.insert(Fault::Twice { address: search.at.clone() });
            }
        }
    }
    search.found.into_iter().collect()
}

struct Search<'a> {
    names: &'a Names,
    here: Option<NodeId>,
    at: String,
    found: BTreeSet<Fault>,
}

impl<'a> Search<'a> {
    fn resource(&mut self, shape: &Shape) {
        let known = Type::find(shape.kind);
        match known {
            _ if shape.ephemeral => self.reader(shape),
            None => drop(self.found.insert(Fault::Type { kind: shape.kind })),
            Some(_) => self.keys(shape.kind, "", &shape.body, Level::Resource(known)),
        }
        self.value(&shape.body);
        for dependency in &shape.after {
            if let Dependency::Part(part) = dependency {
                self.part(part);
            }
        }
        for field in &shape.ignore_changes {
            if self.field(shape.kind, field).is_some_and(|field| field.role == Role::Computed) {
                self.found.insert(Fault::Computed { kind: shape.kind, path: (*field).to_owned() });
            }
        }
    }

    /// Looks every key of a body up, and those of its blocks and objects.
    fn keys(&mut self, kind: &'static str, above: &str, body: &Expr, level: Level) {
        let Expr::Map(entries) = body else { return };
        for (key, value) in entries {
            let path = format!("{above}{key}");
            let Some(field) = level.field(key) else {
                self.found.insert(Fault::Field { kind, path });
                continue;
            };
            if field.role == Role::Computed {
                self.found.insert(Fault::Computed { kind, path: path.clone() });
            }
            match (field.nesting, maps(value)) {
                (Nesting::Value | Nesting::Sole | Nesting::Archive | Nesting::Asset, _) => {}
                (Nesting::Objects(_) | Nesting::Object(_), None) => {}
                (Nesting::Block(_) | Nesting::Blocks(_), None) => {
                    self.found.insert(Fault::Block { kind, path });
                }
                (
                    Nesting::Block(_) | Nesting::Blocks(_) | Nesting::Objects(_) | Nesting::Object(_),
                    Some(items),
                ) => {
                    let above = format!("{path}.");
                    items.iter().for_each(|item| self.keys(kind, &above, item, Level::Within(field)));
                }
            }
        }
    }

    /// Follows every reference, and finds what only CloudFormation has.
    fn value(&mut self, value: &Expr) {
        match value {
            Expr::Attr(node, attr) => {
                if let Some(resource) = self.drawn(Some(*node), attr.part) {
                    self.asked(resource, attr.field);
                }
            }
            Expr::Part(part, field) => {
                if let Some(resource) = self.part(part) {
                    self.asked(resource, field);
                }
            }
            Expr::List(items) | Expr::Concat(items) => items.iter().for_each(|item| self.value(item)),
            Expr::Map(entries) => entries.iter().for_each(|(_, value)| self.value(value)),
            Expr::Json(inner) | Expr::WriteOnce(inner) => self.value(inner),
            Expr::SecretField(node, _) => drop(self.drawn(Some(*node), SECRET_VALUE.part)),
            Expr::AssetBucket | Expr::AssetKey(_) => {
                self.found.insert(Fault::NotTerraform { at: self.at.clone() });
            }
            Expr::Absent
            | Expr::Bool(_)
            | Expr::Int(_)
            | Expr::Float(_)
            | Expr::Text(_)
            | Expr::Account
            | Expr::Partition
            | Expr::Asset(_)
            | Expr::AssetHash(_)
            | Expr::Input(_) => {}
        }
    }

    /// What is read and not made has a table of its own.
    fn reader(&mut self, shape: &Shape) {
        let kind = shape.kind;
        let Some(reader) = Reader::find(kind) else {
            self.found.insert(Fault::Type { kind });
            return;
        };
        let Expr::Map(entries) = &shape.body else { return };
        for (key, _) in entries.iter().filter(|(key, _)| reader.argument(key).is_none()) {
            self.found.insert(Fault::Field { kind, path: key.to_string() });
        }
    }

    fn part(&mut self, part: &'static str) -> Option<&'a Resource> {
        self.drawn(self.here, part)
    }

    fn drawn(&mut self, node: Option<NodeId>, part: &'static str) -> Option<&'a Resource> {
        let found = node.and_then(|node| self.names.find(node, part));
        if found.is_none() {
            self.found.insert(Fault::Part { at: self.at.clone(), part });
        }
        found
    }

    fn asked(&mut self, resource: &Resource, field: &str) {
        let kind = resource.kind;
        if !resource.ephemeral {
            self.field(kind, field);
        } else if Reader::find(kind).is_none_or(|it| it.answer.0 != field) {
            self.found.insert(Fault::Field { kind, path: field.to_owned() });
        }
    }

    /// Looks up the field that a reference begins with.
    fn field(&mut self, kind: &'static str, field: &str) -> Option<&'static Field> {
        let known = Type::find(kind)?;
        let found = known.field(head(field));
        if found.is_none() {
            self.found.insert(Fault::Field { kind, path: head(field).to_owned() });
        }
        found
    }
}
