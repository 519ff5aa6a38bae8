//! A health check that tells nothing of what users need.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::balancer::Balancer;
use drc_services::traffic::Traffic;
use drc_syntax::Spanned;

/// A health check that tells nothing of what users need.
#[derive(Debug)]
pub struct HealthCheckShallow;

impl Rule for HealthCheckShallow {
    const CODE: Code = code!("DRC424", "health-check-shallow", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let traffic = cx.spec.one::<Traffic>().map(|(entry, it)| (entry, &it.health_check.path));
        let balancers = cx.spec.all::<Balancer>();
        let balancers =
            balancers.filter_map(|(entry, it)| Some((entry, it.health_check.as_ref()?.path.as_ref()?)));
        for (entry, path) in traffic.into_iter().chain(balancers).filter(|(_, path)| is_shallow(path)) {
            found.push(
                Diagnostic::new(&Self::CODE, path.span, format!("GET {} tells that something answers, not that the Region can serve", path.value), "a page, not a test")
                    .why("a page like this is answered while the store behind it cannot be reached: the Region counts as healthy, and users stay with it")
                    .help("ask a route that does what a request needs and says 503 if it cannot: path = \"/health\"")
                    .source("https://docs.aws.amazon.com/apigateway/latest/developerguide/dns-failover.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}

/// Whether a path is that of a start page or of a file.
fn is_shallow(path: &Spanned<String>) -> bool {
    const FILES: &[&str] = &["html", "htm", "txt", "ico", "png", "svg", "css", "js", "xml"];
    let path = path.value.split(['?', '#']).next().unwrap_or_default();
    let file = path.rsplit('/').next().unwrap_or_default();
    file.rsplit_once('.').map_or(path == "/", |(_, ending)| FILES.contains(&ending))
}
