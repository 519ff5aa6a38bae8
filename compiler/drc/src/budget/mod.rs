//! Whether the targets can be met: figures, each with its kind and source.

mod backup;
mod data;
mod facts;
mod failback;
mod in_flight;
mod measured;
mod people;
mod rpo;
mod rto;
mod service;
mod steps;
mod traffic;

pub use backup::BackupBudget;
pub(crate) use facts::Figure;
pub use facts::{Fact, checked_since, facts};
pub use failback::FailbackBudget;
pub use in_flight::InFlight;
pub use measured::is_assumption;
pub(crate) use people::people;
pub use rpo::{StoreBudget, alarm_floor, lag_alarm};
pub use rto::{PathBudget, PathKind, RtoBudget};
pub use service::ServiceBudget;
pub use traffic::{Affected, Nominal};

use drc_model::budget::{Columns, Term};
use drc_services::{Entry, Spec};
use drc_syntax::Span;

/// The budget of a system.
#[derive(Clone, Debug)]
pub struct Budget {
    /// How long users wait for service.
    pub rto: RtoBudget,
    /// How long each service takes that users wait for, by its own target.
    pub services: Vec<ServiceBudget>,
    /// How much each store may have lost.
    pub stores: Vec<StoreBudget>,
    /// What waits on its way between services and is out of reach while its Region is lost.
    pub in_flight: Vec<InFlight>,
    /// How old the newest backups are, the last line behind replication.
    pub backups: Vec<BackupBudget>,
    /// The way back.
    pub failback: FailbackBudget,
}

/// Where a field is blamed: a default stands nowhere, so its blame falls on the service.
fn blamed(span: Span, entry: &Entry) -> Span {
    span.written().unwrap_or(entry.span)
}

/// Works out the budget of a spec.
pub fn budget(spec: &Spec) -> Budget {
    let mut budget = Budget {
        rto: rto::rto(spec),
        services: Vec::new(),
        stores: rpo::stores(spec),
        in_flight: in_flight::in_flight(spec),
        backups: backup::backups(spec),
        failback: failback::failback(spec),
    };
    measured::apply(spec, &mut budget);
    budget.services = service::services(spec, &budget.rto);
    budget
}

impl Budget {
    /// What the system may have lost: as much as its worst store. `None` without stores.
    pub fn rpo(&self) -> Option<Columns> {
        let lags = || self.stores.iter().map(|it| it.lag.columns);
        lags().map(|it| it.plan).max()?;
        let worst = |pick: fn(Columns) -> drc_model::Duration| lags().map(pick).max().unwrap_or_default();
        Some(Columns::new(worst(|it| it.best), worst(|it| it.typical), worst(|it| it.plan)))
    }

    /// How far the stores may be apart once the Region is lost: they replicate independently, so one can be as far
    /// behind as planned while another is as close as can be. `None` with fewer than two stores.
    pub fn skew(&self) -> Option<Columns> {
        if self.stores.len() < 2 {
            return None;
        }
        let lags: Vec<Columns> = self.stores.iter().map(|it| it.lag.columns).collect();
        let spread = |of: &dyn Fn(&Columns) -> drc_model::Duration| {
            let (least, most) = (lags.iter().map(of).min(), lags.iter().map(of).max());
            most.unwrap_or_default().saturating_sub(least.unwrap_or_default())
        };
        let worst = lags.iter().enumerate().map(|(at, behind)| {
            let others = lags.iter().enumerate().filter(|(it, _)| *it != at).map(|(_, it)| it.best);
            behind.plan.saturating_sub(others.min().unwrap_or_default())
        });
        let (best, typical) = (spread(&|it| it.best), spread(&|it| it.typical));
        Some(Columns::new(best.min(typical), typical, worst.max().unwrap_or_default().max(typical)))
    }

    /// Every line with the address `[measured]` knows it by.
    pub fn lines(&self) -> impl Iterator<Item = (&str, &Term)> {
        let paths = self.rto.paths.iter().chain(&self.failback.paths);
        let of_paths =
            paths.flat_map(|path| path.terms.iter().map(|it| (measured::owner(&path.name, it.id), it)));
        let after = self.rto.after.iter().map(|(owner, it)| (measured::owner(owner, it.id), it));
        let backups = self.backups.iter().flat_map(|it| it.terms.iter().map(|term| (it.name.as_str(), term)));
        let stores = self.stores.iter().map(|it| (it.name.as_str(), &it.lag));
        of_paths.chain(after).chain(stores).chain(backups)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alarm_needs_four_minutes() {
        assert_eq!(alarm_floor().as_secs(), 240, "so no alarm can protect an RPO below it");
    }
}
