//! What to type first.

use super::{Side, place};
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

/// The help of the worst open finding, those about targets first: what misses a target is why people read a report.
pub(super) fn fix(side: &Side<'_>) -> Option<Fix> {
    let open = side.checked.diagnostics.iter().filter(|it| it.code.severity != Severity::Note);
    let about_targets = |it: &Diagnostic| !it.code.id.starts_with("DRC3");
    let worst = open.filter(|it| it.help.is_some()).min_by_key(|it| (it.code.severity, about_targets(it)))?;
    Some(Fix { text: worst.help.clone()?, code: worst.code.id, at: place(side, worst.span()) })
}
