//! Prints a drawing as a Pulumi YAML program: one project, the environment its stack.
//!
//! | file | holds |
//! |---|---|
//! | `Pulumi.yaml` | one provider per Region, the resources under a comment per service, reported values |
//! | `sdks/aws-<version>.yaml` | the provider's version, for Pulumi's type checker: see `files.rs` |
//! | `code/` | packages |
//!
//! There is no `config:` section and no `Pulumi.<stack>.yaml`. Every name carries the environment, so a value that
//! could be set per stack would either change names or be read by nothing: explicit providers ignore `aws:region` and
//! its like, and credentials come from the environment. No service is named below this line: what a type and its
//! fields are called and how they nest comes from [`drc_vendor`].

mod faults;
mod files;
mod names;
mod path;
mod printer;
mod property;
mod text;
mod value;

pub use faults::{Fault, faults};

use drc_ir::{Artifacts, Graph};
use drc_vendor::PulumiMajor;
use names::Names;
use printer::Printer;

/// The graph as one Pulumi program for a major version of the AWS provider.
///
/// Total: where a drawing names what Pulumi does not have, something is printed that Pulumi refuses, and [`faults`]
/// says what; that it says nothing about any service is a test.
pub fn print(graph: &Graph, major: PulumiMajor) -> Artifacts {
    let names = Names::of(graph);
    files::files(Printer::new(graph, &names, major))
}
