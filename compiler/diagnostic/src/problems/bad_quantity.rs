//! A quantity that cannot be read.

use crate::{Code, Diagnostic, Problem, code};
use drc_syntax::Span;

/// A quantity that cannot be read.
#[derive(Clone, Debug)]
pub struct BadQuantity {
    /// Where reading stops.
    pub span: Span,
    /// `a duration`, `a size`.
    pub what: &'static str,
    /// As written.
    pub text: String,
    /// What could have stood there.
    pub expected: String,
    /// One that is right.
    pub example: &'static str,
}

impl Problem for BadQuantity {
    const CODE: Code = code!("DRC105", "bad-quantity", Error);

    fn diagnostic(&self) -> Diagnostic {
        let size = self.what == "a size";
        let (one, other, unit) = if size { ("MB", "MiB", "MiB") } else { ("seconds", "minutes", "s") };
        let help = if self.text.parse::<f64>().is_ok() {
            format!("write \"{}{unit}\", if {} are meant", self.text, if size { other } else { one })
        } else {
            format!("write it like \"{}\"", self.example)
        };
        Diagnostic::new(
            &Self::CODE,
            self.span,
            format!("`{}` is not {}", self.text, self.what),
            format!("expected {}", self.expected),
        )
        .why(format!(
            "a quantity carries its unit, so that nobody has to know whether 30 means {one} or {other}"
        ))
        .help(help)
    }
}
