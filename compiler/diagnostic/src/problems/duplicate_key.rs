//! A key or a service stands twice.

use crate::{Code, Diagnostic, Problem, code};
use drc_syntax::Span;

/// A key or a service stands twice.
#[derive(Clone, Debug)]
pub struct DuplicateKey {
    /// The second one.
    pub span: Span,
    /// The key with those of the tables around it.
    pub key: String,
    /// The first one.
    pub first: Option<Span>,
    /// It heads a table of its own.
    pub header: bool,
}

impl Problem for DuplicateKey {
    const CODE: Code = code!("DRC005", "duplicate-key", Error);

    fn diagnostic(&self) -> Diagnostic {
        let found = Diagnostic::new(
            &Self::CODE,
            self.span,
            format!("`{}` is defined twice", self.key),
            "defined again here",
        );
        let found = match self.first {
            Some(first) => found.also(first, "first defined here"),
            None => found,
        };
        if self.header {
            found
                .why("a table has one definition: of two, nobody could tell which one the Regions get")
                .help("give one of them another name, or merge the two tables")
        } else {
            found
                .why("a key has one value: of two, nobody could tell which one is meant")
                .help("take one of the two out")
        }
    }
}
