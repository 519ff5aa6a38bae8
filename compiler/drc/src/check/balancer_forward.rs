//! A load balancer that passes requests on to what it cannot.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::Entry;
use drc_services::balancer::{Balancer, BalancerType};

/// A load balancer that passes requests on to what it cannot.
#[derive(Debug)]
pub struct BalancerForward;

impl Rule for BalancerForward {
    const CODE: Code = code!("DRC527", "balancer-forward", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, balancer) in cx.spec.all::<Balancer>() {
            let next = balancer.next(cx.spec);
            let (label, why, help) = match (balancer.type_.value, next) {
                (BalancerType::Network, Some(next)) if next.type_.value == BalancerType::Application => {
                    same_network(entry, balancer, next, found);
                    continue;
                }
                (BalancerType::Application, None) => continue,
                (BalancerType::Network, Some(_)) => (
                    "a network balancer too",
                    "behind a network balancer stands an application balancer: it speaks HTTP, which a function needs",
                    "name a balancer with type = \"application\"",
                ),
                (BalancerType::Network, None) => (
                    "not a balancer",
                    "a network balancer passes connections on, and a function takes requests: ELB refuses a function in its target group",
                    "put a balancer with type = \"application\" between them, or give this one that type",
                ),
                (BalancerType::Application, Some(_)) => (
                    "a balancer",
                    "an application balancer takes no balancer into its target group: ELB knows only the other way round",
                    "name a function, or give this one type = \"network\"",
                ),
            };
            let message = format!("{} cannot pass requests on to {}", entry.address, balancer.forward.value);
            found.push(
                Diagnostic::new(&Self::CODE, balancer.forward.span, message, label)
                    .also(balancer.type_.span, of_type(balancer.type_.value))
                    .why(why)
                    .help(help)
                    .source("https://docs.aws.amazon.com/elasticloadbalancing/latest/network/application-load-balancer-target.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}

fn of_type(of: BalancerType) -> &'static str {
    match of {
        BalancerType::Network => "a network balancer",
        BalancerType::Application => "an application balancer",
    }
}

/// A target group stands in one VPC, and so does the balancer in it.
fn same_network(entry: &Entry, balancer: &Balancer, next: &Balancer, found: &mut Diagnostics) {
    if balancer.network.value == next.network.value {
        return;
    }
    let message = format!("{} and {} stand in different networks", entry.address, balancer.forward.value);
    found.push(
        Diagnostic::new(&BalancerForward::CODE, balancer.network.span, message, "this network")
            .also(next.network.span, "and that one")
            .why("an application balancer can be a target only in its own VPC")
            .help(format!("write network = \"{}\"", next.network.value))
            .source("https://docs.aws.amazon.com/elasticloadbalancing/latest/network/application-load-balancer-target.html")
            .about(entry.address.to_string()),
    );
}
