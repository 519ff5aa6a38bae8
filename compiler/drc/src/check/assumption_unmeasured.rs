//! Drills that measure nothing, and a plan that rests on assumptions.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Duration;
use drc_model::budget::{Kind, Term};

/// Drills that measure nothing, and a plan that rests on assumptions.
#[derive(Debug)]
pub struct AssumptionUnmeasured;

impl Rule for AssumptionUnmeasured {
    const CODE: Code = code!("DRC321", "assumption-unmeasured", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let rto = &cx.budget.rto;
        let Some(drill) = cx.spec.operations.drills.first() else { return };
        let assumed: Vec<&Term> = rto.critical_terms().filter(|it| it.kind == Kind::Assumption).collect();
        let sum: Duration = assumed.iter().map(|it| it.columns.plan).sum();
        if sum.as_millis() * 10 <= rto.target.as_millis() * 3 {
            return;
        }
        let largest = assumed.iter().max_by_key(|it| it.columns.plan).map_or("promotion", |it| it.id);
        let owner = cx.budget.lines().find(|(_, it)| it.id == largest).map_or("traffic", |(owner, _)| owner);
        found.push(
            Diagnostic::new(&Self::CODE, rto.target_span, format!("{sum} of the {} planned are assumptions, and no drill has measured them", super::whole(rto.total().plan)), "more than three tenths of this target")
                .also(drill.kind.span, "a drill was held")
                .why("a guess of that size decides whether the target is met; a drill has the figure")
                .help(format!("write what the drill showed, the largest first: [measured.{}] {largest} = {{ value = \"…\", on = {}, source = \"{}\" }}", quoted(owner), drill.on.value, drill.source.value))
                .source("https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_dr_tested.html")
                .about("objectives"),
        );
    }
}

/// An address as a key of TOML.
fn quoted(owner: &str) -> String {
    if owner.contains('.') { format!("\"{owner}\"") } else { owner.to_owned() }
}
