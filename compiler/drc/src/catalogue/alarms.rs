//! Alarms and names.

use super::{Mistake, impossible, rule};

pub(super) const MISTAKES: &[Mistake] = &[
    rule(150, "name-length", "name-length"),
    impossible(154, "global-resource-twice", "global resources have one home: the Region that takes over"),
];
