//! Values that cross from one stack to another: a parameter here, an output there.

use crate::CODE_BUCKET;
use crate::names::Names;
use crate::printer::Printer;
use crate::value::input_name;
use drc_ir::{AssetId, Attr, CfnReturn, InputId, NodeId, StackId, pascal};
use std::collections::BTreeSet;

/// What a stack's template consists of, as far as it is written.
#[derive(Default)]
pub(crate) struct Sheet {
    /// The section of resources.
    pub(crate) resources: String,
    /// Reported values, as lines of the section of outputs.
    pub(crate) reports: String,
    pub(crate) reported: Vec<Report>,
    pub(crate) parameters: Vec<Parameter>,
    /// Values whoever deploys hands over.
    pub(crate) inputs: BTreeSet<InputId>,
    pub(crate) exports: Vec<Export>,
    /// Packages it takes from S3.
    pub(crate) assets: BTreeSet<AssetId>,
    /// Whether it needs the bucket they are in.
    pub(crate) takes_code: bool,
    /// Whether it makes identities of IAM.
    pub(crate) makes_identities: bool,
}

/// A value a stack is given.
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) value: (NodeId, Attr),
    /// The stack that reports it, and under which name.
    pub(crate) from: StackId,
    pub(crate) output: String,
}

/// A value a stack reports to people.
pub(crate) struct Report {
    pub(crate) name: String,
    /// The attribute, if it is just one of a resource in the stack: other stacks may ask for it too.
    pub(crate) value: Option<(NodeId, Attr)>,
}

/// A value a stack reports to others.
pub(crate) struct Export {
    pub(crate) name: String,
    pub(crate) value: (NodeId, Attr),
}

/// What CloudFormation calls an attribute.
pub(crate) fn attribute(attr: Attr) -> &'static str {
    match attr.cfn {
        CfnReturn::Ref => "Ref",
        CfnReturn::Att(name) | CfnReturn::ListAtt(name) | CfnReturn::Known(name) => name,
    }
}

impl Sheet {
    /// The output that reports a value to other stacks.
    fn export(&mut self, names: &Names, value: (NodeId, Attr)) -> String {
        if let Some(export) = self.exports.iter().find(|it| it.value == value) {
            return export.name.clone();
        }
        let id = names.main(value.0).map_or("", |place| names.id(place));
        let taken = |name: &str| {
            let reported = |it: &Report| it.name == name && it.value != Some(value);
            self.exports.iter().any(|it| it.name == name) || self.reported.iter().any(reported)
        };
        let name = free(format!("{id}{}", pascal(attribute(value.1))), taken);
        self.exports.push(Export { name: name.clone(), value });
        name
    }
}

impl Printer<'_> {
    /// The parameter that gives a value of stack `from` to the stack that is printed.
    pub(crate) fn parameter(&mut self, from: StackId, value: (NodeId, Attr)) -> String {
        let sheet = &self.sheets[self.here.0];
        if let Some(parameter) = sheet.parameters.iter().find(|it| it.value == value) {
            return parameter.name.clone();
        }
        let stack = &self.stacks.stacks[self.here.0];
        let node = self.graph.node(value.0);
        let id = self.names.main(value.0).map_or("", |place| self.names.id(place));
        // A service has the same ids in every Region: what comes from another says from which.
        let near = node.global || node.region == stack.region;
        let region = if near { String::new() } else { pascal(node.region.code()) };
        // Parameters and resources are called by `Ref` alike.
        let ids = || stack.nodes.iter().flat_map(|node| self.names.places(*node)).map(|at| self.names.id(at));
        let taken = |name: &str| {
            name == CODE_BUCKET
                || self.graph.inputs.iter().any(|it| input_name(it) == name)
                || sheet.parameters.iter().any(|it| it.name == name)
                || ids().any(|id| id == name)
        };
        let name = free(format!("{id}{region}{}", pascal(attribute(value.1))), taken);
        let output = self.sheets[from.0].export(self.names, value);
        self.sheets[self.here.0].parameters.push(Parameter { name: name.clone(), value, from, output });
        name
    }
}

/// The name, or the next one that is not taken.
pub(crate) fn free(mut name: String, taken: impl Fn(&str) -> bool) -> String {
    while taken(&name) {
        name.push_str("Value");
    }
    name
}
