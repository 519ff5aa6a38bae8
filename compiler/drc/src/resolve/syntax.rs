//! What is wrong with the text before it means anything.

use drc_diagnostic::problems::{ControlByte, DuplicateKey, EmptySpec, InvalidToml, NotUtf8};
use drc_diagnostic::{Diagnostics, Problem};
use drc_syntax::{Document, Source, Span, SyntaxProblem, repeated};

/// More than this nobody reads, and a binary file has millions.
const MOST: usize = 20;

/// The source of some bytes.
///
/// # Errors
/// They are not UTF-8: the problem, and the source as far as it goes, to show it in.
pub fn source(name: &str, bytes: Vec<u8>) -> Result<Source, (Source, Diagnostics)> {
    String::from_utf8(bytes).map(|text| Source::new(name, text)).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let mut problems = Diagnostics::default();
        let byte = error.as_bytes().get(at).copied().unwrap_or_default();
        problems.report(&NotUtf8 { at, byte, start: error.as_bytes().iter().copied().take(2).collect() });
        // What follows is shown too, so that the culprit stands in its line.
        (Source::new(name, String::from_utf8_lossy(error.as_bytes())), problems)
    })
}

/// The tree, and what is wrong with it; only the latter where there is no use in a tree.
pub(crate) fn parse(source: &Source) -> Result<(Document, Diagnostics), Diagnostics> {
    let mut problems = Diagnostics::default();
    if let Some(found) = control_bytes(source) {
        problems.report(&found);
        return Err(problems);
    }
    let (document, syntax) = Document::parse(source);
    if document.root.entries.is_empty() && syntax.is_empty() {
        problems.report(&EmptySpec { span: Span::new(0..source.text().trim_end().len().min(1)) });
        return Err(problems);
    }
    let syntax = without_consequences(source, syntax);
    for problem in syntax.iter().take(MOST) {
        problems.push(report(problem, source));
    }
    if let Some(next) = syntax.get(MOST) {
        let message = format!("and {} more lines with mistakes from here on", syntax.len() - MOST);
        problems.report(&InvalidToml { span: next.span, message, text: String::new() });
        return Err(problems);
    }
    Ok((document, problems))
}

fn control_bytes(source: &Source) -> Option<ControlByte> {
    let control = |byte: u8| byte < b' ' && !matches!(byte, b'\n' | b'\r' | b'\t') || byte == 0x7f;
    let text = source.text();
    // Hardly any text has one, and whole pieces are looked at many bytes at a time.
    let found = |piece: &[u8]| piece.iter().fold(false, |found, byte| found | control(*byte));
    if !text.as_bytes().chunks(4_096).any(found) {
        return None;
    }
    let at = text.bytes().position(control)?;
    let count = text.bytes().filter(|byte| control(*byte)).count();
    Some(ControlByte { at: Span::new(at..at + 1), byte: text.as_bytes()[at], count })
}

const REPEATED: &str = "duplicate key";

/// The first problem of each line, by position; of a table that stands twice, not also its keys.
fn without_consequences(source: &Source, mut problems: Vec<SyntaxProblem>) -> Vec<SyntaxProblem> {
    problems.sort_by_key(|it| it.span);
    problems.dedup_by_key(|it| source.line_of(it.span.start));
    let is_header = |line: usize| source.slice(source.line(line)).trim_start().starts_with('[');
    let mut twice = 0..0;
    problems.retain(|it| {
        let line = source.line_of(it.span.start);
        let is_repeated = it.message.contains(REPEATED);
        let follows = is_repeated && twice.contains(&line);
        if is_repeated && is_header(line) {
            let end = (line + 1..source.line_count()).find(|it| is_header(*it));
            twice = line + 1..end.unwrap_or(source.line_count());
        }
        !follows
    });
    problems
}

/// A path as TOML writes it.
fn dotted(path: &[String]) -> String {
    let bare =
        |it: &&String| it.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let part = |it: &String| if bare(&it) { it.clone() } else { format!("\"{it}\"") };
    path.iter().map(part).collect::<Vec<_>>().join(".")
}

fn report(problem: &SyntaxProblem, source: &Source) -> drc_diagnostic::Diagnostic {
    let span = problem.span;
    if !problem.message.contains(REPEATED) {
        let text = source.slice(span).to_owned();
        return InvalidToml { span, message: problem.message.clone(), text }.diagnostic();
    }
    match repeated(source, span) {
        Some(it) => DuplicateKey { span, key: dotted(&it.path), first: Some(it.first), header: it.header }
            .diagnostic(),
        None => {
            DuplicateKey { span, key: source.slice(span).to_owned(), first: None, header: false }.diagnostic()
        }
    }
}
