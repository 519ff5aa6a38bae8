//! One lost probe moves the traffic.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::traffic::{RouteMode, Traffic};

/// One lost probe moves the traffic.
#[derive(Debug)]
pub struct HealthCheckThresholdOne;

impl Rule for HealthCheckThresholdOne {
    const CODE: Code = code!("DRC415", "health-check-threshold-one", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let Some((_, traffic)) = cx.spec.one::<Traffic>() else { return };
        let threshold = traffic.health_check.threshold;
        // Load balancers do not take 1, which is said elsewhere.
        if threshold.value != 1 || traffic.route.value == RouteMode::Accelerator {
            return;
        }
        found.push(
            Diagnostic::new(&Self::CODE, threshold.span, "a single failed check makes a Region unhealthy, a single good one healthy", "2 or 3")
                .why("the number counts in both directions: one slow answer moves everybody away, the next one moves them back, and a store with one writer does not follow")
                .help("write threshold = 2 with interval = \"10s\": noticed in about 20 s, and one lost probe is forgiven")
                .source("https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html")
                .about("traffic"),
        );
    }
}
