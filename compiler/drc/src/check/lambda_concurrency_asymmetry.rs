//! A Region that may run fewer functions at once than the one it stands in for.

use super::lambda_over_quota::excess;
use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::function::Function;

/// A Region that may run fewer functions at once than the one it stands in for.
#[derive(Debug)]
pub struct LambdaConcurrencyAsymmetry;

impl Rule for LambdaConcurrencyAsymmetry {
    const CODE: Code = code!("DRC581", "lambda-concurrency-asymmetry", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let (regions, quotas) = (&cx.spec.regions, &cx.spec.quotas.value);
        let first = regions.primary.value;
        let most = quotas.lambda_concurrency(first);
        // Where every function says what it needs, that is held against the quotas, and nothing else counts.
        if cx.spec.all::<Function>().all(|(_, it)| it.peak.is_some()) {
            return;
        }
        for region in &regions.secondaries {
            let quota = quotas.lambda_concurrency(region.value);
            if quota.amount >= most.amount || excess(cx.spec, region.value).is_some() {
                continue;
            }
            let here = quota.declared.unwrap_or(region.span);
            let finding = Diagnostic::new(
                &Self::CODE,
                here,
                format!(
                    "{} may run {} functions at once, {first} {}: after a failover Lambda throttles the rest",
                    region.value, quota.amount, most.amount
                ),
                "less than the primary has",
            );
            let finding = match most.declared {
                Some(span) => finding.also(span, "what the primary has"),
                None => finding,
            };
            found.push(
                finding
                    .why("quotas are each Region's own; where nothing runs they stay at the default, and raising them takes longer than an outage")
                    .help(format!("have it raised in {} now and write lambda_concurrency = {}; or say what functions need, with `peak`", region.value, most.amount))
                    .source("https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html")
                    .about("quotas"),
            );
        }
    }
}
