//! A threshold that checks do not take.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::balancer::THRESHOLD;
use drc_services::traffic::{RouteMode, Traffic};

/// A threshold that checks do not take.
#[derive(Debug)]
pub struct HealthCheckThreshold;

impl Rule for HealthCheckThreshold {
    const CODE: Code = code!("DRC402", "health-check-threshold", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let Some((_, traffic)) = cx.spec.one::<Traffic>() else { return };
        let threshold = traffic.health_check.threshold;
        if exists(traffic, threshold.value) {
            return;
        }
        let diagnostic = if traffic.route.value == RouteMode::Accelerator {
            Diagnostic::new(&Self::CODE, threshold.span, format!("a load balancer cannot wait for {} failures in a row", threshold.value), "2 to 10")
                .why("behind an accelerator the checks of the load balancers count, and a target group takes a number from 2 to 10")
                .source("https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html")
        } else {
            Diagnostic::new(&Self::CODE, threshold.span, format!("Route 53 cannot wait for {} failures in a row", threshold.value), "1 to 10")
                .why("the threshold is a number from 1 to 10, and the same number of successes brings the Region back")
                .source("https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html")
        };
        found.push(diagnostic.help("write threshold = 3").about("traffic"));
    }
}

/// Whether AWS has it.
pub(super) fn exists(traffic: &Traffic, threshold: i64) -> bool {
    if traffic.route.value == RouteMode::Accelerator {
        return THRESHOLD.contains(&threshold);
    }
    (1..=10).contains(&threshold)
}
