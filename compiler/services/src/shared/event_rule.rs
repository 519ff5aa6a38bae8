//! A rule of EventBridge: which events, or when, and what gets them.

use drc_ir::{Attr, CfnReturn, Construct, Expr, Ref, Shapes, map, text};
use drc_model::{Duration, Region};
use std::borrow::Cow;

/// A rule on a bus.
#[derive(Debug)]
pub struct EventRule {
    /// Its name, unique on its bus.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// The bus; `None` for the account's default one, on which AWS's own events and schedules are.
    pub bus: Option<Bus>,
    /// Which events.
    pub pattern: Option<Expr>,
    /// When: `rate(5 minutes)`. Only the default bus has schedules.
    pub schedule: Option<Cow<'static, str>>,
    /// What gets them; EventBridge takes [`MOST_TARGETS`].
    pub targets: Vec<Target>,
    /// Where it is.
    pub region: Region,
}

/// A bus as its rules name it.
#[derive(Clone, Debug)]
pub struct Bus {
    /// Its name.
    pub name: String,
    /// The same as a reference, where drc makes the bus.
    pub reference: Expr,
}

/// What gets the events of a rule.
#[derive(Clone, Debug)]
pub struct Target {
    /// Tells it from the rule's others.
    pub id: String,
    /// Its ARN.
    pub arn: Expr,
    /// As whom EventBridge delivers, where the target has no policy of its own for it.
    pub role: Option<Expr>,
    /// ARN of the queue that gets what cannot be delivered.
    pub dead_letters: Option<Expr>,
    /// How long it is tried.
    pub patience: Duration,
}

/// What EventBridge is called where a policy names it.
pub const SERVICE: &str = "events.amazonaws.com";
/// Source: <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html>.
pub const MOST_TARGETS: usize = PARTS.len();
const PARTS: [&str; 5] = ["target-1", "target-2", "target-3", "target-4", "target-5"];
/// As often as EventBridge tries at most.
const ATTEMPTS: i64 = 185;

/// References to a rule.
pub trait EventRuleRef {
    /// `arn:…:rule/BUS/NAME`
    fn arn(self) -> Expr;
}
impl EventRuleRef for Ref<EventRule> {
    fn arn(self) -> Expr {
        self.get_att("Arn", "arn")
    }
}

/// The ARN of a rule by its name: policies that must stand before the rule does name it so.
pub fn rule_arn(bus: Option<&str>, name: &str, region: Region) -> Expr {
    let path = bus.map_or_else(|| name.to_owned(), |bus| format!("{bus}/{name}"));
    text!["arn:", Expr::Partition, format!(":events:{region}:"), Expr::Account, ":rule/", path]
}

impl Target {
    /// For how long a target in the same Region is tried: what is still refused then, a person should see.
    pub const HERE: Duration = Duration::from_secs(3_600);
    /// For how long another Region is tried: as long as EventBridge can, for that Region may be the one that is lost.
    pub const ELSEWHERE: Duration = Duration::from_secs(86_400);

    fn cloudformation(&self) -> Expr {
        map! {
            "Id": &self.id,
            "Arn": &self.arn,
            "RoleArn": self.role.clone(),
            "DeadLetterConfig": self.dead_letters.as_ref().map(|arn| map! { "Arn": arn }),
            "RetryPolicy": map! {
                "MaximumEventAgeInSeconds": self.patience.seconds(),
                "MaximumRetryAttempts": ATTEMPTS,
            },
        }
    }
}

impl Construct for EventRule {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().list();
        out.main(
            "AWS::Events::Rule",
            map! {
                "Name": &self.name,
                "Description": &self.description,
                "EventBusName": self.bus.as_ref().map(|it| it.reference.clone()),
                "EventPattern": self.pattern.clone(),
                "ScheduleExpression": self.schedule.clone().map(Expr::Text),
                "State": "ENABLED",
                "Targets": self.targets.iter().map(Target::cloudformation).collect::<Expr>(),
                "Tags": tags,
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        let bus = self.bus.as_ref().map(|it| it.reference.clone());
        out.main(
            "aws_cloudwatch_event_rule",
            map! {
                "name": &self.name,
                "description": &self.description,
                "event_bus_name": bus.clone(),
                "event_pattern": self.pattern.clone().map(Expr::json),
                "schedule_expression": self.schedule.clone().map(Expr::Text),
            },
        );
        for (part, target) in PARTS.into_iter().zip(&self.targets) {
            out.part(
                part,
                "aws_cloudwatch_event_target",
                map! {
                    "rule": Expr::Part("", "name"),
                    "event_bus_name": bus.clone(),
                    "target_id": &target.id,
                    "arn": &target.arn,
                    "role_arn": target.role.clone(),
                    "dead_letter_config": target.dead_letters.as_ref().map(|arn| [map! { "arn": arn }]),
                    "retry_policy": [map! {
                        "maximum_event_age_in_seconds": target.patience.seconds(),
                        "maximum_retry_attempts": ATTEMPTS,
                    }],
                },
            );
        }
    }

    fn known(&self, attr: Attr) -> Option<Expr> {
        let bus = self.bus.as_ref().map(|it| it.name.as_str());
        (attr.cfn == CfnReturn::Att("Arn")).then(|| rule_arn(bus, &self.name, self.region))
    }
}
