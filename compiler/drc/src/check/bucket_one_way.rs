//! A bucket whose secondary keeps what it takes.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::bucket::Bucket;
use drc_syntax::Span;

/// A bucket whose secondary keeps what it takes.
#[derive(Debug)]
pub struct BucketOneWay;

impl Rule for BucketOneWay {
    const CODE: Code = code!("DRC557", "bucket-one-way", Note);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, bucket) in cx.spec.all::<Bucket>() {
            if bucket.replication.two_way || bucket.existing.is_some() {
                continue;
            }
            let span = if bucket.replication.span == Span::default() { entry.span } else { bucket.replication.span };
            found.push(
                Diagnostic::new(&Self::CODE, span, format!("what {} takes in {} stays there", entry.address, cx.spec.regions.recovery()), "copied one way")
                    .why("S3 replicates what is written to the bucket that has the rule: after a failover nothing is carried back by itself")
                    .help("write replication = { two_way = true }, or carry objects back by hand before the primary serves again")
                    .source("https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}
