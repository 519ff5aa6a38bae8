//! A key the language does not have.

use crate::{Code, Diagnostic, Problem, code};
use drc_syntax::Spanned;

/// A key the language does not have.
#[derive(Clone, Debug)]
pub struct UnknownKey {
    /// As written.
    pub key: Spanned<String>,
    /// What could have stood there.
    pub known: Vec<&'static str>,
}

impl Problem for UnknownKey {
    const CODE: Code = code!("DRC101", "unknown-key", Error);

    fn diagnostic(&self) -> Diagnostic {
        let close = drc_syntax::closest(&self.key.value, self.known.iter().copied());
        let help = match close {
            Some(close) => format!("did you mean `{close}`?"),
            None => format!("known here: {}", self.known.join(", ")),
        };
        Diagnostic::new(&Self::CODE, self.key.span, format!("unknown key `{}`", self.key.value), "not known here")
            .why("drc refuses what it does not know: a key that is silently ignored is a protection you only believe you have")
            .help(help)
    }
}
