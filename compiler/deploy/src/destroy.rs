//! `drc destroy`: in reverse order, and only what drc has made.

use crate::artefacts;
use crate::client::{Client, Described, ask};
use crate::execute::{report, token};
use crate::fault::Fault;
use crate::front::{Doing, Event, Question};
use crate::order::Order;
use crate::report::{End, Failure, Report};
use crate::run::Run;
use crate::state::{Removal, Status};
use aws_sdk_route53::types as route53;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tokio::task::JoinSet;

/// How a destruction ended.
#[derive(Debug)]
pub enum Destroyed {
    /// It was carried out, well or badly.
    Done(Report),
    /// There is nothing.
    Nothing,
    /// Whoever was asked said no: nothing was deleted.
    Declined,
}

/// Looks, asks, and deletes.
///
/// # Errors
/// Nothing was deleted: a stack is not drc's, a bucket holds something, or AWS does not answer.
pub async fn destroy(run: &Arc<Run>) -> Result<Destroyed, Failure> {
    let mut there = Vec::new();
    for at in (0..run.system.stacks.len()).rev() {
        let entry = &run.stack(at).entry;
        let found = run.client(at)?.stack(&entry.name).await?;
        if let Some(found) = found.filter(|it| it.status.removal() != Removal::Gone) {
            // Before anything has executed a stack carries no tags of its own yet.
            if found.status != Status::ReviewInProgress && !run.is_ours(&found) {
                return Err(run.foreign(at));
            }
            there.push(at);
        }
    }
    let names = |at: &usize| {
        let entry = &run.stack(*at).entry;
        (entry.name.clone(), entry.region.clone())
    };
    if there.is_empty() && !any_bucket(run).await? {
        return Ok(Destroyed::Nothing);
    }
    full_buckets(run, &there).await?;
    let stacks: Vec<(String, String)> = there.iter().map(names).collect();
    if !run.front.ask(Question::Destroy { system: &run.system.title(), stacks: &stacks }) {
        return Ok(Destroyed::Declined);
    }
    let ends = carry_out(run).await;
    if ends.values().all(End::is_good) {
        for region in &run.system.regions {
            artefacts::remove(run.aws.client(region)?, &run.bucket_name(region), &run.tags()).await?;
        }
    }
    Ok(Destroyed::Done(report(run, "destroy", ends)))
}

async fn any_bucket(run: &Run) -> Result<bool, Fault> {
    for region in &run.system.regions {
        if artefacts::exists(run.aws.client(region)?, &run.bucket_name(region), &run.tags()).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// CloudFormation stumbles over a bucket that holds anything, half way through. So that is asked first.
async fn full_buckets(run: &Run, there: &[usize]) -> Result<(), Failure> {
    if run.options.empty_buckets {
        return Ok(());
    }
    let mut full = Vec::new();
    for at in there {
        for bucket in buckets(run, *at).await? {
            let held = artefacts::holds(run.client(*at)?, &bucket.1).await?;
            if held > 0 {
                full.push(format!("{} ({}) holds {held} or more object versions", bucket.0, bucket.1));
            }
        }
    }
    if full.is_empty() {
        return Ok(());
    }
    Err(Failure::plain(
        format!("nothing was deleted: {}", full.join("; ")),
        "--empty-buckets deletes what they hold, old versions included",
    ))
}

/// Address and name of the buckets a stack made and does not keep.
async fn buckets(run: &Run, at: usize) -> Result<Vec<(String, String)>, Fault> {
    let stack = run.stack(at);
    let made = run.client(at)?.made(&stack.entry.name).await?;
    let kept = |id: &str| stack.resources.get(id).is_some_and(|it| it.protected);
    let buckets = made.into_iter().filter(|it| {
        it.kind == "AWS::S3::Bucket" && !it.status.starts_with("DELETE_COMPLETE") && !kept(&it.id)
    });
    Ok(buckets.map(|it| (run.system.address(&stack.entry.name, &it.id), it.physical)).collect())
}

async fn carry_out(run: &Arc<Run>) -> BTreeMap<usize, End> {
    let order = Order::down(&run.system);
    let mut waiting: BTreeSet<usize> = (0..run.system.stacks.len()).collect();
    let (mut done, mut ends) = (BTreeSet::new(), BTreeMap::new());
    let mut tasks = JoinSet::new();
    loop {
        if !run.front.stopped() {
            for at in order.ready(&waiting, &done) {
                waiting.remove(&at);
                let run = Arc::clone(run);
                tasks.spawn(async move { (at, take_down(&run, at).await) });
            }
        }
        let Some(finished) = tasks.join_next().await else { break };
        let Ok((at, result)) = finished else { continue };
        let end = result.unwrap_or_else(End::Failed);
        let entry = &run.stack(at).entry;
        run.front.tell(Event::Ended { stack: &entry.name, region: &entry.region, end: &end });
        if end.is_good() {
            done.insert(at);
        }
        ends.insert(at, end);
    }
    for at in waiting {
        let by = order.needs(at).iter().find(|it| !done.contains(it));
        let end = by.map_or(End::Stopped, |by| End::Held(run.stack(*by).entry.name.clone()));
        ends.insert(at, end);
    }
    ends
}

async fn take_down(run: &Run, at: usize) -> Result<End, Failure> {
    let (client, stack) = (run.client(at)?, run.stack(at));
    let Some(mut found) = client.stack(&stack.entry.name).await? else { return Ok(End::Absent) };
    if found.status.removal() == Removal::Gone {
        return Ok(End::Absent);
    }
    // Whatever is under way must end before anything else can begin.
    while found.status.removal() == Removal::Wait {
        run.in_the_way(at, &found).await;
        match run.watch(at, &found.id).await? {
            Some(after) => found = after,
            None => return Ok(End::Deleted),
        }
    }
    match found.status.removal() {
        Removal::Gone => return Ok(End::Deleted),
        Removal::Delete | Removal::Wait => {}
    }
    if found.status != Status::ReviewInProgress && !run.is_ours(&found) {
        return Err(run.foreign(at));
    }
    run.front.tell(Event::Began {
        stack: &stack.entry.name,
        region: &stack.entry.region,
        doing: Doing::Delete,
        resources: stack.resources.len(),
    });
    if run.options.empty_buckets {
        for (_, bucket) in buckets(run, at).await? {
            artefacts::empty(client, &bucket).await?;
        }
    }
    sweep_zones(run, client, at).await?;
    delete(run, client, at, &found).await
}

async fn delete(run: &Run, client: &Client, at: usize, found: &Described) -> Result<End, Failure> {
    let entry = &run.stack(at).entry;
    // A deletion that failed before is another request than the one that is asked for now.
    let about = format!("{}{}{:?}", found.id, found.status.text(), found.since);
    client.delete_stack(&found.id, &token("delete", &about)).await?;
    match run.watch(at, &found.id).await? {
        Some(after) if after.status != Status::DeleteComplete => Err(Failure {
            what: after.reason.clone().unwrap_or_else(|| format!("{} cannot be deleted", entry.name)),
            status: Some(after.status),
            causes: run.causes(at, &found.id).await,
            next: "the same command once the cause is mended".to_owned(),
        }),
        _ => Ok(End::Deleted),
    }
}

/// CloudFormation writes the proof of a certificate into a zone, leaves it there, and then cannot delete the zone.
async fn sweep_zones(run: &Run, client: &Client, at: usize) -> Result<(), Failure> {
    let made = client.made(&run.stack(at).entry.name).await?;
    for zone in made.iter().filter(|it| it.kind == "AWS::Route53::HostedZone" && !it.physical.is_empty()) {
        let request = client.route53.list_resource_record_sets().hosted_zone_id(&zone.physical);
        let page = match ask!(client, "ListResourceRecordSets", request) {
            Ok(page) => page,
            Err(fault) if fault.is_absence() => continue,
            Err(fault) => return Err(fault.into()),
        };
        for record in page.resource_record_sets().iter().filter(|it| is_proof(it)) {
            let change = route53::Change::builder()
                .action(route53::ChangeAction::Delete)
                .resource_record_set(record.clone())
                .build();
            let batch = change.and_then(|it| route53::ChangeBatch::builder().changes(it).build());
            let Ok(batch) = batch else { continue };
            let request = client
                .route53
                .change_resource_record_sets()
                .hosted_zone_id(&zone.physical)
                .change_batch(batch);
            ask!(client, "ChangeResourceRecordSets", request)?;
        }
    }
    Ok(())
}

fn is_proof(record: &route53::ResourceRecordSet) -> bool {
    let mut values = record.resource_records().iter().map(|it| it.value().trim_end_matches('.'));
    record.r#type() == &route53::RrType::Cname && values.all(|it| it.ends_with(".acm-validations.aws"))
}
