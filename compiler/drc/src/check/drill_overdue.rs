//! A last drill that was too long ago.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};

/// A last drill that was too long ago.
#[derive(Debug)]
pub struct DrillOverdue;

impl Rule for DrillOverdue {
    const CODE: Code = code!("DRC324", "drill-overdue", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let operations = &cx.spec.operations;
        let (Some(today), Some(last)) = (cx.today, operations.drills.iter().max_by_key(|it| it.on.value))
        else {
            return;
        };
        let age = today.number() - last.on.value.number();
        let every = operations.drill_every;
        if age <= every.value.days() {
            return;
        }
        let mut diagnostic = Diagnostic::new(
            &Self::CODE,
            last.on.span,
            format!("the last drill was {age} days ago, and one is due every {}", every.value),
            "the latest",
        );
        if let Some(span) = every.span.written() {
            diagnostic = diagnostic.also(span, "due so often");
        }
        found.push(
            diagnostic
                .why("people, permissions and runbooks change faster than a failover is needed")
                .help("hold the next one and write it down; or set operations.drill_every to what you really keep to")
                .source("https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_dr_tested.html")
                .about("operations"),
        );
    }
}
