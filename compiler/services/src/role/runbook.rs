//! Becoming an operator, before it is needed.

use super::{Role, role_name};
use crate::runbook::{Chapter, Contribution, Part, Plane, Stage, Step, Word, aws};
use crate::spec::{Entry, Spec};

pub(super) fn part(role: &Role, entry: &Entry, spec: &Spec) -> Contribution {
    let mut part = Part::default();
    let name = role_name(entry, spec);
    let recovery = spec.regions.recovery();
    let factor = if role.mfa { " It wants a second factor: without one STS refuses." } else { "" };
    let step = Step::look(
        format!("Become {}", entry.address),
        format!(
            "Who drills and fails over is this role, for an hour. STS answers in {recovery}; IAM, which says who may, is read there without being \
             asked.{factor}"
        ),
        Plane::Data,
        vec![
            aws("sts", "get-caller-identity", recovery).query("Account").set("ACCOUNT"),
            aws("sts", "assume-role", recovery)
                .arg(
                    "--role-arn",
                    Word::with_variables(&format!("arn:{}:iam::${{ACCOUNT}}:role/{name}", recovery.partition().id())),
                )
                .arg("--role-session-name", "runbook")
                .query("AssumedRoleUser.Arn"),
        ],
        "the role's session: you may. No credentials are printed; your profile's role_arn gets them",
    );
    part.step(Chapter::Verify, Stage::Look, step);
    Contribution::Part(part)
}
