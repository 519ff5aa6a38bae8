//! A Lambda runtime that AWS no longer patches.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::function::{Function, Runtime};

/// A Lambda runtime that AWS no longer patches.
#[derive(Debug)]
pub struct LambdaRuntimeDeprecated;

impl Rule for LambdaRuntimeDeprecated {
    const CODE: Code = code!("DRC510", "lambda-runtime-deprecated", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, function) in
            cx.spec.all::<Function>().filter(|(_, it)| it.runtime.value == Runtime::Nodejs20)
        {
            found.push(
                Diagnostic::new(&Self::CODE, function.runtime.span, format!("the runtime of {} is deprecated since 2026-04-30", entry.address), "no security patches")
                    .why("from 2027-02-01 it can run on but not be created: the secondary could not be rebuilt on the day")
                    .help("write runtime = \"nodejs22.x\" or newer")
                    .source("https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}
