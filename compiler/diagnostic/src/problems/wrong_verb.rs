//! A grant whose verb the kind does not know.

use crate::{Code, Diagnostic, Problem, code};
use drc_syntax::Spanned;

/// A grant whose verb the kind does not know.
#[derive(Clone, Debug)]
pub struct WrongVerb {
    /// As written.
    pub verb: Spanned<String>,
    /// Kind of the target.
    pub kind: &'static str,
    /// Verbs it knows.
    pub known: Vec<&'static str>,
}

impl Problem for WrongVerb {
    const CODE: Code = code!("DRC111", "wrong-verb", Error);

    fn diagnostic(&self) -> Diagnostic {
        let close = drc_syntax::closest(&self.verb.value, self.known.iter().copied());
        let help = match close {
            Some(close) => format!("did you mean \"{close}\"?"),
            None => format!("verbs of a {}: {}", self.kind, self.known.join(", ")),
        };
        Diagnostic::new(
            &Self::CODE,
            self.verb.span,
            format!("a {} has no verb `{}`", self.kind, self.verb.value),
            "unknown verb",
        )
        .why("each verb stands for the few actions of IAM it needs, and there is none for all of them")
        .help(help)
    }
}
