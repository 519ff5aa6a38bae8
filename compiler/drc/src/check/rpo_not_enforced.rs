//! An RPO that only holds as long as replication keeps up.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::budget::Verdict;

/// An RPO that only holds as long as replication keeps up.
#[derive(Debug)]
pub struct RpoNotEnforced;

impl Rule for RpoNotEnforced {
    const CODE: Code = code!("DRC305", "rpo-not-enforced", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for store in
            cx.budget.stores.iter().filter(|it| it.verdict() == Verdict::Warning && it.enforced.is_none())
        {
            let lag = store.lag.columns;
            found.push(
                Diagnostic::new(&Self::CODE, store.target.span, format!("nothing keeps {} within an RPO of {}: it lags {} typically, but up to {} before anybody is told", store.address, store.target.value, lag.typical, lag.plan), "met only while replication keeps up")
                    .also(store.span, "this store")
                    .why("replication across Regions is asynchronous: AWS says what is usual, enforces nothing, and an alarm on one-minute metrics needs about four minutes to tell")
                    .help(super::mend_store(cx, store, format!("accept it with a reason in [[allow]], or raise the objective of {} to {} or more", store.address, store.reach)))
                    .source(store.lag.source.url)
                    .about(store.address.to_string()),
            );
        }
    }
}
