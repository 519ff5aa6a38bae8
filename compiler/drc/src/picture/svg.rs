//! A small writer of SVG: text is escaped, numbers are whole.

use std::fmt::Display;

/// Colours and letters of every picture. The names are prefixed, because a page with the picture in it has names too.
const STYLE: &str = include_str!("picture.css");

/// An element that is being written.
#[derive(Debug)]
pub(super) struct Element {
    name: &'static str,
    attributes: String,
    body: String,
}

impl Element {
    pub(super) fn new(name: &'static str) -> Self {
        Self { name, attributes: String::new(), body: String::new() }
    }

    /// Sets an attribute.
    pub(super) fn with(mut self, name: &str, value: impl Display + Copy) -> Self {
        self.attributes.push_str(&format!(" {name}=\"{}\"", escaped(&value.to_string())));
        self
    }

    /// Adds an element.
    pub(super) fn child(mut self, child: Element) -> Self {
        self.push(child);
        self
    }

    /// Adds an element.
    pub(super) fn push(&mut self, child: Element) {
        self.body.push_str(&child.finish());
    }

    /// Adds text.
    pub(super) fn says(mut self, text: &str) -> Self {
        self.body.push_str(&escaped(text));
        self
    }

    /// What browsers show when the pointer rests on it, and screen readers read.
    pub(super) fn titled(self, text: &str) -> Self {
        self.child(Element::new("title").says(text))
    }

    fn finish(self) -> String {
        let Self { name, attributes, body } = self;
        if body.is_empty() {
            format!("<{name}{attributes}/>\n")
        } else {
            format!("<{name}{attributes}>{body}</{name}>\n")
        }
    }
}

pub(super) fn rect(class: &str, [x, y, width, height]: [i64; 4]) -> Element {
    let at = Element::new("rect").with("class", class).with("x", x).with("y", y);
    at.with("width", width.max(0)).with("height", height)
}

pub(super) fn text(class: &str, x: i64, y: i64, says: &str) -> Element {
    Element::new("text").with("class", class).with("x", x).with("y", y).says(says)
}

pub(super) fn line(class: &str, [x1, y1, x2, y2]: [i64; 4]) -> Element {
    Element::new("line").with("class", class).with("x1", x1).with("y1", y1).with("x2", x2).with("y2", y2)
}

/// A whole picture, with a name for those who do not see it. `id` is unique in a page.
pub(super) fn document(
    id: &str,
    title: &str,
    about: &str,
    [width, height]: [i64; 2],
    body: Vec<Element>,
) -> String {
    let mut svg = Element::new("svg")
        .with("xmlns", "http://www.w3.org/2000/svg")
        .with("class", "drc")
        .with("viewBox", &format!("0 0 {width} {height}"))
        .with("width", width)
        .with("height", height)
        .with("role", "img")
        .with("aria-labelledby", &format!("{id}-title {id}-about"))
        .child(Element::new("title").with("id", &format!("{id}-title")).says(title))
        .child(Element::new("desc").with("id", &format!("{id}-about")).says(about));
    svg.body.push_str(&format!("<style>{STYLE}</style>\n"));
    body.into_iter().for_each(|it| svg.push(it));
    svg.finish()
}

/// What fits into so many letters.
pub(super) fn clipped(text: &str, letters: usize) -> String {
    if text.chars().count() <= letters {
        return text.to_owned();
    }
    text.chars().take(letters.saturating_sub(1)).chain(['…']).collect()
}

/// Text that is no markup. Characters that XML has no place for are marked.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            it if it.is_control() && it != '\n' && it != '\t' => out.push('?'),
            it => out.push(it),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_no_markup() {
        let drawn = text("a\"b", 1, 2, "<script>&\u{1}").titled("'x'").finish();
        assert_eq!(
            drawn,
            "<text class=\"a&quot;b\" x=\"1\" y=\"2\">&lt;script&gt;&amp;?<title>&#39;x&#39;</title>\n</text>\n"
        );
    }

    #[test]
    fn what_is_too_long_ends_with_a_mark() {
        assert_eq!((clipped("Zürich", 6), clipped("Zürich", 4)), ("Zürich".into(), "Zür…".into()));
    }
}
