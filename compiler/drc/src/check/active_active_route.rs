//! `active_active` against what the route does.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::traffic::{RouteMode, Traffic};

/// `active_active` against what the route does.
#[derive(Debug)]
pub struct ActiveActiveRoute;

impl Rule for ActiveActiveRoute {
    const CODE: Code = code!("DRC418", "active-active-route", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let Some((_, traffic)) = cx.spec.one::<Traffic>() else { return };
        let wanted = traffic.active_active;
        if wanted.span.written().is_none() || wanted.value == traffic.active_active() {
            return;
        }
        let (message, why, help) = match traffic.route.value {
            RouteMode::DnsFailover => (
                "dns-failover lets one Region serve at a time",
                "Route 53 answers with a failover name's SECONDARY only while its PRIMARY is unhealthy",
                "write route = \"dns-latency\", or take `active_active` out",
            ),
            RouteMode::DnsLatency | RouteMode::Accelerator => (
                "dns-latency lets every Region serve",
                "Route 53 answers each user with the healthy Region that is nearest",
                "write route = \"dns-failover\", or take `active_active` out",
            ),
        };
        found.push(
            Diagnostic::new(&Self::CODE, wanted.span, message, "says otherwise")
                .also(traffic.route.span, "the route")
                .why(why)
                .help(help)
                .source("https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy.html")
                .about("traffic"),
        );
    }
}
