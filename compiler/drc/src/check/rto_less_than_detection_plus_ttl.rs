//! An RTO smaller than detection and TTL alone.

use super::{Checking, Rule};
use crate::budget::Nominal;
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Duration;
use drc_services::traffic::Traffic;

/// An RTO smaller than detection and TTL alone.
#[derive(Debug)]
pub struct RtoLessThanDetectionPlusTtl;

impl Rule for RtoLessThanDetectionPlusTtl {
    const CODE: Code = code!("DRC301", "rto-less-than-detection-plus-ttl", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let rto = &cx.budget.rto;
        let Some((_, traffic)) = cx.spec.one::<Traffic>() else { return };
        let Some(nominal) = rto.nominal.filter(|it| rto.target < it.sum() && cx.can_judge_rto()) else {
            return;
        };
        let sum = format!("{} = {}", nominal.formula(), nominal.sum());
        let parts = if nominal.ttl.is_some() { "detection plus TTL" } else { "detection" };
        let mut diagnostic = Diagnostic::new(
            &Self::CODE,
            rto.target_span,
            format!("an RTO of {} is less than {parts}: {sum}", rto.target),
            format!(
                "{} are missing before anything else is counted",
                nominal.sum().saturating_sub(rto.target)
            ),
        );
        let check = &traffic.health_check;
        let kept = nominal.ttl.map(|ttl| (traffic.ttl.span, format!("answers kept for {ttl}")));
        let detection = [
            (check.interval.span, format!("a check every {}", nominal.interval)),
            (check.threshold.span, format!("{} failures in a row", nominal.threshold)),
        ];
        for (span, text) in detection.into_iter().chain(kept.filter(|_| !traffic.is_alias())) {
            if let Some(span) = span.written() {
                diagnostic = diagnostic.also(span, text);
            }
        }
        let (why, source) = if nominal.ttl.is_some() {
            (
                "Route 53 calls an endpoint unhealthy after threshold failures, one per interval; until the TTL ends, resolvers still answer with the lost Region",
                "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html",
            )
        } else {
            (
                "an accelerator leaves a Region once its load balancer calls the targets unhealthy: after threshold failures, one per interval",
                "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html",
            )
        };
        found.push(
            diagnostic
                .why(why)
                .help(repair(rto.target, nominal, traffic.is_alias()))
                .source(source)
                .about("traffic"),
        );
    }
}

/// The one setting that is out of line, else the fastest settings that still tolerate one lost probe: 10 s × 2 + TTL of
/// Route 53, 5 s × 2 of a load balancer.
fn repair(target: Duration, nominal: Nominal, alias: bool) -> String {
    let (sum, second) = (nominal.sum(), Duration::from_secs(1));
    let Some(ttl) = nominal.ttl else {
        return fastest(target, sum, second * 10, "interval = \"5s\" and threshold = 2", "load balancers");
    };
    if alias {
        return fastest(
            target,
            sum,
            second * 20 + ttl,
            "interval = \"10s\" and threshold = 2",
            "DNS failover by alias records",
        );
    }
    let minute = second * 60;
    if ttl > minute && nominal.detection() + minute <= target {
        return format!(
            "set ttl = \"60s\" ({}), or raise the RTO to at least {sum}",
            nominal.detection() + minute
        );
    }
    fastest(target, sum, second * 50, "interval = \"10s\", threshold = 2 and ttl = \"30s\"", "DNS failover")
}

fn fastest(target: Duration, sum: Duration, reach: Duration, settings: &str, who: &str) -> String {
    if target >= reach {
        format!("set {settings} ({reach}), or raise the RTO to at least {sum}")
    } else {
        format!("raise the RTO to at least {sum}: {who} cannot do better than about {reach}")
    }
}
