//! Networks, and the way between them.

use super::Network;
use crate::runbook::{Chapter, Contribution, Part, Plane, Stage, Step, Word, aws, in_each};
use crate::spec::{Entry, Spec};
use drc_model::Region;

pub(super) fn part(network: &Network, entry: &Entry, spec: &Spec) -> Contribution {
    let mut part = Part::default();
    if network.existing.is_some() {
        return Contribution::Nothing("it was there before, and whoever made it has its own runbook");
    }
    let name =
        |region: Region| format!("Name=tag:Name,Values={}", spec.name(entry, "", spec.in_region(region)));
    let vpc = |region: Region| {
        aws("ec2", "describe-vpcs", region)
            .arg("--filters", name(region))
            .query("Vpcs[].[VpcId,State,CidrBlock]")
    };
    let step = Step::look(
        format!("See that {} is there in every Region", entry.address),
        "Nothing of one Region's network is needed by the other's.",
        Plane::Control,
        in_each(spec.regions.all(), vpc),
        "one VPC that is available, once per Region",
    );
    part.step(Chapter::Verify, Stage::Begin, step);
    let find = |region: Region| {
        aws("ec2", "describe-vpcs", region).arg("--filters", name(region)).query("Vpcs[0].VpcId").set("VPC")
    };
    let of_vpc = || Word::with_variables("Name=vpc-id,Values=${VPC}");
    let endpoints = |region: Region| {
        let list = aws("ec2", "describe-vpc-endpoints", region)
            .arg("--filters", of_vpc())
            .query("VpcEndpoints[].[ServiceName,State]");
        [find(region), list]
    };
    part.trouble(
        format!("A function in {} cannot reach AWS", entry.address),
        "It has no way out: an endpoint is missing or failed, or the one NAT gateway stands in a zone that \
         is lost.",
        spec.regions.all().flat_map(endpoints).collect(),
        "available for each endpoint; the Region where one is missing is the Region that fails",
    );
    if network.peering.is_some_and(|it| it.value) {
        let peering = |region: Region| {
            aws("ec2", "describe-vpc-peering-connections", region)
                .arg("--filters", "Name=status-code,Values=active")
                .query("VpcPeeringConnections[].[VpcPeeringConnectionId,Status.Code]")
        };
        let step = Step::look(
            format!("See that the networks of {} are peered", entry.address),
            "The way between the Regions; what serves users does not need it.",
            Plane::Control,
            in_each(spec.regions.all(), peering),
            "a connection that is active, once per Region",
        );
        part.step(Chapter::Verify, Stage::Begin, step);
    }
    Contribution::Part(part)
}
