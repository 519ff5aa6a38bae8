//! A word that is not one of the choices.

use crate::{Code, Diagnostic, Problem, code};
use drc_syntax::Spanned;

/// A word that is not one of the choices.
#[derive(Clone, Debug)]
pub struct UnknownValue {
    /// As written.
    pub value: Spanned<String>,
    /// What it names.
    pub what: &'static str,
    /// The choices.
    pub known: Vec<&'static str>,
}

impl Problem for UnknownValue {
    const CODE: Code = code!("DRC104", "unknown-value", Error);

    fn diagnostic(&self) -> Diagnostic {
        let close = drc_syntax::closest(&self.value.value, self.known.iter().copied());
        let known = self.known.iter().map(|it| format!("\"{it}\"")).collect::<Vec<_>>().join(", ");
        let help = match close {
            Some(close) => format!("did you mean \"{close}\"?"),
            None => format!("one of {known}"),
        };
        Diagnostic::new(
            &Self::CODE,
            self.value.span,
            format!("`{}` is not {}", self.value.value, self.what),
            "not one of the choices",
        )
        .help(help)
    }
}
