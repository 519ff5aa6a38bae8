//! A bus in a Region: itself, its archive, its rules and what they deliver as.

use super::construct::{self, Archive, BusRef, bus_arn};
use super::endpoint::HEARTBEAT;
use super::{Bus, InRegion, OWN_RULES, PUBLISH, archive_name, queue_name, role_name, rule_name};
use crate::function::Function;
use crate::kind::Kind;
use crate::lowering::At;
use crate::queue::{Queue, QueueConstruct, QueueRef, Sender};
use crate::shared::encryption::key_arn;
use crate::shared::event_rule::{self, EventRule, EventRuleRef, Target, rule_arn};
use crate::shared::permission::Permission;
use crate::shared::policy::Statement;
use crate::shared::role::{Role, RoleRef};
use crate::spec::{Entry, Spec};
use drc_ir::{Expr, Ref, map};
use drc_model::{Address, Duration, Region};

impl Bus {
    pub(super) fn lower_bus(&self, at: &mut At<'_, '_>, region: Region) -> InRegion {
        let (entry, spec) = (at.entry, at.spec());
        let name = self.bus_name(entry, spec, region);
        let dead_letters = self.delivers().then(|| self.lower_dead_letters(at, &name, region));
        let rules = self.rule_names().map(|rule| rule_name(entry, spec, rule, region)).collect();
        let (name_ref, arn) = match self.existing.as_ref().and_then(|it| it.value.at(region)) {
            Some(arn) => (Expr::from(&name), Expr::from(&arn.value)),
            None => {
                let key = key_arn(at, self.key.as_ref(), region);
                let bus = construct::Bus {
                    name: name.clone(),
                    description: format!("{} of {} in {region}", entry.address, spec.system.name.value.0),
                    dead_letters: key
                        .is_some()
                        .then(|| dead_letters.as_ref().map(|(_, it)| it.arn()))
                        .flatten(),
                    key,
                    region,
                };
                let bus = at.add(region, "", bus);
                at.output(region, "arn", format!("ARN of {} in {region}", entry.address), bus.arn());
                (bus.name(), bus.arn())
            }
        };
        InRegion { region, name, name_ref, arn, dead_letters, rules }
    }

    /// The queue of what could not be delivered: for two weeks, the longest that SQS takes.
    fn lower_dead_letters(
        &self,
        at: &mut At<'_, '_>,
        bus: &str,
        region: Region,
    ) -> (String, Ref<QueueConstruct>) {
        let (entry, spec) = (at.entry, at.spec());
        let name = queue_name(entry, spec, region);
        let rules =
            self.rule_names().map(|rule| rule_arn(Some(bus), &rule_name(entry, spec, rule, region), region));
        let bus = self.key.is_some().then(|| bus_arn(bus, region));
        let senders = Sender {
            sid: "TakeDeadLetters",
            service: event_rule::SERVICE,
            sources: rules.chain(bus).collect(),
        };
        let queue = QueueConstruct {
            name: name.clone(),
            retention: Duration::from_secs(14 * 86_400),
            visibility_timeout: Duration::from_secs(30),
            takes_from: None,
            dead_letters: None,
            senders: vec![senders],
            key: None,
            region,
        };
        let queue = at.add(region, "dead-letters", queue);
        let about = format!("Queue of what {} could not deliver in {region}", entry.address);
        at.output(region, "dead-letters", about, queue.url());
        (name, queue)
    }

    pub(super) fn lower_archives(&self, at: &mut At<'_, '_>, buses: &[InRegion]) -> Vec<(Region, String)> {
        let Some(retention) = self.archive else { return Vec::new() };
        let (entry, spec) = (at.entry, at.spec());
        let no_heartbeat = || map! { "source": [map! { "anything-but": [HEARTBEAT] }] };
        let archive = |bus: &InRegion| {
            let name = archive_name(entry, spec, bus.region);
            let archive = Archive {
                name: name.clone(),
                description: format!("Events of {} in {}, for replaying them", entry.address, bus.region),
                bus: bus.arn.clone(),
                pattern: self.has_endpoint().then(no_heartbeat),
                retention: retention.value,
            };
            at.add(bus.region, "archive", archive);
            (bus.region, name)
        };
        buses.iter().map(archive).collect()
    }

    pub(super) fn lower_rules(&self, at: &mut At<'_, '_>, bus: &InRegion) {
        let role = self.needs_role().then(|| self.lower_role(at, bus));
        for (rule, name) in self.rules.iter().zip(&bus.rules) {
            let target = |to: &Address| Target {
                id: format!("{}-{}", to.kind, to.name),
                arn: target_arn(at, to, bus.region),
                role: role.filter(|_| to.kind == "topic").map(RoleRef::arn),
                dead_letters: bus.dead_letters.as_ref().map(|(_, queue)| queue.arn()),
                patience: Target::HERE,
            };
            let event_rule = EventRule {
                name: name.clone(),
                description: format!("{} of {}", rule.name.value.0, at.entry.address),
                bus: Some(bus.bus()),
                pattern: Some(at.json(&rule.r#match.value, bus.region)),
                schedule: None,
                targets: rule.to.0.iter().map(|it| target(&it.value)).collect(),
                region: bus.region,
            };
            let part = format!("rule-{}", rule.name.value.0);
            let event_rule = at.add(bus.region, part.clone(), event_rule);
            for function in rule.to.0.iter().filter(|it| it.value.kind == Function::KIND) {
                let Some(calls) = at.handle::<Function>(&function.value).at(bus.region) else { continue };
                let permission = Permission { calls, service: event_rule::SERVICE, source: event_rule.arn() };
                at.add(bus.region, format!("{part}-{}", function.value.name), permission);
            }
        }
        if let Some(role) = role.filter(|_| self.replicate.value) {
            self.lower_copy(at, bus, role);
        }
    }

    /// As whom the bus delivers to other Regions and to topics, whose policies take no conditions from EventBridge.
    /// Source: <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html>.
    fn lower_role(&self, at: &mut At<'_, '_>, bus: &InRegion) -> Ref<Role> {
        let (entry, spec) = (at.entry, at.spec());
        let peers: Vec<Expr> = self.peers(entry, spec, bus.region).map(|(_, arn)| arn).collect();
        let copy = self.replicate.value.then(|| Statement::allow("CopyEvents", PUBLISH, peers));
        let mut topics: Vec<&Address> = self
            .rules
            .iter()
            .flat_map(|it| &it.to.0)
            .map(|it| &it.value)
            .filter(|it| it.kind == "topic")
            .collect();
        topics.sort();
        topics.dedup();
        let grants = topics.iter().flat_map(|it| {
            at.any_handle(it).grant("publish", bus.region).into_iter().map(|statement| statement.of(it))
        });
        let role = Role::of_service(
            role_name(entry, spec, bus.region),
            format!("Delivers the events of {} in {}", entry.address, bus.region),
            event_rule::SERVICE,
        )
        .with(copy.into_iter().chain(grants).collect::<Vec<_>>());
        at.add(bus.region, "delivery", role)
    }

    /// The buses of all other Regions. By name: no Region's rule waits for another Region.
    fn peers(&self, entry: &Entry, spec: &Spec, region: Region) -> impl Iterator<Item = (Region, Expr)> {
        let peers: Vec<Region> = spec.regions.all().filter(|it| *it != region).collect();
        let given = |region| {
            self.existing.as_ref().and_then(|it| it.value.at(region)).map(|it| Expr::from(&it.value))
        };
        let arn = |region: &Region| {
            given(*region).unwrap_or_else(|| bus_arn(&self.bus_name(entry, spec, *region), *region))
        };
        let arns: Vec<Expr> = peers.iter().map(arn).collect();
        peers.into_iter().zip(arns)
    }

    /// An event keeps the Region it was published in
    /// (<https://docs.aws.amazon.com/eventbridge/latest/ref/events-structure.html>), so that a rule which copies only
    /// the events of its own Region never sends a copy back. What is replayed was copied when it was new.
    fn lower_copy(&self, at: &mut At<'_, '_>, bus: &InRegion, role: Ref<Role>) {
        let (entry, spec) = (at.entry, at.spec());
        let target = |(region, arn): (Region, Expr)| Target {
            id: format!("copy-{region}"),
            arn,
            role: Some(role.arn()),
            dead_letters: bus.dead_letters.as_ref().map(|(_, queue)| queue.arn()),
            patience: Target::ELSEWHERE,
        };
        let rule = EventRule {
            name: rule_name(entry, spec, OWN_RULES[0], bus.region),
            description: format!("Copies the events that {} published to the other Regions", bus.region),
            bus: Some(bus.bus()),
            pattern: Some(map! {
                "region": [bus.region.code()],
                "replay-name": [map! { "exists": false }],
            }),
            schedule: None,
            targets: self.peers(entry, spec, bus.region).map(target).collect(),
            region: bus.region,
        };
        let rule = at.add(bus.region, "copy", rule);
        // Rights first: what is refused is not tried again.
        at.after(rule, role.id);
    }
}

/// What EventBridge delivers to.
fn target_arn(at: &At<'_, '_>, to: &Address, region: Region) -> Expr {
    if to.kind == Queue::KIND {
        return at.handle::<Queue>(to).arn(region).unwrap_or(Expr::Absent);
    }
    at.any_handle(to).attribute("arn", region).unwrap_or(Expr::Absent)
}
