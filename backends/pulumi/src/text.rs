//! Text as Pulumi reads it: `${…}` is a reference, `$$` a dollar.

/// A text in the making.
///
/// A `$` is held back until it is known what follows. Before a brace or another `$` it must be doubled, even where
/// that comes from the next piece; anywhere else it stands for itself.
#[derive(Default)]
pub(crate) struct Interpolation {
    text: String,
    held: bool,
}

impl Interpolation {
    /// Text that stands for itself.
    pub(crate) fn literal(&mut self, text: &str) {
        if !self.held && !text.contains('$') {
            return self.text.push_str(text);
        }
        for char in text.chars() {
            if std::mem::take(&mut self.held) {
                self.text.push_str(if matches!(char, '$' | '{') { "$$" } else { "$" });
            }
            match char {
                '$' => self.held = true,
                plain => self.text.push(plain),
            }
        }
    }

    /// A reference; the caller writes what is between the braces.
    pub(crate) fn reference(&mut self, write: impl FnOnce(&mut String)) {
        self.release("$$");
        self.text.push_str("${");
        write(&mut self.text);
        self.text.push('}');
    }

    fn release(&mut self, as_what: &str) {
        if std::mem::take(&mut self.held) {
            self.text.push_str(as_what);
        }
    }

    /// Nothing follows.
    pub(crate) fn finish(mut self) -> String {
        self.release("$");
        self.text
    }
}

/// A text that holds no reference.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = Interpolation::default();
    out.literal(text);
    out.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_dollar_that_would_be_read_is_doubled() {
        assert_eq!(escaped("$5, ${a}, $$, $"), "$5, $${a}, $$$, $");
        assert_eq!(escaped("$${a}"), "$$$${a}");
    }

    /// As pulumi-yaml reads it: `$$` is a dollar, wherever it stands.
    #[test]
    fn what_is_escaped_comes_back() {
        for text in ["$", "$$", "$$$", "$$$$", "a$$b", "${", "$${", "$$${a}$", "$a$", "{$}$ {"] {
            assert_eq!(
                escaped(text).replace("$$", "\0").replace("${", "no").replace('\0', "$"),
                text,
                "{text}"
            );
        }
    }

    #[test]
    fn a_dollar_before_a_reference_stays_a_dollar() {
        let mut out = Interpolation::default();
        out.literal("costs $");
        out.reference(|text| text.push_str("a.b"));
        out.literal("$");
        out.literal("{c}");
        assert_eq!(out.finish(), "costs $$${a.b}$${c}");
    }
}
