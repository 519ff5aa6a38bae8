//! A network in a single availability zone.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::network::Network;

/// A network in a single availability zone.
#[derive(Debug)]
pub struct SingleAz;

impl Rule for SingleAz {
    const CODE: Code = code!("DRC523", "single-az", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, network) in cx.spec.all::<Network>() {
            let one = (network.existing.is_none() && network.zones.value == 1).then_some(network.zones.span);
            let given = network.existing.iter().flat_map(|it| &it.value.0);
            let given = given
                .filter(|(_, it)| it.private_subnets.len() == 1)
                .map(|(_, it)| it.private_subnets[0].span);
            for span in one.into_iter().chain(given) {
                found.push(
                    Diagnostic::new(&Self::CODE, span, format!("all of {} is in one availability zone", entry.address), "one zone")
                        .why("the loss of a zone, which is far more frequent than that of a Region, then takes the whole Region's system with it; load balancers and Aurora refuse a single zone")
                        .help("choose 2 zones or more; without `zones` there are 3")
                        .source("https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/availability-zones.html")
                        .about(entry.address.to_string()),
                );
            }
        }
    }
}
