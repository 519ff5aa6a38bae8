//! A bus whose events are copied by its global endpoint and by a rule.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::bus::Bus;

/// A bus whose events are copied by its global endpoint and by a rule.
#[derive(Debug)]
pub struct EbCopiedTwice;

impl Rule for EbCopiedTwice {
    const CODE: Code = code!("DRC561", "eb-copied-twice", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let both = |bus: &&Bus| bus.has_endpoint() && bus.replicate.value;
        for (entry, bus) in cx.spec.all::<Bus>().filter(|(_, bus)| both(bus)) {
            found.push(
                Diagnostic::new(&Self::CODE, bus.replicate.span, format!("every event of {} would be copied twice", entry.address), "copies by a rule")
                    .also(bus.global_endpoint.span, "copies by itself")
                    .why("a global endpoint has EventBridge copy what is published to it; the rule would copy the same event again, under another id, and the other Region would deliver both")
                    .help("take `replicate` out; or take `global_endpoint` out, and have each producer publish to the bus of its own Region")
                    .source("https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-global-endpoints.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}
