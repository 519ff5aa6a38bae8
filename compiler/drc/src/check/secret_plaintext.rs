//! A value in the spec that looks like a secret.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Text;
use drc_services::Entry;
use drc_services::function::Function;
use drc_services::parameter::{Parameter, path};
use drc_syntax::Span;
use std::collections::BTreeMap;

/// A value in the spec that looks like a secret.
#[derive(Debug)]
pub struct SecretPlaintext;

/// Words that names of secrets have as a part of their own.
const NAMES: [&str; 9] =
    ["password", "passwd", "pwd", "secret", "token", "apikey", "api-key", "private-key", "credentials"];
/// How keys begin that their makers marked as such.
const MARKS: [&str; 9] =
    ["AKIA", "ASIA", "ghp_", "gho_", "github_pat_", "glpat-", "sk_live_", "xoxb-", "-----BEGIN"];
/// Shorter than any key.
const SHORTEST: usize = 20;

impl Rule for SecretPlaintext {
    const CODE: Code = code!("DRC568", "secret-plaintext", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, parameter) in cx.spec.all::<Parameter>() {
            let Some(value) = &parameter.value else { continue };
            let path = path(parameter, cx.spec, cx.spec.regions.primary.value);
            let name = path.rsplit('/').next().unwrap_or_default();
            let help = "write `secure = true` and `value_from = \"secret.name\"` instead of `value`";
            judge(found, entry, value.span, name, &value.value, help);
        }
        for (entry, function) in cx.spec.all::<Function>() {
            for (key, value) in &function.environment.0 {
                let help = "make it a `[secret]`, and give the function `access = [\"read secret.name\"]`";
                judge(found, entry, key.span, &key.value, value, help);
            }
        }
    }
}

fn judge(found: &mut Diagnostics, entry: &Entry, span: Span, name: &str, value: &Text, help: &str) {
    let Some(plain) = value.as_plain() else { return };
    let Some(why) = looks_secret(name, &plain) else { return };
    found.push(
        // Not the value: findings end in logs.
        Diagnostic::new(&SecretPlaintext::CODE, span, format!("the value of `{name}` looks like a secret"), why)
            .why("what stands in the spec stands in its repository, in templates, plans and states: whoever reads one of them has it, and so has every copy")
            .help(format!("{help}; and change it where it is valid: it has been seen"))
            .source("https://docs.aws.amazon.com/secretsmanager/latest/userguide/best-practices.html")
            .about(entry.address.to_string()),
    );
}

/// What makes a value look like a secret: how it begins, what it is called, or that nobody could have thought of it.
fn looks_secret(name: &str, value: &str) -> Option<&'static str> {
    if MARKS.iter().any(|mark| value.trim_start().starts_with(mark) && value.trim().len() >= SHORTEST) {
        return Some("begins as keys do");
    }
    if has_login(value) {
        return Some("holds a password before an @");
    }
    let name = format!("-{}-", name.to_ascii_lowercase().replace(['_', '.'], "-"));
    // `token` stands alone in `-card-token-`, and not in `-tokens-`.
    let alone = |word: &str| {
        name.match_indices(word)
            .any(|(at, _)| name[..at].ends_with('-') && name[at + word.len()..].starts_with('-'))
    };
    let named = NAMES.iter().any(|it| alone(it));
    // Where a secret is may stand anywhere: a name, a path, an ARN, an address.
    let one_word = value.len() >= 8 && !value.contains([' ', '/', ':', '{']);
    if named && one_word {
        return Some("called a secret");
    }
    is_random(value).then_some("random, as keys are")
}

/// `scheme://user:password@host`
fn has_login(value: &str) -> bool {
    let Some((_, rest)) = value.split_once("://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    authority
        .rsplit_once('@')
        .is_some_and(|(login, _)| login.split_once(':').is_some_and(|(_, it)| !it.is_empty()))
}

/// One long word of letters and digits, in no order: at least 3.0 bits for each hexadecimal digit of 32 or more, 4.2 for
/// each character of anything else that mixes cases and digits. Text and identifiers stay below.
fn is_random(value: &str) -> bool {
    let word = value.len() >= SHORTEST
        && value.bytes().all(|it| it.is_ascii_alphanumeric() || b"+/=_-".contains(&it));
    if !word {
        return false;
    }
    let any = |test: fn(&u8) -> bool| value.bytes().any(|it| test(&it));
    let digits = any(u8::is_ascii_digit);
    if value.bytes().all(|it| it.is_ascii_hexdigit()) {
        return value.len() >= 32 && digits && any(u8::is_ascii_alphabetic) && bits(value) >= 3.0;
    }
    digits && any(u8::is_ascii_uppercase) && any(u8::is_ascii_lowercase) && bits(value) >= 4.2
}

/// Shannon's entropy of a character, in bits.
fn bits(text: &str) -> f64 {
    let mut counts: BTreeMap<u8, f64> = BTreeMap::new();
    for byte in text.bytes() {
        *counts.entry(byte).or_default() += 1.0;
    }
    let total: f64 = counts.values().sum();
    counts.values().map(|it| -(it / total) * (it / total).log2()).sum()
}

#[cfg(test)]
mod tests {
    use super::looks_secret;

    #[test]
    fn settings_are_no_secrets() {
        let settings = [
            ("currency", "USD"),
            ("endpoint", "https://api.payments.acme-bank.com/prod"),
            ("connection", "dynamodb://payments-table?region=us-east-1"),
            ("api-key-id", "9f8e7d"),
            ("token-endpoint", "https://login.acme-bank.com/oauth/token"),
            ("secret", "arn:aws:secretsmanager:us-east-1:123456789012:secret:db"),
            ("bucket", "payment-docs-us-east-1-dev-123456789012"),
            ("settings", "{\"currency\":\"USD\",\"limit\":10000}"),
            ("account", "123456789012345678901234567890123456"),
            ("password-policy", "strict"),
            ("release", "2026-11-21T10-00-00Z-payments"),
        ];
        for (name, value) in settings {
            assert_eq!(looks_secret(name, value), None, "{name} = {value}");
        }
    }

    #[test]
    fn secrets_are() {
        let key = format!("{}IOSFODNN7EXAMPLE", "AKIA");
        let secrets = [
            ("id", key.as_str()),
            ("db-password", "hunter2hunter2"),
            ("API_KEY", "abcdefgh"),
            ("url", "postgres://app:s3cret@db.acme-bank.com/ledger"),
            ("x", "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY"),
            ("x", "5f4dcc3b5aa765d61d8327deb882cf99"),
        ];
        for (name, value) in secrets {
            assert!(looks_secret(name, value).is_some(), "{name}");
        }
    }
}
