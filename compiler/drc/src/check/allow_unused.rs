//! An exception that excuses nothing.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};

/// An exception that excuses nothing.
#[derive(Debug)]
pub struct AllowUnused;

impl Rule for AllowUnused {
    const CODE: Code = code!("DRC701", "allow-unused", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {

        for (at, allow) in cx.spec.allows.iter().enumerate() {
            if !cx.used_allows.contains(&at) && !cx.expired(allow) {
                found.push(
                    Diagnostic::new(&Self::CODE, allow.code.span, format!("nothing raises {} at {} any more", allow.code.value, allow.at.value), "excuses nothing")
                        .why("an exception that outlives its finding would hide the next one")
                        .help("take the [[allow]] out")
                        .about(allow.at.value.clone()),
                );
            }
        }
    }
}
