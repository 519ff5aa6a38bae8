//! A health check of the name that fails over.

use super::health_check_host::{Host, kind, written};
use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};

/// A health check of the name that fails over.
#[derive(Debug)]
pub struct HealthCheckSharedName;

impl Rule for HealthCheckSharedName {
    const CODE: Code = code!("DRC422", "health-check-shared-name", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let Some((traffic, host)) = written(cx).filter(|it| kind(it) == Host::Shared) else { return };
        found.push(
            Diagnostic::new(&Self::CODE, host.span, "the health check would ask whichever Region it has just chosen", "the name users call")
                .also(traffic.domain.span, "answered by health")
                .why("the name leads to the Region that serves: once traffic has moved, the check of the lost Region asks the other one, is answered, and moves users back to the lost one")
                .help("take `host` out: drc has each Region's own endpoint asked")
                .source("https://docs.aws.amazon.com/apigateway/latest/developerguide/dns-failover.html")
                .about("traffic"),
        );
    }
}
