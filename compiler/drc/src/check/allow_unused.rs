//! An exception that excuses nothing.

use super::{Checking, Rule};
use crate::{codes, policy};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, Severity, code};
use drc_model::Allow;

/// An exception that excuses nothing.
#[derive(Debug)]
pub struct AllowUnused;

impl Rule for AllowUnused {
    const CODE: Code = code!("DRC701", "allow-unused", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (at, allow) in cx.spec.allows.iter().enumerate() {
            if cx.used_allows.contains(&at) || cx.expired(allow) {
                continue;
            }
            let Some((message, why)) = excuses_nothing(cx, allow) else { continue };
            found.push(
                Diagnostic::new(&Self::CODE, allow.code.span, message, "excuses nothing")
                    .why(why)
                    .help("take the [[allow]] out")
                    .about(allow.at.value.clone()),
            );
        }
    }
}

/// Why an exception excuses nothing; `None` where that is another finding.
fn excuses_nothing(cx: &Checking<'_>, allow: &Allow) -> Option<(String, &'static str)> {
    let (code, at) = (&allow.code.value, &allow.at.value);
    let outlived = "an exception that outlives its finding would hide the next one";
    if cx.judgements.iter().any(|it| !it.can_be_accepted() && it.is_meant(code, at)) {
        return Some((
            format!("{code} is an error of a policy file and cannot be accepted here"),
            "who wrote the policy decides whether it can be broken: ask for severity = \"warning\" there",
        ));
    }
    if code.starts_with("policy:") {
        // That there is no such policy is said elsewhere.
        let known = cx.judgements.iter().any(|it| it.code() == *code);
        return known.then(|| (format!("{code} is not broken at {at} any more"), outlived));
    }
    Some(match codes::find(code) {
        Some(it) if it.severity == Severity::Error && !policy::can_be_accepted(it) => (
            format!("{code} is an error and cannot be accepted"),
            "what does not deploy, or provably misses its target, no reason makes right",
        ),
        Some(_) => (format!("nothing raises {code} at {at} any more"), outlived),
        None => (format!("there is no finding {code}"), "`drc explain` lists all of them"),
    })
}
