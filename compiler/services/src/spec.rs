//! The spec once it is read: typed, defaults filled, names resolved.

use crate::alarm::Alarm;
use crate::function::Function;
use crate::queue::Queue;
use crate::registry::{Service, ServiceKind, Typed};
use crate::topic::Topic;
use drc_model::{
    Address, Allow, Duration, Naming, Objectives, Operations, Region, Regions, Scope, Subject, System,
};
use drc_syntax::{Span, Spanned};
use indexmap::IndexMap;
use std::collections::BTreeSet;

/// A whole spec. Every address in it names a service that exists and may stand where it stands.
#[derive(Debug)]
pub struct Spec {
    /// `[system]`
    pub system: System,
    /// The environment this compilation is for.
    pub environment: String,
    /// `[objectives]`
    pub objectives: Objectives,
    /// `[regions]`
    pub regions: Regions,
    /// `[operations]`
    pub operations: Operations,
    /// `[[allow]]`
    pub allows: Vec<Spanned<Allow>>,
    /// Services in printing order: by kind, then as they are written.
    pub services: Vec<Entry>,
    /// Places in `services`, so ordered that each comes after what it names.
    pub order: Vec<usize>,
    /// Places in `services` by address.
    pub index: IndexMap<Address, usize>,
    /// Who names whom, the other way round.
    pub relations: Relations,
}

/// What a service is to others that name it: found once, because services ask it of each other.
#[derive(Debug, Default)]
pub struct Relations {
    alarms_on: IndexMap<Address, Vec<usize>>,
    dead_letters: IndexMap<Address, usize>,
    takes_failures: BTreeSet<Address>,
    /// Queues from which a function takes messages.
    consumed: BTreeSet<Address>,
    /// Topics that write to a service.
    topics_to: IndexMap<Address, Vec<usize>>,
}

impl Relations {
    /// Reads the relations off the services.
    pub fn new(services: &[Entry]) -> Self {
        let mut relations = Self::default();
        for (at, entry) in services.iter().enumerate() {
            if let Some(alarm) = Alarm::service(&entry.service) {
                relations.alarms_on.entry(alarm.on.value.clone()).or_default().push(at);
            }
            if let Some(redrive) = Queue::service(&entry.service).and_then(|queue| queue.redrive.as_ref()) {
                relations.dead_letters.insert(redrive.from.value.clone(), at);
            }
            if let Some(queue) = Function::service(&entry.service).and_then(|it| it.on_failure.as_ref()) {
                relations.takes_failures.insert(queue.value.clone());
            }
            if let Some(function) = Function::service(&entry.service) {
                let grants = function.access.iter();
                let taken = grants.filter(|it| ["receive", "send-receive"].contains(&it.verb.as_str()));
                relations.consumed.extend(taken.map(|it| it.to.value.clone()));
            }
            if let Some(topic) = Topic::service(&entry.service) {
                for to in &topic.to {
                    relations.topics_to.entry(to.value.clone()).or_default().push(at);
                }
            }
        }
        relations
    }
}

/// A service and its place in the spec.
#[derive(Debug)]
pub struct Entry {
    /// `kind.name`
    pub address: Address,
    /// Its name or, for what stands once, its header.
    pub span: Span,
    /// What the naming rule calls `${service}`: the service's own `name` field, or its name in the spec.
    pub service_name: String,
    /// What it is.
    pub service: Service,
}

impl Spec {
    /// The service at an address.
    pub fn entry(&self, address: &Address) -> Option<&Entry> {
        self.index.get(address).map(|at| &self.services[*at])
    }

    /// All services of a kind, with their places.
    pub fn all<K: Typed>(&self) -> impl Iterator<Item = (&Entry, &K)> {
        self.services.iter().filter_map(|entry| Some((entry, K::service(&entry.service)?)))
    }

    /// The one service of a kind that stands once.
    pub fn one<K: Typed>(&self) -> Option<(&Entry, &K)> {
        let entry = self.entry(&Address::new(K::KIND, ""))?;
        Some((entry, K::service(&entry.service)?))
    }

    /// What `[alarm.*]` says about a service.
    pub fn alarms_on(&self, address: &Address) -> impl Iterator<Item = &Alarm> {
        let places = self.relations.alarms_on.get(address).map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(|at| Alarm::service(&self.services[*at].service))
    }

    /// The queue that takes this queue's dead letters.
    pub fn dead_letters_of(&self, queue: &Address) -> Option<(&Entry, &Queue)> {
        let entry = &self.services[*self.relations.dead_letters.get(queue)?];
        Some((entry, Queue::service(&entry.service)?))
    }

    /// Whether a function sends to this queue what it could not process.
    pub fn takes_failures(&self, queue: &Address) -> bool {
        self.relations.takes_failures.contains(queue)
    }

    /// Whether a function takes messages from this queue.
    pub fn is_consumed(&self, queue: &Address) -> bool {
        self.relations.consumed.contains(queue)
    }

    /// The topics that write to this service.
    pub fn topics_to(&self, target: &Address) -> impl Iterator<Item = (&Entry, &Topic)> {
        let places = self.relations.topics_to.get(target).map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(|at| {
            let entry = &self.services[*at];
            Some((entry, Topic::service(&entry.service)?))
        })
    }

    /// The name of something that belongs to a service; `suffix` tells several of them apart.
    pub fn name(&self, entry: &Entry, suffix: &str, scope: Scope) -> String {
        let base = &entry.service_name;
        let service = if suffix.is_empty() { base.clone() } else { format!("{base}-{suffix}") };
        self.naming().name(&self.subject(entry.service.kind(), &service), scope)
    }

    /// The scope of something that stands in one Region.
    pub fn in_region(&self, region: Region) -> Scope {
        Scope::Region(region, self.regions.role(region))
    }

    /// The scope of something that stands in one Region and whose name all Regions share.
    pub fn everywhere(&self, region: Region) -> Scope {
        Scope::Everywhere(region, self.regions.role(region))
    }

    /// A store's recovery point objective: its own, or the system's.
    pub fn rpo(&self, own: Option<Spanned<Duration>>) -> Spanned<Duration> {
        own.unwrap_or(self.objectives.rpo)
    }

    fn naming(&self) -> &Naming {
        &self.system.naming
    }

    fn subject<'a>(&'a self, kind: ServiceKind, service: &'a str) -> Subject<'a> {
        Subject {
            system: &self.system.name.value.0,
            environment: &self.environment,
            account: self.system.account.as_ref().map_or("", |it| &it.value.0),
            kind: kind.tag(),
            service,
        }
    }
}
