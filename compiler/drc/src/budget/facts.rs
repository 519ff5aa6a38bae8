//! The figures of AWS's side, in one dated table. A budget never carries a figure of its own making.
//!
//! Columns are best / typical / plan in seconds, as `dr-facts` F2 has them.

use drc_model::budget::{Columns, Kind, Source, Term};
use drc_syntax::Span;

/// A figure with its kind and source.
#[derive(Clone, Copy, Debug)]
pub struct Fact {
    /// Stable id: `dns-publish`.
    pub id: &'static str,
    /// What it is, in words.
    pub name: &'static str,
    /// Best, typical, plan.
    pub columns: Columns,
    /// How far it can be relied on.
    pub kind: Kind,
    /// Whether anything keeps the plan figure from being exceeded.
    pub bounded: bool,
    /// Where it comes from.
    pub source: Source,
    /// When it was last checked.
    pub checked: &'static str,
}

impl Fact {
    /// The fact as a line of a budget.
    pub fn term(&self, field: Option<(&'static str, Span)>) -> Term {
        Term {
            id: self.id,
            name: self.name.to_owned(),
            columns: self.columns,
            kind: self.kind,
            bounded: self.bounded,
            source: self.source,
            field,
        }
    }
}

const CHECKED: &str = "2026-11-20";

/// How Route 53 decides about health.
pub(super) const HEALTH_CHECKS: Source = Source {
    title: "How Route 53 determines whether a health check is healthy",
    url: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html",
};
/// What the record says.
pub(super) const RECORD_TTL: Source = Source {
    title: "Best practices for Route 53 DNS",
    url: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/best-practices-dns.html",
};
/// How alarms are evaluated.
pub(super) const ALARMS: Source = Source {
    title: "Using CloudWatch alarms",
    url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html",
};
/// How DynamoDB replicates.
pub(super) const GLOBAL_TABLES: Source = Source {
    title: "Overview of DynamoDB global tables: no SLA on replication latency",
    url: "https://docs.aws.amazon.com/prescriptive-guidance/latest/dynamodb-global-tables/overview.html",
};
const UNPUBLISHED: Source = Source { title: "no published figure: measure it", url: "" };

/// A black-holed HTTPS probe fails after 4 s to connect and 2 s to answer.
pub(super) const PROBE: Fact = Fact {
    id: "probe-fails",
    name: "a hanging probe fails",
    columns: Columns::seconds(0, 0, 6),
    kind: Kind::Documented,
    bounded: true,
    source: HEALTH_CHECKS,
    checked: CHECKED,
};
pub(super) const DNS_PUBLISH: Fact = Fact {
    id: "dns-publish",
    name: "checkers agree, DNS follows",
    columns: Columns::seconds(0, 5, 10),
    kind: Kind::Assumption,
    bounded: false,
    source: UNPUBLISHED,
    checked: CHECKED,
};
pub(super) const ALIAS_TTL: Fact = Fact {
    id: "ttl",
    name: "TTL of an API Gateway alias",
    columns: Columns::seconds(0, 30, 60),
    kind: Kind::Assumption,
    bounded: false,
    source: UNPUBLISHED,
    checked: CHECKED,
};
pub(super) const OVERRUN_PUBLIC: Fact = Fact {
    id: "resolver-overrun",
    name: "resolvers keep it longer",
    columns: Columns::seconds(0, 0, 60),
    kind: Kind::Assumption,
    bounded: false,
    source: Source {
        title: "Set the JVM TTL for DNS name lookups: some clients cache for ever",
        url: "https://docs.aws.amazon.com/sdk-for-java/latest/developer-guide/jvm-ttl-dns.html",
    },
    checked: CHECKED,
};
pub(super) const OVERRUN_CONTROLLED: Fact =
    Fact { name: "your clients keep to the TTL", columns: Columns::seconds(0, 0, 0), ..OVERRUN_PUBLIC };
pub(super) const RECONNECT: Fact = Fact {
    id: "reconnect",
    name: "clients connect again",
    columns: Columns::seconds(0, 0, 30),
    kind: Kind::Assumption,
    bounded: false,
    source: UNPUBLISHED,
    checked: CHECKED,
};
pub(super) const COLD_START: Fact = Fact {
    id: "cold-start",
    name: "Lambda starts cold",
    columns: Columns::seconds(1, 3, 10),
    kind: Kind::Assumption,
    bounded: false,
    source: Source {
        title: "Lambda scaling behavior",
        url: "https://docs.aws.amazon.com/lambda/latest/dg/scaling-behavior.html",
    },
    checked: CHECKED,
};
/// Minutes after the fact that CloudWatch has a one-minute metric.
pub(super) const METRIC_DELAY: Fact = Fact {
    id: "metric-delay",
    name: "the metric reaches CloudWatch",
    columns: Columns::seconds(0, 0, 60),
    kind: Kind::Assumption,
    bounded: false,
    source: UNPUBLISHED,
    checked: CHECKED,
};
/// Asynchronous global table: 0.1 s, 1 s, and never below 5 s in a plan.
pub(super) const TABLE_LAG: Fact = Fact {
    id: "table-lag",
    name: "asynchronous replication of a global table",
    columns: Columns::new(
        drc_model::Duration::from_millis(100),
        drc_model::Duration::from_secs(1),
        drc_model::Duration::from_secs(5),
    ),
    kind: Kind::Typical,
    bounded: false,
    source: GLOBAL_TABLES,
    checked: CHECKED,
};
/// A strong table acknowledges a write once another Region has it.
pub(super) const TABLE_STRONG: Fact = Fact {
    id: "table-strong",
    name: "a write waits for another Region",
    columns: Columns::seconds(0, 0, 0),
    kind: Kind::Documented,
    bounded: true,
    source: Source {
        title: "How DynamoDB global tables work: multi-Region strong consistency",
        url: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html",
    },
    checked: CHECKED,
};
pub(super) const BUCKET_RTC: Fact = Fact {
    id: "bucket-lag-rtc",
    name: "replication with time control",
    columns: Columns::seconds(1, 30, 900),
    kind: Kind::Sla,
    bounded: false,
    source: Source {
        title: "S3 Replication Time Control SLA: 99.9 % a month",
        url: "https://aws.amazon.com/s3/sla-rtc/",
    },
    checked: CHECKED,
};
pub(super) const BUCKET_PLAIN: Fact = Fact {
    id: "bucket-lag",
    name: "replication without time control",
    columns: Columns::seconds(1, 900, 14_400),
    kind: Kind::Assumption,
    bounded: false,
    source: Source {
        title: "Troubleshooting S3 replication: most within 15 minutes, some several hours",
        url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-troubleshoot.html",
    },
    checked: CHECKED,
};

/// The whole table.
pub fn facts() -> &'static [Fact] {
    &[
        PROBE,
        DNS_PUBLISH,
        ALIAS_TTL,
        OVERRUN_PUBLIC,
        OVERRUN_CONTROLLED,
        RECONNECT,
        COLD_START,
        METRIC_DELAY,
        TABLE_LAG,
        TABLE_STRONG,
        BUCKET_RTC,
        BUCKET_PLAIN,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_rise_from_best_to_plan() {
        for fact in facts() {
            let Columns { best, typical, plan } = fact.columns;
            assert!(best <= typical && typical <= plan, "{}", fact.id);
        }
    }
}
