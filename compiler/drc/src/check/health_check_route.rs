//! A health check on a path that no route answers.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::traffic::Traffic;

/// A health check on a path that no route answers.
#[derive(Debug)]
pub struct HealthCheckRoute;

impl Rule for HealthCheckRoute {
    const CODE: Code = code!("DRC404", "health-check-route", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let Some((_, traffic)) = cx.spec.one::<Traffic>() else { return };
        let Some((api, path)) = cx.health_check_route(traffic) else { return };
        // An API without routes answers nothing at all, which has been said.
        if !api.routes.0.is_empty() && api.routes.find("GET", &path.value).is_none() {
            let routes = api
                .routes
                .0
                .iter()
                .map(|(route, _)| format!("\"{}\"", route.value))
                .collect::<Vec<_>>()
                .join(", ");
            let help = if path.value.starts_with('/') {
                format!("add the route \"GET {}\" to the API, which has {routes}", path.value)
            } else {
                format!("begin it with a slash: path = \"/{}\"", path.value)
            };
            found.push(
                Diagnostic::new(&Self::CODE, path.span, format!("no route of {} answers GET {}", traffic.target.value, path.value), "asked by the health check")
                    .why("API Gateway answers 403 to a path it does not know, so the Region would always be unhealthy")
                    .help(help)
                    .about("traffic"),
            );
        }
    }
}
