//! Objectives and budget.

use super::{Mistake, rule};

pub(super) const MISTAKES: &[Mistake] = &[
    rule(2, "rto-below-typical", "rto-below-typical"),
    rule(3, "rto-below-plan", "rto-below-plan"),
    rule(4, "rto-less-than-detection-plus-ttl", "rto-less-than-detection-plus-ttl"),
    rule(6, "rpo-below-typical", "rpo-below-typical"),
    rule(7, "rpo-not-enforced", "rpo-not-enforced"),
    rule(11, "manual-step-in-short-rto", "manual-step-in-short-rto"),
];
