//! A value of another type.

use crate::{Code, Diagnostic, Problem, code};
use drc_syntax::Span;

/// A value of another type.
#[derive(Clone, Debug)]
pub struct WrongType {
    /// The value.
    pub span: Span,
    /// In words.
    pub expected: String,
    /// In words.
    pub found: &'static str,
    /// As written.
    pub text: String,
}

impl Problem for WrongType {
    const CODE: Code = code!("DRC103", "wrong-type", Error);

    fn diagnostic(&self) -> Diagnostic {
        let found = Diagnostic::new(
            &Self::CODE,
            self.span,
            format!("expected {}, found {}", self.expected, self.found),
            format!("this is {}", self.found),
        );
        match self.help() {
            Some(help) => found.help(help),
            None => found,
        }
    }
}

impl WrongType {
    /// Quotes are what is mostly wrong.
    fn help(&self) -> Option<String> {
        let bare = self.text.trim_matches('"');
        let plain = self.expected.contains("number") || self.expected.contains("true or false");
        if plain && (bare.parse::<f64>().is_ok() || matches!(bare, "true" | "false")) {
            Some(format!("write it without quotes: {bare}"))
        } else if !plain && matches!(self.found, "an integer" | "a float" | "a boolean") && !self.wants_many()
        {
            Some(format!("write it in quotes: \"{}\"", self.text))
        } else {
            None
        }
    }

    fn wants_many(&self) -> bool {
        ["table", "array", "date", "Region", "either"].iter().any(|it| self.expected.contains(it))
    }
}
