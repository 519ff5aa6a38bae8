//! A named text and its lines.

use crate::Span;

/// The text of a spec and the name it is reported under.
#[derive(Clone, Debug)]
pub struct Source {
    name: String,
    text: String,
    line_starts: Vec<u32>,
}

/// A place for people and for editors: both 1-based, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Source {
    /// A source called `name` (the path as the user wrote it, or `<stdin>`).
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let line_starts = std::iter::once(0)
            .chain(newlines.map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX)))
            .collect();
        Self { name: name.into(), text, line_starts }
    }

    /// What diagnostics call it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// All of it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a span; empty where the span does not fit this source.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// How many lines there are.
    pub fn line_count(&self) -> usize {
        self.line_starts.len()
    }

    /// The 0-based line a byte is on.
    pub fn line_of(&self, byte: u32) -> usize {
        self.line_starts.partition_point(|start| *start <= byte).saturating_sub(1)
    }

    /// The bytes of a 0-based line, its line break included.
    pub fn line(&self, line: usize) -> Span {
        let end = self.line_starts.get(line + 1).map_or(self.text.len(), |next| *next as usize);
        Span::new(self.line_starts[line.min(self.line_starts.len() - 1)] as usize..end)
    }

    /// Where a byte is, as an editor shows it.
    pub fn position(&self, byte: u32) -> Position {
        let line = self.line_of(byte);
        let before = self.line_starts[line] as usize..byte as usize;
        let before = self.text.get(before).unwrap_or_default();
        // No editor shows the mark that some put before the first line.
        let column = before.trim_start_matches('\u{feff}').chars().count();
        Position { line: line + 1, column: column + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_not_bytes() {
        let source = Source::new("s", "a\nöx\n");
        assert_eq!(source.position(0), Position { line: 1, column: 1 });
        assert_eq!(source.position(4), Position { line: 2, column: 2 });
        assert_eq!(source.position(6), Position { line: 3, column: 1 });
        assert_eq!(source.slice(source.line(1)), "öx\n");
        assert_eq!(Source::new("s", "\u{feff}a").position(3), Position { line: 1, column: 1 });
    }
}
