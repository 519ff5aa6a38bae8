//! What a drawing says that Pulumi does not know: mistakes of ours, for a test to find and no user to meet.

use crate::names::Names;
use crate::printer::Printer;
use drc_ir::Graph;
use drc_vendor::PulumiMajor;
use std::fmt;

/// A mistake in a drawing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// The vendor table lacks the type.
    Type {
        /// `aws_s3_bucket`
        kind: &'static str,
    },
    /// The vendor table lacks the field.
    Field {
        /// `aws_s3_bucket`
        kind: &'static str,
        /// `rule.filter.prefix`
        path: String,
    },
    /// The field is AWS's to fill in.
    Computed {
        /// `aws_s3_bucket`
        kind: &'static str,
        /// `arn`
        path: String,
    },
    /// The value has not the form the field takes: a map for a block, one item for what may stand only once.
    Form {
        /// `aws_s3_bucket`
        kind: &'static str,
        /// `rule.filter`
        path: String,
    },
    /// A part is referred to that nothing draws.
    Part {
        /// The resource that refers to it, or the output.
        at: String,
        /// The part.
        part: &'static str,
    },
    /// A value only CloudFormation has.
    NotPulumi {
        /// The resource that holds it, or the output.
        at: String,
    },
    /// A service draws two resources of one name.
    Twice {
        /// Their name.
        name: String,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Type { kind } => write!(f, "the vendor table lacks {kind}"),
            Self::Field { kind, path } => write!(f, "the vendor table lacks {path} of {kind}"),
            Self::Computed { kind, path } => write!(f, "{path} of {kind} is AWS's to fill in"),
            Self::Form { kind, path } => write!(f, "{path} of {kind} does not take a value of this form"),
            Self::Part { at, part } => write!(f, "{at} refers to a part {part:?} that is not drawn"),
            Self::NotPulumi { at } => write!(f, "{at} holds a value that only CloudFormation has"),
            Self::Twice { name } => write!(f, "{name} stands twice"),
        }
    }
}

/// Every mistake in the graph's drawings, each once.
pub fn faults(graph: &Graph, major: PulumiMajor) -> Vec<Fault> {
    let names = Names::of(graph);
    let mut printer = Printer::new(graph, &names, major);
    printer.resources(&graph.printing_order());
    printer.outputs();
    let mut faults = printer.faults;
    faults.extend(names.twice.iter().map(|place| Fault::Twice { name: names.label(*place).to_owned() }));
    faults.into_iter().collect()
}
