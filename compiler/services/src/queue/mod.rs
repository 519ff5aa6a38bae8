//! `queue.<name>`: an SQS queue in every Region. Queues are not replicated.

mod construct;

pub use construct::{Queue as QueueConstruct, QueueRef, Sender};

use crate::alarm::Threshold;
use crate::kind::Kind;
use crate::lowering::At;
use crate::shared::connection::Connection;
use crate::shared::event_rule;
use crate::shared::metric::{Metric, Missing, Unit, Watch};
use crate::shared::policy::Statement;
use crate::spec::{Entry, Spec};
use crate::uses::Uses;
use construct::DeadLetters;
use drc_ir::{Expr, Ref};
use drc_model::{Address, Duration, Name, NameKind, PhysicalName, Region, fields};
use drc_syntax::Spanned;

fields! {
    /// An encrypted SQS queue in every Region. What waits in it does not reach the other Region.
    pub struct Queue {
        /// What the naming rule calls `${service}`. Default: the queue's name in the spec.
        name: Option<Spanned<Name>>,
        /// How long a message waits before SQS drops it. Default: `"4d"`.
        retention: Spanned<Duration> = Spanned::new(Duration::from_secs(4 * 86_400), drc_syntax::Span::default()),
        /// How long a message is hidden from others once one reader has it. Default: `"30s"`.
        visibility_timeout: Spanned<Duration> = Spanned::new(Duration::from_secs(30), drc_syntax::Span::default()),
        /// It takes what another queue could not get processed.
        redrive: Option<Redrive>,
    }
}

fields! {
    /// From which queue a dead-letter queue takes messages, and when.
    pub struct Redrive {
        /// The queue whose messages it takes.
        from: Spanned<Address>,
        /// After so many attempts. Default: 5.
        after: Spanned<i64> = Spanned::new(5, drc_syntax::Span::default()),
    }
}

/// What others may use of a queue.
#[derive(Debug)]
pub struct Handle {
    address: Address,
    queues: Vec<(Region, String, Ref<construct::Queue>)>,
}

impl Handle {
    fn at(&self, region: Region) -> Option<&(Region, String, Ref<construct::Queue>)> {
        self.queues.iter().find(|(it, ..)| *it == region)
    }

    /// `arn:…` in a Region.
    pub fn arn(&self, region: Region) -> Option<Expr> {
        self.at(region).map(|(_, _, queue)| queue.arn())
    }

    /// `https://sqs…` in a Region.
    pub fn url(&self, region: Region) -> Option<Expr> {
        self.at(region).map(|(_, _, queue)| queue.url())
    }
}

fn queue_name(entry: &Entry, spec: &Spec, region: Region) -> String {
    spec.name(entry, "", spec.in_region(region))
}

/// The services that send to this queue in a Region because another service of the spec says so.
fn senders(at: &At<'_, '_>, region: Region) -> Vec<Sender> {
    let rules: Vec<Expr> =
        at.spec().rules_to(&at.entry.address).map(|rule| rule.arn(at.spec(), region)).collect();
    let events = Sender { sid: "TakeEvents", service: event_rule::SERVICE, sources: rules };
    [events].into_iter().filter(|it| !it.sources.is_empty()).collect()
}

/// What sending takes.
pub const SEND: [&str; 1] = ["sqs:SendMessage"];
const RECEIVE: [&str; 4] =
    ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"];

impl Kind for Queue {
    const KIND: &'static str = "queue";
    const SINGLETON: bool = false;
    const EXPLAIN: &'static str = include_str!("explain.md");
    const ATTRIBUTES: &'static [&'static str] = &["name", "arn", "url"];
    const VERBS: &'static [&'static str] = &["send", "receive", "send-receive"];
    const METRICS: &'static [Metric] = &[
        Metric {
            name: "ApproximateNumberOfMessagesVisible",
            namespace: "AWS/SQS",
            statistic: "Maximum",
            unit: Unit::Count,
            // SQS stops measuring a queue that nobody touches: an empty one.
            missing: Missing::NotBreaching,
            alarm: "queue-waiting",
            within: Duration::from_secs(60),
        },
        Metric {
            name: "ApproximateAgeOfOldestMessage",
            namespace: "AWS/SQS",
            statistic: "Maximum",
            unit: Unit::Seconds,
            missing: Missing::NotBreaching,
            alarm: "queue-age",
            within: Duration::from_secs(60),
        },
    ];
    type Handle = Handle;

    fn own_name(&self) -> Option<&str> {
        self.name.as_ref().map(|it| it.value.0.as_str())
    }

    fn uses(&self, uses: &mut Uses) {
        if let Some(redrive) = &self.redrive {
            // SQS takes a redrive policy only once the queue it names exists.
            uses.needed_by(&redrive.from, &["queue"]);
        }
    }

    fn names(&self, entry: &Entry, spec: &Spec) -> Vec<PhysicalName> {
        let name = |region| PhysicalName {
            kind: NameKind::Queue,
            name: queue_name(entry, spec, region),
            region: Some(region),
        };
        spec.regions.all().map(name).collect()
    }

    fn lower<'s>(&'s self, at: &mut At<'_, 's>) -> Handle {
        let queues = at.regions().map(|region| {
            let name = queue_name(at.entry, at.spec(), region);
            let source = self.redrive.as_ref().and_then(|it| at.spec().entry(&it.from.value));
            let dead_letters = at.spec().dead_letters_of(&at.entry.address).map(|(entry, queue)| DeadLetters {
                to: at.handle::<Queue>(&entry.address).at(region).map(|it| it.2),
                after: queue.redrive.as_ref().map_or(5, |it| it.after.value),
            });
            let queue = construct::Queue {
                name: name.clone(),
                retention: self.retention.value,
                visibility_timeout: self.visibility_timeout.value,
                takes_from: source.map(|entry| queue_name(entry, at.spec(), region)),
                dead_letters,
                senders: senders(at, region),
                region,
            };
            (region, name, at.add(region, "", queue))
        });
        Handle { queues: queues.collect(), address: at.entry.address.clone() }
    }

    fn attribute(handle: &Handle, attribute: &str, region: Region) -> Option<Expr> {
        match attribute {
            "name" => handle.at(region).map(|(_, name, _)| Expr::from(name)),
            "arn" => handle.arn(region),
            "url" => handle.url(region),
            _ => None,
        }
    }

    fn grant(handle: &Handle, verb: &str, region: Region) -> Vec<Statement> {
        let Some(arn) = handle.arn(region) else { return Vec::new() };
        match verb {
            "send" => vec![Statement::allow("SendMessages", SEND, [arn])],
            "receive" => vec![Statement::allow("ReceiveMessages", RECEIVE, [arn])],
            "send-receive" => {
                vec![Statement::allow("UseQueue", SEND.into_iter().chain(RECEIVE), [arn])]
            }
            _ => Vec::new(),
        }
    }

    fn locators(handle: &Handle, region: Region) -> Vec<(&'static str, Expr)> {
        handle.url(region).map(|it| ("", it)).into_iter().collect()
    }

    fn connection(_: &Handle, _: Region) -> Option<Connection> {
        None
    }

    /// Something in a queue of failures is news; something in another queue is its work.
    fn watches(&self, handle: &Handle, metric: &Metric, region: Region, spec: &Spec) -> Vec<Watch> {
        let Some((_, name, _)) = handle.at(region) else { return Vec::new() };
        let holds_failures = self.redrive.is_some() || spec.takes_failures(&handle.address);
        vec![Watch {
            suffix: "".into(),
            dimensions: vec![("QueueName", Expr::from(name))],
            above: (metric.alarm == "queue-waiting" && holds_failures).then_some(Threshold::Number(0)),
        }]
    }
}
