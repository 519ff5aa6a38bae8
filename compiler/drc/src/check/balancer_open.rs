//! A function that everybody may call through a load balancer.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Address;
use drc_services::balancer::{Balancer, before, traffic_to};
use drc_services::traffic::RouteMode;
use drc_services::{Entry, Spec};
use drc_syntax::Span;

/// A function that everybody may call through a load balancer.
#[derive(Debug)]
pub struct BalancerOpen;

impl Rule for BalancerOpen {
    const CODE: Code = code!("DRC429", "balancer-open", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, balancer) in cx.spec.all::<Balancer>() {
            let forward = &balancer.forward;
            if forward.value.kind != "function" {
                continue;
            }
            let leads = leads(cx.spec, entry, balancer);
            if leads.is_empty() {
                continue;
            }
            let message = format!("{} is open to everybody through {}", forward.value, entry.address);
            let diagnostic = Diagnostic::new(&Self::CODE, forward.span, message, "no authentication in between");
            found.push(
                leads.into_iter().fold(diagnostic, |it, span| it.also(span, "leads there"))
                    .why("an application balancer passes on every request that comes; IAM guards an api and a function's URL, and nothing guards this way in")
                    .help("let the function refuse who is not authorised, and say how in [[allow]]; or lead users to an [api] with auth = \"iam\"")
                    .source("https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}

/// What leads from the internet to a balancer: names of its own or of the one before it, and `[traffic]`.
fn leads(spec: &Spec, entry: &Entry, balancer: &Balancer) -> Vec<Span> {
    let address = &entry.address;
    let mut fronts: Vec<(&Address, &Balancer)> = before(spec, address).map(|(entry, it)| (&entry.address, it)).collect();
    if fronts.is_empty() {
        fronts.push((address, balancer));
    }
    let traffic = traffic_to(spec, address);
    let accelerated = |it: &Address| traffic.is_some_and(|to| to.route.value == RouteMode::Accelerator && to.target.value == *it);
    fronts.retain(|(address, it)| !it.is_internal(spec, address) || accelerated(address));
    let targeted = traffic.filter(|to| fronts.iter().any(|(it, _)| **it == to.target.value)).map(|to| to.target.span);
    let named = fronts.iter().filter_map(|(_, it)| it.domain.as_ref()).map(|it| it.span);
    targeted.into_iter().chain(named).collect()
}
