//! An accelerator in front of what is no endpoint of one.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Partition;
use drc_services::traffic::{RouteMode, Traffic};

/// An accelerator in front of what is no endpoint of one.
#[derive(Debug)]
pub struct AcceleratorTarget;

impl Rule for AcceleratorTarget {
    const CODE: Code = code!("DRC411", "accelerator-target", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let Some((_, traffic)) = cx.spec.one::<Traffic>() else { return };
        let has_accelerators = cx.spec.regions.partition() == Partition::Commercial;
        let accelerated = traffic.route.value == RouteMode::Accelerator && has_accelerators;
        if !accelerated || traffic.to_balancer() {
            return;
        }
        let target = &traffic.target;
        found.push(
            Diagnostic::new(&Self::CODE, target.span, format!("an accelerator cannot lead to `{}`", target.value), "no endpoint of an accelerator")
                .also(traffic.route.span, "routed by an accelerator")
                .why("Global Accelerator passes TCP connections on to load balancers, instances and Elastic IP addresses; API Gateway and Lambda have no address of their own that it could reach")
                .help("add a [balancer] with `forward` to the function and name it as target, or write route = \"dns-failover\"")
                .source("https://docs.aws.amazon.com/global-accelerator/latest/dg/about-endpoints.html")
                .about("traffic"),
        );
    }
}
