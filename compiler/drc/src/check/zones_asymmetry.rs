//! A Region with subnets in fewer zones than the one it stands in for.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::network::Network;

/// A Region with subnets in fewer zones than the one it stands in for.
#[derive(Debug)]
pub struct ZonesAsymmetry;

impl Rule for ZonesAsymmetry {
    const CODE: Code = code!("DRC588", "zones-asymmetry", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let first = cx.spec.regions.primary.value;
        for (entry, network) in cx.spec.all::<Network>() {
            let Some(existing) = &network.existing else { continue };
            let Some(most) = existing.value.at(first) else { continue };
            for (region, vpc) in existing.value.0.iter().filter(|(it, _)| it.value != first) {
                let (here, there) = (vpc.private_subnets.len(), most.private_subnets.len());
                // One alone, or none, is another rule's.
                if here < 2 || here >= there {
                    continue;
                }
                found.push(
                    Diagnostic::new(&Self::CODE, vpc.vpc.span, format!("{} has {here} private subnets in {}, {there} in {first}", entry.address, region.value), "fewer than the primary has")
                        .also(most.vpc.span, "what stands in for it has less")
                        .why("functions and databases are spread over the zones of their subnets: with fewer, the loss of a zone after a failover takes a larger part, and addresses run out sooner")
                        .help(format!("name {there} private subnets in {}, each in a zone of its own", region.value))
                        .source("https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/availability-zones.html")
                        .about(entry.address.to_string()),
                );
            }
        }
    }
}
