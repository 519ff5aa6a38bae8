//! Two static addresses in front of all Regions.

use super::Traffic;
use super::accelerator::{Accelerator, AcceleratorListener, AcceleratorListenerRef, AcceleratorRef, EndpointGroup};
use super::dns::Checked;
use super::front::Front;
use super::record::{Answer, Policy, Record};
use crate::balancer::{Balancer, BalancerType, InRegion};
use crate::lowering::At;
use crate::registry::Typed;
use crate::spec::{Entry, Spec};
use drc_ir::{Expr, Ref};
use drc_model::Scope;

/// What an accelerator is called: it stands once in the account, beside those of other systems.
pub(super) fn name(entry: &Entry, spec: &Spec) -> String {
    spec.name_of_system(entry, Scope::Global)
}

/// The accelerator, a group for each Region's load balancer, and the name that leads to it.
pub(super) fn lower(traffic: &Traffic, at: &mut At<'_, '_>, zone: &Expr, regions: &[Checked]) {
    let balancers: Vec<(&Front, &InRegion)> =
        regions.iter().filter_map(|(front, _)| Some((front, front.balancer.as_ref()?))).collect();
    let Some((_, first)) = balancers.first() else { return };
    let accelerator = at.add_global("accelerator", Accelerator { name: name(at.entry, at.spec()) });
    let listener = AcceleratorListener { accelerator, port: first.port };
    let listener = at.add_global("listener", listener);
    for (front, balancer) in balancers {
        let group = at.add_global(format!("group-{}", front.place), group(traffic, at, listener, front, balancer));
        // Before it listens, a balancer is an endpoint that never gets healthy.
        at.after(group, balancer.listener);
    }
    let record = Record {
        zone: zone.clone(),
        name: traffic.domain.value.clone(),
        policy: Policy::Simple,
        health: None,
        answer: Answer::Endpoint(accelerator.dns_name(), accelerator.dns_zone()),
    };
    at.add_global("record", record);
    at.output_global("accelerator", "ARN of the accelerator", accelerator.arn());
    at.output_global("listener", "ARN of the accelerator's listener", listener.arn());
    at.output_global("accelerator-name", "The accelerator's own host name", accelerator.dns_name());
    let addresses = "The two addresses users reach from everywhere; they never change";
    at.output_global("addresses", addresses, accelerator.addresses());
}

/// A standby gets a dial of 0: nobody is sent there because it is near. When the primary has no healthy endpoint,
/// accelerators look for one elsewhere whatever the dials say.
/// Source: <https://docs.aws.amazon.com/global-accelerator/latest/dg/about-endpoints-endpoint-weights.html>.
fn group(
    traffic: &Traffic,
    at: &At<'_, '_>,
    listener: Ref<AcceleratorListener>,
    front: &Front,
    balancer: &InRegion,
) -> EndpointGroup {
    let target = at.spec().entry(&traffic.target.value).and_then(|it| Balancer::service(&it.service));
    let serves = traffic.active_active() || front.region == at.spec().regions.primary.value;
    EndpointGroup {
        listener,
        region: front.region,
        balancer: balancer.arn.clone(),
        port: balancer.port,
        dial: if serves { 100 } else { 0 },
        interval: traffic.probe_interval(),
        threshold: traffic.health_check.threshold.value,
        keeps_addresses: target.is_some_and(|it| it.type_.value == BalancerType::Application),
    }
}
