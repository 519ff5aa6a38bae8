//! Connections through an accelerator that outlive the RTO.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Duration;
use drc_model::budget::Verdict;
use drc_services::traffic::{RouteMode, Traffic};

/// Connections through an accelerator that outlive the RTO.
#[derive(Debug)]
pub struct GaLongFlows;

/// How long an accelerator keeps a TCP connection on which nothing is sent.
const IDLE: Duration = Duration::from_secs(340);

impl Rule for GaLongFlows {
    const CODE: Code = code!("DRC460", "ga-long-flows", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let Some((_, traffic)) = cx.spec.one::<Traffic>() else { return };
        let rto = cx.spec.objectives.rto;
        let accelerated = traffic.route.value == RouteMode::Accelerator && traffic.to_balancer();
        // An objective that new connections miss as well is another rule's.
        let kept = cx.budget.rto.verdict() == Verdict::Pass;
        if !accelerated || !kept || rto.value >= IDLE {
            return;
        }
        found.push(
            Diagnostic::new(&Self::CODE, rto.span, format!("connections that are open when the Region is lost may stay with it for {}s, longer than an RTO of {}", IDLE.as_secs(), rto.value), "less than an idle connection lasts")
                .also(traffic.route.span, "moves new connections only")
                .why("Global Accelerator sends new connections to a healthy Region and moves none that is open: it drops one after 340 s without a packet, and that cannot be set")
                .help("let clients give up on an answer within seconds and connect anew, and say so in [[allow]] at = \"traffic\"; or raise the RTO to 340s")
                .source("https://docs.aws.amazon.com/global-accelerator/latest/dg/introduction-how-it-works.html")
                .about("traffic"),
        );
    }
}
