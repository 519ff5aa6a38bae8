//! A function in a network that cannot reach what it was granted.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Address;
use drc_services::function::Function;
use drc_services::network::{Nat, Network};
use drc_services::registry::Typed as _;
use drc_services::{Entry, Kind as _, Use, Uses};

/// A function in a network that cannot reach what it was granted.
#[derive(Debug)]
pub struct NetworkWayOut;

impl Rule for NetworkWayOut {
    const CODE: Code = code!("DRC530", "network-way-out", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, function) in cx.spec.all::<Function>() {
            apart(cx, entry, function, found);
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

/// What is connected to, rather than called, stands in a network and answers there only.
fn apart(cx: &Checking<'_>, entry: &Entry, function: &Function, found: &mut Diagnostics) {
    for grant in function.access.iter().filter(|it| it.value.verb == "connect") {
        let to = &grant.value.to;
        let Some(wanted) = cx.spec.entry(&to.value).and_then(network_of) else { continue };
        let place = function.network.as_ref();
        if place.is_some_and(|it| it.value == wanted) {
            continue;
        }
        let runs = place.map_or_else(|| "in no network".to_owned(), |it| format!("in {}", it.value));
        let message = format!("{} cannot reach {}: it runs {runs}", entry.address, to.value);
        let diagnostic =
            Diagnostic::new(&NetworkWayOut::CODE, to.span, message, format!("answers in {wanted} only"));
        let diagnostic = match place {
            Some(place) => diagnostic.also(place.span, "runs in here"),
            None => diagnostic,
        };
        found.push(
            diagnostic
                .why("it has private addresses and a security group that lets in whoever stands beside it; from anywhere else a connection waits until it times out")
                .help(format!("write network = \"{wanted}\" in [{}]", entry.address))
                .source("https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html")
                .about(entry.address.to_string()),
        );
    }
}

/// The network a service stands in.
fn network_of(entry: &Entry) -> Option<Address> {
    let mut uses = Uses::default();
    entry.service.uses(&mut uses);
    uses.all.into_iter().find_map(|it| match it {
        Use::Service(address, _) if address.value.kind == Network::KIND => Some(address.value),
        Use::Service(..)
        | Use::NeededBy(..)
        | Use::Later(..)
        | Use::Pattern(..)
        | Use::Grant(_)
        | Use::Reference(_) => None,
    })
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
