//! `--env` names no environment.

use crate::{Code, Diagnostic, Problem, code};
use drc_syntax::Span;

/// `--env` names no environment.
#[derive(Clone, Debug)]
pub struct UnknownEnvironment {
    /// Where environments are declared.
    pub span: Span,
    /// As given.
    pub asked: String,
    /// Those that exist.
    pub known: Vec<String>,
}

impl Problem for UnknownEnvironment {
    const CODE: Code = code!("DRC007", "unknown-environment", Error);

    fn diagnostic(&self) -> Diagnostic {
        Diagnostic::new(
            &Self::CODE,
            self.span,
            format!("there is no environment `{}`", self.asked),
            "environments of this spec",
        )
        .help(format!("use one of {}, or add [environments.{}]", self.known.join(", "), self.asked))
    }
}
