//! A zone that is created must be delegated before its certificates validate.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::traffic::{Traffic, Zone};

/// A zone that is created must be delegated before its certificates validate.
#[derive(Debug)]
pub struct ZoneDelegation;

impl Rule for ZoneDelegation {
    const CODE: Code = code!("DRC407", "zone-delegation", Note);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let Some((_, traffic)) = cx.spec.one::<Traffic>() else { return };
        let Zone::Create(zone) = &traffic.zone else { return };
        found.push(
            Diagnostic::new(&Self::CODE, zone.span, format!("the zone {} must be delegated by its parent before the rest can be deployed", zone.value), "created here")
                .why("certificates are proven by a record in this zone, which the world sees only once the parent zone names its name servers")
                .help("deploy the zone first (the README says how per backend), create the NS record in the parent zone, then deploy the rest")
                .source("https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html")
                .about("traffic"),
        );
    }
}
