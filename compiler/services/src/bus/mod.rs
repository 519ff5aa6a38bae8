//! `bus.<name>`: an EventBridge bus in every Region, whose events can be copied to the others.

mod construct;
mod endpoint;
mod fields;
mod lower;
mod runbook;

pub use construct::{BusRef, bus_arn};
pub use endpoint::HEARTBEAT;
pub use fields::{Bus, BusRule, Targets};

use crate::alarm::Threshold;
use crate::kind::Kind;
use crate::lowering::At;
use crate::queue::QueueConstruct;
use crate::runbook::Contribution;
use crate::shared::arn::arn;
use crate::shared::connection::Connection;
use crate::shared::encryption;
use crate::shared::event_rule::{self, rule_arn};
use crate::shared::metric::{Metric, Missing, Unit, Watch};
use crate::shared::policy::Statement;
use crate::spec::{Entry, Spec};
use crate::uses::Uses;
use drc_ir::{Expr, Ref};
use drc_model::{Duration, NameKind, PhysicalName, Region, Scope};
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
const WAITING: Metric = Metric {
    statistic: "Maximum",
    ..metric("ApproximateNumberOfMessagesVisible", "AWS/SQS", "bus-dead-letters")
};

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
            let name = |kind, name| PhysicalName::in_region(kind, name, region);
            let bus =
                self.existing.is_none().then(|| name(NameKind::Bus, self.bus_name(entry, spec, region)));
            let archive = self.archive.map(|_| name(NameKind::Archive, archive_name(entry, spec, region)));
            let queue = self.delivers().then(|| name(NameKind::Queue, queue_name(entry, spec, region)));
            let role = self.needs_role().then(|| name(NameKind::Role, role_name(entry, spec, region)));
            let rules =
                self.rule_names().map(move |rule| name(NameKind::Rule, rule_name(entry, spec, rule, region)));
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

    fn runbook(&self, entry: &Entry, spec: &Spec) -> Contribution {
        runbook::part(self, entry, spec)
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
            // A replay has no name before somebody starts it.
            let replays = arn("events", *region, "replay/*");
            let on = [arn("events", *region, format!("archive/{archive}")), here.arn.clone(), replays];
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
}

/// The name at the end of a bus's ARN.
pub fn name_in_arn(arn: &str) -> &str {
    arn.split_once(":event-bus/").map_or(arn, |(_, name)| name)
}
