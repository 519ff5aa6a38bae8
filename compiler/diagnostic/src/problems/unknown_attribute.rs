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

impl UnknownAttribute {
    /// Of a service that is there, only the attribute can be misspelt: its long address does not make `name` look like
    /// `endpoint`.
    fn closest(&self) -> Option<&str> {
        let asked = self.reference.value.as_str();
        let service = asked.rfind('.').map_or("", |dot| &asked[..=dot]);
        let same = if self.known.iter().all(|it| it.starts_with(service)) { service.len() } else { 0 };
        let close = drc_syntax::closest(&asked[same..], self.known.iter().map(|it| &it[same..]))?;
        self.known.iter().map(String::as_str).find(|it| &it[same..] == close)
    }
}

impl Problem for UnknownAttribute {
    const CODE: Code = code!("DRC109", "unknown-attribute", Error);

    fn diagnostic(&self) -> Diagnostic {
        let close = self.closest();
        let help = match close {
            Some(close) => format!("did you mean `${{{close}}}`?"),
            None => format!(
                "known here: {}",
                self.known.iter().map(|it| format!("${{{it}}}")).collect::<Vec<_>>().join(", ")
            ),
        };
        Diagnostic::new(
            &Self::CODE,
            self.reference.span,
            format!("`${{{}}}` refers to nothing", self.reference.value),
            "unknown reference",
        )
        .help(help)
    }
}
