//! An attribute that this service does not have, although others of its kind do.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Address;
use drc_services::api::Api;
use drc_services::bus::Bus;
use drc_services::function::Function;
use drc_services::registry::Typed as _;
use drc_services::{Entry, Use, Uses};

/// An attribute that this service does not have, although others of its kind do.
#[derive(Debug)]
pub struct AttributeAbsent;

impl Rule for AttributeAbsent {
    const CODE: Code = code!("DRC537", "attribute-absent", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for entry in &cx.spec.services {
            let mut uses = Uses::default();
            entry.service.uses(&mut uses);
            for it in &uses.all {
                let Use::Reference(words) = it else { continue };
                let [kind, name, attribute] = words.value.as_slice() else { continue };
                let Some(of) = cx.spec.entry(&Address::new(kind, name)) else { continue };
                let Some((field, source)) = missing(of, attribute) else { continue };
                found.push(
                    Diagnostic::new(
                        &Self::CODE,
                        words.span,
                        format!("{} has no {attribute}", of.address),
                        format!("it has no `{}`", field.0),
                    )
                    .also(of.span, "asked for one")
                    .help(format!("write {} in [{}]", field.1, of.address))
                    .source(source)
                    .about(entry.address.to_string()),
                );
            }
        }
    }
}

type Field = (&'static str, &'static str);

/// The field a service would need for an attribute, and how it is written.
fn missing(of: &Entry, attribute: &str) -> Option<(Field, &'static str)> {
    let function = Function::service(&of.service).filter(|it| attribute == "url" && it.url.is_none());
    let api = Api::service(&of.service).filter(|it| attribute == "domain" && it.domain.is_none());
    let url = function.map(|_| {
        (("url", "url = \"iam\""), "https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html")
    });
    let domain = api.map(|_| {
        let field = ("domain", "domain = \"api-${role}.payments.acme-bank.com\"");
        (field, "https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-custom-domains.html")
    });
    let bus = Bus::service(&of.service).filter(|it| attribute == "endpoint" && !it.has_endpoint());
    let endpoint = bus.map(|_| {
        let field = ("global_endpoint", "global_endpoint = true");
        (field, "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-global-endpoints.html")
    });
    url.or(domain).or(endpoint)
}
