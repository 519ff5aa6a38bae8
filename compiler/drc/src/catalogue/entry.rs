//! Global Accelerator and EventBridge.

use super::{Mistake, impossible, rule};

pub(super) const MISTAKES: &[Mistake] = &[
    rule(66, "ga-no-endpoint-group", "accelerator-target"),
    impossible(67, "ga-single-region", "a spec has two Regions at least, and each gets its endpoint group"),
];
