//! A bucket whose secondary keeps what it takes.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::Entry;
use drc_services::bucket::Bucket;
use drc_services::function::Function;

/// A bucket whose secondary keeps what it takes.
#[derive(Debug)]
pub struct BucketOneWay;

impl Rule for BucketOneWay {
    const CODE: Code = code!("DRC557", "bucket-one-way", Note);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, bucket) in cx.spec.all::<Bucket>() {
            // Where the spec decides nothing there is no decision to ask about: the page of the kind says what happens.
            let decided = bucket.replication.span.written().is_some();
            if !decided || bucket.replication.two_way || bucket.existing.is_some() || !is_written(cx, entry) {
                continue;
            }
            found.push(
                Diagnostic::new(&Self::CODE, bucket.replication.span, format!("what {} takes in {} stays there", entry.address, cx.spec.regions.recovery()), "copied one way")
                    .why("S3 replicates what is written to the bucket that has the rule: after a failover nothing is carried back by itself")
                    .help("add two_way = true, or carry objects back by hand before the primary serves again")
                    .source("https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}

/// Whether a function, which the secondary has too, puts anything into it.
fn is_written(cx: &Checking<'_>, bucket: &Entry) -> bool {
    let mut grants = cx.spec.all::<Function>().flat_map(|(_, it)| &it.access);
    grants.any(|it| it.to.value == bucket.address && ["write", "read-write"].contains(&it.verb.as_str()))
}
