//! Which action is granted on what, and under which condition.

use super::permissions::{Action, feature};
use super::thing::{Place, Thing, Width};
use crate::system::System;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Where the actions of a service that is in no Region are signed for: a condition on the Region would not hold.
const GLOBAL: [&str; 4] = ["globalaccelerator", "iam", "route53", "sts"];

/// Operator, key and values.
type Condition = Option<(&'static str, &'static str, Vec<String>)>;

/// What several actions are granted on, and under which condition.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Scope {
    pub(super) service: &'static str,
    pub(super) arns: BTreeMap<String, Width>,
    pub(super) condition: Condition,
}

/// What is granted on one action.
#[derive(Debug, Default)]
struct Grant {
    arns: BTreeMap<String, Width>,
    /// All of it carries drc's tags, and the action can be told to ask for them.
    tagged: Option<bool>,
}

/// Every action, grouped by what it is granted on.
pub(super) fn grants(place: &Place<'_>, system: &System) -> BTreeMap<Scope, BTreeSet<&'static str>> {
    let things = place.things(system);
    let all = everything(&things);
    let mut grants: BTreeMap<&'static str, Grant> = BTreeMap::new();
    for thing in &things {
        let called = thing.of.calls.iter().filter_map(|it| Action::find(it));
        for action in called.filter(|it| it.name != "iam:PassRole") {
            if let Some((arns, tagged)) = targets(place, &all, thing, action) {
                let grant = grants.entry(action.name).or_default();
                grant.arns.extend(arns);
                grant.tagged = Some(grant.tagged.unwrap_or(true) && tagged);
            }
        }
    }
    let mut scopes: BTreeMap<Scope, BTreeSet<&'static str>> = BTreeMap::new();
    for (name, grant) in grants {
        let Some(action) = Action::find(name) else { continue };
        let attached = things.iter().flat_map(|it| it.attached.iter().cloned()).collect();
        let condition = condition(system, action, &grant, attached);
        let scope = Scope { service: action.service(), arns: narrowed(&grant.arns), condition };
        scopes.entry(scope).or_default().insert(name);
    }
    for scope in passed(&things) {
        scopes.entry(scope).or_default().insert("iam:PassRole");
    }
    scopes
}

/// What a call for a thing is granted on, and whether tags can be asked for; `None` if it is never made.
fn targets(
    place: &Place<'_>,
    all: &Everything<'_>,
    thing: &Thing,
    action: &Action,
) -> Option<(BTreeMap<String, Width>, bool)> {
    let asked_for = feature(thing.of.kind, action.name, |property| thing.says.contains(property));
    if asked_for == Some(false) {
        return None;
    }
    if action.name == "iam:CreateServiceLinkedRole" {
        let roles = place.arn("iam::{account}:role/aws-service-role/*", "");
        return Some((BTreeMap::from([(roles, Width::Elsewhere)]), false));
    }
    if action.patterns.is_empty() {
        return Some((BTreeMap::from([("*".to_owned(), Width::Any)]), false));
    }
    let mut arns = BTreeMap::new();
    let (mut tagged, mut met) = (true, BTreeSet::new());
    for pattern in action.patterns {
        let own = thing.arns.iter().filter(|(of, ..)| of == pattern.arn);
        let mut meant: BTreeMap<&str, Width> = own.map(|(_, arn, width)| (arn.as_str(), *width)).collect();
        // What the spec names is its own affair; of what AWS names, nobody knows which it is.
        if !meant.values().any(|it| *it == Width::Named) {
            meant = all.get(pattern.arn).cloned().unwrap_or_default();
        }
        if !meant.is_empty() {
            met.insert(family(pattern.arn));
            tagged &= pattern.tagged && thing.tagged && meant.values().all(|it| *it == Width::Chosen);
        }
        arns.extend(meant.into_iter().map(|(arn, width)| (arn.to_owned(), width)));
    }
    // A feature of the type that no drawing has.
    if met.is_empty() && thing.of.owns(action.service()) && asked_for.is_none() {
        return None;
    }
    for pattern in action.patterns.iter().filter(|it| it.required && !met.contains(family(it.arn))) {
        tagged = false;
        arns.extend(place.regions.iter().map(|it| (place.arn(pattern.arn, it), Width::Elsewhere)));
    }
    (!arns.is_empty()).then_some((arns, tagged))
}

/// ARNs by pattern.
type Everything<'t> = BTreeMap<&'t str, BTreeMap<&'t str, Width>>;

/// Everything that is deployed. drc's own buckets, and secrets that it reads for a stack, are nobody else's.
fn everything(things: &[Thing]) -> Everything<'_> {
    let mut all: Everything<'_> = BTreeMap::new();
    for thing in things.iter().filter(|it| !it.of.kind.starts_with("drc::")) {
        for (pattern, arn, width) in &thing.arns {
            all.entry(pattern).or_default().insert(arn, *width);
        }
    }
    all
}

/// Listeners of every kind are one: `elasticloadbalancing:…:listener/app/…`, `…/net/…`.
fn family(arn: &str) -> &str {
    let fields: usize = arn.split(':').take(3).map(|it| it.len() + 1).sum();
    let end = arn.get(fields..).and_then(|it| it.find(['/', ':'])).map_or(arn.len(), |it| it + fields);
    &arn[..end]
}

fn condition(system: &System, action: &Action, grant: &Grant, attached: BTreeSet<String>) -> Condition {
    let verb = action.name.split(':').nth(1).unwrap_or_default();
    let takes_away = (verb.starts_with("Delete") || verb.starts_with("Release")) && !verb.ends_with("Tags");
    match action.name {
        "kms:CreateGrant" => Some(("Bool", "kms:GrantIsForAWSResource", vec!["true".to_owned()])),
        // With a key's bytes only a service has to do, never whoever deploys.
        "kms:Decrypt" | "kms:Encrypt" | "kms:GenerateDataKey" => {
            let services = system.regions.iter().map(|it| format!("*.{it}.amazonaws.com*")).collect();
            Some(("StringLike", "kms:ViaService", services))
        }
        "iam:AttachRolePolicy" => Some(("ArnEquals", "iam:PolicyARN", attached.into_iter().collect())),
        _ if takes_away && grant.tagged == Some(true) => {
            Some(("StringEquals", "aws:ResourceTag/drc:system", vec![system.name.clone()]))
        }
        _ if GLOBAL.contains(&action.service()) => None,
        _ => {
            let anywhere = grant.arns.values().any(|it| *it == Width::Any);
            anywhere.then(|| ("StringEquals", "aws:RequestedRegion", system.regions.clone()))
        }
    }
}

/// Without what another of them says already: `…/restapis/*` is also all that is below.
fn narrowed(arns: &BTreeMap<String, Width>) -> BTreeMap<String, Width> {
    let said = |arn: &String| {
        arns.keys().any(|it| it != arn && it.strip_suffix('*').is_some_and(|it| arn.starts_with(it)))
    };
    arns.iter().filter(|(arn, _)| !said(arn)).map(|(arn, width)| (arn.clone(), *width)).collect()
}

/// The spec's roles, each only to the services that it trusts.
fn passed(things: &[Thing]) -> Vec<Scope> {
    let mut roles: BTreeMap<&BTreeSet<String>, BTreeMap<String, Width>> = BTreeMap::new();
    for thing in things.iter().filter(|it| !it.trusts.is_empty()) {
        roles
            .entry(&thing.trusts)
            .or_default()
            .extend(thing.arns.iter().map(|(_, arn, width)| (arn.clone(), *width)));
    }
    let scope = |(services, arns): (&BTreeSet<String>, BTreeMap<String, Width>)| {
        let services = services.iter().cloned().collect();
        Scope { service: "iam", arns, condition: Some(("StringEquals", "iam:PassedToService", services)) }
    };
    roles.into_iter().map(scope).collect()
}

impl Scope {
    /// As a policy writes it.
    pub(super) fn condition(&self) -> Option<Value> {
        let (operator, key, values) = self.condition.as_ref()?;
        let value = if let [one] = values.as_slice() { json!(one) } else { json!(values) };
        let test = Map::from_iter([((*key).to_owned(), value)]);
        Some(Value::Object(Map::from_iter([((*operator).to_owned(), Value::Object(test))])))
    }
}
