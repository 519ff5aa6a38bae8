//! `queue.<name>`: an SQS queue in every Region. Queues are not replicated.

mod construct;
mod runbook;

pub use construct::{Queue as QueueConstruct, QueueRef, Sender};

use crate::alarm::Threshold;
use crate::kind::Kind;
use crate::lowering::At;
use crate::runbook::Contribution;
use crate::shared::connection::Connection;
use crate::shared::encryption;
use crate::shared::event_rule;
use crate::shared::metric::{Metric, Missing, Unit, Watch};
use crate::shared::policy::Statement;
use crate::spec::{Entry, Spec};
use crate::topic;
use crate::uses::Uses;
use construct::DeadLetters;
use drc_ir::Expr;
use drc_model::{Address, Duration, Name, NameKind, PerRegion, PhysicalName, Region, fields};
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
        /// The replicated store from which its messages can be sent again when the Region they wait in is lost.
        outbox: Option<Spanned<Address>>,
        /// The key that encrypts it. Default: SQS's own (SSE-SQS).
        key: Option<Spanned<Address>>,
        /// How much of what waits in it may be out of reach while its Region is lost. Default: nothing is promised.
        rpo: Option<Spanned<Duration>>,
        /// ARNs of queues that are there already, one per Region. drc makes and changes nothing of theirs.
        existing: Option<Spanned<PerRegion<Spanned<String>>>>,
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
    places: Vec<Place>,
}

/// The queue of one Region.
#[derive(Debug)]
struct Place {
    region: Region,
    name: String,
    arn: Expr,
    url: Expr,
    key: Option<Expr>,
}

impl Handle {
    fn at(&self, region: Region) -> Option<&Place> {
        self.places.iter().find(|it| it.region == region)
    }

    /// `arn:…` in a Region.
    pub fn arn(&self, region: Region) -> Option<Expr> {
        self.at(region).map(|it| it.arn.clone())
    }

    /// `https://sqs…` in a Region.
    pub fn url(&self, region: Region) -> Option<Expr> {
        self.at(region).map(|it| it.url.clone())
    }

    /// What sending to it takes in a Region, with the use of its key if it has one of its own.
    pub fn send(&self, region: Region) -> Vec<Statement> {
        Queue::grant(self, "send", region)
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
    let topics: Vec<Expr> = at
        .spec()
        .topics_to(&at.entry.address)
        .filter_map(|(entry, it)| it.known_arn(entry, at.spec(), region))
        .collect();
    let topics = Sender { sid: "TakeNotifications", service: topic::SERVICE, sources: topics };
    [events, topics].into_iter().filter(|it| !it.sources.is_empty()).collect()
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
        if let Some(outbox) = &self.outbox {
            // Nothing is made of it, so neither waits for the other.
            uses.later(outbox, &["table", "database", "bucket"]);
        }
        encryption::uses(self.key.as_ref(), uses);
    }

    fn names(&self, entry: &Entry, spec: &Spec) -> Vec<PhysicalName> {
        let name = |region| PhysicalName::in_region(NameKind::Queue, queue_name(entry, spec, region), region);
        if self.existing.is_some() { Vec::new() } else { spec.regions.all().map(name).collect() }
    }

    fn lower<'s>(&'s self, at: &mut At<'_, 's>) -> Handle {
        let regions: Vec<Region> = at.regions().collect();
        let places = match &self.existing {
            Some(existing) => {
                let given = |region: &Region| self.given(at, *region, existing.value.at(*region)?);
                regions.iter().filter_map(given).collect()
            }
            None => regions.iter().map(|region| self.make(at, *region)).collect(),
        };
        Handle { places, address: at.entry.address.clone() }
    }

    fn attribute(handle: &Handle, attribute: &str, region: Region) -> Option<Expr> {
        match attribute {
            "name" => handle.at(region).map(|it| Expr::from(&it.name)),
            "arn" => handle.arn(region),
            "url" => handle.url(region),
            _ => None,
        }
    }

    fn grant(handle: &Handle, verb: &str, region: Region) -> Vec<Statement> {
        let Some(Place { arn, key, .. }) = handle.at(region) else { return Vec::new() };
        let what = match verb {
            "send" => Statement::allow("SendMessages", SEND, [arn.clone()]),
            "receive" => Statement::allow("ReceiveMessages", RECEIVE, [arn.clone()]),
            "send-receive" => Statement::allow("UseQueue", SEND.into_iter().chain(RECEIVE), [arn.clone()]),
            _ => return Vec::new(),
        };
        [what].into_iter().chain(encryption::use_of(key.as_ref())).collect()
    }

    fn locators(handle: &Handle, region: Region) -> Vec<(&'static str, Expr)> {
        handle.url(region).map(|it| ("", it)).into_iter().collect()
    }

    fn connection(_: &Handle, _: Region) -> Option<Connection> {
        None
    }

    /// What waits in a queue of failures that nothing works off is news. Where something does, news is what it does not get
    /// to: the age of the oldest message is what a loss of the Region would take.
    fn watches(&self, handle: &Handle, metric: &Metric, region: Region, spec: &Spec) -> Vec<Watch> {
        let Some(place) = handle.at(region) else { return Vec::new() };
        let consumed = spec.is_consumed(&handle.address);
        let holds_failures = self.redrive.is_some() || spec.takes_failures(&handle.address);
        let above = match metric.unit {
            Unit::Count => (holds_failures && !consumed).then_some(Threshold::Number(0)),
            Unit::Seconds | Unit::Milliseconds => consumed.then(|| self.age_alarm(spec).into()),
        };
        let dimensions = vec![("QueueName", Expr::from(&place.name))];
        vec![Watch { suffix: "".into(), dimensions, above }]
    }

    fn runbook(&self, entry: &Entry, spec: &Spec) -> Contribution {
        runbook::part(self, entry, spec)
    }
}

impl Queue {
    /// The age from which on its alarm tells: the objective, but not before a message that failed once was tried again.
    pub fn age_alarm(&self, spec: &Spec) -> Duration {
        spec.objectives.rpo.value.max(self.visibility_timeout.value * 2)
    }

    fn make(&self, at: &mut At<'_, '_>, region: Region) -> Place {
        let name = queue_name(at.entry, at.spec(), region);
        let source = self.redrive.as_ref().and_then(|it| at.spec().entry(&it.from.value));
        let dead_letters = at.spec().dead_letters_of(&at.entry.address).and_then(|(entry, queue)| {
            let after = queue.redrive.as_ref().map_or(5, |it| it.after.value);
            Some(DeadLetters { to: at.handle::<Queue>(&entry.address).arn(region)?, after })
        });
        let key = encryption::key_arn(at, self.key.as_ref(), region);
        let queue = construct::Queue {
            name: name.clone(),
            retention: self.retention.value,
            visibility_timeout: self.visibility_timeout.value,
            takes_from: source.map(|entry| queue_name(entry, at.spec(), region)),
            dead_letters,
            senders: senders(at, region),
            key: key.clone(),
            region,
        };
        let queue = at.add(region, "", queue);
        Place { region, name, arn: queue.arn(), url: queue.url(), key }
    }

    /// `arn:PARTITION:sqs:REGION:ACCOUNT:NAME` tells name and URL. A rule has looked at its form.
    fn given(&self, at: &At<'_, '_>, region: Region, arn: &str) -> Option<Place> {
        let mut words = arn.rsplit(':');
        let (name, account) = (words.next()?, words.next()?);
        let suffix = region.partition().dns_suffix();
        Some(Place {
            region,
            name: name.to_owned(),
            arn: Expr::from(arn.to_owned()),
            url: Expr::from(format!("https://sqs.{region}.{suffix}/{account}/{name}")),
            key: encryption::key_arn(at, self.key.as_ref(), region),
        })
    }
}
