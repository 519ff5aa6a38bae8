//! A queue whose messages come back while they are still worked on.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::Entry;
use drc_services::function::{Consumed, Function};
use drc_services::queue::Queue;
use drc_services::registry::Typed as _;

/// A queue whose messages come back while they are still worked on.
#[derive(Debug)]
pub struct QueueVisibility;

pub(super) const SOURCE: &str = "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html";

/// Every queue that a function works off.
pub(super) fn consumers<'c>(
    cx: &Checking<'c>,
) -> impl Iterator<Item = (&'c Entry, &'c Function, &'c Consumed, &'c Queue)> {
    let spec = cx.spec;
    spec.all::<Function>().flat_map(move |(entry, function)| {
        let queue = |it: &'c Consumed| Queue::service(&spec.entry(&it.from.value)?.service);
        function.consumes.0.iter().filter_map(move |it| Some((entry, function, it, queue(it)?)))
    })
}

impl Rule for QueueVisibility {
    const CODE: Code = code!("DRC535", "queue-visibility", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, function, consumed, queue) in consumers(cx) {
            let (hidden, timeout) = (queue.visibility_timeout, function.timeout);
            if hidden.value >= timeout.value {
                continue;
            }
            let message = format!(
                "{} hides a message for {}, and {} may work on it for {}",
                consumed.from.value, hidden.value, entry.address, timeout.value
            );
            let mut diagnostic =
                Diagnostic::new(&Self::CODE, consumed.from.span, message, "works off this queue");
            if let Some(span) = hidden.span.written() {
                diagnostic = diagnostic.also(span, "shorter than the timeout");
            }
            if let Some(span) = timeout.span.written() {
                diagnostic = diagnostic.also(span, "the timeout");
            }
            found.push(
                diagnostic
                    .why("SQS would hand out the message again while it is being worked on; Lambda refuses such a queue")
                    .help(format!("write visibility_timeout = \"{}\" in [{}]: six times the timeout", timeout.value * 6, consumed.from.value))
                    .source(SOURCE)
                    .about(entry.address.to_string()),
            );
        }
    }
}
