//! Health checks and DNS.

use super::{Mistake, impossible, rule};

pub(super) const MISTAKES: &[Mistake] = &[
    rule(28, "health-check-interval", "health-check-interval"),
    impossible(33, "health-check-no-sni", "drc turns SNI on in every HTTPS check; the language has no field for it"),
];
