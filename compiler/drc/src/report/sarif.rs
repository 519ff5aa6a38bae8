//! The check as a SARIF 2.1.0 log, for code scanning and for editors.
//!
//! One log and one run for all specs. `rules` holds the codes that are raised and no others: each brings its page along
//! twice, and all of them would make a quarter of a megabyte of the log of a clean spec.

use super::finding::{Finding, Place, findings, paragraphs, path, place};
use super::{Run, severity};
use crate::codes;
use crate::page::Page;
use crate::pipeline::VERSION;
use drc_diagnostic::{Code, Label, Severity};
use drc_model::Allow;
use drc_syntax::{Source, Span, Spanned};
use indexmap::IndexSet;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// What addresses are relative to. GitHub reads the name as the root of the repository.
const ROOT: &str = "%SRCROOT%";
/// What is longer is no snippet.
const LONGEST_SNIPPET: usize = 1_000;

/// The result of a check as a SARIF log.
pub fn sarif(run: &Run) -> Value {
    let specs: Vec<Vec<Finding<'_>>> =
        run.results.iter().map(|(source, checked)| findings(run, source, checked)).collect();
    let codes: BTreeMap<&str, &'static Code> =
        specs.iter().flatten().map(|it| (it.diagnostic.code.id, it.diagnostic.code)).collect();
    let rules: Vec<&'static Code> = codes.into_values().collect();
    // Whoever names a spec twice gets its findings twice, but a log lists a file once.
    let files: IndexSet<String> = run.results.iter().map(|(source, _)| path(run, source)).collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "drc",
                "version": VERSION,
                "semanticVersion": VERSION,
                "shortDescription": { "text": "Proves or refutes that a disaster-recovery spec meets its targets" },
                "rules": rules.iter().map(|it| rule(it)).collect::<Vec<_>>(),
            } },
            "invocations": [invocation(run)],
            "originalUriBaseIds": { ROOT: { "description": { "text": "The root of the repository that drc was run in; without one, the folder" } } },
            "artifacts": files.iter().map(|it| artifact(it)).collect::<Vec<_>>(),
            "columnKind": "unicodeCodePoints",
            "results": specs.iter().flatten().map(|it| result(it, &rules)).collect::<Vec<_>>(),
        }],
    })
}

/// No time of day: the same specs make the same log.
fn invocation(run: &Run) -> Value {
    let unread = run.unread.iter().map(|why| json!({ "level": "error", "message": { "text": why } }));
    json!({
        "executionSuccessful": run.unread.is_empty(),
        "toolExecutionNotifications": unread.collect::<Vec<_>>(),
    })
}

fn artifact(path: &str) -> Value {
    json!({ "location": location(path), "roles": ["analysisTarget"], "sourceLanguage": "toml" })
}

fn rule(code: &Code) -> Value {
    let page = Page(code.page);
    let mut rule = json!({
        "id": code.id,
        "name": pascal_case(code.name),
        "shortDescription": { "text": page.sentence() },
        "fullDescription": { "text": page.about() },
        "help": { "text": code.page, "markdown": code.page },
        "defaultConfiguration": { "level": code.severity.word() },
        "properties": {
            "tags": ["aws", "disaster-recovery", codes::chapter(code).to_lowercase().replace(' ', "-")],
            "precision": "high",
            "problem.severity": match code.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "recommendation",
            },
        },
    });
    if let Some(url) = page.source() {
        rule["helpUri"] = json!(url);
    }
    rule
}

/// `HealthCheckInterval`
fn pascal_case(name: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|it| it.to_ascii_uppercase()).into_iter().chain(letters).collect::<String>()
    };
    name.split('-').map(capital).collect()
}

fn result(it: &Finding<'_>, rules: &[&Code]) -> Value {
    let diagnostic = it.diagnostic;
    let rule = rules.iter().position(|code| code.id == diagnostic.code.id);
    let paragraphs = paragraphs(diagnostic);
    // A set: what two labels say alike is said once.
    let others = diagnostic.labels.iter().skip(1).map(|label| related(&it.path, it.source, label));
    let elsewhere =
        diagnostic.elsewhere.iter().zip(&it.elsewhere).flat_map(|(other, path)| {
            other.labels.iter().map(move |label| related(path, &other.source, label))
        });
    let others: IndexSet<Value> = others.chain(elsewhere).collect();
    let mut result = json!({
        "ruleId": diagnostic.code.id,
        "ruleIndex": rule,
        "level": severity(diagnostic).word(),
        "message": {
            "text": paragraphs.join("\n\n"),
            "markdown": paragraphs.iter().map(|it| markdown(it)).collect::<Vec<_>>().join("\n\n"),
        },
        "locations": [blamed(it)],
        "partialFingerprints": { "drc/v1": it.fingerprint },
        // Empty, not absent: absent means that nobody knows.
        "suppressions": it.allow.iter().map(|allow| suppression(it, allow)).collect::<Vec<_>>(),
    });
    if !others.is_empty() {
        result["relatedLocations"] = json!(others);
    }
    result
}

/// Where blame falls, and the address of the service it falls on.
fn blamed(it: &Finding<'_>) -> Value {
    let diagnostic = it.diagnostic;
    let mut location = json!({ "physicalLocation": physical(it, diagnostic.span()) });
    if let Some(label) = diagnostic.labels.first().filter(|it| !it.text.is_empty()) {
        location["message"] = json!({ "text": label.text });
    }
    if let Some(address) = &diagnostic.address {
        location["logicalLocations"] = json!([{ "fullyQualifiedName": address, "kind": "resource" }]);
    }
    location
}

fn related(path: &str, source: &Source, label: &Label) -> Value {
    json!({
        "physicalLocation": { "artifactLocation": location(path), "region": region(source, label.span) },
        "message": { "text": label.text },
    })
}

/// An exception stands in the spec, with its reason: so does its suppression.
fn suppression(it: &Finding<'_>, allow: &Spanned<Allow>) -> Value {
    let mut suppression = json!({
        "kind": "inSource",
        "status": "accepted",
        "justification": allow.value.reason.value,
        "location": { "physicalLocation": physical(it, allow.value.code.span) },
    });
    if let Some(until) = allow.value.until {
        suppression["properties"] = json!({ "until": until.value.to_string() });
    }
    suppression
}

fn physical(it: &Finding<'_>, span: Span) -> Value {
    json!({ "artifactLocation": location(&it.path), "region": region(it.source, span) })
}

fn region(source: &Source, span: Span) -> Value {
    let Place { start, end } = place(source, span);
    let mut region = json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    });
    let text = source.slice(span).trim_end_matches(['\r', '\n']);
    if (1..=LONGEST_SNIPPET).contains(&text.len()) {
        region["snippet"] = json!({ "text": text });
    }
    region
}

fn location(path: &str) -> Value {
    if path.starts_with('/') {
        json!({ "uri": format!("file://{}", encoded(path)) })
    } else {
        json!({ "uri": encoded(path), "uriBaseId": ROOT })
    }
}

/// A path as a part of an address (RFC 3986): what is neither unreserved nor a slash is written in hexadecimal.
fn encoded(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Prose as Markdown: outside of backquotes nothing is to be read as markup.
fn markdown(text: &str) -> String {
    let mut out = String::new();
    for (at, part) in text.split('`').enumerate() {
        if at > 0 {
            out.push('`');
        }
        for letter in part.chars() {
            if at.is_multiple_of(2) && "*_<[]\\".contains(letter) && !part.contains("https://") {
                out.push('\\');
            }
            out.push(letter);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_paths_as_sarif_wants_them() {
        assert_eq!(pascal_case("rto-less-than-detection-plus-ttl"), "RtoLessThanDetectionPlusTtl");
        let uri = |name: &str| location(name)["uri"].clone();
        assert_eq!(uri("my specs/ü.toml"), "my%20specs/%C3%BC.toml");
        assert_eq!(uri("/srv/a.toml"), "file:///srv/a.toml");
        assert_eq!(uri("<stdin>"), "%3Cstdin%3E");
    }

    #[test]
    fn prose_is_no_markup() {
        assert_eq!(markdown("rpo(table.*) of `a_*` <b>"), "rpo(table.\\*) of `a_*` \\<b>");
    }
}
