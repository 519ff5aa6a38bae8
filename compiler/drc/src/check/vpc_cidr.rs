//! A range of addresses that no VPC of drc can have.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Cidr;
use drc_services::network::{Network, SHORTEST_PREFIX, longest_prefix};

/// A range of addresses that no VPC of drc can have.
#[derive(Debug)]
pub struct VpcCidr;

impl Rule for VpcCidr {
    const CODE: Code = code!("DRC521", "vpc-cidr", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, network) in cx.spec.all::<Network>() {
            let zones = usize::try_from(network.zones.value).unwrap_or(1);
            for (_, range) in network.cidr.iter().flat_map(|it| &it.value.0) {
                let Some((label, why, help)) = problem(range.value, zones) else { continue };
                found.push(
                    Diagnostic::new(
                        &Self::CODE,
                        range.span,
                        format!("a VPC cannot have {}", range.value),
                        label,
                    )
                    .why(why)
                    .help(help)
                    .source("https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html")
                    .about(entry.address.to_string()),
                );
            }
        }
    }
}

/// Ranges that EC2 refuses, with what they are for.
const TAKEN: &[(Cidr, &str)] = &[
    (Cidr { address: 0, prefix: 8 }, "\"this network\""),
    (Cidr { address: 0x7f00_0000, prefix: 8 }, "the machine itself"),
    (Cidr { address: 0xa9fe_0000, prefix: 16 }, "the link: EC2 answers there itself"),
    (Cidr { address: 0xe000_0000, prefix: 3 }, "multicast and experiments"),
];

/// In short, why, and what to type instead.
type Problem = (String, String, String);

fn problem(range: Cidr, zones: usize) -> Option<Problem> {
    let longest = longest_prefix(zones);
    let network = range.network();
    if let Some((taken, what)) = TAKEN.iter().find(|(taken, _)| taken.overlaps(range)) {
        let why = format!("the addresses of {taken} are those of {what}");
        return Some((
            "not for VPCs".to_owned(),
            why,
            "choose a private range, such as \"10.0.0.0/16\"".to_owned(),
        ));
    }
    if network != range {
        let why = format!("with {} bits that do not change, the range begins at {network}", range.prefix);
        return Some(("does not begin here".to_owned(), why, format!("write \"{network}\"")));
    }
    if range.prefix < SHORTEST_PREFIX {
        let why = "EC2 takes /16 at most: 65,536 addresses".to_owned();
        return Some((
            "too large".to_owned(),
            why,
            format!("write \"{}\"", Cidr { prefix: SHORTEST_PREFIX, ..range }),
        ));
    }
    if range.prefix > longest {
        let why = format!(
            "cut for {zones} zones with a private and a public subnet each, the public ones would be smaller than /27, which is the least a load balancer works in"
        );
        let larger = Cidr { prefix: longest, ..range }.network();
        return Some((
            "too small".to_owned(),
            why,
            format!("choose /{longest} or larger, such as \"{larger}\""),
        ));
    }
    None
}
