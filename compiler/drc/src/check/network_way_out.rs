//! A function in a network that cannot reach what it was granted.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::Entry;
use drc_services::function::Function;
use drc_services::network::{Nat, Network};
use drc_services::registry::Typed as _;

/// A function in a network that cannot reach what it was granted.
#[derive(Debug)]
pub struct NetworkWayOut;

impl Rule for NetworkWayOut {
    const CODE: Code = code!("DRC530", "network-way-out", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, function) in cx.spec.all::<Function>() {
            let Some(place) = &function.network else { continue };
            let network = cx.spec.entry(&place.value).and_then(|it| Network::service(&it.service));
            // What a network that is there already leads to, nobody here knows.
            let closed = |it: &&Network| it.existing.is_none() && it.nat.value == Nat::None;
            if let Some(network) = network.filter(closed) {
                unreachable(entry, function, network, found);
            }
        }
    }
}

fn unreachable(entry: &Entry, function: &Function, network: &Network, found: &mut Diagnostics) {
    let mut said: Vec<&str> = Vec::new();
    for grant in &function.access {
        let Some(service) = service(&grant.value.to.value.kind) else { continue };
        let there = network.endpoints.iter().any(|it| it.value.word() == service);
        if there || said.contains(&service) {
            continue;
        }
        said.push(service);
        let to = &grant.value.to;
        let mut endpoints: Vec<&str> = network.endpoints.iter().map(|it| it.value.word()).collect();
        endpoints.push(service);
        let list = endpoints.iter().map(|it| format!("\"{it}\"")).collect::<Vec<_>>().join(", ");
        let place = function.network.as_ref().map(|it| it.value.to_string()).unwrap_or_default();
        let message = format!("{} cannot reach {}: {place} has no way to {service}", entry.address, to.value);
        let diagnostic = Diagnostic::new(&NetworkWayOut::CODE, to.span, message, format!("needs {service}"));
        let diagnostic = match &function.network {
            Some(place) => diagnostic.also(place.span, "runs in here"),
            None => diagnostic,
        };
        found.push(
            diagnostic
                .why("a function in a network has no public address; without NAT or an endpoint its calls wait until they time out")
                .help(format!("write endpoints = [{list}] in [{place}], or nat = \"single\""))
                .source("https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-internet.html")
                .about(entry.address.to_string()),
        );
    }
}

/// The endpoint by which the services of a kind are called.
fn service(kind: &str) -> Option<&'static str> {
    const SERVICES: [(&str, &str); 9] = [
        ("table", "dynamodb"),
        ("bucket", "s3"),
        ("queue", "sqs"),
        ("topic", "sns"),
        ("function", "lambda"),
        ("parameter", "ssm"),
        ("secret", "secretsmanager"),
        ("bus", "events"),
        ("key", "kms"),
    ];
    SERVICES.iter().find(|(it, _)| *it == kind).map(|(_, service)| *service)
}
