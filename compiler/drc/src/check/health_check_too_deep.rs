//! A health check that fails in every Region at once, where users are to be moved at once.

use super::{Checking, Rule, connects};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::database::Database;
use drc_services::traffic::{Order, RouteMode, Traffic};

/// A health check that fails in every Region at once, where users are to be moved at once.
#[derive(Debug)]
pub struct HealthCheckTooDeep;

impl Rule for HealthCheckTooDeep {
    const CODE: Code = code!("DRC425", "health-check-too-deep", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let Some((_, traffic)) = cx.spec.one::<Traffic>().filter(|(_, it)| !it.active_active()) else {
            return;
        };
        if traffic.order.value != Order::Together {
            return;
        }
        let (without_any, source) = match traffic.route.value {
            RouteMode::DnsFailover | RouteMode::DnsLatency => (
                "Route 53 answers with the PRIMARY, which is the lost one",
                "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-how-route-53-chooses-records.html",
            ),
            RouteMode::Accelerator => (
                "an accelerator takes any endpoint of the nearest group, which may be the lost one",
                "https://docs.aws.amazon.com/global-accelerator/latest/dg/about-endpoints-endpoint-weights.html",
            ),
        };
        let path = &traffic.health_check.path;
        for (entry, _) in cx.spec.all::<Database>() {
            let Some(grant) = cx.probed(traffic).and_then(|(_, it)| connects(it, &entry.address)) else {
                continue;
            };
            let recovery = cx.spec.regions.recovery();
            found.push(
                Diagnostic::new(&Self::CODE, traffic.order.span, format!("users may not be moved at once: GET {} can ask {}, which {recovery} cannot write before it is promoted", path.value, entry.address), "before the data")
                    .also(path.span, "asked in every Region")
                    .also(grant, "may ask the database")
                    .why(format!("if the check asks whether the Region can write, it fails in the lost Region and in {recovery} alike until the promotion; with no Region healthy, {without_any}"))
                    .help("write order = \"data-first\", which counts it so; or say in [[allow]] that the check does not ask the database")
                    .source(source)
                    .about("traffic"),
            );
        }
    }
}
