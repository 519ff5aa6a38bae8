//! The check as workflow commands of GitHub Actions: each becomes an annotation at its line of the pull request.

use super::finding::{Finding, findings, paragraphs, place};
use super::{Run, severity};
use drc_diagnostic::{Severity, harmless};

/// The result of a check as workflow commands, a line each. What is accepted is not annotated.
///
/// GitHub shows ten of each severity per step, and drops the others: the worst come first, whichever spec they are in.
pub fn github(run: &Run) -> String {
    let mut out = String::new();
    for why in &run.unread {
        out.push_str(&format!("::error title=drc::{}\n", data(why)));
    }
    let mut found: Vec<Finding<'_>> =
        run.results.iter().flat_map(|(source, checked)| findings(run, source, checked)).collect();
    found.retain(|it| it.allow.is_none());
    found.sort_by_key(|it| severity(it.diagnostic));
    found.iter().for_each(|it| out.push_str(&command(it)));
    out
}

/// `::error file=specs/a.toml,line=3,endLine=3,col=9,endColumn=13,title=DRC401 health-check-interval::…`
fn command(it: &Finding<'_>) -> String {
    let code = it.diagnostic.code;
    let at = place(it.source, it.diagnostic.span());
    let mut properties = vec![
        ("file", it.path.clone()),
        ("line", at.start.line.to_string()),
        ("endLine", at.end.line.to_string()),
    ];
    // GitHub refuses columns of an annotation that spans lines.
    if at.start.line == at.end.line {
        properties.push(("col", at.start.column.to_string()));
        properties.push(("endColumn", at.end.column.to_string()));
    }
    properties.push(("title", format!("{} {}", code.id, code.name)));
    let properties: Vec<String> =
        properties.into_iter().map(|(name, value)| format!("{name}={}", property(&value))).collect();
    let said = data(&harmless(&paragraphs(it.diagnostic).join("\n\n")));
    format!("::{} {}::{said}\n", word(severity(it.diagnostic)), properties.join(","))
}

/// What GitHub calls a severity.
fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    }
}

/// A message: a line break in it would end the command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property: a comma would begin the next one, two colons the message.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_command_is_escaped() {
        assert_eq!(data("50 %\r\na: b, c"), "50 %25%0D%0Aa: b, c");
        assert_eq!(property("C:/a,b%\n"), "C%3A/a%2Cb%25%0A");
    }
}
