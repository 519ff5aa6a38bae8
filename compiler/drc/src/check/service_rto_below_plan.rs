//! A service's own RTO that only holds when things go as usual.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::budget::Verdict;

/// A service's own RTO that only holds when things go as usual.
#[derive(Debug)]
pub struct ServiceRtoBelowPlan;

impl Rule for ServiceRtoBelowPlan {
    const CODE: Code = code!("DRC331", "service-rto-below-plan", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for service in cx
            .budget
            .services
            .iter()
            .filter(|it| it.own && it.verdict() == Verdict::Warning && cx.can_judge_rto())
        {
            let total = service.total;
            found.push(
                Diagnostic::new(&Self::CODE, service.target.span, format!("an RTO of {} for {} has no room for a bad day: {} typically, {} planned", service.target.value, service.address, super::whole(total.typical), super::whole(total.plan)), "only the typical figure fits")
                    .why("its users must be moved first, the data it needs must take writes, and functions start cold")
                    .help(format!("raise it to {}, or shorten what the budget of the system shows as its longest term", super::whole(total.plan)))
                    .about(service.address.to_string()),
            );
        }
    }
}
