//! More calls at once than a Region allows by default.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::LAMBDA_CONCURRENCY;
use drc_services::function::Function;
use drc_services::{Entry, Spec};
use drc_syntax::Spanned;

/// More calls at once than a Region allows by default.
#[derive(Debug)]
pub struct LambdaQuotaDefault;

impl Rule for LambdaQuotaDefault {
    const CODE: Code = code!("DRC582", "lambda-quota-default", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let Some((sum, (entry, largest))) = total(cx.spec, |it| it.peak) else { return };
        let quotas = &cx.spec.quotas.value;
        let unsaid = cx.spec.regions.all().filter(|it| quotas.lambda_concurrency(*it).declared.is_none());
        let unsaid: Vec<&str> = unsaid.map(drc_model::Region::code).collect();
        let [first, ..] = unsaid.as_slice() else { return };
        if sum <= LAMBDA_CONCURRENCY {
            return;
        }
        found.push(
            Diagnostic::new(&Self::CODE, largest.span, format!("functions need {sum} calls at once at their peak; unless somebody had it raised, the quota of {} is {LAMBDA_CONCURRENCY}", unsaid.join(" and ")), "the largest of them")
                .why("the default is 1,000 in each Region, and less in new accounts; AWS raises it by itself where functions run, which a standby's do not. Beyond the quota no time of warming up helps")
                .help(format!("have \"Concurrent executions\" raised in every Region, then write [quotas.{first}] lambda_concurrency = {sum} or what it is now"))
                .source("https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html")
                .about(entry.address.to_string()),
        );
    }
}

/// What functions have of something together, and the one that has most.
pub(super) fn total(
    spec: &Spec,
    of: fn(&Function) -> Option<Spanned<i64>>,
) -> Option<(i64, (&Entry, Spanned<i64>))> {
    let all = || spec.all::<Function>().filter_map(|(entry, it)| Some((entry, of(it)?)));
    let sum = all().fold(0_i64, |sum, (_, it)| sum.saturating_add(it.value.max(0)));
    Some((sum, all().max_by_key(|(_, it)| it.value)?))
}
