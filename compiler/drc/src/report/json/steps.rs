//! What a failover does, and what it needs, for machines.

use super::budget::{Columns, columns};
use crate::evacuation;
use crate::steps::{self, Takes, steps};
use drc_model::Region;
use drc_services::Spec;
use schemars::JsonSchema;
use serde::Serialize;

/// A step of a failover.
#[derive(Serialize, JsonSchema)]
pub(super) struct Step<'r> {
    /// What it does.
    name: String,
    /// The call of AWS it makes, as IAM writes it; null where it makes none.
    call: Option<String>,
    /// `data` or `control`: the latter fails with its Region's APIs.
    plane: &'static str,
    /// Where; null: everywhere at once.
    region: Option<&'static str>,
    /// Who begins it: `manual` or `automatic`.
    run: &'static str,
    /// The line of the budget that says how long it takes; null where it is stated.
    term: Option<&'static str>,
    /// How long it takes, where the spec states it.
    takes: Option<Stated>,
    /// How it is taken back; null where nobody said.
    undo: Option<&'r str>,
}

/// How long a step takes that the spec states.
#[derive(Serialize, JsonSchema)]
struct Stated {
    /// Its figures.
    columns: Columns,
    /// Whether anything keeps the planned figure from being exceeded.
    bounded: bool,
}

/// What was found when a Region was taken away.
#[derive(Serialize, JsonSchema)]
pub(super) struct Evacuation {
    /// The Regions that are left.
    left: Vec<&'static str>,
    /// Whether nothing in them needs the lost one to serve or to fail over.
    proved: bool,
    /// How many resources were looked at.
    resources: usize,
    /// How many references into the lost Region were found needed.
    references: usize,
}

pub(super) fn steps_of(spec: &Spec) -> Vec<Step<'_>> {
    steps(spec).into_iter().map(|it| step(&it)).collect()
}

fn step<'r>(it: &steps::Step<'r>) -> Step<'r> {
    let (term, takes) = match it.takes {
        Takes::Term(id) => (Some(id), None),
        Takes::Stated { columns: stated, bounded } => {
            (None, Some(Stated { columns: columns(stated), bounded }))
        }
    };
    Step {
        name: it.name.to_string(),
        call: it.call.as_ref().map(ToString::to_string),
        plane: it.plane.word(),
        region: it.region.map(Region::code),
        run: it.run.word(),
        term,
        takes,
        undo: it.own.and_then(|own| own.undo.as_ref()).map(|it| it.value.as_str()),
    }
}

pub(super) fn evacuation(it: &evacuation::Evacuation) -> Evacuation {
    Evacuation {
        left: it.left.iter().map(|it| it.code()).collect(),
        proved: it.proved(),
        resources: it.resources,
        references: it.references.len(),
    }
}
