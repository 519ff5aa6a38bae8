//! What there is: constructs, where each stands, and what belongs to which line of the spec.

use crate::expr::{Attr, CfnReturn, Expr};
use crate::shape::{Shapes, Tags};
use drc_model::Region;
use std::borrow::Cow;
use std::fmt::Debug;
use std::marker::PhantomData;
use std::rc::Rc;

/// Something AWS can hold, described once in its own words and drawn once per dialect.
pub trait Construct: Debug {
    /// Draws itself as CloudFormation resources.
    fn cloudformation(&self, out: &mut Shapes<'_>);

    /// Draws itself in the shape Terraform's AWS provider and Pulumi's bridge of it share.
    fn provider(&self, out: &mut Shapes<'_>);

    /// The value of an attribute as far as names tell it before anything exists.
    ///
    /// Across stacks this form is printed instead of a reference; what AWS invents answers `None` and
    /// crosses as a parameter.
    fn known(&self, attr: Attr) -> Option<Expr>;
}

/// The place of a node in [`Graph::nodes`]. A node is added after all it refers to, so the order is topological.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub usize);

/// The place of a service in [`Graph::services`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ServiceId(pub usize);

/// The place of a code package in [`Graph::assets`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AssetId(pub usize);

/// The place of an input in [`Graph::inputs`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct InputId(pub usize);

/// A secret value that whoever deploys hands over: it stands in no spec, no template and no state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// The environment variable the spec names: `PARTNER_API_KEY`.
    pub env: String,
    /// One sentence for whoever is asked for it.
    pub description: String,
}

/// A service of the spec, by whose address its resources are grouped and named.
#[derive(Clone, Debug)]
pub struct ServiceLabel {
    /// `function`
    pub kind: &'static str,
    /// `payment-processor`; empty for a kind that stands once, such as `traffic`.
    pub name: String,
}

impl ServiceLabel {
    /// `function.payment-processor`
    pub fn address(&self) -> String {
        if self.name.is_empty() { self.kind.to_owned() } else { format!("{}.{}", self.kind, self.name) }
    }
}

/// A construct in its place.
#[derive(Debug)]
pub struct Node {
    /// The service it belongs to.
    pub service: ServiceId,
    /// Which of the service's constructs it is; empty for the one that gives the service its name.
    pub part: Cow<'static, str>,
    /// The Region whose stack, provider and state hold it.
    pub region: Region,
    /// It stands once for all Regions (a role, a record): `region` is only its home.
    pub global: bool,
    /// What it is.
    pub construct: Box<dyn Construct>,
    /// Nodes that must exist first although nothing of theirs is referred to.
    pub after: Vec<NodeId>,
    /// What a person must do once this exists and before anything that needs it is deployed.
    pub gate: Option<String>,
}

/// A code package: a zip of reproducible bytes.
#[derive(Clone, Debug)]
pub struct Asset {
    /// File stem in the output's `code/` folder.
    pub name: String,
    /// The zip.
    pub zip: Rc<[u8]>,
    /// SHA-256 of the zip in lower-case hexadecimal.
    pub sha256: String,
    /// SHA-256 of the zip in base64, as Lambda and Terraform compare it.
    pub sha256_base64: String,
}

/// A value the deployment reports back.
#[derive(Clone, Debug)]
pub struct Output {
    /// The service it belongs to.
    pub service: ServiceId,
    /// The Region whose stack reports it.
    pub region: Region,
    /// What it is, in words joined by dashes: `endpoint`.
    pub name: Cow<'static, str>,
    /// It stands once for all Regions: the Region is not part of its name.
    pub global: bool,
    /// One sentence for the reader of the output.
    pub description: String,
    /// The value: text, or a map of texts.
    pub value: Expr,
}

/// What the first lines of every printed file say.
#[derive(Clone, Debug, Default)]
pub struct Header {
    /// Version of drc.
    pub version: String,
    /// `sha256:…` of the spec text and its overlay.
    pub spec_hash: String,
    /// `system.name`
    pub system: String,
    /// Name of the environment.
    pub environment: String,
    /// `system.account`, where the spec pins it: deploying anywhere else is refused.
    pub account: Option<String>,
}

/// Everything a system consists of, in dependency order.
#[derive(Debug, Default)]
pub struct Graph {
    /// First lines of printed files.
    pub header: Header,
    /// Regions in order of failover, the home region first.
    pub regions: Vec<Region>,
    /// Services in the order they are printed in: by kind, then as the spec lists them.
    pub services: Vec<ServiceLabel>,
    /// Constructs; each refers only to earlier ones.
    pub nodes: Vec<Node>,
    /// Code packages.
    pub assets: Vec<Asset>,
    /// What the spec sets on resources of one service, for one backend.
    pub patches: Vec<Patch>,
    /// Values whoever deploys hands over.
    pub inputs: Vec<Input>,
    /// Reported values.
    pub outputs: Vec<Output>,
    /// Tags everything of a Region carries, in the order of `regions`.
    pub tags: Vec<Tags>,
}

impl Graph {
    /// Adds a node and gives the handle later nodes refer to it by.
    pub fn add<C: Construct + 'static>(
        &mut self,
        service: ServiceId,
        region: Region,
        part: impl Into<Cow<'static, str>>,
        construct: C,
    ) -> Ref<C> {
        self.nodes.push(Node {
            service,
            part: part.into(),
            region,
            global: false,
            construct: Box::new(construct),
            after: Vec::new(),
            gate: None,
        });
        Ref::new(NodeId(self.nodes.len() - 1))
    }

    /// Adds a node that stands once for all Regions and has its home in `home`.
    pub fn add_global<C: Construct + 'static>(
        &mut self,
        service: ServiceId,
        home: Region,
        part: impl Into<Cow<'static, str>>,
        construct: C,
    ) -> Ref<C> {
        let handle = self.add(service, home, part, construct);
        self.nodes[handle.id.0].global = true;
        handle
    }

    /// The node behind a handle.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0]
    }

    /// Makes `node` wait for `first`.
    pub fn after(&mut self, node: NodeId, first: NodeId) {
        self.nodes[node.0].after.push(first);
    }

    /// The tags everything in `region` carries.
    pub fn tags(&self, region: Region) -> &Tags {
        let at = self.regions.iter().position(|it| *it == region).unwrap_or(0);
        &self.tags[at]
    }

    /// Node ids in printing order: by service as `services` lists them, then as they were added.
    pub fn printing_order(&self) -> Vec<NodeId> {
        let mut order: Vec<NodeId> = (0..self.nodes.len()).map(NodeId).collect();
        order.sort_by_key(|id| (self.node(*id).service, *id));
        order
    }

    /// The node's drawing as CloudFormation, patched.
    pub fn draw_cloudformation(&self, id: NodeId) -> Shapes<'_> {
        let node = self.node(id);
        let mut shapes = Shapes::new(self.tags(node.region));
        node.construct.cloudformation(&mut shapes);
        self.patch(node, Tool::CloudFormation, &mut shapes);
        shapes
    }

    /// The node's drawing for Terraform and Pulumi, before any patch: what there is, and what it is called.
    pub fn draw_provider(&self, id: NodeId) -> Shapes<'_> {
        let node = self.node(id);
        let mut shapes = Shapes::new(self.tags(node.region));
        node.construct.provider(&mut shapes);
        shapes
    }

    /// The node's drawing for one of the two, patched.
    pub fn draw_provider_for(&self, id: NodeId, tool: Tool) -> Shapes<'_> {
        let mut shapes = self.draw_provider(id);
        self.patch(self.node(id), tool, &mut shapes);
        shapes
    }

    fn patch(&self, node: &Node, tool: Tool, shapes: &mut Shapes<'_>) {
        for patch in self.patches.iter().filter(|it| it.service == node.service && it.tool == tool) {
            for shape in shapes.resources.iter_mut().filter(|it| it.kind == patch.kind) {
                merge(&mut shape.body, &patch.set(node.region));
            }
        }
    }
}

/// A tool an output is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    /// Terraform.
    Terraform,
    /// CloudFormation.
    CloudFormation,
    /// Pulumi.
    Pulumi,
}

/// What the spec sets on resources of one service.
#[derive(Clone, Debug)]
pub struct Patch {
    /// Whose resources.
    pub service: ServiceId,
    /// In which tool's output.
    pub tool: Tool,
    /// Of which type, as drawings write it.
    pub kind: String,
    /// The properties, as drawings write them: a map for each Region.
    pub set: Vec<(Region, Expr)>,
}

impl Patch {
    fn set(&self, region: Region) -> Expr {
        self.set.iter().find(|(it, _)| *it == region).map_or(Expr::Absent, |(_, set)| set.clone())
    }
}

/// Puts `patch` into `body`: maps are merged, all else replaces what is there.
fn merge(body: &mut Expr, patch: &Expr) {
    let (Expr::Map(entries), Expr::Map(wanted)) = (&mut *body, patch) else {
        *body = patch.clone();
        return;
    };
    for (key, value) in wanted {
        match entries.iter_mut().find(|(it, _)| it == key) {
            Some((_, there)) => merge(there, value),
            None => entries.push((key.clone(), value.clone())),
        }
    }
}

/// A handle on a node of the graph, typed by what the node is: only what has an ARN can be asked for one.
pub struct Ref<T> {
    /// The node.
    pub id: NodeId,
    noun: PhantomData<fn() -> T>,
}

impl<T> Ref<T> {
    fn new(id: NodeId) -> Self {
        Self { id, noun: PhantomData }
    }

    /// An attribute of the node; the typed methods of each construct are the way to call this.
    pub fn attr(self, attr: Attr) -> Expr {
        Expr::Attr(self.id, attr)
    }

    /// The attribute CloudFormation returns by `Ref`, under its Terraform field name.
    pub fn ref_attr(self, field: &'static str) -> Expr {
        self.attr(Attr::new(CfnReturn::Ref, field))
    }

    /// The attribute CloudFormation returns by `Fn::GetAtt`, under its Terraform field name.
    pub fn get_att(self, cfn: &'static str, field: &'static str) -> Expr {
        self.attr(Attr::new(CfnReturn::Att(cfn), field))
    }
}

impl<T> Clone for Ref<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Ref<T> {}
impl<T> Debug for Ref<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Ref({})", self.id.0)
    }
}
