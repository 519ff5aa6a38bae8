//! Functions and networks.

use super::{Mistake, impossible, rule};

pub(super) const MISTAKES: &[Mistake] = &[
    rule(125, "lambda-env-reserved", "lambda-env-reserved"),
    impossible(130, "no-capacity-reservation", "the language has neither EC2 nor Fargate"),
];
