//! A value per Region that lacks a Region, or has one too many.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::{Address, PerRegion};
use drc_services::alerts::Alerts;
use drc_services::bucket::Bucket;
use drc_services::key::Key;
use drc_services::network::Network;
use drc_services::queue::Queue;
use drc_services::secret::Secret;
use drc_services::topic::Topic;
use drc_syntax::Spanned;

/// A value per Region that lacks a Region, or has one too many.
#[derive(Debug)]
pub struct RegionMissing;

const SOURCE: &str =
    "https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/regions.html";

impl Rule for RegionMissing {
    const CODE: Code = code!("DRC522", "region-missing", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        // A field of one value per Region gets its line here; whatever the values are.
        for (entry, it) in cx.spec.all::<Network>() {
            regions(cx, found, &entry.address, "cidr", it.cidr.as_ref());
            regions(cx, found, &entry.address, "existing", it.existing.as_ref());
        }
        for (entry, it) in cx.spec.all::<Secret>() {
            regions(cx, found, &entry.address, "existing", it.existing.as_ref());
        }
        for (entry, it) in cx.spec.all::<Key>() {
            regions(cx, found, &entry.address, "existing", it.existing.as_ref());
        }
        for (entry, it) in cx.spec.all::<Bucket>() {
            regions(cx, found, &entry.address, "existing", it.existing.as_ref());
        }
        for (entry, it) in cx.spec.all::<Queue>() {
            regions(cx, found, &entry.address, "existing", it.existing.as_ref());
        }
        for (entry, it) in cx.spec.all::<Topic>() {
            regions(cx, found, &entry.address, "existing", it.existing.as_ref());
        }
        for (entry, it) in cx.spec.all::<Alerts>() {
            regions(cx, found, &entry.address, "existing", it.existing.as_ref());
        }
        // Where nothing is said, AWS's defaults are meant.
        superfluous(cx, found, "quotas", &cx.spec.quotas.value);
    }
}

/// Holds the keys of a field against the Regions of the system.
fn regions<T>(
    cx: &Checking<'_>,
    found: &mut Diagnostics,
    address: &Address,
    field: &str,
    values: Option<&Spanned<PerRegion<T>>>,
) {
    let Some(values) = values else { return };
    for region in cx.spec.regions.all().filter(|it| values.value.at(*it).is_none()) {
        let missing = Diagnostic::new(
            &RegionMissing::CODE,
            values.span,
            format!("`{field}` says nothing about {region}"),
            "one per Region belongs here",
        )
        .why("a Region shares nothing with the others: what stands there needs a value of its own")
        .help(format!("add {region} = …"));
        found.push(missing.source(SOURCE).about(address.to_string()));
    }
    superfluous(cx, found, &address.to_string(), &values.value);
}

/// Holds the keys that are there against the Regions of the system.
fn superfluous<T>(cx: &Checking<'_>, found: &mut Diagnostics, address: &str, values: &PerRegion<T>) {
    let ours = |region| cx.spec.regions.all().any(|known| known == region);
    for (region, _) in values.0.iter().filter(|(it, _)| !ours(it.value)) {
        let known: Vec<&str> = cx.spec.regions.all().map(drc_model::Region::code).collect();
        found.push(
            Diagnostic::new(
                &RegionMissing::CODE,
                region.span,
                format!("{} is not a Region of the system", region.value),
                "not in [regions]",
            )
            .why("nothing of the system stands there, so the value would have no effect")
            .help(format!("take it out, or write one of {}", known.join(", ")))
            .source(SOURCE)
            .about(address),
        );
    }
}
