//! A service of a kind that cannot stand there.

use crate::{Code, Diagnostic, Problem, code};
use drc_syntax::Spanned;

/// A service of a kind that cannot stand there.
#[derive(Clone, Debug)]
pub struct WrongKind {
    /// As written.
    pub address: Spanned<String>,
    /// Kinds that can.
    pub allowed: Vec<&'static str>,
    /// Why this kind cannot, where that is not plain.
    pub why: Option<&'static str>,
}

impl Problem for WrongKind {
    const CODE: Code = code!("DRC108", "wrong-kind", Error);

    fn diagnostic(&self) -> Diagnostic {
        let allowed = self.allowed.join(" or ");
        let diagnostic = Diagnostic::new(
            &Self::CODE,
            self.address.span,
            format!("`{}` cannot stand here", self.address.value),
            format!("only {allowed} can"),
        )
        .help(format!("name a service of kind {allowed}"));
        match self.why {
            Some(why) => diagnostic.why(why),
            None => diagnostic,
        }
    }
}
