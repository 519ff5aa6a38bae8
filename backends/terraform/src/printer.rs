//! The printer's state, and the walk over services.

use crate::files::header;
use crate::names::Names;
use crate::page::Page;
use crate::resource::follows_sibling;
use drc_ir::{Graph, Node, NodeId, Output, ServiceId, Shapes, Tool};

/// What the system asks of AWS at planning time.
#[derive(Clone, Copy, Default)]
pub(crate) struct Asked {
    pub(crate) account: bool,
    pub(crate) partition: bool,
    /// Arguments that no state holds: Terraform knows them from 1.11 on.
    pub(crate) write_only: bool,
}

/// One root module in the making. It walks the nodes it is given, so that a root per Region is the same walk
/// over fewer nodes, with [`Printer::reference`] deciding what stands for a node of another root.
pub(crate) struct Printer<'a> {
    pub(crate) graph: &'a Graph,
    pub(crate) names: &'a Names,
    pub(crate) page: Page,
    /// The node whose drawing is printed: what its parts call each other by.
    pub(crate) here: Option<NodeId>,
    pub(crate) asked: Asked,
    header: String,
}

impl<'a> Printer<'a> {
    pub(crate) fn new(graph: &'a Graph, names: &'a Names) -> Self {
        let header = header(&graph.header);
        Self { graph, names, page: Page::new(String::new()), here: None, asked: Asked::default(), header }
    }

    /// The files of the nodes' kinds, in the order the kinds appear. `order` groups nodes by service and
    /// services by kind.
    pub(crate) fn services(&mut self, order: &[NodeId]) -> Vec<(&'static str, String)> {
        let mut files: Vec<(&'static str, String)> = Vec::new();
        let mut last: Option<ServiceId> = None;
        for id in order {
            let node = self.graph.node(*id);
            let shapes = self.graph.draw_provider_for(*id, Tool::Terraform);
            if shapes.resources.is_empty() {
                continue;
            }
            let kind = self.graph.services[node.service.0].kind;
            if files.last().is_none_or(|(it, _)| *it != kind) {
                self.finish(&mut files);
                files.push((kind, String::new()));
            }
            if last.replace(node.service) != Some(node.service) {
                self.heading(node.service);
            }
            self.node(*id, node, &shapes);
        }
        self.finish(&mut files);
        files
    }

    /// Puts what was printed into the file begun last, and begins another.
    fn finish(&mut self, files: &mut [(&'static str, String)]) {
        let text = self.page.replace(self.header.clone());
        if let Some((_, file)) = files.last_mut() {
            *file = text;
        }
    }

    fn heading(&mut self, service: ServiceId) {
        self.page.gap();
        self.page.comment(&self.graph.services[service.0].address());
    }

    fn node(&mut self, id: NodeId, node: &Node, shapes: &Shapes<'_>) {
        self.here = Some(id);
        for (at, shape) in shapes.resources.iter().enumerate() {
            self.page.gap();
            if let (0, Some(gate)) = (at, &node.gate) {
                self.page.comment("By hand, once this exists and before what needs it can work:");
                self.page.comment(gate);
            }
            let place = self.names.places(id).start + at;
            let after =
                if node.after.is_empty() || follows_sibling(shapes, at) { &[][..] } else { &node.after };
            self.resource(place, node.region, shape, after);
        }
        self.here = None;
    }

    /// The file of outputs, if there are any.
    pub(crate) fn outputs(&mut self, outputs: &[Output]) -> Option<String> {
        outputs.iter().for_each(|output| self.output(output));
        let text = self.page.replace(self.header.clone());
        (!outputs.is_empty()).then_some(text)
    }
}
