//! A bus that is there already and is not the one a Region needs.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::bus::Bus;

/// A bus that is there already and is not the one a Region needs.
#[derive(Debug)]
pub struct BusExisting;

impl Rule for BusExisting {
    const CODE: Code = code!("DRC564", "bus-existing", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let source = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus.html";
        for (entry, bus) in cx.spec.all::<Bus>() {
            let Some(existing) = &bus.existing else { continue };
            let mut report = |span, message: String, label: &str, why: &str, help: String| {
                let it = Diagnostic::new(&Self::CODE, span, message, label).why(why).help(help);
                found.push(it.source(source).about(entry.address.to_string()));
            };
            for region in cx.spec.regions.all().filter(|it| existing.value.at(*it).is_none()) {
                let message = format!("{} has no bus in {region}", entry.address);
                report(
                    existing.span,
                    message,
                    "one per Region",
                    "what is published there, and the rules there, need a bus in that Region",
                    format!("add {region} = \"arn:aws:events:{region}:…:event-bus/…\""),
                );
            }
            for (region, arn) in &existing.value.0 {
                let here = format!(":events:{}:", region.value);
                if !arn.value.starts_with("arn:")
                    || !arn.value.contains(&here)
                    || !arn.value.contains(":event-bus/")
                {
                    let message = format!("this is not a bus of {}", region.value);
                    report(
                        arn.span,
                        message,
                        "of another Region or service",
                        "rules stand in the Region of their bus",
                        format!("write \"arn:aws:events:{}:…:event-bus/…\"", region.value),
                    );
                }
            }
            if let Some(key) = &bus.key {
                report(
                    key.span,
                    "drc changes nothing about a bus that is there already".to_owned(),
                    "has no effect",
                    "its key is that of whoever made it",
                    "take `key` out, or take `existing` out".to_owned(),
                );
            }
        }
    }
}
