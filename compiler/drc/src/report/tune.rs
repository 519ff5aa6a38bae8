//! Settings that meet a target: for terminals, and for machines.

use crate::cost::prices;
use crate::pipeline::VERSION;
use crate::tune::{
    Answer, BLIP, BLIPS_A_YEAR, Edit, Figure, Floor, Literal, MOST_COMBINATIONS, Measure, Problem, SPIKE,
    SPIKES_A_YEAR, Tuned, line_of,
};
use drc_model::Duration;
use drc_model::budget::Columns;
use drc_syntax::Source;
use serde_json::{Value, json};

/// The answers as text, ending with a line break.
pub fn tune_text(source: &Source, tuned: &Tuned) -> String {
    let mut lines = vec![format!("{} ({})", tuned.system, tuned.environment)];
    let mut number = 0;
    for problem in &tuned.problems {
        lines.push(String::new());
        lines.push(headline(problem));
        lines.extend(summary(problem));
        for it in &problem.answers {
            number += 1;
            lines.extend(answer(source, tuned, problem, (number, it)));
        }
        if problem.further > 0 {
            lines.push(format!("  … and {} more; --limit shows them", problem.further));
        }
        if let Some(floor) = &problem.floor {
            lines.extend(beyond(source, tuned, problem, floor));
        }
    }
    if number > 0 {
        lines.push(String::new());
        lines.extend(assumptions());
    }
    lines.join("\n") + "\n"
}

/// `RTO`, `RPO of table.payments`
fn name(figure: &Figure) -> String {
    match figure {
        Figure::Rto => "RTO".to_owned(),
        Figure::Rpo(store) => format!("RPO of {store}"),
    }
}

/// What is needless: a failover, or a page.
fn needless(figure: &Figure) -> &'static str {
    match figure {
        Figure::Rto => "needless failovers a year",
        Figure::Rpo(_) => "needless alarms a year",
    }
}

fn headline(problem: &Problem) -> String {
    let aim = &problem.aim;
    let now = aim.column.of(problem.now.columns);
    let (has, word) = (seconds(now), aim.column.word());
    let verdict = if problem.is_met() {
        format!("met with {} to spare", seconds(aim.target.saturating_sub(now)))
    } else {
        format!("missed by {}", seconds(now.saturating_sub(aim.target)))
    };
    format!("{} {}: {has} {word}, {verdict}", name(&aim.figure), aim.target)
}

fn summary(problem: &Problem) -> Vec<String> {
    let mut lines = Vec::new();
    let all = problem.answers.len() + problem.further;
    let tried = match problem.tried {
        1 => "nothing to set".to_owned(),
        many => format!("{many} combinations of settings tried"),
    };
    lines.push(match (problem.is_met(), all) {
        (true, 0) => format!("  {tried}: none that meets it costs less, in money or in false alarms"),
        (true, _) => format!("  {tried}; these meet it for less money or fewer false alarms"),
        (false, 0) if problem.refused.is_empty() => format!("  {tried}: none meets it"),
        (false, 0) => format!("  {tried}: none that can be used meets it"),
        (false, _) => format!("  {tried}; these meet it and no other beats them, cheapest first"),
    });
    if problem.capped {
        lines.push(format!("  not all: drc stops at {MOST_COMBINATIONS}, so there may be better ones"));
    }
    lines.extend(problem.refused.iter().map(|why| format!("  left out: {why}")));
    lines
}

fn answer(source: &Source, tuned: &Tuned, problem: &Problem, (number, it): (usize, &Answer)) -> Vec<String> {
    let column = problem.aim.column;
    let (before, after) = (column.of(problem.now.columns), column.of(it.then.columns));
    let mut lines = vec![format!(
        "  {number:>2}  {} → {} {}; {}; {} {} → {}",
        seconds(before),
        seconds(after),
        column.word(),
        it.cost.words(),
        needless(&problem.aim.figure),
        rate(problem.now.needless),
        rate(it.then.needless)
    )];
    lines.extend(it.edits.iter().map(|edit| format!("      {}", change(source, tuned, edit))));
    lines.extend(it.cautions.iter().map(|caution| format!("      beware: {caution}")));
    lines.extend(it.raises.iter().map(|code| format!("      warned of then: {code}")));
    lines
}

/// `specs/a.toml:27: traffic.ttl "300s" → "60s"`
fn change(source: &Source, tuned: &Tuned, edit: &Edit) -> String {
    let place = match line_of(source, &tuned.environment, edit) {
        Some(line) => format!("{}:{line}", source.name()),
        None => source.name().to_owned(),
    };
    match (&edit.then, &edit.now) {
        (Literal::Value(then), Some(now)) => format!("{place}: {} {now} → {then}", edit.key()),
        (Literal::Value(_), None) | (Literal::Service(_), _) => format!("{place}: add {}", edit.words()),
    }
}

fn beyond(source: &Source, tuned: &Tuned, problem: &Problem, floor: &Floor) -> Vec<String> {
    let column = problem.aim.column;
    let least = column.of(floor.answer.then.columns);
    let mut lines = vec![format!(
        "  settings reach {} {}, {} short of the target",
        seconds(least),
        column.word(),
        seconds(least.saturating_sub(problem.aim.target))
    )];
    lines.extend(floor.answer.edits.iter().map(|edit| format!("      {}", change(source, tuned, edit))));
    lines.extend(floor.answer.cautions.iter().map(|caution| format!("      beware: {caution}")));
    let largest = floor.terms.iter().take(3).map(|(name, time)| format!("{name} {}", seconds(*time)));
    let largest: Vec<String> = largest.collect();
    if !largest.is_empty() {
        lines.push(format!("  what is left: {}", largest.join("; ")));
    }
    lines.extend(floor.beyond.iter().map(|it| format!("  not by a setting: {it}")));
    lines
}

fn assumptions() -> Vec<String> {
    let checked = prices().iter().map(|it| it.checked).max();
    let checked =
        checked.map_or_else(String::new, |it| format!(" of {}-{:02}-{:02}", it.year, it.month, it.day));
    vec![
        format!(
            "prices: on demand in us-east-1{checked}, none read on AWS's page; what depends on traffic has no sum"
        ),
        format!(
            "needless: assumed {BLIPS_A_YEAR} moments a year out of reach, {BLIP} on average; {SPIKES_A_YEAR} spikes of lag, {SPIKE} on average; to compare settings, not to predict"
        ),
    ]
}

fn seconds(time: Duration) -> String {
    let millis = time.as_millis();
    if millis.is_multiple_of(1_000) {
        format!("{}s", millis / 1_000)
    } else {
        format!("{}.{}s", millis / 1_000, millis % 1_000 / 100)
    }
}

/// Two figures are all a model like this has.
fn rate(a_year: f64) -> String {
    if a_year < 0.005 {
        return "0".to_owned();
    }
    let places = if a_year < 1.0 { 2 } else { usize::from(a_year < 10.0) };
    format!("{a_year:.places$}")
}

/// The answers as a JSON value. Version 1: numbers are numbers, durations are in milliseconds and say so.
pub fn tune_json(source: &Source, tuned: &Tuned) -> Value {
    let mut number = 0;
    let problems = tuned.problems.iter().map(|problem| {
        let answers = problem.answers.iter().map(|it| {
            number += 1;
            let mut value = answer_json(source, tuned, it);
            value["number"] = json!(number);
            value
        });
        let answers: Vec<Value> = answers.collect();
        json!({
            "figure": match &problem.aim.figure { Figure::Rto => "rto", Figure::Rpo(_) => "rpo" },
            "address": match &problem.aim.figure { Figure::Rto => None, Figure::Rpo(store) => Some(store.to_string()) },
            "target_ms": problem.aim.target.as_millis(),
            "column": problem.aim.column.name(),
            "met": problem.is_met(),
            "now": measure(&problem.now),
            "combinations_tried": problem.tried,
            "combinations_capped": problem.capped,
            "refused": problem.refused,
            "answers": answers,
            "further_answers": problem.further,
            "floor": problem.floor.as_ref().map(|it| floor_json(source, tuned, it)),
        })
    });
    let problems: Vec<Value> = problems.collect();
    json!({
        "version": 1,
        "drc": VERSION,
        "spec": source.name(),
        "environment": tuned.environment,
        "possible": tuned.is_possible(),
        "problems": problems,
    })
}

fn measure(it: &Measure) -> Value {
    json!({ "columns": columns(it.columns), "needless_per_year": it.needless })
}

fn columns(columns: Columns) -> Value {
    json!({
        "best_ms": columns.best.as_millis(),
        "typical_ms": columns.typical.as_millis(),
        "plan_ms": columns.plan.as_millis(),
    })
}

fn answer_json(source: &Source, tuned: &Tuned, it: &Answer) -> Value {
    let cost = &it.cost;
    // A sum that leaves out what nobody knows is no sum.
    let known = cost.by_use.is_empty().then_some(cost.dollars);
    let why: Vec<Value> =
        cost.by_use.iter().map(|(why, more)| json!({ "what": why, "more": more })).collect();
    json!({
        "edits": it.edits.iter().map(|it| edit_json(source, tuned, it)).collect::<Vec<_>>(),
        "then": measure(&it.then),
        "cost": { "usd_per_month": known, "fixed_usd_per_month": cost.dollars, "why": why },
        "cautions": it.cautions,
        "raises": it.raises,
    })
}

fn edit_json(source: &Source, tuned: &Tuned, it: &Edit) -> Value {
    let then = match &it.then {
        Literal::Value(value) => json!(value),
        Literal::Service(lines) => {
            lines.iter().map(|(key, value)| ((*key).to_owned(), json!(value))).collect()
        }
    };
    json!({
        "path": it.path,
        "line": line_of(source, &tuned.environment, it),
        "now_toml": it.now,
        "then_toml": then,
    })
}

fn floor_json(source: &Source, tuned: &Tuned, it: &Floor) -> Value {
    let terms: Vec<Value> =
        it.terms.iter().map(|(name, time)| json!({ "name": name, "ms": time.as_millis() })).collect();
    json!({ "answer": answer_json(source, tuned, &it.answer), "terms": terms, "beyond": it.beyond })
}
