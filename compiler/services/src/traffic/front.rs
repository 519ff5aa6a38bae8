//! What stands in front of a Region: the endpoint that names lead to, and the one that health checks ask.

use super::Traffic;
use super::construct::{BasePathMapping, DomainName, DomainNameRef};
use crate::api::Api;
use crate::balancer::{Balancer, InRegion};
use crate::lowering::At;
use crate::registry::Typed;
use crate::shared::certificate::{Proof, certificates};
use drc_ir::Expr;
use drc_model::{Region, Regions};

/// The endpoint of a Region.
#[derive(Debug)]
pub(super) struct Front {
    /// The Region.
    pub region: Region,
    /// `primary`, `secondary`, `secondary-2`: which of them it is.
    pub place: String,
    /// Where names lead.
    pub host: Expr,
    /// The zone of that host.
    pub zone: Expr,
    /// The host that answers for this Region and no other.
    pub own_host: Expr,
    /// The path that health checks ask there.
    pub path: String,
    /// The load balancer, where it is one.
    pub balancer: Option<InRegion>,
}

impl Front {
    /// The port it listens on.
    pub(super) fn port(&self) -> i64 {
        self.balancer.as_ref().map_or(443, |it| it.port)
    }
}

/// The endpoints of all Regions, the primary's first.
pub(super) fn fronts(traffic: &Traffic, at: &mut At<'_, '_>, zone: &Expr) -> Vec<Front> {
    if traffic.to_balancer() { balancers(traffic, at) } else { custom_domains(traffic, at, zone) }
}

/// Each Region's load balancer, which holds the certificate of the one name itself or passes TLS on to one that does.
fn balancers(traffic: &Traffic, at: &At<'_, '_>) -> Vec<Front> {
    let balancers = at.handle::<Balancer>(&traffic.target.value);
    let front = |region| {
        let balancer = balancers.at(region)?;
        Some(Front {
            region,
            place: place(&at.spec().regions, region),
            host: balancer.dns_name.clone(),
            zone: balancer.zone.clone(),
            own_host: balancer.dns_name.clone(),
            path: traffic.health_check.path.value.clone(),
            balancer: Some(balancer.clone()),
        })
    };
    at.regions().filter_map(front).collect()
}

/// Each Region's custom domain of the one name, on a certificate of its own.
fn custom_domains(traffic: &Traffic, at: &mut At<'_, '_>, zone: &Expr) -> Vec<Front> {
    let regions: Vec<Region> = at.regions().collect();
    let name = &traffic.domain.value;
    let proofs = certificates(at, name, &regions, zone, &traffic.certificates.value);
    let path = stage_path(traffic, at);
    let front = |(region, certificate): (Region, Proof)| {
        let api = at.handle::<Api>(&traffic.target.value).at(region).expect("an API stands in every Region");
        let domain = at.add(region, "domain", DomainName { name: name.clone(), certificate });
        at.add(region, "mapping", BasePathMapping { domain, api });
        Front {
            region,
            place: place(&at.spec().regions, region),
            host: domain.target(),
            zone: domain.target_zone(),
            own_host: api.host(region),
            path: path.clone(),
            balancer: None,
        }
    };
    proofs.into_iter().map(front).collect()
}

/// The path on the Region's own stage: the shared name would answer for whichever Region DNS picks.
fn stage_path(traffic: &Traffic, at: &At<'_, '_>) -> String {
    let api = at.spec().entry(&traffic.target.value).and_then(|entry| Api::service(&entry.service));
    let stage = api.map(|it| it.stage.value.0.as_str()).unwrap_or_default();
    format!("/{stage}{}", traffic.health_check.path.value)
}

/// Tells the Regions apart in names of parts. The role alone does not, where several are secondary.
fn place(regions: &Regions, region: Region) -> String {
    let role = regions.role(region);
    match regions.all().position(|it| it == region) {
        Some(at) if at > 1 => format!("{role}-{at}"),
        _ => role.to_string(),
    }
}
