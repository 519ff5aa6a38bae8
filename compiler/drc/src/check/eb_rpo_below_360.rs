//! A recovery point that a global endpoint does not promise.

use super::eb_rto_below_360::{SOURCE, WHY, endpoints, published};
use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};

/// A recovery point that a global endpoint does not promise.
#[derive(Debug)]
pub struct EbRpoBelow360;

impl Rule for EbRpoBelow360 {
    const CODE: Code = code!("DRC337", "eb-rpo-below-360", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let objective = cx.spec.objectives.rpo;
        let (typical, most) = published();
        for (entry, bus) in endpoints(cx).filter(|_| objective.value < typical) {
            found.push(
                Diagnostic::new(&Self::CODE, bus.global_endpoint.span, format!("events of {} may be {typical} to {most} behind, not within an RPO of {}", entry.address, objective.value), format!("{typical}, at most {most}"))
                    .also(objective.span, "the RPO")
                    .why(WHY)
                    .help(format!("raise the RPO to {most}; or `replicate = true`, with producers that publish in the Region they run in; or accept it with a reason in [[allow]] where the events say what a store holds already"))
                    .source(SOURCE)
                    .about(entry.address.to_string()),
            );
        }
    }
}
