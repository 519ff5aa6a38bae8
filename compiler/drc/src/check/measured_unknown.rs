//! A measured figure that no line of the budget takes.

use super::{Checking, Rule};
use crate::budget::is_assumption;
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Measurement;
use drc_model::budget::{Kind, Term};
use drc_services::Spec;
use drc_syntax::{Spanned, closest};
use std::collections::BTreeSet;

/// A measured figure that no line of the budget takes.
#[derive(Debug)]
pub struct MeasuredUnknown;

impl Rule for MeasuredUnknown {
    const CODE: Code = code!("DRC327", "measured-unknown", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (address, line, it) in measurements(cx.spec) {
            let lines: Vec<&Term> =
                cx.budget.lines().filter(|(owner, _)| *owner == address.value).map(|(_, it)| it).collect();
            let Some(term) = lines.iter().find(|it| it.id == line.value) else {
                found.push(unknown(cx, address, line, &lines));
                continue;
            };
            if term.kind != Kind::Measured && !is_assumption(term) {
                found.push(
                    Diagnostic::new(&Self::CODE, line.span, format!("{} of {} is no assumption: {}", line.value, address.value, term.name), format!("{}, {} planned", term.kind.word(), term.columns.plan))
                        .also(it.value.span, "measured")
                        .why("a limit, a setting of this spec and what follows from them hold on a bad day too; one good day does not make them shorter")
                        .help("take it out; change the setting instead")
                        .about(address.value.clone()),
                );
            }
        }
    }
}

/// Every measured figure, with its address and line.
pub(super) fn measurements(
    spec: &Spec,
) -> impl Iterator<Item = (&Spanned<String>, &Spanned<String>, &Measurement)> {
    let lines = spec.measured.0.iter();
    lines.flat_map(|(address, lines)| lines.0.iter().map(move |(line, it)| (address, line, it)))
}

fn unknown(
    cx: &Checking<'_>,
    address: &Spanned<String>,
    line: &Spanned<String>,
    lines: &[&Term],
) -> Diagnostic {
    let about = |span, what: String, known: Vec<&str>, word: &str| {
        let known: Vec<&str> = known.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
        let guess = closest(word, known.iter().copied()).map(|it| format!("did you mean `{it}`? "));
        Diagnostic::new(&MeasuredUnknown::CODE, span, what, "no such line")
            .why("a figure that no line takes would change nothing, and somebody would believe it did")
            .help(format!("{}known: {}", guess.unwrap_or_default(), known.join(", ")))
            .about(address.value.clone())
    };
    if lines.is_empty() {
        let owners = cx.budget.lines().map(|(owner, _)| owner).collect();
        return about(
            address.span,
            format!("the budget has no lines of `{}`", address.value),
            owners,
            &address.value,
        );
    }
    let ids = lines.iter().filter(|it| is_assumption(it)).map(|it| it.id).collect();
    about(
        line.span,
        format!("the budget of {} has no line `{}`", address.value, line.value),
        ids,
        &line.value,
    )
}
