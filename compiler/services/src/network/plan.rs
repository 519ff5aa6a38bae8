//! Which addresses the subnets of a VPC get.
//!
//! A VPC is cut into four parts, one per zone; into eight where there are more than four zones. A zone's first half is
//! its private subnet, its third quarter the public one, its last quarter stays free. So a zone added later moves
//! nobody (up to four), and there is room for what drc does not make. Of a `/16`: parts of `/18`, private subnets of
//! `/19` (8,187 addresses to use), public ones of `/20`.

use drc_model::Cidr;

/// The smallest VPC is one whose public subnets are a `/27`: a load balancer wants that much.
/// Source: <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html>.
const SMALLEST_SUBNET: u32 = 27;
/// The largest VPC. Source: <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html>.
pub const SHORTEST_PREFIX: u32 = 16;

/// The addresses of one zone's subnets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ZonePlan {
    /// Half of what the zone has.
    pub private: Cidr,
    /// A quarter.
    pub public: Cidr,
}

/// How much longer a zone's prefix is than the VPC's.
fn bits(zones: usize) -> u32 {
    if zones > 4 { 3 } else { 2 }
}

/// The longest prefix a VPC of so many zones can have.
pub fn longest_prefix(zones: usize) -> u32 {
    SMALLEST_SUBNET - 2 - bits(zones)
}

/// Cuts a VPC.
pub fn plan(vpc: Cidr, zones: usize) -> impl Iterator<Item = ZonePlan> {
    let prefix = vpc.prefix + bits(zones);
    (0..8).take(zones).map(move |at| {
        let zone = vpc.cut(prefix, at);
        ZonePlan { private: zone.cut(prefix + 1, 0), public: zone.cut(prefix + 2, 2) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use drc_syntax::grammar;

    fn cidr(text: &str) -> Cidr {
        let (address, prefix) = grammar::cidr(text).expect("a range");
        Cidr { address, prefix }
    }

    fn subnets(vpc: &str, zones: usize) -> Vec<(String, String)> {
        plan(cidr(vpc), zones).map(|it| (it.private.to_string(), it.public.to_string())).collect()
    }

    fn pair(private: &str, public: &str) -> (String, String) {
        (private.to_owned(), public.to_owned())
    }

    #[test]
    fn a_sixteen_in_three_zones() {
        let expected = [
            pair("10.0.0.0/19", "10.0.32.0/20"),
            pair("10.0.64.0/19", "10.0.96.0/20"),
            pair("10.0.128.0/19", "10.0.160.0/20"),
        ];
        assert_eq!(subnets("10.0.0.0/16", 3), expected);
        assert_eq!(subnets("10.0.0.0/16", 1), expected[..1], "a zone added later moves nobody");
    }

    #[test]
    fn no_two_subnets_overlap_and_all_are_inside() {
        for zones in 1..=6 {
            for prefix in SHORTEST_PREFIX..=longest_prefix(zones) {
                let vpc = cidr("172.16.0.0/16").cut(prefix, 0);
                let all: Vec<Cidr> = plan(vpc, zones).flat_map(|it| [it.private, it.public]).collect();
                assert_eq!(all.len(), 2 * zones);
                for (at, one) in all.iter().enumerate() {
                    assert!(vpc.overlaps(*one) && one.prefix > vpc.prefix && one.prefix <= SMALLEST_SUBNET);
                    assert_eq!(*one, one.network());
                    assert!(
                        all[at + 1..].iter().all(|other| !one.overlaps(*other)),
                        "{zones} in {vpc}: {all:?}"
                    );
                }
            }
        }
    }
}
