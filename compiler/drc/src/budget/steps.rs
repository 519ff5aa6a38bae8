//! What the team does beside what drc sees to: people are paged if one of the steps is theirs, then step by step.

use super::facts::{Figure, source};
use super::people;
use super::rto::{PathBudget, PathKind};
use crate::steps::{Takes, steps};
use drc_model::Run;
use drc_model::budget::{Kind, Term};
use drc_services::Spec;

pub(super) fn path(spec: &Spec) -> Option<PathBudget> {
    let own = &spec.operations.steps;
    if own.is_empty() {
        return None;
    }
    let by_hand = own.iter().any(|it| it.value.run.value == Run::Manual);
    let told = by_hand.then(|| Figure::PagerAlarm.term(Some(("operations.steps", own[0].span))));
    // Running the command is the step itself.
    let people = people(&spec.operations).into_iter().filter(|it| by_hand && it.id != "execute");
    let terms = steps(spec).into_iter().filter(|it| it.own.is_some()).filter_map(|step| match step.takes {
        Takes::Term(_) => None,
        Takes::Stated { columns, bounded } => Some(Term {
            id: "step",
            name: step.name.into_owned(),
            columns,
            kind: Kind::Configured,
            bounded,
            source: source("yours"),
            field: Some(("operations.steps", step.span)),
        }),
    });
    let terms = told.into_iter().chain(people).chain(terms).collect();
    Some(PathBudget { name: "operations".into(), kind: PathKind::Steps, terms })
}
