//! A lag alarm that comes once the objective is missed.

use super::alarm_wrong_metric::lag;
use super::{Checking, Rule};
use crate::budget::StoreBudget;
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Duration;
use drc_model::budget::Verdict;
use drc_services::Kind as _;
use drc_services::alarm::{Alarm, Threshold};
use drc_services::bucket::Bucket;

/// A lag alarm that comes once the objective is missed.
#[derive(Debug)]
pub struct AlarmThresholdOverRpo;

impl Rule for AlarmThresholdOverRpo {
    const CODE: Code = code!("DRC592", "alarm-threshold-over-rpo", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for store in &cx.budget.stores {
            let Some((at, alarm)) = too_late(cx, store) else { continue };
            let rpo = store.target;
            found.push(
                Diagnostic::new(&Self::CODE, alarm.above.span, format!("{at} tells that {} lags once its RPO of {} is missed", store.address, rpo.value), "no less than the RPO")
                    .also(rpo.span, "the RPO")
                    .why("an alarm is to come while something can still be done: its threshold and the time it takes to tell must fit into the objective together")
                    .help(format!("write above = \"{}\", half of it; or take the alarm out: drc derives one", rpo.value / 2))
                    .source("https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html")
                    .about(at),
            );
        }
    }
}

/// The lag alarms that the spec writes for a store, and their thresholds.
pub(super) fn lag_alarms<'c>(
    cx: &'c Checking<'_>,
    store: &'c StoreBudget,
) -> impl Iterator<Item = (String, &'c Alarm, Duration)> {
    let all = cx.spec.alarm_entries_on(&store.address);
    let measured = lag(&store.address.kind);
    all.filter(move |(_, it)| Some(it.metric.value.as_str()) == measured).filter_map(|(entry, it)| {
        match it.above.value {
            Threshold::Time(above) => Some((entry.address.to_string(), it, above)),
            Threshold::Number(_) => None,
        }
    })
}

/// The alarm of a store that comes too late, whatever the time it takes to tell.
pub(super) fn too_late<'c>(cx: &'c Checking<'_>, store: &'c StoreBudget) -> Option<(String, &'c Alarm)> {
    let rpo = store.target.value;
    // Time control's own 15 minutes are both what S3 promises and when it says that it failed.
    let late = |above: Duration| if store.address.kind == Bucket::KIND { above > rpo } else { above >= rpo };
    let alarm = lag_alarms(cx, store).find(|(.., above)| late(*above));
    // An objective that not even the usual lag meets is another rule's.
    alarm.filter(|_| store.verdict() != Verdict::Error).map(|(at, it, _)| (at, it))
}
