//! Settings of something that drc does not make.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::Entry;
use drc_services::alerts::Alerts;
use drc_services::bucket::Bucket;
use drc_services::queue::Queue;
use drc_services::registry::Typed as _;
use drc_services::topic::Topic;
use drc_syntax::Span;

/// Settings of something that drc does not make.
#[derive(Debug)]
pub struct ExistingSettings;

impl Rule for ExistingSettings {
    const CODE: Code = code!("DRC556", "existing-settings", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, it) in cx.spec.all::<Bucket>() {
            let lifecycle = it.lifecycle.first().map(|it| it.span);
            let settings = [
                ("name", it.name.as_ref().map(|it| it.span)),
                ("replication", it.replication.span.written()),
                ("lifecycle", lifecycle),
            ];
            refuse(found, entry, it.existing.as_ref().map(|it| it.span), &settings);
        }
        for (entry, it) in cx.spec.all::<Queue>() {
            let settings = [
                ("name", it.name.as_ref().map(|it| it.span)),
                ("retention", it.retention.span.written()),
                ("visibility_timeout", it.visibility_timeout.span.written()),
            ];
            refuse(found, entry, it.existing.as_ref().map(|it| it.span), &settings);
            if let Some(redrive) = &it.redrive {
                let source = cx.spec.entry(&redrive.from.value).and_then(|it| Queue::service(&it.service));
                if source.is_some_and(|it| it.existing.is_some()) {
                    found.push(redriven(entry, redrive.from.span, &redrive.from.value.to_string()));
                }
            }
        }
        for (entry, it) in cx.spec.all::<Topic>() {
            let settings = [("name", it.name.as_ref().map(|it| it.span))];
            refuse(found, entry, it.existing.as_ref().map(|it| it.span), &settings);
        }
        for (entry, it) in cx.spec.all::<Alerts>() {
            refuse(
                found,
                entry,
                it.existing.as_ref().map(|it| it.span),
                &[("topic", it.topic.span.written())],
            );
        }
    }
}

fn refuse(found: &mut Diagnostics, entry: &Entry, existing: Option<Span>, settings: &[(&str, Option<Span>)]) {
    let Some(existing) = existing else { return };
    for (setting, span) in settings.iter().filter_map(|(setting, span)| Some((setting, (*span)?))) {
        found.push(
            Diagnostic::new(
                &ExistingSettings::CODE,
                span,
                format!("`{setting}` of {} would be without effect", entry.address),
                "drc does not make it",
            )
            .also(existing, "it is there already")
            .why("drc changes nothing of what it did not make: whoever made it would change it back")
            .help(format!("take `{setting}` out and set it where the thing is made, or take `existing` out"))
            .source("https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resource-import.html")
            .about(entry.address.to_string()),
        );
    }
}

fn redriven(entry: &Entry, span: Span, from: &str) -> Diagnostic {
    Diagnostic::new(&ExistingSettings::CODE, span, format!("{} would get no dead letters of {from}", entry.address), "drc does not make that queue")
        .why("where dead letters go is a setting of the queue they come from, and drc changes nothing of what it did not make")
        .help(format!("set the redrive policy where {from} is made, and take `redrive` out"))
        .source("https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html")
        .about(entry.address.to_string())
}
