//! How much of the newest data each store may have lost.

use super::data;
use super::facts::{Figure, source};
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
    /// The same as text.
    pub name: String,
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
    pub(super) fn new(
        entry: &Entry,
        target: Spanned<Duration>,
        lag: Term,
        enforced: Option<&'static str>,
        reach: Duration,
    ) -> Self {
        let address = entry.address.clone();
        let name = address.to_string();
        Self { address, name, span: entry.span, target, lag, enforced, reach }
    }

    /// Whether the objective is met.
    pub fn verdict(&self) -> Verdict {
        Verdict::of(self.lag.columns, self.target.value)
    }
}

/// From the onset until an alarm tells: `M · P`, `M · P + ε`, `(M + 1) · P + ε + δ` with period P, M periods (`within` in
/// all), metric delay δ, and ε until CloudWatch evaluates, which it does every minute.
pub(super) fn alarm(within: Duration, period: Duration, delay: Duration) -> Columns {
    let evaluated = Figure::AlarmEvaluation.columns();
    Columns::new(
        within + evaluated.best,
        within + evaluated.typical,
        within + period + evaluated.plan + delay,
    )
}

/// How long an alarm on a metric by the minute takes to tell, planned.
pub fn lag_alarm(within: Duration) -> Duration {
    let minute = Duration::from_secs(60);
    alarm(within, within.min(minute), Figure::MetricDelay.plan()).plan
}

/// The least time an alarm can take to tell: one period of a minute, on a metric that has its values by the minute. No
/// alarm can protect an objective below it.
pub fn alarm_floor() -> Duration {
    lag_alarm(Duration::from_secs(60))
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
    if table.is_strong() {
        let lag = Figure::TableStrong.term_called("lag", Some(("table", entry.span)));
        let enforced = Some("DynamoDB acknowledges no write that only one Region has");
        return StoreBudget::new(entry, spec.rpo(table.rpo), lag, enforced, Duration::ZERO);
    }
    let (own, within) = alarm_of(spec, entry, "ReplicationLatency");
    let threshold = own.unwrap_or(table.lag_alarm(spec));
    let plan = (threshold + lag_alarm(within)).max(Figure::TableLag.plan());
    // An alarm that drc derives stands at half the objective and moves with it.
    let reach = if own.is_some() { plan } else { lag_alarm(within) * 2 };
    let columns = Columns::new(Figure::TableLag.columns().best, Figure::TableLag.columns().typical, plan);
    let mut lag = Figure::TableLag.term_called("lag", Some(("table", entry.span)));
    lag.columns = columns;
    lag.name = format!("lag alarm at {threshold}, told within {}", lag_alarm(within));
    lag.kind = Kind::Derived;
    lag.source = source("alarms");
    StoreBudget::new(entry, spec.rpo(table.rpo), lag, None, reach)
}

fn bucket(spec: &Spec, entry: &Entry, bucket: &Bucket) -> StoreBudget {
    // Whoever made the bucket knows whether its replication is under time control; drc counts on none.
    let timed = bucket.replication.time_control && bucket.existing.is_none();
    let figure = if timed { Figure::BucketRtc } else { Figure::BucketPlain };
    let lag = figure.term_called("lag", Some(("bucket", entry.span)));
    let reach = lag.columns.plan;
    StoreBudget::new(entry, spec.rpo(bucket.rpo), lag, None, reach)
}

/// The threshold that `[alarm.*]` gives a service's alarm, if it does, and how long the metric must be above it.
pub(super) fn alarm_of(spec: &Spec, entry: &Entry, metric: &str) -> (Option<Duration>, Duration) {
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
