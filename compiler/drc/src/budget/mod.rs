//! Whether the targets can be met: figures, each with its kind and source.

mod data;
mod facts;
mod rpo;
mod rto;
mod traffic;

pub(crate) use data::people;
pub use facts::{Fact, facts};
pub use rpo::{StoreBudget, lag_alarm};
pub use rto::{PathBudget, RtoBudget};
pub use traffic::{Affected, Nominal};

use drc_services::{Entry, Spec};
use drc_syntax::Span;

/// The budget of a system.
#[derive(Clone, Debug)]
pub struct Budget {
    /// How long users wait for service.
    pub rto: RtoBudget,
    /// How much each store may have lost.
    pub stores: Vec<StoreBudget>,
}

/// Where a field is blamed: a default stands nowhere, so its blame falls on the service.
fn blamed(span: Span, entry: &Entry) -> Span {
    span.written().unwrap_or(entry.span)
}

/// Works out the budget of a spec.
pub fn budget(spec: &Spec) -> Budget {
    Budget { rto: rto::rto(spec), stores: rpo::stores(spec) }
}
