//! Diagnostics for people: the spec's lines, what is wrong under them, why, and what to type.

use crate::{Diagnostic, Severity};
use drc_syntax::{Source, Span};
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode,
    SourceSpan, SpanContents,
};
use std::fmt;

/// How findings are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Colours and box lines.
    Colour,
    /// Box lines only.
    Plain,
}

/// More text than this around a finding is a machine's line, not a person's: it is cut.
const MOST_CONTEXT: usize = 1_000;
/// How much of such a line is shown on either side of the blame.
const CLIP: usize = 40;

/// Draws findings over their source, each with a blank line after it.
pub fn render<'d>(
    diagnostics: impl IntoIterator<Item = &'d Diagnostic>,
    source: &Source,
    style: Style,
) -> String {
    let text = Shown::new(source);
    diagnostics.into_iter().map(|it| render_one(it, &text, style)).collect()
}

fn render_one(diagnostic: &Diagnostic, text: &Shown<'_>, style: Style) -> String {
    let theme = match style {
        Style::Colour => GraphicalTheme::unicode(),
        Style::Plain => GraphicalTheme::unicode_nocolor(),
    };
    let mut handler = GraphicalReportHandler::new_themed(theme).with_width(100).with_links(false);
    if let Some(why) = &diagnostic.why {
        handler = handler.with_footer(unbroken(&format!("why: {why}")));
    }
    let elsewhere = diagnostic.elsewhere.as_ref().map(|it| Shown::new(&it.source));
    let view = View { diagnostic, pages: Pages { spec: text, elsewhere } };
    let mut out = String::new();
    // Writing to a String cannot fail, and labels are clipped to the text.
    let _ = handler.render_report(&mut out, &view);
    while out.ends_with('\n') {
        out.pop();
    }
    if let Some(url) = diagnostic.source {
        // Not the handler's: it would break the address in two, and nobody could click it.
        out.push_str(if diagnostic.why.is_some() { "\n" } else { "\n\n" });
        out.push_str(&format!("  source: {url}"));
    }
    out.push_str("\n\n");
    let out = out.replace(UNBROKEN, "-");
    // Blank columns at line ends would make goldens differ by editor.
    out.lines().map(str::trim_end).fold(String::new(), |text, line| text + line + "\n")
}

/// A dash at which no line is broken.
const UNBROKEN: &str = "\u{2011}";

/// Prose whose names stay whole when it is wrapped: `payments-us-east-1` in two lines can neither be read nor copied.
fn unbroken(text: &str) -> String {
    harmless(text).replace('-', UNBROKEN)
}

/// Text as it may go to a terminal: `"\u001b"` in a spec is a value like any other, and findings repeat values.
pub fn harmless(text: &str) -> String {
    text.replace(|letter: char| letter.is_control() && letter != '\n' && letter != '\t', "?")
}

struct View<'a> {
    diagnostic: &'a Diagnostic,
    pages: Pages<'a>,
}

impl fmt::Debug for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.diagnostic, f)
    }
}
impl fmt::Display for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&unbroken(&self.diagnostic.message))
    }
}
impl std::error::Error for View<'_> {}

impl miette::Diagnostic for View<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let code = self.diagnostic.code;
        Some(Box::new(format!("{}[{}] {}", self.diagnostic.severity().word(), code.id, code.name)))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.diagnostic.severity() {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.diagnostic.help.as_ref().map(|help| Box::new(unbroken(help)) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.pages)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let spec = self.diagnostic.labels.iter().map(|it| (it, self.pages.spec.clip(it.span)));
        let elsewhere = self.diagnostic.elsewhere.iter().flat_map(|it| &it.labels);
        let elsewhere = elsewhere.filter_map(|it| Some((it, self.pages.elsewhere(it.span)?)));
        Some(Box::new(spec.chain(elsewhere).enumerate().map(|(at, (label, range))| {
            let text = Some(harmless(&label.text));
            if at == 0 {
                LabeledSpan::new_primary_with_span(text, range)
            } else {
                LabeledSpan::new_with_span(text, range)
            }
        })))
    }
}

/// The spec, and behind it the other file that a finding shows: their bytes are counted on, as if they were one text.
struct Pages<'a> {
    spec: &'a Shown<'a>,
    elsewhere: Option<Shown<'a>>,
}

impl Pages<'_> {
    /// Where the other file begins.
    fn begin(&self) -> usize {
        self.spec.bytes.len() + 1
    }

    fn elsewhere(&self, span: Span) -> Option<std::ops::Range<usize>> {
        let range = self.elsewhere.as_ref()?.clip(span);
        Some(range.start + self.begin()..range.end + self.begin())
    }
}

impl SourceCode for Pages<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        context_lines_before: usize,
        context_lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let begin = self.begin();
        let context = (context_lines_before, context_lines_after);
        match &self.elsewhere {
            Some(other) if span.offset() >= begin => {
                other.read(SourceSpan::new((span.offset() - begin).into(), span.len()), context, begin)
            }
            // Two files make no picture together.
            Some(_) if span.offset() + span.len() >= begin => Err(MietteError::OutOfBounds),
            _ => self.spec.read(*span, context, 0),
        }
    }
}

/// A source as it may go to a terminal.
struct Shown<'s> {
    source: &'s Source,
    bytes: Vec<u8>,
}

impl<'s> Shown<'s> {
    /// Control bytes become `?`, one for one: a spec must not be able to drive the reader's terminal.
    fn new(source: &'s Source) -> Self {
        let harmless = |byte: u8| {
            if byte < b' ' && byte != b'\n' && byte != b'\t' || byte == 0x7f { b'?' } else { byte }
        };
        Self { source, bytes: source.text().bytes().map(harmless).collect() }
    }

    /// A span that lies inside the text, shows at least one byte where there is one, and ends on its first line
    /// when it is longer than a reader can take in.
    fn clip(&self, span: Span) -> std::ops::Range<usize> {
        let length = self.bytes.len();
        let start = (span.start as usize).min(length);
        let mut end = (span.end as usize).clamp(start, length);
        if end - start > 2 * CLIP {
            let line_end = self.source.line(self.source.line_of(span.start)).end as usize;
            end = end.min(line_end.max(start + 1)).min(start + 2 * CLIP);
        }
        while !self.source.text().is_char_boundary(end) {
            end += 1;
        }
        start..end
    }

    fn lines(&self, span: &SourceSpan, before: usize, after: usize) -> (usize, std::ops::Range<usize>) {
        let at = |byte: usize| self.source.line_of(u32::try_from(byte).unwrap_or(u32::MAX));
        let end = (span.offset() + span.len()).saturating_sub(usize::from(!span.is_empty()));
        let first = at(span.offset()).saturating_sub(before);
        let last = (at(end.max(span.offset())) + after).min(self.source.line_count() - 1);
        (first, self.source.line(first).start as usize..self.source.line(last).end as usize)
    }

    /// A span with lines around it. Bytes are counted from `begin` on.
    fn read<'a>(
        &'a self,
        span: SourceSpan,
        (before, after): (usize, usize),
        begin: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (mut line, mut range) = self.lines(&span, before, after);
        let mut column = 0;
        if before == 0 {
            // Asked so for the heading, `file:line:column`: it begins where the blame does.
            let position = self.source.position(u32::try_from(span.offset()).unwrap_or(u32::MAX));
            (line, column) = (position.line - 1, position.column - 1);
            range = span.offset()..(span.offset() + span.len()).min(self.bytes.len());
        }
        if range.len() > MOST_CONTEXT && span.len() > 3 * CLIP {
            // No label is that long: miette asks whether two places fit into one picture.
            return Err(MietteError::OutOfBounds);
        }
        if range.len() > MOST_CONTEXT {
            line = self.source.line_of(u32::try_from(span.offset()).unwrap_or(u32::MAX));
            let whole = self.source.line(line).range();
            let boundary = |mut at: usize| {
                while !self.source.text().is_char_boundary(at) {
                    at -= 1;
                }
                at
            };
            let start = boundary(span.offset().saturating_sub(CLIP).max(whole.start));
            column = start - whole.start;
            range = start..boundary((span.offset() + span.len() + CLIP).min(whole.end).max(start));
        }
        let shown = SourceSpan::new((begin + range.start).into(), range.len());
        // Of what is shown: by this miette decides whether two places are shown as one.
        let last = self.source.line_of(u32::try_from(range.end.saturating_sub(1)).unwrap_or(u32::MAX));
        let line_count = last.saturating_sub(line) + 1;
        Ok(Box::new(MietteSpanContents::new_named(
            self.source.name().to_owned(),
            &self.bytes[range],
            shown,
            line,
            column,
            line_count,
        )))
    }
}
