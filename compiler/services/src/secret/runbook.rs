//! Replicas of a secret. Its value is never printed.

use super::{Secret, unmistakable};
use crate::runbook::{Chapter, Contribution, Part, Plane, Stage, Step, aws, in_each};
use crate::spec::{Entry, Spec};
use drc_model::{Region, Scope};

pub(super) fn part(secret: &Secret, entry: &Entry, spec: &Spec) -> Contribution {
    let mut part = Part::default();
    let id = |region: Region| {
        let given = secret.existing.as_ref().and_then(|it| it.value.at(region));
        given.map_or_else(|| unmistakable(spec.name(entry, "", Scope::Global)), |it| it.value.clone())
    };
    let describe = |region: Region, expression: &str| {
        aws("secretsmanager", "describe-secret", region).arg("--secret-id", id(region)).query(expression)
    };
    let step = Step::look(
        format!("See that {} has a replica in every Region", entry.address),
        "A Region that takes over reads its own replica. A rotation begins in the primary.",
        Plane::Control,
        in_each(spec.regions.all(), |it| describe(it, "[Name,PrimaryRegion]")),
        "the secret, once per Region",
    );
    part.step(Chapter::Verify, Stage::Data, step);
    part.trouble(
        format!("A replica of {} is out of date", entry.address),
        "The key it is encrypted under in the other Region cannot be used, or a secret of that name was \
         already there.",
        vec![describe(spec.regions.primary.value, "ReplicationStatus[].[Region,Status,StatusMessage]")],
        "InSync for every other Region; the message says what is in the way",
    );
    Contribution::Part(part)
}
