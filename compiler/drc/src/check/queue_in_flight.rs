//! A queue whose messages are out of reach with the Region they wait in.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Address;
use drc_services::Spec;
use drc_services::database::Database;
use drc_services::function::Function;
use drc_services::queue::Queue;
use drc_services::table::Table;
use drc_syntax::Span;
use std::collections::{BTreeMap, BTreeSet};

/// A queue whose messages are out of reach with the Region they wait in.
#[derive(Debug)]
pub struct QueueInFlight;

impl Rule for QueueInFlight {
    const CODE: Code = code!("DRC578", "queue-in-flight", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let granted = Granted::of(cx.spec);
        for (entry, queue) in cx.spec.all::<Queue>() {
            // Who says what may wait in it has thought of it.
            let answered = queue.outbox.is_some() || queue.rpo.is_some();
            // What could not be processed is no request that anybody waits for.
            if answered || queue.redrive.is_some() || granted.failures.contains(&entry.address) {
                continue;
            }
            let Some(sender) = sender(cx.spec, &granted, &entry.address) else { continue };
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

/// What functions may do with queues, looked up once for all of them.
struct Granted<'s> {
    sends: BTreeMap<&'s Address, Span>,
    failures: BTreeSet<&'s Address>,
}

impl<'s> Granted<'s> {
    fn of(spec: &'s Spec) -> Self {
        let mut granted = Self { sends: BTreeMap::new(), failures: BTreeSet::new() };
        for (_, function) in spec.all::<Function>() {
            granted.failures.extend(function.on_failure.iter().map(|it| &it.value));
            let sends =
                function.access.iter().filter(|it| ["send", "send-receive"].contains(&it.verb.as_str()));
            for grant in sends {
                granted.sends.entry(&grant.to.value).or_insert(grant.span);
            }
        }
        granted
    }
}

/// Where the spec says who fills it. A bus that copies its events has the other Region's queue filled too.
fn sender(spec: &Spec, granted: &Granted<'_>, queue: &Address) -> Option<Span> {
    let alone = spec.rules_to(queue).find(|it| !it.bus.replicate.value && !it.bus.has_endpoint());
    let rule = alone.map(|it| it.rule.name.span);
    let topic = spec.topics_to(queue).map(|(entry, _)| entry.span).next();
    granted.sends.get(queue).copied().or(rule).or(topic)
}

/// The store to look at first.
fn store(spec: &Spec) -> String {
    let table = spec.all::<Table>().map(|(entry, _)| &entry.address);
    let database = spec.all::<Database>().map(|(entry, _)| &entry.address);
    table.chain(database).next().map_or_else(|| "table.name".to_owned(), Address::to_string)
}
