//! The budget for machines.

use super::{Range, range};
use crate::budget::{
    self, Affected, BackupBudget, Budget, FailbackBudget, PathBudget, ServiceBudget, StoreBudget,
};
use drc_model::Duration;
use drc_model::budget::{self as model, Kind, Verdict};
use drc_syntax::{Source, Spanned};
use schemars::JsonSchema;
use serde::Serialize;

/// Both objectives.
#[derive(Serialize, JsonSchema)]
pub(super) struct Targets<'r> {
    /// How long users wait for service.
    rto: Rto<'r>,
    /// How much each store may have lost.
    rpo: Vec<Store<'r>>,
    /// How long each service takes that users wait for.
    services: Vec<Service>,
    /// What the system may have lost: as much as its worst store; null without stores.
    rpo_of_system: Option<Columns>,
    /// How far the stores may be apart; null with fewer than two.
    skew: Option<Columns>,
    /// What waits in queues and on buses, out of reach while its Region is lost.
    in_flight: Vec<InFlight<'r>>,
    /// How old the newest backups in another Region are.
    backups: Vec<Backup<'r>>,
    /// The way back.
    failback: Failback<'r>,
}

/// How long users wait for service: the slowest path, then what comes after all of them.
#[derive(Serialize, JsonSchema)]
struct Rto<'r> {
    /// `objectives.rto`
    target_ms: u64,
    /// Whether it is met.
    verdict: Verdict,
    /// Whether something keeps every term from exceeding its planned figure.
    bounded: bool,
    /// Failed checks and TTL alone, which is what people quote; null where nothing moves traffic.
    nominal_ms: Option<u64>,
    /// Who waits so long: `everybody` or `users of the lost Region`; null where nothing moves traffic.
    affected: Option<&'static str>,
    /// `data-first`: users are moved once the data is there; `together`: all paths begin at once.
    #[schemars(extend("enum" = ["data-first", "together"]))]
    order: &'static str,
    /// What goes on at the same time, unless the data comes first.
    paths: Vec<Path<'r>>,
    /// What begins once all of them are through.
    after: Vec<Term<'r>>,
    /// From the onset of the failure until service is restored.
    total: Columns,
    /// The paths that the planned figure is made of, in the order they go on.
    critical_path: Vec<&'r str>,
    /// What is left of the target once the plan is taken from it; negative: by how much the plan misses it.
    slack_ms: i64,
    /// For how long clients with an old answer may write to a Region that only seems to be lost; null where no such
    /// writes are lost.
    stale_writes: Option<Columns>,
}

/// How long a service takes that users wait for.
#[derive(Serialize, JsonSchema)]
struct Service {
    /// `api.payment`
    address: String,
    /// Its target.
    target_ms: u64,
    /// Whether the target is its own and not the system's.
    own_target: bool,
    /// Whether it is met.
    verdict: Verdict,
    /// From the onset of the failure until it serves again.
    total: Columns,
    /// The services it waits for that have targets of their own.
    waits_for: Vec<String>,
}

/// What waits in a queue or on a bus.
#[derive(Serialize, JsonSchema)]
struct InFlight<'r> {
    /// `queue.booked`
    address: String,
    /// How old it may be; null where nothing is promised.
    target_ms: Option<u64>,
    /// Whether that is kept; null where nothing is promised.
    verdict: Option<Verdict>,
    /// How old it is.
    term: Term<'r>,
}

/// How old the newest copy of a backup is.
#[derive(Serialize, JsonSchema)]
struct Backup<'r> {
    /// `backup.nightly`
    address: &'r str,
    /// How old it may be; null where nothing is promised.
    target_ms: Option<u64>,
    /// Whether that is kept; null where nothing is promised.
    verdict: Option<Verdict>,
    /// In order.
    terms: Vec<Term<'r>>,
    /// Their sum.
    total: Columns,
}

/// The way back, from the lost Region's return.
#[derive(Serialize, JsonSchema)]
struct Failback<'r> {
    /// `objectives.failback`; null where nothing is promised.
    target_ms: Option<u64>,
    /// Whether that is kept; null where nothing is promised.
    verdict: Option<Verdict>,
    /// What goes on at the same time, unless the data comes first.
    paths: Vec<Path<'r>>,
    /// Until it serves as before.
    total: Columns,
    /// For how long nothing can be written on the way back.
    writes_stop: Columns,
    /// Stores whose copy in the returned Region is filled by hand.
    by_hand: &'r [String],
}

/// Terms in sequence.
#[derive(Serialize, JsonSchema)]
struct Path<'r> {
    /// `traffic`, or the address of a database.
    name: &'r str,
    /// In order.
    terms: Vec<Term<'r>>,
    /// Their sum.
    total: Columns,
}

/// How much of the newest data a store may have lost.
#[derive(Serialize, JsonSchema)]
struct Store<'r> {
    /// `table.payments`
    address: String,
    /// Its objective.
    target_ms: u64,
    /// Whether it is met.
    verdict: Verdict,
    /// What keeps it from losing more; null: nothing does.
    enforced: Option<&'static str>,
    /// What it may have lost.
    term: Term<'r>,
}

/// One figure of a budget.
#[derive(Serialize, JsonSchema)]
struct Term<'r> {
    /// `detection`: stable.
    id: &'static str,
    /// What it is, in words.
    name: &'r str,
    /// Its figures.
    columns: Columns,
    /// How far they can be relied on.
    kind: Kind,
    /// Whether anything keeps the planned figure from being exceeded.
    bounded: bool,
    /// Where they come from.
    source: &'r model::Source,
    /// The field of the spec that feeds it.
    field: Option<Field>,
}

/// A field of the spec.
#[derive(Serialize, JsonSchema)]
struct Field {
    /// Its name.
    name: &'static str,
    /// Where it stands.
    at: Range,
}

/// Three figures of one thing. They are never mixed: typical figures add up to a typical sum.
#[derive(Serialize, JsonSchema)]
pub(super) struct Columns {
    /// If everything goes well.
    best_ms: u64,
    /// What usually happens.
    typical_ms: u64,
    /// What a target may be promised on.
    plan_ms: u64,
}

pub(super) fn targets<'r>(source: &Source, budget: &'r Budget) -> Targets<'r> {
    let rto = &budget.rto;
    Targets {
        rto: Rto {
            target_ms: rto.target.as_millis(),
            verdict: rto.verdict(),
            bounded: rto.bounded(),
            nominal_ms: rto.nominal.map(|it| it.sum().as_millis()),
            affected: rto.affected.map(Affected::word),
            order: if rto.data_first { "data-first" } else { "together" },
            paths: rto.paths.iter().map(|it| path(source, it)).collect(),
            after: rto.after.iter().map(|(_, it)| term(source, it)).collect(),
            total: columns(rto.total()),
            critical_path: rto.critical_path().iter().map(|it| it.name.as_ref()).collect(),
            slack_ms: signed(rto.target) - signed(rto.total().plan),
            stale_writes: rto.stale_writes.map(columns),
        },
        rpo: budget.stores.iter().map(|it| store(source, it)).collect(),
        services: budget.services.iter().map(service).collect(),
        rpo_of_system: budget.rpo().map(columns),
        skew: budget.skew().map(columns),
        in_flight: budget.in_flight.iter().map(|it| in_flight(source, it)).collect(),
        backups: budget.backups.iter().map(|it| backup(source, it)).collect(),
        failback: failback(source, &budget.failback),
    }
}

/// A duration as a number that can be subtracted from.
fn signed(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}

fn promised(target: Option<Spanned<Duration>>) -> Option<u64> {
    target.map(|it| it.value.as_millis())
}

fn service(it: &ServiceBudget) -> Service {
    Service {
        address: it.address.to_string(),
        target_ms: it.target.value.as_millis(),
        own_target: it.own,
        verdict: it.verdict(),
        total: columns(it.total),
        waits_for: it.waits_for.iter().map(ToString::to_string).collect(),
    }
}

fn in_flight<'r>(source: &Source, it: &'r budget::InFlight) -> InFlight<'r> {
    let address = it.address.to_string();
    InFlight { address, target_ms: promised(it.target), verdict: it.verdict(), term: term(source, &it.age) }
}

fn backup<'r>(source: &Source, it: &'r BackupBudget) -> Backup<'r> {
    Backup {
        address: &it.name,
        target_ms: promised(it.target),
        verdict: it.verdict(),
        terms: terms(source, &it.terms),
        total: columns(it.total()),
    }
}

fn failback<'r>(source: &Source, it: &'r FailbackBudget) -> Failback<'r> {
    Failback {
        target_ms: promised(it.target),
        verdict: it.verdict(),
        paths: it.paths.iter().map(|it| path(source, it)).collect(),
        total: columns(it.total()),
        writes_stop: columns(it.interruption),
        by_hand: &it.by_hand,
    }
}

fn path<'r>(source: &Source, path: &'r PathBudget) -> Path<'r> {
    Path { name: &path.name, terms: terms(source, &path.terms), total: columns(path.total()) }
}

fn store<'r>(source: &Source, store: &'r StoreBudget) -> Store<'r> {
    Store {
        address: store.address.to_string(),
        target_ms: store.target.value.as_millis(),
        verdict: store.verdict(),
        enforced: store.enforced,
        term: term(source, &store.lag),
    }
}

fn terms<'r>(source: &Source, terms: &'r [model::Term]) -> Vec<Term<'r>> {
    terms.iter().map(|it| term(source, it)).collect()
}

fn term<'r>(source: &Source, term: &'r model::Term) -> Term<'r> {
    Term {
        id: term.id,
        name: &term.name,
        columns: columns(term.columns),
        kind: term.kind,
        bounded: term.bounded,
        source: &term.source,
        field: term.field.map(|(name, at)| Field { name, at: range(source, at) }),
    }
}

pub(super) fn columns(columns: model::Columns) -> Columns {
    Columns {
        best_ms: columns.best.as_millis(),
        typical_ms: columns.typical.as_millis(),
        plan_ms: columns.plan.as_millis(),
    }
}
