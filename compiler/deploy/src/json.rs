//! What `plan`, `deploy`, `status`, `drift` and `destroy` tell machines: one object each.
//!
//! The types are the format: `drc schema --of deploy` is made of them. A field may be added to version 1; none is renamed,
//! removed or given another meaning.

use crate::drift::{self, Compared};
use crate::plan::{self, Foreseen};
use crate::report::{self, End};
use crate::state::Status;
use crate::status::{self, Health};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;
use serde_json::{Value, json};

/// The version of the format.
pub(crate) const VERSION: u8 = 1;

/// What would happen.
#[derive(Serialize, JsonSchema)]
struct Plan<'r> {
    /// Of this format.
    #[schemars(extend("const" = 1))]
    version: u8,
    /// `plan`: also what `deploy` prints where it refuses the plan.
    #[schemars(extend("const" = "plan"))]
    command: &'static str,
    /// System and environment: `payments (dev)`.
    system: &'r str,
    /// The account it is about.
    account: &'r str,
    /// How many resources would lose data that nobody permitted to be lost: with one, nothing is deployed.
    blocked: usize,
    /// By deployment order.
    stacks: Vec<PlannedStack<'r>>,
}

/// What would happen to a stack.
#[derive(Serialize, JsonSchema)]
struct PlannedStack<'r> {
    /// Its name.
    stack: &'r str,
    /// Its Region.
    region: &'r str,
    /// `create`, `change`, `nothing`, `later` (it needs values that other stacks have yet to say), `busy` (CloudFormation is
    /// at work on it), `anew` (its creation failed: it is deleted and created), `unknown`.
    foreseen: &'static str,
    /// What would be done, as far as it can be said.
    changes: Vec<Change<'r>>,
    /// The stacks it waits for, where it is `later`.
    #[serde(skip_serializing_if = "Option::is_none")]
    needs: Option<&'r [String]>,
    /// CloudFormation's status, where it is `busy` or `anew`.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
    /// Why nothing can be said, where it is `unknown`.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'r str>,
}

/// What would be done to a resource.
#[derive(Serialize, JsonSchema)]
struct Change<'r> {
    /// `add`, `modify`, `replace`, `may-replace`, `delete`, `import`.
    action: &'static str,
    /// The service of the spec: `table.payments`; the logical id of what the spec no longer has.
    address: &'r str,
    /// Logical id.
    id: &'r str,
    /// `AWS::DynamoDB::GlobalTable`
    r#type: &'r str,
    /// Properties that differ.
    properties: &'r [String],
    /// Data would be lost.
    loses_data: bool,
    /// Data would be lost, and `--allow-replace` does not name it.
    blocked: bool,
}

/// How `deploy` or `destroy` ended.
#[derive(Serialize, JsonSchema)]
struct Ended<'r> {
    /// Of this format.
    #[schemars(extend("const" = 1))]
    version: u8,
    /// `deploy`, `destroy`.
    command: &'static str,
    /// Name of the system.
    system: &'r str,
    /// Name of the environment.
    environment: &'r str,
    /// Every stack is as it should be.
    ok: bool,
    /// In the order of deployment.
    stacks: Vec<EndedStack<'r>>,
}

/// What became of a stack.
#[derive(Serialize, JsonSchema)]
struct EndedStack<'r> {
    /// Its name.
    stack: &'r str,
    /// Its Region.
    region: &'r str,
    /// `created`, `changed`, `unchanged`, `deleted`, `absent`; `failed`, `held` (not begun: one that it needs is not through),
    /// `gated` (not begun: a person comes first), `stopped` (not begun: somebody asked to stop).
    end: &'static str,
    /// What went wrong, where it is `failed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<Failure<'r>>,
    /// The stack it waits for, where it is `held`.
    #[serde(skip_serializing_if = "Option::is_none")]
    waits_for: Option<&'r str>,
    /// What a person must do first, where it is `gated`.
    #[serde(skip_serializing_if = "Option::is_none")]
    by_hand: Option<&'r str>,
}

/// Nothing was to do, or somebody said no.
#[derive(Serialize, JsonSchema)]
struct Nothing<'r> {
    /// Of this format.
    #[schemars(extend("const" = 1))]
    version: u8,
    /// `deploy`, `destroy`.
    command: &'static str,
    /// Name of the system.
    system: &'r str,
    /// Name of the environment.
    environment: &'r str,
    /// Everything is as it should be: `end` is `nothing`.
    ok: bool,
    /// `nothing`, `declined`.
    end: &'static str,
}

/// The command could not run.
#[derive(Serialize, JsonSchema)]
struct NotRun<'r> {
    /// Of this format.
    #[schemars(extend("const" = 1))]
    version: u8,
    /// Never.
    ok: bool,
    /// Why.
    failure: Failure<'r>,
}

/// What went wrong.
#[derive(Serialize, JsonSchema)]
struct Failure<'r> {
    /// In one sentence.
    what: &'r str,
    /// CloudFormation's status of the stack; null where it could not be asked.
    status: Option<&'static str>,
    /// What failed by itself.
    causes: Vec<Cause<'r>>,
    /// What to type next.
    next: &'r str,
}

/// A resource that failed.
#[derive(Serialize, JsonSchema)]
struct Cause<'r> {
    /// The service of the spec: `table.payments`.
    address: &'r str,
    /// Logical id.
    id: &'r str,
    /// `AWS::DynamoDB::GlobalTable`
    r#type: &'r str,
    /// `CREATE_FAILED`
    status: &'r str,
    /// AWS's reason in full.
    reason: &'r str,
}

/// How every Region stands.
#[derive(Serialize, JsonSchema)]
struct State<'r> {
    /// Of this format.
    #[schemars(extend("const" = 1))]
    version: u8,
    /// `status`
    #[schemars(extend("const" = "status"))]
    command: &'static str,
    /// System and environment: `payments (dev)`.
    system: &'r str,
    /// The primary first.
    regions: Vec<RegionState<'r>>,
}

/// How a Region stands.
#[derive(Serialize, JsonSchema)]
struct RegionState<'r> {
    /// Its code.
    region: &'r str,
    /// `complete`, `partial`, `absent`, `busy`, `failed`, `unreachable`.
    health: &'static str,
    /// Its stacks, where it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    stacks: Option<Vec<StackState<'r>>>,
    /// Why it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'r str>,
}

/// How a stack stands.
#[derive(Serialize, JsonSchema)]
struct StackState<'r> {
    /// Its name.
    stack: &'r str,
    /// CloudFormation's status; null where there is none.
    status: Option<&'static str>,
    /// Since when, as AWS says it.
    since: Option<&'r str>,
    /// AWS's reason, if it gives one.
    reason: Option<&'r str>,
}

/// What differs from what was deployed, and from the spec.
#[derive(Serialize, JsonSchema)]
struct Drift<'r> {
    /// Of this format.
    #[schemars(extend("const" = 1))]
    version: u8,
    /// `drift`
    #[schemars(extend("const" = "drift"))]
    command: &'static str,
    /// System and environment: `payments (dev)`.
    system: &'r str,
    /// Nothing differs, and everything could be compared.
    ok: bool,
    /// What CloudFormation says.
    stacks: Vec<DriftedStack<'r>>,
    /// Figures of the budget that are not those of the spec.
    budget: Vec<Deviation<'r>>,
    /// What could not be asked.
    unknown: Vec<Unknown<'r>>,
}

/// What CloudFormation says of a stack.
#[derive(Serialize, JsonSchema)]
struct DriftedStack<'r> {
    /// Its name.
    stack: &'r str,
    /// Its Region.
    region: &'r str,
    /// `none`, `some`, `absent`, `unknown`.
    drift: &'static str,
    /// What differs, where something does.
    #[serde(skip_serializing_if = "Option::is_none")]
    resources: Option<Vec<DriftedResource<'r>>>,
    /// Why it is `unknown`.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

/// A resource that is not as it was deployed.
#[derive(Serialize, JsonSchema)]
struct DriftedResource<'r> {
    /// The service of the spec: `table.payments`.
    address: &'r str,
    /// Logical id.
    id: &'r str,
    /// `AWS::DynamoDB::GlobalTable`
    r#type: &'r str,
    /// It is gone.
    deleted: bool,
    /// Its properties that differ.
    properties: Vec<DriftedProperty<'r>>,
}

/// A property that is not as it was deployed.
#[derive(Serialize, JsonSchema)]
struct DriftedProperty<'r> {
    /// `/HealthCheckConfig/RequestInterval`
    path: &'r str,
    /// As it was deployed.
    deployed: &'r str,
    /// As it is.
    found: &'r str,
}

/// A figure of the budget that is not the spec's.
#[derive(Serialize, JsonSchema)]
struct Deviation<'r> {
    /// The service of the spec: `traffic`.
    address: &'r str,
    /// Logical id.
    id: &'r str,
    /// Where it stands.
    region: &'r str,
    /// `interval`, `ttl`, …
    figure: &'r str,
    /// As the spec has it.
    wanted: &'r str,
    /// As it is.
    found: &'r str,
    /// What that does to the budget.
    means: &'r str,
}

/// What could not be asked.
#[derive(Serialize, JsonSchema)]
struct Unknown<'r> {
    /// The service of the spec.
    address: &'r str,
    /// Why not.
    why: String,
}

/// Whatever these types hold, JSON can say.
fn value(it: &impl Serialize) -> Value {
    serde_json::to_value(it).unwrap_or_default()
}

pub(crate) fn plan(it: &plan::Plan) -> Value {
    value(&Plan {
        version: VERSION,
        command: "plan",
        system: &it.title,
        account: &it.account,
        blocked: it.blocked().len(),
        stacks: it.stacks.iter().map(planned).collect(),
    })
}

fn planned((stack, region, foreseen): &(String, String, Foreseen)) -> PlannedStack<'_> {
    let mut said = PlannedStack {
        stack,
        region,
        foreseen: foreseen.word(),
        changes: foreseen.lines().iter().map(change).collect(),
        needs: None,
        status: None,
        why: None,
    };
    match foreseen {
        Foreseen::Later { needs, .. } => said.needs = Some(needs),
        Foreseen::Busy(status) | Foreseen::Anew(status) => said.status = Some(status.text()),
        Foreseen::Unknown(failure) => said.why = Some(&failure.what),
        Foreseen::Create(_) | Foreseen::Change(_) | Foreseen::Nothing => {}
    }
    said
}

fn change(it: &plan::Line) -> Change<'_> {
    let plan::Line { action, address, id, kind, properties, blocked, loses_data } = it;
    let (action, r#type) = (action.word(), kind);
    Change { action, address, id, r#type, properties, loses_data: *loses_data, blocked: *blocked }
}

pub(crate) fn ended(it: &report::Report) -> Value {
    value(&Ended {
        version: VERSION,
        command: it.command,
        system: &it.system,
        environment: &it.environment,
        ok: it.is_good(),
        stacks: it.stacks.iter().map(ended_stack).collect(),
    })
}

fn ended_stack((stack, region, end): &(String, String, End)) -> EndedStack<'_> {
    let mut said =
        EndedStack { stack, region, end: end.word(), failure: None, waits_for: None, by_hand: None };
    match end {
        End::Failed(it) => said.failure = Some(failure(it)),
        End::Held(by) => said.waits_for = Some(by),
        End::Gated(todo) => said.by_hand = Some(todo),
        End::Created | End::Changed | End::Unchanged | End::Deleted | End::Absent | End::Stopped => {}
    }
    said
}

/// `deploy` or `destroy` with nothing to do, or with somebody who said no.
pub fn without_a_run(command: &'static str, system: &str, environment: &str, end: &'static str) -> Value {
    value(&Nothing { version: VERSION, command, system, environment, ok: end == "nothing", end })
}

/// A command that could not run.
pub fn not_run(it: &report::Failure) -> Value {
    value(&NotRun { version: VERSION, ok: false, failure: failure(it) })
}

fn failure(it: &report::Failure) -> Failure<'_> {
    Failure {
        what: &it.what,
        status: it.status.map(Status::text),
        causes: it.causes.iter().map(cause).collect(),
        next: &it.next,
    }
}

fn cause(it: &report::Cause) -> Cause<'_> {
    let report::Cause { address, id, kind, status, reason } = it;
    Cause { address, id, r#type: kind, status, reason }
}

pub(crate) fn state(it: &status::State) -> Value {
    value(&State {
        version: VERSION,
        command: "status",
        system: &it.title,
        regions: it.regions.iter().map(region).collect(),
    })
}

fn region((region, health): &(String, Health)) -> RegionState<'_> {
    let (stacks, why) = match health {
        Health::Unreachable(why) => (None, Some(why.as_str())),
        Health::Answers(standings) => (Some(standings.iter().map(standing).collect()), None),
    };
    RegionState { region, health: health.word(), stacks, why }
}

fn standing(it: &status::Standing) -> StackState<'_> {
    let (since, reason) = (it.since.as_deref(), it.reason.as_deref());
    StackState { stack: &it.stack, status: it.status.map(Status::text), since, reason }
}

pub(crate) fn drift(it: &drift::Drift) -> Value {
    value(&Drift {
        version: VERSION,
        command: "drift",
        system: &it.title,
        ok: it.is_good(),
        stacks: it.stacks.iter().map(drifted).collect(),
        budget: it.budget.iter().map(deviation).collect(),
        unknown: it.unsaid.iter().map(|(address, why)| Unknown { address, why: why.to_string() }).collect(),
    })
}

fn deviation(it: &drift::Deviation) -> Deviation<'_> {
    let drift::Deviation { address, id, region, figure, wanted, found, means } = it;
    Deviation { address, id, region, figure, wanted, found, means }
}

fn drifted((stack, region, compared): &(String, String, Compared)) -> DriftedStack<'_> {
    let (drift, resources, why) = match compared {
        Compared::Same => ("none", None, None),
        Compared::Absent => ("absent", None, None),
        Compared::Unsaid(fault) => ("unknown", None, Some(fault.to_string())),
        Compared::Differs(all) => ("some", Some(all.iter().map(difference).collect()), None),
    };
    DriftedStack { stack, region, drift, resources, why }
}

fn difference(it: &drift::Difference) -> DriftedResource<'_> {
    let drift::Difference { address, id, kind, deleted, properties } = it;
    let properties = properties.iter().map(property).collect();
    DriftedResource { address, id, r#type: kind, deleted: *deleted, properties }
}

fn property((path, deployed, found): &(String, String, String)) -> DriftedProperty<'_> {
    DriftedProperty { path, deployed, found }
}

/// The JSON Schema of all of it.
pub fn json_schema() -> Value {
    // As it is written: what may be null is there all the same.
    let mut generator = SchemaSettings::draft07().for_serialize().into_generator();
    let any = [
        generator.subschema_for::<Plan<'_>>(),
        generator.subschema_for::<Ended<'_>>(),
        generator.subschema_for::<Nothing<'_>>(),
        generator.subschema_for::<NotRun<'_>>(),
        generator.subschema_for::<State<'_>>(),
        generator.subschema_for::<Drift<'_>>(),
    ];
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "drc plan, deploy, status, drift and destroy with --format json, version 1",
        "anyOf": any,
        "definitions": generator.take_definitions(true),
    })
}
