//! A TTL for a record that cannot have one.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::traffic::{RouteMode, Traffic};

/// A TTL for a record that cannot have one.
#[derive(Debug)]
pub struct TtlOnAlias;

impl Rule for TtlOnAlias {
    const CODE: Code = code!("DRC413", "ttl-on-alias", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let Some((_, traffic)) = cx.spec.one::<Traffic>() else { return };
        if traffic.ttl.span.written().is_none() || !traffic.is_alias() {
            return;
        }
        let (span, reason, why) = if traffic.route.value == RouteMode::Accelerator {
            (
                traffic.route.span,
                "two addresses that never change",
                "the name leads to the static addresses of the accelerator by an alias record; at a failover no name changes, so no TTL is waited for",
            )
        } else if traffic.at_apex() {
            (
                traffic.domain.span,
                "the top of its zone, where only an alias can stand",
                "a name at the top of its zone takes no CNAME, and an alias record has the TTL of what it leads to: drc plans with 60 s",
            )
        } else {
            (
                traffic.target.span,
                "a load balancer, which an alias leads to",
                "an alias record has the TTL of what it leads to: 60 s for a load balancer",
            )
        };
        found.push(
            Diagnostic::new(&Self::CODE, traffic.ttl.span, "this record cannot have a TTL of its own", "has no effect")
                .also(span, reason)
                .why(why)
                .help("take `ttl` out")
                .source("https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html")
                .about("traffic"),
        );
    }
}
