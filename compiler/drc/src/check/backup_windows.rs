//! A backup that AWS Backup would not take as it is written.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Duration;
use drc_services::backup::Backup;
use drc_syntax::Span;

/// A backup that AWS Backup would not take as it is written.
#[derive(Debug)]
pub struct BackupWindows;

const HOUR: Duration = Duration::from_secs(3_600);
const DAY: Duration = Duration::from_secs(86_400);
/// The longest AWS Backup keeps anything: 100 years.
const LONGEST: Duration = Duration::from_secs(36_500 * 86_400);

impl Rule for BackupWindows {
    const CODE: Code = code!("DRC571", "backup-windows", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, backup) in cx.spec.all::<Backup>() {
            for (span, message, label, help) in problems(backup) {
                let span = span.written().unwrap_or(entry.span);
                found.push(
                    Diagnostic::new(&Self::CODE, span, message, label)
                        .why("AWS Backup refuses the plan, or drops jobs that could not begin in time without telling anybody but the alarm")
                        .help(help)
                        .source("https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupRule.html")
                        .about(entry.address.to_string()),
                );
            }
        }
    }
}

type Found = (Span, String, &'static str, String);

fn problems(backup: &Backup) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let gap = backup.schedule.value.shortest_gap();
    if gap < HOUR {
        let message = format!("{} fires again after {gap}", backup.schedule.value);
        let help = "take backups hourly at most; what must not lose an hour is replicated".to_owned();
        found.push((backup.schedule.span, message, "more often than hourly", help));
    }
    let (start, complete) = (backup.start_window, backup.completion_window);
    if start.value < HOUR {
        let message = format!("a start window of {}", start.value);
        found.push((start.span, message, "an hour at least", "write `start_window = \"1h\"`".to_owned()));
    }
    if complete.value < start.value + HOUR {
        let message =
            format!("a completion window of {} after a start window of {}", complete.value, start.value);
        let help = format!("write `completion_window = \"{}\"` or more", start.value + HOUR);
        found.push((complete.span, message, "an hour longer than the start window at least", help));
    }
    for kept in [Some(backup.retention), backup.copy_retention].into_iter().flatten() {
        if kept.value < DAY || kept.value > LONGEST || kept.value.seconds() % DAY.seconds() != 0 {
            let message = format!("backups are kept for {}", kept.value);
            found.push((kept.span, message, "whole days, from 1 to 36500", "write `\"7d\"`".to_owned()));
        }
    }
    found
}
