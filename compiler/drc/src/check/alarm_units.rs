//! An alarm that compares a lag with a bare number, or a count with a duration.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::alarm::{Alarm, Threshold};
use drc_services::shared::metric::Unit;

/// An alarm that compares a lag with a bare number, or a count with a duration.
#[derive(Debug)]
pub struct AlarmUnits;

impl Rule for AlarmUnits {
    const CODE: Code = code!("DRC509", "alarm-units", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {

        for (entry, alarm) in cx.spec.all::<Alarm>() {
            let Some(on) = cx.spec.entry(&alarm.on.value) else { continue };
            let metrics = on.service.kind().metrics();
            let Some(metric) = metrics.iter().find(|it| it.name == alarm.metric.value) else { continue };
            let (message, label, help) = match (metric.unit, alarm.above.value) {
                (Unit::Count, Threshold::Time(_)) => ("counts; it cannot be above a length of time", "a number belongs here", "above = 5"),
                (Unit::Milliseconds | Unit::Seconds, Threshold::Number(_)) => ("is a length of time; a bare number is not", "a duration belongs here", "above = \"30s\""),
                (Unit::Count, Threshold::Number(_)) | (Unit::Milliseconds | Unit::Seconds, Threshold::Time(_)) => continue,
            };
            found.push(
                Diagnostic::new(&Self::CODE, alarm.above.span, format!("{} {message}", metric.name), label)
                    .why("DynamoDB and Aurora report lag in milliseconds, S3 in seconds; 60 for 60,000 is an alarm that never stops or never comes")
                    .help(format!("write it like {help}; drc converts it to the unit of the metric"))
                    .source("https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}
