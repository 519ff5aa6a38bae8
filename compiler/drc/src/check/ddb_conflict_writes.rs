//! Writes of several Regions to one item, of which the last wins.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::table::Table;
use drc_services::traffic::Traffic;

/// Writes of several Regions to one item, of which the last wins.
#[derive(Debug)]
pub struct DdbConflictWrites;

impl Rule for DdbConflictWrites {
    const CODE: Code = code!("DRC417", "ddb-conflict-writes", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let Some((_, traffic)) = cx.spec.one::<Traffic>().filter(|(_, it)| it.active_active()) else { return };
        // A strongly consistent table refuses the second write instead.
        for (entry, _) in cx.spec.all::<Table>().filter(|(_, it)| !it.is_strong()) {
            found.push(
                Diagnostic::new(&Self::CODE, entry.span, format!("two Regions may write the same item of {} at once, and one write is lost", entry.address), "replicated asynchronously")
                    .also(traffic.route.span, "every Region serves")
                    .why("a global table settles such a conflict by the later timestamp, and logs it nowhere")
                    .help(format!("let each item be written in one Region only (say how in [[allow]] at = \"{}\"), or write consistency = \"strong\", or route = \"dns-failover\"", entry.address))
                    .source("https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}
