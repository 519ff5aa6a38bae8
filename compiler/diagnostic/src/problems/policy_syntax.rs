//! A policy whose expression cannot be read.

use crate::{Code, Diagnostic, Problem, code};
use drc_syntax::Span;

/// A policy whose expression cannot be read.
#[derive(Clone, Debug)]
pub struct PolicySyntax {
    /// Where reading stops.
    pub span: Span,
    /// What stands from there on.
    pub rest: String,
    /// What could have stood there.
    pub expected: String,
}

impl PolicySyntax {
    /// What other languages write, in the words of this one.
    fn help(&self) -> String {
        let habits = [
            ("&&", "write `and`"),
            ("||", "write `or`"),
            ("!", "write `not`"),
            ("=", "write `==` to compare"),
            ("<>", "write `!=`"),
            ("≤", "write `<=`"),
            ("≥", "write `>=`"),
            ("$", "write an amount of money as 12.50USD"),
        ];
        let habit = habits.into_iter().find(|(word, _)| self.rest.starts_with(word));
        habit
            .map_or("write it like `rpo(table.*) <= 1m and rto() <= objectives.rto - 30s`", |(_, help)| help)
            .to_owned()
    }
}

impl Problem for PolicySyntax {
    const CODE: Code = code!("DRC801", "policy-syntax", Error);

    fn diagnostic(&self) -> Diagnostic {
        let message = match self.rest.split_whitespace().next() {
            Some(word) => format!("a policy cannot go on with `{word}`"),
            None => "a policy ends too early".to_owned(),
        };
        Diagnostic::new(&Self::CODE, self.span, message, format!("expected {}", self.expected))
            .help(self.help())
    }
}
