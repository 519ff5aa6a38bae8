//! The one change that mends a breach, in words and with its figure.

use super::search::{Answer, answer, cheaper, measure, part};
use super::{Aim, Column, Figure, knob, search};
use crate::budget::{Budget, StoreBudget};
use drc_model::Duration;
use drc_services::Spec;

/// One setting, changed.
#[derive(Clone, Debug)]
pub struct Repair {
    /// What to change, and what it comes to.
    pub answer: Answer,
    /// Planned before.
    pub before: Duration,
    /// Planned after.
    pub after: Duration,
    /// Whether the plan fits the target then.
    pub passes: bool,
}

impl Repair {
    /// `set traffic.ttl = "60s": 508s → 268s planned, no cost`
    pub fn words(&self) -> String {
        let (before, after) = (seconds(self.before), seconds(self.after));
        format!(
            "{}: {before} → {after} planned, {}",
            super::phrase(&self.answer.edits),
            self.answer.cost.words()
        )
    }
}

/// Budgets are read side by side, so in seconds, rounded up.
fn seconds(time: Duration) -> String {
    format!("{}s", time.as_millis().div_ceil(1_000))
}

/// The better of two: one that mends over one that does not, then the cheaper; of two that do not, the quicker.
fn better(one: Option<Repair>, other: Repair) -> Option<Repair> {
    let Some(one) = one else { return Some(other) };
    let keeps = match (one.passes, other.passes) {
        (true, true) => cheaper(&one.answer, &other.answer).is_le(),
        (false, false) => one.after <= other.after,
        (first, _) => first,
    };
    Some(if keeps { one } else { other })
}

/// A check has no time for more combinations than these; `drc tune` has.
const MOST_IN_A_CHECK: usize = 500;

/// The cheapest single setting that brings the RTO within its target; if none does, the one that helps most; `None` if
/// none helps. What needs thought is no advice for three in the morning, and left out.
pub fn cheapest_repair(spec: &Spec, budget: &Budget) -> Option<Repair> {
    repair(spec, &rto(budget))
}

/// The cheapest settings that do it together, where no single one does.
pub fn cheapest_repairs(spec: &Spec, budget: &Budget) -> Option<Repair> {
    let aim = rto(budget);
    let found = search::search(spec, &aim, MOST_IN_A_CHECK);
    let answer = found.front.into_iter().find(|it| it.cautions.is_empty())?;
    let after = answer.then.columns.plan;
    Some(Repair { before: found.now.columns.plan, after, passes: true, answer })
}

/// The same as [`cheapest_repair`] for a store.
pub fn store_repair(spec: &Spec, store: &StoreBudget) -> Option<Repair> {
    let figure = Figure::Rpo(store.address.clone());
    let repair = repair(spec, &Aim { figure, target: store.target.value, column: Column::Plan })?;
    (repair.before == store.lag.columns.plan).then_some(repair)
}

fn rto(budget: &Budget) -> Aim {
    Aim { figure: Figure::Rto, target: budget.rto.target, column: Column::Plan }
}

fn repair(spec: &Spec, aim: &Aim) -> Option<Repair> {
    let dials = knob::dials(spec, aim);
    let part = part(spec, &aim.figure);
    let now = measure(&part, &aim.figure);
    let choices = dials.iter().flat_map(|it| &it.choices).filter(|it| it.caution.is_none());
    let repairs = choices.map(|choice| {
        let mut changed = part.clone();
        (choice.set)(&mut changed);
        let answer = answer(&[choice], measure(&changed, &aim.figure), &now);
        let after = answer.then.columns.plan;
        Repair { before: now.columns.plan, after, passes: after <= aim.target, answer }
    });
    repairs.filter(|it| it.after < it.before).fold(None, better)
}
