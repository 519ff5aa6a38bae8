//! A bucket with an objective and nothing that promises it.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::budget::Verdict;
use drc_services::bucket::Bucket;

/// A bucket with an objective and nothing that promises it.
#[derive(Debug)]
pub struct S3NoRtc;

impl Rule for S3NoRtc {
    const CODE: Code = code!("DRC575", "s3-no-rtc", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, bucket) in cx.spec.all::<Bucket>().filter(|(_, it)| it.makes_rules()) {
            let Some(store) = cx.store(entry).filter(|it| it.verdict() == Verdict::Warning) else { continue };
            if bucket.replication.time_control {
                continue;
            }
            let (target, lag) = (store.target, store.lag.columns);
            found.push(
                Diagnostic::new(&Self::CODE, bucket.replication.span, format!("nothing holds {} to an RPO of {}: most objects are copied within {}, large ones after hours", entry.address, target.value, lag.typical), "without time control")
                    .also(target.span, format!("planned: {}", lag.plan))
                    .why("S3 replication alone has no SLA, no metrics and so no alarm")
                    .help(format!("write replication = {{ time_control = true }}: 15 minutes, with an SLA and metrics; or raise the objective to {}", store.reach))
                    .source(store.lag.source.url)
                    .about(entry.address.to_string()),
            );
        }
    }
}
