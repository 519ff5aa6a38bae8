//! A balancer in a Region: its security group and rules, itself, its target, its listener.

use super::construct::{
    Listener, LoadBalancer, LoadBalancerRef, Target, TargetGroup, TargetGroupRef,
};
use super::fields::{Balancer, BalancerType};
use super::settings::Served;
use super::{Handle, InRegion, balancer_name, group_name};
use crate::function::Function;
use crate::lowering::At;
use crate::network::{InRegion as NetworkInRegion, Network, Protocol};
use crate::shared::certificate::{Proof, certificates};
use crate::shared::permission::Permission;
use crate::shared::security_group::{Direction, Other, SecurityGroup, SecurityGroupRef, SecurityRule};
use crate::shared::zone::zone;
use crate::traffic::{Answer, Policy, Record};
use drc_ir::{Expr, text};
use drc_model::Region;

/// Makes the balancer in every Region.
pub(super) fn lower(balancer: &Balancer, at: &mut At<'_, '_>) -> Handle {
    let (spec, address) = (at.spec(), at.entry.address.clone());
    let served = balancer.served(spec, &address);
    let proofs = served.as_ref().filter(|_| balancer.opens_tls()).map(|it| proofs(it, at)).unwrap_or_default();
    let mut handle = Handle::default();
    for region in at.regions() {
        let network = at.handle::<Network>(&balancer.network.value).at(region).cloned();
        let proof = proofs.iter().find(|(it, _)| *it == region).map(|(_, proof)| proof.clone());
        let Some(network) = network else { continue };
        handle.regions.extend(in_region(balancer, at, region, &network, proof).map(|it| (region, it)));
    }
    if balancer.domain.is_some() {
        served.iter().for_each(|served| name(served, at, &handle));
    }
    handle
}

/// The certificates of the names it answers to; Regions that share a name share the proof.
fn proofs(served: &Served<'_>, at: &mut At<'_, '_>) -> Vec<(Region, Proof)> {
    let mut names: Vec<&String> = served.names.iter().filter_map(|(_, name)| name.as_ref()).collect();
    names.dedup();
    let zone = served.zone.map_or(Expr::Absent, |it| zone(at, it));
    let proofs = names.into_iter().flat_map(|name| {
        let here = |(region, it): &(Region, Option<String>)| (it.as_ref() == Some(name)).then_some(*region);
        let regions: Vec<Region> = served.names.iter().filter_map(here).collect();
        certificates(at, name, &regions, &zone, served.certificates)
    });
    proofs.collect()
}

/// The records of a name of its own: one per Region, each to the balancer there.
fn name(served: &Served<'_>, at: &mut At<'_, '_>, handle: &Handle) {
    let Some(zone) = served.zone.map(|it| zone(at, it)) else { return };
    for (region, name) in &served.names {
        let (Some(name), Some(here)) = (name, handle.at(*region)) else { continue };
        let record = Record {
            zone: zone.clone(),
            name: name.clone(),
            policy: Policy::Simple,
            health: None,
            answer: Answer::Endpoint(here.dns_name.clone(), here.zone.clone()),
        };
        at.add_global(format!("record-{region}"), record);
        at.output(*region, "name", format!("The name of {} in {region}", at.entry.address), format!("https://{name}"));
    }
}

fn in_region(
    balancer: &Balancer,
    at: &mut At<'_, '_>,
    region: Region,
    network: &NetworkInRegion,
    proof: Option<Proof>,
) -> Option<InRegion> {
    let internal = balancer.is_internal(at.spec(), &at.entry.address);
    let port = balancer.listener.value;
    let group = security_group(balancer, at, region, network, internal);
    let subnets = if internal { &network.private_subnets } else { &network.public_subnets };
    let itself = LoadBalancer {
        name: balancer_name(at.entry, at.spec(), region),
        kind: balancer.type_.value,
        internal,
        subnets: subnets.clone(),
        group: group.clone(),
        protect: balancer.protect,
    };
    let itself = at.add(region, "", itself);
    if let Some(internet) = network.internet.filter(|_| !internal) {
        at.after(itself, internet);
    }
    let target = match balancer.type_.value {
        BalancerType::Network => to_balancer(balancer, at, region, network, &group)?,
        BalancerType::Application => to_function(balancer, at, region)?,
    };
    let targets = TargetGroup {
        name: balancer_name(at.entry, at.spec(), region),
        target,
        health: balancer.health(at.spec(), &at.entry.address),
    };
    let targets = at.add(region, "targets", targets);
    let listener = Listener { balancer: itself, port, targets, certificate: proof };
    let listener = at.add(region, "listener", listener).id;
    let host = text!["https://", itself.dns_name()];
    let address = &at.entry.address;
    let description = format!("Where {address} answers in {region}; its certificate is for the name users call");
    at.output(region, "endpoint", description, host);
    Some(InRegion {
        arn: itself.arn(),
        dns_name: itself.dns_name(),
        zone: itself.zone(),
        group,
        port,
        listener,
        dimension: itself.dimension(),
        targets: targets.dimension(),
    })
}

/// Its security group, open to the internet or to its network; if another balancer passes requests on to it, that one
/// adds the only rule.
fn security_group(
    balancer: &Balancer,
    at: &mut At<'_, '_>,
    region: Region,
    network: &NetworkInRegion,
    internal: bool,
) -> Expr {
    let address = &at.entry.address;
    let group = SecurityGroup {
        name: group_name(at.entry, at.spec(), region),
        description: format!("{address} in {region}"),
        vpc: network.vpc.clone(),
    };
    let (from, description) = if !internal {
        (Some(Expr::from("0.0.0.0/0")), format!("Anybody calls {address}"))
    } else if super::settings::before(at.spec(), address).next().is_none() {
        (network.cidr.clone(), format!("The network calls {address}"))
    } else {
        (None, String::new())
    };
    let group = at.add(region, "security-group", group).id();
    if let Some(cidr) = from {
        let port = Some((Protocol::Tcp, balancer.listener.value));
        let (direction, other) = (Direction::Ingress, Other::Cidr(cidr));
        at.add(region, "ingress", SecurityRule { group: group.clone(), direction, other, port, description });
    }
    group
}

/// The application balancer behind a network balancer, and the rules that let the one reach the other.
fn to_balancer(
    balancer: &Balancer,
    at: &mut At<'_, '_>,
    region: Region,
    network: &NetworkInRegion,
    group: &Expr,
) -> Option<Target> {
    let next = at.handle::<Balancer>(&balancer.forward.value).at(region)?.clone();
    let description = format!("{} passes requests on to {}", at.entry.address, balancer.forward.value);
    let rule = |group: &Expr, direction, other: &Expr| SecurityRule {
        group: group.clone(),
        direction,
        other: Other::Group(other.clone()),
        port: Some((Protocol::Tcp, next.port)),
        description: description.clone(),
    };
    at.add(region, "egress-next", rule(group, Direction::Egress, &next.group));
    at.add(region, "ingress-next", rule(&next.group, Direction::Ingress, group));
    let vpc = network.vpc.clone();
    Some(Target::Balancer { arn: next.arn, port: next.port, listener: next.listener, vpc })
}

fn to_function(balancer: &Balancer, at: &mut At<'_, '_>, region: Region) -> Option<Target> {
    let function = at.handle::<Function>(&balancer.forward.value).at(region)?;
    // By name: the ARN ends in letters that AWS makes up, and the target group of CloudFormation holds its target, so
    // that the permission must come first.
    let group = format!(":targetgroup/{}/*", balancer_name(at.entry, at.spec(), region));
    let service = format!(":elasticloadbalancing:{region}:");
    let source = text!["arn:", Expr::Partition, service, Expr::Account, group];
    let permission = Permission { calls: function, service: "elasticloadbalancing.amazonaws.com", source };
    let permission = at.add(region, "permission", permission);
    Some(Target::Function(function, permission))
}
