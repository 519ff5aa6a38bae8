//! The table of figures that budgets rest on, for people and for machines.

use super::text::seconds;
use crate::budget::{Fact, facts};
use serde_json::{Value, json};

/// A line per figure, with its page and the day it was checked below.
pub fn facts_text() -> String {
    let mut text = format!(
        "{:<30}{:>8}{:>9}{:>8}  {:<11} {:<8} checked\n",
        "", "best", "typical", "plan", "kind", "bounded"
    );
    for fact in facts() {
        let columns = [fact.columns.best, fact.columns.typical, fact.columns.plan].map(seconds);
        let bounded = if fact.bounded { "yes" } else { "no" };
        let Fact { id, name, kind, checked, source, .. } = fact;
        let [best, typical, plan] = columns;
        text.push_str(&format!(
            "{id:<30}{best:>8}{typical:>9}{plan:>8}  {:<11} {bounded:<8} {checked}\n  {name}\n  {}\n",
            kind.word(),
            if source.url.is_empty() { source.title.as_ref() } else { source.url },
        ));
    }
    text
}

/// Version 1: durations are in milliseconds.
pub fn facts_json() -> Value {
    let fact = |fact: &Fact| {
        json!({
            "id": fact.id,
            "name": fact.name,
            "best_ms": fact.columns.best.as_millis(),
            "typical_ms": fact.columns.typical.as_millis(),
            "plan_ms": fact.columns.plan.as_millis(),
            "kind": fact.kind,
            "bounded": fact.bounded,
            "source": &fact.source,
            "checked": fact.checked,
        })
    };
    json!({ "version": 1, "facts": facts().map(fact).collect::<Vec<_>>() })
}
