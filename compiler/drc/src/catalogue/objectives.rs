//! Objectives and budget.

use super::{Mistake, impossible, rule};

pub(super) const MISTAKES: &[Mistake] = &[
    rule(2, "rto-below-typical", "rto-below-typical"),
    impossible(9, "strategy-cannot-reach", "to be decided"),
];
