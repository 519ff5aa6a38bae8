//! The file is not UTF-8 text.

use crate::{Code, Diagnostic, Problem, code};
use drc_syntax::Span;

/// The file is not UTF-8 text.
#[derive(Clone, Debug)]
pub struct NotUtf8 {
    /// Byte at which it stops being text.
    pub at: usize,
}

impl Problem for NotUtf8 {
    const CODE: Code = code!("DRC001", "not-utf8", Error);

    fn diagnostic(&self) -> Diagnostic {
        let at = u32::try_from(self.at).unwrap_or(u32::MAX);
        Diagnostic::new(&Self::CODE, Span { start: at, end: at }, format!("the spec is not UTF-8: byte {} does not belong to any character", self.at), "text ends here")
            .why("TOML is UTF-8 by definition; editors on Windows sometimes save UTF-16 or Latin-1")
            .help("save the file as UTF-8, for example with `iconv -f LATIN1 -t UTF-8`")
    }
}
