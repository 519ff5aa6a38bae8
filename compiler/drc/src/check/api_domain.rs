//! A name of an API's own that cannot be its own.

use super::domain_name::is_host_name;
use super::domain_reserved::reserved;
use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::{Region, Text};
use drc_services::Entry;
use drc_services::api::Api;
use drc_services::traffic::Traffic;
use drc_syntax::Spanned;

/// A name of an API's own that cannot be its own.
#[derive(Debug)]
pub struct ApiDomain;

impl Rule for ApiDomain {
    const CODE: Code = code!("DRC539", "api-domain", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let mut taken: Vec<(String, Region, &Entry)> = Vec::new();
        for (entry, api) in cx.spec.all::<Api>() {
            let Some(domain) = &api.domain else { continue };
            if let Some(problem) = whole(cx, entry, api, domain) {
                found.push(problem);
                continue;
            }
            for region in cx.spec.regions.all() {
                let Some(name) = api.domain_in(cx.spec, region) else { continue };
                if let Some((_, first, other)) = taken.iter().find(|(it, ..)| *it == name) {
                    found.push(twice(entry, domain, &name, &format!("{} in {first}", other.address)));
                    break;
                }
                taken.push((name, region, entry));
            }
        }
    }
}

/// What is wrong with a name in every Region.
fn whole(cx: &Checking<'_>, entry: &Entry, api: &Api, domain: &Spanned<Text>) -> Option<Diagnostic> {
    let problem = |message: String, label: &str| {
        Some(
            Diagnostic::new(&ApiDomain::CODE, domain.span, message, label)
                .source(
                    "https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-custom-domains.html",
                )
                .about(entry.address.to_string()),
        )
    };
    let names: Option<Vec<String>> = cx.spec.regions.all().map(|it| api.domain_in(cx.spec, it)).collect();
    let Some(names) = names else {
        let problem = problem(
            format!("the name of {} must be known before it is made", entry.address),
            "refers to a service",
        );
        return problem.map(|it| it.help("use ${role}, ${region} and ${environment} only"));
    };
    if let Some(name) = names.iter().find(|it| !is_host_name(it) || reserved(it).is_some()) {
        let problem = problem(format!("`{name}` cannot be in public DNS"), "not a public host name");
        return problem.map(|it| {
            it.help("write it like \"api-${role}.payments.acme-bank.com\", below a domain you own")
        });
    }
    let Some(zone) = api.domain_zone(cx.spec) else {
        let problem =
            problem(format!("nobody says in which zone the name of {} stands", entry.address), "in no zone");
        return problem
            .map(|it| it.help("write zone = { create = \"…\" } or zone = { id = \"Z0…\" } beside it"));
    };
    if let Some((_, traffic)) = cx.spec.one::<Traffic>().filter(|(_, it)| names.contains(&it.domain.value)) {
        let name = &traffic.domain.value;
        let problem = problem(
            format!("`{name}` fails over, and is to be a name of {} alone", entry.address),
            "the name users call",
        );
        return problem.map(|it| {
            it.also(traffic.domain.span, "fails over")
                .why("a name cannot both lead to one Region for good and to the one that serves")
                .help("give it another name, such as \"api-${role}.…\", or take `domain` out: [traffic] makes the custom domain already")
        });
    }
    let zone = zone.name()?;
    let outside = names.iter().find(|it| !it.ends_with(&format!(".{}", zone.value)))?;
    let problem = problem(format!("`{outside}` is not in the zone `{}`", zone.value), "outside the zone");
    problem.map(|it| {
        it.also(zone.span, "the zone")
            .why("Route 53 refuses a record whose name does not end in its zone's name")
            .help(format!("name it something.{}", zone.value))
    })
}

fn twice(entry: &Entry, domain: &Spanned<Text>, name: &str, first: &str) -> Diagnostic {
    Diagnostic::new(&ApiDomain::CODE, domain.span, format!("`{name}` would lead to two places at once"), format!("also that of {first}"))
        .why("each Region has a record of its own here, and a name has one such record; the name that leads to whichever Region serves is that of [traffic]")
        .help("put ${role} or, with more than two Regions, ${region} into it")
        .source("https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-custom-domains.html")
        .about(entry.address.to_string())
}
