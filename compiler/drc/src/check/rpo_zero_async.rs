//! An RPO of zero over asynchronous replication.

use super::{Checking, Rule};
use crate::budget::StoreBudget;
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Duration;

/// An RPO of zero over asynchronous replication.
#[derive(Debug)]
pub struct RpoZeroAsync;

impl Rule for RpoZeroAsync {
    const CODE: Code = code!("DRC317", "rpo-zero-async", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for store in cx.budget.stores.iter().filter(|it| says_it(it)) {
            found.push(
                Diagnostic::new(&Self::CODE, store.target.span, format!("{} replicates asynchronously and cannot lose nothing", store.address), "zero")
                    .also(store.span, "this store")
                    .why("a write is acknowledged before another Region has it, so what was written last is always missing there")
                    .help(format!("a table with consistency = \"strong\" (three Regions, or two and a witness) loses nothing; else raise the objective of {} to {} or more", store.address, store.reach))
                    .source("https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html")
                    .about(store.name.clone()),
            );
        }
    }
}

/// Whether a store promises to lose nothing and can only lag.
pub(super) fn says_it(store: &StoreBudget) -> bool {
    store.target.value == Duration::ZERO && store.lag.columns.plan > Duration::ZERO
}
