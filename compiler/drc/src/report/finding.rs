//! A finding as machine formats need it: a place that editors count, prose, and an identity that outlives edits.

use super::Run;
use crate::package::hex;
use crate::pipeline::Checked;
use drc_diagnostic::Diagnostic;
use drc_model::Allow;
use drc_syntax::{Position, Source, Span, Spanned};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// One finding of a spec.
pub(super) struct Finding<'r> {
    pub(super) source: &'r Source,
    /// The spec, from the root of the repository.
    pub(super) path: String,
    pub(super) diagnostic: &'r Diagnostic,
    /// The exception that accepts it.
    pub(super) allow: Option<&'r Spanned<Allow>>,
    /// The same for the same mistake, wherever it moves to.
    pub(super) fingerprint: String,
    /// The other file it shows, from the root of the repository.
    pub(super) elsewhere: Option<String>,
}

/// Every finding of a spec: those that count by position, then those it accepts.
pub(super) fn findings<'r>(run: &Run, source: &'r Source, checked: &'r Checked) -> Vec<Finding<'r>> {
    let allows = checked.spec.as_ref().map(|it| it.allows.as_slice()).unwrap_or_default();
    let open = checked.diagnostics.iter().map(|it| (it, None));
    let accepted = checked.accepted.iter().map(|(at, it)| (it, allows.get(*at)));
    let mut seen = BTreeMap::new();
    let finding = |(diagnostic, allow): (&'r Diagnostic, _)| {
        let fingerprint = fingerprint(source, diagnostic, &mut seen);
        let elsewhere = diagnostic.elsewhere.as_ref().map(|it| path(run, &it.source));
        Finding { source, path: path(run, source), diagnostic, allow, fingerprint, elsewhere }
    };
    open.chain(accepted).map(finding).collect()
}

/// Of the code, the address and the text that is blamed. Not of the line, which moves, nor of the message, whose figures
/// follow from other lines.
fn fingerprint(source: &Source, it: &Diagnostic, seen: &mut BTreeMap<String, usize>) -> String {
    let mut hash = Sha256::new();
    for part in [it.code.id, it.address.as_deref().unwrap_or_default(), source.slice(it.span()).trim()] {
        hash.update(part);
        hash.update([0]);
    }
    let digest = hex(&hash.finalize()[..16]);
    let count = seen.entry(digest.clone()).or_default();
    *count += 1;
    format!("{digest}:{count}")
}

/// A span as editors count it: from 1, in characters, its end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) start: Position,
    pub(super) end: Position,
}

/// Where a span is. The line break at its end is left out: with it, the next line would be marked as well.
pub(super) fn place(source: &Source, span: Span) -> Place {
    let text = source.text();
    let written = text.trim_end().len();
    // What is missing at the end of a file is missing after the last thing written.
    let start = (span.start as usize).min(written);
    let until = (span.end as usize).clamp(start, text.len());
    let end = start + source.slice(Span::new(start..until)).trim_end_matches(['\r', '\n']).len();
    let at = |byte: usize| source.position(Span::new(byte..byte).start);
    Place { start: at(start), end: at(end) }
}

/// What is wrong, what to type instead, why, and who says so: a paragraph each.
pub(super) fn paragraphs(it: &Diagnostic) -> Vec<String> {
    let part = |name: &str, text: Option<&str>| text.map(|text| format!("{name}: {text}"));
    let parts = [part("help", it.help.as_deref()), part("why", it.why.as_deref()), part("source", it.source)];
    std::iter::once(it.message.clone()).chain(parts.into_iter().flatten()).collect()
}

/// The path of a spec from the root of the repository, which is what displays of a repository look for.
pub(super) fn path(run: &Run, source: &Source) -> String {
    let name = source.name().replace(std::path::MAIN_SEPARATOR, "/");
    if name.starts_with(['/', '<']) {
        return name;
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in run.folder.split('/').chain(name.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|it| *it != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(text: &str, span: std::ops::Range<usize>) -> [(usize, usize); 2] {
        let it = place(&Source::new("s", text), Span::new(span));
        [(it.start.line, it.start.column), (it.end.line, it.end.column)]
    }

    #[test]
    fn places_are_where_something_is_written() {
        assert_eq!(ends("a = 1\nb = 2\n", 6..11), [(2, 1), (2, 6)]);
        assert_eq!(ends("a = 1\r\nb = 2\r\n", 0..7), [(1, 1), (1, 6)]);
        assert_eq!(ends("a =\n\n", 5..5), [(1, 4), (1, 4)]);
        assert_eq!(ends("", 0..0), [(1, 1), (1, 1)]);
        assert_eq!(ends("\u{feff}ö = 1", 3..5), [(1, 1), (1, 2)]);
    }

    #[test]
    fn paths_begin_at_the_root() {
        let seen = |folder: &str, name: &str| {
            path(&Run { folder: folder.to_owned(), ..Run::default() }, &Source::new(name, ""))
        };
        assert_eq!(seen("", "./specs/a.toml"), "specs/a.toml");
        assert_eq!(seen("infra/live", "a.toml"), "infra/live/a.toml");
        assert_eq!(seen("infra/live", "../.././specs/a.toml"), "specs/a.toml");
        assert_eq!(seen("", "../a.toml"), "../a.toml");
        assert_eq!(seen("infra", "/srv/a.toml"), "/srv/a.toml");
        assert_eq!(seen("infra", "<stdin>"), "<stdin>");
    }
}
