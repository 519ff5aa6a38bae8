//! A table that is read more than a Region takes in which nobody reads.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Scope;
use drc_services::table::Table;
use drc_services::traffic::Traffic;

/// A table that is read more than a Region takes in which nobody reads.
#[derive(Debug)]
pub struct DdbColdReads;

/// Reads a second of an on-demand table that was never read more.
/// Source: <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput.html>.
const COLD: i64 = 12_000;

impl Rule for DdbColdReads {
    const CODE: Code = code!("DRC572", "ddb-cold-reads", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        // Where every Region serves, the load at most doubles, which on-demand tables take at once.
        if cx.spec.one::<Traffic>().is_some_and(|(_, it)| it.active_active()) {
            return;
        }
        for (entry, table) in cx.spec.all::<Table>() {
            let Some(reads) = table.peak_reads.filter(|it| it.value > COLD) else { continue };
            let name = cx.spec.name(entry, "", Scope::Global);
            found.push(
                Diagnostic::new(&Self::CODE, reads.span, format!("{} is read {} times a second at its peak; a Region that nobody read from takes {COLD}", entry.address, reads.value), "throttled after a failover")
                    .why("an on-demand table takes twice what it took before, and 12,000 reads a second at least: replication keeps another Region's writes warm, but not its reads")
                    .help(format!("warm every replica once, aws dynamodb update-table --table-name {name} --warm-throughput ReadUnitsPerSecond={}, and say so in [[allow]]", reads.value))
                    .source("https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}
