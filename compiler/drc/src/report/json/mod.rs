//! The check for machines. Version 1: numbers are numbers, durations are in milliseconds and say so.
//!
//! The types are the format: `drc schema --of check` is made of them. A field may be added to version 1; none is renamed,
//! removed or given another meaning.

mod budget;
mod steps;

use super::severity;
use crate::pipeline::{Checked, VERSION};
use crate::policy::{Judgement, PolicyFile};
use drc_diagnostic::{Diagnostic, Severity};
use drc_syntax::{Source, Span};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;
use serde_json::{Value, json};

use budget::{Targets, targets};
use std::collections::BTreeMap;
use steps::{Evacuation, Step};

/// What a check says of one spec.
#[derive(Serialize, JsonSchema)]
struct Check<'r> {
    /// Of this format.
    #[schemars(extend("const" = 1))]
    version: u8,
    /// The version of drc that made the check.
    drc: &'static str,
    /// The spec, as the command line named it.
    spec: &'r str,
    /// The environment that was compiled; null if the spec cannot be read.
    environment: Option<&'r str>,
    /// How many findings are errors.
    errors: usize,
    /// How many findings are warnings.
    warnings: usize,
    /// Whether the targets can be met; null if the spec cannot be read.
    budget: Option<Targets<'r>>,
    /// What a failover does, in order; null if the spec cannot be read.
    steps: Option<Vec<Step<'r>>>,
    /// What was found when each Region that may be lost was taken away, by Region; null where the graph was not needed.
    evacuation: Option<BTreeMap<&'static str, Evacuation>>,
    /// What is wrong or worth knowing, by position.
    diagnostics: Vec<Finding<'r>>,
    /// What the spec accepts with `[[allow]]`.
    accepted: Vec<Accepted<'r>>,
    /// What each policy says of the system.
    policies: Vec<Policy<'r>>,
    /// What is wrong in the files of policies themselves.
    policy_files: Vec<PolicyProblems<'r>>,
}

/// What a policy says of the system.
#[derive(Serialize, JsonSchema)]
struct Policy<'r> {
    /// Its id.
    id: &'r str,
    /// How bad a violation is.
    #[schemars(extend("enum" = ["error", "warning", "note"]))]
    severity: &'static str,
    /// The file it stands in; null for the spec itself.
    file: Option<&'r str>,
    /// What became of it; `no-value`: something it asks for is not there.
    #[schemars(extend("enum" = ["holds", "does-not-apply", "violated", "no-value"]))]
    verdict: &'static str,
}

/// What is wrong in a file of policies.
#[derive(Serialize, JsonSchema)]
struct PolicyProblems<'r> {
    /// The file, as the command line named it.
    file: &'r str,
    /// By position.
    diagnostics: Vec<Finding<'r>>,
}

/// A finding that the spec accepts.
#[derive(Serialize, JsonSchema)]
struct Accepted<'r> {
    /// Why, in the words of the spec.
    reason: Option<&'r str>,
    /// What is accepted.
    diagnostic: Finding<'r>,
}

/// One thing that is wrong or worth knowing.
#[derive(Serialize, JsonSchema)]
struct Finding<'r> {
    /// `DRC401`: never reused for something else.
    code: &'static str,
    /// `health-check-interval`: the code in words.
    name: &'static str,
    /// How bad it is: `error`, `warning` or `note`.
    #[schemars(extend("enum" = ["error", "warning", "note"]))]
    severity: &'static str,
    /// What is wrong, in one sentence.
    message: &'r str,
    /// The service it is about, as `[[allow]]` names it: `table.payments`.
    address: Option<&'r str>,
    /// Where; blame falls on the first.
    #[schemars(length(min = 1))]
    labels: Vec<Label<'r>>,
    /// What another file has to do with it: the policy that is violated. Null where none has.
    elsewhere: Option<Elsewhere<'r>>,
    /// Why AWS behaves so.
    why: Option<&'r str>,
    /// What to type instead.
    help: Option<&'r str>,
    /// The page that says so.
    source: Option<&'static str>,
}

/// Places in another file.
#[derive(Serialize, JsonSchema)]
struct Elsewhere<'r> {
    /// The file, as the command line named it.
    file: &'r str,
    /// Where.
    labels: Vec<Label<'r>>,
}

/// A place of the spec and what is to be said about it.
#[derive(Serialize, JsonSchema)]
struct Label<'r> {
    /// A few words.
    text: &'r str,
    /// Where.
    at: Range,
}

/// A part of the spec.
#[derive(Serialize, JsonSchema)]
struct Range {
    /// Its first character.
    start: Place,
    /// One past its last character.
    end: Place,
}

/// A place in the spec.
#[derive(Serialize, JsonSchema)]
struct Place {
    /// The line, from 1.
    #[schemars(range(min = 1))]
    line: usize,
    /// The column in characters, from 1.
    #[schemars(range(min = 1))]
    column: usize,
    /// The byte, from 0.
    byte: u32,
}

/// The result of a check as a JSON value, with what is wrong in the files of policies.
pub fn json(source: &Source, checked: &Checked, files: &[PolicyFile]) -> Value {
    let check = Check {
        version: 1,
        drc: VERSION,
        spec: source.name(),
        environment: checked.spec.as_ref().map(|it| it.environment.as_str()),
        errors: checked.diagnostics.count(Severity::Error),
        warnings: checked.diagnostics.count(Severity::Warning),
        budget: checked.budget.as_ref().map(|it| targets(source, it)),
        steps: checked.spec.as_ref().map(steps::steps_of),
        evacuation: checked
            .evacuations
            .as_ref()
            .map(|it| it.iter().map(|it| (it.lost.code(), steps::evacuation(it))).collect()),
        diagnostics: checked.diagnostics.iter().map(|it| finding(source, it)).collect(),
        accepted: checked.accepted.iter().map(|(at, it)| accepted(source, checked, *at, it)).collect(),
        policies: checked.judgements.iter().map(policy).collect(),
        policy_files: files.iter().map(problems).collect(),
    };
    // It cannot fail: every key is a string.
    serde_json::to_value(check).unwrap_or_default()
}

/// The JSON Schema of `drc check --format json`: an object for one spec, a list of them for several.
pub fn json_schema() -> Value {
    // As it is written: what may be null is there all the same.
    let mut generator = SchemaSettings::draft07().for_serialize().into_generator();
    let check = generator.subschema_for::<Check<'_>>();
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "drc check --format json, version 1",
        "anyOf": [check, { "type": "array", "items": check }],
        "definitions": generator.take_definitions(true),
    })
}

fn policy(it: &Judgement) -> Policy<'_> {
    let file = it.file.as_ref().map(|it| it.name());
    Policy { id: &it.id, severity: it.severity.word(), file, verdict: it.verdict.word() }
}

fn problems(file: &PolicyFile) -> PolicyProblems<'_> {
    let diagnostics = file.problems.iter().map(|it| finding(&file.source, it)).collect();
    PolicyProblems { file: file.source.name(), diagnostics }
}

fn accepted<'r>(source: &Source, checked: &'r Checked, at: usize, it: &'r Diagnostic) -> Accepted<'r> {
    let allow = checked.spec.as_ref().and_then(|spec| spec.allows.get(at));
    Accepted { reason: allow.map(|it| it.reason.value.as_str()), diagnostic: finding(source, it) }
}

fn finding<'r>(source: &Source, it: &'r Diagnostic) -> Finding<'r> {
    Finding {
        code: it.code.id,
        name: it.code.name,
        severity: severity(it).word(),
        message: &it.message,
        address: it.address.as_deref(),
        labels: labels(source, &it.labels),
        elsewhere: it
            .elsewhere
            .as_ref()
            .map(|it| Elsewhere { file: it.source.name(), labels: labels(&it.source, &it.labels) }),
        why: it.why.as_deref(),
        help: it.help.as_deref(),
        source: it.source,
    }
}

fn labels<'r>(source: &Source, labels: &'r [drc_diagnostic::Label]) -> Vec<Label<'r>> {
    labels.iter().map(|it| Label { text: &it.text, at: range(source, it.span) }).collect()
}

fn range(source: &Source, span: Span) -> Range {
    let place = |byte: u32| {
        let position = source.position(byte);
        Place { line: position.line, column: position.column, byte }
    };
    Range { start: place(span.start), end: place(span.end) }
}
