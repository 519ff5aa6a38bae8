//! The page: where the pen stands, and what may follow.

use crate::scalar::{Style, flow_style, line_style, push_double, style};

/// Where the pen stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    /// At the start of a line.
    Line,
    /// Behind `key:`.
    Key,
    /// Behind `- `.
    Dash,
}

/// A YAML document in the making.
///
/// Every value follows a [`key`](Writer::key) or a [`dash`](Writer::dash): a scalar, or a collection between
/// [`open`](Writer::open) and [`close_map`](Writer::close_map) or [`close_list`](Writer::close_list). The document
/// itself is a map that needs neither. A collection nothing was put into comes out as `{}` or `[]`.
#[derive(Debug)]
pub struct Writer {
    text: String,
    indent: usize,
    at: At,
}

impl Default for Writer {
    fn default() -> Self {
        Self::new()
    }
}

impl Writer {
    /// An empty document.
    pub fn new() -> Self {
        Self { text: String::new(), indent: 0, at: At::Line }
    }

    /// An empty document whose text will be put into another's: it begins `depth` collections deep.
    pub fn inside(depth: usize) -> Self {
        Self { text: String::new(), indent: 2 * depth, at: At::Line }
    }

    /// The document.
    pub fn finish(self) -> String {
        self.text
    }

    /// Makes room for so many bytes more.
    pub fn reserve(&mut self, bytes: usize) {
        self.text.reserve(bytes);
    }

    /// How many bytes there are so far.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether nothing has been written.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Takes in what a writer of this depth has finished.
    pub fn splice(&mut self, text: &str) {
        if !text.is_empty() {
            self.start_line();
            self.text.push_str(text);
        }
    }

    /// `# text`, on lines of its own.
    pub fn comment(&mut self, text: &str) {
        for line in text.lines() {
            self.start_line();
            self.pad(self.indent);
            self.text.push_str(if line.is_empty() { "#" } else { "# " });
            self.text.push_str(line);
            self.text.push('\n');
        }
    }

    /// An empty line; none at the top of a collection or of the document.
    pub fn blank(&mut self) {
        if self.at == At::Line && !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    /// `key:`
    pub fn key(&mut self, key: &str) {
        self.begin();
        push(&mut self.text, key, line_style(key));
        self.text.push(':');
        self.at = At::Key;
    }

    /// `- `
    pub fn dash(&mut self) {
        self.begin();
        self.text.push_str("- ");
        self.at = At::Dash;
    }

    /// Opens a collection.
    pub fn open(&mut self) {
        self.indent += 2;
    }

    /// Closes a map.
    pub fn close_map(&mut self) {
        self.close("{}");
    }

    /// Closes a list.
    pub fn close_list(&mut self) {
        self.close("[]");
    }

    /// A text.
    pub fn text(&mut self, text: &str) {
        let style = style(text);
        self.gap();
        match style {
            Style::Plain | Style::Single | Style::Double => push(&mut self.text, text, style),
            Style::Literal(ends_line) => self.literal(text, ends_line),
        }
        self.end();
    }

    /// `true`, `false`
    pub fn bool(&mut self, bool: bool) {
        self.raw(if bool { "true" } else { "false" });
    }

    /// A whole number.
    pub fn int(&mut self, int: i64) {
        self.raw(&int.to_string());
    }

    /// A number with a fraction.
    pub fn float(&mut self, float: f64) {
        self.raw(&format!("{float:?}"));
    }

    /// `[a, b]`: texts too short for a line each.
    pub fn flow(&mut self, items: &[&str]) {
        self.gap();
        self.text.push('[');
        for (at, item) in items.iter().enumerate() {
            self.text.push_str(if at == 0 { "" } else { ", " });
            push(&mut self.text, item, flow_style(item));
        }
        self.text.push(']');
        self.end();
    }

    /// `key: text`
    pub fn entry(&mut self, key: &str, text: &str) {
        self.key(key);
        self.text(text);
    }

    fn raw(&mut self, word: &str) {
        self.gap();
        self.text.push_str(word);
        self.end();
    }

    /// The space between a key and a scalar.
    fn gap(&mut self) {
        if self.at == At::Key {
            self.text.push(' ');
        }
    }

    fn end(&mut self) {
        self.text.push('\n');
        self.at = At::Line;
    }

    /// Begins an entry: on a line of its own, or behind the dash whose item it is the first of.
    fn begin(&mut self) {
        if self.at == At::Dash {
            return;
        }
        self.start_line();
        self.pad(self.indent);
    }

    /// Ends the line of the key whose collection turns out not to be empty.
    fn start_line(&mut self) {
        if self.at != At::Line {
            self.end();
        }
    }

    fn close(&mut self, empty: &str) {
        self.indent -= 2;
        if self.at != At::Line {
            self.raw(empty);
        }
    }

    fn literal(&mut self, text: &str, ends_line: bool) {
        self.text.push_str(if ends_line { "|" } else { "|-" });
        for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
            self.text.push('\n');
            if !line.is_empty() {
                self.pad(self.indent + 2);
                self.text.push_str(line);
            }
        }
    }

    fn pad(&mut self, width: usize) {
        const SPACES: &str = "                                ";
        let mut left = width;
        while left > 0 {
            let now = left.min(SPACES.len());
            self.text.push_str(&SPACES[..now]);
            left -= now;
        }
    }
}

/// A text on its line.
fn push(out: &mut String, text: &str, style: Style) {
    match style {
        Style::Plain => out.push_str(text),
        Style::Single => out.extend(["'", text, "'"]),
        Style::Double | Style::Literal(_) => push_double(out, text),
    }
}
