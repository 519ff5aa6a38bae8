//! A key or a service stands twice.

use crate::{Code, Diagnostic, Problem, code};
use drc_syntax::Span;

/// A key or a service stands twice.
#[derive(Clone, Debug)]
pub struct DuplicateKey {
    /// The second one.
    pub span: Span,
    /// As written.
    pub key: String,
    /// The first one.
    pub first: Option<Span>,
}

impl Problem for DuplicateKey {
    const CODE: Code = code!("DRC005", "duplicate-key", Error);

    fn diagnostic(&self) -> Diagnostic {
        let found = Diagnostic::new(&Self::CODE, self.span, format!("`{}` is defined twice", self.key), "defined again here");
        let found = match self.first {
            Some(first) => found.also(first, "first defined here"),
            None => found,
        };
        found
            .why("a service has one definition: two would leave it to chance which one the regions get")
            .help("give one of them another name, or merge the two tables")
    }
}
