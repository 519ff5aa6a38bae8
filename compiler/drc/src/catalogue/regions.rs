//! Regions and control planes.

use super::{Mistake, impossible, rule};

pub(super) const MISTAKES: &[Mistake] = &[
    rule(17, "regions-identical", "regions-identical"),
    rule(18, "regions-cross-partition", "regions-cross-partition"),
    rule(19, "region-unknown", "region-unknown"),
    rule(20, "region-opt-in", "region-opt-in"),
    impossible(24, "arc-region-count", "drc writes no plans of ARC Region switch"),
    impossible(
        25,
        "arc-wrong-partition",
        "drc writes no routing controls: health checks move traffic in every partition",
    ),
];
