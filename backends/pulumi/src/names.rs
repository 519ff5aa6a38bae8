//! What every resource is called, and which resources a node has: known before the first line is printed.

use drc_ir::{Graph, Node, NodeId, kebab};
use drc_model::Region;
use drc_vendor::Type;
use drc_yaml::{Claim, distinct};

/// Names of all resources. The bodies they were read from are dropped and drawn again where they are printed: keeping
/// the drawings of a large system costs far more memory than drawing twice costs time.
pub(crate) struct Names {
    labels: Vec<String>,
    resources: Vec<Resource>,
    nodes: Vec<Place>,
    providers: Vec<(Region, String)>,
    /// Resources that no suffix tells apart: one service draws them twice.
    pub(crate) twice: Vec<usize>,
}

struct Resource {
    node: NodeId,
    part: &'static str,
    kind: &'static str,
    /// What the vendor table knows of its type: asked once, not at every reference.
    known: Option<&'static Type>,
    /// Read at every run, kept nowhere.
    ephemeral: bool,
}

struct Place {
    /// Its resources, as a range of `Names::resources`.
    first: usize,
    end: usize,
    drawn_by: Option<NodeId>,
}

impl Names {
    pub(crate) fn of(graph: &Graph) -> Names {
        let mut names = Names {
            labels: Vec::new(),
            resources: Vec::new(),
            nodes: Vec::with_capacity(graph.nodes.len()),
            providers: Vec::new(),
            twice: Vec::new(),
        };
        graph.regions.iter().for_each(|region| names.provide(*region));
        for (at, node) in graph.nodes.iter().enumerate() {
            names.add(graph, NodeId(at), node);
        }
        names.settle(graph);
        names
    }

    fn add(&mut self, graph: &Graph, id: NodeId, node: &Node) {
        let shapes = graph.draw_provider(id);
        let first = self.resources.len();
        let base = base(graph, node);
        for shape in &shapes.resources {
            self.provide(shape.region.unwrap_or(node.region));
            self.labels.push(joined(&[&base, shape.part]));
            self.resources.push(Resource {
                node: id,
                part: shape.part,
                kind: shape.kind,
                known: if shape.ephemeral { None } else { Type::find(shape.kind) },
                ephemeral: shape.ephemeral,
            });
        }
        self.nodes.push(Place { first, end: self.resources.len(), drawn_by: shapes.drawn_by });
    }

    fn provide(&mut self, region: Region) {
        if self.providers.iter().all(|(it, _)| *it != region) {
            self.providers.push((region, joined(&["provider", region.code()])));
        }
    }

    /// A program has one namespace for resources of all types.
    fn settle(&mut self, graph: &Graph) {
        let claim = |at: usize| {
            let Resource { node, part, .. } = self.resources[at];
            let node = graph.node(node);
            let service = &graph.services[node.service.0];
            let owner = format!("{}/{}/{}/{part}", service.address(), region(node), node.part);
            Claim { rank: service.name.len(), owner }
        };
        self.twice = distinct(&mut self.labels, "-", |_| "", claim);
    }

    /// Regions that need a provider, and its name: those of the system in order of failover, then any other a resource
    /// insists on (what AWS keeps in one Region for all the world).
    pub(crate) fn providers(&self) -> &[(Region, String)] {
        &self.providers
    }

    /// The name of a Region's provider.
    pub(crate) fn provider(&self, region: Region) -> &str {
        self.providers.iter().find(|(it, _)| *it == region).map_or("", |(_, name)| name)
    }

    /// The node that draws `id`: itself, or the one that stands for it.
    pub(crate) fn drawer(&self, id: NodeId) -> NodeId {
        let mut id = id;
        while let Some(by) = self.nodes[id.0].drawn_by {
            id = by;
        }
        id
    }

    /// Places of the node's own resources.
    pub(crate) fn places(&self, id: NodeId) -> std::ops::Range<usize> {
        self.nodes[id.0].first..self.nodes[id.0].end
    }

    pub(crate) fn label(&self, place: usize) -> &str {
        &self.labels[place]
    }

    /// Terraform's type of the resource.
    pub(crate) fn kind(&self, place: usize) -> &'static str {
        self.resources[place].kind
    }

    /// Whether it is a variable and no resource.
    pub(crate) fn ephemeral(&self, place: usize) -> bool {
        self.resources[place].ephemeral
    }

    /// What the vendor table knows of the resource's type.
    pub(crate) fn known(&self, place: usize) -> Option<&'static Type> {
        self.resources[place].known
    }

    /// Where the resource is that carries a part of a node, whichever node draws it.
    pub(crate) fn place(&self, id: NodeId, part: &str) -> Option<usize> {
        self.places(self.drawer(id)).find(|place| self.resources[*place].part == part)
    }
}

fn region(node: &Node) -> &'static str {
    if node.global { "" } else { node.region.code() }
}

/// `function-payment-processor-us-east-1-role`
fn base(graph: &Graph, node: &Node) -> String {
    let service = &graph.services[node.service.0];
    joined(&[service.kind, &service.name, region(node), &node.part])
}

/// The words that are not empty, joined by dashes.
pub(crate) fn joined(words: &[&str]) -> String {
    let mut out = String::with_capacity(words.iter().map(|word| word.len() + 1).sum());
    for word in words.iter().filter(|word| !word.is_empty()) {
        out.push_str(if out.is_empty() { "" } else { "-" });
        if word.contains(['_', '.']) { out.push_str(&kebab(word)) } else { out.push_str(word) }
    }
    out
}
