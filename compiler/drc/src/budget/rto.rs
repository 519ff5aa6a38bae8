//! How long users wait: paths in parallel, terms in sequence, then warm-up.

use super::facts::Figure;
use super::traffic::{self, Affected, Nominal};
use super::{data, people, steps};
use drc_model::Duration;
use drc_model::budget::{Columns, Kind, Term, Verdict};
use drc_services::Spec;
use drc_services::bus::Bus;
use drc_services::database::Database;
use drc_services::function::Function;
use drc_services::traffic::{Order, Traffic};
use drc_syntax::Span;
use std::borrow::Cow;

/// The RTO budget: `max(paths) + after`; where users are moved after the data, their path follows the slowest of the
/// data.
#[derive(Clone, Debug)]
pub struct RtoBudget {
    /// `objectives.rto`
    pub target: Duration,
    /// Where the spec says so.
    pub target_span: Span,
    /// What people quote: interval × threshold, and the TTL where DNS moves traffic. `None` where nothing does.
    pub nominal: Option<Nominal>,
    /// Who waits so long. `None` where nothing moves traffic.
    pub affected: Option<Affected>,
    /// Users are moved once the data is there, not at the same time.
    pub data_first: bool,
    /// What goes on from the onset of the failure, at the same time unless the data comes first.
    pub paths: Vec<PathBudget>,
    /// What begins once all of them are through, and whose it is.
    pub after: Vec<(String, Term)>,
    /// For how long clients with an old answer may still write to a Region that only seems to be lost, where one
    /// database has one writer. `None` where no such writes can be lost.
    pub stale_writes: Option<Columns>,
}

/// Terms in sequence.
#[derive(Clone, Debug)]
pub struct PathBudget {
    /// `traffic`, `database.ledger`
    pub name: Cow<'static, str>,
    /// What it is about.
    pub kind: PathKind,
    /// In order.
    pub terms: Vec<Term>,
}

/// What a path is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathKind {
    /// Users find the Region that serves.
    Traffic,
    /// A store takes writes there.
    Data,
    /// Events are taken there.
    Events,
    /// The team has done what it does.
    Steps,
}

impl PathBudget {
    /// The sum of its terms.
    pub fn total(&self) -> Columns {
        self.terms.iter().map(|it| it.columns).sum()
    }
}

/// How long paths take together: the longest counts; with data first, traffic follows the slowest of the data.
pub(super) fn longest(paths: &[PathBudget], data_first: bool) -> Columns {
    let most = |kind: PathKind, pick: fn(Columns) -> Duration| {
        paths.iter().filter(|it| it.kind == kind).map(|it| pick(it.total())).max().unwrap_or_default()
    };
    let column = |pick: fn(Columns) -> Duration| {
        let (traffic, data) = (most(PathKind::Traffic, pick), most(PathKind::Data, pick));
        let users = if data_first { traffic + data } else { traffic.max(data) };
        users.max(most(PathKind::Events, pick)).max(most(PathKind::Steps, pick))
    };
    Columns::new(column(|it| it.best), column(|it| it.typical), column(|it| it.plan))
}

impl RtoBudget {
    /// The three sums.
    pub fn total(&self) -> Columns {
        longest(&self.paths, self.data_first) + self.after.iter().map(|(_, it)| it.columns).sum()
    }

    /// Whether the target is met.
    pub fn verdict(&self) -> Verdict {
        Verdict::of(self.total(), self.target)
    }

    /// The paths that the planned figure is made of, in the order they go on: shortening any other changes nothing.
    pub fn critical_path(&self) -> Vec<&PathBudget> {
        let slowest = |kinds: &[PathKind]| {
            // The first of equals, so that the answer is as the spec is written.
            let candidates = self.paths.iter().filter(|it| kinds.contains(&it.kind));
            candidates.rev().max_by_key(|it| it.total().plan)
        };
        let plan = |path: Option<&PathBudget>| path.map_or(Duration::ZERO, |it| it.total().plan);
        if !self.data_first {
            let all = [PathKind::Traffic, PathKind::Data, PathKind::Events, PathKind::Steps];
            return slowest(&all).into_iter().collect();
        }
        let (data, traffic) = (slowest(&[PathKind::Data]), slowest(&[PathKind::Traffic]));
        let beside = slowest(&[PathKind::Events, PathKind::Steps]);
        if plan(beside) > plan(data) + plan(traffic) {
            return beside.into_iter().collect();
        }
        data.into_iter().chain(traffic).collect()
    }

    /// The lines that the planned figure is made of.
    pub fn critical_terms(&self) -> impl Iterator<Item = &Term> {
        let path = self.critical_path().into_iter().flat_map(|it| &it.terms);
        path.chain(self.after.iter().map(|(_, it)| it))
    }

    /// What is left of the target; `Err` with what is missing.
    ///
    /// # Errors
    /// By how much the plan exceeds the target.
    pub fn slack(&self) -> Result<Duration, Duration> {
        let plan = self.total().plan;
        if plan <= self.target {
            Ok(self.target.saturating_sub(plan))
        } else {
            Err(plan.saturating_sub(self.target))
        }
    }

    /// Every term, paths first.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        self.paths.iter().flat_map(|path| &path.terms).chain(self.after.iter().map(|(_, it)| it))
    }

    /// Whether something keeps every term from exceeding its plan figure.
    pub fn bounded(&self) -> bool {
        self.terms().all(|it| it.bounded)
    }
}

pub(super) fn rto(spec: &Spec) -> RtoBudget {
    let traffic = spec.one::<Traffic>();
    let users = traffic.map(|(entry, it)| traffic::path(spec, entry, it));
    let databases = spec.all::<Database>().map(|(entry, it)| data::path(spec, entry, it));
    let buses = spec.all::<Bus>().filter(|(_, it)| it.has_endpoint()).map(|(entry, _)| PathBudget {
        name: entry.address.to_string().into(),
        kind: PathKind::Events,
        terms: vec![Figure::EventEndpoint.term(Some(("bus.global_endpoint", entry.span)))],
    });
    RtoBudget {
        target: spec.objectives.rto.value,
        target_span: spec.objectives.rto.span,
        nominal: traffic.map(|(_, it)| traffic::nominal(spec, it)),
        affected: traffic.map(|(_, it)| traffic::affected(it)),
        data_first: data_first(spec),
        stale_writes: users.as_ref().and_then(|it| stale_writes(spec, it)),
        paths: users.into_iter().chain(databases).chain(buses).chain(steps::path(spec)).collect(),
        after: warm_up(spec)
            .into_iter()
            .chain(ramp(spec))
            .chain(people::verify(spec).map(|it| ("operations".to_owned(), it)))
            .collect(),
    }
}

/// Whether users are moved after the promotion of a database with one writer.
pub(super) fn data_first(spec: &Spec) -> bool {
    let ordered = spec.one::<Traffic>().is_some_and(|(_, it)| it.order.value == Order::DataFirst);
    ordered && spec.all::<Database>().next().is_some()
}

/// As long as resolvers answer with the old Region, clients write there; once another Region's cluster is the writer,
/// those writes are lost.
fn stale_writes(spec: &Spec, users: &PathBudget) -> Option<Columns> {
    spec.all::<Database>().next()?;
    let stale = users.terms.iter().filter(|it| ["ttl", "resolver-overrun"].contains(&it.id));
    let sum: Columns = stale.map(|it| it.columns).sum();
    (sum.plan > Duration::ZERO).then_some(sum)
}

/// Cold starts come with the traffic, so they come after everything else.
fn warm_up(spec: &Spec) -> Option<(String, Term)> {
    let (entry, _) = spec.all::<Function>().next()?;
    Some((entry.address.to_string(), Figure::ColdStart.term(Some(("function", entry.span)))))
}

/// How many environments of a function Lambda adds in a round of [`Figure::RampRound`].
const ROUND: i64 = 1_000;

/// Until the function that needs most has them all: `ceil((peak − provisioned) / 1000) × 10 s`.
fn ramp(spec: &Spec) -> Option<(String, Term)> {
    let missing = |it: &Function| Some(it.peak?.value - it.provisioned.map_or(0, |it| it.value));
    let needs = spec.all::<Function>().filter_map(|(entry, it)| Some((missing(it)?, entry, it.peak?)));
    let (missing, entry, peak) = needs.filter(|(it, ..)| *it > 0).max_by_key(|(it, ..)| *it)?;
    let each = Figure::RampRound.plan();
    let rounds = u64::try_from(missing.div_euclid(ROUND) + i64::from(missing % ROUND > 0)).ok()?;
    let columns = Columns::new(each * (rounds - 1), each * rounds, each * rounds);
    let term = Term {
        id: "ramp",
        name: format!("Lambda adds {missing} environments, {ROUND} every {each}"),
        columns,
        kind: Kind::Derived,
        bounded: true,
        source: Figure::RampRound.fact().source.clone(),
        field: Some(("function.peak", peak.span)),
    };
    Some((entry.address.to_string(), term))
}
