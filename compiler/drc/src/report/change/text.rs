//! The report for terminals.

use super::Review;
use super::said::{self, count};
use crate::change::{Change, Fate, Figure, Finding, Line, Seen};
use drc_diagnostic::{Severity, harmless};

/// The report as text.
pub fn text(review: &Review<'_>) -> String {
    let compared = review.base.is_some();
    let mut out = format!("{}\n", said::summary(review).sentence().replace('`', ""));
    for change in review.changes() {
        out.push_str(&spec(change, compared));
    }
    harmless(&out)
}

fn spec(change: &Change, compared: bool) -> String {
    let system = change.system.as_deref().unwrap_or(said::UNKNOWN);
    let environment = change.environment.as_deref().unwrap_or(said::UNKNOWN);
    let fate = if compared { format!(", {}", change.fate().word()) } else { String::new() };
    let mut out = format!("\n{}: {system} ({environment}){fate}\n", change.spec);
    if !change.figures.is_empty() {
        let names = ["", "target", "base", "planned", "change", "verdict"];
        out.push_str(&row(compared, names.map(str::to_owned)));
    }
    change.figures.iter().for_each(|it| out.push_str(&figure(it, compared)));
    let moved: Vec<&Line> = change.lines.iter().filter(|it| it.fate.is_change()).collect();
    if !moved.is_empty() {
        out.push_str("  made of\n");
        moved.iter().for_each(|it| out.push_str(&line(it)));
        out.push_str(&format!("    {} unchanged\n", count(change.lines.len() - moved.len(), "line")));
    }
    change.findings.iter().filter(|it| it.severity != Severity::Note).for_each(|it| {
        out.push_str(&finding(change, it));
    });
    for it in &change.risks {
        let ends = it.days_left.map_or("without an end".to_owned(), said::days_left);
        let whose = it.address.as_deref().unwrap_or_default();
        out.push_str(&format!("  accepted {} {whose}, {ends}: {}\n", it.code.id, it.reason));
    }
    if let Some(costs) = said::costs(change) {
        out.push_str(&format!("  estimated cost: {costs}\n"));
    }
    if let Some(fix) = &change.fix {
        let line = fix.at.map_or(String::new(), |it| format!(" ({}:{})", change.spec, it.line));
        out.push_str(&format!("  fix first: {}{line}\n", fix.text));
    }
    out
}

fn row(compared: bool, [name, target, base, planned, change, verdict]: [String; 6]) -> String {
    let line = if compared {
        format!("  {name:<36}{target:>12}{base:>14}{planned:>14}  {change:<20}{verdict}")
    } else {
        format!("  {name:<36}{target:>12}{planned:>14}  {verdict}")
    };
    format!("{}\n", line.trim_end())
}

fn figure(it: &Figure, compared: bool) -> String {
    let name = format!("{} {}", it.objective.word(), it.address.as_deref().unwrap_or("of the system"));
    let plan = |side: Seen<drc_model::budget::Columns>| said::seen(side.map(|it| it.plan));
    // Terminals differ in what they make of signs: the word is enough.
    let verdict = said::judged(it).split_once(' ').map_or("", |(_, word)| word);
    let (base, head) = (plan(it.columns.base), plan(it.columns.head));
    row(compared, [name, said::seen(it.target.head), base, head, said::change(it), verdict.to_owned()])
}

fn line(it: &Line) -> String {
    let plan = |side: Seen<drc_model::budget::Columns>| said::seen(side.map(|it| it.plan));
    let name = it.name.last().map_or(it.id, String::as_str);
    let field = it.field.map_or(String::new(), |(name, at)| format!(", {name} in line {}", at.line));
    format!(
        "    {} {name}: {} → {} ({}{field})\n",
        it.path,
        plan(it.columns.base),
        plan(it.columns.head),
        it.kind.word()
    )
}

fn finding(change: &Change, it: &Finding) -> String {
    let fate = match it.fate {
        Fate::NotCompared => String::new(),
        Fate::Unknown | Fate::New | Fate::Gone | Fate::Changed | Fate::Unchanged => {
            format!("{} ", it.fate.word())
        }
    };
    let line = it.at.map_or(String::new(), |it| format!(" ({}:{})", change.spec, it.line));
    format!("  {fate}{} {}: {}{line}\n", it.severity.word(), it.code.id, it.message)
}
