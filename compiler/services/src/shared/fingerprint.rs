//! A short hash of what something is made of: where AWS never updates a thing in place, another hash makes another one.

use drc_ir::{Expr, Graph, NodeId};

/// FNV-1a over what is fed to it, in order.
#[derive(Clone, Copy, Debug)]
pub struct Fingerprint(u64);

impl Default for Fingerprint {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fingerprint {
    /// Takes text in.
    pub fn feed(&mut self, text: &str) {
        for byte in text.bytes().chain([0]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    /// Takes a value in. A reference counts by what it leads to and not by that one's number, which changes with every
    /// service that is added before it.
    pub fn feed_value(&mut self, value: &Expr, graph: &Graph) {
        self.feed(&format!("{:?}", named(value, graph)));
    }

    /// The hash so far.
    pub fn text(self) -> String {
        format!("{:016x}", self.0)
    }
}

fn named(value: &Expr, graph: &Graph) -> Expr {
    let all = |items: &[Expr]| items.iter().map(|item| named(item, graph)).collect();
    match value {
        Expr::Attr(id, attr) => place(*id, attr.part, attr.field, graph),
        Expr::SecretField(id, field) => place(*id, "", field, graph),
        Expr::List(items) => Expr::List(all(items)),
        Expr::Concat(items) => Expr::Concat(all(items)),
        Expr::Map(entries) => {
            Expr::Map(entries.iter().map(|(key, value)| (key.clone(), named(value, graph))).collect())
        }
        Expr::Json(inner) => named(inner, graph).json(),
        Expr::WriteOnce(inner) => Expr::WriteOnce(Box::new(named(inner, graph))),
        Expr::Absent
        | Expr::Bool(_)
        | Expr::Int(_)
        | Expr::Float(_)
        | Expr::Text(_)
        | Expr::Part(..)
        | Expr::Account
        | Expr::Partition
        | Expr::Asset(_)
        | Expr::AssetHash(_)
        | Expr::AssetBucket
        | Expr::AssetKey(_)
        | Expr::Input(_) => value.clone(),
    }
}

fn place(id: NodeId, part: &str, field: &str, graph: &Graph) -> Expr {
    let node = graph.node(id);
    let service = graph.services[node.service.0].address();
    Expr::from(format!("{service} {} {} {part} {field}", node.part, node.region))
}
