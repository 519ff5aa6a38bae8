//! A construct that is whatever a test needs it to be.

use drc_ir::{
    Attr, Construct, Expr, Graph, Header, NodeId, Output, Ref, ServiceId, ServiceLabel, Shapes, Tags, map,
};
use drc_model::Region;
use std::ops::{Deref, DerefMut};

#[derive(Debug)]
pub(crate) struct Noun {
    pub(crate) body: Expr,
    pub(crate) parts: Vec<(&'static str, Expr, Option<&'static str>)>,
    pub(crate) known: Option<Expr>,
    pub(crate) drawn_by: Option<NodeId>,
    pub(crate) id_suffix: Option<String>,
    pub(crate) silent: bool,
}

impl Default for Noun {
    fn default() -> Self {
        Self { body: map! {}, parts: Vec::new(), known: None, drawn_by: None, id_suffix: None, silent: false }
    }
}

impl Noun {
    pub(crate) fn with(self, value: Expr) -> Self {
        Self { body: map! { "Value": value }, ..self }
    }

    pub(crate) fn part(self, part: &'static str) -> Self {
        self.part_with(part, map! {})
    }

    pub(crate) fn part_with(mut self, part: &'static str, body: Expr) -> Self {
        self.parts.push((part, body, None));
        self
    }

    pub(crate) fn part_after(mut self, part: &'static str, after: &'static str) -> Self {
        self.parts.push((part, map! {}, Some(after)));
        self
    }
}

impl Construct for Noun {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        if let Some(node) = self.drawn_by {
            return out.drawn_by(node);
        }
        if self.silent {
            return;
        }
        out.main("AWS::Test::Main", self.body.clone()).id_suffix = self.id_suffix.clone();
        for (part, body, after) in &self.parts {
            let kind = if *part == "last" { "AWS::Test::Last" } else { "AWS::Test::Part" };
            let shape = out.part(part, kind, body.clone());
            after.iter().for_each(|after| {
                shape.after_part(after);
            });
        }
    }

    fn provider(&self, _: &mut Shapes<'_>) {}

    fn known(&self, _: Attr) -> Option<Expr> {
        self.known.clone()
    }
}

/// A graph with a home and an away Region.
pub(crate) struct Sketch(Graph);

impl Sketch {
    pub(crate) fn home(&mut self, service: usize, part: &str, noun: Noun) -> Ref<Noun> {
        let region = self.regions[0];
        self.add(ServiceId(service), region, part.to_owned(), noun)
    }

    pub(crate) fn away(&mut self, service: usize, part: &str, noun: Noun) -> Ref<Noun> {
        let region = self.regions[1];
        self.add(ServiceId(service), region, part.to_owned(), noun)
    }
}

impl Deref for Sketch {
    type Target = Graph;
    fn deref(&self) -> &Graph {
        &self.0
    }
}

impl DerefMut for Sketch {
    fn deref_mut(&mut self) -> &mut Graph {
        &mut self.0
    }
}

/// A graph of services without nodes.
pub(crate) fn graph(services: &[&str]) -> Sketch {
    let [home, away] =
        ["us-east-1", "us-east-2"].map(|code| Region::find(code).expect("a Region of the table"));
    let label = |address: &&str| {
        let (kind, name) = address.split_once('.').expect("kind.name");
        ServiceLabel { kind: kind.to_owned().leak(), name: name.to_owned() }
    };
    let header = Header { system: "payments".into(), environment: "dev".into(), ..Header::default() };
    let services = services.iter().map(label).collect();
    let graph = Graph {
        header,
        regions: vec![home, away],
        tags: vec![Tags::default(); 2],
        services,
        ..Graph::default()
    };
    Sketch(graph)
}

/// Reports a value from the away Region.
pub(crate) fn output(graph: &mut Sketch, service: usize, name: &'static str, value: Expr) {
    let (service, region) = (ServiceId(service), graph.regions[1]);
    graph.outputs.push(Output {
        service,
        region,
        name: name.into(),
        global: false,
        description: "x".into(),
        value,
    });
}
