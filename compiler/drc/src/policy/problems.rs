//! What can be wrong with a policy, and with what is said about one.

use drc_diagnostic::{Code, Diagnostic, code};
use drc_syntax::{Span, closest};

/// A system breaks a policy.
pub const VIOLATED: Code = code!("DRC800", "policy-violated", Error);
/// An operator or a function that does not take its operands.
pub const TYPE: Code = code!("DRC802", "policy-type", Error);
/// A field or a function that there is not.
pub const UNKNOWN_NAME: Code = code!("DRC803", "policy-unknown-name", Error);
/// Something that has no value in this system.
pub const NO_VALUE: Code = code!("DRC804", "policy-no-value", Error);
/// Two policies of one id.
pub const DUPLICATE_ID: Code = code!("DRC805", "policy-duplicate-id", Error);

/// All of them, by number.
pub const ALL: &[Code] = &[VIOLATED, TYPE, UNKNOWN_NAME, NO_VALUE, DUPLICATE_ID];

/// A name that there is not: `what` is in the words of its reader.
pub(super) fn unknown_name(span: Span, word: &str, what: &str, known: &[&str]) -> Diagnostic {
    let found = Diagnostic::new(
        &UNKNOWN_NAME,
        span,
        format!("there is no {what} `{word}`"),
        "there is none of this name",
    );
    // `objectives.rto-30s` is one name, and hardly meant as one.
    if let Some((name, _)) = word.split_once('-').filter(|(name, _)| known.contains(name)) {
        return found.help(format!("a minus needs a blank on both sides: `{name} - …`"));
    }
    match closest(word, known.iter().copied()) {
        Some(close) => found.help(format!("did you mean `{close}`?")),
        None if known.is_empty() => found,
        None => found.help(format!("there are: {}", known.join(", "))),
    }
}

/// An operator or a function that does not take its operands.
pub(super) fn wrong_type(span: Span, message: String, label: String, help: String) -> Diagnostic {
    Diagnostic::new(&TYPE, span, message, label).help(help)
}
