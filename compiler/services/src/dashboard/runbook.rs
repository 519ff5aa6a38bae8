//! What to have open.

use super::{Dashboard, name};
use crate::runbook::{Chapter, Contribution, Part, Plane, Stage, Step, aws};
use crate::spec::{Entry, Spec};

pub(super) fn part(_: &Dashboard, entry: &Entry, spec: &Spec) -> Contribution {
    let mut part = Part::default();
    let recovery = spec.regions.recovery();
    let step = |why: &str| {
        let show = aws("cloudwatch", "get-dashboard", recovery)
            .arg("--dashboard-name", name(entry, spec, recovery))
            .query("DashboardName");
        let title = format!("Open {} of {recovery}", entry.address);
        Step::look(
            title,
            why,
            Plane::Data,
            vec![show],
            "its name; the outputs of the deployment have its URL",
        )
    };
    part.step(
        Chapter::Drill,
        Stage::Look,
        step(
            "The dashboard of the Region that takes over shows both, and \
        is there when the other is not.",
        ),
    );
    part.step(
        Chapter::Failover,
        Stage::Look,
        step(
            "It needs nothing of the Region that is lost. Gaps in the \
        other Region's lines are the loss.",
        ),
    );
    Contribution::Part(part)
}
