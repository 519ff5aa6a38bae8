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
/// How load balancers decide about health.
pub(super) const TARGET_HEALTH: Source = Source {
    title: "Health checks for target groups",
    url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html",
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
/// Route 53's answer for a load balancer.
pub(super) const BALANCER_TTL: Fact = Fact {
    id: "ttl",
    name: "TTL of a load balancer's alias",
    columns: Columns::seconds(0, 30, 60),
    kind: Kind::Documented,
    bounded: true,
    source: Source {
        title: "Choosing between alias and non-alias records: load balancers have 60 seconds",
        url: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html",
    },
    checked: CHECKED,
};
/// How long a target may take to answer a load balancer's check.
pub(super) const TARGET_TIMEOUT: Fact = Fact {
    id: "target-timeout",
    name: "a hanging target fails its check",
    columns: Columns::seconds(0, 5, 5),
    kind: Kind::Limit,
    bounded: true,
    source: TARGET_HEALTH,
    checked: CHECKED,
};
/// From the balancer's verdict until connections go elsewhere: "about 30 seconds" is said, and nothing promised.
pub(super) const ACCELERATOR_REROUTE: Fact = Fact {
    id: "accelerator-reroute",
    name: "the accelerator sends new connections elsewhere",
    columns: Columns::seconds(0, 30, 60),
    kind: Kind::Assumption,
    bounded: false,
    source: Source {
        title: "Global Accelerator: how failover works for unhealthy endpoints",
        url: "https://docs.aws.amazon.com/global-accelerator/latest/dg/about-endpoints-endpoint-weights.html",
    },
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

/// How Aurora's global databases are recovered.
pub(super) const AURORA_RECOVERY: Source = Source {
    title: "Using switchover or failover in Amazon Aurora Global Database",
    url: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html",
};
/// When schedules call.
pub(super) const SCHEDULES: Source = Source {
    title: "Creating an EventBridge rule that runs on a schedule: to the minute, not the second",
    url: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html",
};
/// The spec's own word.
pub(super) const YOURS: Source = Source { title: "your own figure: drill it", url: "" };
const SERVERLESS_SCALING: Source = Source {
    title: "Performance and scaling for Aurora Serverless v2: the speed depends on the current capacity",
    url: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html",
};
/// Three one-minute periods in a row, evaluated every minute, with the metric's delay.
pub(super) const PAGER_ALARM: Fact = Fact {
    id: "alarm",
    name: "an alarm of three minutes pages",
    columns: Columns::seconds(180, 240, 360),
    kind: Kind::Derived,
    bounded: true,
    source: ALARMS,
    checked: CHECKED,
};
pub(super) const PAGE: Fact = Fact {
    id: "page",
    name: "people: the page arrives",
    columns: Columns::seconds(60, 60, 60),
    kind: Kind::Assumption,
    bounded: false,
    source: UNPUBLISHED,
    checked: CHECKED,
};
pub(super) const ACKNOWLEDGE: Fact = Fact {
    id: "acknowledge",
    name: "people: somebody takes it",
    columns: Columns::seconds(60, 180, 300),
    ..PAGE
};
pub(super) const DECIDE: Fact = Fact {
    id: "decide",
    name: "people: decide to lose what has not arrived",
    columns: Columns::seconds(60, 300, 600),
    ..PAGE
};
pub(super) const EXECUTE: Fact =
    Fact { id: "execute", name: "people: run the command", columns: Columns::seconds(10, 30, 60), ..PAGE };
/// A schedule calls within its minute.
pub(super) const SCHEDULE_PRECISION: Fact = Fact {
    id: "schedule-precision",
    name: "the schedule is kept to the minute",
    columns: Columns::seconds(0, 0, 60),
    kind: Kind::Documented,
    bounded: true,
    source: SCHEDULES,
    checked: CHECKED,
};
/// The watcher gives its reading of the global cluster 17 s and its probes 5 s.
pub(super) const WATCHER_HANGS: Fact = Fact {
    id: "watcher-hangs",
    name: "the watcher's calls give up",
    columns: Columns::seconds(0, 0, 22),
    kind: Kind::Limit,
    bounded: true,
    source: Source { title: "time-outs in lambda/promotion-watcher", url: "" },
    checked: CHECKED,
};
pub(super) const ORCHESTRATE: Fact = Fact {
    id: "orchestrate",
    name: "the watcher asks RDS to promote",
    columns: Columns::seconds(5, 10, 30),
    kind: Kind::Assumption,
    bounded: false,
    source: UNPUBLISHED,
    checked: CHECKED,
};
/// AWS says "in the order of minutes" and no more.
pub(super) const PROMOTE: Fact = Fact {
    id: "promote",
    name: "Aurora promotes the cluster",
    columns: Columns::seconds(60, 120, 300),
    kind: Kind::Assumption,
    bounded: false,
    source: AURORA_RECOVERY,
    checked: CHECKED,
};
pub(super) const MAKE_INSTANCE: Fact = Fact {
    id: "make-instance",
    name: "the headless cluster gets an instance",
    columns: Columns::seconds(300, 600, 900),
    kind: Kind::Assumption,
    bounded: false,
    source: Source {
        title: "Creating a headless Aurora DB cluster in a secondary Region",
        url: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-attach.console.headless.html",
    },
    checked: CHECKED,
};
/// Aurora's DNS answers live 5 s.
pub(super) const WRITER_ENDPOINT: Fact = Fact {
    id: "writer-endpoint",
    name: "the writer's endpoint answers",
    columns: Columns::seconds(5, 15, 35),
    kind: Kind::Assumption,
    bounded: false,
    source: Source {
        title: "Connecting to Amazon Aurora Global Database",
        url: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-connecting.html",
    },
    checked: CHECKED,
};
pub(super) const POOL: Fact = Fact {
    id: "reconnect-database",
    name: "functions connect to it",
    columns: Columns::seconds(5, 15, 30),
    kind: Kind::Assumption,
    bounded: false,
    source: UNPUBLISHED,
    checked: CHECKED,
};
/// It idles at half of what is needed or more.
pub(super) const SCALE_NEAR: Fact = Fact {
    id: "scale",
    name: "serverless capacity grows to the need",
    columns: Columns::seconds(0, 0, 60),
    kind: Kind::Assumption,
    bounded: false,
    source: SERVERLESS_SCALING,
    checked: CHECKED,
};
pub(super) const SCALE_FAR: Fact = Fact {
    name: "serverless capacity grows from a small minimum",
    columns: Columns::seconds(60, 180, 600),
    ..SCALE_NEAR
};
pub(super) const RESUME: Fact = Fact {
    id: "resume",
    name: "a paused instance resumes",
    columns: Columns::seconds(15, 15, 15),
    kind: Kind::Typical,
    bounded: false,
    source: Source {
        title: "Introducing scaling to 0 capacity with Amazon Aurora Serverless v2",
        url: "https://aws.amazon.com/blogs/database/introducing-scaling-to-0-capacity-with-amazon-aurora-serverless-v2/",
    },
    checked: CHECKED,
};
pub(super) const VERIFY: Fact = Fact {
    id: "verify",
    name: "people: make sure that it works",
    columns: Columns::seconds(0, 60, 120),
    ..PAGE
};
/// Asynchronous, between volumes: usually below a second.
pub(super) const AURORA_LAG: Fact = Fact {
    id: "database-lag",
    name: "asynchronous replication of a global database",
    columns: TABLE_LAG.columns,
    kind: Kind::Typical,
    bounded: false,
    source: AURORA_RECOVERY,
    checked: CHECKED,
};

/// The whole table.
pub fn facts() -> &'static [Fact] {
    &[
        PROBE,
        DNS_PUBLISH,
        ALIAS_TTL,
        BALANCER_TTL,
        TARGET_TIMEOUT,
        ACCELERATOR_REROUTE,
        OVERRUN_PUBLIC,
        OVERRUN_CONTROLLED,
        RECONNECT,
        COLD_START,
        METRIC_DELAY,
        TABLE_LAG,
        BUCKET_RTC,
        BUCKET_PLAIN,
        PAGER_ALARM,
        PAGE,
        ACKNOWLEDGE,
        DECIDE,
        EXECUTE,
        SCHEDULE_PRECISION,
        WATCHER_HANGS,
        ORCHESTRATE,
        PROMOTE,
        MAKE_INSTANCE,
        WRITER_ENDPOINT,
        POOL,
        SCALE_NEAR,
        SCALE_FAR,
        RESUME,
        VERIFY,
        AURORA_LAG,
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
