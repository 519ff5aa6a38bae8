//! More zones than a Region has, or none.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::{AvailabilityZone, Region};
use drc_services::network::Network;

/// More zones than a Region has, or none.
#[derive(Debug)]
pub struct ZonesUnavailable;

impl Rule for ZonesUnavailable {
    const CODE: Code = code!("DRC524", "zones-unavailable", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, network) in cx.spec.all::<Network>().filter(|(_, it)| it.existing.is_none()) {
            let fewest = cx.spec.regions.all().map(|region| (region.zones().count(), region)).min();
            let Some((most, region)) = fewest else { continue };
            let zones = network.zones;
            if usize::try_from(zones.value).is_ok_and(|it| (1..=most).contains(&it)) {
                continue;
            }
            let span = zones.span.written().unwrap_or(entry.span);
            found.push(
                Diagnostic::new(&Self::CODE, span, format!("a network cannot be in {} zones of {region}", zones.value), format!("1 to {most} in {region}"))
                    .why(format!("of the zones of {region}, every account may use {}", ids(region)))
                    .help(format!("write zones = {}", if zones.value < 1 { most.min(3) } else { most }))
                    .source("https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}

fn ids(region: Region) -> String {
    let ids: Vec<String> = region.zones().map(AvailabilityZone::id).collect();
    if ids.is_empty() { "none that drc knows".to_owned() } else { format!("these: {}", ids.join(", ")) }
}
