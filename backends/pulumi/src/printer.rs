//! The printer's state, and the walk over services and resources.

use crate::faults::Fault;
use crate::names::{Names, joined};
use crate::path::push_path;
use crate::property::Level;
use drc_ir::{Dependency, Expr, Graph, Node, NodeId, ServiceId, Shape, Tool};
use drc_vendor::{PulumiMajor, Reader};
use drc_yaml::Writer;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// What the program asks of AWS.
#[derive(Clone, Copy, Default)]
pub(crate) struct Asked {
    pub(crate) account: bool,
    pub(crate) partition: bool,
}

/// A program in the making. It walks the nodes it is given, so that a program per Region is the same walk over fewer
/// nodes.
pub(crate) struct Printer<'a> {
    pub(crate) graph: &'a Graph,
    pub(crate) names: &'a Names,
    pub(crate) major: PulumiMajor,
    pub(crate) page: Writer,
    /// The node that is printed: what its parts call each other by.
    pub(crate) node: Option<NodeId>,
    /// The resource that is printed.
    pub(crate) place: Option<usize>,
    /// The output that is printed, for faults to name.
    report: String,
    /// The property that is printed, likewise.
    pub(crate) path: Vec<Cow<'static, str>>,
    /// Resources the one that is printed refers to.
    pub(crate) refers: Vec<usize>,
    /// Its properties that are written once and never read back.
    pub(crate) once: Vec<String>,
    /// What is read at every run: lines of the section of variables.
    pub(crate) readings: String,
    pub(crate) asked: Asked,
    pub(crate) faults: BTreeSet<Fault>,
}

impl<'a> Printer<'a> {
    pub(crate) fn new(graph: &'a Graph, names: &'a Names, major: PulumiMajor) -> Self {
        Self {
            graph,
            names,
            major,
            page: Writer::new(),
            node: None,
            place: None,
            report: String::new(),
            path: Vec::new(),
            refers: Vec::new(),
            once: Vec::new(),
            readings: String::new(),
            asked: Asked::default(),
            faults: BTreeSet::new(),
        }
    }

    /// Where the value stands that is printed.
    pub(crate) fn at(&self) -> String {
        self.place.map_or_else(|| self.report.clone(), |place| self.names.label(place).to_owned())
    }

    /// Prints the nodes' resources. `order` groups nodes by service.
    pub(crate) fn resources(&mut self, order: &[NodeId]) {
        let mut last: Option<ServiceId> = None;
        for id in order {
            let node = self.graph.node(*id);
            self.node = Some(*id);
            for (at, shape) in self.graph.draw_provider_for(*id, Tool::Pulumi).resources.iter().enumerate() {
                if shape.ephemeral {
                    self.reading(self.names.places(*id).start + at, node, shape);
                    continue;
                }
                self.page.blank();
                if last.replace(node.service) != Some(node.service) {
                    self.page.comment(&self.graph.services[node.service.0].address());
                }
                if let (0, Some(gate)) = (at, &node.gate) {
                    self.page.comment("By hand, once this exists and before what needs it can work:");
                    self.page.comment(gate);
                }
                self.resource(self.names.places(*id).start + at, node, shape);
            }
        }
        (self.node, self.place) = (None, None);
    }

    fn resource(&mut self, place: usize, node: &Node, shape: &Shape) {
        self.place = Some(place);
        self.refers.clear();
        self.once.clear();
        let known = self.names.known(place);
        if known.is_none() {
            self.faults.insert(Fault::Type { kind: shape.kind });
        }
        self.page.key(self.names.label(place));
        self.page.open();
        self.page.entry("type", known.map_or(shape.kind, |known| known.pulumi(self.major)));
        if let Expr::Map(entries) = &shape.body
            && !entries.is_empty()
        {
            self.page.key("properties");
            self.page.open();
            self.body(entries, Level::Resource(known));
            self.page.close_map();
        }
        self.options(place, node, shape);
        self.page.close_map();
    }

    /// A question that is asked at every run, as a variable. Its answer is a secret: Pulumi keeps it encrypted.
    fn reading(&mut self, place: usize, node: &Node, shape: &Shape) {
        self.place = Some(place);
        let Some(reader) = Reader::find(shape.kind) else {
            self.faults.insert(Fault::Type { kind: shape.kind });
            return;
        };
        let page = std::mem::replace(&mut self.page, Writer::inside(1));
        self.page.key(self.names.label(place));
        self.page.open();
        self.page.key("fn::secret");
        self.page.open();
        self.page.key("fn::invoke");
        self.page.open();
        self.page.entry("function", reader.pulumi);
        self.page.key("arguments");
        self.page.open();
        if let Expr::Map(entries) = &shape.body {
            for (key, value) in entries.iter().filter(|(_, value)| *value != Expr::Absent) {
                let Some(name) = reader.argument(key) else {
                    self.faults.insert(Fault::Field { kind: shape.kind, path: key.to_string() });
                    continue;
                };
                self.page.key(name);
                self.value(value);
            }
        }
        self.page.close_map();
        self.page.entry("return", reader.answer.1);
        self.page.key("options");
        self.page.open();
        let provider = self.names.provider(shape.region.unwrap_or(node.region));
        self.page.entry("provider", &format!("${{{provider}}}"));
        self.page.close_map();
        self.page.close_map();
        self.page.close_map();
        self.page.close_map();
        self.readings.push_str(&std::mem::replace(&mut self.page, page).finish());
    }

    fn options(&mut self, place: usize, node: &Node, shape: &Shape) {
        self.page.key("options");
        self.page.open();
        let provider = self.names.provider(shape.region.unwrap_or(node.region));
        self.page.entry("provider", &format!("${{{provider}}}"));
        self.depends_on(place, node, shape);
        self.ignore_changes(place, shape);
        if shape.protected {
            self.page.key("protect");
            self.page.bool(true);
        }
        self.page.close_map();
    }

    fn depends_on(&mut self, place: usize, node: &Node, shape: &Shape) {
        let mut places: Vec<usize> = Vec::new();
        let mut earlier = self.refers.iter().any(|it| self.is_earlier_part(*it, place));
        for dependency in &shape.after {
            match dependency {
                Dependency::Node(node) => places.extend(self.others(*node)),
                Dependency::Part(part) => {
                    let part = self.node.and_then(|node| self.names.place(node, part));
                    earlier |= part.is_some_and(|it| self.is_earlier_part(it, place));
                    places.extend(part);
                }
            }
        }
        // A resource that needs an earlier part of its node waits for what that part waits for.
        if !earlier {
            places.extend(node.after.iter().flat_map(|node| self.others(*node)));
        }
        places.sort_unstable();
        places.dedup();
        // What a resource refers to is waited for already.
        // Nor can a variable be waited for.
        places.retain(|it| *it != place && !self.refers.contains(it) && !self.names.ephemeral(*it));
        if !places.is_empty() {
            self.page.key("dependsOn");
            self.page.open();
            for place in places {
                self.page.dash();
                self.page.text(&format!("${{{}}}", self.names.label(place)));
            }
            self.page.close_list();
        }
    }

    fn is_earlier_part(&self, it: usize, place: usize) -> bool {
        it < place && self.node.is_some_and(|node| self.names.places(node).contains(&it))
    }

    /// The resources of another node; none where that node is drawn by the one being printed.
    fn others(&self, node: NodeId) -> std::ops::Range<usize> {
        let drawer = self.names.drawer(node);
        if Some(drawer) == self.node { 0..0 } else { self.names.places(drawer) }
    }

    fn ignore_changes(&mut self, place: usize, shape: &Shape) {
        if shape.ignore_changes.is_empty() && self.once.is_empty() {
            return;
        }
        let known = self.names.known(place);
        self.page.key("ignoreChanges");
        self.page.open();
        for field in &shape.ignore_changes {
            let mut path = String::new();
            if !push_path(&mut path, known, field, self.major) {
                self.faults.insert(Fault::Field { kind: shape.kind, path: (*field).to_owned() });
            }
            self.page.dash();
            self.page.text(&path);
        }
        for property in std::mem::take(&mut self.once) {
            self.page.dash();
            self.page.text(&property);
        }
        self.page.close_list();
    }

    /// Prints the reported values.
    pub(crate) fn outputs(&mut self) {
        for output in &self.graph.outputs {
            let service = &self.graph.services[output.service.0];
            let region = if output.global { "" } else { output.region.code() };
            self.report = joined(&[service.kind, &service.name, &output.name, region]);
            self.page.comment(&output.description);
            self.page.key(&self.report);
            self.value(&output.value);
        }
    }
}
