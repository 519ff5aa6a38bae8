//! Objectives and budget.

use super::{Mistake, rule};

pub(super) const MISTAKES: &[Mistake] = &[
    rule(1, "rto-below-floor", "rto-below-floor"),
    rule(2, "rto-below-typical", "rto-below-typical"),
    rule(3, "rto-below-plan", "rto-below-plan"),
    rule(4, "rto-less-than-detection-plus-ttl", "rto-less-than-detection-plus-ttl"),
    rule(5, "rto-unbounded-term", "rto-unbounded-term"),
    rule(6, "rpo-below-typical", "rpo-below-typical"),
    rule(7, "rpo-not-enforced", "rpo-not-enforced"),
    rule(8, "rpo-zero-async", "rpo-zero-async"),
    rule(9, "strategy-cannot-reach", "strategy-cannot-reach"),
    rule(10, "strategy-overpowered", "strategy-overpowered"),
    rule(11, "manual-step-in-short-rto", "manual-step-in-short-rto"),
    rule(12, "assumption-unmeasured", "assumption-unmeasured"),
    rule(13, "measurement-stale", "measurement-stale"),
    rule(14, "no-drill", "no-drill"),
    rule(15, "drill-only-graceful", "drill-only-graceful"),
    rule(16, "replication-skew", "replication-skew"),
];
