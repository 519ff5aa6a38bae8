//! An alarm that nobody is told of.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::alarm::Alarm;
use drc_services::alerts::Alerts;

/// An alarm that nobody is told of.
#[derive(Debug)]
pub struct AlarmNoAction;

impl Rule for AlarmNoAction {
    const CODE: Code = code!("DRC519", "alarm-no-action", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        if cx.spec.one::<Alerts>().is_some() {
            return;
        }
        let mut alarms = cx.spec.all::<Alarm>();
        let Some((entry, _)) = alarms.next() else { return };
        let others = alarms.count();
        let which = match others {
            0 => entry.address.to_string(),
            1 => format!("{} and one more alarm", entry.address),
            _ => format!("{} and {others} more alarms", entry.address),
        };
        found.push(
            Diagnostic::new(&Self::CODE, entry.span, format!("nobody is told of {which}: the spec has no [alerts]"), "turns red in the console only")
                .why("an alarm acts only when its state changes, and only by what stands in it: CloudWatch takes one without any action and says nothing")
                .help("add [alerts] with email = [\"oncall@acme-bank.com\"], or with the topics you have: existing = { us-east-1 = \"arn:…\", … }")
                .source("https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html")
                .about(entry.address.to_string()),
        );
    }
}
