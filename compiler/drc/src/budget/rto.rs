//! How long users wait: paths in parallel, terms in sequence, then warm-up.

use super::traffic::{self, Affected, Nominal};
use super::{data, facts};
use drc_model::Duration;
use drc_model::budget::{Columns, Term, Verdict};
use drc_services::Spec;
use drc_services::database::Database;
use drc_services::function::Function;
use drc_services::traffic::Traffic;
use drc_syntax::Span;
use std::borrow::Cow;

/// The RTO budget: `max(paths) + after`.
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
    /// What goes on at the same time from the onset of the failure.
    pub paths: Vec<PathBudget>,
    /// What begins once all of them are through.
    pub after: Vec<Term>,
}

/// Terms in sequence.
#[derive(Clone, Debug)]
pub struct PathBudget {
    /// `traffic`, `database.ledger`
    pub name: Cow<'static, str>,
    /// In order.
    pub terms: Vec<Term>,
}

impl PathBudget {
    /// The sum of its terms.
    pub fn total(&self) -> Columns {
        self.terms.iter().map(|it| it.columns).sum()
    }
}

impl RtoBudget {
    /// The three sums.
    pub fn total(&self) -> Columns {
        let longest = |pick: fn(Columns) -> Duration| {
            self.paths.iter().map(|path| pick(path.total())).max().unwrap_or_default()
        };
        let paths = Columns::new(longest(|it| it.best), longest(|it| it.typical), longest(|it| it.plan));
        paths + self.after.iter().map(|it| it.columns).sum()
    }

    /// Whether the target is met.
    pub fn verdict(&self) -> Verdict {
        Verdict::of(self.total(), self.target)
    }

    /// Every term, paths first.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        self.paths.iter().flat_map(|path| &path.terms).chain(&self.after)
    }

    /// Whether something keeps every term from exceeding its plan figure.
    pub fn bounded(&self) -> bool {
        self.terms().all(|it| it.bounded)
    }
}

pub(super) fn rto(spec: &Spec) -> RtoBudget {
    let traffic = spec.one::<Traffic>();
    let databases = spec.all::<Database>().map(|(entry, it)| data::path(spec, entry, it));
    RtoBudget {
        target: spec.objectives.rto.value,
        target_span: spec.objectives.rto.span,
        nominal: traffic.map(|(_, it)| traffic::nominal(it)),
        affected: traffic.map(|(_, it)| traffic::affected(it)),
        paths: traffic.map(|(entry, it)| traffic::path(entry, it)).into_iter().chain(databases).collect(),
        after: warm_up(spec).into_iter().chain(data::verify(spec)).collect(),
    }
}

/// Cold starts come with the traffic, so they come after everything else.
fn warm_up(spec: &Spec) -> Option<Term> {
    let (entry, _) = spec.all::<Function>().next()?;
    Some(facts::COLD_START.term(Some(("function", entry.span))))
}
