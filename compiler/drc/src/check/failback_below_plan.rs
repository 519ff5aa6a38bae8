//! A way back that only holds when things go as usual.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::budget::Verdict;

/// A way back that only holds when things go as usual.
#[derive(Debug)]
pub struct FailbackBelowPlan;

impl Rule for FailbackBelowPlan {
    const CODE: Code = code!("DRC333", "failback-below-plan", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let failback = &cx.budget.failback;
        let Some(target) = failback.target.filter(|_| failback.verdict() == Some(Verdict::Warning)) else {
            return;
        };
        let total = failback.total();
        found.push(
            Diagnostic::new(&Self::CODE, target.span, format!("a failback within {} has no room for a bad day: {} typically, {} planned", target.value, super::whole(total.typical), super::whole(total.plan)), "only the typical figure fits")
                .why("the old primary's cluster must join again and catch up before a switchover loses nothing; then the traffic follows")
                .help(format!("raise it to {}: users are served from the other Region meanwhile; or measure how long it takes to catch up, [measured] rejoin", super::whole(total.plan)))
                .source("https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html")
                .about("objectives"),
        );
    }
}
