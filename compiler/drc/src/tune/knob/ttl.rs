//! `traffic.ttl`

use super::super::price::{Bill, find};
use super::super::{Aim, Figure};
use super::{Choice, Dial, Knob, edit, time};
use drc_model::Duration;
use drc_services::Spec;
use drc_services::traffic::Traffic;

/// How long resolvers may keep the answer. Below 30 s resolvers raise it by themselves; above 60 s AWS advises against
/// it. An alias has none.
pub(super) struct Ttl;

impl Knob for Ttl {
    const FIELD: &'static str = "traffic.ttl";

    fn dials(spec: &Spec, aim: &Aim) -> Vec<Dial> {
        let Some((entry, traffic)) = spec.one::<Traffic>() else { return Vec::new() };
        if aim.figure != Figure::Rto || traffic.is_alias() {
            return Vec::new();
        }
        let now = traffic.ttl;
        let others = [60, 30].map(Duration::from_secs).into_iter().filter(|it| *it != now.value);
        let choices = others.map(|ttl| {
            let address = entry.address.clone();
            let edit = edit(&address, &["ttl"], time(now.value), time(ttl), now.span);
            Choice::new(edit, move |spec| {
                if let Some(traffic) = spec.service_mut::<Traffic>(&address) {
                    traffic.ttl.value = ttl;
                }
            })
        });
        vec![Dial { choices: choices.collect() }]
    }

    fn charge(spec: &Spec, bill: &mut Bill) {
        let Some((_, traffic)) = spec.one::<Traffic>().filter(|(_, it)| !it.is_alias()) else { return };
        // Each resolver asks again as often as the answer runs out.
        let asked = 1.0 / (traffic.ttl.value.as_millis().max(1) as f64);
        bill.by_traffic(find("route53", "queries", spec.regions.primary.value), asked);
    }
}
