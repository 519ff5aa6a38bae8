//! Regions and control planes.

use super::{Mistake, impossible, rule};

pub(super) const MISTAKES: &[Mistake] = &[
    rule(17, "regions-identical", "regions-identical"),
    rule(21, "control-plane-us-east-1", "control-plane-us-east-1"),
    rule(22, "accelerated-recovery-off", "accelerated-recovery-off"),
    rule(23, "failover-needs-control-plane", "failover-needs-control-plane"),
    impossible(24, "arc-region-count", "drc writes no plans of ARC Region switch"),
];
