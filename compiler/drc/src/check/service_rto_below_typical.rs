//! A service's own RTO that is missed even when things go as usual.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::budget::Verdict;

/// A service's own RTO that is missed even when things go as usual.
#[derive(Debug)]
pub struct ServiceRtoBelowTypical;

impl Rule for ServiceRtoBelowTypical {
    const CODE: Code = code!("DRC330", "service-rto-below-typical", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for service in cx
            .budget
            .services
            .iter()
            .filter(|it| it.own && it.verdict() == Verdict::Error && cx.can_judge_rto())
        {
            let total = service.total;
            found.push(
                Diagnostic::new(&Self::CODE, service.target.span, format!("an RTO of {} for {} would be missed most times: {} typically, {} planned", service.target.value, service.address, super::whole(total.typical), super::whole(total.plan)), "not even the typical figure fits")
                    .why("its users must be moved first, the data it needs must take writes, and functions start cold")
                    .help(format!("raise it to {}, or shorten what the budget of the system shows as its longest term", super::whole(total.plan)))
                    .about(service.address.to_string()),
            );
        }
    }
}
