//! Settings that should be the same everywhere.

use super::{Parameter, path, sync};
use crate::runbook::{Chapter, Command, Contribution, Part, Plane, Stage, Step, Takes, Undo, aws, in_each};
use crate::spec::{Entry, Spec};
use drc_model::Region;

pub(super) fn part(parameter: &Parameter, entry: &Entry, spec: &Spec) -> Contribution {
    let mut part = Part::default();
    // A secret's value is for whoever needs it, not for a terminal: its version tells as much.
    let shown = if parameter.secure.value { "Parameter.[Type,Version]" } else { "Parameter.Value" };
    let get = |region: Region| -> Command {
        aws("ssm", "get-parameter", region).arg("--name", path(parameter, spec, region)).query(shown)
    };
    let see = match (parameter.secure.value, parameter.sync.value) {
        (true, _) => "SecureString and a version, once per Region; the value is not asked for",
        (false, true) => "the same value in every Region",
        (false, false) => "each Region's own value",
    };
    let step = Step::look(
        format!("See that {} is in every Region", entry.address),
        "AWS replicates no parameter, and a Region that takes over reads its own.",
        Plane::Data,
        in_each(spec.regions.all(), get),
        see,
    );
    part.step(Chapter::Verify, Stage::Data, step);
    if parameter.secret().is_some() {
        part.step(Chapter::Destroy, Stage::Restore, deleted(parameter, entry, spec));
    }
    if sync::first_synced(spec).is_some_and(|first| first.address == entry.address) {
        synced(&mut part, spec);
    }
    Contribution::Part(part)
}

/// No backend declares a secret's value, so no backend deletes it.
fn deleted(parameter: &Parameter, entry: &Entry, spec: &Spec) -> Step {
    let call = |operation: &str, region: Region| {
        aws("ssm", operation, region).arg("--names", path(parameter, spec, region))
    };
    Step::act(
        format!("Delete {}", entry.address),
        "It holds a secret, so a function wrote it, and nothing that deployed the system knows of it.",
        (Plane::Data, Takes::Unbudgeted("users do not wait for it")),
        in_each(spec.regions.all(), |it| call("delete-parameters", it).query("DeletedParameters")),
        (
            in_each(spec.regions.all(), |it| call("get-parameters", it).query("Parameters[].Name")),
            "nothing, once per Region",
        ),
        Undo::Nothing("once the system stands again, its function writes it anew".to_owned()),
    )
}

/// One function a Region keeps all of them in step, so the first of them speaks for it.
fn synced(part: &mut Part, spec: &Spec) {
    let sweep = |region: Region| {
        aws("lambda", "invoke", region)
            .arg("--function-name", sync::function_name(spec, region))
            .flag("/dev/stdout")
    };
    let state = |region: Region| {
        aws("lambda", "get-function-configuration", region)
            .arg("--function-name", sync::function_name(spec, region))
            .query("[State,LastUpdateStatus]")
    };
    let step = Step::act(
        "Bring parameters into step now",
        "The function of each Region pushes what is newer there, and writes what comes from secrets. It runs \
         by itself, too.",
        (Plane::Data, Takes::Unbudgeted("the stores' objectives do not rest on it")),
        in_each(spec.regions.all(), sweep),
        (
            in_each(spec.regions.all(), state),
            "Active and Successful, once per Region; the calls printed what \
            they wrote",
        ),
        Undo::Nothing("it writes only what differs; Parameter Store keeps earlier versions".to_owned()),
    );
    part.step(Chapter::Verify, Stage::Prove, step);
    let logs = |region: Region| {
        aws("logs", "filter-log-events", region)
            .arg("--log-group-name", format!("/aws/lambda/{}", sync::function_name(spec, region)))
            .arg("--filter-pattern", "?error ?warn")
            .arg("--max-items", "20")
            .query("events[].message")
    };
    part.trouble(
        "A parameter differs between the Regions",
        "The other Region did not take the change, both were changed at once, or a parameter was deleted: a \
         deletion is not carried over.",
        in_each(spec.regions.all(), logs),
        "what the function could not write, and why",
    );
}
