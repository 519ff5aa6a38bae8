//! `drc drift`: what is no longer as it was deployed, and what of that the budget rests on.
//!
//! CloudFormation compares what it has deployed with what is there. The figures of the budget are asked for
//! themselves: they must be those of the spec, also where what was deployed is not what the spec says.

use crate::client::{Client, Drifted, Made, ask};
use crate::fault::Fault;
use crate::intent::Intent;
use crate::json;
use crate::run::Run;
use crate::system::Resource;
use aws_sdk_route53::types::RrType;
use aws_sdk_s3::types::{ReplicationRuleStatus, ReplicationTimeStatus};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::task::JoinSet;

/// What CloudFormation says of a stack.
#[derive(Clone, Debug)]
pub enum Compared {
    /// All is as deployed.
    Same,
    /// These resources are not.
    Differs(Vec<Difference>),
    /// There is no stack.
    Absent,
    /// It cannot say.
    Unsaid(Fault),
}

/// A resource that is not as it was deployed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// `table.payments`
    pub address: String,
    /// Logical id.
    pub id: String,
    /// `AWS::DynamoDB::GlobalTable`
    pub kind: String,
    /// It is gone.
    pub deleted: bool,
    /// Path, what was deployed, what is there.
    pub properties: Vec<(String, String, String)>,
}

/// A figure of the budget that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deviation {
    /// `traffic`
    pub address: String,
    /// Logical id.
    pub id: String,
    /// Where its stack is.
    pub region: String,
    /// What is compared.
    pub figure: &'static str,
    /// As the spec says.
    pub wanted: String,
    /// As it is.
    pub found: String,
    /// What that does to the budget.
    pub means: String,
}

/// What is no longer as it should be.
#[derive(Clone, Debug)]
pub struct Drift {
    /// `payments (dev)`
    pub title: String,
    /// Stack, Region, comparison; in the order of the manifest.
    pub stacks: Vec<(String, String, Compared)>,
    /// What of the budget does not hold.
    pub budget: Vec<Deviation>,
    /// Figures that could not be asked for, and why.
    pub unsaid: Vec<(String, Fault)>,
}

/// Compares all stacks, side by side.
pub async fn drift(run: &Arc<Run>) -> Drift {
    let mut tasks = JoinSet::new();
    for at in 0..run.system.stacks.len() {
        let run = Arc::clone(run);
        tasks.spawn(async move { (at, compare(&run, at).await) });
    }
    let mut found = BTreeMap::new();
    while let Some(done) = tasks.join_next().await {
        if let Ok((at, compared)) = done {
            found.insert(at, compared);
        }
    }
    let mut drift =
        Drift { title: run.system.title(), stacks: Vec::new(), budget: Vec::new(), unsaid: Vec::new() };
    let zones: Vec<String> = found.values().flat_map(|(_, made)| zones(made)).collect();
    for (at, (compared, made)) in found {
        let entry = &run.stack(at).entry;
        drift.stacks.push((entry.name.clone(), entry.region.clone(), compared));
        figures(run, at, &made, &zones, &mut drift).await;
    }
    drift
}

fn zones(made: &[Made]) -> impl Iterator<Item = String> {
    made.iter().filter(|it| it.kind == "AWS::Route53::HostedZone").map(|it| it.physical.clone())
}

async fn compare(run: &Run, at: usize) -> (Compared, Vec<Made>) {
    match try_compare(run, at).await {
        Ok(compared) => compared,
        Err(fault) => (Compared::Unsaid(fault), Vec::new()),
    }
}

async fn try_compare(run: &Run, at: usize) -> Result<(Compared, Vec<Made>), Fault> {
    let (client, entry) = (run.client(at)?, &run.stack(at).entry);
    let Some(found) = client.stack(&entry.name).await? else { return Ok((Compared::Absent, Vec::new())) };
    let made = client.made(&found.id).await?;
    let compared = match client.drifted(&found.id).await {
        Ok(drifted) if drifted.is_empty() => Compared::Same,
        Ok(drifted) => Compared::Differs(drifted.into_iter().map(|it| difference(run, at, it)).collect()),
        // What CloudFormation cannot compare may still be asked for the budget's figures.
        Err(fault) => Compared::Unsaid(fault),
    };
    Ok((compared, made))
}

fn difference(run: &Run, at: usize, drifted: Drifted) -> Difference {
    Difference {
        address: run.system.address(&run.stack(at).entry.name, &drifted.id),
        id: drifted.id,
        kind: drifted.kind,
        deleted: drifted.status == "DELETED",
        properties: drifted.differences,
    }
}

/// Compares the budget's figures in a stack's resources.
async fn figures(run: &Run, at: usize, made: &[Made], zones: &[String], drift: &mut Drift) {
    let stack = run.stack(at);
    let Ok(client) = run.client(at) else { return };
    for made in made {
        let Some(resource) = stack.resources.get(&made.id) else { continue };
        let Some(intent) = &resource.intent else { continue };
        let found = match intent {
            Intent::HealthCheck { interval, threshold } => {
                health_check(client, &made.physical, *interval, *threshold).await
            }
            Intent::Record { .. } => record(client, zones, intent).await,
            Intent::Replication { rules, timed } => replication(client, &made.physical, *rules, *timed).await,
        };
        match found {
            Ok(found) => drift.budget.extend(found.into_iter().map(|it| it.of(resource, made, client))),
            Err(fault) => drift.unsaid.push((resource.address.clone(), fault)),
        }
    }
}

/// A figure that differs, before it is known whose it is.
struct Differing {
    figure: &'static str,
    wanted: String,
    found: String,
    means: String,
}

impl Differing {
    fn of(self, resource: &Resource, made: &Made, client: &Client) -> Deviation {
        Deviation {
            address: resource.address.clone(),
            id: made.id.clone(),
            region: client.region.clone(),
            figure: self.figure,
            wanted: self.wanted,
            found: self.found,
            means: self.means,
        }
    }
}

async fn health_check(
    client: &Client,
    id: &str,
    interval: i64,
    threshold: i64,
) -> Result<Vec<Differing>, Fault> {
    let request = client.route53.get_health_check().health_check_id(id);
    let answer = match ask!(client, "GetHealthCheck", request) {
        Ok(answer) => answer,
        Err(fault) if fault.is_absence() => {
            let means = "nothing notices the loss of the Region".to_owned();
            let (wanted, found) = ("there".to_owned(), "deleted".to_owned());
            return Ok(vec![Differing { figure: "health check", wanted, found, means }]);
        }
        Err(fault) => return Err(fault),
    };
    let Some(config) = answer.health_check().and_then(|it| it.health_check_config()) else {
        return Ok(Vec::new());
    };
    let live = |it: Option<i32>, default: i64| it.map_or(default, i64::from);
    // What Route 53 takes where nothing is said. Source:
    // https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html
    let (now_interval, now_threshold) =
        (live(config.request_interval(), 30), live(config.failure_threshold(), 3));
    let means = || {
        format!(
            "detection takes {} s, the budget counts {} s",
            now_interval * now_threshold,
            interval * threshold
        )
    };
    let mut found = Vec::new();
    if now_interval != interval {
        found.push(differing("interval", format!("{interval}s"), format!("{now_interval}s"), means()));
    }
    if now_threshold != threshold {
        found.push(differing("threshold", threshold.to_string(), now_threshold.to_string(), means()));
    }
    Ok(found)
}

fn differing(figure: &'static str, wanted: String, found: String, means: String) -> Differing {
    Differing { figure, wanted, found, means }
}

async fn record(client: &Client, zones: &[String], intent: &Intent) -> Result<Vec<Differing>, Fault> {
    let Intent::Record { zone, name, kind, set, ttl } = intent else { return Ok(Vec::new()) };
    let wanted = name.trim_end_matches('.');
    for zone in zone.iter().chain(zones) {
        let request = client
            .route53
            .list_resource_record_sets()
            .hosted_zone_id(zone)
            .start_record_name(name)
            .start_record_type(RrType::from(kind.as_str()));
        let page = match ask!(client, "ListResourceRecordSets", request) {
            Ok(page) => page,
            Err(fault) if fault.is_absence() => continue,
            Err(fault) => return Err(fault),
        };
        let live = page.resource_record_sets().iter().find(|it| {
            it.name().trim_end_matches('.') == wanted
                && it.r#type().as_str() == kind
                && it.set_identifier() == set.as_deref()
        });
        let Some(live) = live else { continue };
        let now = live.ttl().unwrap_or_default();
        if now == *ttl {
            return Ok(Vec::new());
        }
        let means = format!("resolvers keep the lost Region's answer for {now} s, the budget counts {ttl} s");
        return Ok(vec![differing("ttl", format!("{ttl}s"), format!("{now}s"), means)]);
    }
    let means = format!("{name} is not answered as the spec says");
    Ok(vec![differing("record", "there".to_owned(), "deleted".to_owned(), means)])
}

async fn replication(
    client: &Client,
    bucket: &str,
    rules: usize,
    timed: usize,
) -> Result<Vec<Differing>, Fault> {
    let answer = match ask!(client, "GetBucketReplication", client.s3.get_bucket_replication().bucket(bucket))
    {
        Ok(answer) => Some(answer),
        Err(fault) if fault.is_absence() => None,
        Err(fault) => return Err(fault),
    };
    let configuration = answer.as_ref().and_then(|it| it.replication_configuration());
    let live = configuration.map(|it| it.rules()).unwrap_or_default();
    let enabled = live.iter().filter(|it| it.status() == &ReplicationRuleStatus::Enabled);
    let with_time = enabled.clone().filter(|it| {
        let time = it.destination().and_then(|it| it.replication_time());
        time.is_some_and(|it| it.status() == &ReplicationTimeStatus::Enabled)
    });
    let (now, now_timed) = (enabled.count(), with_time.count());
    let mut found = Vec::new();
    if now < rules {
        let means = "what is written since is lost with the Region".to_owned();
        found.push(differing("replication rules", rules.to_string(), now.to_string(), means));
    }
    if now_timed < timed {
        let means = "nothing promises the 15 minutes that the RPO rests on".to_owned();
        found.push(differing("replication time control", timed.to_string(), now_timed.to_string(), means));
    }
    Ok(found)
}

impl Drift {
    /// Nothing differs, and everything could be compared.
    pub fn is_good(&self) -> bool {
        let same = |it: &Compared| matches!(it, Compared::Same);
        self.budget.is_empty() && self.unsaid.is_empty() && self.stacks.iter().all(|(.., it)| same(it))
    }

    /// For people.
    pub fn text(&self) -> String {
        let mut text = format!("{}\n", self.title);
        for (name, region, compared) in &self.stacks {
            text.push_str(&format!("\n{name}  {region}  "));
            match compared {
                Compared::Same => text.push_str("is as deployed\n"),
                Compared::Absent => text.push_str("is not there\n"),
                Compared::Unsaid(fault) => text.push_str(&format!("cannot be compared: {fault}\n")),
                Compared::Differs(differences) => {
                    text.push_str("is not as deployed\n");
                    differences.iter().for_each(|it| text.push_str(&it.text()));
                }
            }
        }
        let verdict = if self.budget.is_empty() { "holds" } else { "does not hold any more" };
        text.push_str(&format!("\nThe budget {verdict}, as far as its figures could be asked for\n"));
        for it in &self.budget {
            text.push_str(&format!(
                "  {} ({}): {} is {}, the spec says {}: {}\n",
                it.address, it.id, it.figure, it.found, it.wanted, it.means
            ));
        }
        for (address, fault) in &self.unsaid {
            text.push_str(&format!("  {address}: not known: {fault}\n"));
        }
        if !self.budget.is_empty() {
            text.push_str(
                "  next: take the change back where it was made, or write it into the spec and drc deploy\n",
            );
        }
        text
    }

    /// For machines.
    pub fn json(&self) -> Value {
        json::drift(self)
    }
}

impl Difference {
    fn text(&self) -> String {
        let mut text = format!("  {} ({}, {})", self.address, self.id, self.kind);
        text.push_str(if self.deleted { " is deleted\n" } else { " was changed\n" });
        for (path, wanted, found) in &self.properties {
            text.push_str(&format!("    {path}: deployed {wanted}, found {found}\n"));
        }
        text
    }
}
