//! How much of the newest data each store may have lost.

use super::{data, facts};
use drc_model::budget::{Columns, Kind, Term, Verdict};
use drc_model::{Address, Duration};
use drc_services::alarm::Threshold;
use drc_services::bucket::Bucket;
use drc_services::database::Database;
use drc_services::table::Table;
use drc_services::{Entry, ServiceKind, Spec};
use drc_syntax::{Span, Spanned};

/// The RPO budget of one store.
#[derive(Clone, Debug)]
pub struct StoreBudget {
    /// `table.payments`
    pub address: Address,
    /// Where the store is.
    pub span: Span,
    /// Its objective.
    pub target: Spanned<Duration>,
    /// What it may have lost.
    pub lag: Term,
    /// What keeps it from losing more; `None`: nothing does.
    pub enforced: Option<&'static str>,
    /// The smallest objective that the planned figure meets.
    pub reach: Duration,
}

impl StoreBudget {
    /// Whether the objective is met.
    pub fn verdict(&self) -> Verdict {
        Verdict::of(self.lag.columns, self.target.value)
    }
}

/// From the onset until an alarm tells, planned: `(M + 1) · P + 60 + δ` with period P, M periods and metric delay δ
/// (`dr-facts` E).
pub fn lag_alarm(within: Duration) -> Duration {
    let minute = Duration::from_secs(60);
    let period = if within < minute { within } else { minute };
    within + period + minute + facts::METRIC_DELAY.columns.plan
}

pub(super) fn stores(spec: &Spec) -> Vec<StoreBudget> {
    let tables = spec.all::<Table>().map(|(entry, it)| table(spec, entry, it));
    let buckets = spec.all::<Bucket>().map(|(entry, it)| bucket(spec, entry, it));
    let databases = spec.all::<Database>().map(|(entry, it)| data::store(spec, entry, it));
    tables.chain(buckets).chain(databases).collect()
}

/// What asynchronous replication can be held to: it lagged just below the alarm's threshold, or grew for as long as
/// the alarm takes, without anybody being told.
fn table(spec: &Spec, entry: &Entry, table: &Table) -> StoreBudget {
    let (own, within) = lag_alarm_of(spec, entry, "ReplicationLatency");
    let threshold = own.unwrap_or(table.lag_alarm(spec));
    let plan = (threshold + lag_alarm(within)).max(facts::TABLE_LAG.columns.plan);
    // An alarm that drc derives stands at half the objective and moves with it.
    let reach = if own.is_some() { plan } else { lag_alarm(within) * 2 };
    let columns = Columns::new(facts::TABLE_LAG.columns.best, facts::TABLE_LAG.columns.typical, plan);
    let mut lag = facts::TABLE_LAG.term(Some(("table", entry.span)));
    lag.columns = columns;
    lag.name = format!("lag alarm at {threshold}, told within {}", lag_alarm(within));
    lag.kind = Kind::Derived;
    lag.source = facts::ALARMS;
    let target = spec.rpo(table.rpo);
    StoreBudget { address: entry.address.clone(), span: entry.span, target, lag, enforced: None, reach }
}

fn bucket(spec: &Spec, entry: &Entry, bucket: &Bucket) -> StoreBudget {
    let fact = if bucket.replication.time_control { facts::BUCKET_RTC } else { facts::BUCKET_PLAIN };
    let target = spec.rpo(bucket.rpo);
    let lag = fact.term(Some(("bucket", entry.span)));
    let reach = lag.columns.plan;
    StoreBudget { address: entry.address.clone(), span: entry.span, target, lag, enforced: None, reach }
}

/// The threshold that `[alarm.*]` gives a store's lag alarm, if it does, and how long the lag must be above it.
pub(super) fn lag_alarm_of(spec: &Spec, entry: &Entry, metric: &str) -> (Option<Duration>, Duration) {
    let metrics = ServiceKind::metrics(entry.service.kind());
    let within = metrics.iter().find(|it| it.name == metric).map_or(Duration::ZERO, |it| it.within);
    let alarm = spec.alarms_on(&entry.address).find(|it| it.metric.value == metric);
    let Some(alarm) = alarm else { return (None, within) };
    let threshold = match alarm.above.value {
        Threshold::Time(it) => Some(it),
        Threshold::Number(_) => None,
    };
    (threshold, alarm.within.map_or(within, |it| it.value))
}
