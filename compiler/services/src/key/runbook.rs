//! Keys that both Regions can use.

use super::{Key, alias_name};
use crate::runbook::{Chapter, Contribution, Part, Plane, Stage, Step, aws, in_each};
use crate::spec::{Entry, Spec};
use drc_model::Region;

pub(super) fn part(key: &Key, entry: &Entry, spec: &Spec) -> Contribution {
    let mut part = Part::default();
    let id = |region: Region| {
        let given = key.existing.as_ref().and_then(|it| it.value.at(region));
        given.map_or_else(|| alias_name(entry, spec, region), |it| it.value.clone())
    };
    let step = Step::look(
        format!("See that {} can be used in every Region", entry.address),
        "What is encrypted under a key that is gone is gone, in that Region.",
        Plane::Control,
        in_each(spec.regions.all(), |region| {
            aws("kms", "describe-key", region)
                .arg("--key-id", id(region))
                .query("KeyMetadata.[KeyState,MultiRegion]")
        }),
        "Enabled, once per Region",
    );
    part.step(Chapter::Verify, Stage::Data, step);
    Contribution::Part(part)
}
