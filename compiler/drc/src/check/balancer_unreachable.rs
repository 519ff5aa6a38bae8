//! A name for everybody that leads to addresses of a network.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::traffic::{RouteMode, Traffic};

/// A name for everybody that leads to addresses of a network.
#[derive(Debug)]
pub struct BalancerUnreachable;

impl Rule for BalancerUnreachable {
    const CODE: Code = code!("DRC420", "balancer-unreachable", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let Some((_, traffic)) = cx.spec.one::<Traffic>() else { return };
        if traffic.route.value == RouteMode::Accelerator || !traffic.to_internal(cx.spec) {
            return;
        }
        let target = &traffic.target;
        found.push(
            Diagnostic::new(&Self::CODE, target.span, format!("users cannot reach `{}`: it is internal", target.value), "private addresses")
                .also(traffic.route.span, "answered to everybody")
                .why("the addresses of an internal load balancer mean something in its network only; Route 53's health checkers stand outside of it and would call every Region unhealthy")
                .help(format!("name a balancer that faces the internet (internal = false in [{}]), or write route = \"accelerator\", which reaches internal ones", target.value))
                .source("https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-private-hosted-zones.html")
                .about("traffic"),
        );
    }
}
