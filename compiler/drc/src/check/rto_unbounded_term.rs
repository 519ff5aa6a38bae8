//! An RTO that is promised to others, and figures that nothing bounds.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::budget::Term;

/// An RTO that is promised to others, and figures that nothing bounds.
#[derive(Debug)]
pub struct RtoUnboundedTerm;

impl Rule for RtoUnboundedTerm {
    const CODE: Code = code!("DRC316", "rto-unbounded-term", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let rto = &cx.budget.rto;
        let Some(promise) = cx.spec.objectives.guaranteed.filter(|it| it.value) else { return };
        let unbounded: Vec<&Term> = rto.terms().filter(|it| !it.bounded).collect();
        if unbounded.is_empty() {
            return;
        }
        let names: Vec<String> = unbounded.iter().map(|it| format!("{} ({})", it.name, it.id)).collect();
        found.push(
            Diagnostic::new(&Self::CODE, promise.span, format!("an RTO of {} is planned, not guaranteed: nothing bounds {}", rto.target, names.join("; ")), "promised here")
                .also(rto.target_span, "this RTO")
                .why("AWS limits how long its checks take, not how long resolvers and clients keep an old answer, nor how long a promotion takes")
                .help("word the promise as a plan, with the figures of `drc check`; measure them in drills, [measured], and say how often they were kept")
                .source("https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/best-practices-dns.html")
                .about("objectives"),
        );
    }
}
