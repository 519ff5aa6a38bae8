//! A spec that describes another strategy than it names.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::{Duration, Strategy};
use drc_services::database::Database;
use drc_services::traffic::Traffic;
use drc_syntax::Span;

/// A spec that describes another strategy than it names.
#[derive(Debug)]
pub struct StrategyMismatch;

impl Rule for StrategyMismatch {
    const CODE: Code = code!("DRC319", "strategy-mismatch", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let Some(named) = cx.spec.objectives.strategy else { return };
        let (described, because, span) = described(cx);
        // Restoring is named too low only where the target allows it: otherwise another finding says so.
        if named.value == described
            || named.value == Strategy::BackupAndRestore && cx.spec.objectives.rto.value < HOUR
        {
            return;
        }
        let mut diagnostic = Diagnostic::new(
            &Self::CODE,
            named.span,
            format!("this spec describes {}, not {}: {because}", described.word(), named.value.word()),
            format!("named {} here", named.value.word()),
        );
        if let Some(span) = span.written() {
            diagnostic = diagnostic.also(span, because);
        }
        found.push(
            diagnostic
                .why("who reads the name plans by it: runbooks, drills and bills of the strategies differ")
                .help(format!("write strategy = \"{}\", or change what the spec says", described.word()))
                .source("https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_disaster_recovery.html")
                .about("objectives"),
        );
    }
}

/// The strategy a spec describes, why, and where it says so.
pub(super) fn described(cx: &Checking<'_>) -> (Strategy, &'static str, Span) {
    let traffic = cx.spec.one::<Traffic>().map(|(_, it)| it);
    if let Some(traffic) = traffic.filter(|it| it.active_active()) {
        return (Strategy::ActiveActive, "every Region serves", traffic.route.span);
    }
    if let Some((_, it)) = cx.spec.all::<Database>().find(|(_, it)| it.is_headless()) {
        let span = it.instances.secondary.span;
        return (Strategy::PilotLight, "the secondary's database has no instance", span);
    }
    let span = traffic.map_or(Span::default(), |it| it.route.span);
    (Strategy::WarmStandby, "the other Region stands by and serves nobody", span)
}

const HOUR: Duration = Duration::from_secs(3_600);
