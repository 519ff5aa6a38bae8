//! A global endpoint that AWS cannot make, or one that is asked for and not there.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::bus::{Bus, name_in_arn};
use drc_services::registry::Typed as _;
use drc_services::{Entry, Use, Uses};
use drc_syntax::Spanned;

/// A global endpoint that AWS cannot make, or one that is asked for and not there.
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
        for entry in &cx.spec.services {
            let mut uses = Uses::default();
            entry.service.uses(&mut uses);
            for it in &uses.all {
                if let Use::Reference(words) = it {
                    asked(cx, entry, words, found);
                }
            }
        }
    }
}

fn regions(cx: &Checking<'_>, entry: &Entry, bus: &Bus, found: &mut Diagnostics) {
    let regions = cx.spec.regions.all().count();
    if regions == 2 {
        return;
    }
    found.push(
        Diagnostic::new(&EbEndpoint::CODE, bus.global_endpoint.span, format!("a global endpoint leads to two Regions, the system has {regions}"), "takes exactly two")
            .why("EventBridge takes one bus in the primary Region and one in the Region that stands in for it")
            .help("write `replicate = true` instead: each Region's events are then copied to all others")
            .source(SOURCE)
            .about(entry.address.to_string()),
    );
}

fn names(cx: &Checking<'_>, entry: &Entry, bus: &Bus, found: &mut Diagnostics) {
    let Some(existing) = &bus.existing else { return };
    let mut arns = existing.value.0.iter().filter(|(region, _)| cx.spec.regions.all().any(|it| it == region.value));
    let Some((_, first)) = arns.next() else { return };
    for (_, arn) in arns.filter(|(_, it)| name_in_arn(&it.value) != name_in_arn(&first.value)) {
        found.push(
            Diagnostic::new(&EbEndpoint::CODE, arn.span, "the buses of a global endpoint have different names".to_owned(), format!("called {}", name_in_arn(&arn.value)))
                .also(first.span, format!("called {}", name_in_arn(&first.value)))
                .why("PutEvents names one bus, and EventBridge looks for that name in whichever Region it goes to")
                .help("name two buses of one name, or take `existing` out: drc gives both one name")
                .source(SOURCE)
                .about(entry.address.to_string()),
        );
    }
}

fn asked(cx: &Checking<'_>, entry: &Entry, words: &Spanned<Vec<String>>, found: &mut Diagnostics) {
    let [kind, name, attribute] = words.value.as_slice() else { return };
    if kind != "bus" || attribute != "endpoint" {
        return;
    }
    let named = cx.spec.entry(&drc_model::Address::new(kind, name));
    let without = named.and_then(|it| Some((it, Bus::service(&it.service)?))).filter(|(_, bus)| !bus.has_endpoint());
    let Some((bus, _)) = without else { return };
    found.push(
        Diagnostic::new(&EbEndpoint::CODE, words.span, format!("{} has no global endpoint", bus.address), "asks for its id")
            .also(bus.span, "the bus")
            .why("only a bus with `global_endpoint = true` has one")
            .help(format!("add `global_endpoint = true` to {}, or ask for its `name`", bus.address))
            .source(SOURCE)
            .about(entry.address.to_string()),
    );
}
