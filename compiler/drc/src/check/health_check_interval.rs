//! An interval that checks do not have.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Duration;
use drc_services::balancer::INTERVAL;
use drc_services::traffic::{RouteMode, Traffic};

/// An interval that checks do not have.
#[derive(Debug)]
pub struct HealthCheckInterval;

impl Rule for HealthCheckInterval {
    const CODE: Code = code!("DRC401", "health-check-interval", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let Some((_, traffic)) = cx.spec.one::<Traffic>() else { return };
        let interval = traffic.health_check.interval;
        if exists(traffic, interval.value) {
            return;
        }
        let diagnostic = if traffic.route.value == RouteMode::Accelerator {
            Diagnostic::new(&Self::CODE, interval.span, format!("a load balancer cannot check its targets every {}", interval.value), "whole seconds from 5s to 5m")
                .why("behind an accelerator the checks of the load balancers count, and a target group takes 5 to 300 seconds")
                .help("write interval = \"30s\", or \"10s\" to notice sooner")
                .source("https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html")
        } else {
            Diagnostic::new(&Self::CODE, interval.span, format!("Route 53 cannot check every {}", interval.value), "10s or 30s")
                .why("Route 53 checks every 30 seconds or, for more money, every 10; the interval cannot be changed once the check exists")
                .help("write interval = \"10s\" or interval = \"30s\"")
                .source("https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html")
        };
        found.push(diagnostic.about("traffic"));
    }
}

/// Whether AWS has it.
pub(super) fn exists(traffic: &Traffic, interval: Duration) -> bool {
    if traffic.route.value == RouteMode::Accelerator {
        return interval.as_millis().is_multiple_of(1_000) && INTERVAL.contains(&interval.seconds());
    }
    [Duration::from_secs(10), Duration::from_secs(30)].contains(&interval)
}
