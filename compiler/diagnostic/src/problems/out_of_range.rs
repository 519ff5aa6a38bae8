//! A number or quantity that AWS does not take.

use crate::{Code, Diagnostic, Problem, code};
use drc_syntax::Span;

/// A number or quantity that AWS does not take.
#[derive(Clone, Debug)]
pub struct OutOfRange {
    /// The value.
    pub span: Span,
    /// What it sets.
    pub what: &'static str,
    /// As written.
    pub found: String,
    /// What AWS takes.
    pub range: String,
    /// The page that says so.
    pub source: &'static str,
}

impl Problem for OutOfRange {
    const CODE: Code = code!("DRC112", "out-of-range", Error);

    fn diagnostic(&self) -> Diagnostic {
        Diagnostic::new(&Self::CODE, self.span, format!("{} cannot be {}", self.what, self.found), format!("AWS takes {}", self.range))
            .help(format!("choose {}", self.range))
            .source(self.source)
    }
}
