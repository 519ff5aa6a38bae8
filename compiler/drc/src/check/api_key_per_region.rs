//! A key that opens one Region's API and not the other's.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::api::{Api, Auth};
use drc_syntax::Span;

/// A key that opens one Region's API and not the other's.
#[derive(Debug)]
pub struct ApiKeyPerRegion;

impl Rule for ApiKeyPerRegion {
    const CODE: Code = code!("DRC538", "api-key-per-region", Note);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, api) in cx.spec.all::<Api>() {
            // Once for each place that says so: a default stands for all routes without a word of their own.
            let mut said: Vec<Span> = Vec::new();
            for auth in api.auths().filter(|it| it.value == Auth::ApiKey) {
                if said.contains(&auth.span) {
                    continue;
                }
                said.push(auth.span);
                found.push(
                    Diagnostic::new(&Self::CODE, auth.span, format!("each Region has a key of its own for {}", entry.address), "one key per Region")
                        .why("AWS makes a key up where it is used, and no Region knows another's: a client that holds one key only gets 403 after a failover")
                        .help("give clients the keys of all Regions, to be tried in turn; AWS advises against a key as the only proof of who calls")
                        .source("https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html")
                        .about(entry.address.to_string()),
                );
            }
        }
    }
}
