//! A global endpoint that AWS cannot make.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::Entry;
use drc_services::bus::{Bus, name_in_arn};

/// A global endpoint that AWS cannot make.
#[derive(Debug)]
pub struct EbEndpoint;

const SOURCE: &str = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-global-endpoints.html";

impl Rule for EbEndpoint {
    const CODE: Code = code!("DRC560", "eb-endpoint", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, bus) in cx.spec.all::<Bus>().filter(|(_, bus)| bus.has_endpoint()) {
            regions(cx, entry, bus, found);
            names(cx, entry, bus, found);
        }
    }
}

fn regions(cx: &Checking<'_>, entry: &Entry, bus: &Bus, found: &mut Diagnostics) {
    let regions = cx.spec.regions.all().count();
    if regions == 2 {
        return;
    }
    found.push(
        Diagnostic::new(
            &EbEndpoint::CODE,
            bus.global_endpoint.span,
            format!("a global endpoint leads to two Regions, the system has {regions}"),
            "takes exactly two",
        )
        .why("EventBridge takes one bus in the primary Region and one in the Region that stands in for it")
        .help("write `replicate = true` instead: each Region's events are then copied to all others")
        .source(SOURCE)
        .about(entry.address.to_string()),
    );
}

fn names(cx: &Checking<'_>, entry: &Entry, bus: &Bus, found: &mut Diagnostics) {
    let Some(existing) = &bus.existing else { return };
    let mut arns =
        existing.value.0.iter().filter(|(region, _)| cx.spec.regions.all().any(|it| it == region.value));
    let Some((_, first)) = arns.next() else { return };
    for (_, arn) in arns.filter(|(_, it)| name_in_arn(&it.value) != name_in_arn(&first.value)) {
        found.push(
            Diagnostic::new(
                &EbEndpoint::CODE,
                arn.span,
                "the buses of a global endpoint have different names".to_owned(),
                format!("called {}", name_in_arn(&arn.value)),
            )
            .also(first.span, format!("called {}", name_in_arn(&first.value)))
            .why(
                "PutEvents names one bus, and EventBridge looks for that name in whichever Region it goes to",
            )
            .help("name two buses of one name, or take `existing` out: drc gives both one name")
            .source(SOURCE)
            .about(entry.address.to_string()),
        );
    }
}
