//! A byte that no text holds.

use crate::{Code, Diagnostic, Problem, code};
use drc_syntax::Span;

/// A byte that no text holds.
#[derive(Clone, Debug)]
pub struct ControlByte {
    /// The first such byte.
    pub at: Span,
    /// Its value.
    pub byte: u8,
    /// How many there are.
    pub count: usize,
}

impl Problem for ControlByte {
    const CODE: Code = code!("DRC003", "control-byte", Error);

    fn diagnostic(&self) -> Diagnostic {
        let others = if self.count > 1 { format!(" (and {} more)", self.count - 1) } else { String::new() };
        Diagnostic::new(&Self::CODE, self.at, format!("byte 0x{:02x} is not allowed in a spec{others}", self.byte), "here")
            .why("TOML allows no control characters but tab and line breaks; a NUL byte usually means a damaged or binary file")
            .help("restore the file from version control")
    }
}
