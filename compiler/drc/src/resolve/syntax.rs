//! What is wrong with the text before it means anything.

use drc_diagnostic::problems::{ControlByte, DuplicateKey, EmptySpec, InvalidToml, NotUtf8};
use drc_diagnostic::{Diagnostics, Problem};
use drc_syntax::{Document, Source, Span, SyntaxProblem, Table, Value};

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
        problems.report(&NotUtf8 { at });
        let text = String::from_utf8_lossy(&error.as_bytes()[..at]).into_owned();
        (Source::new(name, text), problems)
    })
}

/// The tree, and what is wrong with it; only the latter where there is no use in a tree.
pub(super) fn parse(source: &Source) -> Result<(Document, Diagnostics), Diagnostics> {
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
    for problem in syntax.iter().take(MOST) {
        problems.push(report(problem, &document));
    }
    if let Some(last) = syntax.get(MOST) {
        let message = format!("and {} more mistakes from here on", syntax.len() - MOST);
        problems.report(&InvalidToml { span: last.span, message });
        return Err(problems);
    }
    Ok((document, problems))
}

fn control_bytes(source: &Source) -> Option<ControlByte> {
    let control = |byte: u8| byte < b' ' && !matches!(byte, b'\n' | b'\r' | b'\t') || byte == 0x7f;
    let text = source.text();
    let at = text.bytes().position(control)?;
    let count = text.bytes().filter(|byte| control(*byte)).count();
    Some(ControlByte { at: Span::new(at..at + 1), byte: text.as_bytes()[at], count })
}

fn report(problem: &SyntaxProblem, document: &Document) -> drc_diagnostic::Diagnostic {
    if !problem.message.contains("duplicate key") {
        return InvalidToml { span: problem.span, message: problem.message.clone() }.diagnostic();
    }
    let mut keys = Vec::new();
    collect_keys(&document.root, &mut keys);
    let second = keys.iter().find(|(_, span)| *span == problem.span).map(|(key, _)| *key);
    DuplicateKey { span: problem.span, key: second.unwrap_or_default().to_owned(), first: None }.diagnostic()
}

fn collect_keys<'d>(table: &'d Table, keys: &mut Vec<(&'d str, Span)>) {
    for entry in &table.entries {
        keys.push((&entry.key.text, entry.key.span));
        if let Value::Table(inner) = &entry.item.value {
            collect_keys(inner, keys);
        }
    }
}
