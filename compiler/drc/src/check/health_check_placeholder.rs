//! A health check of a host that stands for another.

use super::health_check_host::{Host, kind, written};
use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};

/// A health check of a host that stands for another.
#[derive(Debug)]
pub struct HealthCheckPlaceholder;

impl Rule for HealthCheckPlaceholder {
    const CODE: Code = code!("DRC421", "health-check-placeholder", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let Some((traffic, host)) = written(cx).filter(|it| kind(it) == Host::Placeholder) else { return };
        found.push(
            Diagnostic::new(&Self::CODE, host.span, format!("`{}` is a placeholder: {} has no endpoint of that name", host.value, traffic.target.value), "never replaced")
                .also(traffic.target.span, "whose endpoint in each Region is asked")
                .why("a check of a host that is not yours always passes or always fails, whatever happens to the Region: traffic never moves, or moves on the first day")
                .help("take `host` out: drc has each Region's own endpoint asked, and `path` is all that has to be said")
                .source("https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html")
                .about("traffic"),
        );
    }
}
