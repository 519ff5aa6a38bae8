//! `traffic.health_check.threshold`

use super::super::price::Bill;
use super::super::{Aim, Figure};
use super::{Choice, Dial, Knob, edit, interval};
use drc_model::Address;
use drc_services::Spec;
use drc_services::balancer::Balancer;
use drc_services::traffic::{RouteMode, Traffic};
use drc_syntax::{Span, Spanned};

/// Failures in a row. One is possible with Route 53, and one lost probe is then a failover.
pub(super) struct Threshold;

impl Knob for Threshold {
    const FIELD: &'static str = "traffic.health_check.threshold";

    fn dials(spec: &Spec, aim: &Aim) -> Vec<Dial> {
        let Some((entry, traffic)) = spec.one::<Traffic>() else { return Vec::new() };
        if aim.figure != Figure::Rto {
            return Vec::new();
        }
        let own = interval::own(spec, traffic).and_then(|(address, it)| Some((address, it.threshold?)));
        let (address, now) = own.unwrap_or_else(|| (entry.address.clone(), traffic.health_check.threshold));
        let least = match traffic.route.value {
            RouteMode::Accelerator => 2,
            RouteMode::DnsFailover | RouteMode::DnsLatency => 1,
        };
        let choices = (least..=5).rev().filter(|it| *it != now.value).map(|threshold| {
            let address = address.clone();
            let keys = ["health_check", "threshold"];
            let edit = edit(&address, &keys, now.value.to_string(), threshold.to_string(), now.span);
            Choice::new(edit, move |spec| set(spec, &address, threshold)).cautious(
                (threshold == 1).then_some("one lost probe moves everybody, and the next moves them back"),
            )
        });
        vec![Dial { choices: choices.collect() }]
    }

    fn charge(_: &Spec, _: &mut Bill) {}
}

fn set(spec: &mut Spec, address: &Address, threshold: i64) {
    if let Some(traffic) = spec.service_mut::<Traffic>(address) {
        traffic.health_check.threshold.value = threshold;
    }
    if let Some(health) = spec.service_mut::<Balancer>(address).and_then(|it| it.health_check.as_mut()) {
        health.threshold = Some(Spanned::new(threshold, Span::default()));
    }
}
