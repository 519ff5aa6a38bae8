//! The check for machines. Version 1: numbers are numbers, durations are in milliseconds and say so.

use crate::budget::{Affected, Budget, StoreBudget};
use crate::evacuation::Evacuation;
use crate::pipeline::{Checked, VERSION};
use crate::steps::{Step, Takes, steps};
use drc_diagnostic::{Diagnostic, Severity};
use drc_model::Region;
use drc_model::budget::{Columns, Term};
use drc_syntax::{Source, Span};
use serde_json::{Map, Value, json};

/// The result of a check as a JSON value.
pub fn json(source: &Source, checked: &Checked) -> Value {
    let findings: Vec<Value> = checked.diagnostics.iter().map(|it| diagnostic(source, it)).collect();
    let accepted: Vec<Value> =
        checked.accepted.iter().map(|(at, it)| accepted(source, checked, *at, it)).collect();
    json!({
        "version": 1,
        "drc": VERSION,
        "spec": source.name(),
        "environment": checked.spec.as_ref().map(|it| it.environment.as_str()),
        "errors": checked.diagnostics.count(Severity::Error),
        "warnings": checked.diagnostics.count(Severity::Warning),
        "budget": checked.budget.as_ref().map(|it| budget(source, it)),
        "steps": checked.spec.as_ref().map(|it| steps(it).iter().map(step).collect::<Vec<_>>()),
        "evacuation": checked.evacuations.as_ref().map(|it| it.iter().map(evacuation).collect::<Map<_, _>>()),
        "diagnostics": findings,
        "accepted": accepted,
    })
}

fn evacuation(it: &Evacuation) -> (String, Value) {
    let proof = json!({
        "left": it.left.iter().map(|it| it.code()).collect::<Vec<_>>(),
        "proved": it.proved(),
        "resources": it.resources,
        "references": it.references.len(),
    });
    (it.lost.code().to_owned(), proof)
}

fn step(it: &Step<'_>) -> Value {
    let (term, takes) = match it.takes {
        Takes::Term(id) => (Some(id), None),
        Takes::Stated { columns: stated, bounded } => {
            (None, Some(json!({ "columns": columns(stated), "bounded": bounded })))
        }
    };
    json!({
        "name": it.name,
        "call": it.call,
        "plane": it.plane.word(),
        "region": it.region.map(Region::code),
        "run": it.run.word(),
        "term": term,
        "takes": takes,
        "undo": it.own.and_then(|own| own.undo.as_ref()).map(|it| it.value.as_str()),
    })
}

fn accepted(source: &Source, checked: &Checked, at: usize, it: &Diagnostic) -> Value {
    let reason =
        checked.spec.as_ref().and_then(|spec| spec.allows.get(at)).map(|it| it.reason.value.as_str());
    json!({ "reason": reason, "diagnostic": diagnostic(source, it) })
}

fn diagnostic(source: &Source, it: &Diagnostic) -> Value {
    let labels: Vec<Value> =
        it.labels.iter().map(|label| json!({ "text": label.text, "at": span(source, label.span) })).collect();
    json!({
        "code": it.code.id,
        "name": it.code.name,
        "severity": it.code.severity.word(),
        "message": it.message,
        "address": it.address,
        "labels": labels,
        "why": it.why,
        "help": it.help,
        "source": it.source,
    })
}

fn span(source: &Source, span: Span) -> Value {
    let place = |byte: u32| {
        let position = source.position(byte);
        json!({ "line": position.line, "column": position.column, "byte": byte })
    };
    json!({ "start": place(span.start), "end": place(span.end) })
}

fn budget(source: &Source, budget: &Budget) -> Value {
    let rto = &budget.rto;
    let terms = |terms: &[Term]| terms.iter().map(|it| term(source, it)).collect::<Vec<_>>();
    let paths: Vec<Value> = rto
        .paths
        .iter()
        .map(
            |path| json!({ "name": &path.name, "terms": terms(&path.terms), "total": columns(path.total()) }),
        )
        .collect();
    json!({
        "rto": {
            "target_ms": rto.target.as_millis(),
            "verdict": rto.verdict().word(),
            "bounded": rto.bounded(),
            "nominal_ms": rto.nominal.map(|it| it.sum().as_millis()),
            "affected": rto.affected.map(Affected::word),
            "order": if rto.data_first { "data-first" } else { "together" },
            "paths": paths,
            "after": terms(&rto.after),
            "total": columns(rto.total()),
        },
        "rpo": budget.stores.iter().map(|it| store(source, it)).collect::<Vec<_>>(),
    })
}

fn store(source: &Source, store: &StoreBudget) -> Value {
    json!({
        "address": store.address.to_string(),
        "target_ms": store.target.value.as_millis(),
        "verdict": store.verdict().word(),
        "enforced": store.enforced,
        "term": term(source, &store.lag),
    })
}

fn term(source: &Source, term: &Term) -> Value {
    json!({
        "id": term.id,
        "name": term.name,
        "columns": columns(term.columns),
        "kind": term.kind,
        "bounded": term.bounded,
        "source": term.source,
        "field": term.field.map(|(name, at)| json!({ "name": name, "at": span(source, at) })),
    })
}

fn columns(columns: Columns) -> Value {
    json!({
        "best_ms": columns.best.as_millis(),
        "typical_ms": columns.typical.as_millis(),
        "plan_ms": columns.plan.as_millis(),
    })
}
