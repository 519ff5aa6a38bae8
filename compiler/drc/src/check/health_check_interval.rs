//! An interval that Route 53 does not have.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Duration;
use drc_services::traffic::Traffic;

/// An interval that Route 53 does not have.
#[derive(Debug)]
pub struct HealthCheckInterval;

impl Rule for HealthCheckInterval {
    const CODE: Code = code!("DRC401", "health-check-interval", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {

        let Some((_, traffic)) = cx.spec.one::<Traffic>() else { return };
        let interval = traffic.health_check.interval;
        if !exists(interval.value) {
            found.push(
                Diagnostic::new(&Self::CODE, interval.span, format!("Route 53 cannot check every {}", interval.value), "10s or 30s")
                    .why("Route 53 checks every 30 seconds or, for more money, every 10; the interval cannot be changed once the check exists")
                    .help("write interval = \"10s\" or interval = \"30s\"")
                    .source("https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html")
                    .about("traffic"),
            );
        }
    }
}

/// Whether Route 53 has it.
pub(super) fn exists(interval: Duration) -> bool {
    [Duration::from_secs(10), Duration::from_secs(30)].contains(&interval)
}
