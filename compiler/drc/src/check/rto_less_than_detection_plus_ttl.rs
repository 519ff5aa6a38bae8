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
        let sum = format!("{} × {} + {} = {}", nominal.interval, nominal.threshold, nominal.ttl, nominal.sum());
        let mut diagnostic = Diagnostic::new(
            &Self::CODE,
            rto.target_span,
            format!("an RTO of {} is less than detection plus TTL: {sum}", rto.target),
            format!("{} are missing before anything else is counted", nominal.sum().saturating_sub(rto.target)),
        );
        let check = &traffic.health_check;
        for (span, text) in [
            (check.interval.span, format!("a check every {}", nominal.interval)),
            (check.threshold.span, format!("{} failures in a row", nominal.threshold)),
            (traffic.ttl.span, format!("answers kept for {}", nominal.ttl)),
        ] {
            if span != Span::default() {
                diagnostic = diagnostic.also(span, text);
            }
        }
        found.push(
            diagnostic
                .why("Route 53 calls an endpoint unhealthy after threshold failures, one per interval; until the TTL ends, resolvers still answer with the lost Region")
                .help(repair(rto.target, nominal))
                .source("https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html")
                .about("traffic"),
        );
    }
}

/// The one setting that is out of line, else the fastest settings Route 53 has and still tolerates one lost probe: 10 s × 2 + 30 s.
fn repair(target: Duration, nominal: Nominal) -> String {
    let (sum, fastest, minute) = (nominal.sum(), Duration::from_secs(50), Duration::from_secs(60));
    if nominal.ttl > minute && nominal.detection() + minute <= target {
        format!("set ttl = \"60s\" ({}), or raise the RTO to at least {sum}", nominal.detection() + minute)
    } else if target >= fastest {
        format!("set interval = \"10s\", threshold = 2 and ttl = \"30s\" ({fastest}), or raise the RTO to at least {sum}")
    } else {
        format!("raise the RTO to at least {sum}: DNS failover cannot do better than about {fastest}")
    }
}
