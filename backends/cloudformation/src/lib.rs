//! Prints stacks as CloudFormation templates and a manifest.
//!
//! | file | holds |
//! |---|---|
//! | `<region>-<layer>[-<piece>].yaml` | the template of one stack |
//! | `manifest.json` | what to deploy in which order, and which output fills which parameter: see [`Manifest`] |
//! | `code/` | packages that a template takes from S3; code that stands in a template has no file |
//!
//! A value inside a stack is a reference. A value from another stack is written out where its construct knows it;
//! only what AWS invents becomes a parameter here and an output there. No service is named below this line.

mod crossing;
mod faults;
mod intrinsic;
mod manifest;
mod names;
mod outputs;
mod printer;
mod reference;
mod template;
mod text;
mod value;

pub use faults::{Fault, faults};
pub use manifest::{Manifest, Package, Source, StackEntry};

use drc_ir::{Artifacts, Graph, Limits, NodeId, cut};
use names::Names;
use printer::Printer;

/// The parameter of every stack that takes code from S3: a bucket in the stack's Region with [`Package::file`] under
/// [`Package::key`]. Whoever deploys fills it; it is no other stack's output.
pub const CODE_BUCKET: &str = "CodeBucket";

/// The graph as CloudFormation templates.
///
/// Total: where a drawing asks for what CloudFormation does not have, a reference to nothing is printed, which every
/// validator refuses, and [`faults`] says what; that it says nothing about any service is a test.
pub fn print(graph: &Graph) -> Artifacts {
    let stacks = cut(graph, Limits::AWS);
    let names = Names::of(graph, &stacks);
    let mut printer = Printer::new(graph, &stacks, &names);
    printer.stacks();
    printer.reports();
    template::files(printer)
}

/// Where a resource of a template comes from: whoever deploys speaks of the spec's services, AWS of logical ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Name of the stack.
    pub stack: String,
    /// Its logical id there.
    pub id: String,
    /// The node that draws it.
    pub node: NodeId,
    /// Its place in that drawing.
    pub place: usize,
}

/// The origin of every resource, stack by stack in deployment order.
pub fn origins(graph: &Graph) -> Vec<Origin> {
    let stacks = cut(graph, Limits::AWS);
    let names = Names::of(graph, &stacks);
    let mut origins = Vec::new();
    for (stack, title) in stacks.stacks.iter().zip(&names.titles) {
        for node in &stack.nodes {
            origins.extend(names.places(*node).enumerate().map(|(place, name)| Origin {
                stack: title.name.clone(),
                id: names.id(name).to_owned(),
                node: *node,
                place,
            }));
        }
    }
    origins
}
