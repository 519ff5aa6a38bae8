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

use drc_services::Spec;

/// The budget of a system.
#[derive(Clone, Debug)]
pub struct Budget {
    /// How long users wait for service.
    pub rto: RtoBudget,
    /// How much each store may have lost.
    pub stores: Vec<StoreBudget>,
}

/// Works out the budget of a spec.
pub fn budget(spec: &Spec) -> Budget {
    Budget { rto: rto::rto(spec), stores: rpo::stores(spec) }
}
