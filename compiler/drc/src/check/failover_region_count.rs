//! DNS failover between other than two Regions.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::traffic::Traffic;

/// DNS failover between other than two Regions.
#[derive(Debug)]
pub struct FailoverRegionCount;

impl Rule for FailoverRegionCount {
    const CODE: Code = code!("DRC204", "failover-region-count", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {

        let [_, others @ ..] = cx.spec.regions.secondaries.as_slice() else { return };
        let (Some(third), Some((_, traffic))) = (others.first(), cx.spec.one::<Traffic>()) else { return };
        found.push(
            Diagnostic::new(&Self::CODE, third.span, "DNS failover has one secondary Region, not more", "a third Region")
                .also(traffic.route.span, "routed by failover records")
                .why("a failover name has exactly one PRIMARY and one SECONDARY record; a third Region would never be given")
                .help(format!("keep one: secondary = \"{}\"", cx.spec.regions.recovery()))
                .source("https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-failover.html")
                .about("traffic"),
        );
    }
}
