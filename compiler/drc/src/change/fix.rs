//! What to type first.

use super::{Side, place};
use crate::tune::cheapest_repair;
use drc_diagnostic::{Diagnostic, Severity};
use drc_syntax::Position;

/// The advice that stands on top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What to type.
    pub text: String,
    /// The code of the finding it mends.
    pub code: &'static str,
    /// Where.
    pub at: Option<Position>,
}

/// For the worst open finding, those about targets first, for what misses a target is why people read a report: the
/// cheapest setting that mends the RTO if that is it, else what the finding says.
pub(super) fn fix(side: &Side<'_>) -> Option<Fix> {
    let open = side.checked.diagnostics.iter().filter(|it| it.severity() != Severity::Note);
    let about_targets = |it: &Diagnostic| !it.code.id.starts_with("DRC3");
    let worst = open.filter(|it| it.help.is_some()).min_by_key(|it| (it.severity(), about_targets(it)))?;
    let repaired = || {
        let of_rto = worst.code.name.starts_with("rto-") && worst.address.as_deref() != Some("operations");
        let (spec, budget) = (side.checked.spec.as_ref()?, side.checked.budget.as_ref()?);
        let repair = of_rto.then(|| cheapest_repair(spec, budget)).flatten().filter(|it| it.passes)?;
        let at = repair.answer.edits.first().and_then(|it| it.span).and_then(|it| place(side, it));
        Some(Fix { text: repair.words(), code: worst.code.id, at })
    };
    repaired().or_else(|| {
        Some(Fix { text: worst.help.clone()?, code: worst.code.id, at: place(side, worst.span()) })
    })
}
