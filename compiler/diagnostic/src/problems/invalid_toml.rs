//! The text is not TOML.

use crate::{Code, Diagnostic, Problem, code};
use drc_syntax::Span;

/// The text is not TOML.
#[derive(Clone, Debug)]
pub struct InvalidToml {
    /// Where the parser stumbles.
    pub span: Span,
    /// What it says.
    pub message: String,
}

impl Problem for InvalidToml {
    const CODE: Code = code!("DRC004", "invalid-toml", Error);

    fn diagnostic(&self) -> Diagnostic {
        Diagnostic::new(&Self::CODE, self.span, format!("this is not TOML: {}", self.message), "here")
            .source("https://toml.io/en/v1.1.0")
    }
}
