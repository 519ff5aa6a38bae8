//! How old the newest copy of a backup is in another Region, just before the next one lands there.

use super::blamed;
use super::facts::{Figure, source};
use drc_model::budget::{Columns, Kind, Term, Verdict};
use drc_model::{Address, Duration};
use drc_services::backup::Backup;
use drc_services::{Entry, Spec};
use drc_syntax::Spanned;

/// The budget of one backup plan: the longest gap of its schedule, then the window, the job and the copy.
#[derive(Clone, Debug)]
pub struct BackupBudget {
    /// `backup.nightly`
    pub address: Address,
    /// The same as text.
    pub name: String,
    /// How old the newest copy may be, if the spec promises something.
    pub target: Option<Spanned<Duration>>,
    /// In order.
    pub terms: Vec<Term>,
}

impl BackupBudget {
    /// The sum of its terms.
    pub fn total(&self) -> Columns {
        self.terms.iter().map(|it| it.columns).sum()
    }

    /// Whether the promise is kept; `None` without one.
    pub fn verdict(&self) -> Option<Verdict> {
        self.target.map(|it| Verdict::of(self.total(), it.value))
    }
}

pub(super) fn backups(spec: &Spec) -> Vec<BackupBudget> {
    spec.all::<Backup>().map(|(entry, it)| backup(entry, it)).collect()
}

/// A recovery point shows the data as they were when its job began, so a whole gap can pass before the next begins, and
/// the job may begin as late as its window ends.
fn backup(entry: &Entry, backup: &Backup) -> BackupBudget {
    let configured = |id, name: String, columns, field, span| Term {
        id,
        name,
        columns,
        kind: Kind::Configured,
        bounded: true,
        source: source("backup-plans"),
        field: Some((field, blamed(span, entry))),
    };
    let (gap, window) = (backup.schedule.value.longest_gap(), backup.start_window.value);
    let schedule = format!("the longest gap of {}", backup.schedule.value);
    let every = Columns::new(gap, gap, gap);
    let late = Columns::new(Duration::ZERO, Duration::ZERO, window);
    let begins = "the job begins within its window".to_owned();
    BackupBudget {
        address: entry.address.clone(),
        name: entry.address.to_string(),
        target: backup.rpo,
        terms: vec![
            configured("gap", schedule, every, "backup.schedule", backup.schedule.span),
            configured("start-window", begins, late, "backup.start_window", backup.start_window.span),
            Figure::BackupJob.term(None),
            Figure::BackupCopy.term(None),
        ],
    }
}
