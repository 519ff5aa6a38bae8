//! A strategy that is dearer than the target asks for.

use super::strategy_mismatch::described;
use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::{Duration, Strategy};

/// A strategy that is dearer than the target asks for.
#[derive(Debug)]
pub struct StrategyOverpowered;

impl Rule for StrategyOverpowered {
    const CODE: Code = code!("DRC320", "strategy-overpowered", Note);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let objectives = &cx.spec.objectives;
        let (strategy, because, span) = described(cx);
        if strategy != Strategy::ActiveActive || objectives.rto.value < DAY {
            return;
        }
        let mut diagnostic = Diagnostic::new(
            &Self::CODE,
            objectives.rto.span,
            format!(
                "an RTO of {} does not need a system that is active in every Region",
                objectives.rto.value
            ),
            "a day or more",
        );
        if let Some(span) = span.written() {
            diagnostic = diagnostic.also(span, because);
        }
        found.push(
            diagnostic
                .why("every Region then carries traffic, conflicts of writes and their cost, all the time, to save a wait that you allow")
                .help("write route = \"dns-failover\"; or keep it for the latency and say so in [[allow]]")
                .source("https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_disaster_recovery.html")
                .about("objectives"),
        );
    }
}

const DAY: Duration = Duration::from_secs(86_400);
