//! A way back that takes longer than promised even when things go as usual.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::budget::Verdict;

/// A way back that takes longer than promised even when things go as usual.
#[derive(Debug)]
pub struct FailbackBelowTypical;

impl Rule for FailbackBelowTypical {
    const CODE: Code = code!("DRC332", "failback-below-typical", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let failback = &cx.budget.failback;
        let Some(target) = failback.target.filter(|_| failback.verdict() == Some(Verdict::Error)) else {
            return;
        };
        let total = failback.total();
        found.push(
            Diagnostic::new(&Self::CODE, target.span, format!("a failback within {} is missed most times: {} typically, {} planned", target.value, super::whole(total.typical), super::whole(total.plan)), "not even the typical figure fits")
                .why("the old primary's cluster must join again and catch up before a switchover loses nothing; then the traffic follows")
                .help(format!("raise it to {}: users are served from the other Region meanwhile; or measure how long it takes to catch up, [measured] rejoin", super::whole(total.plan)))
                .source("https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html")
                .about("objectives"),
        );
    }
}
