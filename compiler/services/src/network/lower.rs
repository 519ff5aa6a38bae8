//! A network as its VPCs, Region by Region, and what joins them.

use super::construct::{InternetGateway, NatGateway, Subnet, SubnetRef, Vpc, VpcRef};
use super::endpoint::{Endpoint, Reach};
use super::plan::plan;
use super::routes::{ANYWHERE, Acceptance, Peering, Route, RouteTable, Via};
use super::{Handle, InRegion, Nat, Network};
use crate::lowering::At;
use crate::shared::security_group::{SecurityGroup, SecurityGroupRef};
use crate::spec::{Entry, Spec};
use drc_ir::{Expr, Ref};
use drc_model::{AvailabilityZone, Cidr, Region};

/// A VPC that was made.
#[derive(Clone, Debug)]
struct Made {
    region: Region,
    vpc: Ref<Vpc>,
    cidr: Cidr,
    internet: Ref<InternetGateway>,
    /// With what each is called; the public one first.
    tables: Vec<(String, Ref<RouteTable>)>,
    zones: Vec<Zone>,
}

/// A zone of it.
#[derive(Clone, Debug)]
struct Zone {
    public: Ref<Subnet>,
    private: Ref<Subnet>,
}

/// The name of the security group in front of the interface endpoints.
pub(super) fn endpoints_name(entry: &Entry, spec: &Spec, region: Region) -> String {
    spec.name(entry, "endpoints", spec.in_region(region))
}

/// Makes the VPCs and joins them.
pub(super) fn lower(network: &Network, at: &mut At<'_, '_>) -> Handle {
    let mut made: Vec<Made> = Vec::new();
    let mut handle = Handle::default();
    for region in at.regions() {
        let cidr = network.cidr.as_ref().and_then(|it| it.value.at(region));
        let Some(cidr) = cidr.map(|it| it.value) else { continue };
        let vpc = vpc(network, at, region, cidr);
        nat(network, at, &vpc);
        let group = endpoints(network, at, &vpc);
        at.output(region, "vpc", format!("VPC of {} in {region}", at.entry.address), vpc.vpc.id());
        handle.regions.push((region, in_region(&vpc, group)));
        made.push(vpc);
    }
    if network.peering.is_some_and(|it| it.value) {
        for (nth, one) in made.iter().enumerate() {
            made[nth + 1..].iter().for_each(|other| peer(at, one, other));
        }
    }
    handle
}

fn in_region(made: &Made, group: Option<Ref<SecurityGroup>>) -> InRegion {
    InRegion {
        vpc: made.vpc.id(),
        cidr: Some(Expr::from(made.cidr.to_string())),
        private_subnets: made.zones.iter().map(|it| it.private.id()).collect(),
        public_subnets: made.zones.iter().map(|it| it.public.id()).collect(),
        endpoints: group.map(SecurityGroupRef::id),
        internet: Some(made.internet.id),
    }
}

fn name(at: &At<'_, '_>, suffix: &str, region: Region) -> String {
    at.name(suffix, at.spec().in_region(region))
}

fn vpc(network: &Network, at: &mut At<'_, '_>, region: Region, cidr: Cidr) -> Made {
    let vpc = at.add(region, "", Vpc { name: name(at, "", region), cidr });
    let internet = at.add(region, "internet", InternetGateway { name: name(at, "", region), vpc });
    let count = usize::try_from(network.zones.value).unwrap_or(0);
    let places: Vec<AvailabilityZone> = region.zones().take(count).collect();
    let mut made = Made {
        region,
        vpc,
        cidr,
        internet,
        tables: route_tables(network, at, region, vpc, &places),
        zones: Vec::new(),
    };
    let route = Route { table: made.tables[0].1, to: ANYWHERE, via: Via::Internet(internet) };
    let route = at.add(region, "public-internet", route);
    at.after(route, internet.id);
    for (nth, (place, plan)) in places.into_iter().zip(plan(cidr, count)).enumerate() {
        let private = made.tables.get(nth + 1).unwrap_or(&made.tables[1]).1;
        let mut subnet = |word: &str, cidr: Cidr, routes: Ref<RouteTable>| {
            let part = format!("{word}-{}", place.short());
            let subnet = Subnet { name: name(at, &part, region), vpc, cidr, zone: place, routes };
            at.add(region, part, subnet)
        };
        let public = subnet("public", plan.public, made.tables[0].1);
        made.zones.push(Zone { public, private: subnet("private", plan.private, private) });
    }
    made
}

/// The public table, then the private ones: one per gateway, for each zone's leads to its own.
fn route_tables(
    network: &Network,
    at: &mut At<'_, '_>,
    region: Region,
    vpc: Ref<Vpc>,
    places: &[AvailabilityZone],
) -> Vec<(String, Ref<RouteTable>)> {
    let private = match network.nat.value {
        Nat::PerZone => places.iter().map(|it| format!("private-{}", it.short())).collect(),
        Nat::None | Nat::Single => vec!["private".to_owned()],
    };
    let table = |word: String| {
        let table = RouteTable { name: name(at, &word, region), vpc };
        let table = at.add(region, format!("{word}-routes"), table);
        (word, table)
    };
    ["public".to_owned()].into_iter().chain(private).map(table).collect()
}

/// The gateways to the internet, and the way to them.
fn nat(network: &Network, at: &mut At<'_, '_>, made: &Made) {
    let gateways = match network.nat.value {
        Nat::None => 0,
        Nat::Single => 1,
        Nat::PerZone => made.zones.len(),
    };
    let region = made.region;
    for (zone, (word, table)) in made.zones.iter().take(gateways).zip(&made.tables[1..]) {
        let part = word.replacen("private", "nat", 1);
        let gateway = NatGateway { name: name(at, &part, region), subnet: zone.public };
        let gateway = at.add(region, part, gateway);
        at.after(gateway, made.internet.id);
        let route = Route { table: *table, to: ANYWHERE, via: Via::Nat(gateway) };
        at.add(region, format!("{word}-internet"), route);
    }
}

/// The endpoints, and the group in front of those that have addresses: it lets nobody in by itself.
fn endpoints(network: &Network, at: &mut At<'_, '_>, made: &Made) -> Option<Ref<SecurityGroup>> {
    let region = made.region;
    let tables: Vec<Ref<RouteTable>> = made.tables[1..].iter().map(|(_, table)| *table).collect();
    for service in network.gateways() {
        let reach = Reach::Routes(tables.clone());
        add_endpoint(at, made, service, reach);
    }
    network.interfaces().next()?;
    let group = SecurityGroup {
        name: endpoints_name(at.entry, at.spec(), region),
        description: format!("AWS services that {} reaches without the internet", at.entry.address),
        vpc: made.vpc.id(),
    };
    let group = at.add(region, "endpoints", group);
    for service in network.interfaces() {
        let subnets = made.zones.iter().map(|it| it.private).collect();
        add_endpoint(at, made, service, Reach::Addresses { subnets, group });
    }
    Some(group)
}

fn add_endpoint(at: &mut At<'_, '_>, made: &Made, service: super::EndpointService, reach: Reach) {
    let (region, word) = (made.region, service.word());
    let endpoint =
        Endpoint { name: name(at, word, region), vpc: made.vpc, service: service.name(region), reach };
    at.add(region, format!("endpoint-{word}"), endpoint);
}

/// Joins two VPCs, with routes on both sides: a connection without them carries nothing. The Region that takes over
/// asks, so that the connection is in the hands of the stack that survives.
fn peer(at: &mut At<'_, '_>, earlier: &Made, later: &Made) {
    let (asks, asked) = (later, earlier);
    let called = |at: &At<'_, '_>, here: Region, there: Region| name(at, &format!("peering-{there}"), here);
    let peering = Peering {
        name: called(at, asks.region, asked.region),
        vpc: asks.vpc,
        peer: asked.vpc,
        peer_region: asked.region,
    };
    let peering = at.add(asks.region, format!("peering-{}", asked.region), peering);
    let acceptance = Acceptance { name: called(at, asked.region, asks.region), peering };
    let acceptance = at.add(asked.region, format!("peering-{}", asks.region), acceptance);
    for (here, there) in [(asks, asked), (asked, asks)] {
        for (word, table) in &here.tables {
            let route = Route { table: *table, to: there.cidr, via: Via::Peering(peering, acceptance) };
            at.add(here.region, format!("{word}-{}", there.region), route);
        }
    }
}
