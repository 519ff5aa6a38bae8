//! What is deployed, by the ARNs it will have.

use super::permissions::Type;
use crate::artefacts;
use crate::system::System;
use drc_cloudformation::origins;
use drc_ir::{Expr, Graph, SECRET_VALUE, references};
use std::collections::{BTreeMap, BTreeSet};

/// How exactly an ARN says what is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Width {
    /// By a name that the spec gives it.
    Named,
    /// AWS names it, when it is made.
    Chosen,
    /// It is none of the spec's: one that is there already, or a default of AWS.
    Elsewhere,
    /// IAM knows no resource for the call.
    Any,
}

/// A resource of a template, or something drc itself works with.
#[derive(Debug)]
pub(super) struct Thing {
    pub(super) of: &'static Type,
    /// `s3:::*` and what it is here.
    pub(super) arns: Vec<(String, String, Width)>,
    /// It carries drc's tags.
    pub(super) tagged: bool,
    /// Every property it has, at any depth.
    pub(super) says: BTreeSet<String>,
    /// Services that may take on this role.
    pub(super) trusts: BTreeSet<String>,
    /// Policies of AWS that this role is given.
    pub(super) attached: BTreeSet<String>,
}

/// Whose ARNs they are.
pub(super) struct Place<'g> {
    graph: &'g Graph,
    pub(super) partition: &'static str,
    /// `*` if the spec does not say.
    pub(super) account: String,
    pub(super) regions: Vec<String>,
}

impl<'g> Place<'g> {
    pub(super) fn of(graph: &'g Graph, system: &System) -> Place<'g> {
        Place {
            graph,
            partition: system.regions.first().map_or("aws", |it| artefacts::partition(it)),
            account: system.account.clone().unwrap_or_else(|| "*".to_owned()),
            regions: system.regions.clone(),
        }
    }

    /// An ARN without `{}`, in a Region.
    pub(super) fn arn(&self, pattern: &str, region: &str) -> String {
        let filled = pattern.replace("{region}", region).replace("{account}", &self.account);
        format!("arn:{}:{filled}", self.partition)
    }

    /// What is deployed, the stacks it is in, and the buckets of artefacts.
    pub(super) fn things(&self, system: &System) -> Vec<Thing> {
        let mut things = vec![self.thing("drc::Caller", "", &[])];
        for stack in &system.stacks {
            things.push(self.thing(
                "drc::Stack",
                &stack.entry.name,
                std::slice::from_ref(&stack.entry.region),
            ));
        }
        for region in &system.regions {
            let bucket = artefacts::bucket(&system.name, &system.environment, &self.account, region);
            things.push(self.thing("drc::Artefacts", &bucket, std::slice::from_ref(region)));
        }
        let mut things: Vec<Thing> = things.into_iter().flatten().collect();
        let homes: BTreeMap<&str, &String> =
            system.stacks.iter().map(|it| (it.entry.name.as_str(), &it.entry.region)).collect();
        for origin in origins(self.graph) {
            let drawing = self.graph.draw_cloudformation(origin.node);
            let shape = &drawing.resources[origin.place];
            let home = homes.get(origin.stack.as_str()).map_or_else(Vec::new, |it| vec![(*it).clone()]);
            things.extend(self.drawn(shape.kind, &shape.body, &home));
            things.extend(self.secrets(&shape.body));
        }
        things
    }

    fn drawn(&self, kind: &'static str, body: &Expr, home: &[String]) -> Option<Thing> {
        let of = Type::find(kind)?;
        let mut says = BTreeSet::new();
        properties(body, &mut says);
        // What stands in several Regions is called in each of them.
        let spread = says.contains("Replicas") || says.contains("PeerRegion");
        let regions = if spread { &self.regions } else { home };
        let name = self.property(body, of.name);
        let mut thing = self.thing(kind, &name, regions)?;
        if let Some(policy) = property(body, "AssumeRolePolicyDocument") {
            trusted(policy, &mut thing.trusts);
        }
        if let Some(Expr::List(policies)) = property(body, "ManagedPolicyArns") {
            thing.attached = policies.iter().map(|it| self.text(it)).collect();
        }
        thing.tagged = says.contains("Tags");
        thing.says = says;
        Some(thing)
    }

    /// Secrets that CloudFormation reads for whoever deploys.
    fn secrets(&self, body: &Expr) -> Vec<Thing> {
        let mut found = Vec::new();
        references(body, &mut |node, attr| found.extend((attr == SECRET_VALUE).then_some(node)));
        let read = |node| {
            let secret = self.graph.draw_cloudformation(node);
            let name =
                secret.resources.first().map_or_else(|| "*".to_owned(), |it| self.property(&it.body, "Name"));
            self.thing("drc::SecretField", &name, &self.regions)
        };
        found.into_iter().filter_map(read).collect()
    }

    fn thing(&self, kind: &'static str, name: &str, regions: &[String]) -> Option<Thing> {
        let of = Type::find(kind)?;
        let mut arns = Vec::new();
        for pattern in of.arns {
            for region in regions {
                let plain = pattern.replace("{}", "*").replace("default*", "*");
                let named = self.named(pattern, name, region).into_iter();
                arns.extend(named.map(|(arn, width)| (plain.clone(), arn, width)));
            }
        }
        let empty = BTreeSet::new;
        Some(Thing { of, arns, tagged: false, says: empty(), trusts: empty(), attached: empty() })
    }

    /// The ARNs of a pattern with a name in it.
    fn named(&self, pattern: &str, name: &str, region: &str) -> Vec<(String, Width)> {
        let Some((before, _)) = pattern.split_once("{}") else {
            let width = if pattern.contains("default*") { Width::Elsewhere } else { Width::Chosen };
            return vec![(self.arn(pattern, region), width)];
        };
        if name.starts_with("arn:") {
            return vec![(name.to_owned(), Width::Named)];
        }
        let mut name = name;
        if before.ends_with('/') {
            name = name.trim_start_matches('/');
        }
        if before.ends_with("alias/") {
            name = name.trim_start_matches("alias/");
        }
        let width = if name == "*" { Width::Chosen } else { Width::Named };
        // A log group is also called with what is in it, a topic with its subscriptions; Secrets Manager adds a dash and six characters.
        let forms = match before {
            "logs:{region}:{account}:log-group:" | "sns:{region}:{account}:" => {
                vec![name.to_owned(), format!("{name}:*")]
            }
            "secretsmanager:{region}:{account}:secret:" => vec![format!("{name}-??????")],
            _ => vec![name.to_owned()],
        };
        forms.iter().map(|it| (self.arn(&pattern.replace("{}", it), region), width)).collect()
    }

    fn property(&self, body: &Expr, name: &str) -> String {
        let name = property(body, name).map_or_else(String::new, |it| self.text(it));
        if name.is_empty() { "*".to_owned() } else { name }
    }

    /// A name as far as it is known before anything is made.
    fn text(&self, expr: &Expr) -> String {
        match expr {
            Expr::Text(text) => text.to_string(),
            Expr::Int(number) => number.to_string(),
            Expr::Concat(pieces) => pieces.iter().map(|it| self.text(it)).collect(),
            Expr::Account => self.account.clone(),
            Expr::Partition => self.partition.to_owned(),
            Expr::Attr(node, attr) => match self.graph.node(*node).construct.known(*attr) {
                Some(known) => self.text(&known),
                None => "*".to_owned(),
            },
            Expr::Absent
            | Expr::Bool(_)
            | Expr::Float(_)
            | Expr::List(_)
            | Expr::Map(_)
            | Expr::Part(..)
            | Expr::Json(_)
            | Expr::Asset(_)
            | Expr::AssetHash(_)
            | Expr::AssetBucket
            | Expr::AssetKey(_)
            | Expr::SecretField(..)
            | Expr::WriteOnce(_)
            | Expr::Input(_) => "*".to_owned(),
        }
    }
}

fn property<'e>(body: &'e Expr, name: &str) -> Option<&'e Expr> {
    let Expr::Map(entries) = body else { return None };
    entries.iter().find(|(key, _)| key == name).map(|(_, value)| value)
}

fn properties(body: &Expr, found: &mut BTreeSet<String>) {
    if let Expr::Map(entries) = body {
        found.extend(entries.iter().map(|(key, _)| key.to_string()));
        entries.iter().for_each(|(_, value)| properties(value, found));
    } else if let Expr::List(items) = body {
        items.iter().for_each(|item| properties(item, found));
    }
}

/// The services a trust policy names.
fn trusted(policy: &Expr, found: &mut BTreeSet<String>) {
    if let Expr::Map(entries) = policy {
        for (key, value) in entries {
            if key == "Service"
                && let Some(service) = value.as_text()
            {
                found.insert(service.to_owned());
            }
            trusted(value, found);
        }
    } else if let Expr::List(items) = policy {
        items.iter().for_each(|item| trusted(item, found));
    }
}
