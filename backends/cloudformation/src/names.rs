//! What every stack and every resource is called: known before the first line is printed.

use drc_ir::{Graph, NodeId, ServiceLabel, Stack, Stacks, pascal};
use drc_yaml::{Claim, distinct, shortened};

/// The longest logical id.
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>.
const ID: usize = 255;
/// The longest name of a stack.
const STACK: usize = 128;

/// Names of all stacks and resources.
pub(crate) struct Names {
    pub(crate) titles: Vec<Title>,
    ids: Vec<String>,
    /// Where each resource is drawn: its node, and its place in the drawing.
    origins: Vec<(NodeId, usize)>,
    /// Where each node's resources begin; one more for the end of the last.
    first: Vec<usize>,
    /// Resources that no suffix tells apart: one service draws them twice.
    pub(crate) twice: Vec<usize>,
}

/// What a stack is called.
pub(crate) struct Title {
    /// `payments-dev-us-east-1-0`
    pub(crate) name: String,
    /// `us-east-1-0.yaml`
    pub(crate) file: String,
}

impl Names {
    pub(crate) fn of(graph: &Graph, stacks: &Stacks) -> Names {
        let mut names = Names {
            titles: stacks.stacks.iter().map(|stack| title(graph, stack)).collect(),
            ids: Vec::new(),
            origins: Vec::new(),
            first: Vec::with_capacity(graph.nodes.len() + 1),
            twice: Vec::new(),
        };
        let service = |it: &ServiceLabel| pascal(it.kind) + &pascal(&it.name);
        let services: Vec<String> = graph.services.iter().map(service).collect();
        for (at, outline) in stacks.outlines.iter().enumerate() {
            let node = graph.node(NodeId(at));
            names.first.push(names.ids.len());
            for (place, (part, suffix)) in outline.resources.iter().enumerate() {
                names.ids.push(id(&services[node.service.0], &node.part, part, suffix.as_deref()));
                names.origins.push((NodeId(at), place));
            }
        }
        names.first.push(names.ids.len());
        names.settle(graph, stacks);
        names
    }

    /// Makes ids differ. In all of a Region, and not only in their stack: what moves to another stack keeps its id,
    /// and a parameter that is called after it can be told from one that is called after another.
    fn settle(&mut self, graph: &Graph, stacks: &Stacks) {
        let region = |at: usize| graph.node(self.origins[at].0).region.code();
        let claim = |at: usize| {
            let (node, place) = self.origins[at];
            let service = &graph.services[graph.node(node).service.0];
            let part = stacks.outlines[node.0].resources[place].0;
            let owner = format!("{}/{}/{part}", service.address(), graph.node(node).part);
            Claim { rank: service.name.len(), owner }
        };
        self.twice = distinct(&mut self.ids, "", region, claim);
    }

    /// Places of the node's resources.
    pub(crate) fn places(&self, node: NodeId) -> std::ops::Range<usize> {
        self.first[node.0]..self.first[node.0 + 1]
    }

    /// The place of the resource that gives the node its name.
    pub(crate) fn main(&self, node: NodeId) -> Option<usize> {
        self.places(node).next()
    }

    /// The logical id of a resource.
    pub(crate) fn id(&self, place: usize) -> &str {
        &self.ids[place]
    }
}

/// `FunctionPaymentProcessorRole`
fn id(service: &str, part: &str, of_shape: &str, suffix: Option<&str>) -> String {
    let mut id = String::with_capacity(service.len() + part.len() + of_shape.len());
    id.push_str(service);
    for words in [part, of_shape].iter().filter(|words| !words.is_empty()) {
        id.push_str(&pascal(words));
    }
    if let Some(suffix) = suffix {
        id.extend(suffix.chars().filter(char::is_ascii_alphanumeric));
    }
    shortened(id, ID)
}

fn title(graph: &Graph, stack: &Stack) -> Title {
    let place = format!("{}-{}{}", stack.region, stack.layer, stack.piece.suffix());
    let system = format!("{}-{}", graph.header.system, graph.header.environment);
    let system =
        shortened(system.replace(|it: char| !it.is_ascii_alphanumeric(), "-"), STACK - 1 - place.len());
    Title { name: format!("{system}-{place}"), file: format!("{place}.yaml") }
}
