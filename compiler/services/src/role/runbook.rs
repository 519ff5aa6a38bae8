//! Becoming an operator, before it is needed.

use super::{Role, role_name};
use crate::runbook::{Chapter, Command, Contribution, Part, Plane, Stage, Step, Word, aws};
use crate::spec::{Entry, Spec};

pub(super) fn part(role: &Role, entry: &Entry, spec: &Spec) -> Contribution {
    let mut part = Part::default();
    let name = role_name(entry, spec);
    let recovery = spec.regions.recovery();
    let account = aws("sts", "get-caller-identity", recovery).query("Account").set("ACCOUNT");
    let arn =
        Word::with_variables(&format!("arn:{}:iam::${{ACCOUNT}}:role/{name}", recovery.partition().id()));
    let assume =
        aws("sts", "assume-role", recovery).arg("--role-arn", arn).arg("--role-session-name", "runbook");
    let (mut commands, mut why) = (
        vec![account],
        format!(
            "Who drills and fails over is this role, for an \
        hour. STS answers in {recovery}."
        ),
    );
    let assume = if role.mfa {
        why.push_str(
            " It wants a second factor: when the shell waits, type the ARN of your device and its \
            code.",
        );
        commands.push(Command::as_is("read -r DEVICE CODE"));
        assume
            .arg("--serial-number", Word::with_variables("${DEVICE}"))
            .arg("--token-code", Word::with_variables("${CODE}"))
    } else {
        assume
    };
    commands.push(assume.query("AssumedRoleUser.Arn"));
    let step = Step::look(
        format!("Become {}", entry.address),
        why,
        Plane::Data,
        commands,
        "the role's session: you may. No credentials are printed; a profile with role_arn and mfa_serial \
         gets them",
    );
    part.step(Chapter::Verify, Stage::Look, step);
    Contribution::Part(part)
}
