//! How long each service takes that users wait for: what it needs itself, and what the services it calls need.

use super::rto::{PathKind, RtoBudget};
use drc_model::budget::{Columns, Verdict};
use drc_model::{Address, Duration};
use drc_services::traffic::Traffic;
use drc_services::uses::{Use, Uses};
use drc_services::{Entry, Service, Spec};
use drc_syntax::{Span, Spanned};
use std::collections::{BTreeMap, BTreeSet};

/// The RTO budget of one service.
#[derive(Clone, Debug)]
pub struct ServiceBudget {
    /// `api.payment`
    pub address: Address,
    /// Where it stands.
    pub span: Span,
    /// Its target: its own or the system's.
    pub target: Spanned<Duration>,
    /// Whether the target is its own.
    pub own: bool,
    /// Best, typical, plan.
    pub total: Columns,
    /// The services it waits for that have targets of their own.
    pub waits_for: Vec<Address>,
}

impl ServiceBudget {
    /// Whether its target is met.
    pub fn verdict(&self) -> Verdict {
        Verdict::of(self.total, self.target.value)
    }
}

/// A service's own target. `None` in the outer place for kinds that nobody waits for by themselves: stores that every
/// Region has, and what stands beside the request.
fn target(service: &Service) -> Option<Option<Spanned<Duration>>> {
    match service {
        Service::Api(it) => Some(it.rto),
        Service::Balancer(it) => Some(it.rto),
        Service::Function(it) => Some(it.rto),
        Service::Database(it) => Some(it.rto),
        Service::Traffic(_)
        | Service::Table(_)
        | Service::Bucket(_)
        | Service::Queue(_)
        | Service::Topic(_)
        | Service::Bus(_)
        | Service::Parameter(_)
        | Service::Secret(_)
        | Service::Key(_)
        | Service::Network(_)
        | Service::Backup(_)
        | Service::Role(_)
        | Service::Alerts(_)
        | Service::Alarm(_)
        | Service::Dashboard(_) => None,
    }
}

/// What a service takes by itself and through those it calls.
#[derive(Clone, Debug, Default)]
struct Needs {
    data: Columns,
    /// A function stands in its way, which starts cold.
    cold: bool,
    waits_for: BTreeSet<usize>,
}

pub(super) fn services(spec: &Spec, rto: &RtoBudget) -> Vec<ServiceBudget> {
    let calls = calls(spec);
    let reached = reached(spec, &calls);
    let paths: BTreeMap<&str, Columns> = rto
        .paths
        .iter()
        .filter(|it| it.kind == PathKind::Data)
        .map(|it| (it.name.as_ref(), it.total()))
        .collect();
    let traffic: Columns =
        rto.paths.iter().filter(|it| it.kind == PathKind::Traffic).map(|it| it.total()).sum();
    let after: Columns = rto.after.iter().map(|(_, it)| it.columns).sum();
    let mut needs: Vec<Needs> = vec![Needs::default(); spec.services.len()];
    for &at in &spec.order {
        needs[at] = need(spec, at, &calls[at], &needs, &paths);
    }
    let budget = |(at, entry): (usize, &Entry)| {
        let own = target(&entry.service)?;
        let Needs { data, cold, waits_for } = &needs[at];
        let moved = if reached.contains(&at) { traffic } else { Columns::default() };
        let both =
            if rto.data_first && data.plan > Duration::ZERO { moved + *data } else { longer(moved, *data) };
        let warm = if *cold { after } else { Columns::default() };
        let waits_for = waits_for.iter().filter(|it| **it != at);
        Some(ServiceBudget {
            address: entry.address.clone(),
            span: entry.span,
            target: own.unwrap_or(spec.objectives.rto),
            own: own.is_some(),
            total: both + warm,
            waits_for: waits_for.map(|it| spec.services[*it].address.clone()).collect(),
        })
    };
    spec.services.iter().enumerate().filter_map(budget).collect()
}

fn need(spec: &Spec, at: usize, calls: &[usize], needs: &[Needs], paths: &BTreeMap<&str, Columns>) -> Needs {
    let mut mine =
        Needs { cold: matches!(spec.services[at].service, Service::Function(_)), ..Needs::default() };
    if matches!(spec.services[at].service, Service::Database(_)) {
        mine.data = paths.get(spec.services[at].address.to_string().as_str()).copied().unwrap_or_default();
    }
    for &called in calls {
        let theirs = &needs[called];
        mine.data = longer(mine.data, theirs.data);
        mine.cold |= theirs.cold;
        mine.waits_for.extend(&theirs.waits_for);
        if target(&spec.services[called].service).flatten().is_some() {
            mine.waits_for.insert(called);
        }
    }
    mine
}

fn longer(a: Columns, b: Columns) -> Columns {
    Columns::new(a.best.max(b.best), a.typical.max(b.typical), a.plan.max(b.plan))
}

/// Which services each one calls while it serves, by their places. What merely stands beside the request (alarms,
/// backups, what is told once it is over) is not waited for.
fn calls(spec: &Spec) -> Vec<Vec<usize>> {
    let place = |address: &Address| spec.index.get(address).copied();
    let serves = |entry: &Entry| {
        target(&entry.service).is_some()
            || matches!(entry.service, Service::Traffic(_) | Service::Parameter(_))
    };
    let calls = spec.services.iter().map(|entry| {
        if !serves(entry) {
            return Vec::new();
        }
        let mut uses = Uses::default();
        entry.service.uses(&mut uses);
        let called = uses.all.iter().filter_map(|it| match it {
            Use::Service(address, _) => place(&address.value),
            Use::Grant(grant) => place(&grant.value.to.value),
            Use::Reference(words) => match words.value.as_slice() {
                [kind, name, _] => place(&Address::new(kind, name)),
                _ => None,
            },
            Use::NeededBy(..) | Use::Later(..) | Use::Pattern(..) => None,
        });
        called.collect()
    });
    calls.collect()
}

/// The services that users reach by the failover name.
fn reached(spec: &Spec, calls: &[Vec<usize>]) -> BTreeSet<usize> {
    let mut reached = BTreeSet::new();
    let target = spec.one::<Traffic>().and_then(|(_, it)| spec.index.get(&it.target.value).copied());
    let mut open: Vec<usize> = target.into_iter().collect();
    while let Some(at) = open.pop() {
        if reached.insert(at) {
            open.extend(&calls[at]);
        }
    }
    reached
}
