//! A Region whose APIs get fewer requests than those of the one it stands in for.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::Spec;
use drc_services::api::Api;

/// A Region whose APIs get fewer requests than those of the one it stands in for.
#[derive(Debug)]
pub struct ApigwThrottleAsymmetry;

impl Rule for ApigwThrottleAsymmetry {
    const CODE: Code = code!("DRC584", "apigw-throttle-asymmetry", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let (regions, quotas) = (&cx.spec.regions, &cx.spec.quotas.value);
        let Some((api, _)) = cx.spec.all::<Api>().next() else { return };
        let first = regions.primary.value;
        let most = quotas.api_requests(first).amount;
        for region in &regions.secondaries {
            let quota = quotas.api_requests(region.value);
            let enough = let_through(cx.spec).is_some_and(|rate| rate <= quota.amount);
            if quota.amount >= most || enough {
                continue;
            }
            found.push(
                Diagnostic::new(&Self::CODE, quota.declared.unwrap_or(region.span), format!("APIs get {} requests a second in {}, {most} in {first}: after a failover the rest is answered with 429", quota.amount, region.value), "less than the primary has")
                    .also(api.span, "stands in both")
                    .why("API Gateway's quota is each account's in each Region, and by default a quarter as large in some")
                    .help(format!("have it raised and write [quotas.{}] api_requests = {most}; or give every API a `throttle` that this Region can keep", region.value))
                    .source("https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html")
                    .about("quotas"),
            );
        }
    }
}

/// How many requests a second all stages let through together, if every one of them has a limit.
fn let_through(spec: &Spec) -> Option<i64> {
    let rate = |api: &Api| Some(api.throttle.as_ref()?.rate.value);
    spec.all::<Api>().try_fold(0_i64, |sum, (_, it)| Some(sum.saturating_add(rate(it)?)))
}
