//! An environment variable that Lambda keeps to itself.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::function::{Function, RESERVED};

/// An environment variable that Lambda keeps to itself.
#[derive(Debug)]
pub struct LambdaEnvReserved;

impl Rule for LambdaEnvReserved {
    const CODE: Code = code!("DRC504", "lambda-env-reserved", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, function) in cx.spec.all::<Function>() {
            for (key, _) in
                function.environment.0.iter().filter(|(key, _)| RESERVED.contains(&key.value.as_str()))
            {
                let instead = if key.value.contains("REGION") {
                    "take it out: Lambda sets it already; for the other Region read PEER_REGION"
                } else {
                    "choose another name"
                };
                found.push(
                    Diagnostic::new(
                        &Self::CODE,
                        key.span,
                        format!("{} cannot set `{}`", entry.address, key.value),
                        "reserved by Lambda",
                    )
                    .why("Lambda refuses to create a function that sets one of its own variables")
                    .help(instead)
                    .source("https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html")
                    .about(entry.address.to_string()),
                );
            }
        }
    }
}
