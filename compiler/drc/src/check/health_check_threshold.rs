//! A threshold that Route 53 does not take.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::traffic::Traffic;

/// A threshold that Route 53 does not take.
#[derive(Debug)]
pub struct HealthCheckThreshold;

impl Rule for HealthCheckThreshold {
    const CODE: Code = code!("DRC402", "health-check-threshold", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {

        let Some((_, traffic)) = cx.spec.one::<Traffic>() else { return };
        let threshold = traffic.health_check.threshold;
        if !exists(threshold.value) {
            found.push(
                Diagnostic::new(&Self::CODE, threshold.span, format!("Route 53 cannot wait for {} failures in a row", threshold.value), "1 to 10")
                    .why("the threshold is a number from 1 to 10, and the same number of successes brings the Region back")
                    .help("write threshold = 3")
                    .source("https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html")
                    .about("traffic"),
            );
        }
    }
}

/// Whether Route 53 has it.
pub(super) fn exists(threshold: i64) -> bool {
    (1..=10).contains(&threshold)
}
