//! An RTO that only holds when things go as usual.

use super::{Checking, Rule, rto_below_floor};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::budget::Verdict;

/// An RTO that only holds when things go as usual.
#[derive(Debug)]
pub struct RtoBelowPlan;

impl Rule for RtoBelowPlan {
    const CODE: Code = code!("DRC303", "rto-below-plan", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let rto = &cx.budget.rto;
        if rto.verdict() == Verdict::Warning && !rto_below_floor::another_says_it(cx) {
            let total = rto.total();
            found.push(
                Diagnostic::new(&Self::CODE, rto.target_span, format!("an RTO of {} has no room for a bad day: {} typically, but {} planned", rto.target, super::whole(total.typical), super::whole(total.plan)), "only the typical figure fits")
                    .why("probes that hang, resolvers that overrun their TTL and clients that reconnect late are the usual shape of a regional failure")
                    .help(super::mend_rto(cx))
                    .about("objectives"),
            );
        }
    }
}
