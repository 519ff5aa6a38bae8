//! One way to the internet for all zones.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::network::{Nat, Network};

/// One way to the internet for all zones.
#[derive(Debug)]
pub struct NatSingle;

impl Rule for NatSingle {
    const CODE: Code = code!("DRC525", "nat-single", Note);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let shared = |network: &Network| {
            network.existing.is_none() && network.nat.value == Nat::Single && network.zones.value > 1
        };
        for (entry, network) in cx.spec.all::<Network>().filter(|(_, it)| shared(it)) {
            found.push(
                Diagnostic::new(&Self::CODE, network.nat.span, format!("all {} zones of {} reach the internet through one", network.zones.value, entry.address), "one gateway")
                    .why("a NAT gateway stands in one zone; with that zone, private subnets of the others lose the internet too, though not what they reach by endpoints")
                    .help("write nat = \"per-zone\" if a request must call the internet to be served; it costs a gateway per zone")
                    .source("https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}
