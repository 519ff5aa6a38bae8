//! What every command works with: the system, the account, whoever sits in front, and what has been found out so far.

use crate::artefacts;
use crate::client::{Aws, Caller, Client, Described, Setting};
use crate::fault::Fault;
use crate::front::{Doing, Event, Front};
use crate::report::{Cause, Failure};
use crate::state::Status;
use crate::system::{Stack, System};
use drc_cloudformation::{CODE_BUCKET, Source};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tokio::sync::Mutex;

/// What may be done, and to what.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// `--only`: `primary`, `secondary` or a Region; nothing for all.
    pub only: Option<String>,
    /// `--allow-replace`: addresses whose data may be lost.
    pub allow_replace: BTreeSet<String>,
    /// `--gates-done`: what stacks ask a person for is done.
    pub gates_done: bool,
    /// `--empty-buckets`: what buckets hold may be deleted.
    pub empty_buckets: bool,
    /// Values that whoever deploys hands over, by the name of their environment variable.
    pub inputs: BTreeMap<String, String>,
}

/// A run of a command.
pub struct Run {
    /// What is to be deployed.
    pub system: Arc<System>,
    pub(crate) aws: Aws,
    pub(crate) caller: Caller,
    pub(crate) front: Arc<dyn Front>,
    pub(crate) options: Options,
    /// Outputs of stacks that are through.
    outputs: Mutex<BTreeMap<String, BTreeMap<String, String>>>,
    /// Regions that did not answer: nobody waits for them twice.
    lost: Mutex<BTreeMap<String, Fault>>,
    /// Artefact buckets that are ready, by Region; whether this run made them. Locked while one is made.
    buckets: Mutex<BTreeMap<String, bool>>,
    /// What somebody said of gates: whether they are passed.
    gates: std::sync::Mutex<BTreeMap<usize, bool>>,
    /// Change sets this run has seen through.
    change_sets: std::sync::Mutex<BTreeSet<String>>,
}

impl Run {
    /// Finds out whose credentials these are, and refuses an account that is not the spec's.
    ///
    /// # Errors
    /// As a sentence with what to type next.
    pub async fn begin(
        system: Arc<System>,
        aws: Aws,
        front: Arc<dyn Front>,
        options: Options,
    ) -> Result<Arc<Run>, Failure> {
        let caller = aws.caller(&system.regions).await?;
        if let Some(wanted) = system.account.as_ref().filter(|it| **it != caller.account) {
            return Err(Failure::plain(
                format!("the spec is for account {wanted}, and the credentials are for {}", caller.account),
                "AWS_PROFILE of the right account, or system.account in the spec",
            ));
        }
        Ok(Arc::new(Run {
            system,
            aws,
            caller,
            front,
            options,
            outputs: Mutex::default(),
            lost: Mutex::default(),
            buckets: Mutex::default(),
            gates: std::sync::Mutex::default(),
            change_sets: std::sync::Mutex::default(),
        }))
    }

    /// The stacks that `--only` chooses.
    ///
    /// # Errors
    /// It chooses none.
    pub fn chosen(&self) -> Result<BTreeSet<usize>, Failure> {
        let Some(only) = &self.options.only else { return Ok((0..self.system.stacks.len()).collect()) };
        let home = self.system.regions.first();
        let wanted = |region: &String| match only.as_str() {
            "primary" => Some(region) == home,
            "secondary" => Some(region) != home,
            code => region == code,
        };
        let stacks = self.system.stacks.iter().enumerate();
        let chosen: BTreeSet<usize> =
            stacks.filter(|(_, it)| wanted(&it.entry.region)).map(|(at, _)| at).collect();
        if chosen.is_empty() {
            let regions = self.system.regions.join(", ");
            return Err(Failure::plain(
                format!("`{only}` is no Region of {}", self.system.title()),
                format!("--only primary, secondary or one of {regions}"),
            ));
        }
        Ok(chosen)
    }

    /// By these drc knows what it made.
    pub(crate) fn tags(&self) -> BTreeMap<String, String> {
        tags(&self.system)
    }

    pub(crate) fn stack(&self, at: usize) -> &Stack {
        &self.system.stacks[at]
    }

    pub(crate) fn client(&self, at: usize) -> Result<&Client, Fault> {
        self.aws.client(&self.stack(at).entry.region)
    }

    pub(crate) fn is_ours(&self, found: &Described) -> bool {
        self.tags().iter().all(|(key, value)| found.tags.get(key) == Some(value))
    }

    /// A stack of this name that drc did not make.
    pub(crate) fn foreign(&self, at: usize) -> Failure {
        let entry = &self.stack(at).entry;
        Failure::plain(
            format!(
                "there is a stack {} in {} that drc did not make: it lacks drc's tags",
                entry.name, entry.region
            ),
            "delete or rename that stack, or give the system or the environment another name",
        )
    }

    pub(crate) fn note(&self, text: &str) {
        self.front.tell(Event::Note(text));
    }

    pub(crate) fn bucket_name(&self, region: &str) -> String {
        artefacts::bucket(&self.system.name, &self.system.environment, &self.caller.account, region)
    }

    /// Whether this run knows a change set already; it does from now on.
    pub(crate) fn has_made(&self, change_set: &str) -> bool {
        self.change_sets.lock().is_ok_and(|mut it| !it.insert(change_set.to_owned()))
    }

    /// What was said of a gate, if it was asked.
    pub(crate) fn gate(&self, gate: usize) -> Option<bool> {
        self.gates.lock().ok()?.get(&gate).copied()
    }

    pub(crate) fn answered(&self, gate: usize, open: bool) {
        if let Ok(mut gates) = self.gates.lock() {
            gates.insert(gate, open);
        }
    }

    /// The artefact bucket of a Region, made if need be.
    pub(crate) async fn bucket(&self, client: &Client) -> Result<String, Fault> {
        let name = self.bucket_name(&client.region);
        // Held while it is made: stacks of a Region go side by side and need the same one.
        let mut buckets = self.buckets.lock().await;
        if !buckets.contains_key(&client.region) {
            let made = artefacts::ensure(client, &name, &self.tags()).await?;
            buckets.insert(client.region.clone(), made);
        }
        Ok(name)
    }

    /// Regions in which this run made the artefact bucket.
    pub(crate) async fn made_buckets(&self) -> Vec<String> {
        let buckets = self.buckets.lock().await;
        buckets.iter().filter(|(_, made)| **made).map(|(region, _)| region.clone()).collect()
    }

    /// Remembers what a stack that is through has to say.
    pub(crate) async fn remember(&self, stack: &str, found: &Described) {
        self.outputs.lock().await.insert(stack.to_owned(), found.outputs.clone());
    }

    /// An output of another stack; `None` if that stack does not stand or has no such output.
    pub(crate) async fn output(&self, source: &Source) -> Result<Option<String>, Fault> {
        if let Some(known) = self.outputs.lock().await.get(&source.stack) {
            return Ok(known.get(&source.output).cloned());
        }
        let Some(at) = self.system.position(&source.stack) else { return Ok(None) };
        let region = &self.stack(at).entry.region;
        if let Some(fault) = self.lost.lock().await.get(region) {
            return Err(fault.clone());
        }
        match self.aws.probe(region)?.stack(&source.stack).await {
            Ok(None) => Ok(None),
            Ok(Some(found)) => Ok(found.outputs.get(&source.output).cloned()),
            Err(fault) => {
                if matches!(fault, Fault::Unreachable { .. }) {
                    self.lost.lock().await.insert(region.clone(), fault.clone());
                }
                Err(fault)
            }
        }
    }

    /// What a stack's parameters are set to.
    pub(crate) async fn settings(
        &self,
        at: usize,
        stands: bool,
    ) -> Result<BTreeMap<String, Setting>, Failure> {
        let entry = &self.stack(at).entry;
        let mut settings = BTreeMap::new();
        for (name, source) in &entry.parameters {
            let setting = match self.output(source).await {
                Ok(Some(value)) => Setting::Value(value),
                Ok(None) => return Err(missing(name, source, self.options.only.is_some())),
                // Static stability: a stack that stands keeps what it knows of the lost Region.
                Err(Fault::Unreachable { .. }) if stands => Setting::Previous,
                Err(fault) => return Err(fault.into()),
            };
            settings.insert(name.clone(), setting);
        }
        for (name, variable) in &entry.inputs {
            let setting = match self.options.inputs.get(variable) {
                Some(value) => Setting::Secret(value.clone()),
                None if stands => Setting::Previous,
                None => {
                    return Err(Failure::plain(
                        format!(
                            "the environment variable {variable} is not set, and {} needs it",
                            entry.name
                        ),
                        format!("{variable}=… before the same command; drc shows it to nobody"),
                    ));
                }
            };
            settings.insert(name.clone(), setting);
        }
        if !entry.assets.is_empty() {
            settings.insert(CODE_BUCKET.to_owned(), Setting::Value(self.bucket_name(&entry.region)));
        }
        Ok(settings)
    }

    /// Waits for CloudFormation to end what it does to a stack, and tells what it says meanwhile. `None`: the stack
    /// is gone.
    pub(crate) async fn watch(&self, at: usize, id: &str) -> Result<Option<Described>, Fault> {
        let client = self.client(at)?;
        let (mut told, mut pace) = (BTreeSet::new(), client.patience.pace());
        loop {
            // Status first: what happened before it was asked for is among the events then.
            let found = client.stack(id).await?;
            self.tell_new(at, id, &mut told).await?;
            match found {
                None => return Ok(None),
                // Right after the execution the status may still be that of before.
                Some(it) if it.status.is_working() || it.status == Status::ReviewInProgress => {
                    pace.pause().await;
                }
                Some(it) => return Ok(Some(it)),
            }
        }
    }

    async fn tell_new(&self, at: usize, id: &str, told: &mut BTreeSet<String>) -> Result<(), Fault> {
        let stack = self.stack(at);
        let occurrences = self.client(at)?.occurrences(id).await?;
        let through: BTreeSet<&str> = occurrences
            .iter()
            .filter(|it| !it.of_stack && it.status.ends_with("_COMPLETE"))
            .map(|it| it.id.as_str())
            .collect();
        let done = through.len();
        for it in occurrences.iter().filter(|it| !it.of_stack) {
            if told.insert(it.event.clone()) {
                self.front.tell(Event::Happened {
                    stack: &stack.entry.name,
                    address: &self.system.address(&stack.entry.name, &it.id),
                    id: &it.id,
                    status: &it.status,
                    reason: it.reason.as_deref(),
                    done,
                });
            }
        }
        Ok(())
    }

    /// What failed by itself in a stack's last operation.
    pub(crate) async fn causes(&self, at: usize, id: &str) -> Vec<Cause> {
        let stack = &self.stack(at).entry.name;
        let Ok(client) = self.client(at) else { return Vec::new() };
        let occurrences = client.occurrences(id).await.unwrap_or_default();
        let causes = occurrences.into_iter().filter(|it| it.is_cause()).map(|it| Cause {
            address: self.system.address(stack, &it.id),
            id: it.id,
            kind: it.kind,
            status: it.status,
            reason: it.reason.unwrap_or_else(|| "AWS gives no reason".to_owned()),
        });
        causes.collect()
    }

    /// Says who is at work on a stack.
    pub(crate) async fn in_the_way(&self, at: usize, found: &Described) {
        let entry = &self.stack(at).entry;
        let Ok(client) = self.client(at) else { return };
        let set = match &found.change_set {
            Some(id) => client.change_set(&found.id, id).await.ok().flatten(),
            None => None,
        };
        let begun = client.occurrences(&found.id).await.unwrap_or_default();
        let since = begun.first().and_then(|it| it.since.clone()).or_else(|| found.since.clone());
        let who = set.map(|it| it.description).filter(|it| !it.is_empty());
        self.front.tell(Event::InTheWay {
            stack: &entry.name,
            region: &entry.region,
            status: found.status,
            who: who.as_deref().unwrap_or("somebody who did not use drc"),
            since: since.as_deref().unwrap_or("an unknown time"),
        });
        self.front.tell(Event::Began {
            stack: &entry.name,
            region: &entry.region,
            doing: Doing::Wait,
            resources: self.stack(at).resources.len(),
        });
    }
}

/// By these drc knows what it made.
pub(crate) fn tags(system: &System) -> BTreeMap<String, String> {
    BTreeMap::from([
        ("drc:system".to_owned(), system.name.clone()),
        ("drc:environment".to_owned(), system.environment.clone()),
    ])
}

/// `only`: the stack it comes from was not among those of this run.
fn missing(parameter: &str, source: &Source, only: bool) -> Failure {
    Failure::plain(
        format!(
            "the parameter {parameter} comes from the output {} of {}, which does not have it",
            source.output, source.stack
        ),
        if only {
            "the same command without --only: the stack it comes from is older than the spec, or was deleted"
        } else {
            "`drc status`: somebody changed or deleted the stack it comes from while this ran; then the same command"
        },
    )
}
