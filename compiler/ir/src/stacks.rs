//! CloudFormation's cut of the graph.
//!
//! A stack exists in one Region, and Regions may need each other both ways, so one stack per Region can
//! be a cycle. A node's layer counts the borders on its longest path down: an edge within a Region never
//! lowers the layer and an edge across Regions always raises it, so stacks by (Region, layer) form a DAG.
//! An edge to a gate raises it too: what a person must do first ends a stack.
//!
//! What one template cannot hold is cut further, by service and not by what still fits: the share of a service is a
//! hash of its address, so that a service that is added moves no other to another stack, where it would be made anew.

use crate::expr::{Attr, Expr, references};
use crate::graph::{Graph, NodeId, ServiceId};
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

/// A piece of a layer that one template could not hold; all zero where it could.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Piece {
    /// How many borders between shares lie below it.
    pub rank: usize,
    /// Which share of the layer's services it holds.
    pub share: usize,
    /// Which part of the share it is, where one template could not even hold that.
    pub part: usize,
}

impl Piece {
    /// `-5`, `-5-1`, `-5-0-1`: share, rank and part without the zeros at the end.
    pub fn suffix(self) -> String {
        let mut numbers = vec![self.share, self.rank, self.part];
        while numbers.last() == Some(&0) {
            numbers.pop();
        }
        numbers.iter().map(|it| format!("-{it}")).collect()
    }
}

/// Nodes that are deployed together, in one Region.
#[derive(Debug)]
pub struct Stack {
    /// Where it is deployed.
    pub region: Region,
    /// How many borders lie below it.
    pub layer: usize,
    /// Which piece of its layer it is, where one template could not hold the layer.
    pub piece: Piece,
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
    part: usize,
    resources: usize,
    outputs: usize,
    bytes: usize,
    parameters: BTreeSet<(NodeId, Attr)>,
}

/// The attributes a node asks others for.
fn asked(outline: &Outline) -> impl Iterator<Item = (NodeId, Attr)> + '_ {
    outline.needs.iter().filter_map(|(id, attr)| Some((*id, (*attr)?)))
}

/// How many outputs each node may become: attributes others ask it for, and reported values.
fn reported(graph: &Graph, outlines: &[Outline]) -> Vec<usize> {
    let mut reported = vec![0; graph.nodes.len()];
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
    reported
}

/// Into how many shares each layer of a Region is cut: one if a template holds it, else a power of two that fills
/// templates to a half at most. With that much room it stays what it is while services are added, up to the next
/// doubling; and then half of the services stay where they are.
fn shares(
    graph: &Graph,
    outlines: &[Outline],
    layers: &[usize],
    reported: &[usize],
    limits: Limits,
) -> BTreeMap<(Region, usize), u64> {
    let mut totals: BTreeMap<(Region, usize), Fill> = BTreeMap::new();
    let mut services: BTreeMap<(Region, usize), BTreeSet<ServiceId>> = BTreeMap::new();
    for n in 0..graph.nodes.len() {
        let here = (graph.nodes[n].region, layers[n]);
        services.entry(here).or_default().insert(graph.nodes[n].service);
        let total = totals.entry(here).or_default();
        total.resources += outlines[n].resources.len();
        total.outputs += reported[n];
        total.bytes += outlines[n].bytes;
        let foreign = |(id, attr): &(NodeId, Attr)| {
            (graph.nodes[id.0].region, layers[id.0]) != here
                && graph.nodes[id.0].construct.known(*attr).is_none()
        };
        total.parameters.extend(asked(&outlines[n]).filter(foreign));
    }
    let count = |here: &(Region, usize), total: &Fill| {
        let of = [
            (total.resources, limits.resources),
            (total.outputs, limits.outputs),
            (total.parameters.len(), limits.parameters),
            (total.bytes, limits.bytes),
        ];
        let alone = services.get(here).is_none_or(|it| it.len() == 1);
        if alone || of.iter().all(|(held, most)| held <= most) {
            return 1;
        }
        let halves = of.iter().map(|(held, most)| (2 * held).div_ceil(*most)).max().unwrap_or(1);
        (halves as u64).next_power_of_two()
    };
    totals.iter().map(|(here, total)| (*here, count(here, total))).collect()
}

/// The same number for the same address, whatever else there is (FNV-1a).
fn hash(address: &str) -> u64 {
    address
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The piece of its layer each node falls into. An edge between shares raises the rank, and within a share nodes come
/// in dependency order and parts are filled one after another, so no node lands in an earlier piece than what it needs.
fn pieces(graph: &Graph, outlines: &[Outline], layers: &[usize], limits: Limits) -> Vec<Piece> {
    let reported = reported(graph, outlines);
    let shares = shares(graph, outlines, layers, &reported, limits);
    let hashes: Vec<u64> = graph.services.iter().map(|it| hash(&it.address())).collect();
    let mut fills: BTreeMap<(Region, usize, usize, usize), Fill> = BTreeMap::new();
    let mut pieces: Vec<Piece> = vec![Piece::default(); graph.nodes.len()];
    for n in 0..graph.nodes.len() {
        let (node, Outline { resources, needs, bytes, .. }) = (&graph.nodes[n], &outlines[n]);
        let here = (node.region, layers[n]);
        let count = shares.get(&here).copied().unwrap_or(1);
        let whole = count == 1;
        let share = usize::try_from(hashes[node.service.0] % count).unwrap_or(0);
        let beside = needs.iter().filter(|(id, _)| (graph.nodes[id.0].region, layers[id.0]) == here);
        let above = |(id, _): &(NodeId, Option<Attr>)| {
            pieces[id.0].rank + usize::from(!whole && pieces[id.0].share != share)
        };
        let rank = beside.map(above).max().unwrap_or(0);
        let fill = fills.entry((here.0, here.1, rank, share)).or_default();
        // A layer of one service is not cut by service: its parts are all there is to count.
        let piece = |part: usize| {
            if whole { Piece { share: part, ..Piece::default() } } else { Piece { rank, share, part } }
        };
        let crossing = |part: usize| {
            let foreign = |(id, attr): &(NodeId, Attr)| {
                let there = (graph.nodes[id.0].region, layers[id.0], pieces[id.0]);
                there != (here.0, here.1, piece(part)) && graph.nodes[id.0].construct.known(*attr).is_none()
            };
            asked(&outlines[n]).filter(foreign).collect::<BTreeSet<_>>()
        };
        let parameters = crossing(fill.part).iter().filter(|it| !fill.parameters.contains(it)).count();
        if fill.resources + resources.len() > limits.resources
            || fill.outputs + reported[n] > limits.outputs
            || fill.parameters.len() + parameters > limits.parameters
            || fill.bytes + bytes > limits.bytes
        {
            *fill = Fill { part: fill.part + 1, ..Fill::default() };
        }
        fill.resources += resources.len();
        fill.outputs += reported[n];
        fill.bytes += bytes;
        let crossing = crossing(fill.part);
        fill.parameters.extend(crossing);
        pieces[n] = piece(fill.part);
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

fn assemble(graph: &Graph, outlines: Vec<Outline>, layers: &[usize], pieces: &[Piece]) -> Stacks {
    let order = |region: Region| graph.regions.iter().position(|it| *it == region).unwrap_or(0);
    // Layer before Region: a stack needs only lower layers, or earlier pieces of its own.
    let key = |n: usize| (layers[n], order(graph.nodes[n].region), pieces[n]);
    let drawn = |n: &usize| outlines[*n].drawn_by.is_none();
    let mut members: BTreeMap<(usize, usize, Piece), Vec<NodeId>> = BTreeMap::new();
    for n in (0..graph.nodes.len()).filter(drawn) {
        members.entry(key(n)).or_default().push(NodeId(n));
    }
    let ids: BTreeMap<(usize, usize, Piece), StackId> =
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
