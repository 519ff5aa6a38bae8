//! Figures, verdicts and the whole in the words of people.

use super::Review;
use crate::change::{Change, Evidence, Fate, Figure, Objective, Seen};
use crate::cost::Cost;
pub(super) use crate::report::words::{UNKNOWN, growth, time};
use drc_diagnostic::Severity;
use drc_model::Duration;
use drc_model::budget::Verdict;

/// A figure on one side.
pub(super) fn seen(it: Seen<Duration>) -> String {
    match it {
        Seen::Known(it) => time(it),
        Seen::Unknown => UNKNOWN.to_owned(),
        Seen::Absent | Seen::Unasked => "none".to_owned(),
    }
}

/// `$57.10`
pub(super) fn dollars(amount: f64) -> String {
    format!("${amount:.2}")
}

/// `at least $57.10 a month`: what is not known is more, and counted.
pub(super) fn cost(it: &Cost) -> String {
    let known = dollars(it.known());
    match it.unknown() {
        0 => format!("{known} a month"),
        more => format!("at least {known} a month, with {} unknown", count(more, "part")),
    }
}

/// What the stated load costs, and cost: nothing where no load is stated.
pub(super) fn costs(change: &Change) -> Option<String> {
    let head = change.cost.head.as_ref().known()?;
    let was = match (change.cost_fate(), change.cost.base.as_ref()) {
        (Fate::NotCompared, _) => String::new(),
        (Fate::Unchanged, _) => " (unchanged)".to_owned(),
        (_, Seen::Known(base)) => format!(" (was {})", cost(base)),
        (_, Seen::Unknown) => format!(" (was {UNKNOWN})"),
        (_, Seen::Absent | Seen::Unasked) => " (no load was stated before)".to_owned(),
    };
    Some(format!("{}{was}", cost(head)))
}

/// What became of a planned figure: `+4 m`, `none`, `new`, `unknown`; a target that moved as well.
pub(super) fn change(it: &Figure) -> String {
    let moved = match (it.target.base.known(), it.target.head.known()) {
        (Some(base), Some(head)) if base != head => format!(", target {} → {}", time(base), time(head)),
        _ => String::new(),
    };
    match it.fate {
        Fate::Unchanged => "none".to_owned(),
        Fate::Changed => it.growth().map_or(UNKNOWN.to_owned(), growth) + &moved,
        Fate::NotCompared | Fate::Unknown | Fate::New | Fate::Gone => it.fate.word().to_owned(),
    }
}

/// A verdict with a sign that never stands alone.
pub(super) fn verdict(it: Verdict, accepted: bool) -> &'static str {
    match (it, accepted) {
        (Verdict::Pass, _) => "✅ met",
        (Verdict::Warning | Verdict::Error, true) => "☑️ accepted",
        (Verdict::Warning, false) => "⚠️ at risk",
        (Verdict::Error, false) => "❌ missed",
    }
}

/// The verdict of a figure as it is now.
pub(super) fn judged(it: &Figure) -> &'static str {
    it.verdict.head.known().map_or("", |verdict_now| verdict(verdict_now, it.accepted))
}

/// `held 2026-10-02`
pub(super) fn evidence(it: Evidence) -> String {
    match it {
        Evidence::Unknown => UNKNOWN.to_owned(),
        Evidence::None => "no drill".to_owned(),
        Evidence::Drill(on) => format!("drill of {on}"),
        Evidence::Stale(on) => format!("drill of {on} is too old"),
    }
}

/// `ends in 9 days`
pub(super) fn days_left(days: i64) -> String {
    match days {
        ..=-1 => "has ended".to_owned(),
        0 => "ends today".to_owned(),
        1 => "ends tomorrow".to_owned(),
        more => format!("ends in {more} days"),
    }
}

/// `1 error`, `2 errors`
pub(super) fn count(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

/// The whole in one sentence.
pub(super) struct Summary {
    /// A sign, which the heading repeats in words.
    pub(super) sign: &'static str,
    /// `Recovery target missed`
    pub(super) heading: &'static str,
    /// What is said of it; names stand between backticks.
    pub(super) text: String,
}

impl Summary {
    /// Heading and text.
    pub(super) fn sentence(&self) -> String {
        format!("{}: {}", self.heading, self.text)
    }
}

/// The worst first: what cannot be read, a target that is missed, an error, a target at risk, a warning.
pub(super) fn summary(review: &Review<'_>) -> Summary {
    let base = review.base.as_deref();
    if let Some(why) = review.unread.first() {
        let text = format!("{}{}", why, more(review.unread.len() - 1, "more could not be read"));
        return Summary { sign: "❔", heading: "Recovery time unknown", text };
    }
    if let Some(change) = review.changes().find(|it| it.verdict.head == Seen::Unknown) {
        let was = change.rto().map_or(String::new(), |it| was(it, base));
        let text = format!("`{}` cannot be read, so nobody knows how long it takes{was}", change.spec);
        return Summary { sign: "❔", heading: "Recovery time unknown", text };
    }
    // The first of the worst, so that the answer is as the specs were named.
    let all: Vec<&Change> = review.changes().collect();
    let Some(worst) = all.iter().rev().max_by_key(|it| it.verdict.head.known()) else {
        return Summary {
            sign: "✅", heading: "Recovery targets", text: "no spec was looked at".to_owned()
        };
    };
    let Some(found) = worst.verdict.head.known() else {
        let text = format!("{} gone", if all.len() == 1 { "the spec is" } else { "the specs are" });
        return Summary { sign: "✅", heading: "Recovery targets", text };
    };
    let others = all.iter().filter(|it| it.verdict.head.known() > Some(Verdict::Pass)).count();
    let missed = missed(worst, found);
    let judged = missed.and_then(|it| it.verdict.head.known());
    let sign = match found {
        Verdict::Error => "❌",
        Verdict::Warning => "⚠️",
        Verdict::Pass => "✅",
    };
    let heading = match (judged, found) {
        (Some(Verdict::Error), _) => "Recovery target missed",
        (Some(Verdict::Warning | Verdict::Pass), _) => "Recovery target at risk",
        (None, Verdict::Error) => "Spec with errors",
        (None, Verdict::Warning) => "Spec with warnings",
        (None, Verdict::Pass) => "Recovery targets met",
    };
    let text = match (missed, found) {
        (Some(figure), _) => about(worst, figure, base) + &errors(worst),
        (None, Verdict::Error) => wrong(worst, Severity::Error),
        (None, Verdict::Warning) => wrong(worst, Severity::Warning),
        (None, Verdict::Pass) => kept(&all, base),
    };
    Summary { sign, heading, text: text + &more(others.saturating_sub(1), "more of the specs need a look") }
}

/// Errors that are about more than the figure.
fn errors(change: &Change) -> String {
    let open = change.findings.iter().filter(|it| it.fate != Fate::Gone);
    let errors = open.filter(|it| it.severity == Severity::Error).count();
    if errors == 0 { String::new() } else { format!(", with {}", count(errors, "error")) }
}

fn more(number: usize, what: &str) -> String {
    if number == 0 { String::new() } else { format!("; {number} {what}") }
}

/// The first of the figures that miss their targets most, unless the spec accepts it.
fn missed(change: &Change, verdict: Verdict) -> Option<&Figure> {
    let open = || change.figures.iter().filter(|it| !it.accepted && verdict != Verdict::Pass);
    let first = |wanted: Verdict| open().find(|it| it.verdict.head == Seen::Known(wanted));
    first(Verdict::Error).or_else(|| first(Verdict::Warning))
}

/// Nothing is wrong: the slowest is what people ask about.
fn kept(all: &[&Change], base: Option<&str>) -> String {
    let plan = |it: &&&Change| it.rto().and_then(|it| it.columns.head.known()).map(|it| it.plan);
    let Some(slowest) = all.iter().rev().max_by_key(plan) else { return String::new() };
    let Some(figure) = slowest.rto() else { return String::new() };
    let about = about(slowest, figure, base);
    if all.len() == 1 { about } else { format!("all {} specs; the slowest, {about}", all.len()) }
}

fn wrong(change: &Change, severity: Severity) -> String {
    let open = || change.findings.iter().filter(|it| it.severity == severity && it.fate != Fate::Gone);
    let first = open().next().map_or(String::new(), |it| format!(": {}", it.message));
    format!("{} has {}{first}", name(change), count(open().count(), severity.word()))
}

fn name(change: &Change) -> String {
    format!("`{}`", change.system.as_deref().unwrap_or(&change.spec))
}

/// What is planned, against what.
fn about(change: &Change, it: &Figure, base: Option<&str>) -> String {
    let system = name(change);
    let of = it.address.as_deref().map_or(system.clone(), |address| format!("`{address}` of {system}"));
    let plan = seen(it.columns.head.map(|it| it.plan));
    let was = was(it, base);
    let against = match it.target.head.known() {
        Some(target) => format!("against an objective of {}", time(target)),
        None => "with no objective".to_owned(),
    };
    let rto = against.replace("an objective", "an RTO");
    match it.objective {
        Objective::Rto | Objective::ServiceRto => format!("{of} is planned to take {plan} {rto}{was}"),
        Objective::Rpo => {
            format!("{of} may lose {plan} {}{was}", against.replace("an objective", "an RPO"))
        }
        Objective::InFlight => format!("what waits in {of} may be {plan} old {against}{was}"),
        Objective::Backup => format!("the newest copy of {of} may be {plan} old {against}{was}"),
        Objective::Failback => format!("the way back of {of} is planned to take {plan} {against}{was}"),
    }
}

/// ` (was 4 m 38 s on main)`
fn was(it: &Figure, base: Option<&str>) -> String {
    let on = base.map_or(String::new(), |it| format!(" on {it}"));
    let plan = it.columns.base.map(|it| it.plan);
    match it.fate {
        Fate::NotCompared => String::new(),
        Fate::New => " (new)".to_owned(),
        Fate::Unchanged => " (unchanged)".to_owned(),
        Fate::Unknown | Fate::Gone | Fate::Changed if it.columns.base == it.columns.head => String::new(),
        Fate::Unknown | Fate::Gone | Fate::Changed => format!(" (was {}{on})", seen(plan)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_knows_is_said_so() {
        assert_eq!(seen(Seen::Unknown), "unknown");
        assert_eq!(seen(Seen::Known(Duration::ZERO)), "0 s");
    }
}
