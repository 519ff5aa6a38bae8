//! Certificates and names.

use super::{Mistake, impossible, rule};

pub(super) const MISTAKES: &[Mistake] = &[
    impossible(
        60,
        "cert-name-not-covered",
        "certificates that drc makes are for the very name; what one given by ARN covers stands in the account only",
    ),
    rule(61, "cert-wrong-region", "cert-missing-region"),
    rule(62, "cert-missing-secondary", "cert-missing-region"),
    rule(63, "cert-not-dns-validated", "health-check-cert-blind"),
    rule(64, "cert-validation-in-wrong-zone", "record-outside-zone"),
    impossible(
        65,
        "custom-domain-name-differs",
        "[traffic] has one domain, and drc gives it to every Region's endpoint",
    ),
];
