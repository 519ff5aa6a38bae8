//! A database with fewer instances where it would be promoted.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::database::Database;

/// A database with fewer instances where it would be promoted.
#[derive(Debug)]
pub struct AuroraInstancesAsymmetry;

impl Rule for AuroraInstancesAsymmetry {
    const CODE: Code = code!("DRC586", "aurora-instances-asymmetry", Note);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, database) in cx.spec.all::<Database>() {
            let (first, other) = (database.instances.primary, database.instances.secondary);
            // None at all is another rule's. Where the spec decides nothing, the page of the kind says what there is.
            let decided = other.span.written().or(first.span.written());
            let Some(span) = decided.filter(|_| (1..first.value).contains(&other.value)) else { continue };
            let left = if other.value == 1 {
                "one instance writes and reads, and nothing stands in for it".to_owned()
            } else {
                format!("{} instances do the work of {}", other.value, first.value)
            };
            found.push(
                Diagnostic::new(&Self::CODE, span, format!("once {} is promoted in {}, {left}", entry.address, cx.spec.regions.recovery()), format!("{} here, {} in the primary", other.value, first.value))
                    .why("Aurora promotes what is there and adds nothing: if that instance fails, writes wait until another is made, in a Region where everybody makes one")
                    .help(format!("write instances = {{ primary = {0}, secondary = {0} }}; or plan to add what is missing as the first step after a failover", first.value))
                    .source("https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}
