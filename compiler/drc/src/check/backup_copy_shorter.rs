//! Backups whose copies are deleted sooner.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::backup::Backup;

/// Backups whose copies are deleted sooner.
#[derive(Debug)]
pub struct BackupCopyShorter;

impl Rule for BackupCopyShorter {
    const CODE: Code = code!("DRC579", "backup-copy-shorter", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, backup) in cx.spec.all::<Backup>() {
            let kept = backup.retention;
            let Some(copy) = backup.copy_retention.filter(|it| it.value < kept.value) else { continue };
            found.push(
                Diagnostic::new(&Self::CODE, copy.span, format!("with the loss of {} what {} took more than {} ago is gone: copies are kept {}, backups {}", cx.spec.regions.primary.value, entry.address, copy.value, copy.value, kept.value), "shorter than where it was taken")
                    .also(kept.span, "kept where it was taken")
                    .why("a copy has a lifecycle of its own; whoever needs the older backup after a disaster finds only the vault that survived")
                    .help(format!("write copy_retention = \"{}\", or take it out: copies are then kept as long", kept.value))
                    .source("https://docs.aws.amazon.com/aws-backup/latest/devguide/recov-point-create-a-copy.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}
