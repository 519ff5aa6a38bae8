//! A global endpoint, and what tells it that EventBridge has failed in the primary Region.
//!
//! The alarm and the health check are the ones AWS prescribes, for its figures (360 s, at most 420 s) hold with no others:
//! <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-ge-cfn.html>. Without data they say that the Region has
//! failed, and nothing is measured where nothing is delivered: the heartbeat is delivered every minute, so that a quiet
//! bus does not look like a dead one. The metric covers all rules of the account in the Region, so one beat is enough.

use super::construct::bus_arn;
use super::{Bus, InRegion};
use crate::lowering::At;
use crate::queue::{QueueConstruct, QueueRef, Sender};
use crate::shared::alarm::{Alarm, AlarmRef};
use crate::shared::event_rule::{self, EventRule, Target, rule_arn};
use crate::shared::metric::{Metric, Missing, Unit};
use crate::shared::policy::Statement;
use crate::shared::role::{Role, RoleRef, role_arn};
use crate::spec::{Entry, Spec};
use drc_ir::{Attr, CfnReturn, Construct, Expr, Ref, Shapes, map, text};
use drc_model::{Duration, NameKind, PhysicalName, Region, Scope};

/// What a heartbeat says it comes from; the archive leaves it out.
pub const HEARTBEAT: &str = "drc.heartbeat";

/// A Route 53 health check that is as healthy as an alarm.
#[derive(Debug)]
pub struct AlarmHealthCheck {
    /// What the console calls it.
    pub name: String,
    /// The alarm: Route 53 must find it when the check is made.
    pub alarm: Ref<Alarm>,
    /// The alarm's name.
    pub alarm_name: String,
    /// Where the alarm is.
    pub region: Region,
}

/// An EventBridge global endpoint.
#[derive(Debug)]
pub struct Endpoint {
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// ARNs of the bus in the primary Region and of its namesake in the other.
    pub buses: [Expr; 2],
    /// What says whether the primary is used.
    pub health: Ref<AlarmHealthCheck>,
    /// Where events go otherwise.
    pub secondary: Region,
    /// As whom events are copied.
    pub role: Ref<Role>,
}

/// Puts an event on a bus every minute.
#[derive(Debug)]
pub struct Heartbeat {
    /// Its name.
    pub name: String,
    /// ARN of the bus.
    pub bus: Expr,
    /// As whom.
    pub role: Ref<Role>,
}

/// References to a health check.
pub trait AlarmHealthCheckRef {
    /// Its id, which AWS invents.
    fn id(self) -> Expr;
}
impl AlarmHealthCheckRef for Ref<AlarmHealthCheck> {
    fn id(self) -> Expr {
        self.get_att("HealthCheckId", "id")
    }
}

/// References to an endpoint.
pub trait EndpointRef {
    /// What `PutEvents` names it by, which AWS invents: `abcde.veo`.
    fn id(self) -> Expr;
}
impl EndpointRef for Ref<Endpoint> {
    fn id(self) -> Expr {
        self.attr(Attr::new(CfnReturn::Att("EndpointId"), "endpoint_url").between("https://", ".endpoint."))
    }
}

fn name(entry: &Entry, spec: &Spec, suffix: &str) -> String {
    spec.name(entry, suffix, spec.in_region(spec.regions.primary.value))
}

pub(super) fn endpoint_name(entry: &Entry, spec: &Spec) -> String {
    spec.name(entry, "endpoint", Scope::Global)
}

fn heartbeat_role(entry: &Entry, spec: &Spec) -> String {
    spec.name(entry, "heartbeat", spec.everywhere(spec.regions.primary.value))
}

/// Every name that an endpoint brings along.
pub fn names(entry: &Entry, spec: &Spec) -> Vec<PhysicalName> {
    let primary = spec.regions.primary.value;
    let here = |kind, name| PhysicalName::in_region(kind, name, primary);
    vec![
        here(NameKind::Rule, endpoint_name(entry, spec)),
        here(NameKind::Role, endpoint_name(entry, spec)),
        here(NameKind::Role, heartbeat_role(entry, spec)),
        here(NameKind::Rule, name(entry, spec, "heartbeat")),
        here(NameKind::Queue, name(entry, spec, "heartbeat")),
        here(NameKind::Alarm, name(entry, spec, "bus-failed-over")),
    ]
}

/// Adds the endpoint of two buses, the primary's first.
pub fn lower(at: &mut At<'_, '_>, buses: &[InRegion; 2]) -> Ref<Endpoint> {
    let (entry, spec) = (at.entry, at.spec());
    let [primary, secondary] = buses;
    heartbeat(at, primary);
    let alarm_name = name(entry, spec, "bus-failed-over");
    let alarm = Alarm {
        name: alarm_name.clone(),
        description: format!(
            "EventBridge in {} is slow or silent: {} uses {}",
            primary.region, entry.address, secondary.region
        ),
        metric: LATENCY,
        dimensions: Vec::new(),
        threshold: Expr::Int(30_000),
        within: LATENCY.within,
        topic: at.alert_topic(primary.region),
        region: primary.region,
    };
    let alarm = at.add(primary.region, "alarm-failed-over", alarm);
    at.note_alarm(primary.region, alarm.arn());
    let role = at.add_global("endpoint-role", replication_role(entry, spec, &primary.name));
    let health =
        AlarmHealthCheck { name: endpoint_name(entry, spec), alarm, alarm_name, region: primary.region };
    let health = at.add_global("endpoint-health", health);
    let endpoint = Endpoint {
        name: endpoint_name(entry, spec),
        description: format!("{} of {}", entry.address, spec.system.name.value.0),
        buses: [primary.arn.clone(), secondary.arn.clone()],
        health,
        secondary: secondary.region,
        role,
    };
    // The Region in which it is made is its primary: the API has no other word for it.
    let endpoint = at.add(primary.region, "endpoint", endpoint);
    let about = |what: &str| format!("{what} of {}", entry.address);
    at.output(
        primary.region,
        "endpoint-id",
        about("What PutEvents names the global endpoint by,"),
        endpoint.id(),
    );
    at.output(primary.region, "failover-alarm", about("Alarm that moves the events"), alarm.arn());
    at.output_global("health-check", about("Health check that moves the events"), health.id());
    endpoint
}

/// What AWS prescribes. Every service's latency at once: there are no dimensions.
const LATENCY: Metric = Metric {
    name: "IngestionToInvocationStartLatency",
    namespace: "AWS/Events",
    statistic: "Average",
    unit: Unit::Milliseconds,
    missing: Missing::Breaching,
    alarm: "bus-failed-over",
    within: Duration::from_secs(300),
};

/// A beat a minute, and a rule that has it delivered: what is measured is the way from a bus to a target.
fn heartbeat(at: &mut At<'_, '_>, primary: &InRegion) {
    let (entry, spec) = (at.entry, at.spec());
    let (name, region) = (name(entry, spec, "heartbeat"), primary.region);
    let rule = rule_arn(Some(&primary.name), &name, region);
    let queue = QueueConstruct {
        name: name.clone(),
        // Nobody reads it: the shortest that SQS takes.
        retention: Duration::from_secs(60),
        visibility_timeout: Duration::from_secs(30),
        takes_from: None,
        dead_letters: None,
        senders: vec![Sender { sid: "TakeHeartbeat", service: event_rule::SERVICE, sources: vec![rule] }],
        key: None,
        region,
    };
    let queue = at.add(region, "heartbeat-queue", queue);
    let target = Target {
        id: "heartbeat".to_owned(),
        arn: queue.arn(),
        role: None,
        dead_letters: None,
        patience: Duration::from_secs(60),
    };
    let rule = EventRule {
        name: name.clone(),
        description: format!(
            "Has the heartbeat of {} delivered, so that EventBridge has something to measure",
            entry.address
        ),
        bus: Some(primary.bus()),
        pattern: Some(map! { "source": [HEARTBEAT] }),
        schedule: None,
        targets: vec![target],
        region,
    };
    at.add(region, "heartbeat-rule", rule);
    let role = Role::of_service(
        heartbeat_role(entry, spec),
        format!("Puts a heartbeat on {} every minute", entry.address),
        "scheduler.amazonaws.com",
    )
    .with([Statement::allow("PublishHeartbeat", ["events:PutEvents"], [primary.arn.clone()])]);
    let role = at.add(region, "heartbeat-role", role);
    at.add(region, "heartbeat", Heartbeat { name, bus: primary.arn.clone(), role });
}

/// As whom EventBridge copies events: it makes the rules for it itself, in both Regions, and gives them this role.
/// Source: <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-global-endpoints.html>.
fn replication_role(entry: &Entry, spec: &Spec, bus: &str) -> Role {
    const MANAGE: [&str; 4] =
        ["events:PutRule", "events:PutTargets", "events:DeleteRule", "events:RemoveTargets"];
    let name = endpoint_name(entry, spec);
    let managed = format!("{bus}/GlobalEndpointManagedRule-*");
    let rules = spec.regions.all().map(|region| rule_arn(None, &managed, region));
    let buses = spec.regions.all().map(|region| bus_arn(bus, region));
    let own = role_arn(&name);
    Role::of_service(
        name,
        format!("Copies the events of {} to the other Region", entry.address),
        event_rule::SERVICE,
    )
    .with([
        Statement::allow("MakeRules", MANAGE, rules),
        Statement::allow("CopyEvents", ["events:PutEvents"], buses),
        Statement::allow("GiveRulesThisRole", ["iam:PassRole"], [own])
            .when(map! { "StringEquals": map! { "iam:PassedToService": event_rule::SERVICE } }),
    ])
}

impl Bus {
    /// Whether it has a global endpoint.
    pub fn has_endpoint(&self) -> bool {
        self.global_endpoint.value
    }
}

impl Construct for AlarmHealthCheck {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().with("Name", &self.name).list();
        out.main(
            "AWS::Route53::HealthCheck",
            map! {
                "HealthCheckConfig": map! {
                    "Type": "CLOUDWATCH_METRIC",
                    "AlarmIdentifier": map! { "Name": &self.alarm_name, "Region": self.region.code() },
                    "InsufficientDataHealthStatus": "Unhealthy",
                },
                "HealthCheckTags": tags,
            },
        )
        .after(self.alarm.id);
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_route53_health_check",
            map! {
                "type": "CLOUDWATCH_METRIC",
                "cloudwatch_alarm_name": &self.alarm_name,
                "cloudwatch_alarm_region": self.region.code(),
                "insufficient_data_health_status": "Unhealthy",
                "tags": map! { "Name": &self.name },
            },
        )
        .after(self.alarm.id);
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

impl Endpoint {
    fn health(&self) -> Expr {
        text!["arn:", Expr::Partition, ":route53:::healthcheck/", self.health.id()]
    }
}

impl Construct for Endpoint {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let bus = |arn: &Expr| map! { "EventBusArn": arn };
        out.main(
            "AWS::Events::Endpoint",
            map! {
                "Name": &self.name,
                "Description": &self.description,
                "EventBuses": self.buses.iter().map(bus).collect::<Expr>(),
                "RoutingConfig": map! {
                    "FailoverConfig": map! {
                        "Primary": map! { "HealthCheck": self.health() },
                        "Secondary": map! { "Route": self.secondary.code() },
                    },
                },
                "ReplicationConfig": map! { "State": "ENABLED" },
                "RoleArn": self.role.arn(),
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        let bus = |arn: &Expr| map! { "event_bus_arn": arn };
        out.main(
            "aws_cloudwatch_event_endpoint",
            map! {
                "name": &self.name,
                "description": &self.description,
                "role_arn": self.role.arn(),
                "event_bus": self.buses.iter().map(bus).collect::<Expr>(),
                "replication_config": [map! { "state": "ENABLED" }],
                "routing_config": [map! {
                    "failover_config": [map! {
                        "primary": [map! { "health_check": self.health() }],
                        "secondary": [map! { "route": self.secondary.code() }],
                    }],
                }],
            },
        )
        // EventBridge tries the role when the endpoint is made.
        .after(self.role.id);
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

impl Construct for Heartbeat {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        out.main(
            "AWS::Scheduler::Schedule",
            map! {
                "Name": &self.name,
                "Description": "So that EventBridge has something to measure on a quiet bus",
                "ScheduleExpression": "rate(1 minute)",
                "FlexibleTimeWindow": map! { "Mode": "OFF" },
                "State": "ENABLED",
                "Target": map! {
                    "Arn": &self.bus,
                    "RoleArn": self.role.arn(),
                    "EventBridgeParameters": map! { "Source": HEARTBEAT, "DetailType": "Heartbeat" },
                    "Input": "{}",
                    // The next one is a minute away.
                    "RetryPolicy": map! { "MaximumRetryAttempts": 0 },
                },
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_scheduler_schedule",
            map! {
                "name": &self.name,
                "description": "So that EventBridge has something to measure on a quiet bus",
                "schedule_expression": "rate(1 minute)",
                "flexible_time_window": [map! { "mode": "OFF" }],
                "target": [map! {
                    "arn": &self.bus,
                    "role_arn": self.role.arn(),
                    "input": "{}",
                    "eventbridge_parameters": [map! { "source": HEARTBEAT, "detail_type": "Heartbeat" }],
                    "retry_policy": [map! { "maximum_retry_attempts": 0 }],
                }],
            },
        );
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}
