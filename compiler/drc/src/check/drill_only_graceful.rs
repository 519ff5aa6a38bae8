//! Drills that never did without the primary Region.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::DrillKind;

/// Drills that never did without the primary Region.
#[derive(Debug)]
pub struct DrillOnlyGraceful;

impl Rule for DrillOnlyGraceful {
    const CODE: Code = code!("DRC325", "drill-only-graceful", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let drills = &cx.spec.operations.drills;
        let Some(last) =
            drills.last().filter(|_| drills.iter().all(|it| it.kind.value == DrillKind::Switchover))
        else {
            return;
        };
        found.push(
            Diagnostic::new(&Self::CODE, last.kind.span, "every drill was a planned switchover: none did without the primary Region", "with both Regions healthy")
                .why("a switchover waits for replication and asks the old writer to step down; on the day nobody answers there, data that has not arrived is given up, and other calls are made")
                .help("drill kind = \"failover\" once a year: cut the primary off, as the runbook says")
                .source("https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html")
                .about("operations"),
        );
    }
}
