//! A bucket whose objective is shorter than time control promises.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::budget::Verdict;
use drc_services::bucket::Bucket;

/// A bucket whose objective is shorter than time control promises.
#[derive(Debug)]
pub struct S3RtcVsRpo;

impl Rule for S3RtcVsRpo {
    const CODE: Code = code!("DRC574", "s3-rtc-vs-rpo", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, bucket) in cx.spec.all::<Bucket>().filter(|(_, it)| it.makes_rules()) {
            let Some(store) = cx.store(entry).filter(|it| it.verdict() == Verdict::Warning) else { continue };
            if !bucket.replication.time_control {
                continue;
            }
            let (target, lag) = (store.target, store.lag.columns);
            found.push(
                Diagnostic::new(&Self::CODE, target.span, format!("{} cannot be held to an RPO of {}: replication with time control promises {}", entry.address, target.value, lag.plan), "shorter than S3 promises")
                    .also(bucket.replication.span.written().unwrap_or(entry.span), "copied under time control")
                    .why("15 minutes is the only figure S3 Replication Time Control has, for 99.9 % of objects; most arrive within seconds, but nothing says so")
                    .help(format!("give {} `rpo = \"{}\"` and an `rpo_reason`; what may not be missing so long belongs in a table as well", entry.address, lag.plan))
                    .source(store.lag.source.url)
                    .about(entry.address.to_string()),
            );
        }
    }
}
