//! An API without routes.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::api::Api;

/// An API without routes.
#[derive(Debug)]
pub struct ApiEmpty;

impl Rule for ApiEmpty {
    const CODE: Code = code!("DRC514", "api-empty", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, _) in cx.spec.all::<Api>().filter(|(_, api)| api.routes.0.is_empty()) {
            found.push(
                Diagnostic::new(
                    &Self::CODE,
                    entry.span,
                    format!("{} has no routes", entry.address),
                    "answers nothing",
                )
                .why("API Gateway refuses to deploy an API without methods")
                .help("write routes = { \"POST /payment\" = \"function.payment-processor\" }")
                .source("https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-deploy-api.html")
                .about(entry.address.to_string()),
            );
        }
    }
}
