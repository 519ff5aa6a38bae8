//! Subscriptions that nobody confirmed.

use super::{Topic, topic_name};
use crate::runbook::{Chapter, Command, Contribution, Part, Plane, Stage, Step, Word, aws};
use crate::spec::{Entry, Spec};
use drc_model::Region;

pub(super) fn part(topic: &Topic, entry: &Entry, spec: &Spec) -> Contribution {
    let arn = |region| topic.existing.as_ref().and_then(|it| it.value.at(region)).map(|it| it.value.as_str());
    let mut part = Part::default();
    let commands =
        spec.regions.all().flat_map(|region| subscriptions(entry, spec, region, arn(region))).collect();
    let step = Step::look(
        format!("See that whoever {} tells has confirmed", entry.address),
        "An address by mail gets nothing before it has confirmed, once per Region.",
        Plane::Control,
        commands,
        "every subscriber of each Region with an ARN; none that is PendingConfirmation",
    );
    part.step(Chapter::Deploy, Stage::Prove, step);
    Contribution::Part(part)
}

/// Who is told in a Region: topics of systems and of alerts are alike.
pub fn subscriptions(entry: &Entry, spec: &Spec, region: Region, existing: Option<&str>) -> Vec<Command> {
    let list = aws("sns", "list-subscriptions-by-topic", region)
        .query("Subscriptions[].[Protocol,Endpoint,SubscriptionArn]");
    if let Some(arn) = existing {
        return vec![list.arg("--topic-arn", arn)];
    }
    let name = topic_name(entry, spec, region);
    let find = aws("sns", "list-topics", region)
        .query(&format!(
            "Topics[?ends_with(TopicArn, \
        ':{name}')].TopicArn"
        ))
        .set("TOPIC");
    vec![find, list.arg("--topic-arn", Word::with_variables("${TOPIC}"))]
}
