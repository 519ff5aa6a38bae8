//! A health check on a route that wants signed requests.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::api::Auth;
use drc_services::traffic::Traffic;

/// A health check on a route that wants signed requests.
#[derive(Debug)]
pub struct HealthCheckAuth;

impl Rule for HealthCheckAuth {
    const CODE: Code = code!("DRC405", "health-check-auth", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let Some((_, traffic)) = cx.spec.one::<Traffic>() else { return };
        let Some((api, path)) = cx.health_check_route(traffic) else { return };
        let Some((route, target)) = api.routes.find("GET", &path.value) else { return };
        let auth = target.auth.unwrap_or(api.auth);
        if auth.value != Auth::None {
            found.push(
                Diagnostic::new(&Self::CODE, route.span, format!("health checks cannot call `{}`: it wants {} authorisation", route.value, auth.value.word()), "must be open")
                    .also(path.span, "asked by the health check")
                    .why("Route 53 cannot sign its requests; it would get 403 and call a healthy Region unhealthy")
                    .help(format!("write \"{}\" = {{ to = \"{}\", auth = \"none\" }}, and let the route tell nothing but health", route.value, target.to.value))
                    .about("traffic"),
            );
        }
    }
}
