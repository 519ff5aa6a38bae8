//! A plan that nobody has tried.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Duration;
use drc_model::budget::Kind;

/// A plan that nobody has tried.
#[derive(Debug)]
pub struct NoDrill;

impl Rule for NoDrill {
    const CODE: Code = code!("DRC323", "no-drill", Note);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let rto = &cx.budget.rto;
        if !cx.spec.operations.drills.is_empty() || !cx.spec.measured.0.is_empty() || !counts_on_it(cx) {
            return;
        }
        let assumed: Duration =
            rto.critical_terms().filter(|it| it.kind == Kind::Assumption).map(|it| it.columns.plan).sum();
        found.push(
            Diagnostic::new(&Self::CODE, rto.target_span, format!("no drill is declared: {assumed} of the {} planned are assumptions", super::whole(rto.total().plan)), "nobody has tried it")
                .why("a failover that was never drilled fails for what no budget holds: a missing permission, a stale runbook, a client that never looks up the name again")
                .help("drill it, then write [[operations.drills]] with on, kind = \"failover\" and source; and the figures it showed in [measured]")
                .source("https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_dr_tested.html")
                .about("operations"),
        );
    }
}

/// Whether the spec says that the failover runs by itself, how people take part in it, or that others may rely on it.
fn counts_on_it(cx: &Checking<'_>) -> bool {
    let (objectives, operations) = (&cx.spec.objectives, &cx.spec.operations);
    let stated = [
        operations.response,
        operations.page,
        operations.acknowledge,
        operations.decide,
        operations.execute,
        operations.verify,
    ];
    objectives.hands_off
        || objectives.guaranteed.is_some_and(|it| it.value)
        || stated.iter().any(Option::is_some)
}
