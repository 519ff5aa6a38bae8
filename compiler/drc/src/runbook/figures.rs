//! The seconds of a step, out of the budget.

use crate::budget::{Budget, PathBudget};
use drc_model::Duration;
use drc_model::budget::{Columns, Term};
use drc_services::runbook::Takes;

/// How long something takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// The budget's figures, and the target they are part of.
    Budgeted(Columns, &'static str, Option<Duration>),
    /// It is not in the budget, and why.
    Unbudgeted(&'static str),
}

/// The budget's figures of a step.
pub(super) fn expected(takes: &Takes, budget: &Budget) -> Expected {
    let rto = Some(budget.rto.target);
    let found = match takes {
        Takes::Unbudgeted(why) => return Expected::Unbudgeted(why),
        // What comes after the paths belongs to none of them.
        Takes::Rto(path, ids) if path.is_empty() => {
            sum(budget.rto.after.iter().map(|(_, it)| it), ids).map(|it| Expected::Budgeted(it, "RTO", rto))
        }
        Takes::Rto(path, ids) => {
            of_path(&budget.rto.paths, path, ids).map(|it| Expected::Budgeted(it, "RTO", rto))
        }
        Takes::Failback(path, ids) => {
            let target = budget.failback.target.map(|it| it.value);
            of_path(&budget.failback.paths, path, ids).map(|it| Expected::Budgeted(it, "failback", target))
        }
        Takes::Lag(store) => budget
            .stores
            .iter()
            .find(|it| it.name == *store)
            .map(|it| Expected::Budgeted(it.lag.columns, "RPO", Some(it.target.value))),
    };
    found.unwrap_or(Expected::Unbudgeted("the budget of this system has no such term"))
}

fn of_path(paths: &[PathBudget], name: &str, ids: &[&str]) -> Option<Columns> {
    let path = paths.iter().find(|it| it.name == name)?;
    if ids.is_empty() { Some(path.total()) } else { sum(path.terms.iter(), ids) }
}

fn sum<'b>(terms: impl Iterator<Item = &'b Term>, ids: &[&str]) -> Option<Columns> {
    let named: Vec<Columns> = terms.filter(|it| ids.contains(&it.id)).map(|it| it.columns).collect();
    (!named.is_empty()).then(|| named.into_iter().sum())
}
