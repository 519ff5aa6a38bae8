//! A failover that waits for nobody, and a database or a step that waits for somebody.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Run;
use drc_services::database::{Database, Promotion};
use drc_syntax::Spanned;

/// A failover that waits for nobody, and a database that waits for somebody.
#[derive(Debug)]
pub struct HandsOffByHand;

impl Rule for HandsOffByHand {
    const CODE: Code = code!("DRC312", "hands-off-by-hand", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let by_hand = cx.spec.all::<Database>().filter(|(_, it)| it.promotion.value == Promotion::Manual);
        for (entry, database) in by_hand.filter(|_| cx.spec.objectives.hands_off) {
            let (span, label) = match database.promotion.span.written() {
                None => (entry.span, "promoted by hand, which is the default"),
                Some(span) => (span, "promoted by hand"),
            };
            found.push(
                Diagnostic::new(&Self::CODE, span, format!("{} waits for a person, and hands_off says that no step may", entry.address), label)
                    .why("AWS makes no other Region's cluster the writer by itself: until somebody or something does, the Region that took over can only read")
                    .help("write promotion = \"automatic\"; or hands_off = false, and [operations] response = \"10m\"")
                    .source("https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html")
                    .about(entry.address.to_string()),
            );
        }
        let steps = cx.spec.operations.steps.iter().filter(|it| it.value.run.value == Run::Manual);
        for Spanned { value: step, span } in steps.filter(|_| cx.spec.objectives.hands_off) {
            let (span, label) = match step.run.span.written() {
                None => (*span, "begun by hand, which is the default"),
                Some(span) => (span, "begun by hand"),
            };
            let message =
                format!("\"{}\" waits for a person, and hands_off says that no step may", step.name.value);
            found.push(
                Diagnostic::new(&Self::CODE, span, message, label)
                    .why("nobody may be there: an RTO without people holds at night, too")
                    .help("let a machine begin it and write run = \"automatic\"; or hands_off = false, and [operations] response = \"10m\"")
                    .source("https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_auto_recovery.html")
                    .about("operations"),
            );
        }
    }
}
