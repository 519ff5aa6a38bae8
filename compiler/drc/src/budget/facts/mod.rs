//! The figures of AWS's side. They live in one dated table, `table.toml`; a budget never carries one of its own making.

use drc_model::Duration;
use drc_model::budget::{Columns, Kind, Source, Term};
use drc_syntax::Span;
use indexmap::IndexMap;
use serde::Deserialize;
use std::sync::OnceLock;

const TABLE: &str = include_str!("table.toml");

/// A figure with its kind and source.
#[derive(Clone, Debug)]
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
    /// When it was last checked: `2026-11-20`.
    pub checked: String,
}

/// Names the figures the budget uses, each by its id in the table.
macro_rules! figures {
    ($($name:ident = $id:literal),* $(,)?) => {
        /// A figure of the table.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Figure { $(#[doc = $id] $name),* }

        impl Figure {
            #[cfg(test)]
            const ALL: &'static [Figure] = &[$(Self::$name),*];

            fn id(self) -> &'static str {
                match self { $(Self::$name => $id),* }
            }
        }
    };
}

figures! {
    Probe = "probe-fails",
    DnsPublish = "dns-publish",
    AliasTtl = "alias-ttl",
    BalancerTtl = "balancer-ttl",
    Overrun = "resolver-overrun",
    OverrunControlled = "resolver-overrun-controlled",
    Reconnect = "reconnect",
    AcceleratorReroute = "accelerator-reroute",
    ColdStart = "cold-start",
    RampRound = "ramp-round",
    MetricDelay = "metric-delay",
    AlarmEvaluation = "alarm-evaluation",
    PagerAlarm = "alarm",
    Page = "page",
    Acknowledge = "acknowledge",
    Decide = "decide",
    Execute = "execute",
    Verify = "verify",
    SchedulePrecision = "schedule-precision",
    WatcherHangs = "watcher-hangs",
    Orchestrate = "orchestrate",
    Promote = "promotion",
    MakeInstance = "make-instance",
    WriterEndpoint = "writer-endpoint",
    Pool = "reconnect-database",
    ScaleNear = "scale-near",
    ScaleFar = "scale-far",
    Resume = "resume",
    Rejoin = "rejoin",
    Switchover = "switchover",
    TableLag = "table-lag",
    TableStrong = "table-strong",
    DatabaseLag = "database-lag",
    BucketRtc = "bucket-lag-rtc",
    BucketPlain = "bucket-lag",
    AcceleratedRecovery = "accelerated-recovery",
    EventEndpoint = "event-endpoint",
    EventCopy = "event-copy",
    BackupJob = "backup-job",
    BackupCopy = "backup-copy",
}

impl Figure {
    /// What the table says of it.
    pub(crate) fn fact(self) -> &'static Fact {
        static ABSENT: OnceLock<Fact> = OnceLock::new();
        // A test finds every figure in the table; a plan of for ever would be seen at once.
        table().facts.get(self.id()).unwrap_or_else(|| ABSENT.get_or_init(Fact::absent))
    }

    /// Its three columns.
    pub(crate) fn columns(self) -> Columns {
        self.fact().columns
    }

    /// Its plan.
    pub(crate) fn plan(self) -> Duration {
        self.columns().plan
    }

    /// As a line of a budget. `id` is what budgets and `[measured]` call the line.
    pub(super) fn term(self, field: Option<(&'static str, Span)>) -> Term {
        self.term_called(self.id(), field)
    }

    /// As a line of a budget that several figures can stand in.
    pub(super) fn term_called(self, id: &'static str, field: Option<(&'static str, Span)>) -> Term {
        let Fact { name, columns, kind, bounded, ref source, .. } = *self.fact();
        Term { id, name: name.to_owned(), columns, kind, bounded, source: source.clone(), field }
    }
}

impl Fact {
    fn absent() -> Self {
        let source = Source { title: "no such figure".into(), url: "" };
        let columns = Columns::new(Duration::ZERO, Duration::ZERO, Duration::from_secs(u64::from(u32::MAX)));
        let (kind, checked) = (Kind::Assumption, String::new());
        Self { id: "absent", name: "no such figure", columns, kind, bounded: false, source, checked }
    }
}

/// Where a figure that is no fact of the table comes from.
pub(super) fn source(id: &str) -> Source {
    let absent = || Source { title: id.to_owned().into(), url: "" };
    table().sources.get(id).cloned().unwrap_or_else(absent)
}

/// The whole table, in its own order.
pub fn facts() -> impl Iterator<Item = &'static Fact> {
    table().facts.values()
}

/// The day since which every figure has been checked: that of the one nobody has looked at for longest.
pub fn checked_since() -> &'static str {
    facts().map(|it| it.checked.as_str()).min().unwrap_or_default()
}

#[derive(Debug, Default)]
struct Table {
    sources: IndexMap<String, Source>,
    facts: IndexMap<String, Fact>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTable {
    sources: IndexMap<String, RawSource>,
    facts: IndexMap<String, RawFact>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSource {
    title: String,
    url: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFact {
    name: String,
    seconds: [f64; 3],
    kind: Kind,
    bounded: bool,
    source: String,
    checked: toml::value::Datetime,
}

fn table() -> &'static Table {
    static READ: OnceLock<Table> = OnceLock::new();
    // A table that cannot be read has no figures: the test of figures says so before any user does.
    READ.get_or_init(|| read(TABLE).unwrap_or_default())
}

/// # Errors
/// What is wrong with the table.
fn read(text: &str) -> Result<Table, String> {
    let raw: RawTable = toml::from_str(text).map_err(|error| error.to_string())?;
    // The table is read once and lives as long as the process: leaked text saves every term a copy.
    let sources: IndexMap<String, Source> = raw
        .sources
        .into_iter()
        .map(|(id, it)| (id, Source { title: it.title.into(), url: it.url.leak() }))
        .collect();
    let fact = |(id, it): (String, RawFact)| {
        let source =
            sources.get(&it.source).cloned().ok_or_else(|| format!("{id}: no source {}", it.source))?;
        let [best, typical, plan] = it.seconds.map(seconds);
        let fact = Fact {
            id: id.clone().leak(),
            name: it.name.leak(),
            columns: Columns::new(best, typical, plan),
            kind: it.kind,
            bounded: it.bounded,
            source,
            checked: it.checked.to_string(),
        };
        Ok((id, fact))
    };
    let facts = raw.facts.into_iter().map(fact).collect::<Result<_, String>>()?;
    Ok(Table { sources, facts })
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "seconds of the table are small and positive: a test looks"
)]
fn seconds(number: f64) -> Duration {
    Duration::from_millis((number * 1_000.0) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_table_has_every_figure_and_no_other() {
        let table = read(TABLE).expect("a table");
        let used: BTreeSet<&str> = Figure::ALL.iter().map(|it| it.id()).collect();
        let there: BTreeSet<&str> = table.facts.keys().map(String::as_str).collect();
        assert_eq!(used, there);
    }

    #[test]
    fn columns_rise_from_best_to_plan() {
        for fact in facts() {
            let Columns { best, typical, plan } = fact.columns;
            assert!(best <= typical && typical <= plan, "{}", fact.id);
        }
    }

    #[test]
    fn who_says_that_aws_documents_it_names_the_page() {
        for fact in facts().filter(|it| [Kind::Documented, Kind::Sla, Kind::Typical].contains(&it.kind)) {
            assert!(fact.source.url.starts_with("https://"), "{}", fact.id);
        }
    }
}
