//! An alarm on replication metrics that are not switched on.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::Kind as _;
use drc_services::alarm::Alarm;
use drc_services::bucket::Bucket;
use drc_services::registry::Typed as _;
use drc_syntax::Span;

/// An alarm on replication metrics that are not switched on.
#[derive(Debug)]
pub struct AlarmMetricsNotEnabled;

impl Rule for AlarmMetricsNotEnabled {
    const CODE: Code = code!("DRC517", "alarm-metrics-not-enabled", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {

        for (entry, alarm) in cx.spec.all::<Alarm>() {
            let on = cx.spec.entry(&alarm.on.value).and_then(|on| Bucket::service(&on.service));
            let Some(bucket) = on.filter(|it| !it.replication.time_control) else { continue };
            if Bucket::METRICS.iter().any(|it| it.name == alarm.metric.value) {
                let about = alarm.on.value.to_string();
                let found_here = Diagnostic::new(&Self::CODE, alarm.metric.span, format!("{about} does not measure {}", alarm.metric.value), "never has data");
                let found_here = match bucket.replication.span {
                    span if span == Span::default() => found_here,
                    span => found_here.also(span, "time control is off"),
                };
                found.push(
                    found_here
                        .why("S3 measures replication only under time control; the alarm would stay silent on the day")
                        .help("write replication = { time_control = true }, or take the alarm out")
                        .source("https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-metrics.html")
                        .about(entry.address.to_string()),
                );
            }
        }
    }
}
