//! What a drawing says that CloudFormation does not know: mistakes of ours, for a test to find and no user to meet.

use crate::names::Names;
use crate::printer::Printer;
use drc_ir::{Graph, Limits, StackId, cut};
use std::collections::BTreeSet;
use std::fmt;

/// A mistake in a drawing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// An attribute is asked for that CloudFormation does not return and the construct does not know.
    Unknown {
        /// The resource or output that asks.
        at: String,
        /// Address of the service that is asked.
        of: String,
        /// The attribute.
        attribute: &'static str,
    },
    /// A part is referred to that nothing draws.
    Part {
        /// The resource that refers to it.
        at: String,
        /// The part.
        part: &'static str,
    },
    /// A value only the provider dialect has.
    NotCloudFormation {
        /// The resource or output that holds it.
        at: String,
    },
    /// A template holds more than CloudFormation takes.
    Quota {
        /// Name of the stack.
        stack: String,
        /// What there is too much of.
        of: &'static str,
        /// How much there is.
        count: usize,
    },
    /// A service draws two resources of one name.
    Twice {
        /// Their logical id.
        id: String,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { at, of, attribute } => {
                write!(
                    f,
                    "{at} asks {of} for {attribute}, which neither CloudFormation nor the construct tells"
                )
            }
            Self::Part { at, part } => write!(f, "{at} refers to a part {part:?} that is not drawn"),
            Self::NotCloudFormation { at } => {
                write!(f, "{at} holds a value that only the provider dialect has")
            }
            Self::Quota { stack, of, count } => write!(f, "stack {stack} has {count} {of}"),
            Self::Twice { id } => write!(f, "{id} stands twice"),
        }
    }
}

/// Every mistake in the graph's drawings, each once.
pub fn faults(graph: &Graph) -> Vec<Fault> {
    let stacks = cut(graph, Limits::AWS);
    let names = Names::of(graph, &stacks);
    let mut printer = Printer::new(graph, &stacks, &names);
    printer.stacks();
    printer.reports();
    let twice = names.twice.iter().map(|place| Fault::Twice { id: names.id(*place).to_owned() });
    let quotas = (0..printer.sheets.len()).flat_map(|at| quotas(&printer, StackId(at)));
    let mut faults: BTreeSet<Fault> = twice.chain(quotas).collect();
    faults.append(&mut printer.faults);
    faults.into_iter().collect()
}

/// The cut keeps to the quotas by estimate; this counts. Source:
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>.
fn quotas(printer: &Printer<'_>, id: StackId) -> Vec<Fault> {
    let (sheet, stack) = (&printer.sheets[id.0], &printer.stacks.stacks[id.0]);
    let resources: usize = stack.nodes.iter().map(|node| printer.names.places(*node).len()).sum();
    let counts = [
        ("resources", resources, Limits::AWS.resources),
        ("outputs", sheet.reported.len() + sheet.exports.len(), Limits::AWS.outputs),
        ("parameters", sheet.parameters.len() + usize::from(sheet.takes_code), Limits::AWS.parameters),
        ("bytes", sheet.resources.len() + sheet.reports.len(), 900_000),
    ];
    let above = counts.into_iter().filter(|(_, count, most)| count > most);
    let name = || printer.names.titles[id.0].name.clone();
    above.map(|(of, count, _)| Fault::Quota { stack: name(), of, count }).collect()
}
