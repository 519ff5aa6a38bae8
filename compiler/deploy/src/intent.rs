//! The figures of the budget that a resource carries, as the spec wants them.

use drc_ir::Expr;

/// What must hold of a live resource for the budget to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Intent {
    /// A health check: detection takes threshold times interval.
    HealthCheck {
        /// Seconds between two checks.
        interval: i64,
        /// Failures in a row.
        threshold: i64,
    },
    /// A record: answers are kept for its TTL.
    Record {
        /// The zone, if the spec names one that is there already.
        zone: Option<String>,
        /// The name users ask for.
        name: String,
        /// `CNAME`
        kind: String,
        /// Which of several records of the name.
        set: Option<String>,
        /// Seconds; an alias has none.
        ttl: i64,
    },
    /// A bucket's rules: what is not replicated is lost with the Region.
    Replication {
        /// Rules that must be enabled.
        rules: usize,
        /// Of those, how many with time control.
        timed: usize,
    },
}

impl Intent {
    /// What a drawing says, if it is one the budget counts on.
    pub fn of(kind: &str, body: &Expr) -> Option<Intent> {
        match kind {
            "AWS::Route53::HealthCheck" => health_check(at(body, "HealthCheckConfig")?),
            "AWS::Route53::RecordSet" => Some(Intent::Record {
                zone: text(body, "HostedZoneId"),
                name: text(body, "Name")?,
                kind: text(body, "Type")?,
                set: text(body, "SetIdentifier"),
                ttl: number(body, "TTL")?,
            }),
            "AWS::S3::Bucket" => replication(at(body, "ReplicationConfiguration")?),
            _ => None,
        }
    }
}

/// One that watches an alarm or other checks has no interval.
fn health_check(config: &Expr) -> Option<Intent> {
    let (interval, threshold) = (number(config, "RequestInterval")?, number(config, "FailureThreshold")?);
    Some(Intent::HealthCheck { interval, threshold })
}

fn replication(configuration: &Expr) -> Option<Intent> {
    let Some(Expr::List(rules)) = at(configuration, "Rules") else { return None };
    let timed = |rule: &&Expr| at(rule, "Destination").and_then(|it| at(it, "ReplicationTime")).is_some();
    Some(Intent::Replication { rules: rules.len(), timed: rules.iter().filter(timed).count() })
}

fn at<'e>(body: &'e Expr, key: &str) -> Option<&'e Expr> {
    let Expr::Map(entries) = body else { return None };
    entries.iter().find(|(it, _)| it == key).map(|(_, value)| value)
}

fn number(body: &Expr, key: &str) -> Option<i64> {
    match at(body, key)? {
        Expr::Int(number) => Some(*number),
        Expr::Text(text) => text.parse().ok(),
        Expr::Absent
        | Expr::Bool(_)
        | Expr::Float(_)
        | Expr::List(_)
        | Expr::Map(_)
        | Expr::Attr(..)
        | Expr::Part(..)
        | Expr::Concat(_)
        | Expr::Json(_)
        | Expr::Account
        | Expr::Partition
        | Expr::Asset(_)
        | Expr::AssetHash(_)
        | Expr::AssetBucket
        | Expr::AssetKey(_)
        | Expr::SecretField(..)
        | Expr::WriteOnce(_)
        | Expr::Input(_) => None,
    }
}

fn text(body: &Expr, key: &str) -> Option<String> {
    let Some(Expr::Text(text)) = at(body, key) else { return None };
    Some(text.to_string())
}
