//! A file in the making: indentation, and the alignment `terraform fmt` insists on.

use crate::text::push_key;

/// Beyond this column a list is broken into lines.
const WIDTH: usize = 80;
const STEP: usize = 2;

/// Lines of HCL. Neighbouring one-line attributes have their `=` in one column; anything between them starts
/// a new run.
pub(crate) struct Page {
    pub(crate) text: String,
    indent: usize,
    /// Where the current line begins.
    line: usize,
    run: Vec<Mark>,
    /// A run is short and there are many: one buffer serves them all.
    scratch: String,
}

/// An attribute of the run that is still open.
struct Mark {
    /// Just behind its key.
    at: usize,
    /// Columns of its key.
    width: usize,
}

impl Page {
    pub(crate) fn new(text: String) -> Page {
        Page { text, indent: 0, line: 0, run: Vec::new(), scratch: String::new() }
    }

    /// Takes the finished file out and begins another with `text`.
    pub(crate) fn replace(&mut self, text: String) -> String {
        self.close_run();
        std::mem::replace(&mut self.text, text)
    }

    /// Begins a line.
    pub(crate) fn begin(&mut self) {
        self.line = self.text.len();
        push_spaces(&mut self.text, self.indent);
    }

    pub(crate) fn newline(&mut self) {
        self.text.push('\n');
    }

    /// A blank line, unless there is one or the block has only just been opened.
    pub(crate) fn gap(&mut self) {
        self.close_run();
        if !self.text.ends_with("{\n") && !self.text.ends_with("\n\n") {
            self.newline();
        }
    }

    /// `# text`
    pub(crate) fn comment(&mut self, text: &str) {
        for line in text.lines() {
            self.begin();
            self.text.push_str("# ");
            self.text.push_str(line);
            self.newline();
        }
    }

    /// `head {`, after a blank line.
    pub(crate) fn open(&mut self, head: &[&str]) {
        self.gap();
        self.open_here(head);
    }

    /// `head {` on the very next line.
    pub(crate) fn open_here(&mut self, head: &[&str]) {
        self.begin();
        self.text.extend(head.iter().copied());
        self.text.push_str(" {\n");
        self.indent += STEP;
    }

    /// The `}` of a block.
    pub(crate) fn close(&mut self) {
        if self.text.ends_with("{\n") {
            self.text.pop();
            self.text.push('}');
            self.indent -= STEP;
        } else {
            self.shut("}");
        }
        self.newline();
    }

    /// Opens a bracket within a value.
    pub(crate) fn bracket(&mut self, open: &str) {
        self.text.push_str(open);
        self.newline();
        self.indent += STEP;
    }

    /// Closes what [`Page::bracket`] opened; the line goes on.
    pub(crate) fn shut(&mut self, close: &str) {
        self.close_run();
        self.indent -= STEP;
        self.begin();
        self.text.push_str(close);
    }

    /// `key = `, aligned with its neighbours; the value must stay on the line.
    pub(crate) fn key(&mut self, key: &str) {
        self.begin();
        let from = self.text.len();
        push_key(&mut self.text, key);
        let width = self.text[from..].chars().count();
        self.run.push(Mark { at: self.text.len(), width });
        self.text.push_str(" = ");
    }

    /// `key = ` of a value that spans lines: it is aligned with nothing.
    pub(crate) fn tall_key(&mut self, key: &str) {
        self.close_run();
        self.begin();
        push_key(&mut self.text, key);
        self.text.push_str(" = ");
    }

    /// Whether the current line has become too long.
    pub(crate) fn overflows(&self) -> bool {
        self.text.len() - self.line > WIDTH
    }

    /// Takes back the line that [`Page::key`] began.
    pub(crate) fn take_back(&mut self) {
        self.text.truncate(self.line);
        self.run.pop();
    }

    /// `key = "text"`
    pub(crate) fn words(&mut self, key: &str, value: &[&str]) {
        self.key(key);
        self.text.extend(value.iter().copied());
        self.newline();
    }

    /// Pads the keys of the run to one width. The run is copied out and back, so that each byte moves once.
    fn close_run(&mut self) {
        let widest = self.run.iter().map(|mark| mark.width).max().unwrap_or(0);
        if self.run.iter().any(|mark| mark.width < widest) {
            let first = self.run[0].at;
            self.scratch.clear();
            self.scratch.push_str(&self.text[first..]);
            self.text.truncate(first);
            let mut from = 0;
            for mark in &self.run {
                self.text.push_str(&self.scratch[from..mark.at - first]);
                push_spaces(&mut self.text, widest - mark.width);
                from = mark.at - first;
            }
            self.text.push_str(&self.scratch[from..]);
        }
        self.run.clear();
    }
}

fn push_spaces(out: &mut String, count: usize) {
    const SPACES: &str = "                                ";
    let mut left = count;
    while left > 0 {
        let some = left.min(SPACES.len());
        out.push_str(&SPACES[..some]);
        left -= some;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_signs_stand_in_one_column_until_something_spans_lines() {
        let mut page = Page::new(String::new());
        page.open_here(&["block"]);
        page.words("a", &["1"]);
        page.words("long_name", &["2"]);
        page.tall_key("middle");
        page.bracket("[");
        page.begin();
        page.text.push_str("3,\n");
        page.shut("]");
        page.newline();
        page.words("b", &["4"]);
        page.words("ccc", &["5"]);
        page.open(&["inner"]);
        page.close();
        page.close();
        let expected = "block {\n  a         = 1\n  long_name = 2\n  middle = [\n    3,\n  ]\n  b   = 4\n  ccc = 5\n\n  inner {}\n}\n";
        assert_eq!(page.text, expected);
    }

    #[test]
    fn a_quoted_key_counts_its_quotes_and_its_characters() {
        let mut page = Page::new(String::new());
        page.open_here(&["x"]);
        page.words("ü:y", &["1"]);
        page.words("plain", &["2"]);
        page.words("longest_key", &["3"]);
        page.close();
        assert_eq!(page.text, "x {\n  \"ü:y\"       = 1\n  plain       = 2\n  longest_key = 3\n}\n");
    }

    #[test]
    fn a_line_taken_back_leaves_no_mark() {
        let mut page = Page::new(String::new());
        page.open_here(&["x"]);
        page.words("a", &["1"]);
        page.key("very_long_indeed");
        page.take_back();
        page.words("bb", &["2"]);
        page.close();
        assert_eq!(page.text, "x {\n  a  = 1\n  bb = 2\n}\n");
    }
}
