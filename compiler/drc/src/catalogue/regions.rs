//! Regions and control planes.

use super::{Mistake, impossible, rule};

pub(super) const MISTAKES: &[Mistake] = &[
    rule(17, "regions-identical", "regions-identical"),
    impossible(24, "arc-region-count", "drc writes no plans of ARC Region switch"),
];
