//! The three backends carry the same nodes and the same references between them.

mod common;

use common::{graphs, texts};
use drc_core::Backend;
use drc_ir::{Graph, NodeId, Shapes, references};
use drc_vendor::PulumiMajor;
use std::collections::{BTreeMap, BTreeSet};

/// Resources by name, each with the names it refers to.
type Resources = BTreeMap<String, BTreeSet<String>>;

#[test]
fn terraform_and_pulumi_print_the_same_resources_with_the_same_references() {
    let mut compared = 0;
    for (spec, graph) in graphs(Backend::Terraform) {
        compared += same_resources(&spec, &graph);
    }
    assert!(compared > 500, "only {compared} resources were compared");
}

fn same_resources(spec: &str, graph: &Graph) -> usize {
    let terraform = terraform(&texts(graph, Backend::Terraform));
    for major in [PulumiMajor::V6, PulumiMajor::V7] {
        let pulumi = pulumi(&texts(graph, Backend::Pulumi(major)));
        assert_eq!(terraform.keys().collect::<Vec<_>>(), pulumi.keys().collect::<Vec<_>>(), "{spec}");
        for (name, references) in &terraform {
            assert_eq!(references, &pulumi[name], "{spec}: references of {name}");
        }
    }
    terraform.len()
}

/// `resource "type" "label" {` opens one; `type.label.field` refers to one. Names in Pulumi's spelling.
fn terraform(texts: &[(String, String)]) -> Resources {
    let mut blocks: Vec<(String, String, Vec<&str>)> = Vec::new();
    for (_, text) in texts {
        let mut inside = false;
        for line in text.lines() {
            if let Some(rest) = line.strip_prefix("resource \"") {
                let mut words = rest.split('"');
                let (kind, label) = (words.next().expect("a type"), words.nth(1).expect("a label"));
                blocks.push((kind.to_owned(), label.to_owned(), Vec::new()));
                inside = true;
            } else if line == "}" {
                inside = false;
            } else if inside {
                blocks.last_mut().expect("a block is open").2.push(line);
            }
        }
    }
    let addresses: BTreeMap<String, String> =
        blocks.iter().map(|(kind, label, _)| (format!("{kind}.{label}"), label.replace('_', "-"))).collect();
    let words = |line: &str| -> Vec<String> {
        line.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.'))
            .map(str::to_owned)
            .collect()
    };
    let refers = |lines: &[&str]| {
        let words = lines.iter().flat_map(|line| words(line));
        let address = |word: String| word.splitn(3, '.').take(2).collect::<Vec<_>>().join(".");
        words.map(address).filter_map(|it| addresses.get(&it).cloned()).collect()
    };
    blocks.iter().map(|(_, label, lines)| (label.replace('_', "-"), refers(lines))).collect()
}

/// `  name:` below `resources:` opens one; `${name` refers to one.
fn pulumi(texts: &[(String, String)]) -> Resources {
    let program = &texts.iter().find(|(path, _)| path == "Pulumi.yaml").expect("a program").1;
    let body = program.split("\nresources:\n").nth(1).expect("resources");
    let body = body.split("\noutputs:\n").next().expect("what stands before the outputs");
    let mut resources: Vec<(String, Vec<&str>)> = Vec::new();
    for line in body.lines() {
        let name = line
            .strip_prefix("  ")
            .filter(|it| !it.starts_with([' ', '#']))
            .and_then(|it| it.strip_suffix(':'));
        match (name, resources.last_mut()) {
            (Some(name), _) => resources.push((name.to_owned(), Vec::new())),
            (None, Some((_, lines))) => lines.push(line),
            (None, None) => {}
        }
    }
    let names: BTreeSet<String> = resources.iter().map(|(name, _)| name.clone()).collect();
    let is_provider = |name: &str| name.starts_with("provider-");
    let refers = |lines: &[&str]| {
        let pieces = lines.iter().flat_map(|line| line.split("${").skip(1));
        let name = |piece: &str| piece.split(['.', '}', '[']).next().unwrap_or_default().to_owned();
        pieces.map(name).filter(|it| names.contains(it) && !is_provider(it)).collect()
    };
    resources
        .iter()
        .filter(|(name, _)| !is_provider(name))
        .map(|(name, lines)| (name.clone(), refers(lines)))
        .collect()
}

/// CloudFormation proves a certificate by itself; in the provider the proof is a record of its own, and the
/// certificates of the other Regions wait for that one record instead of for the zone.
const PROVEN: &str = "certificate";

#[test]
fn cloudformation_and_the_provider_dialect_refer_to_the_same_nodes() {
    let mut compared = 0;
    for (spec, graph) in graphs(Backend::CloudFormation) {
        compared += same_references(&spec, &graph);
    }
    assert!(compared > 500, "only {compared} references were compared");
}

fn same_references(spec: &str, graph: &Graph) -> usize {
    let drawings: Vec<Shapes<'_>> = ids(graph).map(|id| graph.draw_cloudformation(id)).collect();
    let mut compared = 0;
    for id in ids(graph) {
        let node = graph.node(id);
        let label = graph.services[node.service.0].address();
        if drawings[id.0].drawn_by.is_some() || node.part == PROVEN {
            continue;
        }
        let cloudformation = edges(&drawings[id.0], &drawings);
        // What CloudFormation draws as one is the provider's several: together they refer to the same.
        let parts = ids(graph).filter(|it| *it == id || drawings[it.0].drawn_by == Some(id));
        let provider = parts.flat_map(|it| edges(&graph.draw_provider(it), &drawings));
        let provider: BTreeSet<NodeId> = provider.filter(|it| *it != id).collect();
        assert_eq!(cloudformation, provider, "{spec}: {label} {} in {}", node.part, node.region);
        compared += cloudformation.len();
    }
    compared
}

fn ids(graph: &Graph) -> impl Iterator<Item = NodeId> {
    (0..graph.nodes.len()).map(NodeId)
}

/// The nodes a drawing refers to; what CloudFormation lets another node draw counts as that node.
fn edges(drawing: &Shapes<'_>, drawings: &[Shapes<'_>]) -> BTreeSet<NodeId> {
    let mut found = BTreeSet::new();
    for shape in &drawing.resources {
        references(&shape.body, &mut |id, _| {
            found.insert(drawings[id.0].drawn_by.unwrap_or(id));
        });
    }
    found
}
