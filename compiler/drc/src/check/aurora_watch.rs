//! A watch that cannot be kept, or that nobody keeps.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::database::{Database, Promotion, WatchPlan};
use drc_syntax::Span;

/// A watch that cannot be kept, or that nobody keeps.
#[derive(Debug)]
pub struct AuroraWatch;

impl Rule for AuroraWatch {
    const CODE: Code = code!("DRC547", "aurora-watch", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, database) in cx.spec.all::<Database>() {
            let Some((span, message, label)) = wrong(database) else { continue };
            found.push(
                Diagnostic::new(&Self::CODE, span, format!("{}: {message}", entry.address), label)
                    .why("the watcher is a function that EventBridge calls by the clock, whose smallest unit is the minute; it promotes after so many failures in a row")
                    .help("write promotion = \"automatic\" and watch = { interval = \"60s\", threshold = 3 }: whole minutes up to 1h, 1 to 10 failures")
                    .source("https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}

fn wrong(database: &Database) -> Option<(Span, String, &'static str)> {
    let watch = database.watch.as_ref()?;
    let WatchPlan { interval, threshold } = &watch.value;
    if database.promotion.value == Promotion::Manual {
        return Some((
            watch.span,
            "a watch, and nobody who would keep it".to_owned(),
            "only with promotion = \"automatic\"",
        ));
    }
    if !interval_exists(&watch.value) {
        return Some((
            interval.span,
            format!("the watcher cannot look every {}", interval.value),
            "whole minutes, up to 1h",
        ));
    }
    (!threshold_exists(&watch.value)).then(|| {
        (threshold.span, format!("{} failures in a row cannot be counted", threshold.value), "1 to 10")
    })
}

fn interval_exists(plan: &WatchPlan) -> bool {
    let millis = plan.interval.value.as_millis();
    millis.is_multiple_of(60_000) && (60_000..=3_600_000).contains(&millis)
}

fn threshold_exists(plan: &WatchPlan) -> bool {
    (1..=10).contains(&plan.threshold.value)
}

/// Whether a watcher could keep it.
pub(super) fn exists(plan: &WatchPlan) -> bool {
    interval_exists(plan) && threshold_exists(plan)
}
