//! An RTO that is missed even when things go as usual.

use super::{Checking, Rule, rto_below_floor};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::budget::Verdict;

/// An RTO that is missed even when things go as usual.
#[derive(Debug)]
pub struct RtoBelowTypical;

impl Rule for RtoBelowTypical {
    const CODE: Code = code!("DRC302", "rto-below-typical", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let rto = &cx.budget.rto;
        if rto.verdict() == Verdict::Error
            && !rto_below_floor::another_says_it(cx)
            && !rto_below_floor::says_it(cx)
        {
            let total = rto.total();
            found.push(
                Diagnostic::new(&Self::CODE, rto.target_span, format!("an RTO of {} would be missed most times: {} typically, {} planned", rto.target, super::whole(total.typical), super::whole(total.plan)), "not even the typical figure fits")
                    .why("the budget adds what must happen one after the other between the failure and the first answered request")
                    .help(super::mend_rto(cx))
                    .about("objectives"),
            );
        }
    }
}
