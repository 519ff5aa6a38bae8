//! A measured figure that is too old to count.

use super::{Checking, Rule};
use crate::check::measured_unknown::measurements;
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};

/// A measured figure that is too old to count.
#[derive(Debug)]
pub struct MeasurementStale;

impl Rule for MeasurementStale {
    const CODE: Code = code!("DRC322", "measurement-stale", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let (Some(today), every) = (cx.today, cx.spec.operations.drill_every.value) else { return };
        for (address, line, it) in measurements(cx.spec) {
            let age = today.number() - it.on.value.number();
            if age <= every.days() {
                continue;
            }
            found.push(
                Diagnostic::new(&Self::CODE, it.on.span, format!("{} of {} was measured {age} days ago; it counts for {every}", line.value, address.value), "too long ago")
                    .why("settings, sizes and AWS change: a figure from another time is an assumption again")
                    .help("measure it in the next drill and write the new figure and day; or take it out, and drc plans with its assumption")
                    .source("https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_dr_tested.html")
                    .about(address.value.clone()),
            );
        }
    }
}
