//! Text as HCL quotes it.

use std::fmt::Write;

/// `"text"`
pub(crate) fn push_quoted(out: &mut String, text: &str) {
    out.push('"');
    let mut template = Template::default();
    template.literal(out, text);
    template.end(out);
    out.push('"');
}

/// Words that mean something else as an object's key.
const KEYWORDS: [&str; 4] = ["for", "null", "true", "false"];

/// A key of an object: bare where HCL allows it.
pub(crate) fn push_key(out: &mut String, key: &str) {
    let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let bare =
        key.bytes().all(word) && !key.starts_with(|first: char| first.is_ascii_digit()) && !key.is_empty();
    if bare && !KEYWORDS.contains(&key) { out.push_str(key) } else { push_quoted(out, key) }
}

/// The inside of a quoted string, written piece by piece.
///
/// A run of `$` or `%` is held back until it is known what follows: before a brace the last one must be
/// doubled, even where the brace comes from the next piece; before an interpolation nothing may stand that
/// would escape it.
#[derive(Default)]
pub(crate) struct Template {
    sigil: char,
    held: usize,
}

impl Template {
    /// Text that stands for itself.
    pub(crate) fn literal(&mut self, out: &mut String, text: &str) {
        let special = |byte: u8| matches!(byte, b'"' | b'\\' | b'$' | b'%' | 0..=0x1f | 0x7f);
        if self.held == 0 && !text.bytes().any(special) {
            out.push_str(text);
        } else {
            text.chars().for_each(|char| self.char(out, char));
        }
    }

    fn char(&mut self, out: &mut String, char: char) {
        if self.held > 0 && char != self.sigil {
            self.release(out);
            if char == '{' {
                out.push(self.sigil);
            }
        }
        match char {
            '$' | '%' => (self.sigil, self.held) = (char, self.held + 1),
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control.is_control() => push_unicode(out, control),
            plain => out.push(plain),
        }
    }

    /// Opens an interpolation; the caller writes its expression and the closing brace.
    pub(crate) fn interpolation(&mut self, out: &mut String) {
        if self.held > 0 && self.sigil == '$' {
            out.push_str("${\"");
            self.release(out);
            out.push_str("\"}");
        } else {
            self.release(out);
        }
        out.push_str("${");
    }

    /// Nothing follows.
    pub(crate) fn end(mut self, out: &mut String) {
        self.release(out);
    }

    fn release(&mut self, out: &mut String) {
        out.extend(std::iter::repeat_n(self.sigil, self.held));
        self.held = 0;
    }
}

#[expect(clippy::expect_used, reason = "a String cannot refuse to be written to")]
fn push_unicode(out: &mut String, char: char) {
    write!(out, "\\u{:04x}", u32::from(char)).expect("infallible");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> String {
        let mut out = String::new();
        push_quoted(&mut out, text);
        out
    }

    fn key(text: &str) -> String {
        let mut out = String::new();
        push_key(&mut out, text);
        out
    }

    #[test]
    fn what_hcl_would_read_is_escaped() {
        assert_eq!(quoted(r#"say "hi" \o/"#), r#""say \"hi\" \\o/""#);
        assert_eq!(quoted("a\nb\tc\u{1}"), r#""a\nb\tc\u0001""#);
        assert_eq!(quoted("${aws:username} %{if} ü"), r#""$${aws:username} %%{if} ü""#);
    }

    #[test]
    fn a_sigil_before_anything_but_a_brace_is_itself() {
        assert_eq!(quoted("100% of $5 $"), r#""100% of $5 $""#);
        assert_eq!(quoted("$${x}"), r#""$$${x}""#);
        assert_eq!(quoted("$\n{"), r#""$\n{""#);
    }

    #[test]
    fn pieces_do_not_make_an_interpolation_between_them_nor_lose_one() {
        let mut out = String::new();
        let mut template = Template::default();
        template.literal(&mut out, "$");
        template.literal(&mut out, "{a} cost$$");
        template.interpolation(&mut out);
        out.push_str("local.b}");
        template.literal(&mut out, "%");
        template.interpolation(&mut out);
        out.push_str("local.c}$");
        template.end(&mut out);
        assert_eq!(out, r#"$${a} cost${"$$"}${local.b}%${local.c}$"#);
    }

    #[test]
    fn a_key_is_quoted_where_hcl_would_read_more_into_it() {
        assert_eq!(key("TABLE_NAME"), "TABLE_NAME");
        assert_eq!(key("aws:SourceArn"), r#""aws:SourceArn""#);
        assert_eq!(key("for"), r#""for""#);
        assert_eq!(key("2nd"), r#""2nd""#);
        assert_eq!(key(""), r#""""#);
    }
}
