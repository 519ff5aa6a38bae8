//! `traffic.health_check.interval`

use super::super::price::{Bill, HOURS_A_MONTH, find};
use super::super::{Aim, Figure};
use super::{Choice, Dial, Knob, edit, time};
use drc_model::{Address, Duration};
use drc_services::Spec;
use drc_services::balancer::{Balancer, BalancerHealth};
use drc_services::registry::Typed as _;
use drc_services::traffic::{RouteMode, Traffic};
use drc_syntax::{Span, Spanned};

/// Time between two checks. Route 53 has two; a load balancer behind an accelerator, whose checks count there, has more.
pub(super) struct Interval;

/// So many checkers of Route 53 ask an endpoint, each by itself: it sees a request every two seconds at 30 s.
/// Source: <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html>.
const CHECKERS: f64 = 15.0;

/// The health check that counts: that of the balancer an accelerator leads to, as far as it has one of its own.
pub(super) fn own(spec: &Spec, traffic: &Traffic) -> Option<(Address, BalancerHealth)> {
    let target = &traffic.target.value;
    let entry = spec.entry(target).filter(|_| traffic.route.value == RouteMode::Accelerator)?;
    let health = Balancer::service(&entry.service)?.health_check.clone()?;
    Some((target.clone(), health))
}

impl Knob for Interval {
    const FIELD: &'static str = "traffic.health_check.interval";

    fn dials(spec: &Spec, aim: &Aim) -> Vec<Dial> {
        let Some((entry, traffic)) = spec.one::<Traffic>() else { return Vec::new() };
        if aim.figure != Figure::Rto {
            return Vec::new();
        }
        let own = own(spec, traffic).and_then(|(address, it)| Some((address, it.interval?, it.timeout)));
        let (address, now, timeout) = match own {
            Some((address, interval, timeout)) => (address, interval, timeout),
            None => (entry.address.clone(), traffic.health_check.interval, None),
        };
        let seconds: &[u64] = match traffic.route.value {
            RouteMode::Accelerator => &[30, 20, 15, 10, 5],
            RouteMode::DnsFailover | RouteMode::DnsLatency => &[30, 10],
        };
        let all = seconds.iter().map(|it| Duration::from_secs(*it));
        let others = all.filter(|it| *it != now.value && timeout.is_none_or(|timeout| timeout.value < *it));
        let choices = others.map(|interval| {
            let address = address.clone();
            let keys = ["health_check", "interval"];
            let edit = edit(&address, &keys, time(now.value), time(interval), now.span);
            Choice::new(edit, move |spec| set(spec, &address, interval))
        });
        vec![Dial { choices: choices.collect() }]
    }

    fn charge(spec: &Spec, bill: &mut Bill) {
        let Some((_, traffic)) = spec.one::<Traffic>() else { return };
        if traffic.to_internal(spec) {
            return;
        }
        // Behind an accelerator Route 53 checks as well, for people to see: every 10 s or every 30 s.
        let fast = traffic.health_check.interval.value < Duration::from_secs(30);
        let every = if fast { 10.0 } else { 30.0 };
        for region in spec.regions.all() {
            if fast {
                let option = find("route53", "health-check-option", region);
                bill.add(option, 1.0, "fast health checks");
            }
            if traffic.to_balancer() {
                bill.used("probes, each a request to what the load balancer forwards to", 1.0 / every);
                continue;
            }
            let millions = CHECKERS * HOURS_A_MONTH * 3_600.0 / every / 1e6;
            bill.add(find("apigateway", "requests", region), millions, "requests to the API");
            bill.add(find("lambda", "requests", region), millions, "calls of functions");
        }
        if let Some((_, health)) = own(spec, traffic)
            && let Some(interval) = health.interval
        {
            let every = interval.value.as_millis().max(1) as f64 / 1_000.0;
            bill.used("checks of the load balancers' targets", 1.0 / every);
        } else if traffic.route.value == RouteMode::Accelerator {
            let every = traffic.health_check.interval.value.as_millis().max(1) as f64 / 1_000.0;
            bill.used("checks of the load balancers' targets", 1.0 / every);
        }
    }
}

fn set(spec: &mut Spec, address: &Address, interval: Duration) {
    if let Some(traffic) = spec.service_mut::<Traffic>(address) {
        traffic.health_check.interval.value = interval;
    }
    if let Some(health) = spec.service_mut::<Balancer>(address).and_then(|it| it.health_check.as_mut()) {
        health.interval = Some(Spanned::new(interval, Span::default()));
    }
}
