//! `topic.<name>`: an SNS topic in every Region. Topics are not replicated.

mod construct;
mod runbook;

pub use construct::{Protocol, SERVICE, Subscription, Topic as TopicConstruct, TopicRef};
pub use runbook::subscriptions;

use crate::alarm::Threshold;
use crate::function::Function;
use crate::kind::Kind;
use crate::lowering::At;
use crate::queue::Queue;
use crate::registry::Typed as _;
use crate::runbook::Contribution;
use crate::shared::connection::Connection;
use crate::shared::encryption;
use crate::shared::metric::{Metric, Missing, Unit, Watch};
use crate::shared::permission::Permission;
use crate::shared::policy::Statement;
use crate::spec::{Entry, Spec};
use crate::uses::Uses;
use drc_ir::Expr;
use drc_model::{Address, Duration, Name, NameKind, PerRegion, PhysicalName, Region, Text, fields};
use drc_syntax::Spanned;

fields! {
    /// An SNS topic in every Region.
    pub struct Topic {
        /// What the naming rule calls `${service}`. Default: the topic's name in the spec.
        name: Option<Spanned<Name>>,
        /// Addresses that are written to; each has to confirm, once per Region.
        email: Vec<Spanned<String>>,
        /// Queues and functions of the spec that get its messages, each in its own Region.
        to: Vec<Spanned<Address>>,
        /// URLs that are posted to; each has to confirm, once per Region.
        https: Vec<Spanned<Text>>,
        /// Queues and URLs get the message alone, without SNS's envelope. Default: false.
        raw: bool = false,
        /// The key that encrypts its messages. Default: none.
        key: Option<Spanned<Address>>,
        /// ARNs of topics that are there already, one per Region. drc adds subscriptions and changes nothing else.
        existing: Option<Spanned<PerRegion<Spanned<String>>>>,
    }
}

/// What others may use of a topic.
#[derive(Debug)]
pub struct Handle {
    places: Vec<Place>,
}

/// The topic of one Region.
#[derive(Clone, Debug)]
pub struct Place {
    region: Region,
    name: String,
    arn: Expr,
    key: Option<Expr>,
}

impl Place {
    /// Its ARN.
    pub fn arn(&self) -> &Expr {
        &self.arn
    }

    /// Where it is.
    pub fn region(&self) -> Region {
        self.region
    }
}

impl Handle {
    fn at(&self, region: Region) -> Option<&Place> {
        self.places.iter().find(|it| it.region == region)
    }

    /// `arn:…` in a Region.
    pub fn arn(&self, region: Region) -> Option<Expr> {
        self.at(region).map(|it| it.arn.clone())
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

    fn uses(&self, uses: &mut Uses) {
        self.to.iter().for_each(|it| uses.service(it, &["queue", "function"]));
        self.https.iter().for_each(|it| uses.text(&it.value));
        encryption::uses(self.key.as_ref(), uses);
    }

    fn names(&self, entry: &Entry, spec: &Spec) -> Vec<PhysicalName> {
        if self.existing.is_some() { Vec::new() } else { names(entry, spec) }
    }

    fn lower<'s>(&'s self, at: &mut At<'_, 's>) -> Handle {
        let making = Making { publisher: None, key: self.key.as_ref(), existing: self.existing.as_ref() };
        let places = lower(at, making, &self.email);
        for place in &places {
            self.subscribe(at, place);
        }
        Handle { places }
    }

    fn attribute(handle: &Handle, attribute: &str, region: Region) -> Option<Expr> {
        let place = handle.at(region)?;
        match attribute {
            "name" => Some(Expr::from(&place.name)),
            "arn" => Some(place.arn.clone()),
            _ => None,
        }
    }

    fn grant(handle: &Handle, verb: &str, region: Region) -> Vec<Statement> {
        match (verb, handle.at(region)) {
            ("publish", Some(Place { arn, key, .. })) => {
                let publish = Statement::allow("Publish", ["sns:Publish"], [arn.clone()]);
                [publish].into_iter().chain(encryption::use_of(key.as_ref())).collect()
            }
            _ => Vec::new(),
        }
    }

    fn locators(handle: &Handle, region: Region) -> Vec<(&'static str, Expr)> {
        handle.arn(region).map(|arn| ("", arn)).into_iter().collect()
    }

    fn connection(_: &Handle, _: Region) -> Option<Connection> {
        None
    }

    /// A mail that bounces is its reader's affair; a queue or a function that gets nothing is the system's.
    fn watches(&self, handle: &Handle, _: &Metric, region: Region, _: &Spec) -> Vec<Watch> {
        let Some(place) = handle.at(region) else { return Vec::new() };
        let dimensions = vec![("TopicName", Expr::from(&place.name))];
        let machines = !self.to.is_empty() || !self.https.is_empty();
        vec![Watch { suffix: "".into(), dimensions, above: machines.then_some(Threshold::Number(0)) }]
    }

    fn runbook(&self, entry: &Entry, spec: &Spec) -> Contribution {
        runbook::part(self, entry, spec)
    }
}

impl Topic {
    /// The ARN in a Region as far as it is known before anything exists.
    pub fn known_arn(&self, entry: &Entry, spec: &Spec, region: Region) -> Option<Expr> {
        match &self.existing {
            Some(existing) => existing.value.at(region).map(|arn| Expr::from(&arn.value)),
            None => Some(construct::arn(region, &topic_name(entry, spec, region))),
        }
    }

    fn subscribe(&self, at: &mut At<'_, '_>, place: &Place) {
        let Place { region, arn, .. } = place.clone();
        let subscription =
            |protocol, endpoint| Subscription { topic: arn.clone(), protocol, endpoint, raw: self.raw };
        for (number, url) in self.https.iter().enumerate() {
            let endpoint = at.text(&url.value, region);
            at.add(region, format!("https-{}", number + 1), subscription(Protocol::Https, endpoint));
        }
        for to in &self.to {
            let part = format!("to-{}-{}", to.kind, to.name);
            if let Some(queue) = Queue::handle(at.any_handle(&to.value)).and_then(|it| it.arn(region)) {
                at.add(region, part, subscription(Protocol::Sqs, queue));
            } else if let Some(function) =
                Function::handle(at.any_handle(&to.value)).and_then(|it| it.at(region))
            {
                let permission = Permission { calls: function, service: SERVICE, source: arn.clone() };
                let permission = at.add(region, format!("permission-{}", to.name), permission);
                let called = at.add(region, part, subscription(Protocol::Lambda, function.arn()));
                // SNS delivers at once and does not try again what Lambda refuses.
                at.after(called, permission.id);
            }
        }
    }
}

/// The topic's name in every Region.
pub fn names(entry: &Entry, spec: &Spec) -> Vec<PhysicalName> {
    let name = |region| PhysicalName::in_region(NameKind::Topic, topic_name(entry, spec, region), region);
    spec.regions.all().map(name).collect()
}

/// How topics come to be.
#[derive(Clone, Copy, Debug)]
pub struct Making<'a> {
    /// An AWS service that may publish.
    pub publisher: Option<&'static str>,
    /// The key that encrypts their messages.
    pub key: Option<&'a Spanned<Address>>,
    /// ARNs of those that are there already.
    pub existing: Option<&'a Spanned<PerRegion<Spanned<String>>>>,
}

/// Adds a topic with its subscribers by mail to every Region.
pub fn lower(at: &mut At<'_, '_>, making: Making<'_>, email: &[Spanned<String>]) -> Vec<Place> {
    let regions: Vec<Region> = at.regions().collect();
    let places: Vec<Place> = regions.into_iter().filter_map(|region| place(at, making, region)).collect();
    for Place { region, arn, .. } in &places {
        for (number, address) in email.iter().enumerate() {
            let (topic, endpoint) = (arn.clone(), Expr::from(&address.value));
            // By number: an address has characters that no logical id takes.
            let part = format!("email-{}", number + 1);
            at.add(*region, part, Subscription { topic, protocol: Protocol::Email, endpoint, raw: false });
        }
        at.output(*region, "arn", format!("Topic of {} in {region}", at.entry.address), arn.clone());
    }
    places
}

fn place(at: &mut At<'_, '_>, making: Making<'_>, region: Region) -> Option<Place> {
    let key = encryption::key_arn(at, making.key, region);
    if let Some(existing) = making.existing {
        let arn = existing.value.at(region)?;
        let name = arn.rsplit(':').next().unwrap_or_default().to_owned();
        return Some(Place { region, name, arn: Expr::from(&arn.value), key });
    }
    let name = topic_name(at.entry, at.spec(), region);
    let topic =
        construct::Topic { name: name.clone(), publisher: making.publisher, key: key.clone(), region };
    let arn = at.add(region, "", topic).arn();
    Some(Place { region, name, arn, key })
}
