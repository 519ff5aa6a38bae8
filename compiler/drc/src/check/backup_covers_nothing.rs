//! A backup that covers nothing.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::backup::Backup;

/// A backup that covers nothing.
#[derive(Debug)]
pub struct BackupCoversNothing;

impl Rule for BackupCoversNothing {
    const CODE: Code = code!("DRC570", "backup-covers-nothing", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, _) in cx.spec.all::<Backup>().filter(|(_, it)| it.covers.is_empty()) {
            found.push(
                Diagnostic::new(&Self::CODE, entry.span, format!("{} covers nothing", entry.address), "no `covers`")
                    .why("AWS takes a plan without a selection, runs it every night and backs nothing up: nobody notices before the restore")
                    .help("say what is covered: `covers = [\"table.*\", \"database.*\"]`")
                    .source("https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}
