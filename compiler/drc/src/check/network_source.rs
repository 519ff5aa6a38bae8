//! A network that is neither made nor given, or both.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::network::{ExistingVpc, Network};
use drc_syntax::{Span, Spanned};

/// A network that is neither made nor given, or both.
#[derive(Debug)]
pub struct NetworkSource;

impl Rule for NetworkSource {
    const CODE: Code = code!("DRC526", "network-source", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, network) in cx.spec.all::<Network>() {
            let problems =
                source(network, entry.span).into_iter().chain(no_effect(network)).chain(ids(network));
            for (span, message, label, why, help) in problems {
                found.push(
                    Diagnostic::new(&Self::CODE, span, message, label)
                        .why(why)
                        .help(help)
                        .source("https://docs.aws.amazon.com/vpc/latest/userguide/configure-your-vpc.html")
                        .about(entry.address.to_string()),
                );
            }
        }
    }
}

/// Where, what, in short, why, and what to type instead.
type Found = (Span, String, &'static str, &'static str, String);

fn source(network: &Network, span: Span) -> Option<Found> {
    match (&network.cidr, &network.existing) {
        (None, None) => Some((
            span,
            "the network has no addresses".to_owned(),
            "`cidr` or `existing` is missing",
            "a VPC is made of a range of addresses; one that is there already is told by its id",
            "write `cidr = { us-east-1 = \"10.0.0.0/16\", … }`, or `existing = { us-east-1 = { vpc = \"vpc-…\", private_subnets = [\"subnet-…\"] }, … }`".to_owned(),
        )),
        (Some(cidr), Some(_)) => Some((
            cidr.span,
            "the network is made and is there already".to_owned(),
            "made of this",
            "drc makes a VPC or uses one; it never changes one that is there",
            "keep one of `cidr` and `existing`".to_owned(),
        )),
        (Some(_), None) | (None, Some(_)) => None,
    }
}

/// What is said about a network that is there already, to no effect.
fn no_effect(network: &Network) -> Vec<Found> {
    if network.existing.is_none() {
        return Vec::new();
    }
    let said = [
        ("peering", network.peering.map(|it| it.span)),
        ("zones", network.zones.span.written()),
        ("nat", network.nat.span.written()),
        ("endpoints", network.endpoints.first().map(|it| it.span)),
    ];
    let found = |(field, span): (&str, Option<Span>)| {
        let message = format!("`{field}` has no effect on a network that is there already");
        let why = "drc changes nothing about a VPC it did not make: its routes, gateways and endpoints are those of whoever did";
        Some((
            span?,
            message,
            "no effect",
            why,
            format!("take `{field}` out, and make sure that the VPC has it"),
        ))
    };
    said.into_iter().filter_map(found).collect()
}

fn ids(network: &Network) -> Vec<Found> {
    let given = network.existing.iter().flat_map(|it| &it.value.0);
    given.flat_map(|(_, it)| vpc(it).into_iter().chain(subnets(it)).collect::<Vec<_>>()).collect()
}

fn vpc(given: &ExistingVpc) -> Option<Found> {
    malformed(&given.vpc, "vpc", "the id of a VPC")
}

fn subnets(given: &ExistingVpc) -> Vec<Found> {
    let why = "functions and databases stand in private subnets; without any there is no place for them";
    let none = given.private_subnets.is_empty().then(|| {
        let help = "add `private_subnets = [\"subnet-…\", \"subnet-…\"]`, in two zones or more".to_owned();
        (given.vpc.span, "this VPC has no private subnets".to_owned(), "without private subnets", why, help)
    });
    let all = given.private_subnets.iter().chain(&given.public_subnets);
    none.into_iter().chain(all.filter_map(|it| malformed(it, "subnet", "the id of a subnet"))).collect()
}

/// EC2's ids: a word, a dash, and 17 hexadecimal digits; 8 in the oldest.
fn malformed(id: &Spanned<String>, word: &str, what: &str) -> Option<Found> {
    let digits = id.value.strip_prefix(word).and_then(|it| it.strip_prefix('-')).unwrap_or_default();
    let hex = digits.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f'));
    if hex && (digits.len() == 17 || digits.len() == 8) {
        return None;
    }
    let why = "an id is EC2's own word for the thing: a name or an ARN finds nothing";
    let help = format!("write it like \"{word}-0a1b2c3d4e5f67890\"");
    Some((id.span, format!("`{}` is not {what}", id.value), "not an id of EC2's", why, help))
}
