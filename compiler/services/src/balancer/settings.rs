//! What a balancer is told by what surrounds it: who passes requests on to it, and how traffic comes.

use super::fields::{Balancer, BalancerType};
use crate::registry::Typed;
use crate::shared::certificate::Certificates;
use crate::shared::zone::Zone;
use crate::spec::{Entry, Spec};
use crate::traffic::Traffic;
use drc_model::{Address, Duration, Region};

/// What AWS takes of a health check of a target group, in seconds and in a row.
/// Source: <https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html>.
pub const INTERVAL: std::ops::RangeInclusive<i64> = 5..=300;
/// How long an answer may take, in seconds.
pub const TIMEOUT: std::ops::RangeInclusive<i64> = 2..=120;
/// Failures or successes in a row.
pub const THRESHOLD: std::ops::RangeInclusive<i64> = 2..=10;

/// A balancer's health check, all of it decided.
#[derive(Clone, Debug)]
pub struct Health {
    /// The path it asks.
    pub path: String,
    /// Time between two requests.
    pub interval: Duration,
    /// How long an answer may take.
    pub timeout: Duration,
    /// Failures in a row make it unhealthy, successes healthy.
    pub threshold: i64,
}

/// The name a balancer answers to.
#[derive(Clone, Debug)]
pub struct Served<'s> {
    /// The name in each Region; `None` where it refers to what is known only once deployed.
    pub names: Vec<(Region, Option<String>)>,
    /// Its zone, if the spec says which.
    pub zone: Option<&'s Zone>,
    /// Its certificates.
    pub certificates: &'s Certificates,
}

/// Balancers that pass requests on to this one.
pub fn before<'s>(spec: &'s Spec, address: &Address) -> impl Iterator<Item = (&'s Entry, &'s Balancer)> {
    let address = address.clone();
    spec.all::<Balancer>().filter(move |(_, it)| it.forward.value == address)
}

/// Whether users of `[traffic]` come here, straight or through another balancer.
pub fn traffic_to<'s>(spec: &'s Spec, address: &Address) -> Option<&'s Traffic> {
    let (_, traffic) = spec.one::<Traffic>()?;
    let target = &traffic.target.value;
    let here = target == address || before(spec, address).any(|(entry, _)| entry.address == *target);
    here.then_some(traffic)
}

impl Balancer {
    /// Whether only its network reaches it.
    pub fn is_internal(&self, spec: &Spec, address: &Address) -> bool {
        self.internal.map_or_else(|| before(spec, address).next().is_some(), |it| it.value)
    }

    /// Its health check. Where traffic comes here, what `[traffic]` says is carried on: an accelerator looks at the
    /// balancers and ignores figures of its own, so these are the ones that notice a failed Region.
    pub fn health(&self, spec: &Spec, address: &Address) -> Health {
        let traffic = traffic_to(spec, address).map(|it| &it.health_check);
        let own = self.health_check.as_ref();
        let path = own.and_then(|it| it.path.as_ref()).or(traffic.map(|it| &it.path));
        let interval = own.and_then(|it| it.interval).or(traffic.map(|it| it.interval));
        let threshold = own.and_then(|it| it.threshold).map(|it| it.value);
        let interval = interval.map_or(Duration::from_secs(10), |it| it.value);
        let half = Duration::from_secs((interval.as_millis() / 2_000).clamp(2, 10));
        Health {
            path: path.map_or_else(|| "/health".to_owned(), |it| it.value.clone()),
            interval,
            timeout: own.and_then(|it| it.timeout).map_or(half, |it| it.value),
            // Route 53 takes a threshold of one, a target group does not.
            threshold: threshold
                .unwrap_or_else(|| traffic.map_or(3, |it| it.threshold.value.max(*THRESHOLD.start()))),
        }
    }

    /// The name it answers to: its own, that of a balancer before it, or that of traffic which comes here.
    pub fn served<'s>(&'s self, spec: &'s Spec, address: &Address) -> Option<Served<'s>> {
        let before = before(spec, address).map(|(_, it)| it);
        let named = [self].into_iter().chain(before).find(|it| it.domain.is_some());
        let traffic = traffic_to(spec, address);
        let anywhere = spec.one::<Traffic>().map(|(_, it)| &it.zone);
        if let Some((one, domain)) = named.and_then(|it| Some((it, it.domain.as_ref()?))) {
            let names = spec.regions.all().map(|region| (region, spec.plain(&domain.value, region)));
            let certificates = self.certificates.as_ref().or(one.certificates.as_ref());
            return Some(Served {
                names: names.collect(),
                zone: one.zone.as_ref().or(anywhere),
                certificates: certificates.map_or(&Certificates::Create, |it| &it.value),
            });
        }
        let traffic = traffic?;
        let certificates = self.certificates.as_ref().unwrap_or(&traffic.certificates);
        Some(Served {
            names: spec.regions.all().map(|region| (region, Some(traffic.domain.value.clone()))).collect(),
            zone: Some(&traffic.zone),
            certificates: &certificates.value,
        })
    }

    /// The balancer it passes requests on to.
    pub fn next<'s>(&self, spec: &'s Spec) -> Option<&'s Balancer> {
        Balancer::service(&spec.entry(&self.forward.value)?.service)
    }

    /// Whether it opens TLS, and so needs a certificate.
    pub fn opens_tls(&self) -> bool {
        match self.type_.value {
            BalancerType::Network => false,
            BalancerType::Application => true,
        }
    }
}
