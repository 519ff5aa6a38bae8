//! Environment variables that are too long together.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::{Piece, Text};
use drc_services::function::Function;

/// Environment variables that are too long together.
#[derive(Debug)]
pub struct LambdaEnvSize;

const MOST: usize = 4 * 1024;

impl Rule for LambdaEnvSize {
    const CODE: Code = code!("DRC587", "lambda-env-size", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, function) in cx.spec.all::<Function>() {
            let sizes = || function.environment.0.iter().map(|(key, it)| (key, key.value.len() + least(it)));
            let sum: usize = sizes().map(|(_, size)| size).sum();
            let Some((key, size)) = sizes().max_by_key(|(_, size)| *size).filter(|_| sum > MOST) else {
                continue;
            };
            found.push(
                Diagnostic::new(&Self::CODE, key.span, format!("the environment of {} takes {sum} bytes; Lambda takes {MOST}", entry.address), format!("{size} of them"))
                    .why("Lambda refuses to create a function whose variables, names and values, are longer than 4 KB together; what drc adds for each grant counts too")
                    .help("put it into a [parameter], which holds 4 KB each, and give the function `access = [\"read parameter.name\"]`; or into its code")
                    .source("https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}

/// What a value takes at least: of a reference nobody knows yet how long it is.
fn least(value: &Text) -> usize {
    let piece = |piece: &Piece| match piece {
        Piece::Plain(text) => text.len(),
        Piece::Reference(_) => 0,
    };
    value.pieces.iter().map(piece).sum()
}
