//! A domain that is not in the zone it should be written to.

use super::domain_name::is_host_name;
use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::traffic::Traffic;

/// A domain that is not in the zone it should be written to.
#[derive(Debug)]
pub struct RecordOutsideZone;

impl Rule for RecordOutsideZone {
    const CODE: Code = code!("DRC406", "record-outside-zone", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let Some((_, traffic)) = cx.spec.one::<Traffic>() else { return };
        let Some(zone) = traffic.zone.name() else { return };
        let inside =
            traffic.domain.value == zone.value || traffic.domain.value.ends_with(&format!(".{}", zone.value));
        // What is no host name is in no zone, which has been said.
        if !inside && is_host_name(&traffic.domain.value) && is_host_name(&zone.value) {
            found.push(
                Diagnostic::new(&Self::CODE, traffic.domain.span, format!("`{}` is not in the zone `{}`", traffic.domain.value, zone.value), "outside the zone")
                    .also(zone.span, "the zone")
                    .why("Route 53 refuses a record whose name does not end in its zone's name")
                    .help(format!("name the domain something.{}, or take another zone", zone.value))
                    .source("https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html")
                    .about("traffic"),
            );
        }
    }
}
