//! An RTO smaller than detection and TTL alone.

use super::{Checking, Rule};
use crate::budget::Nominal;
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Duration;
use drc_services::traffic::Traffic;
use drc_syntax::Span;

/// An RTO smaller than detection and TTL alone.
#[derive(Debug)]
pub struct RtoLessThanDetectionPlusTtl;

impl Rule for RtoLessThanDetectionPlusTtl {
    const CODE: Code = code!("DRC301", "rto-less-than-detection-plus-ttl", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {

        let rto = &cx.budget.rto;
        let Some((_, traffic)) = cx.spec.one::<Traffic>() else { return };
        let Some(nominal) = rto.nominal.filter(|it| rto.target < it.sum() && cx.can_judge_rto()) else { return };
        let sum = format!("{} = {}", nominal.formula(), nominal.sum());
        let parts = if nominal.ttl.is_some() { "detection plus TTL" } else { "detection" };
        let mut diagnostic = Diagnostic::new(
            &Self::CODE,
            rto.target_span,
            format!("an RTO of {} is less than {parts}: {sum}", rto.target),
            format!("{} are missing before anything else is counted", nominal.sum().saturating_sub(rto.target)),
        );
        let check = &traffic.health_check;
        let kept = nominal.ttl.map(|ttl| (traffic.ttl.span, format!("answers kept for {ttl}")));
        let detection = [
            (check.interval.span, format!("a check every {}", nominal.interval)),
            (check.threshold.span, format!("{} failures in a row", nominal.threshold)),
        ];
        for (span, text) in detection.into_iter().chain(kept.filter(|_| !traffic.is_alias())) {
            if span != Span::default() {
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
        found.push(diagnostic.why(why).help(repair(rto.target, nominal)).source(source).about("traffic"));
    }
}

/// The one setting that is out of line, else the fastest settings that still tolerate one lost probe: 10 s × 2 + 30 s
/// of Route 53, 5 s × 2 of a load balancer.
fn repair(target: Duration, nominal: Nominal) -> String {
    let (sum, minute) = (nominal.sum(), Duration::from_secs(60));
    let Some(ttl) = nominal.ttl else {
        let fastest = Duration::from_secs(10);
        return if target >= fastest {
            format!("set interval = \"5s\" and threshold = 2 ({fastest}), or raise the RTO to at least {sum}")
        } else {
            format!("raise the RTO to at least {sum}: load balancers cannot do better than about {fastest}")
        };
    };
    let fastest = Duration::from_secs(50);
    if ttl > minute && nominal.detection() + minute <= target {
        format!("set ttl = \"60s\" ({}), or raise the RTO to at least {sum}", nominal.detection() + minute)
    } else if target >= fastest {
        format!("set interval = \"10s\", threshold = 2 and ttl = \"30s\" ({fastest}), or raise the RTO to at least {sum}")
    } else {
        format!("raise the RTO to at least {sum}: DNS failover cannot do better than about {fastest}")
    }
}
