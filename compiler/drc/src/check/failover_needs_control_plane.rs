//! A step of a failover that makes or changes something.

use super::control_plane_in_failed_region::{Trouble, called, finding, instead, troubled};
use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostics, code};

/// A step of a failover that makes or changes something.
#[derive(Debug)]
pub struct FailoverNeedsControlPlane;

impl Rule for FailoverNeedsControlPlane {
    const CODE: Code = code!("DRC724", "failover-needs-control-plane", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for step in troubled(cx.spec, Trouble::NeedsControlPlane) {
            let place = step.region.unwrap_or(cx.spec.regions.recovery());
            let message =
                format!("\"{}\" needs the control plane of {} in {place}", step.name, called(&step));
            found.push(
                finding(&Self::CODE, &step, message, format!("answered in {place}"))
                    .why("control planes fail more often than what they control, and everybody else whose Region is gone asks them, too")
                    .help(instead(&step)),
            );
        }
    }
}
