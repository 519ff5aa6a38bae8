//! Standard output and standard error.

use drc_core::Checked;
use drc_diagnostic::{Diagnostics, Severity, Style, render};
use drc_syntax::Source;
use std::io::{IsTerminal, Write};

/// Nobody reads more in one sitting, and whoever mends the first ones runs drc again.
const MOST_SHOWN: usize = 50;

/// Colours follow NO_COLOR (<https://no-color.org>), CLICOLOR_FORCE and the terminal.
fn style(stream: &impl IsTerminal) -> Style {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if !set("NO_COLOR") && (set("CLICOLOR_FORCE") || stream.is_terminal()) {
        Style::Colour
    } else {
        Style::Plain
    }
}

/// Writes to standard output. A reader that has gone away (`drc … | head`) is no failure.
pub(crate) fn print(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

/// Writes a line to standard error.
pub(crate) fn say(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Shows the findings of a spec on standard error.
pub(crate) fn show(source: &Source, checked: &Checked) {
    findings(source, &checked.diagnostics);
}

/// Shows findings on standard error.
pub(crate) fn findings(source: &Source, found: &Diagnostics) {
    let style = style(&std::io::stderr());
    let mut text = render(found.iter().take(MOST_SHOWN), source, style);
    let all = found.iter().len();
    if all > MOST_SHOWN {
        text.push_str(&format!("… and {} more findings\n", all - MOST_SHOWN));
    }
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// `specs/a.toml: 2 errors, 1 warning`
pub(crate) fn summary(source: &Source, checked: &Checked) -> String {
    let count = |severity: Severity| match checked.diagnostics.count(severity) {
        0 => None,
        1 => Some(format!("1 {}", severity.word())),
        many => Some(format!("{many} {}s", severity.word())),
    };
    let counts: Vec<String> =
        [Severity::Error, Severity::Warning, Severity::Note].into_iter().filter_map(count).collect();
    let accepted = match checked.accepted.len() {
        0 => String::new(),
        many => format!(", {many} accepted"),
    };
    let counts = if counts.is_empty() { "no findings".to_owned() } else { counts.join(", ") };
    let broken = checked.judgements.iter().filter(|it| it.is_broken()).count();
    let policies = match (checked.judgements.len(), broken) {
        (0, _) => String::new(),
        (1, 0) => ", its policy is kept".to_owned(),
        (all, 0) => format!(", all {all} policies are kept"),
        (all, broken) => format!(", {broken} of {all} policies broken"),
    };
    format!("{}: {counts}{accepted}{policies}", source.name())
}
