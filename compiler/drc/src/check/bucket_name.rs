//! A bucket name that S3 does not take.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::{Address, NameKind};
use std::collections::BTreeSet;

/// A bucket name that S3 does not take.
#[derive(Debug)]
pub struct BucketName;

impl Rule for BucketName {
    const CODE: Code = code!("DRC503", "bucket-name", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let mut said: BTreeSet<&Address> = BTreeSet::new();
        for (entry, name) in cx.names().filter(|(_, name)| name.kind == NameKind::Bucket) {
            // What is wrong in one Region is mostly wrong in all.
            if let Some(why) = refused(&name.name).filter(|_| said.insert(&entry.address)) {
                found.push(
                    Diagnostic::new(
                        &Self::CODE,
                        entry.span,
                        format!("S3 takes no bucket called `{}`: {why}", name.name),
                        "its name, after naming",
                    )
                    .why("bucket names are host names, and some beginnings and endings belong to S3 itself")
                    .help(format!("give {} another `name`, or change system.naming", entry.address))
                    .source(name.kind.source())
                    .about(entry.address.to_string()),
                );
            }
        }
    }
}

fn refused(name: &str) -> Option<&'static str> {
    const STARTS: &[&str] = &["xn--", "sthree-", "amzn-s3-demo-"];
    const ENDS: &[&str] = &["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3", "-an"];
    let edge = |it: Option<char>| it.is_some_and(|it| it.is_ascii_lowercase() || it.is_ascii_digit());
    if name.chars().count() < 3 {
        Some("it is shorter than 3 characters")
    } else if !name
        .chars()
        .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || matches!(it, '-' | '.'))
    {
        Some("only lower-case letters, digits, dots and dashes may be in it")
    } else if !edge(name.chars().next()) || !edge(name.chars().last()) {
        Some("it must begin and end with a letter or digit")
    } else if name.contains("..") {
        Some("two dots may not follow each other")
    } else if name.split('.').count() == 4 && name.split('.').all(|it| it.parse::<u8>().is_ok()) {
        Some("it looks like an IP address")
    } else if STARTS.iter().any(|it| name.starts_with(it)) || ENDS.iter().any(|it| name.ends_with(it)) {
        Some("that beginning or ending is reserved")
    } else {
        None
    }
}
