//! `topic.<name>`: an SNS topic in every Region. Topics are not replicated.

mod construct;

pub use construct::{EmailSubscription, Topic as TopicConstruct, TopicRef};

use crate::kind::Kind;
use crate::lowering::At;
use crate::shared::connection::Connection;
use crate::shared::metric::{Metric, Missing, Unit, Watch};
use crate::shared::policy::Statement;
use crate::spec::{Entry, Spec};
use crate::uses::Uses;
use drc_ir::{Expr, Ref};
use drc_model::{Duration, Name, NameKind, PhysicalName, Region, fields};
use drc_syntax::Spanned;

fields! {
    /// An SNS topic in every Region.
    pub struct Topic {
        /// What the naming rule calls `${service}`. Default: the topic's name in the spec.
        name: Option<Spanned<Name>>,
        /// Addresses that are written to; each has to confirm, once per Region.
        email: Vec<Spanned<String>>,
    }
}

/// What others may use of a topic.
#[derive(Debug)]
pub struct Handle {
    topics: Vec<(Region, String, Ref<construct::Topic>)>,
}

impl Handle {
    fn at(&self, region: Region) -> Option<&(Region, String, Ref<construct::Topic>)> {
        self.topics.iter().find(|(it, ..)| *it == region)
    }
}

fn topic_name(entry: &Entry, spec: &Spec, region: Region) -> String {
    spec.name(entry, "", spec.in_region(region))
}

impl Kind for Topic {
    const KIND: &'static str = "topic";
    const SINGLETON: bool = false;
    const EXPLAIN: &'static str = include_str!("explain.md");
    const ATTRIBUTES: &'static [&'static str] = &["name", "arn"];
    const VERBS: &'static [&'static str] = &["publish"];
    const METRICS: &'static [Metric] = &[Metric {
        name: "NumberOfNotificationsFailed",
        namespace: "AWS/SNS",
        statistic: "Sum",
        unit: Unit::Count,
        missing: Missing::NotBreaching,
        alarm: "topic-failed",
        within: Duration::from_secs(300),
    }];
    type Handle = Handle;

    fn own_name(&self) -> Option<&str> {
        self.name.as_ref().map(|it| it.value.0.as_str())
    }

    fn uses(&self, _: &mut Uses) {}

    fn names(&self, entry: &Entry, spec: &Spec) -> Vec<PhysicalName> {
        names(entry, spec)
    }

    fn lower<'s>(&'s self, at: &mut At<'_, 's>) -> Handle {
        Handle { topics: lower(at, &self.email, None) }
    }

    fn attribute(handle: &Handle, attribute: &str, region: Region) -> Option<Expr> {
        let (_, name, topic) = handle.at(region)?;
        match attribute {
            "name" => Some(Expr::from(name)),
            "arn" => Some(topic.arn()),
            _ => None,
        }
    }

    fn grant(handle: &Handle, verb: &str, region: Region) -> Vec<Statement> {
        match (verb, handle.at(region)) {
            ("publish", Some((.., topic))) => {
                vec![Statement::allow("Publish", ["sns:Publish"], [topic.arn()])]
            }
            _ => Vec::new(),
        }
    }

    fn locators(handle: &Handle, region: Region) -> Vec<(&'static str, Expr)> {
        handle.at(region).map(|(.., topic)| ("", topic.arn())).into_iter().collect()
    }

    fn connection(_: &Handle, _: Region) -> Option<Connection> {
        None
    }

    fn watches(&self, handle: &Handle, _: &Metric, region: Region, _: &Spec) -> Vec<Watch> {
        let Some((_, name, _)) = handle.at(region) else { return Vec::new() };
        let dimensions = vec![("TopicName", Expr::from(name))];
        vec![Watch { suffix: "".into(), dimensions, above: None }]
    }
}

/// The topic's name in every Region.
pub fn names(entry: &Entry, spec: &Spec) -> Vec<PhysicalName> {
    let name = |region| PhysicalName {
        kind: NameKind::Topic,
        name: topic_name(entry, spec, region),
        region: Some(region),
    };
    spec.regions.all().map(name).collect()
}

/// Adds a topic with its subscriptions to every Region; `publisher` is an AWS service that may publish.
pub fn lower(
    at: &mut At<'_, '_>,
    email: &[Spanned<String>],
    publisher: Option<&'static str>,
) -> Vec<(Region, String, Ref<construct::Topic>)> {
    let regions = at.regions();
    let topic = |region: Region| {
        let name = topic_name(at.entry, at.spec(), region);
        let topic = at.add(region, "", construct::Topic { name: name.clone(), publisher, region });
        for (number, address) in email.iter().enumerate() {
            // By number: an address has characters that no logical id takes.
            let part = format!("email-{}", number + 1);
            at.add(region, part, EmailSubscription { topic, address: address.value.clone() });
        }
        at.output(region, "arn", format!("Topic of {} in {region}", at.entry.address), topic.arn());
        (region, name, topic)
    };
    regions.map(topic).collect()
}
