//! A route that everybody may call.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Route;
use drc_services::api::{Api, Auth};
use drc_services::traffic::Traffic;
use drc_syntax::{Span, Spanned};
use indexmap::IndexMap;

/// A route that everybody may call.
#[derive(Debug)]
pub struct ApiOpen;

impl Rule for ApiOpen {
    const CODE: Code = code!("DRC408", "api-open", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let probed = cx.spec.one::<Traffic>().map(|(_, traffic)| traffic.health_check.path.value.clone());
        for (entry, api) in cx.spec.all::<Api>() {
            // A probe that no route answers has been said; which open route was meant for it, nobody knows.
            let astray = probed.as_ref().is_some_and(|path| api.routes.find("GET", path).is_none());
            let is_probe =
                |route: &Route| route.method == "GET" && (astray || probed.as_ref() == Some(&route.path));
            let mut open: IndexMap<Span, Vec<&Spanned<Route>>> = IndexMap::new();
            for (route, target) in &api.routes.0 {
                let auth = target.auth.unwrap_or(api.auth);
                if auth.value == Auth::None && !is_probe(&route.value) {
                    open.entry(auth.span).or_default().push(route);
                }
            }
            for (auth, routes) in open {
                let names = routes.iter().map(|it| format!("`{}`", it.value)).collect::<Vec<_>>().join(", ");
                let verb = if routes.len() == 1 { "is" } else { "are" };
                let diagnostic = Diagnostic::new(
                    &Self::CODE,
                    auth,
                    format!("{names} of {} {verb} open to everybody", entry.address),
                    "no authorisation",
                );
                found.push(
                    routes.iter().fold(diagnostic, |it, route| it.also(route.span, "open"))
                        .why("only the route the health check asks has to be open")
                        .help("write auth = \"iam\", or accept it with a reason in [[allow]]")
                        .source("https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html")
                        .about(entry.address.to_string()),
                );
            }
        }
    }
}
