//! The printer's state, and the walk over stacks and resources.

use crate::crossing::Sheet;
use crate::faults::Fault;
use crate::names::Names;
use drc_ir::{Dependency, Expr, Graph, NodeId, ServiceId, Shape, StackId, Stacks};
use drc_yaml::Writer;
use std::collections::BTreeSet;

/// The templates in the making.
pub(crate) struct Printer<'a> {
    pub(crate) graph: &'a Graph,
    pub(crate) stacks: &'a Stacks,
    pub(crate) names: &'a Names,
    pub(crate) sheets: Vec<Sheet>,
    pub(crate) page: Writer,
    /// The stack that is printed.
    pub(crate) here: StackId,
    /// The node that is printed: what its parts call each other by.
    pub(crate) node: Option<NodeId>,
    /// The resource that is printed, for faults to name.
    place: Option<usize>,
    /// The output that is printed, likewise.
    pub(crate) report: String,
    /// Resources the one that is printed refers to.
    pub(crate) refers: Vec<usize>,
    /// Resources it needs without referring to them.
    pub(crate) waits: Vec<usize>,
    pub(crate) faults: BTreeSet<Fault>,
}

impl<'a> Printer<'a> {
    pub(crate) fn new(graph: &'a Graph, stacks: &'a Stacks, names: &'a Names) -> Self {
        Self {
            graph,
            stacks,
            names,
            sheets: stacks.stacks.iter().map(|_| Sheet::default()).collect(),
            page: Writer::inside(1),
            here: StackId(0),
            node: None,
            place: None,
            report: String::new(),
            refers: Vec::new(),
            waits: Vec::new(),
            faults: BTreeSet::new(),
        }
    }

    /// Prints the resources of every stack.
    pub(crate) fn stacks(&mut self) {
        for (at, stack) in self.stacks.stacks.iter().enumerate() {
            self.here = StackId(at);
            let mut order = stack.nodes.clone();
            order.sort_by_key(|node| (self.graph.node(*node).service, *node));
            self.resources(&order);
            self.sheets[at].resources = self.take_page();
        }
        (self.node, self.place) = (None, None);
    }

    /// Whether a stack holds any resource: CloudFormation takes no template without.
    pub(crate) fn holds(&self, stack: StackId) -> bool {
        self.stacks.stacks[stack.0].nodes.iter().any(|node| self.names.main(*node).is_some())
    }

    /// What was printed since the last time.
    pub(crate) fn take_page(&mut self) -> String {
        std::mem::replace(&mut self.page, Writer::inside(1)).finish()
    }

    /// Where the value stands that is printed.
    pub(crate) fn at(&self) -> String {
        self.place.map_or_else(|| self.report.clone(), |place| self.names.id(place).to_owned())
    }

    fn resources(&mut self, order: &[NodeId]) {
        let mut last: Option<ServiceId> = None;
        for id in order {
            let node = self.graph.node(*id);
            self.node = Some(*id);
            let drawing = self.graph.draw_cloudformation(*id);
            for (place, shape) in self.names.places(*id).zip(&drawing.resources) {
                self.page.blank();
                if last.replace(node.service) != Some(node.service) {
                    self.page.comment(&self.graph.services[node.service.0].address());
                }
                if let (true, Some(gate)) = (self.names.main(*id) == Some(place), &node.gate) {
                    self.page.comment("By hand, once this exists and before the next stack is deployed:");
                    self.page.comment(gate);
                }
                self.resource(place, shape, &node.after);
            }
        }
    }

    fn resource(&mut self, place: usize, shape: &Shape, after: &[NodeId]) {
        self.place = Some(place);
        self.refers.clear();
        self.waits.clear();
        self.sheets[self.here.0].makes_identities |= shape.kind.starts_with("AWS::IAM::");
        self.page.key(self.names.id(place));
        self.page.open();
        self.page.entry("Type", shape.kind);
        if shape.stateful || shape.protected {
            // `Delete` is what CloudFormation does by itself; whoever reviews the template should not have to know that.
            let policy = if shape.protected { "Retain" } else { "Delete" };
            self.page.entry("DeletionPolicy", policy);
            self.page.entry("UpdateReplacePolicy", policy);
        }
        if !matches!(&shape.body, Expr::Map(entries) if entries.is_empty()) {
            self.page.key("Properties");
            self.value(&shape.body);
        }
        self.depends_on(place, shape, after);
        self.page.close_map();
    }

    fn depends_on(&mut self, place: usize, shape: &Shape, after: &[NodeId]) {
        let mut places = std::mem::take(&mut self.waits);
        let mut earlier = self.refers.iter().any(|it| self.is_earlier_part(*it, place));
        for dependency in &shape.after {
            match dependency {
                Dependency::Node(node) => places.extend(self.others(*node)),
                Dependency::Part(part) => {
                    let part = self.part(part);
                    earlier |= part.is_some_and(|it| self.is_earlier_part(it, place));
                    places.extend(part);
                }
            }
        }
        // A resource that needs an earlier part of its node waits for what that part waits for.
        if !earlier {
            places.extend(after.iter().flat_map(|node| self.others(*node)));
        }
        places.sort_unstable();
        places.dedup();
        // What a resource refers to is waited for already.
        places.retain(|it| *it != place && !self.refers.contains(it));
        if !places.is_empty() {
            self.page.key("DependsOn");
            self.page.open();
            for place in places {
                self.page.dash();
                self.page.text(self.names.id(place));
            }
            self.page.close_list();
        }
    }

    fn is_earlier_part(&self, it: usize, place: usize) -> bool {
        it < place && self.node.is_some_and(|node| self.names.places(node).contains(&it))
    }

    /// The resources of another node in this stack; other stacks are waited for as a whole.
    fn others(&self, node: NodeId) -> std::ops::Range<usize> {
        let drawer = self.drawer(node);
        let near = self.stacks.stack_of[drawer.0] == Some(self.here) && Some(drawer) != self.node;
        if near { self.names.places(drawer) } else { 0..0 }
    }
}
