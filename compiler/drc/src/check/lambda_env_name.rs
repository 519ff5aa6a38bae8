//! An environment variable whose name Lambda does not take.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::function::{Function, RESERVED};

/// An environment variable whose name Lambda does not take.
#[derive(Debug)]
pub struct LambdaEnvName;

impl Rule for LambdaEnvName {
    const CODE: Code = code!("DRC515", "lambda-env-name", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, function) in cx.spec.all::<Function>() {
            for (key, _) in function.environment.0.iter().filter(|(key, _)| !is_variable(&key.value)) {
                found.push(
                    Diagnostic::new(
                        &Self::CODE,
                        key.span,
                        format!("`{}` is not a name for an environment variable", key.value),
                        "not a variable name",
                    )
                    .why("Lambda takes names of letters, digits and underscores, two or more, a letter first")
                    .help(match mended(&key.value) {
                        Some(name) => format!("write {name}"),
                        None => "write it like PAYMENT_CURRENCY".to_owned(),
                    })
                    .source("https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html")
                    .about(entry.address.to_string()),
                );
            }
        }
    }
}

/// The name as variables are mostly called.
fn mended(name: &str) -> Option<String> {
    let mended = name.to_uppercase().replace(['-', '.', ' '], "_");
    is_variable(&mended).then_some(mended)
}

/// Reserved names are another rule's business, whatever they look like.
fn is_variable(name: &str) -> bool {
    let letters = name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_');
    RESERVED.contains(&name) || (name.len() >= 2 && letters && name.as_bytes()[0].is_ascii_alphabetic())
}
