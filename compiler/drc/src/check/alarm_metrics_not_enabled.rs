//! An alarm on replication metrics that are not switched on.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::Kind as _;
use drc_services::alarm::Alarm;
use drc_services::bucket::Bucket;
use drc_services::registry::Typed as _;
use drc_services::table::Table;
use drc_syntax::Span;

/// An alarm on replication metrics that are not switched on.
#[derive(Debug)]
pub struct AlarmMetricsNotEnabled;

/// Why a service does not measure a metric.
struct Reason {
    setting: Span,
    label: &'static str,
    why: &'static str,
    help: &'static str,
    source: &'static str,
}

impl Rule for AlarmMetricsNotEnabled {
    const CODE: Code = code!("DRC517", "alarm-metrics-not-enabled", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, alarm) in cx.spec.all::<Alarm>() {
            let Some(on) = cx.spec.entry(&alarm.on.value) else { continue };
            let bucket = Bucket::service(&on.service).and_then(|it| of_bucket(it, &alarm.metric.value));
            let table = Table::service(&on.service).and_then(|it| of_table(it, &alarm.metric.value));
            let Some(reason) = bucket.or(table) else { continue };
            let message = format!("{} does not measure {}", alarm.on.value, alarm.metric.value);
            let here = Diagnostic::new(&Self::CODE, alarm.metric.span, message, "never has data");
            let here = match reason.setting.written() {
                None => here,
                Some(span) => here.also(span, reason.label),
            };
            found.push(
                here.why(reason.why).help(reason.help).source(reason.source).about(entry.address.to_string()),
            );
        }
    }
}

fn of_bucket(bucket: &Bucket, metric: &str) -> Option<Reason> {
    let reason = Reason {
        setting: bucket.replication.span,
        label: "time control is off",
        why: "S3 measures replication only under time control; the alarm would stay silent on the day",
        help: "write replication = { time_control = true }, or take the alarm out",
        source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-metrics.html",
    };
    let reason = match &bucket.existing {
        None if bucket.replication.time_control => return None,
        None => reason,
        Some(existing) => Reason {
            setting: existing.span,
            label: "drc does not make it, nor its rules",
            why: "CloudWatch knows replication by rule, and drc does not know the rules of what is there already",
            help: "make the alarm where the rule is made",
            ..reason
        },
    };
    Bucket::METRICS.iter().any(|it| it.name == metric).then_some(reason)
}

fn of_table(table: &Table, metric: &str) -> Option<Reason> {
    (table.is_strong() && metric == "ReplicationLatency").then_some(Reason {
        setting: table.consistency.span,
        label: "strongly consistent",
        why: "a write is acknowledged once another Region has it: nothing lags, and DynamoDB measures no lag",
        help: "watch SystemErrors instead, or take the alarm out",
        source: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html",
    })
}
