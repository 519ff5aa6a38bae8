//! A route that everybody may call.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::api::{Api, Auth};
use drc_services::traffic::Traffic;

/// A route that everybody may call.
#[derive(Debug)]
pub struct ApiOpen;

impl Rule for ApiOpen {
    const CODE: Code = code!("DRC408", "api-open", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {

        let probed = cx.spec.one::<Traffic>().map(|(_, traffic)| traffic.health_check.path.value.clone());
        for (entry, api) in cx.spec.all::<Api>() {
            for (route, target) in &api.routes.0 {
                let auth = target.auth.unwrap_or(api.auth);
                let is_probe = probed.as_ref() == Some(&route.value.path) && route.value.method == "GET";
                if auth.value == Auth::None && !is_probe {
                    found.push(
                        Diagnostic::new(&Self::CODE, route.span, format!("`{}` of {} is open to everybody", route.value, entry.address), "no authorisation")
                            .why("only the route the health check asks has to be open")
                            .help("write auth = \"iam\", or accept it with a reason in [[allow]]")
                            .source("https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html")
                            .about(entry.address.to_string()),
                    );
                }
            }
        }
    }
}
