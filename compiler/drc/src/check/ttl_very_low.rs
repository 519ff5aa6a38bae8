//! A TTL that resolvers do not keep to.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Duration;
use drc_services::traffic::Traffic;

/// A TTL that resolvers do not keep to.
#[derive(Debug)]
pub struct TtlVeryLow;

impl Rule for TtlVeryLow {
    const CODE: Code = code!("DRC427", "ttl-very-low", Note);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let Some((_, traffic)) = cx.spec.one::<Traffic>() else { return };
        let ttl = traffic.ttl.value;
        // That an alias has no TTL of its own, and Route 53 no parts of seconds, has been said.
        let possible = !traffic.is_alias() && ttl.as_millis().is_multiple_of(1_000);
        if !possible || ttl >= Duration::from_secs(10) {
            return;
        }
        found.push(
            Diagnostic::new(&Self::CODE, traffic.ttl.span, format!("a TTL of {ttl} is paid for with every query, and many resolvers keep answers longer"), "10s or more")
                .why("Route 53 charges by the query, and each user's resolver asks again after the TTL; resolvers with a least TTL of their own do not notice the difference")
                .help("write ttl = \"30s\": what it adds to a failover is less than what detecting one takes")
                .source("https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/best-practices-dns.html")
                .about("traffic"),
        );
    }
}
