//! A recovery time that a global endpoint does not promise.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Duration;
use drc_services::bus::Bus;

/// A recovery time that a global endpoint does not promise.
#[derive(Debug)]
pub struct EbRtoBelow360;

/// What AWS publishes for the alarm it prescribes, and at most.
const TYPICAL: Duration = Duration::from_secs(360);
const MOST: Duration = Duration::from_secs(420);

impl Rule for EbRtoBelow360 {
    const CODE: Code = code!("DRC562", "eb-rto-below-360", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let objectives = &cx.spec.objectives;
        for (entry, bus) in cx.spec.all::<Bus>().filter(|(_, bus)| bus.has_endpoint()) {
            for (name, objective) in [("RTO", objectives.rto), ("RPO", objectives.rpo)] {
                if objective.value >= TYPICAL {
                    continue;
                }
                let why = "five minutes of a bad alarm and one until the health check follows: five periods of 60 s + 60 s, and one period more at worst";
                found.push(
                    Diagnostic::new(&Self::CODE, bus.global_endpoint.span, format!("events of {} reach the other Region after {TYPICAL} to {MOST}, not within an {name} of {}", entry.address, objective.value), format!("{TYPICAL}, at most {MOST}"))
                        .also(objective.span, format!("the {name}"))
                        .why(why)
                        .help(format!("raise the {name} to {MOST}; or `replicate = true`, with producers that publish in the Region they run in: they move with the traffic"))
                        .source("https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-global-endpoints.html")
                        .about(entry.address.to_string()),
                );
            }
        }
    }
}
