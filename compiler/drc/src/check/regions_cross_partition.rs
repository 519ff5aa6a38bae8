//! Regions of different AWS partitions.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};

/// Regions of different AWS partitions.
#[derive(Debug)]
pub struct RegionsCrossPartition;

impl Rule for RegionsCrossPartition {
    const CODE: Code = code!("DRC203", "regions-cross-partition", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let home = cx.spec.regions.primary;
        for region in cx.spec.regions.spanned().filter(|it| it.value.partition() != home.value.partition()) {
            let (here, there) = (home.value.partition().id(), region.value.partition().id());
            found.push(
                Diagnostic::new(&Self::CODE, region.span, format!("{} is in partition {there}, {} in {here}", region.value, home.value), "another partition")
                    .also(home.span, "the primary")
                    .why("credentials, IAM roles and replication end at the border of a partition")
                    .help(format!("choose a Region of partition {here}"))
                    .source("https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html"),
            );
        }
    }
}
