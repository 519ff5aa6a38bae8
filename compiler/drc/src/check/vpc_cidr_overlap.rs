//! Two Regions of one network with addresses in common.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::{Cidr, PerRegion, Region};
use drc_services::network::Network;
use drc_syntax::Spanned;

/// Two Regions of one network with addresses in common.
#[derive(Debug)]
pub struct VpcCidrOverlap;

impl Rule for VpcCidrOverlap {
    const CODE: Code = code!("DRC520", "vpc-cidr-overlap", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, network) in cx.spec.all::<Network>() {
            let Some(ranges) = network.cidr.as_ref().filter(|_| network.peering.is_some_and(|it| it.value))
            else {
                continue;
            };
            for (at, (region, range)) in ranges.value.0.iter().enumerate() {
                let Some((other, same)) =
                    ranges.value.0[..at].iter().find(|(_, it)| it.value.overlaps(range.value))
                else {
                    continue;
                };
                found.push(
                    Diagnostic::new(&Self::CODE, range.span, format!("{region} and {other} have addresses in common", region = region.value, other = other.value), "peered with the range above")
                        .also(same.span, format!("{} is here", same.value))
                        .why("a packet for an address that both VPCs have stays where it is: EC2 refuses the peering connection")
                        .help(format!("give every Region a range of its own, such as {}", apart(ranges)))
                        .source("https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html")
                        .about(entry.address.to_string()),
                );
            }
        }
    }
}

/// The ranges one would write instead: `10.0.0.0/16`, `10.1.0.0/16` …
fn apart(ranges: &Spanned<PerRegion<Spanned<Cidr>>>) -> String {
    let range = |(at, (region, _)): (usize, &(Spanned<Region>, Spanned<Cidr>))| {
        format!("{} = \"10.{at}.0.0/16\"", region.value)
    };
    let ranges: Vec<String> = ranges.value.0.iter().enumerate().map(range).collect();
    format!("{{ {} }}", ranges.join(", "))
}
