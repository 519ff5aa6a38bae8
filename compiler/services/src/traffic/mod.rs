//! `traffic`: how users reach the Region that serves.

mod construct;
mod fields;

pub use crate::shared::certificate::Certificates;
pub use crate::shared::zone::Zone;
pub use fields::{Clients, HealthCheck, RouteMode, Traffic};

use crate::api::{Api, InRegion};
use crate::kind::Kind;
use crate::lowering::At;
use crate::shared::certificate::{Proof, certificates};
use crate::shared::connection::Connection;
use crate::shared::metric::{Metric, Watch};
use crate::shared::policy::Statement;
use crate::shared::zone::zone;
use crate::spec::{Entry, Spec};
use crate::uses::Uses;
use construct::{BasePathMapping, DomainName, FailoverRecord, HealthCheckRef};
use drc_ir::{Expr, Ref, map, text};
use drc_model::{PhysicalName, Region};

impl Kind for Traffic {
    const KIND: &'static str = "traffic";
    const SINGLETON: bool = true;
    const EXPLAIN: &'static str = include_str!("explain.md");
    const ATTRIBUTES: &'static [&'static str] = &[];
    const VERBS: &'static [&'static str] = &[];
    const METRICS: &'static [Metric] = &[];
    type Handle = ();

    fn own_name(&self) -> Option<&str> {
        None
    }

    fn uses(&self, uses: &mut Uses) {
        uses.service(&self.target, &["api"]);
    }

    fn names(&self, _: &Entry, _: &Spec) -> Vec<PhysicalName> {
        Vec::new()
    }

    fn lower<'s>(&'s self, at: &mut At<'_, 's>) -> Self::Handle {
        let zone = zone(at, &self.zone);
        let domains = self.domains(at, &zone);
        let mut health = Vec::new();
        for (region, api, domain) in &domains {
            let role = at.spec().regions.role(*region);
            let check = self.health_check(at, *region, api);
            let record = FailoverRecord {
                zone: zone.clone(),
                name: self.domain.value.clone(),
                role,
                health: check,
                target: *domain,
                ttl: (!self.at_apex()).then_some(self.ttl.value),
            };
            at.add_global(format!("record-{role}"), record);
            health.push((region.code().into(), map! {
                "id": check.id(),
                "url": text!["https://", api.host(*region), self.probe_path(at)],
            }));
        }
        at.output_global("name", "The name users call", format!("https://{}", self.domain.value));
        at.output_global("health-checks", "Health checks by Region, and what they ask", Expr::Map(health));
    }

    fn attribute((): &(), _: &str, _: Region) -> Option<Expr> {
        None
    }

    fn grant((): &(), _: &str, _: Region) -> Vec<Statement> {
        Vec::new()
    }

    fn locators((): &(), _: Region) -> Vec<(&'static str, Expr)> {
        Vec::new()
    }

    fn connection((): &(), _: Region) -> Option<Connection> {
        None
    }

    fn watches(&self, (): &(), _: &Metric, _: Region, _: &Spec) -> Vec<Watch> {
        Vec::new()
    }
}

impl Traffic {
    /// A name at the top of its zone takes no CNAME; it gets an alias, whose TTL is AWS's.
    pub fn at_apex(&self) -> bool {
        matches!(&self.zone, Zone::Create(zone) if zone.value == self.domain.value)
    }

    /// The path health checks ask: that of the Region's own stage, not of the shared name, which would answer for
    /// whichever Region DNS picks.
    fn probe_path(&self, at: &At<'_, '_>) -> String {
        let stage = at.spec().entry(&self.target.value).and_then(|entry| {
            <Api as crate::registry::Typed>::service(&entry.service).map(|api| api.stage.value.0.as_str())
        });
        format!("/{}{}", stage.unwrap_or_default(), self.health_check.path.value)
    }

    /// Each Region's custom domain of the one name, on a certificate of its own.
    fn domains(&self, at: &mut At<'_, '_>, zone: &Expr) -> Vec<(Region, InRegion, Ref<DomainName>)> {
        let regions: Vec<Region> = at.regions().collect();
        let proofs = certificates(at, &self.domain.value, &regions, zone, &self.certificates.value);
        let domain = |(region, certificate): (Region, Proof)| {
            let api = at.handle::<Api>(&self.target.value).at(region).expect("an API stands in every Region");
            let name = self.domain.value.clone();
            let domain = at.add(region, "domain", DomainName { name, certificate });
            at.add(region, "mapping", BasePathMapping { domain, api });
            (region, api, domain)
        };
        proofs.into_iter().map(domain).collect()
    }

    fn health_check(&self, at: &mut At<'_, '_>, region: Region, api: &InRegion) -> Ref<construct::HealthCheck> {
        let role = at.spec().regions.role(region);
        let check = construct::HealthCheck {
            name: format!("{} {role} {region}", self.domain.value),
            host: api.host(region),
            path: self.probe_path(at),
            interval: self.health_check.interval.value,
            threshold: self.health_check.threshold.value,
        };
        at.add_global(format!("health-{role}"), check)
    }
}
