//! A queue that is worked off, whose messages are given up too early or never.

use super::queue_visibility::{SOURCE, consumers};
use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};

/// A queue that is worked off, whose messages are given up too early or never.
#[derive(Debug)]
pub struct QueueRetries;

impl Rule for QueueRetries {
    const CODE: Code = code!("DRC536", "queue-retries", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, function, consumed, queue) in consumers(cx) {
            let (hidden, timeout, from) =
                (queue.visibility_timeout.value, function.timeout.value, &consumed.from);
            if hidden >= timeout && hidden < timeout * 6 {
                found.push(
                    Diagnostic::new(&Self::CODE, from.span, format!("{} hides a message for {hidden}; AWS asks for six times the timeout of {}, {}", from.value, entry.address, timeout * 6), "works off this queue")
                        .why("a throttled function is tried again while the message is hidden; when that time runs out, it counts as an attempt although nobody tried, and ends among the dead letters")
                        .help(format!("write visibility_timeout = \"{}\" in [{}]", timeout * 6, from.value))
                        .source(SOURCE)
                        .about(entry.address.to_string()),
                );
            }
            if cx.spec.dead_letters_of(&from.value).is_none() {
                found.push(
                    Diagnostic::new(&Self::CODE, from.span, format!("what {} cannot process in {} is tried until it is {} old, then lost", entry.address, from.value, queue.retention.value), "no queue takes its dead letters")
                        .why("a message that fails comes back; without a redrive policy it does so until SQS drops it, and nobody is told")
                        .help(format!("add a queue with redrive = {{ from = \"{}\", after = 5 }}", from.value))
                        .source("https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html")
                        .about(entry.address.to_string()),
                );
            }
        }
    }
}
