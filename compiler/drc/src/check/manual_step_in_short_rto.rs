//! An RTO that people are too slow for.

use super::{Checking, Rule};
use crate::budget::people;
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Duration;
use drc_model::budget::Verdict;
use drc_services::Entry;
use drc_services::database::{Database, Promotion};

/// An RTO that people are too slow for.
#[derive(Debug)]
pub struct ManualStepInShortRto;

impl Rule for ManualStepInShortRto {
    const CODE: Code = code!("DRC311", "manual-step-in-short-rto", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let Some((entry, _)) = by_hand(cx).filter(|_| says_it(cx)) else { return };
        let (rto, total, takes) = (&cx.budget.rto, cx.budget.rto.total(), takes(cx));
        let stated = cx.spec.operations.response;
        let known = if stated.is_some() { "" } else { ", as long as nobody has said how long they take" };
        let mut diagnostic = Diagnostic::new(
            &Self::CODE,
            rto.target_span,
            format!(
                "an RTO of {} cannot wait for people: {} of {} planned are theirs{known}",
                rto.target, takes, total.plan
            ),
            "missed while people decide",
        );
        diagnostic = diagnostic.also(entry.span, "promoted by hand");
        if let Some(response) = stated {
            diagnostic = diagnostic.also(response.span, "from the page to the first action");
        }
        let say = if stated.is_some() {
            ""
        } else {
            "say how long yours take, [operations] response = \"10m\", and drill it; or "
        };
        found.push(
            diagnostic
                .why("somebody must get the page, take it, decide to lose what has not arrived, and run the command: AWS promotes nothing by itself")
                .help(format!("write promotion = \"automatic\" in {}; or {say}raise the RTO to {}", entry.address, total.plan))
                .source("https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html")
                .about("objectives"),
        );
    }
}

/// The first database that people promote.
pub(super) fn by_hand<'a>(cx: &'a Checking<'_>) -> Option<(&'a Entry, &'a Database)> {
    cx.spec.all::<Database>().find(|(_, it)| it.promotion.value == Promotion::Manual)
}

fn takes(cx: &Checking<'_>) -> Duration {
    people(&cx.spec.operations).iter().map(|it| it.columns.plan).sum()
}

/// Whether the RTO is missed because of people: they alone take longer, or it does not fit and nobody has said how
/// long they take. That no person may be waited for at all is another finding.
pub(super) fn says_it(cx: &Checking<'_>) -> bool {
    let rto = &cx.budget.rto;
    let unstated = cx.spec.operations.response.is_none() && rto.verdict() != Verdict::Pass;
    by_hand(cx).is_some() && !cx.spec.objectives.hands_off && (unstated || takes(cx) > rto.target)
}
