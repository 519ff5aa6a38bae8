//! A database with no instance where it would be promoted.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::database::Database;

/// A database with no instance where it would be promoted.
#[derive(Debug)]
pub struct AuroraHeadless;

impl Rule for AuroraHeadless {
    const CODE: Code = code!("DRC546", "aurora-headless", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, database) in cx.spec.all::<Database>().filter(|(_, it)| it.is_headless()) {
            let span = database.instances.secondary.span.written().unwrap_or(entry.span);
            found.push(
                Diagnostic::new(&Self::CODE, span, format!("{} has storage but no instance in {}: one must be made before it can be promoted", entry.address, cx.spec.regions.recovery()), "headless")
                    .why("making an instance takes minutes, is a call to the control plane of a Region that everybody is moving to, and may find no capacity there; the watcher does not make one")
                    .help("write instances = { primary = 2, secondary = 1 }; or accept it with a reason in [[allow]], and make an instance first in the runbook")
                    .source("https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-attach.console.headless.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}
