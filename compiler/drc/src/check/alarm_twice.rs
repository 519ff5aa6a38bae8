//! Two alarms on one metric of one service.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Address;
use drc_services::alarm::Alarm;
use std::collections::BTreeMap;

/// Two alarms on one metric of one service.
#[derive(Debug)]
pub struct AlarmTwice;

impl Rule for AlarmTwice {
    const CODE: Code = code!("DRC512", "alarm-twice", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let mut seen: BTreeMap<(&Address, &str), &Alarm> = BTreeMap::new();
        for (entry, alarm) in cx.spec.all::<Alarm>() {
            let Some(first) = seen.insert((&alarm.on.value, &alarm.metric.value), alarm) else { continue };
            found.push(
                Diagnostic::new(
                    &Self::CODE,
                    alarm.metric.span,
                    format!("{} of {} has two alarms", alarm.metric.value, alarm.on.value),
                    "the second one",
                )
                .also(first.metric.span, "the first one")
                .why("an [alarm.*] replaces what the service has by itself, and only one of two can")
                .help(format!("merge [{}] into the other and take it out", entry.address))
                .about(entry.address.to_string()),
            );
        }
    }
}
