//! A rule of a bus that EventBridge does not take, or that would match what nobody meant.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Json;
use drc_services::Entry;
use drc_services::bus::{Bus, BusRule, OWN_RULES};
use drc_services::shared::event_rule::MOST_TARGETS;
use drc_syntax::{Span, Spanned};
use indexmap::IndexMap;

/// A rule of a bus that EventBridge does not take, or that would match what nobody meant.
#[derive(Debug)]
pub struct EventRule;

const PATTERNS: &str = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html";
const RULES: &str = "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html";
const QUOTAS: &str = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html";

/// The fields every event has.
const FIELDS: [&str; 10] = [
    "version",
    "id",
    "detail-type",
    "source",
    "account",
    "time",
    "region",
    "replay-name",
    "resources",
    "detail",
];
/// What stands at the top of a pattern beside fields.
const OR: &str = "$or";

impl Rule for EventRule {
    const CODE: Code = code!("DRC563", "event-rule", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, bus) in cx.spec.all::<Bus>() {
            let mut seen: IndexMap<&str, Span> = IndexMap::new();
            for rule in &bus.rules {
                let name = &rule.name;
                if let Some(first) = seen.insert(&name.value.0, name.span) {
                    let message = format!("two rules of {} are called `{}`", entry.address, name.value.0);
                    report(
                        found,
                        entry,
                        name.span,
                        message,
                        "the second one",
                        "EventBridge takes a second rule of a name for a change of the first",
                        "give one of them another name",
                        RULES,
                        Some((first, "the first one")),
                    );
                }
                if OWN_RULES.contains(&name.value.0.as_str()) {
                    let message = format!("`{}` is the name of a rule that drc makes", name.value.0);
                    report(
                        found,
                        entry,
                        name.span,
                        message,
                        "taken",
                        "EventBridge takes a second rule of a name for a change of the first",
                        "give it another name",
                        RULES,
                        None,
                    );
                }
                targets(entry, rule, found);
                pattern(entry, &rule.r#match, found);
            }
        }
    }
}

#[allow(clippy::too_many_arguments, reason = "one sentence for each part of a finding")]
fn report(
    found: &mut Diagnostics,
    entry: &Entry,
    span: Span,
    message: String,
    label: &str,
    why: &str,
    help: &str,
    source: &'static str,
    also: Option<(Span, &str)>,
) {
    let mut it = Diagnostic::new(&EventRule::CODE, span, message, label);
    if let Some((span, label)) = also {
        it = it.also(span, label);
    }
    found.push(it.why(why).help(help).source(source).about(entry.address.to_string()));
}

fn targets(entry: &Entry, rule: &BusRule, found: &mut Diagnostics) {
    let targets = &rule.to.0;
    if targets.is_empty() || targets.len() > MOST_TARGETS {
        let message = format!("rule `{}` delivers to {} services", rule.name.value.0, targets.len());
        let help = format!("name one to {MOST_TARGETS}; for more, write a second rule with the same `match`");
        report(
            found,
            entry,
            rule.name.span,
            message,
            "this rule",
            "EventBridge takes up to five targets for a rule, and a rule without one does nothing",
            &help,
            QUOTAS,
            None,
        );
    }
    for (at, target) in targets.iter().enumerate() {
        let Some(first) = targets[..at].iter().find(|it| it.value == target.value) else { continue };
        let message = format!("rule `{}` delivers to {} twice", rule.name.value.0, target.value);
        report(
            found,
            entry,
            target.span,
            message,
            "again",
            "each event would arrive twice",
            "take one out",
            QUOTAS,
            Some((first.span, "the first time")),
        );
    }
}

fn pattern(entry: &Entry, pattern: &Spanned<Json>, found: &mut Diagnostics) {
    let Json::Table(fields) = &pattern.value else {
        return report(
            found,
            entry,
            pattern.span,
            "an event pattern is a table".to_owned(),
            "not a table",
            "a pattern names fields of events and the values they may have",
            "write `match = { source = [\"payments\"] }`",
            PATTERNS,
            None,
        );
    };
    if fields.is_empty() {
        return report(
            found,
            entry,
            pattern.span,
            "an empty pattern".to_owned(),
            "matches nothing in particular",
            "EventBridge refuses it",
            "name what the rule is for: `match = { source = [\"payments\"] }`",
            PATTERNS,
            None,
        );
    }
    for (key, value) in fields {
        if key.value != OR && !FIELDS.contains(&key.value.as_str()) {
            let message = format!("events have no field `{}`", key.value);
            let help = format!(
                "what your producers put into an event is below `detail`: `match = {{ detail = {{ {} = … }} }}`",
                key.value
            );
            report(
                found,
                entry,
                key.span,
                message,
                "no event has it",
                "the rule would never match, and say nothing",
                &help,
                PATTERNS,
                None,
            );
        } else if key.value != OR {
            field(entry, key, value, found);
        }
    }
}

/// A field of a pattern is a list of what it may be, or a table of fields below it.
fn field(entry: &Entry, key: &Spanned<String>, value: &Spanned<Json>, found: &mut Diagnostics) {
    match &value.value {
        Json::Table(below) => {
            for (key, value) in below.iter().filter(|(key, _)| key.value != OR) {
                field(entry, key, value, found);
            }
        }
        Json::List(items) if !items.is_empty() => {}
        Json::List(_) => {
            let message = format!("`{}` may have no value at all", key.value);
            report(
                found,
                entry,
                value.span,
                message,
                "an empty list",
                "EventBridge refuses a list without values",
                "name the values it may have, or take the field out",
                PATTERNS,
                None,
            );
        }
        Json::Bool(_) | Json::Int(_) | Json::Float(_) | Json::Text(_) => {
            let message = format!("`{}` of a pattern must be a list", key.value);
            report(
                found,
                entry,
                value.span,
                message,
                "one value, not in brackets",
                "EventBridge wants the values a field may have as a list, even if it is one: it refuses the rule",
                "put it in brackets",
                PATTERNS,
                None,
            );
        }
    }
}
