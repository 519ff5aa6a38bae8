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
                (Unit::Count, Threshold::Time(_)) => {
                    ("is a count, not a length of time", "has a unit", "write a number: above = 5".to_owned())
                }
                (Unit::Milliseconds | Unit::Seconds, Threshold::Number(it)) => (
                    "is a length of time, not a number",
                    "has no unit",
                    format!("write above = \"{it}s\", if seconds are meant; drc converts it for CloudWatch"),
                ),
                (Unit::Count, Threshold::Number(_))
                | (Unit::Milliseconds | Unit::Seconds, Threshold::Time(_)) => continue,
            };
            found.push(
                Diagnostic::new(&Self::CODE, alarm.above.span, format!("{} {message}", metric.name), label)
                    .why("DynamoDB and Aurora report lag in milliseconds, S3 in seconds; 60 for 60,000 is an alarm that never stops or never comes")
                    .help(help)
                    .source("https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}
