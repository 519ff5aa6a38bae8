//! The function that promotes a database by itself. All of it stands in the Region that takes over and needs nothing
//! of the primary: a call there is evidence, and its failing is evidence too.

use super::cluster::{ClusterRef, cluster_arn, global_arn};
use super::memory::{LATE, Memory, Once};
use super::{DESCRIBE, Database, PROMOTE};
use crate::alarm::Threshold;
use crate::api::Api;
use crate::balancer::Balancer;
use crate::function::{FunctionConstruct, FunctionRef, function_arn};
use crate::lowering::At;
use crate::parameter::parameter_arn;
use crate::registry::Typed;
use crate::shared::alarm::{Alarm, AlarmRef};
use crate::shared::event_rule::EventRule;
use crate::shared::metric::{Metric, Missing, Unit};
use crate::shared::policy::Statement;
use crate::shared::role::Role;
use crate::shared::shipped_function::{ShippedFunction, called_by};
use crate::shipped::PROMOTION_WATCHER;
use crate::spec::{Entry, Spec};
use crate::traffic::Traffic;
use drc_ir::{Expr, Ref, text};
use drc_model::{Address, Duration, NameKind, PhysicalName, Region};
use std::borrow::Cow;

/// What everything about the watcher is called, and where it is.
#[derive(Clone, Debug)]
pub(super) struct Names {
    region: Region,
    pub(super) function: String,
    role: String,
    pub(super) armed: String,
    pub(super) state: String,
}

const SUFFIX: &str = "watcher";
/// Longer than one run's calls take if each of them hangs.
const TIMEOUT: Duration = Duration::from_secs(120);
/// Two runs at once would each count a failure; and one is kept free of what users take at a failover.
const AT_ONCE: i64 = 1;

/// Errors has a value for every run: where there is none, nobody watches.
const ERRORS: Metric = Metric {
    name: "Errors",
    namespace: "AWS/Lambda",
    statistic: "Sum",
    unit: Unit::Count,
    missing: Missing::Breaching,
    alarm: "watcher-errors",
    within: Duration::from_secs(300),
};

impl Names {
    pub(super) fn new(entry: &Entry, spec: &Spec) -> Self {
        let region = spec.regions.recovery();
        let path = |leaf: &str| {
            let (system, environment) = (&spec.system.name.value.0, &spec.environment);
            format!("/{system}/{environment}/{}/{leaf}", entry.service_name)
        };
        Self {
            region,
            function: spec.name(entry, SUFFIX, spec.in_region(region)),
            role: spec.name(entry, SUFFIX, spec.everywhere(region)),
            armed: path("watcher-armed"),
            state: path("watcher-state"),
        }
    }

    pub(super) fn physical(self) -> Vec<PhysicalName> {
        let name = |kind, name| PhysicalName::in_region(kind, name, self.region);
        vec![
            name(NameKind::Function, self.function.clone()),
            name(NameKind::Rule, self.function),
            name(NameKind::Role, self.role),
            name(NameKind::Parameter, self.armed),
            name(NameKind::Parameter, self.state),
        ]
    }

    fn parameters(&self) -> [Expr; 2] {
        [&self.armed, &self.state].map(|it| parameter_arn(it, self.region))
    }

    /// What operators may do: look at it, rehearse, disarm and arm it.
    pub(super) fn operate(&self, region: Region) -> Vec<Statement> {
        if region != self.region {
            return Vec::new();
        }
        let function = function_arn(&self.function, region);
        vec![
            Statement::allow("ArmWatcher", ["ssm:GetParameter", "ssm:PutParameter"], self.parameters()),
            Statement::allow("AskWatcher", ["lambda:InvokeFunction"], [function]),
        ]
    }
}

/// Adds the watcher of a database that is lowered.
pub(super) fn add(database: &Database, at: &mut At<'_, '_>) {
    let names = Names::new(at.entry, at.spec());
    let region = names.region;
    let [armed, state] = [
        (
            "watcher-armed",
            &names.armed,
            "Whether the watcher may promote: true, or anything else for no",
            "true",
        ),
        ("watcher-state", &names.state, "What the watcher has seen and done", "{}"),
    ]
    .map(|(part, name, meaning, initial)| {
        let description = format!("{}: {meaning}", at.entry.address);
        at.add(region, part, Memory { name: name.clone(), description, initial }).id
    });
    let function = function(database, at, &names);
    at.after(function, armed);
    at.after(function, state);
    at.add(region, "watcher-once", Once { function });
    let interval = database.plan().interval.value;
    schedule(at, &names, function, interval);
    let alarm = alarm(at, &names, interval);
    let alarm = at.add(region, "alarm-watcher-errors", alarm).arn();
    at.note_alarm(region, alarm.clone());
    let address = &at.entry.address;
    at.output(region, "watcher-alarm", format!("Alarm of the watcher of {address}"), alarm);
    at.output(region, "watcher", format!("Watches and promotes {address}"), function.name());
    at.output(
        region,
        "watcher-armed",
        format!("Parameter that disarms the watcher of {address}: false"),
        &names.armed,
    );
}

fn schedule(at: &mut At<'_, '_>, names: &Names, function: Ref<FunctionConstruct>, interval: Duration) {
    let rate = match interval.seconds() / 60 {
        1 => "rate(1 minute)".to_owned(),
        minutes => format!("rate({minutes} minutes)"),
    };
    let rule = EventRule {
        name: names.function.clone(),
        description: format!("Looks at the primary of {} every {interval}", at.entry.address),
        bus: None,
        pattern: None,
        schedule: Some(rate.into()),
        targets: Vec::new(),
        region: names.region,
    };
    called_by(at, rule, SUFFIX, function, Duration::from_secs(LATE.unsigned_abs()));
}

fn function(database: &Database, at: &mut At<'_, '_>, names: &Names) -> Ref<FunctionConstruct> {
    let topic = at.alert_topic(names.region);
    let description = format!("Watches and promotes {}", at.entry.address);
    let role = Role::of_service(names.role.clone(), description.clone(), "lambda.amazonaws.com");
    let function = ShippedFunction {
        part: SUFFIX,
        code: &PROMOTION_WATCHER,
        name: names.function.clone(),
        description,
        role: role.with(rights(at, names, topic.clone())),
        environment: environment(database, at, names, topic),
        timeout: TIMEOUT,
        reserved: Some(AT_ONCE),
        log_retention: database.log_retention.value,
        region: names.region,
    };
    function.lower(at)
}

fn rights(at: &At<'_, '_>, names: &Names, topic: Option<Expr>) -> Vec<Statement> {
    let handle = at.handle::<Database>(&at.entry.address);
    let global = || global_arn(&handle.global_id);
    // By name, not by reference: the watcher can be deployed while the primary Region is down.
    let clusters = || handle.regions.iter().map(|it| cluster_arn(&it.id, it.region));
    let own = [
        Statement::allow("Look", DESCRIBE, std::iter::once(global()).chain(clusters())),
        Statement::allow("Promote", PROMOTE, std::iter::once(global()).chain(clusters())),
        Statement::allow("Remember", ["ssm:GetParameters", "ssm:PutParameter"], names.parameters()),
    ];
    let tell = topic.map(|topic| Statement::allow("Tell", ["sns:Publish"], [topic]));
    own.into_iter().chain(tell).collect()
}

fn environment(
    database: &Database,
    at: &At<'_, '_>,
    names: &Names,
    topic: Option<Expr>,
) -> Vec<(Cow<'static, str>, Expr)> {
    let handle = at.handle::<Database>(&at.entry.address);
    let primary = at.spec().regions.primary.value;
    let id = |region| handle.at(region).map(|it| Expr::from(&it.id));
    let all = [
        ("GLOBAL_CLUSTER", Some(Expr::from(&handle.global_id))),
        ("TARGET_CLUSTER_ARN", handle.at(names.region).map(|it| it.cluster.arn())),
        ("PRIMARY_CLUSTER", id(primary)),
        ("PRIMARY_REGION", Some(Expr::from(primary.code()))),
        ("PROBE_URLS", probe_url(at, primary)),
        ("THRESHOLD", Some(Expr::from(database.plan().threshold.value.to_string()))),
        ("STATE_PARAMETER", Some(Expr::from(&names.state))),
        ("ARMED_PARAMETER", Some(Expr::from(&names.armed))),
        ("TOPIC_ARN", topic),
    ];
    all.into_iter().filter_map(|(key, value)| Some((Cow::Borrowed(key), value?))).collect()
}

/// What Route 53 or the balancers ask of the primary too: who moves the users and who moves the data must not disagree.
/// Where neither traffic leads to an API nor an API asks the same function, the cluster alone is judged.
fn probe_url(at: &At<'_, '_>, region: Region) -> Option<Expr> {
    let spec = at.spec();
    let (_, traffic) = spec.one::<Traffic>()?;
    let path = &traffic.health_check.path.value;
    let answers = answers(spec, &traffic.target.value);
    let (entry, api) = spec.all::<Api>().find(|(entry, api)| {
        entry.address == traffic.target.value || api.opens("GET", path).is_some_and(|it| Some(it) == answers)
    })?;
    let host = at.handle::<Api>(&entry.address).at(region)?.host(region);
    Some(text!["https://", host, format!("/{}{path}", api.stage.value.0)])
}

/// The function behind a chain of balancers.
fn answers<'s>(spec: &'s Spec, target: &'s Address) -> Option<&'s Address> {
    let behind = |it: &&'s Address| Some(&Balancer::service(&spec.entry(it)?.service)?.forward.value);
    std::iter::successors(Some(target), behind).find(|it| it.kind == "function")
}

fn alarm(at: &At<'_, '_>, names: &Names, interval: Duration) -> Alarm {
    let twice = interval * 2;
    Alarm {
        name: at.name(ERRORS.alarm, at.spec().in_region(names.region)),
        description: format!("The watcher of {} failed or did not run: nobody promotes it", at.entry.address),
        metric: ERRORS,
        dimensions: vec![("FunctionName", Expr::from(&names.function))],
        threshold: ERRORS.unit.value(Threshold::Number(0)),
        within: ERRORS.within.max(twice),
        topic: at.alert_topic(names.region),
        region: names.region,
    }
}
