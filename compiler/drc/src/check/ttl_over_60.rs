//! Answers that resolvers keep for more than a minute.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Duration;
use drc_model::budget::Verdict;
use drc_services::traffic::Traffic;

/// Answers that resolvers keep for more than a minute.
#[derive(Debug)]
pub struct TtlOver60;

impl Rule for TtlOver60 {
    const CODE: Code = code!("DRC414", "ttl-over-60", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let Some((_, traffic)) = cx.spec.one::<Traffic>() else { return };
        let (ttl, minute) = (traffic.ttl, Duration::from_secs(60));
        // A missed RTO has been said, with what to change.
        let met = cx.budget.rto.verdict() == Verdict::Pass;
        if ttl.value <= minute || traffic.is_alias() || !met {
            return;
        }
        found.push(
            Diagnostic::new(&Self::CODE, ttl.span, format!("for {} after a failover users are still sent to the lost Region", ttl.value), "60s or less")
                .why("Route 53 changes its answer at once, but resolvers go on giving the old one until its TTL ends; AWS advises 60 seconds or less for records with health checks")
                .help(format!("set ttl = \"60s\": {} less in every failover", ttl.value.saturating_sub(minute)))
                .source("https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/best-practices-dns.html")
                .about("traffic"),
        );
    }
}
