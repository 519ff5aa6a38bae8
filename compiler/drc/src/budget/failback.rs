//! The way back: from the moment the lost Region is there again until it serves as before.

use super::facts::Figure;
use super::rto::{PathBudget, PathKind};
use super::{blamed, people, traffic};
use drc_model::Duration;
use drc_model::budget::{Columns, Kind, Term, Verdict};
use drc_services::bucket::Bucket;
use drc_services::database::Database;
use drc_services::traffic::Traffic;
use drc_services::{Entry, Spec};
use drc_syntax::Spanned;

/// The failback budget: `max(paths)`, or `traffic + max(data)` where the data comes first.
#[derive(Clone, Debug)]
pub struct FailbackBudget {
    /// `objectives.failback`, if the spec promises something.
    pub target: Option<Spanned<Duration>>,
    /// Users are moved once the data is there.
    pub data_first: bool,
    /// What goes on from the Region's return.
    pub paths: Vec<PathBudget>,
    /// How long nothing can be written on the way back: a planned switchover loses nothing, and takes this.
    pub interruption: Columns,
    /// Stores whose copy in the returned Region has to be filled by hand.
    pub by_hand: Vec<String>,
}

impl FailbackBudget {
    /// The three sums.
    pub fn total(&self) -> Columns {
        super::rto::longest(&self.paths, self.data_first)
    }

    /// Whether the promise is kept; `None` without one.
    pub fn verdict(&self) -> Option<Verdict> {
        self.target.map(|it| Verdict::of(self.total(), it.value))
    }
}

pub(super) fn failback(spec: &Spec) -> FailbackBudget {
    let users = spec.one::<Traffic>().map(|(entry, it)| users(spec, entry, it));
    let databases: Vec<PathBudget> = spec.all::<Database>().map(|(entry, _)| database(spec, entry)).collect();
    let one_way = spec.all::<Bucket>().filter(|(_, it)| it.existing.is_none() && !it.replication.two_way);
    FailbackBudget {
        target: spec.objectives.failback,
        data_first: super::rto::data_first(spec),
        interruption: if databases.is_empty() { Columns::default() } else { switching() },
        by_hand: one_way.map(|(entry, _)| entry.address.to_string()).collect(),
        paths: users.into_iter().chain(databases).collect(),
    }
}

/// Checks pass again, then everything a failover takes but for the hanging: the same threshold counts, and more than
/// 18 % of the checkers suffice, so this is faster than the way there.
fn users(spec: &Spec, entry: &Entry, it: &Traffic) -> PathBudget {
    let mut path = traffic::path(spec, entry, it);
    let nominal = traffic::nominal(spec, it);
    let (interval, all) = (nominal.interval, nominal.detection());
    if let Some(detection) = path.terms.first_mut() {
        *detection = Term {
            id: "recovery",
            name: format!("{} checks pass in a row, one every {interval}", nominal.threshold),
            columns: Columns::new(all.saturating_sub(interval), all.saturating_sub(interval / 2), all),
            kind: Kind::Derived,
            bounded: true,
            source: detection.source.clone(),
            field: Some(("traffic.health_check", blamed(it.health_check.threshold.span, entry))),
        };
    }
    path
}

/// Aurora lets the old primary join again by itself and never makes it the writer again: somebody asks for that.
fn database(spec: &Spec, entry: &Entry) -> PathBudget {
    let asked = people(&spec.operations).into_iter().filter(|it| it.id == "execute");
    let terms = std::iter::once(Figure::Rejoin.term(None))
        .chain(asked)
        .chain([Figure::Switchover, Figure::WriterEndpoint, Figure::Pool].map(|it| it.term(None)));
    PathBudget { name: entry.address.to_string().into(), kind: PathKind::Data, terms: terms.collect() }
}

fn switching() -> Columns {
    [Figure::Switchover, Figure::WriterEndpoint, Figure::Pool].map(Figure::columns).into_iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_switchover_stops_writing_for_minutes() {
        assert_eq!(switching(), Columns::seconds(70, 150, 365));
    }
}
