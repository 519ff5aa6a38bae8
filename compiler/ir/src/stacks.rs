//! CloudFormation's cut of the graph.
//!
//! A stack exists in one Region, and Regions may need each other both ways, so one stack per Region can
//! be a cycle. A node's layer counts the borders on its longest path down: an edge within a Region never
//! lowers the layer and an edge across Regions always raises it, so stacks by (Region, layer) form a DAG.
//! An edge to a gate raises it too: what a person must do first ends a stack.

use crate::expr::{Attr, Expr, references};
use crate::graph::{Graph, NodeId};
use crate::shape::{Dependency, Shapes};
use drc_model::Region;
use std::collections::{BTreeMap, BTreeSet};

/// The place of a stack in [`Stacks::stacks`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StackId(pub usize);

/// What one template may hold at most.
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Resources in a template.
    pub resources: usize,
    /// Outputs in a template.
    pub outputs: usize,
    /// Parameters in a template.
    pub parameters: usize,
    /// Bytes of the template; estimated, so kept well below the real limit of 1 MB.
    pub bytes: usize,
}

impl Limits {
    /// CloudFormation's quotas of November 2026, with room for the estimate of bytes.
    pub const AWS: Limits = Limits { resources: 500, outputs: 200, parameters: 200, bytes: 700_000 };
}

/// Nodes that are deployed together, in one Region.
#[derive(Debug)]
pub struct Stack {
    /// Where it is deployed.
    pub region: Region,
    /// How many borders lie below it.
    pub layer: usize,
    /// Which piece of its layer it is, where one template could not hold the layer.
    pub piece: usize,
    /// Its nodes, in dependency order.
    pub nodes: Vec<NodeId>,
    /// Stacks that must exist before it, in deployment order.
    pub depends_on: BTreeSet<StackId>,
}

/// The whole cut, in deployment order, with every node's drawing.
#[derive(Debug)]
pub struct Stacks<'g> {
    /// In deployment order.
    pub stacks: Vec<Stack>,
    /// The stack of each node; `None` where another node draws it.
    pub stack_of: Vec<Option<StackId>>,
    /// Each node's drawing, by node id.
    pub drawings: Vec<Shapes<'g>>,
}

/// Cuts the graph into stacks, in deployment order.
pub fn cut<'g>(graph: &'g Graph, limits: Limits) -> Stacks<'g> {
    let drawings: Vec<Shapes<'g>> =
        (0..graph.nodes.len()).map(|n| graph.draw_cloudformation(NodeId(n))).collect();
    let edges: Vec<Vec<(NodeId, Option<Attr>)>> =
        (0..graph.nodes.len()).map(|n| edges(graph, &drawings, n)).collect();
    let layers = layers(graph, &drawings, &edges);
    let pieces = pieces(graph, &drawings, &edges, &layers, limits);
    assemble(graph, &drawings, &edges, &layers, &pieces).with(drawings)
}

/// What a node needs, with nodes that draw nothing replaced by those that draw them.
fn edges(graph: &Graph, drawings: &[Shapes<'_>], n: usize) -> Vec<(NodeId, Option<Attr>)> {
    let mut found = Vec::new();
    for shape in &drawings[n].resources {
        references(&shape.body, &mut |id, attr| found.push((id, Some(attr))));
        for dependency in &shape.after {
            if let Dependency::Node(id) = dependency {
                found.push((*id, None));
            }
        }
    }
    found.extend(graph.nodes[n].after.iter().map(|id| (*id, None)));
    for (id, attr) in &mut found {
        while let Some(drawn_by) = drawings[id.0].drawn_by {
            (*id, *attr) = (drawn_by, None);
        }
    }
    found.retain(|(id, _)| id.0 != n);
    found
}

fn layers(graph: &Graph, drawings: &[Shapes<'_>], edges: &[Vec<(NodeId, Option<Attr>)>]) -> Vec<usize> {
    let mut layers = vec![0; graph.nodes.len()];
    for n in 0..graph.nodes.len() {
        if drawings[n].drawn_by.is_some() {
            continue;
        }
        let region = graph.nodes[n].region;
        let above = |(id, _): &(NodeId, Option<Attr>)| {
            let below = &graph.nodes[id.0];
            layers[id.0] + usize::from(below.region != region || below.gate.is_some())
        };
        layers[n] = edges[n].iter().map(above).max().unwrap_or(0);
    }
    layers
}

/// What one piece of a layer holds so far.
#[derive(Default)]
struct Fill {
    piece: usize,
    resources: usize,
    outputs: usize,
    bytes: usize,
    parameters: BTreeSet<(NodeId, Attr)>,
}

/// The piece of its layer each node falls into. Nodes come in dependency order and pieces are filled one
/// after another, so no node lands in an earlier piece than what it needs.
fn pieces(
    graph: &Graph,
    drawings: &[Shapes<'_>],
    edges: &[Vec<(NodeId, Option<Attr>)>],
    layers: &[usize],
    limits: Limits,
) -> Vec<usize> {
    let mut reported = vec![0; graph.nodes.len()];
    for (id, _) in
        edges.iter().flatten().filter_map(|(id, attr)| attr.map(|attr| (*id, attr))).collect::<BTreeSet<_>>()
    {
        reported[id.0] += 1;
    }
    for output in &graph.outputs {
        let mut last = None;
        references(&output.value, &mut |id, _| last = last.max(Some(id)));
        if let Some(id) = last {
            reported[id.0] += 1;
        }
    }
    let mut fills: BTreeMap<(Region, usize), Fill> = BTreeMap::new();
    let mut pieces = vec![0; graph.nodes.len()];
    for n in 0..graph.nodes.len() {
        let shapes = &drawings[n].resources;
        let bytes = shapes.iter().map(|shape| 80 + size(&shape.body, 4)).sum::<usize>();
        let crossing = || edges[n].iter().filter_map(|(id, attr)| attr.map(|attr| (*id, attr)));
        let fill = fills.entry((graph.nodes[n].region, layers[n])).or_default();
        let parameters = crossing().filter(|it| !fill.parameters.contains(it)).count();
        if fill.resources + shapes.len() > limits.resources
            || fill.outputs + reported[n] > limits.outputs
            || fill.parameters.len() + parameters > limits.parameters
            || fill.bytes + bytes > limits.bytes
        {
            *fill = Fill { piece: fill.piece + 1, ..Fill::default() };
        }
        fill.resources += shapes.len();
        fill.outputs += reported[n];
        fill.bytes += bytes;
        fill.parameters.extend(crossing().filter(|(id, attr)| {
            let here = (graph.nodes[id.0].region, layers[id.0], pieces[id.0]);
            here != (graph.nodes[n].region, layers[n], fill.piece)
                && graph.nodes[id.0].construct.known(*attr).is_none()
        }));
        pieces[n] = fill.piece;
    }
    pieces
}

/// Roughly the bytes a value takes in a template, indented by `depth`.
fn size(expr: &Expr, depth: usize) -> usize {
    match expr {
        Expr::Absent => 0,
        Expr::Text(text) => text.len() + 3 + depth * text.bytes().filter(|byte| *byte == b'\n').count(),
        Expr::List(items) | Expr::Concat(items) => {
            items.iter().map(|item| depth + 4 + size(item, depth + 2)).sum()
        }
        Expr::Map(entries) => {
            entries.iter().map(|(key, value)| depth + key.len() + 3 + size(value, depth + 2)).sum()
        }
        Expr::Json(inner) => size(inner, depth) * 2,
        Expr::Bool(_) | Expr::Int(_) | Expr::Account | Expr::Partition => 16,
        Expr::Attr(..)
        | Expr::Part(..)
        | Expr::Asset(_)
        | Expr::AssetHash(_)
        | Expr::AssetBucket
        | Expr::AssetKey(_) => 3 * depth + 80,
    }
}

struct Assembled {
    stacks: Vec<Stack>,
    stack_of: Vec<Option<StackId>>,
}

impl Assembled {
    fn with(self, drawings: Vec<Shapes<'_>>) -> Stacks<'_> {
        Stacks { stacks: self.stacks, stack_of: self.stack_of, drawings }
    }
}

fn assemble(
    graph: &Graph,
    drawings: &[Shapes<'_>],
    edges: &[Vec<(NodeId, Option<Attr>)>],
    layers: &[usize],
    pieces: &[usize],
) -> Assembled {
    let order = |region: Region| graph.regions.iter().position(|it| *it == region).unwrap_or(0);
    // Layer before Region: a stack needs only lower layers, or earlier pieces of its own.
    let key = |n: usize| (layers[n], order(graph.nodes[n].region), pieces[n]);
    let drawn = |n: &usize| drawings[*n].drawn_by.is_none();
    let mut members: BTreeMap<(usize, usize, usize), Vec<NodeId>> = BTreeMap::new();
    for n in (0..graph.nodes.len()).filter(drawn) {
        members.entry(key(n)).or_default().push(NodeId(n));
    }
    let ids: BTreeMap<(usize, usize, usize), StackId> =
        members.keys().enumerate().map(|(at, key)| (*key, StackId(at))).collect();
    let stack_of: Vec<Option<StackId>> =
        (0..graph.nodes.len()).map(|n| drawn(&n).then(|| ids[&key(n)])).collect();
    let mut stacks: Vec<Stack> = members
        .into_iter()
        .map(|((layer, region, piece), nodes)| Stack {
            region: graph.regions[region],
            layer,
            piece,
            nodes,
            depends_on: BTreeSet::new(),
        })
        .collect();
    for n in 0..graph.nodes.len() {
        let Some(stack) = stack_of[n] else { continue };
        let needs = edges[n].iter().filter_map(|(id, _)| stack_of[id.0]).filter(|it| *it != stack);
        stacks[stack.0].depends_on.extend(needs);
    }
    Assembled { stacks, stack_of }
}
