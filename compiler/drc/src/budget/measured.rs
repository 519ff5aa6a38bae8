//! `[measured]`: what a drill showed stands where an assumption stood.

use super::Budget;
use drc_model::Measurement;
use drc_model::budget::{Columns, Kind, Source, Term};
use drc_services::Spec;

/// Lines that are people's, whichever path they stand in.
const PEOPLE: &[&str] = &["page", "acknowledge", "decide", "execute", "verify"];

/// The address that `[measured]` knows a line by: that of its path, or `operations` for what people do.
pub(super) fn owner<'p>(path: &'p str, id: &str) -> &'p str {
    if PEOPLE.contains(&id) { "operations" } else { path }
}

/// Whether a line is there to be replaced by evidence: limits, settings and what follows from them are not.
pub fn is_assumption(term: &Term) -> bool {
    match term.kind {
        Kind::Assumption | Kind::Typical | Kind::Sla | Kind::Measured => true,
        Kind::Documented => !term.bounded,
        Kind::Limit | Kind::Configured | Kind::Derived => false,
    }
}

pub(super) fn apply(spec: &Spec, budget: &mut Budget) {
    if spec.measured.0.is_empty() {
        return;
    }
    let replace = |owner: &str, term: &mut Term| {
        if let Some(found) = find(spec, owner, term.id).filter(|_| is_assumption(term)) {
            measure(term, found);
        }
    };
    for path in budget.rto.paths.iter_mut().chain(&mut budget.failback.paths) {
        path.terms.iter_mut().for_each(|it| replace(owner(&path.name, it.id), it));
    }
    budget.rto.after.iter_mut().for_each(|(path, it)| replace(owner(path, it.id), it));
    for backup in &mut budget.backups {
        backup.terms.iter_mut().for_each(|it| replace(&backup.name, it));
    }
    for store in &mut budget.stores {
        replace(&store.name, &mut store.lag);
        if store.lag.kind == Kind::Measured {
            store.reach = store.lag.columns.plan;
        }
    }
}

fn find<'s>(spec: &'s Spec, owner: &str, id: &str) -> Option<&'s Measurement> {
    let (_, lines) = spec.measured.0.iter().find(|(address, _)| address.value == owner)?;
    lines.0.iter().find(|(line, _)| line.value == id).map(|(_, it)| it)
}

/// A drill shows one figure: it is what is planned on, and what is usual.
fn measure(term: &mut Term, found: &Measurement) {
    let value = found.value.value;
    term.columns = Columns::new(value, value, value);
    term.kind = Kind::Measured;
    term.source = Source { title: format!("{}, {}", found.source.value, found.on.value).into(), url: "" };
    term.field = Some(("measured", found.value.span));
}
