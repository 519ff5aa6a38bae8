//! A lag alarm that waits too long before it tells.

use super::alarm_threshold_over_rpo::{lag_alarms, too_late};
use super::{Checking, Rule};
use crate::budget::{StoreBudget, lag_alarm};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Duration;
use drc_model::budget::Verdict;
use drc_services::ServiceKind;
use drc_services::alarm::Alarm;
use drc_syntax::Spanned;

/// A lag alarm that waits too long before it tells.
#[derive(Debug)]
pub struct AlarmLatencyOverRpo;

/// An alarm that would tell in time, did it not wait so long.
pub(super) struct Slow<'c> {
    at: String,
    alarm: &'c Alarm,
    within: Spanned<Duration>,
    above: Duration,
}

impl Rule for AlarmLatencyOverRpo {
    const CODE: Code = code!("DRC593", "alarm-latency-over-rpo", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for store in &cx.budget.stores {
            let Some(Slow { at, alarm, within, above }) = slow(cx, store) else { continue };
            let (rpo, told) = (store.target, lag_alarm(within.value));
            found.push(
                Diagnostic::new(&Self::CODE, within.span, format!("{at} tells after {above} + {told} = {}, later than the RPO of {} allows", above + told, rpo.value), "waits too long")
                    .also(alarm.above.span, "from here on")
                    .also(rpo.span, "the RPO")
                    .why("the lag must be above the threshold for all of `within`, then come one period, a minute of evaluation and the metric's own delay")
                    .help("take `within` out, for the shortest there is, or write a lower `above`")
                    .source("https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html")
                    .about(at),
            );
        }
    }
}

/// The alarm whose `within` alone makes a store's planned figure miss its objective.
pub(super) fn slow<'c>(cx: &'c Checking<'_>, store: &'c StoreBudget) -> Option<Slow<'c>> {
    if store.verdict() != Verdict::Warning || store.enforced.is_some() || too_late(cx, store).is_some() {
        return None;
    }
    lag_alarms(cx, store).find_map(|(at, alarm, above)| {
        let within = alarm.within?;
        let metrics = ServiceKind::find(&store.address.kind)?.metrics();
        let usual = metrics.iter().find(|it| it.name == alarm.metric.value)?.within;
        let in_time = above + lag_alarm(usual) <= store.target.value;
        (in_time && within.value > usual).then_some(Slow { at, alarm, within, above })
    })
}
