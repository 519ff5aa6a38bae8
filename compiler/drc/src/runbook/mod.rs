//! The runbook of a system: what its kinds say there is to do, in order, with the Regions to do it from and the
//! seconds the budget gives it.

mod figures;
mod html;
mod markdown;
mod page;
mod system;
mod tools;

pub use figures::Expected;
pub use html::html;
pub use markdown::markdown;

use crate::budget::Budget;
use drc_ir::{Graph, Header};
use drc_model::Region;
use drc_services::Spec;
use drc_services::runbook::{Chapter, Contribution, Stage, Step, Trouble};

/// The name of the file beside the infrastructure.
pub const FILE: &str = "RUNBOOK.md";

/// A runbook.
#[derive(Debug)]
pub struct Runbook {
    /// What it was made of.
    pub header: Header,
    /// The Regions, the primary first.
    pub regions: Vec<Region>,
    /// Its chapters.
    pub sections: Vec<Section>,
    /// What can go wrong, and with which service.
    pub troubles: Vec<(String, Trouble)>,
    /// Services with nothing to do, and why.
    pub silent: Vec<(String, &'static str)>,
}

/// A chapter.
#[derive(Debug)]
pub struct Section {
    /// Which one.
    pub chapter: Chapter,
    /// What it is for.
    pub intro: String,
    /// Where its commands are typed.
    pub run_from: String,
    /// How long all of it takes.
    pub total: Option<Expected>,
    /// Its steps, in order.
    pub steps: Vec<PlacedStep>,
}

/// A step in its place.
#[derive(Debug)]
pub struct PlacedStep {
    /// `4.2`
    pub number: String,
    /// What to do.
    pub step: Step,
    /// The Regions whose APIs answer its commands.
    pub answered_by: Vec<Region>,
    /// How long it takes.
    pub expected: Expected,
}

/// The runbook of a spec. `graph` is what the spec was lowered to.
pub fn runbook(spec: &Spec, budget: &Budget, graph: &Graph) -> Runbook {
    let mut steps: Vec<(Chapter, Stage, Step)> = system::steps(spec, graph);
    let mut troubles = Vec::new();
    let mut silent = Vec::new();
    for entry in &spec.services {
        match entry.service.runbook(entry, spec) {
            Contribution::Nothing(why) => silent.push((entry.address.to_string(), why)),
            Contribution::Part(part) => {
                steps.extend(part.steps);
                troubles.extend(part.troubles.into_iter().map(|it| (entry.address.to_string(), it)));
            }
        }
    }
    // Stable: within a stage, services come in the order that outputs print them.
    steps.sort_by_key(|(chapter, stage, _)| (*chapter, *stage));
    let mut sections: Vec<Section> =
        Chapter::ALL.into_iter().map(|chapter| system::section(chapter, spec, budget)).collect();
    for (chapter, _, step) in steps {
        let Some((at, section)) = sections.iter_mut().enumerate().find(|(_, it)| it.chapter == chapter)
        else {
            continue;
        };
        let number = format!("{}.{}", at + 1, section.steps.len() + 1);
        let expected = figures::expected(&step.takes, budget);
        section.steps.push(PlacedStep { number, answered_by: answered_by(&step), step, expected });
    }
    let regions = spec.regions.all().collect();
    Runbook { header: graph.header.clone(), regions, sections, troubles, silent }
}

fn answered_by(step: &Step) -> Vec<Region> {
    let mut regions: Vec<Region> = Vec::new();
    let commands = if step.commands.is_empty() { &step.check.commands } else { &step.commands };
    for region in commands.iter().filter_map(|it| it.region) {
        if !regions.contains(&region) {
            regions.push(region);
        }
    }
    regions
}
