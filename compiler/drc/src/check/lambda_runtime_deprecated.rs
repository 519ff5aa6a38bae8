//! A Lambda runtime that AWS no longer patches.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::function::{Function, Runtime};
use drc_syntax::Date;

/// A Lambda runtime that AWS no longer patches.
#[derive(Debug)]
pub struct LambdaRuntimeDeprecated;

pub(super) const SOURCE: &str = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html";

impl Rule for LambdaRuntimeDeprecated {
    const CODE: Code = code!("DRC510", "lambda-runtime-deprecated", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let today = today(cx);
        for (entry, function) in cx.spec.all::<Function>() {
            let runtime = function.runtime;
            let ended = runtime.value.life().filter(|it| it.deprecated <= today);
            // One that is blocked is another rule's.
            let Some(life) = ended.filter(|it| today < it.create_blocked) else { continue };
            found.push(
                Diagnostic::new(
                    &Self::CODE,
                    runtime.span,
                    format!("the runtime of {} is deprecated since {}", entry.address, life.deprecated),
                    "no security patches",
                )
                .why(format!(
                    "from {} it can run on but not be created: the secondary could not be rebuilt on the day",
                    life.create_blocked
                ))
                .help(format!("write runtime = \"{}\" or newer", runtime.value.successor(today).word()))
                .source(SOURCE)
                .about(entry.address.to_string()),
            );
        }
    }
}

/// The day of the check; without a clock, the day on which the dates were looked up.
pub(super) fn today(cx: &Checking<'_>) -> Date {
    cx.today.unwrap_or_else(Runtime::checked)
}
