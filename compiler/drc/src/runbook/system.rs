//! What belongs to no service: what chapters are for, and deciding.

use super::{Expected, Section, tools};
use crate::budget::Budget;
use drc_ir::Graph;
use drc_model::{Region, Run};
use drc_services::Spec;
use drc_services::database::{Database, Promotion};
use drc_services::runbook::{Chapter, Plane, Stage, Step, Takes, Undo, run};

/// A chapter without its steps.
pub(super) fn section(chapter: Chapter, spec: &Spec, budget: &Budget) -> Section {
    let (primary, recovery) = (spec.regions.primary.value, spec.regions.recovery());
    let shell = |region: Region| format!("a shell in {region}");
    let desk = || "the folder this file is in".to_owned();
    let (intro, run_from) = match chapter {
        Chapter::Deploy => (
            "One of the three ways, whichever you use. Everything is made in both Regions at once."
                .to_owned(),
            desk(),
        ),
        Chapter::Verify => (
            "After a deployment, before a drill, and once a week. None of it changes what users see."
                .to_owned(),
            shell(recovery),
        ),
        Chapter::Drill => (
            format!(
                "The Region stays, and nobody in it answers: a graceful drill. What it shows of detection \
                 and of users is as in a real loss; what it \
                 does not show is a Region whose APIs are gone and data that had not arrived. Everything is \
                 typed in {recovery}, as it would be then, \
                 but what takes {primary} out. Write down when each step is done: the figures belong into \
                 [measured]."
            ),
            shell(recovery),
        ),
        Chapter::Failover => (
            format!(
                "{primary} is lost or limps. Nothing here asks {primary}, but for steps that say when to \
                 skip them. What is automatic goes on without \
                 you: look, and act only where a step says so."
            ),
            shell(recovery),
        ),
        Chapter::Failback => (
            format!(
                "{primary} is there again, and has been for as long as you want to trust it. There is no \
                 hurry: {recovery} serves."
            ),
            shell(primary),
        ),
        Chapter::Destroy => ("Everything goes, data too, but for what the spec protects.".to_owned(), desk()),
    };
    let total = match chapter {
        Chapter::Failover | Chapter::Drill => {
            Some(Expected::Budgeted(budget.rto.total(), "RTO", Some(budget.rto.target)))
        }
        Chapter::Failback => {
            let target = budget.failback.target.map(|it| it.value);
            Some(Expected::Budgeted(budget.failback.total(), "failback", target))
        }
        Chapter::Deploy | Chapter::Verify | Chapter::Destroy => None,
    };
    Section { chapter, intro, run_from, total, steps: Vec::new() }
}

/// The steps that no service has.
pub(super) fn steps(spec: &Spec, graph: &Graph) -> Vec<(Chapter, Stage, Step)> {
    let mut steps = vec![
        (Chapter::Drill, Stage::Begin, clock("Note the time", "What follows is measured from here.")),
        (Chapter::Failover, Stage::Begin, decide(spec)),
    ];
    steps.extend(own(spec));
    tools::steps(spec, graph, &mut steps);
    steps
}

/// What the team does beside what drc sees to: `[[operations.steps]]`. What to type, the team knows.
fn own(spec: &Spec) -> impl Iterator<Item = (Chapter, Stage, Step)> {
    let steps = crate::steps::steps(spec).into_iter().filter_map(|step| Some((step.own?, step)));
    steps.map(|(own, step)| {
        let plane = match step.plane {
            crate::steps::Plane::Data => Plane::Data,
            crate::steps::Plane::Control => Plane::Control,
            crate::steps::Plane::Own => Plane::Own,
        };
        let call = step.call.as_ref().map(|it| format!(", `{it}`")).unwrap_or_default();
        let place = step.region.map(|it| format!(" in {it}")).unwrap_or_default();
        let why = format!(
            "A step of your own{call}{place}: {}, as the spec says in [[operations.steps]].",
            own.takes.value
        );
        let undo = own.undo.as_ref().map_or("the spec does not say how", |it| it.value.as_str());
        let undo = Undo::Nothing(undo.to_owned());
        let takes = Takes::Unbudgeted("stated in the spec, and part of the path `operations` of the budget");
        let seen = (Vec::new(), "what your own instructions for this step say");
        let name = step.name.to_string();
        let step = match own.run.value {
            Run::Manual => Step::act(name, why, (plane, takes), Vec::new(), seen, undo),
            Run::Automatic => Step::automatic(name, why, (plane, takes), seen, undo),
        };
        (Chapter::Failover, Stage::Users, step)
    })
}

fn clock(title: &str, why: &str) -> Step {
    let now = run(["date", "-u", "+%Y-%m-%dT%H:%M:%SZ"]);
    Step::look(title, why, Plane::Own, vec![now], "the time, in UTC: write it down")
}

/// People decide where nobody watches; else they only have to know that it goes on.
fn decide(spec: &Spec) -> Step {
    let manual = spec.all::<Database>().find(|(_, it)| it.promotion.value == Promotion::Manual);
    let Some((entry, _)) = manual else {
        let why = "Nothing waits for a decision. What you decide is whether a Region that limps is fenced \
            and whether to promote by hand where the \
                   watcher did not.";
        return clock("Note the time", why);
    };
    let why = format!(
        "Promoting {} loses what had not arrived: somebody must say that this is right. It is, when users \
         are not served, the Region says that it is \
         impaired, and waiting costs more than the lag. Say it, and write down who said it, and when.",
        entry.address
    );
    const PEOPLE: &[&str] = &["alarm", "page", "acknowledge", "decide", "response", "execute"];
    clock("Decide", &why).takes(Takes::Rto(entry.address.to_string(), PEOPLE))
}
