//! A value of another type.

use crate::{Code, Diagnostic, Problem, code};
use drc_syntax::Span;

/// A value of another type.
#[derive(Clone, Debug)]
pub struct WrongType {
    /// The value.
    pub span: Span,
    /// In words.
    pub expected: String,
    /// In words.
    pub found: &'static str,
}

impl Problem for WrongType {
    const CODE: Code = code!("DRC103", "wrong-type", Error);

    fn diagnostic(&self) -> Diagnostic {
        Diagnostic::new(&Self::CODE, self.span, format!("expected {}, found {}", self.expected, self.found), format!("this is {}", self.found))
    }
}
