//! Concurrency that is paid for and not used, or that others will miss.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Address;
use drc_services::alarm::Alarm;
use drc_services::function::Function;
use drc_services::registry::Typed as _;
use drc_services::{Use, Uses};
use drc_syntax::Spanned;

/// Concurrency that is paid for and not used, or that others will miss.
#[derive(Debug)]
pub struct FunctionConcurrencyPlan;

/// Lambda keeps 100 of an account's quota for functions that reserve nothing; the default quota is 1000.
/// Source: <https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html>.
const MOST: i64 = 900;

impl Rule for FunctionConcurrencyPlan {
    const CODE: Code = code!("DRC533", "function-concurrency-plan", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        beyond_quota(cx, found);
        for (entry, function) in cx.spec.all::<Function>() {
            let own = function.url.is_some() || !function.consumes.0.is_empty();
            let Some(provisioned) = function.provisioned.filter(|_| !own && !is_called(cx, &entry.address))
            else {
                continue;
            };
            found.push(
                Diagnostic::new(&Self::CODE, provisioned.span, format!("{} is kept warm, and nothing calls it", entry.address), "paid for by the hour, in every Region")
                    .why("no route, queue, URL or grant of this spec leads to it; whoever calls it by its plain name from elsewhere meets cold environments: the warm ones are behind the alias `live`")
                    .help("take `provisioned` out, or accept it with a reason in [[allow]] if callers outside use the alias")
                    .source("https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}

fn beyond_quota(cx: &Checking<'_>, found: &mut Diagnostics) {
    // Where the spec says what the account has, another rule holds it against that.
    let quotas = &cx.spec.quotas.value;
    if cx.spec.regions.all().all(|it| quotas.lambda_concurrency(it).declared.is_some()) {
        return;
    }
    let reserved = |function: &Function| function.reserved.filter(|it| it.value >= 1);
    let all: Vec<(&Address, Spanned<i64>)> =
        cx.spec.all::<Function>().filter_map(|(entry, it)| Some((&entry.address, reserved(it)?))).collect();
    let sum: i64 = all.iter().fold(0, |sum, (_, it)| sum.saturating_add(it.value));
    let Some((address, largest)) = all.iter().max_by_key(|(_, it)| it.value).filter(|_| sum > MOST) else {
        return;
    };
    found.push(
        Diagnostic::new(&FunctionConcurrencyPlan::CODE, largest.span, format!("functions reserve {sum} concurrent calls; an account has {MOST} to reserve in a Region"), "the largest of them")
            .why("the default quota is 1000 in each Region, of which Lambda keeps 100 for functions that reserve nothing; both Regions need the same, or the secondary cannot even be deployed")
            .help("have the quota raised in every Region first and write it in [quotas.<region>], or reserve less")
            .source("https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html")
            .about(address.to_string()),
    );
}

/// Whether another service of the spec calls a function. Operators only look at it, and alarms only watch it.
fn is_called(cx: &Checking<'_>, function: &Address) -> bool {
    let others = cx.spec.services.iter().filter(|it| it.address != *function);
    others.filter(|it| Alarm::service(&it.service).is_none()).any(|entry| {
        let mut uses = Uses::default();
        entry.service.uses(&mut uses);
        uses.all.iter().any(|it| match it {
            Use::Service(address, _) | Use::NeededBy(address, _) | Use::Later(address, _) => {
                address.value == *function
            }
            // Who names all of a kind looks at them.
            Use::Pattern(..) => false,
            Use::Grant(grant) => grant.value.to.value == *function && grant.value.verb == "invoke",
            Use::Reference(words) => words.value.starts_with(&[function.kind.clone(), function.name.clone()]),
        })
    })
}
