//! How a text is quoted.

/// The ways to write a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// As it stands.
    Plain,
    /// `'text'`
    Single,
    /// `"text"`, escaped as in JSON.
    Double,
    /// A block of lines; whether the last one ends in a line break.
    Literal(bool),
}

/// The style of a text where a block may stand.
pub(crate) fn style(text: &str) -> Style {
    if is_plain(text) {
        return Style::Plain;
    }
    if text.contains('\n') {
        return if is_literal(text) { Style::Literal(text.ends_with('\n')) } else { Style::Double };
    }
    quotes(text)
}

/// The style of a text that must stay on its line: a key.
pub(crate) fn line_style(text: &str) -> Style {
    if is_plain(text) { Style::Plain } else { quotes(text) }
}

/// The style of a text within brackets. PyYAML takes any `?` there for a key.
pub(crate) fn flow_style(text: &str) -> Style {
    let special = |byte: u8| matches!(byte, b',' | b'[' | b']' | b'{' | b'}' | b':' | b'?');
    if text.bytes().any(special) { quotes(text) } else { line_style(text) }
}

fn quotes(text: &str) -> Style {
    let single = text.contains(['"', '\\']) && !text.contains('\'') && text.chars().all(is_printable);
    if single { Style::Single } else { Style::Double }
}

/// Words that YAML 1.1 reads as a truth or as nothing; compared without case, since each may be written in three.
const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];

/// Whether a text may stand unquoted. It must begin with a letter, `/`, `_` or `$`: what begins with a digit, a sign
/// or a dot may be a number, a time or a date to somebody.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let Some(first) = bytes.first() else { return false };
    let begins = first.is_ascii_alphabetic() || matches!(first, b'/' | b'_' | b'$');
    begins && has_plain_bytes(bytes) && !is_word(text) && (text.is_ascii() || text.chars().all(is_plain_char))
}

fn is_word(text: &str) -> bool {
    text.len() <= 5 && WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// No controls, no space at the end, nothing that begins a comment or ends a key.
fn has_plain_bytes(bytes: &[u8]) -> bool {
    let after = |at: usize| bytes.get(at + 1);
    bytes.iter().enumerate().all(|(at, byte)| match byte {
        b':' => !matches!(after(at), None | Some(b' ')),
        b' ' => !matches!(after(at), None | Some(b'#')),
        0..=0x1f | 0x7f => false,
        _ => true,
    })
}

fn is_plain_char(char: char) -> bool {
    char.is_ascii() || char.is_alphanumeric()
}

/// Whether the text comes back whole from a literal block: nothing to escape, no line that a reader could take for
/// indentation, at most one line break at its end.
fn is_literal(text: &str) -> bool {
    let only_space = |line: &str| !line.is_empty() && line.trim_matches([' ', '\t']).is_empty();
    !text.starts_with([' ', '\t', '\n'])
        && !text.ends_with("\n\n")
        && text.chars().all(|char| char == '\n' || char == '\t' || is_printable(char))
        && !text.split('\n').any(only_space)
}

/// Whether a character may stand unescaped: line breaks of any kind of YAML, controls and the byte-order mark may not.
fn is_printable(char: char) -> bool {
    !matches!(char,
        '\0'..='\x1f' | '\x7f'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// `"text"`
pub(crate) fn push_double(out: &mut String, text: &str) {
    out.push('"');
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            char if is_printable(char) => out.push(char),
            char => push_escape(out, char),
        }
    }
    out.push('"');
}

/// `\u2028`; nothing beyond four digits is unprintable.
fn push_escape(out: &mut String, char: char) {
    let code = u32::from(char);
    out.push_str("\\u");
    out.extend([12, 8, 4, 0].map(|shift| char::from_digit(code >> shift & 15, 16).unwrap_or('0')));
}
