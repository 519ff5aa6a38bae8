//! `drc status`: how every Region stands, the lost one too.

use crate::client::{Aws, Client};
use crate::fault::Fault;
use crate::json;
use crate::state::{Next, Status};
use crate::system::System;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::task::JoinSet;

/// How a stack stands.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Its name.
    pub stack: String,
    /// Its status; `None` if there is none.
    pub status: Option<Status>,
    /// Since when.
    pub since: Option<String>,
    /// Why, where AWS says so.
    pub reason: Option<String>,
}

/// How a Region stands.
#[derive(Clone, Debug)]
pub enum Health {
    /// It answers.
    Answers(Vec<Standing>),
    /// It does not: for how it stands nobody can be asked.
    Unreachable(String),
}

/// How a system stands.
#[derive(Clone, Debug)]
pub struct State {
    /// `payments (dev)`
    pub title: String,
    /// Every Region, the home Region first.
    pub regions: Vec<(String, Health)>,
}

/// Asks every Region, side by side.
///
/// # Errors
/// The credentials are not good, or AWS refuses. A Region that does not answer is a state and no error.
pub async fn status(system: &Arc<System>, aws: &Aws) -> Result<State, Fault> {
    let mut tasks = JoinSet::new();
    for region in &system.regions {
        let (client, system) = (aws.probe(region)?.clone(), Arc::clone(system));
        tasks.spawn(async move { (client.region.clone(), standings(&client, &system).await) });
    }
    let mut found = BTreeMap::new();
    while let Some(done) = tasks.join_next().await {
        let Ok((region, standings)) = done else { continue };
        let health = match standings {
            Ok(standings) => Health::Answers(standings),
            Err(Fault::Unreachable { why, .. }) => Health::Unreachable(why),
            Err(fault) => return Err(fault),
        };
        found.insert(region, health);
    }
    let regions = system.regions.iter().filter_map(|it| Some((it.clone(), found.remove(it)?)));
    Ok(State { title: system.title(), regions: regions.collect() })
}

async fn standings(client: &Client, system: &System) -> Result<Vec<Standing>, Fault> {
    let mut standings = Vec::new();
    for stack in system.stacks.iter().filter(|it| it.entry.region == client.region) {
        let found = client.stack(&stack.entry.name).await?;
        let found = found.filter(|it| it.status != Status::DeleteComplete);
        standings.push(Standing {
            stack: stack.entry.name.clone(),
            status: found.as_ref().map(|it| it.status),
            since: found.as_ref().and_then(|it| it.since.clone()),
            reason: found.and_then(|it| it.reason),
        });
    }
    Ok(standings)
}

impl Health {
    /// In a word: `complete`, `working`, `failed`, `partial`, `absent`, `unreachable`.
    pub fn word(&self) -> &'static str {
        let Health::Answers(standings) = self else { return "unreachable" };
        let count =
            |wanted: fn(Option<Status>) -> bool| standings.iter().filter(|it| wanted(it.status)).count();
        let absent = count(|it| it.is_none_or(|it| it.next() == Next::Create));
        if count(|it| it.is_some_and(|it| matches!(it.next(), Next::Remove | Next::Stop))) > 0 {
            "failed"
        } else if count(|it| it.is_some_and(Status::is_working)) > 0 {
            "working"
        } else if absent == standings.len() {
            "absent"
        } else if absent > 0 {
            "partial"
        } else {
            "complete"
        }
    }
}

impl State {
    /// Every Region that answers stands complete.
    pub fn is_good(&self) -> bool {
        self.regions.iter().all(|(_, it)| it.word() == "complete")
    }

    /// For people.
    pub fn text(&self) -> String {
        let mut text = format!("{}\n", self.title);
        for (at, (region, health)) in self.regions.iter().enumerate() {
            let role = if at == 0 { "primary" } else { "secondary" };
            text.push_str(&format!("\n{region} ({role}): {}\n", health.word()));
            match health {
                Health::Unreachable(why) => text.push_str(&format!(
                    "  {why}\n  the other Regions can be deployed without it: drc deploy --only REGION\n"
                )),
                Health::Answers(standings) => standings.iter().for_each(|it| text.push_str(&it.text())),
            }
        }
        text
    }

    /// For machines.
    pub fn json(&self) -> Value {
        json::state(self)
    }
}

impl Standing {
    fn text(&self) -> String {
        let Some(status) = self.status else { return format!("  {}  is not there\n", self.stack) };
        let since = self.since.as_deref().map(|it| format!(" since {it}")).unwrap_or_default();
        let reason = self.reason.as_deref().map(|it| format!("\n    {it}")).unwrap_or_default();
        format!("  {}  {}{since}: {}{reason}\n", self.stack, status.text(), status.says())
    }
}
