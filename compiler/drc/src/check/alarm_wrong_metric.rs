//! An alarm on a metric that people take for replication lag.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::alarm::Alarm;
use drc_services::bucket::Bucket;
use drc_services::database::Database;
use drc_services::shared::metric::Unit;
use drc_services::table::Table;
use drc_services::{Kind as _, ServiceKind};

/// An alarm on a metric that people take for replication lag.
#[derive(Debug)]
pub struct AlarmWrongMetric;

/// What is mistaken for the lag of which kind, and what it is.
const MISTAKEN: &[(&str, &str, &str)] = &[
    (Table::KIND, "UserErrors", "counts requests that DynamoDB refused, of all tables together"),
    (Table::KIND, "ThrottledRequests", "counts requests beyond what the table takes"),
    (Table::KIND, "SuccessfulRequestLatency", "measures requests to one Region"),
    (Table::KIND, "TransactionConflict", "counts transactions that met each other"),
    (Table::KIND, "CPUUtilization", "is no metric of DynamoDB"),
    (Database::KIND, "AuroraReplicaLag", "measures readers of the same Region"),
    (Database::KIND, "AuroraReplicaLagMaximum", "measures readers of the same Region"),
    (Database::KIND, "ReplicaLag", "measures replicas of RDS, which a global database has none of"),
    (Database::KIND, "AuroraGlobalDBReplicatedWriteIO", "counts what was copied, not what is missing"),
    (Bucket::KIND, "4xxErrors", "counts requests that S3 refused"),
    (Bucket::KIND, "5xxErrors", "counts requests that S3 failed at"),
    (Bucket::KIND, "FirstByteLatency", "measures requests to one bucket"),
];

impl Rule for AlarmWrongMetric {
    const CODE: Code = code!("DRC518", "alarm-wrong-metric", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, alarm) in cx.spec.all::<Alarm>() {
            let on = &alarm.on.value;
            let Some(what) = mistaken(&on.kind, &alarm.metric.value) else { continue };
            let Some(lag) = lag(&on.kind) else { continue };
            found.push(
                Diagnostic::new(&Self::CODE, alarm.metric.span, format!("{} says nothing about the replication of {on}: it {what}", alarm.metric.value), "not the lag")
                    .why("data goes missing with the Region by as much as replication lags behind, and one metric alone measures that")
                    .help(format!("write metric = \"{lag}\", and above = a length of time shorter than the RPO"))
                    .source("https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}

/// What a metric is that was mistaken for a lag.
pub(super) fn mistaken(kind: &str, metric: &str) -> Option<&'static str> {
    MISTAKEN.iter().find(|(of, name, _)| *of == kind && *name == metric).map(|(.., what)| *what)
}

/// The metric of a kind's replication lag.
pub(super) fn lag(kind: &str) -> Option<&'static str> {
    let replicated = [Table::KIND, Database::KIND, Bucket::KIND].contains(&kind);
    let metrics = ServiceKind::find(kind).filter(|_| replicated)?.metrics();
    metrics.iter().find(|it| it.unit != Unit::Count).map(|it| it.name)
}
