//! A Lambda runtime with which no function can be created any more.

use super::lambda_runtime_deprecated::{SOURCE, today};
use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::function::Function;

/// A Lambda runtime with which no function can be created any more.
#[derive(Debug)]
pub struct LambdaRuntimeBlocked;

impl Rule for LambdaRuntimeBlocked {
    const CODE: Code = code!("DRC585", "lambda-runtime-blocked", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, function) in cx.spec.all::<Function>() {
            let runtime = function.runtime;
            let Some(life) = runtime.value.life().filter(|it| it.create_blocked <= today(cx)) else {
                continue;
            };
            found.push(
                Diagnostic::new(&Self::CODE, runtime.span, format!("{} cannot be created: Lambda takes no new functions of this runtime since {}", entry.address, life.create_blocked), "blocked")
                    .why("what is there runs on, so the primary seems well; in a Region where it is not there yet, or after it was deleted, it cannot be made")
                    .help(format!("write runtime = \"{}\" or newer", runtime.value.successor(today(cx)).word()))
                    .source(SOURCE)
                    .about(entry.address.to_string()),
            );
        }
    }
}
