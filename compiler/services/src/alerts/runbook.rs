//! Who is told, and what is told right now.

use super::Alerts;
use crate::runbook::{Chapter, Contribution, Part, Plane, Stage, Step, aws, in_each};
use crate::spec::{Entry, Spec};
use crate::topic::subscriptions;

pub(super) fn part(alerts: &Alerts, entry: &Entry, spec: &Spec) -> Contribution {
    let mut part = Part::default();
    let arn =
        |region| alerts.existing.as_ref().and_then(|it| it.value.at(region)).map(|it| it.value.as_str());
    let step = Step::look(
        "See that whoever alarms tell has confirmed",
        "CloudWatch refuses an alarm whose topic is in another Region, so each Region has its own, and each \
         has to be confirmed.",
        Plane::Control,
        spec.regions.all().flat_map(|region| subscriptions(entry, spec, region, arn(region))).collect(),
        "every subscriber of each Region with an ARN; none that is PendingConfirmation",
    );
    part.step(Chapter::Deploy, Stage::Prove, step);
    let alarms = || {
        in_each(spec.regions.all(), |region| {
            aws("cloudwatch", "describe-alarms", region)
                .arg("--state-value", "ALARM")
                .query("MetricAlarms[].[AlarmName,StateReason]")
        })
    };
    let step = Step::look(
        "See that no alarm is on",
        "Nobody drills, or goes back, in a system that is already in trouble.",
        Plane::Control,
        alarms(),
        "no alarm of this system",
    );
    part.step(Chapter::Verify, Stage::Look, step);
    let step = Step::look(
        "See that no alarm is on before anything is broken",
        "A drill in a system that is in trouble is an outage.",
        Plane::Control,
        alarms(),
        "no alarm of this system",
    );
    part.step(Chapter::Drill, Stage::Look, step);
    Contribution::Part(part)
}
