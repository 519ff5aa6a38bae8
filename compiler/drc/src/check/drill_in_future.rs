//! A drill or a figure of a day that has not come.

use super::{Checking, Rule};
use crate::check::measured_unknown::measurements;
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};

/// A drill or a figure of a day that has not come.
#[derive(Debug)]
pub struct DrillInFuture;

impl Rule for DrillInFuture {
    const CODE: Code = code!("DRC328", "drill-in-future", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let Some(today) = cx.today else { return };
        let drills = cx.spec.operations.drills.iter().map(|it| (it.on, "a drill", "operations"));
        let figures =
            measurements(cx.spec).map(|(address, _, it)| (it.on, "a figure", address.value.as_str()));
        for (on, what, about) in drills.chain(figures).filter(|(on, ..)| on.value > today) {
            found.push(
                Diagnostic::new(
                    &Self::CODE,
                    on.span,
                    format!("{what} of {}, and today is {today}", on.value),
                    "has not come yet",
                )
                .why("evidence is of days that are past: a date to come would never go stale")
                .help("write the day on which it was held")
                .about(about),
            );
        }
    }
}
