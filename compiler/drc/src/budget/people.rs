//! What people take: as the spec says they do, or assumed step by step.

use super::facts::{Figure, source};
use drc_model::budget::{Columns, Kind, Term};
use drc_model::{Duration, Operations};
use drc_services::Spec;
use drc_services::database::{Database, Promotion};
use drc_syntax::Spanned;

/// From the page on, until the command has been run.
pub(crate) fn people(operations: &Operations) -> Vec<Term> {
    let execute = step(Figure::Execute, "operations.execute", operations.execute);
    let Some(response) = operations.response else {
        return vec![
            step(Figure::Page, "operations.page", operations.page),
            step(Figure::Acknowledge, "operations.acknowledge", operations.acknowledge),
            step(Figure::Decide, "operations.decide", operations.decide),
            execute,
        ];
    };
    let responding = Term {
        id: "response",
        name: "people: from the page to the first action".to_owned(),
        ..stated("operations.response", response)
    };
    vec![responding, execute]
}

/// Whoever promotes by hand looks before saying that it is over.
pub(super) fn verify(spec: &Spec) -> Option<Term> {
    let manual = spec.all::<Database>().any(|(_, it)| it.promotion.value == Promotion::Manual);
    manual.then(|| step(Figure::Verify, "operations.verify", spec.operations.verify))
}

/// A step of people: the assumption, unless the spec says how long it takes.
fn step(figure: Figure, field: &'static str, own: Option<Spanned<Duration>>) -> Term {
    let assumed = figure.term(None);
    match own {
        None => assumed,
        Some(own) => Term { id: assumed.id, name: assumed.name, ..stated(field, own) },
    }
}

fn stated(field: &'static str, own: Spanned<Duration>) -> Term {
    Term {
        id: field,
        name: String::new(),
        columns: Columns::new(own.value, own.value, own.value),
        kind: Kind::Configured,
        bounded: false,
        source: source("yours"),
        field: Some((field, own.span)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use drc_syntax::Span;

    fn stated(seconds: u64) -> Option<Spanned<Duration>> {
        Some(Spanned::new(Duration::from_secs(seconds), Span::default()))
    }

    fn sum(operations: &Operations) -> Columns {
        people(operations).iter().map(|it| it.columns).sum()
    }

    #[test]
    fn a_stated_response_stands_for_page_acknowledgement_and_decision() {
        let total = sum(&Operations { response: stated(600), ..Operations::default() });
        assert_eq!((total.best.as_secs(), total.plan.as_secs()), (610, 660));
    }

    #[test]
    fn each_step_can_be_stated_by_itself() {
        let total = sum(&Operations { decide: stated(120), execute: stated(20), ..Operations::default() });
        assert_eq!((total.best.as_secs(), total.plan.as_secs()), (60 + 60 + 120 + 20, 60 + 300 + 120 + 20));
    }
}
