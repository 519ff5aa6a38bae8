//! Backups: the last line, against what replicates too.

use super::{Backup, name};
use crate::runbook::{Chapter, Command, Contribution, Part, Plane, Stage, Step, Word, aws, in_each};
use crate::spec::{Entry, Spec};
use drc_model::Region;

pub(super) fn part(_: &Backup, entry: &Entry, spec: &Spec) -> Contribution {
    let mut part = Part::default();
    let points = |region: Region, expression: &str| -> Command {
        aws("backup", "list-recovery-points-by-backup-vault", region)
            .arg("--backup-vault-name", name(entry, spec, region))
            .query(expression)
    };
    let newest = "reverse(sort_by(RecoveryPoints, &CreationDate))[:5].[CreationDate,ResourceType,Status]";
    let step = Step::look(
        format!("See how old the newest backups of {} are", entry.address),
        "A copy in the other Region counts; one in the Region that is lost does not.",
        Plane::Control,
        in_each(spec.regions.all(), |it| points(it, newest)),
        "COMPLETED, and in every vault none older than the schedule says, a day after the first deployment",
    );
    part.step(Chapter::Verify, Stage::Prove, step);
    let recovery = spec.regions.recovery();
    let metadata = [
        points(recovery, "reverse(sort_by(RecoveryPoints, &CreationDate))[0].RecoveryPointArn").set("POINT"),
        aws("backup", "get-recovery-point-restore-metadata", recovery)
            .arg("--backup-vault-name", name(entry, spec, recovery))
            .arg("--recovery-point-arn", Word::with_variables("${POINT}")),
    ];
    part.trouble(
        "Data was deleted or damaged, and replication has copied that",
        "Replication protects from the loss of a Region, not from people. Stop writing first: it makes the \
         damage larger.",
        metadata.into(),
        "the newest copy in the other Region, and what `aws backup start-restore-job` wants of it. It \
         restores beside what is there: compare, then \
         move the application over by its settings",
    );
    part.step(Chapter::Destroy, Stage::Look, emptied(entry, spec));
    let jobs = |region: Region| {
        let jobs = |operation: &str, list: &str| {
            aws("backup", operation, region)
                .arg("--by-state", "FAILED")
                .query(&format!("{list}[].[CreationDate,ResourceType,StatusMessage]"))
        };
        [jobs("list-backup-jobs", "BackupJobs"), jobs("list-copy-jobs", "CopyJobs")]
    };
    part.trouble(
        format!("The alarm on failed backups of {} goes off", entry.address),
        "The role may not, the key may not be used, a window was too short, or a job of yesterday still runs.",
        jobs(spec.regions.primary.value).into(),
        "what AWS Backup says of each job that failed, and of each copy",
    );
    Contribution::Part(part)
}

/// A vault that holds anything is not deleted.
fn emptied(entry: &Entry, spec: &Spec) -> Step {
    let held = |region: Region| {
        aws("backup", "list-recovery-points-by-backup-vault", region)
            .arg("--backup-vault-name", name(entry, spec, region))
            .query("RecoveryPoints[].RecoveryPointArn")
    };
    Step::look(
        format!("See what the vaults of {} still hold", entry.address),
        "AWS deletes no vault that holds a backup. Delete each with `aws backup delete-recovery-point`, and \
         think twice: nothing brings it back. \
         Terraform and Pulumi empty the vaults themselves.",
        Plane::Control,
        in_each(spec.regions.all(), held),
        "nothing, once per Region",
    )
    .only_if("the system was deployed by CloudFormation")
}
