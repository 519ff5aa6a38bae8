//! A bucket whose secondary keeps what it takes.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Address;
use drc_services::bucket::Bucket;
use drc_services::function::Function;
use std::collections::BTreeSet;

/// A bucket whose secondary keeps what it takes.
#[derive(Debug)]
pub struct BucketOneWay;

impl Rule for BucketOneWay {
    const CODE: Code = code!("DRC557", "bucket-one-way", Note);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let written = written(cx);
        for (entry, bucket) in cx.spec.all::<Bucket>() {
            // Where the spec decides nothing there is no decision to ask about: the page of the kind says what happens.
            let decided = bucket.replication.span.written().is_some();
            if !decided
                || bucket.replication.two_way
                || bucket.existing.is_some()
                || !written.contains(&entry.address)
            {
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

/// What functions, which the secondary has too, put something into.
fn written<'c>(cx: &'c Checking<'_>) -> BTreeSet<&'c Address> {
    let grants = cx.spec.all::<Function>().flat_map(|(_, it)| &it.access);
    grants.filter(|it| ["write", "read-write"].contains(&it.verb.as_str())).map(|it| &it.to.value).collect()
}
