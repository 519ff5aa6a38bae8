//! A key that must be there is not.

use crate::{Code, Diagnostic, Problem, code};
use drc_syntax::Span;

/// A key that must be there is not.
#[derive(Clone, Debug)]
pub struct MissingKey {
    /// Which.
    pub key: &'static str,
    /// The table that lacks it.
    pub span: Span,
    /// `in this table`: what is at the span.
    pub place: &'static str,
    /// Lines that would do.
    pub example: String,
}

impl Problem for MissingKey {
    const CODE: Code = code!("DRC102", "missing-key", Error);

    fn diagnostic(&self) -> Diagnostic {
        Diagnostic::new(&Self::CODE, self.span, format!("`{}` is missing", self.key), self.place)
            .help(format!("add {}", self.example))
    }
}
