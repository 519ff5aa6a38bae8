//! Nothing is written.

use crate::{Code, Diagnostic, Problem, code};
use drc_syntax::Span;

/// Nothing is written.
#[derive(Clone, Debug)]
pub struct EmptySpec {
    /// The whole file.
    pub span: Span,
}

impl Problem for EmptySpec {
    const CODE: Code = code!("DRC002", "empty-spec", Error);

    fn diagnostic(&self) -> Diagnostic {
        Diagnostic::new(&Self::CODE, self.span, "the spec is empty", "a spec starts with `version = 1`")
            .help("write `version = 1`, [system], [objectives] and [regions]; specs/payments-serverless.toml is a complete one")
    }
}
