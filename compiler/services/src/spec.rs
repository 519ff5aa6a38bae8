//! The spec once it is read: typed, defaults filled, names resolved.

use crate::alarm::Alarm;
use crate::bus::{Bus, BusRule, RuleOf};
use crate::database::Database;
use crate::function::Function;
use crate::queue::Queue;
use crate::registry::{Service, ServiceKind, Typed};
use crate::topic::Topic;
use drc_model::{
    Address, Allow, Duration, Load, Measured, Naming, Objectives, Operations, Patch, PerRegion, Piece,
    Policy, Quotas, Region, Regions, Scope, Subject, System, Text,
};
use drc_syntax::{Span, Spanned};
use indexmap::IndexMap;
use std::collections::{BTreeMap, BTreeSet};

/// A whole spec. Every address in it names a service that exists and may stand where it stands.
#[derive(Clone, Debug)]
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
    /// `[load]`
    pub load: Option<Load>,
    /// `[measured]`
    pub measured: Measured,
    /// `[quotas.<region>]`, where it says anything.
    pub quotas: Spanned<PerRegion<Quotas>>,
    /// `[[allow]]`
    pub allows: Vec<Spanned<Allow>>,
    /// `[[policy]]`
    pub policies: Vec<Spanned<Policy>>,
    /// `[[patch]]`
    pub patches: Vec<Spanned<Patch>>,
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
#[derive(Clone, Debug, Default)]
pub struct Relations {
    /// Places of the services of each kind, by its tag.
    of_kind: BTreeMap<&'static str, Vec<usize>>,
    alarms_on: IndexMap<Address, Vec<usize>>,
    dead_letters: IndexMap<Address, usize>,
    takes_failures: BTreeSet<Address>,
    /// Buses and their rules that have this service as a target.
    rules_to: IndexMap<Address, Vec<(usize, usize)>>,
    consumed: BTreeSet<Address>,
    logins: BTreeSet<Address>,
    /// Topics that write to a service.
    topics_to: IndexMap<Address, Vec<usize>>,
}

impl Relations {
    /// Reads the relations off the services.
    pub fn new(services: &[Entry]) -> Self {
        let mut relations = Self::default();
        for (at, entry) in services.iter().enumerate() {
            relations.of_kind.entry(entry.service.kind().tag()).or_default().push(at);
            if let Some(alarm) = Alarm::service(&entry.service) {
                relations.alarms_on.entry(alarm.on.value.clone()).or_default().push(at);
            }
            if let Some(redrive) = Queue::service(&entry.service).and_then(|queue| queue.redrive.as_ref()) {
                relations.dead_letters.insert(redrive.from.value.clone(), at);
            }
            if let Some(function) = Function::service(&entry.service) {
                relations.takes_failures.extend(function.on_failure.iter().map(|it| it.value.clone()));
                relations.consumed.extend(function.consumes.0.iter().map(|it| it.from.value.clone()));
            }
            if let Some(secret) = Database::service(&entry.service).and_then(|it| it.secret.as_ref()) {
                relations.logins.insert(secret.value.clone());
            }
            let rules = Bus::service(&entry.service).map(|bus| bus.rules.as_slice()).unwrap_or_default();
            for (number, rule) in rules.iter().enumerate() {
                for target in &rule.to.0 {
                    relations.rules_to.entry(target.value.clone()).or_default().push((at, number));
                }
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
#[derive(Clone, Debug)]
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

    /// The service at an address, to try it with another setting.
    pub fn service_mut<K: Typed>(&mut self, address: &Address) -> Option<&mut K> {
        let at = *self.index.get(address)?;
        K::service_mut(&mut self.services[at].service)
    }

    /// Adds a service that names only what is there.
    pub fn add(&mut self, entry: Entry) {
        let at = self.services.len();
        self.index.insert(entry.address.clone(), at);
        self.order.push(at);
        self.services.push(entry);
        self.relations = Relations::new(&self.services);
    }

    /// The spec as if it had this service only, and the alarms on it: a small one of a large one.
    pub fn alone(&self, address: &Address) -> Spec {
        let alarms = self.relations.alarms_on.get(address).map(Vec::as_slice).unwrap_or_default();
        let mut places: Vec<usize> = self.index.get(address).into_iter().chain(alarms).copied().collect();
        places.sort_unstable();
        let order = (0..places.len()).collect();
        self.of(&places, order)
    }

    /// The spec as if it had some services only.
    pub fn only(&self, keep: impl Fn(&Entry) -> bool) -> Spec {
        let kept = self.services.iter().enumerate().filter(|(_, entry)| keep(entry));
        let places: Vec<usize> = kept.map(|(at, _)| at).collect();
        let order = self.order.iter().filter_map(|it| places.binary_search(it).ok()).collect();
        self.of(&places, order)
    }

    fn of(&self, places: &[usize], order: Vec<usize>) -> Spec {
        let services: Vec<Entry> = places.iter().map(|at| self.services[*at].clone()).collect();
        Spec {
            system: self.system.clone(),
            environment: self.environment.clone(),
            objectives: self.objectives.clone(),
            regions: self.regions.clone(),
            operations: self.operations.clone(),
            load: self.load.clone(),
            measured: self.measured.clone(),
            quotas: self.quotas.clone(),
            policies: Vec::new(),
            allows: Vec::new(),
            patches: Vec::new(),
            order,
            index: services.iter().enumerate().map(|(at, it)| (it.address.clone(), at)).collect(),
            relations: Relations::new(&services),
            services,
        }
    }

    /// All services of a kind, with their places.
    pub fn all<K: Typed>(&self) -> impl Iterator<Item = (&Entry, &K)> {
        let places = self.relations.of_kind.get(K::KIND).map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(|at| {
            let entry = &self.services[*at];
            Some((entry, K::service(&entry.service)?))
        })
    }

    /// The one service of a kind that stands once.
    pub fn one<K: Typed>(&self) -> Option<(&Entry, &K)> {
        self.all::<K>().next()
    }

    /// What `[alarm.*]` says about a service.
    pub fn alarms_on(&self, address: &Address) -> impl Iterator<Item = &Alarm> {
        self.alarm_entries_on(address).map(|(_, alarm)| alarm)
    }

    /// The same, with their places.
    pub fn alarm_entries_on(&self, address: &Address) -> impl Iterator<Item = (&Entry, &Alarm)> {
        let places = self.relations.alarms_on.get(address).map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(|at| {
            let entry = &self.services[*at];
            Some((entry, Alarm::service(&entry.service)?))
        })
    }

    /// The queue that takes this queue's dead letters.
    pub fn dead_letters_of(&self, queue: &Address) -> Option<(&Entry, &Queue)> {
        let entry = &self.services[*self.relations.dead_letters.get(queue)?];
        Some((entry, Queue::service(&entry.service)?))
    }

    /// Whether a function sends to this queue what it could not process, for people to look at: what another call
    /// works off is no news yet.
    pub fn takes_failures(&self, queue: &Address) -> bool {
        self.relations.takes_failures.contains(queue) && !self.relations.consumed.contains(queue)
    }

    /// Whether a database has its first user's password from this secret.
    pub fn is_login(&self, secret: &Address) -> bool {
        self.relations.logins.contains(secret)
    }

    /// The rules of buses that deliver to this service.
    pub fn rules_to(&self, target: &Address) -> impl Iterator<Item = RuleOf<'_>> {
        let places = self.relations.rules_to.get(target).map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(|(at, number)| {
            let entry = &self.services[*at];
            let bus = Bus::service(&entry.service)?;
            let rule: &BusRule = bus.rules.get(*number)?;
            Some(RuleOf { entry, bus, rule })
        })
    }

    /// The name of something that belongs to no one service of a kind but to all of them.
    pub fn shared_name(&self, kind: ServiceKind, name: &str, scope: Scope) -> String {
        self.naming().name(&self.subject(kind, name), scope)
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

    /// The name of what stands once in a system and would be called like its kind: by the system instead.
    pub fn name_of_system(&self, entry: &Entry, scope: Scope) -> String {
        self.naming().name(&self.subject(entry.service.kind(), &self.system.name.value.0), scope)
    }

    /// The scope of something that stands in one Region.
    pub fn in_region(&self, region: Region) -> Scope {
        Scope::Region(region, self.regions.role(region))
    }

    /// The scope of something that stands in one Region and whose name all Regions share.
    pub fn everywhere(&self, region: Region) -> Scope {
        Scope::Everywhere(region, self.regions.role(region))
    }

    /// What a word of [`crate::uses::WORDS`] says in a Region; `None` for what refers to a service.
    pub fn word(&self, words: &[String], region: Region) -> Option<&str> {
        let [word] = words else { return None };
        match word.as_str() {
            "system" => Some(&self.system.name.value.0),
            "environment" => Some(&self.environment),
            "region" => Some(region.code()),
            "peer_region" => Some(self.regions.peer(region).code()),
            "role" => Some(self.regions.role(region).word()),
            _ => None,
        }
    }

    /// Text in a Region as far as the spec alone tells it: `None` if it refers to a service.
    pub fn plain(&self, text: &Text, region: Region) -> Option<String> {
        let piece = |piece: &Piece| match piece {
            Piece::Plain(text) => Some(text.clone()),
            Piece::Reference(words) => self.word(&words.value, region).map(str::to_owned),
        };
        text.pieces.iter().map(piece).collect()
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
