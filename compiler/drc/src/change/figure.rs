//! What a spec promises, and what is planned for it, before and after.

use super::{Fate, Pair, Side, Threshold, place};
use crate::budget::{BackupBudget, Budget, FailbackBudget, InFlight, ServiceBudget, StoreBudget};
use drc_model::Duration;
use drc_model::budget::{Columns, Verdict};
use drc_syntax::{Position, Span, Spanned};

/// What a figure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Objective {
    /// How long users of the system wait.
    Rto,
    /// How long a service takes.
    ServiceRto,
    /// How much of the newest data a store may have lost.
    Rpo,
    /// How old what waits in a queue or on a bus may be.
    InFlight,
    /// How old the newest copy of a backup is.
    Backup,
    /// How long the way back takes.
    Failback,
}

impl Objective {
    /// Every one.
    pub const ALL: [Objective; 6] =
        [Self::Rto, Self::ServiceRto, Self::Rpo, Self::InFlight, Self::Backup, Self::Failback];

    /// Stable, for machines.
    pub fn id(self) -> &'static str {
        match self {
            Self::Rto => "rto",
            Self::ServiceRto => "service-rto",
            Self::Rpo => "rpo",
            Self::InFlight => "in-flight",
            Self::Backup => "backup",
            Self::Failback => "failback",
        }
    }

    /// As reports print it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Rto | Self::ServiceRto => "RTO",
            Self::Rpo => "RPO",
            Self::InFlight => "in flight",
            Self::Backup => "backup age",
            Self::Failback => "failback",
        }
    }

    /// The rule that warns of it; what it raises can be accepted.
    pub(super) fn rule(self) -> &'static str {
        match self {
            Self::Rto => "rto-below-plan",
            Self::ServiceRto => "service-rto-below-plan",
            Self::Rpo => "rpo-not-enforced",
            Self::InFlight => "queue-rpo-missed",
            Self::Backup => "backup-interval-vs-rpo",
            Self::Failback => "failback-below-plan",
        }
    }
}

/// One figure and its target, before and after.
#[derive(Clone, Debug)]
pub struct Figure {
    /// What it is about.
    pub objective: Objective,
    /// Of which service; `None` for the system's.
    pub address: Option<String>,
    /// What is promised; absent where nothing is.
    pub target: Pair<Duration>,
    /// What is planned.
    pub columns: Pair<Columns>,
    /// Whether the promise is kept.
    pub verdict: Pair<Verdict>,
    /// The spec accepts that it is not.
    pub accepted: bool,
    /// Where the target stands in the spec as it is now.
    pub at: Option<Position>,
    /// What became of it; a change below the threshold is none.
    pub fate: Fate,
}

impl Figure {
    /// By how much the plan grew, in milliseconds; negative: it shrank. `None` unless both are known.
    pub fn growth(&self) -> Option<i64> {
        let plan = |it: Columns| i64::try_from(it.plan.as_millis()).ok();
        Some(plan(self.columns.head.known()?)? - plan(self.columns.base.known()?)?)
    }
}

/// A figure on one side.
#[derive(Clone, Debug)]
struct Now {
    objective: Objective,
    address: Option<String>,
    target: Option<Duration>,
    columns: Columns,
    verdict: Option<Verdict>,
    span: Span,
}

impl Now {
    fn promised(
        objective: Objective,
        address: Option<String>,
        target: Option<Spanned<Duration>>,
        columns: Columns,
        verdict: Option<Verdict>,
    ) -> Self {
        let span = target.map_or(Span::default(), |it| it.span);
        Self { objective, address, target: target.map(|it| it.value), columns, verdict, span }
    }

    fn service(it: &ServiceBudget) -> Self {
        let address = Some(it.address.to_string());
        Self::promised(Objective::ServiceRto, address, Some(it.target), it.total, Some(it.verdict()))
    }

    fn store(it: &StoreBudget) -> Self {
        let address = Some(it.name.clone());
        Self::promised(Objective::Rpo, address, Some(it.target), it.lag.columns, Some(it.verdict()))
    }

    fn in_flight(it: &InFlight) -> Self {
        let address = Some(it.address.to_string());
        Self::promised(Objective::InFlight, address, it.target, it.age.columns, it.verdict())
    }

    fn backup(it: &BackupBudget) -> Self {
        Self::promised(Objective::Backup, Some(it.name.clone()), it.target, it.total(), it.verdict())
    }

    fn failback(it: &FailbackBudget) -> Option<Self> {
        let now = || Self::promised(Objective::Failback, None, it.target, it.total(), it.verdict());
        (!it.paths.is_empty()).then(now)
    }
}

/// The system's own first. A service without a target of its own has the system's: its row would say nothing new.
fn figures(budget: &Budget) -> Vec<Now> {
    let rto = &budget.rto;
    let target = Some(Spanned::new(rto.target, rto.target_span));
    let mut all = vec![Now::promised(Objective::Rto, None, target, rto.total(), Some(rto.verdict()))];
    all.extend(budget.services.iter().filter(|it| it.own).map(Now::service));
    all.extend(budget.stores.iter().map(Now::store));
    all.extend(budget.in_flight.iter().map(Now::in_flight));
    all.extend(budget.backups.iter().map(Now::backup));
    all.extend(Now::failback(&budget.failback));
    all
}

pub(super) fn compare(sides: &Pair<Side<'_>>, threshold: Option<Threshold>) -> Vec<Figure> {
    let all = sides.each(|side| side.checked.budget.as_ref().map(figures));
    let pairs = super::seen::matched(all, |it| (it.objective, it.address.clone()));
    pairs.iter().filter_map(|pair| figure(sides, pair, threshold)).collect()
}

fn figure(sides: &Pair<Side<'_>>, pair: &Pair<Now>, threshold: Option<Threshold>) -> Option<Figure> {
    let last = pair.last()?;
    let head = sides.head.as_ref().known();
    let accepted = head.is_some_and(|it| accepts(it, last));
    let span = pair.head.as_ref().known().map(|it| it.span);
    let at = head.zip(span).and_then(|(side, span)| place(side, span));
    let same = |base: &Now, head: &Now| {
        let still = base.columns == head.columns
            || threshold.is_some_and(|it| it.ignores(base.columns, head.columns));
        still && (base.target, base.verdict) == (head.target, head.verdict)
    };
    Some(Figure {
        objective: last.objective,
        address: last.address.clone(),
        target: pair.then(|it| it.target),
        columns: pair.then(|it| Some(it.columns)),
        verdict: pair.then(|it| it.verdict),
        accepted,
        at,
        fate: pair.fate_by(same),
    })
}

/// Whether the spec accepts that a figure misses its target.
fn accepts(side: &Side<'_>, now: &Now) -> bool {
    let address = now.address.as_deref().unwrap_or("objectives");
    side.checked.accepted.iter().any(|(_, it)| {
        it.code.name == now.objective.rule() && it.address.as_deref().is_some_and(|it| it == address)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes;

    #[test]
    fn every_objective_has_a_rule() {
        for objective in Objective::ALL {
            assert!(codes::find(objective.rule()).is_some(), "{}", objective.rule());
        }
    }
}
