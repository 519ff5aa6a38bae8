//! An RPO that is missed even when replication keeps up as usual.

use super::{Checking, Rule, rpo_zero_async};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::budget::Verdict;

/// An RPO that is missed even when replication keeps up as usual.
#[derive(Debug)]
pub struct RpoBelowTypical;

impl Rule for RpoBelowTypical {
    const CODE: Code = code!("DRC304", "rpo-below-typical", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for store in cx
            .budget
            .stores
            .iter()
            .filter(|it| it.verdict() == Verdict::Error && !rpo_zero_async::says_it(it))
        {
            let lag = store.lag.columns;
            found.push(
                Diagnostic::new(&Self::CODE, store.target.span, format!("{} cannot hold an RPO of {}: it lags {} typically, {} planned", store.address, store.target.value, lag.typical, lag.plan), "smaller than the usual lag")
                    .also(store.span, "this store")
                    .why("replication across Regions is asynchronous; what has not arrived when the Region is lost is missing")
                    .help(super::mend_store(cx, store, format!("raise the objective to {} or more: give {} its own `rpo` and `rpo_reason`", store.reach, store.address)))
                    .source(store.lag.source.url)
                    .about(store.address.to_string()),
            );
        }
    }
}
