//! A Region that accounts do not have until somebody enables it.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};

/// A Region that accounts do not have until somebody enables it.
#[derive(Debug)]
pub struct RegionOptIn;

impl Rule for RegionOptIn {
    const CODE: Code = code!("DRC204", "region-opt-in", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for region in cx.spec.regions.spanned().filter(|it| it.value.opt_in()) {
            found.push(
                Diagnostic::new(&Self::CODE, region.span, format!("{} ({}) is off in every account until somebody enables it", region.value, region.value.place()), "an opt-in Region")
                    .why("AWS opened it after March 2019: nothing can be made there, and no copy arrives there, before the account has enabled it, which takes minutes and at times hours")
                    .help(format!("run `aws account enable-region --region-name {}`, then say so in [[allow]] at = \"regions\"; or choose a Region that every account has", region.value))
                    .source("https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html")
                    .about("regions"),
            );
        }
    }
}
