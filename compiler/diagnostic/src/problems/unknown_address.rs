//! An address that names nothing.

use crate::{Code, Diagnostic, Problem, code};
use drc_syntax::Spanned;

/// An address that names nothing.
#[derive(Clone, Debug)]
pub struct UnknownAddress {
    /// As written.
    pub address: Spanned<String>,
    /// Services of the spec.
    pub known: Vec<String>,
}

impl Problem for UnknownAddress {
    const CODE: Code = code!("DRC107", "unknown-address", Error);

    fn diagnostic(&self) -> Diagnostic {
        let close = drc_syntax::closest(&self.address.value, self.known.iter().map(String::as_str));
        let help = match close {
            Some(close) => format!("did you mean `{close}`?"),
            None if self.known.is_empty() => format!("add [{}]", self.address.value),
            None => {
                format!("add [{}], or name one that is there: {}", self.address.value, self.known.join(", "))
            }
        };
        Diagnostic::new(
            &Self::CODE,
            self.address.span,
            format!("there is no `{}`", self.address.value),
            "refers to nothing",
        )
        .help(help)
    }
}
