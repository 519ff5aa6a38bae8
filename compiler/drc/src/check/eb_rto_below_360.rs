//! A recovery time that a global endpoint does not reach.

use super::{Checking, Rule};
use crate::budget::Figure;
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Duration;
use drc_model::budget::Columns;
use drc_services::Entry;
use drc_services::bus::Bus;

/// A recovery time that a global endpoint does not reach.
#[derive(Debug)]
pub struct EbRtoBelow360;

/// What AWS publishes for the alarm it prescribes: typically, and at most.
pub(super) fn published() -> (Duration, Duration) {
    let Columns { typical, plan, .. } = Figure::EventEndpoint.columns();
    (typical, plan)
}

/// Where those figures come from.
pub(super) const WHY: &str = "five minutes of a bad alarm and one until the health check follows: five periods of 60 s + 60 s, and one period more at worst";
pub(super) const SOURCE: &str =
    "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-global-endpoints.html";

impl Rule for EbRtoBelow360 {
    const CODE: Code = code!("DRC562", "eb-rto-below-360", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let objective = cx.spec.objectives.rto;
        let (typical, most) = published();
        for (entry, bus) in endpoints(cx).filter(|_| says_it(cx)) {
            found.push(
                Diagnostic::new(&Self::CODE, bus.global_endpoint.span, format!("events of {} reach the other Region after {typical} to {most}, not within an RTO of {}", entry.address, objective.value), format!("{typical}, at most {most}"))
                    .also(objective.span, "the RTO")
                    .why(WHY)
                    .help(format!("raise the RTO to {most}; or `replicate = true`, with producers that publish in the Region they run in: they move with the traffic"))
                    .source(SOURCE)
                    .about(entry.address.to_string()),
            );
        }
    }
}

/// The buses whose events wait for an endpoint to fail over.
pub(super) fn endpoints<'c>(cx: &'c Checking<'_>) -> impl Iterator<Item = (&'c Entry, &'c Bus)> {
    cx.spec.all::<Bus>().filter(|(_, bus)| bus.has_endpoint())
}

/// Whether the RTO is missed because of events, whatever else misses it.
pub(super) fn says_it(cx: &Checking<'_>) -> bool {
    cx.spec.objectives.rto.value < published().0 && endpoints(cx).next().is_some()
}
