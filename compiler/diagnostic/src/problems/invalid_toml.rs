//! The text is not TOML.

use crate::{Code, Diagnostic, Problem, code};
use drc_syntax::Span;

/// The text is not TOML.
#[derive(Clone, Debug)]
pub struct InvalidToml {
    /// Where the parser stumbles.
    pub span: Span,
    /// What it says.
    pub message: String,
    /// What stands there.
    pub text: String,
}

impl Problem for InvalidToml {
    const CODE: Code = code!("DRC004", "invalid-toml", Error);

    fn diagnostic(&self) -> Diagnostic {
        let (message, help) = self.in_words();
        let found = Diagnostic::new(&Self::CODE, self.span, format!("this is not TOML: {message}"), "here")
            .source("https://toml.io/en/v1.1.0");
        match help {
            Some(help) => found.help(help),
            None => found,
        }
    }
}

impl InvalidToml {
    /// What the parser says most often, in the words of somebody who writes a spec, and what to type.
    fn in_words(&self) -> (String, Option<String>) {
        let says = |start: &str| self.message.starts_with(start);
        let text = self.text.as_str();
        if says("string values must be quoted") {
            return if text.is_empty() {
                ("there is no value".to_owned(), Some("write one behind the `=`, such as \"60s\"".to_owned()))
            } else {
                (format!("`{text}` stands without quotes"), Some(format!("write \"{text}\"")))
            };
        }
        let (message, help) = if says("key with no value") {
            ("this key has no value", "write key = value, and a text in quotes: rto = \"5m\"")
        } else if says("invalid unquoted key") {
            (
                "this cannot be in a key",
                "write key = value; a key of more than letters, digits, `-` and `_` stands in quotes",
            )
        } else if says("unclosed table") || says("unclosed array table") {
            ("the header does not end", "close it: [regions]")
        } else if says("unclosed inline table") {
            ("the table does not end", "close it with }")
        } else if says("unclosed array") {
            ("the list does not end", "close it with ]")
        } else if says("invalid basic string") {
            ("the text does not end on its line", "close it with \"")
        } else if says("cannot recurse further") {
            ("this is nested more than 80 deep", "no spec needs more than 6 levels")
        } else if says("recursion limit") {
            ("a key has more than 80 parts", "no spec needs more than 6 levels")
        } else {
            return (self.message.clone(), None);
        };
        (message.to_owned(), Some(help.to_owned()))
    }
}
