//! Users who return to a Region before its database does.

use super::{Checking, Rule, connects};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::Entry;
use drc_services::database::Database;
use drc_services::function::Function;
use drc_services::registry::Typed as _;
use drc_services::traffic::{RouteMode, Traffic};

/// Users who return to a Region before its database does.
#[derive(Debug)]
pub struct FailbackFlap;

impl Rule for FailbackFlap {
    const CODE: Code = code!("DRC428", "failback-flap", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        // Where every Region serves, nobody waits for a failback.
        let Some((_, traffic)) = cx.spec.one::<Traffic>().filter(|(_, it)| !it.active_active()) else {
            return;
        };
        let Some((probed, function)) = cx.probed(traffic) else { return };
        let (check, primary) = (&traffic.health_check, cx.spec.regions.primary.value);
        let threshold = check.threshold.value;
        let (back, source) = match traffic.route.value {
            RouteMode::DnsFailover | RouteMode::DnsLatency => (
                format!(
                    "{threshold} good answers in a row bring a Region back, and fewer than a fifth of the checkers have to get them"
                ),
                "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html",
            ),
            RouteMode::Accelerator => (
                "an accelerator sends users back once the load balancer there calls its target healthy"
                    .to_owned(),
                "https://docs.aws.amazon.com/global-accelerator/latest/dg/about-endpoints-endpoint-weights.html",
            ),
        };
        for (entry, _) in cx.spec.all::<Database>() {
            let used = cx.spec.all::<Function>().any(|(_, it)| connects(it, &entry.address).is_some());
            if !used || asks(cx, function, entry) {
                continue;
            }
            found.push(
                Diagnostic::new(&Self::CODE, check.path.span, format!("users go back to {primary} as soon as GET {} answers there, while {} is still written in {}", check.path.value, entry.address, cx.spec.regions.recovery()), "does not ask the database")
                    .also(probed.span, format!("answers it, and may not connect to {}", entry.address))
                    .also(entry.span, "written in one Region, and stays where it was promoted")
                    .why(format!("{back}; nothing brings the writer back until somebody switches it over"))
                    .help(format!("let a function with access = [\"connect {}\"] answer GET {}, with 503 where the Region cannot write: it then holds users both ways", entry.address, check.path.value))
                    .source(source)
                    .about("traffic"),
            );
        }
    }
}

/// Whether a function can find out if a database can be written, by itself or by asking another function.
fn asks(cx: &Checking<'_>, function: &Function, database: &Entry) -> bool {
    let invoked = function.access.iter().filter(|it| it.verb == "invoke");
    let others = invoked.filter_map(|it| Function::service(&cx.spec.entry(&it.to.value)?.service));
    std::iter::once(function).chain(others).any(|it| connects(it, &database.address).is_some())
}
