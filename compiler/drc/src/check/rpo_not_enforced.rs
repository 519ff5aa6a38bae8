//! An RPO that only holds as long as replication keeps up.

use super::alarm_latency_over_rpo::slow;
use super::alarm_threshold_over_rpo::too_late;
use super::{Checking, Rule};
use crate::budget::{StoreBudget, alarm_floor};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::budget::Verdict;
use drc_services::bucket::Bucket;
use drc_services::registry::Typed as _;

/// An RPO that only holds as long as replication keeps up.
#[derive(Debug)]
pub struct RpoNotEnforced;

impl Rule for RpoNotEnforced {
    const CODE: Code = code!("DRC305", "rpo-not-enforced", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let open = |it: &&StoreBudget| it.verdict() == Verdict::Warning && it.enforced.is_none();
        for store in cx.budget.stores.iter().filter(open).filter(|it| !is_anothers(cx, it)) {
            let lag = store.lag.columns;
            let address = store.address.to_string();
            let otherwise = format!(
                "accept it with a reason in [[allow]], or raise the objective of {address} to {} or more",
                store.reach
            );
            let accepted = cx.accepts(&Self::CODE, &address);
            let help = if accepted { otherwise } else { super::mend_store(cx, store, otherwise) };
            found.push(
                Diagnostic::new(&Self::CODE, store.target.span, format!("nothing keeps {} within an RPO of {}: it lags {} typically, but up to {} before anybody is told", address, store.target.value, lag.typical, lag.plan), "met only while replication keeps up")
                    .also(store.span, "this store")
                    .why(why(store))
                    .help(help)
                    .source(store.lag.source.url)
                    .about(address),
            );
        }
    }
}

/// Why: and below the floor of alarms, that no alarm helps.
fn why(store: &StoreBudget) -> String {
    let floor = alarm_floor();
    let asynchronous =
        "replication across Regions is asynchronous: AWS says what is usual and enforces nothing";
    if store.target.value < floor {
        format!(
            "{asynchronous}; an alarm on one-minute metrics tells after {floor} at best, so no alarm can protect an RPO of {}",
            store.target.value
        )
    } else {
        format!(
            "{asynchronous}; an alarm on one-minute metrics tells after {floor} at best, and that adds to its threshold"
        )
    }
}

/// Whether there is more to type than a reason: time control of a bucket that drc makes, or an alarm that comes too late.
fn is_anothers(cx: &Checking<'_>, store: &StoreBudget) -> bool {
    let bucket = cx.spec.entry(&store.address).and_then(|it| Bucket::service(&it.service));
    bucket.is_some_and(Bucket::makes_rules) || too_late(cx, store).is_some() || slow(cx, store).is_some()
}
