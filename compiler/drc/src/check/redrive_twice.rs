//! Two queues that take the dead letters of one.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Address;
use drc_services::Entry;
use drc_services::queue::Queue;
use drc_syntax::Span;
use indexmap::IndexMap;

/// Two queues that take the dead letters of one.
#[derive(Debug)]
pub struct RedriveTwice;

impl Rule for RedriveTwice {
    const CODE: Code = code!("DRC516", "redrive-twice", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let mut seen: IndexMap<&Address, (&Entry, Span)> = IndexMap::new();
        for (entry, queue) in cx.spec.all::<Queue>() {
            let Some(redrive) = &queue.redrive else { continue };
            let Some((first, span)) = seen.insert(&redrive.from.value, (entry, redrive.from.span)) else {
                continue;
            };
            found.push(
                Diagnostic::new(&Self::CODE, redrive.from.span, format!("{} and {} both take the dead letters of {}", first.address, entry.address, redrive.from.value), "the second one")
                    .also(span, "the first one")
                    .why("a queue has one redrive policy, which names one dead-letter queue: the other would stay empty")
                    .help("take one of the two `redrive` out")
                    .source("https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}
