//! A backup that may begin hours late.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Duration;
use drc_services::backup::Backup;

/// A backup that may begin hours late.
#[derive(Debug)]
pub struct BackupStartWindow;

const MOST: Duration = Duration::from_secs(2 * 3_600);

impl Rule for BackupStartWindow {
    const CODE: Code = code!("DRC577", "backup-start-window", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, backup) in cx.spec.all::<Backup>().filter(|(_, it)| it.start_window.value > MOST) {
            let window = backup.start_window;
            found.push(
                Diagnostic::new(&Self::CODE, window.span, format!("a job of {} may begin {} after its time: the newest copy is so much older", entry.address, window.value), "counts in the RPO")
                    .also(backup.schedule.span, "its time")
                    .why("a backup holds what was there when its job began, and AWS Backup lets it begin at any time within the window")
                    .help("write start_window = \"1h\", the least AWS Backup takes; 2h is not warned of")
                    .source("https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}
