//! `drc iam-policy`: what whoever deploys a spec must be allowed, and nothing more.
//!
//! CloudFormation acts with the rights of its caller. What it calls for a type is said by the type's schema in the registry,
//! what a call can be narrowed to by IAM's reference; `table.rs` joins the two. Which ARNs that comes to is known from the
//! spec, because drc names what it makes; what AWS names is asked for by its tags where that is possible, and is otherwise
//! listed with the reason.

mod grant;
mod permissions;
#[rustfmt::skip]
mod table;
#[cfg(test)]
mod tests;
mod thing;

use crate::json::VERSION;
use crate::system::System;
use drc_ir::Graph;
use grant::{Scope, grants};
use permissions::Type;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use thing::{Place, Width};

/// Characters, blanks apart, that a managed policy may have.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
const LIMIT: usize = 6144;

/// Managed policies that a role may have, as long as nobody has asked AWS for more (same source).
const PER_ROLE: usize = 10;

/// The policies that deploying a spec takes.
#[derive(Debug)]
pub struct Policies {
    system: String,
    environment: String,
    /// The documents, none too long for a managed policy.
    pub documents: Vec<Value>,
    /// What could not be said by a name.
    pub wide: Vec<Wide>,
    /// Types the table lacks: a test's business, never a user's.
    pub lacking: BTreeSet<&'static str>,
}

/// ARNs that say more than one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wide {
    /// Which document, from 1.
    pub policy: usize,
    /// Which statement of it.
    pub sid: String,
    /// The ARNs.
    pub resources: Vec<String>,
    /// Why they are no narrower.
    pub reason: &'static str,
}

/// A statement to be, with what of it is wide and why.
struct Statement {
    sid: String,
    value: Value,
    arns: BTreeMap<String, Width>,
}

impl Policies {
    /// What deploying, looking after and destroying this takes.
    pub fn of(graph: &Graph) -> Policies {
        let system = System::of(graph);
        let place = Place::of(graph, &system);
        let mut all = Policies {
            system: system.name.clone(),
            environment: system.environment.clone(),
            documents: Vec::new(),
            wide: Vec::new(),
            lacking: kinds(&system).filter(|it| Type::find(it).is_none()).collect(),
        };
        let mut page: Vec<Value> = Vec::new();
        for statement in statements(&grants(&place, &system)) {
            page.push(statement.value.clone());
            if size(&document(&page)) > LIMIT {
                let last = page.split_off(page.len() - 1);
                all.documents.push(document(&page));
                page = last;
            }
            all.note(&statement);
        }
        all.documents.push(document(&page));
        all
    }

    fn note(&mut self, statement: &Statement) {
        for (width, reason) in [
            (
                Width::Any,
                "IAM knows no resource for these calls; where the service is regional, its Regions are a condition",
            ),
            (Width::Chosen, "AWS chooses the ids when the resources are made"),
            (
                Width::Elsewhere,
                "not of this spec: what is there already, a default of AWS, or a role of an AWS service",
            ),
        ] {
            let of = statement.arns.iter().filter(|(arn, it)| **it == width && is_wide(arn));
            let resources: Vec<String> = of.map(|(arn, _)| arn.clone()).collect();
            if !resources.is_empty() {
                let policy = self.documents.len() + 1;
                self.wide.push(Wide { policy, sid: statement.sid.clone(), resources, reason });
            }
        }
    }

    /// The documents, as a list: each is a managed policy.
    pub fn text(&self) -> String {
        format!("{:#}\n", Value::from(self.documents.clone()))
    }

    /// One sentence for whoever attaches them.
    pub fn summary(&self) -> String {
        let wide = self.wide.len();
        let what = match self.documents.len() {
            1 => "1 policy".to_owned(),
            many => format!("{many} policies, because one may have {LIMIT} characters: attach all of them"),
        };
        let too_many = if self.documents.len() > PER_ROLE {
            format!(" (more than the {PER_ROLE} of a role whose quota was not raised)")
        } else {
            String::new()
        };
        format!("{what}{too_many}; {wide} statements are wider than a name, --format json says why")
    }

    /// The documents and why they are no narrower, as one object.
    pub fn json(&self) -> Value {
        let name = |at: usize| format!("drc-{}-{}-{}", self.system, self.environment, at + 1);
        let policy = |(at, document): (usize, &Value)| json!({ "name": name(at), "characters": size(document), "document": document });
        let wide = |it: &Wide| json!({ "policy": it.policy, "sid": it.sid, "resources": it.resources, "reason": it.reason });
        json!({
            "version": VERSION, "command": "iam-policy", "system": self.system, "environment": self.environment,
            "policies": self.documents.iter().enumerate().map(policy).collect::<Vec<_>>(),
            "wide": self.wide.iter().map(wide).collect::<Vec<_>>(),
        })
    }
}

/// Whether an ARN names more than one resource of an account.
fn is_wide(arn: &str) -> bool {
    arn == "*" || arn.splitn(6, ':').nth(5).is_some_and(|resource| resource.contains('*'))
}

fn kinds(system: &System) -> impl Iterator<Item = &'static str> {
    system.stacks.iter().flat_map(|it| it.resources.values()).map(|it| it.kind)
}

fn document(statements: &[Value]) -> Value {
    json!({ "Version": "2012-10-17", "Statement": statements })
}

/// As IAM counts.
fn size(document: &Value) -> usize {
    document.to_string().chars().filter(|it| !it.is_whitespace()).count()
}

fn statements(scopes: &BTreeMap<Scope, BTreeSet<&'static str>>) -> Vec<Statement> {
    let mut all = Vec::new();
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    for (scope, actions) in scopes {
        for arns in parts(scope, actions) {
            let number = numbers.entry(scope.service).or_default();
            *number += 1;
            let sid = format!("{}No{number}", drc_ir::pascal(scope.service));
            all.push(Statement { value: statement(&sid, scope, actions, &arns), sid, arns });
        }
    }
    all
}

/// What of a scope fits into one policy: each part grants the same on fewer resources.
fn parts(scope: &Scope, actions: &BTreeSet<&'static str>) -> Vec<BTreeMap<String, Width>> {
    let mut parts = vec![BTreeMap::new()];
    for (arn, width) in &scope.arns {
        let Some(part) = parts.last_mut() else { continue };
        part.insert(arn.clone(), *width);
        if part.len() > 1 && size(&document(&[statement("LongestNo100", scope, actions, part)])) > LIMIT {
            part.remove(arn);
            parts.push(BTreeMap::from([(arn.clone(), *width)]));
        }
    }
    parts
}

fn statement(sid: &str, scope: &Scope, actions: &BTreeSet<&str>, arns: &BTreeMap<String, Width>) -> Value {
    let mut entries = Map::new();
    entries.insert("Sid".to_owned(), json!(sid));
    entries.insert("Effect".to_owned(), json!("Allow"));
    entries.insert("Action".to_owned(), json!(actions));
    entries.insert("Resource".to_owned(), json!(arns.keys().collect::<Vec<_>>()));
    if let Some(condition) = scope.condition() {
        entries.insert("Condition".to_owned(), condition);
    }
    Value::Object(entries)
}
