//! An exception from a policy that there is not.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_syntax::closest;

/// An exception from a policy that there is not.
#[derive(Debug)]
pub struct AllowUnknownPolicy;

impl Rule for AllowUnknownPolicy {
    const CODE: Code = code!("DRC703", "allow-unknown-policy", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for allow in &cx.spec.allows {
            let Some(id) = allow.code.value.strip_prefix("policy:") else { continue };
            let known: Vec<&str> = cx.judgements.iter().map(|it| it.id.as_str()).collect();
            if known.contains(&id) {
                continue;
            }
            let help = match closest(id, known.iter().copied()) {
                Some(close) => format!("did you mean \"policy:{close}\"?"),
                None if known.is_empty() => "name the file it stands in: drc check --policy FILE".to_owned(),
                None => {
                    format!("there are {}; others stand in files: drc check --policy FILE", known.join(", "))
                }
            };
            found.push(
                Diagnostic::new(
                    &Self::CODE,
                    allow.code.span,
                    format!("there is no policy `{id}`"),
                    "excuses nothing",
                )
                .help(help)
                .about(allow.at.value.clone()),
            );
        }
    }
}
