//! drc's function that keeps parameters in step: one per Region for the whole system.
//!
//! It copies what changes in its own Region to the others, and writes what comes from secrets into its own. Changes call
//! it at once; it also looks by itself, for an event can be lost and a secret is changed without one.

use super::{Parameter, ValueFrom, parameter_arn, path};
use crate::lowering::At;
use crate::registry::ServiceKind;
use crate::secret::Secret;
use crate::shared::alarm::{Alarm, AlarmRef};
use crate::shared::event_rule::EventRule;
use crate::shared::metric::{Metric, Missing, Unit};
use crate::shared::policy::{Statement, granted};
use crate::shared::role::Role;
use crate::shared::shipped_function::{ShippedFunction, called_by};
use crate::shipped::PARAMETER_SYNC;
use crate::spec::{Entry, Spec};
use drc_ir::{Expr, map};
use drc_model::{Address, Duration, Grant, NameKind, PhysicalName, Region};
use drc_syntax::{Span, Spanned};
use std::borrow::Cow;

/// How often it looks by itself, and thus how long the first value of a secure parameter can take.
const SCHEDULE: &str = "rate(5 minutes)";
const NAME: &str = "parameter-sync";

const ERRORS: Metric = Metric {
    name: "Errors",
    namespace: "AWS/Lambda",
    statistic: "Sum",
    unit: Unit::Count,
    // It is called all the time; without values Lambda has a problem, and so has everything else.
    missing: Missing::NotBreaching,
    alarm: "parameter-sync-errors",
    // Three runs. Lambda tries one that fails twice more, and the next makes up for it: more than two bad runs are told.
    within: Duration::from_secs(900),
};

impl Parameter {
    /// Whether a change of its value goes to the other Regions. What comes from a secret comes from one in each.
    pub fn is_copied(&self) -> bool {
        self.sync.value && self.secret().is_none()
    }

    /// The secret it is written from.
    pub fn secret(&self) -> Option<&Address> {
        match self.value_from.as_ref().map(|it| &it.value) {
            Some(ValueFrom::Secret(secret)) => Some(secret),
            Some(ValueFrom::Env(_)) | None => None,
        }
    }
}

fn synced(spec: &Spec) -> impl Iterator<Item = (&Entry, &Parameter)> {
    spec.all::<Parameter>().filter(|(_, it)| it.is_copied() || it.secret().is_some())
}

/// The service whose resources the function's stand with: the first parameter it writes.
pub fn first_synced(spec: &Spec) -> Option<&Entry> {
    synced(spec).next().map(|(first, _)| first)
}

/// The paths of which the function copies every change.
pub fn copied_paths(spec: &Spec, region: Region) -> Vec<String> {
    synced(spec).filter(|(_, it)| it.is_copied()).map(|(_, it)| path(it, spec, region)).collect()
}

pub(super) fn function_name(spec: &Spec, region: Region) -> String {
    spec.shared_name(ServiceKind::Parameter, NAME, spec.in_region(region))
}

fn role_name(spec: &Spec, region: Region) -> String {
    spec.shared_name(ServiceKind::Parameter, NAME, spec.everywhere(region))
}

/// The names the function brings along: the first parameter it writes answers for them.
pub fn names(entry: &Entry, spec: &Spec) -> Vec<PhysicalName> {
    if first_synced(spec).is_none_or(|first| first.address != entry.address) {
        return Vec::new();
    }
    let here = |region| {
        let name = |kind, name| PhysicalName::in_region(kind, name, region);
        [
            name(NameKind::Function, function_name(spec, region)),
            name(NameKind::Rule, function_name(spec, region)),
            name(NameKind::Role, role_name(spec, region)),
        ]
    };
    spec.regions.all().flat_map(here).collect()
}

/// Adds the function, what calls it and what watches it to every Region.
pub fn finish(at: &mut At<'_, '_>) {
    for region in at.regions() {
        lower_in(at, region);
    }
}

fn lower_in(at: &mut At<'_, '_>, region: Region) {
    let spec = at.spec();
    let name = function_name(spec, region);
    let function = ShippedFunction {
        part: "sync",
        code: &PARAMETER_SYNC,
        name: name.clone(),
        description: format!("Keeps parameters of {} in step in {region}", spec.system.name.value.0),
        role: role(at, region),
        environment: environment(at, region),
        timeout: Duration::from_secs(60),
        reserved: None,
        log_retention: Duration::from_secs(30 * 86_400),
        region,
    };
    let function = function.lower(at);
    let rule = EventRule {
        name: name.clone(),
        description: "Calls the sync function when a parameter changes, and every now and then".to_owned(),
        bus: None,
        pattern: pattern(spec, region),
        schedule: Some(SCHEDULE.into()),
        targets: Vec::new(),
        region,
    };
    // The next run comes anyway.
    called_by(at, rule, "sync", function, Duration::from_secs(300));
    alarm(at, region, name);
}

/// Changes of what it copies. A rule may have a pattern and a schedule:
/// <https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html>.
fn pattern(spec: &Spec, region: Region) -> Option<Expr> {
    let paths: Expr = copied_paths(spec, region).into_iter().collect();
    (paths != Expr::List(Vec::new())).then(|| {
        map! {
            "source": ["aws.ssm"],
            "detail-type": ["Parameter Store Change"],
            "detail": map! { "name": paths, "operation": ["Create", "Update"] },
        }
    })
}

fn environment(at: &At<'_, '_>, region: Region) -> Vec<(Cow<'static, str>, Expr)> {
    let spec = at.spec();
    let peers: Vec<&str> = spec.regions.all().filter(|it| *it != region).map(Region::code).collect();
    let secrets = synced(spec).filter_map(|(_, it)| {
        let arn = at.handle::<Secret>(it.secret()?).arn(region)?;
        Some((Cow::Owned(path(it, spec, region)), arn))
    });
    vec![
        ("PEER_REGIONS".into(), Expr::from(peers.join(","))),
        ("PARAMETERS".into(), copied_paths(spec, region).into_iter().collect::<Expr>().json()),
        ("SECRETS".into(), Expr::Map(secrets.collect()).json()),
    ]
}

/// What reading and writing these parameters and reading their secrets takes. Whoever may use a SecureString through
/// Systems Manager may use AWS's key for it:
/// <https://docs.aws.amazon.com/systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html>.
fn role(at: &At<'_, '_>, region: Region) -> Role {
    let spec = at.spec();
    let copied = synced(spec)
        .filter(|(_, it)| it.is_copied())
        .flat_map(|(_, it)| spec.regions.all().map(|region| parameter_arn(&path(it, spec, region), region)));
    let written = synced(spec)
        .filter(|(_, it)| !it.is_copied())
        .map(|(_, it)| parameter_arn(&path(it, spec, region), region));
    let mut secrets: Vec<Spanned<Grant>> = Vec::new();
    for secret in synced(spec).filter_map(|(_, it)| it.secret()) {
        let to = Spanned::new(secret.clone(), Span::default());
        let grant = Spanned::new(Grant { verb: "read".to_owned(), to }, Span::default());
        if !secrets.contains(&grant) {
            secrets.push(grant);
        }
    }
    Role::of_service(
        role_name(spec, region),
        format!("What the sync function may do in {region}"),
        "lambda.amazonaws.com",
    )
    .with([Statement::allow(
        "KeepParameters",
        ["ssm:GetParameters", "ssm:PutParameter"],
        copied.chain(written).collect::<Vec<_>>(),
    )])
    .with(granted(at, &secrets, &[region]))
}

fn alarm(at: &mut At<'_, '_>, region: Region, function: String) {
    let spec = at.spec();
    let alarm = Alarm {
        name: spec.shared_name(ServiceKind::Parameter, ERRORS.alarm, spec.in_region(region)),
        description: format!("The function that keeps parameters in step failed in {region}"),
        metric: ERRORS,
        dimensions: vec![("FunctionName", Expr::from(function))],
        threshold: Expr::Int(6),
        within: ERRORS.within,
        topic: at.alert_topic(region),
        region,
    };
    let arn = at.add(region, "sync-alarm", alarm).arn();
    at.note_alarm(region, arn.clone());
    at.output(
        region,
        "sync-alarm",
        format!("Alarm of the function that keeps parameters in step in {region}"),
        arn,
    );
}
