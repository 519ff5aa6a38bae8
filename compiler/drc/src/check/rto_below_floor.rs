//! An RTO that is missed even if everything goes well.

use super::{Checking, Rule, eb_rto_below_360, manual_step_in_short_rto};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};

/// An RTO that is missed even if everything goes well.
#[derive(Debug)]
pub struct RtoBelowFloor;

impl Rule for RtoBelowFloor {
    const CODE: Code = code!("DRC315", "rto-below-floor", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        if !says_it(cx) {
            return;
        }
        let rto = &cx.budget.rto;
        let best = super::whole(rto.total().best);
        let names: Vec<&str> = rto.critical_path().iter().map(|it| it.name.as_ref()).collect();
        found.push(
            Diagnostic::new(
                &Self::CODE,
                rto.target_span,
                format!("an RTO of {} cannot be met: {best} if everything goes well", rto.target),
                "below the floor",
            )
            .why(format!(
                "the best figures of {} alone add up to more: no luck makes them shorter",
                names.join(" and ")
            ))
            .help(super::mend_rto(cx))
            .about("objectives"),
        );
    }
}

/// Whether not even the best figures fit, and no other finding says why.
pub(super) fn says_it(cx: &Checking<'_>) -> bool {
    cx.budget.rto.target < cx.budget.rto.total().best && !another_says_it(cx)
}

/// Whether the RTO cannot be judged, or a finding about detection, people or events says more than its figures would.
pub(super) fn another_says_it(cx: &Checking<'_>) -> bool {
    let rto = &cx.budget.rto;
    rto.nominal.is_some_and(|it| rto.target < it.sum())
        || !cx.can_judge_rto()
        || manual_step_in_short_rto::says_it(cx)
        || eb_rto_below_360::says_it(cx)
}
