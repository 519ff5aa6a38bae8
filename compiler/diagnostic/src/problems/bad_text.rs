//! Text that does not follow its small grammar.

use crate::{Code, Diagnostic, Problem, code};
use drc_syntax::Span;

/// Text that does not follow its small grammar.
#[derive(Clone, Debug)]
pub struct BadText {
    /// Where reading stops.
    pub span: Span,
    /// `an address`, `a grant` …
    pub what: &'static str,
    /// As written.
    pub text: String,
    /// What could have stood there.
    pub expected: String,
    /// One that is right.
    pub example: &'static str,
}

impl BadText {
    /// A name can be mended by rule; for the rest there is an example.
    fn help(&self) -> String {
        let mended = self.text.to_lowercase().replace(['_', ' ', '.'], "-");
        if self.what == "a name" && drc_syntax::grammar::name(&mended).is_ok() {
            format!("write `{mended}`")
        } else {
            format!("write it like \"{}\"", self.example)
        }
    }
}

impl Problem for BadText {
    const CODE: Code = code!("DRC106", "bad-text", Error);

    fn diagnostic(&self) -> Diagnostic {
        Diagnostic::new(
            &Self::CODE,
            self.span,
            format!("`{}` is not {}", self.text, self.what),
            format!("expected {}", self.expected),
        )
        .help(self.help())
    }
}
