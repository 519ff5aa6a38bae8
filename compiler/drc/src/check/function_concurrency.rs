//! Concurrency with which a function cannot serve.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::Entry;
use drc_services::function::Function;
use drc_syntax::Spanned;

/// Concurrency with which a function cannot serve.
#[derive(Debug)]
pub struct FunctionConcurrency;

impl Rule for FunctionConcurrency {
    const CODE: Code = code!("DRC532", "function-concurrency", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, function) in cx.spec.all::<Function>() {
            if let Some(reserved) = function.reserved.filter(|it| it.value < 1) {
                found.push(none(entry, reserved));
            }
            if let Some(provisioned) = function.provisioned.filter(|it| it.value < 1) {
                found.push(
                    Diagnostic::new(
                        &Self::CODE,
                        provisioned.span,
                        format!("{} environments cannot be kept warm", provisioned.value),
                        "1 or more",
                    )
                    .help("take `provisioned` out: functions start by themselves, cold")
                    .source(PROVISIONED)
                    .about(entry.address.to_string()),
                );
            }
            if let Some((peak, most)) = function
                .peak
                .zip(function.reserved)
                .filter(|(need, most)| most.value >= 1 && need.value > most.value)
            {
                found.push(
                    Diagnostic::new(&Self::CODE, peak.span, format!("{} needs {} calls at once at its peak and may use {}", entry.address, peak.value, most.value), "more than it may use")
                        .also(most.span, "the most it may use")
                        .why("reserved concurrency is also the most a function gets: Lambda throttles what is beyond it, in every Region")
                        .help(format!("write reserved = {} or more, or take it out", peak.value))
                        .source("https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html")
                        .about(entry.address.to_string()),
                );
            }
            let both = function.provisioned.zip(function.reserved);
            if let Some((provisioned, reserved)) =
                both.filter(|(some, most)| most.value >= 1 && some.value > most.value)
            {
                found.push(
                    Diagnostic::new(&Self::CODE, provisioned.span, format!("{} is to keep {} environments warm and may use {}", entry.address, provisioned.value, reserved.value), "more than it may use")
                        .also(reserved.span, "the most it may use")
                        .why("Lambda takes provisioned concurrency out of what is reserved, and refuses more than that")
                        .help(format!("write reserved = {} or more, or provisioned = {}", provisioned.value, reserved.value))
                        .source(PROVISIONED)
                        .about(entry.address.to_string()),
                );
            }
        }
    }
}

const PROVISIONED: &str = "https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html";

fn none(entry: &Entry, reserved: Spanned<i64>) -> Diagnostic {
    Diagnostic::new(&FunctionConcurrency::CODE, reserved.span, format!("with reserved = {} {} never runs", reserved.value, entry.address), "no call gets through")
        .why("reserved concurrency is also the most a function gets: at 0 Lambda throttles every call, in every Region and for health checks too")
        .help("take it out, or reserve what the whole load takes in one Region; a drill sets 0 by hand and takes it back")
        .source("https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html")
        .about(entry.address.to_string())
}
