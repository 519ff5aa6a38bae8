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

use drc_ir::{Artifacts, Graph, Limits, cut};
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
