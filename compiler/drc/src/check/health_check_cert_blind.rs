//! Certificates whose end nothing here notices.

use super::cert_missing_region::are_given;
use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::api::Api;
use drc_services::balancer::Balancer;
use drc_services::traffic::Traffic;

/// Certificates whose end nothing here notices.
#[derive(Debug)]
pub struct HealthCheckCertBlind;

impl Rule for HealthCheckCertBlind {
    const CODE: Code = code!("DRC426", "health-check-cert-blind", Note);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let traffic = cx.spec.one::<Traffic>().map(|(entry, it)| (entry, &it.certificates));
        let apis = cx.spec.all::<Api>().map(|(entry, it)| (entry, &it.certificates));
        let balancers = cx.spec.all::<Balancer>();
        let balancers = balancers.filter_map(|(entry, it)| Some((entry, it.certificates.as_ref()?)));
        for (entry, certificates) in traffic.into_iter().chain(apis).chain(balancers) {
            // One that is missing has been said.
            if !are_given(cx, &certificates.value) {
                continue;
            }
            found.push(
                Diagnostic::new(&Self::CODE, certificates.span, "these certificates can expire with every health check green", "drc did not make them")
                    .why("health checks do not look at certificates; ACM renews those that a DNS record proves, and neither imported ones nor, without somebody's click, those proven by e-mail")
                    .help("write certificates = \"create\"; or let ACM's event \"ACM Certificate Approaching Expiration\" tell somebody, in every Region")
                    .source("https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}
