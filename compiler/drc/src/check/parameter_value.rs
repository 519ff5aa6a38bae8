//! A parameter whose value comes from nowhere, from two places, or from the wrong one.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::{Piece, Text};
use drc_services::parameter::Parameter;
use drc_syntax::Span;

/// A parameter whose value comes from nowhere, from two places, or from the wrong one.
#[derive(Debug)]
pub struct ParameterValue;

/// Of a parameter of the standard tier.
const MOST_BYTES: usize = 4_096;

impl Rule for ParameterValue {
    const CODE: Code = code!("DRC566", "parameter-value", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, parameter) in cx.spec.all::<Parameter>() {
            let Some((span, message, label, why, help)) = problem(entry.span, parameter) else { continue };
            found.push(
                Diagnostic::new(&Self::CODE, span, message, label)
                    .why(why)
                    .help(help)
                    .source("https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}

/// Where, what, in short, why, and what to type instead.
type Found = (Span, String, &'static str, &'static str, &'static str);

fn problem(header: Span, parameter: &Parameter) -> Option<Found> {
    const PLAIN: &str =
        "a value in the spec stands in templates, plans and states, where whoever can read those reads it";
    const FROM: &str = "write `value_from = \"secret.name\"`, or \"env:NAME\" of whoever deploys";
    match (&parameter.value, &parameter.value_from, parameter.secure.value) {
        (Some(_), Some(from), _) => Some((
            from.span,
            "the value comes from two places".to_owned(),
            "and from here",
            "nobody could tell which of the two it is",
            "keep one of `value` and `value_from`",
        )),
        (None, None, true) => Some((
            parameter.secure.span,
            "a secret value that comes from nowhere".to_owned(),
            "has no `value_from`",
            PLAIN,
            FROM,
        )),
        (None, None, false) => Some((
            header,
            "a parameter without a value".to_owned(),
            "has neither `value` nor `value_from`",
            "Systems Manager has no parameters without one",
            "add `value = \"…\"`",
        )),
        (Some(_), None, true) => Some((
            parameter.secure.span,
            "a secret value that stands in the spec".to_owned(),
            "secret, and written beside it",
            PLAIN,
            FROM,
        )),
        (None, Some(from), false) => Some((
            from.span,
            "a secret value for a parameter that anybody can read".to_owned(),
            "a secret",
            "without `secure` the parameter is a String, which Systems Manager does not encrypt",
            "add `secure = true`",
        )),
        (Some(value), None, false) => size(value.span, &value.value),
        (None, Some(_), true) => None,
    }
}

fn size(span: Span, value: &Text) -> Option<Found> {
    let bytes: usize =
        value.pieces.iter().map(|it| if let Piece::Plain(text) = it { text.len() } else { 1 }).sum();
    if bytes == 0 {
        return Some((
            span,
            "an empty value".to_owned(),
            "empty",
            "Systems Manager takes no parameter without a value",
            "write what stands for nothing: \"none\", \"off\"",
        ));
    }
    (bytes > MOST_BYTES).then(|| {
        (
            span,
            format!("a value of {bytes} bytes"),
            "at most 4096",
            "a parameter of the standard tier holds 4 KB",
            "put it into a bucket, and its key into the parameter",
        )
    })
}
