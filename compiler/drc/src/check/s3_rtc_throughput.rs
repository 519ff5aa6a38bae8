//! More to copy than time control answers for.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::bucket::Bucket;

/// More to copy than time control answers for.
#[derive(Debug)]
pub struct S3RtcThroughput;

/// One gigabit a second: the quota of an account that asked for no other.
const BYTES: u64 = 125_000_000;

impl Rule for S3RtcThroughput {
    const CODE: Code = code!("DRC576", "s3-rtc-throughput", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, bucket) in cx.spec.all::<Bucket>().filter(|(_, it)| it.replication.time_control) {
            let Some(rate) = bucket.replication.rate.filter(|it| it.value.as_bytes() > BYTES) else {
                continue;
            };
            found.push(
                Diagnostic::new(&Self::CODE, rate.span, format!("{} has to copy {} a second; time control answers for 1 Gbps, which is 119MiB", entry.address, rate.value), "beyond the default quota")
                    .why("above the quota of an account for replication with time control the SLA of 15 minutes is void, and copies queue up")
                    .help("have the quota of replication with time control raised in Service Quotas first, and say so in [[allow]]; or write less at once")
                    .source("https://docs.aws.amazon.com/AmazonS3/latest/userguide/rtc-best-practices.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}
