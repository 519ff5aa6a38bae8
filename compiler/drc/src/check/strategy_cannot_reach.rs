//! A strategy that is too slow for the RTO by its nature.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::{Duration, Strategy};

/// A strategy that is too slow for the RTO by its nature.
#[derive(Debug)]
pub struct StrategyCannotReach;

impl Rule for StrategyCannotReach {
    const CODE: Code = code!("DRC318", "strategy-cannot-reach", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let objectives = &cx.spec.objectives;
        let Some(strategy) = objectives.strategy else { return };
        let Some(least) = least(strategy.value).filter(|it| objectives.rto.value < *it) else { return };
        found.push(
            Diagnostic::new(&Self::CODE, strategy.span, format!("{} takes {least} or more, and the RTO is {}", strategy.value.word(), objectives.rto.value), "this strategy")
                .also(objectives.rto.span, "the target")
                .why("what serves is made or started on the day, by control planes, one resource after the other")
                .help("write strategy = \"warm-standby\", which is what drc builds: everything runs in the other Region; or raise the RTO")
                .source("https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_disaster_recovery.html")
                .about("objectives"),
        );
    }
}

/// The lower end of AWS's band; nothing for strategies that can be as fast as detection is.
fn least(strategy: Strategy) -> Option<Duration> {
    match strategy {
        Strategy::BackupAndRestore => Some(Duration::from_secs(3_600)),
        Strategy::PilotLight => Some(Duration::from_secs(600)),
        Strategy::WarmStandby | Strategy::ActiveActive => None,
    }
}
