//! A quantity that cannot be read.

use crate::{Code, Diagnostic, Problem, code};
use drc_syntax::Span;

/// A quantity that cannot be read.
#[derive(Clone, Debug)]
pub struct BadQuantity {
    /// Where reading stops.
    pub span: Span,
    /// `a duration`, `a size`.
    pub what: &'static str,
    /// As written.
    pub text: String,
    /// What could have stood there.
    pub expected: String,
    /// One that is right.
    pub example: &'static str,
}

impl Problem for BadQuantity {
    const CODE: Code = code!("DRC105", "bad-quantity", Error);

    fn diagnostic(&self) -> Diagnostic {
        Diagnostic::new(&Self::CODE, self.span, format!("`{}` is not {}", self.text, self.what), format!("expected {}", self.expected))
            .why("a quantity carries its unit, so that nobody has to know whether 30 means seconds or minutes")
            .help(format!("write it as \"{}\"", self.example))
    }
}
