//! Text put together from literal pieces and references: `Fn::Sub` where it can be read, `Fn::Join` where it cannot.

use std::borrow::Cow;

/// Something a template refers to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Target<'a> {
    /// A resource, a parameter or a pseudo parameter.
    Ref(Cow<'a, str>),
    /// An attribute of a resource.
    Att(&'a str, &'static str),
    /// One that answers a list: inside a text, its items with commas between them.
    List(Box<Target<'a>>),
}

/// One piece of a text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Piece<'a> {
    Literal(String),
    Target(Target<'a>),
}

/// A text in the making; two literals never stand side by side.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Text<'a> {
    pub(crate) pieces: Vec<Piece<'a>>,
}

impl<'a> Text<'a> {
    /// The literal at the end, for more to be added.
    pub(crate) fn tail(&mut self) -> &mut String {
        if !matches!(self.pieces.last(), Some(Piece::Literal(_))) {
            self.pieces.push(Piece::Literal(String::new()));
        }
        match self.pieces.last_mut() {
            Some(Piece::Literal(text)) => text,
            Some(Piece::Target(_)) | None => unreachable!("a literal was just put there"),
        }
    }

    pub(crate) fn literal(&mut self, text: &str) {
        if !text.is_empty() {
            self.tail().push_str(text);
        }
    }

    pub(crate) fn target(&mut self, target: Target<'a>) {
        self.pieces.push(Piece::Target(target));
    }

    /// Adds another text as the inside of a JSON string.
    pub(crate) fn quoted(&mut self, inner: Text<'a>) {
        for piece in inner.pieces {
            match piece {
                Piece::Literal(text) => push_escaped(self.tail(), &text),
                Piece::Target(target) => self.target(target),
            }
        }
    }

    /// The text, if nothing in it must be asked for.
    pub(crate) fn plain(&self) -> Option<&str> {
        match self.pieces.as_slice() {
            [] => Some(""),
            [Piece::Literal(text)] => Some(text),
            [_, ..] => None,
        }
    }

    /// The argument of `Fn::Sub`; none if a literal would be read as a reference or spoil one, or a list stands in it.
    pub(crate) fn substitution(&self) -> Option<String> {
        let mut out = String::new();
        for (at, piece) in self.pieces.iter().enumerate() {
            match piece {
                Piece::Literal(text) => {
                    let before_target = at + 1 < self.pieces.len();
                    if before_target && text.ends_with('$') {
                        return None;
                    }
                    push_literal(&mut out, text)?;
                }
                Piece::Target(Target::Ref(name)) => out.extend(["${", name, "}"]),
                Piece::Target(Target::Att(id, attribute)) => out.extend(["${", id, ".", attribute, "}"]),
                Piece::Target(Target::List(_)) => return None,
            }
        }
        Some(out)
    }
}

/// `${word}` is written `${!word}`; what only looks like it has no escape.
fn push_literal(out: &mut String, text: &str) -> Option<()> {
    let mut pieces = text.split("${");
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (word, _) = piece.split_once('}')?;
        if word.is_empty()
            || !word.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '.' | ':' | '_' | '-'))
        {
            return None;
        }
        out.extend(["${!", piece]);
    }
    Some(())
}

/// The inside of a JSON string.
pub(crate) fn push_escaped(out: &mut String, text: &str) {
    if !text.bytes().any(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f)) {
        out.push_str(text);
        return;
    }
    let quoted = serde_json::Value::from(text).to_string();
    out.push_str(&quoted[1..quoted.len() - 1]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text<'a>(pieces: &[&'a str]) -> Text<'a> {
        let mut text = Text::default();
        for piece in pieces {
            match piece.strip_prefix('@') {
                Some(id) => text.target(Target::Ref(id.into())),
                None => text.literal(piece),
            }
        }
        text
    }

    #[test]
    fn a_substitution_escapes_what_it_would_read() {
        assert_eq!(text(&["arn:", "@A", "/*"]).substitution().as_deref(), Some("arn:${A}/*"));
        assert_eq!(
            text(&["$", "{aws:username}/", "@A"]).substitution().as_deref(),
            Some("${!aws:username}/${A}")
        );
        assert_eq!(text(&["$5 {x} ", "@A"]).substitution().as_deref(), Some("$5 {x} ${A}"));
    }

    #[test]
    fn what_cannot_be_escaped_is_not_substituted() {
        for literal in ["${", "${a", "${}", "${!a}", "${a b}", "${ ${a}", "$"] {
            assert_eq!(text(&[literal, "@A"]).substitution(), None, "{literal}");
        }
    }

    #[test]
    fn literals_grow_together() {
        assert_eq!(text(&["a", "", "b"]).plain(), Some("ab"));
        assert_eq!(text(&[]).plain(), Some(""));
        assert_eq!(text(&["a", "@A", "b", "c"]).pieces.len(), 3);
    }

    #[test]
    fn json_is_escaped_around_references() {
        let mut out = text(&["\""]);
        out.quoted(text(&["say \"", "@A", "\"\n"]));
        out.literal("\"");
        assert_eq!(out.substitution().as_deref(), Some(r#""say \"${A}\"\n""#));
    }
}
