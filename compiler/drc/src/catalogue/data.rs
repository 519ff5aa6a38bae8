//! Stores, backups, queues, settings.

use super::{Mistake, impossible, rule};

pub(super) const MISTAKES: &[Mistake] = &[
    rule(88, "aurora-backtrack-global", "aurora-backtrack-global"),
    impossible(96, "aurora-version-skew", "a database has one version for all Regions"),
];
