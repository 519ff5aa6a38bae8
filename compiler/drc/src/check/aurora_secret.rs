//! A database whose password would come from a secret that cannot hold it.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::database::Database;
use drc_services::registry::Typed as _;
use drc_services::secret::Secret;
use drc_syntax::Span;

/// A database whose password would come from a secret that cannot hold it.
#[derive(Debug)]
pub struct AuroraSecret;

impl Rule for AuroraSecret {
    const CODE: Code = code!("DRC549", "aurora-secret", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, database) in cx.spec.all::<Database>() {
            let Some((span, message, label)) = wrong(cx, database) else { continue };
            found.push(
                Diagnostic::new(&Self::CODE, span, format!("{}: {message}", entry.address), label)
                    .why("the first user's name and password are made up together, as the JSON that the RDS Data API and AWS's rotation functions read; drc sees no other secret's value, and must not")
                    .help("write generate = { username = \"drc_admin\" } in the secret, or leave `secret` out: the database then makes one of its own")
                    .source("https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}

fn wrong(cx: &Checking<'_>, database: &Database) -> Option<(Span, String, &'static str)> {
    let named = database.secret.as_ref()?;
    let secret = Secret::service(&cx.spec.entry(&named.value)?.service)?;
    let login = secret.existing.is_none()
        && secret.value_from.is_none()
        && secret.generate.as_ref().is_some_and(|it| it.value.username.is_some());
    if !login {
        return Some((
            named.span,
            format!("{} does not make up a user's name and a password", named.value),
            "not a login",
        ));
    }
    let user = database.username.as_ref()?;
    Some((user.span, format!("{} says already who the first user is", named.value), "said twice"))
}
