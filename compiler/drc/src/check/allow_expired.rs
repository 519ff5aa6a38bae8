//! An exception whose time is over.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};

/// An exception whose time is over.
#[derive(Debug)]
pub struct AllowExpired;

impl Rule for AllowExpired {
    const CODE: Code = code!("DRC702", "allow-expired", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for allow in cx.spec.allows.iter().filter(|it| cx.expired(it)) {
            let Some(until) = allow.until else { continue };
            found.push(
                Diagnostic::new(
                    &Self::CODE,
                    until.span,
                    format!(
                        "{} at {} was accepted until {} only",
                        allow.code.value, allow.at.value, until.value
                    ),
                    "in the past",
                )
                .help("mend what it excuses, or decide again and write a new date and reason")
                .about(allow.at.value.clone()),
            );
        }
    }
}
