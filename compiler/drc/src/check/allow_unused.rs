//! An exception that excuses nothing.

use super::{Checking, Rule};
use crate::codes;
use drc_diagnostic::{Code, Diagnostic, Diagnostics, Severity, code};

/// An exception that excuses nothing.
#[derive(Debug)]
pub struct AllowUnused;

impl Rule for AllowUnused {
    const CODE: Code = code!("DRC701", "allow-unused", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (at, allow) in cx.spec.allows.iter().enumerate() {
            if !cx.used_allows.contains(&at) && !cx.expired(allow) {
                let code = &allow.code.value;
                let policy = code.strip_prefix("policy:");
                let (message, why) = match codes::find(code) {
                    None if policy.is_some() => match cx.judgements.iter().find(|it| it.code() == *code) {
                        Some(it) if !it.can_be_accepted() => (
                            format!("{code} is an error of a policy file and cannot be accepted here"),
                            "who wrote the policy decides whether it can be broken: ask for severity = \"warning\" there",
                        ),
                        Some(_) => (
                            format!("{code} is not broken at {} any more", allow.at.value),
                            "an exception that outlives its finding would hide the next one",
                        ),
                        // That there is no such policy is said elsewhere.
                        None => continue,
                    },
                    Some(it) if it.severity == Severity::Error => (
                        format!("{code} is an error and cannot be accepted"),
                        "what does not deploy, or provably misses its target, no reason makes right",
                    ),
                    Some(_) => (
                        format!("nothing raises {code} at {} any more", allow.at.value),
                        "an exception that outlives its finding would hide the next one",
                    ),
                    None => (format!("there is no finding {code}"), "`drc explain` lists all of them"),
                };
                found.push(
                    Diagnostic::new(&Self::CODE, allow.code.span, message, "excuses nothing")
                        .why(why)
                        .help("take the [[allow]] out")
                        .about(allow.at.value.clone()),
                );
            }
        }
    }
}
