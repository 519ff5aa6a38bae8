//! A response that is stated as a whole and in parts.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};

/// A response that is stated as a whole and in parts.
#[derive(Debug)]
pub struct OperationsTwice;

impl Rule for OperationsTwice {
    const CODE: Code = code!("DRC336", "operations-twice", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let operations = &cx.spec.operations;
        let Some(whole) = operations.response else { return };
        let parts = [
            ("page", operations.page),
            ("acknowledge", operations.acknowledge),
            ("decide", operations.decide),
        ];
        for (name, part) in parts.into_iter().filter_map(|(name, part)| Some((name, part?))) {
            found.push(
                Diagnostic::new(&Self::CODE, part.span, format!("`{name}` is part of `response`, which is stated too"), "one of its parts")
                    .also(whole.span, "from the page to the first action")
                    .why("the budget counts a response once: with both stated it would not know which figure you mean")
                    .help(format!("take `{name}` out, or state page, acknowledge and decide instead of response"))
                    .about("operations"),
            );
        }
    }
}
