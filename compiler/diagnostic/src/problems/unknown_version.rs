//! The spec is of another version of the language.

use crate::{Code, Diagnostic, Problem, code};
use drc_syntax::Span;

/// The spec is of another version of the language.
#[derive(Clone, Debug)]
pub struct UnknownVersion {
    /// The value.
    pub span: Span,
    /// As written.
    pub found: String,
}

impl Problem for UnknownVersion {
    const CODE: Code = code!("DRC006", "unknown-version", Error);

    fn diagnostic(&self) -> Diagnostic {
        Diagnostic::new(
            &Self::CODE,
            self.span,
            format!("this drc reads version 1 of the language, not {}", self.found),
            "unknown version",
        )
        .help("write `version = 1`")
    }
}
