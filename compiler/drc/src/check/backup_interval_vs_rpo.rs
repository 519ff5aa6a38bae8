//! Backups that are older than what they promise.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::budget::Verdict;

/// Backups that are older than what they promise.
#[derive(Debug)]
pub struct BackupIntervalVsRpo;

impl Rule for BackupIntervalVsRpo {
    const CODE: Code = code!("DRC334", "backup-interval-vs-rpo", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for backup in cx.budget.backups.iter().filter(|it| it.verdict().is_some_and(|it| it != Verdict::Pass))
        {
            let Some(target) = backup.target else { continue };
            let parts: Vec<String> =
                backup.terms.iter().map(|it| format!("{} ({})", it.columns.plan, it.name)).collect();
            let mut diagnostic = Diagnostic::new(
                &Self::CODE,
                target.span,
                format!(
                    "the newest copy of {} may be {} old, not {}",
                    backup.address,
                    backup.total().plan,
                    target.value
                ),
                "promised",
            );
            if let Some(span) = backup.terms.first().and_then(|it| it.field?.1.written()) {
                diagnostic = diagnostic.also(span, "what is written in between is in no backup");
            }
            found.push(
                diagnostic
                    .why(format!("a recovery point has the data of when its job began, and is of use once its copy has arrived: {}", parts.join(" + ")))
                    .help(format!("leave objectives of minutes to replication and take this `rpo` out; or raise it to {}; or back up more often, hourly at most", backup.total().plan))
                    .source("https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html")
                    .about(backup.name.clone()),
            );
        }
    }
}
