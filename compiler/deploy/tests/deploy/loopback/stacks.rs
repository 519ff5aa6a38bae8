//! CloudFormation: change sets, operations that take their time, events, rollbacks.

use super::World;
use super::http::{Request, Response};
use super::wire;
use drc_deploy::{Next, Status};
use std::collections::{BTreeMap, BTreeSet};

/// A stack, as CloudFormation holds it.
#[derive(Clone, Debug)]
pub struct Held {
    pub id: String,
    pub status: Status,
    pub reason: Option<String>,
    pub parameters: BTreeMap<String, String>,
    pub outputs: BTreeMap<String, String>,
    pub tags: BTreeMap<String, String>,
    /// Logical id to type and fingerprint.
    pub resources: BTreeMap<String, (String, String)>,
    pub change_sets: BTreeMap<String, ChangeSet>,
    pub last_change_set: Option<String>,
    pub executed: BTreeMap<String, ChangeSet>,
    pub events: Vec<Event>,
    pub operation: Option<Operation>,
    pub tokens: BTreeSet<String>,
}

/// What is under way.
#[derive(Clone, Debug)]
pub struct Operation {
    pub ends_at: usize,
    pub then: Status,
    pub set: Option<ChangeSet>,
}

#[derive(Clone, Debug)]
pub struct ChangeSet {
    pub id: String,
    pub status: &'static str,
    pub reason: String,
    pub execution: &'static str,
    pub description: String,
    /// Logical id, type, action, whether it is replaced.
    pub changes: Vec<(String, String, &'static str, bool)>,
    parameters: BTreeMap<String, String>,
    tags: BTreeMap<String, String>,
    resources: BTreeMap<String, (String, String)>,
    outputs: BTreeSet<String>,
}

#[derive(Clone, Debug)]
pub struct Event {
    pub id: String,
    pub resource: String,
    pub physical: String,
    pub kind: String,
    pub status: String,
    pub reason: Option<String>,
}

impl World {
    /// Ends what has taken long enough.
    pub fn advance(&mut self) {
        let due: Vec<(String, String)> = self
            .stacks
            .iter()
            .filter(|(_, it)| it.operation.as_ref().is_some_and(|it| it.ends_at <= self.clock))
            .map(|(key, _)| key.clone())
            .collect();
        for key in due {
            self.finish(&key);
        }
    }

    fn takes(&self) -> usize {
        self.slowness.unwrap_or(4)
    }

    fn finish(&mut self, key: &(String, String)) {
        let Some(mut stack) = self.stacks.remove(key) else { return };
        let Some(operation) = stack.operation.take() else { return };
        let name = stack.name(&key.1);
        if let Some(set) = operation.set {
            let verb = if stack.resources.is_empty() { "CREATE" } else { "UPDATE" };
            let failing = set.changes.iter().find(|it| self.fails.contains_key(&it.0)).cloned();
            if let Some((id, kind, ..)) = failing {
                let reason = self.fails[&id].clone();
                stack.say(self.clock, &id, &kind, &format!("{verb}_FAILED"), Some(reason));
                let (begins, then) = match verb {
                    "CREATE" => (Status::RollbackInProgress, Status::RollbackComplete),
                    _ => (Status::UpdateRollbackInProgress, Status::UpdateRollbackComplete),
                };
                let why = format!("The following resource(s) failed: [{id}].");
                stack.turn(self.clock, &name, begins, Some(why));
                stack.operation = Some(Operation { ends_at: self.clock + self.takes(), then, set: None });
                self.stacks.insert(key.clone(), stack);
                return;
            }
            self.apply(key, &mut stack, set, verb);
        }
        stack.turn(self.clock, &name, operation.then, stack.reason.clone());
        if operation.then == Status::DeleteComplete {
            stack.resources.clear();
            stack.outputs.clear();
            self.stacks.insert((key.0.clone(), stack.id.clone()), stack);
        } else {
            self.stacks.insert(key.clone(), stack);
        }
    }

    fn apply(&mut self, key: &(String, String), stack: &mut Held, set: ChangeSet, verb: &str) {
        for (id, kind, action, replaced) in &set.changes {
            if *action == "Add" || *replaced {
                *self.made.entry((key.0.clone(), key.1.clone(), id.clone())).or_default() += 1;
            }
            stack.say(self.clock, id, kind, &format!("{verb}_COMPLETE"), None);
        }
        let said = set.outputs.iter().filter(|it| !self.silent_outputs.contains(*it));
        stack.outputs = said.map(|it| (it.clone(), format!("{}/{it}", key.1))).collect();
        stack.resources = set.resources;
        stack.parameters = set.parameters;
        stack.reason = None;
    }

    pub fn delete_under_our_feet(&mut self, request: &Request) {
        let wanted = request.form.get("StackName").cloned().unwrap_or_default();
        let found = self.key(&request.region, &wanted);
        if let Some(mut stack) = found.and_then(|key| self.stacks.remove(&key)) {
            stack.status = Status::DeleteComplete;
            stack.operation = None;
            self.stacks.insert((request.region.clone(), stack.id.clone()), stack);
        }
    }

    /// By name, or by ARN wherever it is.
    fn key(&self, region: &str, wanted: &str) -> Option<(String, String)> {
        let key = (region.to_owned(), wanted.to_owned());
        if self.stacks.contains_key(&key) {
            return Some(key);
        }
        self.stacks
            .iter()
            .find(|((it, _), held)| it == region && held.id == wanted)
            .map(|(key, _)| key.clone())
    }

    pub fn cloudformation(&mut self, request: &Request) -> Response {
        let asked = |name: &str| request.form.get(name).cloned().unwrap_or_default();
        let (call, wanted) = (request.call(), asked("StackName"));
        if call == "DescribeStackDriftDetectionStatus" {
            let stack = asked("StackDriftDetectionId");
            let result = [
                wire::tag("StackId", &stack),
                wire::tag("StackDriftDetectionId", &stack),
                wire::tag("DetectionStatus", "DETECTION_COMPLETE"),
                wire::tag("Timestamp", "2026-11-27T20:00:00Z"),
            ];
            return wire::ok(&call, &result.concat());
        }
        if call == "CreateChangeSet" {
            return self.create_change_set(request, &wanted);
        }
        let Some(key) = self.key(&request.region, &wanted) else {
            let absent = format!("Stack with id {wanted} does not exist");
            return wire::error(400, "ValidationError", &absent);
        };
        if call == "DescribeStackResourceDrifts" {
            return wire::drifts(self, &key);
        }
        let (clock, takes, name) = (self.clock, self.takes(), self.stacks[&key].name(&key.1));
        let Some(stack) = self.stacks.get_mut(&key) else { return wire::error(500, "InternalFailure", "") };
        match call.as_str() {
            "DescribeStacks" => wire::ok(&call, &wire::list("Stacks", [wire::stack(&name, stack)])),
            "DescribeStackEvents" => stack.told(&name, asked("NextToken").parse().unwrap_or(0)),
            "DescribeChangeSet" => {
                let set = asked("ChangeSetName");
                let page = asked("NextToken").parse().unwrap_or(0);
                let by_id = || stack.executed.values().find(|it| it.id == set);
                match stack.change_sets.get(&set).or_else(by_id) {
                    Some(found) => wire::ok(&call, &wire::change_set(&set, &name, found, page)),
                    None => {
                        wire::error(404, "ChangeSetNotFound", &format!("ChangeSet [{set}] does not exist"))
                    }
                }
            }
            "ListChangeSets" => {
                let summary = |it: &String| wire::tag("ChangeSetName", it);
                wire::ok(&call, &wire::list("Summaries", stack.change_sets.keys().map(summary)))
            }
            "DeleteChangeSet" => {
                stack.change_sets.remove(&asked("ChangeSetName"));
                wire::ok(&call, "")
            }
            "ListStackResources" => stack.listed(),
            "DetectStackDrift" => wire::ok(&call, &wire::tag("StackDriftDetectionId", &stack.id)),
            "ExecuteChangeSet" => stack.execute(clock, takes, &name, request),
            "DeleteStack" => {
                if stack.status != Status::DeleteComplete && stack.status != Status::DeleteInProgress {
                    stack.turn(clock, &name, Status::DeleteInProgress, None);
                    let then = Status::DeleteComplete;
                    stack.operation = Some(Operation { ends_at: clock + takes, then, set: None });
                }
                wire::ok(&call, "")
            }
            other => wire::error(400, "Unscripted", other),
        }
    }

    fn create_change_set(&mut self, request: &Request, name: &str) -> Response {
        let asked = |it: &str| request.form.get(it).cloned().unwrap_or_default();
        let key = (request.region.clone(), name.to_owned());
        self.serial += 1;
        let serial = self.serial;
        let new = asked("ChangeSetType") == "CREATE";
        let status = self.stacks.get(&key).map(|it| it.status);
        let fits = match status {
            None => new,
            Some(Status::ReviewInProgress) => new,
            Some(status) => !new && status.next() == Next::Change,
        };
        if !fits {
            let text = format!("Stack:{name} is in {} state", status.map_or("no", Status::text));
            return wire::error(400, "ValidationError", &text);
        }
        let body = match request.form.get("TemplateURL") {
            None => asked("TemplateBody"),
            Some(url) => match self.object(url) {
                Some(body) => body,
                None => {
                    return wire::error(400, "ValidationError", &format!("S3 error: {url} does not exist"));
                }
            },
        };
        let region = request.region.clone();
        let arn = || format!("arn:aws:cloudformation:{region}:123456789012:stack/{name}/{serial}");
        let stack = self.stacks.entry(key).or_insert_with(|| Held::new(arn()));
        let set_name = asked("ChangeSetName");
        if stack.change_sets.contains_key(&set_name) {
            return wire::error(
                400,
                "AlreadyExistsException",
                &format!("ChangeSet {set_name} already exists"),
            );
        }
        let id = format!("arn:aws:cloudformation:{region}:123456789012:changeSet/{set_name}/{serial}");
        let mut set = match stack.compare(request, &body, id) {
            Ok(set) => set,
            Err(why) => return wire::error(400, "ValidationError", &why),
        };
        for change in &mut set.changes {
            change.3 = change.2 == "Modify" && self.replaces.contains(&change.0);
        }
        if set.changes.is_empty() {
            let form = if self.other_words {
                "No updates are to be performed."
            } else {
                "The submitted information didn't contain changes. Submit different information to create a change set."
            };
            (set.status, set.execution, set.reason) = ("FAILED", "UNAVAILABLE", form.to_owned());
        }
        let created = wire::tag("Id", &set.id);
        stack.change_sets.insert(set_name, set);
        wire::ok("CreateChangeSet", &created)
    }

    fn object(&self, url: &str) -> Option<String> {
        let (host, key) = url.strip_prefix("https://")?.split_once('/')?;
        let object = self.buckets.get(host.split('.').next()?)?.objects.get(key)?;
        Some(String::from_utf8_lossy(object).into_owned())
    }
}

impl Held {
    /// A deleted stack is kept under its ARN, which holds its name.
    fn name(&self, key: &str) -> String {
        key.split('/').nth(1).unwrap_or(key).to_owned()
    }

    /// A page of events, the last ones first.
    fn told(&self, name: &str, page: usize) -> Response {
        let shown = self.events.iter().rev().skip(page * 20).take(20);
        let mut result = wire::list("StackEvents", shown.map(|it| wire::event(name, self, it)));
        if self.events.len() > (page + 1) * 20 {
            result.push_str(&wire::tag("NextToken", &(page + 1).to_string()));
        }
        wire::ok("DescribeStackEvents", &result)
    }

    fn listed(&self) -> Response {
        let summary = |(id, (kind, _)): (&String, &(String, String))| {
            [
                wire::tag("LogicalResourceId", id),
                wire::tag("PhysicalResourceId", &id.to_lowercase()),
                wire::tag("ResourceType", kind),
                wire::tag("ResourceStatus", "CREATE_COMPLETE"),
                wire::tag("LastUpdatedTimestamp", "2026-11-27T20:00:00Z"),
            ]
            .concat()
        };
        wire::ok(
            "ListStackResources",
            &wire::list("StackResourceSummaries", self.resources.iter().map(summary)),
        )
    }

    /// In review: there is a name and an ARN, and nothing in it.
    fn new(id: String) -> Held {
        Held {
            id,
            status: Status::ReviewInProgress,
            reason: None,
            parameters: BTreeMap::new(),
            outputs: BTreeMap::new(),
            tags: BTreeMap::new(),
            resources: BTreeMap::new(),
            change_sets: BTreeMap::new(),
            last_change_set: None,
            executed: BTreeMap::new(),
            events: Vec::new(),
            operation: None,
            tokens: BTreeSet::new(),
        }
    }

    pub fn say(&mut self, clock: usize, id: &str, kind: &str, status: &str, reason: Option<String>) {
        let event = format!("{}-{clock}-{}", self.id, self.events.len());
        self.events.push(Event {
            id: event,
            resource: id.to_owned(),
            physical: id.to_lowercase(),
            kind: kind.to_owned(),
            status: status.to_owned(),
            reason,
        });
    }

    fn turn(&mut self, clock: usize, name: &str, status: Status, reason: Option<String>) {
        self.say(clock, name, "AWS::CloudFormation::Stack", status.text(), reason.clone());
        if let Some(event) = self.events.last_mut() {
            event.physical.clone_from(&self.id);
        }
        (self.status, self.reason) = (status, reason);
    }

    fn execute(&mut self, clock: usize, takes: usize, name: &str, request: &Request) -> Response {
        let set_name = request.form.get("ChangeSetName").cloned().unwrap_or_default();
        let token = request.form.get("ClientRequestToken").cloned().unwrap_or_default();
        if self.tokens.contains(&token) {
            return wire::ok("ExecuteChangeSet", "");
        }
        let Some(set) = self.change_sets.get(&set_name).cloned() else {
            return wire::error(404, "ChangeSetNotFound", &format!("ChangeSet [{set_name}] does not exist"));
        };
        if self.operation.is_some() || set.execution != "AVAILABLE" {
            return wire::error(
                400,
                "InvalidChangeSetStatus",
                "ChangeSet cannot be executed in its current status",
            );
        }
        self.tokens.insert(token);
        let (begins, then) = if self.status == Status::ReviewInProgress {
            (Status::CreateInProgress, Status::CreateComplete)
        } else {
            (Status::UpdateInProgress, Status::UpdateComplete)
        };
        self.turn(clock, name, begins, Some("User Initiated".to_owned()));
        self.tags = set.tags.clone();
        self.last_change_set = Some(set.id.clone());
        self.executed.insert(set_name, set.clone());
        self.change_sets.clear();
        self.operation = Some(Operation { ends_at: clock + takes, then, set: Some(set) });
        wire::ok("ExecuteChangeSet", "")
    }

    fn compare(&self, request: &Request, body: &str, id: String) -> Result<ChangeSet, String> {
        let mut parameters = BTreeMap::new();
        let members = |list: &str, of: &str| {
            let key = |at: usize| format!("{list}.member.{at}.{of}");
            (1..).map_while(|at| request.form.get(&key(at)).cloned().map(|it| (at, it))).collect::<Vec<_>>()
        };
        for (at, name) in members("Parameters", "ParameterKey") {
            let value = request.form.get(&format!("Parameters.member.{at}.ParameterValue")).cloned();
            let value = match value.or_else(|| self.parameters.get(&name).cloned()) {
                Some(value) => value,
                None => {
                    return Err(format!(
                        "Invalid input for parameter key {name}. Cannot specify usePreviousValue as true"
                    ));
                }
            };
            parameters.insert(name, value);
        }
        let tags = members("Tags", "Key").into_iter();
        let tags = tags.map(|(at, key)| {
            (key, request.form.get(&format!("Tags.member.{at}.Value")).cloned().unwrap_or_default())
        });
        let sections = Sections::of(body);
        if let Some(missing) = sections.parameters.iter().find(|it| !parameters.contains_key(*it)) {
            return Err(format!("Parameters: [{missing}] must have values"));
        }
        let resources: BTreeMap<String, (String, String)> = sections
            .resources
            .into_iter()
            .map(|(id, kind, text)| {
                let used = parameters.iter().filter(|(name, _)| text.contains(name.as_str()));
                let used: Vec<String> = used.map(|(name, value)| format!("{name}={value}")).collect();
                (id, (kind, format!("{text}{}", used.join(";"))))
            })
            .collect();
        let mut changes = Vec::new();
        for (id, (kind, text)) in &resources {
            match self.resources.get(id) {
                None => changes.push((id.clone(), kind.clone(), "Add", false)),
                Some((_, former)) if former != text => {
                    changes.push((id.clone(), kind.clone(), "Modify", false));
                }
                Some(_) => {}
            }
        }
        let gone = self.resources.iter().filter(|(id, _)| !resources.contains_key(*id));
        changes.extend(gone.map(|(id, (kind, _))| (id.clone(), kind.clone(), "Remove", false)));
        Ok(ChangeSet {
            id,
            status: "CREATE_COMPLETE",
            reason: String::new(),
            execution: "AVAILABLE",
            description: request.form.get("Description").cloned().unwrap_or_default(),
            changes,
            parameters,
            tags: tags.collect(),
            resources,
            outputs: sections.outputs.into_iter().collect(),
        })
    }
}

/// What drc's templates say, read by their indentation: a section, a name below it, all else below that.
#[derive(Default)]
struct Sections {
    parameters: Vec<String>,
    /// Logical id, type, text.
    resources: Vec<(String, String, String)>,
    outputs: Vec<String>,
}

impl Sections {
    fn of(body: &str) -> Sections {
        let (mut sections, mut section) = (Sections::default(), "");
        for line in body.lines().filter(|it| !it.trim_start().starts_with('#') && !it.is_empty()) {
            let depth = line.len() - line.trim_start().len();
            let name = line.trim().trim_end_matches(':');
            match (section, depth) {
                (_, 0) => section = name,
                ("Parameters", 2) => sections.parameters.push(name.to_owned()),
                ("Outputs", 2) => sections.outputs.push(name.to_owned()),
                ("Resources", 2) => sections.resources.push((name.to_owned(), String::new(), String::new())),
                ("Resources", _) => {
                    if let Some((_, kind, text)) = sections.resources.last_mut() {
                        if let (4, Some(it)) = (depth, line.trim().strip_prefix("Type: ")) {
                            it.clone_into(kind);
                        }
                        text.push_str(line);
                    }
                }
                _ => {}
            }
        }
        sections
    }
}
