//! Alarms and names.

use super::{Mistake, impossible, rule};

pub(super) const MISTAKES: &[Mistake] = &[
    rule(137, "alarm-wrong-metric", "alarm-wrong-metric"),
    rule(138, "alarm-threshold-over-rpo", "alarm-threshold-over-rpo"),
    rule(139, "alarm-latency-over-rpo", "alarm-latency-over-rpo"),
    rule(140, "alarm-units", "alarm-units"),
    impossible(
        141,
        "alarm-dimensions",
        "drc writes the dimensions of every alarm: the receiving Region of a table, source, destination and rule of a bucket",
    ),
    rule(142, "alarm-metrics-not-enabled", "alarm-metrics-not-enabled"),
    impossible(
        143,
        "alarm-ddb-missing-data",
        "the language has no field for missing data; alarms of DynamoDB are written as they behave, and the page of table says that silence is no health",
    ),
    impossible(144, "alarm-sns-region", "each Region has a topic of its own, and its alarms tell that one"),
    impossible(
        145,
        "alarm-route53-region",
        "drc puts no alarm on Route 53's metrics, and its dashboards ask us-east-1 for them",
    ),
    impossible(
        146,
        "alarm-in-failing-region",
        "an alarm stands in every Region that has its metric, and no spec can keep it to one; what moves users or promotes looks from elsewhere, and takes silence for a failure",
    ),
    rule(147, "alarm-period", "limits"),
    rule(148, "alarm-no-action", "alarm-no-action"),
    impossible(
        149,
        "alarm-no-lag-alarm",
        "every store that lags and is measured has a lag alarm without being asked; a bucket without time control is not, which s3-no-rtc says",
    ),
    rule(150, "name-length", "name-length"),
    rule(151, "bucket-name", "bucket-name"),
    rule(152, "bucket-name-shared", "existing-arn"),
    impossible(153, "table-name-differs", "a table has one name, which is made without Region and role"),
    impossible(154, "global-resource-twice", "global resources have one home: the Region that takes over"),
];
