//! A step of a failover that asks us-east-1, which is what has failed.

use super::control_plane_in_failed_region::{Trouble, called, finding, instead, troubled};
use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostics, code};

/// A step of a failover that asks us-east-1, which is what has failed.
#[derive(Debug)]
pub struct ControlPlaneUsEast1;

impl Rule for ControlPlaneUsEast1 {
    const CODE: Code = code!("DRC722", "control-plane-us-east-1", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let recovery = cx.spec.regions.recovery();
        for step in troubled(cx.spec, Trouble::UsEast1) {
            let service = called(&step);
            let message =
                format!("\"{}\" needs the control plane of {service}, which is in us-east-1", step.name);
            let label = "answered in us-east-1, which is what has failed".to_owned();
            found.push(
                finding(&Self::CODE, &step, message, label)
                    .why(format!("AWS answers {} there for all Regions: {recovery} has no control plane of its own to ask", step.call.as_deref().unwrap_or(service)))
                    .help(instead(&step)),
            );
        }
    }
}
