//! `bus.<name>`: an EventBridge bus in every Region, whose events can be copied to the others.

mod construct;
mod endpoint;
mod fields;

pub use construct::{BusRef, bus_arn};
pub use endpoint::HEARTBEAT;
pub use fields::{Bus, BusRule, Targets};

use crate::alarm::Threshold;
use crate::function::Function;
use crate::kind::Kind;
use crate::lowering::At;
use crate::queue::{Queue, QueueConstruct, QueueRef, Sender};
use crate::shared::connection::Connection;
use crate::shared::encryption::{self, key_arn};
use crate::shared::event_rule::{self, EventRule, EventRuleRef, Target, rule_arn};
use crate::shared::metric::{Metric, Missing, Unit, Watch};
use crate::shared::permission::Permission;
use crate::shared::policy::Statement;
use crate::shared::role::{Role, RoleRef};
use crate::spec::{Entry, Spec};
use crate::uses::Uses;
use construct::Archive;
use drc_ir::{Expr, Ref, map, text};
use drc_model::{Address, Duration, NameKind, PhysicalName, Region, Scope};
use endpoint::{Endpoint, EndpointRef};

/// Rules drc makes on a bus: no rule of the spec may have their names.
pub const OWN_RULES: [&str; 2] = ["copy", "heartbeat"];
/// What can get the events of a rule.
pub const TARGETS: &[&str] = &["queue", "function", "topic"];

/// A rule of the spec and the bus it is on.
#[derive(Clone, Copy, Debug)]
pub struct RuleOf<'s> {
    /// The bus.
    pub entry: &'s Entry,
    /// What the spec says of it.
    pub bus: &'s Bus,
    /// The rule.
    pub rule: &'s BusRule,
}

impl RuleOf<'_> {
    /// Its ARN in a Region.
    pub fn arn(&self, spec: &Spec, region: Region) -> Expr {
        let bus = self.bus.bus_name(self.entry, spec, region);
        rule_arn(Some(&bus), &rule_name(self.entry, spec, &self.rule.name.value.0, region), region)
    }
}

/// A bus in a Region.
#[derive(Clone, Debug)]
pub struct InRegion {
    region: Region,
    name: String,
    name_ref: Expr,
    arn: Expr,
    dead_letters: Option<(String, Ref<QueueConstruct>)>,
    rules: Vec<String>,
}

impl InRegion {
    fn bus(&self) -> event_rule::Bus {
        event_rule::Bus { name: self.name.clone(), reference: self.name_ref.clone() }
    }
}

/// What others may use of a bus.
#[derive(Debug)]
pub struct Handle {
    buses: Vec<InRegion>,
    endpoint: Option<Ref<Endpoint>>,
    archives: Vec<(Region, String)>,
}

impl Handle {
    fn at(&self, region: Region) -> Option<&InRegion> {
        self.buses.iter().find(|it| it.region == region)
    }

    /// The bus's own ARN in a Region; with an endpoint, that of its namesake too: either may get what is published.
    fn published_to(&self, region: Region) -> Vec<Expr> {
        let Some(here) = self.at(region) else { return Vec::new() };
        let others = self.buses.iter().filter(|it| self.endpoint.is_some() && it.region != region);
        // By name: the right to publish must not wait for another Region.
        std::iter::once(here.arn.clone()).chain(others.map(|it| bus_arn(&it.name, it.region))).collect()
    }
}

fn rule_name(entry: &Entry, spec: &Spec, rule: &str, region: Region) -> String {
    spec.name(entry, rule, spec.in_region(region))
}

fn queue_name(entry: &Entry, spec: &Spec, region: Region) -> String {
    spec.name(entry, "dead-letters", spec.in_region(region))
}

fn archive_name(entry: &Entry, spec: &Spec, region: Region) -> String {
    spec.name(entry, "", spec.in_region(region))
}

fn role_name(entry: &Entry, spec: &Spec, region: Region) -> String {
    spec.name(entry, "delivery", spec.everywhere(region))
}

const PUBLISH: [&str; 1] = ["events:PutEvents"];
/// What a drill does: look, hold a rule back, let it go.
const OPERATE_RULES: [&str; 3] = ["events:DescribeRule", "events:DisableRule", "events:EnableRule"];
/// What a recovery does: deliver again what was archived.
const REPLAY: [&str; 4] =
    ["events:CancelReplay", "events:DescribeArchive", "events:DescribeReplay", "events:StartReplay"];

const fn metric(name: &'static str, namespace: &'static str, alarm: &'static str) -> Metric {
    // EventBridge sends none of these while they are zero, and SQS nothing of a queue that nobody touches.
    let (missing, within) = (Missing::NotBreaching, Duration::from_secs(60));
    Metric { name, namespace, statistic: "Sum", unit: Unit::Count, missing, alarm, within }
}

const FAILED: Metric = metric("FailedInvocations", "AWS/Events", "bus-failed");
const LOST: Metric = metric("InvocationsFailedToBeSentToDlq", "AWS/Events", "bus-lost");
const WAITING: Metric =
    Metric { statistic: "Maximum", ..metric("ApproximateNumberOfMessagesVisible", "AWS/SQS", "bus-dead-letters") };

impl Kind for Bus {
    const KIND: &'static str = "bus";
    const SINGLETON: bool = false;
    const EXPLAIN: &'static str = include_str!("explain.md");
    const ATTRIBUTES: &'static [&'static str] = &["name", "arn", "endpoint"];
    const VERBS: &'static [&'static str] = &["publish", "operate"];
    const METRICS: &'static [Metric] = &[FAILED, LOST, WAITING];
    type Handle = Handle;

    fn own_name(&self) -> Option<&str> {
        self.name.as_ref().map(|it| it.value.0.as_str())
    }

    fn uses(&self, uses: &mut Uses) {
        encryption::uses(self.key.as_ref(), uses);
        for rule in &self.rules {
            // A function may publish to the bus that calls it.
            rule.to.0.iter().for_each(|target| uses.later(target, TARGETS));
            rule.r#match.value.texts(&mut |text| uses.text(text));
        }
    }

    fn names(&self, entry: &Entry, spec: &Spec) -> Vec<PhysicalName> {
        let here = |region: Region| {
            let name = |kind, name| PhysicalName { kind, name, region: Some(region) };
            let bus = self.existing.is_none().then(|| name(NameKind::Bus, self.bus_name(entry, spec, region)));
            let archive = self.archive.map(|_| name(NameKind::Archive, archive_name(entry, spec, region)));
            let queue = self.delivers().then(|| name(NameKind::Queue, queue_name(entry, spec, region)));
            let role = self.needs_role().then(|| name(NameKind::Role, role_name(entry, spec, region)));
            let rules = self.rule_names().map(move |rule| name(NameKind::Rule, rule_name(entry, spec, rule, region)));
            rules.chain([bus, archive, queue, role].into_iter().flatten()).collect::<Vec<_>>()
        };
        let mut names: Vec<PhysicalName> = spec.regions.all().flat_map(here).collect();
        if self.has_endpoint() {
            names.extend(endpoint::names(entry, spec));
        }
        names
    }

    fn lower<'s>(&'s self, at: &mut At<'_, 's>) -> Handle {
        let buses: Vec<InRegion> = at.regions().map(|region| self.lower_bus(at, region)).collect();
        let archives = self.lower_archives(at, &buses);
        let endpoint = match buses.as_slice() {
            [primary, secondary] if self.has_endpoint() => {
                Some(endpoint::lower(at, &[primary.clone(), secondary.clone()]))
            }
            _ => None,
        };
        Handle { buses, endpoint, archives }
    }

    fn attribute(handle: &Handle, attribute: &str, region: Region) -> Option<Expr> {
        let here = handle.at(region)?;
        match attribute {
            "name" => Some(Expr::from(&here.name)),
            "arn" => Some(here.arn.clone()),
            "endpoint" => handle.endpoint.map(EndpointRef::id),
            _ => None,
        }
    }

    fn grant(handle: &Handle, verb: &str, region: Region) -> Vec<Statement> {
        let Some(here) = handle.at(region) else { return Vec::new() };
        match verb {
            "publish" => vec![Statement::allow("Publish", PUBLISH, handle.published_to(region))],
            "operate" => handle.operate(here),
            _ => Vec::new(),
        }
    }

    fn locators(handle: &Handle, region: Region) -> Vec<(&'static str, Expr)> {
        let name = handle.at(region).map(|it| ("", Expr::from(&it.name)));
        name.into_iter().chain(handle.endpoint.map(|it| ("ENDPOINT", it.id()))).collect()
    }

    fn connection(_: &Handle, _: Region) -> Option<Connection> {
        None
    }

    fn watches(&self, handle: &Handle, metric: &Metric, region: Region, _: &Spec) -> Vec<Watch> {
        let Some(here) = handle.at(region) else { return Vec::new() };
        let above = Some(Threshold::Number(0));
        if metric.alarm == WAITING.alarm {
            let watch = |(name, _): &(String, _)| Watch {
                suffix: "".into(),
                dimensions: vec![("QueueName", Expr::from(name))],
                above,
            };
            return here.dead_letters.iter().map(watch).collect();
        }
        let watch = |(suffix, rule): (&str, &String)| Watch {
            suffix: suffix.to_owned().into(),
            dimensions: vec![("EventBusName", Expr::from(&here.name)), ("RuleName", Expr::from(rule))],
            above,
        };
        self.rule_names().zip(&here.rules).map(watch).collect()
    }
}

impl Handle {
    fn operate(&self, here: &InRegion) -> Vec<Statement> {
        let rules = rule_arn(Some(&here.name), "*", here.region);
        let mut all = vec![
            Statement::allow("LookAtBus", ["events:DescribeEventBus"], [here.arn.clone()]),
            Statement::allow("HoldRules", OPERATE_RULES, [rules]),
        ];
        if let Some((region, archive)) = self.archives.iter().find(|(it, _)| *it == here.region) {
            let of = |path: &str| {
                text!["arn:", Expr::Partition, format!(":events:{region}:"), Expr::Account, ":", path.to_owned()]
            };
            // A replay has no name before somebody starts it.
            let on = [of(&format!("archive/{archive}")), here.arn.clone(), of("replay/*")];
            all.push(Statement::allow("Replay", REPLAY, on));
        }
        all
    }
}

impl Bus {
    /// Adds its rules: after all services, for what they deliver to may need the bus itself.
    pub fn finish(&self, at: &mut At<'_, '_>) {
        for bus in at.handle::<Self>(&at.entry.address).buses.clone() {
            self.lower_rules(at, &bus);
        }
    }

    /// Its name in a Region. Those of a global endpoint have one name in both: AWS asks for it.
    pub fn bus_name(&self, entry: &Entry, spec: &Spec, region: Region) -> String {
        if let Some(arn) = self.existing.as_ref().and_then(|it| it.value.at(region)) {
            return name_in_arn(&arn.value).to_owned();
        }
        let scope = if self.has_endpoint() { Scope::Global } else { spec.in_region(region) };
        spec.name(entry, "", scope)
    }

    /// Whether something is delivered from it by rules of its own, and may fail to be.
    fn delivers(&self) -> bool {
        !self.rules.is_empty() || self.replicate.value || self.key.is_some()
    }

    /// Whether something is delivered to what has no policy that names the rule.
    fn needs_role(&self) -> bool {
        self.replicate.value || self.rules.iter().flat_map(|it| &it.to.0).any(|it| it.value.kind == "topic")
    }

    /// The names of its rules but for the heartbeat's, as far as they tell them apart.
    fn rule_names(&self) -> impl Iterator<Item = &str> {
        let own = self.rules.iter().map(|it| it.name.value.0.as_str());
        own.chain(self.replicate.value.then_some(OWN_RULES[0]))
    }

    fn lower_bus(&self, at: &mut At<'_, '_>, region: Region) -> InRegion {
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
                    dead_letters: key.is_some().then(|| dead_letters.as_ref().map(|(_, it)| it.arn())).flatten(),
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
    fn lower_dead_letters(&self, at: &mut At<'_, '_>, bus: &str, region: Region) -> (String, Ref<QueueConstruct>) {
        let (entry, spec) = (at.entry, at.spec());
        let name = queue_name(entry, spec, region);
        let rules = self.rule_names().map(|rule| rule_arn(Some(bus), &rule_name(entry, spec, rule, region), region));
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

    fn lower_archives(&self, at: &mut At<'_, '_>, buses: &[InRegion]) -> Vec<(Region, String)> {
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

    fn lower_rules(&self, at: &mut At<'_, '_>, bus: &InRegion) {
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
        let mut topics: Vec<&Address> =
            self.rules.iter().flat_map(|it| &it.to.0).map(|it| &it.value).filter(|it| it.kind == "topic").collect();
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
        let given = |region| self.existing.as_ref().and_then(|it| it.value.at(region)).map(|it| Expr::from(&it.value));
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

/// The name at the end of a bus's ARN.
pub fn name_in_arn(arn: &str) -> &str {
    arn.split_once(":event-bus/").map_or(arn, |(_, name)| name)
}
