//! One dialect's drawing of one construct.

use crate::expr::Expr;
use crate::graph::NodeId;
use crate::map;
use drc_model::Region;
use std::borrow::Cow;

/// The tags everything in one Region carries, in order.
#[derive(Clone, Debug, Default)]
pub struct Tags(pub Vec<(String, String)>);

impl Tags {
    /// As most CloudFormation types want them: a list of keys and values.
    pub fn list(&self) -> Expr {
        self.0.iter().map(|(key, value)| map! { "Key": key, "Value": value }).collect()
    }

    /// As a map.
    pub fn map(&self) -> Expr {
        Expr::Map(self.0.iter().map(|(key, value)| (Cow::Owned(key.clone()), Expr::from(value))).collect())
    }

    /// These and one more, which wins over one of the same key.
    pub fn with(&self, key: &str, value: &str) -> Tags {
        let mut tags = self.clone();
        tags.0.retain(|(it, _)| it != key);
        tags.0.push((key.to_owned(), value.to_owned()));
        tags
    }
}

/// Something a resource must wait for without referring to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dependency {
    /// All resources of another node.
    Node(NodeId),
    /// Another part of the same construct.
    Part(&'static str),
}

/// One resource of a drawing.
#[derive(Debug)]
pub struct Shape {
    /// Which part of the construct it is; `""` is the main one.
    pub part: &'static str,
    /// `AWS::S3::Bucket`, `aws_s3_bucket`
    pub kind: &'static str,
    /// Its properties: an [`Expr::Map`].
    pub body: Expr,
    /// What it waits for.
    pub after: Vec<Dependency>,
    /// Fields another resource manages (provider dialect).
    pub ignore_changes: Vec<&'static str>,
    /// The replacement is made before the old one goes (provider dialect; CloudFormation always does so).
    pub create_before_destroy: bool,
    /// Added to the logical id, so that a new value makes a new resource (CloudFormation's way to replace a deployment).
    pub id_suffix: Option<String>,
    /// The provider of this Region manages it instead of the node's own.
    pub region: Option<Region>,
    /// It is read at every run and kept in no state: Terraform's ephemeral resource, Pulumi's function (provider dialect).
    pub ephemeral: bool,
    /// It holds data. CloudFormation deletes it all the same, but the template says so.
    pub stateful: bool,
    /// Whoever deletes the stack or destroys the configuration does not get it along. For what AWS itself does not
    /// protect: a bucket.
    pub protected: bool,
}

impl Shape {
    /// Waits for another node.
    pub fn after(&mut self, node: NodeId) -> &mut Shape {
        self.after.push(Dependency::Node(node));
        self
    }

    /// Says that it holds data.
    pub fn stateful(&mut self) -> &mut Shape {
        self.stateful = true;
        self
    }

    /// Keeps it from being deleted with the rest, if `protected`.
    pub fn protect(&mut self, protected: bool) -> &mut Shape {
        self.protected = protected;
        self
    }

    /// Says that it is read at every run and kept in no state.
    pub fn ephemeral(&mut self) -> &mut Shape {
        self.ephemeral = true;
        self
    }

    /// Waits for another part of the same construct.
    pub fn after_part(&mut self, part: &'static str) -> &mut Shape {
        self.after.push(Dependency::Part(part));
        self
    }
}

/// One dialect's drawing of one construct: its resources, the main one first.
#[derive(Debug)]
pub struct Shapes<'g> {
    /// Resources in printing order.
    pub resources: Vec<Shape>,
    /// The construct draws nothing of its own in this dialect: that node's resources stand for it.
    pub drawn_by: Option<NodeId>,
    tags: &'g Tags,
}

impl<'g> Shapes<'g> {
    pub(crate) fn new(tags: &'g Tags) -> Self {
        Self { resources: Vec::new(), drawn_by: None, tags }
    }

    /// The tags of the node's Region. The provider dialect needs them nowhere: its providers carry them.
    pub fn tags(&self) -> &'g Tags {
        self.tags
    }

    /// Draws the resource that gives the construct its name.
    pub fn main(&mut self, kind: &'static str, body: Expr) -> &mut Shape {
        self.part("", kind, body)
    }

    /// Draws a further resource.
    pub fn part(&mut self, part: &'static str, kind: &'static str, body: Expr) -> &mut Shape {
        let at = self.resources.len();
        self.resources.push(Shape {
            part,
            kind,
            body,
            after: Vec::new(),
            ignore_changes: Vec::new(),
            create_before_destroy: false,
            id_suffix: None,
            region: None,
            ephemeral: false,
            stateful: false,
            protected: false,
        });
        &mut self.resources[at]
    }

    /// Says that this dialect has no resource of its own for the construct: `node` draws it.
    pub fn drawn_by(&mut self, node: NodeId) {
        self.drawn_by = Some(node);
    }
}
