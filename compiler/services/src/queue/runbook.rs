//! What waits in a queue, and putting set-aside messages back.

use super::{Queue, queue_name};
use crate::runbook::{Chapter, Command, Contribution, Part, Plane, Stage, Step, Word, aws};
use crate::spec::{Entry, Spec};
use drc_model::Region;

pub(super) fn part(queue: &Queue, entry: &Entry, spec: &Spec) -> Contribution {
    let mut part = Part::default();
    let (address, primary) = (&entry.address, spec.regions.primary.value);
    let name = |region: Region| {
        let given = queue.existing.as_ref().and_then(|it| it.value.at(region));
        let of = |arn: &String| arn.rsplit(':').next().unwrap_or_default().to_owned();
        given.map_or_else(|| queue_name(entry, spec, region), |it| of(&it.value))
    };
    let find = |region: Region| {
        aws("sqs", "get-queue-url", region).arg("--queue-name", name(region)).query("QueueUrl").set("QUEUE")
    };
    let waiting = |region: Region| {
        let ask = aws("sqs", "get-queue-attributes", region)
            .arg("--queue-url", Word::with_variables("${QUEUE}"))
            .arg("--attribute-names", "ApproximateNumberOfMessages")
            .query("Attributes.ApproximateNumberOfMessages");
        [find(region), ask]
    };
    let failures = queue.redrive.is_some() || spec.takes_failures(address);
    let see = if failures {
        "0, once per Region: what is in there, nobody has worked off"
    } else {
        "a number that goes down, once per Region"
    };
    let step = Step::look(
        format!("See what waits in {address}"),
        "Messages stand in one Region only: those of a Region that is lost are out of reach until it returns.",
        Plane::Data,
        spec.regions.all().flat_map(waiting).collect(),
        see,
    );
    part.step(Chapter::Verify, Stage::Prove, step);
    let step = Step::look(
        format!("See what {address} kept in {primary}"),
        "It is worked off now, late. Whoever takes it must refuse what the failover has overtaken.",
        Plane::Data,
        waiting(primary).into(),
        "a number that goes down",
    );
    part.step(Chapter::Failback, Stage::Prove, step);
    if failures {
        part.trouble(
            format!("{address} fills"),
            "Something failed as often as it was allowed to, and was set aside for people.",
            spec.regions.all().flat_map(|region| peek(region, find(region))).collect(),
            peeked(queue),
        );
    }
    if let Some(redrive) = &queue.redrive {
        part.trouble(
            format!("The cause is mended, and {address} still holds messages"),
            format!(
                "Nothing takes them out by itself. Moved back to {} they are tried again.",
                redrive.from.value
            ),
            spec.regions.all().flat_map(|region| move_back(region, find(region))).collect(),
            "a handle of the move; see the number in the queue go down",
        );
    }
    Contribution::Part(part)
}

/// Gives messages that were set aside back to the queue they were in.
fn move_back(region: Region, find: Command) -> [Command; 3] {
    let arn = aws("sqs", "get-queue-attributes", region)
        .arg("--queue-url", Word::with_variables("${QUEUE}"))
        .arg("--attribute-names", "QueueArn")
        .query("Attributes.QueueArn")
        .set("QUEUE_ARN");
    let moved = aws("sqs", "start-message-move-task", region)
        .arg("--source-arn", Word::with_variables("${QUEUE_ARN}"));
    [find, arn, moved]
}

/// Looks at messages without taking them out: they are seen again at once.
fn peek(region: Region, find: Command) -> [Command; 2] {
    let look = aws("sqs", "receive-message", region)
        .arg("--queue-url", Word::with_variables("${QUEUE}"))
        .arg("--max-number-of-messages", "10")
        .arg("--visibility-timeout", "0")
        .query("Messages[].[MessageId,Attributes.SentTimestamp]")
        .arg("--attribute-names", "SentTimestamp");
    [find, look]
}

fn peeked(queue: &Queue) -> &'static str {
    if queue.redrive.is_some() {
        "ids and when each was sent; the function's log says why. Looking counts as a delivery, but nothing \
         is deleted"
    } else {
        "ids and when each was sent; the log of the function that put them there says why. Once mended, send \
         them again; nothing is deleted by looking"
    }
}
