//! What every resource is called, and which resources a node has: known before the first line is printed.

use drc_ir::{Graph, Node, NodeId, snake};
use drc_model::Region;

/// A resource as others refer to it.
pub(crate) struct Resource {
    pub(crate) part: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) label: String,
    /// Read at every run, kept nowhere.
    pub(crate) ephemeral: bool,
}

impl Resource {
    /// What stands before the type in a reference.
    pub(crate) fn space(&self) -> &'static str {
        if self.ephemeral { "ephemeral." } else { "" }
    }

    /// `aws_iam_role.function_payment_processor_us_east_1_role`
    pub(crate) fn address(&self) -> String {
        format!("{}{}.{}", self.space(), self.kind, self.label)
    }
}

/// Names of all resources. The bodies they were read from are dropped and drawn again where they are printed:
/// keeping the drawings of a large system costs far more memory than drawing twice costs time.
pub(crate) struct Names {
    resources: Vec<Resource>,
    nodes: Vec<Place>,
    providers: Vec<(Region, String)>,
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
            resources: Vec::new(),
            nodes: Vec::with_capacity(graph.nodes.len()),
            providers: Vec::new(),
        };
        graph.regions.iter().for_each(|region| names.provide(*region));
        for (at, node) in graph.nodes.iter().enumerate() {
            names.add(graph, NodeId(at), node);
        }
        names
    }

    fn add(&mut self, graph: &Graph, id: NodeId, node: &Node) {
        let shapes = graph.draw_provider(id);
        let first = self.resources.len();
        let base = base(graph, node);
        for shape in &shapes.resources {
            self.provide(shape.region.unwrap_or(node.region));
            let label =
                if shape.part.is_empty() { base.clone() } else { format!("{base}_{}", snake(shape.part)) };
            let ephemeral = shape.ephemeral;
            self.resources.push(Resource { part: shape.part, kind: shape.kind, label, ephemeral });
        }
        self.nodes.push(Place { first, end: self.resources.len(), drawn_by: shapes.drawn_by });
    }

    fn provide(&mut self, region: Region) {
        if self.providers.iter().all(|(it, _)| *it != region) {
            self.providers.push((region, snake(region.code())));
        }
    }

    /// Regions that need a provider, and its alias: those of the system in order of failover, then any other
    /// a resource insists on (what AWS keeps in one Region for all the world).
    pub(crate) fn providers(&self) -> &[(Region, String)] {
        &self.providers
    }

    /// The alias of a Region's provider.
    pub(crate) fn alias(&self, region: Region) -> &str {
        self.providers.iter().find(|(it, _)| *it == region).map_or("", |(_, alias)| alias)
    }

    /// The node that draws `id`: itself, or the one that stands for it.
    pub(crate) fn drawer(&self, id: NodeId) -> NodeId {
        let mut id = id;
        while let Some(by) = self.nodes[id.0].drawn_by {
            id = by;
        }
        id
    }

    /// Places of the node's own resources in [`Names::resource`].
    pub(crate) fn places(&self, id: NodeId) -> std::ops::Range<usize> {
        self.nodes[id.0].first..self.nodes[id.0].end
    }

    pub(crate) fn resource(&self, place: usize) -> &Resource {
        &self.resources[place]
    }

    /// Where the resource is that carries a part of a node, whichever node draws it.
    pub(crate) fn place(&self, id: NodeId, part: &str) -> Option<usize> {
        self.places(self.drawer(id)).find(|place| self.resources[*place].part == part)
    }

    /// That resource.
    pub(crate) fn find(&self, id: NodeId, part: &str) -> Option<&Resource> {
        self.place(id, part).map(|place| &self.resources[place])
    }
}

/// `function_payment_processor_us_east_1_role`
fn base(graph: &Graph, node: &Node) -> String {
    let service = &graph.services[node.service.0];
    let region = if node.global { "" } else { node.region.code() };
    joined(&[service.kind, &service.name, region, &node.part])
}

/// The words that are not empty, in Terraform's spelling.
pub(crate) fn joined(words: &[&str]) -> String {
    let mut out = String::with_capacity(words.iter().map(|word| word.len() + 1).sum());
    for word in words.iter().filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push('_');
        }
        out.push_str(&snake(word));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn a_label_leaves_out_what_is_empty() {
        assert_eq!(
            joined(&["function", "payment-processor", "us-east-1", "role"]),
            "function_payment_processor_us_east_1_role"
        );
        assert_eq!(joined(&["traffic", "", "", "zone"]), "traffic_zone");
    }
}
