//! One resource: its arguments, its blocks, and what Terraform itself is told about it.

use crate::names::Resource;
use crate::printer::Printer;
use drc_ir::{Dependency, Expr, NodeId, Shape, Shapes, references};
use drc_model::Region;
use drc_vendor::{Field, Nesting, Type};

/// Where a key stands: what the vendor table knows of it.
#[derive(Clone, Copy)]
pub(crate) enum Level {
    /// A resource; `None` if the table lacks its type.
    Resource(Option<&'static Type>),
    /// A block or an object.
    Within(&'static Field),
}

impl Level {
    pub(crate) fn field(self, name: &str) -> Option<&'static Field> {
        match self {
            Self::Resource(resource) => resource?.field(name),
            Self::Within(field) => field.field(name),
        }
    }
}

impl Printer<'_> {
    /// Prints a resource, in the order of the Terraform style guide: provider, arguments, blocks, lifecycle,
    /// dependencies.
    pub(crate) fn resource(&mut self, place: usize, home: Region, shape: &Shape, after: &[NodeId]) {
        let names = self.names;
        let Resource { kind, label, ephemeral, .. } = names.resource(place);
        let block = if *ephemeral { "ephemeral" } else { "resource" };
        self.page.open_here(&[block, " \"", kind, "\" \"", label, "\""]);
        self.page.words("provider", &["aws.", names.alias(shape.region.unwrap_or(home))]);
        if !matches!(&shape.body, Expr::Map(entries) if entries.is_empty()) {
            self.page.gap();
        }
        let known = if shape.ephemeral { None } else { Type::find(shape.kind) };
        self.body(&shape.body, Level::Resource(known));
        self.lifecycle(shape);
        self.depends_on(shape, after);
        self.page.close();
    }

    /// Arguments first, then blocks, each as the drawing orders them.
    fn body(&mut self, body: &Expr, level: Level) {
        let Expr::Map(entries) = body else { return };
        let mut blocks = Vec::new();
        for (key, value) in entries {
            match blocks_of(value, key, level) {
                Some((items, within)) => blocks.push((key, items, within)),
                None if *value == Expr::Absent => {}
                None => self.entry(key, value),
            }
        }
        for (key, items, within) in blocks {
            for item in items.iter().filter(|item| **item != Expr::Absent) {
                self.page.open(&[key]);
                self.body(item, within);
                self.page.close();
            }
        }
    }

    fn lifecycle(&mut self, shape: &Shape) {
        if shape.ignore_changes.is_empty() && !shape.create_before_destroy && !shape.protected {
            return;
        }
        self.page.open(&["lifecycle"]);
        if shape.protected {
            self.page.words("prevent_destroy", &["true"]);
        }
        if shape.create_before_destroy {
            self.page.words("create_before_destroy", &["true"]);
        }
        if !shape.ignore_changes.is_empty() {
            self.names_list("ignore_changes", &shape.ignore_changes);
        }
        self.page.close();
    }

    fn depends_on(&mut self, shape: &Shape, after: &[NodeId]) {
        let names = self.names;
        let mut places: Vec<usize> = Vec::new();
        for dependency in shape.after.iter().copied().chain(after.iter().copied().map(Dependency::Node)) {
            match dependency {
                Dependency::Node(node) => places.extend(self.others(node)),
                Dependency::Part(part) => places.extend(self.here.and_then(|here| names.place(here, part))),
            }
        }
        places.sort_unstable();
        places.dedup();
        // What the body refers to is waited for already.
        if !places.is_empty() {
            references(&shape.body, &mut |node, attr| {
                let named = names.place(node, attr.part);
                places.retain(|place| Some(*place) != named);
            });
        }
        if places.is_empty() {
            return;
        }
        let addresses: Vec<String> = places.iter().map(|at| names.resource(*at).address()).collect();
        self.page.gap();
        self.names_list("depends_on", &addresses);
    }

    /// The resources of another node; none where that node is drawn by the one being printed.
    fn others(&self, node: NodeId) -> std::ops::Range<usize> {
        let drawer = self.names.drawer(node);
        if Some(drawer) == self.here { 0..0 } else { self.names.places(drawer) }
    }

    /// A list of bare names: one to a line if they do not fit in one.
    fn names_list(&mut self, key: &str, names: &[impl AsRef<str>]) {
        self.page.key(key);
        self.page.text.push('[');
        for (at, name) in names.iter().enumerate() {
            self.page.text.extend([if at == 0 { "" } else { ", " }, name.as_ref()]);
        }
        self.page.text.push(']');
        if names.len() > 1 && self.page.overflows() {
            self.page.take_back();
            self.page.tall_key(key);
            self.page.bracket("[");
            for name in names {
                self.page.begin();
                self.page.text.extend([name.as_ref(), ",\n"]);
            }
            self.page.shut("]");
        }
        self.page.newline();
    }
}

/// The blocks a value stands for: the vendor table says its key is one, and it is a map or a list of maps.
///
/// Only such values are looked up: most are not, and a look-up for each would be a good part of all printing.
fn blocks_of<'e>(value: &'e Expr, key: &str, level: Level) -> Option<(&'e [Expr], Level)> {
    let items = maps(value)?;
    let field = level.field(key)?;
    match field.nesting {
        Nesting::Block(_) | Nesting::Blocks(_) => Some((items, Level::Within(field))),
        Nesting::Value
        | Nesting::Sole
        | Nesting::Archive
        | Nesting::Asset
        | Nesting::Objects(_)
        | Nesting::Object(_) => None,
    }
}

/// A map, or a list of nothing but maps.
pub(crate) fn maps(value: &Expr) -> Option<&[Expr]> {
    if let Expr::Map(_) = value {
        return Some(std::slice::from_ref(value));
    }
    let Expr::List(items) = value else { return None };
    items.iter().all(|item| matches!(item, Expr::Map(_) | Expr::Absent)).then_some(items)
}

/// Whether a resource needs an earlier one of its own drawing: then it waits for whatever the node waits for
/// already.
pub(crate) fn follows_sibling(shapes: &Shapes<'_>, at: usize) -> bool {
    let earlier = |part: &str| shapes.resources[..at].iter().any(|it| it.part == part);
    let shape = &shapes.resources[at];
    let waits = shape.after.iter().any(|it| matches!(it, Dependency::Part(part) if earlier(part)));
    waits || any_part(&shape.body, &earlier)
}

fn any_part(value: &Expr, wanted: &impl Fn(&str) -> bool) -> bool {
    match value {
        Expr::Part(part, _) => wanted(part),
        Expr::List(items) | Expr::Concat(items) => items.iter().any(|item| any_part(item, wanted)),
        Expr::Map(entries) => entries.iter().any(|(_, value)| any_part(value, wanted)),
        Expr::Json(inner) | Expr::WriteOnce(inner) => any_part(inner, wanted),
        Expr::Absent
        | Expr::Bool(_)
        | Expr::Int(_)
        | Expr::Float(_)
        | Expr::Text(_)
        | Expr::Attr(..)
        | Expr::Account
        | Expr::Partition
        | Expr::Asset(_)
        | Expr::AssetHash(_)
        | Expr::AssetBucket
        | Expr::AssetKey(_)
        | Expr::SecretField(..)
        | Expr::Input(_) => false,
    }
}
