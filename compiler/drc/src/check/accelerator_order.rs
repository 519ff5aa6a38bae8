//! An accelerator does not keep to the order of the secondaries.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::traffic::{RouteMode, Traffic};

/// An accelerator does not keep to the order of the secondaries.
#[derive(Debug)]
pub struct AcceleratorOrder;

impl Rule for AcceleratorOrder {
    const CODE: Code = code!("DRC419", "accelerator-order", Note);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let [_, others @ ..] = cx.spec.regions.secondaries.as_slice() else { return };
        let Some((_, traffic)) = cx.spec.one::<Traffic>() else { return };
        let standby = traffic.route.value == RouteMode::Accelerator && !traffic.active_active();
        let Some(third) = others.first().filter(|_| standby) else { return };
        found.push(
            Diagnostic::new(&Self::CODE, third.span, "after the primary, an accelerator takes the healthy Region nearest to each user", "in no order")
                .also(traffic.route.span, "routed by an accelerator")
                .why("where an endpoint group has no healthy endpoint, the closest other groups are tried whatever their traffic dial says: users may end in several secondaries at once")
                .help("let every secondary be able to serve alone and together, or write route = \"dns-failover\", which keeps the order")
                .source("https://docs.aws.amazon.com/global-accelerator/latest/dg/about-endpoints-endpoint-weights.html")
                .about("traffic"),
        );
    }
}
