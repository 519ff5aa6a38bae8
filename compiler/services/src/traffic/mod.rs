//! `traffic`: how users reach the Region that serves.

mod accelerator;
mod anycast;
mod construct;
mod dns;
mod fields;
mod front;
mod health_check;
mod record;
mod runbook;

pub use crate::shared::certificate::Certificates;
pub use crate::shared::zone::Zone;
pub use construct::{BasePathMapping, DomainName, DomainNameRef};
pub use fields::{Clients, HealthCheck, Order, RouteMode, Traffic};
pub use record::{Answer, Policy, Record};

use crate::balancer::Balancer;
use crate::kind::Kind;
use crate::lowering::At;
use crate::registry::Typed;
use crate::runbook::Contribution;
use crate::shared::connection::Connection;
use crate::shared::metric::{Metric, Missing, Unit, Watch};
use crate::shared::policy::Statement;
use crate::shared::zone::zone;
use crate::spec::{Entry, Spec};
use crate::uses::Uses;
use dns::Checked;
use drc_ir::{Expr, Ref, map, text};
use drc_model::{Duration, NameKind, PhysicalName, Region};
use front::Front;
use health_check::HealthCheckRef;

/// What a health check has found: 1 healthy, 0 not. Dashboards show it. An alarm goes off above a value, and would have to
/// stand in us-east-1 whatever Region it is about, so the kind offers none.
pub const HEALTH: Metric = Metric {
    name: "HealthCheckStatus",
    namespace: "AWS/Route53",
    statistic: "Minimum",
    unit: Unit::Count,
    missing: Missing::Ignore,
    alarm: "health",
    within: Duration::from_secs(60),
};

/// What others may use of the traffic.
#[derive(Debug)]
pub struct Handle {
    /// The name users call.
    pub domain: String,
    /// Id of its zone.
    pub zone: Expr,
    checks: Vec<(Region, Ref<health_check::HealthCheck>)>,
}

impl Handle {
    /// Id of the Route 53 health check of a Region. CloudWatch has its metrics in us-east-1 only.
    pub fn health_check(&self, region: Region) -> Option<Expr> {
        self.checks.iter().find(|(it, _)| *it == region).map(|(_, check)| check.id())
    }

    /// Ids of the Route 53 health checks of all Regions, the primary's first.
    pub fn health_checks(&self) -> impl Iterator<Item = Expr> {
        self.checks.iter().map(|(_, check)| check.id())
    }

    /// ARN of the Route 53 health check of a Region.
    pub fn health_check_arn(&self, region: Region) -> Option<Expr> {
        self.health_check(region).map(|id| text!["arn:", Expr::Partition, ":route53:::healthcheck/", id])
    }
}

impl Kind for Traffic {
    const KIND: &'static str = "traffic";
    const SINGLETON: bool = true;
    const EXPLAIN: &'static str = include_str!("explain.md");
    const ATTRIBUTES: &'static [&'static str] = &[];
    const VERBS: &'static [&'static str] = &[];
    const METRICS: &'static [Metric] = &[];
    type Handle = Handle;

    fn own_name(&self) -> Option<&str> {
        None
    }

    fn uses(&self, uses: &mut Uses) {
        uses.service(&self.target, &["api", "balancer"]);
    }

    fn names(&self, entry: &Entry, spec: &Spec) -> Vec<PhysicalName> {
        let accelerator = || PhysicalName::global(NameKind::Accelerator, anycast::name(entry, spec));
        (self.route.value == RouteMode::Accelerator).then(accelerator).into_iter().collect()
    }

    fn lower<'s>(&'s self, at: &mut At<'_, 's>) -> Handle {
        let zone = zone(at, &self.zone);
        let fronts = front::fronts(self, at, &zone);
        let regions: Vec<Checked> = fronts.into_iter().map(|front| self.checked(at, front)).collect();
        match self.route.value {
            RouteMode::DnsFailover => dns::failover(self, at, &zone, &regions),
            RouteMode::DnsLatency => dns::latency(self, at, &zone, &regions),
            RouteMode::Accelerator => anycast::lower(self, at, &zone, &regions),
        }
        self.outputs(at, &regions);
        let checks = regions.iter().filter_map(|(front, check)| Some((front.region, (*check)?)));
        Handle { domain: self.domain.value.clone(), zone, checks: checks.collect() }
    }

    fn attribute(_: &Handle, _: &str, _: Region) -> Option<Expr> {
        None
    }

    fn grant(_: &Handle, _: &str, _: Region) -> Vec<Statement> {
        Vec::new()
    }

    fn locators(_: &Handle, _: Region) -> Vec<(&'static str, Expr)> {
        Vec::new()
    }

    fn connection(_: &Handle, _: Region) -> Option<Connection> {
        None
    }

    fn watches(&self, _: &Handle, _: &Metric, _: Region, _: &Spec) -> Vec<Watch> {
        Vec::new()
    }

    fn runbook(&self, entry: &Entry, spec: &Spec) -> Contribution {
        runbook::part(self, entry, spec)
    }
}

/// Whether it is a name such as registrars sell, `acme-bank.com` or `acme-bank.co.uk`: the top of its owner's zone.
fn is_registered(name: &str) -> bool {
    const BELOW_COUNTRIES: &[&str] =
        &["ac", "co", "com", "edu", "go", "gob", "gov", "ne", "net", "or", "org"];
    match name.split('.').collect::<Vec<_>>().as_slice() {
        [_, _] => true,
        [_, second, country] => country.len() == 2 && BELOW_COUNTRIES.contains(second),
        _ => false,
    }
}

impl Traffic {
    /// A name at the top of its zone takes no CNAME; it gets an alias, whose TTL is AWS's.
    pub fn at_apex(&self) -> bool {
        // Where only a zone's id is said, its name is guessed: above a name that people register, nobody has a zone.
        self.zone.name().map_or_else(|| is_registered(&self.domain.value), |it| it.value == self.domain.value)
    }

    /// Whether it leads to load balancers.
    pub fn to_balancer(&self) -> bool {
        self.target.value.kind == "balancer"
    }

    /// Whether it leads to load balancers that only their network reaches.
    pub fn to_internal(&self, spec: &Spec) -> bool {
        let target = &self.target.value;
        let balancer = spec.entry(target).and_then(|entry| Balancer::service(&entry.service));
        balancer.is_some_and(|it| it.is_internal(spec, target))
    }

    /// Whether its records are aliases, whose TTL is AWS's: those of load balancers and accelerators, and those at the
    /// top of a zone.
    pub fn is_alias(&self) -> bool {
        self.route.value == RouteMode::Accelerator || self.to_balancer() || self.at_apex()
    }

    /// Whether every Region serves in normal times.
    pub fn active_active(&self) -> bool {
        match self.route.value {
            RouteMode::DnsFailover => false,
            RouteMode::DnsLatency => true,
            RouteMode::Accelerator => self.active_active.value,
        }
    }

    fn outputs(&self, at: &mut At<'_, '_>, regions: &[Checked]) {
        let port =
            |front: &Front| if front.port() == 443 { String::new() } else { format!(":{}", front.port()) };
        let Some((first, _)) = regions.first() else { return };
        let name = format!("https://{}{}", self.domain.value, port(first));
        at.output_global("name", "The name users call", name);
        let health = regions.iter().filter_map(|(front, check)| {
            let url = text!["https://", front.own_host.clone(), format!("{}{}", port(front), front.path)];
            Some((front.region.code().into(), map! { "id": (*check)?.id(), "url": url }))
        });
        let health: Vec<_> = health.collect();
        if !health.is_empty() {
            let description = "Health checks by Region, and what they ask";
            at.output_global("health-checks", description, Expr::Map(health));
        }
    }

    fn answer(&self, front: &Front) -> Answer {
        if self.is_alias() {
            Answer::Endpoint(front.host.clone(), front.zone.clone())
        } else {
            Answer::Host(front.host.clone(), self.ttl.value)
        }
    }

    /// The failover name whose PRIMARY is the Region of that turn.
    fn name_of_turn(&self, turn: usize) -> String {
        let domain = &self.domain.value;
        if turn == 0 { domain.clone() } else { format!("failover-{}.{domain}", turn + 1) }
    }

    /// A Region's endpoint with its health check; none where only its network reaches it, which checkers are not in.
    fn checked(&self, at: &mut At<'_, '_>, front: Front) -> Checked {
        if self.to_internal(at.spec()) {
            return (front, None);
        }
        let check = health_check::HealthCheck {
            name: format!("{} {} {}", self.domain.value, at.spec().regions.role(front.region), front.region),
            host: front.own_host.clone(),
            port: front.port(),
            path: front.path.clone(),
            interval: self.probe_interval(),
            threshold: self.health_check.threshold.value,
        };
        let check = at.add_global(format!("health-{}", front.place), check);
        (front, Some(check))
    }

    /// Route 53 and Global Accelerator know 10 s and 30 s; load balancers, whose checks count behind an accelerator,
    /// know more.
    fn probe_interval(&self) -> Duration {
        let long = Duration::from_secs(30);
        if self.health_check.interval.value < long { Duration::from_secs(10) } else { long }
    }
}
