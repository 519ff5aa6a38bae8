//! Certificates and names.

use super::{Mistake, impossible, rule};

pub(super) const MISTAKES: &[Mistake] = &[
    rule(62, "cert-missing-secondary", "cert-missing-region"),
    impossible(63, "cert-not-dns-validated", "every certificate drc makes is validated by DNS"),
];
