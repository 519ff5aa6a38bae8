//! A secret whose value comes from nowhere, or from two places at once.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::secret::Secret;
use drc_syntax::Span;

/// A secret whose value comes from nowhere, or from two places at once.
#[derive(Debug)]
pub struct SecretSource;

/// What fits a password field everywhere, and is more than can be guessed.
const LENGTHS: std::ops::RangeInclusive<i64> = 16..=128;

impl Rule for SecretSource {
    const CODE: Code = code!("DRC580", "secret-source", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, secret) in cx.spec.all::<Secret>() {
            for (span, message, label, why, help) in problems(secret) {
                found.push(
                    Diagnostic::new(&Self::CODE, span, message, label)
                        .why(why)
                        .help(help)
                        .source(
                            "https://docs.aws.amazon.com/secretsmanager/latest/userguide/create_secret.html",
                        )
                        .about(entry.address.to_string()),
                );
            }
        }
    }
}

/// Where, what, in short, why, and what to type instead.
type Found = (Span, String, &'static str, &'static str, String);

fn problems(secret: &Secret) -> Vec<Found> {
    let mut found = Vec::new();
    if let (Some(_), Some(from)) = (&secret.generate, &secret.value_from) {
        found.push((
            from.span,
            "the value is made up and handed over".to_owned(),
            "and handed over here",
            "every Region must hold one value, and nobody could tell which of the two it is",
            "keep one of `generate` and `value_from`".to_owned(),
        ));
    }
    if let Some(existing) = &secret.existing {
        let made = [secret.generate.as_ref().map(|it| it.span), secret.value_from.as_ref().map(|it| it.span)];
        let key = secret.key.as_ref().map(|it| it.span);
        for span in made.into_iter().chain([key]).flatten() {
            let message = "drc changes nothing about a secret that is there already".to_owned();
            found.push((
                span,
                message,
                "has no effect",
                "its value and its key are those of whoever made it",
                "take this out, or take `existing` out".to_owned(),
            ));
        }
        for (region, arn) in &existing.value.0 {
            let here = format!(":secretsmanager:{}:", region.value);
            if !arn.value.starts_with("arn:") || !arn.value.contains(&here) {
                let message = format!("this is not a secret of {}", region.value);
                let help = format!("write \"arn:aws:secretsmanager:{}:…:secret:…\"", region.value);
                found.push((
                    arn.span,
                    message,
                    "of another Region or service",
                    "the replica in the Region itself is the one that is there when the other Region is not",
                    help,
                ));
            }
        }
    }
    if let Some(from) = &secret.value_from
        && !from.value.strip_prefix("env:").is_some_and(is_variable)
    {
        let message = format!("{:?} is not where a value can come from", from.value);
        found.push((from.span, message, "not env:NAME", "a value that is not made up comes from an environment variable of whoever deploys; it stands in no file", "write `value_from = \"env:PARTNER_API_KEY\"`".to_owned()));
    }
    if let Some(generate) = &secret.generate
        && !LENGTHS.contains(&generate.value.length.value)
    {
        let length = generate.value.length;
        let message = format!("a made-up value of {} characters", length.value);
        let help = format!("between {} and {}", LENGTHS.start(), LENGTHS.end());
        found.push((
            length.span,
            message,
            "too short to be safe, or too long to fit",
            "a short one can be guessed, and password fields take no longer ones",
            help,
        ));
    }
    found
}

/// A name that a shell can export.
pub(super) fn is_variable(name: &str) -> bool {
    name.starts_with(|it: char| it.is_ascii_alphabetic() || it == '_')
        && name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_')
}
