//! A load balancer without the subnets it needs.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::balancer::{Balancer, BalancerType};
use drc_services::network::{ExistingVpc, Network};
use drc_services::registry::Typed as _;

/// A load balancer without the subnets it needs.
#[derive(Debug)]
pub struct BalancerSubnets;

impl Rule for BalancerSubnets {
    const CODE: Code = code!("DRC528", "balancer-subnets", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, balancer) in cx.spec.all::<Balancer>() {
            let Some(at) = cx.spec.entry(&balancer.network.value) else { continue };
            let Some(network) = Network::service(&at.service) else { continue };
            let internal = balancer.is_internal(cx.spec, &entry.address);
            let least = match balancer.type_.value {
                BalancerType::Network => 1,
                BalancerType::Application => 2,
            };
            let (kind, field) =
                if internal { ("private", "private_subnets") } else { ("public", "public_subnets") };
            let made = (network.existing.is_none() && network.zones.value < least)
                .then_some((network.zones.span, "zones = 2".to_owned()));
            let short = |it: &ExistingVpc| {
                let subnets = if internal { &it.private_subnets } else { &it.public_subnets };
                i64::try_from(subnets.len()).is_ok_and(|it| it < least)
            };
            let given = network.existing.iter().flat_map(|it| &it.value.0).filter(|(_, it)| short(it));
            let given = given.map(|(region, it)| {
                (it.vpc.span, format!("{field} = [\"subnet-…\", \"subnet-…\"] for {}", region.value))
            });
            for (span, write) in made.into_iter().chain(given) {
                let message = format!("{} needs {kind} subnets in {least} zones", entry.address);
                found.push(
                    Diagnostic::new(&Self::CODE, span, message, "fewer here")
                        .also(balancer.network.span, format!("{} stands there", entry.address))
                        .why("a load balancer that faces the internet stands in public subnets, another in private ones; an application balancer wants two zones at least")
                        .help(format!("write {write}"))
                        .source("https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html")
                        .about(entry.address.to_string()),
                );
            }
        }
    }
}
