//! A Region without a certificate for the domain.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Region;
use drc_services::api::Api;
use drc_services::balancer::Balancer;
use drc_services::traffic::{Certificates, Traffic};
use drc_syntax::Spanned;

/// A Region without a certificate for the domain.
#[derive(Debug)]
pub struct CertMissingRegion;

impl Rule for CertMissingRegion {
    const CODE: Code = code!("DRC409", "cert-missing-region", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        if let Some((_, traffic)) = cx.spec.one::<Traffic>() {
            missing(cx, &traffic.certificates, "traffic", found);
        }
        for (entry, api) in cx.spec.all::<Api>().filter(|(_, api)| api.domain.is_some()) {
            missing(cx, &api.certificates, &entry.address.to_string(), found);
        }
        for (entry, balancer) in cx.spec.all::<Balancer>() {
            if let Some(certificates) = &balancer.certificates {
                missing(cx, certificates, &entry.address.to_string(), found);
            }
        }
    }
}

fn missing(cx: &Checking<'_>, certificates: &Spanned<Certificates>, about: &str, found: &mut Diagnostics) {
    let Certificates::Existing(arns) = &certificates.value else { return };
    for region in cx.spec.regions.all() {
        let arn = arns.iter().find(|(it, _)| it.value == region);
        let (span, message, label) = match arn {
            None => (
                certificates.span,
                format!("there is no certificate for {region}"),
                "one per Region belongs here",
            ),
            Some((_, arn)) if !is_certificate(&arn.value, region) => {
                (arn.span, format!("this is not a certificate of {region}"), "of another Region or service")
            }
            Some(_) => continue,
        };
        found.push(
            Diagnostic::new(&CertMissingRegion::CODE, span, message, label)
                .why("a regional endpoint takes a certificate of its own Region; without one in the secondary, TLS fails after the failover")
                .help(format!("write {region} = \"arn:aws:acm:{region}:…\", or write certificates = \"create\""))
                .source("https://docs.aws.amazon.com/apigateway/latest/developerguide/dns-failover.html")
                .about(about),
        );
    }
}

fn is_certificate(arn: &str, region: Region) -> bool {
    arn.starts_with("arn:") && arn.contains(&format!(":acm:{region}:"))
}

/// Whether each Region has a certificate that was there already.
pub(super) fn are_given(cx: &Checking<'_>, certificates: &Certificates) -> bool {
    let Certificates::Existing(arns) = certificates else { return false };
    let has = |region| arns.iter().any(|(it, arn)| it.value == region && is_certificate(&arn.value, region));
    cx.spec.regions.all().all(has)
}
