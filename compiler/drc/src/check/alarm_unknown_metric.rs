//! An alarm on a metric that the service does not have.

use super::alarm_wrong_metric::mistaken;
use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::alarm::Alarm;
use drc_syntax::closest;

/// An alarm on a metric that the service does not have.
#[derive(Debug)]
pub struct AlarmUnknownMetric;

impl Rule for AlarmUnknownMetric {
    const CODE: Code = code!("DRC508", "alarm-unknown-metric", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, alarm) in cx.spec.all::<Alarm>() {
            let Some(on) = cx.spec.entry(&alarm.on.value) else { continue };
            let metrics = on.service.kind().metrics();
            // What is taken for the lag is another rule's.
            let known = metrics.iter().any(|it| it.name == alarm.metric.value);
            if known || mistaken(&alarm.on.value.kind, &alarm.metric.value).is_some() {
                continue;
            }
            let names: Vec<&str> = metrics.iter().map(|it| it.name).collect();
            let help = match closest(&alarm.metric.value, names.iter().copied()) {
                Some(close) => format!("did you mean \"{close}\"?"),
                None => format!("metrics of a {}: {}", alarm.on.value.kind, names.join(", ")),
            };
            found.push(
                Diagnostic::new(&Self::CODE, alarm.metric.span, format!("{} has no metric `{}` to alarm on", alarm.on.value, alarm.metric.value), "unknown metric")
                    .why("CloudWatch takes an alarm on any name and never has data for it: it would stay silent on the day")
                    .help(help)
                    .about(entry.address.to_string()),
            );
        }
    }
}
