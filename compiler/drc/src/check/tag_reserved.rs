//! A tag that drc or AWS sets itself.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};

/// A tag that drc or AWS sets itself.
#[derive(Debug)]
pub struct TagReserved;

impl Rule for TagReserved {
    const CODE: Code = code!("DRC513", "tag-reserved", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (key, _) in &cx.spec.system.tags.0 {
            let ours = ["Environment", "Region", "DR-Role", "Name"].contains(&key.value.as_str());
            let who = match (ours, key.value.starts_with("aws:")) {
                (true, _) => "drc",
                (_, true) => "AWS",
                _ => continue,
            };
            found.push(
                Diagnostic::new(&Self::CODE, key.span, format!("the tag `{}` is set by {who}", key.value), "reserved")
                    .why("Environment, Region and DR-Role say what a resource is in a failover; two values of one key would leave that to chance")
                    .help("give your tag another key")
                    .source("https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html"),
            );
        }
    }
}
