//! A `${…}` that asks for what is not there.

use crate::{Code, Diagnostic, Problem, code};
use drc_syntax::Spanned;

/// A `${…}` that asks for what is not there.
#[derive(Clone, Debug)]
pub struct UnknownAttribute {
    /// As written.
    pub reference: Spanned<String>,
    /// What could be asked for.
    pub known: Vec<String>,
}

impl Problem for UnknownAttribute {
    const CODE: Code = code!("DRC109", "unknown-attribute", Error);

    fn diagnostic(&self) -> Diagnostic {
        let close = drc_syntax::closest(&self.reference.value, self.known.iter().map(String::as_str));
        let help = match close {
            Some(close) => format!("did you mean `${{{close}}}`?"),
            None => format!("known here: {}", self.known.iter().map(|it| format!("${{{it}}}")).collect::<Vec<_>>().join(", ")),
        };
        Diagnostic::new(&Self::CODE, self.reference.span, format!("`${{{}}}` refers to nothing", self.reference.value), "unknown reference")
            .help(help)
    }
}
