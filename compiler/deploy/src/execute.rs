//! `drc deploy`: every stack from whatever state it is in to the one that is wanted.
//!
//! CloudFormation is the only state. A run looks at what is there and does what is missing, so one that follows a
//! killed one goes on, and one beside another waits for it.

use crate::changes::{Prepared, Purpose};
use crate::client::{ChangeSet, Client, Described};
use crate::fault::Fault;
use crate::front::{Doing, Event, Question};
use crate::order::Order;
use crate::plan::{self, Foreseen, Plan, discard, look};
use crate::report::{Cause, End, Failure, Report};
use crate::run::Run;
use crate::state::{Next, Status};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tokio::task::JoinSet;

/// How often a stack may turn out to be in another state than a moment ago before that is a failure.
const SURPRISES: usize = 8;

/// How a deployment ended.
#[derive(Debug)]
pub enum Deployed {
    /// It was carried out, well or badly.
    Done(Report),
    /// There is nothing to do.
    Nothing,
    /// Data would be lost, or something cannot be said: nothing was changed.
    Refused(Plan),
    /// Whoever was asked said no: nothing was changed.
    Declined,
}

/// Plans, asks, and carries it out.
///
/// # Errors
/// `--only` chooses nothing.
pub async fn deploy(run: &Arc<Run>) -> Result<Deployed, Failure> {
    let chosen = run.chosen()?;
    let looked = look(run, Purpose::Deploy).await?;
    if !looked.plan.blocked().is_empty() || !looked.plan.failures().is_empty() {
        discard(run, &looked.made, false).await;
        return Ok(Deployed::Refused(looked.plan));
    }
    if looked.plan.is_empty() {
        return Ok(Deployed::Nothing);
    }
    if !run.front.ask(Question::Deploy(&looked.plan)) {
        discard(run, &looked.made, true).await;
        return Ok(Deployed::Declined);
    }
    let waiting = standing(run, &looked.plan);
    let ends = carry_out(run, &chosen, &waiting).await;
    Ok(Deployed::Done(report(run, "deploy", ends)))
}

/// Stacks of the plan that do not stand yet: a gate before one of them is closed.
fn standing(run: &Run, plan: &Plan) -> BTreeSet<usize> {
    let stands = |foreseen: &Foreseen| match foreseen {
        Foreseen::Create(_) | Foreseen::Anew(_) => false,
        Foreseen::Later { lines, .. } => lines.is_empty(),
        Foreseen::Busy(status) => *status != Status::CreateInProgress,
        Foreseen::Change(_) | Foreseen::Nothing | Foreseen::Unknown(_) => true,
    };
    let missing = plan.stacks.iter().filter(|(.., it)| !stands(it));
    missing.filter_map(|(name, ..)| run.system.position(name)).collect()
}

pub(crate) fn report(run: &Run, command: &'static str, ends: BTreeMap<usize, End>) -> Report {
    let line = |(at, end): (usize, End)| {
        let entry = &run.stack(at).entry;
        (entry.name.clone(), entry.region.clone(), end)
    };
    Report {
        command,
        system: run.system.name.clone(),
        environment: run.system.environment.clone(),
        stacks: ends.into_iter().map(line).collect(),
    }
}

async fn carry_out(
    run: &Arc<Run>,
    chosen: &BTreeSet<usize>,
    missing: &BTreeSet<usize>,
) -> BTreeMap<usize, End> {
    let order = Order::up(&run.system, chosen);
    let (mut waiting, mut done) = (chosen.clone(), BTreeSet::new());
    let mut ends: BTreeMap<usize, End> = BTreeMap::new();
    let mut tasks = JoinSet::new();
    loop {
        if !run.front.stopped() {
            for at in order.ready(&waiting, &done) {
                waiting.remove(&at);
                if let Some(todo) = closed_gate(run, at, missing, &order).await {
                    ends.insert(at, End::Gated(todo));
                    continue;
                }
                let run = Arc::clone(run);
                tasks.spawn(async move { (at, bring_up(&run, at).await) });
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
        let end = match by {
            Some(by) if !run.front.stopped() => End::Held(run.stack(*by).entry.name.clone()),
            _ => End::Stopped,
        };
        ends.insert(at, end);
    }
    ends
}

/// What a person must still do before this stack: it does not stand yet, and one it needs says so. A question is
/// asked once per gate; what was answered holds for all stacks behind it.
async fn closed_gate(run: &Run, at: usize, missing: &BTreeSet<usize>, order: &Order) -> Option<String> {
    if run.options.gates_done || !missing.contains(&at) {
        return None;
    }
    for gate in order.needs(at) {
        let entry = &run.stack(*gate).entry;
        let Some(todo) = &entry.pause_after else { continue };
        match run.gate(*gate) {
            Some(true) => continue,
            Some(false) => return Some(todo.clone()),
            None => {}
        }
        let found = run.client(*gate).ok()?.stack(&entry.name).await.ok().flatten();
        let outputs: Vec<(String, String)> =
            found.map(|it| it.outputs.into_iter().collect()).unwrap_or_default();
        let open = run.front.ask(Question::Gate { stack: &entry.name, todo, outputs: &outputs });
        run.answered(*gate, open);
        if !open {
            return Some(todo.clone());
        }
    }
    None
}

/// Brings one stack up to date, from whatever state it is in.
async fn bring_up(run: &Run, at: usize) -> Result<End, Failure> {
    let (client, entry) = (run.client(at)?, &run.stack(at).entry);
    for _ in 0..SURPRISES {
        let found = client.stack(&entry.name).await?;
        let next = found.as_ref().map_or(Next::Create, |it| it.status.next());
        match (next, found) {
            // Whose a stack in review is shows once something has been executed in it.
            (Next::Create, _) => {
                if let Some(end) = change(run, client, at, None).await? {
                    return Ok(end);
                }
            }
            (Next::Change, Some(found)) => {
                if !run.is_ours(&found) {
                    return Err(run.foreign(at));
                }
                if let Some(end) = change(run, client, at, Some(&found)).await? {
                    return Ok(end);
                }
            }
            (Next::Wait, Some(found)) => wait(run, at, &found).await?,
            (Next::Remove, Some(found)) => remove(run, client, at, &found).await?,
            (Next::Stop, Some(found)) => return Err(plan::stopped(run, at, found.status)),
            (Next::Change | Next::Wait | Next::Remove | Next::Stop, None) => {}
        }
    }
    Err(Failure::plain(
        format!(
            "{} changes its state faster than drc can follow: somebody else is at work on it",
            entry.name
        ),
        "drc status, then the same command once the other is through",
    ))
}

/// Waits for what somebody began, and says how it ended if it ended badly.
async fn wait(run: &Run, at: usize, found: &Described) -> Result<(), Failure> {
    run.in_the_way(at, found).await;
    let after = run.watch(at, &found.id).await?;
    if let Some(after) = after.filter(|it| !it.status.is_good()) {
        run.note(&format!("{} ended as {}", run.stack(at).entry.name, after.status.text()));
        for cause in run.causes(at, &found.id).await {
            run.note(&format!("  {} ({}): {}", cause.address, cause.id, cause.reason));
        }
    }
    Ok(())
}

/// Deletes what a failed creation left.
async fn remove(run: &Run, client: &Client, at: usize, found: &Described) -> Result<(), Failure> {
    let entry = &run.stack(at).entry;
    if !run.is_ours(found) {
        return Err(run.foreign(at));
    }
    let causes = run.causes(at, &found.id).await;
    let told = |it: &Cause| format!("{} ({}): {}", it.address, it.id, it.reason);
    let reason = match causes.as_slice() {
        [] => found.reason.clone().unwrap_or_default(),
        causes => causes.iter().map(told).collect::<Vec<_>>().join("\n"),
    };
    let question =
        Question::Remove { stack: &entry.name, region: &entry.region, status: found.status, reason: &reason };
    if !run.front.ask(question) {
        return Err(Failure {
            status: Some(found.status),
            causes,
            ..Failure::plain(
                format!("{} failed to be created and was not removed", entry.name),
                "--yes removes it",
            )
        });
    }
    client.delete_stack(&found.id, &token("remove", &found.id)).await?;
    match run.watch(at, &found.id).await? {
        Some(after) if after.status != Status::DeleteComplete => {
            let causes = run.causes(at, &found.id).await;
            let what = format!("{} cannot be removed", entry.name);
            Err(Failure {
                status: Some(after.status),
                causes,
                ..Failure::plain(what, "mend that, then drc deploy")
            })
        }
        _ => Ok(()),
    }
}

/// The same for the same request of whatever run, as CloudFormation wants it.
pub(crate) fn token(what: &str, of: &str) -> String {
    format!("drc-{what}-{}", &crate::artefacts::hash(of.as_bytes())[..32])
}

/// Creates (`found` is none) or changes a stack. `None`: it is no longer as it was, look again.
async fn change(
    run: &Run,
    client: &Client,
    at: usize,
    found: Option<&Described>,
) -> Result<Option<End>, Failure> {
    let entry = &run.stack(at).entry;
    let settings = run.settings(at, found.is_some()).await?;
    let (name, set) = match run.change_set(at, &settings, found.is_none(), Purpose::Deploy).await? {
        Prepared::NoChanges => {
            let Some(found) = client.stack(&entry.name).await? else { return Ok(None) };
            run.remember(&entry.name, &found).await;
            return Ok(Some(End::Unchanged));
        }
        Prepared::Ready { name, set } => (name, set),
    };
    guard(run, at, &set)?;
    let doing = if found.is_none() { Doing::Create } else { Doing::Change };
    run.front.tell(Event::Began {
        stack: &entry.name,
        region: &entry.region,
        doing,
        resources: set.changes.len(),
    });
    match client.execute(&entry.name, &name, &token("execute", &set.id)).await {
        Ok(()) => {}
        // Executed by a try whose answer was lost, by another run, or overtaken: the stack tells which.
        Err(fault) if overtaken(&fault) => return Ok(None),
        Err(fault) => return Err(fault.into()),
    }
    finished(run, client, at, doing).await.map(Some)
}

fn overtaken(fault: &Fault) -> bool {
    fault.is("InvalidChangeSetStatus")
        || fault.is("InvalidChangeSetStatusException")
        || fault.is("ChangeSetNotFound")
        || fault.is("ChangeSetNotFoundException")
        || matches!(fault, Fault::Refused { reason, .. } if reason.contains("_IN_PROGRESS state"))
}

/// A change set that was made later than the plan may lose what the plan did not.
fn guard(run: &Run, at: usize, set: &ChangeSet) -> Result<(), Failure> {
    let lines = plan::lines(run, at, &set.changes);
    let blocked: Vec<String> = lines.iter().filter(|it| it.blocked).map(|it| it.address.clone()).collect();
    if blocked.is_empty() {
        return Ok(());
    }
    let flags: Vec<String> = blocked.iter().map(|it| format!("--allow-replace {it}")).collect();
    Err(Failure::plain(
        format!(
            "{} would replace {}, and the data would be lost",
            run.stack(at).entry.name,
            blocked.join(", ")
        ),
        format!("the spec as it was, or {}", flags.join(" ")),
    ))
}

async fn finished(run: &Run, client: &Client, at: usize, doing: Doing) -> Result<End, Failure> {
    let entry = &run.stack(at).entry;
    let gone = || {
        Failure::plain(
            format!("{} was deleted by somebody else while drc was {} it", entry.name, doing.word()),
            "the same command: it creates the stack again",
        )
    };
    // Asked by its ARN from here on: a stack that is deleted and made again is another one.
    let Some(begun) = client.stack(&entry.name).await? else { return Err(gone()) };
    match run.watch(at, &begun.id).await? {
        Some(after) if after.status.is_good() => {
            run.remember(&entry.name, &after).await;
            Ok(if doing == Doing::Create { End::Created } else { End::Changed })
        }
        Some(after) if after.status == Status::DeleteComplete => Err(gone()),
        Some(after) => Err(Failure {
            what: after.reason.clone().unwrap_or_else(|| format!("{} failed", entry.name)),
            status: Some(after.status),
            causes: run.causes(at, &begun.id).await,
            next: "the same command once the cause is mended".to_owned(),
        }),
        None => Err(gone()),
    }
}
