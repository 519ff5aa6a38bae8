//! A load balancer without a name to have a certificate for.

use super::domain_name::is_host_name;
use super::domain_reserved::reserved;
use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::Entry;
use drc_services::balancer::{Balancer, Served, before};
use drc_syntax::Span;

/// A load balancer without a name to have a certificate for.
#[derive(Debug)]
pub struct BalancerCertificate;

impl Rule for BalancerCertificate {
    const CODE: Code = code!("DRC529", "balancer-certificate", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, balancer) in cx.spec.all::<Balancer>() {
            for (span, message, label, why, help) in problems(cx, entry, balancer) {
                found.push(
                    Diagnostic::new(&Self::CODE, span, message, label)
                        .why(why)
                        .help(help)
                        .source("https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html")
                        .about(entry.address.to_string()),
                );
            }
        }
    }
}

/// Where, what, in short, why, and what to type instead.
type Found = (Span, String, &'static str, &'static str, String);

fn problems(cx: &Checking<'_>, entry: &Entry, balancer: &Balancer) -> Vec<Found> {
    let served = balancer.served(cx.spec, &entry.address);
    let own = balancer.domain.as_ref();
    if let Some(domain) = own.filter(|_| before(cx.spec, &entry.address).next().is_some()) {
        return vec![(
            domain.span,
            format!("nobody reaches {} by this name", entry.address),
            "behind another balancer",
            "another balancer passes requests on to it: the name leads to that one, and the certificate follows the name",
            "write `domain` on the balancer that users reach".to_owned(),
        )];
    }
    match served {
        None if balancer.opens_tls() => vec![(
            entry.span,
            format!("{} has no name to have a certificate for", entry.address),
            "without a name",
            "an application balancer opens TLS, so it needs a certificate, and a certificate is for a name; [traffic] does not lead here",
            "let [traffic] lead here, or add `domain = \"pay-${role}.acme-bank.com\"` and `zone = { id = \"Z0…\" }`".to_owned(),
        )],
        Some(served) => own.map(|domain| named(&served, domain.span)).unwrap_or_default(),
        None => Vec::new(),
    }
}

/// A name that no record can be made for.
fn misplaced(served: &Served<'_>, span: Span, name: &str) -> Option<Found> {
    if let Some(reserved) = reserved(name) {
        let why = "RFC 2606 and 6761 set these names aside for examples and tests; Route 53 refuses such a zone, and nobody's resolver would find it";
        let message = format!("`{name}` is reserved and cannot be in public DNS");
        let help = format!("name it below a domain you own: nobody owns `{reserved}`");
        return Some((span, message, "set aside", why, help));
    }
    let zone = served.zone?.name()?;
    let inside = name == zone.value || name.ends_with(&format!(".{}", zone.value));
    let why = "Route 53 refuses a record whose name does not end in its zone's name, that which proves the certificate too";
    (!inside).then(|| {
        let message = format!("`{name}` is not in the zone `{}`", zone.value);
        (span, message, "outside its zone", why, format!("name it something.{}", zone.value))
    })
}

/// What is wrong with names of its own.
fn named(served: &Served<'_>, span: Span) -> Vec<Found> {
    let mut found = Vec::new();
    let names: Option<Vec<&String>> = served.names.iter().map(|(_, name)| name.as_ref()).collect();
    let example =
        || "write it like \"pay-${role}.acme-bank.com\" or \"pay-${region}.acme-bank.com\"".to_owned();
    match names {
        None => {
            let why = "a certificate is made before anything is deployed that the name could come from";
            let message = "the name is not known before everything is deployed".to_owned();
            found.push((span, message, "refers to a service", why, example()));
        }
        Some(names) if names.iter().any(|it| !is_host_name(it)) => {
            let why = "a host name is labels of at most 63 lower-case letters, digits and dashes, with dots between them, at least two";
            found.push((span, "this is not a host name".to_owned(), "not a host name", why, example()));
        }
        Some(names) if names.iter().enumerate().any(|(at, it)| names[..at].contains(it)) => {
            let why = "a record leads each name to the balancer of one Region; which Region a shared name leads to is what [traffic] decides";
            found.push((
                span,
                "two Regions have the same name".to_owned(),
                "the same in two Regions",
                why,
                example(),
            ));
        }
        Some(names) => found.extend(names.into_iter().find_map(|it| misplaced(served, span, it))),
    }
    if served.zone.is_none() {
        let why = "the record of the name, and that which proves its certificate, stand in a Route 53 zone";
        found.push((
            span,
            "no zone holds this name".to_owned(),
            "in which zone?",
            why,
            "add `zone = { id = \"Z0…\" }` or `zone = { create = \"acme-bank.com\" }`".to_owned(),
        ));
    }
    found
}
