//! Prints a drawing as Terraform HCL: one root module, a file per service kind.
//!
//! | file | holds |
//! |---|---|
//! | `versions.tf`, `providers.tf` | the pinned provider, and one alias of it per Region |
//! | `data.tf` | account and partition, where something asks for them |
//! | `<kind>.tf` | the resources of all services of that kind, under a heading per service |
//! | `variables.tf` | secret values whoever deploys hands over |
//! | `outputs.tf`, `code/` | reported values, packages |
//!
//! What leaves here is what `terraform fmt` would make of it. No service is named below this line: which
//! fields are blocks comes from [`drc_vendor`].

mod concat;
mod faults;
mod files;
mod names;
mod page;
mod printer;
mod reference;
mod resource;
mod text;
mod value;

pub use faults::{Fault, faults};

use drc_ir::{Artifacts, Graph};
use names::Names;
use printer::Printer;

/// The graph as one Terraform root module.
///
/// Total: where a drawing names what Terraform does not have, something is printed that `terraform validate`
/// refuses, and [`faults`] says what; that it says nothing about any service is a test.
pub fn print(graph: &Graph) -> Artifacts {
    let names = Names::of(graph);
    let mut printer = Printer::new(graph, &names);
    let services = printer.services(&graph.printing_order());
    let outputs = printer.outputs(&graph.outputs);
    let mut files = Artifacts::default();
    files.text("versions.tf", files::versions(&graph.header, printer.asked));
    files.text("providers.tf", files::providers(graph, &names));
    // Printed last, filed here: only now is it known what was asked for.
    if let Some(data) = files::data(graph, &names, printer.asked) {
        files.text("data.tf", data);
    }
    if let Some(variables) = files::variables(graph) {
        files.text("variables.tf", variables);
    }
    for (kind, text) in services {
        files.text(format!("{kind}.tf"), text);
    }
    if let Some(outputs) = outputs {
        files.text("outputs.tf", outputs);
    }
    for asset in &graph.assets {
        files.bytes(files::package(asset), asset.zip.clone());
    }
    files
}
