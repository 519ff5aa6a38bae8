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

/// What the cut remembers of a node's drawing. The drawing itself is made again when it is printed: keeping those of
/// sixty thousand nodes would cost more memory than time is saved.
#[derive(Debug)]
pub struct Outline {
    /// The node that draws it, where it draws nothing itself.
    pub drawn_by: Option<NodeId>,
    /// Its resources: part, and what is added to the logical id.
    pub resources: Vec<(&'static str, Option<String>)>,
    needs: Vec<(NodeId, Option<Attr>)>,
    bytes: usize,
}

/// The whole cut, in deployment order.
#[derive(Debug)]
pub struct Stacks {
    /// In deployment order.
    pub stacks: Vec<Stack>,
    /// The stack of each node; `None` where another node draws it.
    pub stack_of: Vec<Option<StackId>>,
    /// What is known of each node's drawing, by node id.
    pub outlines: Vec<Outline>,
}

/// Cuts the graph into stacks, in deployment order.
pub fn cut(graph: &Graph, limits: Limits) -> Stacks {
    let mut outlines: Vec<Outline> = (0..graph.nodes.len()).map(|n| outline(graph, NodeId(n))).collect();
    let drawers: Vec<Option<NodeId>> = outlines.iter().map(|it| it.drawn_by).collect();
    for (n, outline) in outlines.iter_mut().enumerate() {
        for (id, attr) in &mut outline.needs {
            while let Some(drawer) = drawers[id.0] {
                (*id, *attr) = (drawer, None);
            }
        }
        outline.needs.retain(|(id, _)| id.0 != n);
    }
    let layers = layers(graph, &outlines);
    let pieces = pieces(graph, &outlines, &layers, limits);
    assemble(graph, outlines, &layers, &pieces)
}

fn outline(graph: &Graph, id: NodeId) -> Outline {
    let Shapes { resources, drawn_by, .. } = graph.draw_cloudformation(id);
    let mut needs = Vec::new();
    for shape in &resources {
        references(&shape.body, &mut |id, attr| needs.push((id, Some(attr))));
        for dependency in &shape.after {
            if let Dependency::Node(id) = dependency {
                needs.push((*id, None));
            }
        }
    }
    needs.extend(graph.node(id).after.iter().map(|id| (*id, None)));
    Outline {
        drawn_by,
        needs,
        bytes: resources.iter().map(|shape| 80 + size(&shape.body, 4)).sum(),
        resources: resources.into_iter().map(|shape| (shape.part, shape.id_suffix)).collect(),
    }
}

fn layers(graph: &Graph, outlines: &[Outline]) -> Vec<usize> {
    let mut layers = vec![0; graph.nodes.len()];
    for n in 0..graph.nodes.len() {
        if outlines[n].drawn_by.is_some() {
            continue;
        }
        let region = graph.nodes[n].region;
        let above = |(id, _): &(NodeId, Option<Attr>)| {
            let below = &graph.nodes[id.0];
            layers[id.0] + usize::from(below.region != region || below.gate.is_some())
        };
        layers[n] = outlines[n].needs.iter().map(above).max().unwrap_or(0);
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
fn pieces(graph: &Graph, outlines: &[Outline], layers: &[usize], limits: Limits) -> Vec<usize> {
    let mut reported = vec![0; graph.nodes.len()];
    let asked =
        |it: &Outline| it.needs.iter().filter_map(|(id, attr)| Some((*id, (*attr)?))).collect::<Vec<_>>();
    for (id, _) in outlines.iter().flat_map(asked).collect::<BTreeSet<_>>() {
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
        let Outline { resources, needs, bytes, .. } = &outlines[n];
        let crossing = || needs.iter().filter_map(|(id, attr)| attr.map(|attr| (*id, attr)));
        let fill = fills.entry((graph.nodes[n].region, layers[n])).or_default();
        let parameters = crossing().filter(|it| !fill.parameters.contains(it)).count();
        if fill.resources + resources.len() > limits.resources
            || fill.outputs + reported[n] > limits.outputs
            || fill.parameters.len() + parameters > limits.parameters
            || fill.bytes + bytes > limits.bytes
        {
            *fill = Fill { piece: fill.piece + 1, ..Fill::default() };
        }
        fill.resources += resources.len();
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
        Expr::WriteOnce(inner) => size(inner, depth),
        Expr::Bool(_) | Expr::Int(_) | Expr::Float(_) | Expr::Account | Expr::Partition => 16,
        Expr::Attr(..)
        | Expr::Part(..)
        | Expr::Asset(_)
        | Expr::AssetHash(_)
        | Expr::AssetBucket
        | Expr::AssetKey(_)
        | Expr::SecretField(..)
        | Expr::Input(_) => 3 * depth + 80,
    }
}

fn assemble(graph: &Graph, outlines: Vec<Outline>, layers: &[usize], pieces: &[usize]) -> Stacks {
    let order = |region: Region| graph.regions.iter().position(|it| *it == region).unwrap_or(0);
    // Layer before Region: a stack needs only lower layers, or earlier pieces of its own.
    let key = |n: usize| (layers[n], order(graph.nodes[n].region), pieces[n]);
    let drawn = |n: &usize| outlines[*n].drawn_by.is_none();
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
        let needs = outlines[n].needs.iter().filter_map(|(id, _)| stack_of[id.0]).filter(|it| *it != stack);
        stacks[stack.0].depends_on.extend(needs);
    }
    Stacks { stacks, stack_of, outlines }
}
