//! More concurrency than a Region's quota has.

use super::lambda_quota_default::total;
use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Region;
use drc_services::{Entry, Spec};
use drc_syntax::{Span, Spanned};

/// More concurrency than a Region's quota has.
#[derive(Debug)]
pub struct LambdaOverQuota;

/// What Lambda keeps for functions that reserve nothing.
const UNRESERVED: i64 = 100;

/// What functions ask of a Region that says that it has less.
pub(super) struct Excess<'s> {
    declared: Span,
    allowed: i64,
    verb: &'static str,
    sum: i64,
    least: i64,
    largest: (&'s Entry, Spanned<i64>),
    why: &'static str,
}

impl Rule for LambdaOverQuota {
    const CODE: Code = code!("DRC583", "lambda-over-quota", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for region in cx.spec.regions.all() {
            let Some(Excess { declared, allowed, verb, sum, least, largest: (entry, largest), why }) =
                excess(cx.spec, region)
            else {
                continue;
            };
            found.push(
                Diagnostic::new(
                    &Self::CODE,
                    declared,
                    format!("functions {verb} {sum} calls at once, and {region} allows {allowed}"),
                    format!("{least} or more are needed"),
                )
                .also(largest.span, format!("{} has most of them", entry.address))
                .why(why)
                .help(format!(
                    "have the quota of {region} raised to {least} and write that, or plan with less"
                ))
                .source("https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html")
                .about("quotas"),
            );
        }
    }
}

/// What is reserved comes first: without it there is no deployment.
pub(super) fn excess(spec: &Spec, region: Region) -> Option<Excess<'_>> {
    let quota = spec.quotas.value.lambda_concurrency(region);
    let (declared, allowed) = (quota.declared?, quota.amount);
    let reserved = total(spec, |it| it.reserved).map(|(sum, largest)| Excess {
        declared,
        allowed,
        verb: "reserve",
        sum,
        least: sum.saturating_add(UNRESERVED),
        largest,
        why: "Lambda keeps 100 of the quota for functions that reserve nothing, and refuses the deployment",
    });
    let needed = total(spec, |it| it.peak).map(|(sum, largest)| Excess {
        declared,
        allowed,
        verb: "need",
        sum,
        least: sum,
        largest,
        why: "beyond the quota Lambda throttles: a Region that has to carry the peak never does",
    });
    reserved.into_iter().chain(needed).find(|it| it.least > allowed)
}
