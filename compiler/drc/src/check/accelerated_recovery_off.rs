//! Records that a failover edits, in a zone that nothing has been done for.

use super::control_plane_in_failed_region::{Trouble, finding, instead, troubled};
use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostics, code};

/// Records that a failover edits, in a zone that nothing has been done for.
#[derive(Debug)]
pub struct AcceleratedRecoveryOff;

impl Rule for AcceleratedRecoveryOff {
    const CODE: Code = code!("DRC723", "accelerated-recovery-off", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for step in troubled(cx.spec, Trouble::AcceleratedRecoveryOff) {
            let message = format!(
                "\"{}\" edits records, which waits for us-east-1 for as long as that takes",
                step.name
            );
            found.push(
                finding(&Self::CODE, &step, message, "accelerated recovery is not on".to_owned())
                    .why("records are edited in us-east-1, wherever the system is; only zones with accelerated recovery can be edited again within the hour")
                    .help(format!(
                        "{}; or turn accelerated recovery on for the zone and say so: traffic.accelerated_recovery = true",
                        instead(&step)
                    ))
                    .source("https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/accelerated-recovery.html"),
            );
        }
    }
}
