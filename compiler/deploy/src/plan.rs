//! `drc plan`: what would change, by the spec's addresses, and what would be lost.

use crate::artefacts;
use crate::changes::{Prepared, Purpose};
use crate::client::{Change, Described};
use crate::json;
use crate::report::Failure;
use crate::run::Run;
use crate::state::{Next, Status};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tokio::task::JoinSet;

/// What is done to a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// It is made.
    Add,
    /// It is changed where it stands.
    Modify,
    /// A new one is made and the old one deleted.
    Replace,
    /// That, or changed where it stands: CloudFormation knows only when it does it.
    MayReplace,
    /// It is deleted.
    Delete,
    /// It exists and is taken over.
    Import,
}

impl Action {
    /// `replace`
    pub fn word(self) -> &'static str {
        match self {
            Action::Add => "add",
            Action::Modify => "modify",
            Action::Replace => "replace",
            Action::MayReplace => "may-replace",
            Action::Delete => "delete",
            Action::Import => "import",
        }
    }

    fn sign(self) -> &'static str {
        match self {
            Action::Add => "+",
            Action::Modify => "~",
            Action::Replace => "±",
            Action::MayReplace => "±?",
            Action::Delete => "-",
            Action::Import => "=",
        }
    }
}

/// One resource that changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What is done.
    pub action: Action,
    /// `table.payments`
    pub address: String,
    /// Logical id.
    pub id: String,
    /// `AWS::DynamoDB::GlobalTable`
    pub kind: String,
    /// Properties that differ.
    pub properties: Vec<String>,
    /// Data are lost, and `--allow-replace` does not name it.
    pub blocked: bool,
    /// Data are lost.
    pub loses_data: bool,
}

/// What would happen to a stack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Foreseen {
    /// It would be created.
    Create(Vec<Line>),
    /// It would be changed.
    Change(Vec<Line>),
    /// Nothing.
    Nothing,
    /// It depends on values that other stacks have yet to say; what can be said without.
    Later {
        /// The stacks.
        needs: Vec<String>,
        /// What will be added, if the stack does not exist.
        lines: Vec<Line>,
    },
    /// CloudFormation is at work on it.
    Busy(Status),
    /// Its creation failed: it is deleted, after asking, and created anew.
    Anew(Status),
    /// It cannot be said.
    Unknown(Failure),
}

/// What would happen.
#[derive(Clone, Debug)]
pub struct Plan {
    /// `payments (dev)`
    pub title: String,
    /// The account it is about.
    pub account: String,
    /// Stack, Region and what would happen; in deployment order.
    pub stacks: Vec<(String, String, Foreseen)>,
}

/// Plans, and discards what it made to find out.
///
/// # Errors
/// `--only` chooses nothing.
pub async fn plan(run: &Arc<Run>) -> Result<Plan, Failure> {
    let looked = look(run, Purpose::Plan).await?;
    discard(run, &looked.made, true).await;
    Ok(looked.plan)
}

pub(crate) struct Looked {
    pub(crate) plan: Plan,
    /// Change sets that were made for it.
    pub(crate) made: Vec<Made>,
}

/// A change set that was made to look at it.
pub(crate) struct Made {
    at: usize,
    name: String,
    /// There was no stack before.
    new: bool,
}

/// Makes change sets, side by side, in every stack whose inputs are known.
pub(crate) async fn look(run: &Arc<Run>, purpose: Purpose) -> Result<Looked, Failure> {
    let mut tasks = JoinSet::new();
    for at in run.chosen()? {
        let run = Arc::clone(run);
        tasks.spawn(async move { (at, foresee(&run, at, purpose).await) });
    }
    let mut found = BTreeMap::new();
    while let Some(done) = tasks.join_next().await {
        if let Ok((at, foreseen)) = done {
            found.insert(at, foreseen);
        }
    }
    let (mut stacks, mut made) = (Vec::new(), Vec::new());
    for (at, (foreseen, change_set)) in found {
        let entry = &run.stack(at).entry;
        stacks.push((entry.name.clone(), entry.region.clone(), foreseen));
        made.extend(change_set);
    }
    let plan = Plan { title: run.system.title(), account: run.caller.account.clone(), stacks };
    Ok(Looked { plan, made })
}

/// Takes away what was made to look at: change sets, stacks that never held anything, a bucket of this run.
pub(crate) async fn discard(run: &Run, made: &[Made], buckets: bool) {
    for Made { at, name, new } in made {
        let (Ok(client), stack) = (run.client(*at), &run.stack(*at).entry.name) else { continue };
        let mut gone = client.delete_change_set(stack, name).await.is_ok();
        if *new && gone {
            // Somebody else may have begun a deployment of it meanwhile: then it is theirs.
            let alone = client.change_sets(stack).await.is_ok_and(|it| it.is_empty());
            let empty = client.stack(stack).await.ok().flatten();
            if alone && empty.is_some_and(|it| it.status == Status::ReviewInProgress) {
                gone = client.delete_stack(stack, &format!("{name}-discard")).await.is_ok();
            }
        }
        if !gone {
            run.note(&format!("the change set {name} of {stack} could not be deleted; the next run does it"));
        }
    }
    if buckets {
        for region in run.made_buckets().await {
            if let Ok(client) = run.aws.client(&region) {
                let _ = artefacts::remove(client, &run.bucket_name(&region), &run.tags()).await;
            }
        }
    }
}

async fn foresee(run: &Run, at: usize, purpose: Purpose) -> (Foreseen, Option<Made>) {
    match try_foresee(run, at, purpose).await {
        Ok(foreseen) => foreseen,
        Err(failure) => (Foreseen::Unknown(failure), None),
    }
}

async fn try_foresee(run: &Run, at: usize, purpose: Purpose) -> Result<(Foreseen, Option<Made>), Failure> {
    let entry = &run.stack(at).entry;
    let found = run.client(at)?.stack(&entry.name).await?;
    let new = match found.as_ref().map_or(Next::Create, |it| it.status.next()) {
        Next::Create => true,
        Next::Change => false,
        Next::Wait => return Ok((Foreseen::Busy(status(&found)), None)),
        Next::Remove => return Ok((Foreseen::Anew(status(&found)), None)),
        Next::Stop => return Err(stopped(run, at, status(&found))),
    };
    if !new && found.as_ref().is_some_and(|it| !run.is_ours(it)) {
        return Err(run.foreign(at));
    }
    let needs = unknown_inputs(run, at).await?;
    if !needs.is_empty() {
        let lines = if new { all_added(run, at) } else { Vec::new() };
        return Ok((Foreseen::Later { needs, lines }, None));
    }
    let settings = run.settings(at, !new).await?;
    match run.change_set(at, &settings, new, purpose).await? {
        Prepared::NoChanges => Ok((Foreseen::Nothing, None)),
        Prepared::Ready { name, set } => {
            let lines = lines(run, at, &set.changes);
            let foreseen = if new { Foreseen::Create(lines) } else { Foreseen::Change(lines) };
            Ok((foreseen, Some(Made { at, name, new })))
        }
    }
}

fn status(found: &Option<Described>) -> Status {
    found.as_ref().map_or(Status::DeleteComplete, |it| it.status)
}

/// What a status only a person can get a stack out of is reported as.
pub(crate) fn stopped(run: &Run, at: usize, status: Status) -> Failure {
    let entry = &run.stack(at).entry;
    // The line of such a status says both, as the table of docs/deploy.md does.
    let (what, next) = status.says().split_once(": ").unwrap_or((status.says(), "drc status"));
    let next = next.replace("STACK", &entry.name).replace("REGION", &entry.region);
    Failure { status: Some(status), ..Failure::plain(format!("{} {what}", entry.name), next) }
}

/// Stacks whose outputs this one takes and that do not stand yet.
async fn unknown_inputs(run: &Run, at: usize) -> Result<Vec<String>, Failure> {
    let mut needs = BTreeSet::new();
    for source in run.stack(at).entry.parameters.values() {
        match run.output(source).await {
            Ok(Some(_)) => {}
            // A Region that does not answer: whether the value must be known is decided where it is set.
            Err(crate::fault::Fault::Unreachable { .. }) => {}
            Ok(None) => {
                needs.insert(source.stack.clone());
            }
            Err(fault) => return Err(fault.into()),
        }
    }
    Ok(needs.into_iter().collect())
}

fn all_added(run: &Run, at: usize) -> Vec<Line> {
    let resources = run.stack(at).resources.iter().map(|(id, it)| Line {
        action: Action::Add,
        address: it.address.clone(),
        id: id.clone(),
        kind: it.kind.to_owned(),
        properties: Vec::new(),
        blocked: false,
        loses_data: false,
    });
    resources.collect()
}

/// Types whose deletion loses data. Of what drc calls stateful the logs are not among them, which go with whatever wrote
/// them, nor an Aurora instance: its cluster holds the data.
pub const HOLD_DATA: &[&str] = &[
    "AWS::Backup::BackupVault",
    "AWS::DynamoDB::GlobalTable",
    "AWS::Events::Archive",
    "AWS::KMS::Key",
    "AWS::KMS::ReplicaKey",
    "AWS::RDS::DBCluster",
    "AWS::RDS::GlobalCluster",
    "AWS::S3::Bucket",
    "AWS::SQS::Queue",
    "AWS::SecretsManager::Secret",
];

/// The lines of a change set. What leaves one stack and comes up in another is a replacement, though CloudFormation sees
/// two changes: it deletes here and creates there.
pub(crate) fn lines(run: &Run, at: usize, changes: &[Change]) -> Vec<Line> {
    let stack = run.stack(at);
    let line = |change: &Change| {
        let elsewhere = run.system.elsewhere(&stack.entry, &change.id);
        let action = match (change.action.as_str(), change.replacement.as_str()) {
            ("Add", _) => Action::Add,
            ("Remove", _) if elsewhere.is_some() => Action::Replace,
            ("Remove", _) => Action::Delete,
            ("Import", _) => Action::Import,
            (_, "True") => Action::Replace,
            // A change that CloudFormation cannot foresee may be anything.
            (_, "Conditional") | ("Dynamic", _) => Action::MayReplace,
            _ => Action::Modify,
        };
        let resource = stack.resources.get(&change.id).or(elsewhere);
        // What the spec no longer has is looked up by its type: the graph has forgotten it.
        let stateful = resource.map_or_else(|| HOLD_DATA.contains(&&*change.kind), |it| it.stateful);
        let address = resource.map_or_else(|| change.id.clone(), |it| it.address.clone());
        let loses_data = stateful
            && match action {
                Action::Replace | Action::MayReplace => true,
                Action::Delete => !change.retained,
                Action::Add | Action::Modify | Action::Import => false,
            };
        Line {
            action,
            blocked: loses_data && !run.options.allow_replace.contains(&address),
            loses_data,
            address,
            id: change.id.clone(),
            kind: change.kind.clone(),
            properties: change.properties.clone(),
        }
    };
    changes.iter().map(line).collect()
}

impl Foreseen {
    /// What changes.
    pub fn lines(&self) -> &[Line] {
        match self {
            Foreseen::Create(lines) | Foreseen::Change(lines) | Foreseen::Later { lines, .. } => lines,
            Foreseen::Nothing | Foreseen::Busy(_) | Foreseen::Anew(_) | Foreseen::Unknown(_) => &[],
        }
    }

    pub(crate) fn word(&self) -> &'static str {
        match self {
            Foreseen::Create(_) => "create",
            Foreseen::Change(_) => "change",
            Foreseen::Nothing => "nothing",
            Foreseen::Later { .. } => "later",
            Foreseen::Busy(_) => "busy",
            Foreseen::Anew(_) => "anew",
            Foreseen::Unknown(_) => "unknown",
        }
    }
}

impl Plan {
    /// Nothing would change.
    pub fn is_empty(&self) -> bool {
        self.stacks.iter().all(|(.., it)| *it == Foreseen::Nothing)
    }

    /// Resources whose data would be lost without anybody having said so.
    pub fn blocked(&self) -> Vec<&Line> {
        self.stacks.iter().flat_map(|(.., it)| it.lines()).filter(|it| it.blocked).collect()
    }

    /// Stacks that nothing can be said of, or that only a person can mend.
    pub fn failures(&self) -> Vec<&Failure> {
        let failure = |it: &'_ (String, String, Foreseen)| matches!(it.2, Foreseen::Unknown(_));
        let failed = self.stacks.iter().filter(|it| failure(it));
        failed.filter_map(|(.., it)| if let Foreseen::Unknown(why) = it { Some(why) } else { None }).collect()
    }

    /// For people.
    pub fn text(&self) -> String {
        let mut text = format!("{} in account {}\n", self.title, self.account);
        for (name, region, foreseen) in &self.stacks {
            text.push_str(&format!("\n{name}  {region}  "));
            match foreseen {
                Foreseen::Create(_) => text.push_str("is created\n"),
                Foreseen::Change(_) => text.push_str("changes\n"),
                Foreseen::Nothing => text.push_str("stays as it is\n"),
                Foreseen::Later { needs, lines } if lines.is_empty() => {
                    text.push_str(&format!("changes once it is known what {} say\n", needs.join(", ")));
                }
                Foreseen::Later { needs, .. } => {
                    text.push_str(&format!("is created after {}\n", needs.join(", ")));
                }
                Foreseen::Busy(status) => text.push_str(&format!("{}\n", status.says())),
                Foreseen::Anew(status) => {
                    text.push_str(&format!(
                        "{}: it is deleted, after asking, and created anew\n",
                        status.says()
                    ));
                }
                Foreseen::Unknown(failure) => text.push_str(&format!("cannot be said\n{}", failure.text())),
            }
            foreseen.lines().iter().for_each(|line| text.push_str(&line.text()));
        }
        text.push_str(&format!("\n{}\n", self.summary()));
        text
    }

    /// `12 to add, 1 to replace`
    fn summary(&self) -> String {
        const ACTIONS: [Action; 6] = [
            Action::Add,
            Action::Modify,
            Action::Replace,
            Action::MayReplace,
            Action::Delete,
            Action::Import,
        ];
        let all = || self.stacks.iter().flat_map(|(.., it)| it.lines());
        let count = |action: Action| match all().filter(|it| it.action == action).count() {
            0 => None,
            many => Some(format!("{many} to {}", action.word())),
        };
        let counts: Vec<String> = ACTIONS.into_iter().filter_map(count).collect();
        let counts = if counts.is_empty() { "nothing to do".to_owned() } else { counts.join(", ") };
        match self.blocked().len() {
            0 => counts,
            many => format!("{counts}; {many} would lose data and block the deployment"),
        }
    }

    /// For machines.
    pub fn json(&self) -> Value {
        json::plan(self)
    }
}

impl Line {
    fn text(&self) -> String {
        let properties = match (self.action, self.properties.as_slice()) {
            (Action::Add | Action::Delete, _) | (_, []) => String::new(),
            (_, properties) => format!(": {}", properties.join(", ")),
        };
        let warning = match (self.loses_data, self.blocked) {
            (true, true) => format!("  LOSES DATA; --allow-replace {} permits it", self.address),
            (true, false) => "  loses data".to_owned(),
            (false, _) => String::new(),
        };
        format!(
            "  {:<2} {}  {} {}{properties}{warning}\n",
            self.action.sign(),
            self.address,
            self.id,
            self.kind
        )
    }
}
