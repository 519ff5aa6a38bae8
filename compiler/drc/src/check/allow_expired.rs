//! An exception whose time is over.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_syntax::Spanned;

/// An exception whose time is over.
#[derive(Debug)]
pub struct AllowExpired;

impl Rule for AllowExpired {
    const CODE: Code = code!("DRC702", "allow-expired", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for allow in cx.spec.allows.iter().filter(|it| cx.expired(it)) {
            let Some(Spanned { value: day, span }) = allow.until else { continue };
            found.push(
                Diagnostic::new(
                    &Self::CODE,
                    span,
                    format!("{} at {} was accepted until {day} only", allow.code.value, allow.at.value),
                    "in the past",
                )
                .help("mend what it excuses, or decide again and write a new date and reason")
                .about(allow.at.value.clone()),
            );
        }
    }
}
