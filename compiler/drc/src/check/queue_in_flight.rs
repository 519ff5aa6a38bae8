//! A queue whose messages are out of reach with the Region they wait in.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Address;
use drc_services::database::Database;
use drc_services::function::Function;
use drc_services::queue::Queue;
use drc_services::table::Table;
use drc_services::{Entry, Spec};
use drc_syntax::Span;

/// A queue whose messages are out of reach with the Region they wait in.
#[derive(Debug)]
pub struct QueueInFlight;

impl Rule for QueueInFlight {
    const CODE: Code = code!("DRC578", "queue-in-flight", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, queue) in cx.spec.all::<Queue>() {
            if queue.outbox.is_some() || holds_failures(cx.spec, entry, queue) {
                continue;
            }
            let Some(sender) = sender(cx.spec, &entry.address) else { continue };
            let primary = cx.spec.regions.primary.value;
            let store = store(cx.spec);
            found.push(
                Diagnostic::new(&Self::CODE, entry.span, format!("what waits in {} when {primary} is lost stays there until it returns", entry.address), "not copied to another Region")
                    .also(sender, "messages come from here")
                    .why("SQS keeps messages in one Region; those that a failover leaves behind are worked off when the Region returns, late and against data that has moved on")
                    .help(format!("write outbox = \"{store}\" if they can be sent again from there; or let a bus with replicate = true deliver them; or say in [[allow]] who sends them again"))
                    .source("https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/regional-services.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}

/// What could not be processed is no request that anybody waits for.
fn holds_failures(spec: &Spec, entry: &Entry, queue: &Queue) -> bool {
    let failures = |it: &Function| it.on_failure.as_ref().is_some_and(|to| to.value == entry.address);
    queue.redrive.is_some() || spec.all::<Function>().any(|(_, it)| failures(it))
}

/// Where the spec says who fills it. A bus that copies its events has the other Region's queue filled too.
fn sender(spec: &Spec, queue: &Address) -> Option<Span> {
    let granted = spec.all::<Function>().flat_map(|(_, it)| &it.access);
    let sends = ["send", "send-receive"];
    let function = granted
        .filter(|it| it.to.value == *queue && sends.contains(&it.verb.as_str()))
        .map(|it| it.span)
        .next();
    let alone = spec.rules_to(queue).find(|it| !it.bus.replicate.value && !it.bus.has_endpoint());
    let rule = alone.map(|it| it.rule.name.span);
    let topic = spec.topics_to(queue).map(|(entry, _)| entry.span).next();
    function.or(rule).or(topic)
}

/// The store to look at first.
fn store(spec: &Spec) -> String {
    let table = spec.all::<Table>().map(|(entry, _)| &entry.address);
    let database = spec.all::<Database>().map(|(entry, _)| &entry.address);
    table.chain(database).next().map_or_else(|| "table.name".to_owned(), Address::to_string)
}
