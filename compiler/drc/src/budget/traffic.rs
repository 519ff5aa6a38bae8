//! How long it takes until users are with a Region that serves: detection, and what follows it.

use super::blamed;
use super::facts::{Figure, source};
use super::rto::{PathBudget, PathKind};
use drc_model::Duration;
use drc_model::budget::{Columns, Kind, Source, Term};
use drc_services::balancer::{Balancer, Health};
use drc_services::registry::Typed as _;
use drc_services::traffic::{Clients, RouteMode, Traffic};
use drc_services::{Entry, Spec};

/// The figure people quote.
#[derive(Clone, Copy, Debug)]
pub struct Nominal {
    /// Time between two checks.
    pub interval: Duration,
    /// Failures in a row.
    pub threshold: i64,
    /// How long resolvers may keep the answer; `None` where no name changes.
    pub ttl: Option<Duration>,
}

impl Nominal {
    /// interval × threshold + TTL
    pub fn sum(&self) -> Duration {
        self.detection() + self.ttl.unwrap_or_default()
    }

    /// interval × threshold
    pub fn detection(&self) -> Duration {
        self.interval * u64::try_from(self.threshold).unwrap_or(0)
    }

    /// `30s × 3 + 1m`
    pub fn formula(&self) -> String {
        let detection = format!("{} × {}", self.interval, self.threshold);
        self.ttl.map_or(detection.clone(), |ttl| format!("{detection} + {ttl}"))
    }
}

/// Who waits while traffic moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Affected {
    /// Everybody: one Region serves.
    Everybody,
    /// Those whom the lost Region served: the others go on as before (`dr-facts` F3).
    UsersOfLostRegion,
}

impl Affected {
    /// As reports print it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Everybody => "everybody",
            Self::UsersOfLostRegion => "users of the lost Region",
        }
    }
}

pub(super) fn affected(traffic: &Traffic) -> Affected {
    if traffic.active_active() { Affected::UsersOfLostRegion } else { Affected::Everybody }
}

pub(super) fn nominal(spec: &Spec, traffic: &Traffic) -> Nominal {
    let ttl = match traffic.route.value {
        RouteMode::Accelerator => None,
        RouteMode::DnsFailover | RouteMode::DnsLatency if traffic.is_alias() => Some(alias(traffic).plan()),
        RouteMode::DnsFailover | RouteMode::DnsLatency => Some(traffic.ttl.value),
    };
    let (interval, threshold) = match balancer(spec, traffic) {
        Some(health) => (health.interval, health.threshold),
        None => (traffic.health_check.interval.value, traffic.health_check.threshold.value),
    };
    Nominal { interval, threshold, ttl }
}

/// The health check of the load balancers behind an accelerator: theirs counts, not that of the endpoint groups.
fn balancer(spec: &Spec, traffic: &Traffic) -> Option<Health> {
    let target = &traffic.target.value;
    let entry = spec.entry(target).filter(|_| traffic.route.value == RouteMode::Accelerator)?;
    Balancer::service(&entry.service).map(|it| it.health(spec, target))
}

pub(super) fn path(spec: &Spec, entry: &Entry, traffic: &Traffic) -> PathBudget {
    let terms = match balancer(spec, traffic) {
        Some(health) => accelerator(entry, traffic, &health),
        None => dns(entry, traffic),
    };
    PathBudget { name: "traffic".into(), kind: PathKind::Traffic, terms }
}

fn dns(entry: &Entry, traffic: &Traffic) -> Vec<Term> {
    let overrun = match traffic.clients.value {
        Clients::Public => Figure::Overrun,
        Clients::Controlled => Figure::OverrunControlled,
    };
    let clients = Some(("traffic.clients", blamed(traffic.clients.span, entry)));
    vec![
        checkers(entry, traffic),
        Figure::DnsPublish.term(None),
        ttl(entry, traffic),
        overrun.term_called("resolver-overrun", clients),
        Figure::Reconnect.term(None),
    ]
}

/// No name changes, so there is neither a TTL to wait for nor anybody to overrun it.
fn accelerator(entry: &Entry, traffic: &Traffic, health: &Health) -> Vec<Term> {
    vec![targets(entry, traffic, health), Figure::AcceleratorReroute.term(None), Figure::Reconnect.term(None)]
}

fn times(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

/// When Route 53's checkers have flipped.
fn checkers(entry: &Entry, traffic: &Traffic) -> Term {
    let check = &traffic.health_check;
    let (interval, threshold) = (check.interval.value, check.threshold.value);
    let hang = Figure::Probe.plan();
    let columns = probes(interval, times(threshold), hang);
    detection(entry, traffic, (interval, threshold, hang), columns, source("health-checks"))
}

/// `(T − 1) · I`, `(T − 0.16) · I`, `T · (I + τ)`: at best all but the last interval has passed, typically 84 % of it (the
/// median of sixteen checkers that do not coordinate), at worst every probe hangs until it fails.
fn probes(interval: Duration, threshold: u64, hang: Duration) -> Columns {
    Columns::new(
        interval * threshold.saturating_sub(1),
        (interval * threshold).saturating_sub(interval * 16 / 100),
        (interval + hang) * threshold,
    )
}

/// When the load balancer calls its targets unhealthy (`dr-facts` F2). Its checks keep their interval however long an
/// answer takes, so only the last one's time-out is added.
fn targets(entry: &Entry, traffic: &Traffic, health: &Health) -> Term {
    let columns = target_group(health.interval, times(health.threshold), health.timeout);
    let figures = (health.interval, health.threshold, health.timeout);
    detection(entry, traffic, figures, columns, source("target-health"))
}

/// `(U − 1) · i + t`, `(U − ½) · i + t`, `U · i + t`
fn target_group(interval: Duration, threshold: u64, timeout: Duration) -> Columns {
    Columns::new(
        interval * threshold.saturating_sub(1) + timeout,
        (interval * threshold).saturating_sub(interval / 2) + timeout,
        interval * threshold + timeout,
    )
}

fn detection(
    entry: &Entry,
    traffic: &Traffic,
    (interval, threshold, hang): (Duration, i64, Duration),
    columns: Columns,
    source: Source,
) -> Term {
    Term {
        id: "detection",
        name: format!("{threshold} failed checks, one every {interval} (+{}s if they hang)", hang.as_secs()),
        columns,
        kind: Kind::Derived,
        bounded: true,
        source,
        field: Some(("traffic.health_check", blamed(traffic.health_check.interval.span, entry))),
    }
}

/// The TTL of an alias is that of what it leads to.
fn alias(traffic: &Traffic) -> Figure {
    if traffic.to_balancer() { Figure::BalancerTtl } else { Figure::AliasTtl }
}

fn ttl(entry: &Entry, traffic: &Traffic) -> Term {
    if traffic.is_alias() {
        return alias(traffic).term_called("ttl", Some(("traffic.domain", traffic.domain.span)));
    }
    let ttl = traffic.ttl.value;
    Term {
        id: "ttl",
        name: "resolvers forget the old answer".to_owned(),
        columns: Columns::new(Duration::ZERO, ttl / 2, ttl),
        kind: Kind::Configured,
        bounded: true,
        source: source("record-ttl"),
        field: Some(("traffic.ttl", blamed(traffic.ttl.span, entry))),
    }
}

#[cfg(test)]
mod tests {
    use super::super::rpo::alarm;
    use super::*;

    /// Detection by the load balancer, then rerouting and reconnecting.
    fn planned(interval: u64, threshold: u64, timeout: u64) -> u64 {
        let seconds = Duration::from_secs;
        let detection = target_group(seconds(interval), threshold, seconds(timeout));
        (detection + Figure::AcceleratorReroute.columns() + Figure::Reconnect.columns()).plan.as_secs()
    }

    #[test]
    fn an_accelerator_has_the_worked_numbers() {
        assert_eq!(planned(30, 2, 5), 155, "case D of dr-facts F6");
        assert_eq!(planned(5, 2, 2), 102, "case E of dr-facts F6");
    }

    #[test]
    fn an_accelerator_in_front_of_addresses_has_the_worked_number() {
        let seconds = Duration::from_secs;
        let detection = probes(seconds(10), 3, Figure::Probe.plan());
        let rest = Figure::AcceleratorReroute.columns() + Figure::Reconnect.columns();
        assert_eq!((detection + rest).plan.as_secs(), 138, "case F of dr-facts F6");
    }

    #[test]
    fn an_alarm_behind_a_health_check_has_the_worked_numbers() {
        let (minute, none) = (Duration::from_secs(60), Duration::ZERO);
        let told = alarm(minute * 2, minute, none);
        let rest = Figure::DnsPublish.plan() + minute + Figure::Overrun.plan() + Figure::Reconnect.plan();
        assert_eq!((told.plan + rest).as_secs(), 400, "case G of dr-facts F6: two minutes bad, TTL 60");
        let endpoint = alarm(minute * 5, minute, none);
        assert_eq!(
            (endpoint.typical.as_secs(), endpoint.plan.as_secs()),
            (360, 420),
            "case H of dr-facts F6"
        );
        let published = Figure::EventEndpoint.columns();
        assert_eq!(
            (endpoint.typical, endpoint.plan),
            (published.typical, published.plan),
            "AWS's own figures"
        );
    }
}
