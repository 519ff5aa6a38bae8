//! The file is not UTF-8 text.

use crate::{Code, Diagnostic, Problem, code};
use drc_syntax::Span;

/// The file is not UTF-8 text.
#[derive(Clone, Debug)]
pub struct NotUtf8 {
    /// Where it stops being text.
    pub at: usize,
    /// The byte there.
    pub byte: u8,
    /// Its first two bytes: in UTF-16 they say so.
    pub start: Vec<u8>,
}

impl Problem for NotUtf8 {
    const CODE: Code = code!("DRC001", "not-utf8", Error);

    fn diagnostic(&self) -> Diagnostic {
        let utf16 = matches!(self.start.as_slice(), [0xff, 0xfe] | [0xfe, 0xff]);
        let from = if utf16 { "UTF-16" } else { "LATIN1" };
        // Shown as U+FFFD, which takes three bytes.
        let span = Span::new(self.at..self.at + '\u{fffd}'.len_utf8());
        Diagnostic::new(
            &Self::CODE,
            span,
            format!("the spec is not UTF-8: byte 0x{:02x} is not part of any character", self.byte),
            "not text from here on",
        )
        .why("TOML is UTF-8 by definition; editors on Windows sometimes save UTF-16 or Latin-1")
        .help(format!("save it as UTF-8, for example with `iconv -f {from} -t UTF-8`"))
    }
}
